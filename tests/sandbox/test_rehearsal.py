"""The rehearsal in docs/sandbox.md, from its first command to its last, in one shell."""

import json
import re
from collections import Counter
from pathlib import Path

import boto3
import pytest

from tests.support.documents import DOCS
from tests.support.names import DOMAIN
from tests.support.terminal import terminal

pytestmark = [pytest.mark.slow, pytest.mark.sandbox_runs(30)]


def commands() -> list[list[str]]:
    """The commands of each block in the section."""
    _, _, section = (
        (DOCS / "sandbox.md").read_text().partition("\n## Rehearse on your own domain\n")
    )
    section, _, _ = section.partition("\n## ")
    blocks = re.findall(r"^```bash\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    return [block.splitlines() for block in blocks]


def test_the_rehearsal_cancels_the_copy_and_leaves_the_domain_alone(
    sandbox: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    begin, plan, cancel, resume, verify = commands()
    with terminal("bash", "--norc", columns=120, rows=50, directory=tmp_path) as shell:
        for command in begin:
            shell.type(f"{command}\n")
        shell.wait_for(r"^\(sandbox\) .*[$#]$")
        for (command,), shown in (
            (plan, "31 WOULD_CANCEL"),
            (cancel, r"\b[1-9]/31\b"),
            (resume, "31 ACCEPTED"),
            (verify, "31 CANCELED"),
        ):
            shell.type(f"clear; {command}\n")
            shell.wait_for(shown)
            if command in cancel:
                shell.type("\x03")
                shell.wait_for("are left, and")
        shell.type("exit\n")

    requests = [json.loads(line) for line in (tmp_path / "requests.jsonl").read_text().splitlines()]
    answers = Counter(
        request["status"]
        for request in requests
        if request["operation"] == "CancelMetadataGenerationRun"
    )
    assert answers[200] == 31
    datazone = boto3.client("datazone", endpoint_url=sandbox)
    items = datazone.list_metadata_generation_runs(domainIdentifier=DOMAIN)["items"]
    assert not [item for item in items if item["status"] == "CANCELED"]
