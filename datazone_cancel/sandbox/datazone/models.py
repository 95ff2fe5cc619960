"""DataZoneBackend class with methods for supported APIs."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.common_models import BaseModel
from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from .exceptions import (
    AccessDeniedException,
    ConflictException,
    ResourceNotFoundException,
    ValidationException,
)

CANCELABLE = ("SUBMITTED", "IN_PROGRESS")

_Row = TypeVar("_Row")


@dataclass(kw_only=True)
class Domain(BaseModel):
    id: str
    name: str
    arn: str
    managed_account_id: str
    domain_execution_role: str
    created_at: datetime
    status: str = "AVAILABLE"
    domain_version: str = "V1"


@dataclass(kw_only=True)
class MetadataGenerationRun(BaseModel):
    domain_id: str
    id: str
    owning_project_id: str
    target: dict[str, str]
    types: Sequence[str]
    status: str
    created_at: datetime
    created_by: str
    status_since: datetime

    @property
    def type_stats(self) -> list[dict[str, str]]:
        return [{"type": kind, "status": self.status} for kind in self.types]

    def progress(self, *, seconds: float) -> None:
        """Take on the status of a run that spends that long in SUBMITTED and in IN_PROGRESS.

        moto's ManagedState moves one status a reading, however long ago the last one was: a run
        that nobody looked at would stay cancelable.
        """
        for status, following in (("SUBMITTED", "IN_PROGRESS"), ("IN_PROGRESS", "SUCCEEDED")):
            if self.status == status and utcnow() >= self.status_since + timedelta(seconds=seconds):
                self.status = following
                self.status_since += timedelta(seconds=seconds)


class DataZoneBackend(BaseBackend):
    """Implementation of DataZone APIs.

    Domains are put into `domains`. A project, an asset and a user need not exist to be named.
    """

    seconds_a_status: float | None = None
    """How long a run is SUBMITTED, and then IN_PROGRESS; None: its status stays as it is."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.domains: dict[str, Domain] = {}
        self.runs: dict[str, dict[str, MetadataGenerationRun]] = {}
        self._started: dict[tuple[str, str], tuple[dict[str, Any], MetadataGenerationRun]] = {}

    def add_domain(self, domain: Domain) -> None:
        self.domains[domain.id] = domain
        self.runs[domain.id] = {}

    def add_run(self, run: MetadataGenerationRun) -> None:
        """Runs are listed in the order in which they are added: oldest first."""
        self.runs[run.domain_id][run.id] = run

    def list_domains(
        self, *, status: str | None, max_results: int | None, next_token: str | None
    ) -> tuple[list[Domain], str | None]:
        return _page(
            list(self.domains.values()),
            lambda domain: status in (None, domain.status),
            max_results=max_results or 25,
            next_token=next_token,
        )

    def get_domain(self, domain_identifier: str, *, operation: str = "GetDomain") -> Domain:
        if domain_identifier not in self.domains:
            raise AccessDeniedException(operation)
        return self.domains[domain_identifier]

    def start_metadata_generation_run(
        self,
        domain_identifier: str,
        *,
        types: Sequence[str],
        target: dict[str, str],
        owning_project_identifier: str,
        client_token: str | None,
    ) -> MetadataGenerationRun:
        self.get_domain(domain_identifier, operation="StartMetadataGenerationRun")
        request = {"types": types, "target": target, "project": owning_project_identifier}
        token = (domain_identifier, client_token or mock_random.get_random_hex(32))
        if token in self._started:
            earlier_request, earlier_run = self._started[token]
            if earlier_request != request:
                # What the service says here is unknown; Conflict is the modelled error that fits.
                raise ConflictException("The client token was used with other parameters.")
            return earlier_run
        now = utcnow()
        run = MetadataGenerationRun(
            domain_id=domain_identifier,
            id=f"mgr{mock_random.get_random_hex(11)}",
            owning_project_id=owning_project_identifier,
            target=target,
            types=types,
            status="SUBMITTED",
            created_at=now,
            created_by="usr7nx82mkl",
            status_since=now,
        )
        self.add_run(run)
        self._started[token] = request, run
        return run

    def get_metadata_generation_run(
        self,
        domain_identifier: str,
        identifier: str,
        *,
        operation: str = "GetMetadataGenerationRun",
    ) -> MetadataGenerationRun:
        self.get_domain(domain_identifier, operation=operation)
        run = self.runs[domain_identifier].get(identifier)
        if run is None:
            raise ResourceNotFoundException
        self._progress(run)
        return run

    def list_metadata_generation_runs(
        self,
        domain_identifier: str,
        *,
        status: str | None,
        type_: str | None,
        target_identifier: str | None,
        max_results: int | None,
        next_token: str | None,
    ) -> tuple[list[MetadataGenerationRun], str | None]:
        self.get_domain(domain_identifier, operation="ListMetadataGenerationRuns")
        runs = list(self.runs[domain_identifier].values())
        for run in runs:
            self._progress(run)
        return _page(
            runs,
            lambda run: (
                status in (None, run.status)
                and (type_ is None or type_ in run.types)
                and target_identifier in (None, run.target["identifier"])
            ),
            max_results=max_results or 50,
            next_token=next_token,
        )

    def cancel_metadata_generation_run(self, domain_identifier: str, identifier: str) -> None:
        run = self.get_metadata_generation_run(
            domain_identifier, identifier, operation="CancelMetadataGenerationRun"
        )
        if run.status not in CANCELABLE:
            # The reference shows this for SUCCEEDED only; for the other final statuses it is
            # unknown what the service says.
            raise ValidationException(
                f"The MetadataGenerationRun in {run.status} status cannot be canceled."
            )
        run.status = "CANCELED"

    def _progress(self, run: MetadataGenerationRun) -> None:
        if self.seconds_a_status is not None:
            run.progress(seconds=self.seconds_a_status)


def _page(
    rows: Sequence[_Row],
    wanted: Callable[[_Row], bool],
    *,
    max_results: int,
    next_token: str | None,
) -> tuple[list[_Row], str | None]:
    """The rows from where the token points, and the token for the next page.

    A token holds a place in the whole list, which only grows: a row that leaves the selection
    between two pages, as a canceled run leaves those IN_PROGRESS, moves no other.
    """
    try:
        start = int(urlsafe_b64decode(next_token)) if next_token else 0
    except ValueError:
        raise ValidationException("Invalid nextToken") from None
    places = (place for place in range(start, len(rows)) if wanted(rows[place]))
    page = list(islice(places, max_results))
    following = next(places, None)
    token = None if following is None else urlsafe_b64encode(b"%d" % following).decode()
    return [rows[place] for place in page], token


datazone_backends = BackendDict(DataZoneBackend, "datazone")
