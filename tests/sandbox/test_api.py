"""The sandbox's answers, as boto3 sees them."""

import datetime
import http.client
import importlib
import re
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
    """Status, code and message of the error that the call ends in."""
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    response = caught.value.response
    assert response["ResponseMetadata"]["RequestId"]
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
    "a page token of somebody else": (
        "list_domains",
        {"nextToken": "token"},
        "Invalid nextToken",
    ),
    "a type": (
        "get_metadata_generation_run",
        {"domainIdentifier": DOMAIN, "identifier": RUNS[0], "type": "NAMES"},
        f"1 validation error detected: Value at 'type' {CONSTRAINT}Member must satisfy enum value"
        f" set: {RUN_TYPES}",
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
    "too many types, and a target that is none": (
        "start_metadata_generation_run",
        {
            "domainIdentifier": DOMAIN,
            "types": ["BUSINESS_NAMES"] * 3,
            "target": {"type": "TABLE", "identifier": "ast1", "revision": "r" * 65},
            "owningProjectIdentifier": "prj1",
        },
        f"3 validation errors detected: Value at 'types' {CONSTRAINT}Member must have length less"
        f" than or equal to 2; Value at 'target.type' {CONSTRAINT}Member must satisfy enum value"
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


def test_a_started_run_is_submitted_and_can_be_canceled(datazone: Any) -> None:
    run = datazone.start_metadata_generation_run(
        domainIdentifier=DOMAIN,
        types=["BUSINESS_NAMES", "BUSINESS_DESCRIPTIONS"],
        target=ASSET,
        owningProjectIdentifier="prj1",
    )

    assert (run["status"], run["owningProjectId"]) == ("SUBMITTED", "prj1")
    assert re.fullmatch("[a-zA-Z0-9_-]{1,36}", run["id"])
    datazone.cancel_metadata_generation_run(domainIdentifier=DOMAIN, identifier=run["id"])
    got = datazone.get_metadata_generation_run(domainIdentifier=DOMAIN, identifier=run["id"])
    assert (got["status"], got["target"]) == ("CANCELED", ASSET)


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


def test_an_operation_that_the_sandbox_lacks_says_so(datazone: Any) -> None:
    status, code, message = refusal(datazone.list_projects, domainIdentifier=DOMAIN)

    assert (status, code) == (501, "NotImplemented")
    assert "list_projects" in message


def exchange(
    url: str, path: str, *, method: str = "GET", body: bytes = b"", signed: bool = True
) -> tuple[int, str | None, bytes]:
    """Status, error type and body of a bare HTTP request."""
    request = AWSRequest(
        method, f"{url}{path}", data=body, headers={"Content-Type": "application/json"}
    )
    if signed:
        SigV4Auth(Credentials("AKIDEXAMPLE", "secret"), "datazone", "us-east-1").add_auth(request)
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    connection.request(method, path, body, dict(request.headers))
    response = connection.getresponse()
    answer = response.status, response.getheader("x-amzn-ErrorType"), response.read()
    connection.close()
    return answer


def test_the_answer_to_a_cancellation_has_an_empty_body(sandbox: str) -> None:
    path = f"/v2/domains/{DOMAIN}/metadata-generation-runs/{RUNS[2]}/cancel"

    assert exchange(sandbox, path, method="POST") == (200, None, b"")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v2/domains?maxResults=many", 400, "ValidationException"),
        ("/v2/domains?nextToken=", 400, "ValidationException"),
        ("/v2/catalogs", 404, "UnknownOperationException"),
        ("/", 404, "UnknownOperationException"),
    ],
)
def test_a_request_that_no_client_library_sends_is_refused(
    sandbox: str, path: str, status: int, code: str
) -> None:
    assert exchange(sandbox, path)[:2] == (status, code)


def test_a_body_that_is_no_json_is_refused(sandbox: str) -> None:
    path = f"/v2/domains/{DOMAIN}/metadata-generation-runs"

    assert exchange(sandbox, path, method="POST", body=b"{")[:2] == (400, "ValidationException")


def test_an_unsigned_request_is_refused(sandbox: str) -> None:
    status, code, body = exchange(sandbox, "/v2/domains", signed=False)

    assert (status, code) == (403, "MissingAuthenticationTokenException")
    assert body == b'{"message": "Missing Authentication Token"}'


class TestRunsThatGoOnByThemselves:
    @pytest.fixture
    def elapse(self, monkeypatch: pytest.MonkeyPatch) -> Any:
        """Sets the seconds that have gone by since the sandbox began."""
        from datazone_cancel.sandbox import plug_in

        plug_in()
        models = importlib.import_module("moto.datazone.models")
        began = models.utcnow()

        def elapse(seconds: float) -> None:
            now = began + datetime.timedelta(seconds=seconds)
            monkeypatch.setattr(models, "utcnow", lambda: now)

        return elapse

    @pytest.fixture
    def statuses(self, elapse: Any) -> Iterator[Any]:
        """The statuses of the two added runs, SUBMITTED and IN_PROGRESS at first, by then."""
        with serving(runs=2, seconds_a_status=10) as url:
            datazone = client(url)

            def at(seconds: float) -> list[str]:
                elapse(seconds)
                page = datazone.list_metadata_generation_runs(domainIdentifier=DOMAIN)
                return [item["status"] for item in page["items"][-2:]]

            yield at

    @pytest.mark.parametrize(
        ("seconds", "expected"),
        [
            (9, ["IN_PROGRESS", "SUBMITTED"]),
            (12, ["SUCCEEDED", "IN_PROGRESS"]),
            (22, ["SUCCEEDED", "SUCCEEDED"]),
        ],
    )
    def test_a_run_succeeds_when_its_time_is_over(
        self, statuses: Any, seconds: float, expected: list[str]
    ) -> None:
        assert statuses(seconds) == expected

    def test_a_run_goes_on_whether_or_not_it_is_looked_at(self, statuses: Any) -> None:
        assert [statuses(seconds) for seconds in (0, 12, 22)] == [
            ["IN_PROGRESS", "SUBMITTED"],
            ["SUCCEEDED", "IN_PROGRESS"],
            ["SUCCEEDED", "SUCCEEDED"],
        ]

    def test_a_canceled_run_stays_canceled(self, elapse: Any) -> None:
        with serving(seconds_a_status=10) as url:
            datazone = client(url)
            both = {"domainIdentifier": DOMAIN, "identifier": RUNS[2]}
            datazone.cancel_metadata_generation_run(**both)
            elapse(100)

            assert datazone.get_metadata_generation_run(**both)["status"] == "CANCELED"
