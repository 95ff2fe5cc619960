"""The trimmed service model says what botocore's own data say, and is what is read."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError
from botocore.session import Session

import datazone_cancel
from datazone_cancel.service import use_trimmed_service_model
from tools.service_model import files

from .conftest import BOTH, DOMAIN, in_process
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
    written = {str(path.relative_to(FOLDER)): path.read_text() for path in FOLDER.rglob("*.json")}

    assert written == files()


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
    """Raised in the place of sending, with the request."""


def sent(session: Session, service: str, region: str, *, fips: bool) -> tuple[str, str] | str:
    """The URL that a request really goes to and the scope that it is signed for, or the error."""

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


@pytest.mark.parametrize("service", SERVICES)
def test_requests_go_where_they_go_without_it(service: str) -> None:
    """In every Region of every partition, and in one that botocore does not know yet."""
    whole, trimmed = session(trimmed=False), session(trimmed=True)
    cases = [(region, fips) for region in regions() for fips in (False, True)]

    assert len(cases) > 90
    assert [sent(trimmed, service, region, fips=fips) for region, fips in cases] == [
        sent(whole, service, region, fips=fips) for region, fips in cases
    ]


def test_a_model_of_the_users_comes_before_it(tmp_path: Path) -> None:
    model = json.loads((FOLDER / "datazone/2018-05-10/service-2.json").read_text())
    model["operations"]["GetMetadataGenerationRun"]["http"]["requestUri"] = "/mine"
    folder = tmp_path / ".aws/models/datazone/2018-05-10"
    folder.mkdir(parents=True)
    (folder / "service-2.json").write_text(json.dumps(model))
    Path(tmp_path / "program.py").write_text(
        "from botocore.session import Session\n"
        "from datazone_cancel.service import use_trimmed_service_model\n"
        "session = Session()\n"
        "use_trimmed_service_model(session)\n"
        "model = session.get_service_model('datazone')\n"
        "print(model.operation_model('GetMetadataGenerationRun').http['requestUri'])\n"
    )

    assert in_process(sys.executable, str(tmp_path / "program.py"))().stdout == "/mine\n"


def test_a_live_cancellation_reads_no_whole_model_and_no_whole_list_of_endpoints(
    endpoint: Endpoint,
) -> None:
    endpoint.answer(Answer())
    program = """
import sys
opened = []

def hook(event, arguments):
    if event == "open" and str(arguments[0]).endswith((".json", ".json.gz")):
        opened.append(str(arguments[0]))

sys.addaudithook(hook)
from datazone_cancel.__main__ import main
status = main()
import os
print(int(status), *("/".join(name.split(os.sep)[-3:]) for name in opened))
"""

    result = in_process(sys.executable, "-c", program)(*BOTH)

    status, *opened = result.stdout.split()
    assert status == "0"
    assert sorted(opened) == [
        "botocore/data/partitions.json",
        "botocore/data/sdk-default-configuration.json",
        "datazone/2018-05-10/endpoint-rule-set-1.json",
        "datazone/2018-05-10/service-2.json",
        "datazone_cancel/service_model/endpoints.json",
    ]
