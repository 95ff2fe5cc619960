"""What the engine needs of DataZone."""

from collections.abc import Iterator
from typing import Protocol

from datazone_cancel.errors import RequestInfo

from .model import Run


class Attempts:
    """Counts how often one request was sent."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0


class Service(Protocol):
    """A client for DataZone. All methods raise CommandError."""

    region: str

    def cancel_metadata_generation_run(
        self, *, domain_identifier: str, identifier: str, attempts: Attempts
    ) -> RequestInfo:
        """Cancel a run, and count the attempts while they are sent."""

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
        """Send nothing more."""
