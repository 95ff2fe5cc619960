"""What the service responds: check bodies before botocore parses them, and turn items into data."""

import html
import json
import re
from collections.abc import Mapping
from datetime import timezone
from typing import Any

from botocore.model import ListShape, OperationModel, Shape, StructureShape

from datazone_cancel.errors import FailureError
from datazone_cancel.input.identifiers import RUN
from datazone_cancel.runs.model import Run

_NO_JSON = object()
_MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_MAX_PAGE = 10_000
"""Bytes of a page that are searched for text."""
_MAX_LINE = 200
"""Characters of its first line that are shown."""
_TYPES: dict[str, tuple[type, ...]] = {
    "structure": (dict,),
    "list": (list,),
    "string": (str,),
    "timestamp": (int, float),
}
"""How JSON writes the types that are in the service model."""
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\d{9,10}(\.\d*)?$")
"""Times are numbers; these texts are clear, too, and 20260131 is not."""


def check_body(operation_model: OperationModel, response_dict: dict[str, Any], **_: Any) -> None:
    """Before parsing: botocore fails on bodies that are no JSON objects, or ignores them.

    A success needs a JSON object whose members have the right types, and a cancellation anything
    but a text that is no JSON, such as the login page of a proxy: raises FailureError. An error
    status is an error, whatever the body is.
    """
    body, succeeded = response_dict["body"], response_dict["status_code"] < 300
    cancels = operation_model.name == "CancelMetadataGenerationRun"
    document = _parse_json(body)
    if succeeded and not isinstance(document, dict) and not (cancels and document is not _NO_JSON):
        raise FailureError(
            f"The response to {operation_model.name} is not a JSON object. Does the endpoint"
            " belong to DataZone?",
            ambiguous=cancels,
        )
    if not isinstance(document, dict):
        text = "" if succeeded else _first_line(body)
        response_dict["body"] = json.dumps({"message": text}).encode() if text else b""
    elif succeeded:
        _check_type("", document, operation_model.output_shape)


def _check_type(name: str, value: Any, shape: Shape) -> None:
    """Raises FailureError unless the value has the type of its shape, or is null.

    botocore takes the letters of a text for a list, and words like "now" for a time.
    """
    expected = _TYPES.get(shape.type_name)
    if value is None or expected is None:
        return
    is_time = shape.type_name == "timestamp" and isinstance(value, str) and _TIME.match(value)
    if isinstance(value, bool) or not (isinstance(value, expected) or is_time):
        raise FailureError(
            f"The service's response contains an invalid {name}: {json.dumps(value)[:80]}"
        )
    if isinstance(shape, ListShape):
        for each in value:
            _check_type(name, each, shape.member)
    elif isinstance(shape, StructureShape):
        for member, member_shape in shape.members.items():
            _check_type(member, value.get(member), member_shape)


def _first_line(body: bytes) -> str:
    """The first line of text in the page of a proxy."""
    page = body[:_MAX_PAGE].decode(errors="replace")
    text = html.unescape(_MARKUP.sub("\n", page))
    return next((line.strip()[:_MAX_LINE] for line in text.split("\n") if line.strip()), "")


def _parse_json(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except (ValueError, RecursionError):
        return _NO_JSON


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
    types = members.get("types") or [members.get("type")]
    created_at = members.get("createdAt")
    if created_at and created_at.tzinfo is None:
        created_at = created_at.replace(tzinfo=timezone.utc)
    return Run(
        identifier=identifier,
        status=members.get("status"),
        types=tuple(filter(None, types)),
        target_identifier=(members.get("target") or {}).get("identifier"),
        owning_project_identifier=members.get("owningProjectId"),
        created_by=members.get("createdBy"),
        created_at=created_at,
    )
