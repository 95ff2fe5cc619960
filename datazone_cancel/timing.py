"""When: a clock whose pauses an interruption ends, and the pace of requests."""

import os
import select
import threading
import time
from dataclasses import dataclass, field

_LONGEST = 10_000_000
"""Seconds: longer pauses are none that anybody waits for, and the system may refuse them."""


class Clock:
    """The time in seconds, from some start, and pauses that end when it is interrupted.

    All methods can be called from threads and signal handlers: a lock, as in threading.Event, could
    be held by the very thread that a handler interrupts.
    """

    def __init__(self) -> None:
        self.interrupted = False
        self._readable, self._writable = os.pipe()

    def now(self) -> float:
        return time.monotonic()

    def pause(self, seconds: float) -> None:
        if seconds > 0:
            select.select([self._readable], [], [], min(seconds, _LONGEST))

    def end_pauses(self) -> None:
        """Let nobody pause any more."""
        os.write(self._writable, b"\0")

    def interrupt(self) -> None:
        self.interrupted = True
        self.end_pauses()


@dataclass
class Pace:
    """Spaces what several threads send evenly: `rate` requests a second; 0 does not space."""

    rate: float
    clock: Clock
    _next: float = field(init=False, default=float("-inf"))
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def wait(self) -> None:
        """Pause until it is the caller's turn, or until pauses end."""
        if not self.rate:
            return
        with self._lock:
            now = self.clock.now()
            turn = max(self._next, now)
            self._next = turn + 1 / self.rate
        self.clock.pause(turn - now)
