"""Text from arguments, files and the service: escaped on a terminal, unchanged in a pipe."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from .support import messages
from .support.command import DATAZONE_CANCEL, Command, InProcessCommand, Result
from .support.endpoint import Answer, Endpoint, error
from .support.names import DOMAIN_ARGS, HOSTILE, HOSTILE_ESCAPED, ONE_AT_A_TIME, RUN, RUN_ARGS
from .support.terminal import terminal

FORGED = f"{HOSTILE}\nAccepted: forged"
"""Text whose second line looks like one of the command."""
IDENTIFIER_ARGS = (*DOMAIN_ARGS, "--identifier", HOSTILE)


@pytest.fixture
def on_terminal(cancel: InProcessCommand) -> Callable[..., Result]:
    """The command on a terminal, without color: every escape character comes from the text."""
    return partial(cancel, "--color=off", terminal=True)


def assert_harmless(result: Result) -> None:
    written = result.stdout + result.stderr
    assert "forged" in written
    assert "\x1b" not in written
    assert not [line for line in written.splitlines() if line.startswith("Accepted")]


def test_a_message_of_the_service_is_escaped_on_a_terminal(
    on_terminal: Callable[..., Result], endpoint: Endpoint
) -> None:
    endpoint.answer(error(400, "ValidationException", HOSTILE))

    stderr = on_terminal(*RUN_ARGS).stderr

    assert stderr == f"\n{messages.service_error('ValidationException', HOSTILE_ESCAPED)}\n"


def test_a_message_of_the_service_is_unchanged_in_a_pipe(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(error(400, "ValidationException", HOSTILE))

    stderr = cancel(*RUN_ARGS).stderr

    assert stderr == f"\n{messages.service_error('ValidationException', HOSTILE)}\n"


def test_an_identifier_is_escaped_on_a_terminal(on_terminal: Callable[..., Result]) -> None:
    stderr = on_terminal(*IDENTIFIER_ARGS).stderr

    assert messages.invalid("identifier", HOSTILE_ESCAPED) in stderr
    assert "\x1b" not in stderr


@pytest.mark.slow
def test_an_identifier_is_unchanged_in_a_pipe(installed: Command) -> None:
    result = installed(*DOMAIN_ARGS, "--identifier", HOSTILE)

    assert messages.invalid("identifier", HOSTILE) in result.stderr


@pytest.mark.slow
def test_half_of_a_character_is_escaped_in_a_pipe(installed: Command, endpoint: Endpoint) -> None:
    endpoint.answer(error(400, "ValidationException", "a\ud83d"))

    sentence = messages.service_error("ValidationException", "a\\ud83d")
    assert installed(*RUN_ARGS).stderr == f"\n{sentence}\n"


def test_a_url_is_escaped_on_a_terminal(on_terminal: Callable[..., Result]) -> None:
    assert f'"{HOSTILE_ESCAPED}"' in on_terminal(*RUN_ARGS, "--endpoint-url", HOSTILE).stderr


@pytest.fixture
def hostile_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An AWS configuration that cannot be parsed, whose name is part of the message."""
    file = tmp_path / HOSTILE
    file.write_text("no section")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(file))


@pytest.mark.usefixtures("hostile_file")
def test_a_file_name_is_escaped_on_a_terminal(on_terminal: Callable[..., Result]) -> None:
    stderr = on_terminal(*RUN_ARGS).stderr

    assert stderr.startswith("\nUnable to parse config file: ")
    assert f"/{HOSTILE_ESCAPED}\n" in stderr


@pytest.mark.usefixtures("hostile_file")
def test_a_file_name_is_unchanged_in_a_pipe(cancel: InProcessCommand) -> None:
    assert cancel(*RUN_ARGS).stderr.endswith(f"/{HOSTILE}\n")


def test_an_identifier_in_a_table_is_escaped(on_terminal: Callable[..., Result]) -> None:
    stdout = on_terminal(*IDENTIFIER_ARGS, "--dry-run").stdout

    assert "\x1b" not in stdout
    assert "[bold]a\\n:boom:" in stdout


def test_an_error_in_a_table_is_escaped(
    on_terminal: Callable[..., Result], endpoint: Endpoint
) -> None:
    endpoint.answer(error(404, "ResourceNotFoundException", HOSTILE), Answer())

    stdout = on_terminal(*RUN_ARGS, "--identifier", "mgr2", *ONE_AT_A_TIME, width=120).stdout

    assert f"{RUN}  NOT_FOUND  {HOSTILE_ESCAPED}\n" in stdout


@pytest.mark.parametrize("output", ["json", "jsonl"])
def test_json_on_a_terminal_shows_letters_and_escapes_the_rest(
    on_terminal: Callable[..., Result], output: str
) -> None:
    text = "größe 漢\x7f\x9b\u202e\U000e0041\n\ud800"
    argv = (*RUN_ARGS, "--identifier", text, "--dry-run", "--output", output)

    stdout = on_terminal(*argv, "--query", "results[].identifier").stdout

    escaped = r"größe 漢\u007f\u009b\u202e\udb40\udc41\n\ud800"
    assert f'"{escaped}"\n' in stdout


@pytest.mark.parametrize("output", ["json", "yaml", "text", "table"])
def test_a_report_on_a_terminal_forges_no_line(
    on_terminal: Callable[..., Result], output: str
) -> None:
    assert_harmless(on_terminal(*RUN_ARGS, "--identifier", FORGED, "--dry-run", "--output", output))


@pytest.mark.parametrize("error_format", ["json", "yaml", "text", "table", "enhanced"])
def test_an_error_on_a_terminal_forges_no_line(
    on_terminal: Callable[..., Result], endpoint: Endpoint, error_format: str
) -> None:
    endpoint.answer(error(400, "ValidationException", FORGED))

    assert_harmless(on_terminal(*RUN_ARGS, "--cli-error-format", error_format))


def test_a_query_on_a_terminal_forges_no_line(on_terminal: Callable[..., Result]) -> None:
    stderr = on_terminal(*RUN_ARGS, "--query", "foo[\nAccepted: forged").stderr

    assert "foo[\\nAccepted: forged" in stderr


def test_an_unknown_option_is_escaped_on_a_terminal(on_terminal: Callable[..., Result]) -> None:
    stderr = on_terminal(*RUN_ARGS, f"--{HOSTILE}").stderr

    assert stderr.endswith(f"Unknown options: --{HOSTILE_ESCAPED}\n")


@pytest.mark.slow
def test_a_log_line_is_escaped_on_a_terminal(endpoint: Endpoint) -> None:
    endpoint.answer(error(400, "ValidationException", HOSTILE))

    with terminal(DATAZONE_CANCEL, *RUN_ARGS, "--debug", "--color=off") as screen:
        assert screen.wait() == 254
        assert "\x1b" not in screen.written
        assert "Traceback" in screen.written
