"""When and how the command uses color."""

import re

import pytest

from .support.answers import NOT_FOUND, SUCCEEDED
from .support.command import DATAZONE_CANCEL, InProcessCommand
from .support.endpoint import Answer, Endpoint, error
from .support.messages import ACCEPTED
from .support.names import HOSTILE, HOSTILE_ESCAPED, ONE_AT_A_TIME, RUN, RUN_ARGS, THREE_RUNS_ARGS
from .support.terminal import terminal

LEGIBLE = {0, 1, 31, 32, 35, 90}
"""Codes of: the default, bold, red, green, magenta, and gray (for the rest of a bar)."""
GREEN_TICK = "\x1b[32m✔ \x1b[0m"


@pytest.mark.parametrize("argv", [(), ("--color", "auto")], ids=" ".join)
def test_the_accepted_line_has_a_green_tick_on_a_terminal(
    cancel: InProcessCommand, endpoint: Endpoint, argv: tuple[str, ...]
) -> None:
    endpoint.answer(Answer())

    assert cancel(*RUN_ARGS, *argv, terminal=True).stderr == GREEN_TICK + ACCEPTED


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_the_environment_turns_color_off(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
) -> None:
    monkeypatch.setenv(name, value)
    endpoint.answer(Answer())

    assert cancel(*RUN_ARGS, terminal=True).stderr == f"✔ {ACCEPTED}"


def test_color_off_turns_color_off(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    assert cancel(*RUN_ARGS, "--color", "off", terminal=True).stderr == f"✔ {ACCEPTED}"


def test_color_on_overrides_the_environment(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    endpoint.answer(Answer())

    assert cancel(*RUN_ARGS, "--color", "on", terminal=True).stderr == GREEN_TICK + ACCEPTED


def test_a_message_in_a_pipe_is_never_colored(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    assert cancel(*RUN_ARGS, "--color", "on").stderr == ACCEPTED


def test_an_error_in_a_pipe_is_never_colored(cancel: InProcessCommand) -> None:
    assert "\x1b" not in cancel(*RUN_ARGS, "--force", "--color", "on").stderr


@pytest.mark.slow
def test_an_ascii_terminal_shows_no_tick(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    endpoint.answer(Answer())

    with terminal(DATAZONE_CANCEL, *RUN_ARGS) as screen:
        assert screen.wait() == 0
        assert screen.written == ACCEPTED


def test_an_error_is_red_as_a_whole(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(error(400, "ValidationException", HOSTILE))

    stderr = cancel(*RUN_ARGS, terminal=True).stderr

    assert HOSTILE_ESCAPED in stderr
    assert "\x1b[31m" in stderr
    assert stderr.count("\x1b") == stderr.count("\x1b[31m") + stderr.count("\x1b[0m")


def test_outcomes_in_a_table_have_colors(cancel: InProcessCommand) -> None:
    stdout = cancel(*RUN_ARGS, "--dry-run", terminal=True).stdout

    assert f"{RUN}  \x1b[35mVALID  \x1b[0m\n" in stdout


def test_colors_are_legible_on_white_and_on_black(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer(), SUCCEEDED, NOT_FOUND)

    result = cancel(*THREE_RUNS_ARGS, *ONE_AT_A_TIME, terminal=True)

    codes = re.findall(r"\x1b\[([\d;]*)m", result.stdout + result.stderr)
    assert {int(number) for code in codes for number in code.split(";")} == LEGIBLE
