"""What happens to a request before the service: authentication, and faults to practice on."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from .messages import Request, Response

BLOCKED_KEY = "blocked"
"""The access key id whose requests a proxy rejects, with a page that is not the service's."""

_REFUSALS = {
    "expired": (
        403,
        "ExpiredTokenException",
        "The security token included in the request is expired",
    ),
    # What the service says in these two is unknown.
    "unauthorized": (401, "UnauthorizedException", "The sandbox refuses this access key."),
    "quota": (402, "ServiceQuotaExceededException", "The sandbox's quota is exceeded."),
}
"""Status, code and message of the responses to other access key ids."""

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

    The rates `throttle`, `throttle_starts` and `throttle_reads` are in cancellations, starts and
    reads per second for each access key and Region; `latency` in seconds before each response;
    `fail_rate` is the share of requests that end in InternalServerException. Half of those are
    carried out all the same: clients have to cope with lost responses. Which ones fail depends on
    the seed and on the request, but not on the order of different requests.
    """

    service: Callable[[Request], Response]
    throttle: float | None = None
    throttle_starts: float | None = None
    throttle_reads: float | None = None
    latency: float = 0
    fail_rate: float = 0
    seed: int | None = None
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[str], float] = lambda text: random.Random(text).random()  # noqa: S311
    _buckets: dict[str, TokenBucket] = field(init=False, default_factory=dict)
    _repetitions: Counter[str] = field(init=False, default_factory=Counter)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        if self.seed is None:
            self.seed = random.getrandbits(64)

    def handle(self, request: Request) -> Response:
        if self.latency:
            self.sleep(self.latency)
        if not request.service:
            code = "MissingAuthenticationTokenException"
            return request.error(403, code, "Missing Authentication Token")
        if request.access_key == BLOCKED_KEY:
            return Response(status=403, headers={"Content-Type": "text/html"}, body=_PAGE)
        if request.access_key in _REFUSALS:
            return request.error(*_REFUSALS[request.access_key])
        if self._is_throttled(request):
            return request.error(429, "ThrottlingException", "Rate exceeded")
        draw = self._draw(request)
        response = None if draw < self.fail_rate / 2 else self.service(request)
        if response is None or draw < self.fail_rate:
            message = "The sandbox made this request fail."
            return request.error(500, "InternalServerException", message)
        return response

    def _is_throttled(self, request: Request) -> bool:
        kind = _kind(request)
        rate = {
            "cancellation": self.throttle,
            "start": self.throttle_starts,
            "read": self.throttle_reads,
        }.get(kind)
        if rate is None:
            return False
        bucket = f"{kind} {request.access_key} {request.region}"
        with self._lock:
            if bucket not in self._buckets:
                self._buckets[bucket] = TokenBucket(rate=rate, clock=self.clock)
            return not self._buckets[bucket].takes()

    def _draw(self, request: Request) -> float:
        """A number from 0 to 1 for this request, and another one for its repetition."""
        name = f"{request.method} {request.region} {request.target}"
        with self._lock:
            self._repetitions[name] += 1
            repetition = self._repetitions[name]
        return self.chance(f"{self.seed} {name} {repetition}")


def _kind(request: Request) -> str:
    path = request.target.partition("?")[0]
    if request.service != "datazone":
        return "other"
    if request.method == "GET":
        return "read"
    if path.endswith("/cancel"):
        return "cancellation"
    return "start" if path.endswith("/metadata-generation-runs") else "other"
