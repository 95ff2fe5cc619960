"""The clock: the time, and pauses that end when the command is interrupted."""

import time

_SLICE = 0.05
"""Seconds after which a pause notices that it has to end."""


class Clock:
    """A monotonic clock in seconds, with interruptible pauses.

    All methods may be called from threads and from signal handlers. That is why there are only
    flags: a signal handler must not wait for a lock that the interrupted thread may hold.
    """

    def __init__(self) -> None:
        self.interrupted = False
        """Send nothing more, and finish."""
        self.quitting = False
        """Do not even wait for requests in flight."""
        self._awake = False

    def now(self) -> float:
        return time.monotonic()

    def timestamp(self) -> float:
        """Seconds since 1970, for people and files."""
        return time.time()

    def pause(self, seconds: float) -> None:
        """Sleep until the time is over or `wake_all` is called; afterwards, return at once."""
        end = self.now() + seconds
        while not self._awake and (left := end - self.now()) > 0:
            time.sleep(min(left, _SLICE))

    def wake_all(self) -> None:
        """End all pauses, now and in the future."""
        self._awake = True

    def interrupt(self) -> None:
        """Record that the command was interrupted, once or again, and end all pauses."""
        self.quitting = self.interrupted
        self.interrupted = True
        self.wake_all()
