"""The clock: the time, and pauses that end when the command is interrupted."""

import os
import select
import time

_MAX_PAUSE = 10_000_000
"""Seconds. Cap on one pause; select() may reject more."""


class Clock:
    """A monotonic clock in seconds, with interruptible pauses.

    All methods may be called from threads and from signal handlers. That is why there is a flag and
    a pipe instead of threading.Event, whose lock could be held by the thread that a signal handler
    interrupts.
    """

    def __init__(self) -> None:
        self.interrupted = False
        self._readable, self._writable = os.pipe()

    def now(self) -> float:
        return time.monotonic()

    def pause(self, seconds: float) -> None:
        """Sleep until the time is over or `wake_all` is called; afterwards, return at once."""
        if seconds > 0:
            select.select([self._readable], [], [], min(seconds, _MAX_PAUSE))

    def wake_all(self) -> None:
        """End all pauses, now and in the future."""
        os.write(self._writable, b"\0")

    def interrupt(self) -> None:
        """Record that the command was interrupted, and end all pauses."""
        self.interrupted = True
        self.wake_all()
