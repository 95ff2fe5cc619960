"""Carry out a plan: cancel the runs, then wait for them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from datazone_cancel.clock import Clock
from datazone_cancel.errors import CommandError, unexpected_error
from datazone_cancel.options import Options

from .cancellation import Canceler, cancel_one
from .model import FINAL
from .plan import Plan
from .report import Outcome, Report, Result
from .service import Service
from .waiting import read_statuses

_WAIT_TIMEOUT = 600
"""Seconds."""
_WAIT_DELAY = 5
"""Seconds between status checks."""


class Observer(Protocol):
    """Shows results and progress while they happen. Only the main thread calls it."""

    def progress(self, verb: str, total: int) -> AbstractContextManager[Callable[[], None]]:
        """In this context, call what it returns once for each run that is done."""

    def show_result(self, result: Result) -> None:
        """Called with each result once it is final."""


def execute_one(plan: Plan, service: Service) -> Report:
    """Cancel the only run of the plan as the AWS CLI does."""
    [run] = plan.runs
    result, failure = cancel_one(
        service, domain_identifier=plan.domain_identifier, identifier=run.identifier
    )
    return Report(
        domain_identifier=plan.domain_identifier,
        region=service.region,
        results=[result],
        failure=failure,
    )


def execute_many(
    plan: Plan, service: Service, options: Options, clock: Clock, observer: Observer
) -> Report:
    """Cancel all runs of the plan; with `--wait`, wait until they have a final status.

    Whatever goes wrong, the report has all runs in it.
    """
    canceler = Canceler(
        service,
        [run.identifier for run in plan.runs],
        domain_identifier=plan.domain_identifier,
        concurrency=options.max_concurrency,
        clock=clock,
    )
    errors: list[CommandError] = []
    with _collect(errors), observer.progress("Canceling", len(plan.runs)) as advance:
        for result in canceler.cancel():
            if not options.wait or result.outcome is not Outcome.ACCEPTED:
                observer.show_result(result)
            advance()
    results = _collect_results(canceler, errors)
    if options.wait and not (errors or canceler.stopped_early):
        with _collect(errors):
            _wait(plan, results, service, options, clock, observer)
    return Report(
        domain_identifier=plan.domain_identifier,
        region=service.region,
        results=results,
        failure=canceler.failure,
        stopped_early=canceler.stopped_early,
        error=errors[0] if errors else None,
        interrupted=clock.interrupted,
    )


def _collect_results(canceler: Canceler, errors: list[CommandError]) -> list[Result]:
    try:
        return canceler.results()
    except Exception as error:  # such as MemoryError, after which there may be memory again
        errors.append(unexpected_error(error))
        return canceler.results()


@contextmanager
def _collect(errors: list[CommandError]) -> Iterator[None]:
    """Add the exception that ends this context to the errors."""
    try:
        yield
    except CommandError as error:
        errors.append(error)
    except Exception as error:
        errors.append(unexpected_error(error))


def _wait(
    plan: Plan,
    results: list[Result],
    service: Service,
    options: Options,
    clock: Clock,
    observer: Observer,
) -> None:
    """Update the results of accepted cancellations with the statuses that are read."""
    indexes = {
        result.identifier: index
        for index, result in enumerate(results)
        if result.outcome is Outcome.ACCEPTED
    }
    with observer.progress("Waiting", len(indexes)) as advance:
        for identifier, status in read_statuses(
            service,
            list(indexes),
            domain_identifier=plan.domain_identifier,
            timeout=_WAIT_TIMEOUT if options.wait_timeout is None else options.wait_timeout,
            delay=_WAIT_DELAY if options.wait_delay is None else options.wait_delay,
            clock=clock,
        ):
            index = indexes[identifier]
            results[index] = results[index]._replace(status=status)
            if status in FINAL:
                canceled = status == "CANCELED"
                outcome = Outcome.CANCELED if canceled else Outcome.ALREADY_FINISHED
                results[index] = results[index]._replace(outcome=outcome)
                observer.show_result(results[index])
                advance()
