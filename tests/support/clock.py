"""A clock that tests control."""

from datazone_cancel.clock import Clock


class ScriptedClock(Clock):
    """A clock on which only pauses take time. `time` is in seconds."""

    def __init__(self) -> None:
        self.interrupted = self.quitting = False
        self.time = 0.0

    def now(self) -> float:
        return self.time

    def pause(self, seconds: float) -> None:
        if not self.interrupted:
            self.time += max(0, seconds)

    def wake_all(self) -> None:
        """No thread is paused: `pause` returns at once."""
