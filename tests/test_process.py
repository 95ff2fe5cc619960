"""The installed command as a process: entry points, signals, encodings, logs."""

import signal
import socket

import pytest
from pytest_socket import SocketConnectBlockedError

from .support import messages, programs
from .support.command import Command, Result, start_installed
from .support.endpoint import Answer, Endpoint, error
from .support.names import DOMAIN_ARGS, RUN, RUN_ARGS


def test_python_can_run_the_package_as_a_module(endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    assert programs.module(*RUN_ARGS) == Result(status=0, stdout="", stderr=messages.ACCEPTED)


@pytest.mark.slow
def test_ctrl_c_ends_one_cancellation_as_in_aws(endpoint: Endpoint) -> None:
    endpoint.answer(Answer(silent=True))

    with start_installed(*RUN_ARGS) as process:
        endpoint.requested.wait(timeout=60)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)

    assert (process.returncode, stdout, stderr) == (130, b"\n", b"")


@pytest.mark.parametrize(
    ("package", "argv"), [("datazone_cancel", RUN_ARGS), ("datazone_cancel.sandbox", ())]
)
def test_ctrl_c_while_modules_load_prints_nothing(package: str, argv: tuple[str, ...]) -> None:
    result = programs.interrupted_while_loading(package, *argv)

    assert result == Result(status=130, stdout="", stderr="")


@pytest.mark.slow
def test_debug_logs_the_steps_and_the_traceback(installed: Command, endpoint: Endpoint) -> None:
    endpoint.answer(error(400, "ValidationException", "no"))

    result = installed(*RUN_ARGS, "--debug")

    assert result.status == 254
    assert " - MainThread - botocore." in result.stderr
    assert "\nTraceback (most recent call last):\n" in result.stderr
    assert result.stderr.endswith(" operation: no\n")


@pytest.mark.slow
def test_debug_hides_the_secret_key(
    installed: Command, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI")
    endpoint.answer(Answer())

    assert "wJalrXUtnFEMI" not in installed(*RUN_ARGS, "--debug").stderr


def test_undecodable_bytes_in_an_identifier_are_refused_and_escaped(installed: Command) -> None:
    result = installed(*DOMAIN_ARGS, "--identifier", "mgr\udcff", "--dry-run")

    assert result.status == 252
    assert messages.invalid("identifier", "mgr\\udcff") in result.stderr
    assert result.report["results"][0]["identifier"] == "mgr\udcff"


@pytest.mark.slow
def test_any_text_can_be_printed_in_ascii(
    installed: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")

    result = installed("--domain-identifier", "dzd_✔", "--identifier", RUN, "--dry-run")

    assert result.status == 252
    assert result.report["domainIdentifier"] == "dzd_✔"
    assert "Parameter validation failed:" in result.stderr


def test_tests_can_only_reach_loopback() -> None:
    blocked = pytest.raises((SocketConnectBlockedError, UserWarning), match="A test tried")
    with socket.socket() as connection, blocked:
        connection.connect(("192.0.2.1", 443))
