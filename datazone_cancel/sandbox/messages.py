"""HTTP requests and responses, independent of the server and of moto."""

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

_SCOPE = re.compile(r"AWS4-HMAC-SHA256 Credential=([^/\s]+)/[0-9]{8}/([^/\s]+)/([\w-]+)/")
_UNSIGNED_ACTIONS = {"AssumeRoleWithWebIdentity": "sts"}
_ERROR = "<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
_XML_ERRORS = {
    "ec2": f"<Response><Errors>{_ERROR}</Errors><RequestID>{{request_id}}</RequestID></Response>",
    "query": f"<ErrorResponse>{_ERROR}<RequestId>{{request_id}}</RequestId></ErrorResponse>",
    "s3": "<Error><Code>{code}</Code><Message>{message}</Message></Error>",
}
_XML_SERVICES = {"ec2": "ec2", "s3": "s3", "route53": "query", "cloudfront": "query"}
"""The layout of a service's errors, if the media type of a request does not say it."""


@dataclass(frozen=True, kw_only=True)
class Response:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


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
    def access_key(self) -> str:
        return self._scope[1] if self._scope else ""

    @property
    def region(self) -> str:
        return self._scope[2] if self._scope else "us-east-1"

    @property
    def service(self) -> str:
        """The service in its Signature Version 4, which may be wrong; empty if it has to be signed.

        A request of a web identity is not signed.
        """
        return self._scope[3] if self._scope else _UNSIGNED_ACTIONS.get(self.action, "")

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(self.target.partition("?")[2], keep_blank_values=True)

    @cached_property
    def form(self) -> dict[str, str]:
        """The parameters of a query protocol, which are in the query or the body."""
        body = self.body.decode("utf-8", "replace") if self._has_form else ""
        return dict([*self.query, *parse_qsl(body, keep_blank_values=True)])

    @property
    def action(self) -> str:
        """The operation, in a query protocol."""
        return self.form.get("Action", "")

    @property
    def _has_form(self) -> bool:
        return self._media_type.startswith("application/x-www-form-urlencoded")

    @property
    def _media_type(self) -> str:
        return self.headers.get("content-type", "")

    def error(self, status: int, code: str, message: str) -> Response:
        """An error in the protocol of the service that the request is for."""
        layout = _XML_SERVICES.get(self.service)
        if layout is None and self.service != "datazone" and self._has_form:
            layout = "query"
        if layout is None:
            return error(status, code, message, with_type="x-amz-json" in self._media_type)
        body = _XML_ERRORS[layout].format(
            code=code, message=escape(message), request_id=uuid.uuid4()
        )
        return Response(
            status=status, headers={"Content-Type": "text/xml"}, body=body.encode("utf-8")
        )


def error(status: int, code: str, message: str, *, with_type: bool = False) -> Response:
    """An error in restJson1: the code in a header, the message in the body.

    With its type in the body, too, it is one in awsJson1.
    """
    document = {**({"__type": code} if with_type else {}), "message": message}
    return Response(
        status=status,
        headers={"x-amzn-ErrorType": code},
        body=json.dumps(document).encode(),
    )
