"""Records, as the command writes them."""

import json
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .command import Result
from .names import DOMAIN


def line(identifier: object, outcome: str, /, **members: object) -> str:
    """A line of a record; members that are given replace those of a run without details."""
    document = {
        "version": 1,
        "domainIdentifier": DOMAIN,
        "region": "us-east-1",
        "credentials": "access key AKIDEXAMPLE",
        "planned": 1,
        "at": "2026-01-31T08:00:00.000Z",
        "identifier": identifier,
        "outcome": outcome,
        "status": None,
        "attempts": 0,
        "requestId": None,
        "error": None,
        "run": None,
        **members,
    }
    return f"{json.dumps(document)}\n"


def read(path: Path) -> list[dict[str, Any]]:
    """The lines of a record."""
    return [json.loads(each) for each in path.read_text().splitlines()]


def outcomes(path: Path) -> list[tuple[str, str]]:
    """The identifier and the outcome in each line of a record."""
    return [(each["identifier"], each["outcome"]) for each in read(path)]


def last_outcomes(path: Path) -> dict[str, str]:
    """The outcome of each run, according to its last line."""
    return dict(outcomes(path))


def default_records(home: Path) -> list[Path]:
    """The records in a home directory, the oldest first."""
    return sorted((home / ".local/state/datazone-cancel").glob("*.jsonl"))


def continuing_command(result: Result) -> Sequence[str]:
    """The arguments of the command in the last line of stderr."""
    _, _, command = result.stderr.splitlines()[-1].partition("To continue: ")
    program, *arguments = shlex.split(command)
    assert program == "datazone-cancel"
    return arguments


def write(path: Path, url: str | None, *results: tuple[str, str], **members: object) -> None:
    """Write a record with these identifiers and outcomes, of runs behind this endpoint, if any."""
    planned = len({identifier for identifier, _ in results})
    members = {"endpointUrl": url, "planned": planned, **members}
    lines = (line(identifier, outcome, **members) for identifier, outcome in results)
    path.write_text("".join(lines))
