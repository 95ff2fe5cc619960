"""What is drawn on a terminal, and how colour is chosen."""

import fcntl
import os
import pty
import struct
import subprocess
import termios
from pathlib import Path

import pytest

from .conftest import ACCEPTED, BIN, BOTH, DOMAIN, RUN, Command
from .loopback import Answer, Endpoint, document, error

HOSTILE = "[bold]a\n:boom: \x1b]0;title\x07\x9b\u202e é"
HOSTILE_AS_TEXT = "[bold]a\\n:boom: \\x1b]0;title\\x07\\x9b\\u202e é"


def on_terminal(
    *argv: str,
    columns: int = 80,
    typed: str = "",
    typed_after: str = "[y/N] ",
    status: int | None = None,
) -> str:
    """What the installed command writes to a terminal that is its stdin, stdout and stderr."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [BIN / "datazone-cancel", *argv],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as process:
        os.close(slave)
        written = b""
        while chunk := _read(master):
            written += chunk
            if typed and typed_after.encode() in written:
                os.write(master, typed.encode())
                typed = ""
    os.close(master)
    assert status in (None, process.returncode)
    return written.decode().replace("\r\n", "\n")


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # Linux says EIO when the last writer has gone
        return b""


def test_the_accepted_line_has_a_green_tick(endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    assert on_terminal(*BOTH) == f"\x1b[32m✔ \x1b[0m{ACCEPTED}"


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_the_environment_turns_colour_off(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    endpoint.answer(Answer())

    assert on_terminal(*BOTH) == f"✔ {ACCEPTED}"


def test_color_off_turns_colour_off(endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    assert on_terminal(*BOTH, "--color", "off") == f"✔ {ACCEPTED}"


def test_color_on_wins_over_the_environment(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    endpoint.answer(Answer())

    assert on_terminal(*BOTH, "--color", "on") == f"\x1b[32m✔ \x1b[0m{ACCEPTED}"


def test_color_on_draws_in_a_pipe_too(installed: Command, endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    assert installed(*BOTH, "--color", "on").stderr == f"\x1b[32m✔ \x1b[0m{ACCEPTED}"


def test_a_terminal_that_knows_no_tick_gets_none(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    endpoint.answer(Answer())

    assert on_terminal(*BOTH) == f"{ACCEPTED}"


def test_a_message_from_the_service_is_text_on_a_terminal(endpoint: Endpoint) -> None:
    endpoint.answer(error(400, "ValidationException", HOSTILE))

    assert on_terminal(*BOTH, "--color", "off") == (
        "\nAn error occurred (ValidationException) when calling the CancelMetadataGenerationRun"
        f" operation: {HOSTILE_AS_TEXT}\n"
    )


def test_a_message_from_the_service_is_coloured_as_a_whole(endpoint: Endpoint) -> None:
    endpoint.answer(error(400, "ValidationException", HOSTILE))

    written = on_terminal(*BOTH)

    assert HOSTILE_AS_TEXT in written
    assert written.count("\x1b") == written.count("\x1b[31m") + written.count("\x1b[0m")


def test_a_message_from_the_service_is_the_same_bytes_in_a_pipe(
    installed: Command, endpoint: Endpoint
) -> None:
    endpoint.answer(error(400, "ValidationException", HOSTILE))

    assert installed(*BOTH).stderr.endswith(f" operation: {HOSTILE}\n")


def test_an_identifier_is_text_on_a_terminal() -> None:
    written = on_terminal("--domain-identifier", DOMAIN, "--identifier", HOSTILE, "--color=off")

    assert f"value: {HOSTILE_AS_TEXT}, valid" in written
    assert "\x1b" not in written


def test_an_identifier_is_the_same_bytes_in_a_pipe(installed: Command) -> None:
    result = installed("--domain-identifier", DOMAIN, "--identifier", f"{HOSTILE}\udcff")

    assert f"value: {HOSTILE}\udcff, valid" in result.stderr


def test_a_url_is_text_on_a_terminal() -> None:
    assert f'"{HOSTILE_AS_TEXT}"' in on_terminal(*BOTH, "--endpoint-url", HOSTILE, "--color=off")


@pytest.fixture
def hostile_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An AWS configuration that cannot be read, and whose name ends up in the message."""
    file = tmp_path / HOSTILE
    file.write_text("no section")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(file))


@pytest.mark.usefixtures("hostile_file")
def test_a_file_name_is_text_on_a_terminal() -> None:
    written = on_terminal(*BOTH, "--color=off")

    assert written.startswith("\nUnable to parse config file: ")
    assert written.endswith(f"/{HOSTILE_AS_TEXT}\n")


@pytest.mark.usefixtures("hostile_file")
def test_a_file_name_is_the_same_bytes_in_a_pipe(installed: Command) -> None:
    assert installed(*BOTH).stderr.endswith(f"/{HOSTILE}\n")


def test_an_identifier_in_a_table_is_text() -> None:
    written = on_terminal(
        "--domain-identifier", DOMAIN, "--identifier", HOSTILE, "--dry-run", "--color=off"
    )

    assert "\x1b" not in written
    assert "│ [bold]a\\n:boom:" in written


@pytest.mark.parametrize("output", ["json", "yaml", "text", "table"])
def test_a_document_on_a_terminal_forges_no_line(output: str) -> None:
    argv = (*BOTH, "--identifier", f"{HOSTILE}\nAccepted: forged", "--dry-run")

    written = on_terminal(*argv, "--output", output, "--color=off")

    assert "\x1b" not in written
    assert not [line for line in written.splitlines() if line.startswith("Accepted")]


@pytest.mark.parametrize("error_format", ["json", "yaml", "text", "table", "enhanced"])
def test_an_error_on_a_terminal_forges_no_line(endpoint: Endpoint, error_format: str) -> None:
    endpoint.answer(error(400, "ValidationException", f"{HOSTILE}\nAccepted: forged"))

    written = on_terminal(*BOTH, "--cli-error-format", error_format, "--color=off")

    assert "\x1b" not in written
    assert not [line for line in written.splitlines() if line.startswith("Accepted")]


def test_a_query_on_a_terminal_forges_no_line() -> None:
    written = on_terminal(*BOTH, "--query", "foo[\nAccepted: forged", "--color=off")

    assert "foo[\\nAccepted: forged" in written


def test_a_log_line_is_text_on_a_terminal(endpoint: Endpoint) -> None:
    endpoint.answer(error(400, "ValidationException", HOSTILE))

    written = on_terminal(*BOTH, "--debug", "--color=off")

    assert "\x1b" not in written
    assert "Traceback" in written


def test_a_terminal_without_a_width_has_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "0")

    assert f"│ {RUN} │" in on_terminal(*BOTH, "--dry-run")


def test_an_unknown_option_is_text_on_a_terminal() -> None:
    assert on_terminal(*BOTH, f"--{HOSTILE}", "--color=off").endswith(
        f"Unknown options: --{HOSTILE_AS_TEXT}\n"
    )


@pytest.mark.parametrize("columns", [40, 80])
def test_a_sentence_is_wrapped_by_the_terminal_alone(columns: int, endpoint: Endpoint) -> None:
    endpoint.answer(error(404, "ResourceNotFoundException", "Requested prediction cannot be found"))

    written = on_terminal(*BOTH, "--color=off", columns=columns)

    assert written.splitlines() == [
        "",
        "An error occurred (ResourceNotFoundException) when calling the"
        " CancelMetadataGenerationRun operation: Requested prediction cannot be found",
    ]


def test_the_word_help_shows_the_help_in_a_pager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "nl")  # numbers lines

    assert on_terminal("help").startswith("     1\tUsage: datazone-cancel ")
    assert on_terminal("--help").startswith("Usage: datazone-cancel ")


def test_a_dry_run_draws_a_table() -> None:
    written = on_terminal(*BOTH, "--dry-run")

    assert "Dry run, nothing was canceled: 1 run in domain" in written
    assert f"│ {RUN} │ \x1b[33mWOULD_CANCEL\x1b[0m │" in written


def test_a_dry_run_without_colour_draws_the_same_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    written = on_terminal(*BOTH, "--dry-run")

    assert f"│ {RUN} │ WOULD_CANCEL │" in written
    assert "\x1b" not in written


def test_a_table_fits_40_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    argv = ("--domain-identifier", DOMAIN, "--identifier", "r" * 36, "--dry-run", "--quiet")

    lines = on_terminal(*argv, columns=40).splitlines()

    assert max(map(len, lines)) == 40
    cells = [line.split("│")[1].strip() for line in lines if line.startswith("│")]
    assert "".join(cells) == "r" * 36


def test_a_report_without_runs_draws_no_table(endpoint: Endpoint) -> None:
    endpoint.answer(document(), document())

    assert on_terminal("--domain-identifier", DOMAIN, "--all", "--yes") == (
        f"0 runs in domain {DOMAIN}, Region us-east-1: nothing to cancel\n"
    )


def test_a_list_is_typed_after_a_hint(endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), Answer())
    argv = ("--domain-identifier", DOMAIN, "--identifier", "-", "--query", "summary")

    written = on_terminal(
        *argv, typed="mgr1\nmgr2\n\x04", typed_after="Ctrl-D ends them.", status=0
    )

    assert written.startswith(
        "Reading identifiers of runs from the terminal; Ctrl-D ends them.\nmgr1\nmgr2\n"
    )
    assert '"ACCEPTED": 2' in written


def test_a_bar_tells_how_far_many_runs_are(endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), Answer())

    written = on_terminal(*BOTH, "--identifier", "mgr2", "--color=off")

    assert "Canceling ━" in written
    assert " 2/2 " in written


def test_json_lines_on_a_terminal_are_all_that_tells_how_far_it_is(endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), Answer())

    written = on_terminal(*BOTH, "--identifier", "mgr2", "--output", "jsonl", "--color=off")

    assert "Canceling" not in written
    assert written.startswith('{"identifier": ')


def test_a_report_draws_a_table_with_errors(endpoint: Endpoint) -> None:
    endpoint.answer(
        error(404, "ResourceNotFoundException", HOSTILE), Answer(headers={"x-amzn-RequestId": "r"})
    )
    argv = (*BOTH, "--identifier", "mgr2", "--max-concurrency=1", "--color=off")

    written = on_terminal(*argv, columns=120)

    assert f"│ {RUN} │ NOT_FOUND │ {HOSTILE_AS_TEXT} │" in written
    assert "│ mgr2           │ ACCEPTED  │" in written
