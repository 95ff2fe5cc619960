"""What stands between a client and the backend: signatures, and a service on a bad day."""

import json
import random
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from werkzeug.wrappers import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_SCOPE = re.compile(r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/\d{8}/(?P<region>[^/]*)/datazone/")


@dataclass(kw_only=True)
class TokenBucket:
    """Lets `rate` requests a second through, and one second's worth of them at once."""

    rate: float
    clock: Callable[[], float]
    _tokens: float = field(init=False)
    _filled_at: float = field(init=False)

    def __post_init__(self) -> None:
        self._tokens = max(1.0, self.rate)
        self._filled_at = self.clock()

    def takes(self) -> bool:
        """Whether one more request is let through now."""
        now = self.clock()
        gained = (now - self._filled_at) * self.rate
        self._tokens = min(max(1.0, self.rate), self._tokens + gained)
        self._filled_at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


@dataclass(kw_only=True)
class Faults:
    """A WSGI application around `application`, and what goes wrong on the way.

    `throttle` is in cancellations a second for each account and Region, as the service's quota is;
    `latency` in seconds before each answer; `fail_rate` the share of requests that end in
    InternalServerException. Half of those are carried out all the same: a client has to be ready
    for an answer that is lost.
    """

    application: "WSGIApplication"
    throttle: float | None = None
    latency: float = 0
    fail_rate: float = 0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    _buckets: dict[str, TokenBucket] = field(init=False, default_factory=dict)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if self.latency:
            self.sleep(self.latency)
        # The backend is not written for threads: two requests may not both cancel one run.
        with self._lock:
            response = self._response(environ)
        response.headers.setdefault("x-amzn-RequestId", str(uuid.uuid4()))
        return response(environ, start_response)

    def _response(self, environ: "WSGIEnvironment") -> Response:
        scope = _SCOPE.match(environ.get("HTTP_AUTHORIZATION", ""))
        if scope is None:
            code = "MissingAuthenticationTokenException"
            return _error(403, code, "Missing Authentication Token")
        if self._is_throttled(environ, f"{scope['key']} {scope['region']}"):
            return _error(429, "ThrottlingException", "Rate exceeded")
        draw = self.chance()
        if draw < self.fail_rate / 2:
            return _internal_server_error()
        try:
            response = Response.from_app(self.application, environ)
        except NotImplementedError as error:
            return _error(501, "NotImplemented", f"The sandbox is not all of DataZone: {error}")
        except Exception as error:
            return _error(500, "InternalServerException", f"The sandbox failed: {error!r}")
        if draw < self.fail_rate:
            return _internal_server_error()
        if response.status_code == 404 and "x-amzn-ErrorType" not in response.headers:
            return _error(404, "UnknownOperationException", "No operation has this path.")
        return response

    def _is_throttled(self, environ: "WSGIEnvironment", caller: str) -> bool:
        canceling = environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith("/cancel")
        if self.throttle is None or not canceling:
            return False
        bucket = self._buckets.setdefault(caller, TokenBucket(rate=self.throttle, clock=self.clock))
        return not bucket.takes()


def _internal_server_error() -> Response:
    return _error(500, "InternalServerException", "The sandbox made this request fail.")


def _error(status: int, code: str, message: str) -> Response:
    """An error as restJson1 has it: the code in a header, the message in the body."""
    return Response(
        json.dumps({"message": message}),
        status,
        {"Content-Type": "application/json", "x-amzn-ErrorType": code},
    )
