"""Man pages: what the help says, as `man` shows it."""

import os
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from datazone_cancel import __version__, arguments
from datazone_cancel.sandbox.command import sandbox
from tools.man_pages import man_page

COMMANDS = (arguments.command, sandbox)


def shown(page: str, tmp_path: Path) -> str:
    """The page on a screen of 80 columns, its words not hyphenated."""
    man = shutil.which("man")
    if man is None:
        assert "CI" not in os.environ, "CI needs man: apt-get install man-db"
        pytest.skip("man pages not shown by man, which is not installed")
    (tmp_path / "page.1").write_text(page)
    process = subprocess.run(
        [man, "--warnings=w", "--nh", "--nj", "-l", tmp_path / "page.1"],
        env={**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stderr == ""
    return process.stdout


def assert_it_says_what_the_help_says(text: str, command: click.Command) -> None:
    context = click.Context(command, info_name=command.name)
    for option in command.get_params(context):
        if isinstance(option, click.Option):
            name, said = option.get_help_record(context) or ("", "")
            assert f"\n       {name} " in text or f"\n       {name}\n" in text
            assert "".join(said.split()) in "".join(text.split())
    assert command.epilog
    for line in command.epilog.replace("\b", "").splitlines():
        assert line.strip() in text or line.endswith(":")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_page_says_what_the_help_says(command: click.Command, tmp_path: Path) -> None:
    text = shown(man_page(command, __version__), tmp_path)

    assert_it_says_what_the_help_says(text, command)


def test_a_page_has_the_sections_that_pages_have(tmp_path: Path) -> None:
    text = shown(man_page(arguments.command, __version__), tmp_path)

    headings = [line.upper() for line in text.splitlines() if line[:1].isalpha()][1:]
    assert headings == [
        *("NAME", "SYNOPSIS", "DESCRIPTION"),
        *("REQUIRED", "AWS CLI OPTIONS", "MANY RUNS", "SAFETY", "OUTPUT"),
        *("EXAMPLES", "EXIT STATUS"),
    ]
