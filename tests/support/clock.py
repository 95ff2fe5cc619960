"""A clock that tests control."""

import os
import signal
import threading
from collections.abc import Callable, Iterable

from datazone_cancel.clock import Clock

from .endpoint import Answer, Endpoint

_START = 1769846400
START = "2026-01-31T08:00:00.000Z"
"""The time of a scripted clock at the beginning, as reports and records write it."""


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

    def timestamp(self) -> float:
        return _START + self.time

    def sleep(self, seconds: float) -> None:
        """A pause of botocore, which nothing interrupts."""
        self.time += seconds

    def wake_all(self) -> None:
        """No thread is paused: `pause` returns at once."""


class SuspendedClock(ScriptedClock):
    """A clock whose first pause is longer by some seconds, as on a laptop that sleeps."""

    def __init__(self, *, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def pause(self, seconds: float) -> None:
        if seconds > 0:
            seconds, self._seconds = seconds + self._seconds, 0
        super().pause(seconds)


class StoppedClock(ScriptedClock):
    """A clock whose pauses end only when all are woken."""

    def __init__(self) -> None:
        super().__init__()
        self._paused, self._woken = threading.Event(), threading.Event()

    def pause(self, seconds: float) -> None:
        if seconds > 0:
            self._paused.set()
            self._woken.wait(timeout=10)

    def wake_all(self) -> None:
        self._woken.set()

    def wait_for_pause(self) -> None:
        """Wait until a thread pauses."""
        self._paused.wait(timeout=10)


class WatchedClock(ScriptedClock):
    """Calls `on_look` whenever the main thread has looked at it, as it does while it waits."""

    def __init__(self) -> None:
        super().__init__()
        self.on_look: Callable[[], None] = lambda: None

    def now(self) -> float:
        time = super().now()
        if threading.current_thread() is threading.main_thread():
            self.on_look()
        return time


class AskedClock(ScriptedClock):
    """Calls `on_question` whenever the main thread asks whether the command was interrupted."""

    def __init__(self) -> None:
        self._interrupted = False
        self.on_question: Callable[[], None] = lambda: None
        super().__init__()

    @property
    def interrupted(self) -> bool:
        if threading.current_thread() is threading.main_thread():
            self.on_question()
        return self._interrupted

    @interrupted.setter
    def interrupted(self, value: bool) -> None:
        self._interrupted = value


class OutageClock(ScriptedClock):
    """A clock on which an endpoint fails for some seconds, each time with the same answer."""

    def __init__(self, endpoint: Endpoint, *, fault: Answer, seconds: float) -> None:
        super().__init__()
        self._endpoint, self._fault, self._seconds = endpoint, fault, seconds
        self._prepare_answer()

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self._prepare_answer()

    def _prepare_answer(self) -> None:
        self._endpoint.answer(self._fault if self.time < self._seconds else Answer())


class InterruptedClock(ScriptedClock):
    """Sends signals to this process at the given moments, counted from the first request.

    Every request, pause and look at the clock is a moment.
    """

    def __init__(self, signals: Iterable[tuple[int, signal.Signals]]) -> None:
        super().__init__()
        self._signals = sorted(signals, reverse=True)
        self._started = False
        self._passed = 0
        self._handled = threading.Event()

    def interrupt(self) -> None:
        super().interrupt()
        self._handled.set()

    def request(self) -> None:
        """A request is in flight."""
        self._started = True
        self._pass_moment()

    def now(self) -> float:
        self._pass_moment()
        return super().now()

    def pause(self, seconds: float) -> None:
        self._pass_moment()
        super().pause(seconds)

    def _pass_moment(self) -> None:
        self._passed += self._started
        if self._signals and self._passed >= self._signals[-1][0]:
            _, number = self._signals.pop()
            os.kill(os.getpid(), number)
            if threading.current_thread() is not threading.main_thread():
                self._handled.wait(timeout=1)
