"""Look up the runs of a plan: a dry run that reads, and cancels nothing."""

from datazone_cancel.clock import Clock
from datazone_cancel.errors import CommandError

from .background import produce_in_background
from .execution import Observer, collect
from .model import CANCELABLE, FINAL, Outcome, Plan, Reason, Report, Result, Run
from .reading import read_runs
from .service import Domain


def look_up(plan: Plan, domain: Domain, clock: Clock, observer: Observer) -> Report:
    """The report of what canceling each run would lead to. Runs that were not read are VALID."""
    errors: list[CommandError] = []
    results: dict[str, Result] = {}
    readings = produce_in_background(
        lambda: read_runs(domain, plan.identifiers), should_stop=lambda: clock.interrupted
    )
    with collect(errors), observer.progress("Looking up", len(plan.identifiers)) as advance:
        for identifier, found in readings:
            result = results[identifier] = _result(identifier, found)
            observer.show_result(result)
            advance(result)
    return Report(
        domain_identifier=domain.identifier,
        region=domain.region,
        dry_run=True,
        results=[
            results.get(identifier) or Result(identifier, Outcome.VALID)
            for identifier in plan.identifiers
        ],
        abort_error=errors[0] if errors else None,
        interrupted=clock.interrupted,
    )


def _result(identifier: str, found: Run | CommandError) -> Result:
    if isinstance(found, Run):
        outcome = Outcome.ALREADY_FINISHED if found.status in FINAL else Outcome.WOULD_CANCEL
        reason = None
        if found.status not in (*CANCELABLE, *FINAL):
            outcome = Outcome.FAILED
            status = f"in {found.status} status" if found.status else "without a status"
            message = f"A run {status} cannot be canceled, as far as is known."
            reason = Reason("UnknownStatus", message)
        return Result(identifier, outcome, status=found.status, reason=reason, run=found)
    missing = found.name == "ResourceNotFoundException"
    return Result(
        identifier,
        Outcome.NOT_FOUND if missing else Outcome.FAILED,
        request_id=found.request.request_id,
        reason=Reason(found.name, found.message),
    )
