"""Recognize a table that was passed as a list of identifiers.

The service's pattern allows most words, so statuses, headings and the dashes of a YAML list would
be sent as identifiers.
"""

import re
import shlex
from collections.abc import Sequence
from itertools import chain

from datazone_cancel.runs.model import CANCELABLE, FINAL, TYPES, Outcome

from .identifiers import DOMAIN, RUN, shorten

_HEADINGS = ("id", "ids", "identifier", "identifiers", "run", "runid", "run_id", "run-id")
"""Of the column to extract, in any case; the next ones are of other columns."""
_OTHER_HEADINGS = ("status", "outcome", "type", "types", "name", "target", "createdby", "createdat")
_VALUES = {*CANCELABLE, *FINAL, *TYPES, *(outcome.value for outcome in Outcome), "None", "null"}
_LONGEST_START = 10_000
"""Characters of a list that show whether it is a table."""
_SEPARATORS = {",": "-F, ", ";": "-F';' ", "\t": "-F'\\t' "}
"""What separates columns, unless it is any whitespace, and the option of awk for it."""


def describe_table(name: str, text: str) -> str | None:
    """Why the text of a source is a table, and how to extract its identifiers; None for a list."""
    lines = text[:_LONGEST_START].removeprefix("\ufeff").split("\n")
    if len(text) > _LONGEST_START:  # the last line is cut off
        lines = lines[:-1] or lines
    first = next(filter(str.strip, lines), "")
    separator = next((each for each in _SEPARATORS if each in first), None)
    numbered = ((number, _cells(line, separator)) for number, line in enumerate(lines, 1))
    rows = {number: cells for number, cells in numbered if cells}
    word = _foreign_word([*rows.values()])
    if sum(map(len, rows.values())) < 2 or word is None:
        return None
    line_number = next(number for number, row in rows.items() if word in row)
    body = {number: row for number, row in rows.items() if not _is_heading(row)}
    column = _column(heading=next(iter(rows.values())), body=[*body.values()])
    start = next((n for n, row in body.items() if _run_at(row, column)), 1)
    option = _SEPARATORS.get(separator or "", "")
    condition = f"NR > {start - 1} " if start > 1 else ""
    path = name.partition("://")[2]
    unquote = " | tr -d '\"'" if '"' in "".join(lines) else ""
    return (
        f"{name} looks like a table: {shorten(word)} on line {line_number} is not the identifier of"
        f" a run. Extract the identifiers first: awk {option}'{condition}{{print ${column + 1}}}'"
        f" {shlex.quote(path) if path else 'FILE'}{unquote}"
    )


def _cells(line: str, separator: str | None) -> list[str]:
    # A list may have a comma at the end of each line.
    line = line.strip(f" \r{separator or ''}")
    return [cell.strip(" \"'") for cell in line.split(separator)] if line else []


def _foreign_word(rows: Sequence[Sequence[str]]) -> str | None:
    """A word that is not an identifier."""
    words = chain.from_iterable(rows)
    if rows and _is_heading(rows[0]):
        return rows[0][0]
    if (word := next(filter(_is_foreign, words), None)) is not None:
        return word
    # Columns that are not the run's own have values that repeat, or count the rows.
    if len({*map(len, rows)}) == 1 and len(rows) > 1:
        columns: list[tuple[str, ...]] = [*zip(*rows, strict=True)]
        has_key = any(len({*column}) == len(rows) for column in columns)
        for column in columns if len(columns) > 1 else ():
            repeats = has_key and len(rows) > 3 and len({*column}) <= len(rows) / 2
            if repeats or all(word.isdecimal() for word in column):
                return column[0]
    return None


def _is_heading(row: Sequence[str]) -> bool:
    return any(word.lower() in (*_HEADINGS, *_OTHER_HEADINGS) for word in row)


def _is_foreign(word: str) -> bool:
    return word in _VALUES or re.match(r"20\d\d-\d\d-\d\d|-+$", word) is not None


def _run_at(row: Sequence[str], column: int) -> str | None:
    """The word in this column if it may be the identifier of a run."""
    word = row[column] if column < len(row) else ""
    is_other = _is_foreign(word) or word.isdecimal() or DOMAIN.accepts(word)
    return word if RUN.accepts(word) and not is_other else None


def _column(heading: Sequence[str], body: Sequence[Sequence[str]]) -> int:
    """The index of the column that its heading names, or else of the one with most runs."""

    def count_runs(column: int) -> int:
        return len({_run_at(row, column) for row in body} - {None})

    named = (column for column, word in enumerate(heading) if word.lower() in _HEADINGS)
    return next(named, max(range(max(map(len, body), default=1)), key=count_runs))
