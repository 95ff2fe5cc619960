"""The preview of the runs that are about to be canceled, and the question."""

import math
import select
import termios
from contextlib import suppress
from typing import TextIO

from datazone_cancel.aws import config
from datazone_cancel.options import Options
from datazone_cancel.output.preview import has_filters, print_preview, wrap_text
from datazone_cancel.output.progress import format_duration
from datazone_cancel.runs.plan import Plan
from datazone_cancel.runs.selection import Counts
from datazone_cancel.terminal import IO, write_lines

_POLL_INTERVAL = 0.1
"""Seconds."""


def confirm(plan: Plan, options: Options, io: IO, *, region: str, excluded: Counts | None) -> bool:
    """Show the runs, and ask whether to cancel them.

    `excluded` counts the cancelable runs that do not match the filters; None if they are unknown.
    Only y and yes mean yes. Raises KeyboardInterrupt on Ctrl-C, and if the answer contains Escape.
    """
    stderr = io.stderr
    total = len(plan.identifiers)
    count, these = (
        ("1 run", "this run") if total == 1 else (f"{total:,} runs", f"these {total:,} runs")
    )
    location = f"in domain {plan.domain_identifier}, Region {region}"
    # The answer has to fit into the last line.
    lines = wrap_text(f"Cancel {these} {location}? [y/N]\xa0y", stderr.width)
    question = "\n".join(lines).removesuffix("y")
    print_preview(
        stderr,
        list(map(plan.run, plan.identifiers)),
        heading=f"{count} to cancel with {config.describe_identity(options, io.environ)}:",
        facts={
            "Excluded": _describe_excluded(excluded, options),
            "Duration": _describe_duration(total, options.max_rate),
        },
        hint=" (--dry-run lists them)" if options.all else "",
        height=stderr.height - len(lines),
    )
    confirmed = False
    try:
        confirmed = _ask(io, question).strip().lower() in ("y", "yes")
    finally:
        if not confirmed:
            write_lines(stderr, ["Nothing was canceled."])
    return confirmed


def _describe_excluded(excluded: Counts | None, options: Options) -> str:
    if not options.all or not has_filters(options):
        return ""
    if excluded is None:
        return "not counted, because --max-items ended the listing"
    if excluded.total == 1:
        return "1 cancelable run that does not match the filters"
    return f"{excluded.total:,} cancelable runs that do not match the filters"


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


def _ask(io: IO, question: str) -> str:
    answer = ""
    try:
        assert io.stdin is not None
        with suppress(termios.error, ValueError):  # no terminal, or a stream in memory
            termios.tcflush(io.stdin, termios.TCIFLUSH)  # discard what was typed ahead
        io.stderr.write(question)
        _wait_for_input(io.stdin)
        answer = io.stdin.readline()
    finally:
        if not answer.endswith("\n"):
            io.stderr.write("\n")
    if "\x1b" in answer:
        raise KeyboardInterrupt
    return answer
