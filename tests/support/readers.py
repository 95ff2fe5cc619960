"""Readers of the command's stdout, and terminals that are gone: real pipes and devices."""

import fcntl
import os
import pty
import select
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO
from unittest import mock

STDERR_KINDS = ("normal", "closed", "full", "no reader", "stuck reader", "lost terminal")
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
def broken_output(kind: str) -> Iterator[TextIO | None]:
    """Yields a file for stderr or stdout, or None if it is closed."""
    if kind == "closed":
        yield None
        return
    read_end = None
    if kind == "normal":
        path, descriptor = os.devnull, None
    elif kind == "full":
        path, descriptor = "/dev/full", None
    elif kind == "no reader":
        read_end, descriptor = os.pipe()
        os.close(read_end)
        read_end = None
    elif kind == "stuck reader":
        read_end, descriptor = os.pipe()
        os.write(descriptor, bytes(fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, 4096)))
    else:
        master, descriptor = pty.openpty()
        os.close(master)
    with open(path if descriptor is None else descriptor, "w", encoding="utf-8") as file:
        yield file
    if read_end is not None:
        os.close(read_end)


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
