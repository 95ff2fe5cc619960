"""What the engine needs of DataZone."""

from collections.abc import Iterator
from typing import Protocol

from datazone_cancel.errors import RequestInfo

from .model import Run


class Service(Protocol):
    """A client for DataZone. All methods raise CommandError."""

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

    def attempts(self, identifier: str) -> int:
        """How often the cancellation of a run has been sent."""

    def stop(self) -> None:
        """Send nothing more."""
