"""Carry out a plan: cancel the runs, then wait for them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Protocol

from datazone_cancel.clock import Clock
from datazone_cancel.errors import CommandError, unexpected_error
from datazone_cancel.options import Options

from .cancellation import Canceler, cancel_one
from .model import FINAL
from .plan import Plan
from .report import Outcome, Report, Result
from .service import Attempts, Service

if TYPE_CHECKING:
    from .waiting import Wait

_WAIT_TIMEOUT = 600
"""Seconds."""
_WAIT_DELAY = 5
"""Seconds between status checks."""


class Observer(Protocol):
    """Shows results and progress while they happen. Only the main thread calls it."""

    def progress(
        self, verb: str, total: int, wait: "Wait | None" = None
    ) -> AbstractContextManager[Callable[[Result], None]]:
        """In this context, call what it returns with the result of each run that is done."""

    def show_result(self, result: Result, *, is_final: bool = True) -> None:
        """Called with each result, and again if waiting for the run changes it."""


def execute_one(plan: Plan, service: Service) -> Report:
    """Cancel the only run of the plan as the AWS CLI does."""
    [identifier] = plan.identifiers
    result, failure = cancel_one(
        service,
        domain_identifier=plan.domain_identifier,
        identifier=identifier,
        attempts=Attempts(),
    )
    return Report(
        domain_identifier=plan.domain_identifier,
        region=service.region,
        results=[result],
        failure=failure,
    )


class Execution:
    """Cancels all runs of a plan; with `--wait`, waits until they have a final status."""

    def __init__(self, plan: Plan, service: Service, options: Options, clock: Clock) -> None:
        self._plan = plan
        self._service = service
        self._options = options
        self._clock = clock
        self._canceler = Canceler(
            service,
            plan.identifiers,
            domain_identifier=plan.domain_identifier,
            concurrency=options.max_concurrency,
            clock=clock,
        )

    def carry_out(self, observer: Observer) -> Report:
        """Cancel and wait. The report says what went wrong, and has all runs in it."""
        errors: list[CommandError] = []
        with (
            collect(errors),
            observer.progress("Canceling", len(self._plan.identifiers)) as advance,
        ):
            for result in self._canceler.cancel():
                self._add_run(result)
                is_final = not self._options.wait or result.outcome is not Outcome.ACCEPTED
                observer.show_result(result, is_final=is_final)
                advance(result)
        results = self._results()
        if self._options.wait and not (errors or self._canceler.stopped_early):
            with collect(errors):
                self._wait(results, observer)
        return self._report(results, errors[0] if errors else None)

    def known_report(self) -> Report:
        """What is known if `carry_out` failed."""
        return self._report(self._results(), None)

    def _results(self) -> list[Result]:
        results = self._canceler.results()
        for result in results:
            self._add_run(result)
        return results

    def _add_run(self, result: Result) -> None:
        """Add what is known about the run from before the cancellation."""
        result.run = result.run or self._plan.known_runs.get(result.identifier)

    def _report(self, results: list[Result], error: CommandError | None) -> Report:
        return Report(
            domain_identifier=self._plan.domain_identifier,
            region=self._service.region,
            results=results,
            failure=self._canceler.failure,
            stopped_early=self._canceler.stopped_early,
            error=error,
            interrupted=self._clock.interrupted,
        )

    def _wait(self, results: list[Result], observer: Observer) -> None:
        """Update the results of accepted cancellations with the statuses that are read."""
        from .waiting import Wait, read_until_final

        options = self._options
        accepted = {
            result.identifier: result for result in results if result.outcome is Outcome.ACCEPTED
        }
        wait = Wait(
            timeout=_WAIT_TIMEOUT if options.wait_timeout is None else options.wait_timeout,
            delay=_WAIT_DELAY if options.wait_delay is None else options.wait_delay,
            clock=self._clock,
        )
        with observer.progress("Waiting", len(accepted), wait) as advance:
            for identifier, run in read_until_final(
                self._service,
                list(accepted),
                domain_identifier=self._plan.domain_identifier,
                wait=wait,
            ):
                result = accepted[identifier]
                result.status, result.run = run.status, run
                if run.status in FINAL:
                    canceled = run.status == "CANCELED"
                    result.outcome = Outcome.CANCELED if canceled else Outcome.ALREADY_FINISHED
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
