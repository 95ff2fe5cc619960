"""Completion in bash, zsh and fish, based on click's.

It never prints errors and never prompts. Candidates that arrive too late are not offered.
"""

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
    split_arg_string,
)

from datazone_cancel import PROGRAM
from datazone_cancel.aws.regions import regions
from datazone_cancel.errors import UsageError
from datazone_cancel.options import Options
from datazone_cancel.runs.fields import SELECTABLE
from datazone_cancel.settings import Settings
from datazone_cancel.terminal import IO

from .aws_argv import COMPLETION_VARIABLE, JOINED_VALUES, find_option

_FILE_PREFIXES = ("file://", "fileb://")
_IDENTIFIERS = ("domain_identifier", "identifier")
_FROM_SERVICE = (*_IDENTIFIERS, *SELECTABLE)
_FILES = ("ca_bundle", "report", "resume")
_SAFE = re.compile(r"""[^$`!"'\\]*""")
"""Values that every shell can quote safely."""
_PLAIN = re.compile(r"[\w=:/.,@%+-]*", re.ASCII)
"""Values that no shell has to quote."""


def _edit(script: str, *changes: tuple[str, str]) -> str:
    """One of click's scripts with replacements; fails if a part to replace is missing."""
    for old, new in changes:
        assert old in script, old
        script = script.replace(old, new)
    return script


class _WholeWords(ShellComplete):
    """Completes `--option=value` as one word, and after abbreviated options."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        if "--" in args:
            return []
        option, equals, value = incomplete.partition("=")
        if not (equals and option.startswith("--")):
            return super().get_completions(
                [*args[:-1], *map(self._complete_option, args[-1:])], incomplete
            )
        items = super().get_completions([*args, self._full_name(option)], value)
        for item in items:
            item.value = f"{option}={item.value}"
        return items

    def _complete_option(self, word: str) -> str:
        """The full name of an option; with its value, if the next word cannot be its value."""
        name = self._full_name(word)
        return f"{name}={JOINED_VALUES[name]}" if name in JOINED_VALUES else name

    def _full_name(self, word: str) -> str:
        """The full name of an abbreviated option; other words unchanged."""
        with suppress(UsageError):
            options = [param for param in self.cli.params if isinstance(param, click.Option)]
            if option := find_option(word, options):
                return option.opts[0]
        return word


class _Bash(_WholeWords, BashComplete):
    """bash splits words at `=` and `:` and replaces only the last part, so return only that.

    click's script uses bash's parts as words, and does not quote.
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
        environ = self.ctx_args["obj"].environ
        line = environ["COMP_LINE"]
        args = split_arg_string(line)[1:]
        incomplete = "" if line[-1:].isspace() or not args else args.pop()
        replaced = "".join(split_arg_string(environ["COMP_WORD"]))
        self._kept = len(incomplete) - len(replaced)
        return args, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        kind = "plain" if _PLAIN.fullmatch(item.value) else "quoted"
        return f"{kind},{item.value[self._kept :]}"


class _Zsh(_WholeWords, ZshComplete):
    source_template = _edit(
        ZshComplete.source_template,
        # Ignore what is after the cursor.
        ('"${words[*]}"', '"${words[1,CURRENT]}"'),
        # No space after a folder.
        (
            '    if [ -n "$completions" ]; then\n',
            "    compadd -U -V unsorted -S '' -- ${(M)completions:#*/}\n"
            "    completions=(${completions:#*/})\n"
            '    if [ -n "$completions" ]; then\n',
        ),
    )

    def format_completion(self, item: CompletionItem) -> str:
        item.help = item.help and item.help.replace("\\", r"\\")  # zsh removes one of them
        return super().format_completion(item)


class _Fish(_WholeWords, FishComplete):
    # Values and descriptions may contain commas.
    source_template = _edit(
        FishComplete.source_template, ('string split ","', 'string split --max 1 ","')
    )


_SHELLS: dict[str, type[ShellComplete]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}


def complete(command: click.Command, instruction: str, io: IO) -> None:
    """Print the script for a shell (`bash_source`), or candidates for it (`bash_complete`).

    Raises UsageError if the instruction is unknown, and OSError if stdout cannot be written.
    """
    shell, _, action = instruction.partition("_")
    if shell not in _SHELLS or action not in ("source", "complete"):
        raise UsageError(
            f"Invalid {COMPLETION_VARIABLE}: {instruction!r}. It must be the name of a shell"
            f" ({', '.join(_SHELLS)}), followed by _source or _complete."
        )
    completion = _SHELLS[shell](command, {"obj": io}, PROGRAM, COMPLETION_VARIABLE)
    if action == "source":
        io.stdout.write(completion.source(), "\n")
        return
    # Messages from libraries would appear on the line that is being typed.
    io.redirect_to_null()
    io.stdout.write(completion.complete(), "\n")


def complete_value(
    name: str, parameters: Mapping[str, Any], incomplete: str, io: IO
) -> list[CompletionItem]:
    """The candidates for the value of an option, given the values of the other options."""
    return [
        CompletionItem(value, help=text or None)
        for value, text in _candidates(name, parameters, incomplete, io)
        if value.startswith(incomplete) and _SAFE.fullmatch(value) and value.isprintable()
    ]


def _candidates(
    name: str, parameters: Mapping[str, Any], incomplete: str, io: IO
) -> Iterator[tuple[str, str]]:
    """Values, and what a shell shows beside each of them."""
    scheme = next((scheme for scheme in _FILE_PREFIXES if incomplete.startswith(scheme)), "")
    if scheme or name in _FILES:
        paths = _paths(incomplete.removeprefix(scheme))
        yield from ((f"{scheme}{path}", "") for path in paths)
    elif name == "profile":
        yield from ((found, "") for found in Settings(Options(), io.environ).profile_names)
    elif name == "region":
        yield from regions()
    elif name in _FROM_SERVICE:
        from .candidates import service_candidates

        if incomplete and name in _IDENTIFIERS:
            yield from ((scheme, "") for scheme in _FILE_PREFIXES)
        yield from service_candidates(name, parameters, io)
    else:
        yield from ((scheme, "") for scheme in _FILE_PREFIXES)


def _paths(incomplete: str) -> Iterator[str]:
    """Paths that start like this; folders end with a slash."""
    folder = incomplete[: incomplete.rfind("/") + 1]
    hidden = incomplete.removeprefix(folder).startswith(".")
    where = os.path.expandvars(os.path.expanduser(folder)) or "."
    with suppress(OSError):
        for name in sorted(os.listdir(where)):
            if hidden or not name.startswith("."):
                yield f"{folder}{name}{'/' if os.path.isdir(os.path.join(where, name)) else ''}"
