"""The question before --all cancels, and the preview above it."""

from dataclasses import replace

import pytest

from .support import messages
from .support.answers import NO_RUNS, NOW, run_item, run_list
from .support.command import DATAZONE_CANCEL, InProcessCommand, Result
from .support.endpoint import Answer, Endpoint
from .support.names import ALL_RUNS_ARGS, ONE_AT_A_TIME
from .support.terminal import terminal


def test_all_needs_confirmation_without_a_terminal(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    result = cancel(*ALL_RUNS_ARGS)

    assert result == Result(status=252, stdout="", stderr=messages.NEEDS_CONFIRMATION)
    assert endpoint.requests == []


@pytest.fixture
def two_runs(endpoint: Endpoint) -> Endpoint:
    first = run_item(
        "mgr1",
        createdAt=NOW - 18_300,
        types=["BUSINESS_NAMES"],
        target={"type": "ASSET", "identifier": "ast1"},
    )
    second = run_item("mgr2", createdBy="\x1b[2J[red]", createdAt=NOW - 7200, type="BUSINESS_X")
    endpoint.answer(run_list(first, second), NO_RUNS)
    return endpoint


@pytest.mark.parametrize("answer", [b"n\n", b"\n", b"", b"no\n", b"yo\n"])
def test_any_answer_but_yes_cancels_nothing(
    cancel: InProcessCommand, two_runs: Endpoint, answer: bytes
) -> None:
    result = cancel(*ALL_RUNS_ARGS, terminal=True, stdin=answer)

    assert result.status == 1
    assert result.stderr.endswith(f"{messages.NOTHING_CANCELED}\n")
    assert two_runs.canceled_runs == []


@pytest.mark.parametrize("answer", [b"y\n", b"YES\n"])
def test_yes_cancels_the_runs_in_the_preview(
    cancel: InProcessCommand, two_runs: Endpoint, answer: bytes
) -> None:
    two_runs.answer(Answer(), Answer())

    result = cancel(*ALL_RUNS_ARGS, *ONE_AT_A_TIME, terminal=True, stdin=answer)

    assert result.status == 0
    assert two_runs.canceled_runs == ["mgr1", "mgr2"]


@pytest.mark.usefixtures("two_runs")
def test_the_preview_names_the_domain_the_region_and_the_identity(
    cancel: InProcessCommand,
) -> None:
    stderr = cancel(*ALL_RUNS_ARGS, "--color=off", terminal=True).stderr

    assert stderr.startswith(f"{messages.preview(2)}\n")
    assert messages.runs_question(2) in stderr


@pytest.mark.usefixtures("two_runs")
def test_the_preview_shows_each_run(cancel: InProcessCommand) -> None:
    stderr = cancel(*ALL_RUNS_ARGS, "--color=off", terminal=True).stderr

    assert [line.split() for line in stderr.splitlines()[2:6]] == [
        ["mgr1", "SUBMITTED", "NAMES", "ast1", "prj1"],
        ["5h", "usr1"],
        ["mgr2", "SUBMITTED", "X", "prj1"],
        ["2h", "\\x1b[2J[red]"],
    ]


def test_the_preview_shows_ten_runs_and_counts_the_others(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run_list(*(run_item(f"mgr{number}") for number in range(12))), NO_RUNS)

    stderr = cancel(*ALL_RUNS_ARGS, terminal=True).stderr

    assert "mgr9" in stderr
    assert "mgr10" not in stderr
    assert messages.more_runs(2) in stderr


def test_the_question_about_one_run_is_singular(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run_list(run_item("mgr1")), NO_RUNS)

    assert messages.ONE_RUN_QUESTION in cancel(*ALL_RUNS_ARGS, terminal=True).stderr


@pytest.mark.slow
def test_what_was_typed_before_the_question_is_no_answer(endpoint: Endpoint) -> None:
    listing = replace(run_list(run_item("mgr1")), held=True)
    endpoint.answer(listing, NO_RUNS)

    with terminal(DATAZONE_CANCEL, *ALL_RUNS_ARGS) as screen:
        endpoint.requested.wait(timeout=60)
        screen.type("y\n")
        screen.wait_for("^y$")
        endpoint.released.set()
        assert screen.wait({messages.ONE_RUN_QUESTION: "n\n"}) == 1
    assert endpoint.canceled_runs == []


@pytest.mark.slow
@pytest.mark.parametrize(("key", "status"), [("\x03", 130), ("\x04", 1)])
def test_ctrl_c_and_ctrl_d_at_the_question_cancel_nothing(
    two_runs: Endpoint, key: str, status: int
) -> None:
    with terminal(DATAZONE_CANCEL, *ALL_RUNS_ARGS) as screen:
        assert screen.wait({messages.runs_question(2): key}) == status
        assert "Traceback" not in screen.written
    assert two_runs.canceled_runs == []


@pytest.mark.slow
def test_yes_on_a_real_terminal_cancels_the_runs(two_runs: Endpoint) -> None:
    two_runs.answer(Answer(), Answer())

    with terminal(DATAZONE_CANCEL, *ALL_RUNS_ARGS, *ONE_AT_A_TIME) as screen:
        assert screen.wait({messages.runs_question(2): "y\r"}) == 0
    assert two_runs.canceled_runs == ["mgr1", "mgr2"]
