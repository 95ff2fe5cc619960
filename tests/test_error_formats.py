"""--cli-error-format: the formats of AWS CLI v2 for errors with a structure."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from .support import messages
from .support.answers import CONFLICT
from .support.command import Command, InProcessCommand
from .support.endpoint import Answer, Endpoint
from .support.names import DOMAIN_ARGS, RUN_ARGS

DETAILS = {"Message": "busy", "Code": "ConflictException", "message": "busy"}


def test_legacy_is_the_default(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(CONFLICT, CONFLICT)

    assert cancel(*RUN_ARGS) == cancel(*RUN_ARGS, "--cli-error-format", "legacy")


def test_json_has_the_code_the_message_and_the_modeled_members(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(CONFLICT)

    result = cancel(*RUN_ARGS, "--cli-error-format", "json")

    assert (result.status, result.stdout) == (254, "")
    assert json.loads(result.stderr) == DETAILS


def test_yaml_has_the_same_members_as_json(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(CONFLICT)

    result = cancel(*RUN_ARGS, "--cli-error-format", "yaml")

    assert yaml.safe_load(result.stderr) == DETAILS


def test_text_has_the_values_sorted_by_name(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(CONFLICT)

    assert (
        cancel(*RUN_ARGS, "--cli-error-format", "text").stderr == "ConflictException\tbusy\tbusy\n"
    )


def test_table_is_drawn_as_in_aws(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(CONFLICT)

    assert cancel(*RUN_ARGS, "--cli-error-format", "table").stderr == (
        "---------------------------------------------\n"
        "|                   error                   |\n"
        "+-------------------+-----------+-----------+\n"
        "|       Code        |  Message  |  message  |\n"
        "+-------------------+-----------+-----------+\n"
        "|  ConflictException|  busy     |  busy     |\n"
        "+-------------------+-----------+-----------+\n"
    )


def test_enhanced_has_the_prefix(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(CONFLICT)

    assert cancel(*RUN_ARGS, "--cli-error-format", "enhanced").stderr == (
        f"\naws: [ERROR]: {messages.service_error('ConflictException', 'busy')}\n"
    )


def test_members_that_are_not_modeled_are_not_shown(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    headers = {**CONFLICT.headers, "x-amzn-query-error": "Old.Code;Sender"}
    endpoint.answer(replace(CONFLICT, headers=headers))

    result = cancel(*RUN_ARGS, "--cli-error-format", "json")

    assert json.loads(result.stderr).keys() == DETAILS.keys()


@pytest.mark.parametrize("error_format", ["text", "table"])
def test_members_that_cannot_be_formatted_are_followed_by_the_sentence(
    cancel: InProcessCommand, endpoint: Endpoint, error_format: str
) -> None:
    endpoint.answer(replace(CONFLICT, body=b'{"message": [{"a": 1}, 2]}'))

    result = cancel(*RUN_ARGS, "--cli-error-format", error_format)

    sentence = messages.service_error("ConflictException", "[{'a': 1}, 2]")
    assert result.status == 254
    assert result.stderr.endswith(f"\naws: [ERROR]: {sentence}\n")


def test_an_error_without_a_code_has_no_structure(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer(status=300, body=b"<html>"))

    assert cancel(*RUN_ARGS, "--cli-error-format", "json").stderr == (
        f"\naws: [ERROR]: {messages.service_error('Unknown', 'Unknown')}\n"
    )


@pytest.mark.parametrize(
    ("argv", "unset", "status", "members"),
    [
        (
            RUN_ARGS,
            ["AWS_REGION"],
            253,
            {
                "Code": "NoRegion",
                "Message": messages.NO_REGION,
            },
        ),
        (
            RUN_ARGS,
            ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
            253,
            {
                "Code": "NoCredentials",
                "Message": messages.NO_CREDENTIALS,
            },
        ),
        (
            (*DOMAIN_ARGS, "--identifier", "a/b"),
            [],
            252,
            {
                "Code": "ParamValidation",
                "Message": messages.invalid_parameters(
                    messages.invalid("identifier", "a/b"), messages.forbidden("identifier", "/")
                ).strip(),
            },
        ),
    ],
)
def test_errors_before_the_request_have_a_structure(
    cancel: InProcessCommand,
    monkeypatch: pytest.MonkeyPatch,
    argv: tuple[str, ...],
    unset: list[str],
    status: int,
    members: dict[str, str],
) -> None:
    for name in unset:
        monkeypatch.delenv(name)

    result = cancel(*argv, "--cli-error-format", "json")

    assert (result.status, json.loads(result.stderr)) == (status, members)
    assert cancel(*argv, "--cli-error-format", "enhanced").stderr == (
        f"\naws: [ERROR]: An error occurred ({members['Code']}): {members['Message']}\n"
    )


@pytest.mark.parametrize("error_format", ["json", "enhanced"])
def test_an_error_without_a_structure_is_the_same_in_all_formats_but_legacy(
    cancel: InProcessCommand, error_format: str
) -> None:
    argv = (*RUN_ARGS, "--profile", "nobody", "--cli-error-format", error_format)

    assert cancel(*argv).stderr == (
        "\naws: [ERROR]: The config profile (nobody) could not be found\n"
    )


@pytest.mark.parametrize("error_format", ["json", "enhanced"])
def test_unknown_options_come_after_the_usage(cancel: InProcessCommand, error_format: str) -> None:
    assert cancel(*RUN_ARGS, "--nonsense", "--cli-error-format", error_format).stderr == (
        f"{messages.USAGE}\naws: [ERROR]: Unknown options: --nonsense\n"
    )


MISSING = "the following arguments are required: --domain-identifier, --identifier"


def test_a_missing_option_is_followed_by_the_usage_in_enhanced(cancel: InProcessCommand) -> None:
    assert cancel("--cli-error-format", "enhanced").stderr == (
        f"\naws: [ERROR]: An error occurred (ParamValidation): {MISSING}\n"
        f"{messages.USAGE.rstrip()}\n"
    )


def test_a_missing_option_is_followed_by_the_usage_in_json(cancel: InProcessCommand) -> None:
    result = cancel("--cli-error-format", "json")

    assert result.status == 252
    assert json.loads(result.stderr) == {
        "Code": "ParamValidation",
        "Message": f"{MISSING}\n{messages.USAGE.rstrip()}\n",
    }


@pytest.mark.parametrize("value", ["json", "JSON"])
def test_the_environment_selects_the_error_format(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("AWS_CLI_ERROR_FORMAT", value)
    endpoint.answer(CONFLICT)

    assert json.loads(cancel(*RUN_ARGS).stderr) == DETAILS


def test_the_profile_selects_the_error_format(
    cancel: InProcessCommand, endpoint: Endpoint, aws_config: Path
) -> None:
    aws_config.write_text("[default]\ncli_error_format = json\n")
    endpoint.answer(CONFLICT)

    assert json.loads(cancel(*RUN_ARGS).stderr) == DETAILS


def test_the_option_overrides_the_environment(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CLI_ERROR_FORMAT", "json")
    endpoint.answer(CONFLICT)

    assert cancel(*RUN_ARGS, "--cli-error-format", "text").stderr.startswith("ConflictException\t")


def test_an_unknown_configured_error_format_means_enhanced(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CLI_ERROR_FORMAT", "xml")
    endpoint.answer(CONFLICT)

    assert cancel(*RUN_ARGS).stderr.startswith("\naws: [ERROR]: ")


@pytest.mark.slow
def test_an_error_is_json_in_any_encoding(
    installed: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")

    result = installed(*DOMAIN_ARGS, "--identifier", "é", "--cli-error-format", "json")

    assert "value: é" in json.loads(result.stderr)["Message"]
