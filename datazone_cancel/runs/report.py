"""The results of canceling runs."""

from collections import Counter
from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any

from .model import Run

if TYPE_CHECKING:
    from datazone_cancel.errors import CommandError
    from datazone_cancel.options import Options


class Outcome(str, Enum):
    """What happened to one run."""

    VALID = "VALID"
    """A dry run: the identifier passed the local checks. The run was not looked up."""
    WOULD_CANCEL = "WOULD_CANCEL"
    """A dry run: a read showed that the run can be canceled."""
    INVALID = "INVALID"
    """The identifier failed the local checks: nothing was sent."""
    ACCEPTED = "ACCEPTED"
    """The service accepted the cancellation; the run's status has not been read since."""
    CANCELED = "CANCELED"
    """A read showed that the run is canceled."""
    ALREADY_FINISHED = "ALREADY_FINISHED"
    """The run reached a final status before it could be canceled."""
    NOT_FOUND = "NOT_FOUND"
    """The domain has no such run."""
    FAILED = "FAILED"
    """The cancellation ended in an error."""
    NOT_ATTEMPTED = "NOT_ATTEMPTED"
    """Nothing was sent: the command was interrupted or had to stop before this run's turn."""


FINISHED = (Outcome.ACCEPTED, Outcome.CANCELED, Outcome.ALREADY_FINISHED, Outcome.NOT_FOUND)
"""Outcomes after which there is nothing left to cancel."""
_SUCCESSES = (Outcome.VALID, Outcome.WOULD_CANCEL, Outcome.ACCEPTED, Outcome.CANCELED)


class Result:
    """One run's outcome. `error` is (code, message); `attempts` counts the cancellations sent.

    `run` is what a read returned about the run, if there was one.
    """

    # A report may have 100,000 of them.
    __slots__ = ("attempts", "error", "identifier", "outcome", "request_id", "run", "status")

    def __init__(
        self,
        identifier: str,
        outcome: Outcome,
        *,
        status: str | None = None,
        attempts: int = 0,
        request_id: str | None = None,
        error: tuple[str, str] | None = None,
        run: Run | None = None,
    ) -> None:
        self.identifier = identifier
        self.outcome = outcome
        self.status = status
        self.attempts = attempts
        self.request_id = request_id
        self.error = error
        self.run = run

    def is_success(self, options: "Options") -> bool:
        """Whether this outcome counts as success."""
        return (
            self.outcome in _SUCCESSES
            or (
                self.outcome is Outcome.ALREADY_FINISHED
                and (options.all or options.ignore_finished)
            )
            or (self.outcome is Outcome.NOT_FOUND and options.ignore_not_found)
        )

    def document(self) -> dict[str, Any]:
        """The result as a JSON document; see docs/usage.md."""
        return {
            "identifier": self.identifier,
            "outcome": self.outcome.value,
            "status": self.status,
            "attempts": self.attempts,
            "requestId": self.request_id,
            "error": self.error and {"code": self.error[0], "message": self.error[1]},
            "run": self.run and self.run.document(),
        }


class Report:
    """The results of one invocation. `region` is None if no Region was needed or named.

    `failure` is the error of the only run, or the error because of which the others were not
    attempted (`stopped_early`). `error` ended canceling or waiting.
    """

    def __init__(
        self,
        *,
        domain_identifier: str,
        region: str | None,
        dry_run: bool = False,
        results: Sequence[Result],
        failure: "CommandError | None" = None,
        stopped_early: bool = False,
        error: "CommandError | None" = None,
        interrupted: bool = False,
    ) -> None:
        self.domain_identifier = domain_identifier
        self.region = region
        self.dry_run = dry_run
        self.results = results
        self.failure = failure
        self.stopped_early = stopped_early
        self.error = error
        self.interrupted = interrupted

    def counts(self) -> dict[Outcome, int]:
        """The number of results by outcome, in the order in which outcomes are declared."""
        counted = Counter(result.outcome for result in self.results)
        return {outcome: counted[outcome] for outcome in Outcome if outcome in counted}

    def outline(self) -> dict[str, Any]:
        """The document with Results in it, which take less memory than their documents."""
        return {
            "domainIdentifier": self.domain_identifier,
            "region": self.region,
            "dryRun": self.dry_run,
            "results": self.results,
            "summary": {outcome.value: count for outcome, count in self.counts().items()},
        }

    def document(self) -> dict[str, Any]:
        """The report as a JSON document; see docs/usage.md."""
        return {**self.outline(), "results": [result.document() for result in self.results]}


_SAMPLE_RUN = Run("selected", "SUBMITTED", ("SAMPLE",), "sample", "sample", "sample")
SAMPLES = tuple(
    Report(domain_identifier="dzd_sample", region="us-east-1", results=[result])
    for result in (
        Result(identifier="accepted", outcome=Outcome.ACCEPTED, attempts=1, request_id="sample"),
        Result(identifier="failed", outcome=Outcome.FAILED, error=("Sample", "A sample")),
        Result(identifier="selected", outcome=Outcome.WOULD_CANCEL, run=_SAMPLE_RUN),
    )
)
"""Reports with every kind of value, to try a query or a format before anything is sent."""
