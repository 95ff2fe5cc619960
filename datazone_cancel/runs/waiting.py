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

Reading = tuple[str, str | CommandError | None]
"""A run's identifier, and its status or the error of reading it."""


class Wait:
    """The times of a wait, in seconds of the clock.

    `next_check` is when statuses are read again; None while they are read.
    """

    def __init__(self, *, timeout: float, delay: float, clock: Clock) -> None:
        self.clock = clock
        self.timeout = timeout
        self.start = clock.now()
        self.next_check: float | None = None
        self._delay = delay

    @property
    def is_over(self) -> bool:
        return self.clock.interrupted or self._left <= 0

    @property
    def _left(self) -> float:
        return self.start + self.timeout - self.clock.now()

    def pause(self) -> None:
        """Pause until the next check."""
        seconds = min(self._delay, self._left)
        self.next_check = self.clock.now() + seconds
        self.clock.pause(seconds)
        self.next_check = None


def read_statuses(
    service: Service, identifiers: Sequence[str], *, domain_identifier: str, wait: Wait
) -> Iterator[tuple[str, str | None]]:
    """Each run's status whenever it is read, until all are final or the clock is interrupted.

    Raises FailureError when the time is up, and CommandError if reading is denied.
    """
    pending = set(identifiers)
    last_error: CommandError | None = None
    readings = _poll(service, domain_identifier, identifiers, wait)
    for identifier, found in iterate_in_background(readings, should_stop=lambda: wait.is_over):
        if isinstance(found, CommandError):
            if _is_denied(found):
                raise found
            last_error = found
            continue
        yield identifier, found
        if found in FINAL:
            pending.discard(identifier)
        if wait.clock.interrupted:
            break
    if pending and not wait.clock.interrupted:
        runs = "1 run has" if len(pending) == 1 else f"{len(pending)} runs have"
        lines = last_error.lines if last_error else ()
        raise FailureError(f"Waited {wait.timeout:g} seconds: {runs} no final status yet", *lines)


def _poll(
    service: Service, domain_identifier: str, identifiers: Sequence[str], wait: Wait
) -> Iterator[Reading]:
    """Read all runs again and again until all are final, the time is up, or reading is denied."""
    pending = dict.fromkeys(identifiers)
    while pending and not wait.clock.interrupted:
        for identifier, found in _read_all(service, domain_identifier, dict(pending)):
            yield identifier, found
            if found in FINAL:
                del pending[identifier]
            if _is_denied(found) or wait.is_over:
                return
        if wait.is_over:
            return
        if pending:
            wait.pause()


def _is_denied(found: str | CommandError | None) -> bool:
    """Whether reading other runs would fail in the same way."""
    return isinstance(found, CommandError) and (found.fatal or found.name == _DENIED)


def _read_all(
    service: Service, domain_identifier: str, unread: dict[str, None]
) -> Iterator[Reading]:
    """Each run's status, or the error of reading it.

    Reads listings while that takes fewer requests than reading each run.
    """
    for run in _listed(service, domain_identifier, pages=len(unread) // _RUNS_PER_PAGE):
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
        except NotSentError:
            return
        except CommandError as error:
            if error.fatal or error.name == _DENIED:
                raise
            yield identifier, error
        else:
            yield identifier, run.status


def _listed(service: Service, domain_identifier: str, *, pages: int) -> Iterator[Run]:
    # ReadOnlyAccess allows Get but not List. Any other error occurs again when a run is read.
    with suppress(CommandError):
        for page in islice(
            service.list_metadata_generation_runs(domain_identifier=domain_identifier), pages
        ):
            yield from page
