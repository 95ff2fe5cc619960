"""Identifiers → results: cancel one run, or many with a pool of threads."""

import re
import threading
from collections.abc import Iterator, Sequence
from queue import SimpleQueue

from datazone_cancel.clock import Clock
from datazone_cancel.errors import CommandError, FailureError, NotSentError

from .model import FINAL
from .report import Outcome, Result
from .service import Service

_FINISHED = re.compile(rf"\bin ({'|'.join(FINAL)}) status cannot be canceled")
_MAX_DENIALS = 10
"""If this many runs are denied before any other response, the remaining ones would be too."""


def cancel_one(
    service: Service, *, domain_identifier: str, identifier: str
) -> tuple[Result, CommandError | None]:
    """Cancel one run: the result, and the error that led to it."""
    try:
        request = service.cancel_metadata_generation_run(
            domain_identifier=domain_identifier, identifier=identifier
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
        self, service: Service, *, domain_identifier: str, concurrency: int, clock: Clock
    ) -> None:
        self._service = service
        self._domain_identifier = domain_identifier
        self._concurrency = concurrency
        self._clock = clock
        self._lock = threading.Lock()
        self._denials = 0
        self._responded = False
        self.stopped_early = False
        self.failure: CommandError | None = None

    def results(self, identifiers: Sequence[str]) -> Iterator[tuple[int, Result]]:
        """Each identifier's index and result, exactly once, as they arrive."""
        indexes = iter(range(len(identifiers)))
        done: SimpleQueue[tuple[int, Result] | None] = SimpleQueue()

        def work() -> None:
            while not self._is_stopping():
                with self._lock:
                    index = next(indexes, None)
                if index is None:
                    break
                result, error = self._cancel(identifiers[index])
                with self._lock:
                    self._note(error, is_only=len(identifiers) == 1)
                done.put((index, result))
            done.put(None)

        workers = min(self._concurrency, len(identifiers))
        for _ in range(workers):
            # Daemons: after a second Ctrl-C, Python does not wait for them.
            threading.Thread(target=work, daemon=True).start()
        try:
            while workers:
                item = done.get()
                if item is None:
                    workers -= 1
                else:
                    yield item
        except BaseException:
            self._service.stop()
            raise
        for index in indexes:
            yield index, _not_attempted(identifiers[index])

    def _cancel(self, identifier: str) -> tuple[Result, CommandError | None]:
        try:
            result, error = cancel_one(
                self._service, domain_identifier=self._domain_identifier, identifier=identifier
            )
            if (
                result.attempts > 1
                and result.status == "CANCELED"
                and self._is_canceled(identifier)
            ):
                return result._replace(outcome=Outcome.CANCELED, error=None), None
            return result, error
        except Exception as error:  # a bug in this program; the run is reported all the same
            failure = FailureError(f"Unexpected {type(error).__name__}: {error}")
            return _failed(identifier, failure), failure

    def _is_canceled(self, identifier: str) -> bool:
        """Whether a read shows that an attempt whose response was lost canceled the run."""
        try:
            run = self._service.get_metadata_generation_run(
                domain_identifier=self._domain_identifier, identifier=identifier
            )
        except CommandError:
            return False
        return run.status == "CANCELED"

    def _note(self, error: CommandError | None, *, is_only: bool) -> None:
        """Give up the remaining runs if they would fail in the same way."""
        if is_only:
            self.failure = error
            return
        if error is None or not _is_denial(error):
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


def _is_denial(error: CommandError) -> bool:
    """Whether the error may concern the whole domain, or the connection to the service."""
    return isinstance(error, FailureError) or error.name in ("AccessDeniedException", "403")


def _failed(identifier: str, error: CommandError) -> Result:
    finished = _FINISHED.search(error.message)
    outcome = Outcome.FAILED
    if error.name == "ResourceNotFoundException":
        outcome = Outcome.NOT_FOUND
    elif finished:
        outcome = Outcome.ALREADY_FINISHED
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
