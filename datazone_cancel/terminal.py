"""The process's streams, environment and clock, and what a terminal can display."""

import codecs
import errno
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING, TextIO

from .clock import Clock

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_DEFAULT_WIDTH = 80
"""Columns without a terminal, as in the AWS CLI."""


class Stream:
    """An output stream. `file` is None if the process was started with the stream closed."""

    def __init__(
        self, file: TextIO | None, *, is_terminal: bool, environ: Mapping[str, str]
    ) -> None:
        self.file = file
        self.is_terminal = is_terminal
        self._environ = environ
        self._color = "off"

    def set_color(self, color: str) -> None:
        """`color` is on, off or auto; auto means on a terminal, without NO_COLOR or TERM=dumb."""
        self._color = color

    @property
    def is_colored(self) -> bool:
        """Whether to use color."""
        no_color = bool(self._environ.get("NO_COLOR")) or self._is_dumb
        return self._color == "on" or (self._color == "auto" and self.is_terminal and not no_color)

    @property
    def is_animated(self) -> bool:
        """Whether lines can be redrawn, as a progress bar has to be."""
        return self.is_terminal and not self._is_dumb

    @property
    def _is_dumb(self) -> bool:
        return self._environ.get("TERM") == "dumb"

    @property
    def uses_rich(self) -> bool:
        """Whether rich draws on this stream: on terminals, and where `--color on` asks for it."""
        return self.is_terminal or self.is_colored

    @property
    def is_utf8(self) -> bool:
        return self.file is not None and _is_utf8(self.file)

    @property
    def width(self) -> int:
        """Columns. Like the AWS CLI, use the default unless this is a terminal."""
        if self.file is None or not self.is_terminal:
            return _DEFAULT_WIDTH
        columns = self._environ.get("COLUMNS", "")
        if columns.isascii() and columns.isdecimal() and int(columns[:4]):
            return int(columns[:4])
        return self._terminal_columns() or _DEFAULT_WIDTH

    def _terminal_columns(self) -> int:
        """The columns of the terminal; 0 if it does not know."""
        with suppress(OSError):
            if self.file is not None:
                return os.get_terminal_size(self.file.fileno()).columns
        return 0

    def can_encode(self, text: str) -> bool:
        try:
            text.encode(getattr(self.file, "encoding", None) or "ascii")
        except UnicodeEncodeError:
            return False
        return True

    def write(self, *parts: str) -> None:
        """Write and flush. Raises OSError."""
        if self.file is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        self.file.writelines(parts)
        self.file.flush()

    def console(self) -> "Console":
        """A rich console for this stream."""
        from rich.console import Console

        return Console(
            file=self.file,
            width=self.width,
            force_terminal=True,
            color_system="standard" if self.is_colored else None,
            no_color=not self.is_colored,
            highlight=False,
        )

    def draw(self, renderable: "RenderableType", *, wrap: bool) -> None:
        """Draw with rich; without `wrap`, the terminal wraps long lines. Raises OSError."""
        console = self.console()
        with console.capture() as capture:
            console.print(renderable, soft_wrap=not wrap)
        self.write(capture.get())


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
        _configure_streams(sys.stdout, sys.stderr)
        return cls(
            stdin=sys.stdin,
            stdout=_system_stream(sys.stdout),
            stderr=_system_stream(sys.stderr),
            environ=os.environ,
            clock=Clock(),
        )

    @property
    def stdin_is_terminal(self) -> bool:
        return self.stdin is not None and self.stdin.isatty()

    @property
    def can_prompt(self) -> bool:
        """Whether the user can be asked: questions go to stderr, answers come from stdin."""
        return self.stderr.is_terminal and self.stdin_is_terminal

    def set_color(self, color: str) -> None:
        for stream in (self.stdout, self.stderr):
            stream.set_color(color)

    def flush_or_discard(self) -> None:
        """Discard buffered output that cannot be written.

        Python would try to write it again at exit, and end with status 120.
        """
        for stream in (self.stdout, self.stderr):
            if stream.file is None:
                continue
            try:
                stream.file.flush()
            except OSError:
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.file.fileno())


def _system_stream(file: TextIO | None) -> Stream:
    return Stream(file, is_terminal=file is not None and file.isatty(), environ=os.environ)


def _configure_streams(stdout: TextIO | None, stderr: TextIO | None) -> None:
    """Escape what stdout cannot encode; write undecodable bytes to stderr unchanged."""
    if isinstance(stdout, TextIOWrapper):
        stdout.reconfigure(errors="backslashreplace")
    if isinstance(stderr, TextIOWrapper) and not stderr.isatty() and _is_utf8(stderr):
        stderr.reconfigure(errors="surrogateescape")


def _is_utf8(file: TextIO) -> bool:
    return codecs.lookup(file.encoding).name == "utf-8"


def escape_control_characters(text: str) -> str:
    """The text, with escapes instead of control characters and other unprintable ones."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def write_lines(stream: Stream, lines: Iterable[str], *, style: str = "", mark: str = "") -> None:
    """Write lines, escaped and styled on a terminal. Errors are ignored: nowhere to report them.

    `mark` is a sign before the first line, for terminals that can display it.
    """
    with suppress(OSError):
        if not stream.uses_rich:
            stream.write("".join(f"{line}\n" for line in lines))
            return
        from rich.text import Text

        text = "\n".join(map(escape_control_characters, lines))
        sign = mark if stream.can_encode(mark) else ""
        stream.draw(Text.assemble((sign, "green"), (text, style)), wrap=False)
