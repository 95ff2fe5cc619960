"""The log of requests that `--log` writes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from datazone_cancel.sandbox.server import serving
from tests.support.names import DOMAIN, RUN


def client(url: str, service: str = "datazone", region: str = "us-east-1") -> Any:
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=region,
        config=Config(retries={"total_max_attempts": 1}),
    )


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log.jsonl"


@pytest.fixture
def url(log: Path) -> Iterator[str]:
    with log.open("wb", buffering=0) as file, serving(log=file) as url:
        yield url


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


def test_each_request_is_a_line_before_its_response_arrives(url: str, log: Path) -> None:
    client(url).cancel_metadata_generation_run(domainIdentifier=DOMAIN, identifier=RUN)

    [line] = lines(log)
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "service": "datazone",
        "operation": "CancelMetadataGenerationRun",
        "method": "POST",
        "target": f"/v2/domains/{DOMAIN}/metadata-generation-runs/{RUN}/cancel",
        "region": "us-east-1",
        "accessKeyId": "AKIDEXAMPLE",
        "status": 200,
    }


def test_failures_are_counted_too(url: str, log: Path) -> None:
    for call in (client(url, region="eu-west-1").get_domain, client(url).get_domain):
        with pytest.raises(ClientError):
            call(identifier="dzd_other")

    assert [(line["operation"], line["region"], line["status"]) for line in lines(log)] == [
        ("GetDomain", "eu-west-1", 403),
        ("GetDomain", "us-east-1", 403),
    ]


def test_operations_of_sts_are_named(url: str, log: Path) -> None:
    client(url, "sts").get_caller_identity()

    assert [(line["service"], line["operation"]) for line in lines(log)] == [
        ("sts", "GetCallerIdentity")
    ]


def test_a_log_that_cannot_be_written_fails_the_request() -> None:
    with (
        open("/dev/full", "wb", buffering=0) as full,
        serving(log=full) as url,
        pytest.raises(ClientError) as caught,
    ):
        client(url).list_domains()

    assert caught.value.response["Error"]["Message"] == (
        "The sandbox could not write its log: No space left on device"
    )
