"""Run commands as whole processes and measure them."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import trustme
from botocore.httpsession import get_cert_path

BIN = Path(sys.executable).parent
DOMAIN = "dzd_53ielnpxktdilj"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "benchmark",
    "AWS_SECRET_ACCESS_KEY": "benchmark",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "HOME": os.devnull,
    "LANG": "C.UTF-8",
    "NO_PROXY": "127.0.0.1",
    "PATH": f"{BIN}:{os.environ['PATH']}",
}
"""The environment of a measured process; it inherits nothing else."""

_LAUNCHER = """
import os, sys, time
started = time.monotonic()
null = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[null])
_, status, usage = os.wait4(process, 0)
wall = time.monotonic() - started
print(
    '{"wall": %f, "cpu": %f, "memory": %d, "started": %f, "status": %d}'
    % (wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, started,
       os.waitstatus_to_exitcode(status)),
    file=sys.stderr,
)
"""
"""Starts a measured process and prints its figures.

It is small, because the peak memory of a process includes that of its parent until exec.
"""


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """Times are in seconds, `started` is on the monotonic clock; `memory` is the peak in bytes."""

    wall: float
    cpu: float
    memory: int
    started: float
    status: int
    stdout: bytes


def measure(
    *command: str, environment: Mapping[str, str] | None = None, stdin: bytes = b""
) -> Measurement:
    """Run a command to its end and measure it, with the children that it waited for."""
    with TemporaryFile() as input_file, TemporaryFile() as output_file:
        input_file.write(stdin)
        input_file.seek(0)
        process = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _LAUNCHER, *command],
            env={**ENVIRONMENT, **(environment or {})},
            stdin=input_file,
            stdout=output_file,
            stderr=subprocess.PIPE,
            check=True,
        )
        output_file.seek(0)
        return Measurement(**json.loads(process.stderr), stdout=output_file.read())


@contextmanager
def sandbox(*options: str) -> Iterator[str]:
    """Start a sandbox and yield its URL."""
    command = [str(BIN / "datazone-cancel-sandbox"), *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            first_line = process.stdout.readline()
            yield first_line.strip().removeprefix("export AWS_ENDPOINT_URL=")
        finally:
            process.terminate()


@contextmanager
def fast_server(certificate: Path | None = None) -> Iterator[str]:
    """Start benchmarks/server.py, with TLS if a certificate is given, and yield its URL."""
    command = [sys.executable, str(Path(__file__).with_name("server.py"))]
    if certificate:
        command.append(str(certificate))
    scheme = "https" if certificate else "http"
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"{scheme}://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


def write_certificates(server: Path, bundle: Path) -> None:
    """A certificate for the server, and a bundle that trusts it and all that botocore trusts."""
    authority = trustme.CA()
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(server))
    bundle.write_bytes(Path(get_cert_path(verify=True)).read_bytes() + authority.cert_pem.bytes())


def fast_server_stats(url: str) -> dict[str, Any]:
    """The statistics that benchmarks/server.py describes."""
    with urllib.request.urlopen(f"{url}/stats") as response:
        stats: dict[str, Any] = json.load(response)
    return stats
