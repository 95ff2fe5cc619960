"""argv → Options, read as the AWS CLI reads it, and refused in its words."""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NoReturn

import click

from . import __version__
from .errors import UnknownOptionsError, UsageError
from .options import Options
from .runs import CANCELABLE, TYPES
from .values import DURATION, TIME, amount, count

PROGRAM = "datazone-cancel"

_DEFAULT_VALUES = {"--generate-cli-skeleton": "input"}
"""Options whose value may be left out."""
_ONLY_WITH = {
    "all": (
        "status",
        "type",
        "target_identifier",
        "owning_project_identifier",
        "created_by",
        "older_than",
        "created_after",
        "created_before",
        "max_items",
        "yes",
    ),
    "wait": ("wait_timeout", "wait_delay"),
}
"""Options that mean nothing without another one."""
_SCHEME = re.compile("[a-zA-Z][a-zA-Z0-9+.-]*:")
_SYNOPSIS = "--domain-identifier <id> --identifier <id> [options]"
_VERSION = f"{PROGRAM}/{__version__} Python/{'.'.join(map(str, sys.version_info[:3]))}"


class _Choice(click.Choice[str]):
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
        _refuse(f"argument {option}: Invalid choice, valid choices are:", "", *rows)


class _Global(click.Option):
    """An option of every `aws` command, declared in the AWS CLI's order."""


class _Operation(click.Option):
    """An option of `aws datazone cancel-metadata-generation-run`."""


class _Command(click.Command):
    """A command that reads argv as the AWS CLI does, where click does otherwise."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args == ["help"]:
            args = ["--help"]
        return super().parse_args(ctx, list(self._joined(ctx, args)))

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
            option = _named(word, options)
            if option is None:
                yield word
                continue
            name = option.opts[0]
            _, explicit, value = word.partition("=")
            if option.is_flag and explicit:
                _refuse(f"argument {name}: ignored explicit argument {value!r}")
            elif option.is_flag:
                yield name
            else:
                if not explicit:
                    value = _value(name, words)
                try:
                    # click would look at the last of several values only.
                    option.type.convert(value, option, ctx)
                except click.BadParameter as error:
                    _refuse(f"argument {name}: {error.message}")
                yield f"{name}={value}"


def _value(name: str, words: list[str]) -> str:
    """The value of an option: the next word, which is taken away, or the option's default."""
    if name in _DEFAULT_VALUES and (not words or words[0].startswith("-")):
        return _DEFAULT_VALUES[name]
    if not words or words[0].startswith("--"):
        _refuse(f"argument {name}: expected one argument")
    return words.pop(0)


def _named(word: str, options: Sequence[click.Option]) -> click.Option | None:
    """The option that a word names in full or by an unambiguous beginning, as argparse has it.

    The AWS CLI asks its global options first, then the operation's: `--d` is `--debug`, though
    `--domain-identifier` begins so too.
    """
    if not word.startswith("--"):
        return None
    name = word.partition("=")[0]
    for option in options:
        if name in option.opts:
            return option
    for kind in (_Global, _Operation, click.Option):
        found = [
            option for option in options if type(option) is kind and option.opts[0].startswith(name)
        ]
        if len(found) > 1:
            matches = ", ".join(option.opts[0] for option in found)
            _refuse(f"ambiguous option: {word} could match {matches}")
        if found:
            return found[0]
    return None


def _refuse(message: str, *more: str) -> NoReturn:
    raise UsageError(*_usage(), f"aws: error: {message}", *more)


def _usage() -> tuple[str, ...]:
    return (
        f"usage: {PROGRAM} {_SYNOPSIS}",
        "To see help text, you can run:",
        "",
        f"  {PROGRAM} help",
        "",
    )


@click.command(
    PROGRAM,
    cls=_Command,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    options_metavar=_SYNOPSIS,
    epilog="Exit status: 0 accepted, 1 several runs and not all canceled, 252 usage, 253 no Region"
    " or credentials, 254 refused by the service, 255 anything else, 130 interrupted.",
)
@click.option("--domain-identifier", cls=_Operation, metavar="<id>", help="The domain.  [required]")
@click.option(
    "--identifier",
    cls=_Operation,
    multiple=True,
    metavar="<id>",
    help="The run; again for more; - or file://<path>: a list.  [required, or --all]",
)
@click.option("--all", is_flag=True, help="All runs of the domain that can be canceled.")
@click.option(
    "--status",
    multiple=True,
    type=_Choice(CANCELABLE),
    metavar="<status>",
    help="With --all: SUBMITTED or IN_PROGRESS.",
)
@click.option("--type", type=_Choice(TYPES), metavar="<type>", help="With --all: what is made.")
@click.option("--target-identifier", metavar="<id>", help="With --all: for this asset.")
@click.option("--owning-project-identifier", metavar="<id>", help="With --all: of this project.")
@click.option("--created-by", metavar="<id>", help="With --all: of this user.")
@click.option(
    "--older-than", type=DURATION, metavar="<duration>", help="With --all: 90s, 45m, 2h, 1d."
)
@click.option("--created-after", type=TIME, metavar="<time>", help="With --all: ISO 8601.")
@click.option("--created-before", type=TIME, metavar="<time>", help="With --all: ISO 8601.")
@click.option(
    "--max-items",
    type=count("runs", most=1_000_000),
    metavar="<n>",
    help="With --all: so many at most.",
)
@click.option("--yes", is_flag=True, help="With --all: do not ask.")
@click.option("--dry-run", is_flag=True, help="Check and report; cancel nothing.")
@click.option(
    "--max-concurrency",
    type=count("requests", most=100),
    metavar="<n>",
    help="Cancellations under way at once; 8.",
)
@click.option(
    "--max-rate",
    type=amount("requests per second"),
    metavar="<n>",
    help="Cancellations a second; 20, 0: no limit.",
)
@click.option("--ignore-finished", is_flag=True, help="No failure: the run had finished.")
@click.option("--ignore-not-found", is_flag=True, help="No failure: there is no such run.")
@click.option("--wait", is_flag=True, help="Until the runs have a final status.")
@click.option(
    "--wait-timeout", type=amount("seconds"), metavar="<s>", help="With --wait: seconds; 600."
)
@click.option(
    "--wait-delay", type=amount("seconds"), metavar="<s>", help="With --wait: between looks; 5."
)
@click.option("--quiet", is_flag=True, help="Only errors on stderr.")
@click.option(
    "--cli-input-json", cls=_Operation, metavar="<json>", help="Identifiers as a JSON document."
)
@click.option(
    "--cli-input-yaml", cls=_Operation, metavar="<yaml>", help="Identifiers as a YAML document."
)
@click.option(
    "--generate-cli-skeleton",
    cls=_Operation,
    type=_Choice(["input", "output", "yaml-input"]),
    metavar="[<form>]",
    help="Print such a document: input, yaml-input; or output.",
)
@click.option("--debug", cls=_Global, is_flag=True, help="Log every step, and tracebacks.")
@click.option("--endpoint-url", cls=_Global, metavar="<url>", help="Where to send the request.")
@click.option("--no-verify-ssl", cls=_Global, is_flag=True, help="Trust any certificate.")
@click.option("--no-paginate", cls=_Global, is_flag=True, help="Accepted; nothing is paged.")
@click.option(
    "--output",
    cls=_Global,
    type=_Choice(["json", "text", "table", "yaml", "yaml-stream", "off", "jsonl"]),
    metavar="<format>",
    help="json, jsonl, text, table, yaml, yaml-stream, off.",
)
@click.option("--query", cls=_Global, metavar="<jmespath>", help="Print this part of the answer.")
@click.option("--profile", cls=_Global, metavar="<name>", help="A profile of your configuration.")
@click.option("--region", cls=_Global, metavar="<name>", help="Before environment and profile.")
@click.version_option(__version__, message=_VERSION, cls=_Global, help="Print the version.")
@click.option(
    "--color",
    cls=_Global,
    type=_Choice(["on", "off", "auto"]),
    default="auto",
    metavar="<when>",
    help="on, off, or auto: on a terminal.",
)
@click.option("--no-sign-request", cls=_Global, is_flag=True, help="Send without credentials.")
@click.option("--ca-bundle", cls=_Global, metavar="<path>", help="Certificates to trust.")
@click.option("--cli-read-timeout", cls=_Global, metavar="<s>", help="Seconds; 60, 0: for ever.")
@click.option("--cli-connect-timeout", cls=_Global, metavar="<s>", help="Seconds; 60, 0: for ever.")
@click.option(
    "--cli-binary-format",
    cls=_Global,
    type=_Choice(["base64", "raw-in-base64-out"]),
    metavar="<format>",
    help="Accepted; nothing is binary.",
)
@click.option("--no-cli-pager", cls=_Global, is_flag=True, help="Accepted; there is no pager.")
@click.option("--cli-auto-prompt", cls=_Global, is_flag=True, help="Accepted; nothing is asked.")
@click.option("--no-cli-auto-prompt", cls=_Global, is_flag=True, help="Accepted.")
@click.option(
    "--cli-error-format",
    cls=_Global,
    type=_Choice(["legacy", "json", "yaml", "text", "table", "enhanced"]),
    metavar="<format>",
    help="legacy, json, yaml, text, table or enhanced.",
)
@click.pass_context
def _parse(ctx: click.Context, /, **values: Any) -> Options:
    """Cancel metadata generation runs of Amazon DataZone.

    Mirrors `aws datazone cancel-metadata-generation-run`, checks identifiers before anything is
    sent, and says on stderr what the service accepted. For several runs, --all, --wait and
    --dry-run it puts a report on stdout.
    """
    given = {name: value for name, value in values.items() if value is not None}
    # The AWS CLI overlooks an empty word, which an unset shell variable leaves behind.
    return Options(**given, unknown=tuple(word for word in ctx.args if word))


def parse(argv: Sequence[str]) -> Options | None:
    """The options on the command line; None where help or the version was printed instead.

    Raises UsageError where a word cannot be read; what is missing or unknown, `check` tells.
    """
    try:
        with _parse.make_context(PROGRAM, list(argv)) as ctx:
            options = _parse.invoke(ctx)
    except click.exceptions.Exit:
        return None
    assert isinstance(options, Options)
    return options


def option_names() -> list[str]:
    """All options of the command but --help, by their full names."""
    return [name for param in _parse.params for name in param.opts]


def check(options: Options) -> None:
    """Raises UsageError where an option is missing, or a word means nothing."""
    if options.endpoint_url is not None and not _SCHEME.match(options.endpoint_url.lstrip()):
        raise UsageError(
            f'Bad value for --endpoint-url "{options.endpoint_url}": scheme is missing. '
            " Must be of the form http://<hostname>/ or https://<hostname>/"
        )
    if options.cli_auto_prompt and options.no_cli_auto_prompt:
        raise UsageError(
            "Both --cli-auto-prompt and --no-cli-auto-prompt cannot be specified at the same time."
        )
    if options.all and options.identifier:
        _refuse("argument --identifier: not allowed with argument --all")
    for condition, names in _ONLY_WITH.items():
        for name in names:
            value = getattr(options, name)
            given = value is not None and value is not False and value != ()
            if given and not getattr(options, condition):
                _refuse(f"argument --{name.replace('_', '-')}: only with --{condition}")
    required = {
        "--domain-identifier": options.domain_identifier is not None,
        "--identifier": bool(options.identifier or options.all),
    }
    missing = [name for name, given in required.items() if not given]
    elsewhere = (
        options.cli_input_json is not None
        or options.cli_input_yaml is not None
        or options.generate_cli_skeleton in ("input", "yaml-input")
    )
    if missing and not elsewhere:
        _refuse(f"the following arguments are required: {', '.join(missing)}")
    if options.unknown:
        raise UnknownOptionsError(*_usage(), f"Unknown options: {', '.join(options.unknown)}")
