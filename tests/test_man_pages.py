"""Man pages have the contents of the help."""

import re
from pathlib import Path

import click
import pytest

from tools.man_pages import explanations, man_page

from .support.documents import ROOT
from .support.internals import Outcome, __version__, command
from .support.man_page import COMMANDS, assert_contains_help, show

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("documented", COMMANDS, ids=lambda each: each.name)
def test_a_page_contains_the_help(documented: click.Command, tmp_path: Path) -> None:
    text = show(man_page(documented, __version__), tmp_path)

    assert_contains_help(text, documented)


def test_a_page_has_the_usual_sections(tmp_path: Path) -> None:
    text = show(man_page(command, __version__), tmp_path)

    headings = [line for line in text.splitlines() if line[:1].isalpha()][1:]
    assert headings == [
        *("NAME", "SYNOPSIS", "DESCRIPTION", "EXAMPLES"),
        *("WHAT TO CANCEL", "MANY RUNS", "SAFETY", "OUTPUT", "AWS CLI OPTIONS"),
        *("EXIT STATUS", "OUTCOMES", "ENVIRONMENT", "AFTER AN INTERRUPTION", "SEE ALSO"),
    ]


def test_the_manual_explains_every_option_in_sentences() -> None:
    shown = [param.opts[0] for param in command.params if not getattr(param, "hidden", False)]

    found = explanations("datazone-cancel")

    assert [*found] == [name for name in found if name in shown]
    assert sorted(found) == sorted(shown)
    assert [name for name, text in found.items() if not text.rstrip().endswith(".")] == []


def test_a_page_explains_every_outcome(tmp_path: Path) -> None:
    text = show(man_page(command, __version__), tmp_path)

    [section] = re.findall(r"^OUTCOMES\n(.*?)^\w", text, re.DOTALL | re.MULTILINE)
    # Versions of groff indent differently.
    indentation = section[: len(section) - len(section.lstrip(" "))]
    assert re.findall(rf"^{indentation}([A-Z_]{{3,}})\b", section, re.MULTILINE) == [
        outcome.value for outcome in Outcome
    ]


def test_a_page_explains_every_variable_that_the_command_reads(tmp_path: Path) -> None:
    text = show(man_page(command, __version__), tmp_path)

    [section] = re.findall(r"^ENVIRONMENT\n(.*?)^\w", text, re.DOTALL | re.MULTILINE)
    sources = (ROOT / "datazone_cancel").rglob("*.py")
    named = {
        name
        for path in sources
        if path.parent.name not in ("sandbox", "datazone")
        for name in re.findall(r'"((?:AWS|DATAZONE|NO|XDG)_[A-Z_]+)"', path.read_text())
    }
    assert "AWS_PROFILE" in named
    assert named - set(re.findall(r"[A-Z_]{4,}", section)) == set()
