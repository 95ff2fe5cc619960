"""The clock: the time, and pauses that end when the command is interrupted."""

import os
import select
import time

_MAX_PAUSE = 1_000_000
"""Seconds. Cap on one pause; poll() may reject more."""


class Clock:
    """A monotonic clock in seconds, with interruptible pauses.

    All methods may be called from threads and from signal handlers. That is why there are flags and
    a pipe instead of threading.Event, whose lock could be held by the thread that a signal handler
    interrupts.
    """

    def __init__(self) -> None:
        self.interrupted = False
        """Send nothing more, and finish."""
        self.quitting = False
        """Do not even wait for requests in flight."""
        self._readable, self._writable = os.pipe()

    def now(self) -> float:
        return time.monotonic()

    def pause(self, seconds: float) -> None:
        """Sleep, but not after `wake_all`."""
        if seconds > 0:
            poll = select.poll()  # select() rejects file descriptors above 1023
            poll.register(self._readable, select.POLLIN)
            poll.poll(min(seconds, _MAX_PAUSE) * 1000)

    def wake_all(self) -> None:
        """End all pauses, now and in the future."""
        os.write(self._writable, b"\0")

    def interrupt(self) -> None:
        """Record that the command was interrupted, once or again, and end all pauses."""
        self.quitting = self.interrupted
        self.interrupted = True
        self.wake_all()
