"""Where credentials come from, and where they are cached."""

import json
from hashlib import sha1

from tests.conformance.case import Case
from tests.support.answers import assumed
from tests.support.endpoint import Answer, error

from .common import KEYS, NO_KEYS, config, formats

ROLE = "arn:aws:iam::123456789012:role/ops"
MFA = "arn:aws:iam::123456789012:mfa/me"
STS: dict[str, str | None] = {**NO_KEYS, "AWS_ENDPOINT_URL_STS": "{url}"}
SSO: dict[str, str | None] = {
    **NO_KEYS,
    "AWS_ENDPOINT_URL_SSO": "{url}",
    "AWS_ENDPOINT_URL_SSO_OIDC": "{url}",
}
SOURCE = f"[profile keys]\n{KEYS}"
OPS = f"[default]\nrole_arn = {ROLE}\nsource_profile = keys\n"
START_URL = "https://example.com/start"


ASSUMED = assumed("AssumeRole")
IDENTIFIED = assumed("AssumeRoleWithWebIdentity")


def refused(status: int, code: str, message: str) -> Answer:
    """An error of STS."""
    return Answer(
        status=status,
        body=(
            '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>'
            f"<Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
            "<RequestId>id</RequestId></ErrorResponse>"
        ).encode(),
    )


DENIED = refused(403, "AccessDenied", "not authorized to perform sts:AssumeRole")

ROLES = {
    "a role": Case(environ=STS, files=config(f"{OPS}{SOURCE}"), answers=(ASSUMED, Answer())),
    "a role, twice": Case(
        environ=STS, files=config(f"{OPS}{SOURCE}"), answers=(ASSUMED, Answer(), Answer()), times=2
    ),
    "a role with every setting": Case(
        environ=STS,
        files=config(
            f"{OPS}role_session_name = me\nexternal_id = them\nduration_seconds = 900\n{SOURCE}"
        ),
        answers=(ASSUMED, Answer()),
    ),
    "a role with a session name, twice": Case(
        environ=STS,
        files=config(f"{OPS}role_session_name = me\n{SOURCE}"),
        answers=(ASSUMED, Answer(), Answer()),
        times=2,
    ),
    "a role with MFA": Case(
        environ=STS,
        files=config(f"{OPS}mfa_serial = {MFA}\n{SOURCE}"),
        answers=(ASSUMED, Answer()),
        stdin="123456\n",
    ),
    "a role with MFA, twice": Case(
        environ=STS,
        files=config(f"{OPS}mfa_serial = {MFA}\n{SOURCE}"),
        answers=(ASSUMED, Answer(), Answer()),
        stdin="123456\n",
        times=2,
    ),
    "a role with MFA and no code": Case(
        environ=STS, files=config(f"{OPS}mfa_serial = {MFA}\n{SOURCE}"), answers=()
    ),
    "a role with an empty MFA code": Case(
        environ=STS, files=config(f"{OPS}mfa_serial = {MFA}\n{SOURCE}"), answers=(), stdin="\n"
    ),
    "a role with a wrong MFA code": Case(
        environ=STS,
        files=config(f"{OPS}mfa_serial = {MFA}\n{SOURCE}"),
        answers=(refused(403, "AccessDenied", "MultiFactorAuthentication failed"),),
        stdin="000000\n",
    ),
    "a role whose credentials expire soon, twice": Case(
        environ=STS,
        files=config(f"{OPS}{SOURCE}"),
        answers=(
            assumed("AssumeRole", "AKIDFIRST", "2020-01-01T00:00:00Z"),
            Answer(),
            assumed("AssumeRole", "AKIDSECOND"),
            Answer(),
        ),
        times=2,
    ),
    "a chain of roles": Case(
        environ=STS,
        files=config(
            f"[default]\nrole_arn = {ROLE}\nsource_profile = middle\n"
            f"[profile middle]\nrole_arn = {ROLE}-middle\nsource_profile = keys\n{SOURCE}"
        ),
        answers=(assumed("AssumeRole", "AKIDMIDDLE"), ASSUMED, Answer()),
    ),
    "a chain of roles, twice": Case(
        environ=STS,
        files=config(
            f"[default]\nrole_arn = {ROLE}\nsource_profile = middle\n"
            f"[profile middle]\nrole_arn = {ROLE}-middle\nsource_profile = keys\n{SOURCE}"
        ),
        answers=(assumed("AssumeRole", "AKIDMIDDLE"), ASSUMED, Answer(), Answer()),
        times=2,
    ),
    "a role of its own keys": Case(
        environ=STS,
        files=config(f"[default]\nrole_arn = {ROLE}\nsource_profile = default\n{KEYS}"),
        answers=(ASSUMED, Answer()),
    ),
    "a circle of roles": Case(
        environ=STS,
        files=config(
            f"[default]\nrole_arn = {ROLE}\nsource_profile = b\n"
            f"[profile b]\nrole_arn = {ROLE}\nsource_profile = default\n"
        ),
        answers=(),
    ),
    "a role from the environment": Case(
        environ={"AWS_ENDPOINT_URL_STS": "{url}", "AWS_PROFILE": "ops"},
        argv=("--profile", "ops"),
        files=config(f"[profile ops]\nrole_arn = {ROLE}\ncredential_source = Environment\n"),
        answers=(ASSUMED, Answer()),
    ),
    "a role from an unknown source": Case(
        environ=STS,
        files=config(f"[default]\nrole_arn = {ROLE}\ncredential_source = Elsewhere\n"),
        answers=(),
    ),
    "a role from two sources": Case(
        environ=STS,
        files=config(f"{OPS}credential_source = Environment\n{SOURCE}"),
        answers=(),
    ),
    "a role without a source": Case(
        environ=STS, files=config(f"[default]\nrole_arn = {ROLE}\n"), answers=()
    ),
    "a role whose source is missing": Case(environ=STS, files=config(OPS), answers=()),
    "a role whose source has no keys": Case(
        environ=STS, files=config(f"{OPS}[profile keys]\n"), answers=()
    ),
    "a role whose source is a process": Case(
        environ=STS,
        files={
            "keys.json": '{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"s"}',
            **config(f"{OPS}[profile keys]\ncredential_process = cat {{home}}/keys.json\n"),
        },
        answers=(ASSUMED, Answer()),
    ),
    "a role that is denied": Case(environ=STS, files=config(f"{OPS}{SOURCE}"), answers=(DENIED,)),
    "a role that is denied, enhanced": Case(
        environ={**STS, **formats("enhanced")}, files=config(f"{OPS}{SOURCE}"), answers=(DENIED,)
    ),
    "a role that is denied, as json": Case(
        environ={**STS, **formats("json")}, files=config(f"{OPS}{SOURCE}"), answers=(DENIED,)
    ),
    "a role with an expired token, as json": Case(
        environ={**STS, **formats("json")},
        files=config(f"{OPS}{SOURCE}"),
        answers=(refused(400, "ExpiredTokenException", "The security token is expired"),),
    ),
    "a role that is throttled": Case(
        environ=STS,
        files=config(f"{OPS}{SOURCE}"),
        answers=(refused(400, "Throttling", "Rate exceeded"), ASSUMED, Answer()),
    ),
    "a role, an HTML 500": Case(
        environ=STS,
        files=config(f"{OPS}{SOURCE}"),
        answers=(Answer(status=500, body=b"<html><body>oh</body></html>"),) * 3,
    ),
    "a role, an HTML 500, as json": Case(
        environ={**STS, **formats("json")},
        files=config(f"{OPS}{SOURCE}"),
        answers=(Answer(status=500, body=b"<html><body>oh</body></html>"),) * 3,
    ),
    "a role, an unparsable 500": Case(
        environ=STS,
        files=config(f"{OPS}{SOURCE}"),
        answers=(Answer(status=500, body=b"<html"),) * 3,
    ),
    "a role, an empty 400": Case(
        environ=STS, files=config(f"{OPS}{SOURCE}"), answers=(Answer(status=400),)
    ),
    "a role, an empty success": Case(
        environ=STS, files=config(f"{OPS}{SOURCE}"), answers=(Answer(),)
    ),
    "a role with an ARN that is too short": Case(
        environ=STS,
        files=config(f"[default]\nrole_arn = short\nsource_profile = keys\n{SOURCE}"),
        answers=(),
    ),
    "a role with an ARN that is too short, as json": Case(
        environ={**STS, **formats("json")},
        files=config(f"[default]\nrole_arn = short\nsource_profile = keys\n{SOURCE}"),
        answers=(),
    ),
    "a role with a duration in words": Case(
        environ=STS,
        files=config(f"{OPS}duration_seconds = long\n{SOURCE}"),
        answers=(ASSUMED, Answer()),
    ),
    "a role, then an error": Case(
        environ=STS,
        files=config(f"{OPS}{SOURCE}"),
        answers=(ASSUMED, error(409, "ConflictException", "busy")),
    ),
    "a role and an output skeleton": Case(
        argv=("--generate-cli-skeleton", "output"),
        environ=STS,
        files=config(f"{OPS}{SOURCE}"),
        answers=(),
    ),
    "a role without a signature": Case(
        argv=("--no-sign-request",), environ=STS, files=config(f"{OPS}{SOURCE}")
    ),
    "a role and a read timeout": Case(
        argv=("--cli-read-timeout", "1"),
        environ={**STS, "AWS_MAX_ATTEMPTS": "1"},
        files=config(f"{OPS}{SOURCE}"),
        answers=(Answer(silent=True),),
    ),
    "a role in a folder that cannot be made": Case(
        environ=STS,
        files={**config(f"{OPS}{SOURCE}"), ".aws/cli": "a file"},
        answers=(ASSUMED, Answer()),
    ),
    "a role and an unusable cache file": Case(
        environ={**STS, "AWS_MAX_ATTEMPTS": "1"},
        files={
            **config(f"{OPS}{SOURCE}"),
            **{
                f".aws/cli/cache/{name}.json": "{"
                for name in (
                    sha1(json.dumps({"RoleArn": ROLE}, sort_keys=True).encode()).hexdigest(),
                )
            },
        },
        answers=(ASSUMED, Answer()),
    ),
    **{
        f"the host of STS with {name}": Case(
            environ={
                **NO_KEYS,
                "HTTPS_PROXY": "{url}",
                "AWS_MAX_ATTEMPTS": "1",
                **environ,
            },
            files=config(f"{OPS}{settings}{SOURCE}"),
            answers=(Answer(status=403),),
        )
        for name, environ, settings in (
            ("no setting", {}, ""),
            ("legacy endpoints", {"AWS_STS_REGIONAL_ENDPOINTS": "legacy"}, ""),
            ("legacy endpoints of the profile", {}, "sts_regional_endpoints = legacy\n"),
            ("another Region of the profile", {}, "region = eu-west-1\n"),
            ("FIPS", {"AWS_USE_FIPS_ENDPOINT": "true"}, ""),
            ("dual stack", {"AWS_USE_DUALSTACK_ENDPOINT": "true"}, ""),
        )
    },
}

WEB: dict[str, str | None] = {
    **STS,
    "AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token",
    "AWS_ROLE_ARN": ROLE,
}

WEB_IDENTITIES = {
    "a web identity": Case(environ=WEB, files={"token": "token"}, answers=(IDENTIFIED, Answer())),
    "a web identity, twice": Case(
        environ=WEB, files={"token": "token"}, answers=(IDENTIFIED, Answer(), Answer()), times=2
    ),
    "a web identity with a session name": Case(
        environ={**WEB, "AWS_ROLE_SESSION_NAME": "me"},
        files={"token": "token"},
        answers=(IDENTIFIED, Answer()),
    ),
    "a web identity of the profile": Case(
        environ=STS,
        files={
            "token": "token\n",
            **config(
                f"[default]\nrole_arn = {ROLE}\nweb_identity_token_file = {{home}}/token\n"
                "role_session_name = me\n"
            ),
        },
        answers=(IDENTIFIED, Answer()),
    ),
    "a web identity without its token": Case(environ=WEB, answers=()),
    "a web identity with an empty token": Case(environ=WEB, files={"token": ""}, answers=()),
    "a web identity with an empty token, enhanced": Case(
        environ={**WEB, **formats("enhanced")}, files={"token": ""}, answers=()
    ),
    "a web identity without a role": Case(
        environ={**WEB, "AWS_ROLE_ARN": None}, files={"token": "token"}, answers=()
    ),
    "a web identity with an expired token": Case(
        environ=WEB,
        files={"token": "token"},
        answers=(refused(400, "ExpiredTokenException", "Token expired"),),
    ),
    "a web identity with an unreachable provider": Case(
        environ={**WEB, "AWS_MAX_ATTEMPTS": "2"},
        files={"token": "token"},
        answers=(refused(400, "IDPCommunicationError", "try again"), IDENTIFIED, Answer()),
    ),
    "a web identity, then a role": Case(
        environ=STS,
        files={
            "token": "token",
            **config(
                f"{OPS}[profile keys]\nrole_arn = {ROLE}-web\n"
                "web_identity_token_file = {home}/token\n"
            ),
        },
        answers=(IDENTIFIED, ASSUMED, Answer()),
    ),
    "a web identity with nothing but a proxy": Case(
        environ={
            **WEB,
            "AWS_ENDPOINT_URL_STS": None,
            "HTTPS_PROXY": "{url}",
            "AWS_MAX_ATTEMPTS": "1",
        },
        files={"token": "token"},
        answers=(Answer(status=403),),
    ),
}

SSO_OLD = (
    f"[default]\nsso_start_url = {START_URL}\nsso_region = us-east-1\n"
    "sso_account_id = 123456789012\nsso_role_name = ops\n"
)
SSO_SESSION = (
    "[default]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = ops\n"
    f"[sso-session corp]\nsso_start_url = {START_URL}\nsso_region = us-east-1\n"
)


def token(key: str, expires: str, **members: str) -> dict[str, str]:
    """The file that `aws sso login` leaves."""
    content = {
        "startUrl": START_URL,
        "region": "us-east-1",
        "accessToken": "token",
        "expiresAt": expires,
        **members,
    }
    return {f".aws/sso/cache/{sha1(key.encode()).hexdigest()}.json": json.dumps(content)}


SSO_KEYS = Answer(
    headers={"Content-Type": "application/json"},
    body=json.dumps(
        {
            "roleCredentials": {
                "accessKeyId": "AKIDSSO",
                "secretAccessKey": "s",
                "sessionToken": "t",
                "expiration": 4070908800000,
            }
        }
    ).encode(),
)
FOREVER, PAST = "2099-01-01T00:00:00Z", "2020-01-01T00:00:00Z"
REFRESHABLE = {
    "clientId": "client",
    "clientSecret": "secret",
    "registrationExpiresAt": FOREVER,
    "refreshToken": "refresh",
}
REFRESHED = Answer(
    headers={"Content-Type": "application/json"},
    body=json.dumps({"accessToken": "new", "expiresIn": 3600, "refreshToken": "more"}).encode(),
)

SINGLE_SIGN_ONS = {
    "SSO": Case(
        environ=SSO,
        files={**config(SSO_OLD), **token(START_URL, FOREVER)},
        answers=(SSO_KEYS, Answer()),
    ),
    "SSO, twice": Case(
        environ=SSO,
        files={**config(SSO_OLD), **token(START_URL, FOREVER)},
        answers=(SSO_KEYS, Answer(), Answer()),
        times=2,
    ),
    "SSO without a login": Case(environ=SSO, files=config(SSO_OLD), answers=()),
    "SSO with an expired login": Case(
        environ=SSO, files={**config(SSO_OLD), **token(START_URL, PAST)}, answers=()
    ),
    "SSO without its Region": Case(
        environ=SSO, files=config(SSO_OLD.replace("sso_region = us-east-1\n", "")), answers=()
    ),
    "SSO that is forbidden": Case(
        environ=SSO,
        files={**config(SSO_OLD), **token(START_URL, FOREVER)},
        answers=(error(403, "ForbiddenException", "No access"),),
    ),
    "SSO that is unauthorized": Case(
        environ=SSO,
        files={**config(SSO_OLD), **token(START_URL, FOREVER)},
        answers=(error(401, "UnauthorizedException", "Session token not found or invalid"),),
    ),
    "an SSO session": Case(
        environ=SSO,
        files={**config(SSO_SESSION), **token("corp", FOREVER)},
        answers=(SSO_KEYS, Answer()),
    ),
    "an SSO session, twice": Case(
        environ=SSO,
        files={**config(SSO_SESSION), **token("corp", FOREVER)},
        answers=(SSO_KEYS, Answer(), Answer()),
        times=2,
    ),
    "an SSO session without a login": Case(environ=SSO, files=config(SSO_SESSION), answers=()),
    "an SSO session with an expired login": Case(
        environ=SSO, files={**config(SSO_SESSION), **token("corp", PAST)}, answers=()
    ),
    "an SSO session that cannot be refreshed": Case(
        environ=SSO,
        files={**config(SSO_SESSION), **token("corp", PAST, **REFRESHABLE)},
        answers=(error(400, "InvalidGrantException", "no"),),
    ),
    "an SSO session that does not exist": Case(
        environ=SSO,
        files=config(SSO_SESSION.replace("sso-session corp", "sso-session x")),
        answers=(),
    ),
    "an SSO session without an account": Case(
        environ=SSO,
        files={
            **config(SSO_SESSION.replace("sso_account_id = 123456789012\n", "")),
            **token("corp", FOREVER),
        },
        answers=(),
    ),
    "an SSO session and a different start address": Case(
        environ=SSO,
        files=config(SSO_SESSION.replace("[sso-", "sso_start_url = https://x\n[sso-")),
        answers=(),
    ),
    "a role from SSO": Case(
        environ={**SSO, "AWS_ENDPOINT_URL_STS": "{url}"},
        files={
            **config(OPS + SSO_OLD.replace("[default]", "[profile keys]")),
            **token(START_URL, FOREVER),
        },
        answers=(SSO_KEYS, ASSUMED, Answer()),
    ),
    "a login": Case(
        environ=NO_KEYS,
        files=config("[default]\nlogin_session = arn:aws:iam::1:user/me\n"),
        answers=(),
    ),
    "SSO and a read timeout": Case(
        argv=("--cli-read-timeout", "1"),
        environ={**SSO, "AWS_MAX_ATTEMPTS": "1"},
        files={**config(SSO_OLD), **token(START_URL, FOREVER)},
        answers=(Answer(silent=True),),
    ),
}


def process(command: str, **files: str) -> Case:
    return Case(
        environ=NO_KEYS,
        files={**config(f"[default]\ncredential_process = {command}\n"), **files},
    )


KEYS_JSON = {"Version": 1, "AccessKeyId": "AKIDPROCESS", "SecretAccessKey": "s"}

PROCESSES = {
    "a process": process("cat {home}/keys", keys=json.dumps({**KEYS_JSON, "SessionToken": "t"})),
    "a process without a session token": process("cat {home}/keys", keys=json.dumps(KEYS_JSON)),
    "a process whose keys expire": process(
        "cat {home}/keys", keys=json.dumps({**KEYS_JSON, "Expiration": FOREVER})
    ),
    "a process whose keys have expired": process(
        "cat {home}/keys", keys=json.dumps({**KEYS_JSON, "Expiration": PAST})
    ),
    "a process with an account": process(
        "cat {home}/keys", keys=json.dumps({**KEYS_JSON, "AccountId": "123456789012"})
    ),
    "a process that fails": process("sh -c 'echo no luck >&2; exit 3'"),
    "a process that writes to stderr": process(
        "sh -c 'echo note >&2; cat {home}/keys'", keys=json.dumps(KEYS_JSON)
    ),
    "a process of another version": process("echo '{\"Version\": 2}'"),
    "a process without a version": process("echo '{}'"),
    "a process without keys": process("echo '{\"Version\": 1}'"),
    "a process that prints nothing": process("true"),
    "a process that prints a list": process("echo '[]'"),
    "a process that does not exist": process("no-such-program"),
    "a process with an unclosed quote": process("cat 'x"),
    "an empty process": process(""),
    "keys before the process": Case(
        environ=NO_KEYS, files=config(f"[default]\ncredential_process = false\n{KEYS}")
    ),
}

CONTAINER_KEYS = Answer(
    body=json.dumps(
        {
            "AccessKeyId": "AKIDCONTAINER",
            "SecretAccessKey": "s",
            "Token": "t",
            "Expiration": FOREVER,
        }
    ).encode()
)
CONTAINER: dict[str, str | None] = {
    **NO_KEYS,
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "{url}/keys",
}
INSTANCE: dict[str, str | None] = {
    **NO_KEYS,
    "AWS_EC2_METADATA_DISABLED": None,
    "AWS_EC2_METADATA_SERVICE_ENDPOINT": "{url}/",
}
INSTANCE_KEYS = Answer(
    body=json.dumps(
        {
            "Code": "Success",
            "AccessKeyId": "AKIDINSTANCE",
            "SecretAccessKey": "s",
            "Token": "t",
            "Expiration": FOREVER,
        }
    ).encode()
)

MACHINES = {
    "a container": Case(environ=CONTAINER, answers=(CONTAINER_KEYS, Answer())),
    "a container, twice": Case(environ=CONTAINER, answers=(CONTAINER_KEYS, Answer()) * 2, times=2),
    "a container with a token": Case(
        environ={**CONTAINER, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Bearer x"},
        answers=(CONTAINER_KEYS, Answer()),
    ),
    "a container with a token file": Case(
        environ={**CONTAINER, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "{home}/token"},
        files={"token": "Bearer file"},
        answers=(CONTAINER_KEYS, Answer()),
    ),
    "a container with a token of two lines": Case(
        environ={**CONTAINER, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "a\r\nb"}, answers=()
    ),
    "a container with a missing token file": Case(
        environ={**CONTAINER, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "{home}/none"}, answers=()
    ),
    "a container on another host": Case(
        environ={**NO_KEYS, "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.com/keys"},
        answers=(),
    ),
    "a container that refuses": Case(environ=CONTAINER, answers=(Answer(status=403),) * 3),
    "a container without JSON": Case(environ=CONTAINER, answers=(Answer(body=b"x"),) * 3),
    "a container before an instance": Case(
        environ={**INSTANCE, **CONTAINER}, answers=(CONTAINER_KEYS, Answer())
    ),
    "an instance": Case(
        environ=INSTANCE,
        answers=(Answer(body=b"token"), Answer(body=b"role"), INSTANCE_KEYS, Answer()),
    ),
    "an instance without a role": Case(
        environ=INSTANCE, answers=(Answer(body=b"token"), Answer(status=404))
    ),
    "an instance without tokens": Case(
        environ=INSTANCE,
        answers=(Answer(status=404), Answer(body=b"role"), INSTANCE_KEYS, Answer()),
    ),
    "an instance whose first version is disabled": Case(
        environ={**INSTANCE, "AWS_EC2_METADATA_V1_DISABLED": "true"},
        answers=(Answer(status=404),),
    ),
    "an instance that fails once": Case(
        environ={**INSTANCE, "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "2"},
        answers=(
            Answer(body=b"token"),
            Answer(status=500),
            Answer(body=b"role"),
            INSTANCE_KEYS,
            Answer(),
        ),
    ),
    "a role from a container": Case(
        environ={**CONTAINER, "AWS_ENDPOINT_URL_STS": "{url}"},
        files=config(f"[default]\nrole_arn = {ROLE}\ncredential_source = EcsContainer\n"),
        answers=(CONTAINER_KEYS, ASSUMED, Answer()),
    ),
}

KEYS_CASES = {
    "no keys": Case(environ=NO_KEYS, answers=()),
    "no keys and no Region": Case(environ={**NO_KEYS, "AWS_REGION": None}, answers=()),
    "a session token": Case(environ={"AWS_SESSION_TOKEN": "token"}),
    "the old name of a session token": Case(environ={"AWS_SECURITY_TOKEN": "token"}),
    "an empty session token": Case(environ={"AWS_SESSION_TOKEN": ""}),
    "no secret key": Case(environ={"AWS_SECRET_ACCESS_KEY": None}, answers=()),
    "no access key": Case(environ={"AWS_ACCESS_KEY_ID": None}, answers=()),
    "an empty access key": Case(environ={"AWS_ACCESS_KEY_ID": ""}, answers=()),
    "keys with spaces": Case(environ={"AWS_ACCESS_KEY_ID": " AKID "}),
    "AWS_CREDENTIAL_EXPIRATION": Case(
        environ={"AWS_SESSION_TOKEN": "t", "AWS_CREDENTIAL_EXPIRATION": PAST}, answers=()
    ),
    "the credentials file": Case(environ=NO_KEYS, files={".aws/credentials": f"[default]\n{KEYS}"}),
    "another credentials file": Case(
        environ={**NO_KEYS, "AWS_SHARED_CREDENTIALS_FILE": "{home}/keys"},
        files={"keys": f"[default]\n{KEYS}"},
    ),
    "half of a credentials file": Case(
        environ=NO_KEYS,
        files={".aws/credentials": "[default]\naws_access_key_id = a\n"},
        answers=(),
    ),
    "the configuration file": Case(environ=NO_KEYS, files=config(f"[default]\n{KEYS}")),
    "the credentials file before the configuration file": Case(
        environ=NO_KEYS,
        files={
            ".aws/credentials": "[default]\naws_access_key_id = A\naws_secret_access_key = s\n",
            **config(f"[default]\n{KEYS}"),
        },
    ),
    "no signature and no keys": Case(argv=("--no-sign-request",), environ=NO_KEYS),
    "no signature although there are keys": Case(argv=("--no-sign-request",)),
    "no keys, enhanced": Case(environ={**NO_KEYS, **formats("enhanced")}, answers=()),
    "no keys, as json": Case(environ={**NO_KEYS, **formats("json")}, answers=()),
    "no secret key, as json": Case(
        environ={"AWS_SECRET_ACCESS_KEY": None, **formats("json")}, answers=()
    ),
}

CASES = {
    **KEYS_CASES,
    **ROLES,
    **WEB_IDENTITIES,
    **SINGLE_SIGN_ONS,
    **PROCESSES,
    **MACHINES,
}
