"""Streams that are closed, full, or have no reader, and processes without file descriptors."""

import json
import os
import socket
import subprocess
from pathlib import Path

import pytest

from .support import messages, programs
from .support.command import Result, bash, start_installed
from .support.endpoint import Answer, Endpoint
from .support.names import DOMAIN_ARGS, ONE_AT_A_TIME, RUN_ARGS, THREE_RUNS_ARGS
from .support.records import default_records

pytestmark = pytest.mark.slow

ONE_RUN = f"datazone-cancel {' '.join(RUN_ARGS)}"
THREE_RUNS = f"datazone-cancel {' '.join(THREE_RUNS_ARGS)}"
WITHOUT_READER = "exec 3> >(:); wait $!; exec >&3 3>&-;"
"""Makes stdout of the rest of a script a pipe that nobody reads."""


@pytest.mark.usefixtures("sandbox")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_does_not_stop_one_cancellation(closed: str) -> None:
    result = bash(f"{ONE_RUN} {closed}")

    assert result.status == 0
    assert "Traceback" not in result.stderr


def test_a_closed_stdout_is_reported_before_several_cancellations(endpoint: Endpoint) -> None:
    result = bash(f"{THREE_RUNS} >&-")

    assert result == Result(status=255, stdout="", stderr=messages.STDOUT_CLOSED)
    assert endpoint.requests == []


def test_a_closed_stdout_fails_a_dry_run() -> None:
    result = bash(f"{ONE_RUN} --dry-run >&-")

    assert result == Result(status=255, stdout="", stderr=messages.STDOUT_CLOSED)


@pytest.mark.parametrize("word", ["help", "--version"])
def test_a_closed_stdout_fails_help(word: str) -> None:
    assert bash(f"datazone-cancel {word} >&-").status == 255


def test_a_closed_stderr_keeps_the_exit_status() -> None:
    assert bash("datazone-cancel 2>&-").status == 252


def test_a_full_stdout_fails_a_dry_run() -> None:
    result = bash(f"{ONE_RUN} --dry-run >/dev/full")

    summary = messages.summary(1, "1 valid, not looked up", dry_run=True)
    assert result == Result(status=255, stdout="", stderr=summary + messages.STDOUT_FULL)


def test_a_full_stdout_fails_a_report(endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), Answer(), Answer())

    result = bash(f"{THREE_RUNS} >/dev/full")

    stderr = messages.summary(3, "3 ACCEPTED") + messages.STDOUT_FULL
    assert result == Result(status=255, stdout="", stderr=stderr)


def test_a_full_stdout_stops_a_report_in_json_lines(endpoint: Endpoint, tmp_path: Path) -> None:
    endpoint.answer(Answer())

    result = bash(f"{THREE_RUNS} --output jsonl --max-rate 0.5 >/dev/full")

    summary = messages.summary(3, "1 ACCEPTED, 2 NOT_ATTEMPTED")
    left = messages.left(2, *default_records(tmp_path), accepted=1)
    stderr = summary + left + messages.STDOUT_FULL
    assert result == Result(status=255, stdout="", stderr=stderr)


def test_a_full_stderr_keeps_the_exit_status() -> None:
    assert bash("datazone-cancel 2>/dev/full").status == 252


@pytest.mark.parametrize("command", ["datazone-cancel --help", f"{ONE_RUN} --dry-run --quiet"])
def test_a_missing_reader_is_not_an_error(command: str) -> None:
    assert bash(f"{WITHOUT_READER} {command}") == Result(status=0, stdout="", stderr="")


def test_a_missing_reader_stops_a_report_in_json_lines(endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    result = bash(f"{WITHOUT_READER} {THREE_RUNS} --output jsonl --max-rate 0.5 --quiet")

    assert result == Result(status=1, stdout="", stderr="")
    assert endpoint.canceled_runs == ["mgr1"]


def test_a_terminal_that_went_away_does_not_stop_a_report(endpoint: Endpoint) -> None:
    endpoint.answer(Answer(held=True), Answer(), Answer())
    controller, terminal = os.openpty()

    with start_installed(*THREE_RUNS_ARGS, *ONE_AT_A_TIME, stderr=terminal) as process:
        endpoint.requested.wait(timeout=60)
        os.close(terminal)
        os.close(controller)
        endpoint.released.set()
        stdout, _ = process.communicate(timeout=60)

    assert process.returncode == 0
    assert json.loads(stdout)["summary"] == {"ACCEPTED": 3}


def test_a_report_is_written_in_large_parts_without_buffering(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", "1")
    identifiers = "".join(f"mgr{number}\n" for number in range(1000)).encode()
    reader, writer = socket.socketpair(type=socket.SOCK_SEQPACKET)

    with start_installed(
        *(*DOMAIN_ARGS, "--identifier", "-", "--dry-run"),
        stdin=subprocess.PIPE,
        stdout=writer.fileno(),
        stderr=subprocess.DEVNULL,
    ) as process:
        writer.close()
        assert process.stdin is not None
        process.stdin.write(identifiers)
        process.stdin.close()
        writes = [*iter(lambda: reader.recv(65536), b"")]
    reader.close()

    report = b"".join(writes)
    assert json.loads(report)["summary"] == {"VALID": 1000}
    assert len(writes) <= len(report) / 4096 + 10


@pytest.mark.parametrize("format_", ["json", "text", "yaml"])
def test_a_lack_of_file_descriptors_does_not_lose_the_report(
    endpoint: Endpoint, format_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    endpoint.answer(Answer())

    result = programs.without_file_descriptors(*THREE_RUNS_ARGS, "--output", format_)

    assert result.status == 1
    assert [run in result.stdout for run in ("mgr1", "mgr2", "mgr3")] == [True, True, True]
    left = messages.left(2, *default_records(tmp_path), accepted=1)
    assert result.stderr == messages.summary(3, "1 ACCEPTED, 2 FAILED") + left
