"""The service behind the sandbox's HTTP server: moto's backend without moto's settings."""

import sys
import threading
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from importlib import import_module
from json import loads
from pathlib import Path
from typing import TYPE_CHECKING, Any

import moto
from moto.core.request import Request as MotoRequest
from moto.moto_api import state_manager

from .messages import Request, Response, error

if TYPE_CHECKING:
    from .datazone.exceptions import AccessDeniedException
    from .datazone.models import DataZoneBackend, MetadataGenerationRun
    from .datazone.models import Domain as Domain
    from .datazone.responses import DataZoneResponse
else:
    # moto takes the service's name from a module's name, which has to be moto.datazone.
    moto.__path__.append(str(Path(__file__).parent))
    AccessDeniedException = import_module("moto.datazone.exceptions").AccessDeniedException
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


class PlannedRun(MetadataGenerationRun):
    """A run that fails for some of its types: `errors` has a message for each of them."""

    def __init__(self, *, errors: Mapping[str, str], **properties: Any) -> None:
        super().__init__(**properties)
        self.errors = errors

    @property
    def final_status(self) -> str:
        if not self.errors:
            return "SUCCEEDED"
        return "PARTIALLY_SUCCEEDED" if set(self.types) - set(self.errors) else "FAILED"

    @property
    def type_stats(self) -> list[dict[str, str | None]]:
        if self.status != self.final_status:
            return super().type_stats
        return [
            {"type": kind, "status": "FAILED", "errorMessage": self.errors[kind]}
            if kind in self.errors
            else {"type": kind, "status": "SUCCEEDED"}
            for kind in self.types
        ]


class Service:
    """DataZone in all Regions of one account.

    With `seconds_per_status`, a run is SUBMITTED and then IN_PROGRESS for that long. Otherwise, its
    status only changes when it is canceled. moto's ManagedState changes a status when it is read,
    at most once per reading: a run that nobody reads would stay cancelable.
    """

    def __init__(
        self,
        *,
        seconds_per_status: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        state_manager.set_transition(
            "datazone::metadata_generation_run", {"progression": "manual", "times": sys.maxsize}
        )
        self._backends: dict[str, DataZoneBackend] = {}
        self._seconds_per_status = seconds_per_status
        self._clock = clock
        self._status_since: dict[str, float] = {}
        self._lock = threading.Lock()

    def backend(self, region: str) -> DataZoneBackend:
        if region not in self._backends:
            self._backends[region] = DataZoneBackend(region, ACCOUNT)
        return self._backends[region]

    def handle(self, request: Request) -> Response:
        """Answer a request whose body has been read: one client cannot keep the lock."""
        with self._lock:
            self.let_time_pass()
            try:
                answer = _Response(self.backend(request.region), request.access_key).answer(request)
            except NotImplementedError as failure:  # as in moto, for an unknown operation
                return error(
                    501, "NotImplemented", f"The sandbox is not all of DataZone: {failure}"
                )
            except Exception as failure:
                return error(500, "InternalServerException", f"The sandbox failed: {failure!r}")
            self.let_time_pass()
        return answer

    def let_time_pass(self) -> None:
        """Give each run the status that it has by now; the time of a new run starts here."""
        if self._seconds_per_status is None:
            return
        now = self._clock()
        domains = [d for backend in self._backends.values() for d in backend.domains.values()]
        for run in [run for domain in domains for run in domain.runs.values()]:
            since = self._status_since.setdefault(run.id, now)
            while (following := _next_status(run)) and now >= since + self._seconds_per_status:
                run.status = following
                since += self._seconds_per_status
                self._status_since[run.id] = since


def _next_status(run: MetadataGenerationRun) -> str | None:
    """The status that time brings, if any."""
    if run.status == "SUBMITTED":
        return "IN_PROGRESS"
    if run.status == "IN_PROGRESS":
        return run.final_status if isinstance(run, PlannedRun) else "SUCCEEDED"
    return None


class _Response(DataZoneResponse):
    """moto's handler, for a backend, Region and account that only the sandbox chooses."""

    def __init__(self, backend: DataZoneBackend, access_key: str) -> None:
        super().__init__()
        self._backend = backend
        self._caller = access_key

    @property
    def datazone_backend(self) -> DataZoneBackend:
        return self._backend

    def answer(self, request: Request) -> Response:
        moto_request = MotoRequest.from_primitives(
            request.method,
            f"http://datazone.amazonaws.com{request.target}",
            {"Content-Type": request.headers.get("content-type", "")},
            request.body,
        )
        status, headers, body = self._dispatch(moto_request)
        code = {name.lower(): str(value) for name, value in headers.items()}.get("x-amzn-errortype")
        if status < HTTPStatus.BAD_REQUEST:
            return Response(status=int(status), body=str(body).encode())
        if code is None:
            return error(404, "UnknownOperationException", "No operation has this path.")
        # moto adds members that an error of the service does not have.
        return error(int(status), code, loads(body)["message"])

    def get_region_from_url(self, _request: Any, _full_url: str) -> str:
        return self._backend.region_name

    def get_current_account(self) -> str:
        return ACCOUNT

    def _authenticate_and_authorize_normal_action(self, resource: str = "*") -> None:
        """moto's own authorization is off, whatever its settings say."""

    def _get_input(self) -> dict[str, Any]:
        members = super()._get_input()
        operation = self._get_action()
        denial = AccessDeniedException(operation)
        if self._caller == DENIED_KEY:
            domain_id = members.get("domainIdentifier") or members.get("identifier") or "*"
            denial.message = (
                f"User: arn:aws:iam::{ACCOUNT}:user/{DENIED_KEY} is not authorized to perform:"
                f" datazone:{operation} on resource: arn:aws:datazone:"
                f"{self._backend.region_name}:{ACCOUNT}:domain/{domain_id}"
            )
            raise denial
        domain = self._backend.domains.get(members.get("domainIdentifier", ""))
        run = domain and domain.runs.get(members.get("identifier", ""))
        if operation == _CANCEL and run and run.owning_project_id == DENIED_PROJECT:
            raise denial
        return members
