"""A terminal with a person at it: what is typed, and what stands on the screen."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pexpect
import pyte

_PATIENCE = 60
"""Seconds after which a screen that does not come is a failure."""


class _Screen(pyte.Screen):
    """Answers a program that asks where the cursor is, as terminals do."""

    def __init__(self, columns: int, rows: int, answer: Callable[[str], Any]) -> None:
        super().__init__(columns, rows)
        self._answer = answer

    def write_process_input(self, data: str) -> None:
        self._answer(data)


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, process: pexpect.spawn, columns: int, rows: int) -> None:
        self._process = process
        self.screen = _Screen(columns, rows, process.send)
        self._stream = pyte.ByteStream(self.screen)

    @property
    def text(self) -> str:
        """The screen, without the spaces that end its lines."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    @property
    def colours(self) -> set[str]:
        """Of all that is on the screen."""
        rows = self.screen.buffer.values()
        return {colour for row in rows for cell in row.values() for colour in (cell.fg, cell.bg)}

    def type(self, keys: str) -> None:
        self._process.send(keys)

    def wait_for(self, pattern: str) -> str:
        """The screen as soon as it matches the pattern, in which ^ and $ are a line's ends."""
        while not re.search(pattern, self.text, re.MULTILINE):
            try:
                self._stream.feed(self._process.read_nonblocking(65536, timeout=_PATIENCE))
            except (pexpect.TIMEOUT, pexpect.EOF) as error:
                raise AssertionError(f"no {pattern!r} on this screen:\n{self.text}") from error
        return self.text

    def wait(self) -> int:
        """The exit status, once the program has ended."""
        try:
            while True:
                self._stream.feed(self._process.read_nonblocking(65536, timeout=_PATIENCE))
        except pexpect.EOF:
            pass
        self._process.close()
        status = self._process.exitstatus
        assert status is not None
        return int(status)


@contextmanager
def terminal(
    *command: str, columns: int = 80, rows: int = 24, environ: Mapping[str, str] | None = None
) -> Iterator[Terminal]:
    """Start a command on a terminal."""
    process = pexpect.spawn(
        command[0],
        list(command[1:]),
        dimensions=(rows, columns),
        env={**os.environ, **(environ or {})},
        timeout=_PATIENCE,
    )
    process.delaybeforesend = None
    try:
        yield Terminal(process, columns, rows)
    finally:
        process.close(force=True)
