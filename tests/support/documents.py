"""README.md and docs/, and the scripts in them."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import yaml

from .names import DOMAIN

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
README = ROOT / "README.md"
PAGES = (README, *sorted(DOCS.glob("*.md")))

_INPUTS = {"${{ inputs.domain }}": DOMAIN}
"""The values of the expressions in a workflow's environment."""


def code_blocks() -> Iterator[tuple[Path, re.Match[str]]]:
    """The pages, and matches of their fenced blocks: language and contents."""
    for page in PAGES:
        for fence in re.finditer(
            r"^```([^\n]*)\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL
        ):
            yield page, fence


def scripts() -> dict[str, tuple[str, str]]:
    """Maps page and line to a script: its first line as written, and the script to start.

    The script to start begins with the assignments that its page shows before.
    """
    found = {}
    assignments = dict.fromkeys(PAGES, "")
    for page, fence in code_blocks():
        text = fence.string
        language, block = fence.groups()
        for written, script in _in_block(language, block, assignments[page]):
            first = written.splitlines()[0]
            line = text.count("\n", 0, text.index(first, fence.start())) + 1
            found[f"{page.name}:{line}"] = (first, script)
        if language == "bash" and re.fullmatch(r"(\w+=\S+\n)+", block):
            assignments[page] += block
    return found


def _in_block(language: str, block: str, assignments: str) -> Iterator[tuple[str, str]]:
    """The scripts in a block: as written there, and made complete."""
    if language == "bash":
        yield block, assignments + block
    elif language == "yaml" and (document := yaml.safe_load(block)).get("kind") == "CronJob":
        pod = document["spec"]["jobTemplate"]["spec"]["template"]["spec"]
        for container in pod["containers"]:
            # As its image starts it, in its working directory.
            yield block, shlex.join(["datazone-cancel", *container["args"]])
    elif language == "yaml":
        for job in document["jobs"].values():
            environ = "".join(f"{name}={_INPUTS[value]}\n" for name, value in job["env"].items())
            for step in job["steps"]:
                if "run" in step:
                    yield step["run"], environ + step["run"]
    elif language == "crontab":
        for command in re.findall(r"^(?:\S+ ){5}(.+)$", block, re.MULTILINE):
            yield command, f"sh -c {shlex.quote(command)}"
