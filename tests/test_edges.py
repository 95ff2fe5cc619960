"""Limits and filters at their edges: the last value on one side, and the first on the other."""

import re
from pathlib import Path

import pytest

from .support import messages
from .support.answers import DENIED, EXPIRED, NO_RUNS, run_item, run_list
from .support.clock import ScriptedClock
from .support.command import InProcessCommand
from .support.endpoint import Answer, Endpoint, Request
from .support.names import (
    ALL_RUNS_ARGS,
    CONFIRMED_ARGS,
    DOMAIN,
    DOMAIN_ARGS,
    ONE_AT_A_TIME,
    RUN,
    RUN_ARGS,
    THREE_RUNS_ARGS,
)
from .support.records import default_records

MOMENT = 1_752_644_436
"""Seconds since 1970."""


@pytest.mark.parametrize(
    ("option", "selected"),
    [("--created-after", ["mgr1", "mgr2"]), ("--created-before", ["mgr0"])],
)
def test_a_period_begins_at_the_exact_moment_and_ends_before_it(
    cancel: InProcessCommand, endpoint: Endpoint, option: str, selected: list[str]
) -> None:
    items = [run_item(f"mgr{n}", createdAt=MOMENT + n - 1) for n in range(3)]
    endpoint.answer(run_list(*items), NO_RUNS)

    assert list(cancel(*ALL_RUNS_ARGS, "--dry-run", option, str(MOMENT)).outcomes) == selected


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        (("2999-01-01T00:00:00Z",), "2999-01-01T00:00:00Z is in the future"),
        (
            ("2026-02-01T01:00:00+01:00", "--created-before", "2026-02-01T00:00:00Z"),
            r"2026-02-01T00:00:00Z is not before 2026-02-01T00:00:00Z \(--created-before\)",
        ),
        (
            ("2018-01-02T00:00:00Z", "--older-than", "9999d"),
            r"2018-01-02T00:00:00Z is not before \S+ \(--older-than\)",
        ),
    ],
)
def test_filters_that_exclude_all_runs_are_refused(
    cancel: InProcessCommand, argv: tuple[str, ...], reason: str
) -> None:
    result = cancel(*ALL_RUNS_ARGS, "--created-after", *argv)

    assert result.status == 252
    sentence = "aws: error: argument --created-after: excludes all runs, because "
    assert re.fullmatch(sentence + reason, result.stderr.splitlines()[-1])


@pytest.mark.parametrize("option", ["--created-after", "--created-before", "--older-than"])
def test_a_time_of_the_service_without_a_zone_is_utc(
    cancel: InProcessCommand, endpoint: Endpoint, option: str
) -> None:
    items = [run_item(f"mgr{n}", createdAt=f"2026-01-01T0{n}:00:00") for n in (1, 2)]
    endpoint.answer(run_list(*items), NO_RUNS)
    value = "1h" if option == "--older-than" else "2026-01-01T01:30:00Z"
    selected = {"--created-after": ["mgr2"], "--created-before": ["mgr1"]}

    results = cancel(*ALL_RUNS_ARGS, "--dry-run", option, value).report["results"]

    assert [each["identifier"] for each in results] == selected.get(option, ["mgr1", "mgr2"])
    hour = int(results[0]["identifier"][-1])
    assert results[0]["run"]["createdAt"] == f"2026-01-01T0{hour}:00:00+00:00"


def test_one_run_that_is_left_is_counted_in_the_singular(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.answer(Answer(), Answer(), EXPIRED)

    result = cancel(*THREE_RUNS_ARGS)

    assert result.stderr.endswith(messages.left(1, *default_records(tmp_path), accepted=2))
    assert "1 run is left, and 2 accepted runs have " in result.stderr


@pytest.mark.parametrize(("count", "is_named"), [(5, True), (6, False)])
def test_without_a_record_five_runs_that_are_left_are_named(
    cancel: InProcessCommand, endpoint: Endpoint, count: int, *, is_named: bool
) -> None:
    identifiers = " ".join(f"mgr{number}" for number in range(count))
    endpoint.answer(EXPIRED)
    argv = (*DOMAIN_ARGS, "--identifier=-", *ONE_AT_A_TIME, "--report=/dev/null")

    result = cancel(*argv, stdin=identifiers.encode())

    assert (" --identifier=mgr4" in result.stderr.splitlines()[-1]) == is_named


@pytest.mark.parametrize(("count", "is_cut"), [(10, False), (11, True)])
def test_ten_invalid_identifiers_are_shown(
    cancel: InProcessCommand, count: int, *, is_cut: bool
) -> None:
    identifiers = "\n".join(f"mgr{number}!" for number in range(count))

    stderr = cancel(*DOMAIN_ARGS, "--identifier=-", stdin=identifiers.encode()).stderr

    assert stderr.count("Invalid value for parameter identifier, value: mgr") == 10
    assert ("\n... and 1 more invalid identifiers\n" in stderr) == is_cut
    assert (" more invalid " in stderr) == is_cut


@pytest.mark.parametrize(("length", "shown"), [(80, "x" * 79 + "!"), (81, "x" * 80 + "...")])
def test_eighty_characters_of_an_invalid_identifier_are_shown(
    cancel: InProcessCommand, length: int, shown: str
) -> None:
    stderr = cancel(*DOMAIN_ARGS, "--identifier", "x" * (length - 1) + "!").stderr

    assert f"value: {shown}, valid pattern" in stderr


def test_five_profiles_are_named(
    cancel: InProcessCommand, aws_config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    aws_config.write_text("".join(f"[profile {name}]\nregion = us-east-1\n" for name in "abcde"))

    stderr = cancel(*RUN_ARGS, terminal=True).stderr

    assert stderr.endswith("\nOr pass --profile with one of your profiles: a, b, c, d, e\n")


@pytest.mark.parametrize(
    ("count", "shown"),
    [(3, "1 usr0, 1 usr1, 1 usr2"), (4, "1 usr0, 1 usr1, 1 usr2, and 1 more")],
)
def test_three_values_are_counted_in_the_preview(
    cancel: InProcessCommand, endpoint: Endpoint, count: int, shown: str
) -> None:
    endpoint.answer(run_list(*(run_item(f"mgr{n}", createdBy=f"usr{n}") for n in range(count))))
    endpoint.answer(NO_RUNS)

    lines = cancel(*ALL_RUNS_ARGS, "--color=off", terminal=True).stderr.splitlines()

    assert f"Creator   {shown}" in lines


def test_ten_existing_values_are_listed(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(run_list(*(run_item(f"mgr{n}", createdBy=f"usr{n}") for n in range(10))))
    endpoint.answer(NO_RUNS)

    lines = cancel(*CONFIRMED_ARGS, "--created-by", "usr77").stderr.splitlines()

    assert lines[1] == f"Creator   {', '.join(f'1 usr{n}' for n in range(10))}"


def test_nine_denials_do_not_stop_the_rest(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(*[DENIED] * 9, Answer(), Answer())
    identifiers = " ".join(f"mgr{number}" for number in range(11))

    result = cancel(*DOMAIN_ARGS, "--identifier=-", *ONE_AT_A_TIME, stdin=identifiers.encode())

    assert result.report["summary"] == {"ACCEPTED": 2, "FAILED": 9}


@pytest.mark.parametrize(("domain", "identifier"), [("bad!!", DOMAIN), (RUN, "a/b")])
def test_identifiers_are_swapped_only_if_both_fit_the_other_place(
    cancel: InProcessCommand, domain: str, identifier: str
) -> None:
    result = cancel("--domain-identifier", domain, "--identifier", identifier)

    assert result.status == 252
    assert messages.SWAPPED not in result.stderr


def test_no_line_of_progress_says_that_all_is_done(
    cancel: InProcessCommand, endpoint: Endpoint, clock: ScriptedClock
) -> None:
    endpoint.answer(Answer())

    def take_a_minute(_request: Request) -> None:
        clock.time += 60

    endpoint.on_request = take_a_minute

    result = cancel(*DOMAIN_ARGS, "--identifier=mgr1", "--identifier=mgr1")

    assert result.stderr == messages.summary(1, "1 ACCEPTED", duration="1m")


def test_of_two_errors_the_one_of_the_service_decides_about_the_exit_status(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(*[Answer()] * 3, DENIED)

    result = cancel(*THREE_RUNS_ARGS, "--wait", "--query", "sort_by(results, &error.code)")

    assert (result.status, result.report["summary"]) == (254, {"ACCEPTED": 3})
    assert "\nCould not format the report: " in result.stderr
    assert "\nAn error occurred (AccessDeniedException) when calling the Get" in result.stderr
