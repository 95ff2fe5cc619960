"""Identifiers in files and input documents, and the skeletons of these documents."""

import json
from pathlib import Path

import pytest

from .support import messages
from .support.answers import NO_RUNS
from .support.command import Command, InProcessCommand, Result
from .support.endpoint import Answer, Endpoint
from .support.names import ALL_RUNS_ARGS, DOMAIN, DOMAIN_ARGS, RUN, RUN_ARGS

JSON = json.dumps({"domainIdentifier": DOMAIN, "identifier": RUN})

YAML = f"domainIdentifier: {DOMAIN}\nidentifier: {RUN}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"id": RUN, "in.json": JSON, "in.yaml": YAML}.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    return tmp_path


@pytest.mark.parametrize(
    "argv",
    [
        (*DOMAIN_ARGS, "--identifier", "file://{folder}/id"),
        (*DOMAIN_ARGS, "--identifier", "file://~/id"),
        (*DOMAIN_ARGS, "--identifier", "file://$HOME/id"),
        ("--cli-input-json", JSON),
        ("--cli-input-json", "file://{folder}/in.json"),
        ("--cli-input-json", "fileb://{folder}/in.json"),
        ("--cli-input-yaml", YAML),
        ("--cli-input-yaml", "file://{folder}/in.yaml"),
        ("--identifier", RUN, "--cli-input-json", JSON.replace(RUN, "other")),
    ],
)
def test_identifiers_are_read_from_files_and_documents(
    cancel: InProcessCommand, endpoint: Endpoint, folder: Path, argv: tuple[str, ...]
) -> None:
    endpoint.answer(Answer())

    cancel(*(word.replace("{folder}", str(folder)) for word in argv))

    assert (
        endpoint.requests[0].path == f"/v2/domains/{DOMAIN}/metadata-generation-runs/{RUN}/cancel"
    )


@pytest.mark.parametrize(
    ("argv", "text"),
    [
        ((*DOMAIN_ARGS, "--identifier"), RUN),
        (("--identifier", RUN, "--domain-identifier"), DOMAIN),
        (("--cli-input-json",), JSON),
        (("--cli-input-yaml",), YAML),
    ],
    ids=lambda value: value[-1],
)
def test_files_are_in_the_encoding_that_the_aws_cli_uses(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    argv: tuple[str, ...],
    text: str,
) -> None:
    monkeypatch.setenv("AWS_CLI_FILE_ENCODING", "utf-16")
    (tmp_path / "input").write_text(text, encoding="utf-16")
    endpoint.answer(Answer())

    cancel(*argv, f"file://{tmp_path}/input")

    assert endpoint.canceled_runs == [RUN]


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (
            ("--cli-input-json", "file://{folder}/none"),
            "Error parsing parameter '--cli-input-json': Unable to load paramfile"
            " file://{folder}/none: [Errno 2] No such file or directory: '{folder}/none'",
        ),
        (
            (*RUN_ARGS, "--identifier", "file://{folder}"),
            "Error parsing parameter '--identifier': Unable to load paramfile file://{folder}:"
            " [Errno 21] Is a directory: '{folder}'",
        ),
        (
            (*RUN_ARGS, "--identifier", "file://{folder}/binary"),
            "Error parsing parameter '--identifier': Unable to load paramfile ({folder}/binary),"
            " text contents could not be decoded.  If this is a binary file, please use the"
            " fileb:// prefix instead of the file:// prefix.",
        ),
        (
            ("--cli-input-json", "{"),
            "Error parsing parameter 'cli-input-json': Invalid JSON received.",
        ),
        (
            ("--cli-input-yaml", "a: ["),
            "Error parsing parameter 'cli-input-yaml': Invalid YAML received.",
        ),
        (
            ("--cli-input-json", "[]"),
            "Error parsing parameter '--cli-input-json': Invalid type: expecting map,"
            " received <class 'list'>",
        ),
        (
            ("--cli-input-json", "{}", "--cli-input-yaml", "{}"),
            "Only one --cli-input- parameter may be specified.",
        ),
    ],
)
def test_unreadable_input_is_refused_with_the_sentence_of_aws(
    cancel: InProcessCommand, folder: Path, argv: tuple[str, ...], sentence: str
) -> None:
    result = cancel(*(word.replace("{folder}", str(folder)) for word in argv))

    assert (result.status, result.stdout) == (252, "")
    assert result.stderr == f"\n{sentence.replace('{folder}', str(folder))}\n"


def test_a_document_is_validated(cancel: InProcessCommand) -> None:
    document = json.dumps({"identifier": 5, "run": RUN})

    result = cancel("--dry-run", "--cli-input-json", document)

    assert result.status == 252
    assert result.stderr == messages.invalid_parameters(
        'Missing required parameter in input: "domainIdentifier"',
        'Unknown parameter in input: "run", must be one of: domainIdentifier, identifier',
        "Invalid type for parameter identifier, value: 5, type: <class 'int'>,"
        " valid types: <class 'str'>",
    )
    assert result.report["results"][0]["identifier"] == "5"


@pytest.mark.parametrize("argv", [(), ("input",)])
def test_the_input_skeleton_has_both_parameters(
    cancel: InProcessCommand, argv: tuple[str, ...]
) -> None:
    result = cancel("--generate-cli-skeleton", *argv)

    assert result.status == 0
    assert result.report == {"domainIdentifier": "", "identifier": ""}


def test_the_value_of_generate_cli_skeleton_is_optional_before_an_option(
    cancel: InProcessCommand,
) -> None:
    result = cancel("--generate-cli-skeleton", "--quiet")

    assert result.report == {"domainIdentifier": "", "identifier": ""}


def test_the_yaml_skeleton_has_comments(cancel: InProcessCommand) -> None:
    assert "# [REQUIRED]" in cancel("--generate-cli-skeleton", "yaml-input").stdout


def test_the_output_skeleton_is_the_empty_response(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    argv = (*RUN_ARGS, "--generate-cli-skeleton", "output", "--query", "foo")

    assert cancel(*argv).stdout == "null\n"
    assert endpoint.requests == []


def test_a_skeleton_replaces_a_dry_run(cancel: InProcessCommand) -> None:
    argv = (*RUN_ARGS, "--dry-run", "--generate-cli-skeleton", "output", "--query", "foo")

    assert cancel(*argv) == Result(status=0, stdout="null\n", stderr="")


def test_the_domain_of_all_runs_can_be_in_a_document(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(NO_RUNS, NO_RUNS)

    result = cancel("--all", "--yes", "--cli-input-json", json.dumps({"domainIdentifier": DOMAIN}))

    assert result.status == 0


def test_a_document_with_a_run_is_refused_with_all(cancel: InProcessCommand) -> None:
    result = cancel(*ALL_RUNS_ARGS, "--cli-input-json", json.dumps({"identifier": RUN}))

    assert result == Result(status=252, stdout="", stderr=messages.ALL_AND_A_RUN)


@pytest.mark.parametrize("option", ["--cli-input-json", "--cli-input-yaml"])
def test_a_document_that_is_nested_too_deeply_is_no_bug(
    cancel: InProcessCommand, option: str
) -> None:
    result = cancel(*RUN_ARGS, option, "[" * 200_000 + "]" * 200_000)

    assert result.status == 255
    assert "bug" not in result.stderr


@pytest.mark.slow
def test_files_are_utf8_in_the_c_locale(
    installed: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONUTF8", "0")
    path = tmp_path / "input.json"
    path.write_text('{"é": 1}', encoding="utf-8")

    result = installed(*RUN_ARGS, "--cli-input-json", f"file://{path}")

    assert 'Unknown parameter in input: "\\xe9"' in result.stderr


def test_a_file_in_a_deleted_folder_is_a_usage_error(
    cancel: InProcessCommand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "deleted"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()

    assert cancel(*DOMAIN_ARGS, "--identifier", "file://ids").status == 252
