"""Raise an exception at each step after the first request, one at a time.

`python -m tests.support.fault_injection EXCEPTION KIND` prints the steps after which the report of
three runs was lost or wrong. It is a process of its own, as coverage traces calls too.
"""

import builtins
import re
import shutil
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from botocore.awsrequest import AWSResponse

import datazone_cancel

from . import records
from .clock import ScriptedClock
from .command import Result, call_in_process
from .faulty_service import FaultyService
from .names import CONFIRMED_ARGS, ONE_AT_A_TIME, THREE_RUNS_ARGS

PACKAGE = str(Path(datazone_cancel.__file__).parent)
RUNS = ("mgr1", "mgr2", "mgr3")
_REPETITIONS = 3
"""Calls of a function that fail, one at a time; there are three runs."""
RECORD = Path.home() / "record.jsonl"
KINDS = {
    "wait": (*THREE_RUNS_ARGS, "--wait"),
    "all": CONFIRMED_ARGS,
    "look up": (*THREE_RUNS_ARGS, "--dry-run=server"),
    "resume": ("--resume", str(RECORD), *ONE_AT_A_TIME),
}
"""What a test does with the three runs."""
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


class ListedService(FaultyService):
    """A listing is a first request, too; afterwards, its runs are canceled like a list."""

    def __init__(self, injector: Injector, clock: ScriptedClock) -> None:
        super().__init__(dict.fromkeys(RUNS, "accepted"), {}, clock, self._note_run)
        self._injector = injector
        self._is_listed = False

    def _list(self, url: str) -> AWSResponse:
        self._is_listed = True
        self._injector.start()
        return super()._list(url)

    def _note_run(self) -> None:
        if self._is_listed:
            self._injector.started = False
        else:
            self._injector.start()


def cancel_three(injector: Injector, kind: str) -> tuple[Result, FaultyService]:
    clock = ScriptedClock()
    service = ListedService(injector, clock)
    shutil.rmtree(Path.home() / ".local", ignore_errors=True)  # its records are counted
    if kind == "resume":
        RECORD.unlink(missing_ok=True)  # it may still be locked
        records.write(RECORD, None, *((run, "NOT_ATTEMPTED") for run in RUNS))
    with service.serving(), injector.tracing():
        result = call_in_process(*KINDS[kind], clock=clock)
    return result, service


def is_right(result: Result, service: FaultyService, kind: str) -> bool:
    """Whether the report is complete and true; an error may replace it if nothing was canceled."""
    canceled = any(service.cancellations.values())
    if "Traceback" in result.stderr or (kind == "look up" and canceled):
        return False
    if kind == "all" and not canceled and not result.stdout:
        return result.status == 255 and bool(result.stderr)
    claimed = re.findall(r"(mgr\d)\W+(?:outcome\W+)?(?:ACCEPTED|CANCELED)", result.stdout)
    complete = all(result.stdout.count(run) == 1 for run in RUNS)
    return complete and not set(claimed) - service.canceled


def main(exception: Exception, kind: str) -> int:
    """Print the steps after which the report was not right, and return the number of steps."""
    recorder = Injector()
    cancel_three(recorder, kind)
    calls: Counter[CodeType] = Counter()
    for step, code in enumerate(recorder.calls):
        calls[code] += 1
        if calls[code] > _REPETITIONS:
            continue
        injector = Injector(step, exception)
        result, service = cancel_three(injector, kind)
        if injector.raised_in.endswith(WRITING_STDOUT):
            continue
        if not is_right(result, service, kind):
            print(f"step {step}, {injector.raised_in}: {result}")  # noqa: T201 (for the test)
    return len(recorder.calls)


if __name__ == "__main__":
    name, kind = sys.argv[1:]
    steps = main(getattr(builtins, name)("injected"), kind)
    print(f"{steps} steps")  # noqa: T201 (for the test)
