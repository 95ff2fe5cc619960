"""What is left after a command that ended early, and the command that continues."""

import shlex
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from datazone_cancel import PROGRAM
from datazone_cancel.runs.model import FINISHED, Outcome, Report
from datazone_cancel.settings import without_password

from .text import count_runs

if TYPE_CHECKING:
    from datazone_cancel.runs.record import Record

_MAX_IDENTIFIERS = 5
"""More do not fit on a command line that somebody reads."""
_CONNECTION = ("--profile", "--endpoint-url", "--ca-bundle", "--no-verify-ssl", "--no-sign-request")
"""Options that a record does not replace: who sends requests, and where to."""


def ending_line(
    report: Report, record: "Record | None", words: Iterable[str], *, waits: bool
) -> str | None:
    """What is left, and the one command that continues with exactly these runs.

    `words` is the command line, and `waits` whether it waits for a final status. None if nothing
    is left, or if the command has not ended early.
    """
    left = [result.identifier for result in report.results if result.outcome not in FINISHED]
    pending = _count_accepted(report)
    if not report.ended_early or not (left or pending):
        return None
    sentence = _sentence(len(left), pending)
    if record and not record.error:
        continuing = ["--resume", record.path, *(["--wait"] if waits or not left else [])]
    elif left and len(left) <= _MAX_IDENTIFIERS:
        continuing = _pinned(report, left)
    elif report.abort_error and not left:  # which says the same
        return None
    else:
        return f"{sentence}."
    return f"{sentence}. To continue: {command(words, continuing)}"


def check_line(report: Report, record: "Record | None", words: Iterable[str]) -> str | None:
    """That accepted runs are not yet canceled, and the command that reads whether they are."""
    if not _count_accepted(report) or report.ended_early:
        return None
    sentence = "ACCEPTED is not yet CANCELED."
    if not record or record.error:
        return sentence
    return f"{sentence} To check: {command(words, ['--resume', record.path, '--dry-run=server'])}"


def _count_accepted(report: Report) -> int:
    return sum(result.outcome is Outcome.ACCEPTED for result in report.results)


def command(words: Iterable[str], arguments: Sequence[str]) -> str:
    """A command with these arguments that sends its requests as this one does."""
    connection = [without_password(word) for word in words if word.partition("=")[0] in _CONNECTION]
    return shlex.join([PROGRAM, *connection, *arguments])


def _sentence(left: int, pending: int) -> str:
    runs = f"{count_runs(left)} {'is' if left == 1 else 'are'} left" if left else ""
    have = "run has" if pending == 1 else "runs have"
    accepted = f"{pending:,} accepted {have} no final status yet" if pending else ""
    return ", and ".join(filter(None, (runs, accepted)))


def _pinned(report: Report, left: Sequence[str]) -> list[str]:
    location = report.location
    region = [f"--region={location.region}"] if location.region else []
    return [
        f"--domain-identifier={location.domain_identifier}",
        *region,
        *(f"--identifier={identifier}" for identifier in left),
    ]
