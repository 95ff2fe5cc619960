"""Tables for people, drawn with rich on terminals."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from datazone_cancel.runs.fields import FIELDS, Field
from datazone_cancel.runs.model import Result
from datazone_cancel.streams import Stream
from datazone_cancel.terminal import escape_control_characters

from .text import fact_lines

if TYPE_CHECKING:
    from rich.console import RenderableType
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
"""Columns of the screen for error messages, which may take several lines."""
_GAP = 2
"""Columns of the screen between two columns of a table."""

Columns = Mapping[str, Sequence[str]]
"""Headings, each with the cells below it."""


def _of_run(field: Field) -> Callable[[Result], str]:
    return lambda result: field.text(result.run) if result.run else ""


_COLUMNS: Mapping[str, Callable[[Result], str]] = {
    "Identifier": lambda result: result.identifier,
    "Outcome": lambda result: result.outcome.value,
    "Error": lambda result: result.reason.message if result.reason else "",
    **{field.heading: _of_run(field) for field in FIELDS[1:]},
    "Status": lambda result: "" if result.status == result.outcome else result.status or "",
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
    columns = {name: list(map(value, results)) for name, value in _COLUMNS.items()}
    columns = {name: values for name, values in columns.items() if any(values)}
    common = {}
    for name in [name for name in columns if name not in _REQUIRED]:
        if len(results) > 1 and len(set(columns[name])) == 1:
            common[name] = escape_control_characters(columns.pop(name)[0])
    facts = "".join(f"{line}\n" for line in fact_lines(common, stdout.width))
    fitting = fit(columns, stdout.width)
    if any(name in columns and name not in fitting for name in _REQUIRED):
        return facts + _render_stacked(stdout, columns)
    return facts + render_columns(stdout, fitting)


def fit(columns: Columns, width: int) -> Columns:
    """The first columns that fit side by side. The first one is always there."""
    from rich.cells import cell_len

    left = width + _GAP
    fitting: dict[str, Sequence[str]] = {}
    for name, values in columns.items():
        longest = max(cell_len(escape_control_characters(cell)) for cell in (name, *values))
        left -= _GAP + (min(longest, _MIN_ERROR_WIDTH) if name == "Error" else longest)
        if left < 0 and fitting:
            break
        fitting[name] = values
    return fitting


def render_columns(stream: Stream, columns: Columns) -> str:
    """Columns below their headings, without a frame; long error messages take several lines."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0))
    for name in columns:
        table.add_column(name, overflow="fold", no_wrap=name != "Error")
    for row in zip(*columns.values(), strict=True):
        table.add_row(*map(_cell, columns, row))
    return _render_lines(stream, table)


def _render_lines(stream: Stream, renderable: "RenderableType") -> str:
    """Lines without the spaces that rich adds to their ends."""
    lines = stream.render(renderable, wrap=True).splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _render_stacked(stdout: Stream, columns: Columns) -> str:
    """Results on several lines each: identifiers stay whole on narrow terminals."""
    from rich.padding import Padding
    from rich.text import Text

    parts = []
    for identifier, *row in zip(*columns.values(), strict=True):
        parts.append(stdout.render(Text(escape_control_characters(identifier)), wrap=False))
        for name, value in zip(list(columns)[1:], row, strict=True):
            if value:
                indented = Padding(_cell(name, value), (0, 0, 0, 2))
                parts.append(_render_lines(stdout, indented))
    return "".join(parts)


def _cell(name: str, value: str) -> "Text":
    from rich.text import Text

    style = outcome_style(value) if name == "Outcome" else ""
    return Text(escape_control_characters(value), style=style)
