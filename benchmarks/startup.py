"""Start-up: the cost of one invocation, as a whole process, compared with other clients."""

import os
import statistics
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from datazone_cancel.cli.aws_argv import COMPLETION_VARIABLE

from . import page
from .aws_cli import v2, write_datazone_model
from .processes import BIN, DOMAIN, Measurement, fast_server, measure, write_certificates

ROUNDS = 15
RUN = "mgr5g0fy285m1q"
ARGUMENTS = ("--domain-identifier", DOMAIN, "--identifier", RUN)
COMMAND = str(BIN / "datazone-cancel")
_MIB = 1024 * 1024
UNSTABLE_BIN = "/opt/datazone-cancel/bin"
"""Where `make bench` installs the wheel in the root of Debian unstable, on Python 3.15."""

_BOTO3 = f"""
import boto3
client = boto3.client("datazone")
client.cancel_metadata_generation_run(domainIdentifier="{DOMAIN}", identifier="{RUN}")
"""
_PHASES = f"""
import time
times = [time.perf_counter()]
from datazone_cancel import invocation, main
from datazone_cancel.cli.command import parse
from datazone_cancel.settings import Settings
from datazone_cancel.terminal import IO
times.append(time.perf_counter())
from datazone_cancel.aws.client import DataZone
from datazone_cancel.runs.cancellation import cancel_one
from datazone_cancel.runs.service import Attempts
times.append(time.perf_counter())
io = IO.system()
options = parse(["--domain-identifier", "{DOMAIN}", "--identifier", "{RUN}"], io)
domain = DataZone(Settings(options, io.environ), io.clock).domain("{DOMAIN}")
times.append(time.perf_counter())
_, failure = cancel_one(domain, "{RUN}", Attempts())
times.append(time.perf_counter())
assert failure is None
print(*(after - before for before, after in zip(times, times[1:])))
"""
_PHASE_NAMES = (
    "click and this package",
    "imports of boto3",
    "session and client",
    "signing, request, response",
)
_CLICK = """
import click

@click.command()
@click.option("--domain-identifier")
@click.option("--identifier")
def main(domain_identifier, identifier):
    pass

main()
"""


def _commands(url: str) -> dict[str, tuple[str, ...]]:
    python = sys.executable
    path = f"/v2/domains/{DOMAIN}/metadata-generation-runs/{RUN}/cancel"
    aws = ("datazone", "cancel-metadata-generation-run", *ARGUMENTS, "--endpoint-url", url)
    aws_v2 = v2()
    current = ("chroot", os.environ.get("UNSTABLE", ""))
    return {
        "`datazone-cancel`, live": (COMMAND, *ARGUMENTS),
        "current `aws`, live": (*current, "/usr/bin/aws", *aws),
        "Debian 12's `aws` v2, live": (aws_v2[0], *aws) if aws_v2 else (),
        "`aws` v1, live": (str(BIN / "aws"), *aws),
        "three lines of boto3, live": (python, "-c", _BOTO3),
        "`datazone-cancel`, live over https": (COMMAND, *ARGUMENTS),
        "three lines of boto3, live over https": (python, "-c", _BOTO3),
        "`datazone-cancel` on 3.15, live": (
            *current,
            f"{UNSTABLE_BIN}/datazone-cancel",
            *ARGUMENTS,
        ),
        "three lines of boto3 on 3.15, live": (*current, f"{UNSTABLE_BIN}/python", "-c", _BOTO3),
        "`curl --aws-sigv4`, live": (
            *("curl", "-s", "-X", "POST", "--aws-sigv4", "aws:amz:us-east-1:datazone"),
            *("--user", "benchmark:benchmark", url + path),
        ),
        "`datazone-cancel --dry-run`": (COMMAND, *ARGUMENTS, "--dry-run"),
        "`datazone-cancel --help`": (COMMAND, "--help"),
        "`datazone-cancel --version`": (COMMAND, "--version"),
        "`datazone-cancel`, completing an option": (
            *(
                "env",
                f"{COMPLETION_VARIABLE}=bash_complete",
                "COMP_WORDS=datazone-cancel --dry",
                "COMP_CWORD=1",
            ),
            COMMAND,
        ),
        "`datazone-cancel`, usage error": (COMMAND,),
        "`datazone-cancel`, failed check": (
            COMMAND,
            "--domain-identifier",
            "x",
            "--identifier",
            "y",
        ),
        "click with two options": (python, "-c", _CLICK, *ARGUMENTS),
        "`python -c pass`": (python, "-c", "pass"),
    }


def _measure_rounds() -> dict[str, list[Measurement]]:
    """The measurements of each command: one per round, without the warm-up round."""
    with TemporaryDirectory() as folder, ExitStack() as servers:
        models, certificate, bundle = (Path(folder, name) for name in ("models", "tls", "bundle"))
        write_datazone_model(models)
        write_certificates(certificate, bundle)
        url = servers.enter_context(fast_server())
        tls = {
            "AWS_ENDPOINT_URL": servers.enter_context(fast_server(certificate)),
            "AWS_CA_BUNDLE": str(bundle),
        }
        commands = {name: command for name, command in _commands(url).items() if command}
        measurements: dict[str, list[Measurement]] = {name: [] for name in commands}
        for number in range(ROUNDS + 1):
            for name, command in commands.items():
                environment = {"AWS_ENDPOINT_URL": url}
                if "Debian" in name:
                    environment["AWS_DATA_PATH"] = str(models)
                if "https" in name:
                    environment |= tls
                measurement = measure(*command, environment=environment)
                if "live" in name or "dry" in name:
                    assert measurement.status == 0, name
                if number:
                    measurements[name].append(measurement)
    return measurements


def _median(measurements: list[Measurement], figure: str) -> float:
    return float(statistics.median(getattr(each, figure) for each in measurements))


def write() -> None:
    """Measure, and write the figures into the page."""
    measurements = _measure_rounds()
    bases = [
        name
        for name in (
            "current `aws`, live",
            "three lines of boto3, live",
            "three lines of boto3, live over https",
            "three lines of boto3 on 3.15, live",
            "click with two options",
        )
        if name in measurements
    ]
    rows = []
    for name, rounds in measurements.items():
        wall = _median(rounds, "wall")
        walls = sorted(each.wall for each in rounds)
        interquartile_range = walls[3 * len(walls) // 4] - walls[len(walls) // 4]
        rows.append(
            [
                name,
                f"{wall * 1000:.0f} ± {interquartile_range / 2 * 1000:.0f} ms",
                f"{_median(rounds, 'cpu') * 1000:.0f} ms",
                f"{_median(rounds, 'memory') / _MIB:.0f} MiB",
                *(f"{wall / _median(measurements[base], 'wall'):.2f}" for base in bases),
            ]
        )
    header = [
        "",
        "Wall time",
        "CPU time",
        "Peak memory",
        *(f"Ratio to {base.replace(', live', '')}" for base in bases),
    ]
    page.write("start-up", page.table(header, rows))
    page.write("breakdown", _breakdown(_median(measurements["`python -c pass`"], "wall")))


def _breakdown(interpreter: float) -> str:
    """A bar chart of the phases of one live cancellation, as medians of all rounds.

    `interpreter` is the start-up time of Python in seconds.
    """
    with fast_server() as url:
        rounds = [
            measure(sys.executable, "-c", _PHASES, environment={"AWS_ENDPOINT_URL": url})
            for _ in range(ROUNDS + 1)
        ][1:]
    phases = zip(*(map(float, each.stdout.split()) for each in rounds), strict=True)
    seconds = dict(zip(_PHASE_NAMES, map(statistics.median, phases), strict=True))
    parts = {"Python itself": interpreter, **seconds}
    total = sum(parts.values())
    lines = [
        f"{name:<26}{part / total:>4.0%}  {'#' * round(50 * part / total)}"
        for name, part in parts.items()
    ]
    return "\n".join(["```text", *lines, "```"])
