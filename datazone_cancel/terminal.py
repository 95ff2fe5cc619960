"""The process's streams, environment and clock, and what a terminal can display."""

import os
import sys
import threading
import warnings
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, TextIO

from .clock import Clock
from .streams import Stream

_STDERR_TIMEOUT = 2
"""Seconds. Messages are not worth waiting longer for a terminal or a reader that is stuck."""


class IO:
    """Standard input, output and error, the environment and the clock of one invocation."""

    def __init__(
        self,
        *,
        stdin: TextIO | None,
        stdout: Stream,
        stderr: Stream,
        environ: Mapping[str, str],
        clock: Clock,
    ) -> None:
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.environ = environ
        self.clock = clock

    @classmethod
    def system(cls) -> "IO":
        """The streams, environment and clock of this process."""
        clock = Clock()

        def stream(file: TextIO | None, timeout: float | None) -> Stream:
            return Stream(
                file,
                is_terminal=file is not None and file.isatty(),
                environ=os.environ,
                clock=clock,
                timeout=timeout,
            )

        stdout = stream(sys.stdout, timeout=None)
        stdout.escape_unencodable()
        return cls(
            stdin=sys.stdin,
            stdout=stdout,
            stderr=stream(sys.stderr, timeout=_STDERR_TIMEOUT),
            environ=os.environ,
            clock=clock,
        )

    @property
    def stdin_is_terminal(self) -> bool:
        return self.stdin is not None and self.stdin.isatty()

    @property
    def can_prompt(self) -> bool:
        """Whether the user can be asked: questions go to stderr, answers come from stdin."""
        return self.stderr.is_terminal and self.stdin_is_terminal

    def redirect_to_null(self) -> None:
        """Let nothing be read from standard input, and nothing appear on standard error."""
        with open(os.devnull, "r+b", buffering=0) as null:
            for file in (self.stdin, self.stderr.file):
                with suppress(OSError):  # a stream in memory
                    if file is not None:
                        os.dup2(null.fileno(), file.fileno())

    def set_color(self, color: str) -> None:
        for stream in (self.stdout, self.stderr):
            stream.set_color(color)


def show_warnings(stderr: Stream) -> None:
    """Show the warnings of libraries, for example about certificates that are not verified.

    Each one is shown once, although every request of every thread may cause it.
    """
    shown: set[str] = set()
    lock = threading.RLock()  # the garbage collector may find another warning meanwhile

    def show(message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> None:
        text = escape_control_characters(f"{category.__name__}: {message}")
        with lock:
            is_new = text not in shown
            shown.add(text)
        if is_new:
            write_lines(stderr, [text])

    warnings.showwarning = show


def escape_control_characters(text: str) -> str:
    """The text, with escapes instead of control characters and other unprintable ones."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def write_lines(stream: Stream, lines: Iterable[str], *, style: str = "", mark: str = "") -> None:
    """Write lines; escape and style them on a terminal. Errors are ignored: nowhere to report them.

    `mark` is a sign before the first line, for terminals that can display it.
    """
    with suppress(OSError, ValueError):
        if not stream.is_terminal:
            stream.write("".join(f"{line}\n" for line in lines))
            return
        from rich.text import Text

        text = "\n".join(map(escape_control_characters, lines))
        sign = mark if stream.can_encode(mark) else ""
        stream.draw(Text.assemble((sign, "green"), (text, style)), wrap=False)
