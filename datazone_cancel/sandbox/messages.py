"""HTTP requests and responses, independent of the server and of moto."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

_SCOPE = re.compile(r"AWS4-HMAC-SHA256 Credential=([^/\s]+)/[0-9]{8}/([^/\s]+)/datazone/")


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request with its whole body. The names of its headers are in lower case.

    The target is the path and the query, as the client escaped them.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @cached_property
    def _scope(self) -> re.Match[str] | None:
        return _SCOPE.match(self.headers.get("authorization", ""))

    @property
    def is_signed(self) -> bool:
        """Whether it has a Signature Version 4 for DataZone, which may be wrong."""
        return self._scope is not None

    @property
    def access_key(self) -> str:
        return self._scope[1] if self._scope else ""

    @property
    def region(self) -> str:
        return self._scope[2] if self._scope else ""


@dataclass(frozen=True, kw_only=True)
class Response:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def error(status: int, code: str, message: str) -> Response:
    """An error in restJson1: the code in a header, the message in the body."""
    return Response(
        status=status,
        headers={"x-amzn-ErrorType": code},
        body=json.dumps({"message": message}).encode(),
    )
