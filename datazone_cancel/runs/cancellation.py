"""Identifiers → results: cancel one run, or many with a pool of threads."""

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import cast

from datazone_cancel.clock import Clock
from datazone_cancel.errors import (
    CommandError,
    FailureError,
    NotSentError,
    RequestInfo,
    unexpected_error,
)

from .background import POLL_INTERVAL
from .model import FINAL, Run
from .report import Outcome, Result
from .service import Attempts, Service

_FINISHED = re.compile(rf"\bin ({'|'.join(FINAL)}) status cannot be canceled")
_MAX_DENIALS = 10
"""If this many runs are denied before any other response, the remaining ones would be too."""
_GRACE_PERIOD = 10
"""Seconds that requests in flight have left after the first signal."""


def cancel_one(
    service: Service, *, domain_identifier: str, identifier: str, attempts: Attempts
) -> tuple[Result, CommandError | None]:
    """Cancel one run: the result, and the error that led to it."""
    try:
        request = service.cancel_metadata_generation_run(
            domain_identifier=domain_identifier, identifier=identifier, attempts=attempts
        )
    except NotSentError:
        return _not_attempted(identifier), None
    except CommandError as error:
        return _failed(identifier, error), error
    return Result(
        identifier=identifier,
        outcome=Outcome.ACCEPTED,
        attempts=request.attempts,
        request_id=request.request_id,
    ), None


class Canceler:
    """Cancels many runs of a domain.

    `failure` is the error of the only run, or the error because of which the remaining runs were
    given up (`stopped_early`).
    """

    def __init__(
        self,
        service: Service,
        identifiers: Sequence[str],
        *,
        domain_identifier: str,
        concurrency: int,
        clock: Clock,
    ) -> None:
        self._service = service
        self._identifiers = identifiers
        self._domain_identifier = domain_identifier
        self._concurrency = concurrency
        self._clock = clock
        self._results: list[Result | None] = [None] * len(identifiers)
        self._in_flight: dict[int, Attempts] = {}
        self._indexes = iter(range(len(identifiers)))
        self._finished: SimpleQueue[Result | Exception | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._denials = 0
        self._responded = False
        self._deadline = float("inf")
        self.stopped_early = False
        self.failure: CommandError | None = None

    def cancel(self) -> Iterator[Result]:
        """Cancel the runs, and yield results as they arrive.

        After a signal this ends even if requests are still in flight; see `results`. Raises the
        exception that ended a worker.
        """
        workers = self._start_workers()
        finished = 0
        while not self._is_leaving():
            try:
                result = self._finished.get(timeout=POLL_INTERVAL)
            except Empty:
                # A worker that could not even say that it ends is not waited for.
                if not any(worker.is_alive() for worker in workers):
                    return
                continue
            if isinstance(result, Exception):
                raise result
            if result is not None:
                yield result
                continue
            finished += 1
            if finished >= len(workers):
                return

    def results(self) -> list[Result]:
        """All results, in the order of the identifiers. No cancellation is sent after this call."""
        if None not in self._results:
            return cast("list[Result]", self._results)  # not copied: it may be long
        self._service.stop()
        return list(map(self._result, range(len(self._identifiers))))

    def _start_workers(self) -> list[threading.Thread]:
        """Start as many threads as possible; without any, do the work in this thread."""
        workers: list[threading.Thread] = []
        try:
            for _ in range(min(self._concurrency, len(self._identifiers))):
                # Daemons: Python does not wait for requests that are still in flight at the end.
                worker = threading.Thread(target=self._work, daemon=True)
                worker.start()
                workers.append(worker)
        except RuntimeError:
            if not workers:
                self._work()
        return workers

    def _work(self) -> None:
        try:
            while not self._is_stopping():
                with self._lock:
                    index = next(self._indexes, None)
                if index is None:
                    break
                attempts = self._in_flight[index] = Attempts()
                result, error = self._cancel(self._identifiers[index], attempts)
                self._results[index] = result
                del self._in_flight[index]
                with self._lock:
                    self._note(error)
                self._finished.put(result)
        except Exception as exception:
            self._finished.put(exception)
        else:
            self._finished.put(None)

    def _cancel(self, identifier: str, attempts: Attempts) -> tuple[Result, CommandError | None]:
        try:
            result, error = cancel_one(
                self._service,
                domain_identifier=self._domain_identifier,
                identifier=identifier,
                attempts=attempts,
            )
        except Exception as exception:  # a bug in this program; the run is reported all the same
            error = unexpected_error(exception, RequestInfo(attempts.count))
            result = _failed(identifier, error)
        if self._may_be_canceled(result, error) and (run := self._read(identifier)):
            result.run = run
            if run.status == "CANCELED":
                result.outcome, result.status, result.error = Outcome.CANCELED, run.status, None
                return result, None
        return result, error

    def _may_be_canceled(self, result: Result, error: CommandError | None) -> bool:
        """Whether an attempt without a clear response may have canceled the run."""
        retried = result.attempts > 1 and result.status == "CANCELED"
        return retried or (error is not None and error.ambiguous)

    def _read(self, identifier: str) -> Run | None:
        """The run, or None if it cannot be read."""
        with suppress(Exception):
            return self._service.get_metadata_generation_run(
                domain_identifier=self._domain_identifier, identifier=identifier
            )
        return None

    def _note(self, error: CommandError | None) -> None:
        """Give up the remaining runs if they would fail in the same way."""
        if len(self._identifiers) == 1:
            self.failure = error
            return
        if error is None or not (error.denied or isinstance(error, FailureError)):
            self._responded = True
        else:
            self._denials += 1
        denied = not self._responded and self._denials == _MAX_DENIALS
        if error and not self.stopped_early and (error.fatal or denied):
            self.failure = error
            self.stopped_early = True
            self._service.stop()

    def _is_stopping(self) -> bool:
        return self.stopped_early or self._clock.interrupted

    def _is_leaving(self) -> bool:
        """Whether to leave requests in flight behind."""
        if not self._clock.interrupted:
            return False
        self._deadline = min(self._deadline, self._clock.now() + _GRACE_PERIOD)
        return self._clock.quitting or self._clock.now() >= self._deadline

    def _result(self, index: int) -> Result:
        identifier = self._identifiers[index]
        attempts = self._in_flight.get(index)
        # In this order, because a worker stores the result before it forgets the attempts.
        if result := self._results[index]:
            return result
        if attempts is None or attempts.count == 0:
            return _not_attempted(identifier)
        message = "The command ended before the response; the run may have been canceled."
        return Result(
            identifier=identifier,
            outcome=Outcome.FAILED,
            attempts=attempts.count,
            error=("Interrupted", message),
        )


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
        identifier=identifier,
        outcome=outcome,
        status=finished and finished[1],
        attempts=error.request.attempts,
        request_id=error.request.request_id,
        error=(error.name, error.message),
    )


def _not_attempted(identifier: str) -> Result:
    return Result(identifier=identifier, outcome=Outcome.NOT_ATTEMPTED)
