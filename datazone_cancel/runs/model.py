"""Runs, and the results of canceling them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from enum import Enum
from typing import Any, Protocol

from datazone_cancel.errors import CommandError, RequestInfo

CANCELABLE = ("SUBMITTED", "IN_PROGRESS")
"""Statuses in which the service accepts a cancellation, in the order of a run's life."""
FINAL = ("CANCELED", "SUCCEEDED", "FAILED", "PARTIALLY_SUCCEEDED")
"""Statuses that a run does not leave."""
TYPES = ("BUSINESS_DESCRIPTIONS", "BUSINESS_NAMES", "BUSINESS_GLOSSARY_ASSOCIATIONS")
"""What a run can generate."""


@dataclass(frozen=True, kw_only=True)
class Run:
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

    @property
    def short_types(self) -> str:
        """The types without what they have in common: `NAMES+DESCRIPTIONS`."""
        return "+".join(
            type_.removeprefix("BUSINESS_").removesuffix("_ASSOCIATIONS") for type_ in self.types
        )

    @property
    def age(self) -> str:
        """The time since the run was created, in one unit: 45s, 12m, 5h, 3d."""
        if self.created_at is None:
            return ""
        seconds = max(0, int((datetime.now(timezone.utc) - self.created_at).total_seconds()))
        for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
            if seconds >= length:
                return f"{seconds // length}{unit}"
        return f"{seconds}s"


class Service(Protocol):
    """What the engine needs of DataZone. All methods raise CommandError."""

    region: str

    def cancel_metadata_generation_run(
        self, *, domain_identifier: str, identifier: str
    ) -> RequestInfo: ...

    def get_metadata_generation_run(self, *, domain_identifier: str, identifier: str) -> Run: ...

    def list_metadata_generation_runs(
        self,
        *,
        domain_identifier: str,
        status: str | None = None,
        type_: str | None = None,
        target_identifier: str | None = None,
    ) -> Iterator[list[Run]]: ...

    def stop(self) -> None:
        """Send no more cancellations."""


class Outcome(str, Enum):
    """What happened to one run."""

    WOULD_CANCEL = "WOULD_CANCEL"
    """A dry run: nothing was sent."""
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """One run's outcome. `error` is (code, message); `attempts` counts the cancellations sent."""

    identifier: str
    outcome: Outcome
    status: str | None = None
    attempts: int = 0
    request_id: str | None = None
    error: tuple[str, str] | None = None

    def document(self) -> dict[str, Any]:
        """The result as a JSON document; see docs/usage.md."""
        return {
            "identifier": self.identifier,
            "outcome": self.outcome.value,
            "status": self.status,
            "attempts": self.attempts,
            "requestId": self.request_id,
            "error": self.error and {"code": self.error[0], "message": self.error[1]},
        }


@dataclass(frozen=True, kw_only=True)
class Report:
    """The results of one invocation. `region` is None if no Region was needed or named.

    `failure` is the error of the only run, or the error because of which the others were not
    attempted (`stopped_early`). `wait_error` is the error that ended waiting.
    """

    domain_identifier: str
    region: str | None
    dry_run: bool = False
    results: Sequence[Result] = ()
    failure: CommandError | None = None
    stopped_early: bool = False
    wait_error: CommandError | None = None
    interrupted: bool = False

    def counts(self) -> dict[Outcome, int]:
        """The number of results by outcome, in the order in which outcomes are declared."""
        counted = Counter(result.outcome for result in self.results)
        return {outcome: counted[outcome] for outcome in Outcome if outcome in counted}

    def document(self) -> dict[str, Any]:
        """The report as a JSON document; see docs/usage.md."""
        return {
            "domainIdentifier": self.domain_identifier,
            "region": self.region,
            "dryRun": self.dry_run,
            "results": [result.document() for result in self.results],
            "summary": {outcome.value: count for outcome, count in self.counts().items()},
        }
