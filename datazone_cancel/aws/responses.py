"""What the service responds: check bodies before botocore parses them, and turn items into data."""

import json
from collections.abc import Mapping
from datetime import timezone
from typing import Any

from botocore.model import OperationModel

from datazone_cancel.errors import FailureError
from datazone_cancel.input.identifiers import RUN
from datazone_cancel.runs.model import Run


def check_body(operation_model: OperationModel, response_dict: dict[str, Any], **_: Any) -> None:
    """Before parsing: botocore fails on bodies that are no JSON objects, or ignores them.

    Any 2xx means that a cancellation is accepted, and an error status that it is not, whatever the
    body is. The body of a read has to be a JSON object: raises FailureError.
    """
    succeeded = response_dict["status_code"] < 300
    if succeeded and operation_model.name == "CancelMetadataGenerationRun":
        response_dict["body"] = b""
    elif not _is_json_object(response_dict["body"]):
        if succeeded:
            raise FailureError(
                f"The response to {operation_model.name} is not a JSON object. Does the endpoint"
                " belong to DataZone?"
            )
        response_dict["body"] = b""


def _is_json_object(body: bytes) -> bool:
    try:
        return isinstance(json.loads(body), dict)
    except (ValueError, RecursionError):
        return False


def parse_domain(members: Mapping[str, Any] | None) -> tuple[str, str]:
    """Raises FailureError if the response does not describe a domain."""
    identifier = (members or {}).get("id")
    if not members or not isinstance(identifier, str):
        raise FailureError("The service's response contains a domain without an identifier.")
    return identifier, str(members.get("name", ""))


def parse_run(members: Mapping[str, Any] | None) -> Run:
    """Raises FailureError if the response does not describe a run."""
    identifier = (members or {}).get("id")
    if not members or not isinstance(identifier, str):
        raise FailureError("The service's response contains a run without an identifier.")
    if not RUN.accepts(identifier):
        raise FailureError(
            f"The service's response contains a run with an invalid identifier: {identifier[:80]}"
        )
    # `type` is deprecated in favor of `types`; a response may have either, both or neither.
    types = members.get("types") or filter(None, [members.get("type")])
    created_at = members.get("createdAt")
    if created_at and created_at.tzinfo is None:
        created_at = created_at.replace(tzinfo=timezone.utc)
    return Run(
        identifier=identifier,
        status=members.get("status"),
        types=tuple(types),
        target_identifier=(members.get("target") or {}).get("identifier"),
        owning_project_identifier=members.get("owningProjectId"),
        created_by=members.get("createdBy"),
        created_at=created_at,
    )
