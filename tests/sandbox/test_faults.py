"""The sandbox on a bad day, with a clock, a sleep and chances that the test decides."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from datazone_cancel.sandbox.server import serving
from tests.support.names import DOMAIN


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def client(url: str, **options: Any) -> Any:
    return boto3.client(
        "datazone",
        endpoint_url=url,
        config=Config(retries={"total_max_attempts": 1}),
        **{"region_name": "us-east-1", **options},
    )


def cancel(datazone: Any, number: int) -> str:
    """The code that the cancellation of that run ends with."""
    try:
        datazone.cancel_metadata_generation_run(
            domainIdentifier=DOMAIN, identifier=f"mgr{number:011d}"
        )
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return "OK"


def status(datazone: Any, number: int) -> str:
    run = datazone.get_metadata_generation_run(
        domainIdentifier=DOMAIN, identifier=f"mgr{number:011d}"
    )
    return str(run["status"])


class TestThrottle:
    @pytest.fixture
    def clock(self) -> Clock:
        return Clock()

    @pytest.fixture
    def url(self, clock: Clock) -> Iterator[str]:
        with serving(runs=9, throttle=2, clock=clock) as url:
            yield url

    def test_cancellations_over_the_rate_are_throttled(self, url: str) -> None:
        datazone = client(url)

        assert [cancel(datazone, number) for number in (1, 2, 3)] == [
            "OK",
            "OK",
            "ThrottlingException",
        ]
        assert status(datazone, 3) == "IN_PROGRESS"

    def test_the_rate_is_let_through_again_as_time_passes(self, url: str, clock: Clock) -> None:
        datazone = client(url)
        for number in (1, 2, 3):
            cancel(datazone, number)
        clock.now += 0.5

        assert [cancel(datazone, number) for number in (3, 4)] == ["OK", "ThrottlingException"]

    def test_no_more_than_a_seconds_worth_is_saved_up(self, url: str, clock: Clock) -> None:
        datazone = client(url)
        clock.now += 3600

        assert [cancel(datazone, number) for number in (1, 2, 3)][-1] == "ThrottlingException"

    def test_each_region_has_a_rate_of_its_own(self, url: str) -> None:
        for number in (1, 2):
            cancel(client(url), number)

        assert cancel(client(url, region_name="eu-west-1"), 3) == "AccessDeniedException"

    def test_only_cancellations_are_throttled(self, url: str) -> None:
        datazone = client(url)

        assert [status(datazone, 1) for _ in range(5)] == ["IN_PROGRESS"] * 5


class TestThrottleOfOtherOperations:
    @staticmethod
    def start(datazone: Any) -> str:
        try:
            datazone.start_metadata_generation_run(
                domainIdentifier=DOMAIN,
                types=["BUSINESS_NAMES"],
                target={"type": "ASSET", "identifier": "ast1"},
                owningProjectIdentifier="prj1",
            )
        except ClientError as error:
            return str(error.response["Error"]["Code"])
        return "OK"

    def test_starts_over_the_rate_are_throttled(self) -> None:
        with serving(runs=9, throttle_starts=2, clock=Clock()) as url:
            datazone = client(url)
            started = [self.start(datazone) for _ in range(3)]
            others = [cancel(datazone, number) for number in (1, 2, 3)]
            others += [status(datazone, number) for number in (4, 6, 8)]

        assert started == ["OK", "OK", "ThrottlingException"]
        assert others == ["OK"] * 3 + ["SUBMITTED"] * 3

    def test_reads_over_the_rate_are_throttled(self) -> None:
        with serving(runs=9, throttle_reads=2, clock=Clock()) as url:
            datazone = client(url)
            others = [cancel(datazone, number) for number in (1, 2, 3)]
            others += [self.start(datazone) for _ in range(3)]
            datazone.list_domains()
            datazone.list_metadata_generation_runs(domainIdentifier=DOMAIN)
            with pytest.raises(ClientError, match="ThrottlingException"):
                status(datazone, 4)

        assert others == ["OK"] * 6

    def test_each_kind_has_a_rate_of_its_own(self) -> None:
        with serving(runs=9, throttle=1, throttle_starts=1, throttle_reads=1, clock=Clock()) as url:
            datazone = client(url)
            codes = [cancel(datazone, 1), self.start(datazone), status(datazone, 4)]

        assert codes == ["OK", "OK", "SUBMITTED"]


class TestSeed:
    @staticmethod
    def codes(numbers: list[int], **settings: Any) -> list[str]:
        with serving(runs=40, fail_rate=0.5, **settings) as url:
            datazone = client(url)
            return [cancel(datazone, number) for number in numbers]

    def test_the_same_requests_fail_each_time(self) -> None:
        numbers = list(range(1, 41))
        first, second = (self.codes(numbers, seed=7) for _ in range(2))

        assert first == second
        assert {*first} == {"OK", "InternalServerException"}

    def test_the_order_of_requests_does_not_matter(self) -> None:
        numbers = list(range(1, 41))

        forwards = self.codes(numbers, seed=7)

        assert self.codes(numbers[::-1], seed=7)[::-1] == forwards

    def test_another_seed_fails_other_requests(self) -> None:
        numbers = list(range(1, 41))

        assert self.codes(numbers, seed=7) != self.codes(numbers, seed=8)

    def test_without_a_seed_other_requests_fail_each_time(self) -> None:
        numbers = list(range(1, 41))

        assert self.codes(numbers) != self.codes(numbers)

    def test_a_repetition_can_succeed(self) -> None:
        assert len(set(self.codes([1] * 20, seed=7))) > 1


@pytest.mark.parametrize(
    ("chance", "code", "after"),
    [
        (0.09, "InternalServerException", "IN_PROGRESS"),
        (0.10, "InternalServerException", "CANCELED"),
        (0.19, "InternalServerException", "CANCELED"),
        (0.20, "OK", "CANCELED"),
    ],
)
def test_half_of_the_failures_are_answers_that_got_lost(
    chance: float, code: str, after: str
) -> None:
    draws = iter([chance, 1.0])
    with serving(runs=1, fail_rate=0.2, chance=lambda _request: next(draws)) as url:
        datazone = client(url)

        assert cancel(datazone, 1) == code
        assert status(datazone, 1) == after


def test_a_fail_rate_of_one_fails_always() -> None:
    with serving(runs=1, fail_rate=1) as url:
        assert cancel(client(url), 1) == "InternalServerException"


def test_latency_is_waited_for_before_each_answer() -> None:
    waits: list[float] = []
    with serving(runs=1, latency=0.05, sleep=waits.append) as url:
        datazone = client(url)
        cancel(datazone, 1)
        status(datazone, 1)

    assert waits == [0.05, 0.05]
