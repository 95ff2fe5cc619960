"""Carry out a plan: cancel the runs, then wait for them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from datazone_cancel.clock import Clock
from datazone_cancel.errors import CommandError, unexpected_error

from .cancellation import Canceler
from .model import FINAL, Outcome, Plan, Report, Result
from .service import Domain
from .waiting import Wait, read_until_final


class Observer(Protocol):
    """Shows results and progress while they happen. Only the main thread calls it."""

    def progress(
        self,
        verb: str,
        total: int,
        *,
        wait: Wait | None = None,
        throttled_rate: Callable[[], float | None] = lambda: None,
    ) -> AbstractContextManager[Callable[[Result], None]]:
        """In this context, call what it returns with the result of each run that is done.

        `throttled_rate` is that of the domain.
        """

    def show_result(self, result: Result, *, is_final: bool = True) -> None:
        """Called with each result, and again if waiting for the run changes it."""


class Execution:
    """Cancels all runs of a plan; then waits until they have a final status, if it should."""

    def __init__(
        self,
        plan: Plan,
        domain: Domain,
        *,
        concurrency: int,
        wait: Callable[[], Wait] | None,
        clock: Clock,
        write: Callable[[Result], None],
    ) -> None:
        """`wait` is called when waiting starts, and `write` with each result, at once."""
        self._plan = plan
        self._domain = domain
        self._wait = wait
        self._clock = clock
        self._write = write
        self._canceler = Canceler(plan, domain, concurrency=concurrency, clock=clock, write=write)
        self._awaited: dict[str, Result] = {}
        """Accepted cancellations, with what reads have shown since."""

    def carry_out(self, observer: Observer) -> Report:
        """Cancel and wait. The report says what went wrong, and has all runs in it."""
        errors: list[CommandError] = []
        total = len(self._plan.identifiers)
        progress = observer.progress(
            "Canceling", total, throttled_rate=lambda: self._domain.throttled_rate
        )
        with collect(errors), progress as advance:
            for result in self._canceler.cancel():
                is_final = not self._wait or result.outcome is not Outcome.ACCEPTED
                observer.show_result(result, is_final=is_final)
                advance(result)
        results = self._results()
        if self._wait and not (errors or self._canceler.stopped_early):
            with collect(errors):
                self._wait_for(results, self._wait(), observer)
        return self.report(errors[0] if errors else None)

    def report(self, abort_error: CommandError | None = None) -> Report:
        """What is known so far."""
        return Report(
            self._domain.location,
            self._results(),
            credentials=self._domain.credentials,
            cancellation_error=self._canceler.error,
            stopped_early=self._canceler.stopped_early,
            worth_resuming=self._canceler.worth_resuming,
            abort_error=abort_error,
            interrupted=self._clock.interrupted,
        )

    def _results(self) -> list[Result]:
        results = self._canceler.results()
        if self._plan.earlier:
            new = {result.identifier: result for result in results}
            results = list({**self._plan.earlier, **new}.values())
        if self._awaited:
            results = [self._awaited.get(result.identifier, result) for result in results]
        return results

    def _wait_for(self, results: list[Result], wait: Wait, observer: Observer) -> None:
        """Read the statuses of accepted cancellations until they are final."""
        self._awaited = {
            result.identifier: result for result in results if result.outcome is Outcome.ACCEPTED
        }
        if not self._awaited:
            return
        with observer.progress("Waiting", len(self._awaited), wait=wait) as advance:
            for identifier, run in read_until_final(self._domain, list(self._awaited), wait):
                result = self._awaited[identifier].replace(
                    status=run.status, run=run, at=self._clock.timestamp()
                )
                if run.status in FINAL:
                    canceled = run.status == "CANCELED"
                    outcome = Outcome.CANCELED if canceled else Outcome.ALREADY_FINISHED
                    result = result.replace(outcome=outcome)
                    self._write(result)
                self._awaited[identifier] = result
                if run.status in FINAL:
                    observer.show_result(result)
                    advance(result)


@contextmanager
def collect(errors: list[CommandError]) -> Iterator[None]:
    """Add the exception that ends this context to the errors."""
    try:
        yield
    except CommandError as error:
        errors.append(error)
    except Exception as error:
        errors.append(unexpected_error(error))
