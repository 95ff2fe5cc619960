"""The trimmed service model agrees with botocore, and is the one in use."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError
from botocore.session import Session

from tools.service_model import files

from .support import programs
from .support.endpoint import Answer, Endpoint
from .support.internals import SERVICE_MODEL, use_trimmed_service_model
from .support.names import DOMAIN, RUN_ARGS

SERVICES = {
    "datazone": ("cancel_metadata_generation_run", {"domainIdentifier": DOMAIN, "identifier": "m"}),
    "sts": ("get_caller_identity", {}),
    "sso": ("list_accounts", {"accessToken": "t"}),
    "sso-oidc": ("register_client", {"clientName": "c", "clientType": "public"}),
}


def session(*, trimmed: bool) -> Session:
    session = Session()
    if trimmed:
        use_trimmed_service_model(session)
    return session


def regions() -> Iterator[str]:
    whole = Session()
    for partition in whole.get_available_partitions():
        yield from whole.get_available_regions("ec2", partition)
    yield "eu-new-9"


class _SentError(Exception):
    """Raised instead of sending, with the request."""


def sent(session: Session, service: str, region: str, *, fips: bool) -> tuple[str, str] | str:
    """The URL of a request and the scope of its signature, or the error."""

    def hold(request: Any, **_: Any) -> None:
        raise _SentError(request)

    try:
        client = session.create_client(
            service,
            region_name=region,
            aws_access_key_id="AKID",
            aws_secret_access_key="secret",
            config=Config(use_fips_endpoint=fips),
        )
        client.meta.events.register("before-send", hold)
        operation, parameters = SERVICES[service]
        getattr(client, operation)(**parameters)
    except _SentError as error:
        [request] = error.args
        signature = request.headers.get("Authorization", b"").decode()
        return request.url, re.sub(r"(?s).*Credential=AKID/\d+/(.*?),.*", r"\1", signature)
    except BotoCoreError as error:
        return repr(error)
    raise AssertionError("nothing was sent")


def test_the_trimmed_model_is_current() -> None:
    """If this fails, run `make service-model`."""
    written = {
        str(path.relative_to(SERVICE_MODEL)): path.read_text()
        for path in SERVICE_MODEL.rglob("*.json")
    }

    assert written == files()


@pytest.mark.slow
@pytest.mark.parametrize("service", SERVICES)
def test_the_trimmed_model_changes_no_endpoint_and_no_signature(service: str) -> None:
    """Checked in every Region of every partition, and in one that botocore does not know."""
    whole, trimmed = session(trimmed=False), session(trimmed=True)
    cases = [(region, fips) for region in regions() for fips in (False, True)]

    assert len(cases) > 90
    assert [sent(trimmed, service, region, fips=fips) for region, fips in cases] == [
        sent(whole, service, region, fips=fips) for region, fips in cases
    ]


@pytest.mark.slow
def test_a_model_in_the_home_directory_overrides_the_trimmed_one(tmp_path: Path) -> None:
    model = json.loads((SERVICE_MODEL / "datazone/2018-05-10/service-2.json").read_text())
    model["operations"]["GetMetadataGenerationRun"]["http"]["requestUri"] = "/mine"
    folder = tmp_path / ".aws/models/datazone/2018-05-10"
    folder.mkdir(parents=True)
    (folder / "service-2.json").write_text(json.dumps(model))

    assert programs.uri_of_get().stdout == "/mine\n"


@pytest.mark.slow
def test_a_cancellation_reads_only_the_trimmed_models(
    endpoint: Endpoint,
) -> None:
    endpoint.answer(Answer())

    result = programs.json_files_read(*RUN_ARGS)

    status, *opened = result.stdout.split()
    assert status == "0"
    assert sorted(opened) == [
        "aws/model/endpoints.json",
        "botocore/data/partitions.json",
        "botocore/data/sdk-default-configuration.json",
        "datazone/2018-05-10/endpoint-rule-set-1.json",
        "datazone/2018-05-10/service-2.json",
    ]
