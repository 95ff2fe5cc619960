"""The member `run` of a result: what a read returned about the run."""

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from .support.answers import CANCELED, EXPIRED, NO_RUNS, SERVER_ERROR, run, run_item, run_list
from .support.clock import START
from .support.command import InProcessCommand
from .support.endpoint import Answer, Endpoint
from .support.names import ALL_RUNS_ARGS, CONFIRMED_ARGS, ONE_AT_A_TIME, RUN, RUN_ARGS

MEMBERS = {
    "types": ["BUSINESS_NAMES", "BUSINESS_DESCRIPTIONS"],
    "target": {"type": "ASSET", "identifier": "ast1"},
    "createdAt": 1752644436.666,
}

DOCUMENT = {
    "types": ["BUSINESS_NAMES", "BUSINESS_DESCRIPTIONS"],
    "targetIdentifier": "ast1",
    "owningProjectId": "prj1",
    "createdBy": "usr1",
    "createdAt": "2025-07-16T05:40:36.666000+00:00",
}


@pytest.mark.parametrize(
    ("argv", "answers"),
    [((*ALL_RUNS_ARGS, "--dry-run"), []), (CONFIRMED_ARGS, [Answer()])],
)
def test_results_of_selected_runs_include_the_listed_run(
    cancel: InProcessCommand, endpoint: Endpoint, argv: tuple[str, ...], answers: list[Answer]
) -> None:
    endpoint.answer(run_list(run_item(RUN, **MEMBERS)), NO_RUNS, *answers)

    [result] = cancel(*argv).report["results"]

    assert (result["run"], result["at"]) == (DOCUMENT, START)


def test_a_run_that_was_not_attempted_has_what_was_listed(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    listed = [run_item("mgr1"), run_item(RUN, **MEMBERS)]
    endpoint.answer(run_list(*listed), NO_RUNS, EXPIRED)

    _, result = cancel(*CONFIRMED_ARGS, *ONE_AT_A_TIME).report["results"]

    assert (result["outcome"], result["status"]) == ("NOT_ATTEMPTED", "SUBMITTED")
    assert result["run"] == DOCUMENT


def test_a_run_of_which_nothing_is_known_is_null(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    unknown = dict.fromkeys(("owningProjectId", "createdBy", "createdAt"))
    endpoint.answer(Answer(), run(RUN, status="CANCELED", **unknown))

    [result] = cancel(*RUN_ARGS, "--wait").report["results"]

    assert result["run"] is None


@pytest.mark.parametrize("created", ["2025-07-16T05:40:36.666Z", "2025-07-16T07:40:36.666+02:00"])
def test_times_may_be_in_iso_8601(
    cancel: InProcessCommand, endpoint: Endpoint, created: str
) -> None:
    endpoint.answer(run_list(run_item(RUN, **{**MEMBERS, "createdAt": created})), NO_RUNS)

    [result] = cancel(*ALL_RUNS_ARGS, "--dry-run").report["results"]

    assert result["run"]["createdAt"][:19] in ("2025-07-16T05:40:36", "2025-07-16T07:40:36")


def test_iso_times_are_converted_without_dateutil(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("datazone_cancel.aws.session.parse_timestamp")
    created = "2025-07-16T05:40:36.666Z"
    endpoint.answer(run_list(run_item(RUN, **{**MEMBERS, "createdAt": created})), NO_RUNS)

    [result] = cancel(*ALL_RUNS_ARGS, "--dry-run").report["results"]

    assert result["run"] == DOCUMENT


def test_results_include_the_run_that_waiting_read(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(Answer(), run(RUN, status="CANCELED", **MEMBERS))

    [result] = cancel(*RUN_ARGS, "--wait").report["results"]

    assert result["run"] == DOCUMENT


def test_results_include_the_run_that_was_read_after_a_lost_response(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(SERVER_ERROR, CANCELED, run(RUN, status="CANCELED", **MEMBERS))

    [result] = cancel(*RUN_ARGS, "--identifier", RUN, "--wait").report["results"]

    assert (result["outcome"], result["run"]) == ("CANCELED", DOCUMENT)


def test_json_lines_include_the_run(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(run_list(run_item(RUN, **MEMBERS)), NO_RUNS, Answer())

    [result] = cancel(*CONFIRMED_ARGS, "--output", "jsonl").json_lines

    assert result["run"] == DOCUMENT


def test_a_report_that_is_resumed_keeps_the_run(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.answer(run_list(run_item(RUN, **MEMBERS)), NO_RUNS)
    path = tmp_path / "report.json"
    path.write_text(cancel(*ALL_RUNS_ARGS, "--dry-run").stdout)

    [result] = cancel("--resume", str(path), "--dry-run").report["results"]

    assert (result["status"], result["run"]) == ("SUBMITTED", DOCUMENT)


def test_a_member_that_the_service_left_out_is_null(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run_list(run_item(RUN)), NO_RUNS)

    [result] = cancel(*ALL_RUNS_ARGS, "--dry-run").report["results"]

    assert (result["run"]["types"], result["run"]["targetIdentifier"]) == ([], None)


def test_text_has_a_line_for_the_run(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(run_list(run_item(RUN, **MEMBERS)), NO_RUNS)

    lines = cancel(*ALL_RUNS_ARGS, "--dry-run", "--output", "text").stdout.splitlines()

    assert "RUN\t2025-07-16T05:40:36.666000+00:00\tusr1\tprj1\tast1" in lines


def test_a_terminal_shows_the_run_in_columns(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(run_list(run_item(RUN, **MEMBERS)), NO_RUNS)

    stdout = cancel(*ALL_RUNS_ARGS, "--dry-run", "--color=off", terminal=True, width=140).stdout

    [row] = [line for line in stdout.splitlines() if RUN in line]
    identifier, outcome, age, *rest = re.split(" {2,}", row)
    assert (identifier, outcome) == (RUN, "WOULD_CANCEL")
    assert re.fullmatch(r"\d+d", age)
    assert rest == ["ast1", "usr1", "prj1", "SUBMITTED", "NAMES+DESCRIPTIONS"]


@pytest.mark.parametrize(
    ("seconds", "age"),
    [(-3600, "0s"), (60, "1m"), (3600, "1h"), (86_400, "1d"), (200_000, "2d")],
)
def test_an_age_has_one_unit(
    cancel: InProcessCommand, endpoint: Endpoint, seconds: int, age: str
) -> None:
    created = datetime.now(timezone.utc) - timedelta(seconds=seconds)
    endpoint.answer(run_list(run_item(RUN, createdAt=created.timestamp())), NO_RUNS)

    stdout = cancel(*ALL_RUNS_ARGS, "--dry-run", "--color=off", terminal=True, width=140).stdout

    assert re.search(rf"{RUN} +WOULD_CANCEL +{age} ", stdout)


def test_a_type_is_shown_without_what_all_types_have_in_common(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    item = run_item(RUN, types=["BUSINESS_GLOSSARY_ASSOCIATIONS"])
    endpoint.answer(run_list(item), NO_RUNS)

    stdout = cancel(*ALL_RUNS_ARGS, "--dry-run", "--color=off", terminal=True, width=140).stdout

    assert re.search(r"SUBMITTED +GLOSSARY *\n", stdout)


def test_a_query_that_needs_a_run_suits_the_report(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run_list(run_item(RUN, **MEMBERS)), NO_RUNS)
    query = "results[].starts_with(run.createdBy, 'usr')"

    assert cancel(*ALL_RUNS_ARGS, "--dry-run", "--query", query).report == [True]
