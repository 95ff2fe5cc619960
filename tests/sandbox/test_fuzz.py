"""Arbitrary requests to every operation: none makes the sandbox fail."""

import http.client
import json
from collections.abc import Iterator
from urllib.parse import quote, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datazone_cancel.sandbox.server import serving
from tests.support.names import DOMAIN, RUN

DOMAINS = "/v2/domains"
RUNS = "/v2/domains/{}/metadata-generation-runs"
OPERATIONS = [
    ("POST", DOMAINS),
    ("GET", DOMAINS),
    ("GET", "/v2/domains/{}"),
    ("PUT", "/v2/domains/{}"),
    ("DELETE", "/v2/domains/{}"),
    ("GET", "/tags/{}"),
    ("POST", "/tags/{}"),
    ("DELETE", "/tags/{}"),
    ("POST", RUNS),
    ("GET", RUNS),
    ("GET", f"{RUNS}/{{}}"),
    ("POST", f"{RUNS}/{{}}/cancel"),
]
MEMBERS = [
    "cascadeDelete", "clientToken", "domainIdentifier", "domainVersion", "identifier", "maxResults",
    "name", "nextToken", "owningProjectIdentifier", "revision", "singleSignOn", "status", "tagKeys",
    "tags", "target", "targetIdentifier", "type", "types",
]  # fmt: skip
VALUES = ["ASSET", "BUSINESS_NAMES", "IN_PROGRESS", "V2", DOMAIN, RUN, "LTE=", "MA=="]

texts = st.sampled_from(VALUES) | st.text()
names = st.sampled_from(MEMBERS) | st.text()
documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner) | st.dictionaries(names, inner),
)
bodies = (
    st.dictionaries(names, documents).map(lambda document: json.dumps(document).encode())
    | documents.map(lambda document: json.dumps(document).encode())
    | st.binary()
)
ARN = f"arn:aws:datazone:us-east-1:123456789012:domain/{DOMAIN}"
labels = (
    st.sampled_from(
        [quote(ARN, safe=""), ARN, DOMAIN, "dzd-5h2kq8vw3nzr7m", RUN, "mgr3tlpxo4mg5q", ""]
    )
    | st.text().map(lambda text: quote(text, safe="", errors="replace"))
    | st.text("%;:@!$&'()*+,=~./-_aZ9", max_size=20)
)
queries = st.dictionaries(names, texts).map(
    lambda query: urlencode(query, errors="replace")
) | st.text("%;:@!$&'()*+,=~./?-_aZ9")
header_texts = st.text(st.characters(min_codepoint=32, max_codepoint=255)).map(str.strip)
HEADERS = [
    "Accept", "Action", "Content-Encoding", "Content-Type", "Expect", "Host", "Origin",
    "User-Agent", "X-Amz-Date", "X-Amz-Target", "X-Http-Method-Override", "x-moto-account-id",
]  # fmt: skip
HEADER_VALUES = [
    "application/json", "application/x-www-form-urlencoded", "gzip", "ListDomains",
    "multipart/form-data; boundary=x", "text/xml", "x region/eu-west-1",
]  # fmt: skip
headers = st.dictionaries(st.sampled_from(HEADERS), st.sampled_from(HEADER_VALUES) | header_texts)


@pytest.fixture(scope="module")
def connection() -> Iterator[http.client.HTTPConnection]:
    with serving(runs=3) as url:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        yield connection
        connection.close()


@settings(
    max_examples=400,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    operation=st.sampled_from(OPERATIONS),
    label=st.tuples(labels, labels),
    query=queries,
    body=bodies,
    extra=headers,
    region=st.sampled_from(["us-east-1", "us-west-2", "nowhere"]),
    key=st.sampled_from(["key", "denied", "expired"]),
)
def test_no_request_makes_it_fail(
    connection: http.client.HTTPConnection,
    operation: tuple[str, str],
    label: tuple[str, str],
    query: str,
    body: bytes,
    extra: dict[str, str],
    region: str,
    key: str,
) -> None:
    method, path = operation
    scope = f"AWS4-HMAC-SHA256 Credential={key}/20250716/{region}/datazone/aws4_request"

    connection.request(
        method,
        f"{path.format(*label)}?{query}",
        body=body,
        headers={"Content-Type": "application/json", **extra, "Authorization": scope},
    )
    response = connection.getresponse()
    content = response.read()

    assert response.status < 500
    if response.status >= 400:
        assert response.headers["x-amzn-ErrorType"]
        assert list(json.loads(content)) == ["message"]
    elif content:
        assert isinstance(json.loads(content), dict)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    action=st.sampled_from(["AssumeRole", "AssumeRoleWithWebIdentity", "GetCallerIdentity"]),
    form=st.dictionaries(
        st.sampled_from(
            ["Action", "DurationSeconds", "ExternalId", "Policy", "PolicyArns.member.1.arn",
             "RoleArn", "RoleSessionName", "Tags.member.1.Key", "WebIdentityToken"]
        )
        | st.text(),
        st.sampled_from(["arn:aws:iam::123456789012:role/Role", "session", "3600"]) | st.text(),
    ),
    extra=headers,
)  # fmt: skip
def test_no_request_to_sts_makes_it_fail(
    connection: http.client.HTTPConnection,
    action: str,
    form: dict[str, str],
    extra: dict[str, str],
) -> None:
    scope = "AWS4-HMAC-SHA256 Credential=key/20250716/us-east-1/sts/aws4_request"
    media_type = {"Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode({"Action": action, **form}, errors="replace")

    connection.request("POST", "/", body, {**extra, **media_type, "Authorization": scope})
    response = connection.getresponse()
    content = response.read()

    assert response.status < 500 or response.status == 501
    assert content.startswith((b"<", b"{"))
