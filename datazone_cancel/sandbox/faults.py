"""What happens to a request before the service: authentication, and faults to practice on."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from .messages import Request, Response

EXPIRED_KEY = "expired"
"""The access key id of credentials that have expired."""
BLOCKED_KEY = "blocked"
"""The access key id whose requests a proxy rejects, with a page that is not the service's."""

_PAGE = b"<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body></body>\r\n</html>\r\n"


@dataclass(kw_only=True)
class TokenBucket:
    """Lets `rate` requests per second through, and a burst of one second's worth."""

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
    """Passes requests on to `service`, or makes them fail.

    `throttle` is in cancellations per second for each account and Region, as the service's quota
    is; `latency` in seconds before each response; `fail_rate` is the share of requests that end in
    InternalServerException. Half of those are carried out all the same: clients have to cope with
    lost responses.
    """

    service: Callable[[Request], Response]
    throttle: float | None = None
    latency: float = 0
    fail_rate: float = 0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    _buckets: dict[str, TokenBucket] = field(init=False, default_factory=dict)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def handle(self, request: Request) -> Response:
        if self.latency:
            self.sleep(self.latency)
        if not request.service:
            code = "MissingAuthenticationTokenException"
            return request.error(403, code, "Missing Authentication Token")
        if request.access_key == BLOCKED_KEY:
            return Response(status=403, headers={"Content-Type": "text/html"}, body=_PAGE)
        if request.access_key == EXPIRED_KEY:
            message = "The security token included in the request is expired"
            return request.error(403, "ExpiredTokenException", message)
        if self._is_throttled(request):
            return request.error(429, "ThrottlingException", "Rate exceeded")
        draw = self.chance()
        response = None if draw < self.fail_rate / 2 else self.service(request)
        if response is None or draw < self.fail_rate:
            message = "The sandbox made this request fail."
            return request.error(500, "InternalServerException", message)
        return response

    def _is_throttled(self, request: Request) -> bool:
        path = request.target.partition("?")[0]
        if self.throttle is None or request.method != "POST" or not path.endswith("/cancel"):
            return False
        caller = f"{request.access_key} {request.region}"
        with self._lock:
            if caller not in self._buckets:
                self._buckets[caller] = TokenBucket(rate=self.throttle, clock=self.clock)
            return not self._buckets[caller].takes()
