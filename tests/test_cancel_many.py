"""Several cancellations: the outcome of each, and when the rest is not attempted."""

from pathlib import Path
from typing import Any

import pytest

from .support import messages
from .support.answers import (
    CANCELED,
    CONFLICT,
    DENIED,
    EXPIRED,
    NOT_FOUND,
    SERVER_ERROR,
    SUCCEEDED,
    run,
)
from .support.command import InProcessCommand, Result
from .support.endpoint import Answer, Endpoint
from .support.internals import Domain
from .support.names import DOMAIN_ARGS, ONE_AT_A_TIME, THREE_RUNS_ARGS
from .support.records import default_records

THIRTY_RUNS_ARGS = (
    *DOMAIN_ARGS,
    *(f"--identifier=mgr{number}" for number in range(30)),
    *ONE_AT_A_TIME,
)


def test_each_identifier_is_canceled(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), Answer(), Answer())

    result = cancel(*THREE_RUNS_ARGS)

    assert result.status == 0
    assert endpoint.canceled_runs == ["mgr1", "mgr2", "mgr3"]
    assert result.outcomes == dict.fromkeys(["mgr1", "mgr2", "mgr3"], "ACCEPTED")


@pytest.mark.usefixtures("sandbox")
@pytest.mark.sandbox_runs(10)
def test_the_report_is_in_the_order_of_the_identifiers(cancel: InProcessCommand) -> None:
    identifiers = [f"mgr{number:011d}" for number in (9, 1, 5, 3, 7, 10, 2)]

    result = cancel(*DOMAIN_ARGS, *(f"--identifier={word}" for word in identifiers))

    assert list(result.outcomes) == identifiers


def test_one_failure_does_not_stop_the_others(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(CONFLICT, Answer(), NOT_FOUND)

    result = cancel(*THREE_RUNS_ARGS)

    assert result.status == 1
    assert result.outcomes == {"mgr1": "FAILED", "mgr2": "ACCEPTED", "mgr3": "NOT_FOUND"}


def test_outcomes_are_counted_in_the_report_and_on_stderr(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(DENIED, Answer(), NOT_FOUND)

    result = cancel(*THREE_RUNS_ARGS)

    assert result.report["summary"] == {"ACCEPTED": 1, "NOT_FOUND": 1, "FAILED": 1}
    assert result.stderr == messages.summary(3, "1 ACCEPTED, 1 NOT_FOUND, 1 FAILED")


def test_a_result_has_the_code_and_the_message_of_its_error(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(CONFLICT, Answer(), Answer())

    results = cancel(*THREE_RUNS_ARGS).report["results"]

    assert results[0]["error"] == {"code": "ConflictException", "message": "busy"}
    assert results[1]["error"] is None


def test_a_result_has_its_request_id_attempts_and_time(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("random.random", lambda: 0)
    endpoint.answer(
        SERVER_ERROR,
        Answer(headers={"x-amzn-RequestId": "r1"}),
        Answer(headers={"x-amzn-RequestId": "r2"}),
        Answer(
            status=404,
            headers={"x-amzn-RequestId": "r3", "x-amzn-ErrorType": "ResourceNotFoundException"},
            body=b"{}",
        ),
    )

    result = cancel(*THREE_RUNS_ARGS, "--max-rate=1")

    results = result.report["results"]
    found = [(each["attempts"], each["requestId"]) for each in results]
    assert found == [(2, "r1"), (1, "r2"), (1, "r3")]
    assert results[-1]["at"] == "2026-01-31T08:00:03.000Z"


@pytest.mark.parametrize(
    ("answer", "outcome", "status", "option"),
    [
        (SUCCEEDED, "ALREADY_FINISHED", "SUCCEEDED", "--ignore-finished"),
        (NOT_FOUND, "NOT_FOUND", None, "--ignore-not-found"),
    ],
)
def test_finished_and_missing_runs_are_failures_unless_ignored(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    answer: Answer,
    outcome: str,
    status: str | None,
    option: str,
) -> None:
    endpoint.answer(*[Answer(), answer, Answer()] * 2)

    counted, ignored = cancel(*THREE_RUNS_ARGS), cancel(*THREE_RUNS_ARGS, option)

    second = counted.report["results"][1]
    assert (counted.status, ignored.status) == (1, 0)
    assert (second["outcome"], second["status"]) == (outcome, status)
    assert ignored.outcomes == counted.outcomes


def test_a_list_of_one_refused_run_has_a_report_and_the_error_of_aws(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(SUCCEEDED)

    result = cancel(*DOMAIN_ARGS, "--identifier", "-", stdin=b"mgr1\n")

    assert result.status == 254
    assert result.outcomes == {"mgr1": "ALREADY_FINISHED"}
    sentence = messages.service_error(
        "ValidationException", "The MetadataGenerationRun in SUCCEEDED status cannot be canceled."
    )
    assert result.stderr == f"\n{sentence}\n"


def test_a_lost_response_is_canceled_if_the_run_is_read_as_canceled(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    read = run("mgr1", status="CANCELED")
    endpoint.answer(Answer(hang_up=True), CANCELED, read, Answer(), Answer())

    result = cancel(*THREE_RUNS_ARGS)

    first = result.report["results"][0]
    assert result.status == 0
    assert (first["outcome"], first["status"]) == ("CANCELED", "CANCELED")
    assert (first["attempts"], first["error"]) == (2, None)


@pytest.mark.parametrize("read", [run("mgr1", status="SUCCEEDED"), DENIED])
def test_a_lost_response_is_already_finished_if_no_read_confirms_it(
    cancel: InProcessCommand, endpoint: Endpoint, read: Answer
) -> None:
    endpoint.answer(Answer(hang_up=True), CANCELED, read, Answer(), Answer())

    result = cancel(*THREE_RUNS_ARGS)

    assert result.status == 1
    assert result.outcomes["mgr1"] == "ALREADY_FINISHED"


def test_a_run_canceled_by_somebody_else_is_already_finished(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(CANCELED, Answer(), Answer())

    result = cancel(*THREE_RUNS_ARGS)

    assert result.status == 1
    assert result.outcomes["mgr1"] == "ALREADY_FINISHED"


def test_a_connection_failure_has_a_code_and_a_message(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")

    result = cancel(*THREE_RUNS_ARGS, "--endpoint-url", "http://127.0.0.1:9")

    first = result.report["results"][0]
    assert result.status == 1
    assert (first["outcome"], first["attempts"]) == ("FAILED", 1)
    assert first["error"]["code"] == "EndpointConnectionError"
    assert first["error"]["message"].startswith("Could not connect to the endpoint URL")


def test_a_bug_in_one_cancellation_does_not_stop_the_others(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = Domain.cancel

    def fail(self: Domain, identifier: str, attempts: Any) -> Any:
        request = send(self, identifier, attempts)
        if identifier == "mgr2":
            raise KeyError(identifier)
        return request

    monkeypatch.setattr(Domain, "cancel", fail)
    endpoint.answer(Answer(), Answer(), run("mgr2"), Answer())

    result = cancel(*THREE_RUNS_ARGS)

    assert (result.status, result.report["summary"]) == (1, {"ACCEPTED": 2, "FAILED": 1})
    failed = result.report["results"][1]
    assert (failed["identifier"], failed["attempts"]) == ("mgr2", 1)
    assert failed["error"]["message"].startswith("Unexpected KeyError: 'mgr2'\nThis is a bug in")


def test_expired_credentials_stop_the_rest(
    cancel: InProcessCommand, endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.answer(Answer(), EXPIRED)

    result = cancel(*THREE_RUNS_ARGS)

    assert result.status == 1
    assert result.outcomes == {"mgr1": "ACCEPTED", "mgr2": "FAILED", "mgr3": "NOT_ATTEMPTED"}
    sentence = messages.service_error(
        "ExpiredTokenException", "The security token included is expired"
    )
    summary = messages.summary(3, "1 ACCEPTED, 1 FAILED, 1 NOT_ATTEMPTED")
    left = messages.left(2, *default_records(tmp_path), accepted=1)
    assert result.stderr == f"\n{sentence}\n{messages.STOPPED_EARLY}{summary}{left}"


def test_ten_denials_in_a_row_from_the_start_stop_the_rest(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(*[DENIED] * 10)

    result = cancel(*THIRTY_RUNS_ARGS)

    assert result.status == 1
    assert result.report["summary"] == {"FAILED": 10, "NOT_ATTEMPTED": 20}
    assert messages.STOPPED_EARLY in result.stderr


def test_denials_after_another_response_do_not_stop_the_rest(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(DENIED, NOT_FOUND, *[DENIED] * 28)

    result = cancel(*THIRTY_RUNS_ARGS)

    assert result.report["summary"] == {"NOT_FOUND": 1, "FAILED": 29}


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        (["AWS_REGION"], messages.NO_REGION),
        (["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"], messages.NO_CREDENTIALS),
    ],
)
def test_missing_configuration_is_reported_before_any_request(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    monkeypatch: pytest.MonkeyPatch,
    missing: list[str],
    sentence: str,
) -> None:
    for name in missing:
        monkeypatch.delenv(name)

    result = cancel(*THREE_RUNS_ARGS)

    assert result == Result(status=253, stdout="", stderr=f"\n{sentence}\n")
    assert endpoint.requests == []
