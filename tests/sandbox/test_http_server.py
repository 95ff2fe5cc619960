"""The sandbox's HTTP server, with clients that misbehave."""

import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest

from datazone_cancel.sandbox.server import serving
from tests.support.names import DOMAIN

SIGNATURE = "AWS4-HMAC-SHA256 Credential=key/20250716/us-east-1/datazone/aws4_request"
SIGNED = {"Authorization": SIGNATURE}
RUNS = f"/v2/domains/{DOMAIN}/metadata-generation-runs"


@pytest.fixture
def port() -> Iterator[int]:
    with serving(runs=50) as url:
        port = urlsplit(url).port
        assert port
        yield port


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        yield connection


def get(port: int, target: str = "/v2/domains", headers: Mapping[str, str] = SIGNED) -> int:
    """The status of the response to another client."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", target, headers={**SIGNED, **headers})
    status = connection.getresponse().status
    connection.close()
    return status


def sent(port: int, data: bytes) -> bytes:
    """The response to raw bytes, up to the end of the connection."""
    with connected(port) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_body_that_never_arrives_blocks_nobody(port: int) -> None:
    head = f"POST {RUNS} HTTP/1.1\r\nAuthorization: {SIGNATURE}\r\nContent-Length: 9\r\n\r\n"
    with connected(port) as silent:
        silent.sendall(head.encode())

        assert get(port) == 200


def test_a_response_that_nobody_reads_blocks_nobody(port: int) -> None:
    with connected(port) as slow:
        request = f"GET {RUNS}?maxResults=50 HTTP/1.1\r\nAuthorization: {SIGNATURE}\r\n\r\n"
        slow.sendall(request.encode() * 500)  # for more than the buffers between the two hold

        assert get(port) == 200


def test_many_connections_block_nobody(port: int) -> None:
    with ExitStack() as stack:
        for _ in range(300):
            stack.enter_context(connected(port))

        assert get(port) == 200


def test_a_client_that_goes_away_leaves_the_server_alone(port: int) -> None:
    request = f"POST {RUNS} HTTP/1.1\r\nAuthorization: {SIGNATURE}\r\nContent-Length: 9\r\n\r\n{{"

    assert sent(port, request.encode()) == b""
    assert get(port) == 200


def test_a_body_that_is_too_large_is_answered(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", RUNS, body=b"x" * 20_000_000, headers=SIGNED)
    response = connection.getresponse()
    status, body = response.status, json.loads(response.read())
    connection.close()

    assert status == 413
    assert body == {"message": "The request body may have at most 1048576 bytes"}


@pytest.mark.parametrize(
    "target", ["/v2/domains", "http://localhost/v2/domains", "HTTP://127.0.0.1:1/v2/domains?a=b"]
)
def test_a_target_may_be_absolute(port: int, target: str) -> None:
    assert get(port, target) == 200


@pytest.mark.parametrize(
    "target", ["http://localhost", "http://localhost/", "http://localhost?a=b", "*"]
)
def test_another_target_is_no_path_of_an_operation(port: int, target: str) -> None:
    assert get(port, target) == 404


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "a.localhost", "[::1]:80"])
def test_each_name_of_loopback_is_accepted(port: int, host: str) -> None:
    assert get(port, headers={"Host": host}) == 200


@pytest.mark.parametrize(
    ("target", "host"),
    [
        ("/v2/domains", "rebound.example.com"),
        ("/v2/domains", "localhost.example.com"),
        ("/v2/domains", "127.0.0.1.example.com:80"),
        ("http://rebound.example.com/v2/domains", "localhost"),
    ],
)
def test_a_name_of_another_domain_is_refused(port: int, target: str, host: str) -> None:
    assert get(port, target, headers={"Host": host}) == 421


def test_http_1_0_keeps_a_connection_if_both_sides_say_so(port: int) -> None:
    request = f"GET /v2/domains HTTP/1.0\r\nAuthorization: {SIGNATURE}\r\n"
    once = sent(port, f"{request}\r\n".encode() * 2)
    twice = sent(port, f"{request}Connection: keep-alive\r\n\r\n".encode() * 2)

    assert once.count(b"HTTP/1.1 200 ") == once.count(b"Connection: close\r\n") == 1
    assert twice.count(b"HTTP/1.1 200 ") == twice.count(b"Connection: keep-alive\r\n") == 2


def test_a_signature_for_another_service_is_named(port: int) -> None:
    scope = SIGNATURE.replace("/datazone/", "/execute-api/")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/v2/domains", headers={"Authorization": scope})
    response = connection.getresponse()
    status, body = response.status, json.loads(response.read())
    connection.close()

    assert status == 501
    assert body == {
        "message": "The sandbox has only DataZone and STS; this request is for execute-api."
    }


def test_a_connection_is_kept_alive(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connections = set()
    for path in ("/v2/domains", "/v2/catalogs", RUNS):
        connection.request("GET", path, headers=SIGNED)
        connection.getresponse().read()
        connections.add(connection.sock)
    connection.close()

    assert len(connections - {None}) == 1


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/3.0\r\n\r\n", 400),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n", 431),
        (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", 413),
    ],
)
def test_what_is_not_a_request_is_a_clients_error(port: int, data: bytes, status: int) -> None:
    head, _, body = sent(port, data).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert list(json.loads(body)) == ["message"]


@pytest.mark.parametrize("method", ["BREW", "OPTIONS", "PATCH"])
def test_no_operation_has_another_method(port: int, method: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request(method, "/v2/domains", headers={**SIGNED, "Origin": "http://example.com"})
    response = connection.getresponse()
    connection.close()

    assert response.status == 404
    assert response.headers["x-amzn-ErrorType"] == "UnknownOperationException"
    assert not [name for name in response.headers if name.lower().startswith("access-control")]


def has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", *(["::1"] if has_ipv6() else [])])
def test_it_is_reachable_by_each_name_of_this_machine(port: int, host: str) -> None:
    # In a process of its own, because tests in this one may connect to 127.0.0.1 only.
    program = f"import socket; socket.create_connection(({host!r}, {port})).close()"
    process = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)

    assert (process.returncode, process.stderr) == (0, b"")
