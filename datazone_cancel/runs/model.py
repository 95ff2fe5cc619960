"""Metadata generation runs, and the results of canceling them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datazone_cancel.errors import CommandError

CANCELABLE = ("SUBMITTED", "IN_PROGRESS")
"""Statuses in which the service accepts a cancellation, in the order of a run's life."""
FINAL = ("CANCELED", "SUCCEEDED", "FAILED", "PARTIALLY_SUCCEEDED")
"""Statuses that a run does not leave."""
FINISHED_PATTERN = rf"\bin ({'|'.join(FINAL)}) status cannot be canceled"
"""In the service's error about a run that has finished."""
DOMAIN_PATTERN = "dzd[-_][a-zA-Z0-9_-]{1,36}"
IDENTIFIER_PATTERN = "[a-zA-Z0-9_-]{1,36}"
"""The patterns of the API model (DomainId, MetadataGenerationRunIdentifier).

The model does not anchor them; the service matches the whole string, and so does this program.
"""
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

    @classmethod
    def parse(cls, identifier: str, status: str | None, document: Mapping[str, Any]) -> "Run":
        """The run of a document. Raises ValueError, LookupError or TypeError if it is not valid."""
        created_at = document["createdAt"]
        return cls(
            identifier,
            status,
            tuple(map(_text, document["types"])),
            _optional_text(document["targetIdentifier"]),
            _optional_text(document["owningProjectId"]),
            _optional_text(document["createdBy"]),
            datetime.fromisoformat(created_at) if created_at is not None else None,
        )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _optional_text(value: object) -> str | None:
    return None if value is None else _text(value)


class Location(NamedTuple):
    """Where runs are."""

    domain_identifier: str
    region: str | None
    """None if no Region was needed or named."""
    endpoint_url: str | None = None
    """None if it is the default one of the Region."""

    def document(self) -> dict[str, str | None]:
        """The location as members of a JSON document."""
        endpoint = {"endpointUrl": self.endpoint_url} if self.endpoint_url else {}
        return {"domainIdentifier": self.domain_identifier, "region": self.region, **endpoint}

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> "Location":
        """The location in a document. Raises LookupError or TypeError if it is not valid."""
        return cls(
            _text(document["domainIdentifier"]),
            _optional_text(document["region"]),
            _optional_text(document.get("endpointUrl")),
        )


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


@dataclass(slots=True)  # a report may have 100,000 of them: frozen ones take three times as long
class Result:
    """One run's outcome. `attempts` counts the cancellations sent.

    `run` is what a read returned about the run, if there was one, and `at` when the outcome was
    known, in seconds since 1970.
    """

    identifier: str
    outcome: Outcome
    status: str | None = None
    attempts: int = 0
    request_id: str | None = None
    reason: Reason | None = None
    run: Run | None = None
    at: float | None = None

    def document(self) -> dict[str, Any]:
        """The result as a JSON document; see docs/usage.md."""
        return {
            "at": self.at and format_time(self.at),
            "identifier": self.identifier,
            "outcome": self.outcome.value,
            "status": self.status,
            "attempts": self.attempts,
            "requestId": self.request_id,
            "error": self.reason and self.reason._asdict(),
            "run": self.run and self.run.document(),
        }

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> "Result":
        """The result in a document. Raises ValueError, LookupError or TypeError if invalid."""
        identifier = _text(document["identifier"])
        status = _optional_text(document["status"])
        at, error, run = document["at"], document["error"], document["run"]
        return cls(
            identifier,
            Outcome(document["outcome"]),
            status,
            int(document["attempts"]),
            _optional_text(document["requestId"]),
            Reason(_text(error["code"]), _text(error["message"])) if error is not None else None,
            Run.parse(identifier, status, run) if run is not None else None,
            parse_time(_text(at)) if at is not None else None,
        )


@lru_cache(maxsize=8)  # the runs of a plan have the same time
def format_time(seconds: float) -> str:
    """Seconds since 1970 as ISO 8601, in UTC: 2026-01-31T08:00:00.000Z."""
    time = datetime.fromtimestamp(seconds, timezone.utc)
    return f"{time.isoformat(timespec='milliseconds').removesuffix('+00:00')}Z"


def parse_time(text: str) -> float:
    """Raises ValueError."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


class Report(NamedTuple):
    """The results of one invocation. Times are in seconds since 1970."""

    location: Location
    results: Sequence[Result]
    dry_run: bool = False
    credentials: str | None = None
    """Whose credentials were used; None if no request was sent."""
    started_at: float = 0
    ended_at: float = 0
    cancellation_error: "CommandError | None" = None
    """The error of the only run, or the one for which the remaining runs were given up."""
    stopped_early: bool = False
    """Whether runs were given up."""
    worth_resuming: bool = False
    """Whether a cancellation failed that may succeed later."""
    abort_error: "CommandError | None" = None
    """The error that ended canceling, waiting or looking up before all was done."""
    interrupted: bool = False

    @property
    def ended_early(self) -> bool:
        """Whether runs may be left that the command should have canceled or waited for."""
        return bool(
            self.interrupted or self.stopped_early or self.abort_error or self.worth_resuming
        )

    def counts(self) -> dict[Outcome, int]:
        """The number of results by outcome, in the order in which outcomes are declared."""
        counted = Counter(result.outcome for result in self.results)
        return {outcome: counted[outcome] for outcome in Outcome if outcome in counted}

    def outline(self) -> dict[str, Any]:
        """The document with Results in it, which take less memory than their documents."""
        return {
            **self.location.document(),
            "dryRun": self.dry_run,
            "credentials": self.credentials,
            "startedAt": format_time(self.started_at),
            "endedAt": format_time(self.ended_at),
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
    made_at: float
    """In seconds since 1970."""
    earlier: Mapping[str, Result] = {}
    """If a record is resumed, the results of all its runs."""

    def runs(self) -> list[Run]:
        """What is known about each run."""
        return [
            self.known_runs.get(identifier) or Run(identifier) for identifier in self.identifiers
        ]

    def unattempted(self, identifier: str) -> Result:
        """The result of a run that this command has not tried to cancel."""
        earlier = self.earlier.get(identifier)
        if earlier and earlier.outcome not in (Outcome.VALID, Outcome.WOULD_CANCEL):
            return earlier
        run = self.known_runs.get(identifier)
        status = run.status if run else None
        return Result(identifier, Outcome.NOT_ATTEMPTED, status, run=run, at=self.made_at)

    def dry_results(self) -> list[Result]:
        """The results of a dry run that looks nothing up."""
        return list(map(self._dry_result, self.earlier or self.identifiers))

    def _dry_result(self, identifier: str) -> Result:
        earlier = self.earlier.get(identifier)
        if earlier and earlier.outcome in FINISHED:
            return earlier
        if run := self.known_runs.get(identifier):
            return Result(
                identifier, Outcome.WOULD_CANCEL, status=run.status, run=run, at=self.made_at
            )
        return Result(identifier, Outcome.VALID, at=self.made_at)
