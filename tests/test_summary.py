"""The last lines of a report: how it ended, and whether anything is still open."""

from pathlib import Path

import pytest

from .support import messages
from .support.answers import NOT_FOUND, run
from .support.command import InProcessCommand
from .support.endpoint import Answer, Endpoint
from .support.names import DOMAIN, DOMAIN_ARGS, RUN, RUN_ARGS, THREE_RUNS_ARGS
from .support.records import default_records

NOT_YET = "ACCEPTED is not yet CANCELED."


def last_lines(stderr: str) -> list[str]:
    """The lines after the progress bar."""
    return stderr.rpartition("\x1b[J\r")[2].splitlines()


@pytest.mark.parametrize("width", [40, 80])
def test_outcomes_and_the_location_have_a_line_each_if_one_is_too_narrow(
    cancel: InProcessCommand, endpoint: Endpoint, width: int
) -> None:
    endpoint.answer(Answer(), NOT_FOUND, Answer())
    argv = (*THREE_RUNS_ARGS, "--max-rate", "0.1", "--color=off")

    lines = last_lines(cancel(*argv, terminal=True, width=width).stderr)

    assert lines[0] == "2 ACCEPTED, 1 NOT_FOUND of 3 runs in 20s"
    assert lines[1].startswith(f"domain {DOMAIN},")


@pytest.mark.parametrize(("rate", "duration"), [("1", " in 1s"), ("1.1", "")])
def test_a_duration_is_in_whole_seconds(
    cancel: InProcessCommand, endpoint: Endpoint, rate: str, duration: str
) -> None:
    endpoint.answer(Answer(), Answer())

    stderr = cancel(*RUN_ARGS, "--identifier=mgr2", "--max-rate", rate).stderr

    assert stderr.startswith(f"2 ACCEPTED{duration}: domain ")


def test_failures_are_red(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), NOT_FOUND, Answer())

    stderr = cancel(*THREE_RUNS_ARGS, "--color=on", terminal=True).stderr

    outcomes = "\x1b[32m2 ACCEPTED\x1b[0m, \x1b[31m1 NOT_FOUND\x1b[0m"
    assert last_lines(stderr)[0].startswith(outcomes)


def test_accepted_runs_are_checked_with_the_record(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.answer(*[Answer()] * 3)

    stderr = cancel(*THREE_RUNS_ARGS, "--color=off", terminal=True).stderr

    [record] = default_records(tmp_path)
    command = f"datazone-cancel --resume {record} --dry-run=server"
    assert last_lines(stderr)[-1] == f"{NOT_YET} To check: {command}"


def test_scripts_are_not_told_how_to_check(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(*[Answer()] * 3)

    assert cancel(*THREE_RUNS_ARGS).stderr == messages.summary(3, "3 ACCEPTED")


def test_canceled_runs_need_no_check(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(*[Answer()] * 3)
    endpoint.answer(*(run(f"mgr{number}", status="CANCELED") for number in (1, 2, 3)))

    stderr = cancel(*THREE_RUNS_ARGS, "--wait", "--color=off", terminal=True).stderr

    assert last_lines(stderr) == messages.summary(3, "3 CANCELED").splitlines()


def test_the_failure_of_the_only_run_of_a_list_names_it(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(NOT_FOUND)

    stdin = f"{RUN}\n".encode()
    result = cancel(*DOMAIN_ARGS, "--identifier", "-", stdin=stdin, terminal=True)

    assert RUN in result.stdout


def test_the_failure_of_one_run_is_reported_once(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(NOT_FOUND)

    result = cancel(*RUN_ARGS, "--wait", "--color=off", terminal=True)

    sentence = "Requested prediction cannot be found in domain"
    assert (result.stdout + result.stderr).count(sentence) == 1
    assert last_lines(result.stderr)[:2] == [
        "",
        messages.service_error("ResourceNotFoundException", sentence),
    ]
    assert result.status == 254
