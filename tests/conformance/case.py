"""A case: an invocation, its environment, and what the scripted endpoint answers."""

import codecs
import json
import re
import shutil
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

import trustme

from tests.support.endpoint import Answer, Request, listening
from tests.support.names import RUN_ARGS

from .forks import Forks

ENVIRON = {
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_CLI_ERROR_FORMAT": "legacy",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_REGION": "us-east-1",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "LANG": "C.UTF-8",
    "NO_PROXY": "127.0.0.1",
    "PATH": "/usr/bin:/bin",
}
"""The whole environment of an invocation, except HOME: nothing leaves this machine."""
ERROR_FORMATS = ("legacy", "enhanced", "json", "yaml", "text", "table")
_AUTHORIZING_HEADERS = (
    "proxy-authorization",
    "x-amz-security-token",
    "x-amz-sso_bearer_token",
    "x-aws-ec2-metadata-token",
)


@dataclass(frozen=True, kw_only=True)
class Case:
    """Input of one invocation, or of several that follow each other.

    In `argv`, `environ` and `files`, {url} is the endpoint, {netloc} its host and port, and {home}
    the home directory. `argv` follows both identifiers and the endpoint unless `bare`. An
    environment value of None unsets a variable.
    """

    argv: tuple[str, ...] = ()
    environ: Mapping[str, str | None] = field(default_factory=dict)
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    answers: tuple[Answer, ...] = (Answer(),)
    stdin: str = ""
    bare: bool = False
    tls: bool = False
    times: int = 1

    @property
    def legacy(self) -> bool:
        """Whether errors have the legacy layout. An option with a wrong value does not count."""
        words = [*self.argv, ""]
        options = [
            value
            for word, value in pairwise(words)
            if word.startswith("--cli-e") and value in ERROR_FORMATS
        ]
        chosen = [*options, {**ENVIRON, **self.environ}["AWS_CLI_ERROR_FORMAT"] or ""][0]
        return chosen.lower() == "legacy"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a script and the endpoint see, and the files that are left behind."""

    status: int
    stdout: str
    stderr: str
    requests: list[str]
    pauses: list[float]
    """Seconds between attempts, if half of the random part is taken."""
    files: dict[str, str]


@cache
def _authority() -> tuple[trustme.CA, ssl.SSLContext]:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return authority, context


def carry_out(case: Case, command: Forks) -> Seen:
    """Carry out the case with the command, in an empty home directory."""
    folder, home = command.home, command.inside(command.home)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    authority, context = _authority()
    if case.tls:
        authority.cert_pem.write_to_path(folder / "ca.pem")
    with listening(context if case.tls else None) as endpoint:
        endpoint.answer(*case.answers)
        netloc = endpoint.url.partition("://")[2]

        def filled(text: str) -> str:
            for name, value in (("url", endpoint.url), ("netloc", netloc), ("home", home)):
                text = text.replace(f"{{{name}}}", value)
            return text

        for name, content in case.files.items():
            path = folder / filled(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else filled(content).encode())
        environ = {**ENVIRON, "HOME": home, **case.environ}
        given = set(_files(folder))
        usual = () if case.bare else (*RUN_ARGS, "--endpoint-url", endpoint.url)
        statuses, out, err, pauses = [], b"", b"", []
        for _ in range(case.times):
            status, stdout, stderr, paused = command(
                [*usual, *map(filled, case.argv)],
                environ={
                    name: filled(value) for name, value in environ.items() if value is not None
                },
                stdin=case.stdin,
            )
            statuses.append(status)
            out += stdout
            err += stderr
            pauses += paused

        def normalized(text: str) -> str:
            for name, value in (("url", endpoint.url), ("netloc", netloc), ("home", home)):
                text = text.replace(value, f"{{{name}}}")
            return re.sub(r"(?<=session-)\d{10,}", "{time}", text)

        return Seen(
            status=max(statuses),
            stdout=_normalized_output(normalized(_decoded(out, environ))),
            stderr=_normalized_output(normalized(_decoded(err, environ))),
            requests=[normalized(_essence(request)) for request in endpoint.requests],
            pauses=pauses,
            files={
                name: normalized(_described(folder / name))
                for name in _files(folder)
                if name not in given
            },
        )


def _decoded(data: bytes, environ: Mapping[str, str | None]) -> str:
    """Text in the encoding of the case, with a note if it starts with a byte order mark."""
    encodings = (environ.get("AWS_CLI_OUTPUT_ENCODING"), environ.get("PYTHONIOENCODING"), "utf-8")
    encoding = next(filter(None, encodings)).partition(":")[0]
    try:
        text = data.decode(encoding if encoding.isascii() else "utf-8")
    except (LookupError, UnicodeError):
        return data.decode(errors="backslashreplace")
    marks = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE)
    return f"{text}{{byte order mark}}\n" if data.startswith(marks) else text


def _files(folder: Path) -> list[str]:
    """Except the databases in which `aws` keeps its history, and an identifier for User-Agents."""
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(("history.db", "session.db"))
    )


def _described(path: Path) -> str:
    """Permissions and content, without the time at which it was written."""
    content = path.read_text()
    try:
        members = json.loads(content)
    except ValueError:
        pass
    else:
        members.get("ResponseMetadata", {}).pop("HTTPHeaders", None)
        content = json.dumps(members)
    return f"{path.stat().st_mode & 0o777:o} {content}"


def _normalized_output(text: str) -> str:
    """Output without what differs between machines and builds of Python."""
    text = re.sub(r"\(_ssl\.c:\d+\)", "(_ssl.c)", text)
    text = re.sub(r"0x[0-9a-f]{8,}", "{address}", text)
    text = re.sub(r"\S+:\d+: (\w+Warning: .*\n)  .*\n", r"{source}: \1", text)
    text = re.sub(
        r"\A(\S*cancel-metadata-generation-run\S*\(\) |Usage: datazone-cancel )(.*\n)*",
        "{help}\n",
        text,
    )
    return re.sub(
        r"^(aws-cli|datazone-cancel)/\S+ Python/.*$", "{version}", text, flags=re.MULTILINE
    )


def _essence(request: Request) -> str:
    """Method, path, body, and whose credentials it has, for which Region and service."""
    authorization = request.headers.get("authorization", "unsigned")
    if "Credential=" in authorization:
        authorization = request.signed_for
    more = [
        f"{name}={request.headers[name]}"
        for name in _AUTHORIZING_HEADERS
        if name in request.headers
    ]
    body = [request.body.decode()] if request.body else []
    return " ".join([request.method, request.path, authorization, *more, *body])
