"""Accepted cancellations → the statuses that the runs come to have. Reads only."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice

from .errors import CommandError, FailureError
from .runs import FINAL, Run
from .selection import Service
from .timing import Clock

_DENIED = "AccessDeniedException"
_RUNS_A_PAGE = 10
"""A page of a listing, which shows up to 50 runs, is read for so many that are waited for."""


def statuses(
    service: Service,
    identifiers: Sequence[str],
    *,
    domain_identifier: str,
    timeout: float,
    delay: float,
    clock: Clock,
) -> Iterator[tuple[str, str | None]]:
    """Each run's status whenever it is read, until all are final or the clock is interrupted.

    `timeout` and the `delay` between two looks at all runs are in seconds. Raises FailureError
    when time is up, and CommandError where reading is denied.
    """
    pending = dict.fromkeys(identifiers)
    deadline = clock.now() + timeout
    failure: CommandError | None = None
    while pending and not clock.interrupted:
        for identifier, found in _look(service, domain_identifier, dict(pending)):
            if isinstance(found, CommandError):
                if found.concerns_all or found.name == _DENIED:
                    raise found
                failure = found
                continue
            yield identifier, found
            if found in FINAL:
                del pending[identifier]
            if clock.interrupted or clock.now() >= deadline:
                break
        if pending and clock.now() >= deadline:
            runs = "1 run has" if len(pending) == 1 else f"{len(pending)} runs have"
            last = failure.lines if failure else ()
            raise FailureError(f"Waited {timeout:g} seconds: {runs} no final status yet", *last)
        if pending:
            clock.pause(min(delay, deadline - clock.now()))


def _look(
    service: Service, domain_identifier: str, unread: dict[str, None]
) -> Iterator[tuple[str, str | CommandError | None]]:
    """The runs' statuses, or why one could not be read.

    From a listing as long as that is cheaper than a request for each.
    """
    for run in _listed(service, domain_identifier, pages=len(unread) // _RUNS_A_PAGE):
        if run.identifier in unread and run.status:
            del unread[run.identifier]
            yield run.identifier, run.status
        if not unread:
            return
    for identifier in unread:
        try:
            run = service.get_metadata_generation_run(
                domain_identifier=domain_identifier, identifier=identifier
            )
        except CommandError as failure:
            yield identifier, failure
        else:
            yield identifier, run.status


def _listed(service: Service, domain_identifier: str, *, pages: int) -> Iterator[Run]:
    # ReadOnlyAccess lets a caller read a run and not list them; and what else may be wrong with a
    # listing, reading each run tells.
    with suppress(CommandError):
        for page in islice(
            service.list_metadata_generation_runs(domain_identifier=domain_identifier), pages
        ):
            yield from page
