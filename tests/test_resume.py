"""The file of `--report`, and resuming from reports."""

import json
import signal
from pathlib import Path

import pytest

from .support import messages
from .support.answers import (
    EXPIRED,
    NO_RUNS,
    NOT_FOUND,
    SERVER_ERROR,
    SUCCEEDED,
    run,
    run_item,
    run_list,
)
from .support.command import InProcessCommand, Result, start_installed
from .support.endpoint import Answer, Endpoint
from .support.names import CONFIRMED_ARGS, DOMAIN_ARGS, THREE_RUNS_ARGS


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "report.jsonl"


def outcomes(report: Path) -> list[tuple[str, str]]:
    lines = map(json.loads, report.read_text().splitlines())
    return [(each["identifier"], each["outcome"]) for each in lines]


def test_the_file_has_a_line_per_result(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    endpoint.answer(Answer(), NOT_FOUND, Answer())

    result = cancel(*THREE_RUNS_ARGS, "--report", str(report))

    assert [json.loads(line) for line in report.read_text().splitlines()] == result.report[
        "results"
    ]


def test_the_file_has_the_results_that_arrived_before_sigkill(
    endpoint: Endpoint, report: Path
) -> None:
    endpoint.answer(Answer(), Answer(silent=True))

    with start_installed(*THREE_RUNS_ARGS, "--max-rate=0", "--report", str(report)) as process:
        while len(endpoint.requests) < 2:
            endpoint.requested.wait(timeout=60)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)

    assert outcomes(report) == [("mgr1", "ACCEPTED")]


def test_the_last_line_of_a_run_that_is_waited_for_is_final(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    endpoint.answer(Answer(), run("mgr1", status="CANCELED"))

    cancel(*DOMAIN_ARGS, "--identifier=mgr1", "--wait", "--report", str(report))

    assert outcomes(report) == [("mgr1", "ACCEPTED"), ("mgr1", "CANCELED")]


def test_a_file_that_cannot_be_opened_is_reported_before_anything_is_sent(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path
) -> None:
    result = cancel(*THREE_RUNS_ARGS, "--report", str(tmp_path))

    sentence = f"Error opening the file of --report: Is a directory: {tmp_path}"
    assert result == Result(status=252, stdout="", stderr=f"\n{sentence}\n")
    assert endpoint.requests == []


def test_a_full_file_fails_the_command_but_not_the_report(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer(), Answer(), Answer())

    result = cancel(*THREE_RUNS_ARGS, "--report", "/dev/full")

    assert (result.status, result.report["summary"]) == (255, {"ACCEPTED": 3})
    assert "Could not write to the file of --report: [Errno 28]" in result.stderr


@pytest.mark.parametrize("format_", ["json", "jsonl"])
def test_a_report_as_list_means_its_unfinished_runs(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    tmp_path: Path,
    format_: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    endpoint.answer(Answer(), NOT_FOUND, SUCCEEDED, SERVER_ERROR, run("mgr4"), Answer())
    four_runs = (*THREE_RUNS_ARGS, "--identifier=mgr4")

    first = cancel(*four_runs, "--output", format_)
    (tmp_path / "report").write_text(first.stdout)
    cancel(*DOMAIN_ARGS, "--identifier", f"file://{tmp_path}/report", "--quiet")

    assert endpoint.canceled_runs == ["mgr1", "mgr2", "mgr3", "mgr4", "mgr4"]


def test_the_last_line_about_a_run_counts(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    lines = [("mgr1", "FAILED"), ("mgr2", "FAILED"), ("mgr1", "ACCEPTED")]
    report.write_text(
        "".join(json.dumps({"identifier": run, "outcome": it}) + "\n" for run, it in lines)
    )
    endpoint.answer(Answer())

    cancel(*DOMAIN_ARGS, "--identifier", f"file://{report}")

    assert endpoint.canceled_runs == ["mgr2"]


def test_a_finished_report_leaves_nothing_to_cancel(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    report.write_text('{"identifier": "mgr1", "outcome": "CANCELED"}\n')

    result = cancel(*DOMAIN_ARGS, "--identifier", f"file://{report}")

    assert (result.status, result.report["results"]) == (0, [])
    assert endpoint.requests == []


@pytest.mark.parametrize("text", ['{"identifier": 1}', '{"results": 1}', '{"a": "b"}\n{', "[[[["])
def test_other_json_is_not_a_report(cancel: InProcessCommand, report: Path, text: str) -> None:
    report.write_text(text)

    result = cancel(*DOMAIN_ARGS, "--identifier", f"file://{report}")

    assert (result.status, messages.JSON_LIST in result.stderr) == (252, True)


@pytest.mark.slow
def test_an_interrupted_command_says_how_to_resume_from_its_file(
    endpoint: Endpoint, report: Path
) -> None:
    endpoint.answer(Answer(held=True))
    argv = (*THREE_RUNS_ARGS, "--max-rate", "0.000001", "--report", str(report))

    with start_installed(*argv) as process:
        endpoint.requested.wait(timeout=60)
        process.send_signal(signal.SIGINT)
        endpoint.released.set()
        _, stderr = process.communicate(timeout=60)

    arguments = (
        f"--identifier=file://{report} --max-concurrency=1 --max-rate=0.000001 --report={report}"
    )
    assert stderr.decode().endswith(messages.resume(2, arguments))


def test_all_is_resumed_with_the_same_command(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(run_list(run_item("mgr1"), run_item("mgr2")), NO_RUNS, EXPIRED)

    stderr = cancel(*CONFIRMED_ARGS).stderr

    assert stderr.endswith(messages.resume(2, "--all --yes --max-concurrency=1"))
