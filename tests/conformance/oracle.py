"""Commands held against each other: what a script and the endpoint see of each."""

import gzip
import os
import re
import shutil
import ssl
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tests.support.command import BIN
from tests.support.endpoint import Answer, Endpoint, Request, listening
from tests.support.names import RUN_ARGS as BOTH

OURS = (str(BIN / "datazone-cancel"),)
V1 = (str(BIN / "aws"), "datazone", "cancel-metadata-generation-run")


@cache
def v2() -> tuple[str, ...] | None:
    """AWS CLI v2 as Debian packages it, wherever on the PATH it is; None where it is not."""
    for folder in (*os.environ["PATH"].split(":"), "/usr/bin"):
        aws = shutil.which("aws", path=folder)
        if aws and "aws-cli/2" in subprocess.check_output([aws, "--version"], text=True):
            return (aws, "datazone", "cancel-metadata-generation-run")
    return None


def write_datazone_model(folder: Path) -> None:
    """The service model of the installed botocore, for an AWS CLI that is older than DataZone."""
    spec = find_spec("botocore")
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).parent / "data" / "datazone" / "2018-05-10"
    target = folder / "datazone" / "2018-05-10"
    target.mkdir(parents=True)
    for name in ("service-2.json", "endpoint-rule-set-1.json"):
        (target / name).write_bytes(gzip.decompress((source / f"{name}.gz").read_bytes()))


@dataclass(frozen=True, kw_only=True)
class Case:
    """An invocation and its world.

    In `argv`, `environ` and `files`, {url} is the endpoint, {home} the home directory. `argv` comes
    behind both identifiers and the endpoint unless `bare`. A value of None unsets a variable.
    """

    argv: tuple[str, ...] = ()
    environ: Mapping[str, str | None] = field(default_factory=dict)
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    answers: tuple[Answer, ...] = (Answer(),)
    bare: bool = False
    tls: bool = False


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a script and the endpoint see."""

    status: int
    stdout: str
    stderr: str
    requests: list[tuple[str, ...]]


def seen(
    command: tuple[str, ...],
    case: Case,
    home: Path,
    context: ssl.SSLContext | None = None,
    *,
    data_path: Path | None = None,
) -> Seen:
    """Carry out the case with the command, which looks for service models at the data path."""
    with listening(context if case.tls else None) as endpoint:
        endpoint.answer(*case.answers)

        def filled(text: str) -> str:
            return text.replace("{url}", endpoint.url).replace("{home}", str(home))

        for name, content in case.files.items():
            path = home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else filled(content).encode())
        # Their own runs are what cover the code; here they would only cost time.
        environ = {name: os.environ[name] for name in os.environ if "COV" not in name}
        if data_path:
            environ["AWS_DATA_PATH"] = str(data_path)
        for name, value in case.environ.items():
            environ.pop(name, None)
            if value is not None:
                environ[name] = filled(value)
        usual = () if case.bare else (*BOTH, "--endpoint-url", endpoint.url)
        process = subprocess.run(
            [*command, *usual, *map(filled, case.argv)],
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        return Seen(
            status=process.returncode,
            stdout=process.stdout,
            stderr=_comparable(process.stderr, endpoint),
            requests=list(map(_essence, endpoint.requests)),
        )


def _comparable(stderr: str, endpoint: Endpoint) -> str:
    """stderr less the declared differences, and less what differs from one Python to the next."""
    stderr = re.sub(r"^Accepted: .*\n", "", stderr, flags=re.MULTILINE)
    sentence = re.search(r"^\nusage: .*?\n((aws: error|Unknown options): .*\S)", stderr, re.DOTALL)
    if sentence:
        stderr = f"\nusage\n\n{sentence[1]}\n"
    stderr = re.sub(
        r"\S+:\d+: (InsecureRequestWarning: .*) See: .*\n *warnings.warn\(\n", r"\1\n", stderr
    )
    stderr = re.sub(r"\(_ssl\.c:\d+\)", "(_ssl.c)", stderr)
    return stderr.replace(endpoint.url, "{url}")


def _essence(request: Request) -> tuple[str, ...]:
    """Method, path, body, and who signed for which Region and service."""
    signed = "Credential=" in request.headers.get("authorization", "")
    return (
        request.method,
        request.path,
        request.body.decode(),
        request.signed_for if signed else "unsigned",
        request.headers.get("x-amz-security-token", "no token"),
    )
