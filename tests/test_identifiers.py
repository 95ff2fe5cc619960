"""Identifiers that are refused before anything is sent."""

import json

import pytest

from .conftest import DOMAIN, RUN, Command

DOMAIN_PATTERN = "dzd[-_][a-zA-Z0-9_-]{1,36}"
RUN_PATTERN = "[a-zA-Z0-9_-]{1,36}"
BEGINNING = "domainIdentifier begins with dzd_ or dzd-, in small letters, and goes on after that"


def refusal(*lines: str) -> str:
    return "".join(f"{line}\n" for line in ("", "Parameter validation failed:", *lines))


@pytest.mark.parametrize(
    ("identifier", "advice"),
    [
        ("", "identifier is empty: is a shell variable unset?"),
        ("r" * 37, "identifier has 37 characters; at most 36 fit"),
        (f"{RUN}\n", f"Take the white space or quotes from around identifier: {RUN}"),
        (f" {RUN}", f"Take the white space or quotes from around identifier: {RUN}"),
        (f'"{RUN}"', f"Take the white space or quotes from around identifier: {RUN}"),
        (f"“{RUN}”", f"Take the white space or quotes from around identifier: {RUN}"),
        ("mgrａ", "identifier holds characters that only look like ASCII: type mgra"),
        ("mgrа", "identifier holds letters, digits, - and _ only, but not '\\u0430'"),
        ("mgr\x001", "identifier holds letters, digits, - and _ only, but not '\\x00'"),
        ("../..", "identifier holds letters, digits, - and _ only, but not '.' '/'"),
        (
            f"arn:aws:datazone:us-east-1:123456789012:domain/{DOMAIN}",
            "An ARN was given for identifier: give the identifier alone",
        ),
        (
            f"https://{DOMAIN}.sagemaker.us-east-1.on.aws/runs/{RUN}",
            "A URL was given for identifier: give the identifier alone",
        ),
    ],
)
def test_a_run_identifier_that_cannot_be_one_is_refused_with_advice(
    cancel: Command, identifier: str, advice: str
) -> None:
    result = cancel("--domain-identifier", DOMAIN, f"--identifier={identifier}")

    assert (result.status, result.stdout) == (252, "")
    assert result.stderr == refusal(
        f"Invalid value for parameter identifier, value: {identifier},"
        f" valid pattern: {RUN_PATTERN}",
        advice,
    )


@pytest.mark.parametrize(
    ("identifier", "advice"),
    [
        ("", ["domainIdentifier is empty: is a shell variable unset?"]),
        (f"{DOMAIN}\n", [f"Take the white space or quotes from around domainIdentifier: {DOMAIN}"]),
        ("dzd_" + "d" * 37, ["domainIdentifier has 41 characters; at most 40 fit"]),
        ("dzd_ａ", ["domainIdentifier holds characters that only look like ASCII: type dzd_a"]),
        (
            "dzd_\x00",
            ["domainIdentifier holds letters, digits, - and _ only, but not '\\x00'"],
        ),
        ("../..", ["domainIdentifier holds letters, digits, - and _ only, but not '.' '/'"]),
        (
            f"arn:aws:datazone:us-east-1:123456789012:domain/{DOMAIN}",
            [f"An ARN was given for domainIdentifier: give {DOMAIN}"],
        ),
        (
            f"https://us-east-1.console.aws.amazon.com/datazone/home#/domains/{DOMAIN}/overview",
            [f"A URL was given for domainIdentifier: give {DOMAIN}"],
        ),
        (
            "https://us-east-1.console.aws.amazon.com/datazone/home",
            ["A URL was given for domainIdentifier: give the identifier alone"],
        ),
        ("domain", [BEGINNING]),
        ("dzd_", [BEGINNING]),
        ("DZD_53ielnpxktdilj", [BEGINNING]),
    ],
)
def test_a_domain_identifier_that_cannot_be_one_is_refused_with_advice(
    cancel: Command, identifier: str, advice: list[str]
) -> None:
    result = cancel(f"--domain-identifier={identifier}", "--identifier", RUN)

    assert (result.status, result.stdout) == (252, "")
    assert result.stderr == refusal(
        f"Invalid value for parameter domainIdentifier, value: {identifier},"
        f" valid pattern: {DOMAIN_PATTERN}",
        *advice,
    )


def test_swapped_identifiers_are_told_as_such(cancel: Command) -> None:
    result = cancel("--domain-identifier", RUN, "--identifier", DOMAIN)

    assert result.status == 252
    assert result.stderr == refusal(
        f"Invalid value for parameter domainIdentifier, value: {RUN},"
        f" valid pattern: {DOMAIN_PATTERN}",
        "domainIdentifier and identifier look swapped",
    )


def test_all_problems_are_told_at_once_with_one_line_of_advice(cancel: Command) -> None:
    result = cancel("--domain-identifier", "bad!!", "--identifier", "a/b")

    assert result.status == 252
    assert result.stderr == refusal(
        f"Invalid value for parameter domainIdentifier, value: bad!!,"
        f" valid pattern: {DOMAIN_PATTERN}",
        f"Invalid value for parameter identifier, value: a/b, valid pattern: {RUN_PATTERN}",
        "domainIdentifier holds letters, digits, - and _ only, but not '!';"
        " identifier holds letters, digits, - and _ only, but not '/'",
    )


@pytest.mark.parametrize(
    ("domain", "identifier"),
    [
        ("dzd_a", "a"),
        ("dzd-" + "Z" * 36, "-" * 36),
        ("dzd__", "_"),
        ("dzd--", "-9"),
    ],
)
def test_identifiers_at_the_edges_of_the_pattern_are_accepted(
    cancel: Command, domain: str, identifier: str
) -> None:
    result = cancel("--dry-run", f"--domain-identifier={domain}", f"--identifier={identifier}")

    assert (result.status, json.loads(result.stdout)["summary"]) == (0, {"WOULD_CANCEL": 1})
