"""The scripts in README.md and docs/ work."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from .support import records
from .support.command import subprocess_command
from .support.documents import ROOT, code_blocks, scripts
from .support.names import DOMAIN
from .support.terminal import terminal

pytestmark = [pytest.mark.slow, pytest.mark.sandbox_runs(10)]

INSTALLATION = "needs a package index; the .venv of `make`, which .ci/run builds first, is one"
NOT_IN_SANDBOX = "needs operations that the sandbox does not have"
SINGLE_FILE = "needs the single file, which tests/pyz.py tests"

EXCLUDED = {
    "git clone <address of this repository> datazone-cancel && cd datazone-cancel": (
        "needs an address, and `make demo` a package index; the demo itself is a test below"
    ),
    "make demo   # the first time, this downloads 40 MB into .venv": (
        "builds .venv; the demo itself is a test below"
    ),
    "pipx install '.[sandbox]'": INSTALLATION,
    "uv tool install --compile-bytecode '.[sandbox]'": INSTALLATION,
    "pip install '.[sandbox]'   # in a virtual environment": INSTALLATION,
    ".venv/bin/datazone-cancel-sandbox --runs 300 -- bash": (
        "needs the .venv of `make demo`; docs/sandbox.md has the same command"
    ),
    "pip install ./datazone-cancel": INSTALLATION,
    'aws datazone list-projects --domain-identifier "$domain" --name "Sales data"'
    " --query 'items[].[id, name]' --output text": NOT_IN_SANDBOX,
    'aws datazone get-user-profile --domain-identifier "$domain" --user-identifier usr7nx82mkl'
    " --query 'details.[sso.username, iam.arn]' --output text": NOT_IN_SANDBOX,
    "aws cloudtrail lookup-events --lookup-attributes"
    " AttributeKey=EventName,AttributeValue=CancelMetadataGenerationRun"
    " --query 'Events[].[EventTime, Username, EventId]' --output text": NOT_IN_SANDBOX,
    "sha256sum --check --ignore-missing SHA256SUMS": SINGLE_FILE,
    "mkdir -p ~/.local/bin && install -m 755 datazone-cancel.pyz ~/.local/bin/datazone-cancel": (
        SINGLE_FILE
    ),
}
"""The first lines of scripts that are not tested here, and why."""

ANSWERS = {"[y/N] ": "y\n", "until Ctrl-C.": "\x03", "inner$ ": "exit\n"}
"""What a person types at a question, at a server, and at the prompt of a shell in the shell."""

RECORDS = ("record.jsonl", "plan.jsonl")
"""Records that the documents resume."""

SCRIPTS = scripts()


@pytest.fixture
def reader_home(
    tmp_path: Path, aws_config: Path, sandbox: str, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The files and settings that the documents assume, in the directory where a reader types."""
    (tmp_path / "ids.txt").write_text("mgr00000000001\nmgr00000000002\nmgr00000000003\n")
    failure = {"code": "InternalServerException", "message": "Unexpected error"}
    lines = [
        records.line("mgr00000000001", "CANCELED", endpointUrl=sandbox, planned=3),
        records.line("mgr00000000002", "FAILED", endpointUrl=sandbox, planned=3, error=failure),
        records.line("mgr00000000003", "NOT_ATTEMPTED", endpointUrl=sandbox, planned=3),
    ]
    for name in RECORDS:
        (tmp_path / name).write_text("".join(lines))
    report = {
        "domainIdentifier": DOMAIN,
        "region": "us-east-1",
        "endpointUrl": sandbox,
        "results": list(map(json.loads, lines)),
        "summary": {"CANCELED": 1, "FAILED": 1, "NOT_ATTEMPTED": 1},
    }
    (tmp_path / "report.json").write_text(json.dumps(report))
    (tmp_path / "cleanup.sh").write_text(
        f"aws datazone cancel-metadata-generation-run --domain-identifier {DOMAIN}"
        " --identifier mgr00000000001\n"
    )
    aws_config.write_text(
        "[profile production]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret\n"
    )
    (tmp_path / ".bashrc").write_text("PS1='inner$ '\n")
    # The only variable for the Region that AWS CLI v1 and boto3 read.
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    return tmp_path


@pytest.mark.usefixtures("sandbox")
@pytest.mark.parametrize("place", [place for place in SCRIPTS if SCRIPTS[place][0] not in EXCLUDED])
def test_a_documented_script_works(
    place: str, reader_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, script = SCRIPTS[place]
    if "jq " in script and shutil.which("jq") is None:
        assert "CI" not in os.environ, "CI needs jq: apt-get install jq"
        pytest.skip("jq is not installed (Debian: apt-get install jq)")
    for name in os.environ:
        if "COV" in name:  # other tests cover the code; here it would only cost time
            monkeypatch.delenv(name)

    for name in RECORDS:
        if f"--report {name}" in script:  # which makes it
            (reader_home / name).unlink()
    # With these options bash fails where any command of the script fails.
    with terminal("bash", "-euo", "pipefail", "-c", script, directory=reader_home) as screen:
        status = screen.wait(ANSWERS)

        assert status == 0, screen.written


def test_every_kind_of_block_with_scripts_is_tested() -> None:
    kinds = {fence[1] for _, fence in code_blocks()}

    # test_completion_shells.py tests fish and zsh; cog writes console.
    others = {"console", "fish", "ini", "json", "text", "zsh"}
    assert kinds == {"bash", "crontab", "yaml"} | others


def test_every_excluded_script_exists() -> None:
    assert set(EXCLUDED) <= {first for first, _ in SCRIPTS.values()}


def test_the_demo_shows_a_cancellation_three_errors_and_the_end_of_300_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    sandbox = subprocess_command("datazone-cancel-sandbox", "--runs", "300", "--")

    shown = sandbox("sh", "tools/demo.sh").stdout

    assert len(shown.splitlines()) < 40
    statuses = re.findall(r"^exit status: (\d+)$", shown, re.MULTILINE)
    assert statuses == ["0", "254", "254", "252", "0"]
    assert "status of mgr5g0fy285m1q now: CANCELED\n" in shown
    assert "\n300 ACCEPTED in " in shown
    assert len(shown.splitlines()) < 40
