"""An exception at any step after the first request: the report is there all the same."""

import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

import datazone_cancel

from .support.clock import ScriptedClock
from .support.command import call_in_process
from .support.faulty_service import FaultyService
from .support.names import THREE_RUNS_ARGS

PACKAGE = str(Path(datazone_cancel.__file__).parent)
RUNS = ("mgr1", "mgr2", "mgr3")
WRITING_STDOUT = ("write", "write_all", "_write_bytes", "_wait_for_reader")
"""Steps that fail only if stdout does: the exit status says so."""


class Injector:
    """Raises an exception at one call of a function of the package after the first request."""

    def __init__(self, step: int | None = None, exception: Exception | None = None) -> None:
        self.calls: list[CodeType] = []
        self.started = False
        self._step = step
        self._exception = exception
        self._raised = False

    def start(self) -> None:
        self.started = True

    def trace(self, frame: FrameType, event: str, _argument: Any) -> None:
        code = frame.f_code
        if not self.started or event != "call" or not code.co_filename.startswith(PACKAGE):
            return
        self.calls.append(code)
        if len(self.calls) - 1 == self._step and self._exception and not self._raised:
            self._raised = True
            raise self._exception

    @contextmanager
    def tracing(self) -> Iterator[None]:
        """Trace all threads."""
        previous = sys.gettrace()
        sys.settrace(self.trace)
        threading.settrace(self.trace)
        try:
            yield
        finally:
            threading.settrace(None)
            sys.settrace(previous)


def cancel_three(injector: Injector, *argv: str) -> tuple[Any, FaultyService]:
    clock = ScriptedClock()
    service = FaultyService(dict.fromkeys(RUNS, "accepted"), {}, clock, injector.start)
    with service.serving(), injector.tracing():
        result = call_in_process(*THREE_RUNS_ARGS, *argv, clock=clock)
    return result, service


# The injected exception may be one that Python can only warn about: in a thread, or in a generator
# that is being closed.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("argv", "exception"),
    [
        ((), RuntimeError("injected")),
        (("--wait",), MemoryError()),
        (("--output", "text"), OSError("injected")),
    ],
)
def test_an_exception_at_any_step_does_not_lose_the_report(
    argv: tuple[str, ...], exception: Exception
) -> None:
    recorder = Injector()
    cancel_three(recorder, *argv)

    for step, code in enumerate(recorder.calls):
        result, service = cancel_three(Injector(step, exception), *argv)

        where = f"step {step}: {code.co_qualname if hasattr(code, 'co_qualname') else code.co_name}"
        assert "Traceback" not in result.stderr, where
        if code.co_name in WRITING_STDOUT:
            continue
        for run in RUNS:
            assert result.stdout.count(run) == 1, (where, result)
        for run in set(RUNS) - service.canceled:
            assert not re.search(rf"{run}\W+(outcome\W+)?(ACCEPTED|CANCELED)", result.stdout), where
