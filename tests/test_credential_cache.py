"""Credentials of roles and web identities are kept in the AWS CLI's cache.

The names and the contents of its files are compared in tests/conformance.
"""

import hashlib
import json
import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from unittest import mock

import pytest

from .support.answers import assumed, domain_list
from .support.command import DATAZONE_CANCEL, Command, InProcessCommand, bash
from .support.completion import Complete
from .support.endpoint import Answer, Endpoint, success
from .support.names import RUN_ARGS
from .support.terminal import terminal

ROLE = "arn:aws:iam::123456789012:role/ops"
KEYS = "[keys]\naws_access_key_id = AKIDFILE\naws_secret_access_key = secret\n"
ASSUMED = assumed("AssumeRole")


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)


@pytest.fixture
def role(aws_config: Path) -> Path:
    """The configuration of a role; its path."""
    aws_config.write_text(f"[default]\nrole_arn = {ROLE}\nsource_profile = keys\n")
    aws_config.with_name("credentials").write_text(KEYS)
    return aws_config


@pytest.fixture
def mfa_role(role: Path) -> None:
    role.write_text(f"{role.read_text()}mfa_serial = arn:aws:iam::123456789012:mfa/me\n")


@pytest.fixture
def cached(tmp_path: Path) -> Callable[[], list[Path]]:
    """The files of the cache."""
    return lambda: sorted((tmp_path / ".aws/cli/cache").iterdir())


def access_keys(endpoint: Endpoint) -> list[str]:
    """The keys of requests to DataZone."""
    signed = [request for request in endpoint.requests if request.path != "/"]
    return [request.signed_for.partition("/")[0] for request in signed]


@pytest.mark.slow
@pytest.mark.usefixtures("mfa_role")
def test_an_mfa_code_is_asked_for_once(endpoint: Endpoint) -> None:
    endpoint.answer(ASSUMED, Answer(), Answer())

    with terminal(DATAZONE_CANCEL, *RUN_ARGS) as screen:
        assert screen.wait({"Enter MFA code for": "123456\r"}) == 0
    with terminal(DATAZONE_CANCEL, *RUN_ARGS) as screen:
        assert screen.wait() == 0

    assert b"TokenCode=123456" in endpoint.requests[0].body
    assert access_keys(endpoint) == ["AKIDASSUMED", "AKIDASSUMED"]


@pytest.mark.usefixtures("role")
def test_only_the_user_can_read_cached_credentials(
    cancel: InProcessCommand, endpoint: Endpoint, cached: Callable[[], list[Path]]
) -> None:
    endpoint.answer(ASSUMED, Answer())

    assert cancel(*RUN_ARGS).status == 0

    [path] = cached()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("role")
@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"Credentials": []}',
        '{"Credentials": {"Expiration": "2099-01-01T00:00:00Z"}}',
        json.dumps(
            {
                "Credentials": {
                    "AccessKeyId": "AKIDOLD",
                    "SecretAccessKey": "s",
                    "SessionToken": None,
                    "Expiration": "2099-01-01T00:00:00Z",
                }
            }
        ),
    ],
)
def test_an_unusable_file_is_replaced(
    cancel: InProcessCommand, endpoint: Endpoint, cached: Callable[[], list[Path]], content: str
) -> None:
    endpoint.answer(ASSUMED, Answer(), ASSUMED, Answer(), Answer())
    cancel(*RUN_ARGS)
    [path] = cached()
    path.write_text(content)

    assert cancel(*RUN_ARGS).status == 0
    assert cancel(*RUN_ARGS).status == 0

    assert len(endpoint.requests) == 5
    assert cached() == [path]


@pytest.mark.usefixtures("role")
@pytest.mark.parametrize("expiration", ["soon", "2099-01-01", "9" * 30])
def test_credentials_that_expire_at_an_unknown_time_are_not_used(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    cached: Callable[[], list[Path]],
    expiration: str,
) -> None:
    endpoint.answer(ASSUMED, Answer(), ASSUMED, Answer())
    cancel(*RUN_ARGS)
    [path] = cached()
    path.write_text(path.read_text().replace("2099-01-01T00:00:00+00:00", expiration))

    assert cancel(*RUN_ARGS).status == 0


@pytest.mark.usefixtures("role")
def test_credentials_that_expire_within_15_minutes_are_replaced(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    soon = datetime.now(timezone.utc) + timedelta(minutes=14)
    expiring = assumed("AssumeRole", "AKIDOLD", soon.isoformat(timespec="seconds"))
    endpoint.answer(expiring, Answer(), assumed("AssumeRole", "AKIDNEW"), Answer(), Answer())

    for _ in range(3):
        cancel(*RUN_ARGS)

    assert access_keys(endpoint) == ["AKIDOLD", "AKIDNEW", "AKIDNEW"]


def test_a_cache_that_cannot_be_written_is_not_an_error(
    cancel: InProcessCommand, endpoint: Endpoint, role: Path
) -> None:
    role.with_name("cli").write_text("not a folder")
    endpoint.answer(ASSUMED, Answer())

    assert cancel(*RUN_ARGS).status == 0


@pytest.mark.usefixtures("role")
def test_without_a_home_nothing_is_read_or_written_in_the_working_directory(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("config", "credentials"):
        variable = {"config": "AWS_CONFIG_FILE", "credentials": "AWS_SHARED_CREDENTIALS_FILE"}[name]
        monkeypatch.setenv(variable, str(tmp_path / ".aws" / name))
    working_directory = tmp_path / "work"
    working_directory.mkdir()
    monkeypatch.chdir(working_directory)
    monkeypatch.delenv("HOME")
    endpoint.answer(ASSUMED, Answer())

    with mock.patch("pwd.getpwuid", side_effect=KeyError):
        result = cancel(*RUN_ARGS)

    assert result.status == 0
    assert list(working_directory.iterdir()) == []


@pytest.mark.usefixtures("role")
def test_a_cache_file_that_cannot_be_replaced_leaves_no_other_file(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.answer(ASSUMED, Answer(), ASSUMED, Answer())
    folder = tmp_path / ".aws/cli/cache"
    cancel(*RUN_ARGS)
    [file] = folder.iterdir()
    file.unlink()
    file.mkdir()

    result = cancel(*RUN_ARGS)

    assert result.status == 0
    assert list(folder.iterdir()) == [file]


@pytest.mark.usefixtures("role")
def test_ctrl_c_while_a_cache_file_is_replaced_leaves_no_file(
    cancel: InProcessCommand, endpoint: Endpoint, cached: Callable[[], list[Path]]
) -> None:
    endpoint.answer(ASSUMED)

    with mock.patch("os.replace", side_effect=KeyboardInterrupt):
        result = cancel(*RUN_ARGS)

    assert result.status == 130
    assert cached() == []


@pytest.mark.slow
def test_a_refreshed_sso_token_that_cannot_be_saved_leaves_no_file(
    endpoint: Endpoint, aws_config: Path
) -> None:
    aws_config.write_text(
        "[default]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = ops\n"
        "[sso-session corp]\nsso_start_url = https://example.com\nsso_region = us-east-1\n"
    )
    token = {
        **{name: name for name in ("accessToken", "refreshToken", "clientId", "clientSecret")},
        "expiresAt": datetime.fromtimestamp(time.time() + 60, timezone.utc).isoformat(),
        "registrationExpiresAt": "2099-01-01T00:00:00Z",
    }
    file = aws_config.parent / f"sso/cache/{hashlib.sha1(b'corp').hexdigest()}.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(token))
    keys = {"accessKeyId": "AKIDSSO", "secretAccessKey": "s", "sessionToken": "t"}
    endpoint.answer(
        success(accessToken="new", expiresIn=3600),
        success(roleCredentials={**keys, "expiration": 4_000_000_000_000}),
        Answer(),
    )

    result = bash(f"ulimit -f 0; datazone-cancel {' '.join(RUN_ARGS)}")

    assert result.status == 0
    assert [*file.parent.iterdir()] == [file]


@pytest.mark.slow
@pytest.mark.usefixtures("role")
def test_a_full_disk_leaves_no_file(endpoint: Endpoint, tmp_path: Path) -> None:
    endpoint.answer(ASSUMED, Answer())

    result = bash(f"ulimit -f 0; datazone-cancel {' '.join(RUN_ARGS)}")

    assert result.status == 0
    assert list((tmp_path / ".aws/cli/cache").iterdir()) == []


@pytest.mark.slow
@pytest.mark.usefixtures("role")
def test_a_named_pipe_in_the_cache_is_not_opened(
    installed: Command, endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.answer(ASSUMED, Answer(), ASSUMED, Answer())
    installed(*RUN_ARGS)
    [file] = (tmp_path / ".aws/cli/cache").iterdir()
    file.unlink()
    os.mkfifo(file)

    assert installed(*RUN_ARGS).status == 0


def test_another_web_identity_token_gets_credentials_of_its_own(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = tmp_path / "token"
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(token))
    monkeypatch.setenv("AWS_ROLE_ARN", ROLE)
    operation = "AssumeRoleWithWebIdentity"
    first, second = assumed(operation, "AKIDFIRST"), assumed(operation, "AKIDSECOND")
    endpoint.answer(first, Answer(), second, Answer(), Answer())

    for content in ("first", "second", "first"):
        token.write_text(content)
        cancel(*RUN_ARGS)

    assert access_keys(endpoint) == ["AKIDFIRST", "AKIDSECOND", "AKIDFIRST"]


@pytest.mark.usefixtures("mfa_role")
def test_completion_uses_cached_credentials_of_a_role_with_mfa(
    complete: Complete, endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.answer(domain_list(("dzd_1", "one")))
    # The name is the one in the recording of the AWS CLI.
    folder = tmp_path / ".aws/cli/cache"
    folder.mkdir(parents=True)
    credentials = {
        "AccessKeyId": "AKIDCACHED",
        "SecretAccessKey": "s",
        "SessionToken": "t",
        "Expiration": "2099-01-01T00:00:00+00:00",
    }
    name = "42f273b37ec1354bbda551a6d6014fec6dd86e9c"
    (folder / f"{name}.json").write_text(json.dumps({"Credentials": credentials}))

    assert complete("--domain-identifier ") == [("dzd_1", "one")]
    assert access_keys(endpoint) == ["AKIDCACHED"]
