"""How far the work is: a bar on a terminal, a line now and then elsewhere."""

import re

import pytest

from .support import messages
from .support.answers import NOT_FOUND, run
from .support.command import DATAZONE_CANCEL, InProcessCommand
from .support.endpoint import Answer, Endpoint
from .support.names import DOMAIN_ARGS, RUN, RUN_ARGS, THREE_RUNS_ARGS
from .support.terminal import terminal


def last_frame(stderr: str) -> str:
    """What the bar shows last, before it is erased."""
    return stderr.split("━")[-1].partition("\x1b[")[0]


def test_a_bar_shows_the_progress_on_a_terminal(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer(), Answer())

    stderr = cancel(*RUN_ARGS, "--identifier", "mgr2", "--color=off", terminal=True).stderr

    assert "Canceling ━" in stderr
    assert " 2/2 " in stderr


def test_json_lines_on_a_terminal_are_not_mixed_with_a_bar(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer(), Answer())

    result = cancel(
        *RUN_ARGS, "--identifier", "mgr2", "--output", "jsonl", "--color=off", terminal=True
    )

    assert result.stderr == messages.summary(2, "2 ACCEPTED")
    assert len(result.json_lines) == 2


def test_a_line_reports_the_progress_every_30_seconds_in_a_pipe(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(*[Answer()] * 3)

    result = cancel(*THREE_RUNS_ARGS, "--max-rate", "0.04")

    line = result.stderr.splitlines()[0]
    pattern = r"Canceling: ([12]) of 3, 0\.0\d+/s, \d+ s left \(\1 ACCEPTED\)"
    assert re.fullmatch(pattern, line)


def test_a_terminal_counts_outcomes_and_failures(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer(), NOT_FOUND, Answer())

    stderr = cancel(*THREE_RUNS_ARGS, "--color=off", terminal=True).stderr

    assert "2 ACCEPTED, 1 NOT_FOUND" in last_frame(stderr)


def test_waiting_moves_runs_from_one_outcome_to_another(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer(), NOT_FOUND, Answer())
    endpoint.answer(*(run(identifier, status="CANCELED") for identifier in ("mgr1", "mgr3")))

    stderr = cancel(*THREE_RUNS_ARGS, "--wait", "--color=off", terminal=True).stderr

    frame = last_frame(stderr)
    assert " 2/2" in frame
    assert "2 CANCELED, 1 NOT_FOUND" in frame
    assert "ACCEPTED" not in frame


@pytest.mark.slow
@pytest.mark.parametrize("columns", [80, 40])
def test_a_wait_shows_its_times_instead_of_a_rate(endpoint: Endpoint, columns: int) -> None:
    endpoint.answer(Answer(), run(RUN, status="IN_PROGRESS"))
    argv = (*RUN_ARGS, "--wait", "--wait-timeout", "7200", "--wait-delay", "3600")

    with terminal(DATAZONE_CANCEL, *argv, columns=columns) as screen:
        lines = screen.wait_for("next check in (1h|59m)").splitlines()
        screen.type("\x03")
        assert screen.wait() == 130

    assert re.fullmatch("Waiting ━+ 0/1", lines[-3])
    assert re.fullmatch(r"\d+s of at most 2h, next check in (1h|59m\d+s)", lines[-2])
    assert lines[-1] == "1 ACCEPTED"


def test_a_line_in_a_pipe_reports_the_times_of_a_wait(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(*[Answer()] * 3)
    endpoint.answer(*[run(f"mgr{number}", status="IN_PROGRESS") for number in (1, 2, 3)])
    endpoint.answer(*[run(f"mgr{number}", status="CANCELED") for number in (1, 2, 3)])

    result = cancel(*THREE_RUNS_ARGS, "--wait", "--wait-delay", "40")

    line = result.stderr.splitlines()[0]
    assert line == ("Waiting: 1 of 3, 40s of at most 10m, next check now (2 ACCEPTED, 1 CANCELED)")


def test_a_narrow_terminal_shortens_the_bar_and_nothing_else(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    identifiers = [f"mgr{number}" for number in range(100)]
    endpoint.answer(*[Answer()] * 100)
    argv = (*DOMAIN_ARGS, *(f"--identifier={identifier}" for identifier in identifiers))

    stderr = cancel(*argv, "--color=off", terminal=True, width=36).stderr

    assert re.search(r"Canceling ━+ 100/100 \d+/s \d\d:\d\d\n", stderr)
