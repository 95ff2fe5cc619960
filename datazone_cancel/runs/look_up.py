"""Look up the runs of a plan: a dry run that reads, and cancels nothing."""

from dataclasses import replace

from datazone_cancel.clock import Clock
from datazone_cancel.errors import CommandError

from .background import produce_in_background
from .execution import Observer, collect
from .model import CANCELABLE, FINAL, Outcome, Plan, Reason, Report, Result, Run
from .reading import read_runs
from .service import Domain


def look_up(plan: Plan, domain: Domain, clock: Clock, observer: Observer) -> Report:
    """The report of what canceling each run would lead to. Runs that were not read are VALID.

    If a record is resumed, its runs are verified: read, whatever their recorded outcome is.
    """
    errors: list[CommandError] = []
    identifiers = tuple(plan.earlier or plan.identifiers)
    results: dict[str, Result] = {}
    readings = produce_in_background(
        lambda: read_runs(domain, identifiers), should_stop=lambda: clock.interrupted
    )
    with collect(errors), observer.progress("Looking up", len(identifiers)) as advance:
        for identifier, found in readings:
            result = _result(identifier, found, plan.earlier.get(identifier))
            results[identifier] = replace(result, at=clock.timestamp())
            observer.show_result(results[identifier])
            advance(results[identifier])
    unread = {
        identifier: plan.earlier.get(identifier)
        or Result(identifier, Outcome.VALID, at=plan.made_at)
        for identifier in identifiers
        if identifier not in results
    }
    return Report(
        domain.location,
        [results.get(identifier) or unread[identifier] for identifier in identifiers],
        dry_run=True,
        credentials=domain.credentials,
        abort_error=errors[0] if errors else None,
        interrupted=clock.interrupted,
    )


def _result(identifier: str, found: Run | CommandError, earlier: Result | None) -> Result:
    if isinstance(found, CommandError):
        missing = found.name == "ResourceNotFoundException"
        return Result(
            identifier,
            Outcome.NOT_FOUND if missing else Outcome.FAILED,
            request_id=found.request.request_id,
            reason=Reason(found.name, found.message),
        )
    reason = None
    if earlier and found.status == "CANCELED":
        outcome = Outcome.CANCELED
    elif found.status in FINAL:
        outcome = Outcome.ALREADY_FINISHED
    elif earlier and earlier.outcome is Outcome.ACCEPTED:
        outcome = Outcome.ACCEPTED
    elif found.status in CANCELABLE:
        outcome = Outcome.WOULD_CANCEL
    else:
        outcome = Outcome.FAILED
        status = f"in {found.status} status" if found.status else "without a status"
        message = f"Only SUBMITTED and IN_PROGRESS runs can be canceled; this run is {status}."
        reason = Reason("UnknownStatus", message)
    return Result(identifier, outcome, status=found.status, reason=reason, run=found)
