"""What became of the runs: the data behind every report, whatever it is printed as."""

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Outcome(str, Enum):
    """What became of one run."""

    WOULD_CANCEL = "WOULD_CANCEL"
    """A dry run: nothing was sent."""
    INVALID = "INVALID"
    """Refused by the local checks: nothing was sent."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """One run's outcome. `error` is (code, message); `attempts` counts the requests sent."""

    identifier: str
    outcome: Outcome
    status: str | None = None
    attempts: int = 0
    request_id: str | None = None
    error: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Report:
    """The outcome of an extended invocation; `region` is None where none was needed or named."""

    domain_identifier: str
    region: str | None
    dry_run: bool
    results: tuple[Result, ...]

    def document(self) -> dict[str, Any]:
        """The report as the JSON document that docs/usage.md describes."""
        return {
            "domainIdentifier": self.domain_identifier,
            "region": self.region,
            "dryRun": self.dry_run,
            "results": [
                {
                    "identifier": result.identifier,
                    "outcome": result.outcome.value,
                    "status": result.status,
                    "attempts": result.attempts,
                    "requestId": result.request_id,
                    "error": result.error and {"code": result.error[0], "message": result.error[1]},
                }
                for result in self.results
            ],
            "summary": dict(Counter(result.outcome.value for result in self.results)),
        }
