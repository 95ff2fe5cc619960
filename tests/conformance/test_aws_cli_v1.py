"""What is newer than the packaged AWS CLI v2, held against v1, which is as new as botocore.

v1's exit statuses are others: what counts is whether the status is 0.
"""

import json
from hashlib import sha1
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.support.endpoint import Answer, error
from tests.support.names import RUN_ARGS as BOTH

from .cases import ANSWERS, KEYS, NO_KEYS, bare, config
from .oracle import OURS, V1, Case, seen

pytestmark = pytest.mark.slow

ENDPOINTS: dict[str, dict[str, Any]] = {
    "AWS_ENDPOINT_URL": {"environ": {"AWS_ENDPOINT_URL": "{url}"}},
    "AWS_ENDPOINT_URL_DATAZONE": {"environ": {"AWS_ENDPOINT_URL_DATAZONE": "{url}"}},
    "the service's variable comes first": {
        "environ": {
            "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
            "AWS_ENDPOINT_URL_DATAZONE": "{url}",
        }
    },
    "the endpoint of the profile": {"files": config("[default]\nendpoint_url = {url}\n")},
    "the endpoint of the profile's services": {
        "files": config(
            "[default]\nservices = local\n[services local]\ndatazone =\n  endpoint_url = {url}\n"
        )
    },
    "the environment comes before the profile": {
        "environ": {"AWS_ENDPOINT_URL": "{url}"},
        "files": config("[default]\nendpoint_url = http://127.0.0.1:9\n"),
    },
    "configured endpoints are ignored": {
        "environ": {
            "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
            "HTTPS_PROXY": "{url}",
            "AWS_MAX_ATTEMPTS": "1",
        },
        "answers": (error(403, "Proxy", "no"),),
    },
}

ASSUMED = """\
<{name}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{name}Result><Credentials>
<AccessKeyId>AKIDASSUMED</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
<SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
</Credentials></{name}Result></{name}Response>
"""
SSO_START = "https://example.com/start"

CREDENTIALS = {
    "an assumed role": Case(
        environ={**NO_KEYS, "AWS_ENDPOINT_URL_STS": "{url}"},
        files=config(
            "[default]\nrole_arn = arn:aws:iam::123456789012:role/ops\nrole_session_name = s\n"
            f"source_profile = keys\n[profile keys]\n{KEYS}"
        ),
        answers=(Answer(body=ASSUMED.replace("{name}", "AssumeRole").encode()), Answer()),
    ),
    "a web identity": Case(
        environ={
            **NO_KEYS,
            "AWS_ENDPOINT_URL_STS": "{url}",
            "AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token",
            "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/ops",
            "AWS_ROLE_SESSION_NAME": "s",
        },
        files={"token": "token"},
        answers=(
            Answer(body=ASSUMED.replace("{name}", "AssumeRoleWithWebIdentity").encode()),
            Answer(),
        ),
    ),
    "a single sign-on": Case(
        environ={**NO_KEYS, "AWS_ENDPOINT_URL_SSO": "{url}"},
        files={
            **config(
                f"[default]\nsso_start_url = {SSO_START}\nsso_region = us-east-1\n"
                "sso_account_id = 123456789012\nsso_role_name = ops\n"
            ),
            f".aws/sso/cache/{sha1(SSO_START.encode()).hexdigest()}.json": json.dumps(
                {
                    "startUrl": SSO_START,
                    "region": "us-east-1",
                    "accessToken": "token",
                    "expiresAt": "2099-01-01T00:00:00Z",
                }
            ),
        },
        answers=(
            Answer(
                body=json.dumps(
                    {
                        "roleCredentials": {
                            "accessKeyId": "AKIDSSO",
                            "secretAccessKey": "s",
                            "sessionToken": "t",
                            "expiration": 4070908800000,
                        }
                    }
                ).encode()
            ),
            Answer(),
        ),
    ),
}

CASES = {
    **{f"endpoint: {name}": bare(*BOTH, **rest) for name, rest in ENDPOINTS.items()},
    **{f"credentials: {name}": case for name, case in CREDENTIALS.items()},
    **{
        f"error: {name}": Case(answers=answers)
        for name, answers in ANSWERS.items()
        # v1 tries five times, and asks for the rest of a body that breaks off: v2 rules.
        if "three times" not in name and not any(answer.cut for answer in answers)
    },
}

REGIONS = (
    "us-east-1",
    "cn-north-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "us-isob-east-1",
    "eu-isoe-west-1",
    "us-isof-south-1",
    "eusc-de-east-1",
)
"""One of each partition."""


@pytest.mark.parametrize("name", CASES)
def test_a_script_sees_no_difference_but_the_status(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")

    theirs = seen(V1, CASES[name], tmp_path)
    ours = seen(OURS, CASES[name], tmp_path)

    assert (ours.stdout, ours.stderr, ours.requests) == (
        theirs.stdout,
        theirs.stderr,
        theirs.requests,
    )
    assert (ours.status == 0) == (theirs.status == 0)


@pytest.mark.parametrize(("region", "fips"), [*product(REGIONS, ("true", "false"))])
def test_the_endpoint_of_every_partition_is_the_same(
    region: str, fips: str, tmp_path: Path
) -> None:
    case = bare(
        *BOTH,
        "--region",
        region,
        environ={
            "AWS_USE_FIPS_ENDPOINT": fips,
            "HTTPS_PROXY": "{url}",
            "AWS_MAX_ATTEMPTS": "1",
        },
        answers=(Answer(status=403),),
    )

    theirs = seen(V1, case, tmp_path)
    ours = seen(OURS, case, tmp_path)

    assert ours.requests == theirs.requests
    assert [request[0] for request in ours.requests] == ["CONNECT"]
