"""A filtered listing → the runs of a domain that can be canceled. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Protocol

from .runs import CANCELABLE, Run


class Service(Protocol):
    """What selections need of the DataZone service. Both raise CommandError."""

    def list_metadata_generation_runs(
        self,
        *,
        domain_identifier: str,
        status: str | None = None,
        type_: str | None = None,
        target_identifier: str | None = None,
    ) -> Iterator[list[Run]]: ...

    def get_metadata_generation_run(self, *, domain_identifier: str, identifier: str) -> Run: ...


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a run has to be to be selected; None, or nothing, lets every run through."""

    statuses: tuple[str, ...] = ()
    type: str | None = None
    target_identifier: str | None = None
    owning_project_identifier: str | None = None
    created_by: str | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None
    max_items: int | None = None

    def accept(self, run: Run) -> bool:
        """Whether the run fits what a listing cannot be asked for."""
        return (
            self.owning_project_identifier in (None, run.owning_project_identifier)
            and self.created_by in (None, run.created_by)
            and (
                self.created_after is None
                or (run.created_at is not None and self.created_after <= run.created_at)
            )
            and (
                self.created_before is None
                or (run.created_at is not None and run.created_at < self.created_before)
            )
        )


def select(service: Service, *, domain_identifier: str, filters: Filters) -> list[Run]:
    """The cancelable runs of the domain that the filters let through, SUBMITTED ones first."""
    runs = cancelable(service, domain_identifier=domain_identifier, filters=filters)
    return list(islice(filter(filters.accept, runs), filters.max_items))


def cancelable(service: Service, *, domain_identifier: str, filters: Filters) -> Iterator[Run]:
    """The same one by one, by the filters that a listing can be asked for alone."""
    seen = set()
    # In the order of a run's life, so that a run that moves on between two listings is in one.
    statuses = [status for status in CANCELABLE if status in (filters.statuses or CANCELABLE)]
    for status in statuses:
        for page in service.list_metadata_generation_runs(
            domain_identifier=domain_identifier,
            status=status,
            type_=filters.type,
            target_identifier=filters.target_identifier,
        ):
            for run in page:
                if run.identifier in seen:
                    continue
                seen.add(run.identifier)
                if run.status is None or run.created_at is None:
                    run = service.get_metadata_generation_run(
                        domain_identifier=domain_identifier, identifier=run.identifier
                    )
                if run.status in statuses:
                    yield run
