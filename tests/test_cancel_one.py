"""One cancellation: the request, what the user sees, and whose settings count."""

import json
from pathlib import Path

import pytest

from .support import messages
from .support.answers import CONFLICT, NOT_FOUND, SUCCEEDED
from .support.command import InProcessCommand, Result
from .support.endpoint import Answer, Endpoint
from .support.messages import ACCEPTED
from .support.names import DOMAIN, DOMAIN_ARGS, RUN, RUN_ARGS


def test_one_signed_request_is_sent(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    cancel(*RUN_ARGS)

    [request] = endpoint.requests
    assert request.method == "POST"
    assert request.path == f"/v2/domains/{DOMAIN}/metadata-generation-runs/{RUN}/cancel"
    assert request.body == b""
    assert request.signed_for == "AKIDEXAMPLE/us-east-1/datazone"


def test_an_accepted_cancellation_is_reported_on_stderr(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer())

    assert cancel(*RUN_ARGS) == Result(status=0, stdout="", stderr=ACCEPTED)


def test_the_user_agent_names_the_tool(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    cancel(*RUN_ARGS)

    assert "datazone-cancel/" in endpoint.requests[0].headers["user-agent"]


def test_an_identifier_can_start_with_a_dash(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    cancel(*DOMAIN_ARGS, "--identifier", "-abc")

    assert endpoint.requests[0].path == f"/v2/domains/{DOMAIN}/metadata-generation-runs/-abc/cancel"


def test_quiet_prints_nothing_for_an_accepted_cancellation(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer())

    assert cancel(*RUN_ARGS, "--quiet") == Result(status=0, stdout="", stderr="")


def test_quiet_prints_errors(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(CONFLICT)

    assert "(ConflictException)" in cancel(*RUN_ARGS, "--quiet").stderr


@pytest.mark.parametrize(
    ("answer", "option"),
    [(SUCCEEDED, "--ignore-finished"), (NOT_FOUND, "--ignore-not-found")],
)
def test_an_ignored_refusal_of_one_run_is_a_success(
    cancel: InProcessCommand, endpoint: Endpoint, answer: Answer, option: str
) -> None:
    endpoint.answer(answer)

    result = cancel(*RUN_ARGS, option)

    stderr = messages.ignored(json.loads(answer.body)["message"])
    assert result == Result(status=0, stdout="", stderr=stderr)


def test_ignore_finished_does_not_ignore_missing_runs(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(NOT_FOUND)

    assert cancel(*RUN_ARGS, "--ignore-finished").status == 254


def test_the_endpoint_url_option_overrides_the_environment(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    endpoint.answer(Answer())

    assert cancel(*RUN_ARGS, "--endpoint-url", endpoint.url).status == 0


def test_credentials_and_region_of_the_profile_are_used(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, aws_config: Path
) -> None:
    aws_config.write_text(
        "[profile ops]\nregion = eu-north-1\n"
        "aws_access_key_id = AKIDOPS\naws_secret_access_key = secret\n"
    )
    monkeypatch.delenv("AWS_REGION")
    endpoint.answer(Answer())

    result = cancel(*RUN_ARGS, "--profile", "ops")

    assert endpoint.requests[0].signed_for == "AKIDOPS/eu-north-1/datazone"
    assert result.stderr.endswith(", Region eu-north-1\n")


def test_an_empty_profile_name_is_ignored(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    assert cancel(*RUN_ARGS, "--profile", "").status == 0


@pytest.mark.parametrize(
    ("argv", "variables", "region"),
    [
        (("--region", "eu-west-1"), {"AWS_REGION": "us-east-2"}, "eu-west-1"),
        ((), {"AWS_REGION": "us-east-2", "AWS_DEFAULT_REGION": "us-west-1"}, "us-east-2"),
        ((), {"AWS_DEFAULT_REGION": "us-west-1"}, "us-west-1"),
        ((), {}, "ap-south-1"),
    ],
)
def test_the_region_comes_from_the_option_the_environment_or_the_profile(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    monkeypatch: pytest.MonkeyPatch,
    aws_config: Path,
    argv: tuple[str, ...],
    variables: dict[str, str],
    region: str,
) -> None:
    aws_config.write_text("[default]\nregion = ap-south-1\n")
    monkeypatch.delenv("AWS_REGION")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    endpoint.answer(Answer())

    cancel(*RUN_ARGS, *argv)

    assert endpoint.requests[0].signed_for == f"AKIDEXAMPLE/{region}/datazone"


def test_the_region_comes_from_the_instance_metadata_last(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint.url)
    endpoint.answer(Answer(body=b"token"), Answer(body=b"sa-east-1b"), Answer())

    result = cancel(*RUN_ARGS)

    assert result.stderr.endswith(", Region sa-east-1\n")
    assert [request.method for request in endpoint.requests] == ["PUT", "GET", "POST"]
