"""AWS CLI v1 against the sandbox: a client that nobody here wrote."""

import itertools
import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from datazone_cancel.sandbox.server import serving
from tests.support.names import DOMAIN

pytestmark = pytest.mark.slow

START = (
    "--domain-identifier",
    DOMAIN,
    "--types",
    "BUSINESS_NAMES",
    "--target",
    "type=ASSET,identifier=ast1",
)


@pytest.fixture(autouse=True)
def many_runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with serving(runs=60) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        yield


def aws(operation: str, *argv: str) -> Any:
    """The parsed output, or stderr where the command fails."""
    process = subprocess.run(
        ["aws", "datazone", operation, *argv], capture_output=True, text=True, check=False
    )
    return json.loads(process.stdout or "null") if process.returncode == 0 else process.stderr


def test_a_run_is_started_read_and_canceled() -> None:
    started = aws(
        "start-metadata-generation-run",
        *START,
        "--owning-project-identifier",
        "prj1",
    )
    both = ("--domain-identifier", DOMAIN, "--identifier", started["id"])

    assert aws("cancel-metadata-generation-run", *both) is None
    assert aws("get-metadata-generation-run", *both)["status"] == "CANCELED"


def test_listings_are_paged_and_filtered() -> None:
    listed = aws(
        "list-metadata-generation-runs",
        "--domain-identifier",
        DOMAIN,
        "--status",
        "SUBMITTED",
        "--page-size",
        "7",
    )

    assert [item["id"] for item in listed["items"]] == [f"mgr{n:011d}" for n in range(2, 61, 2)]


@pytest.mark.parametrize(
    ("argv", "error"),
    [
        (
            ("--domain-identifier", DOMAIN, "--identifier", "mgr3tlpxo4mg5q"),
            "(ValidationException) when calling the CancelMetadataGenerationRun operation:"
            " The MetadataGenerationRun in SUCCEEDED status cannot be canceled.",
        ),
        (
            ("--domain-identifier", DOMAIN, "--identifier", "mgr_nonexistent"),
            "(ResourceNotFoundException) when calling the CancelMetadataGenerationRun operation:"
            " Requested prediction cannot be found in domain",
        ),
        (
            ("--domain-identifier", "dzd_other", "--identifier", "mgr5g0fy285m1q"),
            "(AccessDeniedException) when calling the CancelMetadataGenerationRun operation:"
            " User is not permitted to perform operation: CancelMetadataGenerationRun",
        ),
        (
            ("--domain-identifier", "domain", "--identifier", "mgr5g0fy285m1q"),
            "(ValidationException) when calling the CancelMetadataGenerationRun operation:"
            " 1 validation error detected: Value at 'domainIdentifier' failed to satisfy"
            " constraint: Member must satisfy regular expression pattern:"
            " dzd[-_][a-zA-Z0-9_-]{1,36}",
        ),
        (
            (
                "--domain-identifier",
                DOMAIN,
                "--identifier",
                "mgr5g0fy285m1q",
                "--no-sign-request",
            ),
            "(MissingAuthenticationTokenException) when calling the CancelMetadataGenerationRun"
            " operation: Missing Authentication Token",
        ),
    ],
)
def test_the_errors_are_the_services(argv: tuple[str, ...], error: str) -> None:
    assert aws("cancel-metadata-generation-run", *argv) == f"\nAn error occurred {error}\n"


@pytest.mark.parametrize(
    ("argv", "numbers"),
    [
        (("--type", "BUSINESS_NAMES", "--max-items", "2"), [1, 4]),
        (("--target-identifier", "ast00000000042"), [42]),
    ],
)
def test_listings_are_filtered_by_type_and_target(
    argv: tuple[str, ...], numbers: list[int]
) -> None:
    listed = aws("list-metadata-generation-runs", "--domain-identifier", DOMAIN, *argv)

    assert [item["id"] for item in listed["items"]] == [f"mgr{n:011d}" for n in numbers]


@pytest.mark.parametrize(
    ("faults", "code"),
    [
        ({"fail_rate": 1.0}, "InternalServerException"),
        ({"throttle": 1.0, "clock": itertools.count(0, -1).__next__}, "ThrottlingException"),
    ],
)
def test_the_faults_are_errors_of_the_service(
    monkeypatch: pytest.MonkeyPatch, faults: dict[str, Any], code: str
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    both = ("--domain-identifier", DOMAIN, "--identifier", "mgr5g0fy285m1q")
    with serving(**faults) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)

        assert f"An error occurred ({code})" in aws("cancel-metadata-generation-run", *both)


def test_a_client_token_that_is_used_twice_is_a_conflict() -> None:
    argv = (*START, "--client-token", "token", "--owning-project-identifier")
    aws("start-metadata-generation-run", *argv, "prj1")

    assert "An error occurred (ConflictException)" in aws(
        "start-metadata-generation-run", *argv, "prj2"
    )


def test_the_domain_is_listed_and_described() -> None:
    [summary] = aws("list-domains")["items"]

    assert summary["id"] == aws("get-domain", "--identifier", DOMAIN)["id"] == DOMAIN
