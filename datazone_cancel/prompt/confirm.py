"""The preview of the runs that are about to be canceled, and the question."""

import math
import os
import select
import termios
from collections.abc import Sequence
from contextlib import suppress
from typing import TextIO

from datazone_cancel.output.preview import print_preview
from datazone_cancel.output.progress import BAR_HEIGHT
from datazone_cancel.output.text import count_runs, format_duration, wrap_text
from datazone_cancel.runs.model import Run
from datazone_cancel.runs.selection import Counts
from datazone_cancel.terminal import IO, write_lines

_POLL_INTERVAL = 0.1
"""Seconds."""
_MAX_LINES = 1000
"""Lines to discard before a question; a program could type forever."""


def confirm(
    runs: Sequence[Run],
    io: IO,
    *,
    where: str,
    identity: str,
    max_rate: float,
    excluded: str,
    hint: str,
) -> bool:
    """Show the runs, and ask whether to cancel them.

    `where` names the domain and the Region, `identity` the credentials, `excluded` what the filters
    exclude, and `hint` says how to see all runs. Only y and yes mean yes. Raises KeyboardInterrupt
    on Ctrl-C, and if the answer contains Escape.
    """
    stderr = io.stderr
    count = count_runs(len(runs))
    these = "this run" if len(runs) == 1 else f"these {count}"
    # The answer has to fit into the last line.
    lines = wrap_text(f"Cancel {these} in {where}? [y/N]\xa0y", stderr.width)
    question = "\n".join(lines).removesuffix("y")
    with stderr.waiting_for_person():
        print_preview(
            stderr,
            runs,
            heading=f"{count} to cancel with {identity}:",
            facts={"Excluded": excluded, "Duration": _describe_duration(len(runs), max_rate)},
            hint=hint,
            height=stderr.height - len(lines) - BAR_HEIGHT,
        )
        confirmed = False
        try:
            confirmed = _ask(io, question).strip().lower() in ("y", "yes")
        finally:
            if not confirmed:
                write_lines(stderr, ["Nothing was canceled."])
    return confirmed


def describe_excluded(excluded: Counts | None) -> str:
    """The cancelable runs that the filters exclude; None if `--max-items` ended the listing."""
    if excluded is None:
        return "at least 1 more run, because --max-items ended the listing"
    runs = (
        "1 cancelable run that does"
        if excluded.total == 1
        else (f"{excluded.total:,} cancelable runs that do")
    )
    return f"{runs} not match the filters"


def _describe_duration(total: int, rate: float) -> str:
    if not rate:
        return "as fast as possible"
    seconds = math.ceil(total / rate)
    return f"about {format_duration(seconds)} at --max-rate {rate:g}"


def _wait_for_input(stdin: TextIO) -> None:
    """Wait, and notice signals: one that arrives just before a blocking read does not end it."""
    poll = select.poll()
    with suppress(OSError):  # a stream in memory
        poll.register(stdin, select.POLLIN)
        while not poll.poll(_POLL_INTERVAL * 1000):
            pass


def _discard_input(stdin: TextIO) -> bool:
    """Discard what was typed ahead: whether the input has ended.

    The end of the input is read first, because a terminal discards it together with the rest.
    """
    poll = select.poll()
    with suppress(OSError, ValueError, termios.error):  # no terminal, or a stream in memory
        poll.register(stdin, select.POLLIN)
        for _ in range(_MAX_LINES):
            if not poll.poll(0):
                break
            if not os.read(stdin.fileno(), select.PIPE_BUF):
                return True
        termios.tcflush(stdin, termios.TCIFLUSH)  # an unfinished line
    return False


def _ask(io: IO, question: str) -> str:
    answer = ""
    try:
        assert io.stdin is not None
        has_ended = _discard_input(io.stdin)
        io.stderr.write(question)
        if not has_ended:
            _wait_for_input(io.stdin)
            answer = io.stdin.readline()
    finally:
        if not answer.endswith("\n"):
            io.stderr.write("\n")
    if "\x1b" in answer:
        raise KeyboardInterrupt
    return answer
