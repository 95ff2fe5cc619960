"""The sandbox as a server, and the environment that points AWS clients at it."""

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from . import sts
from .faults import Faults
from .http_server import HOST, listening
from .messages import Request, Response
from .request_log import RequestLog
from .service import Backend, Service
from .world import PRACTICE_REGION, REGION, populate
from .world_file import add_world

ISOLATION: Mapping[str, str | None] = {
    "AWS_ACCESS_KEY_ID": "sandbox",
    "AWS_SECRET_ACCESS_KEY": "sandbox",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "DATAZONE_CANCEL_SANDBOX": REGION,
    "NO_PROXY": f"{HOST},localhost,::1",
    **dict.fromkeys(
        (
            "AWS_ENDPOINT_URL_DATAZONE",
            "AWS_ENDPOINT_URL_STS",
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
            "AWS_PROFILE",
            "AWS_DEFAULT_PROFILE",
            "AWS_SESSION_TOKEN",
            "AWS_SECURITY_TOKEN",
            "AWS_CREDENTIAL_EXPIRATION",
            "AWS_USE_DUALSTACK_ENDPOINT",
            "AWS_USE_FIPS_ENDPOINT",
            "no_proxy",
        )
    ),
}
"""With AWS_ENDPOINT_URL, variables that point AWS clients at the sandbox only; None: unset.

How clients retry is left to the user. DATAZONE_CANCEL_SANDBOX is for the shell's prompt.
"""


@contextmanager
def serving(
    *,
    port: int = 0,
    runs: int = 0,
    world: Sequence[dict[str, Any]] = (),
    log: BinaryIO | None = None,
    seconds_per_status: float | None = None,
    clock: Callable[[], float] = time.monotonic,
    **faults: Any,
) -> Iterator[str]:
    """Serve a fresh sandbox with `runs` more cancelable runs: its URL.

    Port 0 chooses a free one; `world` has runs of `read_world`, for every Region; `log` is a file
    without a buffer; `faults` are those of the class Faults. Raises OSError if the port is not
    free.
    """

    def furnish(backend: Backend) -> None:
        populate(backend, runs=runs)
        add_world(backend, world)

    datazone = Service(populate=furnish, seconds_per_status=seconds_per_status, clock=clock)
    for region in (REGION, PRACTICE_REGION):
        datazone.backend(region)
    handlers = {"datazone": datazone.handle, "sts": sts.handle}

    def handle(request: Request) -> Response:
        try:
            return handlers.get(request.service, _refuse)(request)
        except Exception as failure:
            message = f"The sandbox failed: {failure!r}"
            return request.error(500, "InternalServerException", message)

    front = Faults(service=handle, clock=clock, **faults).handle
    with listening(port, RequestLog(log, front).handle if log else front) as chosen:
        yield f"http://{HOST}:{chosen}"


def _refuse(request: Request) -> Response:
    """What other services answer."""
    message = f"The sandbox has only DataZone and STS; this request is for {request.service}."
    return request.error(501, "NotImplemented", message)
