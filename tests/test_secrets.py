"""Secrets in use appear nowhere, whoever writes the text that would contain them."""

from pathlib import Path
from unittest import mock

import pytest

from .support.answers import assumed
from .support.command import Command, InProcessCommand, Result
from .support.endpoint import Answer, Endpoint, error
from .support.names import CONFIRMED_ARGS, RUN_ARGS, THREE_RUNS_ARGS

SECRET_KEY = "planted/secret+key/of/forty+characters"
TOKEN = "planted/session+token/with/many+characters=="
REFUSED = "contains a character that cannot be sent"


@pytest.fixture(autouse=True)
def planted_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    monkeypatch.setenv("AWS_SESSION_TOKEN", TOKEN)


def assert_hidden(result: Result) -> None:
    assert "planted" not in result.stdout + result.stderr


@pytest.mark.parametrize("character", ["\r", "\n", "\x7f"])
@pytest.mark.parametrize("name", ["ACCESS_KEY_ID", "SESSION_TOKEN"])
@pytest.mark.parametrize("argv", [RUN_ARGS, THREE_RUNS_ARGS, CONFIRMED_ARGS], ids=len)
def test_a_key_that_no_header_may_have_is_one_error(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    monkeypatch: pytest.MonkeyPatch,
    argv: tuple[str, ...],
    name: str,
    character: str,
) -> None:
    monkeypatch.setenv(f"AWS_{name}", f"{TOKEN}{character}")

    result = cancel(*argv)

    assert (result.status, result.stdout) == (255, "")
    assert result.stderr.count(REFUSED) == 1
    assert_hidden(result)
    assert not endpoint.requests


def test_the_keys_of_a_role_are_checked_before_sts_is_asked(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    aws_config: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    aws_config.write_text(
        "[profile role]\nrole_arn = arn:aws:iam::123456789012:role/ops\n"
        "credential_source = Environment\n"
    )
    monkeypatch.setenv("AWS_SESSION_TOKEN", f"{TOKEN}\r")

    result = cancel(*THREE_RUNS_ARGS, "--profile", "role")

    assert REFUSED in result.stderr
    assert_hidden(result)
    assert not endpoint.requests


@pytest.mark.parametrize("argv", [RUN_ARGS, THREE_RUNS_ARGS], ids=len)
def test_a_response_that_quotes_secrets_is_shown_without_them(
    cancel: InProcessCommand, endpoint: Endpoint, argv: tuple[str, ...]
) -> None:
    endpoint.answer(error(400, "InvalidSignatureException", f"{SECRET_KEY} and {TOKEN}"))

    result = cancel(*argv)

    assert "(hidden) and (hidden)" in result.stderr
    assert_hidden(result)


@pytest.mark.parametrize("argv", [RUN_ARGS, THREE_RUNS_ARGS, CONFIRMED_ARGS], ids=len)
def test_an_exception_that_quotes_secrets_is_shown_without_them(
    cancel: InProcessCommand, argv: tuple[str, ...]
) -> None:
    fault = ValueError(f"Invalid header value b'planted' {SECRET_KEY}, {TOKEN!r}")

    with mock.patch("botocore.httpsession.URLLib3Session.send", side_effect=fault):
        result = cancel(*argv)

    assert "(hidden)" in result.stderr + result.stdout
    assert_hidden(result)


def test_the_file_of_a_report_has_no_secrets(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path
) -> None:
    file = tmp_path / "report.jsonl"
    endpoint.answer(error(400, "ValidationException", TOKEN))

    cancel(*RUN_ARGS, "--report", str(file))

    assert "(hidden)" in file.read_text()
    assert "planted" not in file.read_text()


@pytest.mark.slow
def test_the_log_has_no_secrets(installed: Command, endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    result = installed(*RUN_ARGS, "--debug")

    assert "(hidden)" in result.stderr
    assert_hidden(result)


@pytest.mark.slow
def test_the_log_of_a_role_has_no_secrets(
    installed: Command, endpoint: Endpoint, aws_config: Path
) -> None:
    aws_config.write_text(
        "[profile role]\nrole_arn = arn:aws:iam::123456789012:role/ops\n"
        "credential_source = Environment\n"
    )
    endpoint.answer(assumed("AssumeRole", token="planted-token", secret="planted-key"), Answer())

    result = installed(*RUN_ARGS, "--debug", "--profile", "role")

    assert result.status == 0
    assert "<SecretAccessKey>(hidden)</SecretAccessKey>" in result.stderr
    assert_hidden(result)


def test_a_short_secret_hides_nothing_else(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "mgr")
    endpoint.answer(Answer())

    assert "(hidden)" not in cancel(*RUN_ARGS).stderr
