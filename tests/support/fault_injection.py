"""Raise an exception at each step after the first request, one at a time.

`python -m tests.support.fault_injection EXCEPTION [ARGUMENT]...` prints the steps after which the
report of three canceled runs was lost. It is a process of its own, as coverage traces calls too.
"""

import builtins
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import datazone_cancel

from .clock import ScriptedClock
from .command import call_in_process
from .faulty_service import FaultyService
from .names import THREE_RUNS_ARGS

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
        self._older_threads = set(threading.enumerate()) - {threading.current_thread()}
        self.raised_in = "nowhere"

    def start(self) -> None:
        """Called at each request. Workers of an earlier invocation may still send one."""
        if threading.current_thread() not in self._older_threads:
            self.started = True

    def trace(self, frame: FrameType, event: str, _argument: Any) -> None:
        code = frame.f_code
        if not self.started or event != "call" or not code.co_filename.startswith(PACKAGE):
            return
        self.calls.append(code)
        if len(self.calls) - 1 == self._step and self._exception and not self._raised:
            self._raised = True
            self.raised_in = f"{threading.current_thread().name}: {code.co_name}"
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


def main(exception: Exception, *argv: str) -> int:
    """Print the lost reports, and return the number of steps."""
    recorder = Injector()
    cancel_three(recorder, *argv)
    for step in range(len(recorder.calls)):
        injector = Injector(step, exception)
        result, service = cancel_three(injector, *argv)
        if injector.raised_in.endswith(WRITING_STDOUT):
            continue
        complete = all(result.stdout.count(run) == 1 for run in RUNS)
        claimed = re.findall(r"(mgr\d)\W+(?:outcome\W+)?(?:ACCEPTED|CANCELED)", result.stdout)
        if not complete or "Traceback" in result.stderr or set(claimed) - service.canceled:
            print(f"step {step}, {injector.raised_in}: {result}")  # noqa: T201 (for the test)
    return len(recorder.calls)


if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    steps = main(getattr(builtins, name)("injected"), *arguments)
    print(f"{steps} steps")  # noqa: T201 (for the test)
