"""The fields of a run, each declared once: heading, values, filter, parameter of the service.

Previews, tables, the picker, completion, counts and filters derive from this table. To add a field,
see "How to add an option or a filter" in docs/design.md.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from typing import NamedTuple

from .model import Run


class Field(NamedTuple):
    """A field of a run. `values` are those of the service; none of them if it is unknown."""

    heading: str
    values: Callable[[Run], Sequence[str]]
    option: str | None = None
    """The option, as a member of Options, that selects runs by these values."""
    parameter: str | None = None
    """The parameter of ListMetadataGenerationRuns by which the service can select, too."""
    counted: bool = False
    """Whether a preview counts the runs by this field."""
    shorten: Callable[[str], str] = str

    def text(self, run: Run) -> str:
        """The values as people read them; empty if the field is unknown."""
        return "+".join(map(self.shorten, self.values(run)))


def age(created_at: datetime) -> str:
    """The time since then, in one unit: 45s, 12m, 5h, 3d."""
    seconds = max(0, int((datetime.now(timezone.utc) - created_at).total_seconds()))
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds >= length:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"


def format_filter_time(time: datetime) -> str:
    """A time that can be pasted into a filter: 2026-01-31T08:00:00Z."""
    return f"{time.astimezone(timezone.utc):%FT%TZ}"


def _member(name: str) -> Callable[[Run], Sequence[str]]:
    def values(run: Run) -> Sequence[str]:
        value = getattr(run, name)
        return () if value is None else (value,)

    return values


def _short_type(type_: str) -> str:
    """A type without what it has in common with the others: NAMES."""
    return type_.removeprefix("BUSINESS_").removesuffix("_ASSOCIATIONS")


FIELDS = (
    Field("Identifier", _member("identifier")),
    Field("Age", lambda run: (age(run.created_at),) if run.created_at else ()),
    Field(
        "Target",
        _member("target_identifier"),
        option="target_identifier",
        parameter="targetIdentifier",
    ),
    Field("Creator", _member("created_by"), option="created_by", counted=True),
    Field(
        "Project",
        _member("owning_project_identifier"),
        option="owning_project_identifier",
        counted=True,
    ),
    Field("Status", _member("status"), option="status", counted=True),
    Field(
        "Type",
        lambda run: run.types,
        option="type",
        parameter="type",
        counted=True,
        shorten=_short_type,
    ),
)
"""In the order of columns: a narrow screen has no room for the last ones."""
COUNTED = tuple(field for field in FIELDS if field.counted)
SELECTABLE: Mapping[str, Field] = {field.option: field for field in FIELDS if field.option}
"""The fields that an option selects by, and that option."""
TIME_FILTERS = ("older_than", "created_after", "created_before")
FILTERS = (*SELECTABLE, *TIME_FILTERS, "max_items")
"""The options that select runs from a listing."""
