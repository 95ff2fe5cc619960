"""When: a clock whose pauses an interruption ends, and the pace of requests."""

import threading
import time
from dataclasses import dataclass, field


@dataclass
class Clock:
    """The time in seconds, from some start, and pauses that end when `interrupted` is set."""

    interrupted: threading.Event = field(default_factory=threading.Event)

    def now(self) -> float:
        return time.monotonic()

    def pause(self, seconds: float) -> None:
        self.interrupted.wait(seconds)


@dataclass
class Pace:
    """Spaces what several threads send evenly: `rate` requests a second; 0 does not space."""

    rate: float
    clock: Clock
    _next: float = field(init=False, default=float("-inf"))
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def wait(self) -> None:
        """Pause until it is the caller's turn, or until the clock is interrupted."""
        if not self.rate:
            return
        with self._lock:
            now = self.clock.now()
            turn = max(self._next, now)
            self._next = turn + 1 / self.rate
        self.clock.pause(turn - now)
