"""Output streams: complete output for slow, full and closed readers, colors and drawing."""

import codecs
import errno
import os
import select
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import TextIOWrapper, UnsupportedOperation
from itertools import islice
from typing import TYPE_CHECKING, TextIO

from .clock import Clock
from .errors import describe

if TYPE_CHECKING:
    from rich.console import RenderableType

_QUITTING_TIMEOUT = 0.5
"""Seconds, after the second signal."""
_POLL_INTERVAL = 0.1
"""Seconds."""
_BATCH_SIZE = 10_000
"""Parts of a text that are written at once."""
_DEFAULT_SIZE = (80, 24)
"""Columns without a terminal, as in the AWS CLI, and lines."""
ERASE = "\r \x1b[J\r"
"""Erases the line of the cursor and everything below it, which is where a status is.

From the first column of the screen, tmux would keep what it erases in its history.
"""
_MARGIN = "  "
_LESS_OPTIONS = "FRX"
"""As in the AWS CLI: leave if all fits on the screen, show colors, and keep the text there."""
_ESCAPE = "datazone_cancel.escape"
"""The name of an error handler of codecs."""
_COMPLETE = ("backslashreplace", "ignore", "namereplace", "replace", "xmlcharrefreplace")
"""Error handlers that encode any text."""


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Escape what cannot be encoded, in a way that keeps JSON valid."""
    import json

    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error(_ESCAPE, _escape)


class OutputError(OSError):
    """An output stream cannot be written."""

    @property
    def is_broken_pipe(self) -> bool:
        """Whether the reader went away, as `head` does."""
        return self.errno == errno.EPIPE


class Stream:
    """An output stream. `file` is None if the process was started with the stream closed.

    `timeout` is how many seconds to wait for a slow reader; None means forever.
    """

    def __init__(
        self,
        file: TextIO | None,
        *,
        is_terminal: bool,
        environ: Mapping[str, str],
        clock: Clock,
        timeout: float | None = None,
    ) -> None:
        self.file = file
        self.is_terminal = is_terminal
        self._environ = environ
        self._clock = clock
        self._timeout = timeout
        self._is_stuck = False
        self._color = "off"
        self._encoder: codecs.IncrementalEncoder | None = None
        self._progress = "auto"
        self._has_status = False
        self._lock = threading.RLock()
        """Threads that show a status or log also write, and a warning may come while one writes."""

    def set_color(self, color: str) -> None:
        """`color` is on, off or auto; auto means on a terminal, without NO_COLOR or TERM=dumb."""
        self._color = color

    @property
    def is_colored(self) -> bool:
        """Whether to use color."""
        no_color = bool(self._environ.get("NO_COLOR")) or self._is_dumb
        return self._color == "on" or (self._color == "auto" and self.is_terminal and not no_color)

    def set_progress(self, progress: str) -> None:
        """`progress` is auto or plain; plain means that nothing is redrawn."""
        self._progress = progress

    @property
    def can_redraw(self) -> bool:
        """Whether the terminal can redraw what it shows."""
        return self.is_terminal and not self._is_dumb

    @property
    def is_animated(self) -> bool:
        """Whether to redraw lines, as a progress bar has to be."""
        return self.can_redraw and self._progress == "auto"

    @property
    def _is_dumb(self) -> bool:
        return self._environ.get("TERM") == "dumb"

    @property
    def width(self) -> int:
        """Columns. Like the AWS CLI, use the default unless this is a terminal."""
        return self._size("COLUMNS", 0)

    @property
    def height(self) -> int:
        """Lines on the screen; the default unless this is a terminal."""
        return self._size("LINES", 1)

    def _size(self, variable: str, index: int) -> int:
        if self.file is None or not self.is_terminal:
            return _DEFAULT_SIZE[index]
        digits = self._environ.get(variable, "")
        if digits.isascii() and digits.isdecimal() and int(digits[:4]):
            return int(digits[:4])
        return self._terminal_size()[index] or _DEFAULT_SIZE[index]

    def _terminal_size(self) -> tuple[int, int]:
        """The columns and lines of the terminal; 0 if it does not know."""
        with suppress(OSError):
            if self.file is not None:
                return os.get_terminal_size(self.file.fileno())
        return (0, 0)

    def set_encoding(self, encoding: str) -> None:
        if isinstance(self.file, TextIOWrapper):
            self.file.reconfigure(encoding=encoding)
            self.escape_unencodable()
        self._encoder = None

    def escape_unencodable(self) -> None:
        """Let every text be written, unless the user has chosen how."""
        if not isinstance(self.file, TextIOWrapper) or self.file.errors == _ESCAPE:
            return
        has_chosen = ":" in self._environ.get("PYTHONIOENCODING", "")
        if has_chosen and self.file.errors in _COMPLETE:
            return
        with suppress(UnicodeError):  # `idna` has no error handlers
            "".encode(self.file.encoding, _ESCAPE)
            self.file.reconfigure(errors=_ESCAPE)
            self._encoder = None

    @property
    def is_faithful(self) -> bool:
        """Whether the encoding keeps text as it is; `idna` keeps host names only."""
        if self.file is None:
            return True
        encoder, parts = _create_encoder(self.file), ('{"a": ', "1}\n")
        try:
            data = b"".join(map(encoder.encode, parts))
            return data.decode(self.file.encoding) == "".join(parts)
        except UnicodeError:
            return False

    def can_encode(self, text: str) -> bool:
        try:
            text.encode(getattr(self.file, "encoding", None) or "ascii")
        except UnicodeEncodeError:
            return False
        return True

    def write(self, *parts: str) -> None:
        """Write everything, however slow the reader is, after erasing a status.

        Raises OutputError.
        """
        with self._lock:
            status = (ERASE,) if self._has_status else ()
            self._has_status = False
            self._write("".join((*status, *parts)))

    def show_status(self, renderable: "RenderableType") -> None:
        """Draw something on the terminal that is erased by whatever is written next.

        The cursor stays at its beginning: from there, it can be erased however it is wrapped since
        the terminal became narrower. The cursor stays visible, too: nothing has to be restored,
        whatever ends the command. A margin has room for it, and for the echo of Ctrl-C. Raises
        OutputError.
        """
        columns, rows = self._terminal_size()
        width = min(self.width, columns or self.width)
        drawn = self.render(renderable, wrap=True, width=max(1, width - len(_MARGIN)))
        lines = drawn.splitlines()[: min(self.height, rows or self.height)]
        up = f"\x1b[{len(lines) - 1}A" if len(lines) > 1 else ""
        text = "\n".join(f"{_MARGIN}{line}" for line in lines)
        with self._lock:
            self._has_status = True
            self._write(f"{ERASE}{text}\r{up}")

    def _write(self, text: str) -> None:
        if self.file is None:
            raise OutputError(errno.EBADF, os.strerror(errno.EBADF))
        try:
            descriptor = self.file.fileno()
        except UnsupportedOperation:  # a stream in memory
            self.file.write(text)
            self.file.flush()
            return
        try:
            # One encoder for all parts: a byte order mark is at the beginning only.
            self._encoder = self._encoder or _create_encoder(self.file)
            self._write_bytes(descriptor, self._encoder.encode(text))
        except OSError as error:
            raise OutputError(error.errno, error.strerror or describe(error)) from error

    @contextmanager
    def waiting_for_person(self) -> Iterator[None]:
        """In this context, wait as long as a person stops the terminal, as Ctrl-S does."""
        timeout, self._timeout, self._is_stuck = self._timeout, None, False
        try:
            yield
        finally:
            self._timeout = timeout

    def write_if_ready(self, text: str) -> None:
        """Write a short text if that is possible without waiting; otherwise, write nothing.

        For signal handlers: it uses no buffer, which the interrupted code may be using.
        """
        poll = select.poll()
        with suppress(OSError):  # also a stream in memory
            if self.file is not None:
                poll.register(self.file.fileno(), select.POLLOUT)
                if poll.poll(0):
                    os.write(self.file.fileno(), text.encode()[: select.PIPE_BUF])

    def write_all(self, parts: Iterable[str]) -> None:
        """Write many small parts, without holding all of them in memory. Raises OutputError."""
        iterator = iter(parts)
        while batch := tuple(islice(iterator, _BATCH_SIZE)):
            self.write(*batch)

    def page(self, text: str, pager: Sequence[str]) -> None:
        """Show a text in a pager; write it if there is none. Raises OutputError."""
        import signal
        import subprocess

        ctrl_c = signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is meant for the pager
        try:
            assert self.file is not None
            with subprocess.Popen(  # noqa: S603 (the user chose this program)
                pager,
                stdin=subprocess.PIPE,
                stdout=self.file.fileno(),
                env={"LESS": _LESS_OPTIONS, **self._environ},
                encoding="utf-8",
            ) as process:
                process.communicate(text)
            if process.returncode > 0:  # for example, it does not exist
                self.write(text)
        except OSError:  # also a stream in memory
            self.write(text)
        finally:
            signal.signal(signal.SIGINT, ctrl_c)

    def _write_bytes(self, descriptor: int, data: bytes) -> None:
        """Write to the descriptor itself: buffers lose data if it is non-blocking."""
        unwritten = memoryview(data)
        while unwritten:
            self._wait_for_reader(descriptor)
            # After poll(), this many bytes can be written to a pipe without blocking.
            try:
                unwritten = unwritten[os.write(descriptor, unwritten[: select.PIPE_BUF]) :]
            except BlockingIOError:
                continue

    def _wait_for_reader(self, descriptor: int) -> None:
        poll = select.poll()
        poll.register(descriptor, select.POLLOUT)
        waited = 0.0
        while not poll.poll(0 if self._is_stuck else _POLL_INTERVAL * 1000):
            waited += _POLL_INTERVAL
            timeout = _QUITTING_TIMEOUT if self._clock.quitting else self._timeout
            if self._is_stuck or (timeout is not None and waited >= timeout):
                self._is_stuck = True
                raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))

    def draw(self, renderable: "RenderableType", *, wrap: bool) -> None:
        """Draw with rich; without `wrap`, the terminal wraps long lines. Raises OutputError."""
        self.write(self.render(renderable, wrap=wrap))

    def render(self, renderable: "RenderableType", *, wrap: bool, width: int | None = None) -> str:
        """What `draw` writes.

        Draw in green, magenta and red only: yellow, cyan and bright colors are illegible on white,
        dark blue and dim text on black.
        """
        from rich.console import Console

        console = Console(
            file=self.file,
            width=width or self.width,
            force_terminal=True,
            color_system="standard" if self.is_colored else None,
            no_color=not self.is_colored,
            highlight=False,
        )
        with console.capture() as capture:
            console.print(renderable, soft_wrap=not wrap)
        return capture.get()


def is_encoding(name: str) -> bool:
    """Whether text can be encoded like this: not with `rot13` and `undefined`, for example."""
    if not name.isascii():  # Python 3.15 warns about such names, and 3.17 will have none
        return False
    try:
        "".encode(name)
    except (LookupError, UnicodeError):
        return False
    return True


def _create_encoder(file: TextIO) -> codecs.IncrementalEncoder:
    """As Python does it: without a byte order mark in the middle of a file."""
    encoder = codecs.getincrementalencoder(file.encoding)(file.errors or "strict")
    if file.seekable() and file.tell():
        encoder.setstate(0)
    return encoder
