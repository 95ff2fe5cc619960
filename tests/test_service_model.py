"""The trimmed service model says what botocore's own data say, and is what is read."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.session import Session

import datazone_cancel
from datazone_cancel.service import use_trimmed_service_model
from tools.service_model import files

from .conftest import BOTH, DOMAIN
from .loopback import Answer, Endpoint

FOLDER = Path(datazone_cancel.__file__).parent / "service_model"
SERVICES = {
    "datazone": ("cancel_metadata_generation_run", {"domainIdentifier": DOMAIN, "identifier": "m"}),
    "sts": ("get_caller_identity", {}),
    "sso": ("list_accounts", {"accessToken": "t"}),
    "sso-oidc": ("register_client", {"clientName": "c", "clientType": "public"}),
}


def test_it_is_what_the_installed_botocore_has() -> None:
    """Where this fails, `make service-model` writes it anew."""
    written = {
        str(path.relative_to(FOLDER)): path.read_text() for path in FOLDER.rglob("*.json")
    }

    assert written == files()


def session(*, trimmed: bool) -> Session:
    session = Session()
    if trimmed:
        use_trimmed_service_model(session)
    return session


def regions() -> Iterator[tuple[str, str]]:
    whole = Session()
    for partition in whole.get_available_partitions():
        names = whole.get_available_regions("ec2", partition, allow_non_regional=False)
        yield from ((partition, name) for name in [*names, "xx-new-1"])


class _Answered(Exception):
    pass


def sent(session: Session, service: str, region: str, *, fips: bool) -> tuple[str, str]:
    """Where a request is really sent to, and the scope that it is signed for."""
    seen: list[Any] = []

    def answer(request: Any, **_: Any) -> AWSResponse:
        seen.append(request)
        return AWSResponse(request.url, 200, {}, _Body())

    client = session.create_client(
        service,
        region_name=region,
        aws_access_key_id="AKID",
        aws_secret_access_key="secret",
        config=Config(use_fips_endpoint=fips),
    )
    client.meta.events.register("before-send", answer)
    operation, parameters = SERVICES[service]
    getattr(client, operation)(**parameters)
    ...
