"""Reports as tables, for people at a terminal."""

import pytest

from .support import messages
from .support.answers import NO_RUNS, NOT_FOUND, SUCCEEDED, run, run_item, run_list
from .support.command import DATAZONE_CANCEL, InProcessCommand
from .support.endpoint import Answer, Endpoint
from .support.names import (
    ALL_RUNS_ARGS,
    CONFIRMED_ARGS,
    DOMAIN_ARGS,
    ONE_AT_A_TIME,
    RUN,
    RUN_ARGS,
    THREE_RUNS_ARGS,
)
from .support.terminal import terminal


def test_a_report_is_a_table_on_a_terminal(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(NOT_FOUND, Answer())
    argv = (*RUN_ARGS, "--identifier", "mgr2", *ONE_AT_A_TIME, "--color=off")

    stdout = cancel(*argv, terminal=True, width=120).stdout

    assert f"{RUN}  NOT_FOUND  Requested prediction cannot be found in domain\n" in stdout
    assert "mgr2            ACCEPTED\n" in stdout


def test_a_dry_run_is_a_table_on_a_terminal(cancel: InProcessCommand) -> None:
    stdout = cancel(*RUN_ARGS, "--dry-run", "--color=off", terminal=True).stdout

    assert f"{RUN}  VALID\n" in stdout


def test_a_table_without_color_has_no_escape_sequences(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    assert "\x1b" not in cancel(*RUN_ARGS, "--dry-run", terminal=True).stdout


def test_an_identifier_stays_whole_on_a_narrow_terminal(cancel: InProcessCommand) -> None:
    argv = (*DOMAIN_ARGS, "--identifier", "r" * 36, "--dry-run", "--color=off")

    lines = cancel(*argv, terminal=True, width=40).stdout.splitlines()

    assert lines == ["r" * 36, "  VALID"]


@pytest.mark.parametrize(
    ("columns", "lines"),
    [
        ("80", ["Identifier".ljust(38) + "Outcome", f"{'r' * 36}  VALID"]),
        ("0", ["r" * 36, "  VALID"]),
        ("wide", ["r" * 36, "  VALID"]),
        ("\N{ARABIC-INDIC DIGIT EIGHT}0", ["r" * 36, "  VALID"]),
    ],
)
def test_a_number_of_columns_in_the_environment_overrides_the_width(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch, columns: str, lines: list[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    argv = (*DOMAIN_ARGS, "--identifier", "r" * 36, "--dry-run", "--color=off")

    assert cancel(*argv, terminal=True, width=40).stdout.splitlines() == lines


def test_the_second_line_of_an_error_is_indented(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(NOT_FOUND, Answer())
    argv = (*RUN_ARGS, "--identifier", "r" * 36, *ONE_AT_A_TIME, "--color=off")

    lines = cancel(*argv, terminal=True, width=40, height=50).stdout.splitlines()

    assert lines[:4] == [
        RUN,
        "  NOT_FOUND",
        "  Requested prediction cannot be found",
        "  in domain",
    ]


def test_a_status_that_all_runs_have_looks_as_in_the_preview(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(*[SUCCEEDED] * 3)

    stdout = cancel(*THREE_RUNS_ARGS, "--color=off", terminal=True, width=200).stdout

    assert stdout.startswith("Status    SUCCEEDED\n")


def test_a_status_that_repeats_the_outcome_is_left_out(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(*[Answer()] * 3)
    endpoint.answer(*(run(f"mgr{number}", status="CANCELED") for number in (1, 2, 3)))

    stdout = cancel(*THREE_RUNS_ARGS, "--wait", "--color=off", terminal=True, width=200).stdout

    assert "Status" not in stdout
    assert "mgr3        CANCELED" in stdout


def test_a_terminal_without_a_width_has_80_columns(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "0")

    assert f"{RUN}  " in cancel(*RUN_ARGS, "--dry-run", terminal=True, width=0).stdout


def test_a_report_without_runs_has_no_table(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(NO_RUNS, NO_RUNS)

    assert cancel(*CONFIRMED_ARGS, terminal=True).stdout == ""


@pytest.mark.parametrize(("room", "is_shown"), [(0, True), (-1, False)])
def test_a_column_is_shown_if_all_of_it_fits(
    cancel: InProcessCommand, endpoint: Endpoint, room: int, *, is_shown: bool
) -> None:
    endpoint.answer(*[run_list(run_item(RUN, types=["BUSINESS_NAMES"])), NO_RUNS] * 2)
    argv = (*ALL_RUNS_ARGS, "--dry-run", "--color=off")
    wide = cancel(*argv, terminal=True, width=200).stdout
    width = max(map(len, wide.splitlines())) + room

    stdout = cancel(*argv, terminal=True, width=width).stdout

    assert ("Type" in stdout) == is_shown


@pytest.mark.parametrize("width", [40, 80])
def test_a_sentence_is_not_wrapped(
    cancel: InProcessCommand, endpoint: Endpoint, width: int
) -> None:
    endpoint.answer(NOT_FOUND)

    stderr = cancel(*RUN_ARGS, "--color=off", terminal=True, width=width).stderr

    assert stderr.splitlines()[:2] == [
        "",
        messages.service_error(
            "ResourceNotFoundException", "Requested prediction cannot be found in domain"
        ),
    ]


@pytest.mark.slow
def test_a_real_terminal_shows_a_table_of_its_width() -> None:
    argv = (*DOMAIN_ARGS, "--identifier", "r" * 36, "--dry-run", "--quiet")

    with terminal(DATAZONE_CANCEL, *argv, columns=40) as screen:
        assert screen.wait() == 0
        assert screen.text.endswith(f"{'r' * 36}\n  VALID")
