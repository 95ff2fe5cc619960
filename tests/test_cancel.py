"""A live cancellation: the request that goes out, and what the user sees of the answer."""

from pathlib import Path

import pytest

from .conftest import ACCEPTED, BOTH, DOMAIN, RUN, Command
from .loopback import Answer, Endpoint, error


def test_one_signed_request_is_sent_and_its_acceptance_told(
    cancel: Command, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer())

    result = cancel(*BOTH)

    assert (result.status, result.stdout, result.stderr) == (0, "", ACCEPTED)
    [request] = endpoint.requests
    assert request.method == "POST"
    assert request.path == f"/v2/domains/{DOMAIN}/metadata-generation-runs/{RUN}/cancel"
    assert request.body == b""
    assert request.signed_for == "AKIDEXAMPLE/us-east-1/datazone"


def test_the_tool_names_itself_to_the_service(cancel: Command, endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    cancel(*BOTH)

    assert "datazone-cancel/" in endpoint.requests[0].headers["user-agent"]


def test_quiet_says_nothing_of_an_accepted_cancellation(
    cancel: Command, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer())

    result = cancel(*BOTH, "--quiet")

    assert (result.status, result.stdout, result.stderr) == (0, "", "")


def test_quiet_keeps_errors(cancel: Command, endpoint: Endpoint) -> None:
    endpoint.answer(error(409, "ConflictException", "taken"))

    assert "(ConflictException)" in cancel(*BOTH, "--quiet").stderr


def test_the_endpoint_url_option_comes_before_the_environment(
    cancel: Command, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    endpoint.answer(Answer())

    assert cancel(*BOTH, "--endpoint-url", endpoint.url).status == 0


def test_options_of_a_profile_are_used(
    cancel: Command, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    aws = tmp_path / ".aws"
    aws.mkdir()
    (aws / "config").write_text("[profile ops]\nregion = eu-north-1\n")
    (aws / "credentials").write_text(
        "[ops]\naws_access_key_id = AKIDOPS\naws_secret_access_key = secret\n"
    )
    monkeypatch.delenv("AWS_REGION")
    endpoint.answer(Answer())

    result = cancel(*BOTH, "--profile", "ops")

    assert endpoint.requests[0].signed_for == "AKIDOPS/eu-north-1/datazone"
    assert result.stderr.endswith(", Region eu-north-1\n")


@pytest.mark.parametrize(
    ("argv", "variables", "region"),
    [
        (("--region", "eu-west-1"), {"AWS_REGION": "us-east-2"}, "eu-west-1"),
        ((), {"AWS_REGION": "us-east-2", "AWS_DEFAULT_REGION": "us-west-1"}, "us-east-2"),
        ((), {"AWS_DEFAULT_REGION": "us-west-1"}, "us-west-1"),
        ((), {}, "ap-south-1"),
    ],
)
def test_the_region_is_the_options_the_environments_or_the_profiles(
    cancel: Command,
    endpoint: Endpoint,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    argv: tuple[str, ...],
    variables: dict[str, str],
    region: str,
) -> None:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text("[default]\nregion = ap-south-1\n")
    monkeypatch.delenv("AWS_REGION")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    endpoint.answer(Answer())

    cancel(*BOTH, *argv)

    assert endpoint.requests[0].signed_for == f"AKIDEXAMPLE/{region}/datazone"


def test_the_last_resort_for_the_region_is_the_instance(
    cancel: Command, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint.url)
    endpoint.answer(Answer(body=b"token"), Answer(body=b"sa-east-1b"), Answer())

    result = cancel(*BOTH)

    assert result.stderr.endswith(", Region sa-east-1\n")
    assert [request.method for request in endpoint.requests] == ["PUT", "GET", "POST"]


FAILING = error(500, "InternalServerException", "on fire")


def test_a_request_is_tried_three_times(cancel: Command, endpoint: Endpoint) -> None:
    endpoint.answer(FAILING, FAILING, FAILING)

    result = cancel(*BOTH)

    assert result.status == 254
    assert "operation (reached max retries: 2): on fire\n" in result.stderr
    assert len(endpoint.requests) == 3


def test_a_retry_that_succeeds_is_a_success(cancel: Command, endpoint: Endpoint) -> None:
    endpoint.answer(error(429, "ThrottlingException", "Rate exceeded"), Answer())

    result = cancel(*BOTH)

    assert (result.status, result.stderr) == (0, ACCEPTED)


def test_an_error_of_the_caller_is_not_tried_again(cancel: Command, endpoint: Endpoint) -> None:
    endpoint.answer(error(400, "ValidationException", "no"))

    cancel(*BOTH)

    assert len(endpoint.requests) == 1


def test_the_environment_sets_the_attempts(
    cancel: Command, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "5")
    endpoint.answer(*[FAILING] * 5)

    assert "(reached max retries: 4)" in cancel(*BOTH).stderr


def test_the_profile_sets_the_attempts_and_the_mode(
    cancel: Command, endpoint: Endpoint, tmp_path: Path
) -> None:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text(
        "[default]\nmax_attempts = 2\nretry_mode = adaptive\n"
    )
    endpoint.answer(FAILING, FAILING)

    assert "(reached max retries: 1)" in cancel(*BOTH).stderr


@pytest.mark.parametrize("mode", ["eager", "legacy", ""])
def test_a_retry_mode_that_aws_cli_v2_does_not_have_is_refused(
    cancel: Command, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setenv("AWS_RETRY_MODE", mode)

    result = cancel(*BOTH)

    assert result.status == 255
    assert result.stderr == (
        f'\nInvalid value provided to "mode": "{mode}" must be one of: "standard" or "adaptive"\n'
    )


def test_an_identifier_that_begins_with_a_dash_is_sent(cancel: Command, endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    cancel("--domain-identifier", DOMAIN, "--identifier", "-abc")

    assert endpoint.requests[0].path == f"/v2/domains/{DOMAIN}/metadata-generation-runs/-abc/cancel"


def test_an_empty_profile_is_none(cancel: Command, endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    assert cancel(*BOTH, "--profile", "").status == 0
