"""Reports that are longer than the screen: what needs attention, grouped by reason."""

from collections.abc import Iterator, Sequence
from itertools import islice

from datazone_cancel.options import Options
from datazone_cancel.runs.report import Outcome, Report, Result
from datazone_cancel.streams import Stream
from datazone_cancel.terminal import escape_control_characters

from .tables import draw_results, outcome_style

_OTHER_LINES = 8
"""Lines around the groups: the command, the summary, and what follows it."""

_FRAME_LINES = 4
"""Lines of a table without its rows."""


def draw_long_report(stdout: Stream, report: Report, options: Options) -> None:
    """Draw what fits on the screen, failures last, and say where everything is. Raises OSError."""
    from rich.text import Text

    room = max(1, stdout.height - _OTHER_LINES)
    if report.dry_run:
        rows = max(1, room - _FRAME_LINES)
        draw_results(stdout, report.results[:rows])
        stdout.write(f"and {len(report.results) - rows:,} more\n")
    else:
        groups = _groups([each for each in report.results if not each.is_success(options)])
        for (outcome, reason), identifiers in groups:
            heading = f"{len(identifiers):,} {outcome.value}{reason and f': {reason}'}"
            stdout.draw(Text(heading, style=outcome_style(outcome.value)), wrap=True)
            lines = _lines(identifiers, stdout.width, max(1, room // len(groups) - 1))
            stdout.write(*(f"  {line}\n" for line in lines))
    stdout.write(f"{_complete_report(options)}\n")


def _groups(results: Sequence[Result]) -> list[tuple[tuple[Outcome, str], list[str]]]:
    """Identifiers by outcome and error message. Messages that name their run are one reason."""
    groups: dict[tuple[Outcome, str], list[str]] = {}
    for result in results:
        message = result.error[1].replace(result.identifier, "<run>") if result.error else ""
        key = (result.outcome, escape_control_characters(message))
        groups.setdefault(key, []).append(escape_control_characters(result.identifier))
    return sorted(groups.items(), key=lambda group: group[0][0] is Outcome.FAILED)


def _lines(identifiers: Sequence[str], width: int, most: int) -> Iterator[str]:
    """At most so many lines of identifiers, each of which stays whole."""
    more = "and {:,} more"
    per_line = max(1, (width - 2 - len(more)) // (max(map(len, identifiers)) + 1))
    remaining = iter(identifiers)
    left = len(identifiers)
    for number in range(1, most + 1):
        line = list(islice(remaining, per_line))
        left -= len(line)
        if left and number == most:
            line.append(more.format(left))
        yield " ".join(line)
        if not left:
            return


def _complete_report(options: Options) -> str:
    if options.report is not None:
        return f"The complete report is in {escape_control_characters(options.report)}."
    return "For the complete report, add --output json or --report FILE, or use a pipe."
