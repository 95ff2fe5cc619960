"""Wait for runs to reach a final status. Sends only reads."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice

from datazone_cancel.clock import Clock
from datazone_cancel.errors import CommandError, FailureError, NotSentError

from .background import iterate_in_background
from .model import FINAL, Run
from .service import Service

_DENIED = "AccessDeniedException"
_RUNS_PER_PAGE = 10
"""Read one page of a listing (up to 50 runs) for this many pending runs."""

Reading = tuple[str, Run | CommandError]
"""A run's identifier, and the run or the error of reading it."""


def read_until_final(
    service: Service,
    identifiers: Sequence[str],
    *,
    domain_identifier: str,
    timeout: float,
    delay: float,
    clock: Clock,
) -> Iterator[Run]:
    """Each run whenever it is read, until all are final or the clock is interrupted.

    `timeout` and the `delay` between two status checks are in seconds. Raises FailureError when the
    time is up, and CommandError if reading is denied.
    """
    pending = set(identifiers)
    deadline = clock.now() + timeout
    last_error: CommandError | None = None

    def is_over() -> bool:
        return clock.interrupted or clock.now() >= deadline

    readings = _poll(service, domain_identifier, identifiers, delay, deadline, clock)
    for identifier, found in iterate_in_background(readings, should_stop=is_over):
        if isinstance(found, CommandError):
            if _is_denied(found):
                raise found
            last_error = found
            continue
        yield found
        if found.status in FINAL:
            pending.discard(identifier)
        if clock.interrupted:
            break
    if pending and not clock.interrupted:
        runs = "1 run has" if len(pending) == 1 else f"{len(pending)} runs have"
        lines = last_error.lines if last_error else ()
        raise FailureError(f"Waited {timeout:g} seconds: {runs} no final status yet", *lines)


def _poll(
    service: Service,
    domain_identifier: str,
    identifiers: Sequence[str],
    delay: float,
    deadline: float,
    clock: Clock,
) -> Iterator[Reading]:
    """Read all runs again and again until all are final, the time is up, or reading is denied."""
    pending = dict.fromkeys(identifiers)
    while pending and not clock.interrupted:
        for identifier, found in _read_all(service, domain_identifier, dict(pending)):
            yield identifier, found
            if isinstance(found, Run) and found.status in FINAL:
                del pending[identifier]
            if _is_denied(found) or clock.interrupted or clock.now() >= deadline:
                return
        if clock.now() >= deadline:
            return
        if pending:
            clock.pause(min(delay, deadline - clock.now()))


def _is_denied(found: Run | CommandError) -> bool:
    """Whether reading other runs would fail in the same way."""
    return isinstance(found, CommandError) and (found.fatal or found.name == _DENIED)


def _read_all(
    service: Service, domain_identifier: str, unread: dict[str, None]
) -> Iterator[Reading]:
    """Each run, or the error of reading it.

    Reads listings while that takes fewer requests than reading each run.
    """
    for run in _listed(service, domain_identifier, pages=len(unread) // _RUNS_PER_PAGE):
        if run.identifier in unread and run.status:
            del unread[run.identifier]
            yield run.identifier, run
        if not unread:
            return
    for identifier in unread:
        try:
            run = service.get_metadata_generation_run(
                domain_identifier=domain_identifier, identifier=identifier
            )
        except NotSentError:
            return
        except CommandError as error:
            if error.fatal or error.name == _DENIED:
                raise
            yield identifier, error
        else:
            yield identifier, run


def _listed(service: Service, domain_identifier: str, *, pages: int) -> Iterator[Run]:
    # ReadOnlyAccess allows Get but not List. Any other error occurs again when a run is read.
    with suppress(CommandError):
        for page in islice(
            service.list_metadata_generation_runs(domain_identifier=domain_identifier), pages
        ):
            yield from page
