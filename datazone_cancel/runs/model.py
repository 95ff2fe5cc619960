"""Metadata generation runs.

Run is a plain class, because a dataclass or a named tuple would add to the start-up time of every
invocation: see docs/design.md.
"""

from datetime import datetime, timezone
from typing import Any

CANCELABLE = ("SUBMITTED", "IN_PROGRESS")
"""Statuses in which the service accepts a cancellation, in the order of a run's life."""
FINAL = ("CANCELED", "SUCCEEDED", "FAILED", "PARTIALLY_SUCCEEDED")
"""Statuses that a run does not leave."""
TYPES = ("BUSINESS_DESCRIPTIONS", "BUSINESS_NAMES", "BUSINESS_GLOSSARY_ASSOCIATIONS")
"""What a run can generate."""


class Run:
    """A metadata generation run, as last read. Only the identifier is always known.

    The members are those of ListMetadataGenerationRuns and GetMetadataGenerationRun.
    """

    __slots__ = (
        "created_at",
        "created_by",
        "identifier",
        "owning_project_identifier",
        "status",
        "target_identifier",
        "types",
    )

    def __init__(
        self,
        identifier: str,
        status: str | None = None,
        types: tuple[str, ...] = (),
        target_identifier: str | None = None,
        owning_project_identifier: str | None = None,
        created_by: str | None = None,
        created_at: datetime | None = None,
    ) -> None:
        self.identifier = identifier
        self.status = status
        self.types = types
        self.target_identifier = target_identifier
        self.owning_project_identifier = owning_project_identifier
        self.created_by = created_by
        self.created_at = created_at

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

    @property
    def short_types(self) -> str:
        """The types without what they have in common: `NAMES+DESCRIPTIONS`."""
        return "+".join(
            type_.removeprefix("BUSINESS_").removesuffix("_ASSOCIATIONS") for type_ in self.types
        )

    @property
    def created(self) -> str:
        """When the run was created, to the minute, in UTC: 2026-01-31 08:00Z."""
        return (
            f"{self.created_at.astimezone(timezone.utc):%Y-%m-%d %H:%MZ}" if self.created_at else ""
        )

    @property
    def age(self) -> str:
        """The time since the run was created, as `age` prints it; empty if it is unknown."""
        return age(self.created_at) if self.created_at else ""


def age(created_at: datetime) -> str:
    """The time since then, in one unit: 45s, 12m, 5h, 3d."""
    seconds = max(0, int((datetime.now(timezone.utc) - created_at).total_seconds()))
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds >= length:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"
