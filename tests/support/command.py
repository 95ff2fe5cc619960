"""The drivers that start `datazone-cancel` without a terminal, and what a user sees of it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, Protocol, TextIO
from unittest import mock

from datazone_cancel.clock import Clock
from datazone_cancel.main import main
from datazone_cancel.streams import Stream
from datazone_cancel.terminal import IO

from .clock import ScriptedClock

BIN = Path(sys.executable).parent
DATAZONE_CANCEL = str(BIN / "datazone-cancel")


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a user sees of an invocation."""

    status: int
    stdout: str
    stderr: str

    @property
    def report(self) -> Any:
        """The JSON document on stdout."""
        return json.loads(self.stdout)

    @property
    def json_lines(self) -> list[Any]:
        """The JSON documents on the lines of stdout."""
        return [json.loads(line) for line in self.stdout.splitlines()]

    @property
    def outcomes(self) -> dict[str, str]:
        """The outcome of each identifier, in the order of the report."""
        return {each["identifier"]: each["outcome"] for each in self.report["results"]}


class Command(Protocol):
    """Starts a command in a process of its own."""

    def __call__(self, *argv: str, stdin: bytes = b"") -> Result: ...


class InProcessCommand(Protocol):
    """Calls `datazone-cancel` in this process, with the environment of this process.

    `terminal` makes all three streams terminals of `width` columns and `height` lines.
    """

    def __call__(
        self,
        *argv: str,
        stdin: bytes | None = None,
        terminal: bool = False,
        width: int = 80,
        height: int = 24,
    ) -> Result: ...


class _File(TextIOWrapper):
    """A standard stream in memory."""

    def __init__(self, content: bytes = b"", *, terminal: bool) -> None:
        super().__init__(BytesIO(content), encoding="utf-8", errors="backslashreplace")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def text(self) -> str:
        self.flush()
        assert isinstance(self.buffer, BytesIO)
        return self.buffer.getvalue().decode("utf-8", "surrogateescape")


class _Stream(Stream):
    """A stream on a terminal whose columns and lines a test chooses."""

    def __init__(self, file: _File, size: tuple[int, int], clock: ScriptedClock) -> None:
        super().__init__(file, is_terminal=file.isatty(), environ=os.environ, clock=clock)
        self._chosen_size = size

    def _terminal_size(self) -> tuple[int, int]:
        return self._chosen_size


def call_in_process(
    *argv: str,
    clock: ScriptedClock,
    stdin: bytes | None = None,
    terminal: bool = False,
    width: int = 80,
    height: int = 24,
    connect: Callable[..., Any] | None = None,
) -> Result:
    """Call `datazone-cancel` in this process, without the pauses between attempts.

    `connect` replaces what creates the client of the service.
    """
    stdout, stderr = _File(terminal=terminal), _File(terminal=terminal)
    io = IO(
        stdin=_File(stdin or b"", terminal=terminal),
        stdout=_Stream(stdout, (width, height), clock),
        stderr=_Stream(stderr, (width, height), clock),
        environ=os.environ,
        clock=clock,
    )
    with (
        mock.patch("botocore.endpoint.time.sleep", clock.sleep),
        mock.patch("datazone_cancel.aws.connect", connect) if connect else nullcontext(),
    ):
        status = main(argv, io)
    return Result(status=status, stdout=stdout.text(), stderr=stderr.text())


def call_with_files(
    *argv: str,
    clock: Clock,
    stdin: bytes,
    stdout: TextIO,
    stderr: TextIO | None,
    stdin_is_terminal: bool = False,
    stderr_is_terminal: bool = False,
) -> int:
    """Call `datazone-cancel` in this process with real files: the exit status."""

    def stream(file: TextIO | None, *, is_terminal: bool, timeout: float | None = None) -> Stream:
        return Stream(
            file, is_terminal=is_terminal, environ=os.environ, clock=clock, timeout=timeout
        )

    io = IO(
        stdin=_File(stdin, terminal=stdin_is_terminal),
        stdout=stream(stdout, is_terminal=False),
        stderr=stream(stderr, is_terminal=stderr_is_terminal, timeout=0.1),
        environ=os.environ,
        clock=clock,
    )
    return main(argv, io)


def subprocess_command(*command: str) -> Command:
    """The driver of a command whose streams are pipes."""

    def start(*argv: str, stdin: bytes = b"") -> Result:
        process = subprocess.run(
            [*command, *argv], input=stdin, capture_output=True, timeout=60, check=False
        )
        return Result(
            status=process.returncode,
            stdout=process.stdout.decode("utf-8", "surrogateescape"),
            stderr=process.stderr.decode("utf-8", "surrogateescape"),
        )

    return start


@contextmanager
def start(*command: str, **options: Any) -> Iterator["subprocess.Popen[Any]"]:
    """Start a command; in the end it is killed, so that a test that fails does not wait for it.

    Its output streams are pipes, unless the options of Popen say something else.
    """
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **{**pipes, **options}) as process:
        try:
            yield process
        finally:
            process.kill()


start_installed = partial(start, DATAZONE_CANCEL)
"""Start the installed `datazone-cancel`, to send it signals or to read while it prints."""


bash = subprocess_command("bash", "-c")
"""Starts a shell script, in which `datazone-cancel` is on the PATH."""
