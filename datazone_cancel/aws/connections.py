"""Connections: look again, when one is there, whether its request may still be sent."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.httpsession import URLLib3Session


def call_when_connected(session: "URLLib3Session", check: Callable[[], None]) -> None:
    """Call `check` after a connection is opened, which may take long, and before it is used."""
    pools = session._pool_classes_by_scheme  # shared with the session's managers
    for scheme, pool in pools.items():
        pools[scheme] = _checked(pool, check)


def _checked(pool: Any, check: Callable[[], None]) -> type:
    class Connection(pool.ConnectionCls):  # type: ignore[misc]  # botocore has no types
        def connect(self) -> None:
            super().connect()
            check()

    return type(pool.__name__, (pool,), {"ConnectionCls": Connection})
