"""The log of requests, from which a script's test can tell what was sent."""

import json
from collections.abc import Callable
from datetime import datetime, timezone
from typing import BinaryIO

from . import rest_json
from .messages import Request, Response


class RequestLog:
    """Writes one JSON line for each request, before its response is sent."""

    def __init__(self, file: BinaryIO, handle: Callable[[Request], Response]) -> None:
        """The file has no buffer: each line is one write."""
        self._file = file
        self._handle = handle

    def handle(self, request: Request) -> Response:
        response = self._handle(request)
        line = {
            "time": datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
            "service": request.service,
            "operation": _operation(request),
            "method": request.method,
            "target": request.target,
            "region": request.region,
            "accessKeyId": request.access_key,
            "status": response.status,
        }
        try:
            self._file.write(json.dumps(line).encode() + b"\n")
        except OSError as failure:
            message = f"The sandbox could not write its log: {failure.strerror}"
            return request.error(500, "InternalServerException", message)
        return response


def _operation(request: Request) -> str | None:
    if request.service != "datazone":
        return request.action or None
    found = rest_json.route(request)
    return found[0].name if found else None
