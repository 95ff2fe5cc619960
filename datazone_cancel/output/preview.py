"""What --all selects: the preview of the runs, and the message if no run matches the filters."""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress

from datazone_cancel.runs.fields import FIELDS, SELECTABLE, TIME_FILTERS, age, format_filter_time
from datazone_cancel.runs.model import Run
from datazone_cancel.runs.selection import Counts
from datazone_cancel.streams import Stream
from datazone_cancel.terminal import escape_control_characters, write_lines

from .tables import fit, render_columns
from .text import fact_lines, wrap_text

_MAX_COUNTED = 3
"""Values that are counted in the preview; on a screen of 24 lines, the rest is for the runs."""
_MAX_EXISTING = 10
"""If a filter matches nothing, list the existing values unless there are more than this."""
_COMMON = {"Identifier": "Run", "Target": "Target"}
"""Fields that are a line of the summary if all runs have the same value, and its label."""


def print_preview(
    stderr: Stream,
    runs: Sequence[Run],
    *,
    heading: str,
    facts: Mapping[str, str],
    hint: str,
    height: int,
) -> None:
    """Print a summary of the runs, and as many of them as fit on `height` lines.

    `facts` are added to the summary, and `hint` says where all runs can be seen.
    """
    first = runs[0]
    varying = [
        field for field in FIELDS if any(field.text(run) != field.text(first) for run in runs)
    ]
    counts = Counts(runs)
    common = {
        _COMMON[field.heading]: field.text(first)
        for field in FIELDS
        if field.heading in _COMMON and field not in varying
    }
    lines = [
        *wrap_text(heading, stderr.width),
        *fact_lines(
            {
                **common,
                **{name: _most_common(values) for name, values in counts.values.items()},
                "Created": _period(counts, stderr.width),
                **facts,
            },
            stderr.width,
        ),
    ]
    write_lines(stderr, lines)
    if not varying:
        return
    room = max(1, height - len(lines) - 2)  # the headings, and the line below the table
    shown = runs if len(runs) <= room + 1 else runs[:room]
    columns = {field.heading: list(map(field.text, shown)) for field in varying}
    with suppress(OSError):  # as in write_lines
        stderr.write(render_columns(stderr, fit(columns, stderr.width)))
    if len(shown) < len(runs):
        write_lines(stderr, [f"and {len(runs) - len(shown):,} more{hint}"])


def print_no_match(stderr: Stream, excluded: Counts, filters: Mapping[str, str]) -> None:
    """Say that none of the cancelable runs matches the filters, and which values there are.

    `filters` are the members of Options that are filters, each with its words.
    """
    width = stderr.width if stderr.is_terminal else sys.maxsize
    labels = {SELECTABLE[name].heading for name in filters if name in SELECTABLE}
    facts = {
        name: _most_common(values, _MAX_EXISTING)
        for name, values in excluded.values.items()
        if name in labels and len(values) <= _MAX_EXISTING
    }
    if not filters.keys().isdisjoint(TIME_FILTERS):
        facts["Created"] = _period(excluded, width)
    words = " ".join(filters.values())
    sentence = f"0 of {excluded.total:,} cancelable runs match {words}"
    write_lines(stderr, [*wrap_text(sentence, width), *fact_lines(facts, width)])


def _most_common(values: Counter[str], limit: int = _MAX_COUNTED) -> str:
    """The values with their counts; without, if there is only one; empty, if none is known."""
    known = [(escape_control_characters(value), count) for value, count in values.most_common()]
    if len(known) <= 1:
        return known[0][0] if known and "unknown" not in values else ""
    counted = [f"{count:,}\xa0{value}" for value, count in known[:limit]]
    if len(known) > limit:
        counted.append(f"and {len(known) - limit:,} more")
    return ", ".join(counted)


def _period(counts: Counts, width: int) -> str:
    """When the first and the last run were created: times, as filters accept them, if they fit."""
    times = list(dict.fromkeys(filter(None, (counts.oldest, counts.newest))))
    text = " to ".join(f"{format_filter_time(time)} ({age(time)} ago)" for time in times)
    if len(list(fact_lines({"Created": text}, width))) == 1:
        return text
    return " to ".join(f"{age(time)} ago" for time in times)
