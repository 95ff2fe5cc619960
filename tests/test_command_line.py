"""Command lines as AWS CLI reads and refuses them."""

import pytest

from .support import messages
from .support.answers import NO_RUNS
from .support.command import InProcessCommand, Result
from .support.endpoint import Endpoint
from .support.internals import parse
from .support.messages import USAGE
from .support.names import ALL_RUNS_ARGS, DOMAIN, DOMAIN_ARGS, RUN, RUN_ARGS


def test_options_are_read_in_any_order_and_spelling() -> None:
    options = parse(
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
    )

    expected = {
        "domain_identifier": DOMAIN,
        "identifier": (RUN,),
        "region": "eu-west-1",
        "profile": "ops",
        "endpoint_url": "http://localhost:1",
        "cli_read_timeout": "5",
        "cli_connect_timeout": "6",
        "color": "off",
        "debug": True,
        "quiet": True,
        "dry_run": "client",
    }
    assert {name: getattr(options, name) for name in expected} == expected


def test_missing_options_have_defaults() -> None:
    options = parse(RUN_ARGS)

    assert options is not None
    assert (options.max_rate, options.max_concurrency, options.color) == (20, 8, "auto")


@pytest.mark.parametrize(
    "argv", [("--identifier", "-abc"), ("--identifier=-abc",)], ids=["word", "equals sign"]
)
def test_a_value_can_start_with_a_dash(cancel: InProcessCommand, argv: tuple[str, ...]) -> None:
    result = cancel(*DOMAIN_ARGS, *argv, "--dry-run")

    assert result.outcomes == {"-abc": "VALID"}


def test_a_value_that_looks_like_an_option_needs_an_equals_sign(cancel: InProcessCommand) -> None:
    result = cancel(*DOMAIN_ARGS, "--identifier=--dry-run", "--dry-run")

    assert result.outcomes == {"--dry-run": "VALID"}


def test_the_last_of_several_values_wins(cancel: InProcessCommand) -> None:
    result = cancel(*RUN_ARGS, "--region", "us-east-2", "--region", "us-west-1", "--dry-run")

    assert result.report["region"] == "us-west-1"


def test_dryrun_is_another_spelling_of_dry_run(cancel: InProcessCommand) -> None:
    assert cancel(*RUN_ARGS, "--dryrun") == cancel(*RUN_ARGS, "--dry-run")


def test_y_is_short_for_yes(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(NO_RUNS, NO_RUNS)

    assert cancel(*ALL_RUNS_ARGS, "-y").status == 0


@pytest.mark.parametrize("value", ["-y", "-h"])
def test_a_short_option_can_be_a_value(cancel: InProcessCommand, value: str) -> None:
    result = cancel(*DOMAIN_ARGS, "--identifier", value, "--dry-run")

    assert result.outcomes == {value: "VALID"}


@pytest.mark.parametrize(
    ("word", "full"),
    [("--domain", "--domain-identifier"), ("--ident", "--identifier"), ("--dry", "--dry-run")],
)
def test_an_option_can_be_abbreviated(cancel: InProcessCommand, word: str, full: str) -> None:
    argv = [*RUN_ARGS, "--dry-run"]
    argv[argv.index(full)] = word

    assert cancel(*argv).status == 0


def test_an_ambiguous_abbreviation_is_refused(cancel: InProcessCommand) -> None:
    assert cancel(*RUN_ARGS, "--no-cli").stderr.endswith(
        "aws: error: ambiguous option: --no-cli could match --no-cli-pager, --no-cli-auto-prompt\n"
    )


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (
            ("--identifier", RUN),
            "aws: error: the following arguments are required: --domain-identifier",
        ),
        (
            DOMAIN_ARGS,
            "aws: error: the following arguments are required: --identifier",
        ),
        ((*RUN_ARGS, "--nonsense"), "Unknown options: --nonsense"),
        ((*RUN_ARGS, "--nonsense=1", "now", "-x"), "Unknown options: --nonsense=1, -x, now"),
        ((*RUN_ARGS, "--cancel"), "Unknown options: --cancel"),
        ((*DOMAIN_ARGS, RUN), f"Unknown options: {RUN}"),
        (("now",), "Unknown options: now"),
        ((*RUN_ARGS, "--", "--dry-run"), "Unknown options: --dry-run"),
        (("--identifier",), "aws: error: argument --identifier: expected one argument"),
        (
            ("--identifier", *DOMAIN_ARGS),
            "aws: error: argument --identifier: expected one argument",
        ),
        (
            (*DOMAIN_ARGS, "--identifier", "--dry-run"),
            "aws: error: argument --identifier: expected one argument",
        ),
        ((*RUN_ARGS, "--debug=1"), "aws: error: argument --debug: ignored explicit argument '1'"),
        (
            (*RUN_ARGS, "--color", "red"),
            "aws: error: argument --color: Found invalid choice 'red'",
        ),
        (
            (*RUN_ARGS, "--output", "jsn"),
            "aws: error: argument --output: Found invalid choice 'jsn'\n\n"
            "Maybe you meant:\n\n  * json",
        ),
        ((*RUN_ARGS, "", "", ""), "Unknown options: ,"),
    ],
)
def test_an_invalid_command_line_is_refused_with_the_sentence_of_aws(
    cancel: InProcessCommand, argv: tuple[str, ...], sentence: str
) -> None:
    result = cancel(*argv)

    assert (result.status, result.stdout) == (252, "")
    assert result.stderr == f"{USAGE}{sentence}\n"


@pytest.mark.parametrize(
    ("words", "suggested"),
    [
        (("--dry-rum",), ("--dry-run",)),
        (("--max-rrate=5",), ("--max-rate",)),
        (("--regoin", "--wiat"), ("--region", "--wait")),
        (("--limit", "5"), ("--max-items",)),
        (("--format=json",), ("--output",)),
        (("-o", "json"), ("--output",)),
        (("--since=1d", "--user=u"), ("--created-after", "--created-by")),
        (("--force",), ("--yes",)),
        (("--until=1h", "--project=p"), ("--created-before", "--owning-project-identifier")),
        (("--asset=a", "--timeout=5"), ("--target-identifier", "--wait-timeout")),
        (("--run-id=r", "-q"), ("--identifier", "--quiet")),
        (("-v", "--json"), ("--debug", "--version", "--output json")),
    ],
)
def test_a_similar_option_is_suggested_for_an_unknown_one(
    cancel: InProcessCommand, words: tuple[str, ...], suggested: tuple[str, ...]
) -> None:
    result = cancel(*RUN_ARGS, *words)

    unknown = f"Unknown options: {', '.join(words)}\n"
    assert (result.status, result.stdout) == (252, "")
    assert result.stderr == USAGE + unknown + messages.suggestion(*suggested)


@pytest.mark.parametrize(
    ("argv", "hint"),
    [
        (
            ("--identifier", RUN, "mgr2"),
            "For several runs, repeat --identifier, or pass a list: --identifier - reads standard"
            " input, and --identifier file://<path> a file.",
        ),
        (
            ("--identifier", RUN, "--dry-run", "server"),
            "The value of --dry-run needs an equals sign: --dry-run=server",
        ),
        (
            ("--all", "--created-by", "John", "Smith"),
            "A value with spaces needs quotes: --created-by 'John Smith'",
        ),
        (("--all", "true"), "--all takes no value."),
        ((RUN,), messages.VALUES_NEED_OPTIONS),
        (("--all", "--", RUN), messages.VALUES_NEED_OPTIONS),
    ],
)
def test_a_terminal_says_what_to_do_about_a_word_without_an_option(
    cancel: InProcessCommand, argv: tuple[str, ...], hint: str
) -> None:
    result = cancel(*DOMAIN_ARGS, *argv, terminal=True)

    assert result.status == 252
    assert result.stderr.splitlines()[-1] == hint
    assert hint not in cancel(*DOMAIN_ARGS, *argv).stderr


def test_a_terminal_names_the_choices_of_an_option_of_aws(cancel: InProcessCommand) -> None:
    result = cancel(*RUN_ARGS, "--color", "red", terminal=True)

    assert result.stderr.endswith("Found invalid choice 'red'\nChoose on, off or auto.\n")


def test_a_similar_option_is_suggested_for_a_misspelled_required_one(
    cancel: InProcessCommand,
) -> None:
    result = cancel(*DOMAIN_ARGS, "--identifer", RUN)

    unknown = f"Unknown options: --identifer, {RUN}\n"
    assert result.status == 252
    assert result.stderr == USAGE + unknown + messages.suggestion("--identifier")


def test_both_prompt_options_are_refused(cancel: InProcessCommand) -> None:
    result = cancel(*RUN_ARGS, "--cli-auto-prompt", "--no-cli-auto-prompt")

    assert result.status == 252
    assert result.stderr == (
        "\nBoth --cli-auto-prompt and --no-cli-auto-prompt cannot be specified at the same time.\n"
    )


@pytest.mark.parametrize("url", ["", "127.0.0.1:8080", "example.com/x"])
def test_an_endpoint_url_without_a_scheme_is_refused(cancel: InProcessCommand, url: str) -> None:
    result = cancel(*RUN_ARGS, "--endpoint-url", url)

    assert (result.status, result.stdout) == (252, "")
    assert result.stderr == (
        f'\nBad value for --endpoint-url "{url}": scheme is missing. '
        " Must be of the form http://<hostname>/ or https://<hostname>/\n"
    )


@pytest.mark.parametrize(
    ("argv", "option", "required"),
    [
        (("--identifier", RUN, "--status", "SUBMITTED"), "--status", "--all or --cli-auto-prompt"),
        (("--identifier", RUN, "--max-items", "5"), "--max-items", "--all or --cli-auto-prompt"),
        (("--identifier", RUN, "--older-than", "0s"), "--older-than", "--all or --cli-auto-prompt"),
        (("--identifier", RUN, "--yes"), "--yes", "--all"),
        (("--all", "--wait-timeout", "0"), "--wait-timeout", "--wait"),
    ],
)
def test_an_option_without_the_one_that_it_modifies_is_refused(
    cancel: InProcessCommand, argv: tuple[str, ...], option: str, required: str
) -> None:
    result = cancel(*DOMAIN_ARGS, *argv)

    assert result == Result(
        status=252, stdout="", stderr=USAGE + messages.only_with(option, required)
    )


def test_all_with_an_identifier_is_refused(cancel: InProcessCommand) -> None:
    result = cancel(*ALL_RUNS_ARGS, "--identifier", RUN)

    assert result == Result(
        status=252, stdout="", stderr=USAGE + messages.not_allowed_with("--identifier", "--all")
    )


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("--older-than", "5", messages.DURATION),
        ("--older-than", "900000d", messages.DURATION),
        ("--created-before", "yesterday", messages.TIME),
        ("--created-after", "99999999999999999", messages.TIME),
        ("--max-items", "0", messages.MAX_ITEMS),
        ("--max-concurrency", "101", messages.MAX_CONCURRENCY),
        ("--max-rate", "nan", messages.MAX_RATE),
        ("--wait-delay", "-1", messages.SECONDS),
    ],
)
def test_an_invalid_value_is_refused_with_what_is_expected(
    cancel: InProcessCommand, option: str, value: str, expected: str
) -> None:
    result = cancel(*ALL_RUNS_ARGS, "--wait", option, value)

    assert result == Result(
        status=252, stdout="", stderr=USAGE + messages.invalid_value(option, value, expected)
    )


@pytest.mark.parametrize(
    ("option", "value", "choices", "similar"),
    [
        ("--status", "FAILED", "SUBMITTED or IN_PROGRESS", ""),
        ("--status", "RUNNING", "SUBMITTED or IN_PROGRESS", ""),
        ("--status", "in-progress", "SUBMITTED or IN_PROGRESS", "IN_PROGRESS"),
        ("--type", "", "DESCRIPTIONS, NAMES or GLOSSARY", ""),
        ("--type", "BUSINESS", "DESCRIPTIONS, NAMES or GLOSSARY", ""),
        ("--type", "names", "DESCRIPTIONS, NAMES or GLOSSARY", "NAMES"),
        ("--type", "NAME", "DESCRIPTIONS, NAMES or GLOSSARY", "NAMES"),
        ("--dry-run", "Servr", "client or server", "server"),
    ],
)
def test_an_invalid_choice_of_an_own_option_is_refused_with_the_choices(
    cancel: InProcessCommand, option: str, value: str, choices: str, similar: str
) -> None:
    result = cancel(*ALL_RUNS_ARGS, f"{option}={value}")

    sentence = f"argument {option}: Found invalid choice '{value}', choose {choices}"
    maybe = f"\n\nMaybe you meant:\n\n  * {similar}" if similar else ""
    assert (result.status, result.stdout) == (252, "")
    assert result.stderr == f"{USAGE}aws: error: {sentence}{maybe}\n"
