"""Man pages as `man` shows them."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from tools.man_pages import explanations

from .internals import command
from .sandbox import sandbox_command

COMMANDS = (command, sandbox_command)


def show(page: str, tmp_path: Path) -> str:
    """The page on a screen of 80 columns."""
    man = shutil.which("man")
    if man is None:
        assert "CI" not in os.environ, "CI needs man: apt-get install man-db"
        pytest.skip("man is not installed (Debian: apt-get install man-db)")
    (tmp_path / "page.1").write_text(page)
    process = subprocess.run(
        [man, "--warnings=w", "-l", tmp_path / "page.1"],
        env={**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stderr == ""
    return process.stdout


def assert_contains_help(text: str, command: click.Command) -> None:
    """Check that a page has all options, and the epilog, of the command's help."""
    context = click.Context(command, info_name=command.name)
    for option in command.get_params(context):
        if isinstance(option, click.Option):
            name, description = option.get_help_record(context) or ("", "")
            if option.hidden:
                continue
            # Versions of groff indent differently.
            assert re.search(rf"\n +{re.escape(name)}[ \n]", text)
            rst = explanations(command.name or "").get(option.opts[0], description)
            explanation = re.sub(r"\*\*|``", "", rst)
            assert "".join(explanation.split()) in "".join(text.split())
    assert command.epilog
    for line in command.epilog.replace("\b", "").splitlines():
        assert line.strip() in text or line.endswith(":")
