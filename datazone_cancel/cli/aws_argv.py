"""Read argv as the AWS CLI's argparse does, and word usage errors as it does."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NoReturn

import click

from datazone_cancel import PROGRAM
from datazone_cancel.errors import CommandLineError, UsageError

COMPLETION_VARIABLE = "_DATAZONE_CANCEL_COMPLETE"
"""The environment variable by which shells ask for completions, as click names it."""
SYNOPSES = (
    "[options] --domain-identifier <id> --identifier <id>",
    "[options] --domain-identifier <id> --all",
    "[options] --resume <file>",
)
"""The ways to say what to cancel."""
USAGE = (
    f"usage: {PROGRAM} {SYNOPSES[0]}",
    *(f"       {PROGRAM} {synopsis}" for synopsis in SYNOPSES[1:]),
    "To see help text, you can run:",
    "",
    f"  {PROGRAM} help",
)
"""The lines that accompany an error in the command line."""

_OPTIONAL_VALUES = {"--generate-cli-skeleton": "input"}
"""Options that may be given without a value, and their value in this case."""
JOINED_VALUES = {"--dry-run": "client"}
"""Options whose value, if they have one, is part of the same word: `--dry-run=server`."""
_SYNONYMS = {
    "--dryrun": "--dry-run",  # as in `aws s3`
    "-h": "--help",
    "-y": "--yes",
}
_NAMES_ELSEWHERE = {
    "--asset": "--target-identifier",
    "--concurrency": "--max-concurrency",
    "--continue": "--resume",
    "--force": "--yes",
    "--format": "--output",
    "--interval": "--wait-delay",
    "--json": "--output json",
    "--limit": "--max-items",
    "--newer-than": "--created-after",
    "--owner": "--created-by",
    "--project": "--owning-project-identifier",
    "--rate": "--max-rate",
    "--run": "--identifier",
    "--run-id": "--identifier",
    "--run-identifier": "--identifier",
    "--silent": "--quiet",
    "--since": "--created-after",
    "--state": "--status",
    "--timeout": "--wait-timeout",
    "--until": "--created-before",
    "--user": "--created-by",
    "--verbose": "--debug",
    "--yaml": "--output yaml",
    "-d": "--domain-identifier",
    "-f": "--identifier file://<path>",
    "-i": "--identifier",
    "-n": "--dry-run",
    "-o": "--output",
    "-p": "--profile",
    "-q": "--quiet",
    "-r": "--region",
    "-v": "--debug, --version",
}
"""Options of other commands, and which options to suggest for them."""
_SIMILARITY = 0.8
"""From 0 to 1. --regoin and --wiat are similar enough to be suggested for."""


class Option(click.Option):
    """One of this command's own options; `group` is its heading in the help."""

    def __init__(self, *args: Any, group: str, help: str, **attributes: Any) -> None:  # noqa: A002
        super().__init__(*args, **attributes)
        # click would import inspect to dedent it, which takes a tenth of a dry run on 3.15.
        self.help = help
        self.group = group


class GlobalOption(Option):
    """An option of every `aws` command, declared in the AWS CLI's order."""


class OperationOption(Option):
    """An option of `aws datazone cancel-metadata-generation-run`."""


def usage_error(*lines: str, hint: str = "") -> NoReturn:
    """Raises CommandLineError."""
    raise CommandLineError(*lines, usage=USAGE, hint=hint)


def normalize(
    args: Iterable[str], options: Sequence[click.Option], mistakes: list[UsageError]
) -> Iterator[str]:
    """Spell out each option, and join it with its value into one word: `--option=value`.

    This keeps click from taking an option for a value. A value may start with one dash, as
    identifiers may; one that starts with two dashes must contain a space, or already be joined.

    The AWS CLI parses its global options first. So a mistake in another option is only added to
    `mistakes`, and the option is left out. Raises UsageError for a mistake in a global option.
    """
    words = list(args)
    while words:
        word = words.pop(0)
        if word == "--":
            yield from (word, *words)
            return
        option = None
        try:
            option = find_option(word, options)
            if option is None:
                yield word
                continue
            normalized = _normalize_option(option, word, words, options)
        except UsageError as error:
            if isinstance(option or _abbreviated(word, options), GlobalOption):
                raise
            mistakes.append(error)
            continue
        yield normalized
        if option.is_eager and "=" not in normalized:  # --version or --help: nothing else matters
            return


def _normalize_option(
    option: click.Option, word: str, words: list[str], options: Sequence[click.Option]
) -> str:
    """The option with its value, which may be the first of the following words."""
    name = option.opts[0]
    _, equals, value = word.partition("=")
    if option.is_flag and equals:
        usage_error(
            f"argument {name}: ignored explicit argument {value!r}", hint=f"{name} takes no value."
        )
    if option.is_flag:
        return name
    if not equals:
        value = _take_value(option, words, options)
    _check_value(option, value)
    return f"{name}={value}"


def _abbreviated(word: str, options: Sequence[click.Option]) -> click.Option:
    """The first option, global ones before others, that an ambiguous word abbreviates."""
    name = word.partition("=")[0]
    found = [option for option in options if option.opts[0].startswith(name)]
    return min(found, key=lambda option: not isinstance(option, GlobalOption))


def _take_value(option: click.Option, words: list[str], options: Sequence[click.Option]) -> str:
    """Remove the option's value from the following words."""
    name = option.opts[0]
    if name in JOINED_VALUES:
        return JOINED_VALUES[name]
    dashes = "-" if name in _OPTIONAL_VALUES else "--"
    if words and (not words[0].startswith(dashes) or _is_text(words[0], options)):
        return words.pop(0)
    if name not in _OPTIONAL_VALUES:
        hint = f"A value has to follow: {name} {option.metavar}"
        usage_error(f"argument {name}: expected one argument", hint=hint)
    return _OPTIONAL_VALUES[name]


def _is_text(word: str, options: Sequence[click.Option]) -> bool:
    """Whether a word that starts with dashes cannot be an option: it contains a space."""
    return " " in word and find_option(word, options) is None


def _check_value(option: click.Option, value: str) -> None:
    """Check every value: click checks only the last one of an option that is repeated."""
    try:
        option.type.convert(value, option, None)
    except click.BadParameter as error:
        usage_error(f"argument {option.opts[0]}: {error.message}")


def find_option(word: str, options: Sequence[click.Option]) -> click.Option | None:
    """The option that a word names, in full or by an unambiguous abbreviation.

    The AWS CLI looks at its global options first, then at the operation's: `--d` means `--debug`,
    not `--domain-identifier`. Raises UsageError if an abbreviation is ambiguous.
    """
    name = word.partition("=")[0]
    name = _SYNONYMS.get(name, name)
    if not name.startswith("--"):
        return None
    for option in options:
        if name in option.opts:
            return option
    for kind in (GlobalOption, OperationOption, click.Option):
        found = [
            option
            for option in options
            if isinstance(option, kind) and option.opts[0].startswith(name)
        ]
        if len(found) > 1:
            matches = ", ".join(option.opts[0] for option in found)
            usage_error(f"ambiguous option: {word} could match {matches}")
        if found:
            return found[0]
    return None


def is_positional(word: str) -> bool:
    """Whether argparse takes an unknown word for a value, and not for an option."""
    is_number = word[1:].replace(".", "", 1).isdecimal()
    return not word.startswith("-") or word == "-" or " " in word or is_number


def hint_about_words(unknown: Sequence[str], words: Sequence[str]) -> str:
    """What to do about words that belong to no option; empty if options are unknown, too.

    `words` is the command line as `normalize` spells it.
    """
    if any(word.startswith("-") for word in unknown):
        return ""
    import shlex

    index = next(index for index, word in enumerate(words) if word in unknown)
    before, word = ["", *words][index : index + 2]
    option, _, value = before.partition("=")
    if option in JOINED_VALUES:
        return f"The value of {option} needs an equals sign: {option}={word}"
    if option == "--identifier":
        return (
            "For several runs, repeat --identifier, or pass a list: --identifier - reads standard"
            " input, and --identifier file://<path> a file."
        )
    if value and option != "--domain-identifier":
        return f"A value with spaces needs quotes: {option} {shlex.quote(f'{value} {word}')}"
    if option.startswith("--") and before not in ("--", f"{option}={value}"):
        return f"{option} takes no value."
    return "Each value needs an option: --domain-identifier <id> --identifier <id>"


def suggest(words: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """A line with the options that unknown words may stand for, if there are any."""
    from difflib import get_close_matches

    # Comparing very long words would take very long.
    options = [word.partition("=")[0][:64] for word in words if word.startswith("-")]
    unknown = [option for option in options if option not in names]  # known options may follow `--`
    found = [
        match
        for option in unknown
        for match in (
            [_NAMES_ELSEWHERE[option]]
            if option in _NAMES_ELSEWHERE
            else get_close_matches(option, names, n=1, cutoff=_SIMILARITY)
        )
    ]
    return (f"Did you mean {', '.join(dict.fromkeys(found))}?",) if found else ()
