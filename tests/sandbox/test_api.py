"""The sandbox's responses, as boto3 sees them."""

import datetime
import http.client
import json
import re
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from datazone_cancel.sandbox.server import serving
from tests.support.names import DOMAIN

RUNS = ["mgr3tlpxo4mg5q", "mgr487vbdcqwn8", "mgr5g0fy285m1q"]
ASSET = {"type": "ASSET", "identifier": "ast1", "revision": "2"}


def client(url: str, region: str = "us-east-1") -> Any:
    return boto3.client(
        "datazone",
        region_name=region,
        endpoint_url=url,
        config=Config(retries={"total_max_attempts": 1}),
    )


@pytest.fixture
def datazone(sandbox: str) -> Any:
    return client(sandbox)


@pytest.fixture
def datazone_with_seven_runs() -> Iterator[Any]:
    with serving(runs=7) as url:
        yield client(url)


def refusal(call: Any, **parameters: Any) -> tuple[int, str, str]:
    """Status, code and message of the error that the call raises."""
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    response = caught.value.response
    assert uuid.UUID(response["ResponseMetadata"]["RequestId"])
    return (
        response["ResponseMetadata"]["HTTPStatusCode"],
        response["Error"]["Code"],
        response["Error"]["Message"],
    )


def all_items(call: Any, **parameters: Any) -> list[Any]:
    items = []
    page = call(**parameters)
    items += page.get("items", [])
    while token := page.get("nextToken"):
        page = call(**parameters, nextToken=token)
        items += page.get("items", [])
    return items


def test_the_reference_pages_runs_are_there_oldest_first(datazone: Any) -> None:
    items = datazone.list_metadata_generation_runs(domainIdentifier=DOMAIN)["items"]

    assert [(item["id"], item["status"]) for item in items] == list(
        zip(RUNS, ["SUCCEEDED", "SUCCEEDED", "IN_PROGRESS"], strict=True)
    )
    assert "typeStats" not in items[0]


def test_the_reference_pages_targets_and_revisions(datazone: Any) -> None:
    items = datazone.list_metadata_generation_runs(domainIdentifier=DOMAIN)["items"]

    assert [(item["target"]["identifier"], item["target"]["revision"]) for item in items] == [
        ("ast7k9mpq2xvn4", "1"),
        ("ast7k9mpq2xvn4", "4"),
        ("ast6br2md6v9h", "1"),
    ]


@pytest.mark.parametrize("requested", [{}, {"type": "BUSINESS_DESCRIPTIONS"}])
def test_the_deprecated_type_is_returned_only_if_requested(
    datazone: Any, requested: dict[str, str]
) -> None:
    run = datazone.get_metadata_generation_run(
        domainIdentifier=DOMAIN, identifier=RUNS[0], **requested
    )
    item, *_ = datazone.list_metadata_generation_runs(domainIdentifier=DOMAIN, **requested)["items"]

    assert run.get("type") == item.get("type") == requested.get("type")


def test_get_gives_the_reference_pages_sample(datazone: Any) -> None:
    run = datazone.get_metadata_generation_run(domainIdentifier=DOMAIN, identifier=RUNS[2])

    del run["ResponseMetadata"]
    assert run == {
        "createdAt": datetime.datetime.fromtimestamp(1752644436.666, datetime.timezone.utc),
        "createdBy": "usr7nx82mkl",
        "domainId": DOMAIN,
        "id": RUNS[2],
        "owningProjectId": "prj7nx82mkl",
        "status": "IN_PROGRESS",
        "target": {"identifier": "ast6br2md6v9h", "revision": "1", "type": "ASSET"},
        "types": ["BUSINESS_DESCRIPTIONS"],
        "typeStats": [{"type": "BUSINESS_DESCRIPTIONS", "status": "IN_PROGRESS"}],
    }


def test_a_canceled_run_is_canceled(datazone: Any) -> None:
    datazone.cancel_metadata_generation_run(domainIdentifier=DOMAIN, identifier=RUNS[2])

    run = datazone.get_metadata_generation_run(domainIdentifier=DOMAIN, identifier=RUNS[2])
    assert run["status"] == "CANCELED"
    assert run["typeStats"][0]["status"] == "CANCELED"


def test_a_canceled_run_cannot_be_canceled_again(datazone: Any) -> None:
    parameters = {"domainIdentifier": DOMAIN, "identifier": RUNS[2]}
    datazone.cancel_metadata_generation_run(**parameters)

    assert refusal(datazone.cancel_metadata_generation_run, **parameters) == (
        400,
        "ValidationException",
        "The MetadataGenerationRun in CANCELED status cannot be canceled.",
    )


def test_a_succeeded_run_cannot_be_canceled(datazone: Any) -> None:
    assert refusal(
        datazone.cancel_metadata_generation_run, domainIdentifier=DOMAIN, identifier=RUNS[0]
    ) == (
        400,
        "ValidationException",
        "The MetadataGenerationRun in SUCCEEDED status cannot be canceled.",
    )


@pytest.mark.parametrize("operation", ["cancel", "get"])
def test_a_run_that_does_not_exist_is_not_found(datazone: Any, operation: str) -> None:
    call = getattr(datazone, f"{operation}_metadata_generation_run")

    assert refusal(call, domainIdentifier=DOMAIN, identifier="mgr_nonexistent") == (
        404,
        "ResourceNotFoundException",
        "Requested prediction cannot be found in domain",
    )


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("CancelMetadataGenerationRun", {"identifier": "mgr1"}),
        ("GetMetadataGenerationRun", {"identifier": "mgr1"}),
        ("ListMetadataGenerationRuns", {}),
        (
            "StartMetadataGenerationRun",
            {"types": ["BUSINESS_NAMES"], "target": ASSET, "owningProjectIdentifier": "prj1"},
        ),
    ],
)
def test_a_domain_that_does_not_exist_is_one_without_access(
    datazone: Any, operation: str, parameters: dict[str, Any]
) -> None:
    call = getattr(datazone, re.sub("(?<!^)(?=[A-Z])", "_", operation).lower())

    assert refusal(call, domainIdentifier="dzd_other", **parameters) == (
        403,
        "AccessDeniedException",
        f"User is not permitted to perform operation: {operation}",
    )


def test_a_domain_is_of_one_region(sandbox: str) -> None:
    call = client(sandbox, "eu-west-1").get_domain

    assert refusal(call, identifier=DOMAIN)[:2] == (403, "AccessDeniedException")


PATTERN = "Member must satisfy regular expression pattern: "
CONSTRAINT = "failed to satisfy constraint: "
RUN_TYPES = "[BUSINESS_NAMES, BUSINESS_GLOSSARY_ASSOCIATIONS, BUSINESS_DESCRIPTIONS]"
VALIDATION: dict[str, tuple[str, dict[str, Any], str]] = {
    "a domain": (
        "get_domain",
        {"identifier": "domain"},
        f"1 validation error detected: Value at 'identifier' {CONSTRAINT}{PATTERN}"
        "dzd[-_][a-zA-Z0-9_-]{1,36}",
    ),
    "a run with a slash": (
        "cancel_metadata_generation_run",
        {"domainIdentifier": DOMAIN, "identifier": "a/b"},
        f"1 validation error detected: Value at 'identifier' {CONSTRAINT}{PATTERN}"
        "[a-zA-Z0-9_-]{1,36}",
    ),
    "both": (
        "cancel_metadata_generation_run",
        {"domainIdentifier": "dzd_a\n", "identifier": "r" * 37},
        f"2 validation errors detected: Value at 'domainIdentifier' {CONSTRAINT}{PATTERN}"
        f"dzd[-_][a-zA-Z0-9_-]{{1,36}}; Value at 'identifier' {CONSTRAINT}{PATTERN}"
        "[a-zA-Z0-9_-]{1,36}",
    ),
    "a status": (
        "list_metadata_generation_runs",
        {"domainIdentifier": DOMAIN, "status": "CANCELLED"},
        f"1 validation error detected: Value at 'status' {CONSTRAINT}Member must satisfy enum value"
        " set: [SUBMITTED, IN_PROGRESS, CANCELED, SUCCEEDED, FAILED, PARTIALLY_SUCCEEDED]",
    ),
    "a page of runs": (
        "list_metadata_generation_runs",
        {"domainIdentifier": DOMAIN, "maxResults": 51},
        f"1 validation error detected: Value at 'maxResults' {CONSTRAINT}Member must have value"
        " less than or equal to 50",
    ),
    "a page of domains": (
        "list_domains",
        {"maxResults": 26},
        f"1 validation error detected: Value at 'maxResults' {CONSTRAINT}Member must have value"
        " less than or equal to 25",
    ),
    "a page token": (
        "list_domains",
        {"nextToken": "t" * 8193},
        f"1 validation error detected: Value at 'nextToken' {CONSTRAINT}Member must have length"
        " less than or equal to 8192",
    ),
    "a page token that is not base64": (
        "list_domains",
        {"nextToken": "token"},
        "Invalid nextToken",
    ),
    "a negative page token": ("list_domains", {"nextToken": "LTE="}, "Invalid nextToken"),
    "a page token after the end": ("list_domains", {"nextToken": "OTk="}, "Invalid nextToken"),
    "a page token with full-width digits": (
        "list_domains",
        {"nextToken": "77yR"},
        "Invalid nextToken",
    ),
    "an empty domain": (
        "list_metadata_generation_runs",
        {"domainIdentifier": ""},
        f"1 validation error detected: Value at 'domainIdentifier' {CONSTRAINT}{PATTERN}"
        "dzd[-_][a-zA-Z0-9_-]{1,36}",
    ),
    "an empty identifier": (
        "cancel_metadata_generation_run",
        {"domainIdentifier": DOMAIN, "identifier": ""},
        f"1 validation error detected: Value at 'identifier' {CONSTRAINT}{PATTERN}"
        "[a-zA-Z0-9_-]{1,36}",
    ),
    "a type": (
        "get_metadata_generation_run",
        {"domainIdentifier": DOMAIN, "identifier": RUNS[0], "type": "NAMES"},
        f"1 validation error detected: Value at 'types' {CONSTRAINT}Member must satisfy constraint:"
        f" [Member must satisfy enum value set: {RUN_TYPES}]",
    ),
    "types": (
        "start_metadata_generation_run",
        {
            "domainIdentifier": DOMAIN,
            "types": ["NAMES"],
            "target": ASSET,
            "owningProjectIdentifier": "prj1",
        },
        f"1 validation error detected: Value at 'types' {CONSTRAINT}Member must satisfy constraint:"
        f" [Member must satisfy enum value set: {RUN_TYPES}]",
    ),
    "too many types, and an invalid target": (
        "start_metadata_generation_run",
        {
            "domainIdentifier": DOMAIN,
            "types": ["BUSINESS_NAMES"] * 4,
            "target": {"type": "TABLE", "identifier": "ast1", "revision": "r" * 65},
            "owningProjectIdentifier": "prj1",
        },
        f"3 validation errors detected: Value at 'types' {CONSTRAINT}Member must have length less"
        f" than or equal to 3; Value at 'target.type' {CONSTRAINT}Member must satisfy enum value"
        f" set: [ASSET]; Value at 'target.revision' {CONSTRAINT}Member must have length less than"
        " or equal to 64",
    ),
    "no type at all": (
        "start_metadata_generation_run",
        {"domainIdentifier": DOMAIN, "target": ASSET, "owningProjectIdentifier": "prj1"},
        "Either type or types must be provided",
    ),
}


@pytest.mark.parametrize("case", VALIDATION)
def test_a_request_is_checked_against_the_model_like_the_service_does(
    datazone: Any, case: str
) -> None:
    operation, parameters, message = VALIDATION[case]

    assert refusal(getattr(datazone, operation), **parameters) == (
        400,
        "ValidationException",
        message,
    )


def test_a_started_run_is_in_progress_and_can_be_canceled(datazone: Any) -> None:
    run = datazone.start_metadata_generation_run(
        domainIdentifier=DOMAIN,
        types=["BUSINESS_NAMES", "BUSINESS_DESCRIPTIONS"],
        target=ASSET,
        owningProjectIdentifier="prj1",
    )

    assert (run["status"], run["owningProjectId"]) == ("IN_PROGRESS", "prj1")
    assert re.fullmatch("[a-zA-Z0-9_-]{1,36}", run["id"])
    datazone.cancel_metadata_generation_run(domainIdentifier=DOMAIN, identifier=run["id"])
    got = datazone.get_metadata_generation_run(domainIdentifier=DOMAIN, identifier=run["id"])
    assert (got["status"], got["target"]) == ("CANCELED", ASSET)


def test_a_run_can_have_all_three_types(datazone: Any) -> None:
    types = ["BUSINESS_DESCRIPTIONS", "BUSINESS_NAMES", "BUSINESS_GLOSSARY_ASSOCIATIONS"]

    run = datazone.start_metadata_generation_run(
        domainIdentifier=DOMAIN, types=types, target=ASSET, owningProjectIdentifier="prj1"
    )

    assert run["types"] == types


def test_the_deprecated_type_still_starts_a_run(datazone: Any) -> None:
    run = datazone.start_metadata_generation_run(
        domainIdentifier=DOMAIN,
        type="BUSINESS_NAMES",
        target=ASSET,
        owningProjectIdentifier="prj1",
    )

    assert run["types"] == ["BUSINESS_NAMES"]


def test_a_client_token_starts_one_run(datazone: Any) -> None:
    parameters = {
        "domainIdentifier": DOMAIN,
        "types": ["BUSINESS_NAMES"],
        "target": ASSET,
        "owningProjectIdentifier": "prj1",
        "clientToken": "token",
    }
    first = datazone.start_metadata_generation_run(**parameters)

    assert datazone.start_metadata_generation_run(**parameters)["id"] == first["id"]
    other = {**parameters, "owningProjectIdentifier": "prj2"}
    assert refusal(datazone.start_metadata_generation_run, **other)[:2] == (
        409,
        "ConflictException",
    )


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7]),
        ({"status": "SUBMITTED"}, [2, 4, 6]),
        ({"status": "IN_PROGRESS"}, [1, 3, 5, 7]),
        ({"type": "BUSINESS_NAMES"}, [1, 4, 7]),
        ({"type": "BUSINESS_NAMES", "status": "SUBMITTED"}, [4]),
        ({"targetIdentifier": "ast00000000003"}, [3]),
        ({"targetIdentifier": "ast_none"}, []),
    ],
)
@pytest.mark.parametrize("page", [{}, {"maxResults": 1}, {"maxResults": 2}])
def test_listings_are_filtered_and_paged(
    datazone_with_seven_runs: Any, filters: dict[str, Any], numbers: list[int], page: dict[str, int]
) -> None:
    items = all_items(
        datazone_with_seven_runs.list_metadata_generation_runs,
        domainIdentifier=DOMAIN,
        **filters,
        **page,
    )

    added = [item["id"] for item in items if item["id"] not in RUNS]
    assert added == [f"mgr{number:011d}" for number in numbers]


def test_boto3s_own_paginator_reads_all_runs(datazone_with_seven_runs: Any) -> None:
    pages = datazone_with_seven_runs.get_paginator("list_metadata_generation_runs").paginate(
        domainIdentifier=DOMAIN, PaginationConfig={"PageSize": 4}
    )

    assert [len(page["items"]) for page in pages] == [4, 4, 2]


def test_a_listing_without_runs_has_no_items(datazone: Any) -> None:
    page = datazone.list_metadata_generation_runs(domainIdentifier=DOMAIN, status="FAILED")

    assert set(page) == {"ResponseMetadata"}


def test_a_run_that_is_canceled_between_two_pages_shifts_none(
    datazone_with_seven_runs: Any,
) -> None:
    datazone = datazone_with_seven_runs
    parameters = {"domainIdentifier": DOMAIN, "status": "SUBMITTED", "maxResults": 1}
    first = datazone.list_metadata_generation_runs(**parameters)
    for item in ("mgr00000000002", "mgr00000000004"):
        datazone.cancel_metadata_generation_run(domainIdentifier=DOMAIN, identifier=item)

    second = datazone.list_metadata_generation_runs(**parameters, nextToken=first["nextToken"])

    assert [item["id"] for item in second["items"]] == ["mgr00000000006"]
    assert "nextToken" not in second


def test_the_domain_is_listed_and_described(datazone: Any) -> None:
    [summary] = datazone.list_domains(status="AVAILABLE")["items"]
    domain = datazone.get_domain(identifier=DOMAIN)

    assert (summary["id"], summary["name"]) == (DOMAIN, "sandbox")
    assert (
        domain["arn"]
        == summary["arn"]
        == f"arn:aws:datazone:us-east-1:123456789012:domain/{DOMAIN}"
    )
    assert datazone.list_domains(status="DELETED")["items"] == []
    assert set(domain) - set(summary) == {
        "ResponseMetadata",
        "domainExecutionRole",
        "rootDomainUnitId",
        "singleSignOn",
        "tags",
    }
    assert domain["portalUrl"] == f"https://{DOMAIN}.datazone.us-east-1.on.aws"


def test_an_operation_that_the_sandbox_lacks_says_so(datazone: Any) -> None:
    status, code, message = refusal(datazone.list_projects, domainIdentifier=DOMAIN)

    assert (status, code) == (501, "NotImplemented")
    assert message == "The sandbox is not all of DataZone: it has no ListProjects."


def exchange(
    url: str,
    path: str,
    *,
    method: str = "GET",
    body: bytes = b"",
    headers: dict[str, str] | None = None,
    signed: bool = True,
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the response to a bare HTTP request."""
    request = AWSRequest(
        method, f"{url}{path}", data=body, headers={"Content-Type": "application/json"}
    )
    if signed:
        SigV4Auth(Credentials("AKIDEXAMPLE", "secret"), "datazone", "us-east-1").add_auth(request)
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    connection.request(method, path, body, {**dict(request.headers), **(headers or {})})
    response = connection.getresponse()
    answer = response.status, dict(response.getheaders()), response.read()
    connection.close()
    return answer


CANCEL = f"/v2/domains/{DOMAIN}/metadata-generation-runs/{RUNS[2]}/cancel"
START = f"/v2/domains/{DOMAIN}/metadata-generation-runs"


def test_the_response_to_a_cancellation_has_an_empty_body(sandbox: str) -> None:
    status, _headers, body = exchange(sandbox, CANCEL, method="POST")

    assert (status, body) == (200, b"")


def test_an_error_is_one_message_in_the_services_headers(sandbox: str) -> None:
    status, headers, body = exchange(sandbox, "/v2/domains?maxResults=99")

    assert (status, list(json.loads(body))) == (400, ["message"])
    assert uuid.UUID(headers.pop("x-amzn-RequestId"))
    assert headers.pop("Date").endswith(" GMT")
    assert headers == {
        "Content-Length": str(len(body)),
        "Content-Type": "application/json",
        "Server": "amazon.com",
        "x-amzn-ErrorType": "ValidationException",
    }


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v2/domains?maxResults=many", 400, "ValidationException"),
        ("/v2/domains?maxResults=%EF%BC%91", 400, "ValidationException"),
        ("/v2/domains?nextToken=", 400, "ValidationException"),
        ("/v2/domains/", 400, "ValidationException"),
        ("/v2/domains/dzd_a;b", 400, "ValidationException"),
        ("/v2/domains/dzd_a%0A", 400, "ValidationException"),
        ("/v2/domains/dzd_a%FF", 400, "ValidationException"),
        ("/v2/catalogs", 404, "UnknownOperationException"),
        ("/v2/domains/dzd_a/b", 404, "UnknownOperationException"),
        ("/", 404, "UnknownOperationException"),
    ],
)
def test_a_request_that_no_client_library_sends_is_refused(
    sandbox: str, path: str, status: int, code: str
) -> None:
    answer = exchange(sandbox, path)

    assert (answer[0], answer[1]["x-amzn-ErrorType"]) == (status, code)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"{", {}),
        (b"[]", {}),
        (b"null", {}),
        (b"1", {}),
        (b"[" * 100_000, {}),
        (b'{"clientToken": "\xff"}', {}),
        ("{}".encode("utf-16"), {}),
        (b"\x1f\x8b\x08broken", {"Content-Encoding": "gzip"}),
        (b"{}&Action=ListDomains", {"Content-Type": "application/x-www-form-urlencoded"}),
        (b"{}", {"Content-Type": "application/x-www-form-urlencoded"}),
        (b"{}", {"Content-Type": "multipart/form-data"}),
        (b'{"types": "BUSINESS_NAMES", "owningProjectIdentifier": 1, "target": []}', {}),
        (b'{"domainIdentifier": "dzd_other", "types": [["BUSINESS_NAMES"]]}', {}),
        (b'{"types": [null], "owningProjectIdentifier": "prj1", "target": {"type": 1}}', {}),
        (b"{", {"X-Amz-Target": "DataZone.ListDomains"}),
        (b"{", {"Action": "ListDomains"}),
    ],
)
def test_a_bad_body_is_a_validation_error(
    sandbox: str, body: bytes, headers: dict[str, str]
) -> None:
    answer = exchange(sandbox, START, method="POST", body=body, headers=headers)

    assert (answer[0], answer[1]["x-amzn-ErrorType"]) == (400, "ValidationException")


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (f"/v2/domains/{DOMAIN}?Action=ListDomains", {}),
        (f"/v2/domains/{DOMAIN}", {"Action": "ListDomains"}),
        (f"/v2/domains/{DOMAIN}", {"X-Amz-Target": "DataZone.ListDomains"}),
        (f"/v2/domains/{DOMAIN}", {"User-Agent": "aws-cli region/eu-west-1"}),
        (f"/v2/domains/{DOMAIN}", {"x-moto-account-id": "111111111111"}),
    ],
)
def test_only_method_path_and_signature_count(
    sandbox: str, path: str, headers: dict[str, str]
) -> None:
    status, _headers, body = exchange(sandbox, path, headers=headers)

    assert (status, json.loads(body)["id"]) == (200, DOMAIN)


def test_the_body_does_not_override_the_path(sandbox: str) -> None:
    body = {
        "domainIdentifier": "dzd_other",
        "target": ASSET,
        "types": ["BUSINESS_NAMES"],
        "owningProjectIdentifier": "prj1",
    }

    status, _headers, run = exchange(sandbox, START, method="POST", body=json.dumps(body).encode())

    assert (status, json.loads(run)["domainId"]) == (200, DOMAIN)


def test_an_unsigned_request_is_refused(sandbox: str) -> None:
    status, headers, body = exchange(sandbox, "/v2/domains", signed=False)

    assert (status, headers["x-amzn-ErrorType"]) == (403, "MissingAuthenticationTokenException")
    assert body == b'{"message": "Missing Authentication Token"}'


@pytest.mark.parametrize("name", ["MOTO_ACCOUNT_ID", "INITIAL_NO_AUTH_ACTION_COUNT"])
def test_motos_settings_have_no_effect(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "0")
    with serving() as url:
        domain = client(url).get_domain(identifier=DOMAIN)

    assert domain["arn"] == f"arn:aws:datazone:us-east-1:123456789012:domain/{DOMAIN}"


def test_two_sandboxes_share_nothing(datazone: Any) -> None:
    with serving() as url:
        client(url).cancel_metadata_generation_run(domainIdentifier=DOMAIN, identifier=RUNS[2])

    run = datazone.get_metadata_generation_run(domainIdentifier=DOMAIN, identifier=RUNS[2])
    assert run["status"] == "IN_PROGRESS"


class TestDomains:
    def test_a_domain_is_created_and_deleted(self, datazone: Any) -> None:
        created = datazone.create_domain(name="mine", domainVersion="V2")

        assert re.fullmatch("dzd-[a-z0-9]{14}", created["id"])
        assert datazone.delete_domain(identifier=created["id"])["status"] == "DELETING"
        assert [item["id"] for item in datazone.list_domains()["items"]] == [DOMAIN]

    def test_a_client_token_ends_with_its_domain(self, datazone: Any) -> None:
        first = datazone.create_domain(name="mine", clientToken="token")["id"]
        again = datazone.create_domain(name="mine", clientToken="token")["id"]
        datazone.delete_domain(identifier=first)
        second = datazone.create_domain(name="mine", clientToken="token")["id"]

        assert first == again
        assert [item["id"] for item in datazone.list_domains()["items"]] == [DOMAIN, second]

    def test_a_domain_is_updated(self, datazone: Any) -> None:
        datazone.update_domain(identifier=DOMAIN, description="To practice on")

        domain = datazone.get_domain(identifier=DOMAIN)
        assert (domain["name"], domain["description"]) == ("sandbox", "To practice on")

    def test_a_domain_is_tagged_and_untagged(self, datazone: Any) -> None:
        arn = datazone.get_domain(identifier=DOMAIN)["arn"]
        datazone.tag_resource(resourceArn=arn, tags={"a": "1", "b": "2", "c": "3"})
        datazone.untag_resource(resourceArn=arn, tagKeys=["a", "c"])

        assert datazone.list_tags_for_resource(resourceArn=arn)["tags"] == {"b": "2"}

    def test_a_name_is_used_once(self, datazone: Any) -> None:
        assert refusal(datazone.create_domain, name="sandbox") == (
            409,
            "ConflictException",
            "Domain name already exists under this account, please use another one",
        )

    @pytest.mark.parametrize(
        ("parameters", "at"),
        [
            ({"domainExecutionRole": "role"}, "domainExecutionRole"),
            ({"tags": {"k" * 129: "v"}}, "tags"),
            ({"singleSignOn": {"type": "SAML"}}, "singleSignOn.type"),
        ],
    )
    def test_its_properties_are_checked(
        self, datazone: Any, parameters: dict[str, Any], at: str
    ) -> None:
        status, code, message = refusal(datazone.create_domain, name="mine", **parameters)

        assert (status, code) == (400, "ValidationException")
        assert message.startswith(f"1 validation error detected: Value at '{at}' failed")


class TestRunsThatProgress:
    @pytest.fixture
    def clock(self) -> Any:
        class Clock:
            now = 0.0

            def __call__(self) -> float:
                return self.now

        return Clock()

    @pytest.fixture
    def datazone(self, clock: Any) -> Iterator[Any]:
        with serving(runs=2, seconds_per_status=10, clock=clock) as url:
            yield client(url)

    @staticmethod
    def statuses(datazone: Any) -> list[str]:
        """The statuses of the two added runs, which are IN_PROGRESS and SUBMITTED at first."""
        page = datazone.list_metadata_generation_runs(domainIdentifier=DOMAIN)
        return [item["status"] for item in page["items"][-2:]]

    @pytest.mark.parametrize(
        ("seconds", "expected"),
        [
            (9, ["IN_PROGRESS", "SUBMITTED"]),
            (12, ["SUCCEEDED", "IN_PROGRESS"]),
            (22, ["SUCCEEDED", "SUCCEEDED"]),
        ],
    )
    def test_a_run_succeeds_in_time(
        self, datazone: Any, clock: Any, seconds: float, expected: list[str]
    ) -> None:
        clock.now = seconds

        assert self.statuses(datazone) == expected

    def test_a_run_progresses_whether_or_not_it_is_read(self, datazone: Any, clock: Any) -> None:
        seen = []
        for clock.now in (0, 12, 22):
            seen.append(self.statuses(datazone))

        assert seen == [
            ["IN_PROGRESS", "SUBMITTED"],
            ["SUCCEEDED", "IN_PROGRESS"],
            ["SUCCEEDED", "SUCCEEDED"],
        ]

    def test_a_started_run_progresses(self, datazone: Any, clock: Any) -> None:
        clock.now = 100
        run = datazone.start_metadata_generation_run(
            domainIdentifier=DOMAIN,
            types=["BUSINESS_NAMES"],
            target=ASSET,
            owningProjectIdentifier="prj1",
        )["id"]
        seen = []
        for clock.now in (109, 110):
            got = datazone.get_metadata_generation_run(domainIdentifier=DOMAIN, identifier=run)
            seen.append(got["status"])

        assert seen == ["IN_PROGRESS", "SUCCEEDED"]

    def test_a_canceled_run_stays_canceled(self, datazone: Any, clock: Any) -> None:
        both = {"domainIdentifier": DOMAIN, "identifier": RUNS[2]}
        datazone.cancel_metadata_generation_run(**both)
        clock.now = 100

        assert datazone.get_metadata_generation_run(**both)["status"] == "CANCELED"
