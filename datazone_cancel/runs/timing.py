"""The rate limiter, and graceful shutdown on signals."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from datazone_cancel.clock import Clock
from datazone_cancel.errors import NotSentError


class RateLimiter:
    """Spaces requests from several threads evenly."""

    def __init__(self, rate: float, clock: Clock) -> None:
        """`rate` is in requests per second; 0 means no limit."""
        self._rate = rate
        self._clock = clock
        self._next = float("-inf")
        self._closed = False
        self._lock = threading.Lock()

    def acquire(self) -> None:
        """Wait for the caller's turn. Raises NotSentError if nothing may be sent any more."""
        if self._rate:
            with self._lock:
                now = self._clock.now()
                turn = max(self._next, now)
                self._next = turn + 1 / self._rate
            self._clock.pause(turn - now)
        self.check()

    def check(self) -> None:
        """Raises NotSentError if nothing may be sent any more."""
        if self._closed or self._clock.interrupted:
            raise NotSentError("Not sent: the command is stopping")

    def close(self) -> None:
        """Let nothing be sent any more."""
        self._closed = True
        self._clock.wake_all()


@contextmanager
def graceful_shutdown(clock: Clock, notify: Callable[[], None]) -> Iterator[None]:
    """On the first SIGINT or SIGTERM, interrupt the clock; on the second, raise KeyboardInterrupt.

    `notify` is called on the first, from the signal handler. Signals that are already ignored, as
    SIGINT is in a background job of a shell, stay ignored.
    """

    def handle(_number: int, _frame: FrameType | None) -> None:
        if clock.interrupted:
            raise KeyboardInterrupt
        clock.interrupt()
        notify()

    handled = [
        number
        for number in (signal.SIGINT, signal.SIGTERM)
        if signal.getsignal(number) is not signal.SIG_IGN
    ]
    previous = {number: signal.signal(number, handle) for number in handled}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
