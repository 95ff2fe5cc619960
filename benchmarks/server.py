"""A DataZone on loopback that accepts every cancellation, as fast as Python can.

`python benchmarks/server.py [CERTIFICATE]` prints its port; a file with a certificate and its key
makes it speak TLS. It responds to any POST with an empty success, and to
GET /stats with JSON: `requests`, the number of cancellations; `runs`, the number of different runs;
`first`, the monotonic time of the first cancellation in seconds.
"""

import asyncio
import json
import ssl
import sys
import time
from typing import ClassVar

_EMPTY = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    b"x-amzn-RequestId: 6f0c1a3e-0b1f-4c58-9d54-6a1c2d9f0e11\r\nContent-Length: 0\r\n\r\n"
)


class _Connection(asyncio.Protocol):
    requests = 0
    runs: ClassVar[set[bytes]] = set()
    first: float | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._received = b""

    def data_received(self, data: bytes) -> None:
        self._received += data
        # A cancellation has no body, so the request ends with its headers.
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            line = self._received[: self._received.index(b"\r\n")]
            self._received = self._received[end + 4 :]
            self._transport.write(_stats() if line.startswith(b"GET /stats ") else _canceled(line))


def _canceled(line: bytes) -> bytes:
    if _Connection.first is None:
        _Connection.first = time.monotonic()
    _Connection.requests += 1
    _Connection.runs.add(line.split(b"/")[-3])
    return _EMPTY


def _stats() -> bytes:
    stats = {
        "requests": _Connection.requests,
        "runs": len(_Connection.runs),
        "first": _Connection.first,
    }
    body = json.dumps(stats).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


async def _serve() -> None:
    context = None
    if sys.argv[1:]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1])
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Connection, "127.0.0.1", 0, ssl=context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
