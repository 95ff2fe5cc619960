"""--report FILE: each result in a file as it arrives, and how to resume from it."""

import json
import shlex
import signal
from pathlib import Path
from typing import Any

import pytest

from .support import messages
from .support.answers import EXPIRED, NO_RUNS, NOT_FOUND, SERVER_ERROR, SUCCEEDED, run, run_list
from .support.answers import run_item as item
from .support.command import InProcessCommand, Result, start_installed
from .support.endpoint import Answer, Endpoint
from .support.names import (
    ALL_RUNS_ARGS,
    CONFIRMED_ARGS,
    DOMAIN,
    DOMAIN_ARGS,
    ONE_AT_A_TIME,
    RUN,
    RUN_ARGS,
    THREE_RUNS_ARGS,
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """The file of --report, which does not exist yet."""
    return tmp_path / "report.jsonl"


def _lines(report: Path) -> list[Any]:
    return [json.loads(line) for line in report.read_text().splitlines()]


def _outcomes(report: Path) -> list[tuple[str, str]]:
    return [(each["identifier"], each["outcome"]) for each in _lines(report)]


def _write(path: Path, *outcomes: tuple[str, str]) -> None:
    lines = (
        json.dumps({"identifier": identifier, "outcome": outcome})
        for identifier, outcome in outcomes
    )
    path.write_text("".join(f"{line}\n" for line in lines))


def test_the_file_has_the_results_of_the_report(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    endpoint.answer(Answer(), NOT_FOUND, SUCCEEDED)

    result = cancel(*THREE_RUNS_ARGS, "--report", str(report))

    assert _lines(report) == result.report["results"]


def test_one_run_with_a_file_prints_a_report(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    endpoint.answer(Answer())

    result = cancel(*RUN_ARGS, "--report", str(report))

    assert (result.status, result.outcomes) == (0, {RUN: "ACCEPTED"})
    assert _outcomes(report) == [(RUN, "ACCEPTED")]


def test_results_are_appended(cancel: InProcessCommand, endpoint: Endpoint, report: Path) -> None:
    _write(report, ("mgr0", "FAILED"))
    endpoint.answer(Answer())

    cancel(*RUN_ARGS, "--report", str(report))

    assert _outcomes(report) == [("mgr0", "FAILED"), (RUN, "ACCEPTED")]


def test_results_are_appended_on_a_new_line_after_one_that_breaks_off(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    report.write_text('{"identifier": "mg')
    endpoint.answer(Answer())

    cancel(*RUN_ARGS, "--report", str(report))

    first, second = report.read_text().splitlines()
    assert (first, json.loads(second)["identifier"]) == ('{"identifier": "mg', RUN)


def test_waiting_adds_a_line_with_the_last_outcome(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    endpoint.answer(Answer(), run(RUN, status="CANCELED"))

    cancel(*RUN_ARGS, "--wait", "--report", str(report))

    assert _outcomes(report) == [(RUN, "ACCEPTED"), (RUN, "CANCELED")]


def test_a_dry_run_is_written_to_the_file(cancel: InProcessCommand, report: Path) -> None:
    cancel(*RUN_ARGS, "--dry-run", "--report", str(report))

    assert _outcomes(report) == [(RUN, "VALID")]


def test_a_file_that_cannot_be_opened_is_an_error_before_anything_is_sent(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path
) -> None:
    result = cancel(*THREE_RUNS_ARGS, "--report", str(tmp_path))

    message = f"\nError opening the file of --report: Is a directory: {tmp_path}\n"
    assert result == Result(status=252, stdout="", stderr=message)
    assert endpoint.requests == []


def test_a_full_disk_does_not_affect_the_report_on_stdout(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer(), Answer(), Answer())

    result = cancel(*THREE_RUNS_ARGS, "--report", "/dev/full")

    assert result.status == 255
    assert result.report["summary"] == {"ACCEPTED": 3}
    assert "Could not write to the file of --report" in result.stderr
    assert "No space left on device" in result.stderr


@pytest.mark.slow
def test_the_file_survives_a_kill(endpoint: Endpoint, report: Path) -> None:
    endpoint.answer(NOT_FOUND)
    argv = (*THREE_RUNS_ARGS, "--max-rate", "0.000001", "--report", str(report))

    with start_installed(*argv) as process:
        while not (report.exists() and report.read_bytes()):
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)

    assert _outcomes(report) == [("mgr1", "NOT_FOUND")]


UNFINISHED = ("FAILED", "NOT_ATTEMPTED", "VALID", "WOULD_CANCEL")
FINISHED = ("ACCEPTED", "CANCELED", "ALREADY_FINISHED", "NOT_FOUND")


def test_unfinished_runs_are_taken_from_json_lines(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    _write(report, *((f"mgr_{outcome}", outcome) for outcome in (*UNFINISHED, *FINISHED)))
    endpoint.answer(*[Answer()] * len(UNFINISHED))

    cancel(*DOMAIN_ARGS, "--identifier", f"file://{report}", *ONE_AT_A_TIME)

    assert endpoint.canceled_runs == [f"mgr_{outcome}" for outcome in UNFINISHED]


def test_unfinished_runs_are_taken_from_a_json_report(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    endpoint.answer(Answer(), EXPIRED, Answer(), Answer())
    report.write_text(cancel(*THREE_RUNS_ARGS).stdout)

    cancel(*DOMAIN_ARGS, "--identifier", f"file://{report}", *ONE_AT_A_TIME)

    assert endpoint.canceled_runs == ["mgr1", "mgr2", "mgr2", "mgr3"]


def test_unfinished_runs_are_taken_from_standard_input(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    _write(report, ("mgr1", "ACCEPTED"), ("mgr2", "FAILED"))
    endpoint.answer(Answer())

    cancel(*DOMAIN_ARGS, "--identifier", "-", stdin=report.read_bytes())

    assert endpoint.canceled_runs == ["mgr2"]


def test_the_last_outcome_of_a_run_counts(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    _write(report, ("mgr1", "FAILED"), ("mgr2", "NOT_ATTEMPTED"), ("mgr1", "ACCEPTED"))
    endpoint.answer(Answer())

    result = cancel(*DOMAIN_ARGS, "--identifier", f"file://{report}")

    assert result.outcomes == {"mgr2": "ACCEPTED"}


@pytest.mark.parametrize("end", ['{"identifier": "mg', '{"identifier": "mg\n'])
def test_a_line_that_breaks_off_is_ignored(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path, end: str
) -> None:
    _write(report, ("mgr1", "ACCEPTED"), ("mgr2", "FAILED"))
    report.write_text(report.read_text() + end)
    endpoint.answer(Answer())

    result = cancel(*DOMAIN_ARGS, "--identifier", f"file://{report}")

    assert result.outcomes == {"mgr2": "ACCEPTED"}


def test_a_report_without_unfinished_runs_leaves_nothing_to_cancel(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    _write(report, ("mgr1", "ACCEPTED"))

    result = cancel(*DOMAIN_ARGS, "--identifier", f"file://{report}")

    assert (result.status, result.report["results"]) == (0, [])
    assert endpoint.requests == []


@pytest.mark.parametrize(
    "text", ['{"identifier": "mgr1"', '{"items": []}', '{"identifier": "mgr1", "outcome": "X"}']
)
def test_other_json_is_no_report(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path, text: str
) -> None:
    report.write_text(text)

    result = cancel(*DOMAIN_ARGS, "--identifier", f"file://{report}")

    assert result.status == 252
    assert messages.JSON_LIST in result.stderr
    assert endpoint.requests == []


def _resume_command(result: Result) -> list[str]:
    """The arguments of the command in the last line of stderr."""
    line = result.stderr.splitlines()[-1]
    program, *arguments = shlex.split(line.partition(": ")[2])
    assert program == "datazone-cancel"
    return arguments


def test_the_printed_command_resumes_from_the_file(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path
) -> None:
    report = tmp_path / "the report.jsonl"
    endpoint.answer(Answer(), EXPIRED)
    stopped = cancel(*THREE_RUNS_ARGS, "--report", str(report))
    endpoint.answer(Answer(), Answer())

    resumed = cancel(*_resume_command(stopped))

    assert "2 runs are left. To resume: datazone-cancel " in stopped.stderr
    assert resumed.outcomes == {"mgr2": "ACCEPTED", "mgr3": "ACCEPTED"}
    assert dict(_outcomes(report)) == {"mgr1": "ACCEPTED", **resumed.outcomes}


def test_the_printed_command_names_a_few_runs(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), EXPIRED)
    stopped = cancel(*THREE_RUNS_ARGS, "--region", "us-west-2")

    assert _resume_command(stopped) == [
        f"--domain-identifier={DOMAIN}",
        "--identifier=mgr2",
        "--identifier=mgr3",
        "--max-concurrency=1",
        "--region=us-west-2",
    ]


def test_the_printed_command_repeats_a_list(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path
) -> None:
    (tmp_path / "ids").write_text(" ".join(f"mgr{number}" for number in range(9)))
    endpoint.answer(EXPIRED)
    stopped = cancel(*DOMAIN_ARGS, "--identifier", f"file://{tmp_path}/ids", *ONE_AT_A_TIME)

    assert _resume_command(stopped) == [
        f"--domain-identifier={DOMAIN}",
        f"--identifier=file://{tmp_path}/ids",
        "--max-concurrency=1",
        "--ignore-finished",
    ]


def test_the_printed_line_asks_for_the_same_standard_input(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    listed = b" ".join(b"mgr%d" % number for number in range(9))
    endpoint.answer(EXPIRED)

    stopped = cancel(*DOMAIN_ARGS, "--identifier", "-", *ONE_AT_A_TIME, stdin=listed)

    line = stopped.stderr.splitlines()[-1]
    assert line.startswith("9 runs are left. To resume, with the same standard input: ")


def test_the_printed_command_selects_all_runs_again(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run_list(item("mgr1"), item("mgr2")), NO_RUNS, EXPIRED)

    stopped = cancel(*CONFIRMED_ARGS, "--created-by", "usr1")

    assert _resume_command(stopped) == [
        f"--domain-identifier={DOMAIN}",
        "--all",
        "--yes",
        "--max-concurrency=1",
        "--created-by=usr1",
    ]


def test_a_file_lets_all_resume_with_the_same_runs(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    endpoint.answer(run_list(item("mgr1"), item("mgr2")), NO_RUNS, EXPIRED, Answer(), Answer())
    stopped = cancel(*CONFIRMED_ARGS, "--report", str(report))

    cancel(*_resume_command(stopped))

    assert endpoint.canceled_runs == ["mgr1", "mgr1", "mgr2"]


def test_a_failure_without_an_interruption_has_no_command_to_resume(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    endpoint.answer(Answer(), SERVER_ERROR, run("mgr2"), Answer())

    result = cancel(*THREE_RUNS_ARGS)

    assert result.report["summary"] == {"ACCEPTED": 2, "FAILED": 1}
    assert "resume" not in result.stderr


def test_a_dry_run_has_no_command_to_resume(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(run_list(item("mgr1")), NO_RUNS)

    assert "resume" not in cancel(*ALL_RUNS_ARGS, "--dry-run").stderr
