"""Endpoints, proxies, TLS, timeouts and retries."""

from itertools import product

from tests.conformance.case import Case
from tests.support.endpoint import Answer, error
from tests.support.names import RUN_ARGS

from .common import NO_KEYS, bare, config

OTHER = ("--endpoint-url", "http://datazone.example.com")
REFUSED = (Answer(status=403),)
HOST: dict[str, str | None] = {"HTTPS_PROXY": "{url}", "AWS_MAX_ATTEMPTS": "1"}
BROKEN = error(500, "InternalServerException", "on fire")
SLOW = error(429, "ThrottlingException", "slow")

ENDPOINTS = {
    "a path": bare(*RUN_ARGS, "--endpoint-url", "{url}/proxy/"),
    "a query": bare(*RUN_ARGS, "--endpoint-url", "{url}/?a=b"),
    "ftp": bare(*RUN_ARGS, "--endpoint-url", "ftp://127.0.0.1/", answers=()),
    "a closed port": bare(*RUN_ARGS, "--endpoint-url", "http://127.0.0.1:9", answers=()),
    "no host": bare(*RUN_ARGS, "--endpoint-url", "http://", answers=()),
    "a port in words": bare(*RUN_ARGS, "--endpoint-url", "http://127.0.0.1:x", answers=()),
    "a space": bare(*RUN_ARGS, "--endpoint-url", " {url}"),
    "AWS_ENDPOINT_URL": bare(*RUN_ARGS, environ={"AWS_ENDPOINT_URL": "{url}"}),
    "an empty AWS_ENDPOINT_URL": bare(
        *RUN_ARGS, environ={"AWS_ENDPOINT_URL": "", **HOST}, answers=REFUSED
    ),
    "the service's variable comes first": bare(
        *RUN_ARGS,
        environ={"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ENDPOINT_URL_DATAZONE": "{url}"},
    ),
    "the profile": bare(*RUN_ARGS, files=config("[default]\nendpoint_url = {url}\n")),
    "the profile's services": bare(
        *RUN_ARGS,
        files=config(
            "[default]\nservices = local\n[services local]\ndatazone =\n  endpoint_url = {url}\n"
        ),
    ),
    "services that do not exist": bare(
        *RUN_ARGS, files=config("[default]\nservices = local\n"), answers=()
    ),
    "the environment comes before the profile": bare(
        *RUN_ARGS,
        environ={"AWS_ENDPOINT_URL": "{url}"},
        files=config("[default]\nendpoint_url = http://127.0.0.1:9\n"),
    ),
    "configured endpoints that are ignored": bare(
        *RUN_ARGS,
        environ={
            "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
            **HOST,
        },
        answers=REFUSED,
    ),
    "a configured endpoint without a scheme": bare(
        *RUN_ARGS, environ={"AWS_ENDPOINT_URL": "127.0.0.1"}, answers=()
    ),
    **{
        f"{region}{' FIPS' if fips == 'true' else ''}": bare(
            *RUN_ARGS,
            "--region",
            region,
            environ={"AWS_USE_FIPS_ENDPOINT": fips, **HOST},
            answers=REFUSED,
        )
        for region, fips in product(
            (
                "us-east-1",
                "cn-north-1",
                "us-gov-west-1",
                "us-iso-east-1",
                "us-isob-east-1",
                "eu-isoe-west-1",
                "us-isof-south-1",
                "eusc-de-east-1",
                "aws-global",
                "xx-north-9",
            ),
            ("true", "false"),
        )
    },
}

PROXIES = {
    "HTTP_PROXY": bare(*RUN_ARGS, *OTHER, environ={"HTTP_PROXY": "{url}", "NO_PROXY": None}),
    "http_proxy": bare(
        *RUN_ARGS, *OTHER, environ={"HTTP_PROXY": None, "http_proxy": "{url}", "NO_PROXY": None}
    ),
    "http_proxy before HTTP_PROXY": bare(*RUN_ARGS, *OTHER, environ={"http_proxy": "{url}"}),
    "ALL_PROXY": bare(
        *RUN_ARGS,
        *OTHER,
        environ={"HTTP_PROXY": None, "ALL_PROXY": "{url}", "AWS_MAX_ATTEMPTS": "1"},
        answers=(),
    ),
    "a password": bare(
        *RUN_ARGS, *OTHER, environ={"HTTP_PROXY": "http://me:p%40ss@{netloc}", "NO_PROXY": None}
    ),
    "without a scheme": bare(*RUN_ARGS, *OTHER, environ={"HTTP_PROXY": "{netloc}"}),
    "a proxy that is closed": bare(
        *RUN_ARGS, *OTHER, environ={"AWS_MAX_ATTEMPTS": "1"}, answers=()
    ),
    "a proxy that refuses": bare(
        *RUN_ARGS, "--endpoint-url", "https://datazone.example.com", environ=HOST, answers=REFUSED
    ),
    "a proxy that asks for a password": bare(
        *RUN_ARGS,
        "--endpoint-url",
        "https://datazone.example.com",
        environ=HOST,
        answers=(Answer(status=407),),
    ),
    "an invalid proxy": bare(
        *RUN_ARGS,
        *OTHER,
        environ={"HTTP_PROXY": "http://127.0.0.1:port", "AWS_MAX_ATTEMPTS": "1"},
        answers=(),
    ),
    "an empty proxy": Case(environ={"HTTP_PROXY": ""}),
    "NO_PROXY of everything": Case(environ={"NO_PROXY": "*"}),
    "NO_PROXY with a port": Case(environ={"NO_PROXY": "{netloc}"}),
    "NO_PROXY of another host": Case(environ={"NO_PROXY": "example.com", "HTTP_PROXY": "{url}"}),
    "no_proxy before NO_PROXY": Case(environ={"no_proxy": "127.0.0.1", "NO_PROXY": "example.com"}),
}

TLS = {
    "an untrusted certificate": Case(tls=True, answers=()),
    "no verification": Case(tls=True, argv=("--no-verify-ssl",)),
    "the bundle of the option": Case(tls=True, argv=("--ca-bundle", "{home}/ca.pem")),
    "the bundle of the environment": Case(tls=True, environ={"AWS_CA_BUNDLE": "{home}/ca.pem"}),
    "the bundle of the profile": Case(
        tls=True, files=config("[default]\nca_bundle = {home}/ca.pem\n")
    ),
    "the option before the environment": Case(
        tls=True,
        argv=("--ca-bundle", "{home}/ca.pem"),
        environ={"AWS_CA_BUNDLE": "{home}/none.pem"},
    ),
    "the environment before the profile": Case(
        tls=True,
        environ={"AWS_CA_BUNDLE": "{home}/ca.pem"},
        files=config("[default]\nca_bundle = {home}/none.pem\n"),
    ),
    "REQUESTS_CA_BUNDLE": Case(tls=True, environ={"REQUESTS_CA_BUNDLE": "{home}/ca.pem"}),
    "a bundle with a tilde": Case(tls=True, argv=("--ca-bundle", "~/ca.pem")),
    "a folder of bundles": Case(tls=True, argv=("--ca-bundle", "{home}"), answers=()),
    "no verification although there is a bundle": Case(
        tls=True, argv=("--no-verify-ssl", "--ca-bundle", "{home}/none.pem")
    ),
    "no verification, a bundle of the environment": Case(
        tls=True, argv=("--no-verify-ssl",), environ={"AWS_CA_BUNDLE": "{home}/none.pem"}
    ),
    "a missing bundle": Case(tls=True, argv=("--ca-bundle", "{home}/none.pem"), answers=()),
    "a missing bundle without TLS": Case(argv=("--ca-bundle", "{home}/none.pem")),
    "an empty bundle": Case(argv=("--ca-bundle", "")),
    "an empty bundle of the environment": Case(environ={"AWS_CA_BUNDLE": ""}),
    "a bundle without certificates": Case(
        tls=True, argv=("--ca-bundle", "{home}/x.pem"), files={"x.pem": "x"}, answers=()
    ),
    "TLS to a port without it": bare(
        *RUN_ARGS,
        "--endpoint-url",
        "https://{netloc}",
        environ={"AWS_MAX_ATTEMPTS": "1"},
        answers=(),
    ),
}

TIMEOUTS = {
    "a read timeout": Case(
        argv=("--cli-read-timeout", "1"),
        environ={"AWS_MAX_ATTEMPTS": "1"},
        answers=(Answer(silent=True),),
    ),
    "a read timeout, enhanced": Case(
        argv=("--cli-read-timeout", "1"),
        environ={"AWS_MAX_ATTEMPTS": "1", "AWS_CLI_ERROR_FORMAT": "enhanced"},
        answers=(Answer(silent=True),),
    ),
    "a negative read timeout": Case(argv=("--cli-read-timeout=-1",), answers=()),
    "a connect timeout": bare(
        *RUN_ARGS,
        "--endpoint-url",
        "http://127.0.0.1:9",
        "--cli-connect-timeout",
        "1",
        environ={"AWS_MAX_ATTEMPTS": "1"},
        answers=(),
    ),
}

RETRIES = {
    "a server error, three times": Case(answers=(BROKEN,) * 3),
    "a server error, then success": Case(answers=(BROKEN, Answer())),
    "throttling, then success": Case(answers=(SLOW, Answer())),
    "throttling, then an error": Case(answers=(SLOW, error(400, "ValidationException", "no"))),
    "throttling, three times": Case(answers=(SLOW,) * 3),
    "a 429 without a code, three times": Case(answers=(Answer(status=429),) * 3),
    "a 502 with HTML, three times": Case(
        answers=(Answer(status=502, headers={"Content-Type": "text/html"}, body=b"<html/>"),) * 3
    ),
    "a 503 without a body, three times": Case(answers=(Answer(status=503),) * 3),
    "a 504, then success": Case(answers=(Answer(status=504), Answer())),
    "a 501": Case(answers=(Answer(status=501),)),
    "a 408": Case(answers=(Answer(status=408),)),
    "a closed connection, three times": Case(answers=(Answer(hang_up=True),) * 3),
    "a closed connection, then success": Case(answers=(Answer(hang_up=True), Answer())),
    "a code that is throttling, with status 400": Case(
        answers=(error(400, "RequestLimitExceeded", "slow"), Answer())
    ),
    "a code that is transient, with status 400": Case(
        answers=(error(400, "RequestTimeout", "slow"), Answer())
    ),
    "one attempt": Case(environ={"AWS_MAX_ATTEMPTS": "1"}, answers=(BROKEN,)),
    "two attempts": Case(environ={"AWS_MAX_ATTEMPTS": "2"}, answers=(BROKEN,) * 2),
    "five attempts": Case(environ={"AWS_MAX_ATTEMPTS": "5"}, answers=(BROKEN,) * 4 + (Answer(),)),
    "attempts of the profile": Case(
        files=config("[default]\nmax_attempts = 2\n"), answers=(BROKEN,) * 2
    ),
    "attempts in words": Case(environ={"AWS_MAX_ATTEMPTS": "many"}, answers=()),
    "no attempt": Case(environ={"AWS_MAX_ATTEMPTS": "0"}, answers=()),
    "a negative number of attempts": Case(environ={"AWS_MAX_ATTEMPTS": "-1"}, answers=()),
    "attempts of the profile in words": Case(
        files=config("[default]\nmax_attempts = many\n"), answers=()
    ),
    "the mode of the environment": Case(
        environ={"AWS_RETRY_MODE": "adaptive", "AWS_MAX_ATTEMPTS": "2"}, answers=(BROKEN,) * 2
    ),
    "the mode of the profile": Case(
        files=config("[default]\nretry_mode = standard\nmax_attempts = 1\n"), answers=(BROKEN,)
    ),
    "the mode in capital letters": Case(environ={"AWS_RETRY_MODE": "STANDARD"}),
    "an unknown mode": Case(environ={"AWS_RETRY_MODE": "eager"}, answers=()),
    "an empty mode": Case(environ={"AWS_RETRY_MODE": ""}),
    "the legacy mode": Case(environ={"AWS_RETRY_MODE": "legacy"}, answers=()),
    "a server error, three times, enhanced": Case(
        environ={"AWS_CLI_ERROR_FORMAT": "enhanced"}, answers=(BROKEN,) * 3
    ),
    "throttling, three times, as json": Case(
        environ={"AWS_CLI_ERROR_FORMAT": "json"}, answers=(SLOW,) * 3
    ),
}

ROLE: dict[str, str | None] = {
    "AWS_ENDPOINT_URL_STS": "{url}",
    "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/operator",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token",
}
NEW_RULES: dict[str, str | None] = {"AWS_NEW_RETRIES_2026": "true"}
FAULTS = {
    "a 500": BROKEN,
    "a 503": Answer(status=503),
    "throttling": SLOW,
    "throttling with status 400": error(400, "RequestLimitExceeded", "slow"),
    "a 429 without a code": Answer(status=429),
    "a 429 with an unknown code": error(429, "Busy", "slow"),
    "a 429 with a code of another error": error(429, "ConflictException", "slow"),
    "a lost connection": Answer(hang_up=True),
    "a body that breaks off": Answer(status=500, body=b"{", cut=True),
    "throttling, to be retried after 3 s": Answer(
        status=429, headers={"x-amzn-ErrorType": "ThrottlingException", "x-amz-retry-after": "3000"}
    ),
    "a 500, to be retried after 9 s": Answer(status=500, headers={"x-amz-retry-after": "9000"}),
    "a 500, to be retried at once": Answer(status=500, headers={"x-amz-retry-after": "0"}),
    "a 500, to be retried after words": Answer(status=500, headers={"x-amz-retry-after": "soon"}),
    "a 503 with Retry-After": Answer(status=503, headers={"Retry-After": "7"}),
}
PAUSES = {
    **{
        f"{fault}, {rules}": Case(environ=environ, answers=(answer, answer, answer))
        for fault, answer in FAULTS.items()
        for rules, environ in (("usual rules", {}), ("rules of 2026", NEW_RULES))
    },
    **{
        f"{fault} in {mode} mode, {attempts} attempts": Case(
            environ={"AWS_RETRY_MODE": mode, "AWS_MAX_ATTEMPTS": str(attempts)},
            answers=(FAULTS[fault],) * attempts,
        )
        for fault in ("a 500", "a 429 without a code", "a lost connection")
        for mode in ("standard", "adaptive")
        for attempts in (2, 7)
    },
    **{
        f"{count} times a 500, {attempts} attempts, {rules}": Case(
            environ={"AWS_MAX_ATTEMPTS": str(attempts), **environ},
            answers=(BROKEN,) * count + (Answer(),),
        )
        for count, attempts in ((39, 40), (40, 40), (99, 200), (100, 200), (101, 200))
        for rules, environ in (("usual rules", {}), ("rules of 2026", NEW_RULES))
    },
    **{
        f"AWS_NEW_RETRIES_2026={value}": Case(
            environ={"AWS_NEW_RETRIES_2026": value}, answers=(BROKEN, Answer())
        )
        for value in ("", "TRUE", "True", "1", "yes", " true", "false")
    },
    **{
        f"{fault} from STS, {rules}": Case(
            environ={**NO_KEYS, **ROLE, **environ},
            files={"token": "token"},
            answers=(FAULTS[fault],) * 3,
        )
        for fault in ("a 500", "a lost connection", "a 429 without a code")
        for rules, environ in (("usual rules", {}), ("rules of 2026", NEW_RULES))
    },
}

CASES = {
    f"{group}: {name}": case
    for group, cases in (
        ("endpoint", ENDPOINTS),
        ("proxy", PROXIES),
        ("TLS", TLS),
        ("timeout", TIMEOUTS),
        ("retry", RETRIES),
        ("pauses", PAUSES),
    )
    for name, case in cases.items()
}
