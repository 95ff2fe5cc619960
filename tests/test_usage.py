"""argv that cannot be carried out, help and version."""

import re
from pathlib import Path

import pytest

from datazone_cancel import __version__
from datazone_cancel.arguments import option_names, parse
from datazone_cancel.errors import ExitStatus
from datazone_cancel.options import Options
from datazone_cancel.service import ERRORS

from .conftest import BOTH, DOMAIN, RUN, Command

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


def test_help_fits_80_columns(cancel: Command) -> None:
    assert max(map(len, cancel("help").stdout.splitlines())) <= 80


def test_version_names_the_tool_and_python(cancel: Command) -> None:
    result = cancel("--version")

    assert (result.status, result.stderr) == (0, "")
    assert result.stdout.startswith(f"datazone-cancel/{__version__} Python/3.")


DOCS = Path(__file__).parent.parent / "docs"


def test_every_option_is_in_the_table_of_options() -> None:
    table = (DOCS / "aws-cli.md").read_text().split("## Options")[1]

    documented = re.findall(r"`(--[a-z-]+)`", "".join(re.findall(r"^\| (.*?) \|", table, re.M)))
    assert sorted(documented) == sorted([*option_names(), "--help"])


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
