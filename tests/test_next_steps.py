"""The line after an error that says what to do next. Only terminals show it."""

from pathlib import Path

import pytest

from .support import messages
from .support.answers import NOT_FOUND
from .support.command import InProcessCommand
from .support.endpoint import Endpoint, error, html, listening, success
from .support.names import ALL_RUNS_ARGS, DOMAIN, DOMAIN_ARGS, RUN, RUN_ARGS

DENIED = error(403, "AccessDeniedException", "User is not permitted to perform operation: X")
DENIED_SENTENCE = messages.service_error(
    "AccessDeniedException", "User is not permitted to perform operation: X"
)
DENIED_STEP = (
    f"Sent to domain {DOMAIN}, Region us-east-1, with access key AKIDEXAMPLE."
    " A domain that does not exist gets the same answer.\n"
)
KEYS = "aws_access_key_id = AKIDOTHER\naws_secret_access_key = secret\n"
SSO = "sso_start_url = https://example.com/start\nsso_region = us-east-1\n"


@pytest.fixture
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """No credentials in the environment."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)


def test_a_denial_names_domain_region_and_identity(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(DENIED)

    result = cancel(*RUN_ARGS, terminal=True)

    assert result.status == 254
    assert result.stderr.endswith(f"\n{DENIED_STEP}")


def test_the_next_step_is_not_shown_in_a_pipe(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(DENIED)

    assert cancel(*RUN_ARGS).stderr == f"\n{DENIED_SENTENCE}\n"


def test_the_next_step_is_not_shown_in_a_pipe_with_color(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(DENIED)

    assert "Sent to" not in cancel(*RUN_ARGS, "--color", "on").stderr


def test_a_denied_listing_names_domain_region_and_identity(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(DENIED)

    result = cancel(*ALL_RUNS_ARGS, "--yes", terminal=True)

    assert result.stderr.endswith(f"\n{DENIED_STEP}")


def test_the_next_step_after_several_runs_follows_the_error(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(DENIED)

    result = cancel(*RUN_ARGS, "--wait", terminal=True)

    assert f"\n{DENIED_STEP}" in result.stderr


def test_a_denial_that_names_the_permission_needs_no_next_step(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    message = "User: arn:aws:iam::1:user/u is not authorized to perform: datazone:X on resource: *"
    endpoint.answer(error(403, "AccessDeniedException", message))

    assert cancel(*RUN_ARGS, terminal=True).stderr.count("\n") == 2


def test_a_domain_in_the_place_of_a_run_is_recognized(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(NOT_FOUND)

    result = cancel(*DOMAIN_ARGS, "--identifier", DOMAIN, terminal=True)

    assert result.stderr.endswith(f"\n--identifier takes a run, but {DOMAIN} is a domain.\n")


def test_a_run_that_does_not_exist_has_no_next_step(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(NOT_FOUND)

    assert cancel(*RUN_ARGS, terminal=True).stderr.count("\n") == 2


@pytest.mark.usefixtures("endpoint", "no_keys")
@pytest.mark.parametrize(
    ("section", "option", "profile"),
    [
        ("default", "", ""),
        ("profile prod", "prod", " --profile prod"),
        ('profile "on call"', "on call", " --profile 'on call'"),
    ],
)
def test_a_missing_single_sign_on_session_names_the_command_to_log_in(
    cancel: InProcessCommand, aws_config: Path, section: str, option: str, profile: str
) -> None:
    aws_config.write_text(f"[{section}]\n{SSO}sso_account_id = 1\nsso_role_name = r\n")

    result = cancel(*RUN_ARGS, *(("--profile", option) if option else ()), terminal=True)

    assert result.status == 255
    assert result.stderr.endswith(f"\nLog in again: aws sso login{profile}\n")


@pytest.mark.usefixtures("endpoint", "no_keys")
def test_a_session_without_a_token_names_the_command_to_log_in(
    cancel: InProcessCommand, aws_config: Path
) -> None:
    settings = "sso_session = corp\nsso_account_id = 1\nsso_role_name = r\n"
    aws_config.write_text(f"[profile prod]\n{settings}[sso-session corp]\n{SSO}")

    result = cancel(*RUN_ARGS, "--profile", "prod", terminal=True)

    assert result.stderr.endswith("\nLog in again: aws sso login --profile prod\n")


@pytest.mark.parametrize(
    ("name", "lines"),
    [("prodd", ["Did you mean prod?"]), ("zzz", [])],
)
def test_an_unknown_profile_suggests_the_closest_one(
    cancel: InProcessCommand, aws_config: Path, name: str, lines: list[str]
) -> None:
    aws_config.write_text(f"[profile prod]\n{KEYS}")

    result = cancel(*RUN_ARGS, "--profile", name, terminal=True)

    assert result.stderr.splitlines()[2:] == lines


@pytest.mark.parametrize("region", ["us east-1", "us-esat-1"])
def test_an_unknown_region_suggests_the_closest_one(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch, region: str
) -> None:
    with listening() as endpoint:
        closed = endpoint.url
    monkeypatch.setenv("AWS_ENDPOINT_URL", closed)

    result = cancel(*RUN_ARGS, "--region", region, terminal=True)

    assert result.stderr.endswith(
        f"\n{region} is not a Region with DataZone. Did you mean us-east-1?\n"
    )


@pytest.mark.parametrize("source", ["--endpoint-url", "AWS_ENDPOINT_URL", "the profile"])
def test_a_refused_connection_names_the_source_of_the_url(
    cancel: InProcessCommand,
    monkeypatch: pytest.MonkeyPatch,
    aws_config: Path,
    source: str,
) -> None:
    with listening() as endpoint:
        closed = endpoint.url
    argv: tuple[str, ...] = ()
    if source == "--endpoint-url":
        argv = (source, closed)
    elif source == "the profile":
        source = "endpoint_url in the profile"
        aws_config.write_text(f"[default]\nendpoint_url = {closed}\n")
    else:
        monkeypatch.setenv(source, closed)

    result = cancel(*RUN_ARGS, *argv, terminal=True)

    assert result.stderr.endswith(
        f"\nThis URL comes from {source}. Is the sandbox still running?\n"
    )


def test_a_refused_connection_to_a_proxy_names_its_variable(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://datazone.example.com")

    result = cancel(*RUN_ARGS, terminal=True)

    assert result.status == 255
    assert result.stderr.endswith(
        "\nThis proxy comes from HTTPS_PROXY. NO_PROXY lists hosts to reach without it.\n"
    )


@pytest.mark.usefixtures("endpoint", "no_keys")
@pytest.mark.parametrize(
    ("profiles", "step"),
    [
        ([], "Or log in with aws sso login, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."),
        (["prod", "test"], "Or pass --profile with one of your profiles: prod, test"),
        (list("abcdef"), "Or pass --profile with one of your profiles: a, b, c, d, e, …"),
    ],
)
def test_missing_credentials_name_the_profiles(
    cancel: InProcessCommand, aws_config: Path, profiles: list[str], step: str
) -> None:
    aws_config.write_text("".join(f"[profile {name}]\n{KEYS}" for name in profiles))

    result = cancel(*RUN_ARGS, terminal=True)

    assert result.status == 253
    assert result.stderr.endswith(f"\n{step}\n")


def test_control_characters_in_the_next_step_are_escaped(
    cancel: InProcessCommand, aws_config: Path
) -> None:
    aws_config.write_text(f"[profile pro\x1bd]\n{KEYS}")

    result = cancel(*RUN_ARGS, "--profile", "prod", terminal=True)

    assert result.stderr.endswith("\nDid you mean pro\\x1bd?\n")


@pytest.mark.parametrize(
    ("identifier", "advice"),
    [
        ("ids.txt", "ids.txt is a file: use file://ids.txt"),
        (f"{RUN},mgr2", messages.SEPARATORS),
        (f"{RUN}, mgr2,", messages.SEPARATORS),
        (f"{RUN} mgr2", messages.SEPARATORS),
        (f"{RUN};mgr2", messages.SEPARATORS),
        ("file://runs.yaml", messages.YAML_LIST),
        ('{"identifier": "mgr1"}', messages.JSON_LIST),
        ("file://runs.json", messages.JSON_LIST),
    ],
)
def test_a_misunderstood_list_is_explained_in_pipes_too(
    cancel: InProcessCommand,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    identifier: str,
    advice: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ids.txt").write_text(RUN)
    (tmp_path / "runs.yaml").write_text("id: mgr1\n")
    (tmp_path / "runs.json").write_text('{\n"items": [{"id": "mgr1"}]\n}')

    result = cancel(*DOMAIN_ARGS, "--identifier", identifier)

    lines = result.stderr.splitlines()
    assert (result.status, len(lines)) == (252, 4)
    assert lines[-1] == advice


def test_a_403_without_a_code_did_not_come_from_the_service(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(html(403))

    result = cancel(*RUN_ARGS, terminal=True)

    assert "This response did not come from DataZone. Look for a proxy" in result.stderr


def test_a_denial_names_the_credentials_of_a_container(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{endpoint.url}/credentials")
    keys = {"AccessKeyId": "A", "SecretAccessKey": "s", "Token": "t"}
    endpoint.answer(success(**keys, Expiration="2099-01-01T00:00:00Z"), DENIED)

    result = cancel(*RUN_ARGS, terminal=True)

    assert "with credentials from container-role." in result.stderr
    assert "profile" not in result.stderr
