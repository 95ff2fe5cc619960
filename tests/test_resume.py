"""The file of `--report`, and resuming from reports."""

import json
import shlex
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
    endpoint.answer(Answer())
    argv = (*THREE_RUNS_ARGS, "--max-rate", "0.000001", "--report", str(report))

    with start_installed(*argv) as process:
        while not (report.exists() and report.read_bytes()):
            assert process.poll() is None
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


@pytest.mark.parametrize(
    "text",
    ['{"identifier": "mgr1"', '{"identifier": 1}', '{"results": 1}', '{"a": "b"}\n{', "[[[["],
)
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

    limits = ("--max-concurrency=1", "--max-rate=0.000001")
    arguments = (f"--identifier=file://{report}", *limits, f"--report={report}")
    assert stderr.decode().endswith(messages.resume(2, shlex.join(arguments)))


def test_all_is_resumed_with_the_same_command(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(run_list(run_item("mgr1"), run_item("mgr2")), NO_RUNS, EXPIRED)

    stderr = cancel(*CONFIRMED_ARGS).stderr

    assert stderr.endswith(messages.resume(2, "--all --yes --max-concurrency=1"))


def write(report: Path, *results: tuple[str, str]) -> None:
    """Write a report with these identifiers and outcomes."""
    report.write_text(
        "".join(f"{json.dumps({'identifier': name, 'outcome': it})}\n" for name, it in results)
    )


UNFINISHED = ("FAILED", "NOT_ATTEMPTED", "VALID", "WOULD_CANCEL")
FINISHED = ("ACCEPTED", "CANCELED", "ALREADY_FINISHED", "NOT_FOUND")


def resume_command(result: Result) -> list[str]:
    """The arguments of the command in the last line of stderr."""
    line = result.stderr.splitlines()[-1]
    program, *arguments = shlex.split(line.partition(": ")[2])
    assert program == "datazone-cancel"
    return arguments


def test_one_run_with_a_file_prints_a_report(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    endpoint.answer(Answer())

    result = cancel(*RUN_ARGS, "--report", str(report))

    assert (result.status, result.outcomes) == (0, {RUN: "ACCEPTED"})
    assert outcomes(report) == [(RUN, "ACCEPTED")]


def test_results_are_appended(cancel: InProcessCommand, endpoint: Endpoint, report: Path) -> None:
    write(report, ("mgr0", "FAILED"))
    endpoint.answer(Answer())

    cancel(*RUN_ARGS, "--report", str(report))

    assert outcomes(report) == [("mgr0", "FAILED"), (RUN, "ACCEPTED")]


def test_results_are_appended_on_a_new_line_after_one_that_breaks_off(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    report.write_text('{"identifier": "mg')
    endpoint.answer(Answer())

    cancel(*RUN_ARGS, "--report", str(report))

    first, second = report.read_text().splitlines()
    assert (first, json.loads(second)["identifier"]) == ('{"identifier": "mg', RUN)


def test_a_dry_run_is_written_to_the_file(cancel: InProcessCommand, report: Path) -> None:
    cancel(*RUN_ARGS, "--dry-run", "--report", str(report))

    assert outcomes(report) == [(RUN, "VALID")]


def test_every_unfinished_outcome_is_resumed(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    write(report, *((f"mgr_{outcome}", outcome) for outcome in (*UNFINISHED, *FINISHED)))
    endpoint.answer(*[Answer()] * len(UNFINISHED))

    cancel(*DOMAIN_ARGS, "--identifier", f"file://{report}", *ONE_AT_A_TIME)

    assert endpoint.canceled_runs == [f"mgr_{outcome}" for outcome in UNFINISHED]


def test_unfinished_runs_are_taken_from_standard_input(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    write(report, ("mgr1", "ACCEPTED"), ("mgr2", "FAILED"))
    endpoint.answer(Answer())

    cancel(*DOMAIN_ARGS, "--identifier", "-", stdin=report.read_bytes())

    assert endpoint.canceled_runs == ["mgr2"]


def test_the_last_unfinished_run_has_a_report(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    write(report, ("mgr1", "ACCEPTED"), ("mgr2", "NOT_ATTEMPTED"))
    endpoint.answer(Answer())

    result = cancel(*DOMAIN_ARGS, "--identifier", f"file://{report}")

    assert result.outcomes == {"mgr2": "ACCEPTED"}


@pytest.mark.parametrize("end", ['{"identifier": "mg', '{"identifier": "mg\n'])
def test_a_line_that_breaks_off_is_ignored(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path, end: str
) -> None:
    write(report, ("mgr1", "ACCEPTED"), ("mgr2", "FAILED"))
    report.write_text(report.read_text() + end)
    endpoint.answer(Answer())

    result = cancel(*DOMAIN_ARGS, "--identifier", f"file://{report}")

    assert result.outcomes == {"mgr2": "ACCEPTED"}


def test_the_printed_command_resumes_from_the_file(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path
) -> None:
    report = tmp_path / "the report.jsonl"
    endpoint.answer(Answer(), EXPIRED)
    stopped = cancel(*THREE_RUNS_ARGS, "--report", str(report))
    endpoint.answer(Answer(), Answer())

    resumed = cancel(*resume_command(stopped))

    assert "2 runs are left. To resume: datazone-cancel " in stopped.stderr
    assert resumed.outcomes == {"mgr2": "ACCEPTED", "mgr3": "ACCEPTED"}
    assert dict(outcomes(report)) == {"mgr1": "ACCEPTED", **resumed.outcomes}


def test_the_printed_command_names_a_few_runs(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), EXPIRED)
    stopped = cancel(*THREE_RUNS_ARGS, "--region", "us-west-2")

    assert resume_command(stopped) == [
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

    assert resume_command(stopped) == [
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


def test_a_file_lets_all_resume_with_the_same_runs(
    cancel: InProcessCommand, endpoint: Endpoint, report: Path
) -> None:
    endpoint.answer(
        run_list(run_item("mgr1"), run_item("mgr2")), NO_RUNS, EXPIRED, Answer(), Answer()
    )
    stopped = cancel(*CONFIRMED_ARGS, "--report", str(report))

    cancel(*resume_command(stopped))

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
    endpoint.answer(run_list(run_item("mgr1")), NO_RUNS)

    assert "resume" not in cancel(*ALL_RUNS_ARGS, "--dry-run").stderr
