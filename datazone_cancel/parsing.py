"""How words are read, refused and explained: as the AWS CLI does it, where click does otherwise."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from typing import Any, NoReturn

import click

from .errors import UsageError

PROGRAM = "datazone-cancel"
COMPLETE = "_DATAZONE_CANCEL_COMPLETE"
"""The variable in which the shells' completion asks, as click names it."""
SYNOPSIS = "--domain-identifier <id> --identifier <id> [options]"

_DEFAULT_VALUES = {"--generate-cli-skeleton": "input"}
"""Options whose value may be left out."""
_OTHER_SPELLINGS = {"--dryrun": "--dry-run"}
"""`aws s3` has it without the dash."""
_HELP_COLUMN = 32
"""The length of the longest option, with its value."""

GROUPS = ("Required", "AWS CLI options", "Many runs", "Safety", "Output")
"""Of options in the help, in this order."""


def refuse(message: str, *more: str) -> NoReturn:
    """Raises UsageError in the AWS CLI's layout."""
    raise UsageError(*usage(), f"aws: error: {message}", *more)


def usage() -> tuple[str, ...]:
    """The lines in front of a sentence on the command line."""
    return (
        f"usage: {PROGRAM} {SYNOPSIS}",
        "To see help text, you can run:",
        "",
        f"  {PROGRAM} help",
        "",
    )


class Choice(click.Choice[str]):
    """A choice that is refused in the AWS CLI's words."""

    def fail(
        self,
        message: str,  # noqa: ARG002 (click's signature)
        param: click.Parameter | None = None,
        ctx: click.Context | None = None,  # noqa: ARG002
    ) -> NoReturn:
        choices = [f"{choice:<40}" for choice in self.choices]
        rows = [" | ".join(choices[start : start + 2]) for start in range(0, len(choices), 2)]
        option = param.opts[0] if param else ""
        refuse(f"argument {option}: Invalid choice, valid choices are:", "", *rows)


class Option(click.Option):
    """An option of this command's own; in its help it stands under the heading `group`."""

    def __init__(self, *args: Any, group: str, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.group = group


class Global(Option):
    """An option of every `aws` command, declared in the AWS CLI's order."""


class Operation(Option):
    """An option of `aws datazone cancel-metadata-generation-run`."""


class Command(click.Command):
    """A command that reads argv as the AWS CLI does, and groups its options in its help."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args == ["help"]:
            click.echo_via_pager(ctx.get_help())
            ctx.exit()
        words: list[str] = []
        # A line that is being completed may be refused at its end: what is before that counts.
        with suppress(UsageError) if ctx.resilient_parsing else nullcontext():
            words.extend(self._joined(ctx, args))
        return super().parse_args(ctx, words)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        import shutil  # which loads what packs archives

        # click takes two columns less, and never less than 50.
        formatter.width = max(min(shutil.get_terminal_size().columns, 80), 20)
        super().format_help(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        groups: dict[str, list[tuple[str, str]]] = {group: [] for group in GROUPS}
        wide = formatter.width > 2 * _HELP_COLUMN
        for param in self.get_params(ctx):
            assert isinstance(param, Option)
            if record := param.get_help_record(ctx):
                name, text = record
                # The same column for all groups, and none where there is no room for it.
                groups[param.group].append((name.ljust(_HELP_COLUMN) if wide else name, text))
        for group, rows in groups.items():
            with formatter.section(group):
                formatter.write_dl(rows, col_max=_HELP_COLUMN if wide else 0)

    def _joined(self, ctx: click.Context, args: Iterable[str]) -> Iterator[str]:
        """Each option by its full name, and as one word with its value.

        So no option is taken for a value. A value may begin with one dash, as identifiers do; with
        two it takes `--option=value`.
        """
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        words = list(args)
        while words:
            word = words.pop(0)
            if word == "--":
                yield from (word, *words)
                return
            option = named(word, options)
            if option is None:
                yield word
                continue
            name = option.opts[0]
            _, explicit, value = word.partition("=")
            if option.is_flag and explicit:
                refuse(f"argument {name}: ignored explicit argument {value!r}")
            elif option.is_flag:
                yield name
            else:
                if not explicit:
                    value = _value(name, words)
                try:
                    # click would look at the last of several values only.
                    option.type.convert(value, option, ctx)
                except click.BadParameter as error:
                    refuse(f"argument {name}: {error.message}")
                yield f"{name}={value}"


def _value(name: str, words: list[str]) -> str:
    """The value of an option: the next word, which is taken away, or the option's default."""
    if name in _DEFAULT_VALUES and (not words or words[0].startswith("-")):
        return _DEFAULT_VALUES[name]
    if not words or words[0].startswith("--"):
        refuse(f"argument {name}: expected one argument")
    return words.pop(0)


def named(word: str, options: Sequence[click.Option]) -> click.Option | None:
    """The option that a word names in full or by an unambiguous beginning, as argparse has it.

    The AWS CLI asks its global options first, then the operation's: `--d` is `--debug`, though
    `--domain-identifier` begins so too.
    """
    if not word.startswith("--"):
        return None
    name = word.partition("=")[0]
    name = _OTHER_SPELLINGS.get(name, name)
    for option in options:
        if name in option.opts:
            return option
    for kind in (Global, Operation, click.Option):
        found = [
            option
            for option in options
            if isinstance(option, kind) and option.opts[0].startswith(name)
        ]
        if len(found) > 1:
            matches = ", ".join(option.opts[0] for option in found)
            refuse(f"ambiguous option: {word} could match {matches}")
        if found:
            return found[0]
    return None


def nearest(words: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """A line that asks for what unknown words may have been meant to be, where that can be told."""
    from difflib import get_close_matches

    options = [word.partition("=")[0] for word in words if word.startswith("--")]
    options = [option for option in options if option not in names]  # what stands behind `--`
    found = [match for option in options for match in get_close_matches(option, names, n=1)]
    return (f"did you mean {', '.join(dict.fromkeys(found))}?",) if found else ()
