"""Many runs: pace, throughput, memory, and what a bad day leaves."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import boto3
from botocore.config import Config

from . import page
from .processes import BIN, DOMAIN, ENVIRON, Measured, measured, sandbox, seen, server

CANCEL = (str(BIN / "datazone-cancel"), "--domain-identifier", DOMAIN)
XARGS = (
    *("xargs", "-P", "2", "-n", "1", str(BIN / "aws"), "datazone"),
    *("cancel-metadata-generation-run", "--domain-identifier", DOMAIN, "--identifier"),
)
_MIB = 1024 * 1024


def _identifiers(count: int) -> list[str]:
    """Those of the runs that a sandbox adds."""
    return [f"mgr{number:011d}" for number in range(1, count + 1)]


def _lines(words: Sequence[str]) -> bytes:
    return "".join(f"{word}\n" for word in words).encode()


def _statuses(url: str) -> dict[str, str]:
    """The status of each run of a sandbox, as boto3 lists them."""
    client = boto3.client(
        "datazone",
        endpoint_url=url,
        region_name=ENVIRON["AWS_REGION"],
        aws_access_key_id="benchmark",
        aws_secret_access_key="benchmark",
        config=Config(retries={"total_max_attempts": 20}),
    )
    pages = client.get_paginator("list_metadata_generation_runs").paginate(domainIdentifier=DOMAIN)
    return {run["id"]: run["status"] for each in pages for run in each["items"]}


def _thousand(*options: str, argv: Sequence[str]) -> tuple[Measured, dict[str, Any], int]:
    """A thousand runs on a sandbox: what was measured, the report, and how many were canceled."""
    words = _identifiers(1000)
    with sandbox("--runs", "1000", *options) as url:
        found = measured(
            *CANCEL,
            *("--identifier", "-", "--output", "json", *argv),
            environ={"AWS_ENDPOINT_URL": url},
            stdin=_lines(words),
        )
        statuses = _statuses(url)
    report = json.loads(found.stdout)
    assert [result["identifier"] for result in report["results"]] == words
    return found, report, sum(statuses[word] == "CANCELED" for word in words)


def _pace() -> list[list[str]]:
    rows = []
    for name, argv in (("`--max-rate 20`, the default", ()), ("`--max-rate 0`", ("--max-rate=0",))):
        found, report, canceled = _thousand("--throttle", "20", argv=argv)
        attempts = sum(result["attempts"] for result in report["results"])
        summary = ", ".join(f"{count} {name}" for name, count in report["summary"].items())
        rows.append(
            [name, f"{found.wall:.1f} s", f"{found.wall / 50:.2f} times", str(attempts), summary]
        )
        assert canceled == 1000, report["summary"]
    return rows


def _throughput() -> list[list[str]]:
    with server() as url:
        environ = {"AWS_ENDPOINT_URL": url}
        theirs = measured(*XARGS, environ=environ, stdin=_lines(_identifiers(40)))
        assert seen(url)["runs"] == 40
    with server() as url:
        ours = measured(
            *(*CANCEL, "--identifier", "-", "--max-rate", "0"),
            environ={"AWS_ENDPOINT_URL": url},
            stdin=_lines(_identifiers(4000)),
        )
        counted = seen(url)
        assert (counted["runs"], counted["requests"]) == (4000, 4000)
    their_rate, our_rate = 40 / theirs.wall, 4000 / ours.wall
    return [
        ["`xargs -P 2 -n 1 aws …`, 40 runs", f"{their_rate:.1f}", "1 time"],
        [
            "`datazone-cancel --max-rate 0`, 4,000 runs",
            f"{our_rate:.0f}",
            f"{our_rate / their_rate:.0f} times",
        ],
    ]


def _memory() -> list[list[str]]:
    hundred_thousand = _lines(_identifiers(100_000))
    with server() as url:
        environ = {"AWS_ENDPOINT_URL": url}
        one = measured(*CANCEL, "--identifier", "mgr1", environ=environ)
    with server() as url:
        argv = ("--identifier", "-", "--max-rate", "0", "--quiet")
        many = measured(*CANCEL, *argv, environ={"AWS_ENDPOINT_URL": url}, stdin=hundred_thousand)
        counted = seen(url)
    assert (counted["runs"], counted["requests"]) == (100_000, 100_000)
    assert len(json.loads(many.stdout)["results"]) == 100_000
    dry = measured(*CANCEL, "--identifier", "-", "--dry-run", stdin=hundred_thousand)
    assert json.loads(dry.stdout)["summary"] == {"WOULD_CANCEL": 100_000}
    first = counted["first"] - many.started
    grown = (many.memory - one.memory) / _MIB
    return [
        ["peak memory over that of one run", f"{grown:.0f} MiB"],
        ["until the first request went out", f"{first:.2f} s"],
        ["dry run", f"{dry.wall:.2f} s"],
    ]


def _bad_day() -> list[list[str]]:
    found, report, canceled = _thousand(
        *("--fail-rate", "0.2", "--latency", "50"), argv=("--max-rate", "0")
    )
    confirmed = Counter(
        result["outcome"] for result in report["results"] if result["error"] is None
    )
    failed = [result["error"] for result in report["results"] if result["error"]]
    assert all(error["code"] and error["message"] for error in failed)
    return [
        ["runs in, results out", f"1000, {len(report['results'])}"],
        ["canceled, by the sandbox's own list", str(canceled)],
        [
            "reported without an error",
            ", ".join(f"{n} {name.upper()}" for name, n in confirmed.items()),
        ],
        ["reported with a code and a message", str(len(failed))],
        ["time", f"{found.wall:.1f} s"],
    ]


def write() -> None:
    """Measure, and put the figures into the page."""
    page.write(
        "pace",
        page.table(["1,000 runs, 20 a second", "Time", "Of 50 s", "Requests", "Results"], _pace()),
    )
    page.write("throughput", page.table(["", "Runs a second", "Ratio"], _throughput()))
    page.write("memory", page.table(["100,000 identifiers on stdin", ""], _memory()))
    page.write(
        "bad day", page.table(["1,000 runs, `--fail-rate 0.2 --latency 50`", ""], _bad_day())
    )
