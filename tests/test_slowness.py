"""Slow services, and readers that do not read: every wait has an end, and none ends too early."""

import errno
import fcntl
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from .support import messages, programs
from .support.answers import EXPIRED, NO_RUNS, run, run_item, run_list
from .support.clock import START, AskedClock, ScriptedClock, WatchedClock
from .support.command import Result, call_in_process, call_with_files, start_installed
from .support.endpoint import Answer, Endpoint, Request
from .support.internals import LAST_CHANCE_SECONDS
from .support.names import CONFIRMED_ARGS, DOMAIN_ARGS, RUN_ARGS, THREE_RUNS_ARGS
from .support.readers import nobody_reads
from .support.records import default_records, outcomes

ONE_IN_A_LIST_ARGS = (*DOMAIN_ARGS, "--identifier=mgr1", "--identifier=mgr1")
WAIT_ARGS = (*ONE_IN_A_LIST_ARGS, "--wait", "--wait-timeout", "30")


def _wait(endpoint: Endpoint, clock: WatchedClock, on_look: Callable[[], None]) -> Result:
    """Cancel and wait; from the first read on, call `on_look` whenever the clock is looked at."""

    def watch(request: Request) -> None:
        if request.method == "GET":
            clock.on_look = on_look

    endpoint.on_request = watch
    return call_in_process(*WAIT_ARGS, clock=clock)


def test_a_status_read_may_be_slow(endpoint: Endpoint) -> None:
    clock = WatchedClock()
    looks = 0
    endpoint.answer(Answer(), replace(run("mgr1", status="CANCELED"), held=True))

    def look() -> None:
        nonlocal looks
        looks += 1
        if looks == 5:
            endpoint.released.set()

    result = _wait(endpoint, clock, on_look=look)

    assert (result.status, result.outcomes) == (0, {"mgr1": "CANCELED"})


def test_a_dry_run_may_read_slowly(endpoint: Endpoint) -> None:
    clock = AskedClock()
    questions = 0
    endpoint.answer(replace(run("mgr1"), held=True))

    def ask() -> None:
        nonlocal questions
        questions += 1
        if questions == 5:
            endpoint.released.set()

    def watch(_request: Request) -> None:
        clock.on_question = ask

    endpoint.on_request = watch

    result = call_in_process(*ONE_IN_A_LIST_ARGS, "--dry-run=server", clock=clock)

    assert (result.status, result.outcomes) == (0, {"mgr1": "WOULD_CANCEL"})


def test_the_slowest_of_several_responses_is_waited_for(endpoint: Endpoint) -> None:
    clock = AskedClock()
    questions = 0
    endpoint.answer(Answer(), Answer(held=True))

    def ask() -> None:
        nonlocal questions
        questions += 1
        if questions == 5:
            endpoint.released.set()

    def watch(_request: Request) -> None:
        if endpoint.requests[1:]:
            clock.on_question = ask

    endpoint.on_request = watch

    result = call_in_process(
        *RUN_ARGS, "--identifier=mgr2", "--max-concurrency=2", "--max-rate=0", clock=clock
    )

    assert result.report["summary"] == {"ACCEPTED": 2}


def test_a_status_read_without_a_response_ends_with_the_wait(endpoint: Endpoint) -> None:
    clock = WatchedClock()
    endpoint.answer(Answer(), Answer(silent=True))

    def pass_time() -> None:
        clock.time += 10

    result = _wait(endpoint, clock, on_look=pass_time)

    assert (result.status, result.outcomes) == (255, {"mgr1": "ACCEPTED"})
    assert result.stderr.startswith(f"\n{messages.still_running(30)}")


def test_a_read_that_is_in_flight_when_the_time_is_up_counts(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LAST_CHANCE_SECONDS, 60)
    clock = WatchedClock()
    endpoint.answer(Answer(), replace(run("mgr1", status="CANCELED"), held=True))

    def end_the_wait() -> None:
        if clock.time > 30:
            endpoint.released.set()
        clock.time = 31

    result = _wait(endpoint, clock, on_look=end_the_wait)

    assert (result.status, result.outcomes) == (0, {"mgr1": "CANCELED"})


def test_a_wait_ends_in_the_middle_of_a_round_of_reads(endpoint: Endpoint) -> None:
    clock = WatchedClock()
    endpoint.answer(*[Answer()] * 3, run("mgr1"), run("mgr2"))

    def take_ten_seconds(request: Request) -> None:
        if request.method == "GET":
            clock.time += 10

    endpoint.on_request = take_ten_seconds

    result = call_in_process(*THREE_RUNS_ARGS, "--wait", "--wait-timeout", "15", clock=clock)

    assert result.status == 255
    assert [each["status"] for each in result.report["results"]] == ["SUBMITTED", "SUBMITTED", None]
    assert "Waited 15 seconds: 3 runs have no final status yet\n" in result.stderr
    assert len(endpoint.requests) == 5


def test_expired_credentials_end_a_wait_at_once(endpoint: Endpoint, tmp_path: Path) -> None:
    clock = WatchedClock()
    endpoint.answer(*[Answer()] * 3, EXPIRED)

    result = call_in_process(*THREE_RUNS_ARGS, "--wait", clock=clock)

    assert result.status == 254
    assert result.report["summary"] == {"ACCEPTED": 3}
    sentence = messages.service_error(
        "ExpiredTokenException",
        "The security token included is expired",
        operation="GetMetadataGenerationRun",
    )
    [record] = default_records(tmp_path)
    assert result.stderr == (
        f"\n{sentence}\n{messages.summary(3, '3 ACCEPTED')}"
        "3 accepted runs have no final status yet."
        f" To continue: datazone-cancel --resume {record} --wait\n"
    )
    assert clock.time < 1


def test_a_response_within_eight_seconds_after_a_signal_counts(endpoint: Endpoint) -> None:
    clock = WatchedClock()
    endpoint.answer(Answer(held=True))
    endpoint.on_request = lambda _request: clock.interrupt()

    def pass_time() -> None:
        if clock.interrupted:
            clock.time = min(7.9, clock.time + 1)
        if clock.time == 7.9:
            endpoint.released.set()

    clock.on_look = pass_time

    result = call_in_process(*THREE_RUNS_ARGS, clock=clock)

    assert result.status == 130
    assert result.report["summary"] == {"ACCEPTED": 1, "NOT_ATTEMPTED": 2}


def test_a_request_is_left_behind_eight_seconds_after_a_signal(
    endpoint: Endpoint, tmp_path: Path
) -> None:
    clock = WatchedClock()
    endpoint.answer(run_list(*map(run_item, ("mgr1", "mgr2"))), NO_RUNS, Answer(silent=True))

    def interrupt(request: Request) -> None:
        if request.method == "POST":
            clock.interrupt()

    endpoint.on_request = interrupt

    def pass_time() -> None:
        if clock.interrupted:
            clock.time += 1

    clock.on_look = pass_time

    result = call_in_process(*CONFIRMED_ARGS, clock=clock)

    assert (result.status, result.outcomes) == (130, {"mgr1": "FAILED", "mgr2": "NOT_ATTEMPTED"})
    assert "Unexpected" not in result.stderr
    assert 8 <= clock.time <= 10
    left_behind = result.report["results"][0]
    assert left_behind["at"] > f"{START[:17]}08"
    assert left_behind["attempts"] == 1
    assert left_behind["run"]["createdBy"] == "usr1"
    assert left_behind["error"] == {
        "code": "Interrupted",
        "message": "The command ended before the response; the run may have been canceled.",
    }
    [record] = default_records(tmp_path)
    planned = [("mgr1", "NOT_ATTEMPTED"), ("mgr2", "NOT_ATTEMPTED")]
    assert outcomes(record) == [*planned, ("mgr1", "FAILED")]


def test_messages_that_nobody_reads_are_waited_for_once(endpoint: Endpoint, tmp_path: Path) -> None:
    endpoint.answer(EXPIRED)

    with (
        open(tmp_path / "report", "w") as stdout,
        open(os.devnull, "w") as stderr,
        nobody_reads(stderr) as waits,
    ):
        status = call_with_files(
            *THREE_RUNS_ARGS, clock=ScriptedClock(), stdin=b"", stdout=stdout, stderr=stderr
        )

    assert status == 1
    assert '"FAILED": 1,' in (tmp_path / "report").read_text()
    # The error, the reason to stop, the summary and the command to continue.
    assert waits == [100, 0, 0, 0]


def test_a_report_that_nobody_reads_is_given_up_after_the_second_signal(
    endpoint: Endpoint, tmp_path: Path
) -> None:
    clock = ScriptedClock()

    def interrupt_twice(_request: Request) -> None:
        clock.interrupt()
        clock.interrupt()

    endpoint.on_request = interrupt_twice
    endpoint.answer(Answer())

    with (
        open(os.devnull, "w") as stdout,
        open(tmp_path / "messages", "w") as stderr,
        nobody_reads(stdout) as waits,
    ):
        status = call_with_files(
            *THREE_RUNS_ARGS, clock=clock, stdin=b"", stdout=stdout, stderr=stderr
        )

    assert status == 255
    sentence = f"Could not write to standard output: {os.strerror(errno.ETIMEDOUT)}"
    assert sentence in (tmp_path / "messages").read_text()
    assert waits == [100] * 5


@pytest.mark.slow
def test_the_second_signal_gives_a_reader_up_that_is_stuck(endpoint: Endpoint) -> None:
    runs = tuple(f"--identifier=mgr{number}" for number in range(50))
    endpoint.answer(*[Answer()] * 50)

    with start_installed(*DOMAIN_ARGS, *runs, "--max-rate=0", "--quiet") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, 4096)
        process.stdout.read(1)  # the report is longer than what the pipe holds
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        stderr = process.stderr.read()

    sentence = f"Could not write to standard output: {os.strerror(errno.ETIMEDOUT)}"
    assert (process.returncode, stderr.decode()) == (255, f"\n{sentence}\n")


@pytest.mark.slow
def test_a_stuck_stderr_is_waited_for_once(endpoint: Endpoint) -> None:
    endpoint.answer(EXPIRED)

    result = programs.stuck_stderr(*THREE_RUNS_ARGS, "--debug")

    *report, seconds = result.stdout.splitlines()
    assert '"FAILED": 1,' in "".join(report)
    # Hundreds of lines: the log, the error, the summary and the command to continue.
    assert float(seconds) == pytest.approx(2)
