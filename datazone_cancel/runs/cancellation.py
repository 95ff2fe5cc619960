"""Identifiers → results: cancel one run, or many with a pool of threads."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import cast

from datazone_cancel.clock import Clock
from datazone_cancel.errors import (
    CommandError,
    FailureError,
    NotSentError,
    RequestInfo,
    unexpected_error,
)

from .background import produce_in_background
from .model import FINISHED_PATTERN, Outcome, Plan, Reason, Result, Run
from .service import Attempts, Domain

_FINISHED = re.compile(FINISHED_PATTERN)
_MAX_DENIALS = 10
"""If this many runs are denied before any other response, the remaining ones would be too."""
_GRACE_PERIOD = 8
"""Seconds that requests in flight have left after the first signal; `docker stop` waits for 10."""


def cancel_one(
    domain: Domain, identifier: str, attempts: Attempts
) -> tuple[Result, CommandError | None]:
    """Cancel one run: the result, and the error that led to it."""
    try:
        request = domain.cancel(identifier, attempts)
    except NotSentError:
        return Result(identifier, Outcome.NOT_ATTEMPTED), None
    except CommandError as error:
        return _failed(identifier, error), error
    return Result(
        identifier,
        Outcome.ACCEPTED,
        attempts=request.attempts,
        request_id=request.request_id,
    ), None


class Canceler:
    """Cancels the runs of a plan.

    `error` is that of the only run, or the one because of which the remaining runs were given up
    (`stopped_early`). `worth_resuming` says whether a cancellation failed that may succeed later.
    """

    def __init__(
        self,
        plan: Plan,
        domain: Domain,
        *,
        concurrency: int,
        clock: Clock,
        write: Callable[[Result], None],
    ) -> None:
        """`write` is called with each result by the thread that got it, before anything else."""
        self._plan = plan
        self._write = write
        self._domain = domain
        self._concurrency = min(concurrency, len(plan.identifiers))
        self._clock = clock
        self._results: list[Result | None] = [None] * len(plan.identifiers)
        self._in_flight: dict[int, Attempts] = {}
        self._indexes = iter(range(len(plan.identifiers)))
        self._lock = threading.Lock()
        self._denials = 0
        self._responded = False
        self._deadline = float("inf")
        self.stopped_early = False
        self.worth_resuming = False
        self.error: CommandError | None = None

    def cancel(self) -> Iterator[Result]:
        """Cancel the runs, and yield results as they arrive.

        After a signal this ends even if requests are still in flight; see `results`. Raises the
        exception that ended a worker.
        """
        return produce_in_background(
            self._work, threads=self._concurrency, should_stop=self._is_leaving
        )

    def results(self) -> list[Result]:
        """All results, in the order of the identifiers. No cancellation is sent after this call."""
        if None not in self._results:
            return cast("list[Result]", self._results)  # not copied: it may be long
        self._domain.stop()
        return list(map(self._result, range(len(self._results))))

    def _work(self) -> Iterator[Result]:
        """Cancel runs, in one of several threads, until none is left."""
        while not (self.stopped_early or self._clock.interrupted):
            with self._lock:
                index = next(self._indexes, None)
            if index is None:
                break
            attempts = self._in_flight[index] = Attempts()
            result, error = self._cancel(self._plan.identifiers[index], attempts)
            self._results[index] = result
            del self._in_flight[index]
            with self._lock:
                self._note(error)
            yield result

    def _cancel(self, identifier: str, attempts: Attempts) -> tuple[Result, CommandError | None]:
        try:
            result, error = cancel_one(self._domain, identifier, attempts)
        except Exception as exception:  # a bug in this program; the run is reported all the same
            error = unexpected_error(exception, RequestInfo(attempts.count))
            result = _failed(identifier, error)
        if error is None and result.outcome is Outcome.NOT_ATTEMPTED:
            return self._plan.unattempted(identifier), None
        run = self._plan.known_runs.get(identifier)
        status = None
        if self._may_be_canceled(result, error):
            if found := self._read(identifier):
                run, status = found, found.status
            elif identifier in self._plan.earlier:  # everything in a record was to be canceled
                status = result.status
        if status == "CANCELED":
            result = replace(result, outcome=Outcome.CANCELED, status=status, reason=None)
            error = None
        result = replace(result, run=run, at=self._clock.timestamp())
        self._write(result)
        return result, error

    def _may_be_canceled(self, result: Result, error: CommandError | None) -> bool:
        """Whether an attempt without a clear response may have canceled the run.

        It may have been an attempt of the command that is resumed.
        """
        resumed = result.identifier in self._plan.earlier
        if result.status == "CANCELED":
            return resumed or result.attempts > 1
        return (resumed and result.outcome is Outcome.FAILED) or bool(error and error.ambiguous)

    def _read(self, identifier: str) -> Run | None:
        """The run, or None if it cannot be read."""
        with suppress(Exception):
            return self._domain.read(identifier)
        return None

    def _note(self, error: CommandError | None) -> None:
        """Give up the remaining runs if they would fail in the same way."""
        # A conflict ends with the other request, which may take longer than retries.
        if error and (error.retryable or error.name == "ConflictException"):
            self.worth_resuming = True
        if len(self._results) == 1:
            self.error = error
            return
        if error is None or not (error.denied or isinstance(error, FailureError)):
            self._responded = True
        else:
            self._denials += 1
        denied = not self._responded and self._denials == _MAX_DENIALS
        if error and not self.stopped_early and (error.fatal or denied):
            self.error = error
            self.stopped_early = True
            self._domain.stop()

    def _is_leaving(self) -> bool:
        """Whether to leave requests in flight behind."""
        if not self._clock.interrupted:
            return False
        self._deadline = min(self._deadline, self._clock.now() + _GRACE_PERIOD)
        return self._clock.quitting or self._clock.now() >= self._deadline

    def _result(self, index: int) -> Result:
        identifier = self._plan.identifiers[index]
        attempts = self._in_flight.get(index)
        # In this order, because a worker stores the result before it forgets the attempts.
        if result := self._results[index]:
            return result
        if attempts is None or attempts.count == 0:
            return self._plan.unattempted(identifier)
        message = "The command ended before the response; the run may have been canceled."
        result = Result(
            identifier,
            Outcome.FAILED,
            attempts=attempts.count,
            reason=Reason("Interrupted", message),
            run=self._plan.known_runs.get(identifier),
            at=self._clock.timestamp(),
        )
        self._write(result)
        self._results[index] = result
        return result


def _failed(identifier: str, error: CommandError) -> Result:
    finished = _FINISHED.search(error.message)
    outcome = Outcome.FAILED
    if error.name == "ResourceNotFoundException":
        outcome = Outcome.NOT_FOUND
    elif finished:
        outcome = Outcome.ALREADY_FINISHED
    elif error.request.attempts == 0:
        outcome = Outcome.NOT_ATTEMPTED
    return Result(
        identifier,
        outcome,
        status=finished and finished[1],
        attempts=error.request.attempts,
        request_id=error.request.request_id,
        reason=Reason(error.name, error.message),
    )
