"""What the real AWS CLI did in each case: one file per group, one line per line of output."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from .case import Seen

FOLDER = Path(__file__).with_name("recorded")
_VERSION = "version.txt"


def read_version() -> str:
    """The version of the recorded AWS CLI."""
    return (FOLDER / _VERSION).read_text().strip()


@cache
def read(group: str) -> dict[str, Seen]:
    """The recorded cases of a group, by name."""
    content = json.loads((FOLDER / f"{group}.json").read_text())
    return {name: _seen(members) for name, members in content.items()}


def write(version: str, groups: Mapping[str, Mapping[str, Seen]]) -> None:
    """Replace the recording."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.iterdir():
        path.unlink()
    (FOLDER / _VERSION).write_text(f"{version}\n")
    for group, cases in groups.items():
        content = {name: _members(seen) for name, seen in cases.items()}
        text = json.dumps(content, indent=1, ensure_ascii=False)
        (FOLDER / f"{group}.json").write_text(f"{text}\n")


def _members(seen: Seen) -> dict[str, Any]:
    """Members that are not empty; several lines as a list."""
    members = {name: value for name, value in asdict(seen).items() if value}
    for name in ("stdout", "stderr"):
        lines = members.get(name, "").splitlines(keepends=True)
        if len(lines) > 1:
            members[name] = lines
    return members


def _seen(members: dict[str, Any]) -> Seen:
    return Seen(
        status=members.get("status", 0),
        stdout="".join(members.get("stdout", "")),
        stderr="".join(members.get("stderr", "")),
        requests=members.get("requests", []),
        pauses=members.get("pauses", []),
        files=members.get("files", {}),
    )
