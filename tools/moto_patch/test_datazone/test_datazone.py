"""Unit tests for datazone-supported APIs."""

from unittest import SkipTest

import boto3
import botocore.session
import pytest
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import ClientError

from moto import mock_aws, settings
from moto.backend_index import backend_url_patterns
from moto.core import DEFAULT_ACCOUNT_ID
from moto.moto_api import state_manager

REGION = "us-east-1"
ROLE = f"arn:aws:iam::{DEFAULT_ACCOUNT_ID}:role/role"
TARGET = {"type": "ASSET", "identifier": "ast1", "revision": "1"}
MODEL = "datazone::metadata_generation_run"


def create_domain(client, name="domain"):
    return client.create_domain(name=name)["id"]


def start_run(client, domain_id, **kwargs):
    kwargs.setdefault("types", ["BUSINESS_NAMES"])
    kwargs.setdefault("target", TARGET)
    kwargs.setdefault("owningProjectIdentifier", "prj1")
    resp = client.start_metadata_generation_run(domainIdentifier=domain_id, **kwargs)
    return resp["id"]


@mock_aws
def test_create_domain():
    client = boto3.client("datazone", region_name=REGION)

    resp = client.create_domain(
        name="domain",
        description="A domain",
        domainExecutionRole=ROLE,
        tags={"key": "value"},
    )

    assert resp["ResponseMetadata"]["HTTPStatusCode"] == 201
    domain = client.get_domain(identifier=resp["id"])
    assert domain["id"].startswith("dzd_")
    assert (
        domain["arn"]
        == f"arn:aws:datazone:{REGION}:{DEFAULT_ACCOUNT_ID}:domain/{domain['id']}"
    )
    assert domain["name"] == "domain"
    assert domain["description"] == "A domain"
    assert domain["domainExecutionRole"] == ROLE
    assert domain["domainVersion"] == "V1"
    assert domain["portalUrl"] == f"https://{domain['id']}.datazone.{REGION}.on.aws"
    assert domain["rootDomainUnitId"]
    assert domain["singleSignOn"] == {"type": "DISABLED"}
    assert domain["status"] == "AVAILABLE"
    assert domain["tags"] == {"key": "value"}
    assert domain["lastUpdatedAt"] == domain["createdAt"]


@mock_aws
def test_create_domain_version_2():
    client = boto3.client("datazone", region_name=REGION)

    resp = client.create_domain(name="domain", domainVersion="V2")

    assert resp["id"].startswith("dzd-")
    assert resp["domainVersion"] == "V2"


@mock_aws
def test_create_domain_with_existing_name():
    client = boto3.client("datazone", region_name=REGION)
    create_domain(client)

    with pytest.raises(ClientError) as exc:
        create_domain(client)
    assert exc.value.response["ResponseMetadata"]["HTTPStatusCode"] == 409
    err = exc.value.response["Error"]
    assert err["Code"] == "ConflictException"
    assert (
        err["Message"]
        == "Domain name already exists under this account, please use another one"
    )


@mock_aws
def test_create_domain_with_same_token():
    client = boto3.client("datazone", region_name=REGION)

    first = client.create_domain(name="domain", clientToken="token")
    second = client.create_domain(name="domain", clientToken="token")

    assert second["id"] == first["id"]
    assert len(client.list_domains()["items"]) == 1


@mock_aws
def test_create_domain_with_token_of_deleted_domain():
    client = boto3.client("datazone", region_name=REGION)
    first = client.create_domain(name="domain", clientToken="token")
    client.delete_domain(identifier=first["id"])

    second = client.create_domain(name="domain", clientToken="token")

    assert [item["id"] for item in client.list_domains()["items"]] == [second["id"]]


@mock_aws
def test_delete_domain():
    client = boto3.client("datazone", region_name=REGION)
    domain_id = create_domain(client)

    resp = client.delete_domain(identifier=domain_id)

    assert resp["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert resp["status"] == "DELETING"
    assert client.list_domains()["items"] == []


@mock_aws
def test_list_domains():
    client = boto3.client("datazone", region_name=REGION)
    identifiers = [create_domain(client, name) for name in ("a", "b", "c")]

    first = client.list_domains(maxResults=2, status="AVAILABLE")
    second = client.list_domains(nextToken=first["nextToken"])

    assert [item["id"] for item in first["items"] + second["items"]] == identifiers
    assert "nextToken" not in second


@mock_aws
def test_list_domains_while_they_are_deleted():
    client = boto3.client("datazone", region_name=REGION)
    identifiers = [create_domain(client, name) for name in "abcde"]

    first = client.list_domains(maxResults=2)
    for item in first["items"]:
        client.delete_domain(identifier=item["id"])
    second = client.list_domains(nextToken=first["nextToken"])

    assert [item["id"] for item in second["items"]] == identifiers[2:]


@mock_aws
def test_update_domain_to_name_of_another_domain():
    client = boto3.client("datazone", region_name=REGION)
    create_domain(client, "first")
    domain_id = create_domain(client, "second")

    with pytest.raises(ClientError) as exc:
        client.update_domain(identifier=domain_id, name="first")

    assert exc.value.response["Error"]["Code"] == "ConflictException"
    assert client.update_domain(identifier=domain_id, name="second")["name"] == "second"


@mock_aws
def test_list_domains_by_status():
    client = boto3.client("datazone", region_name=REGION)
    create_domain(client)

    assert len(client.list_domains(status="AVAILABLE")["items"]) == 1
    assert client.list_domains(status="DELETED")["items"] == []


@mock_aws
def test_list_domains_with_invalid_token():
    client = boto3.client("datazone", region_name=REGION)

    with pytest.raises(ClientError) as exc:
        client.list_domains(nextToken="token")
    err = exc.value.response["Error"]
    assert err["Code"] == "ValidationException"
    assert err["Message"] == "Invalid nextToken"


@mock_aws
def test_update_domain():
    client = boto3.client("datazone", region_name=REGION)
    domain_id = client.create_domain(name="domain", description="Old")["id"]

    resp = client.update_domain(identifier=domain_id, description="New")

    assert resp["id"] == domain_id
    assert resp["name"] == "domain"
    assert resp["description"] == "New"
    domain = client.get_domain(identifier=domain_id)
    assert domain["description"] == "New"
    assert domain["lastUpdatedAt"] >= domain["createdAt"]


@mock_aws
def test_tag_resource():
    client = boto3.client("datazone", region_name=REGION)
    domain = client.create_domain(name="domain", tags={"a": "1"})

    client.tag_resource(resourceArn=domain["arn"], tags={"a": "2", "b": "3"})

    expected = {"a": "2", "b": "3"}
    resp = client.list_tags_for_resource(resourceArn=domain["arn"])
    assert resp["tags"] == expected
    assert client.get_domain(identifier=domain["id"])["tags"] == expected


@mock_aws
def test_untag_resource():
    client = boto3.client("datazone", region_name=REGION)
    arn = client.create_domain(name="domain", tags={"a": "1", "b": "2", "c": "3"})[
        "arn"
    ]

    client.untag_resource(resourceArn=arn, tagKeys=["a", "c"])

    assert client.list_tags_for_resource(resourceArn=arn)["tags"] == {"b": "2"}


@mock_aws
def test_list_tags_for_unknown_resource():
    client = boto3.client("datazone", region_name=REGION)
    arn = f"arn:aws:datazone:{REGION}:{DEFAULT_ACCOUNT_ID}:domain/dzd_unknown"

    with pytest.raises(ClientError) as exc:
        client.list_tags_for_resource(resourceArn=arn)
    err = exc.value.response["Error"]
    assert err["Code"] == "ResourceNotFoundException"
    assert err["Message"] == f"Resource not found: {arn}"


@mock_aws
@pytest.mark.parametrize("operation", ["GetDomain", "DeleteDomain", "UpdateDomain"])
def test_unknown_domain(operation):
    client = boto3.client("datazone", region_name=REGION)
    method = botocore.xform_name(operation)

    with pytest.raises(ClientError) as exc:
        getattr(client, method)(identifier="dzd_unknown")
    assert exc.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    err = exc.value.response["Error"]
    assert err["Code"] == "AccessDeniedException"
    assert err["Message"] == f"User is not permitted to perform operation: {operation}"


@mock_aws
def test_start_metadata_generation_run():
    client = boto3.client("datazone", region_name=REGION)
    domain_id = create_domain(client)

    resp = client.start_metadata_generation_run(
        domainIdentifier=domain_id,
        types=["BUSINESS_NAMES"],
        target=TARGET,
        owningProjectIdentifier="prj1",
    )

    assert resp["domainId"] == domain_id
    assert resp["id"]
    assert resp["owningProjectId"] == "prj1"
    assert resp["status"] == "IN_PROGRESS"
    assert resp["types"] == ["BUSINESS_NAMES"]
    assert "type" not in resp


@mock_aws
def test_start_metadata_generation_run_with_deprecated_type():
    client = boto3.client("datazone", region_name=REGION)
    domain_id = create_domain(client)

    resp = client.start_metadata_generation_run(
        domainIdentifier=domain_id,
        type="BUSINESS_NAMES",
        target=TARGET,
        owningProjectIdentifier="prj1",
    )

    assert resp["type"] == "BUSINESS_NAMES"
    assert resp["types"] == ["BUSINESS_NAMES"]


@mock_aws
def test_start_metadata_generation_run_without_type():
    client = boto3.client("datazone", region_name=REGION)
    domain_id = create_domain(client)

    with pytest.raises(ClientError) as exc:
        client.start_metadata_generation_run(
            domainIdentifier=domain_id, target=TARGET, owningProjectIdentifier="prj1"
        )
    err = exc.value.response["Error"]
    assert err["Code"] == "ValidationException"
    assert err["Message"] == "Either type or types must be provided"


@mock_aws
def test_start_metadata_generation_run_with_all_types():
    client = boto3.client("datazone", region_name=REGION)
    domain_id = create_domain(client)
    types = [
        "BUSINESS_DESCRIPTIONS",
        "BUSINESS_NAMES",
        "BUSINESS_GLOSSARY_ASSOCIATIONS",
    ]

    run_id = start_run(client, domain_id, types=types)

    resp = client.get_metadata_generation_run(
        domainIdentifier=domain_id, identifier=run_id
    )
    assert resp["types"] == types
    assert [stat["type"] for stat in resp["typeStats"]] == types


@mock_aws
def test_start_metadata_generation_run_with_same_token():
    client = boto3.client("datazone", region_name=REGION)
    domain_id = create_domain(client)

    run_id = start_run(client, domain_id, clientToken="token")

    assert start_run(client, domain_id, clientToken="token") == run_id
    with pytest.raises(ClientError) as exc:
        start_run(client, domain_id, clientToken="token", types=["BUSINESS_NAMES"] * 2)
    err = exc.value.response["Error"]
    assert err["Code"] == "ConflictException"


@mock_aws
def test_get_metadata_generation_run():
    client = boto3.client("datazone", region_name=REGION)
    domain_id = create_domain(client)
    run_id = start_run(client, domain_id)

    resp = client.get_metadata_generation_run(
        domainIdentifier=domain_id, identifier=run_id
    )

    assert resp["domainId"] == domain_id
    assert resp["id"] == run_id
    assert resp["owningProjectId"] == "prj1"
    assert resp["status"] == "IN_PROGRESS"
    assert resp["target"] == TARGET
    assert resp["types"] == ["BUSINESS_NAMES"]
    assert resp["typeStats"] == [{"type": "BUSINESS_NAMES", "status": "IN_PROGRESS"}]
    assert resp["createdAt"]
    assert resp["createdBy"]
    assert "type" not in resp


@mock_aws
def test_get_metadata_generation_run_advances_it():
    client = boto3.client("datazone", region_name=REGION)
    domain_id = create_domain(client)
    run = {"domainIdentifier": domain_id, "identifier": start_run(client, domain_id)}

    statuses = [client.get_metadata_generation_run(**run)["status"] for _ in range(3)]

    assert statuses == ["IN_PROGRESS", "SUCCEEDED", "SUCCEEDED"]


@mock_aws
def test_get_metadata_generation_run_with_transition():
    if not settings.TEST_DECORATOR_MODE:
        raise SkipTest("Can only set a transition directly in DecoratorMode")
    client = boto3.client("datazone", region_name=REGION)
    domain_id = create_domain(client)
    run = {"domainIdentifier": domain_id, "identifier": start_run(client, domain_id)}

    state_manager.set_transition(MODEL, {"progression": "manual", "times": 3})
    try:
        statuses = [
            client.get_metadata_generation_run(**run)["status"] for _ in range(3)
        ]
    finally:
        state_manager.unset_transition(MODEL)

    assert statuses == ["IN_PROGRESS", "IN_PROGRESS", "SUCCEEDED"]


@mock_aws
def test_get_metadata_generation_run_with_deprecated_type():
    client = boto3.client("datazone", region_name=REGION)
    domain_id = create_domain(client)
    run_id = start_run(client, domain_id)

    resp = client.get_metadata_generation_run(
        domainIdentifier=domain_id, identifier=run_id, type="BUSINESS_NAMES"
    )

    assert resp["type"] == "BUSINESS_NAMES"


@mock_aws
def test_get_unknown_metadata_generation_run():
    client = boto3.client("datazone", region_name=REGION)
    domain_id = create_domain(client)

    with pytest.raises(ClientError) as exc:
        client.get_metadata_generation_run(
            domainIdentifier=domain_id, identifier="unknown"
        )
    assert exc.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404
    err = exc.value.response["Error"]
    assert err["Code"] == "ResourceNotFoundException"
    assert err["Message"] == "Requested prediction cannot be found in domain"


@mock_aws
def test_get_metadata_generation_run_of_unknown_domain():
    client = boto3.client("datazone", region_name=REGION)

    with pytest.raises(ClientError) as exc:
        client.get_metadata_generation_run(
            domainIdentifier="dzd_unknown", identifier="unknown"
        )
    err = exc.value.response["Error"]
    assert err["Code"] == "AccessDeniedException"


@mock_aws
def test_list_metadata_generation_runs():
    client = boto3.client("datazone", region_name=REGION)
    domain_id = create_domain(client)
    run_ids = [start_run(client, domain_id) for _ in range(3)]

    first = client.list_metadata_generation_runs(
        domainIdentifier=domain_id, maxResults=2
    )
    second = client.list_metadata_generation_runs(
        domainIdentifier=domain_id, maxResults=2, nextToken=first["nextToken"]
    )

    items = first["items"] + second["items"]
    assert [item["id"] for item in items] == run_ids
    assert {item["status"] for item in items} == {"IN_PROGRESS"}
    assert "typeStats" not in items[0]
    assert "nextToken" not in second


@mock_aws
def test_list_metadata_generation_runs_with_filters():
    client = boto3.client("datazone", region_name=REGION)
    domain_id = create_domain(client)
    names = start_run(client, domain_id)
    other = start_run(
        client,
        domain_id,
        types=["BUSINESS_DESCRIPTIONS"],
        target={"type": "ASSET", "identifier": "ast2"},
    )
    client.cancel_metadata_generation_run(domainIdentifier=domain_id, identifier=other)

    for filters, expected in [
        ({"status": "CANCELED"}, [other]),
        ({"status": "FAILED"}, []),
        ({"type": "BUSINESS_NAMES"}, [names]),
        ({"targetIdentifier": "ast2"}, [other]),
        ({"targetIdentifier": "ast2", "status": "IN_PROGRESS"}, []),
    ]:
        resp = client.list_metadata_generation_runs(
            domainIdentifier=domain_id, **filters
        )
        assert [item["id"] for item in resp["items"]] == expected


@mock_aws
def test_list_metadata_generation_runs_advances_them():
    client = boto3.client("datazone", region_name=REGION)
    domain_id = create_domain(client)
    start_run(client, domain_id)

    statuses = []
    for _ in range(3):
        resp = client.list_metadata_generation_runs(domainIdentifier=domain_id)
        statuses.append(resp["items"][0]["status"])

    assert statuses == ["IN_PROGRESS", "SUCCEEDED", "SUCCEEDED"]


@mock_aws
def test_list_metadata_generation_runs_until_none_is_in_progress():
    client = boto3.client("datazone", region_name=REGION)
    domain_id = create_domain(client)
    start_run(client, domain_id)

    found = []
    for _ in range(2):
        resp = client.list_metadata_generation_runs(
            domainIdentifier=domain_id, status="IN_PROGRESS"
        )
        found.append(len(resp["items"]))

    assert found == [1, 0]


@mock_aws
def test_list_metadata_generation_runs_when_one_is_canceled_between_pages():
    client = boto3.client("datazone", region_name=REGION)
    domain_id = create_domain(client)
    run_ids = [start_run(client, domain_id) for _ in range(3)]
    filters = {"domainIdentifier": domain_id, "status": "IN_PROGRESS", "maxResults": 1}
    first = client.list_metadata_generation_runs(**filters)
    for run_id in run_ids[:2]:
        client.cancel_metadata_generation_run(
            domainIdentifier=domain_id, identifier=run_id
        )

    second = client.list_metadata_generation_runs(
        **filters, nextToken=first["nextToken"]
    )

    assert [item["id"] for item in second["items"]] == [run_ids[2]]


@mock_aws
def test_list_metadata_generation_runs_with_invalid_status():
    client = boto3.client("datazone", region_name=REGION)

    with pytest.raises(ClientError) as exc:
        client.list_metadata_generation_runs(
            domainIdentifier="dzd_a", status="CANCELLED"
        )
    err = exc.value.response["Error"]
    assert err["Code"] == "ValidationException"
    assert (
        err["Message"]
        == "1 validation error detected: Value at 'status' failed to satisfy constraint: "
        "Member must satisfy enum value set: "
        "[SUBMITTED, IN_PROGRESS, CANCELED, SUCCEEDED, FAILED, PARTIALLY_SUCCEEDED]"
    )


@mock_aws
def test_list_metadata_generation_runs_with_invalid_type():
    client = boto3.client("datazone", region_name=REGION)

    with pytest.raises(ClientError) as exc:
        client.list_metadata_generation_runs(domainIdentifier="dzd_a", type="NAMES")
    err = exc.value.response["Error"]
    assert err["Code"] == "ValidationException"
    assert (
        err["Message"]
        == "1 validation error detected: Value at 'types' failed to satisfy constraint: "
        "Member must satisfy constraint: [Member must satisfy enum value set: "
        "[BUSINESS_NAMES, BUSINESS_GLOSSARY_ASSOCIATIONS, BUSINESS_DESCRIPTIONS]]"
    )


@mock_aws
def test_cancel_metadata_generation_run():
    client = boto3.client("datazone", region_name=REGION)
    domain_id = create_domain(client)
    run = {"domainIdentifier": domain_id, "identifier": start_run(client, domain_id)}

    resp = client.cancel_metadata_generation_run(**run)

    assert resp["ResponseMetadata"]["HTTPStatusCode"] == 200
    resp = client.get_metadata_generation_run(**run)
    assert resp["status"] == "CANCELED"
    assert resp["typeStats"] == [{"type": "BUSINESS_NAMES", "status": "CANCELED"}]


@mock_aws
def test_cancel_metadata_generation_run_that_succeeded():
    client = boto3.client("datazone", region_name=REGION)
    domain_id = create_domain(client)
    run = {"domainIdentifier": domain_id, "identifier": start_run(client, domain_id)}
    for _ in range(2):
        client.get_metadata_generation_run(**run)

    with pytest.raises(ClientError) as exc:
        client.cancel_metadata_generation_run(**run)
    assert exc.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    err = exc.value.response["Error"]
    assert err["Code"] == "ValidationException"
    assert (
        err["Message"]
        == "The MetadataGenerationRun in SUCCEEDED status cannot be canceled."
    )


@mock_aws
def test_cancel_metadata_generation_run_with_invalid_identifiers():
    client = boto3.client("datazone", region_name=REGION)

    with pytest.raises(ClientError) as exc:
        client.cancel_metadata_generation_run(
            domainIdentifier="domain", identifier="a:b"
        )
    err = exc.value.response["Error"]
    assert err["Code"] == "ValidationException"
    assert (
        err["Message"] == "2 validation errors detected: "
        "Value at 'domainIdentifier' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: dzd[-_][a-zA-Z0-9_-]{1,36}; "
        "Value at 'identifier' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: [a-zA-Z0-9_-]{1,36}"
    )


@mock_aws
def test_domains_of_another_region():
    create_domain(boto3.client("datazone", region_name=REGION))
    client = boto3.client("datazone", region_name="cn-north-1")

    arn = client.create_domain(name="domain")["arn"]

    assert arn.startswith(
        f"arn:aws-cn:datazone:cn-north-1:{DEFAULT_ACCOUNT_ID}:domain/dzd_"
    )
    assert [item["arn"] for item in client.list_domains()["items"]] == [arn]


def test_all_endpoints_are_intercepted():
    loader = botocore.session.get_session().get_component("data_loader")
    partitions = loader.load_data("partitions")
    rules = loader.load_service_model("datazone", "endpoint-rule-set-1")
    provider = EndpointProvider(rules, partitions)

    for partition in partitions["partitions"]:
        for region in partition["regions"]:
            for fips in (True, False):
                endpoint = provider.resolve_endpoint(Region=region, UseFIPS=fips)
                matches = [
                    service
                    for service, pattern in backend_url_patterns
                    if pattern.match(f"{endpoint.url}/v2/domains")
                ]
                assert matches == ["datazone"], endpoint.url
