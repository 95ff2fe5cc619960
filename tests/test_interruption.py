"""Ctrl-C and SIGTERM while many runs are canceled, with real signals."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import urllib3

from .support import messages, programs
from .support.answers import NO_RUNS, run
from .support.clock import ScriptedClock
from .support.command import DATAZONE_CANCEL, InProcessCommand, start, start_installed
from .support.endpoint import Answer, Endpoint
from .support.names import (
    CONFIRMED_ARGS,
    DOMAIN_ARGS,
    ONE_AT_A_TIME,
    RUN_ARGS,
    THREE_RUNS_ARGS,
)
from .support.readers import broken_output
from .support.records import default_records, last_outcomes

pytestmark = pytest.mark.slow

BLOCKED_AFTER_ONE_ARGS = (*THREE_RUNS_ARGS, "--max-concurrency", "3", "--max-rate", "0.000001")
"""After the first cancellation, only an interruption ends the command in time."""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_first_signal_lets_requests_in_flight_finish(
    endpoint: Endpoint, number: signal.Signals, tmp_path: Path
) -> None:
    endpoint.answer(Answer(held=True))

    with start_installed(*BLOCKED_AFTER_ONE_ARGS) as process:
        endpoint.requested.wait(timeout=60)
        process.send_signal(number)
        endpoint.released.set()
        stdout, stderr = process.communicate(timeout=60)

    assert process.returncode == 130
    assert json.loads(stdout)["summary"] == {"ACCEPTED": 1, "NOT_ATTEMPTED": 2}
    summary = messages.summary(3, "1 ACCEPTED, 2 NOT_ATTEMPTED")
    [record] = default_records(tmp_path)
    left = messages.left(2, record, accepted=1)
    assert stderr.decode() == messages.INTERRUPTED + summary + left
    assert len(endpoint.canceled_runs) == 1


@pytest.mark.parametrize("answer", [Answer(silent=True), Answer(trickling=True)])
def test_the_second_signal_prints_the_report_at_once(
    endpoint: Endpoint, answer: Answer, tmp_path: Path
) -> None:
    endpoint.answer(answer)

    with start_installed(*BLOCKED_AFTER_ONE_ARGS) as process:
        assert process.stderr is not None
        endpoint.requested.wait(timeout=60)
        process.send_signal(signal.SIGINT)
        first = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        stdout, rest = process.communicate(timeout=60)

    assert first.decode() == messages.INTERRUPTED
    summary = messages.summary(3, "1 FAILED, 2 NOT_ATTEMPTED")
    assert rest.decode() == summary + messages.left(3, *default_records(tmp_path))
    results = json.loads(stdout)["results"]
    failed = [each for each in results if each["outcome"] == "FAILED"]
    assert (process.returncode, len(results)) == (130, 3)
    assert [each["error"]["code"] for each in failed] == ["Interrupted"]


def test_the_report_comes_although_nobody_reads_stderr(endpoint: Endpoint) -> None:
    endpoint.answer(Answer(held=True))

    with (
        broken_output("stuck reader") as stderr,
        start_installed(*BLOCKED_AFTER_ONE_ARGS, stderr=stderr) as process,
    ):
        endpoint.requested.wait(timeout=60)
        process.send_signal(signal.SIGTERM)
        endpoint.released.set()
        stdout, _ = process.communicate(timeout=60)

    assert process.returncode == 130
    assert json.loads(stdout)["summary"] == {"ACCEPTED": 1, "NOT_ATTEMPTED": 2}


def test_with_stderr_closed_messages_reach_no_other_file(
    endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.answer(Answer(held=True))
    command = [DATAZONE_CANCEL, *BLOCKED_AFTER_ONE_ARGS, f"--report={tmp_path}/report.jsonl"]

    with start("bash", "-c", 'exec "$@" 2>&-', "-", *command) as process:
        endpoint.requested.wait(timeout=60)
        process.send_signal(signal.SIGTERM)
        endpoint.released.set()
        process.communicate(timeout=60)

    outcomes = list(last_outcomes(tmp_path / "report.jsonl").values())
    assert sorted(outcomes) == ["ACCEPTED", "NOT_ATTEMPTED", "NOT_ATTEMPTED"]


def test_json_lines_have_no_empty_line_after_the_second_signal(
    endpoint: Endpoint, tmp_path: Path
) -> None:
    (tmp_path / "ids.txt").write_text("mgr1 mgr2")
    endpoint.answer(Answer(silent=True))
    argv = ("--identifier", f"file://{tmp_path}/ids.txt", *ONE_AT_A_TIME, "--output", "jsonl")

    with start_installed(*DOMAIN_ARGS, *argv) as process:
        assert process.stderr is not None
        endpoint.requested.wait(timeout=60)
        process.send_signal(signal.SIGINT)
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        stdout, _ = process.communicate(timeout=60)

    assert process.returncode == 130
    results = [json.loads(line) for line in stdout.splitlines()]
    assert [each["identifier"] for each in results] == ["mgr1", "mgr2"]


def test_a_signal_ends_the_wait(endpoint: Endpoint) -> None:
    running = run("mgr1", status="IN_PROGRESS")
    endpoint.answer(Answer(), running)
    argv = (*DOMAIN_ARGS, "--identifier", "mgr1", "--wait", "--wait-delay", "600")

    with start_installed(*argv) as process:
        endpoint.requested.wait(timeout=60)
        endpoint.requested.clear()
        endpoint.requested.wait(timeout=60)
        process.send_signal(signal.SIGINT)
        stdout, _ = process.communicate(timeout=60)

    assert process.returncode == 130
    assert json.loads(stdout)["summary"] == {"ACCEPTED": 1}


def test_a_signal_prevents_retries(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1000")
    endpoint.answer(Answer(status=500, held=True))

    with start_installed(*DOMAIN_ARGS, "--identifier=mgr1", "--identifier=mgr1") as process:
        assert process.stderr is not None
        endpoint.requested.wait(timeout=60)
        process.send_signal(signal.SIGINT)
        process.stderr.readline()
        endpoint.released.set()
        stdout, _ = process.communicate(timeout=60)

    assert process.returncode == 130
    assert json.loads(stdout)["results"][0]["attempts"] == 1


@pytest.mark.parametrize(
    ("number", "ignoring"),
    [(signal.SIGINT, programs.IGNORE_SIGINT), (signal.SIGHUP, ("nohup",))],
    ids=["SIGINT", "nohup"],
)
def test_an_ignored_signal_stays_ignored(
    endpoint: Endpoint, number: signal.Signals, ignoring: Sequence[str]
) -> None:
    endpoint.answer(Answer(held=True), Answer())
    argv = (*RUN_ARGS, "--identifier", "mgr2", *ONE_AT_A_TIME, "--quiet")

    with start(*ignoring, DATAZONE_CANCEL, *argv, stderr=None) as process:
        endpoint.requested.wait(timeout=60)
        process.send_signal(number)
        endpoint.released.set()
        stdout, _ = process.communicate(timeout=60)

    assert process.returncode == 0
    assert json.loads(stdout)["summary"] == {"ACCEPTED": 2}


def test_runs_that_were_not_attempted_can_be_piped_into_another_command(endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), Answer(), Answer())
    rest = "results[?outcome==`NOT_ATTEMPTED`].[identifier]"
    script = (
        f"{{ datazone-cancel {' '.join(BLOCKED_AFTER_ONE_ARGS)} --query '{rest}' --output text &"
        " echo $! >&2; wait $!; wait $!; }"
        f" | datazone-cancel {' '.join(DOMAIN_ARGS)} --identifier - --max-rate 0 --query summary"
    )

    with start("bash", "-c", script) as process:
        assert process.stderr is not None
        first = int(process.stderr.readline())
        endpoint.requested.wait(timeout=60)
        os.kill(first, signal.SIGTERM)
        stdout, _ = process.communicate(timeout=60)

    assert json.loads(stdout) == {"ACCEPTED": 2}
    assert sorted(endpoint.canceled_runs) == ["mgr1", "mgr2", "mgr3"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_process_1_ends_on_signals_while_runs_are_listed(
    endpoint: Endpoint, number: signal.Signals
) -> None:
    endpoint.answer(Answer(silent=True))

    with subprocess.Popen(
        [*programs.AS_PROCESS_1, *CONFIRMED_ARGS],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        endpoint.requested.wait(timeout=60)
        process.send_signal(number)
        stdout, _ = process.communicate(timeout=60)

    assert (process.returncode, stdout) == (130, b"")


def test_process_1_keeps_ignoring_signals(endpoint: Endpoint) -> None:
    endpoint.answer(Answer(held=True, body=b"{}"), NO_RUNS)

    with subprocess.Popen(
        ["nohup", *programs.AS_PROCESS_1, *CONFIRMED_ARGS, "--quiet"], stdout=subprocess.PIPE
    ) as process:
        endpoint.requested.wait(timeout=60)
        process.send_signal(signal.SIGHUP)
        endpoint.released.set()
        process.communicate(timeout=60)

    assert process.returncode == 0


@pytest.mark.parametrize("argv", [THREE_RUNS_ARGS, (*THREE_RUNS_ARGS, "--dry-run=server")], ids=len)
def test_nothing_is_sent_on_a_connection_that_opens_after_an_interruption(
    cancel: InProcessCommand, endpoint: Endpoint, clock: ScriptedClock, argv: Sequence[str]
) -> None:
    def open_late(*args: Any, **options: Any) -> socket.socket:
        clock.interrupt()
        return create_connection(*args, **options)

    create_connection = urllib3.util.connection.create_connection
    with mock.patch("urllib3.util.connection.create_connection", open_late):
        result = cancel(*argv)

    assert result.status == 130
    assert [(each["outcome"], each["attempts"]) for each in result.report["results"]] == [
        ("VALID" if "--dry-run=server" in argv else "NOT_ATTEMPTED", 0)
    ] * 3
    assert not endpoint.requests
