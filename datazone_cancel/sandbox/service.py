"""The service behind the sandbox's HTTP server: moto's backend without moto's settings."""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from http import HTTPStatus
from importlib import import_module
from json import loads
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import moto
from botocore import xform_name
from botocore.awsrequest import AWSPreparedRequest
from botocore.model import OperationModel
from moto.core.request import normalize_request

from . import rest_json
from .messages import Request, Response, error

if TYPE_CHECKING:
    from .datazone.models import DataZoneBackend, MetadataGenerationRun
    from .datazone.models import Domain as Domain
    from .datazone.responses import DataZoneResponse
else:
    # moto takes the service's name from a module's name, which has to be moto.datazone.
    moto.__path__.append(str(Path(__file__).parent))
    DataZoneResponse = import_module("moto.datazone.responses").DataZoneResponse
    _models = import_module("moto.datazone.models")
    DataZoneBackend = _models.DataZoneBackend
    Domain = _models.Domain
    MetadataGenerationRun = _models.MetadataGenerationRun

ACCOUNT = "123456789012"
DENIED_KEY = "denied"
"""The access key id of a user without IAM permissions for DataZone."""
DENIED_PROJECT = "prjdenied0000"
"""The project whose runs nobody may cancel."""

_CANCEL = "CancelMetadataGenerationRun"
_PROGRESS = ("SUBMITTED", "IN_PROGRESS")


class Run(MetadataGenerationRun):
    """A run that progresses as time passes: it has each status for `seconds`, or forever if None.

    The status is computed when it is read, so that a hundred thousand runs cost nothing meanwhile.
    `errors` has a message for each type that fails in the end.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        seconds: float | None,
        errors: Mapping[str, str] = MappingProxyType({}),
        **properties: Any,
    ) -> None:
        self._clock = clock
        self._seconds = seconds
        self._errors = errors
        super().__init__(**properties)

    @property
    def status(self) -> str | None:
        status = self._set_status
        if self._seconds is None or status not in _PROGRESS:
            return status
        steps = _PROGRESS[_PROGRESS.index(status) :]
        step = int((self._clock() - self._since) / self._seconds)
        return steps[step] if step < len(steps) else self._final_status

    @status.setter
    def status(self, value: str) -> None:
        self._set_status = value
        self._since = self._clock()

    @property
    def _final_status(self) -> str:
        if not self._errors:
            return "SUCCEEDED"
        return "PARTIALLY_SUCCEEDED" if set(self.types) - set(self._errors) else "FAILED"

    @property
    def type_stats(self) -> list[dict[str, str | None]]:
        if self.status != self._final_status:
            return super().type_stats
        return [
            {"type": kind, "status": "FAILED", "errorMessage": self._errors[kind]}
            if kind in self._errors
            else {"type": kind, "status": "SUCCEEDED"}
            for kind in self.types
        ]


class Backend(DataZoneBackend):
    """moto's backend, with runs that progress as time passes."""

    def __init__(self, region: str, new_run: Callable[..., Run]) -> None:
        super().__init__(region, ACCOUNT)
        self._new_run = new_run

    def _start_run(self, domain: Domain, **properties: Any) -> Run:
        run = self._new_run(domain_id=domain.id, created_by=self.user_id, **properties)
        domain.runs[run.id] = run
        return run

    def add_domain(
        self, *, identifier: str, created_at: datetime | None = None, **properties: Any
    ) -> Domain:
        domain = Domain(self, **properties)
        domain.id = identifier
        domain.created_at = domain.last_updated_at = created_at or domain.created_at
        self.domains[domain.id] = domain
        self.created_domains.append(domain)
        return domain

    def add_run(
        self,
        domain: Domain,
        *,
        identifier: str,
        status: str,
        created_at: datetime | None,
        **properties: Any,
    ) -> None:
        run = self._new_run(domain_id=domain.id, **properties)
        run.id = identifier
        run.status = status
        run.created_at = created_at or run.created_at
        domain.runs[run.id] = run


class _Response(DataZoneResponse):
    """moto's handler, for a backend that only this sandbox has."""

    def __init__(self, backend: DataZoneBackend) -> None:
        super().__init__()
        self._backend = backend
        # `items` is optional here, so clients have to do without it.
        items = "ListMetadataGenerationRuns.ListMetadataGenerationRunsOutput.items"
        self.RESPONSE_KEY_PATH_TO_TRANSFORMER = {items: lambda runs: runs or None}

    @property
    def datazone_backend(self) -> DataZoneBackend:
        return self._backend


class Service:
    """DataZone in all Regions of one account.

    `populate` adds what a Region has from the beginning. With `seconds_per_status`, a run is
    SUBMITTED and then IN_PROGRESS for that long. Otherwise, its status only changes when it is
    canceled.
    """

    def __init__(
        self,
        *,
        populate: Callable[[Backend], None],
        seconds_per_status: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._populate = populate
        self._new_run = partial(Run, clock=clock, seconds=seconds_per_status)
        self._backends: dict[str, Backend] = {}
        self._lock = threading.Lock()

    def backend(self, region: str) -> Backend:
        if region not in self._backends:
            self._backends[region] = Backend(region, self._new_run)
            self._populate(self._backends[region])
        return self._backends[region]

    def handle(self, request: Request) -> Response:
        """Answer a request whose body has been read: one client cannot keep the lock."""
        with self._lock:
            try:
                return self._answer(request)
            except rest_json.InvalidRequestError as failure:
                return error(400, "ValidationException", str(failure))

    def _answer(self, request: Request) -> Response:
        found = rest_json.route(request)
        if found is None:
            return error(404, "UnknownOperationException", "No operation has this path.")
        operation, labels = found
        if not hasattr(DataZoneResponse, xform_name(operation.name)):
            message = f"The sandbox is not all of DataZone: it has no {operation.name}."
            return error(501, "NotImplemented", message)
        members = rest_json.read_input(request, operation, labels)
        backend = self.backend(request.region)
        denial = _denial(backend, request.access_key, operation.name, members)
        if denial:
            return error(403, "AccessDeniedException", denial)
        return _call(backend, operation, members)


def _denial(
    backend: Backend, access_key: str, operation: str, members: Mapping[str, Any]
) -> str | None:
    """Why the caller may not do this, if so."""
    domain_id = members.get("domainIdentifier") or members.get("identifier") or "*"
    if access_key == DENIED_KEY:
        return (
            f"User: arn:aws:iam::{ACCOUNT}:user/{DENIED_KEY} is not authorized to perform:"
            f" datazone:{operation} on resource: arn:aws:datazone:"
            f"{backend.region_name}:{ACCOUNT}:domain/{domain_id}"
        )
    domain = backend.domains.get(domain_id)
    run = domain and domain.runs.get(members.get("identifier", ""))
    if operation == _CANCEL and run and run.owning_project_id == DENIED_PROJECT:
        return f"User is not permitted to perform operation: {operation}"
    return None


def _call(backend: Backend, operation: OperationModel, members: Mapping[str, Any]) -> Response:
    """The response of moto's backend, without what moto adds to the service's."""
    target, body = rest_json.serialize(operation, members)
    url = f"http://datazone.{backend.region_name}.api.aws{target}"
    headers = {"Content-Type": "application/json"}
    request = AWSPreparedRequest(operation.http["method"], url, headers, body, stream_output=False)
    status, headers, content = _Response(backend)._dispatch(
        normalize_request(request), url, headers
    )
    if status < HTTPStatus.BAD_REQUEST:
        return Response(status=int(status), body=str(content).encode())
    code = {name.lower(): value for name, value in headers.items()}["x-amzn-errortype"]
    return error(int(status), str(code), loads(content)["message"])
