"""A scripted endpoint on loopback: it gives the answers of a test and refuses other requests."""

import json
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An HTTP response, or a connection that fails in one of these ways."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: bool = False
    """The body ends before its announced length."""
    hang_up: bool = False
    """The connection is closed without a response."""
    silent: bool = False
    """The connection stays open without a response."""
    trickling: bool = False
    """The body arrives byte by byte, and has no end."""
    held: bool = False
    """The response is sent after `endpoint.released` is set."""


def error(status: int, code: str, message: str) -> Answer:
    """An error in the protocol of the service, restJson1."""
    return Answer(
        status=status,
        headers={"Content-Type": "application/json", "x-amzn-ErrorType": code},
        body=json.dumps({"message": message}).encode(),
    )


def success(**members: object) -> Answer:
    """A success with a JSON body that has these members."""
    return Answer(headers={"Content-Type": "application/json"}, body=json.dumps(members).encode())


def html(status: int) -> Answer:
    """An error of a proxy, which does not know the protocol of the service."""
    body = b"<html>\r\n<body><h1>An error</h1></body>\r\n</html>\r\n"
    return Answer(status=status, headers={"Content-Type": "text/html"}, body=body)


@dataclass(frozen=True, kw_only=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def signed_for(self) -> str:
        """`access key/Region/service` from the scope of the signature."""
        scope = self.headers["authorization"].split("Credential=")[1].split(",")[0]
        key, _date, region, service, _ = scope.split("/")
        return f"{key}/{region}/{service}"


class Endpoint:
    """The answers to come, in order, and the requests so far.

    A request without an answer is recorded in `unexpected`. `on_request` is called with each
    request, before it is answered.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.answers: deque[Answer] = deque()
        self.requests: list[Request] = []
        self.unexpected: list[Request] = []
        self.on_request: Callable[[Request], None] = lambda _request: None
        self.requested = threading.Event()
        self.released = threading.Event()
        self.closing = threading.Event()

    def answer(self, *answers: Answer) -> None:
        self.answers.extend(answers)

    @property
    def canceled_runs(self) -> list[str]:
        """The identifiers in the requests to cancel, in the order of these requests."""
        paths = [request.path.split("/") for request in self.requests]
        return [path[-2] for path in paths if path[-1] == "cancel"]


class _Server(ThreadingHTTPServer):
    endpoint: Endpoint


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def endpoint(self) -> Endpoint:
        assert isinstance(self.server, _Server)
        return self.server.endpoint

    def log_message(self, *_args: object) -> None:
        pass

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        assert self.command is not None
        request = Request(method=self.command, path=self.path, headers=headers, body=body)
        self.endpoint.requests.append(request)
        self.endpoint.requested.set()
        self.endpoint.on_request(request)
        if not self.endpoint.answers:
            self.endpoint.unexpected.append(request)
            self.endpoint.answers.append(
                error(400, "UnexpectedRequest", "the test did not expect this")
            )
        self.give(self.endpoint.answers.popleft())

    do_GET = do_POST = do_PUT = do_CONNECT = handle_any

    def give(self, answer: Answer) -> None:
        self.close_connection = True
        if answer.silent:
            self.endpoint.closing.wait()
            return
        if answer.held:
            self.endpoint.released.wait()
        if answer.hang_up:
            return
        self.send_response(answer.status)
        if answer.trickling:
            self.trickle()
            return
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body) + answer.cut))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    def trickle(self) -> None:
        self.end_headers()
        while not self.endpoint.closing.wait(timeout=0.01):
            self.wfile.write(b" ")


@contextmanager
def listening(context: ssl.SSLContext | None = None) -> Iterator[Endpoint]:
    """Serve on a free port of 127.0.0.1, with TLS if a context is given."""
    server = _Server(("127.0.0.1", 0), _Handler)
    scheme = "http"
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    endpoint = server.endpoint = Endpoint(f"{scheme}://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.released.set()
        endpoint.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
