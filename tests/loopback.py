"""A scripted endpoint on loopback: it gives the answers it was told and refuses everything else."""

import json
import ssl
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An HTTP answer; or its body breaks off, or the connection closes or idles without one.

    One that is held comes once the endpoint is `released`.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: bool = False
    hang_up: bool = False
    silent: bool = False
    held: bool = False


def error(status: int, code: str, message: str) -> Answer:
    """An error as restJson1 has it."""
    return Answer(
        status=status,
        headers={"Content-Type": "application/json", "x-amzn-ErrorType": code},
        body=json.dumps({"message": message}).encode(),
    )


def document(**members: object) -> Answer:
    """A success, with these members."""
    return Answer(headers={"Content-Type": "application/json"}, body=json.dumps(members).encode())


def domain(identifier: str, name: str) -> dict[str, object]:
    """An item of ListDomains, with the members that are required."""
    return {
        "id": identifier,
        "name": name,
        "arn": "arn",
        "managedAccountId": "123456789012",
        "status": "AVAILABLE",
        "createdAt": 0,
    }


def html(status: int) -> Answer:
    """An error of something in between, which knows nothing of the service's protocol."""
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
        """`access key/date/Region/service` of the signature's scope, less the date."""
        scope = self.headers["authorization"].split("Credential=")[1].split(",")[0]
        key, _date, region, service, _ = scope.split("/")
        return f"{key}/{region}/{service}"


class Endpoint:
    """What the endpoint is to answer, in order, and what it was asked."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answers: deque[Answer] = deque()
        self.requests: list[Request] = []
        self.refused: list[Request] = []
        self.asked = threading.Event()
        self.released = threading.Event()
        self.closing = threading.Event()

    def answer(self, *answers: Answer) -> None:
        self.answers.extend(answers)


@contextmanager
def listening(context: ssl.SSLContext | None = None) -> Iterator[Endpoint]:
    """Serve on a free port of 127.0.0.1, with TLS where there is a context."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_args: object) -> None:
            pass

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            assert self.command is not None
            request = Request(method=self.command, path=self.path, headers=headers, body=body)
            endpoint.requests.append(request)
            endpoint.asked.set()
            if not endpoint.answers:
                endpoint.refused.append(request)
                endpoint.answers.append(error(400, "UnexpectedRequest", "nobody scripted this"))
            self.give(endpoint.answers.popleft())

        do_GET = do_POST = do_PUT = do_CONNECT = handle_any

        def give(self, answer: Answer) -> None:
            self.close_connection = True
            if answer.silent:
                endpoint.closing.wait()
                return
            if answer.held:
                endpoint.released.wait()
            if answer.hang_up:
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body) + answer.cut))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(answer.body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    scheme = "http"
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    endpoint = Endpoint(f"{scheme}://127.0.0.1:{server.server_port}")
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
