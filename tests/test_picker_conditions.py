"""When --cli-auto-prompt asks for nothing."""

import pytest

from .support import messages
from .support.command import InProcessCommand, Result
from .support.endpoint import Answer, Endpoint
from .support.names import DOMAIN_ARGS, RUN, RUN_ARGS


def test_no_cli_auto_prompt_overrides_the_environment(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CLI_AUTO_PROMPT", "on")

    result = cancel("--no-cli-auto-prompt")

    assert result.status == 252
    assert "the following arguments are required: --domain-identifier, --ident" in result.stderr


def test_a_complete_command_line_has_no_picker(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer())

    assert cancel(*RUN_ARGS, "--cli-auto-prompt").status == 0


@pytest.mark.usefixtures("endpoint")
def test_a_skeleton_has_no_picker(cancel: InProcessCommand) -> None:
    result = cancel("--cli-auto-prompt", "--generate-cli-skeleton", "output")

    assert (result.status, result.stdout) == (252, "")
    assert "the following arguments are required" in result.stderr


@pytest.mark.parametrize(
    ("argv", "missing"),
    [
        ((), "--domain-identifier and --identifier"),
        (DOMAIN_ARGS, "--identifier"),
    ],
)
@pytest.mark.usefixtures("endpoint")
def test_missing_options_are_an_error_without_a_terminal(
    cancel: InProcessCommand, argv: tuple[str, ...], missing: str
) -> None:
    result = cancel("--cli-auto-prompt", *argv)

    assert result == Result(status=252, stdout="", stderr=messages.needs_terminal(missing))


@pytest.mark.parametrize(
    "argv",
    [
        RUN_ARGS,
        (*DOMAIN_ARGS, "--cli-input-json", f'{{"identifier": "{RUN}"}}'),
    ],
)
def test_filters_are_refused_if_a_run_may_be_given(
    cancel: InProcessCommand, argv: tuple[str, ...]
) -> None:
    result = cancel("--cli-auto-prompt", "--created-by", "ann", *argv)

    assert result.status == 252
    assert result.stderr.endswith(messages.only_with("--created-by", "--all or --cli-auto-prompt"))
