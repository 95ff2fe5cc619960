"""Reports that are longer than the screen: what needs attention, grouped by reason."""

import math
from collections.abc import Callable, Collection, Sequence
from itertools import islice

from datazone_cancel.runs.model import Outcome, Report, Result
from datazone_cancel.streams import Stream
from datazone_cancel.terminal import escape_control_characters

from .tables import outcome_style, render_results
from .text import wrap_text

_OTHER_LINES = 2
"""Lines around a report: the command, and the next prompt."""
_MESSAGES_LENGTH = 180
"""Characters of the summary, and of the line that says where all results are, except the path."""
_ENDING_LENGTH = 220
"""Characters of the line with the command that continues or checks, except the path."""
_ORDER = {Outcome.NOT_ATTEMPTED: 0, Outcome.FAILED: 2}
"""Failures are last, next to the prompt."""


def room_for_report(stdout: Stream, report: Report, file: str | None) -> int:
    """Lines of the screen that a report may have, so that its beginning does not scroll away."""
    path = len(file or "")
    lengths = [_MESSAGES_LENGTH + path]
    if report.ended_early or Outcome.ACCEPTED in report.counts():
        lengths.append(_ENDING_LENGTH + path)
    messages = sum(math.ceil(length / stdout.width) for length in lengths)
    return max(2, stdout.height - _OTHER_LINES - messages)


def draw_long_report(
    stdout: Stream,
    report: Report,
    successes: Collection[Outcome],
    file: str | None,
    pager: Callable[[], Sequence[str]],
) -> None:
    """Draw what fits on the screen, failures last, and say where everything is. Raises OSError.

    A dry run that read the runs, and found nothing wrong with them, lists them all, in the pager.
    """
    from rich.text import Text

    room = room_for_report(stdout, report, file)
    groups = _groups([each for each in report.results if each.outcome not in successes])
    if report.dry_run and not groups:
        if report.results[0].run:
            table = render_results(stdout, report.results)
            if command := pager():
                stdout.page(table, command)
            else:
                stdout.write(table)
            return
        _draw_first(stdout, report.results, room)
    unnamed = len(report.results) - sum(len(identifiers) for _, identifiers in groups)
    for (outcome, reason), identifiers in groups:
        heading = f"{len(identifiers):,} {outcome.value}{reason and f': {reason}'}"
        wrapped = "\n".join(wrap_text(heading, stdout.width, "    "))
        text = stdout.render(Text(wrapped, style=outcome_style(outcome.value)), wrap=True)
        most = room // len(groups) - text.count("\n")
        if outcome is Outcome.NOT_ATTEMPTED:  # resuming does not need them
            most = 1
        lines, left = _lines(identifiers, stdout.width, max(1, most))
        stdout.write(text, *(f"  {line}\n" for line in lines))
        unnamed += left
    if unnamed:
        stdout.write(*(f"{line}\n" for line in _complete_report(report, file, stdout.width)))


def _draw_first(stdout: Stream, results: Sequence[Result], room: int) -> None:
    """Draw as many results as there is room for, and count the others."""
    shown = results[:room]
    while (drawn := render_results(stdout, shown)).count("\n") >= room and len(shown) > 1:
        shown = shown[: max(1, len(shown) * room // (drawn.count("\n") + 1) - 1)]
    stdout.write(drawn, f"and {len(results) - len(shown):,} more\n")


def _groups(results: Sequence[Result]) -> list[tuple[tuple[Outcome, str], list[str]]]:
    """Identifiers by outcome and error message. Messages that name their run are one reason."""
    groups: dict[tuple[Outcome, str], list[str]] = {}
    for result in results:
        message = result.reason.message.replace(result.identifier, "<run>") if result.reason else ""
        key = (result.outcome, escape_control_characters(message))
        groups.setdefault(key, []).append(escape_control_characters(result.identifier))
    return sorted(groups.items(), key=lambda group: _ORDER.get(group[0][0], 1))


def _lines(identifiers: Sequence[str], width: int, most: int) -> tuple[list[str], int]:
    """Identifiers in at most `most` lines, and how many are left out, which the last line says.

    No identifier is broken.
    """
    more = "and {:,} more"
    per_line = max(1, (width - 2 - len(more)) // (max(map(len, identifiers)) + 1))
    remaining = iter(identifiers)
    left = len(identifiers)
    lines: list[str] = []
    while left and len(lines) < most:
        line = list(islice(remaining, per_line))
        left -= len(line)
        if left and len(lines) == most - 1:
            line.append(more.format(left))
        lines.append(" ".join(line))
    return lines, left


def _complete_report(report: Report, file: str | None, width: int) -> list[str]:
    if file is not None:
        return [f"All results are in {escape_control_characters(file)}"]
    if report.dry_run:  # which can be repeated
        return wrap_text("For the complete report, add --output json, or use a pipe.", width)
    return []
