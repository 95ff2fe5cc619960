"""Wait for runs to reach a final status. Sends only reads."""

from collections.abc import Iterator, Sequence

from datazone_cancel.clock import Clock
from datazone_cancel.errors import CommandError, FailureError

from .background import produce_in_background
from .model import FINAL, Run
from .reading import Reading, read_runs
from .service import Domain

_LAST_CHANCE = 0.5
"""Seconds for the read that is in flight when the time is up."""


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


def read_until_final(
    domain: Domain, identifiers: Sequence[str], wait: Wait
) -> Iterator[tuple[str, Run]]:
    """Each run whenever it is read, until all are final or the clock is interrupted.

    Raises FailureError when the time is up, and CommandError if reading is denied.
    """
    pending = set(identifiers)
    last_error: CommandError | None = None
    for identifier, found in produce_in_background(
        lambda: _poll(domain, identifiers, wait),
        should_stop=lambda: wait.is_over,
        last_chance=_LAST_CHANCE,
    ):
        if isinstance(found, CommandError):
            last_error = found
            continue
        yield identifier, found
        if found.status in FINAL:
            pending.discard(identifier)
        if wait.clock.interrupted:
            break
    if pending and not wait.clock.interrupted:
        runs = "1 run has" if len(pending) == 1 else f"{len(pending):,} runs have"
        lines = last_error.lines if last_error else ()
        raise FailureError(
            f"Waited {wait.timeout:g} seconds: {runs} no final status yet",
            *lines,
            hint="--wait-timeout waits longer.",
        )


def _poll(domain: Domain, identifiers: Sequence[str], wait: Wait) -> Iterator[Reading]:
    """Read all runs again and again until all are final or the time is up."""
    pending = dict.fromkeys(identifiers)
    while pending and not wait.clock.interrupted:
        for identifier, found in read_runs(domain, tuple(pending)):
            yield identifier, found
            if isinstance(found, Run) and found.status in FINAL:
                del pending[identifier]
            if wait.is_over:
                return
        if wait.is_over:
            return
        if pending:
            wait.pause()
