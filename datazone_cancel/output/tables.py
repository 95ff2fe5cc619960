"""Tables for people, drawn with rich on terminals."""

from typing import TYPE_CHECKING

from datazone_cancel.runs.report import Outcome, Report
from datazone_cancel.streams import Stream
from datazone_cancel.terminal import escape_control_characters

if TYPE_CHECKING:
    from rich.text import Text

_OUTCOME_STYLES = {
    "ACCEPTED": "green",
    "CANCELED": "green",
    "WOULD_CANCEL": "yellow",
    "ALREADY_FINISHED": "yellow",
    "NOT_ATTEMPTED": "yellow",
}
"""All other outcomes are red."""


def outcome_text(outcome: Outcome, prefix: str = "") -> "Text":
    """An outcome in its color, after a prefix in the same color."""
    from rich.text import Text

    return Text(f"{prefix}{outcome.value}", style=_OUTCOME_STYLES.get(outcome.value, "red"))


def draw_report(stdout: Stream, report: Report) -> None:
    """Draw the results of a report. Raises OSError."""
    from rich.table import Table
    from rich.text import Text

    with_status = any(result.status for result in report.results)
    with_error = any(result.error for result in report.results)
    table = Table()
    for name, shown in (
        ("Identifier", True),
        ("Outcome", True),
        ("Status", with_status),
        ("Error", with_error),
    ):
        if shown:
            table.add_column(name, overflow="fold")
    for result in report.results:
        cells = [
            Text(escape_control_characters(result.identifier)),
            outcome_text(result.outcome),
        ]
        if with_status:
            cells.append(Text(escape_control_characters(result.status or "")))
        if with_error:
            message = result.error[1] if result.error else ""
            cells.append(Text(escape_control_characters(message)))
        table.add_row(*cells)
    stdout.draw(table, wrap=True)
