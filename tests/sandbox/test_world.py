"""What the sandbox has to practice on, besides the API reference's domain."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from datazone_cancel.sandbox.server import serving
from tests.support.names import DOMAIN, RUN

PRACTICE = "dzd-5h2kq8vw3nzr7m"
DENIED = "5w0p7d3t9s2n8k"
CANCELABLE = {"SUBMITTED", "IN_PROGRESS"}


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def url(clock: Clock) -> Iterator[str]:
    with serving(seconds_per_status=10, clock=clock) as url:
        yield url


def client(url: str, *, key: str = "sandbox", region: str = "us-west-2") -> Any:
    return boto3.client(
        "datazone",
        endpoint_url=url,
        region_name=region,
        aws_access_key_id=key,
        aws_secret_access_key="secret",
        config=Config(retries={"total_max_attempts": 1}),
    )


def runs(url: str) -> dict[str, Any]:
    listed = client(url).list_metadata_generation_runs(domainIdentifier=PRACTICE)["items"]
    return {run["id"]: run for run in listed}


def refusal(datazone: Any, domain: str, run: str) -> tuple[int, str, str]:
    with pytest.raises(ClientError) as caught:
        datazone.cancel_metadata_generation_run(domainIdentifier=domain, identifier=run)
    response = caught.value.response
    error = response["Error"]
    return response["ResponseMetadata"]["HTTPStatusCode"], error["Code"], error["Message"]


def test_each_region_has_its_domain(url: str) -> None:
    domains = {
        region: [
            (domain["id"], domain["domainVersion"])
            for domain in client(url, region=region).list_domains()["items"]
        ]
        for region in ("us-east-1", "us-west-2", "eu-west-1")
    }

    assert domains == {
        "us-east-1": [(DOMAIN, "V1")],
        "us-west-2": [(PRACTICE, "V2")],
        "eu-west-1": [],
    }


def test_all_statuses_and_kinds_of_creators_occur(url: str) -> None:
    listed = runs(url).values()

    assert {run["status"] for run in listed} == {
        *CANCELABLE,
        "CANCELED",
        "FAILED",
        "PARTIALLY_SUCCEEDED",
        "SUCCEEDED",
    }
    creators = {run["createdBy"] for run in listed}
    assert {"", "SYSTEM"} < creators
    assert any(len(creator) == 36 for creator in creators)
    assert all(len(run["id"]) == 14 and not run["id"].startswith("mgr") for run in listed)


def test_runs_end_in_each_way(url: str, clock: Clock) -> None:
    cancelable = [run["id"] for run in runs(url).values() if run["status"] in CANCELABLE]
    clock.now = 20

    after = runs(url)
    assert {after[run]["status"] for run in cancelable} == {
        "FAILED",
        "PARTIALLY_SUCCEEDED",
        "SUCCEEDED",
    }


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (
            "4kq8s1h6nz0y5b",
            [{"type": "BUSINESS_NAMES", "status": "FAILED", "errorMessage": "quota"}],
        ),
        (
            "9d2x7m5w3r8g1t",
            [
                {"type": "BUSINESS_DESCRIPTIONS", "status": "SUCCEEDED"},
                {"type": "BUSINESS_NAMES", "status": "FAILED", "errorMessage": "quota"},
            ],
        ),
        ("b6y1z4k9p0f3vn", [{"type": "BUSINESS_GLOSSARY_ASSOCIATIONS", "status": "CANCELED"}]),
    ],
)
def test_each_type_has_its_status_and_error(
    url: str, run: str, expected: list[dict[str, str]]
) -> None:
    got = client(url).get_metadata_generation_run(domainIdentifier=PRACTICE, identifier=run)

    for stat in expected:
        if "errorMessage" in stat:
            stat["errorMessage"] = "business name generation has reached monthly quota"
    assert got["typeStats"] == expected


def test_a_run_of_the_denied_project_cannot_be_canceled(url: str) -> None:
    assert refusal(client(url), PRACTICE, DENIED) == (
        403,
        "AccessDeniedException",
        "User is not permitted to perform operation: CancelMetadataGenerationRun",
    )
    assert runs(url)[DENIED]["status"] == "IN_PROGRESS"


@pytest.mark.parametrize(
    ("key", "status", "code", "message"),
    [
        (
            "expired",
            403,
            "ExpiredTokenException",
            "The security token included in the request is expired",
        ),
        (
            "denied",
            403,
            "AccessDeniedException",
            "User: arn:aws:iam::123456789012:user/denied is not authorized to perform:"
            " datazone:CancelMetadataGenerationRun on resource:"
            f" arn:aws:datazone:us-east-1:123456789012:domain/{DOMAIN}",
        ),
        (
            "unauthorized",
            401,
            "UnauthorizedException",
            "The sandbox refuses this access key.",
        ),
        (
            "quota",
            402,
            "ServiceQuotaExceededException",
            "The sandbox's quota is exceeded.",
        ),
        (
            "blocked",
            403,
            "403",
            "<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body></body>\r\n</html>\r\n",
        ),
    ],
)
def test_an_access_key_id_chooses_a_failure(
    url: str, key: str, status: int, code: str, message: str
) -> None:
    datazone = client(url, key=key, region="us-east-1")

    assert refusal(datazone, DOMAIN, RUN) == (status, code, message)


def test_a_blocked_request_has_no_request_id(url: str) -> None:
    with pytest.raises(ClientError) as caught:
        client(url, key="blocked").list_domains()

    metadata = caught.value.response["ResponseMetadata"]
    assert metadata["HTTPHeaders"]["content-type"] == "text/html"
    assert "RequestId" not in metadata
