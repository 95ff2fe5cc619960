"""Completion of the command line in bash, zsh and fish, by click's machinery.

It is silent: where candidates cannot be had, or not in time, there are none. Nothing on the way to
them asks for anything.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    shell_complete,
    split_arg_string,
)

from . import profile
from .errors import UsageError
from .parsing import COMPLETE, PROGRAM, named

_IN_FILES = ("file://", "fileb://")
_LIVE = ("domain_identifier", "identifier")
_SAFE = re.compile(r"""[^$`!"'\\]*""")
"""What every shell can quote; with other values a line could do more than was typed."""
_PLAIN = re.compile(r"[\w=:/.,@%+-]*", re.ASCII)
"""What no shell has to quote."""


def _edited(script: str, *changes: tuple[str, str]) -> str:
    """One of click's scripts, with changes that it has a place for."""
    for old, new in changes:
        assert old in script, old
        script = script.replace(old, new)
    return script


class _WholeWords(ShellComplete):
    """Candidates are whole words, `--option=` included; options may be abbreviated."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        if "--" in args:
            return []
        option, equals, value = incomplete.partition("=")
        if not (equals and option.startswith("--")):
            return super().get_completions([*args[:-1], *map(self._full, args[-1:])], incomplete)
        items = super().get_completions([*args, self._full(option)], value)
        for item in items:
            item.value = f"{option}={item.value}"
        return items

    def _full(self, word: str) -> str:
        """The full name of the option that a word abbreviates; another word as it is."""
        with suppress(UsageError):
            options = [param for param in self.cli.params if isinstance(param, click.Option)]
            if option := named(word, options):
                return option.opts[0]
        return word


class _Bash(_WholeWords, BashComplete):
    """Gives bash what it puts in the place of the end of a word that it takes apart at `=` and `:`.

    click's script takes words from bash as it takes them apart, and does not quote.
    """

    source_template = """\
%(complete_func)s() {
    local found
    COMPREPLY=()
    while IFS= read -r found && [[ $found ]]; do
        COMPREPLY+=("${found#*,}")
        [[ $found == quoted,* ]] && compopt -o filenames
        [[ $found == */ ]] && compopt -o nospace
    done < <(COMP_LINE="${COMP_LINE:0:COMP_POINT}" COMP_WORD=$2 %(complete_var)s=bash_complete "$1")
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""

    def get_completion_args(self) -> tuple[list[str], str]:
        line = os.environ["COMP_LINE"]
        args = split_arg_string(line)[1:]
        incomplete = "" if line[-1:].isspace() or not args else args.pop()
        replaced = "".join(split_arg_string(os.environ["COMP_WORD"]))
        self._kept = len(incomplete) - len(replaced)
        return args, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        kind = "plain" if _PLAIN.fullmatch(item.value) else "quoted"
        return f"{kind},{item.value[self._kept :]}"


class _Zsh(_WholeWords, ZshComplete):
    source_template = _edited(
        ZshComplete.source_template,
        # What stands behind the cursor is not completed.
        ('"${words[*]}"', '"${words[1,CURRENT]}"'),
        # A folder's name goes on.
        (
            '    if [ -n "$completions" ]; then\n',
            "    compadd -U -V unsorted -S '' -- ${(M)completions:#*/}\n"
            "    completions=(${completions:#*/})\n"
            '    if [ -n "$completions" ]; then\n',
        ),
    )

    def format_completion(self, item: CompletionItem) -> str:
        item.help = item.help and item.help.replace("\\", r"\\")  # zsh takes one away
        return super().format_completion(item)


class _Fish(_WholeWords, FishComplete):
    # A value or what is shown beside it may have commas.
    source_template = _edited(
        FishComplete.source_template, ('string split ","', 'string split --max 1 ","')
    )


def answer(command: click.Command, instruction: str) -> None:
    """Print what one of click's scripts asked for, or such a script."""
    for shell in (_Bash, _Zsh, _Fish):
        add_completion_class(shell)
    if instruction.endswith("_complete"):
        # What libraries say on the way would be said on the line that is being typed.
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 0)
        os.dup2(nowhere, 2)
    shell_complete(command, {}, PROGRAM, COMPLETE, instruction)


def items(name: str, parameters: Mapping[str, Any], incomplete: str) -> list[CompletionItem]:
    """The candidates for the value of the option of that name, given the other options' values."""
    return [
        CompletionItem(value, help=text or None)
        for value, text in _candidates(name, parameters, incomplete)
        if value.startswith(incomplete) and _SAFE.fullmatch(value) and value.isprintable()
    ]


def _candidates(
    name: str, parameters: Mapping[str, Any], incomplete: str
) -> Iterator[tuple[str, str]]:
    """Values, and what a shell shows beside each."""
    scheme = next((scheme for scheme in _IN_FILES if incomplete.startswith(scheme)), "")
    if scheme or name == "ca_bundle":
        paths = _paths(incomplete.removeprefix(scheme))
        yield from ((f"{scheme}{path}", "") for path in paths)
    elif name == "profile":
        yield from ((found, "") for found in profile.names())
    elif name == "region":
        yield from _regions()
    else:
        if incomplete or name not in _LIVE:
            yield from ((scheme, "") for scheme in _IN_FILES)
        if name in _LIVE:
            from . import live

            yield from live.candidates(name, parameters)


def _paths(incomplete: str) -> Iterator[str]:
    """Those that begin like this; folders end in a slash."""
    folder = incomplete[: incomplete.rfind("/") + 1]
    hidden = incomplete.removeprefix(folder).startswith(".")
    where = os.path.expandvars(os.path.expanduser(folder)) or "."
    with suppress(OSError):
        for name in sorted(os.listdir(where)):
            if hidden or not name.startswith("."):
                yield f"{folder}{name}{'/' if os.path.isdir(os.path.join(where, name)) else ''}"


def _regions() -> Iterator[tuple[str, str]]:
    """Those in which botocore's data have DataZone."""
    path = os.path.join(os.path.dirname(__file__), "service_model", "endpoints.json")
    with open(path, encoding="utf-8") as file:
        partitions = json.load(file)["partitions"]
    for partition in partitions:
        for region in partition["services"].get("datazone", {}).get("endpoints", ()):
            yield region, partition["regions"].get(region, {}).get("description", "")
