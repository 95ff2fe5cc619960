"""Readers of the command's stdout, and terminals that are gone: real pipes and devices."""

import fcntl
import os
import pty
import select
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import Any, TextIO
from unittest import mock

STDERR_KINDS = (
    *("normal", "closed", "full", "no reader", "stuck reader"),
    *("lost terminal", "stopped terminal"),
)
READERS = ("normal", "slow", "non-blocking", "full", "leaves early")
_BYTES_BEFORE_LEAVING = 100


class Reader:
    """What was read, once `reading` has ended."""

    text = ""


@contextmanager
def reading(kind: str, reader: Reader) -> Iterator[TextIO]:
    """Yields a file for stdout, and reads what is written to it."""
    if kind == "full":
        with open("/dev/full", "w", encoding="utf-8") as file:
            yield file
        return
    read_end, write_end = os.pipe()
    fcntl.fcntl(write_end, fcntl.F_SETPIPE_SZ, 4096)
    os.set_blocking(write_end, kind != "non-blocking")
    chunks: list[bytes] = []

    def read() -> None:
        size = 100 if kind in ("slow", "leaves early") else 65536
        while chunk := os.read(read_end, size):
            chunks.append(chunk)
            if kind == "leaves early" and len(chunks) * size >= _BYTES_BEFORE_LEAVING:
                break
        os.close(read_end)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        # Unbuffered, like PYTHONUNBUFFERED=1: the command must not depend on a buffer.
        with open(write_end, "w", encoding="utf-8") as file:
            yield file
    finally:
        thread.join()
        reader.text = b"".join(chunks).decode()


@contextmanager
def broken_output(kind: str, reader: Reader | None = None) -> Iterator[TextIO | None]:
    """Yields a file for stderr or stdout, or None if it is closed.

    If the kind is normal, the reader has what was written to it in the end.
    """
    if kind == "closed":
        yield None
        return
    read_end = None
    if kind == "normal":
        with TemporaryFile("w+", encoding="utf-8") as file:
            yield file
            if reader:
                file.seek(0)
                reader.text = file.read()
        return
    if kind == "full":
        descriptor = os.open("/dev/full", os.O_WRONLY)
    elif kind == "no reader":
        read_end, descriptor = os.pipe()
        os.close(read_end)
        read_end = None
    elif kind == "stuck reader":
        read_end, descriptor = os.pipe()
        os.write(descriptor, bytes(fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, 4096)))
    else:
        read_end, descriptor = pty.openpty()
        if kind == "stopped terminal":
            termios.tcflow(descriptor, termios.TCOOFF)
        else:
            os.close(read_end)
            read_end = None
    with open(descriptor, "w", encoding="utf-8") as file:
        yield file
    if read_end is not None:
        os.close(read_end)


@contextmanager
def stopped_terminal(reader: Reader, *, waits: int) -> Iterator[TextIO]:
    """Yields a file for stderr: a terminal that is stopped, as by Ctrl-S, for this many waits.

    Waiting takes no time.
    """
    controller, descriptor = pty.openpty()
    termios.tcflow(descriptor, termios.TCOOFF)
    left = waits
    poll = select.poll

    class Poll:
        def __init__(self) -> None:
            self._poll = poll()
            self.register = self._poll.register

        def poll(self, _milliseconds: float) -> list[tuple[int, int]]:
            nonlocal left
            ready = self._poll.poll(0)
            left -= not ready
            if left == 0:
                termios.tcflow(descriptor, termios.TCOON)
            return ready

    with mock.patch("select.poll", Poll), open(descriptor, "w", encoding="utf-8") as file:
        yield file
    reader.text = os.read(controller, 65536).decode()
    os.close(controller)


@contextmanager
def nobody_reads(file: TextIO) -> Iterator[list[float]]:
    """In this context, nothing can be written to the file.

    Yields the list to which each wait for it is added, in milliseconds. None of them takes time.
    """
    waits: list[float] = []
    real_poll = select.poll

    class Poll:
        def __init__(self) -> None:
            self._poll = real_poll()
            self._is_stuck = False

        def register(self, descriptor: Any, *events: int) -> None:
            self._is_stuck = descriptor == file.fileno()
            self._poll.register(descriptor, *events)

        def poll(self, milliseconds: float) -> list[tuple[int, int]]:
            if not self._is_stuck:
                return self._poll.poll(milliseconds)
            waits.append(milliseconds)
            return []

    with mock.patch("select.poll", Poll):
        yield waits
