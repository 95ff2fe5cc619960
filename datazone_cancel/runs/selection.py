"""Select the cancelable runs of a domain. Sends only reads."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import NamedTuple

from datazone_cancel.errors import FailureError

from .background import call_in_background
from .fields import COUNTED, SELECTABLE
from .model import CANCELABLE, Run
from .service import Domain

_MAX_PAGES_WITHOUT = 10_000
"""Pages in a row without a new run. The service may look at 50 runs for an empty page, and a domain
may have had half a million runs that have finished; reading them takes less than an hour.
"""


class Filters(NamedTuple):
    """Conditions on a run, all of which it has to meet."""

    wanted: Mapping[str, tuple[str, ...]] = {}
    """The values of options in SELECTABLE; a run needs one of them."""
    created_after: datetime | None = None
    """Includes this time; `created_before` does not."""
    created_before: datetime | None = None
    max_items: int | None = None
    words: Mapping[str, str] = {}
    """The options and their values as typed, except `max_items`, by member of Options."""

    def match(self, run: Run) -> bool:
        """Whether the run meets all conditions."""
        return (
            all(
                any(value in wanted for value in SELECTABLE[option].values(run))
                for option, wanted in self.wanted.items()
            )
            and (
                self.created_after is None
                or (run.created_at is not None and self.created_after <= run.created_at)
            )
            and (
                self.created_before is None
                or (run.created_at is not None and run.created_at < self.created_before)
            )
        )

    def parameters(self) -> dict[str, str]:
        """The conditions that the service can apply. It takes one value of each."""
        return {
            field.parameter: self.wanted[option][0]
            for option, field in SELECTABLE.items()
            if field.parameter and option in self.wanted
        }

    def statuses(self) -> tuple[str, ...]:
        """The statuses to list."""
        wanted = self.wanted.get("status", CANCELABLE)
        return tuple(status for status in CANCELABLE if status in wanted)


class Counts:
    """The number of runs by value, and the times at which the first and the last were created."""

    def __init__(self, runs: Iterable[Run] = ()) -> None:
        self.total = 0
        self.values: dict[str, Counter[str]] = {field.heading: Counter() for field in COUNTED}
        self.oldest: datetime | None = None
        self.newest: datetime | None = None
        for run in runs:
            self.add(run)

    def add(self, run: Run) -> None:
        self.total += 1
        for field in COUNTED:
            self.values[field.heading][field.text(run) or "unknown"] += 1
        if run.created_at:
            self.oldest = min(self.oldest or run.created_at, run.created_at)
            self.newest = max(self.newest or run.created_at, run.created_at)


class Selection(NamedTuple):
    """The runs that match the filters, and counts of the other cancelable runs.

    The counts are None if not all cancelable runs were listed. If they should have been, there is
    at least one more run that matches: `max_items` ended the listing.
    """

    runs: list[Run]
    excluded: Counts | None


def select_runs(
    domain: Domain, filters: Filters, *, count_excluded: bool, show_count: Callable[[int], None]
) -> Selection:
    """Select the cancelable runs of the domain that match the filters, SUBMITTED ones first.

    To count the excluded runs, all cancelable runs are listed. Otherwise the service applies the
    filters that it has, which takes fewer requests. `show_count` is called with the number of runs
    listed so far.
    """
    selected: list[Run] = []
    excluded = Counts()
    runs = cancelable_runs(domain, filters, list_all=count_excluded, show_count=show_count)
    for run in runs:
        if not filters.match(run):
            excluded.add(run)
        elif len(selected) == filters.max_items:
            return Selection(selected, None)
        else:
            selected.append(run)
        if len(selected) == filters.max_items and not count_excluded:
            return Selection(selected, None)
    all_listed = count_excluded or not (filters.parameters() or "status" in filters.wanted)
    return Selection(selected, excluded if all_listed else None)


def cancelable_runs(
    domain: Domain,
    filters: Filters,
    *,
    list_all: bool = False,
    show_count: Callable[[int], None] = lambda _count: None,
) -> Iterator[Run]:
    """The cancelable runs of the domain, with everything that the filters look at.

    Unless `list_all` is set, the service is asked to apply the filters that it has. It is not
    trusted to do so correctly: the runs still have to be matched.
    """
    seen: set[str] = set()
    asked = Filters() if list_all else filters
    pages_without = 0
    # In the order of a run's life: a run that moves on between the listings is in one of them.
    for status in asked.statuses():
        pages = domain.list({"status": status, **asked.parameters()})
        while (page := call_in_background(partial(next, pages, None))) is not None:
            known = len(seen)
            for run in page:
                if run.identifier in seen:
                    continue
                seen.add(run.identifier)
                if _is_incomplete(run, filters):
                    run = call_in_background(partial(domain.read, run.identifier))
                if run.status in CANCELABLE:
                    yield run
            show_count(len(seen))
            pages_without = 0 if len(seen) > known else pages_without + 1
            if pages_without == _MAX_PAGES_WITHOUT:
                raise FailureError(
                    f"The listing does not end: {pages_without:,} pages in a row had no new run."
                )


def _is_incomplete(run: Run, filters: Filters) -> bool:
    """Whether a listing left out what decides about the run."""
    return (
        run.status is None
        or run.created_at is None
        or not all(SELECTABLE[option].values(run) for option in filters.wanted)
    )
