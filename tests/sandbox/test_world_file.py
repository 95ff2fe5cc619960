"""`--world`: the domains and runs of a listing."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timezone
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from datazone_cancel.sandbox.server import serving
from datazone_cancel.sandbox.world_file import InvalidWorldError, read_world
from tests.support.names import DOMAIN

OWN = "dzd_owndomain00001"
RUN = {
    "domainId": OWN,
    "id": "own1",
    "target": {"type": "ASSET", "identifier": "ast1", "revision": "3"},
    "status": "SUBMITTED",
    "types": ["BUSINESS_NAMES"],
    "createdAt": "2026-11-20T10:20:30.400000+00:00",
    "createdBy": "usr1",
    "owningProjectId": "prj1",
}
World = Callable[..., AbstractContextManager[str]]


@pytest.fixture
def world(tmp_path: Path) -> World:
    def serve(*items: dict[str, Any]) -> AbstractContextManager[str]:
        file = tmp_path / "runs.json"
        file.write_text(json.dumps({"items": items}))
        return serving(world=read_world(str(file)))

    return serve


def client(url: str, region: str = "us-east-1") -> Any:
    return boto3.client(
        "datazone",
        endpoint_url=url,
        region_name=region,
        config=Config(retries={"total_max_attempts": 1}),
    )


def listed(datazone: Any, domain: str = OWN) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = datazone.list_metadata_generation_runs(domainIdentifier=domain)[
        "items"
    ]
    return items


def test_a_listing_is_the_same_in_the_sandbox(world: World) -> None:
    with world(RUN) as url:
        [item] = listed(client(url))

    created_at = item.pop("createdAt").astimezone(timezone.utc)
    assert created_at.isoformat(timespec="microseconds") == RUN["createdAt"]
    assert item == {name: value for name, value in RUN.items() if name != "createdAt"}


def test_times_can_be_numbers_as_the_service_sends_them(world: World) -> None:
    with world({**RUN, "createdAt": 1752644436.666}) as url:
        [item] = listed(client(url))

    assert item["createdAt"].timestamp() == 1752644436.666


def test_a_run_needs_only_what_the_model_requires(world: World) -> None:
    with world({"domainId": OWN, "id": "own1", "owningProjectId": "prj1"}) as url:
        [item] = listed(client(url))

    assert (item["id"], item["status"]) == ("own1", "IN_PROGRESS")


def test_its_runs_can_be_canceled(world: World) -> None:
    with world(RUN) as url:
        datazone = client(url)
        datazone.cancel_metadata_generation_run(domainIdentifier=OWN, identifier="own1")

        assert listed(datazone)[0]["status"] == "CANCELED"


def test_its_domains_are_in_every_region(world: World) -> None:
    with world(RUN, {**RUN, "domainId": "dzd-second", "id": "own2"}) as url:
        domains = {
            region: [item["id"] for item in client(url, region).list_domains()["items"]]
            for region in ("us-east-1", "eu-central-1")
        }

    assert domains == {
        "us-east-1": [DOMAIN, OWN, "dzd-second"],
        "eu-central-1": [OWN, "dzd-second"],
    }


def test_a_region_has_a_copy_of_its_own(world: World) -> None:
    with world(RUN) as url:
        client(url).cancel_metadata_generation_run(domainIdentifier=OWN, identifier="own1")

        assert listed(client(url, "eu-central-1"))[0]["status"] == "SUBMITTED"


def test_a_domain_of_the_sandbox_is_replaced(world: World) -> None:
    with world({**RUN, "domainId": DOMAIN}) as url:
        assert [item["id"] for item in listed(client(url), DOMAIN)] == ["own1"]


def test_other_domains_are_still_unknown(world: World) -> None:
    with world(RUN) as url, pytest.raises(ClientError, match="AccessDeniedException"):
        listed(client(url), "dzd_other")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "runs.json is not JSON: "),
        ("[]", "runs.json has no list 'items', as aws datazone list-metadata-generation-runs"),
        ('{"items": {}}', "runs.json has no list 'items'"),
        ('{"items": ["own1"]}', "runs.json: run 1 is not an object."),
        (json.dumps({"items": [RUN, {**RUN, "id": "a b"}]}), "runs.json: run 2: Value at 'id' "),
        (
            json.dumps({"items": [{**RUN, "createdAt": "soon"}]}),
            "runs.json: run 1: Value at 'createdAt' is not a time.",
        ),
        (
            json.dumps({"items": [{**RUN, "createdAt": []}]}),
            "runs.json: run 1: Value at 'createdAt' is not a time.",
        ),
        (
            json.dumps({"items": [{**RUN, "status": "CANCELLED"}]}),
            "runs.json: run 1: Value at 'status' failed to satisfy constraint",
        ),
    ],
)
def test_a_file_of_another_format_is_refused(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "runs.json"
    file.write_text(content)

    with pytest.raises(InvalidWorldError) as caught:
        read_world(str(file))
    assert message in str(caught.value)
