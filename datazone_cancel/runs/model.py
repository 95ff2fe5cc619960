"""Metadata generation runs, and the results of canceling them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datazone_cancel.errors import CommandError

CANCELABLE = ("SUBMITTED", "IN_PROGRESS")
"""Statuses in which the service accepts a cancellation, in the order of a run's life."""
FINAL = ("CANCELED", "SUCCEEDED", "FAILED", "PARTIALLY_SUCCEEDED")
"""Statuses that a run does not leave."""
TYPES = ("BUSINESS_DESCRIPTIONS", "BUSINESS_NAMES", "BUSINESS_GLOSSARY_ASSOCIATIONS")
"""What a run can generate."""


class Run(NamedTuple):
    """A metadata generation run, as last read. Only the identifier is always known.

    The members are those of ListMetadataGenerationRuns and GetMetadataGenerationRun.
    """

    identifier: str
    status: str | None = None
    types: tuple[str, ...] = ()
    target_identifier: str | None = None
    owning_project_identifier: str | None = None
    created_by: str | None = None
    created_at: datetime | None = None

    def document(self) -> dict[str, Any] | None:
        """What is known apart from the identifier and the status, as JSON; None if nothing is.

        The members are named as in the service's responses, except for the target: its type is
        always ASSET.
        """
        document = {
            "types": list(self.types),
            "targetIdentifier": self.target_identifier,
            "owningProjectId": self.owning_project_identifier,
            "createdBy": self.created_by,
            "createdAt": self.created_at and self.created_at.astimezone(timezone.utc).isoformat(),
        }
        return document if any(document.values()) else None


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
SUCCESSES = frozenset((Outcome.VALID, Outcome.WOULD_CANCEL, Outcome.ACCEPTED, Outcome.CANCELED))
"""Outcomes that are a success, whatever the options are."""


class Reason(NamedTuple):
    """Why a run was not canceled: an error of the service, or of this command."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)  # slots: a report may have 100,000 of them
class Result:
    """One run's outcome. `attempts` counts the cancellations sent.

    `run` is what a read returned about the run, if there was one.
    """

    identifier: str
    outcome: Outcome
    status: str | None = None
    attempts: int = 0
    request_id: str | None = None
    reason: Reason | None = None
    run: Run | None = None

    def document(self) -> dict[str, Any]:
        """The result as a JSON document; see docs/usage.md."""
        return {
            "identifier": self.identifier,
            "outcome": self.outcome.value,
            "status": self.status,
            "attempts": self.attempts,
            "requestId": self.request_id,
            "error": self.reason and self.reason._asdict(),
            "run": self.run and self.run.document(),
        }


class Report(NamedTuple):
    """The results of one invocation."""

    domain_identifier: str
    region: str | None
    """None if no Region was needed or named."""
    results: Sequence[Result]
    dry_run: bool = False
    cancellation_error: "CommandError | None" = None
    """The error of the only run, or the one for which the remaining runs were given up."""
    stopped_early: bool = False
    """Whether runs were given up."""
    abort_error: "CommandError | None" = None
    """The error that ended canceling, waiting or looking up before all was done."""
    interrupted: bool = False

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


class Plan(NamedTuple):
    """The runs to cancel, and what has been read about them, by identifier.

    A list may have 100,000 runs of which only the identifier is known; they get no Run each.
    """

    identifiers: Sequence[str]
    known_runs: Mapping[str, Run]

    def runs(self) -> list[Run]:
        """What is known about each run."""
        return [
            self.known_runs.get(identifier) or Run(identifier) for identifier in self.identifiers
        ]

    def dry_results(self) -> list[Result]:
        """The results of a dry run that looks nothing up."""
        return [
            Result(identifier, Outcome.WOULD_CANCEL, status=run.status, run=run)
            if (run := self.known_runs.get(identifier))
            else Result(identifier, Outcome.VALID)
            for identifier in self.identifiers
        ]
