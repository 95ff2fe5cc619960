"""Files of the AWS CLI that are broken, or that would make `aws` send something else."""

import json
from pathlib import Path

import pytest

from .support.command import InProcessCommand
from .support.endpoint import Answer, Endpoint
from .support.names import DOMAIN_ARGS, RUN_ARGS

PLUGIN = "[plugins]\ncli_legacy_plugin_path = /opt\nelsewhere = elsewhere\n"
ALIAS = "[command datazone]\ncancel-metadata-generation-run = {}\n"


def _write(home: Path, name: str, text: str) -> None:
    path = home / ".aws" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize("argv", [("--help",), ("--version",)])
def test_help_and_version_need_no_configuration(
    cancel: InProcessCommand, tmp_path: Path, argv: tuple[str, ...]
) -> None:
    _write(tmp_path, "config", "nonsense")

    assert cancel(*argv).status == 0


@pytest.mark.parametrize("argv", [("--dry-run",), ("--wait-delay", "soon")])
def test_a_file_that_cannot_be_parsed_is_reported_first(
    cancel: InProcessCommand, tmp_path: Path, argv: tuple[str, ...]
) -> None:
    _write(tmp_path, "config", "nonsense")

    result = cancel(*RUN_ARGS, *argv)

    path = tmp_path / ".aws/config"
    assert (result.status, result.stderr) == (255, f"\nUnable to parse config file: {path}\n")


def test_a_plugin_may_change_the_endpoint(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path, "config", PLUGIN)
    monkeypatch.delenv("AWS_ENDPOINT_URL")

    refused = cancel(*DOMAIN_ARGS, "--identifier", "mgr1", "--identifier", "mgr2")
    endpoint.answer(Answer())
    sent = cancel(*RUN_ARGS, "--endpoint-url", endpoint.url)

    assert (refused.status, refused.stdout) == (255, "")
    assert "may change the endpoint: elsewhere. Pass --endpoint-url" in refused.stderr
    assert sent.status == 0


def test_an_alias_may_change_the_operation(cancel: InProcessCommand, tmp_path: Path) -> None:
    _write(tmp_path, "cli/alias", ALIAS.format("cancel-metadata-generation-run --region x"))

    result = cancel(*RUN_ARGS)

    assert result.status == 255
    assert "in ~/.aws/cli/alias changes this operation" in result.stderr


@pytest.mark.parametrize("indent", ["", "\n  "])
def test_an_alias_may_call_this_command(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path, indent: str
) -> None:
    _write(tmp_path, "cli/alias", ALIAS.format(f"{indent}!datazone-cancel --region eu-west-1"))
    endpoint.answer(Answer())

    assert cancel(*RUN_ARGS).status == 0


def test_a_model_without_the_operation_is_a_usage_error(
    cancel: InProcessCommand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path / ".aws/models"))
    metadata = {"serviceId": "DataZone", "protocol": "rest-json", "signatureVersion": "v4"}
    metadata |= {"apiVersion": "2018-05-10", "endpointPrefix": "datazone"}
    model = json.dumps({"metadata": metadata, "operations": {}, "shapes": {}})
    _write(tmp_path, "models/datazone/2018-05-10/service-2.json", model)

    result = cancel(*RUN_ARGS)

    assert result.status == 252
    assert result.stderr.endswith("AWS_DATA_PATH has no cancel_metadata_generation_run.\n")


def test_an_alias_is_not_shown(cancel: InProcessCommand, tmp_path: Path) -> None:
    _write(tmp_path, "cli/alias", ALIAS.format("!AWS_SECRET_ACCESS_KEY=planted aws"))

    assert "planted" not in cancel(*RUN_ARGS).stderr
