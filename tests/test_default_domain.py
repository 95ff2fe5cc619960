"""The domain if none is given: DATAZONE_DOMAIN_IDENTIFIER and the profile."""

from pathlib import Path

import pytest

from .support import messages
from .support.command import InProcessCommand
from .support.endpoint import Answer, Endpoint
from .support.names import DOMAIN, RUN, RUN_ARGS

VARIABLE = "DATAZONE_DOMAIN_IDENTIFIER"


def domain_of_the_request(endpoint: Endpoint) -> str:
    return endpoint.requests[0].path.split("/")[3]


def test_the_environment_has_a_default_domain(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, DOMAIN)
    endpoint.answer(Answer())

    result = cancel("--identifier", RUN)

    assert (result.status, result.stderr) == (0, messages.ACCEPTED)
    assert domain_of_the_request(endpoint) == DOMAIN


def test_the_profile_has_a_default_domain(
    cancel: InProcessCommand, endpoint: Endpoint, aws_config: Path
) -> None:
    keys = "aws_access_key_id = a\naws_secret_access_key = b\n"
    aws_config.write_text(f"[profile ops]\n{keys}datazone_domain_identifier = {DOMAIN}\n")
    endpoint.answer(Answer())

    assert cancel("--identifier", RUN, "--profile", "ops").status == 0
    assert domain_of_the_request(endpoint) == DOMAIN


def test_the_environment_overrides_the_profile(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    aws_config: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    aws_config.write_text("[default]\ndatazone_domain_identifier = dzd_profile\n")
    monkeypatch.setenv(VARIABLE, DOMAIN)
    endpoint.answer(Answer())

    cancel("--identifier", RUN)

    assert domain_of_the_request(endpoint) == DOMAIN


@pytest.mark.parametrize(
    "argv",
    [
        RUN_ARGS,
        ("--cli-input-json", f'{{"domainIdentifier": "{DOMAIN}", "identifier": "{RUN}"}}'),
    ],
    ids=["option", "document"],
)
def test_a_given_domain_overrides_the_default(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    monkeypatch: pytest.MonkeyPatch,
    argv: tuple[str, ...],
) -> None:
    monkeypatch.setenv(VARIABLE, "dzd_other")
    endpoint.answer(Answer())

    cancel(*argv)

    assert domain_of_the_request(endpoint) == DOMAIN


def test_an_empty_default_is_no_default(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "")

    result = cancel("--identifier", RUN)

    assert result.status == 252
    assert "the following arguments are required: --domain-identifier" in result.stderr


def test_an_invalid_default_is_refused(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "domain")

    result = cancel("--identifier", RUN)

    assert result.status == 252
    assert result.stderr == messages.invalid_parameters(
        messages.invalid("domainIdentifier", "domain", "the default domain"),
        messages.DOMAIN_PREFIX,
    )
