"""A metadata generation run, as far as a reading told."""

from dataclasses import dataclass
from datetime import datetime

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
