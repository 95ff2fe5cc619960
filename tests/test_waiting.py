"""--wait: until the runs have a final status."""

import pytest

from .support import messages
from .support.answers import DENIED, EXPIRED, NOT_FOUND, SERVER_ERROR, run, run_item, run_list
from .support.clock import ScriptedClock
from .support.command import InProcessCommand
from .support.endpoint import Answer, Endpoint, html
from .support.names import DOMAIN_ARGS, ONE_AT_A_TIME, RUN, RUN_ARGS, THREE_RUNS_ARGS

WAIT_ARGS = (*RUN_ARGS, "--wait")

TWENTY_RUNS = [f"mgr{number}" for number in range(20)]

WAIT_FOR_TWENTY_ARGS = (
    *DOMAIN_ARGS,
    "--wait",
    *ONE_AT_A_TIME,
    *(f"--identifier={identifier}" for identifier in TWENTY_RUNS),
)


def read(status: str) -> Answer:
    """The response to a read of the one run."""
    return run(RUN, status=status)


def test_a_run_read_as_canceled_is_canceled(
    cancel: InProcessCommand, endpoint: Endpoint, clock: ScriptedClock
) -> None:
    endpoint.answer(Answer(), read("IN_PROGRESS"), read("IN_PROGRESS"), read("CANCELED"))

    result = cancel(*WAIT_ARGS)

    report = result.report
    assert result.status == 0
    assert report["summary"] == {"CANCELED": 1}
    assert report["results"][0]["status"] == "CANCELED"
    assert clock.time == 10


def test_the_option_sets_the_delay_between_reads(
    cancel: InProcessCommand, endpoint: Endpoint, clock: ScriptedClock
) -> None:
    endpoint.answer(Answer(), read("IN_PROGRESS"), read("CANCELED"))

    cancel(*WAIT_ARGS, "--wait-delay", "0.5")

    assert clock.time == 0.5


@pytest.mark.parametrize(("argv", "status"), [((), 1), (("--ignore-finished",), 0)])
def test_a_run_read_as_succeeded_is_already_finished(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    clock: ScriptedClock,
    argv: tuple[str, ...],
    status: int,
) -> None:
    endpoint.answer(Answer(), read("SUCCEEDED"))

    result = cancel(*WAIT_ARGS, *argv)

    found = result.report["results"][0]
    assert result.status == status
    assert (found["outcome"], found["status"]) == ("ALREADY_FINISHED", "SUCCEEDED")
    assert clock.time == 0


def test_a_timeout_reports_the_last_status(
    cancel: InProcessCommand, endpoint: Endpoint, clock: ScriptedClock
) -> None:
    endpoint.answer(Answer(), *[read("IN_PROGRESS")] * 3)

    result = cancel(*WAIT_ARGS, "--wait-timeout", "7", "--wait-delay", "4")

    found = result.report["results"][0]
    assert result.status == 255
    assert (found["outcome"], found["status"]) == ("ACCEPTED", "IN_PROGRESS")
    summary = messages.summary(1, "1 ACCEPTED", duration="7s")
    assert result.stderr == f"\n{messages.still_running(7)}{summary}"
    assert clock.time == 7


def test_only_accepted_cancellations_are_waited_for(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(NOT_FOUND, Answer(), NOT_FOUND, run("mgr2", status="CANCELED"))

    result = cancel(*THREE_RUNS_ARGS, "--wait")

    assert result.status == 1
    assert result.report["summary"] == {"CANCELED": 1, "NOT_FOUND": 2}


def test_a_command_that_gave_up_does_not_wait(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), EXPIRED)

    result = cancel(*THREE_RUNS_ARGS, *ONE_AT_A_TIME, "--wait")

    assert result.report["summary"] == {"ACCEPTED": 1, "FAILED": 1, "NOT_ATTEMPTED": 1}


def test_many_runs_are_read_with_listings(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    canceled = [run_item(identifier, status="CANCELED") for identifier in TWENTY_RUNS]
    endpoint.answer(
        *[Answer()] * 20,
        run_list(*canceled[:15], run_item("another"), next_token="t"),
        run_list(*canceled[15:], run_item("yet-another"), next_token="u"),
    )

    result = cancel(*WAIT_FOR_TWENTY_ARGS)

    assert result.status == 0
    assert result.report["summary"] == {"CANCELED": 20}
    assert len(endpoint.requests) == 22


def test_runs_missing_from_the_first_pages_are_read_one_by_one(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    canceled = [run_item(identifier, status="CANCELED") for identifier in TWENTY_RUNS]
    endpoint.answer(
        *[Answer()] * 20,
        run_list(run_item("another"), *canceled[:10], next_token="t"),
        run_list(*canceled[10:18], run_item(TWENTY_RUNS[18], status=None), next_token="u"),
        run(TWENTY_RUNS[18], status="CANCELED"),
        run(TWENTY_RUNS[19], status="CANCELED"),
    )

    result = cancel(*WAIT_FOR_TWENTY_ARGS)

    assert result.report["summary"] == {"CANCELED": 20}


def test_all_runs_are_read_one_by_one_if_listing_is_denied(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    canceled = [run(identifier, status="CANCELED") for identifier in TWENTY_RUNS]
    endpoint.answer(*[Answer()] * 20, DENIED, *canceled)

    result = cancel(*WAIT_FOR_TWENTY_ARGS)

    assert result.status == 0
    assert result.report["summary"] == {"CANCELED": 20}


def test_jsonl_prints_each_run_when_it_is_final(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    half = [run_item(identifier, status="CANCELED") for identifier in TWENTY_RUNS[10:]]
    rest = [run_item(identifier, status="CANCELED") for identifier in TWENTY_RUNS[:10]]
    endpoint.answer(
        *[Answer()] * 20, run_list(*half, *map(run_item, TWENTY_RUNS[:10])), run_list(*rest)
    )

    result = cancel(*WAIT_FOR_TWENTY_ARGS, "--output", "jsonl")

    lines = result.json_lines
    assert [line["identifier"] for line in lines] == [*TWENTY_RUNS[10:], *TWENTY_RUNS[:10]]
    assert {line["outcome"] for line in lines} == {"CANCELED"}


def test_a_denied_read_ends_the_wait(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), DENIED)

    result = cancel(*WAIT_ARGS)

    assert result.status == 254
    assert result.report["summary"] == {"ACCEPTED": 1}
    sentence = messages.service_error(
        "AccessDeniedException",
        "User is not permitted to perform operation",
        operation="GetMetadataGenerationRun",
    )
    assert result.stderr.startswith(f"\n{sentence}\n")


def test_a_proxy_that_answers_403_ends_the_wait(
    cancel: InProcessCommand, endpoint: Endpoint, clock: ScriptedClock
) -> None:
    endpoint.answer(Answer(), html(403))

    result = cancel(*WAIT_ARGS)

    assert (result.status, result.report["summary"]) == (254, {"ACCEPTED": 1})
    assert clock.time == 0


def test_a_failed_read_is_repeated(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    endpoint.answer(Answer(), SERVER_ERROR, read("CANCELED"))

    result = cancel(*WAIT_ARGS)

    assert result.status == 0


def test_an_unreadable_run_does_not_keep_others_from_being_read(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    canceled = [run(identifier, status="CANCELED") for identifier in ("mgr2", "mgr3")]
    endpoint.answer(*[Answer()] * 3, NOT_FOUND, *canceled, NOT_FOUND)

    result = cancel(*THREE_RUNS_ARGS, "--wait", "--wait-timeout", "5")

    assert result.status == 255
    assert result.report["summary"] == {"ACCEPTED": 1, "CANCELED": 2}
    assert f"{messages.still_running(5)}An error occurred (ResourceNotFound" in result.stderr


def test_the_error_of_the_last_read_is_reported_after_a_timeout(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    endpoint.answer(Answer(), *[SERVER_ERROR] * 2)

    result = cancel(*WAIT_ARGS, "--wait-timeout", "5")

    assert result.status == 255
    assert result.stderr.startswith(
        f"\n{messages.still_running(5)}"
        "An error occurred (InternalServerException) when calling the GetMetadataGenerationRun"
        " operation"
    )
