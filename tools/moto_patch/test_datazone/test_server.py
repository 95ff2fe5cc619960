"""Test different server responses."""

import json

import pytest

from moto import server

DOMAIN = "dzd_0123456789abcd"
RUNS = f"/v2/domains/{DOMAIN}/metadata-generation-runs"
HEADERS = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=key/20250716/us-east-1/datazone/aws4_request",
    "Content-Type": "application/json",
}


def test_datazone_list() -> None:
    test_client = server.create_backend_app("datazone").test_client()

    resp = test_client.get("/v2/domains", headers=HEADERS)

    assert resp.status_code == 200
    assert json.loads(resp.data) == {"items": []}


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"null",
        b"1",
        b"{",
        b"\xff",
        "{}".encode("utf-16"),
        b"[" * 100_000,
        b"\x1f\x8b\x08broken",
        b"Action=ListDomains&Version=1",
        b'{"target": []}',
        b'{"target": {"type": 1}}',
        b'{"types": "BUSINESS_NAMES"}',
        b'{"types": [null]}',
        b'{"domainIdentifier": "dzd_other"}',
    ],
)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Action": "ListDomains"},
        {"Content-Encoding": "gzip"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"X-Amz-Target": "DataZone.ListDomains"},
    ],
)
def test_bad_request(body: bytes, headers: dict[str, str]) -> None:
    test_client = server.create_backend_app("datazone").test_client()

    resp = test_client.post(RUNS, data=body, headers={**HEADERS, **headers})

    assert resp.status_code == 400
    assert resp.headers["X-Amzn-Errortype"] == "ValidationException"


@pytest.mark.parametrize(
    "path",
    [
        "/v2/domains/",
        "/v2/domains//metadata-generation-runs",
        f"{RUNS}/",
        "/v2/domains/dzd_a%2Fb",
        "/v2/domains?maxResults=many",
        "/v2/domains?maxResults=%EF%BC%91",
        "/v2/domains?nextToken=",
    ],
)
def test_invalid_parameter(path: str) -> None:
    test_client = server.create_backend_app("datazone").test_client()

    resp = test_client.get(path, headers=HEADERS)

    assert resp.status_code == 400
    assert resp.headers["X-Amzn-Errortype"] == "ValidationException"


@pytest.mark.parametrize("path", ["/", "/v2", "/v2/catalogs", "/v2/domains/a/b"])
def test_unknown_path(path: str) -> None:
    test_client = server.create_backend_app("datazone").test_client()

    assert test_client.get(path, headers=HEADERS).status_code == 404
