"""Handles incoming datazone requests, invokes methods, returns responses."""

from moto.core.request import Request
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import get_service_model

from .constraints import violations
from .exceptions import ConstraintViolations, ValidationException
from .models import DataZoneBackend, datazone_backends


class DataZoneResponse(BaseResponse):
    """Handler for DataZone requests and responses."""

    def __init__(self) -> None:
        super().__init__(service_name="datazone")
        self.automated_parameter_parsing = True

    def parse_parameters(self, request: Request) -> None:
        self.readable = True
        try:
            super().parse_parameters(request)
        except ValueError:
            self.readable = False

    @property
    def datazone_backend(self) -> DataZoneBackend:
        """Return backend instance specific for this region."""
        return datazone_backends[self.current_account][self.region]

    def list_domains(self) -> ActionResult:
        self._check()
        domains, next_token = self.datazone_backend.list_domains(
            status=self._get_param("status"),
            max_results=self._get_param("maxResults"),
            next_token=self._get_param("nextToken"),
        )
        return ActionResult({"items": domains, "nextToken": next_token})

    def get_domain(self) -> ActionResult:
        self._check()
        return ActionResult(self.datazone_backend.get_domain(self._get_param("identifier")))

    def start_metadata_generation_run(self) -> ActionResult:
        self._check()
        types = self._get_param("types") or [self._get_param("type")]
        if types == [None]:
            # Neither is a required member; what the service says without both is unknown.
            raise ValidationException("Either type or types must be provided")
        run = self.datazone_backend.start_metadata_generation_run(
            self._get_param("domainIdentifier"),
            types=types,
            target=self._get_param("target"),
            owning_project_identifier=self._get_param("owningProjectIdentifier"),
            client_token=self._get_param("clientToken"),
        )
        return ActionResult(run)

    def get_metadata_generation_run(self) -> ActionResult:
        self._check()
        run = self.datazone_backend.get_metadata_generation_run(
            self._get_param("domainIdentifier"), self._get_param("identifier")
        )
        return ActionResult(run)

    def list_metadata_generation_runs(self) -> ActionResult:
        self._check()
        runs, next_token = self.datazone_backend.list_metadata_generation_runs(
            self._get_param("domainIdentifier"),
            status=self._get_param("status"),
            type_=self._get_param("type"),
            target_identifier=self._get_param("targetIdentifier"),
            max_results=self._get_param("maxResults"),
            next_token=self._get_param("nextToken"),
        )
        # `items` is optional here: where there are none, a client has to do without the member.
        return ActionResult({"items": runs or None, "nextToken": next_token})

    def cancel_metadata_generation_run(self) -> str:
        self._check()
        self.datazone_backend.cancel_metadata_generation_run(
            self._get_param("domainIdentifier"), self._get_param("identifier")
        )
        return ""  # not EmptyResult, whose body is {}

    def _check(self) -> None:
        if not self.readable:
            # What the service says to a body or a number that is none is unknown.
            raise ValidationException("The request could not be read")
        operation = get_service_model("datazone").operation_model(self._get_action())
        found = list(violations(operation.input_shape, {**self.params, **self.uri_match}))
        if found:
            raise ConstraintViolations(found)
