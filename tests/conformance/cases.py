"""What is held against the real AWS CLI, case by case."""

import json
from itertools import product

from tests.support.endpoint import Answer, error, html
from tests.support.names import DOMAIN, RUN

from .oracle import Case

ENDPOINT = ("--endpoint-url", "{url}")
D = ("--domain-identifier", DOMAIN)
I = ("--identifier", RUN)  # noqa: E741

REFUSED: tuple[Answer, ...] = ()
"""For what must not reach the endpoint."""


def bare(*argv: str, **rest: object) -> Case:
    return Case(argv=argv, bare=True, **rest)  # type: ignore[arg-type]


def config(text: str) -> dict[str, str]:
    return {".aws/config": text}


KEYS = "aws_access_key_id = AKIDFILE\naws_secret_access_key = secret\n"

SPELLINGS = {
    "the plain form": bare(*D, *I, *ENDPOINT),
    "another order": bare(*ENDPOINT, *I, *D),
    "equals signs": bare(
        f"--domain-identifier={DOMAIN}", f"--identifier={RUN}", "--endpoint-url={url}"
    ),
    "a leading dash behind an equals sign": bare(*D, "--identifier=-abc", *ENDPOINT),
    "what looks like a negative number": bare(*D, "--identifier", "-5", *ENDPOINT),
    "an option's name behind an equals sign": bare(*D, "--identifier=--debug", *ENDPOINT),
    "the last value counts": Case(argv=("--domain-identifier", "dzd_other")),
    "--domain-id": bare("--domain-id", DOMAIN, *I, *ENDPOINT),
    "--dom=": bare(f"--dom={DOMAIN}", *I, *ENDPOINT),
    "--do": bare("--do", DOMAIN, *I, *ENDPOINT),
    "--ident": bare(*D, "--ident", RUN, *ENDPOINT),
    "--i": bare(*D, "--i", RUN, *ENDPOINT),
    "--end": bare(*D, *I, "--end", "{url}"),
    "--reg": Case(argv=("--reg", "eu-west-1")),
    "--q": Case(argv=("--q", "foo")),
    "--o": Case(argv=("--o", "text")),
    "--cli-r": Case(argv=("--cli-r", "5")),
    "--col=": Case(argv=("--col=off",)),
    "an empty word": Case(argv=("",)),
    "an unneeded pager, page and format": Case(
        argv=("--no-cli-pager", "--no-paginate", "--cli-binary-format", "base64")
    ),
    "no prompt": Case(argv=("--no-cli-auto-prompt",)),
    "colour": Case(argv=("--color", "off")),
    "timeouts": Case(argv=("--cli-read-timeout", "7", "--cli-connect-timeout", "0")),
}

USAGE = {
    "nothing at all": (),
    "no domain": I,
    "no run": D,
    "an unknown option": (*D, *I, "--nonsense"),
    "an unknown option with a value": (*D, *I, "--nonsense=1"),
    "a word": (*D, *I, "now"),
    "a short option": (*D, *I, "-x"),
    "an option for the identifier": (*D, "--identifier", "--no-paginate"),
    "an option for the domain": ("--domain-identifier", *I),
    **{
        f"{option} without a value": (*D, *I, option)
        for option in (
            "--domain-identifier",
            "--identifier",
            "--endpoint-url",
            "--output",
            "--query",
            "--profile",
            "--region",
            "--color",
            "--ca-bundle",
            "--cli-read-timeout",
            "--cli-connect-timeout",
            "--cli-binary-format",
            "--cli-input-json",
            "--cli-input-yaml",
        )
    },
    **{
        f"{option}=1": (*D, *I, f"{option}=1")
        for option in (
            "--debug",
            "--no-verify-ssl",
            "--no-paginate",
            "--no-sign-request",
            "--no-cli-pager",
            "--cli-auto-prompt",
            "--no-cli-auto-prompt",
        )
    },
    **{
        f"{option} with a value it has not": (*D, *I, option, "purple")
        for option in ("--color", "--cli-binary-format", "--generate-cli-skeleton")
    },
    **{
        f"{beginning} is ambiguous": (*D, *I, beginning)
        for beginning in ("--no", "--no-cli", "--cli-in", "--cli-input")
    },
    "a choice that is made twice": (*D, *I, "--color", "purple", "--color", "on"),
    "both kinds of prompt and nothing else": ("--cli-auto-prompt", "--no-cli-auto-prompt"),
    "both kinds of prompt": (*D, *I, "--cli-auto-prompt", "--no-cli-auto-prompt"),
    "an endpoint without a scheme": (*D, *I, "--endpoint-url", "127.0.0.1:80"),
    "an empty endpoint": (*D, *I, "--endpoint-url", ""),
    "an empty query": (*D, *I, "--query", ""),
    "a query that is none": (*D, *I, "--query", "foo["),
    "a query with a function that is none": (*D, *I, "--query", "foo(`1`"),
    "a query of two lines": (*D, *I, "--query", "foo\n]"),
}

QUERIES = {
    "a member": "foo",
    "a string": '`"text"`',
    "a string that YAML quotes": '`"a: b"`',
    "a string that is not ASCII": '`"é漢"`',
    "true": "`true`",
    "an error": '`{"Message":"busy","Code":"ConflictException","message":"busy"}`',
    "an empty object": "`{}`",
    "an empty list": "`[]`",
    "an object": '`{"b":[1,2],"a":1,"c":"x y"}`',
    "nested objects": '`{"a":{"b":{"c":1}}}`',
    "a list": "`[1,2]`",
    "a list of lists": "`[[1,2],[3,4]]`",
    "a list of objects": '`[{"a":1,"bb":"xyz"},{"a":null}]`',
    "a list of nested objects": '`[{"a":1,"b":[{"c":1}]},{"a":2,"b":[{"c":2}]}]`',
    "rows of nested members only": '`[{"t":["x"]},{"a":{"b":1}}]`',
    "odd lists": '`[2,{"a":1},[{"a":[]}]]`',
    "lists of different lengths": "`[[1],[2,3]]`",
    "several lines and an emoji": '`{"a":"x\\ny","b":"👍"}`',
    "an object wider than a terminal": json.dumps({"one": "1" * 60, "two": "2" * 60}).join("``"),
}
OUTPUTS = ("json", "text", "table", "yaml", "yaml-stream")

ANSWERING = {
    **{
        f"{name} as {output}": Case(argv=("--query", query, "--output", output))
        for (name, query), output in [
            *product(QUERIES.items(), ("text", "table")),
            *product([*QUERIES.items()][::3], ("json", "yaml")),
            *product([*QUERIES.items()][1::9], ("yaml-stream",)),
        ]
    },
    **{f"nothing as {output}": Case(argv=("--output", output)) for output in OUTPUTS},
    "the format of the environment": Case(
        argv=("--query", "foo"), environ={"AWS_DEFAULT_OUTPUT": "text"}
    ),
    "the format of the profile": Case(
        argv=("--query", "foo"), files=config("[default]\noutput = text\n")
    ),
    "the format of a named profile": Case(
        argv=("--query", "foo", "--profile", "ops"),
        files=config("[profile ops]\noutput = yaml-stream\n"),
    ),
    "the format of the credentials file": Case(
        argv=("--query", "foo"), files={".aws/credentials": "[default]\noutput = text\n"}
    ),
    "the format of the later default": Case(
        argv=("--query", "foo"),
        files=config("[default]\noutput = yaml\n[profile default]\noutput = text\n"),
    ),
    "the format of a quoted profile": Case(
        argv=("--query", "foo", "--profile", "my ops"),
        files=config(f"[profile  'my ops']\noutput = text\n{KEYS}"),
    ),
    "the format of a file named by a variable": Case(
        argv=("--query", "foo"),
        environ={"AWS_CONFIG_FILE": "$HOME/settings"},
        files={"settings": "[default]\noutput = text\n"},
    ),
    "the format of AWS_PROFILE": Case(
        argv=("--query", "foo"),
        environ={"AWS_PROFILE": "ops"},
        files=config("[profile ops]\noutput = text\n"),
    ),
    "the option comes before the environment": Case(
        argv=("--query", "foo", "--output", "json"), environ={"AWS_DEFAULT_OUTPUT": "text"}
    ),
    "an empty format of the environment": Case(environ={"AWS_DEFAULT_OUTPUT": ""}),
    "a format of the environment that is none": Case(environ={"AWS_DEFAULT_OUTPUT": "xml"}),
}

BOTH_JSON = json.dumps({"domainIdentifier": DOMAIN, "identifier": RUN})
BOTH_YAML = f"domainIdentifier: {DOMAIN}\nidentifier: {RUN}\n"


def documents(*argv: str, **rest: object) -> Case:
    return bare(*ENDPOINT, *argv, **rest)


INPUT = {
    "JSON": documents("--cli-input-json", BOTH_JSON),
    "YAML": documents("--cli-input-yaml", BOTH_YAML),
    "JSON as YAML": documents("--cli-input-yaml", BOTH_JSON),
    "a JSON file": documents(
        "--cli-input-json", "file://{home}/in.json", files={"in.json": BOTH_JSON}
    ),
    "a YAML file": documents(
        "--cli-input-yaml", "file://{home}/in.yaml", files={"in.yaml": BOTH_YAML}
    ),
    "a binary JSON file": documents(
        "--cli-input-json", "fileb://{home}/in.json", files={"in.json": BOTH_JSON}
    ),
    "a file in the home directory": documents(
        "--cli-input-json", "file://~/in.json", files={"in.json": BOTH_JSON}
    ),
    "a file named by a variable": documents(
        "--cli-input-json",
        "file://$FOLDER/in.json",
        environ={"FOLDER": "{home}"},
        files={"in.json": BOTH_JSON},
    ),
    "the command line comes before the document": documents(
        *I, "--cli-input-json", json.dumps({"domainIdentifier": DOMAIN, "identifier": "other"})
    ),
    "half in the document": documents(*D, "--cli-input-json", json.dumps({"identifier": RUN})),
    "a document that is not needed": Case(argv=("--cli-input-json", "{}")),
    "JSON that is none": documents("--cli-input-json", "{"),
    "no JSON": documents("--cli-input-json", ""),
    "YAML that is none": documents("--cli-input-yaml", "a: ["),
    "no YAML": documents("--cli-input-yaml", ""),
    "a JSON list": documents("--cli-input-json", "[]"),
    "a JSON string": documents("--cli-input-json", '"text"'),
    "JSON null": documents("--cli-input-json", "null"),
    "a YAML list": documents("--cli-input-yaml", "- a"),
    "an empty document": documents("--cli-input-json", "{}"),
    "a missing member": documents("--cli-input-json", json.dumps({"identifier": RUN})),
    "an unknown member": documents("--cli-input-json", BOTH_JSON[:-1] + ',"dryRun":true}'),
    "a member that is null": documents(*D, "--cli-input-json", '{"identifier":null}'),
    "a member that is a number": documents(*D, "--cli-input-json", '{"identifier":1}'),
    "a member that is a list": documents(*D, "--cli-input-yaml", "identifier: [a]"),
    "all that can be wrong": documents(
        "--cli-input-json", '{"foo":1,"identifier":1,"domainIdentifier":null}'
    ),
    "two documents": documents("--cli-input-json", "{}", "--cli-input-yaml", "{}"),
    "a document that does not exist": documents("--cli-input-json", "file://{home}/none"),
    "a document that is a folder": documents("--cli-input-yaml", "file://{home}"),
    "a skeleton": documents("--generate-cli-skeleton"),
    "an input skeleton": documents("--generate-cli-skeleton", "input"),
    "a YAML skeleton": documents("--generate-cli-skeleton", "yaml-input"),
    "a skeleton with identifiers": Case(argv=("--generate-cli-skeleton",)),
    "a skeleton with a document that is none": documents(
        "--generate-cli-skeleton", "--cli-input-json", "{"
    ),
    "an output skeleton": Case(argv=("--generate-cli-skeleton", "output")),
    "an output skeleton with a query": Case(
        argv=("--generate-cli-skeleton", "output", "--query", "foo")
    ),
    "an output skeleton without identifiers": documents("--generate-cli-skeleton", "output"),
    "an identifier in a file": documents(*D, "--identifier", "file://{home}/id", files={"id": RUN}),
    "a domain in a file": documents(
        *I, "--domain-identifier", "file://{home}/id", files={"id": DOMAIN}
    ),
    "an identifier in a binary file": documents(
        *D, "--identifier", "fileb://{home}/id", files={"id": RUN}
    ),
    "an identifier in a file that does not exist": documents(
        *D, "--identifier", "file://{home}/none"
    ),
    "an identifier in a file with a slash": documents(
        *D, "--identifier", "file://{home}/id/", files={"id": RUN}
    ),
    "an identifier in no file": documents(*D, "--identifier", "file://"),
    "an identifier in a folder": documents(*D, "--identifier", "file://{home}"),
    "an identifier in a file that is no text": documents(
        *D, "--identifier", "file://{home}/id", files={"id": b"\xff\xfe"}
    ),
}

NO_KEYS: dict[str, str | None] = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}
CREDENTIALS_JSON = json.dumps(
    {"Version": 1, "AccessKeyId": "AKIDPROCESS", "SecretAccessKey": "s", "SessionToken": "t"}
)
CONTAINER_JSON = json.dumps(
    {
        "AccessKeyId": "AKIDCONTAINER",
        "SecretAccessKey": "s",
        "Token": "t",
        "Expiration": "2099-01-01T00:00:00Z",
    }
)

INSTANCE_JSON = json.dumps(
    {
        "Code": "Success",
        "AccessKeyId": "AKIDINSTANCE",
        "SecretAccessKey": "s",
        "Token": "t",
        "Expiration": "2099-01-01T00:00:00Z",
    }
)

RESOLVING = {
    "no Region": Case(environ={"AWS_REGION": None}),
    "the Region of the option": Case(argv=("--region", "eu-west-1")),
    "an empty Region option": Case(argv=("--region", "")),
    "an empty AWS_REGION": Case(environ={"AWS_REGION": ""}),
    "AWS_REGION before AWS_DEFAULT_REGION": Case(environ={"AWS_DEFAULT_REGION": "us-west-1"}),
    "AWS_DEFAULT_REGION": Case(environ={"AWS_REGION": None, "AWS_DEFAULT_REGION": "us-west-1"}),
    "the Region of the profile": Case(
        environ={"AWS_REGION": None}, files=config("[default]\nregion = sa-east-1\n")
    ),
    "the environment before the profile": Case(files=config("[default]\nregion = sa-east-1\n")),
    "the Region of a named profile": Case(
        argv=("--profile", "ops"),
        environ={"AWS_REGION": None},
        files=config(f"[profile ops]\nregion = sa-east-1\n{KEYS}"),
    ),
    "the Region of AWS_PROFILE": Case(
        environ={"AWS_REGION": None, "AWS_PROFILE": "ops"},
        files=config("[profile ops]\nregion = sa-east-1\n"),
    ),
    "the Region of the instance": Case(
        environ={
            "AWS_REGION": None,
            "AWS_EC2_METADATA_DISABLED": None,
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": "{url}/",
        },
        answers=(Answer(body=b"token"), Answer(body=b"sa-east-1b"), Answer()),
    ),
    "a Region that cannot be one": Case(argv=("--region", "us east")),
    "a Region that is a host": Case(argv=("--region", "a.b/c")),
    "AWS_PROFILE before AWS_DEFAULT_PROFILE": Case(
        environ={"AWS_REGION": None, "AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": "b"},
        files=config("[profile a]\nregion = eu-west-1\n[profile b]\nregion = eu-west-2\n"),
    ),
    "an empty AWS_PROFILE": Case(environ={"AWS_PROFILE": "", "AWS_DEFAULT_PROFILE": "b"}),
    "an unknown profile": Case(argv=("--profile", "nobody")),
    "an unknown AWS_PROFILE": Case(environ={"AWS_PROFILE": "nobody"}),
    "an empty profile": Case(argv=("--profile", "")),
    "an unparsable configuration": Case(files=config("region = us-east-1\n")),
    "no credentials": Case(environ=NO_KEYS),
    "a session token": Case(environ={"AWS_SESSION_TOKEN": "token"}),
    "half of the credentials": Case(environ={"AWS_SECRET_ACCESS_KEY": None}),
    "the credentials file": Case(environ=NO_KEYS, files={".aws/credentials": f"[default]\n{KEYS}"}),
    "half of a credentials file": Case(
        environ=NO_KEYS, files={".aws/credentials": "[default]\naws_access_key_id = a\n"}
    ),
    "credentials in the configuration": Case(environ=NO_KEYS, files=config(f"[default]\n{KEYS}")),
    "a profile comes before the environment's keys": Case(
        argv=("--profile", "ops"), files={".aws/credentials": f"[ops]\n{KEYS}"}
    ),
    "AWS_PROFILE comes behind the environment's keys": Case(
        environ={"AWS_PROFILE": "ops"}, files={".aws/credentials": f"[ops]\n{KEYS}"}
    ),
    "another credentials file": Case(
        environ={**NO_KEYS, "AWS_SHARED_CREDENTIALS_FILE": "{home}/keys"},
        files={"keys": f"[default]\n{KEYS}"},
    ),
    "another configuration file": Case(
        environ={"AWS_REGION": None, "AWS_CONFIG_FILE": "{home}/settings"},
        files={"settings": "[default]\nregion = sa-east-1\n"},
    ),
    "a credential process": Case(
        environ=NO_KEYS,
        files={
            "credentials.json": CREDENTIALS_JSON,
            **config("[default]\ncredential_process = cat {home}/credentials.json\n"),
        },
    ),
    "a credential process that fails": Case(
        environ=NO_KEYS,
        files=config("[default]\ncredential_process = sh -c 'echo no luck >&2; exit 3'\n"),
    ),
    "a credential process of another version": Case(
        environ=NO_KEYS,
        files=config("[default]\ncredential_process = echo '{\"Version\": 2}'\n"),
    ),
    "credentials of the container": Case(
        environ={**NO_KEYS, "AWS_CONTAINER_CREDENTIALS_FULL_URI": "{url}/keys"},
        answers=(Answer(body=CONTAINER_JSON.encode()), Answer()),
    ),
    "credentials of the instance": Case(
        environ={
            **NO_KEYS,
            "AWS_EC2_METADATA_DISABLED": None,
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": "{url}/",
        },
        answers=(
            Answer(body=b"token"),
            Answer(body=b"role"),
            Answer(body=INSTANCE_JSON.encode()),
            Answer(),
        ),
    ),
    "a web identity without its token": Case(
        environ={
            **NO_KEYS,
            "AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/none",
            "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/ops",
        }
    ),
    "a proxy": bare(
        *D,
        *I,
        "--endpoint-url",
        "http://datazone.example.com",
        environ={"HTTP_PROXY": "{url}", "NO_PROXY": None},
    ),
    "an SSO profile that has not logged in": Case(
        environ=NO_KEYS,
        files=config(
            "[default]\nsso_start_url = https://example.com/start\nsso_region = us-east-1\n"
            "sso_account_id = 123456789012\nsso_role_name = ops\n"
        ),
    ),
    "a role whose source is missing": Case(
        environ=NO_KEYS,
        files=config(
            "[default]\nrole_arn = arn:aws:iam::123456789012:role/ops\nsource_profile = none\n"
        ),
    ),
    "no signature": Case(argv=("--no-sign-request",), environ=NO_KEYS),
    "no signature although there are keys": Case(argv=("--no-sign-request",)),
    "an endpoint with a path": bare(*D, *I, "--endpoint-url", "{url}/proxy/"),
    "an endpoint of another kind": bare(*D, *I, "--endpoint-url", "ftp://127.0.0.1/"),
    "an endpoint that nobody serves": bare(*D, *I, "--endpoint-url", "http://127.0.0.1:9"),
    "a proxy that nobody serves": bare(
        *D, *I, "--endpoint-url", "http://datazone.example.com", environ={"AWS_MAX_ATTEMPTS": "1"}
    ),
    "a read timeout": Case(
        argv=("--cli-read-timeout", "1"),
        environ={"AWS_MAX_ATTEMPTS": "1"},
        answers=(Answer(silent=True),),
    ),
    "a read timeout that is no number": Case(argv=("--cli-read-timeout", "soon")),
    "a connect timeout that is no number": Case(argv=("--cli-connect-timeout", "1.5")),
}

TLS = {
    "a certificate that is not trusted": Case(tls=True),
    "no verification": Case(tls=True, argv=("--no-verify-ssl",)),
    "the authority of the option": Case(tls=True, argv=("--ca-bundle", "{home}/ca.pem")),
    "the authority of the environment": Case(tls=True, environ={"AWS_CA_BUNDLE": "{home}/ca.pem"}),
    "the authority of the profile": Case(
        tls=True, files=config("[default]\nca_bundle = {home}/ca.pem\n")
    ),
    "no verification although there is an authority": Case(
        tls=True, argv=("--no-verify-ssl", "--ca-bundle", "{home}/none.pem")
    ),
    "an authority that does not exist": Case(tls=True, argv=("--ca-bundle", "{home}/none.pem")),
}

BROKEN = error(500, "InternalServerException", "on fire")

ANSWERS = {
    "access denied": (error(403, "AccessDeniedException", "no"),),
    "conflict": (error(409, "ConflictException", "busy"),),
    "not found": (error(404, "ResourceNotFoundException", "gone"),),
    "unauthorized": (error(401, "UnauthorizedException", "who?"),),
    "validation": (error(400, "ValidationException", "no"),),
    "an unmodelled error": (error(418, "TeapotException", "short and stout"),),
    "a URL in the code": (error(400, "ValidationException:http://x", "no"),),
    "no message": (Answer(status=400, headers={"x-amzn-ErrorType": "ValidationException"}),),
    "no code": (Answer(status=400, body=b'{"message":"no"}'),),
    "a code in the body": (
        Answer(status=400, body=b'{"__type":"ValidationException","message":"no"}'),
    ),
    "a 403 in HTML": (html(403),),
    "a body that breaks off": (Answer(status=400, body=b'{"message":', cut=True),),
    "a success that breaks off": (Answer(body=b"{", cut=True),),
    "a success in HTML": (Answer(body=b"<html></html>"),),
    "a redirection": (Answer(status=301, headers={"Location": "/elsewhere"}),),
    "several lines and control characters": (
        error(400, "ValidationException", "[bold]a\n:boom: \x1b]0;title\x07 é"),
    ),
    "a server error, three times": (BROKEN,) * 3,
    "a server error, then success": (BROKEN, Answer()),
    "throttling, then success": (error(429, "ThrottlingException", "slow"), Answer()),
    "throttling, then an error": (
        error(429, "ThrottlingException", "slow"),
        error(400, "ValidationException", "no"),
    ),
    "a 502 in HTML, three times": (html(502),) * 3,
    "a 503 without a body, three times": (Answer(status=503),) * 3,
    "a connection closed halfway, three times": (Answer(hang_up=True),) * 3,
    "a connection closed halfway, then success": (Answer(hang_up=True), Answer()),
}

RETRYING = {
    "one attempt": Case(environ={"AWS_MAX_ATTEMPTS": "1"}, answers=(BROKEN,)),
    "two attempts": Case(environ={"AWS_MAX_ATTEMPTS": "2"}, answers=(BROKEN,) * 2),
    "attempts of the profile": Case(
        files=config("[default]\nmax_attempts = 2\n"), answers=(BROKEN,) * 2
    ),
    "attempts that are no number": Case(environ={"AWS_MAX_ATTEMPTS": "many"}),
    "the mode of the environment": Case(
        environ={"AWS_RETRY_MODE": "adaptive", "AWS_MAX_ATTEMPTS": "2"}, answers=(BROKEN,) * 2
    ),
    "the mode of the profile": Case(
        files=config("[default]\nretry_mode = standard\nmax_attempts = 1\n"), answers=(BROKEN,)
    ),
    "a mode that is none": Case(environ={"AWS_RETRY_MODE": "eager"}),
    "the mode that v2 left behind": Case(environ={"AWS_RETRY_MODE": "legacy"}),
}

CASES = {
    **{f"spelling: {name}": case for name, case in SPELLINGS.items()},
    **{f"usage: {name}": bare(*argv, answers=REFUSED) for name, argv in USAGE.items()},
    **{f"answer: {name}": case for name, case in ANSWERING.items()},
    **{f"input: {name}": case for name, case in INPUT.items()},
    **{f"resolving: {name}": case for name, case in RESOLVING.items()},
    **{f"tls: {name}": case for name, case in TLS.items()},
    **{f"error: {name}": Case(answers=answers) for name, answers in ANSWERS.items()},
    **{f"retrying: {name}": case for name, case in RETRYING.items()},
}
