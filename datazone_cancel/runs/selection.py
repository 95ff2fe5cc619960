"""Select the cancelable runs of a domain. Sends only reads."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timezone
from operator import attrgetter
from typing import NamedTuple

from datazone_cancel.options import Options

from .model import CANCELABLE, Run
from .service import Service

COUNTED: Mapping[str, Callable[[Run], str | None]] = {
    "Status": attrgetter("status"),
    "Type": attrgetter("short_types"),
    "Project": attrgetter("owning_project_identifier"),
    "Creator": attrgetter("created_by"),
}
"""What runs are counted by: the heading, and the value of a run."""


class Filters(NamedTuple):
    """Conditions on a run. None, or an empty tuple, matches every run."""

    statuses: tuple[str, ...] = ()
    type: str | None = None
    target_identifier: str | None = None
    owning_project_identifier: str | None = None
    created_by: str | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None
    max_items: int | None = None

    @classmethod
    def from_options(cls, options: Options) -> "Filters":
        limits = [options.created_before] if options.created_before else []
        if options.older_than is not None:
            limits.append(datetime.now(timezone.utc) - options.older_than)
        return cls(
            statuses=options.status,
            type=options.type,
            target_identifier=options.target_identifier,
            owning_project_identifier=options.owning_project_identifier,
            created_by=options.created_by,
            created_after=options.created_after,
            created_before=min(limits, default=None),
            max_items=options.max_items,
        )

    def match(self, run: Run) -> bool:
        """Whether the run meets all conditions."""
        return (
            run.status in (self.statuses or CANCELABLE)
            and (self.type is None or self.type in run.types)
            and self.target_identifier in (None, run.target_identifier)
            and self.owning_project_identifier in (None, run.owning_project_identifier)
            and self.created_by in (None, run.created_by)
            and (
                self.created_after is None
                or (run.created_at is not None and self.created_after <= run.created_at)
            )
            and (
                self.created_before is None
                or (run.created_at is not None and run.created_at < self.created_before)
            )
        )


class Counts:
    """The number of runs by value, and the times at which the first and the last were created."""

    def __init__(self, runs: Iterable[Run] = ()) -> None:
        self.total = 0
        self.values: dict[str, Counter[str]] = {heading: Counter() for heading in COUNTED}
        self.oldest: datetime | None = None
        self.newest: datetime | None = None
        for run in runs:
            self.add(run)

    def add(self, run: Run) -> None:
        self.total += 1
        for heading, value in COUNTED.items():
            self.values[heading][value(run) or "unknown"] += 1
        if run.created_at:
            self.oldest = min(self.oldest or run.created_at, run.created_at)
            self.newest = max(self.newest or run.created_at, run.created_at)


class Selection(NamedTuple):
    """The runs that match the filters, and counts of the other cancelable runs.

    The counts are None if not all cancelable runs were listed.
    """

    runs: list[Run]
    excluded: Counts | None


def select_runs(
    service: Service,
    *,
    domain_identifier: str,
    filters: Filters,
    count_excluded: bool,
    show_count: Callable[[int], None],
) -> Selection:
    """Select the cancelable runs of the domain that match the filters, SUBMITTED ones first.

    To count the excluded runs, all cancelable runs are listed. Otherwise the service applies the
    filters that it has, which takes fewer requests. `show_count` is called with the number of runs
    listed so far.
    """
    selected: list[Run] = []
    excluded = Counts()
    for run in cancelable_runs(
        service,
        domain_identifier=domain_identifier,
        filters=filters,
        list_all=count_excluded,
        show_count=show_count,
    ):
        if filters.match(run):
            selected.append(run)
        else:
            excluded.add(run)
        if len(selected) == filters.max_items:
            return Selection(selected, None)
    all_listed = count_excluded or not (
        filters.statuses or filters.type or filters.target_identifier
    )
    return Selection(selected, excluded if all_listed else None)


def cancelable_runs(
    service: Service,
    *,
    domain_identifier: str,
    filters: Filters,
    list_all: bool = False,
    show_count: Callable[[int], None] = lambda _count: None,
) -> Iterator[Run]:
    """The cancelable runs of the domain, with everything that the filters look at.

    Unless `list_all` is set, the service is asked to apply the filters that it has. It is not
    trusted to do so correctly: the runs still have to be matched.
    """
    seen = set()
    asked = Filters() if list_all else filters
    # In the order of a run's life: a run that moves on between the listings is in one of them.
    for status in CANCELABLE:
        if status not in (asked.statuses or CANCELABLE):
            continue
        for page in service.list_metadata_generation_runs(
            domain_identifier=domain_identifier,
            status=status,
            type_=asked.type,
            target_identifier=asked.target_identifier,
        ):
            for run in page:
                if run.identifier in seen:
                    continue
                seen.add(run.identifier)
                if _is_incomplete(run, filters):
                    run = service.get_metadata_generation_run(
                        domain_identifier=domain_identifier, identifier=run.identifier
                    )
                if run.status in CANCELABLE:
                    yield run
            show_count(len(seen))


def _is_incomplete(run: Run, filters: Filters) -> bool:
    """Whether a listing left out what decides about the run."""
    return (
        run.status is None
        or run.created_at is None
        or (filters.type is not None and not run.types)
        or (filters.target_identifier is not None and run.target_identifier is None)
    )
