"""--cli-error-format: the formats of AWS CLI v2, where an error has a structure."""

import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from .conftest import BOTH, DOMAIN, Command
from .loopback import Endpoint, error

SENTENCE = "when calling the CancelMetadataGenerationRun operation: "
CONFLICT = error(409, "ConflictException", "busy")
MEMBERS = {"Message": "busy", "Code": "ConflictException", "message": "busy"}


def test_legacy_is_the_default(cancel: Command, endpoint: Endpoint) -> None:
    endpoint.answer(CONFLICT, CONFLICT)

    assert cancel(*BOTH) == cancel(*BOTH, "--cli-error-format", "legacy")


def test_json_has_the_code_the_message_and_the_modelled_members(
    cancel: Command, endpoint: Endpoint
) -> None:
    endpoint.answer(CONFLICT)

    result = cancel(*BOTH, "--cli-error-format", "json")

    assert (result.status, result.stdout) == (254, "")
    assert json.loads(result.stderr) == MEMBERS


def test_yaml_has_the_same(cancel: Command, endpoint: Endpoint) -> None:
    endpoint.answer(CONFLICT)

    result = cancel(*BOTH, "--cli-error-format", "yaml")

    assert YAML(typ="safe").load(result.stderr) == MEMBERS


def test_text_has_the_values_in_the_order_of_their_names(
    cancel: Command, endpoint: Endpoint
) -> None:
    endpoint.answer(CONFLICT)

    assert cancel(*BOTH, "--cli-error-format", "text").stderr == "ConflictException\tbusy\tbusy\n"


def test_table_is_the_aws_clis(cancel: Command, endpoint: Endpoint) -> None:
    endpoint.answer(CONFLICT)

    assert cancel(*BOTH, "--cli-error-format", "table").stderr == (
        "---------------------------------------------\n"
        "|                   error                   |\n"
        "+-------------------+-----------+-----------+\n"
        "|       Code        |  Message  |  message  |\n"
        "+-------------------+-----------+-----------+\n"
        "|  ConflictException|  busy     |  busy     |\n"
        "+-------------------+-----------+-----------+\n"
    )


def test_enhanced_has_the_prefix_and_the_modelled_members(
    cancel: Command, endpoint: Endpoint
) -> None:
    endpoint.answer(CONFLICT)

    assert cancel(*BOTH, "--cli-error-format", "enhanced").stderr == (
        f"\naws: [ERROR]: An error occurred (ConflictException) {SENTENCE}busy\n"
        "\nAdditional error details:\nmessage: busy\n"
    )


@pytest.mark.parametrize(
    ("argv", "unset", "status", "members"),
    [
        (
            BOTH,
            ["AWS_REGION"],
            253,
            {
                "Code": "NoRegion",
                "Message": "You must specify a region."
                ' You can also configure your region by running "aws configure".',
            },
        ),
        (
            BOTH,
            ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
            253,
            {
                "Code": "NoCredentials",
                "Message": "Unable to locate credentials."
                ' You can configure credentials by running "aws configure".',
            },
        ),
        (
            ("--domain-identifier", DOMAIN, "--identifier", "a/b"),
            [],
            252,
            {
                "Code": "ParamValidation",
                "Message": "Parameter validation failed:\n"
                "Invalid value for parameter identifier, value: a/b,"
                " valid pattern: [a-zA-Z0-9_-]{1,36}\n"
                "identifier holds letters, digits, - and _ only, but not '/'",
            },
        ),
    ],
)
def test_errors_before_the_request_have_a_structure_too(
    cancel: Command,
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
        ((*BOTH, "--force"), "Unknown options: --force"),
        ((*BOTH, "--profile", "nobody"), "The config profile (nobody) could not be found"),
    ],
)
@pytest.mark.parametrize("error_format", ["json", "enhanced"])
def test_what_has_no_structure_stays_a_sentence(
    cancel: Command, argv: tuple[str, ...], sentence: str, error_format: str
) -> None:
    assert cancel(*argv, "--cli-error-format", error_format).stderr.endswith(f"\n{sentence}\n")


@pytest.mark.parametrize("value", ["json", "JSON"])
def test_the_environment_chooses_the_format(
    cancel: Command, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("AWS_CLI_ERROR_FORMAT", value)
    endpoint.answer(CONFLICT)

    assert json.loads(cancel(*BOTH).stderr) == MEMBERS


def test_the_profile_chooses_the_format(
    cancel: Command, endpoint: Endpoint, tmp_path: Path
) -> None:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text("[default]\ncli_error_format = json\n")
    endpoint.answer(CONFLICT)

    assert json.loads(cancel(*BOTH).stderr) == MEMBERS


def test_the_option_comes_first(
    cancel: Command, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CLI_ERROR_FORMAT", "json")
    endpoint.answer(CONFLICT)

    assert cancel(*BOTH, "--cli-error-format", "text").stderr.startswith("ConflictException\t")


def test_a_configured_format_that_is_none_is_enhanced(
    cancel: Command, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CLI_ERROR_FORMAT", "xml")
    endpoint.answer(CONFLICT)

    assert cancel(*BOTH).stderr.startswith("\naws: [ERROR]: ")


def test_the_format_of_an_option_that_is_missing_is_known_already(cancel: Command) -> None:
    result = cancel("--cli-error-format", "json")

    assert result.status == 252
    assert json.loads(result.stderr)["Code"] == "ParamValidation"
