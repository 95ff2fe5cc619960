"""The protocol restJson1: from an HTTP request to an operation and its input, and back.

moto's own parser accepts invalid JSON, fails on values of a wrong type, lets the body override the
path, and takes operations from headers and parameters; its router drops empty identifiers. The
service rejects such requests, so only valid ones in a canonical form get to moto.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote, urlencode

from botocore.model import OperationModel
from moto.core.utils import get_service_model

from .constraints import violations
from .messages import Request


class InvalidRequestError(Exception):
    """The message of a ValidationException."""


def route(request: Request) -> tuple[OperationModel, dict[str, str]] | None:
    """The operation, and the labels in its path; None if no operation has this path."""
    path = request.target.partition("?")[0]
    for operation, pattern in _routes():
        match = request.method == operation.http["method"] and pattern.fullmatch(path)
        if match:
            return operation, {name: unquote(value) for name, value in match.groupdict().items()}
    return None


@lru_cache
def _routes() -> list[tuple[OperationModel, re.Pattern[str]]]:
    """Each operation, and a pattern of its path: identifiers may be empty, ARNs have slashes."""
    model = get_service_model("datazone")
    routes = []
    for name in model.operation_names:
        operation = model.operation_model(name)
        path = operation.http["requestUri"]
        path = re.sub("{resourceArn}$", "(?P<resourceArn>.+)", path)
        routes.append((operation, re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]*)", path))))
    return routes


def read_input(
    request: Request, operation: OperationModel, labels: Mapping[str, str]
) -> dict[str, Any]:
    """The members of the operation's input that were given. Raises InvalidRequestError."""
    document = _document(request)
    members: dict[str, Any] = {}
    for name, shape in operation.input_shape.members.items():
        key = shape.serialization.get("name", name)
        location = shape.serialization.get("location")
        values = [value for parameter, value in request.query if parameter == key]
        if location == "uri":
            members[name] = labels[key]
        elif location is None:
            members[name] = document.get(key)
        elif values:
            members[name] = values if shape.type_name == "list" else from_text(shape, values[0])
    found = list(violations(operation.input_shape, members))
    if found:
        errors = "error" if len(found) == 1 else "errors"
        raise InvalidRequestError(f"{len(found)} validation {errors} detected: {'; '.join(found)}")
    return {name: value for name, value in members.items() if value is not None}


def _document(request: Request) -> dict[str, Any]:
    """The JSON object in the body; what the service says without one is unknown."""
    if not request.body:
        return {}
    try:
        document = json.loads(request.body.decode())
    except (ValueError, RecursionError):
        document = None
    media_type = request.headers.get("content-type", "").partition(";")[0]
    if not isinstance(document, dict) or media_type not in ("", "application/json"):
        raise InvalidRequestError("The request body must be a JSON object")
    return document


def from_text(shape: Any, text: str) -> Any:
    """A value of the query; the text itself if it does not have the type of the shape."""
    if shape.type_name == "integer" and re.fullmatch("-?[0-9]{1,9}", text):
        return int(text)
    if shape.type_name == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def serialize(operation: OperationModel, members: Mapping[str, Any]) -> tuple[str, bytes]:
    """Target and body of the request with this input, without anything that is not in the model."""
    path, query, document = operation.http["requestUri"], {}, {}
    for name, value in members.items():
        shape = operation.input_shape.members[name]
        key = shape.serialization.get("name", name)
        location = shape.serialization.get("location")
        if location == "uri":
            path = path.replace(f"{{{key}}}", quote(value, safe=""))
        elif location == "querystring":
            query[key] = str(value).lower() if isinstance(value, bool) else value
        else:
            document[key] = value
    return f"{path}?{urlencode(query, doseq=True)}", json.dumps(document).encode()
