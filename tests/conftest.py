"""A world without AWS: no profile, no network but loopback, and credentials that open nothing."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from datazone_cancel.cli import main
from datazone_cancel.sandbox.server import serving
from datazone_cancel.timing import Clock

from .loopback import Endpoint, listening

DOMAIN = "dzd_53ielnpxktdilj"
RUN = "mgr5g0fy285m1q"
BOTH = ("--domain-identifier", DOMAIN, "--identifier", RUN)
ACCEPTED = (
    f"Accepted: cancellation of metadata generation run {RUN}"
    f" in domain {DOMAIN}, Region us-east-1\n"
)

BIN = Path(sys.executable).parent


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a user sees of an invocation."""

    status: int
    stdout: str
    stderr: str


class Command(Protocol):
    def __call__(self, *argv: str) -> Result: ...


@pytest.fixture(autouse=True)
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Only what a test sets is set; what would leave this machine goes to a closed port of it."""
    for name in os.environ:
        if name.startswith("AWS_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    for name in ("COLUMNS", "LINES", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "HOME": str(tmp_path),
        "HTTP_PROXY": "http://127.0.0.1:9",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "NO_PROXY": "127.0.0.1",
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "TERM": "xterm",
    }.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def cancel(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """`datazone-cancel` in this process, without the pauses between attempts."""
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _seconds: None)

    def command(*argv: str) -> Result:
        status = main(argv)
        captured = capsys.readouterr()
        return Result(status=status, stdout=captured.out, stderr=captured.err)

    return command


class ScriptedClock(Clock):
    """A clock on which only pauses take time."""

    def __init__(self) -> None:
        self.interrupted = False
        self.time = 0.0

    def now(self) -> float:
        return self.time

    def pause(self, seconds: float) -> None:
        if not self.interrupted:
            self.time += max(0, seconds)

    def end_pauses(self) -> None:
        """Nobody waits for them."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> ScriptedClock:
    """The clock of the `cancel` command."""
    clock = ScriptedClock()
    monkeypatch.setattr("datazone_cancel.many.Clock", lambda: clock)
    return clock


@pytest.fixture
def installed() -> Command:
    """The installed `datazone-cancel` in a process of its own, its streams in pipes."""
    return in_process(str(BIN / "datazone-cancel"))


def in_process(*command: str) -> Command:
    def run(*argv: str) -> Result:
        process = subprocess.run(
            [*command, *argv],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=60,
            check=False,
        )
        return Result(status=process.returncode, stdout=process.stdout, stderr=process.stderr)

    return run


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    """A scripted endpoint that the environment points to."""
    with listening() as endpoint:
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint.url)
        yield endpoint
    assert not endpoint.refused
    assert not endpoint.answers


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A fresh sandbox that the environment points to: its URL."""
    with serving() as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        yield url
