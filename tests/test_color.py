"""When and how the command uses color."""

import pytest

from .support.command import DATAZONE_CANCEL, InProcessCommand
from .support.endpoint import Answer, Endpoint, error
from .support.messages import ACCEPTED
from .support.names import HOSTILE, HOSTILE_ESCAPED, RUN, RUN_ARGS
from .support.terminal import terminal

GREEN_TICK = "\x1b[32m✔ \x1b[0m"


def test_the_accepted_line_has_a_green_tick_on_a_terminal(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer())

    assert cancel(*RUN_ARGS, terminal=True).stderr == GREEN_TICK + ACCEPTED


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

    assert f"│ {RUN} │ \x1b[33mVALID\x1b[0m" in stdout
