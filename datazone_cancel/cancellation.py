"""Identifiers → results: one cancellation, or many, paced and interruptible. Never prints."""

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from queue import SimpleQueue
from typing import Protocol

from .errors import CommandError, Exchange, FailureError, NotSentError
from .options import Options
from .report import Outcome, Result
from .runs import FINAL, Run
from .timing import Clock, Pace

_FINISHED = re.compile(rf"\bin ({'|'.join(FINAL)}) status cannot be canceled")
_DENIALS = 10
"""So many runs denied before any other answer came, and the rest would be denied too."""


class Service(Protocol):
    """What cancellations need of the DataZone service. Both raise CommandError."""

    def cancel_metadata_generation_run(
        self, *, domain_identifier: str, identifier: str
    ) -> Exchange: ...

    def get_metadata_generation_run(self, *, domain_identifier: str, identifier: str) -> Run: ...


def attempt(
    service: Service, *, domain_identifier: str, identifier: str
) -> tuple[Result, CommandError | None]:
    """Cancel one run: the result, and the error that it comes from."""
    try:
        exchange = service.cancel_metadata_generation_run(
            domain_identifier=domain_identifier, identifier=identifier
        )
    except NotSentError:
        return _not_attempted(identifier), None
    except CommandError as failure:
        return _failed(identifier, failure)
    return Result(
        identifier=identifier,
        outcome=Outcome.ACCEPTED,
        attempts=exchange.attempts,
        request_id=exchange.request_id,
    ), None


def is_fine(result: Result, options: Options) -> bool:
    """Whether the user asked for nothing else to become of the run."""
    return (
        result.outcome in (Outcome.ACCEPTED, Outcome.CANCELED)
        or (result.outcome is Outcome.ALREADY_FINISHED and (options.all or options.ignore_finished))
        or (result.outcome is Outcome.NOT_FOUND and options.ignore_not_found)
    )


class Cancellation:
    """The cancellation of many runs of a domain.

    `failure` is the error of an only run, or the one that `stopped` the others.
    """

    def __init__(
        self,
        service: Service,
        *,
        domain_identifier: str,
        concurrency: int,
        pace: Pace,
        clock: Clock,
    ) -> None:
        self._service = service
        self._domain_identifier = domain_identifier
        self._concurrency = concurrency
        self._pace = pace
        self._clock = clock
        self._ended = False
        self._lock = threading.Lock()
        self._denials = 0
        self._answered = False
        self.stopped = False
        self.failure: CommandError | None = None

    def results(self, identifiers: Sequence[str]) -> Iterator[tuple[int, Result]]:
        """Each identifier's place and result, exactly once, as they come."""
        places = iter(range(len(identifiers)))
        done: SimpleQueue[tuple[int, Result] | None] = SimpleQueue()

        def work() -> None:
            while not self._is_over():
                with self._lock:
                    place = next(places, None)
                if place is None:
                    break
                try:
                    result, failure = self._in_turn(identifiers[place])
                except Exception as error:  # a fault of ours: the run comes out all the same
                    result, failure = _failed(identifiers[place], FailureError(repr(error)))
                with self._lock:
                    self._consider(failure, only=len(identifiers) == 1)
                done.put((place, result))
            done.put(None)

        workers = min(self._concurrency, len(identifiers))
        for _ in range(workers):
            # Daemons: a second Ctrl-C does not wait for them.
            threading.Thread(target=work, daemon=True).start()
        try:
            while workers:
                item = done.get()
                if item is None:
                    workers -= 1
                else:
                    yield item
        finally:
            self._ended = True
        for place in places:
            yield place, _not_attempted(identifiers[place])

    def _consider(self, failure: CommandError | None, *, only: bool) -> None:
        """Stop where the rest could only end as this one did."""
        if only:
            self.failure = failure
        if failure is None or not _is_denial(failure):
            self._answered = True
        else:
            self._denials += 1
        denied = not self._answered and self._denials == _DENIALS
        if failure and not only and not self.stopped and (failure.concerns_all or denied):
            self.failure = failure
            self.stopped = True
            self._end()

    def _end(self) -> None:
        self._ended = True
        self._clock.end_pauses()

    def _is_over(self) -> bool:
        return self._ended or self._clock.interrupted

    def _in_turn(self, identifier: str) -> tuple[Result, CommandError | None]:
        self._pace.wait()
        if self._is_over():
            return _not_attempted(identifier), None
        result, failure = attempt(
            self._service, domain_identifier=self._domain_identifier, identifier=identifier
        )
        if result.attempts > 1 and result.status == "CANCELED" and self._is_canceled(identifier):
            return replace(result, outcome=Outcome.CANCELED, error=None), None
        return result, failure

    def _is_canceled(self, identifier: str) -> bool:
        """Whether an attempt whose answer was lost may have canceled the run, as a read shows."""
        try:
            run = self._service.get_metadata_generation_run(
                domain_identifier=self._domain_identifier, identifier=identifier
            )
        except CommandError:
            return False
        return run.status == "CANCELED"


def _is_denial(failure: CommandError) -> bool:
    """Whether the error may be that of the whole domain, or of the way to it."""
    return isinstance(failure, FailureError) or failure.name in ("AccessDeniedException", "403")


def _failed(identifier: str, failure: CommandError) -> tuple[Result, CommandError]:
    finished = _FINISHED.search(failure.message)
    outcome = Outcome.FAILED
    if failure.name == "ResourceNotFoundException":
        outcome = Outcome.NOT_FOUND
    elif finished:
        outcome = Outcome.ALREADY_FINISHED
    return Result(
        identifier=identifier,
        outcome=outcome,
        status=finished and finished[1],
        attempts=failure.exchange.attempts,
        request_id=failure.exchange.request_id,
        error=(failure.name, failure.message),
    ), failure


def _not_attempted(identifier: str) -> Result:
    return Result(identifier=identifier, outcome=Outcome.NOT_ATTEMPTED)
