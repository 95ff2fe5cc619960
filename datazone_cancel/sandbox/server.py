"""The sandbox as a server on loopback, and the environment that points an AWS client at it."""

import os
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from importlib import import_module
from typing import Any

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.utils import utcnow
from moto.moto_server.werkzeug_app import MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from . import plug_in
from .faults import Faults

HOST = "127.0.0.1"
REGION = "us-east-1"

ISOLATION: Mapping[str, str | None] = {
    "AWS_ACCESS_KEY_ID": "sandbox",
    "AWS_SECRET_ACCESS_KEY": "sandbox",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "NO_PROXY": HOST,
    **dict.fromkeys(
        (
            "AWS_ENDPOINT_URL_DATAZONE",
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
"""Variables that, with AWS_ENDPOINT_URL, point any AWS client at a sandbox alone; None: unset.

How a client retries is left to the user.
"""

_DOMAIN = "dzd_53ielnpxktdilj"
_TYPES = ("BUSINESS_DESCRIPTIONS", "BUSINESS_NAMES", "BUSINESS_GLOSSARY_ASSOCIATIONS")
_REFERENCE_RUNS = (
    ("mgr3tlpxo4mg5q", 1752642939.631, "SUCCEEDED"),
    ("mgr487vbdcqwn8", 1752643907.566, "SUCCEEDED"),
    ("mgr5g0fy285m1q", 1752644436.666, "IN_PROGRESS"),
)
"""The API reference's runs; it shows mgr5g0fy285m1q after its cancellation."""


class _RequestHandler(MotoRequestHandler):
    """Silent but for errors: the terminal belongs to the command that the sandbox serves."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@contextmanager
def serving(
    *,
    port: int = 0,
    runs: int = 0,
    seconds_a_status: float | None = None,
    **faults: Any,
) -> Iterator[str]:
    """Serve a fresh sandbox, with `runs` cancelable runs more, and give its URL.

    Port 0 takes a free one; `faults` are those of the class Faults. Raises OSError where the port
    cannot be had.
    """
    plug_in()
    backends = import_module("moto.datazone").datazone_backends
    backends.clear()
    backend = backends[DEFAULT_ACCOUNT_ID][REGION]
    backend.seconds_a_status = seconds_a_status
    _add_domain_and_runs(backend, runs)
    service: Any = "datazone"  # moto's types list moto's own services
    application = Faults(application=create_backend_app(service), **faults)
    with socket.create_server((HOST, port)) as listener:
        server = make_server(
            HOST,
            port,
            application,
            threaded=True,
            request_handler=_RequestHandler,
            fd=listener.fileno(),
        )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://{HOST}:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _add_domain_and_runs(backend: Any, runs: int) -> None:
    """The API reference's domain and runs, then runs that can be canceled, a second apart."""
    models = import_module("moto.datazone.models")
    backend.add_domain(
        models.Domain(
            id=_DOMAIN,
            name="sandbox",
            arn=f"arn:aws:datazone:{REGION}:{DEFAULT_ACCOUNT_ID}:domain/{_DOMAIN}",
            managed_account_id=DEFAULT_ACCOUNT_ID,
            domain_execution_role=f"arn:aws:iam::{DEFAULT_ACCOUNT_ID}:role/sandbox",
            created_at=_at(1752640000),
        )
    )
    now = utcnow()

    def add(
        identifier: str, created_at: datetime, status: str, *, target: str, number: int = 0
    ) -> None:
        backend.add_run(
            models.MetadataGenerationRun(
                domain_id=_DOMAIN,
                id=identifier,
                owning_project_id=("prj7nx82mkl", "prj5xq13tbw")[number % 2],
                target={"type": "ASSET", "identifier": target, "revision": "1"},
                types=[_TYPES[number % len(_TYPES)]],
                status=status,
                created_at=created_at,
                created_by=("usr7nx82mkl", "SYSTEM", "usr4hd90wqz")[number % 3],
                status_since=now,
            )
        )

    for identifier, created_at, status in _REFERENCE_RUNS:
        add(identifier, _at(created_at), status, target="ast6br2md6v9h")
    for number in range(1, runs + 1):
        status = ("SUBMITTED", "IN_PROGRESS")[number % 2]
        add(
            f"mgr{number:011d}",
            now - timedelta(seconds=runs - number),
            status,
            target=f"ast{number:011d}",
            number=number,
        )


def _at(epoch_seconds: float) -> datetime:
    """A time as moto has it: UTC, and silent about that."""
    return datetime.fromtimestamp(epoch_seconds, timezone.utc).replace(tzinfo=None)
