"""What the engine needs of DataZone."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from datazone_cancel.errors import RequestInfo

from .model import Location, Run


class Attempts:
    """Counts how often one request was sent."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0


class Domain(Protocol):
    """A client for the runs of one domain. All methods raise CommandError."""

    location: Location
    credentials: str
    """Whose credentials are used."""

    def cancel(self, identifier: str, attempts: Attempts) -> RequestInfo:
        """Cancel a run, and count the attempts while they are sent.

        Raises NotSentError after `stop`.
        """

    def read(self, identifier: str) -> Run: ...

    def list(self, parameters: Mapping[str, str]) -> Iterator[list[Run]]:
        """The pages of a listing with these parameters of ListMetadataGenerationRuns."""

    @property
    def throttled_rate(self) -> float | None:
        """Cancellations per second while the service throttles them; None while it does not."""

    def stop(self) -> None:
        """Send no more cancellations."""
