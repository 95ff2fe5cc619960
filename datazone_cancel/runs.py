"""A metadata generation run, as far as a reading told."""

from dataclasses import dataclass
from datetime import datetime, timezone

CANCELABLE = ("SUBMITTED", "IN_PROGRESS")
"""The statuses in which the service takes a cancellation, in the order of a run's life."""
FINAL = ("CANCELED", "SUCCEEDED", "FAILED", "PARTIALLY_SUCCEEDED")
"""The statuses that a run does not leave."""
TYPES = ("BUSINESS_DESCRIPTIONS", "BUSINESS_NAMES", "BUSINESS_GLOSSARY_ASSOCIATIONS")
"""What a run can write."""


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Run:
    """What ListMetadataGenerationRuns and GetMetadataGenerationRun tell of a run.

    A listing may leave out all but the identifier.
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
        """Its types, in the words that tell them apart."""
        return "+".join(
            type_.removeprefix("BUSINESS_").removesuffix("_ASSOCIATIONS") for type_ in self.types
        )

    @property
    def age(self) -> str:
        """Since it was created, in the largest unit that there is one of: 45s, 12m, 5h, 3d."""
        if self.created_at is None:
            return ""
        seconds = max(0, int((datetime.now(timezone.utc) - self.created_at).total_seconds()))
        for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
            if seconds >= length:
                return f"{seconds // length}{unit}"
        return f"{seconds}s"
