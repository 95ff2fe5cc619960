"""The installed command as a process: streams, signals, bytes, modules."""

import json
import os
import signal
import socket
import subprocess
import sys

import pytest
from pytest_socket import SocketConnectBlockedError

from datazone_cancel.parsing import COMPLETE

from .conftest import BIN, BOTH, DOMAIN, RUN, Command, in_process
from .loopback import Answer, Endpoint, error

LOADED = """
import atexit, os, sys
before = set(sys.modules)
stderr = os.dup(2)

def tell():
    loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
    os.write(stderr, f"{sorted(loaded - set(sys.stdlib_module_names))}\\n".encode())

atexit.register(tell)
from datazone_cancel.__main__ import main
main()
"""
"""Does as the command does, and tells which packages that loads."""


def through_shell(script: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["bash", "-c", script], capture_output=True, check=False)


def test_the_module_is_the_command(endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    result = in_process(sys.executable, "-m", "datazone_cancel")(*BOTH, "--quiet")

    assert (result.status, result.stdout, result.stderr) == (0, "", "")


def test_ctrl_c_ends_with_130_and_the_empty_line_of_aws(endpoint: Endpoint) -> None:
    endpoint.answer(Answer(silent=True))

    with subprocess.Popen(
        [BIN / "datazone-cancel", *BOTH], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        endpoint.asked.wait(timeout=60)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)

    assert (process.returncode, stdout, stderr) == (130, b"\n", b"")


def test_ctrl_c_while_modules_load_is_quiet_too() -> None:
    program = """
import sys

class Interrupted:
    def find_spec(self, name, path, target=None):
        if name == "datazone_cancel.cli":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupted())
from datazone_cancel.__main__ import main
sys.exit(main())
"""

    result = in_process(sys.executable, "-c", program)(*BOTH)

    assert (result.status, result.stdout, result.stderr) == (130, "", "")


def test_debug_logs_the_steps_and_the_traceback(installed: Command, endpoint: Endpoint) -> None:
    endpoint.answer(error(400, "ValidationException", "no"))

    result = installed(*BOTH, "--debug")

    assert result.status == 254
    assert " - MainThread - botocore." in result.stderr
    assert "\nTraceback (most recent call last):\n" in result.stderr
    assert result.stderr.endswith(" operation: no\n")


def test_debug_shows_no_secret(
    installed: Command, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI")
    endpoint.answer(Answer())

    assert "wJalrXUtnFEMI" not in installed(*BOTH, "--debug").stderr


def test_a_refused_connection_is_255(installed: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")

    result = installed(*BOTH, "--endpoint-url", "http://127.0.0.1:9")

    assert (result.status, result.stdout) == (255, "")
    assert result.stderr.startswith('\nCould not connect to the endpoint URL: "http://127.0.0.1:9/')


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        (["AWS_REGION"], "\nYou must specify a region."),
        (["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"], "\nUnable to locate credentials."),
    ],
)
def test_a_missing_configuration_is_253(
    installed: Command, monkeypatch: pytest.MonkeyPatch, missing: list[str], sentence: str
) -> None:
    for name in missing:
        monkeypatch.delenv(name)

    result = installed(*BOTH)

    assert (result.status, result.stdout) == (253, "")
    assert result.stderr.startswith(sentence)


def test_nothing_but_loopback_is_reached_by_tests() -> None:
    blocked = pytest.raises((SocketConnectBlockedError, UserWarning), match="A test tried")
    with socket.socket() as connection, blocked:
        connection.connect(("192.0.2.1", 443))


def test_undecodable_bytes_in_an_identifier_are_refused(installed: Command) -> None:
    result = installed("--domain-identifier", DOMAIN, "--identifier", "mgr\udcff", "--dry-run")

    assert result.status == 252
    assert "value: mgr\udcff, valid pattern" in result.stderr
    assert json.loads(result.stdout)["results"][0]["identifier"] == "mgr\udcff"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_text_can_be_printed_in_any_encoding(
    installed: Command, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", encoding)

    result = installed("--domain-identifier", "dzd_✔", "--identifier", RUN, "--dry-run")

    assert result.status == 252
    assert json.loads(result.stdout)["domainIdentifier"] == "dzd_✔"
    assert "Parameter validation failed:" in result.stderr


@pytest.mark.usefixtures("sandbox")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_does_not_stop_a_cancellation(closed: str) -> None:
    process = through_shell(f"datazone-cancel {' '.join(BOTH)} {closed}")

    assert process.returncode == 0
    assert b"Traceback" not in process.stderr


def test_a_closed_stderr_keeps_the_status() -> None:
    assert through_shell("datazone-cancel 2>&-").returncode == 252


def test_a_report_that_cannot_be_written_is_an_error() -> None:
    process = through_shell(f"datazone-cancel {' '.join(BOTH)} --dry-run >&-")

    assert process.returncode == 255
    assert process.stderr == b"\nCould not write to standard output: Bad file descriptor\n"


@pytest.mark.parametrize("word", ["help", "--version"])
def test_help_that_cannot_be_written_is_an_error(word: str) -> None:
    assert through_shell(f"datazone-cancel {word} >&-").returncode == 255


def test_a_full_disk_is_an_error() -> None:
    process = through_shell(f"datazone-cancel {' '.join(BOTH)} --dry-run >/dev/full")

    assert process.returncode == 255
    assert process.stderr == b"\nCould not write to standard output: No space left on device\n"


def test_a_full_disk_behind_stderr_keeps_the_status() -> None:
    assert through_shell("datazone-cancel 2>/dev/full").returncode == 252


@pytest.mark.parametrize("arguments", ["--help", f"{' '.join(BOTH)} --dry-run"])
def test_a_reader_that_has_left_is_no_error(arguments: str) -> None:
    read, write = os.pipe()
    os.close(read)
    process = subprocess.run(
        [BIN / "datazone-cancel", *arguments.split()],
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)

    assert (process.returncode, process.stderr) == (0, b"")


@pytest.mark.parametrize(
    "argv",
    [
        ("--help",),
        ("--version",),
        (),
        (*BOTH, "--dry-run"),
        ("--domain-identifier", "x"),
        ("--generate-cli-skeleton", "yaml-input"),
    ],
)
def test_what_sends_nothing_loads_click_this_package_and_the_standard_library(
    argv: tuple[str, ...],
) -> None:
    result = in_process(sys.executable, "-c", LOADED)(*argv)

    assert result.stderr.endswith("['click', 'datazone_cancel']\n")


def test_a_cancellation_loads_what_asks_and_what_draws_not_at_all(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CLI_AUTO_PROMPT", "on")
    endpoint.answer(Answer())

    loaded = in_process(sys.executable, "-c", LOADED)(*BOTH).stderr.splitlines()[-1]

    assert "'botocore'" in loaded
    assert "'prompt_toolkit'" not in loaded
    assert "'rich'" not in loaded


@pytest.mark.parametrize("line", ["--max-", "--status ", "--region us-", "--profile "])
def test_completion_without_the_service_loads_no_more(
    monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    words = f"datazone-cancel {line}"
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
    monkeypatch.setenv(COMPLETE, "zsh_complete")

    result = in_process(sys.executable, "-c", LOADED)()

    assert result.stderr.endswith("['click', 'datazone_cancel']\n")
