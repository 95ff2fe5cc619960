"""Start-up: what one invocation costs, whole processes side by side."""

import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from datazone_cancel.parsing import COMPLETE

from . import page
from .aws_cli import v2, write_datazone_model
from .processes import BIN, DOMAIN, Measured, measured, server

ROUNDS = 15
RUN = "mgr5g0fy285m1q"
BOTH = ("--domain-identifier", DOMAIN, "--identifier", RUN)
OURS = str(BIN / "datazone-cancel")
_MIB = 1024 * 1024

_BOTO3 = f"""
import boto3
client = boto3.client("datazone")
client.cancel_metadata_generation_run(domainIdentifier="{DOMAIN}", identifier="{RUN}")
"""
_PHASES = f"""
import time
times = [time.perf_counter()]
from datazone_cancel import arguments, cli, identifiers, output, parameters
times.append(time.perf_counter())
from datazone_cancel.cancellation import attempt
from datazone_cancel.service import DataZone
times.append(time.perf_counter())
options = arguments.parse(["--domain-identifier", "{DOMAIN}", "--identifier", "{RUN}"])
service = DataZone(options)
times.append(time.perf_counter())
_, failure = attempt(service, domain_identifier="{DOMAIN}", identifier="{RUN}")
times.append(time.perf_counter())
assert failure is None
print(*(after - before for before, after in zip(times, times[1:])))
"""
_PHASE_NAMES = (
    "click and this package",
    "importing boto3",
    "session and client",
    "signing, request, answer",
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
    aws = ("datazone", "cancel-metadata-generation-run", *BOTH, "--endpoint-url", url)
    second = v2()
    return {
        "`datazone-cancel`, live": (OURS, *BOTH),
        "`aws` v2, live": (second[0], *aws) if second else (),
        "`aws` v1, live": (str(BIN / "aws"), *aws),
        "three lines of boto3, live": (python, "-c", _BOTO3),
        "`curl --aws-sigv4`, live": (
            *("curl", "-s", "-X", "POST", "--aws-sigv4", "aws:amz:us-east-1:datazone"),
            *("--user", "benchmark:benchmark", url + path),
        ),
        "`datazone-cancel --dry-run`": (OURS, *BOTH, "--dry-run"),
        "`datazone-cancel --help`": (OURS, "--help"),
        "`datazone-cancel --version`": (OURS, "--version"),
        "`datazone-cancel`, completing an option": (
            *(
                "env",
                f"{COMPLETE}=bash_complete",
                "COMP_WORDS=datazone-cancel --dry",
                "COMP_CWORD=1",
            ),
            OURS,
        ),
        "`datazone-cancel`, usage error": (OURS,),
        "`datazone-cancel`, failed check": (OURS, "--domain-identifier", "x", "--identifier", "y"),
        "click with two options": (python, "-c", _CLICK, *BOTH),
        "`python -c pass`": (python, "-c", "pass"),
    }


def _rounds() -> dict[str, list[Measured]]:
    """Each command once a round, after a round that warms up."""
    with server() as url, TemporaryDirectory() as models:
        write_datazone_model(Path(models))
        commands = {name: command for name, command in _commands(url).items() if command}
        found: dict[str, list[Measured]] = {name: [] for name in commands}
        for count in range(ROUNDS + 1):
            for name, command in commands.items():
                environ = {"AWS_ENDPOINT_URL": url}
                if "v2" in name:
                    environ["AWS_DATA_PATH"] = models
                one = measured(*command, environ=environ)
                assert ("live" not in name and "dry" not in name) or one.status == 0, name
                if count:
                    found[name].append(one)
    return found


def _median(found: list[Measured], member: str) -> float:
    return float(statistics.median(getattr(one, member) for one in found))


def write() -> None:
    """Measure, and put the figures into the page."""
    found = _rounds()
    bases = [
        name
        for name in ("`aws` v2, live", "three lines of boto3, live", "click with two options")
        if name in found
    ]
    rows = []
    for name, measures in found.items():
        wall = _median(measures, "wall")
        walls = sorted(one.wall for one in measures)
        spread = walls[3 * len(walls) // 4] - walls[len(walls) // 4]
        rows.append(
            [
                name,
                f"{wall * 1000:.0f} ± {spread * 500:.0f} ms",
                f"{_median(measures, 'cpu') * 1000:.0f} ms",
                f"{_median(measures, 'memory') / _MIB:.0f} MiB",
                *(f"{wall / _median(found[base], 'wall'):.2f}" for base in bases),
            ]
        )
    header = [
        "",
        "Wall time",
        "CPU time",
        "Peak memory",
        *(f"of {base.removesuffix(', live')}" for base in bases),
    ]
    page.write("start-up", page.table(header, rows))
    page.write("breakdown", _breakdown(_median(found["`python -c pass`"], "wall")))


def _breakdown(interpreter: float) -> str:
    """Where a live cancellation's time goes: a bar for each phase, as medians of all rounds."""
    with server() as url:
        rounds = [
            measured(sys.executable, "-c", _PHASES, environ={"AWS_ENDPOINT_URL": url})
            for _ in range(ROUNDS + 1)
        ][1:]
    phases = zip(*(map(float, one.stdout.split()) for one in rounds), strict=True)
    seconds = dict(zip(_PHASE_NAMES, map(statistics.median, phases), strict=True))
    parts = {"the interpreter": interpreter, **seconds}
    whole = sum(parts.values())
    lines = [
        f"{name:<26}{part / whole:>4.0%}  {'#' * round(50 * part / whole)}"
        for name, part in parts.items()
    ]
    return "\n".join(["```text", *lines, "```"])
