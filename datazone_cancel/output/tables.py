"""Tables for people, drawn with rich on terminals."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from datazone_cancel.runs.model import Run
from datazone_cancel.runs.report import Result
from datazone_cancel.streams import Stream
from datazone_cancel.terminal import escape_control_characters

if TYPE_CHECKING:
    from rich.text import Text

_OUTCOME_STYLES = {
    "VALID": "magenta",
    "ACCEPTED": "green",
    "CANCELED": "green",
    "WOULD_CANCEL": "magenta",
    "ALREADY_FINISHED": "magenta",
    "NOT_ATTEMPTED": "magenta",
}
"""All other outcomes are red."""
_MIN_ERROR_WIDTH = 20
"""Columns for error messages, which may take several lines."""


def _of_run(value: Callable[[Run], str | None]) -> Callable[[Result], str]:
    return lambda result: (value(result.run) or "") if result.run else ""


_COLUMNS: dict[str, Callable[[Result], str]] = {
    "Identifier": lambda result: result.identifier,
    "Outcome": lambda result: result.outcome.value,
    "Error": lambda result: result.error[1] if result.error else "",
    "Status": lambda result: result.status or "",
    "Type": _of_run(lambda run: run.short_types),
    "Target": _of_run(lambda run: run.target_identifier),
    "Creator": _of_run(lambda run: run.created_by),
    "Project": _of_run(lambda run: run.owning_project_identifier),
    "Created": _of_run(lambda run: run.created),
}
"""The columns of results, the most important ones first."""
_REQUIRED = ("Identifier", "Outcome", "Error")


def outcome_style(outcome: str) -> str:
    """The color of an outcome."""
    return _OUTCOME_STYLES.get(outcome, "red")


def render_results(stdout: Stream, results: Sequence[Result]) -> str:
    """Results as a table, without the columns that do not fit.

    A column in which all values are the same is a line above the table.
    """
    from rich.table import Table

    columns = {
        name: [escape_control_characters(value(result)) for result in results]
        for name, value in _COLUMNS.items()
    }
    columns = {name: values for name, values in columns.items() if any(values)}
    common = ""
    for name in [name for name in columns if name not in _REQUIRED]:
        if len(results) > 1 and len(set(columns[name])) == 1:
            common += f"{name}: {columns.pop(name)[0]}\n"
    names = _fitting(columns, stdout.width)
    if any(name in columns and name not in names for name in _REQUIRED):
        return common + _render_stacked(stdout, columns)
    table = Table()
    for name in names:
        table.add_column(name, overflow="fold", no_wrap=name != "Error")
    for row in zip(*(columns[name] for name in names), strict=True):
        table.add_row(*map(_cell, names, row))
    return common + stdout.render(table, wrap=True)


def _fitting(columns: dict[str, list[str]], width: int) -> list[str]:
    """The names of the columns that fit side by side, with a frame around each."""
    names = []
    left = width - 1
    for name, values in columns.items():
        longest = max(len(name), *map(len, values))
        left -= 3 + (min(longest, _MIN_ERROR_WIDTH) if name == "Error" else longest)
        if left < 0:
            break
        names.append(name)
    return names


def _render_stacked(stdout: Stream, columns: dict[str, list[str]]) -> str:
    """Results on several lines each: identifiers stay whole on narrow terminals."""
    from rich.text import Text

    parts = []
    for identifier, *row in zip(*columns.values(), strict=True):
        parts.append(stdout.render(Text(identifier), wrap=False))
        for name, value in zip(list(columns)[1:], row, strict=True):
            if value:
                parts.append(stdout.render(Text.assemble("  ", _cell(name, value)), wrap=True))
    return "".join(parts)


def _cell(name: str, value: str) -> "Text":
    from rich.text import Text

    return Text(value, style=outcome_style(value) if name == "Outcome" else "")
