"""Look up the runs of a plan: a dry run that reads, and cancels nothing."""

from datazone_cancel.clock import Clock
from datazone_cancel.errors import CommandError

from .background import produce_in_background
from .execution import Observer, collect
from .model import CANCELABLE, FINAL, Outcome, Plan, Reason, Report, Result, Run
from .reading import read_runs
from .service import Domain


class LookUp:
    """Reads each run of a plan, to say what canceling it would lead to.

    Runs that were not read are VALID. If a record is resumed, its runs are verified: read, whatever
    their recorded outcome is.
    """

    def __init__(self, plan: Plan, domain: Domain, clock: Clock) -> None:
        self._plan = plan
        self._domain = domain
        self._clock = clock
        self._results: dict[str, Result] = {}

    def carry_out(self, observer: Observer) -> Report:
        """Read the runs. The report says what went wrong, and has all runs in it."""
        errors: list[CommandError] = []
        identifiers = tuple(self._plan.earlier or self._plan.identifiers)
        readings = produce_in_background(
            lambda: read_runs(self._domain, identifiers),
            should_stop=lambda: self._clock.interrupted,
        )
        with collect(errors), observer.progress("Looking up", len(identifiers)) as advance:
            for identifier, found in readings:
                result = _result(identifier, found, self._plan.earlier.get(identifier))
                result = result.replace(at=self._clock.timestamp())
                self._results[identifier] = result
                observer.show_result(result)
                advance(result)
        return self.report(errors[0] if errors else None)

    def report(self, abort_error: CommandError | None = None) -> Report:
        """What is known so far."""
        return Report(
            self._domain.location,
            list(map(self._result, self._plan.earlier or self._plan.identifiers)),
            dry_run=True,
            credentials=self._domain.credentials,
            abort_error=abort_error,
            interrupted=self._clock.interrupted,
        )

    def _result(self, identifier: str) -> Result:
        return (
            self._results.get(identifier)
            or self._plan.earlier.get(identifier)
            or Result(identifier, Outcome.VALID, at=self._plan.made_at)
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
