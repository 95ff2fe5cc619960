"""What the service responds: check bodies before botocore parses them, and turn items into data."""

import html
import json
import re
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any, TypeVar

from botocore.model import OperationModel

from datazone_cancel.errors import FailureError
from datazone_cancel.input.identifiers import RUN
from datazone_cancel.runs.model import Run

_NO_JSON = object()
_MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_MAX_PAGE = 10_000
"""Bytes of a page that are searched for text."""
_MAX_LINE = 200
"""Characters of its first line that are shown."""
_T = TypeVar("_T")


def check_body(operation_model: OperationModel, response_dict: dict[str, Any], **_: Any) -> None:
    """Before parsing: botocore fails on bodies that are no JSON objects, or ignores them.

    A success needs a JSON object, and a cancellation anything but a text that is no JSON, such as
    the login page of a proxy: raises FailureError. An error status is an error, whatever the body
    is.
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
    types = _member(members, "types", list) or [_member(members, "type", str)]
    created_at = _member(members, "createdAt", datetime)
    if created_at and created_at.tzinfo is None:
        created_at = created_at.replace(tzinfo=timezone.utc)
    return Run(
        identifier=identifier,
        status=_member(members, "status", str),
        types=tuple(filter(None, (_member({"types": each}, "types", str) for each in types))),
        target_identifier=_member(_member(members, "target", dict) or {}, "identifier", str),
        owning_project_identifier=_member(members, "owningProjectId", str),
        created_by=_member(members, "createdBy", str),
        created_at=created_at,
    )


def _member(members: Mapping[str, Any], name: str, type_: type[_T]) -> _T | None:
    """Raises FailureError if the member is there and has another type."""
    value = members.get(name)
    if value is None or isinstance(value, type_):
        return value
    raise FailureError(
        f"The service's response contains a run with an invalid {name}: {str(value)[:80]}"
    )
