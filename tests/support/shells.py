"""Completion in bash, zsh and fish, as their users see it."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from .command import subprocess_command
from .internals import COMPLETION_VARIABLE
from .terminal import terminal

Candidates = dict[str, str]
"""Values, and what the shell shows beside each."""


def installed_shell(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        assert "CI" not in os.environ, f"CI needs {name}: apt-get install {name}"
        pytest.skip(f"{name} is not installed (Debian: apt-get install {name})")
    return path


def documented_line(shell: str) -> str:
    """The line that docs/completion.md says to put into the configuration of the shell."""
    page = (Path(__file__).parent.parent.parent / "docs/completion.md").read_text()
    [line] = re.findall(rf"```{shell}\n(.*{shell}_source.*)\n```", page)
    return str(line)


def _type(line: str, *shell: str, setup: list[str], keys: str = "\t") -> tuple[str, str]:
    """What a shell lists when Tab is pressed after the line, and the line after that."""
    environ = {"TERM": "xterm", "PS1": "> ", "INPUTRC": os.devnull}
    with terminal(*shell, columns=200, rows=50, environ=environ) as shown:
        shown.wait_for("^>$")
        for command in setup:
            shown.type(f"{command}\r")
        shown.type("clear; echo ready\r")
        shown.wait_for("^ready\n>$")
        # Ctrl-A and `#` turn the rest of the line into a comment.
        shown.type(f"datazone-cancel {line}{keys}\x01echo done #\r")
        text = shown.wait_for("^done$")
    found = re.search(
        r"^> datazone-cancel [^\n]*\n(.*)\n> echo done #([^\n]*)\ndone$",
        text,
        re.DOTALL | re.MULTILINE,
    )
    if found:
        return found[1], found[2]
    [after] = re.findall("^> echo done #(.*)$", text, re.MULTILINE)
    return "", str(after)


def type_in_bash(line: str, *setup: str, keys: str = "\t") -> tuple[str, str]:
    before = [
        documented_line("bash"),
        "bind 'set show-all-if-ambiguous on'",
        "bind 'set page-completions off'",
        "bind 'set completion-query-items 0'",
        "bind 'set enable-bracketed-paste off'",
    ]
    shell = (installed_shell("bash"), "--norc", "--noprofile")
    return _type(line, *shell, setup=[*before, *setup], keys=keys)


def type_in_zsh(line: str, *setup: str, keys: str = "\t") -> tuple[str, str]:
    script = subprocess_command(
        "env", f"{COMPLETION_VARIABLE}=zsh_source", "datazone-cancel"
    )().stdout
    Path("functions").mkdir()
    Path("functions/_datazone-cancel").write_text(script)
    before = [
        "fpath=($PWD/functions $fpath)",
        "autoload -U compinit; compinit -u -D",
        "setopt interactive_comments no_always_last_prompt no_list_ambiguous no_auto_menu",
        "LISTMAX=0",
    ]
    return _type(line, installed_shell("zsh"), "-f", setup=[*before, *setup], keys=keys)


def _bash(line: str) -> Candidates:
    listed, after = type_in_bash(line)
    return dict.fromkeys(listed.split() or after.split()[-1:], "")


def _zsh(line: str) -> Candidates:
    listed, after = type_in_zsh(line)
    if not listed:
        return dict.fromkeys(after.split()[-1:], "")
    rows = [re.split(" +-- +", row.strip(), maxsplit=1) for row in listed.splitlines()]
    if len(rows) == 1 and len(rows[0]) == 1:
        return dict.fromkeys(rows[0][0].split(), "")
    return {row[0]: row[1] if len(row) > 1 else "" for row in rows}


def _fish(line: str) -> Candidates:
    script = f"{documented_line('fish')}; complete -C 'datazone-cancel {line}'"
    result = subprocess_command(installed_shell("fish"), "--no-config", "-c")(script)
    assert (result.status, result.stderr) == (0, "")
    rows = [row.partition("\t") for row in result.stdout.splitlines()]
    return {value: text for value, _, text in rows}


TYPED: dict[str, Callable[..., tuple[str, str]]] = {"bash": type_in_bash, "zsh": type_in_zsh}
CANDIDATES: dict[str, Callable[[str], Candidates]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
