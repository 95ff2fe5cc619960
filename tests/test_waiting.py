"""--wait: until the runs have a final status."""

import json

import pytest

from .conftest import BOTH, DOMAIN, Command, ScriptedClock
from .loopback import Answer, Endpoint, document, error
from .test_all import item, listing
from .test_many import THREE

WAIT = (*BOTH, "--wait")
DENIED = error(403, "AccessDeniedException", "not authorized")
MANY = [f"mgr{number}" for number in range(20)]


def run(status: str) -> Answer:
    return document(**item("mgr5g0fy285m1q", status=status))


def test_a_run_that_is_read_to_be_canceled_is_canceled(
    cancel: Command, endpoint: Endpoint, clock: ScriptedClock
) -> None:
    endpoint.answer(Answer(), run("IN_PROGRESS"), run("IN_PROGRESS"), run("CANCELED"))

    result = cancel(*WAIT)

    report = json.loads(result.stdout)
    assert result.status == 0
    assert report["summary"] == {"CANCELED": 1}
    assert report["results"][0]["status"] == "CANCELED"
    assert clock.time == 10


def test_the_delay_is_the_users(cancel: Command, endpoint: Endpoint, clock: ScriptedClock) -> None:
    endpoint.answer(Answer(), run("IN_PROGRESS"), run("CANCELED"))

    cancel(*WAIT, "--wait-delay", "0.5")

    assert clock.time == 0.5


@pytest.mark.parametrize(("argv", "status"), [((), 1), (("--ignore-finished",), 0)])
def test_a_run_that_succeeded_after_all_had_finished(
    cancel: Command, endpoint: Endpoint, clock: ScriptedClock, argv: tuple[str, ...], status: int
) -> None:
    endpoint.answer(Answer(), run("SUCCEEDED"))

    result = cancel(*WAIT, *argv)

    found = json.loads(result.stdout)["results"][0]
    assert result.status == status
    assert (found["outcome"], found["status"]) == ("ALREADY_FINISHED", "SUCCEEDED")
    assert clock.time == 0


def test_a_time_out_is_255_with_what_is_known(
    cancel: Command, endpoint: Endpoint, clock: ScriptedClock
) -> None:
    endpoint.answer(Answer(), *[run("IN_PROGRESS")] * 3)

    result = cancel(*WAIT, "--wait-timeout", "7", "--wait-delay", "4")

    found = json.loads(result.stdout)["results"][0]
    assert result.status == 255
    assert (found["outcome"], found["status"]) == ("ACCEPTED", "IN_PROGRESS")
    assert result.stderr == (
        "\nWaited 7 seconds: 1 run has no final status yet\n"
        f"1 run in domain {DOMAIN}, Region us-east-1: 1 ACCEPTED\n"
    )
    assert clock.time == 7


@pytest.mark.usefixtures("clock")
def test_only_what_was_accepted_is_waited_for(cancel: Command, endpoint: Endpoint) -> None:
    missing = error(404, "ResourceNotFoundException", "no")
    endpoint.answer(missing, Answer(), missing, document(**item("mgr2", status="CANCELED")))

    result = cancel(*THREE, "--wait")

    assert result.status == 1
    assert json.loads(result.stdout)["summary"] == {"CANCELED": 1, "NOT_FOUND": 2}


@pytest.mark.usefixtures("clock")
class TestManyRuns:
    argv = (
        *("--domain-identifier", DOMAIN, "--wait", "--max-concurrency", "1"),
        *(f"--identifier={identifier}" for identifier in MANY),
    )

    def test_they_are_read_by_listings(self, cancel: Command, endpoint: Endpoint) -> None:
        canceled = [item(identifier, status="CANCELED") for identifier in MANY]
        endpoint.answer(
            *[Answer()] * 20,
            listing(*canceled[:15], item("another"), next_token="t"),
            listing(*canceled[15:], item("yet-another"), next_token="u"),
        )

        result = cancel(*self.argv)

        assert result.status == 0
        assert json.loads(result.stdout)["summary"] == {"CANCELED": 20}
        assert len(endpoint.requests) == 22

    def test_those_that_the_first_pages_do_not_have_are_read_one_by_one(
        self, cancel: Command, endpoint: Endpoint
    ) -> None:
        canceled = [item(identifier, status="CANCELED") for identifier in MANY]
        endpoint.answer(
            *[Answer()] * 20,
            listing(item("another"), *canceled[:10], next_token="t"),
            listing(*canceled[10:18], item(MANY[18], status=None), next_token="u"),
            document(**canceled[18]),
            document(**canceled[19]),
        )

        result = cancel(*self.argv)

        assert json.loads(result.stdout)["summary"] == {"CANCELED": 20}

    def test_so_are_all_where_listing_is_denied(self, cancel: Command, endpoint: Endpoint) -> None:
        canceled = [document(**item(identifier, status="CANCELED")) for identifier in MANY]
        endpoint.answer(*[Answer()] * 20, DENIED, *canceled)

        result = cancel(*self.argv)

        assert result.status == 0
        assert json.loads(result.stdout)["summary"] == {"CANCELED": 20}

    def test_json_lines_tell_each_when_it_is_settled(
        self, cancel: Command, endpoint: Endpoint
    ) -> None:
        half = [item(identifier, status="CANCELED") for identifier in MANY[10:]]
        rest = [item(identifier, status="CANCELED") for identifier in MANY[:10]]
        endpoint.answer(*[Answer()] * 20, listing(*half, *map(item, MANY[:10])), listing(*rest))

        result = cancel(*self.argv, "--output", "jsonl")

        lines = [json.loads(line) for line in result.stdout.splitlines()]
        assert [line["identifier"] for line in lines] == [*MANY[10:], *MANY[:10]]
        assert {line["outcome"] for line in lines} == {"CANCELED"}


@pytest.mark.usefixtures("clock")
def test_reading_that_is_denied_ends_the_wait(cancel: Command, endpoint: Endpoint) -> None:
    endpoint.answer(Answer(), DENIED)

    result = cancel(*WAIT)

    assert result.status == 254
    assert json.loads(result.stdout)["summary"] == {"ACCEPTED": 1}
    assert result.stderr.startswith(
        "\nAn error occurred (AccessDeniedException) when calling the GetMetadataGenerationRun"
        " operation: not authorized\n"
    )


@pytest.mark.usefixtures("clock")
def test_reading_that_fails_once_is_tried_again(
    cancel: Command, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    endpoint.answer(Answer(), error(500, "InternalServerException", "oops"), run("CANCELED"))

    result = cancel(*WAIT)

    assert result.status == 0


@pytest.mark.usefixtures("clock")
def test_a_run_that_cannot_be_read_keeps_no_other_from_it(
    cancel: Command, endpoint: Endpoint
) -> None:
    missing = error(404, "ResourceNotFoundException", "gone")
    canceled = [document(**item(identifier, status="CANCELED")) for identifier in ("mgr2", "mgr3")]
    endpoint.answer(*[Answer()] * 3, missing, *canceled, missing)

    result = cancel(*THREE, "--wait", "--wait-timeout", "5")

    assert result.status == 255
    assert json.loads(result.stdout)["summary"] == {"ACCEPTED": 1, "CANCELED": 2}
    assert "1 run has no final status yet\nAn error occurred (ResourceNot" in result.stderr


@pytest.mark.usefixtures("clock")
def test_reading_that_fails_until_the_end_is_told(
    cancel: Command, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    endpoint.answer(Answer(), *[error(500, "InternalServerException", "oops")] * 2)

    result = cancel(*WAIT, "--wait-timeout", "5")

    assert result.status == 255
    assert result.stderr.startswith(
        "\nWaited 5 seconds: 1 run has no final status yet\n"
        "An error occurred (InternalServerException) when calling the GetMetadataGenerationRun"
        " operation"
    )
