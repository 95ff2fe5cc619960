"""Unit tests for datazone-supported APIs."""

from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from moto import mock_aws, settings
from moto.moto_api import state_manager

REGION = "us-east-1"
TARGET = {"type": "ASSET", "identifier": "ast1", "revision": "1"}
RUN = "datazone::metadata_generation_run"


def datazone(region: str = REGION, **config: Any) -> Any:
    return boto3.client("datazone", region_name=region, config=Config(**config))


def create_domain(client: Any, name: str = "domain") -> str:
    return client.create_domain(name=name)["id"]


def start_run(client: Any, domain: str, **members: Any) -> Any:
    return client.start_metadata_generation_run(
        **{
            "domainIdentifier": domain,
            "owningProjectIdentifier": "prj1",
            "target": TARGET,
            "types": ["BUSINESS_NAMES"],
            **members,
        }
    )


def assert_error(exc: Any, status: int, code: str, message: str) -> None:
    response = exc.value.response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert response["Error"]["Code"] == code
    assert response["Error"]["Message"] == message


@mock_aws
def test_create_domain() -> None:
    client = datazone()

    resp = client.create_domain(
        name="domain",
        description="A domain",
        domainExecutionRole="arn:aws:iam::123456789012:role/role",
        tags={"key": "value"},
    )

    assert resp["ResponseMetadata"]["HTTPStatusCode"] == 201
    domain = client.get_domain(identifier=resp["id"])
    assert domain["id"].startswith("dzd_")
    assert (
        domain["arn"] == f"arn:aws:datazone:{REGION}:123456789012:domain/{domain['id']}"
    )
    assert domain["name"] == "domain"
    assert domain["description"] == "A domain"
    assert domain["domainExecutionRole"] == "arn:aws:iam::123456789012:role/role"
    assert domain["domainVersion"] == "V1"
    assert domain["portalUrl"] == f"https://{domain['id']}.datazone.{REGION}.on.aws"
    assert domain["rootDomainUnitId"]
    assert domain["singleSignOn"] == {"type": "DISABLED"}
    assert domain["status"] == "AVAILABLE"
    assert domain["tags"] == {"key": "value"}
    assert domain["lastUpdatedAt"] == domain["createdAt"]


@mock_aws
def test_create_domain_version_2() -> None:
    resp = datazone().create_domain(name="domain", domainVersion="V2")

    assert resp["id"].startswith("dzd-")
    assert resp["domainVersion"] == "V2"


@mock_aws
def test_create_domain_with_existing_name() -> None:
    client = datazone()
    create_domain(client)

    with pytest.raises(ClientError) as exc:
        create_domain(client)
    assert_error(
        exc,
        409,
        "ConflictException",
        "Domain name already exists under this account, please use another one",
    )


@mock_aws
def test_create_domain_is_idempotent() -> None:
    client = datazone()

    first = client.create_domain(name="domain", clientToken="token")

    assert client.create_domain(name="domain", clientToken="token")["id"] == first["id"]


@mock_aws
def test_delete_domain() -> None:
    client = datazone()
    domain = create_domain(client)

    resp = client.delete_domain(identifier=domain)

    assert resp["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert resp["status"] == "DELETING"
    assert client.list_domains()["items"] == []


@mock_aws
def test_list_domains() -> None:
    client = datazone()
    identifiers = [create_domain(client, name) for name in ("a", "b", "c")]

    first = client.list_domains(maxResults=2, status="AVAILABLE")
    second = client.list_domains(nextToken=first["nextToken"])

    listed = [item["id"] for item in first["items"] + second["items"]]
    assert listed == identifiers
    assert "nextToken" not in second
    assert client.list_domains(status="DELETED")["items"] == []


@mock_aws
@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("DeleteDomain", {"identifier": "dzd_other"}),
        ("GetDomain", {"identifier": "dzd_other"}),
        ("ListMetadataGenerationRuns", {"domainIdentifier": "dzd_other"}),
    ],
)
def test_unknown_domain(operation: str, members: dict[str, str]) -> None:
    client = datazone()
    method = {v: k for k, v in client.meta.method_to_api_mapping.items()}[operation]

    with pytest.raises(ClientError) as exc:
        getattr(client, method)(**members)
    assert_error(
        exc,
        403,
        "AccessDeniedException",
        f"User is not permitted to perform operation: {operation}",
    )


@mock_aws
def test_start_metadata_generation_run() -> None:
    client = datazone()
    domain = create_domain(client)

    resp = start_run(client, domain)

    assert resp["domainId"] == domain
    assert resp["owningProjectId"] == "prj1"
    assert resp["status"] == "IN_PROGRESS"
    assert resp["types"] == ["BUSINESS_NAMES"]
    assert "type" not in resp


@mock_aws
def test_start_metadata_generation_run_with_same_token() -> None:
    client = datazone()
    domain = create_domain(client)
    first = start_run(client, domain, clientToken="token")

    assert start_run(client, domain, clientToken="token")["id"] == first["id"]
    with pytest.raises(ClientError) as exc:
        start_run(client, domain, clientToken="token", owningProjectIdentifier="prj2")
    assert exc.value.response["Error"]["Code"] == "ConflictException"


@mock_aws
def test_get_metadata_generation_run_progresses() -> None:
    client = datazone()
    domain = create_domain(client)
    run = start_run(client, domain)["id"]

    resp = client.get_metadata_generation_run(domainIdentifier=domain, identifier=run)

    assert resp["status"] == "SUCCEEDED"
    assert resp["target"] == TARGET
    assert resp["typeStats"] == [{"type": "BUSINESS_NAMES", "status": "SUCCEEDED"}]


@mock_aws
def test_get_metadata_generation_run_with_transition() -> None:
    if settings.TEST_SERVER_MODE:
        pytest.skip("Cannot set a transition in ServerMode")
    client = datazone()
    domain = create_domain(client)
    run = {"domainIdentifier": domain, "identifier": start_run(client, domain)["id"]}

    state_manager.set_transition(RUN, {"progression": "manual", "times": 2})
    try:
        statuses = [
            client.get_metadata_generation_run(**run)["status"] for _ in range(2)
        ]
    finally:
        state_manager.unset_transition(RUN)

    assert statuses == ["IN_PROGRESS", "SUCCEEDED"]


@mock_aws
@pytest.mark.parametrize("requested", [{}, {"type": "BUSINESS_NAMES"}])
def test_type_is_returned_if_requested(requested: dict[str, str]) -> None:
    client = datazone()
    domain = create_domain(client)
    run = start_run(client, domain)["id"]

    got = client.get_metadata_generation_run(
        domainIdentifier=domain, identifier=run, **requested
    )
    [listed] = client.list_metadata_generation_runs(
        domainIdentifier=domain, **requested
    )["items"]

    assert got.get("type") == listed.get("type") == requested.get("type")


@mock_aws
def test_cancel_metadata_generation_run() -> None:
    client = datazone()
    domain = create_domain(client)
    run = {"domainIdentifier": domain, "identifier": start_run(client, domain)["id"]}

    client.cancel_metadata_generation_run(**run)

    assert client.get_metadata_generation_run(**run)["status"] == "CANCELED"


@mock_aws
def test_cancel_finished_metadata_generation_run() -> None:
    client = datazone()
    domain = create_domain(client)
    run = {"domainIdentifier": domain, "identifier": start_run(client, domain)["id"]}
    client.get_metadata_generation_run(**run)

    with pytest.raises(ClientError) as exc:
        client.cancel_metadata_generation_run(**run)
    assert_error(
        exc,
        400,
        "ValidationException",
        "The MetadataGenerationRun in SUCCEEDED status cannot be canceled.",
    )


@mock_aws
def test_unknown_metadata_generation_run() -> None:
    client = datazone()
    domain = create_domain(client)

    with pytest.raises(ClientError) as exc:
        client.cancel_metadata_generation_run(
            domainIdentifier=domain, identifier="mgr1"
        )
    assert_error(
        exc,
        404,
        "ResourceNotFoundException",
        "Requested prediction cannot be found in domain",
    )


@mock_aws
def test_list_metadata_generation_runs() -> None:
    client = datazone()
    domain = create_domain(client)
    names = start_run(client, domain)["id"]
    other = {"type": "ASSET", "identifier": "ast2"}
    descriptions = start_run(
        client, domain, types=["BUSINESS_DESCRIPTIONS"], target=other
    )["id"]

    def listed(**filters: str) -> list[str]:
        resp = client.list_metadata_generation_runs(domainIdentifier=domain, **filters)
        return [item["id"] for item in resp.get("items", [])]

    assert listed() == [names, descriptions]
    assert listed(status="IN_PROGRESS") == [names, descriptions]
    assert listed(status="CANCELED") == []
    assert listed(type="BUSINESS_NAMES") == [names]
    assert listed(targetIdentifier="ast2") == [descriptions]


@mock_aws
def test_run_canceled_between_pages_hides_no_other_run() -> None:
    client = datazone()
    domain = create_domain(client)
    runs = [start_run(client, domain)["id"] for _ in range(3)]
    page = {
        "domainIdentifier": domain,
        "status": "IN_PROGRESS",
        "maxResults": 1,
    }
    first = client.list_metadata_generation_runs(**page)
    for run in runs[:2]:
        client.cancel_metadata_generation_run(domainIdentifier=domain, identifier=run)

    second = client.list_metadata_generation_runs(**page, nextToken=first["nextToken"])

    assert [item["id"] for item in second["items"]] == [runs[2]]


@mock_aws
@pytest.mark.parametrize("token", ["token", "LTE=", "77yR", "MA", "OTk5OTk5"])
def test_invalid_next_token(token: str) -> None:
    with pytest.raises(ClientError) as exc:
        datazone().list_domains(nextToken=token)
    assert_error(exc, 400, "ValidationException", "Invalid nextToken")


@mock_aws
@pytest.mark.parametrize("identifier", ["", "domain", "dzd_a/b", "dzd_a\n", "dzd_é"])
def test_invalid_identifier(identifier: str) -> None:
    with pytest.raises(ClientError) as exc:
        datazone().get_domain(identifier=identifier)
    assert_error(
        exc,
        400,
        "ValidationException",
        "1 validation error detected: Value at 'identifier' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: dzd[-_][a-zA-Z0-9_-]{1,36}",
    )


@mock_aws
def test_invalid_type_is_reported_for_types() -> None:
    with pytest.raises(ClientError) as exc:
        datazone().get_metadata_generation_run(
            domainIdentifier="dzd_a", identifier="mgr1", type="NAMES"
        )
    assert_error(
        exc,
        400,
        "ValidationException",
        "1 validation error detected: Value at 'types' failed to satisfy constraint: "
        "Member must satisfy constraint: [Member must satisfy enum value set: "
        "[BUSINESS_NAMES, BUSINESS_GLOSSARY_ASSOCIATIONS, BUSINESS_DESCRIPTIONS]]",
    )


@mock_aws
@pytest.mark.parametrize(
    ("region", "config"),
    [
        ("us-east-1", {"use_fips_endpoint": True}),
        ("eu-west-1", {"use_fips_endpoint": True}),
        ("us-east-1", {"use_dualstack_endpoint": True}),
        ("cn-north-1", {}),
        ("cn-north-1", {"use_fips_endpoint": True}),
        ("us-gov-west-1", {"use_fips_endpoint": True}),
    ],
)
def test_endpoints(region: str, config: dict[str, bool]) -> None:
    client = datazone(region, **config)

    arn = client.create_domain(name="domain")["arn"]

    partition = {"cn-n": "aws-cn", "us-g": "aws-us-gov"}.get(region[:4], "aws")
    assert arn.startswith(f"arn:{partition}:datazone:{region}:123456789012:domain/dzd_")


@mock_aws
def test_bucket_that_is_called_datazone() -> None:
    s3 = boto3.client("s3", region_name=REGION)

    s3.create_bucket(Bucket="datazone")

    assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == ["datazone"]
