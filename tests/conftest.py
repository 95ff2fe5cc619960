"""Fixtures: no AWS profile, no network except loopback, and credentials that no service accepts."""

import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from .support.clock import ScriptedClock
from .support.command import (
    BIN,
    DATAZONE_CANCEL,
    Command,
    InProcessCommand,
    call_in_process,
    subprocess_command,
)
from .support.completion import Complete
from .support.endpoint import Endpoint, listening
from .support.internals import COMPLETION_SECONDS, COMPLETION_VARIABLE
from .support.sandbox import serving


def pytest_configure() -> None:
    """Let commands react to Ctrl-C and SIGHUP, which a shell's background job and nohup ignore.

    Commands inherit that a signal is ignored, but no handler: pytest itself survives SIGHUP. Local
    time is not UTC, so that tests notice which of them is used.
    """
    os.environ["TZ"] = "Asia/Kolkata"
    time.tzset()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda _number, _frame: None)


@pytest.fixture(autouse=True)
def isolated_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Unset the user's settings, and send what would leave this machine to a closed port of it."""
    for name in os.environ:
        if name.startswith(("AWS_", "DATAZONE_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    for name in ("COLUMNS", "LINES", "NO_COLOR", "XDG_CACHE_HOME"):
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
def clock() -> ScriptedClock:
    """The clock of the `cancel` command."""
    return ScriptedClock()


@pytest.fixture
def cancel(clock: ScriptedClock) -> InProcessCommand:
    """`datazone-cancel` in this process."""
    return partial(call_in_process, clock=clock)


@pytest.fixture
def complete(cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch) -> Complete:
    """Completion in this process, which gives the service a minute to answer."""

    def candidates(line: str) -> list[tuple[str, str]]:
        words = f"datazone-cancel {line}"
        index = len(words.split()) - (not words.endswith(" "))
        with monkeypatch.context() as environment:
            environment.setenv("COMP_WORDS", words)
            environment.setenv("COMP_CWORD", str(index))
            environment.setenv(COMPLETION_VARIABLE, "zsh_complete")
            result = cancel()
        assert (result.status, result.stderr) == (0, "")
        rows = result.stdout.splitlines()
        return list(zip(rows[1::3], rows[2::3], strict=True))

    monkeypatch.setattr(COMPLETION_SECONDS, 60)
    return candidates


@pytest.fixture
def installed() -> Command:
    """The installed `datazone-cancel` in a process of its own, its streams in pipes."""
    return subprocess_command(DATAZONE_CANCEL)


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    """A scripted endpoint in AWS_ENDPOINT_URL; all answers must be used, and no other requested."""
    with listening() as endpoint:
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint.url)
        yield endpoint
    assert not endpoint.unexpected
    assert not endpoint.answers


@pytest.fixture
def aws_config(tmp_path: Path) -> Path:
    """The path of an AWS configuration file, which does not exist yet."""
    (tmp_path / ".aws").mkdir()
    return tmp_path / ".aws" / "config"


@pytest.fixture
def sandbox(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A sandbox in AWS_ENDPOINT_URL: its URL.

    It has the runs of the API reference, and as many more as the marker `sandbox_runs` says.
    """
    marker = request.node.get_closest_marker("sandbox_runs")
    with serving(runs=marker.args[0] if marker else 0) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        yield url
