"""An HTTP server on loopback in which no connection waits for another one."""

import re
import socket
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from errno import EADDRINUSE
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote

from .messages import Request, Response, error

HOST = "127.0.0.1"
_MAX_BODY = 1 << 20
_LINGER = 5
"""Seconds for the next bytes of a request that has been rejected."""
_PORTS_TO_TRY = 20

_ABSOLUTE = re.compile("https?://([^/?]*)(.*)", re.IGNORECASE)
_LOOPBACK = re.compile(
    r"(localhost|[\w.-]+\.localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?", re.IGNORECASE
)
"""The hosts of requests. A page in a browser reaches loopback, too, by a name of its own domain."""


class _Handler(BaseHTTPRequestHandler):
    """Reads a whole request, and only then has `handle_request` answer it."""

    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds for the next bytes; the thread of a silent client ends after that
    disable_nagle_algorithm = True
    close_connection: bool

    def __init__(
        self, handle_request: Callable[[Request], Response], *arguments: Any, **options: Any
    ) -> None:
        self.handle_request = handle_request
        super().__init__(*arguments, **options)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):  # any method: the service tells which it has
            return self._answer
        raise AttributeError(name)

    def _answer(self) -> None:
        lengths = self.headers.get_all("Content-Length", [])
        host, path = self.headers.get("Host", HOST), self.path
        if absolute := _ABSOLUTE.fullmatch(path):
            host, path = absolute[1], f"/{absolute[2].removeprefix('/')}"
        if "Transfer-Encoding" in self.headers:
            self.send_error(411, "The request needs a Content-Length")
        elif len(lengths) > 1 or not re.fullmatch("[0-9]{0,18}", "".join(lengths)):
            self.send_error(400, "Invalid Content-Length")
        elif (length := int("".join(lengths) or 0)) > _MAX_BODY:
            self.send_error(413, f"The request body may have at most {_MAX_BODY} bytes")
        elif not _LOOPBACK.fullmatch(host):
            message = f"The sandbox is reachable as localhost, 127.0.0.1 or [::1], not as {host}"
            self.send_error(421, message)
        else:
            body = self.rfile.read(length)
            if len(body) < length:  # the client has gone
                self.close_connection = True
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            # What may be in a path or query unescaped; clients escape everything else.
            target = quote(path, safe="/?%&=+~!$'()*,:@", encoding="iso-8859-1")
            request = Request(method=self.command, target=target, headers=headers, body=body)
            self._send(self.handle_request(request))

    def _send(self, response: Response) -> None:
        self.send_response_only(response.status)
        headers = {
            "Date": self.date_time_string(),
            "Server": "amazon.com",
            **({"Content-Type": "application/json"} if response.body else {}),
            **({"x-amzn-RequestId": str(uuid.uuid4())} if _is_the_services(response) else {}),
            **response.headers,
            "Content-Length": str(len(response.body)),
            **self._connection_header(),
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def _connection_header(self) -> dict[str, str]:
        """What is not the rule: HTTP/1.1 keeps a connection, and HTTP/1.0 closes it."""
        if self.close_connection:
            return {"Connection": "close"}
        return {"Connection": "keep-alive"} if self.request_version == "HTTP/1.0" else {}

    def send_error(
        self, code: int, message: str | None = None, _explain: str | None = None
    ) -> None:
        """Reject what is not HTTP, or too much of it."""
        self.close_connection = True
        self.request_version = self.protocol_version  # unknown if the first line is invalid
        # http.server answers unsupported versions with a 505, as if the server had failed.
        self._send(error(code if code < 500 else 400, "ValidationException", message or ""))
        # To close a connection with unread bytes would reset it, and lose the response.
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(_LINGER)
            while self.rfile.read1(_MAX_BODY):
                pass

    def log_message(self, *_arguments: object) -> None:
        """Print nothing: the terminal belongs to the command that the sandbox serves."""


def _is_the_services(response: Response) -> bool:
    return response.headers.get("Content-Type") != "text/html"


class _Server(ThreadingHTTPServer):
    request_queue_size = 1024

    def __init__(self, listener: socket.socket, handler: Any) -> None:
        self.address_family = listener.family
        super().__init__(listener.getsockname(), handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print nothing about clients that have gone."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


@contextmanager
def listening(port: int, handle_request: Callable[[Request], Response]) -> Iterator[int]:
    """Serve on 127.0.0.1 and, if there is IPv6, on ::1: the port, which is the same on both.

    Port 0 chooses a free one. Raises OSError if the port is not free.
    """
    listeners = _listeners(port)
    servers = [_Server(listener, partial(_Handler, handle_request)) for listener in listeners]
    threads = [
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        for server in servers
    ]
    for thread in threads:
        thread.start()
    try:
        yield listeners[0].getsockname()[1]
    finally:
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()


def _listeners(port: int) -> list[socket.socket]:
    for _attempt in range(_PORTS_TO_TRY):
        listener = socket.create_server((HOST, port), backlog=_Server.request_queue_size)
        try:
            second = socket.create_server(
                ("::1", listener.getsockname()[1]),
                family=socket.AF_INET6,
                backlog=_Server.request_queue_size,
            )
        except OSError as failure:
            if failure.errno != EADDRINUSE:
                return [listener]  # this machine has no IPv6
            listener.close()
            if port:
                raise
        else:
            return [listener, second]
    raise OSError(EADDRINUSE, "no port is free on both 127.0.0.1 and ::1")
