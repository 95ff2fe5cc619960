"""Wait for runs to reach a final status. Sends only reads."""

from collections.abc import Iterator, Sequence

from datazone_cancel.clock import Clock
from datazone_cancel.errors import CommandError, FailureError

from .background import iterate_in_background
from .model import FINAL, Run
from .reading import Reading, is_denied, read_runs
from .service import Service


def read_until_final(
    service: Service,
    identifiers: Sequence[str],
    *,
    domain_identifier: str,
    timeout: float,
    delay: float,
    clock: Clock,
) -> Iterator[tuple[str, Run]]:
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
            if is_denied(found):
                raise found
            last_error = found
            continue
        yield identifier, found
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
        for identifier, found in read_runs(
            service, tuple(pending), domain_identifier=domain_identifier
        ):
            yield identifier, found
            if isinstance(found, Run) and found.status in FINAL:
                del pending[identifier]
            if is_denied(found) or clock.interrupted or clock.now() >= deadline:
                return
        if clock.now() >= deadline:
            return
        if pending:
            clock.pause(min(delay, deadline - clock.now()))
