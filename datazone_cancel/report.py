"""What became of the runs: the data behind every report, whatever it is printed as."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Outcome(str, Enum):
    """What became of one run."""

    WOULD_CANCEL = "WOULD_CANCEL"
    """A dry run: nothing was sent."""
    INVALID = "INVALID"
    """Refused by the local checks: nothing was sent."""
    ACCEPTED = "ACCEPTED"
    """The service took the cancellation; the run's status has not been read since."""
    CANCELED = "CANCELED"
    """Read to be canceled."""
    ALREADY_FINISHED = "ALREADY_FINISHED"
    """The run reached a final status before it could be canceled."""
    NOT_FOUND = "NOT_FOUND"
    """The domain has no such run."""
    FAILED = "FAILED"
    """The cancellation ended in an error."""
    NOT_ATTEMPTED = "NOT_ATTEMPTED"
    """Nothing was sent: the command was interrupted or had to stop before its turn."""


@dataclass(frozen=True, kw_only=True, slots=True, repr=False, eq=False)
class Result:
    """One run's outcome. `error` is (code, message); `attempts` counts the cancellations sent."""

    identifier: str
    outcome: Outcome
    status: str | None = None
    attempts: int = 0
    request_id: str | None = None
    error: tuple[str, str] | None = None

    def document(self) -> dict[str, Any]:
        """The result as in the JSON document that docs/usage.md describes."""
        return {
            "identifier": self.identifier,
            "outcome": self.outcome.value,
            "status": self.status,
            "attempts": self.attempts,
            "requestId": self.request_id,
            "error": self.error and {"code": self.error[0], "message": self.error[1]},
        }


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Report:
    """The outcome of an extended invocation; `region` is None where none was needed or named."""

    domain_identifier: str
    region: str | None
    dry_run: bool
    results: Sequence[Result]

    def counts(self) -> dict[Outcome, int]:
        """How many results have each outcome, in the order in which outcomes are declared."""
        counted = Counter(result.outcome for result in self.results)
        return {outcome: counted[outcome] for outcome in Outcome if outcome in counted}

    def document(self) -> dict[str, Any]:
        """The report as the JSON document that docs/usage.md describes."""
        return {
            "domainIdentifier": self.domain_identifier,
            "region": self.region,
            "dryRun": self.dry_run,
            "results": [result.document() for result in self.results],
            "summary": {outcome.value: count for outcome, count in self.counts().items()},
        }
