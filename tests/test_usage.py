"""argv that cannot be carried out, help and version."""

import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

from datazone_cancel import __version__
from datazone_cancel.arguments import option_names, parse
from datazone_cancel.errors import ExitStatus
from datazone_cancel.options import Options
from datazone_cancel.service import ERRORS

from .conftest import BIN, BOTH, DOMAIN, RUN, Command

USAGE = """
usage: datazone-cancel --domain-identifier <id> --identifier <id> [options]
To see help text, you can run:

  datazone-cancel help

"""


def test_options_are_read_in_any_order_and_spelling() -> None:
    assert parse(
        [
            "--dry-run",
            f"--identifier={RUN}",
            "--region=eu-west-1",
            "--profile",
            "ops",
            "--endpoint-url",
            "http://localhost:1",
            "--cli-read-timeout",
            "5",
            "--cli-connect-timeout=6",
            "--color",
            "off",
            "--debug",
            "--quiet",
            "--domain-identifier",
            DOMAIN,
        ]
    ) == Options(
        domain_identifier=DOMAIN,
        identifier=(RUN,),
        region="eu-west-1",
        profile="ops",
        endpoint_url="http://localhost:1",
        cli_read_timeout="5",
        cli_connect_timeout="6",
        color="off",
        debug=True,
        quiet=True,
        dry_run=True,
    )


def test_options_that_are_not_given_are_left_open() -> None:
    assert parse(BOTH) == Options(domain_identifier=DOMAIN, identifier=(RUN,))


@pytest.mark.parametrize(
    "argv",
    [
        ("--domain-identifier", DOMAIN, "--identifier", "-abc"),
        ("--domain-identifier", DOMAIN, "--identifier=-abc"),
    ],
)
def test_an_identifier_may_begin_with_a_dash(argv: tuple[str, ...]) -> None:
    options = parse(argv)

    assert options is not None
    assert options.identifier == ("-abc",)


def test_an_identifier_that_looks_like_an_option_is_given_with_an_equals_sign() -> None:
    options = parse(["--domain-identifier", DOMAIN, "--identifier=--dry-run"])

    assert options == Options(domain_identifier=DOMAIN, identifier=("--dry-run",))


def test_the_last_of_several_values_counts() -> None:
    options = parse([*BOTH, "--region", "us-east-2", "--region", "us-west-1"])

    assert options is not None
    assert options.region == "us-west-1"


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (
            ("--identifier", RUN),
            "aws: error: the following arguments are required: --domain-identifier",
        ),
        (
            ("--domain-identifier", DOMAIN),
            "aws: error: the following arguments are required: --identifier",
        ),
        ((*BOTH, "--force"), "Unknown options: --force"),
        ((*BOTH, "--force=1", "now", "-x"), "Unknown options: --force=1, now, -x"),
        ((*BOTH, "--", "--dry-run"), "Unknown options: --dry-run"),
        (("--identifier",), "aws: error: argument --identifier: expected one argument"),
        (
            ("--identifier", "--domain-identifier", DOMAIN),
            "aws: error: argument --identifier: expected one argument",
        ),
        (
            ("--domain-identifier", DOMAIN, "--identifier", "--dry-run"),
            "aws: error: argument --identifier: expected one argument",
        ),
        ((*BOTH, "--debug=1"), "aws: error: argument --debug: ignored explicit argument '1'"),
        (
            (*BOTH, "--color", "red"),
            "aws: error: argument --color: Invalid choice, valid choices are:\n\n"
            "on                                       | off                                     \n"
            "auto                                    ",
        ),
    ],
)
def test_a_command_line_that_means_nothing_is_refused_in_the_words_of_aws(
    cancel: Command, argv: tuple[str, ...], sentence: str
) -> None:
    result = cancel(*argv)

    assert (result.status, result.stdout) == (252, "")
    assert result.stderr == f"{USAGE}{sentence}\n"


@pytest.mark.parametrize(
    ("words", "question"),
    [
        (("--dry-rum",), "did you mean --dry-run?"),
        (("--max-rrate=5",), "did you mean --max-rate?"),
        (("--regoin", "--wiat"), "did you mean --region, --wait?"),
    ],
)
def test_an_unknown_option_names_the_nearest_after_the_sentence_of_aws(
    cancel: Command, words: tuple[str, ...], question: str
) -> None:
    result = cancel(*BOTH, *words)

    assert (result.status, result.stdout) == (252, "")
    assert result.stderr == f"{USAGE}Unknown options: {', '.join(words)}\n{question}\n"


def test_a_required_option_that_is_misspelt_is_named_too(cancel: Command) -> None:
    result = cancel("--domain-identifier", DOMAIN, "--identifer", RUN)

    assert result.status == 252
    assert result.stderr == (
        f"{USAGE}aws: error: the following arguments are required: --identifier\n"
        "did you mean --identifier?\n"
    )


def test_dryrun_is_another_spelling_of_dry_run() -> None:
    assert parse([*BOTH, "--dryrun"]) == parse([*BOTH, "--dry-run"])


@pytest.mark.parametrize("url", ["", "127.0.0.1:8080", "example.com/x"])
def test_an_endpoint_url_without_a_scheme_is_refused(cancel: Command, url: str) -> None:
    result = cancel(*BOTH, "--endpoint-url", url)

    assert (result.status, result.stdout) == (252, "")
    assert result.stderr == (
        f'\nBad value for --endpoint-url "{url}": scheme is missing. '
        " Must be of the form http://<hostname>/ or https://<hostname>/\n"
    )


def test_help_is_an_option_and_a_word(cancel: Command) -> None:
    option, word = cancel("--help"), cancel("help")

    assert option == word
    assert (option.status, option.stderr) == (0, "")
    assert option.stdout.startswith("Usage: datazone-cancel --domain-identifier <id>")


def test_help_fits_80_columns_with_each_option_on_a_line(cancel: Command) -> None:
    lines = cancel("--help").stdout.splitlines()

    assert max(map(len, lines)) <= 80
    described = [line.split()[0] for line in lines if re.match(r"  --\S+( \S+)? {2,}\S", line)]
    assert sorted(described) == sorted(option_names())


def test_help_groups_the_options(cancel: Command) -> None:
    headings = re.findall(r"^(\w.*):$", cancel("--help").stdout, re.MULTILINE)

    assert headings == ["Required", "AWS CLI options", "Many runs", "Safety", "Output"]


@pytest.mark.parametrize("columns", [20, 40])
def test_help_is_cut_nowhere_on_a_narrow_terminal(
    cancel: Command, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    wide = cancel("--help").stdout
    monkeypatch.setenv("COLUMNS", str(columns))

    narrow = cancel("--help").stdout

    assert "".join(narrow.split()) == "".join(wide.split())
    options = narrow[: narrow.index("Examples:")].splitlines()
    assert max(map(len, options)) <= max(columns, 2 + 32)


@pytest.mark.usefixtures("sandbox")
def test_the_examples_of_the_help_work_as_printed(cancel: Command) -> None:
    examples = cancel("--help").stdout.split("Examples:\n")[1].split("\n\n")[0]
    commands = re.split(r"\n(?=    \S)", f"\n{examples}")[1:]

    assert len(commands) == 4
    for command in commands:
        process = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
        assert process.returncode == 0, (command, process.stderr)


def test_version_is_what_aws_says_of_itself(cancel: Command) -> None:
    aws = subprocess.check_output([BIN / "aws", "--version"], text=True).split()

    result = cancel("--version")

    assert (result.status, result.stderr) == (0, "")
    tool, *others, botocore = result.stdout.split()
    assert tool == f"datazone-cancel/{__version__}"
    assert [f"aws-cli/{version('awscli')}", *others] == aws[:-1]
    assert botocore == f"botocore/{version('botocore')}"


DOCS = Path(__file__).parent.parent / "docs"


def test_every_option_is_in_the_table_of_options() -> None:
    table = (DOCS / "aws-cli.md").read_text().split("## Options")[1]

    documented = re.findall(r"`(--[a-z-]+)`", "".join(re.findall(r"^\| (.*?) \|", table, re.M)))
    assert sorted(documented) == sorted(option_names())


def test_every_error_is_in_the_table_of_errors() -> None:
    page = (DOCS / "exit-status.md").read_text()

    documented = re.findall(r"^\| `(\w+)` \| (\d+) \| `(.*\{\}.*)` \|$", page, re.MULTILINE)
    assert documented == [
        (family.__name__, str(int(kind.exit_status)), sentence) for family, kind, sentence in ERRORS
    ]


def test_every_exit_status_is_documented() -> None:
    page = (DOCS / "exit-status.md").read_text()

    documented = re.findall(r"^\| (\d+) \| \w+ \|", page, flags=re.MULTILINE)
    assert sorted(map(int, documented)) == sorted(ExitStatus)
