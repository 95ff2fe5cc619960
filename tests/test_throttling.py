"""How the rate of requests adapts to a service that throttles, on a clock that only pauses move."""

from itertools import pairwise

import pytest
from botocore.retries.throttling import CubicCalculator

from .support.answers import SUCCEEDED, THROTTLED
from .support.clock import ScriptedClock
from .support.command import InProcessCommand
from .support.endpoint import Answer, Endpoint, Request
from .support.names import DOMAIN_ARGS, ONE_AT_A_TIME

RATE = 20
"""Requests per second, unless the service throttles."""


@pytest.fixture
def arrivals(endpoint: Endpoint, clock: ScriptedClock) -> list[float]:
    """When the requests arrived, in seconds of the clock."""
    times: list[float] = []
    endpoint.on_request = lambda _request: times.append(clock.time)
    return times


@pytest.fixture(autouse=True)
def no_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the rate limiter makes requests wait."""
    monkeypatch.setattr("random.random", lambda: 0)


def runs(count: int) -> tuple[str, ...]:
    return (*DOMAIN_ARGS, *(f"--identifier=mgr{n}" for n in range(count)), *ONE_AT_A_TIME)


def gaps(times: list[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(times)]


@pytest.mark.parametrize("answer", [THROTTLED, Answer(status=429)], ids=["code", "bare 429"])
def test_throttling_slows_the_next_requests_down(
    cancel: InProcessCommand, endpoint: Endpoint, arrivals: list[float], answer: Answer
) -> None:
    endpoint.answer(*[Answer()] * RATE, answer, *[Answer()] * 3)

    result = cancel(*runs(RATE + 3))

    assert result.report["summary"] == {"ACCEPTED": RATE + 3}
    # The turn of the second attempt was given before the response.
    *before, _second_attempt, after = gaps(arrivals)[:-1]
    assert before == pytest.approx([1 / RATE] * RATE)
    assert after == pytest.approx(1 / (0.7 * RATE), rel=0.1)


def test_throttling_slows_down_from_the_rate_of_the_last_second(
    cancel: InProcessCommand, endpoint: Endpoint, clock: ScriptedClock
) -> None:
    arrivals = []

    def take_a_quarter_of_a_second(_request: Request) -> None:
        arrivals.append(clock.time)
        clock.time += 0.24

    endpoint.on_request = take_a_quarter_of_a_second
    endpoint.answer(*[Answer()] * 20, THROTTLED, *[Answer()] * 3)

    cancel(*runs(23))

    *_, after, _last = gaps(arrivals)
    assert after == pytest.approx(1 / (0.7 * 4), rel=0.1)


def test_an_error_that_is_no_throttling_keeps_the_rate(
    cancel: InProcessCommand, endpoint: Endpoint, arrivals: list[float]
) -> None:
    endpoint.answer(*[SUCCEEDED] * 5, Answer(status=500), *[Answer()] * 5)

    cancel(*runs(10))

    assert gaps(arrivals) == pytest.approx([1 / RATE] * 10)


def test_requests_that_are_throttled_in_the_same_second_slow_down_once(
    cancel: InProcessCommand, endpoint: Endpoint, arrivals: list[float]
) -> None:
    endpoint.answer(*[Answer()] * RATE, *[THROTTLED, Answer()] * 5, Answer(), Answer())

    cancel(*runs(RATE + 7))

    assert max(gaps(arrivals)) < 1 / (0.7 * RATE)


def test_throttling_after_a_second_slows_down_again(
    cancel: InProcessCommand, endpoint: Endpoint, arrivals: list[float]
) -> None:
    endpoint.answer(*[Answer()] * RATE, THROTTLED, *[Answer()] * RATE, THROTTLED, *[Answer()] * 3)

    cancel(*runs(2 * RATE + 3))

    *_, before, _second_attempt, after, _last = gaps(arrivals)
    assert after > 1.2 * before


def test_the_rate_recovers_to_the_maximum_and_not_beyond(
    cancel: InProcessCommand, endpoint: Endpoint, arrivals: list[float]
) -> None:
    endpoint.answer(THROTTLED, *[Answer()] * 200)

    cancel(*runs(200))

    after = gaps(arrivals)[1:]
    assert max(after) > 1
    assert min(after) == pytest.approx(1 / RATE)
    assert after[-1] == pytest.approx(1 / RATE)


def test_the_rate_recovers_as_in_the_adaptive_mode_of_botocore(
    cancel: InProcessCommand, endpoint: Endpoint, arrivals: list[float]
) -> None:
    endpoint.answer(*[Answer()] * RATE, THROTTLED, *[Answer()] * 2 * RATE)

    cancel(*runs(3 * RATE))

    throttled_at, *later = arrivals[RATE:]
    curve = CubicCalculator(starting_max_rate=RATE, start_time=throttled_at)
    # A response changes the rate of the turn that is given next.
    rates = [min(RATE, curve.success_received(time)) for time in later]
    assert [1 / gap for gap in gaps(later)[1:]] == pytest.approx(rates[:-2], rel=0.02)


def test_throttling_that_lasts_leaves_a_request_every_two_seconds(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    arrivals: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    endpoint.answer(*[THROTTLED] * 20)

    result = cancel(*runs(20))

    assert result.report["summary"] == {"FAILED": 20}
    assert gaps(arrivals)[-10:] == pytest.approx([2] * 10)


def test_a_smaller_quota_is_found_out_and_kept_to(
    cancel: InProcessCommand, endpoint: Endpoint, clock: ScriptedClock
) -> None:
    quota = 3
    accepted: list[float] = []
    refused: list[float] = []

    def answer(_request: Request) -> None:
        spent = [time for time in accepted if clock.time - time < 1]
        (accepted if len(spent) < quota else refused).append(clock.time)
        endpoint.answer(Answer() if len(spent) < quota else THROTTLED)

    endpoint.on_request = answer

    result = cancel(*runs(60))

    assert result.report["summary"] == {"ACCEPTED": 60}
    assert len(refused) < 30
