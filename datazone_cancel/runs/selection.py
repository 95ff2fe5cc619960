"""Select the cancelable runs of a domain. Sends only reads."""

from collections.abc import Iterator
from datetime import datetime, timezone
from itertools import islice
from typing import NamedTuple

from datazone_cancel.options import Options

from .model import CANCELABLE, Run
from .service import Service


class Filters(NamedTuple):
    """Conditions on a run. None, or an empty tuple, matches every run."""

    statuses: tuple[str, ...] = ()
    type: str | None = None
    target_identifier: str | None = None
    owning_project_identifier: str | None = None
    created_by: str | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None
    max_items: int | None = None

    @classmethod
    def from_options(cls, options: Options) -> "Filters":
        limits = [options.created_before] if options.created_before else []
        if options.older_than is not None:
            limits.append(datetime.now(timezone.utc) - options.older_than)
        return cls(
            statuses=options.status,
            type=options.type,
            target_identifier=options.target_identifier,
            owning_project_identifier=options.owning_project_identifier,
            created_by=options.created_by,
            created_after=options.created_after,
            created_before=min(limits, default=None),
            max_items=options.max_items,
        )

    def match(self, run: Run) -> bool:
        """Whether the run meets the conditions that the service cannot check."""
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


def select_runs(service: Service, *, domain_identifier: str, filters: Filters) -> list[Run]:
    """The cancelable runs of the domain that match the filters, SUBMITTED ones first."""
    runs = cancelable_runs(service, domain_identifier=domain_identifier, filters=filters)
    return list(islice(filter(filters.match, runs), filters.max_items))


def cancelable_runs(service: Service, *, domain_identifier: str, filters: Filters) -> Iterator[Run]:
    """The cancelable runs of the domain, by the filters that the service can apply."""
    seen = set()
    # In the order of a run's life: a run that moves on between the listings is in one of them.
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
                if _is_incomplete(run, filters):
                    run = service.get_metadata_generation_run(
                        domain_identifier=domain_identifier, identifier=run.identifier
                    )
                # The service was asked for these already; a listing is not trusted to be right.
                if (
                    run.status in statuses
                    and (filters.type is None or filters.type in run.types)
                    and filters.target_identifier in (None, run.target_identifier)
                ):
                    yield run


def _is_incomplete(run: Run, filters: Filters) -> bool:
    """Whether a listing left out what decides about the run."""
    return (
        run.status is None
        or run.created_at is None
        or (filters.type is not None and not run.types)
        or (filters.target_identifier is not None and run.target_identifier is None)
    )
