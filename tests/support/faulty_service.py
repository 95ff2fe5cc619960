"""A DataZone whose faults a test chooses, behind the AWS libraries and without a network."""

import json
import os
import re
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest import mock

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import (
    ConnectionClosedError,
    EndpointConnectionError,
    HTTPClientError,
    ReadTimeoutError,
)
from botocore.httpsession import URLLib3Session

from .clock import ScriptedClock

_PATH = re.compile(r"/v2/domains/[^/?]+/metadata-generation-runs(?:/([^/?]+))?(/cancel)?")
_FINISHED = "The MetadataGenerationRun in {} status cannot be canceled."

FAULTS = (
    "accepted",
    "accepted at the second attempt",
    "accepted, but the connection drops",
    "accepted with a server error, then busy",
    "accepted with HTML",
    "finished",
    "missing",
    "denied",
    "refused connection",
    "slow connection",
    "server error",
    "server error in HTML",
    "throttled once",
    "silent",
    "expired credentials",
    "quotes the secrets",
    "bug",
    "no memory",
    "bug that quotes the secrets",
)
"""What happens to the cancellation of one run."""
SECRETS = {
    "AWS_SECRET_ACCESS_KEY": "planted/secret+key/of/forty+characters",
    "AWS_SESSION_TOKEN": "planted/session+token/with/many+characters==",
}
"""The variables with the secrets that faults quote."""
READ_FAULTS = ("HTML", "null", "list", "no identifier", "another run", "server error")
"""What a read returns instead of a run."""
LISTINGS = ("one page", "pages", "cycle", "wrong types", "SIGTERM")
"""What a listing returns. The last three end the command before it sends a cancellation."""
_MOMENTS = 3
"""For each slow connection, requests may be interrupted."""


class _Body:
    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self) -> Iterator[bytes]:
        yield self._content


class FaultyService:
    """Answers as `faults` says for each run, and `read_faults` for each run whose reads fail.

    `canceled` are the runs that it has canceled, `cancellations` counts the requests to cancel, and
    `requests_after_interruption` those about runs after a signal.
    `connected_after_interruption` counts those that were sent on a connection that opened later.
    `on_request` is called while a request about one run is in flight, or its connection opens.
    """

    def __init__(
        self,
        faults: Mapping[str, str],
        read_faults: Mapping[str, str],
        clock: ScriptedClock,
        on_request: Callable[[], None],
        listing: str = "one page",
    ) -> None:
        self.faults = faults
        self.read_faults = read_faults
        self._listing = listing
        self.canceled: set[str] = set()
        self.cancellations: Counter[str] = Counter()
        self.requests_after_interruption = 0
        self.connected_after_interruption = 0
        self._clock = clock
        self._on_request = on_request
        self._closing = threading.Event()
        self._lock = threading.Lock()

    @contextmanager
    def serving(self) -> Iterator[None]:
        """In this context, requests of the AWS libraries come here."""

        def send(session: URLLib3Session, request: AWSPreparedRequest) -> AWSResponse:
            match = _PATH.search(request.url)
            assert match
            if self.faults.get(match[1]) == "slow connection":
                self._open_slowly(session)
            return self._send(request.url, *match.groups())

        with mock.patch("botocore.httpsession.URLLib3Session.send", send):
            try:
                yield
            finally:
                self._closing.set()

    def status(self, identifier: str) -> str:
        if identifier in self.canceled:
            return "CANCELED"
        return "SUCCEEDED" if self.faults[identifier] == "finished" else "IN_PROGRESS"

    def _open_slowly(self, session: URLLib3Session) -> None:
        """Open a connection as the client does, without a network."""
        connection_class = session._pool_classes_by_scheme["https"].ConnectionCls

        is_late = False

        def connect(_connection: object) -> None:
            nonlocal is_late
            for _ in range(_MOMENTS):
                self._on_request()
            is_late = self._clock.interrupted

        with mock.patch("botocore.awsrequest.AWSHTTPSConnection.connect", connect):
            try:
                connection_class("localhost").connect()
            except Exception as error:
                raise HTTPClientError(error=error) from error
        self.connected_after_interruption += is_late

    def _send(self, url: str, identifier: str | None, cancels: str | None) -> AWSResponse:
        if identifier is None:
            return self._list(url)
        with self._lock:
            self.requests_after_interruption += self._clock.interrupted
            self.cancellations[identifier] += bool(cancels)
            attempt = self.cancellations[identifier]
        self._on_request()
        if cancels:
            return self._cancel(url, identifier, self.faults[identifier], attempt)
        return self._read(url, identifier)

    def _list(self, url: str) -> AWSResponse:
        items = [] if "SUBMITTED" in url else [self._run(name) for name in self.faults]
        if self._listing == "SIGTERM":
            os.kill(os.getpid(), signal.SIGTERM)
        if self._listing == "cycle":
            token = "b" if "nextToken=a" in url else "a"
            return _response(url, 200, {"items": items, "nextToken": token})
        if self._listing == "wrong types":
            wrong = {"id": "mgr", "status": "IN_PROGRESS", "createdAt": 0, "types": "NAMES"}
            return _response(url, 200, {"items": [*items, wrong]})
        if self._listing == "pages" and items:
            found = re.search(r"nextToken=(\d+)", url)
            number = int(found[1]) if found else 0
            members = {"nextToken": str(number + 1)} if number + 1 < len(items) else {}
            return _response(url, 200, {"items": [items[number]], **members})
        return _response(url, 200, {"items": items})

    def _run(self, identifier: str) -> dict[str, Any]:
        return {"id": identifier, "status": self.status(identifier), "createdAt": 1_700_000_000}

    def _read(self, url: str, identifier: str) -> AWSResponse:
        fault = self.read_faults.get(identifier)
        if self.faults[identifier] == "missing":
            return _error(url, 404, "ResourceNotFoundException", "Not found")
        if fault == "server error":
            return _error(url, 500, "InternalServerException", "on fire")
        bodies: dict[str | None, Any] = {
            "HTML": b"<html>",
            "null": None,
            "list": [],
            "no identifier": {"status": "CANCELED"},
            "another run": {**self._run(identifier), "id": "mgr", "status": "CANCELED"},
        }
        return _response(url, 200, bodies.get(fault, self._run(identifier)))

    def _cancel(self, url: str, identifier: str, fault: str, attempt: int) -> AWSResponse:
        errors: dict[str, Exception] = {
            "refused connection": EndpointConnectionError(endpoint_url=url),
            "bug": RuntimeError("a bug"),
            "no memory": MemoryError(),
            "bug that quotes the secrets": ValueError(f"Invalid header value {SECRETS}"),
        }
        responses = {
            "missing": (404, "ResourceNotFoundException", "Not found"),
            "denied": (403, "AccessDeniedException", "Denied"),
            "expired credentials": (403, "ExpiredTokenException", "Expired"),
            "quotes the secrets": (400, "ValidationException", str(SECRETS)),
            "server error": (500, "InternalServerException", "on fire"),
        }
        if fault in errors:
            raise errors[fault]
        if fault in responses:
            return _error(url, *responses[fault])
        if fault == "server error in HTML":
            return _response(url, 503, b"<html>")
        if fault == "accepted at the second attempt" and attempt == 1:
            return _error(url, 500, "InternalServerException", "on fire")
        if fault == "throttled once" and attempt == 1:
            return _error(url, 400, "ThrottlingException", "Rate exceeded")
        is_busy = fault == "accepted with a server error, then busy"
        if (status := self.status(identifier)) != "IN_PROGRESS":
            finished = (400, "ValidationException", _FINISHED.format(status))
            return _error(url, *((409, "ConflictException", "busy") if is_busy else finished))
        with self._lock:
            self.canceled.add(identifier)
        if fault == "accepted, but the connection drops":
            raise ConnectionClosedError(endpoint_url=url)
        if fault == "silent":
            self._be_silent(url)
        body: Any = b"<html>" if fault == "accepted with HTML" else {}
        return _response(url, 500 if is_busy else 200, body)

    def _be_silent(self, url: str) -> None:
        """The client's timeout ends the request, unless the command ends before."""
        if self._clock.interrupted:
            # The command may set its deadline only after the clock has moved.
            while not self._closing.wait(timeout=0.1):
                self._clock.time += 60
        raise ReadTimeoutError(endpoint_url=url)


def _response(url: str, status: int, body: Any, **headers: str) -> AWSResponse:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return AWSResponse(url, status, headers, _Body(content))


def _error(url: str, status: int, code: str, message: str) -> AWSResponse:
    return _response(url, status, {"message": message}, **{"x-amzn-ErrorType": code})
