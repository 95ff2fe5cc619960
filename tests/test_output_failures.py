"""Streams that are closed, full, or have no reader."""

import pytest

from .support import messages
from .support.command import Result, bash
from .support.endpoint import Answer, Endpoint
from .support.names import RUN_ARGS, THREE_RUNS_ARGS

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

    summary = messages.summary(1, "1 WOULD_CANCEL", dry_run=True)
    assert result == Result(status=255, stdout="", stderr=summary + messages.STDOUT_FULL)


def test_a_full_stdout_fails_a_report(endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), Answer(), Answer())

    result = bash(f"{THREE_RUNS} >/dev/full")

    stderr = messages.summary(3, "3 ACCEPTED") + messages.STDOUT_FULL
    assert result == Result(status=255, stdout="", stderr=stderr)


def test_a_full_stdout_stops_a_report_in_json_lines(endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    result = bash(f"{THREE_RUNS} --output jsonl --max-rate 0.5 >/dev/full")

    stderr = messages.summary(3, "1 ACCEPTED, 2 NOT_ATTEMPTED") + messages.STDOUT_FULL
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
