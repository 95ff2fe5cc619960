"""What --all selects: the preview of the runs, and the message if no run matches the filters."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta, timezone
from typing import Any

from datazone_cancel.options import Options
from datazone_cancel.runs.model import Run, age
from datazone_cancel.runs.selection import COUNTED, Counts
from datazone_cancel.streams import Stream
from datazone_cancel.terminal import escape_control_characters, write_lines

from .progress import format_duration
from .tables import fit, render_columns

_COLUMNS: Mapping[str, Callable[[Run], str | None]] = {
    "Identifier": lambda run: run.identifier,
    "Status": COUNTED["Status"],
    "Age": lambda run: run.age,
    "Type": COUNTED["Type"],
    "Target": lambda run: run.target_identifier,
    "Project": COUNTED["Project"],
    "Creator": COUNTED["Creator"],
}
_BY_IMPORTANCE = ("Identifier", "Age", "Target", "Creator", "Project", "Status", "Type")
"""On a narrow screen, the last columns are left out: the counts above the table have the rest."""
_LABEL_WIDTH = 10
_MAX_COUNTED = 3
"""Values that are counted in the preview; on a screen of 24 lines, the rest is for the runs."""
_MAX_EXISTING = 10
"""If a filter matches nothing, list the existing values unless there are more than this."""
_FILTERS = {
    "status": "Status",
    "type": "Type",
    "target_identifier": "Target",
    "owning_project_identifier": "Project",
    "created_by": "Creator",
    "older_than": "Created",
    "created_after": "Created",
    "created_before": "Created",
}
"""The options that are filters, and the label of what they look at."""


def has_filters(options: Options) -> bool:
    """Whether `--all` is restricted by anything else than `--max-items`."""
    return bool(_used_filters(options))


def _used_filters(options: Options) -> dict[str, Any]:
    given = {name: getattr(options, name) for name in _FILTERS}
    return {name: value for name, value in given.items() if value not in (None, ())}


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
    varying = {
        name: value
        for name, value in _COLUMNS.items()
        if any(value(run) != value(first) for run in runs)
    }
    counts = Counts(runs)
    common = {
        label: value
        for label, name in (("Run", "Identifier"), ("Target", "Target"))
        if name not in varying and (value := _COLUMNS[name](first))
    }
    lines = [
        *wrap_text(heading, stderr.width),
        *_fact_lines(
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
    columns = {name: [value(run) or "" for run in shown] for name, value in varying.items()}
    with suppress(OSError):  # as in write_lines
        stderr.write(render_columns(stderr, fit(columns, stderr.width, _BY_IMPORTANCE)))
    if len(shown) < len(runs):
        write_lines(stderr, [f"and {len(runs) - len(shown):,} more{hint}"])


def print_no_match(stderr: Stream, excluded: Counts, options: Options) -> None:
    """Say that none of the cancelable runs matches the filters, and which values there are."""
    used = _used_filters(options)
    words = " ".join(word for name, value in used.items() for word in _words(name, value))
    width = stderr.width if stderr.is_terminal else sys.maxsize
    labels = {_FILTERS[name] for name in used}
    facts = {
        name: _most_common(values, _MAX_EXISTING)
        for name, values in excluded.values.items()
        if name in labels and len(values) <= _MAX_EXISTING
    }
    if "Created" in labels:
        facts["Created"] = _period(excluded, width)
    sentence = f"0 of {excluded.total:,} cancelable runs match {words}"
    write_lines(stderr, [*wrap_text(sentence, width), *_fact_lines(facts, width)])


def wrap_text(text: str, width: int, indent: str = "") -> list[str]:
    """Lines of at most `width` columns. Words are broken only if they are longer than that.

    textwrap would begin a word that is too long in the rest of the line before it. Here, an
    identifier as wide as the screen is on one line, and a comma after it on the next.
    """
    first, *words = text.split(" ")
    lines = [first]
    for word in words:
        if len(lines[-1]) + len(" ") + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(indent + word)
        while len(lines[-1]) > width:
            lines[-1:] = [lines[-1][:width], lines[-1][width:]]
    return [line.replace("\xa0", " ") for line in lines]


def _fact_lines(facts: Mapping[str, str], width: int) -> Iterator[str]:
    for label, text in facts.items():
        if text:
            fits = all(len(word) <= width - _LABEL_WIDTH for word in text.split(" "))
            indent = " " * _LABEL_WIDTH if fits else ""
            yield from wrap_text(f"{label:{_LABEL_WIDTH}}{text}", width, indent)


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
    text = " to ".join(
        f"{time.astimezone(timezone.utc):%FT%TZ} ({age(time)} ago)" for time in times
    )
    if len(text) <= width - _LABEL_WIDTH:
        return text
    return " to ".join(f"{age(time)} ago" for time in times)


def _words(name: str, value: Any) -> Iterable[str]:
    """A filter as it would be typed."""
    option = "--" + name.replace("_", "-")
    for each in value if isinstance(value, tuple) else (value,):
        word = format_duration(each.total_seconds()) if isinstance(each, timedelta) else str(each)
        yield f"{option} {word}"
