"""Look up the runs of a plan: a dry run that reads, and cancels nothing."""

from datazone_cancel.clock import Clock
from datazone_cancel.errors import CommandError

from .background import iterate_in_background
from .execution import Observer, collect
from .model import FINAL, Run
from .plan import Plan
from .reading import read_runs
from .report import Outcome, Report, Result
from .service import Service


def look_up(plan: Plan, service: Service, clock: Clock, observer: Observer) -> Report:
    """The report of what canceling each run would lead to. Runs that were not read are VALID."""
    errors: list[CommandError] = []
    results: dict[str, Result] = {}
    readings = read_runs(service, plan.identifiers, domain_identifier=plan.domain_identifier)
    with collect(errors), observer.progress("Looking up", len(plan.identifiers)) as advance:
        for identifier, found in iterate_in_background(
            readings, should_stop=lambda: clock.interrupted
        ):
            results[identifier] = _result(identifier, found)
            observer.show_result(results[identifier])
            advance(results[identifier])
    return Report(
        domain_identifier=plan.domain_identifier,
        region=service.region,
        dry_run=True,
        results=[
            results.get(identifier) or Result(identifier, Outcome.VALID)
            for identifier in plan.identifiers
        ],
        error=errors[0] if errors else None,
        interrupted=clock.interrupted,
    )


def _result(identifier: str, found: Run | CommandError) -> Result:
    if isinstance(found, Run):
        finished = found.status in FINAL
        outcome = Outcome.ALREADY_FINISHED if finished else Outcome.WOULD_CANCEL
        return Result(identifier, outcome, status=found.status, run=found)
    missing = found.name == "ResourceNotFoundException"
    return Result(
        identifier,
        Outcome.NOT_FOUND if missing else Outcome.FAILED,
        request_id=found.request.request_id,
        error=(found.name, found.message),
    )
