"""Start-up time: commands load only the packages that they need."""

import pytest

from .support import programs
from .support.endpoint import Answer, Endpoint
from .support.internals import COMPLETION_VARIABLE
from .support.names import RUN_ARGS

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "argv",
    [
        ("--help",),
        ("--version",),
        (),
        (*RUN_ARGS, "--dry-run"),
        ("--domain-identifier", "x"),
        ("--generate-cli-skeleton", "yaml-input"),
    ],
)
def test_commands_that_send_no_request_load_only_click(
    argv: tuple[str, ...],
) -> None:
    result = programs.packages_loaded(*argv)

    assert result.stderr.endswith("['click', 'datazone_cancel']\n")


@pytest.mark.parametrize("line", ["--max-", "--status ", "--region us-", "--profile "])
def test_completion_without_requests_loads_only_click(
    monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    words = f"datazone-cancel {line}"
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
    monkeypatch.setenv(COMPLETION_VARIABLE, "zsh_complete")

    result = programs.packages_loaded()

    assert result.stderr.endswith("['click', 'datazone_cancel']\n")


def test_a_cancellation_loads_neither_prompt_toolkit_nor_rich(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CLI_AUTO_PROMPT", "on")
    endpoint.answer(Answer())

    loaded = programs.packages_loaded(*RUN_ARGS).stderr.splitlines()[-1]

    assert "'botocore'" in loaded
    assert "'prompt_toolkit'" not in loaded
    assert "'rich'" not in loaded
