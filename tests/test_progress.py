"""How far the work is: a bar on a terminal, a line now and then elsewhere."""

import re
import warnings

import pyte
import pytest

from .support import messages
from .support.answers import NO_RUNS, NOT_FOUND, THROTTLED, run, run_item, run_list
from .support.clock import ScriptedClock
from .support.command import DATAZONE_CANCEL, InProcessCommand
from .support.endpoint import Answer, Endpoint
from .support.names import (
    ALL_RUNS_ARGS,
    CONFIRMED_ARGS,
    DOMAIN_ARGS,
    ONE_AT_A_TIME,
    RUN,
    RUN_ARGS,
    THREE_RUNS_ARGS,
)
from .support.terminal import terminal

ERASE = "\r \x1b[J\r"


def last_frame(stderr: str) -> str:
    """What the bar shows last, before it is erased, without what moves the cursor back."""
    return stderr.split(ERASE)[-2].rpartition("\r")[0]


def test_a_bar_shows_the_progress_on_a_terminal(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer(), Answer())

    stderr = cancel(*RUN_ARGS, "--identifier", "mgr2", "--color=off", terminal=True).stderr

    first, *_ = filter(None, stderr.split(ERASE))
    assert re.fullmatch("  Canceling  +0/2\r", first)
    last = r"  Canceling ━+ 2/2\n  \d+/s, 0s left\n  2 ACCEPTED"
    assert re.fullmatch(last, last_frame(stderr))


def test_json_lines_on_a_terminal_are_not_mixed_with_a_bar(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer(), Answer())

    result = cancel(
        *RUN_ARGS, "--identifier", "mgr2", "--output", "jsonl", "--color=off", terminal=True
    )

    assert result.stderr.startswith(messages.summary(2, "2 ACCEPTED"))
    assert len(result.json_lines) == 2


def test_a_line_reports_the_progress_every_30_seconds_in_a_pipe(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(*[Answer()] * 3)

    result = cancel(*THREE_RUNS_ARGS, *ONE_AT_A_TIME, "--max-rate", "0.04")

    line, _ = result.stderr.splitlines()
    assert line == "Canceling: 2 of 3, 0.067/s, 15s left (2 ACCEPTED)"


def test_a_bar_is_green_to_where_the_work_is(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), run(RUN, status="CANCELED"))

    stderr = cancel(*RUN_ARGS, "--wait", terminal=True).stderr

    times = "0s of at most 10m, next check now"
    assert f"Waiting \x1b[90m{'━' * 66}\x1b[0m 0/1\n  {times}\n" in stderr
    assert f"Waiting \x1b[32m{'━' * 66}\x1b[0m 1/1\n  {times}\n" in stderr
    assert "\x1b[32m1 CANCELED\x1b[0m" in last_frame(stderr)


@pytest.mark.parametrize(
    ("width", "row"),
    [
        (40, f"Ctrl-C again to quit {'━' * 4}{' ' * 9} 1/3"),
        (28, "Ctrl-C again to quit   1/3"),
        (24, "Ctrl-C again to qu… 1…"),
    ],
)
def test_the_bar_says_how_to_quit_at_once(
    cancel: InProcessCommand, endpoint: Endpoint, clock: ScriptedClock, width: int, row: str
) -> None:
    endpoint.answer(Answer())
    endpoint.on_request = lambda _: clock.interrupt()

    argv = (*THREE_RUNS_ARGS, *ONE_AT_A_TIME, "--color=off")

    stderr = cancel(*argv, terminal=True, width=width).stderr

    assert f"  {row}\n  1 ACCEPTED\r\x1b[1A{ERASE}" in stderr


def test_a_terminal_counts_outcomes_and_failures(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer(), NOT_FOUND, Answer())

    argv = (*THREE_RUNS_ARGS, "--progress=plain", "--progress=auto", "--color=off")

    stderr = cancel(*argv, terminal=True).stderr

    assert "2 ACCEPTED, 1 NOT_FOUND" in last_frame(stderr)


def test_outcomes_that_are_too_many_for_a_line_have_several(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer(), NOT_FOUND, Answer())

    stderr = cancel(*THREE_RUNS_ARGS, "--color=off", terminal=True, width=20).stderr

    assert last_frame(stderr).endswith("\n  2 ACCEPTED, 1 \n  NOT_FOUND")


def test_plain_progress_redraws_nothing(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(run_list(*(run_item(f"mgr{number}") for number in (1, 2, 3))), NO_RUNS)
    endpoint.answer(*[Answer()] * 3)
    argv = (*CONFIRMED_ARGS, "--max-rate", "0.04", "--progress", "plain", "--color=off")

    stderr = cancel(*argv, terminal=True).stderr

    assert stderr.startswith("Canceling: ")
    assert "\x1b" not in stderr
    assert "\r" not in stderr


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

    assert re.fullmatch("  Waiting ━+ 0/1", lines[-3])
    assert re.fullmatch(r"  \d+s of at most 2h, next check in (1h|59m\d+s)", lines[-2])
    assert lines[-1] == "  1 ACCEPTED"


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

    assert re.search(r"Canceling ━+ 100/100\n  \d+/s, 0s left\n  100 ACCEPTED\r", stderr)


def test_the_cursor_stays_where_erasing_the_bar_begins(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    """A narrower terminal wraps the bar: it is then longer than when it was drawn."""
    endpoint.answer(*[Answer()] * 3)
    screen = pyte.Screen(80, 24)

    stderr = cancel(*THREE_RUNS_ARGS, terminal=True).stderr

    drawn = stderr.rpartition(ERASE)[0].replace("\n", "\r\n")
    pyte.Stream(screen).feed(f"the line before\r\n{drawn}")
    assert screen.display[1].startswith("  Canceling ")
    assert (screen.cursor.x, screen.cursor.y) == (0, 1)


def test_the_bar_follows_a_terminal_that_is_narrower_than_columns_says(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    endpoint.answer(*[Answer()] * 3)

    stderr = cancel(*THREE_RUNS_ARGS, "--color=off", terminal=True, width=40).stderr

    assert next(len(line) for line in last_frame(stderr).split("\n")) == 40


def test_throttling_shows_the_current_rate(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("random.random", lambda: 0)  # no backoff
    endpoint.answer(*[Answer()] * 9, THROTTLED, Answer())
    identifiers = [f"--identifier=mgr{number}" for number in range(10)]

    stderr = cancel(*DOMAIN_ARGS, *identifiers, *ONE_AT_A_TIME, "--color=off", terminal=True).stderr

    assert "throttled, 7.2 requests a second now, 0s left\n" in last_frame(stderr)


def test_throttling_may_leave_one_request_a_second(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("random.random", lambda: 0)  # no backoff
    endpoint.answer(Answer(), THROTTLED, THROTTLED, THROTTLED, Answer())
    argv = (*RUN_ARGS, "--identifier=mgr2", *ONE_AT_A_TIME, "--max-rate=1.45", "--color=off")

    stderr = cancel(*argv, terminal=True).stderr

    assert "throttled, 1 request a second now, " in last_frame(stderr)


def test_a_warning_erases_what_the_listing_shows(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(NO_RUNS, NO_RUNS)
    endpoint.on_request = lambda _: warnings.showwarning("careful", UserWarning, "", 0)

    stderr = cancel(*ALL_RUNS_ARGS, "--dry-run", "--color=off", terminal=True).stderr

    assert f"{ERASE}UserWarning: careful\n" in stderr


@pytest.mark.slow
def test_ctrl_z_gives_the_shell_a_screen_without_the_bar(endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), run(RUN, status="IN_PROGRESS"))
    command = " ".join((DATAZONE_CANCEL, *RUN_ARGS, "--wait", "--wait-delay", "3600"))

    with terminal("bash", "--norc") as shell:
        shell.type(f"{command}\n")
        shell.wait_for("next check in")
        shell.type("\x1a")
        assert "━" not in shell.wait_for("Stopped")
        shell.type("fg\n")
        shell.wait_for("next check in")
