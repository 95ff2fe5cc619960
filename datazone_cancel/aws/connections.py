"""Connections of many requests: they share what they trust, and may come too late for a request."""

from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.httpsession import URLLib3Session


def call_when_connected(session: "URLLib3Session", check: Callable[[], None]) -> None:
    """Call `check` after a connection is opened, which may take long, and before it is used."""
    pools = session._pool_classes_by_scheme  # shared with the session's managers
    for scheme, pool in pools.items():
        pools[scheme] = _checked(pool, check)


def read_certificates_once(session: "URLLib3Session") -> None:
    """Read the CA bundle for the first connection only, unless there is a proxy.

    urllib3 reads it for each one, into the context that botocore lets all connections share.
    """
    context = session._manager.connection_pool_kw["ssl_context"]
    load, lock = cache(context.load_verify_locations), Lock()

    def load_once(*bundle: Any, **named: Any) -> None:
        with lock:
            load(*bundle, **named)

    context.load_verify_locations = load_once


def _checked(pool: Any, check: Callable[[], None]) -> type:
    class Connection(pool.ConnectionCls):  # type: ignore[misc]  # botocore has no types
        def connect(self) -> None:
            super().connect()
            check()

    return type(pool.__name__, (pool,), {"ConnectionCls": Connection})
