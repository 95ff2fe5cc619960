"""--cli-error-format: the formats of AWS CLI v2 for errors with a structure."""

import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from .support import messages
from .support.answers import CONFLICT
from .support.command import InProcessCommand
from .support.endpoint import Endpoint
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

    assert YAML(typ="safe").load(result.stderr) == DETAILS


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


def test_enhanced_has_the_prefix_and_the_modeled_members(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(CONFLICT)

    assert cancel(*RUN_ARGS, "--cli-error-format", "enhanced").stderr == (
        "\naws: [ERROR]: An error occurred (ConflictException) when calling the"
        " CancelMetadataGenerationRun operation: busy\n"
        "\nAdditional error details:\nmessage: busy\n"
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


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        ((*RUN_ARGS, "--nonsense"), "Unknown options: --nonsense"),
        ((*RUN_ARGS, "--profile", "nobody"), "The config profile (nobody) could not be found"),
    ],
)
@pytest.mark.parametrize("error_format", ["json", "enhanced"])
def test_errors_without_a_structure_are_sentences_in_every_format(
    cancel: InProcessCommand, argv: tuple[str, ...], sentence: str, error_format: str
) -> None:
    assert cancel(*argv, "--cli-error-format", error_format).stderr.endswith(f"\n{sentence}\n")


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


def test_a_missing_option_is_reported_in_the_error_format(cancel: InProcessCommand) -> None:
    result = cancel("--cli-error-format", "json")

    assert result.status == 252
    assert json.loads(result.stderr)["Code"] == "ParamValidation"
