"""Many runs: rate, throughput, memory, and reliability when the service fails."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import boto3
from botocore.config import Config

from . import page
from .processes import (
    BIN,
    DOMAIN,
    ENVIRONMENT,
    Measurement,
    fast_server,
    fast_server_stats,
    measure,
    sandbox,
)

CANCEL = (str(BIN / "datazone-cancel"), "--domain-identifier", DOMAIN)
XARGS = (
    *("xargs", "-P", "2", "-n", "1", str(BIN / "aws"), "datazone"),
    *("cancel-metadata-generation-run", "--domain-identifier", DOMAIN, "--identifier"),
)
_MIB = 1024 * 1024


def _identifiers(count: int) -> list[str]:
    """The identifiers of the runs that `datazone-cancel-sandbox --runs` adds."""
    return [f"mgr{number:011d}" for number in range(1, count + 1)]


def _lines(identifiers: Sequence[str]) -> bytes:
    return "".join(f"{identifier}\n" for identifier in identifiers).encode()


def _statuses(url: str) -> dict[str, str]:
    """The status of each run on a sandbox, listed with boto3."""
    client = boto3.client(
        "datazone",
        endpoint_url=url,
        region_name=ENVIRONMENT["AWS_REGION"],
        aws_access_key_id="benchmark",
        aws_secret_access_key="benchmark",
        config=Config(retries={"total_max_attempts": 20}),
    )
    pages = client.get_paginator("list_metadata_generation_runs").paginate(domainIdentifier=DOMAIN)
    return {run["id"]: run["status"] for listing in pages for run in listing["items"]}


def _cancel_1000(
    *sandbox_options: str, argv: Sequence[str]
) -> tuple[Measurement, dict[str, Any], int]:
    """Cancel 1,000 runs on a sandbox: the measurement, the report, the number of canceled runs."""
    identifiers = _identifiers(1000)
    with sandbox("--runs", "1000", *sandbox_options) as url:
        measurement = measure(
            *CANCEL,
            *("--identifier", "-", "--output", "json", *argv),
            environment={"AWS_ENDPOINT_URL": url},
            stdin=_lines(identifiers),
        )
        statuses = _statuses(url)
    report = json.loads(measurement.stdout)
    assert [result["identifier"] for result in report["results"]] == identifiers
    canceled = sum(statuses[identifier] == "CANCELED" for identifier in identifiers)
    return measurement, report, canceled


def _rate() -> list[list[str]]:
    rows = []
    for name, argv in (("`--max-rate 20`, the default", ()), ("`--max-rate 0`", ("--max-rate=0",))):
        measurement, report, canceled = _cancel_1000("--throttle", "20", argv=argv)
        wall = measurement.wall
        attempts = sum(result["attempts"] for result in report["results"])
        summary = ", ".join(f"{count} {outcome}" for outcome, count in report["summary"].items())
        rows.append([name, f"{wall:.1f} s", f"{wall / 50:.2f}", str(attempts), summary])
        assert canceled == 1000, report["summary"]
    return rows


def _throughput() -> list[list[str]]:
    with fast_server() as url:
        environment = {"AWS_ENDPOINT_URL": url}
        xargs = measure(*XARGS, environment=environment, stdin=_lines(_identifiers(40)))
        assert fast_server_stats(url)["runs"] == 40
    with fast_server() as url:
        command = measure(
            *(*CANCEL, "--identifier", "-", "--max-rate", "0"),
            environment={"AWS_ENDPOINT_URL": url},
            stdin=_lines(_identifiers(4000)),
        )
        stats = fast_server_stats(url)
        assert (stats["runs"], stats["requests"]) == (4000, 4000)
    xargs_rate, command_rate = 40 / xargs.wall, 4000 / command.wall
    return [
        ["`xargs -P 2 -n 1 aws …`, 40 runs", f"{xargs_rate:.1f}", "1"],
        [
            "`datazone-cancel --max-rate 0`, 4,000 runs",
            f"{command_rate:.0f}",
            f"{command_rate / xargs_rate:.0f}",
        ],
    ]


def _memory() -> list[list[str]]:
    identifiers = _lines(_identifiers(100_000))
    with fast_server() as url:
        environment = {"AWS_ENDPOINT_URL": url}
        one = measure(*CANCEL, "--identifier", "mgr1", environment=environment)
    with fast_server() as url:
        argv = ("--identifier", "-", "--max-rate", "0", "--quiet")
        environment = {"AWS_ENDPOINT_URL": url}
        many = measure(*CANCEL, *argv, environment=environment, stdin=identifiers)
        stats = fast_server_stats(url)
    assert (stats["runs"], stats["requests"]) == (100_000, 100_000)
    assert len(json.loads(many.stdout)["results"]) == 100_000
    dry_run = measure(*CANCEL, "--identifier", "-", "--dry-run", stdin=identifiers)
    assert json.loads(dry_run.stdout)["summary"] == {"VALID": 100_000}
    growth = (many.memory - one.memory) / _MIB
    return [
        ["additional peak memory, compared with one run", f"{growth:.0f} MiB"],
        ["time until the first request", f"{stats['first'] - many.started:.2f} s"],
        ["time of a dry run", f"{dry_run.wall:.2f} s"],
    ]


def _reliability() -> list[list[str]]:
    measurement, report, canceled = _cancel_1000(
        *("--fail-rate", "0.2", "--latency", "50"), argv=("--max-rate", "0")
    )
    outcomes = Counter(result["outcome"] for result in report["results"] if result["error"] is None)
    errors = [result["error"] for result in report["results"] if result["error"]]
    assert all(error["code"] and error["message"] for error in errors)
    return [
        ["runs given, results reported", f"1000, {len(report['results'])}"],
        ["runs canceled, according to the sandbox", str(canceled)],
        [
            "results without an error",
            ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items()),
        ],
        ["results with an error", str(len(errors))],
        ["time", f"{measurement.wall:.1f} s"],
    ]


def write() -> None:
    """Measure, and write the figures into the page."""
    header = ["1,000 runs, 20 per second", "Time", "Ratio to 50 s", "Requests", "Results"]
    page.write("rate", page.table(header, _rate()))
    page.write("throughput", page.table(["", "Runs per second", "Ratio"], _throughput()))
    page.write("memory", page.table(["100,000 identifiers on stdin", ""], _memory()))
    header = ["1,000 runs, `--fail-rate 0.2 --latency 50`", ""]
    page.write("reliability", page.table(header, _reliability()))
