"""--all: which runs it selects."""

import time
from datetime import datetime, timezone
from pathlib import Path

import pytest

from .support import messages
from .support.answers import DENIED, NO_RUNS, SUCCEEDED, run, run_item, run_list
from .support.command import InProcessCommand, Result
from .support.endpoint import Answer, Endpoint
from .support.names import ALL_RUNS_ARGS, CONFIRMED_ARGS, DOMAIN, ONE_AT_A_TIME, RUN

SUBMITTED = ["mgr00000000002", "mgr00000000004"]

IN_PROGRESS = [RUN, "mgr00000000001", "mgr00000000003", "mgr00000000005"]


@pytest.mark.usefixtures("sandbox")
@pytest.mark.sandbox_runs(5)
def test_all_cancelable_runs_are_canceled_submitted_ones_first(cancel: InProcessCommand) -> None:
    result = cancel(*CONFIRMED_ARGS)

    assert result.status == 0
    assert list(result.outcomes.items()) == [
        (identifier, "ACCEPTED") for identifier in (*SUBMITTED, *IN_PROGRESS)
    ]


@pytest.mark.usefixtures("sandbox")
@pytest.mark.sandbox_runs(5)
@pytest.mark.parametrize(
    ("argv", "selected"),
    [
        (("--status", "SUBMITTED"), SUBMITTED),
        (("--status", "IN_PROGRESS", "--status", "SUBMITTED"), [*SUBMITTED, *IN_PROGRESS]),
        (("--type", "BUSINESS_NAMES"), ["mgr00000000004", "mgr00000000001"]),
        (("--type", "NAMES"), ["mgr00000000004", "mgr00000000001"]),
        (("--target-identifier", "ast00000000003"), ["mgr00000000003"]),
        (("--owning-project-identifier", "prj7nx82mkl"), [*SUBMITTED, RUN]),
        (("--created-by", "SYSTEM"), ["mgr00000000004", "mgr00000000001"]),
        (("--older-than", "1d"), [RUN]),
        (("--created-before", "2026-01-01"), [RUN]),
        (("--created-before", "2026-01-01T00:00:00Z"), [RUN]),
        (("--created-before", "1752644437"), [RUN]),
        (("--created-before", "1752644436.5"), []),
        (("--created-after", "1752644436", "--created-before", "1752644437"), [RUN]),
        (("--created-after", "1752644437", "--older-than", "1d"), []),
        (("--older-than", "1d", "--created-before", "1752644436"), []),
        (("--max-items", "3"), [*SUBMITTED, RUN]),
        (("--created-by", "SYSTEM", "--max-items", "1"), ["mgr00000000004"]),
        (("--created-by", "SYSTEM", "--status", "SUBMITTED"), ["mgr00000000004"]),
    ],
)
def test_filters_select_runs(
    cancel: InProcessCommand, argv: tuple[str, ...], selected: list[str]
) -> None:
    result = cancel(*CONFIRMED_ARGS, *argv)

    assert result.status == 0
    assert list(result.outcomes) == selected


@pytest.mark.parametrize(
    ("word", "seconds"),
    [("90s", 90), ("45m", 2700), ("2h", 7200), ("1d", 86400), ("1h30m", 5400), ("0s", 0)],
)
def test_older_than_takes_durations_with_units(
    cancel: InProcessCommand, endpoint: Endpoint, word: str, seconds: int
) -> None:
    margin = 30
    endpoint.answer(
        run_list(
            run_item("mgr1", createdAt=time.time() - seconds - margin),
            run_item("mgr2", createdAt=time.time() - seconds + margin),
        ),
        NO_RUNS,
    )

    assert list(cancel(*ALL_RUNS_ARGS, "--dry-run", "--older-than", word).outcomes) == ["mgr1"]


def test_a_dry_run_of_all_runs_reports_the_region_of_the_profile(
    cancel: InProcessCommand, endpoint: Endpoint, aws_config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_REGION")
    aws_config.write_text("[default]\nregion = eu-west-1\n")
    endpoint.answer(run_list(run_item("mgr1")), NO_RUNS)

    assert cancel(*ALL_RUNS_ARGS, "--dry-run").report["region"] == "eu-west-1"


def test_a_pipe_without_a_preview_lists_what_the_service_can_select(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(NO_RUNS, NO_RUNS)

    cancel(*ALL_RUNS_ARGS, "--dry-run", "--type=BUSINESS_NAMES")

    assert all("type=BUSINESS_NAMES" in request.path for request in endpoint.requests)


def test_a_time_without_a_zone_is_local(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_nine = datetime(2026, 1, 1, 6, tzinfo=timezone.utc).timestamp()
    endpoint.answer(
        run_list(run_item("mgr1", createdAt=at_nine - 1), run_item("mgr2", createdAt=at_nine)),
        NO_RUNS,
    )

    with monkeypatch.context() as environment:
        environment.setenv("TZ", "Etc/GMT-3")
        time.tzset()
        result = cancel(*ALL_RUNS_ARGS, "--dry-run", "--created-before", "2026-01-01T09:00:00")
    time.tzset()

    assert list(result.outcomes) == ["mgr1"]


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("DESCRIPTIONS", "BUSINESS_DESCRIPTIONS"),
        ("GLOSSARY", "BUSINESS_GLOSSARY_ASSOCIATIONS"),
        ("BUSINESS_NAMES", "BUSINESS_NAMES"),
    ],
)
def test_a_type_can_be_one_word(
    cancel: InProcessCommand, endpoint: Endpoint, name: str, full: str
) -> None:
    endpoint.answer(NO_RUNS, NO_RUNS)

    cancel(*CONFIRMED_ARGS, "--type", name)

    assert f"&type={full}&" in endpoint.requests[0].path


def test_all_pages_of_runs_are_read(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(
        run_list(run_item("mgr1"), next_token="more"),
        run_list(run_item("mgr2")),
        NO_RUNS,
        *[Answer()] * 2,
    )

    cancel(*CONFIRMED_ARGS)

    path = f"/v2/domains/{DOMAIN}/metadata-generation-runs?status="
    assert [request.path for request in endpoint.requests[:3]] == [
        f"{path}SUBMITTED&maxResults=50",
        f"{path}SUBMITTED&maxResults=50&nextToken=more",
        f"{path}IN_PROGRESS&maxResults=50",
    ]
    assert endpoint.canceled_runs == ["mgr1", "mgr2"]


def test_a_run_in_two_listings_is_canceled_once(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    again = run_item("mgr1", status="IN_PROGRESS")
    behind = run_item("mgr2", status="IN_PROGRESS")
    endpoint.answer(run_list(run_item("mgr1")), run_list(again, behind), Answer(), Answer())

    cancel(*CONFIRMED_ARGS, *ONE_AT_A_TIME)

    assert endpoint.canceled_runs == ["mgr1", "mgr2"]


@pytest.mark.parametrize(("status", "selected"), [("IN_PROGRESS", ["mgr1"]), ("SUCCEEDED", [])])
def test_a_status_missing_from_the_listing_is_read(
    cancel: InProcessCommand, endpoint: Endpoint, status: str, selected: list[str]
) -> None:
    endpoint.answer(
        run_list(run_item("mgr1", status=None)),
        run("mgr1", status=status),
        NO_RUNS,
        *[Answer()] * len(selected),
    )

    assert list(cancel(*CONFIRMED_ARGS).outcomes) == selected


def test_no_runs_to_cancel_is_a_success(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(NO_RUNS, NO_RUNS)

    result = cancel(*CONFIRMED_ARGS)

    assert result.status == 0
    assert result.report["results"] == []
    assert result.stderr == messages.summary(0, "Nothing to cancel")


def test_a_denied_listing_is_an_error(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(DENIED)

    result = cancel(*CONFIRMED_ARGS)

    assert (result.status, result.stdout) == (254, "")
    sentence = messages.service_error(
        "AccessDeniedException",
        "User is not permitted to perform operation",
        operation="ListMetadataGenerationRuns",
    )
    assert result.stderr == f"\n{sentence}\n"


def test_a_listed_run_without_an_identifier_is_an_error(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run_list(run_item("mgr1", id=None)))

    assert cancel(*CONFIRMED_ARGS) == Result(
        status=255, stdout="", stderr=messages.RUN_WITHOUT_IDENTIFIER
    )


def test_a_selected_run_that_finishes_before_its_turn_is_not_a_failure(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run_list(run_item("mgr1"), run_item("mgr2")), NO_RUNS, SUCCEEDED, Answer())

    result = cancel(*CONFIRMED_ARGS)

    assert result.status == 0
    assert result.outcomes == {"mgr1": "ALREADY_FINISHED", "mgr2": "ACCEPTED"}


def test_a_filter_without_matches_is_reported_with_the_existing_values(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run_list(*(run_item(f"mgr{n}", createdBy=f"usr{n % 2}") for n in range(3))))
    endpoint.answer(NO_RUNS)

    result = cancel(*CONFIRMED_ARGS, "--created-by", "usr7")

    assert result.status == 0
    assert result.stderr.splitlines() == [
        messages.no_match(3, "--created-by usr7"),
        "Creator   2 usr0, 1 usr1",
        messages.summary(0, "Nothing to cancel").rstrip(),
    ]


def test_more_than_ten_existing_values_are_not_listed(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run_list(*(run_item(f"mgr{n}", createdBy=f"usr{n}") for n in range(11))))
    endpoint.answer(NO_RUNS)

    result = cancel(*CONFIRMED_ARGS, "--created-by", "usr77")

    assert result.stderr.splitlines() == [
        messages.no_match(11, "--created-by usr77"),
        messages.summary(0, "Nothing to cancel").rstrip(),
    ]


@pytest.mark.parametrize(
    ("argv", "filters", "label"),
    [
        (("--older-than", "90m"), "--older-than 90m", "Created"),
        (("--owning-project-identifier", "p"), "--owning-project-identifier p", "Project"),
    ],
)
def test_each_filter_is_named_with_what_exists(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    argv: tuple[str, ...],
    filters: str,
    label: str,
) -> None:
    endpoint.answer(run_list(run_item("mgr1"), run_item("mgr2")), NO_RUNS)

    lines = cancel(*CONFIRMED_ARGS, *argv).stderr.splitlines()

    assert lines[0] == messages.no_match(2, filters)
    assert lines[1].startswith(label)


def test_on_a_terminal_a_filter_of_the_service_is_explained_too(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(run_list(run_item("mgr1", types=["BUSINESS_NAMES"])), NO_RUNS)
    argv = (*ALL_RUNS_ARGS, "--type", "GLOSSARY", "--color=off")

    stderr = cancel(*argv, terminal=True).stderr

    assert "type=" not in endpoint.requests[0].path
    assert messages.no_match(1, "--type GLOSSARY") in stderr
    assert "Type      NAMES" in stderr


def test_without_a_question_the_service_applies_its_filters(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(NO_RUNS, NO_RUNS)

    result = cancel(*CONFIRMED_ARGS, "--type", "NAMES")

    assert "&type=BUSINESS_NAMES&" in endpoint.requests[0].path
    assert result.stderr == messages.summary(0, "Nothing to cancel")


def test_quiet_hides_that_no_run_matches(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(run_list(run_item("mgr1")), NO_RUNS)

    assert cancel(*CONFIRMED_ARGS, "--created-by", "usr7", "--quiet").stderr == ""


def test_a_terminal_shows_how_many_runs_are_listed(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    thousand = (run_item(f"mgr{number}") for number in range(1000))
    endpoint.answer(run_list(*thousand, next_token="t"), run_list(run_item("mgr1000")), NO_RUNS)

    stderr = cancel(*ALL_RUNS_ARGS, "--dry-run", terminal=True).stderr

    shown = "".join(map(messages.listing, (0, 1000, 1001, 1001)))
    assert stderr.startswith(f"{shown}\r \x1b[J\r")
    assert "Listing" not in stderr.removeprefix(shown)


@pytest.mark.parametrize(("terminal", "argv"), [(False, ()), (True, ("--quiet",))])
def test_the_listing_is_not_shown_in_a_pipe_or_with_quiet(
    cancel: InProcessCommand, endpoint: Endpoint, *, terminal: bool, argv: tuple[str, ...]
) -> None:
    endpoint.answer(run_list(run_item("mgr1")), NO_RUNS)

    assert "Listing" not in cancel(*ALL_RUNS_ARGS, "--dry-run", *argv, terminal=terminal).stderr
