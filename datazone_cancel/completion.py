"""Completion of the command line in bash, zsh and fish, by click's machinery.

It is silent: where candidates cannot be had, or not in time, there are none. Nothing on the way to
them asks for anything.
"""

import json
import os
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
)

from . import profile
from .parsing import COMPLETE, PROGRAM

_IN_FILES = ("file://", "fileb://")
_LIVE = ("domain_identifier", "identifier")


class _WholeWords(ShellComplete):
    """Candidates are whole words, `--option=` included."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        items = super().get_completions(args, incomplete)
        option, equals, _ = incomplete.partition("=")
        if equals and option.startswith("--"):
            for item in items:
                item.value = f"{option}={item.value}"
        return items


class _Bash(_WholeWords, BashComplete):
    """Puts together what bash takes apart at `=` and `:`, and gives it what is behind them."""

    # A folder's name goes on.
    source_template = BashComplete.source_template.replace(
        "COMPREPLY+=($value)\n",
        "COMPREPLY+=($value); [[ $value == */ ]] && compopt -o nospace\n",
    )

    def get_completion_args(self) -> tuple[list[str], str]:
        args, incomplete = super().get_completion_args()
        words: list[str] = []
        for word in (*args, incomplete):
            if words and (word[:1] in ("=", ":") or words[-1][-1:] in ("=", ":")):
                words[-1] += word
            else:
                words.append(word)
        incomplete = words.pop()
        self._left = max(incomplete.rfind("="), incomplete.rfind(":")) + 1
        return words, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        item.value = item.value[self._left :]
        return super().format_completion(item)


class _Zsh(_WholeWords, ZshComplete):
    source_template = ZshComplete.source_template.replace(
        '    if [ -n "$completions" ]; then\n',
        "    compadd -U -V unsorted -S '' -- ${(M)completions:#*/}\n"
        "    completions=(${completions:#*/})\n"
        '    if [ -n "$completions" ]; then\n',
    )


class _Fish(_WholeWords, FishComplete):
    def format_completion(self, item: CompletionItem) -> str:
        # click's script takes a comma for an end.
        item.help = item.help and item.help.replace(",", ";")
        return super().format_completion(item)


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
        if value.startswith(incomplete)
    ]


def _candidates(
    name: str, parameters: Mapping[str, Any], incomplete: str
) -> Iterator[tuple[str, str]]:
    """Values, and what a shell shows beside each."""
    if name == "ca_bundle":
        yield from _paths("", incomplete)
        return
    if name == "profile":
        yield from ((found, "") for found in profile.names())
        return
    if name == "region":
        yield from _regions()
        return
    for scheme in _IN_FILES:
        if incomplete.startswith(scheme):
            yield from _paths(scheme, incomplete.removeprefix(scheme))
    if incomplete or name not in _LIVE:
        yield from ((scheme, "") for scheme in _IN_FILES)
    if name in _LIVE:
        from . import live

        yield from live.candidates(name, parameters)


def _paths(scheme: str, incomplete: str) -> Iterator[tuple[str, str]]:
    folder = incomplete[: incomplete.rfind("/") + 1]
    where = os.path.expandvars(os.path.expanduser(folder))
    with suppress(OSError):
        for entry in sorted(os.scandir(where or "."), key=lambda entry: entry.name):
            if not entry.name.startswith(".") or incomplete.removeprefix(folder).startswith("."):
                yield f"{scheme}{folder}{entry.name}{'/' if entry.is_dir() else ''}", ""


def _regions() -> Iterator[tuple[str, str]]:
    """Those in which botocore's data have DataZone."""
    path = os.path.join(os.path.dirname(__file__), "service_model", "endpoints.json")
    with open(path, encoding="utf-8") as file:
        partitions = json.load(file)["partitions"]
    for partition in partitions:
        for region in partition["services"].get("datazone", {}).get("endpoints", ()):
            yield region, partition["regions"].get(region, {}).get("description", "")
