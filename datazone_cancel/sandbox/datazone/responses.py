"""Handles incoming datazone requests, invokes methods, returns responses."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from moto.core.request import Request
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import get_service_model

from .constraints import violations
from .exceptions import ConstraintViolations, ValidationException
from .models import DataZoneBackend, datazone_backends


class DataZoneResponse(BaseResponse):
    """Handler for DataZone requests and responses.

    Moto's own parser accepts invalid JSON, fails on values of a wrong type, and lets
    the body override the path. The service rejects such requests, and so does this.
    """

    # All hosts but FIPS ones have the Region at this place; not all are amazonaws.com.
    region_regex = re.compile(r"//datazone(?:-fips)?\.(?P<region>[^.]+)\.")
    use_raw_body = True

    def __init__(self) -> None:
        super().__init__(service_name="datazone")
        # The API's model has no operation that takes a compressed body.
        self.allow_request_decompression = False

    @property
    def datazone_backend(self) -> DataZoneBackend:
        """Return backend instance specific for this region."""
        return datazone_backends[self.current_account][self.region]

    def setup_class(
        self,
        request: Request,
        full_url: str | None = None,
        headers: Any = None,
        use_raw_body: bool | None = None,
    ) -> None:
        # Of another media type, Moto would not read the body as it is, and not route
        # the request.
        self.media_type = request.environ.get("CONTENT_TYPE", "").partition(";")[0]
        request.environ["CONTENT_TYPE"] = "application/json"
        super().setup_class(request, full_url, headers, use_raw_body)

    def _get_action(self) -> str:
        # Moto would also take the operation from parameters and headers.
        return self._get_action_from_method_and_request_uri(self.normalized_request)

    def _get_action_from_method_and_request_uri(self, request: Request) -> str:
        # Moto's router does not match an empty identifier, or drops it.
        for method, path, operation in _routes():
            match = request.method == method and path.fullmatch(request.raw_path)
            if match:
                labels = match.groupdict().items()
                self.uri_match = {name: unquote(value) for name, value in labels}
                return operation
        return ""

    def _get_input(self) -> dict[str, Any]:
        """The members of the operation's input, which are valid."""
        model = get_service_model("datazone").operation_model(self._get_action())
        body = self._get_document()
        members: dict[str, Any] = {}
        for name, shape in model.input_shape.members.items():
            key = shape.serialization.get("name", name)
            location = shape.serialization.get("location")
            if location == "uri":
                members[name] = self.uri_match[key]
            elif location == "querystring":
                text = self.normalized_request.args.get(key)
                members[name] = _from_text(shape.type_name, text)
            else:
                members[name] = body.get(key)
        found = list(violations(model.input_shape, members))
        if found:
            raise ConstraintViolations(found)
        return members

    def _get_document(self) -> dict[str, Any]:
        """The JSON object in the body; what the service says without one is unknown."""
        if not self.body:
            return {}
        try:
            document = json.loads(self.body.decode("utf-8"))
        except (ValueError, RecursionError):
            document = None
        if not isinstance(document, dict) or self.media_type not in (
            "",
            "application/json",
        ):
            raise ValidationException("The request body must be a JSON object")
        return document

    def create_domain(self) -> ActionResult:
        members = self._get_input()
        domain = self.datazone_backend.create_domain(
            client_token=members["clientToken"],
            name=members["name"],
            description=members["description"],
            single_sign_on=members["singleSignOn"],
            domain_execution_role=members["domainExecutionRole"],
            kms_key_identifier=members["kmsKeyIdentifier"],
            tags=members["tags"],
            domain_version=members["domainVersion"],
            service_role=members["serviceRole"],
        )
        return ActionResult(domain)

    def delete_domain(self) -> ActionResult:
        self.datazone_backend.delete_domain(self._get_input()["identifier"])
        return ActionResult({"status": "DELETING"})

    def get_domain(self) -> ActionResult:
        domain = self.datazone_backend.get_domain(self._get_input()["identifier"])
        return ActionResult(domain)

    def list_domains(self) -> ActionResult:
        members = self._get_input()
        domains, next_token = self.datazone_backend.list_domains(
            status=members["status"],
            max_results=members["maxResults"],
            next_token=members["nextToken"],
        )
        return ActionResult({"items": domains, "nextToken": next_token})

    def start_metadata_generation_run(self) -> ActionResult:
        members = self._get_input()
        types = members["types"] or [members["type"]]
        if types == [None]:
            # Neither is a required member; what the service says is unknown.
            raise ValidationException("Either type or types must be provided")
        run = self.datazone_backend.start_metadata_generation_run(
            members["domainIdentifier"],
            types=types,
            target=members["target"],
            owning_project_identifier=members["owningProjectIdentifier"],
            client_token=members["clientToken"],
        )
        return ActionResult(run.to_dict(members["type"]))

    def get_metadata_generation_run(self) -> ActionResult:
        members = self._get_input()
        run = self.datazone_backend.get_metadata_generation_run(
            members["domainIdentifier"], members["identifier"]
        )
        return ActionResult(run.to_dict(members["type"]))

    def list_metadata_generation_runs(self) -> ActionResult:
        members = self._get_input()
        runs, next_token = self.datazone_backend.list_metadata_generation_runs(
            members["domainIdentifier"],
            status=members["status"],
            type_=members["type"],
            target_identifier=members["targetIdentifier"],
            max_results=members["maxResults"],
            next_token=members["nextToken"],
        )
        items = [run.to_dict(members["type"]) for run in runs]
        # `items` is optional here, so clients have to do without it.
        return ActionResult({"items": items or None, "nextToken": next_token})

    def cancel_metadata_generation_run(self) -> str:
        members = self._get_input()
        self.datazone_backend.cancel_metadata_generation_run(
            members["domainIdentifier"], members["identifier"]
        )
        return ""  # the body of an EmptyResult would be {}


@lru_cache
def _routes() -> list[tuple[str, re.Pattern[str], str]]:
    """Method, path and name of each operation."""
    model = get_service_model("datazone")
    operations = [model.operation_model(name) for name in model.operation_names]
    return [
        (
            str(operation.http["method"]),
            re.compile(
                re.sub(r"{(\w+)}", r"(?P<\1>[^/]*)", operation.http["requestUri"])
            ),
            str(operation.name),
        )
        for operation in operations
    ]


def _from_text(type_name: str, text: str | None) -> Any:
    """A value of the query; the text itself if it does not have that type."""
    if type_name == "integer" and text and re.fullmatch("-?[0-9]{1,9}", text):
        return int(text)
    if type_name == "boolean" and text in ("true", "false"):
        return text == "true"
    return text
