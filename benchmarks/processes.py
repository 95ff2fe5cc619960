"""Whole processes, measured: wall and CPU time in seconds, peak memory in bytes."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

BIN = Path(sys.executable).parent
DOMAIN = "dzd_53ielnpxktdilj"
ENVIRON = {
    "AWS_ACCESS_KEY_ID": "benchmark",
    "AWS_SECRET_ACCESS_KEY": "benchmark",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "HOME": os.devnull,
    "LANG": "C.UTF-8",
    "NO_PROXY": "127.0.0.1",
    "PATH": f"{BIN}:{os.environ['PATH']}",
}
"""All that a measured process sees; what this one was started with does not count."""


_WAITER = """
import os, sys, time
started = time.monotonic()
null = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[null])
_, status, usage = os.wait4(process, 0)
wall = time.monotonic() - started
print(
    '{"wall": %f, "cpu": %f, "memory": %d, "started": %f, "status": %d}'
    % (wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, started,
       os.waitstatus_to_exitcode(status)),
    file=sys.stderr,
)
"""
"""What starts a measured process. A process counts the memory of the one that it was started by
until it is itself, so that one has to be small."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    wall: float
    cpu: float
    memory: int
    started: float
    status: int
    stdout: bytes


def measured(
    *command: str, environ: Mapping[str, str] | None = None, stdin: bytes = b""
) -> Measured:
    """Start the command, wait for it and its children, and measure."""
    with TemporaryFile() as given, TemporaryFile() as printed:
        given.write(stdin)
        given.seek(0)
        process = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _WAITER, *command],
            env={**ENVIRON, **(environ or {})},
            stdin=given,
            stdout=printed,
            stderr=subprocess.PIPE,
            check=True,
        )
        printed.seek(0)
        return Measured(**json.loads(process.stderr), stdout=printed.read())


@contextmanager
def sandbox(*options: str) -> Iterator[str]:
    """A sandbox: its URL."""
    command = [str(BIN / "datazone-cancel-sandbox"), *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            first = process.stdout.readline()
            yield first.strip().removeprefix("export AWS_ENDPOINT_URL=")
        finally:
            process.terminate()


@contextmanager
def server() -> Iterator[str]:
    """The fast server: its URL."""
    command = [sys.executable, str(Path(__file__).with_name("server.py"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


def seen(url: str) -> dict[str, Any]:
    """What the fast server saw."""
    with urllib.request.urlopen(f"{url}/seen") as answer:
        members: dict[str, Any] = json.load(answer)
    return members
