"""Identifiers in files and documents, and the documents' skeletons."""

import json
from pathlib import Path

import pytest

from .conftest import BOTH, DOMAIN, RUN, Command
from .loopback import Answer, Endpoint

PATH = f"/v2/domains/{DOMAIN}/metadata-generation-runs/{RUN}/cancel"
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
        ("--domain-identifier", DOMAIN, "--identifier", "file://{folder}/id"),
        ("--domain-identifier", DOMAIN, "--identifier", "file://~/id"),
        ("--domain-identifier", DOMAIN, "--identifier", "file://$HOME/id"),
        ("--cli-input-json", JSON),
        ("--cli-input-json", "file://{folder}/in.json"),
        ("--cli-input-json", "fileb://{folder}/in.json"),
        ("--cli-input-yaml", YAML),
        ("--cli-input-yaml", "file://{folder}/in.yaml"),
        ("--identifier", RUN, "--cli-input-json", JSON.replace(RUN, "other")),
    ],
)
def test_identifiers_come_from_files_and_documents(
    cancel: Command, endpoint: Endpoint, folder: Path, argv: tuple[str, ...]
) -> None:
    endpoint.answer(Answer())

    cancel(*(word.replace("{folder}", str(folder)) for word in argv))

    assert endpoint.requests[0].path == PATH


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (
            ("--cli-input-json", "file://{folder}/none"),
            "Error parsing parameter '--cli-input-json': Unable to load paramfile"
            " file://{folder}/none: [Errno 2] No such file or directory: '{folder}/none'",
        ),
        (
            (*BOTH, "--identifier", "file://{folder}"),
            "Error parsing parameter '--identifier': Unable to load paramfile file://{folder}:"
            " [Errno 21] Is a directory: '{folder}'",
        ),
        (
            (*BOTH, "--identifier", "file://{folder}/binary"),
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
        (
            (*BOTH, "--cli-auto-prompt", "--no-cli-auto-prompt"),
            "Both --cli-auto-prompt and --no-cli-auto-prompt cannot be specified at the same time.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_the_words_of_aws(
    cancel: Command, folder: Path, argv: tuple[str, ...], sentence: str
) -> None:
    result = cancel(*(word.replace("{folder}", str(folder)) for word in argv))

    assert (result.status, result.stdout) == (252, "")
    assert result.stderr == f"\n{sentence.replace('{folder}', str(folder))}\n"


@pytest.mark.parametrize("argv", [(), ("input",), ("--debug",)])
def test_a_skeleton_is_a_document_to_fill_in(installed: Command, argv: tuple[str, ...]) -> None:
    result = installed("--generate-cli-skeleton", *argv)

    assert result.status == 0
    assert json.loads(result.stdout) == {"domainIdentifier": "", "identifier": ""}


def test_a_yaml_skeleton_explains_itself(cancel: Command) -> None:
    assert "# [REQUIRED]" in cancel("--generate-cli-skeleton", "yaml-input").stdout


def test_an_output_skeleton_is_the_empty_answer(cancel: Command, endpoint: Endpoint) -> None:
    argv = (*BOTH, "--generate-cli-skeleton", "output", "--query", "foo")

    assert cancel(*argv).stdout == "null\n"
    assert endpoint.requests == []


@pytest.mark.parametrize(
    ("word", "full"),
    [("--domain", "--domain-identifier"), ("--ident", "--identifier"), ("--dry", "--dry-run")],
)
def test_an_option_may_be_abbreviated(cancel: Command, word: str, full: str) -> None:
    argv = [*BOTH, "--dry-run"]
    argv[argv.index(full)] = word

    assert cancel(*argv).status == 0


def test_an_abbreviation_of_several_options_is_refused(cancel: Command) -> None:
    assert cancel(*BOTH, "--no-cli").stderr.endswith(
        "aws: error: ambiguous option: --no-cli could match --no-cli-pager, --no-cli-auto-prompt\n"
    )
