"""The preview of the runs that are about to be canceled, and the question."""

import termios
from contextlib import suppress

from datazone_cancel.aws import config
from datazone_cancel.options import Options
from datazone_cancel.output.tables import draw_preview
from datazone_cancel.runs.plan import Plan
from datazone_cancel.terminal import IO, write_lines

_PREVIEW_ROWS = 10
"""More rows would scroll the first ones away."""


def confirm(plan: Plan, options: Options, io: IO, *, region: str) -> bool:
    """Show the first runs, and ask whether to cancel.

    Only y and yes mean yes. Raises KeyboardInterrupt on Ctrl-C, and if the answer contains Escape.
    """
    stderr = io.stderr
    total = len(plan.identifiers)
    count = "1 run" if total == 1 else f"{total} runs"
    identity = config.describe_identity(options, io.environ)
    heading = f"{count} in domain {plan.domain_identifier}, Region {region}, {identity}:"
    write_lines(stderr, [heading])
    draw_preview(stderr, list(map(plan.run, plan.identifiers[:_PREVIEW_ROWS])))
    if total > _PREVIEW_ROWS:
        hint = " (--dry-run lists them)" if options.all else ""
        write_lines(stderr, [f"and {total - _PREVIEW_ROWS} more{hint}"])
    question = f"Cancel {'it' if total == 1 else f'these {count}'}? [y/N] "
    confirmed = False
    try:
        confirmed = _ask(io, question).strip().lower() in ("y", "yes")
    finally:
        if not confirmed:
            write_lines(stderr, ["Nothing was canceled."])
    return confirmed


def _ask(io: IO, question: str) -> str:
    answer = ""
    try:
        assert io.stdin is not None
        with suppress(termios.error, ValueError):  # no terminal, or a stream in memory
            termios.tcflush(io.stdin, termios.TCIFLUSH)  # discard what was typed ahead
        io.stderr.write(question)
        answer = io.stdin.readline()
    finally:
        if not answer.endswith("\n"):
            io.stderr.write("\n")
    if "\x1b" in answer:
        raise KeyboardInterrupt
    return answer
