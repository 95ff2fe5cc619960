"""README.md and docs/: what they say to type works, and the options that they name exist."""

import io
import json
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
from ruamel.yaml import YAML

from datazone_cancel.arguments import option_names
from datazone_cancel.sandbox.command import sandbox
from datazone_cancel.sandbox.server import serving

from .conftest import DOMAIN, in_process

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

INSTALLATION = "needs a package index; the .venv of `make`, with which .ci/run begins, is one"
ELSEWHERE = {
    "make demo   # starts a sandbox, cancels a run, shows three refusals": (
        "builds .venv; the demo itself is a test below, and .ci/run starts `make test`"
    ),
    "pip install .                # the command": INSTALLATION,
    "pip install '.[sandbox]'": INSTALLATION,
    "pip install ./datazone-cancel": INSTALLATION,
}
"""The first lines of scripts that are not carried out, and why."""

ANSWERS = {"[y/N] ": "y\n", "until Ctrl-C.": "\x03", "inner$ ": "exit\n"}
"""What a person gives to a question, to a server, and to the prompt of a shell in the shell."""

INPUTS = {"${{ inputs.domain }}": DOMAIN}
"""What the expressions in a workflow's environment stand for."""

OF_OTHERS = {
    "--aws-sigv4": "curl",
    "--domain-id": "an abbreviation",
    "--dryrun": "another spelling",
    "--option": "any option",
    "--reg": "an abbreviation",
}
"""What looks like an option of ours in the documents, and what it is."""


def scripts(language: str, block: str, assignments: str) -> Iterator[tuple[str, str]]:
    """What is to be carried out of a block: as it is written there, and made complete."""
    if language == "bash":
        yield block, assignments + block
    elif language == "yaml":
        for job in YAML(typ="safe").load(block)["jobs"].values():
            environ = "".join(f"{name}={INPUTS[value]}\n" for name, value in job["env"].items())
            for step in job["steps"]:
                if "run" in step:
                    yield step["run"], environ + step["run"]
    elif language == "crontab":
        for command in re.findall(r"^(?:\S+ ){5}(.+)$", block, re.MULTILINE):
            yield command, f"sh -c {shlex.quote(command)}"


def fences() -> Iterator[tuple[Path, re.Match[str]]]:
    for page in PAGES:
        for fence in re.finditer(
            r"^```([^\n]*)\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL
        ):
            yield page, fence


def documented() -> dict[str, tuple[str, str]]:
    """Where a script stands: its first line, and the script behind its page's assignments."""
    found = {}
    assignments = dict.fromkeys(PAGES, "")
    for page, fence in fences():
        text = fence.string
        language, block = fence.groups()
        for written, script in scripts(language, block, assignments[page]):
            first = written.splitlines()[0]
            line = text.count("\n", 0, text.index(first, fence.start())) + 1
            found[f"{page.name}:{line}"] = (first, script)
        if language == "bash" and re.fullmatch(r"(\w+=\S+\n)+", block):
            assignments[page] += block
    return found


SCRIPTS = documented()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the documents take for granted, in the directory in which a reader types."""
    (tmp_path / "ids.txt").write_text("mgr00000000001\nmgr00000000002\nmgr00000000003\n")
    failure = {"code": "InternalServerException", "message": "Unexpected error"}
    results = [
        {"identifier": "mgr00000000001", "outcome": "ACCEPTED", "error": None},
        {"identifier": "mgr00000000002", "outcome": "FAILED", "error": failure},
        {"identifier": "mgr00000000003", "outcome": "NOT_ATTEMPTED", "error": None},
    ]
    summary = {"ACCEPTED": 1, "FAILED": 1, "NOT_ATTEMPTED": 1}
    (tmp_path / "report.json").write_text(json.dumps({"results": results, "summary": summary}))
    (tmp_path / "cleanup.sh").write_text(
        f"aws datazone cancel-metadata-generation-run --domain-identifier {DOMAIN}"
        " --identifier mgr00000000001\n"
    )
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text(
        "[profile production]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret\n"
    )
    (tmp_path / ".bashrc").write_text("PS1='inner$ '\n")
    # AWS CLI v1 and boto3 read no other.
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    return tmp_path


# The child process, of which Python 3.12 warns, does nothing but become bash.
@pytest.mark.filterwarnings("ignore:.* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize(
    "place", [place for place in SCRIPTS if SCRIPTS[place][0] not in ELSEWHERE]
)
def test_what_a_document_says_to_type_works(
    place: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, script = SCRIPTS[place]
    if "jq " in script and shutil.which("jq") is None:
        assert "CI" not in os.environ, "CI needs jq: apt-get install jq"
        pytest.skip("not carried out without jq (Debian: apt-get install jq)")
    with serving(runs=10) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)

        status, written = typed(script, home)

    assert status == 0, written


def typed(script: str, directory: Path) -> tuple[int | None, str]:
    """Carry a script out on a terminal, with a person at it: its status, and what was to be seen.

    bash is told to end with what fails on the way, of which a script's status does not tell.
    """
    written = io.StringIO()
    # Their own runs are what cover the code; here they would only cost time.
    environ = {name: os.environ[name] for name in os.environ if "COV" not in name}
    with pexpect.spawn(
        "bash",
        ["-euo", "pipefail", "-c", script],
        cwd=directory,
        env=environ,
        encoding="utf-8",
        timeout=60,
    ) as shell:
        shell.delaybeforesend = None
        shell.ptyproc.delayafterclose = 0
        shell.logfile_read = written
        while asked := shell.expect_exact([pexpect.EOF, *ANSWERS]):
            shell.send([*ANSWERS.values()][asked - 1])
        return shell.wait(), written.getvalue()


def test_no_other_kind_of_block_may_hold_a_script() -> None:
    kinds = {fence[1] for _, fence in fences()}

    # fish and zsh: in test_completion.py; console: what cog wrote.
    others = {"console", "fish", "ini", "json", "text", "zsh"}
    assert kinds == {"bash", "crontab", "yaml"} | others


def test_what_is_not_carried_out_is_still_in_the_documents() -> None:
    assert set(ELSEWHERE) <= {first for first, _ in SCRIPTS.values()}


def test_the_demo_shows_a_cancellation_and_three_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    shown = in_process("datazone-cancel-sandbox", "--", "sh", "tools/demo.sh")().stdout

    assert re.findall(r"^exit status: (\d+)$", shown, re.MULTILINE) == ["0", "254", "254", "252"]
    assert "status of mgr5g0fy285m1q now: CANCELED\n" in shown


def test_every_option_that_a_document_names_exists() -> None:
    ours = {*option_names(), *(n for p in sandbox.params for n in p.opts)}

    named = {
        option
        for page in PAGES
        for option in re.findall(r"(?<![\w=-])--[a-z][a-z0-9-]*", page.read_text())
    }

    assert named - ours == OF_OTHERS.keys()


def test_the_readme_lists_the_pages_in_the_order_of_the_site() -> None:
    navigation = YAML(typ="safe").load(ROOT / "mkdocs.yml")["nav"]

    listed = re.findall(r"^- \[(.+)\]\(docs/(.+)\)", PAGES[0].read_text(), re.MULTILINE)

    assert listed == [item for entry in navigation for item in entry.items()]


def test_every_picture_is_shown_and_every_one_shown_is_there() -> None:
    shown = {
        (page.parent / path).resolve()
        for page in PAGES
        for path in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text())
    }

    assert shown == set((ROOT / "docs" / "pictures").iterdir())
