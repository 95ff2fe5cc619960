"""Identifiers that are refused before any request."""

import pytest

from .support import messages
from .support.command import InProcessCommand
from .support.names import DOMAIN, DOMAIN_ARGS, RUN


@pytest.mark.parametrize(
    ("identifier", "advice"),
    [
        ("", messages.empty("identifier")),
        ("r" * 37, messages.too_long("identifier", 37, 36)),
        (f"{RUN}\n", messages.surrounded("identifier", RUN)),
        (f" {RUN}", messages.surrounded("identifier", RUN)),
        (f'"{RUN}"', messages.surrounded("identifier", RUN)),
        (f"“{RUN}”", messages.surrounded("identifier", RUN)),
        ("mgrａ", messages.look_alike("identifier", "mgra")),
        ("mgrа", messages.forbidden("identifier", "\\u0430")),
        ("mgr\x001", messages.forbidden("identifier", "\\x00")),
        ("../..", messages.forbidden("identifier", ".", "/")),
        (
            f"arn:aws:datazone:us-east-1:123456789012:domain/{DOMAIN}",
            messages.not_an_identifier("an ARN", "identifier"),
        ),
        (
            f"https://{DOMAIN}.sagemaker.us-east-1.on.aws/runs/{RUN}",
            messages.not_an_identifier("a URL", "identifier"),
        ),
    ],
)
def test_an_invalid_run_identifier_is_refused_with_advice(
    cancel: InProcessCommand, identifier: str, advice: str
) -> None:
    result = cancel(*DOMAIN_ARGS, f"--identifier={identifier}")

    assert (result.status, result.stdout) == (252, "")
    assert result.stderr == messages.invalid_parameters(
        messages.invalid("identifier", identifier),
        advice,
    )


@pytest.mark.parametrize(
    ("identifier", "advice"),
    [
        ("", messages.empty("domainIdentifier")),
        (f"{DOMAIN}\n", messages.surrounded("domainIdentifier", DOMAIN)),
        ("dzd_" + "d" * 37, messages.too_long("domainIdentifier", 41, 40)),
        ("dzd_ａ", messages.look_alike("domainIdentifier", "dzd_a")),
        (
            "dzd_\x00",
            messages.forbidden("domainIdentifier", "\\x00"),
        ),
        ("../..", messages.forbidden("domainIdentifier", ".", "/")),
        (
            f"arn:aws:datazone:us-east-1:123456789012:domain/{DOMAIN}",
            messages.not_an_identifier("an ARN", "domainIdentifier", DOMAIN),
        ),
        (
            f"https://us-east-1.console.aws.amazon.com/datazone/home#/domains/{DOMAIN}/overview",
            messages.not_an_identifier("a URL", "domainIdentifier", DOMAIN),
        ),
        (
            "https://us-east-1.console.aws.amazon.com/datazone/home",
            messages.not_an_identifier("a URL", "domainIdentifier"),
        ),
        ("domain", messages.DOMAIN_PREFIX),
        ("dzd_", messages.DOMAIN_PREFIX),
        ("DZD_53ielnpxktdilj", messages.DOMAIN_PREFIX),
    ],
)
def test_an_invalid_domain_identifier_is_refused_with_advice(
    cancel: InProcessCommand, identifier: str, advice: str
) -> None:
    result = cancel(f"--domain-identifier={identifier}", "--identifier", RUN)

    assert (result.status, result.stdout) == (252, "")
    assert result.stderr == messages.invalid_parameters(
        messages.invalid("domainIdentifier", identifier),
        advice,
    )


def test_swapped_identifiers_are_recognized(cancel: InProcessCommand) -> None:
    result = cancel("--domain-identifier", RUN, "--identifier", DOMAIN)

    assert result.status == 252
    assert result.stderr == messages.invalid_parameters(
        messages.invalid("domainIdentifier", RUN),
        messages.SWAPPED,
    )


def test_all_problems_are_reported_at_once_with_one_line_of_advice(
    cancel: InProcessCommand,
) -> None:
    result = cancel("--domain-identifier", "bad!!", "--identifier", "a/b")

    assert result.status == 252
    assert result.stderr == messages.invalid_parameters(
        messages.invalid("domainIdentifier", "bad!!"),
        messages.invalid("identifier", "a/b"),
        "; ".join(
            [
                messages.forbidden("domainIdentifier", "!"),
                messages.forbidden("identifier", "/"),
            ]
        ),
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
def test_identifiers_at_the_limits_of_the_pattern_are_accepted(
    cancel: InProcessCommand, domain: str, identifier: str
) -> None:
    result = cancel("--dry-run", f"--domain-identifier={domain}", f"--identifier={identifier}")

    assert (result.status, result.report["summary"]) == (0, {"VALID": 1})
