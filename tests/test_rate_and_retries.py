"""How fast requests are sent, and how often a request is sent again."""

from pathlib import Path

import pytest

from .support.answers import CANCELED, EXPIRED, SERVER_ERROR, THROTTLED, run
from .support.clock import OutageClock, ScriptedClock, StoppedClock, SuspendedClock
from .support.command import InProcessCommand, call_in_process
from .support.endpoint import Answer, Endpoint, Request, error
from .support.messages import ACCEPTED
from .support.names import DOMAIN_ARGS, ONE_AT_A_TIME, RUN_ARGS, THREE_RUNS_ARGS
from .support.records import default_records

BOTOCORE_RANDOM = "botocore.retries.standard.ExponentialBackoff.__init__.__defaults__"


@pytest.mark.parametrize(
    ("argv", "seconds"),
    [((), 0.1), (("--max-rate", "0.5"), 4), (("--max-rate", "0"), 0)],
)
def test_cancellations_are_sent_at_the_rate(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    clock: ScriptedClock,
    argv: tuple[str, ...],
    seconds: float,
) -> None:
    endpoint.answer(Answer(), Answer(), Answer())

    cancel(*THREE_RUNS_ARGS, *argv)

    assert clock.time == pytest.approx(seconds)


def test_a_turn_that_was_overslept_is_taken_again(endpoint: Endpoint) -> None:
    clock = SuspendedClock(seconds=600)
    endpoint.answer(Answer(), Answer(), Answer())

    call_in_process(*THREE_RUNS_ARGS, "--max-rate", "0.1", "--quiet", clock=clock)

    assert clock.time == pytest.approx(10 + 600 + 10)


def test_a_cancellation_that_waits_for_its_turn_is_not_sent_after_giving_up(
    endpoint: Endpoint, tmp_path: Path
) -> None:
    clock = StoppedClock()
    endpoint.answer(EXPIRED)
    endpoint.on_request = lambda _request: clock.wait_for_pause()

    result = call_in_process(*THREE_RUNS_ARGS, "--max-concurrency=2", "--max-rate=0.1", clock=clock)

    assert (result.status, len(endpoint.requests)) == (1, 1)
    assert result.report["summary"] == {"FAILED": 1, "NOT_ATTEMPTED": 2}
    assert list(result.outcomes) == ["mgr1", "mgr2", "mgr3"]
    [record] = default_records(tmp_path)
    assert len(record.read_text().splitlines()) == 3 + 1


def test_retries_count_toward_the_rate(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    clock: ScriptedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("random.random", lambda: 0.5)
    endpoint.answer(SERVER_ERROR, SERVER_ERROR, Answer(), Answer(), Answer())

    cancel(*THREE_RUNS_ARGS, "--max-rate", "0.1")

    assert clock.time == pytest.approx(40)


def test_pauses_before_retries_grow(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    clock: ScriptedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("random.random", lambda: 0.5)
    endpoint.answer(*[SERVER_ERROR] * 5, run("mgr1"), Answer(), Answer())

    cancel(*THREE_RUNS_ARGS, "--max-rate", "0")

    assert clock.time == pytest.approx(0.5 + 1 + 2 + 4)


def test_one_cancellation_has_three_attempts(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(*[SERVER_ERROR] * 3)

    result = cancel(*RUN_ARGS)

    assert result.status == 254
    assert "operation (reached max retries: 2): on fire\n" in result.stderr
    assert len(endpoint.requests) == 3


def test_several_cancellations_have_five_attempts_each(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("botocore.retries.bucket.TokenBucket.acquire", lambda _self: None)
    endpoint.answer(*[THROTTLED] * 4, Answer(), Answer(), Answer())

    result = cancel(*THREE_RUNS_ARGS)

    assert result.status == 0
    assert result.report["results"][0]["attempts"] == 5


def test_frequent_failures_do_not_use_up_the_retries(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    runs = [f"mgr{number}" for number in range(50)]
    for identifier in runs:
        endpoint.answer(SERVER_ERROR, CANCELED, run(identifier, status="CANCELED"))

    result = cancel(
        *DOMAIN_ARGS, "--identifier", "-", *ONE_AT_A_TIME, stdin="\n".join(runs).encode()
    )

    assert result.status == 0
    assert result.report["summary"] == {"CANCELED": 50}


def test_the_environment_sets_the_attempts_of_several_cancellations(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "2")
    endpoint.answer(SERVER_ERROR, SERVER_ERROR, run("mgr1"), Answer(), Answer())

    result = cancel(*THREE_RUNS_ARGS)

    first = result.report["results"][0]
    assert (first["outcome"], first["attempts"]) == ("FAILED", 2)


def test_the_environment_sets_the_attempts_of_one_cancellation(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "5")
    endpoint.answer(*[SERVER_ERROR] * 5)

    assert "(reached max retries: 4)" in cancel(*RUN_ARGS).stderr


def test_the_profile_sets_the_attempts(
    cancel: InProcessCommand, endpoint: Endpoint, aws_config: Path
) -> None:
    aws_config.write_text("[default]\nmax_attempts = 2\nretry_mode = adaptive\n")
    endpoint.answer(SERVER_ERROR, SERVER_ERROR)

    assert "(reached max retries: 1)" in cancel(*RUN_ARGS).stderr


def test_a_successful_retry_is_a_success(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(THROTTLED, Answer())

    result = cancel(*RUN_ARGS)

    assert (result.status, result.stderr) == (0, ACCEPTED)


def test_a_client_error_is_not_sent_again(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(error(400, "ValidationException", "no"))

    cancel(*RUN_ARGS)

    assert len(endpoint.requests) == 1


@pytest.mark.parametrize("mode", ["eager", "legacy", ""])
def test_a_retry_mode_that_aws_cli_v2_lacks_is_refused(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setenv("AWS_RETRY_MODE", mode)

    result = cancel(*RUN_ARGS)

    assert result.status == 255
    assert result.stderr == (
        f'\nInvalid value provided to "mode": "{mode}" must be one of: "standard" or "adaptive"\n'
    )


def test_as_many_connections_stay_open_as_requests_are_sent_at_once(
    cancel: InProcessCommand, endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    runs = [f"--identifier=mgr{number}" for number in range(20)]
    endpoint.answer(*[Answer(held=True)] * 20)

    def release(_request: Request) -> None:
        if len(endpoint.requests) == 20:
            endpoint.released.set()

    endpoint.on_request = release

    result = cancel(*DOMAIN_ARGS, *runs, "--max-concurrency=20", "--max-rate=0")

    assert result.report["summary"] == {"ACCEPTED": 20}
    assert [line for line in caplog.messages if "Connection pool is full" in line] == []


@pytest.mark.parametrize(
    ("seconds", "rules", "status", "attempts"),
    [
        (0.4, "", 0, 2),
        (1.4, "", 0, 3),
        (1.6, "", 254, 3),
        (0.07, "true", 0, 3),
        (0.08, "true", 254, 3),
    ],
)
def test_one_cancellation_survives_an_outage(
    endpoint: Endpoint,
    monkeypatch: pytest.MonkeyPatch,
    seconds: float,
    rules: str,
    status: int,
    attempts: int,
) -> None:
    monkeypatch.setattr("random.random", lambda: 0.5)
    monkeypatch.setattr(BOTOCORE_RANDOM, (20, lambda: 0.5, None, None))
    monkeypatch.setenv("AWS_NEW_RETRIES_2026", rules)
    clock = OutageClock(endpoint, fault=Answer(status=503), seconds=seconds)

    result = call_in_process(*RUN_ARGS, clock=clock)

    assert result.status == status
    assert len(endpoint.requests) == attempts
