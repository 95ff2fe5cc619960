"""The rate limiter, and graceful shutdown on signals."""

import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from datazone_cancel.clock import Clock
from datazone_cancel.errors import NotSentError

_SLOWDOWN = 0.7
"""Throttling reduces the rate to this part of it."""
_SPEEDUP = 0.4
"""How fast the rate grows again, as in botocore's adaptive mode (CUBIC congestion control)."""
_MIN_RATE = 0.5
"""Requests per second."""
_MAX_DELAY = 0.25
"""Seconds. A turn that was missed by more than this is taken again."""


class RateLimiter:
    """Spaces requests from several threads evenly, and slows down when the service throttles."""

    def __init__(self, rate: float, clock: Clock) -> None:
        """`rate` is the maximum, in requests per second; 0 means no limit."""
        self._max_rate = self._rate = rate or float("inf")
        self._clock = clock
        self._next = float("-inf")
        self._sent: deque[float] = deque()
        """When requests were sent during the last second."""
        self._throttled_at = float("-inf")
        self._rate_when_throttled = 0.0
        self._closed = False
        self._lock = threading.Lock()

    def acquire(self) -> None:
        """Wait for the caller's turn. Raises NotSentError if nothing may be sent any more."""
        late = True
        while late:
            with self._lock:
                now = self._clock.now()
                turn = max(self._next, now)
                self._next = turn + 1 / self._rate
            self._clock.pause(turn - now)
            self.check()
            # After SIGSTOP, or when a laptop wakes up, all turns would come at once.
            late = self._clock.now() - turn > _MAX_DELAY
        with self._lock:
            self._forget_old(turn)
            self._sent.append(turn)

    def check(self) -> None:
        """Raises NotSentError if nothing may be sent any more."""
        if self._closed or self._clock.interrupted:
            raise NotSentError

    def close(self) -> None:
        """Let nothing be sent any more."""
        self._closed = True
        self._clock.wake_all()

    @property
    def throttled_rate(self) -> float | None:
        """The rate, until it is twice the one at which the service throttled; afterwards, None."""
        unthrottled = min(self._max_rate, 2 * self._rate_when_throttled)
        return self._rate if self._rate < unthrottled else None

    def slow_down(self) -> None:
        """The service throttled a request. Requests sent at the same time count as one."""
        with self._lock:
            now = self._clock.now()
            if now - self._throttled_at < 1:
                return
            self._forget_old(now)
            self._throttled_at = now
            self._rate_when_throttled = max(_MIN_RATE, min(self._rate, len(self._sent)))
            self._rate = max(_MIN_RATE, self._rate_when_throttled * _SLOWDOWN)

    def speed_up(self) -> None:
        """The service accepted a request."""
        if self._rate >= self._max_rate:
            return
        with self._lock:
            peak = self._rate_when_throttled
            time_to_peak = (peak * (1 - _SLOWDOWN) / _SPEEDUP) ** (1 / 3)
            elapsed = self._clock.now() - self._throttled_at
            rate = _SPEEDUP * (elapsed - time_to_peak) ** 3 + peak
            self._rate = min(self._max_rate, max(_MIN_RATE, rate))

    def _forget_old(self, now: float) -> None:
        while self._sent and self._sent[0] < now - 1:
            self._sent.popleft()


@contextmanager
def graceful_shutdown(clock: Clock, notify: Callable[[], None]) -> Iterator[None]:
    """In this context, signals interrupt the clock instead of ending the command.

    `notify` is called on the first signal, from the signal handler. Signals that are already
    ignored, as SIGHUP is under nohup and SIGINT in a background job of a shell, stay ignored.
    """

    def handle(_number: int, _frame: FrameType | None) -> None:
        first = not clock.interrupted
        clock.interrupt()
        if first:
            notify()

    handled = [
        number
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) is not signal.SIG_IGN
    ]
    previous = {number: signal.signal(number, handle) for number in handled}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
