"""A terminal with a person at it: what the person types, and what the screen shows."""

import os
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import pexpect
import pyte

_TIMEOUT = 60
"""Seconds after which a screen that does not appear is a failure."""


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, process: pexpect.spawn, columns: int, rows: int) -> None:
        self._process = process
        self._written = b""
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)

    @property
    def text(self) -> str:
        """The screen, without trailing spaces."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    @property
    def written(self) -> str:
        """All that the program has written so far, with its control sequences."""
        return self._written.decode(errors="replace").replace("\r\n", "\n")

    @property
    def colors(self) -> set[str]:
        """The colors of everything on the screen."""
        rows = self.screen.buffer.values()
        return {color for row in rows for cell in row.values() for color in (cell.fg, cell.bg)}

    def type(self, keys: str) -> None:
        self._process.send(keys)

    def wait_for(self, pattern: str) -> str:
        """The screen as soon as it matches the pattern, in which ^ and $ are ends of lines."""
        while not re.search(pattern, self.text, re.MULTILINE):
            if not self._read():
                raise AssertionError(f"no {pattern!r} on this screen:\n{self.text}")
        return self.text

    def wait(self, answers: Mapping[str, str] = MappingProxyType({})) -> int:
        """The exit status, once the program has ended.

        `answers` maps what the program writes to what the person types then, every time.
        """
        questions = re.compile("|".join(map(re.escape, answers)))
        answered = 0
        while self._read():
            while answers and (question := questions.search(self.written, answered)):
                self.type(answers[question[0]])
                answered = question.end()
        self._process.close()
        status = self._process.exitstatus
        assert status is not None, f"the program did not end by itself:\n{self.text}"
        return int(status)

    def _read(self) -> bool:
        """Read what the program has written since, or return False if it has ended."""
        try:
            written = self._process.read_nonblocking(65536, timeout=_TIMEOUT)
        except pexpect.EOF:
            return False
        except pexpect.TIMEOUT as error:
            raise AssertionError(f"nothing happens on this screen:\n{self.text}") from error
        self._written += written
        self._stream.feed(written)
        return True


@contextmanager
def terminal(
    *command: str,
    columns: int = 80,
    rows: int = 24,
    environ: Mapping[str, str] | None = None,
    directory: Path | None = None,
) -> Iterator[Terminal]:
    """Start a command on a terminal, with these variables added to the environment."""
    with warnings.catch_warnings():
        # Python 3.12 warns about a fork in a process with threads; this child only calls exec.
        warnings.filterwarnings("ignore", ".* is multi-threaded", DeprecationWarning)
        process = pexpect.spawn(
            "env",  # pexpect splits a command without arguments at spaces
            list(command),
            cwd=directory,
            dimensions=(rows, columns),
            env={**os.environ, **(environ or {})},
            timeout=_TIMEOUT,
        )
    process.delaybeforesend = None
    process.ptyproc.delayafterclose = 0
    try:
        yield Terminal(process, columns, rows)
    finally:
        process.close(force=True)
