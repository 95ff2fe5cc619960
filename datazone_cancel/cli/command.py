"""The command's options and its help: argv → Options."""

import os
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from typing import Any, TypeVar

import click

from datazone_cancel import PROGRAM, __version__
from datazone_cancel.errors import UsageError
from datazone_cancel.options import Options
from datazone_cancel.runs.model import CANCELABLE
from datazone_cancel.terminal import IO

from .aws_argv import (
    SYNOPSES,
    GlobalOption,
    OperationOption,
    Option,
    is_positional,
    normalize,
)
from .types import (
    DURATION,
    NAME,
    TIME,
    Choice,
    RunType,
    bounded_int,
    identifier_filter,
    non_negative,
)

_GROUPS = ("What to cancel", "Many runs", "Safety", "Output", "AWS CLI options")
"""The headings of options in the help."""
_WHAT, _MANY, _SAFETY, _OUTPUT, _AWS_CLI = _GROUPS
_HELP_COLUMN = 32
"""The width of the longest option with its value."""

_WORDS = f"{__name__}.words"
"""Where the context keeps the command line as `normalize` spells it."""
_MISTAKE = f"{__name__}.mistake"
"""Where it keeps the first mistake in an option that is not global."""

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])


class _Command(click.Command):
    """A command that reads argv as the AWS CLI does, and shows its options in groups."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        words: list[str] = []
        mistakes: list[UsageError] = []
        # When a line is being completed, use the words before the first error.
        with suppress(UsageError) if ctx.resilient_parsing else nullcontext():
            words.extend(normalize(args, options, mistakes))
        ctx.meta[_WORDS] = tuple(words)
        ctx.meta[_MISTAKE] = mistakes[0] if mistakes else None
        return super().parse_args(ctx, words)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 (click's signature)
        for number, synopsis in enumerate(SYNOPSES):
            formatter.write_usage(PROGRAM, synopsis, prefix="       " if number else "Usage: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        groups: dict[str, list[tuple[str, str]]] = {group: [] for group in _GROUPS}
        wide = formatter.width > 2 * _HELP_COLUMN
        for param in self.get_params(ctx):
            assert isinstance(param, Option)
            if record := param.get_help_record(ctx):
                name, text = record
                # Align all groups, unless the terminal is too narrow for two columns.
                groups[param.group].append((name.ljust(_HELP_COLUMN) if wide else name, text))
        for group, rows in groups.items():
            with formatter.section(group):
                formatter.write_dl(rows, col_max=_HELP_COLUMN if wide else 0)


def _help(ctx: click.Context) -> str:
    ctx.max_content_width = ctx.terminal_width = max(min(ctx.obj.stdout.width, 80), 20)
    return ctx.get_help()


def _help_callback(ctx: click.Context, _param: click.Parameter, given: bool) -> None:  # noqa: FBT001
    if given and not ctx.resilient_parsing:
        ctx.obj.stdout.write(_help(ctx), "\n")
        ctx.exit()


def show_help(io: IO) -> None:
    """Show the help, in a pager on a terminal. Raises OutputError."""
    with command.make_context(PROGRAM, [], obj=io, resilient_parsing=True) as ctx:
        text = _help(ctx)
    if io.stdout.is_terminal:
        click.echo_via_pager(text)
    else:
        io.stdout.write(text, "\n")


def _version_callback(ctx: click.Context, _param: click.Parameter, given: bool) -> None:  # noqa: FBT001
    """Print what `aws --version` prints, and the version of botocore."""
    if not given or ctx.resilient_parsing:
        return
    from importlib.util import find_spec

    system = os.uname()
    words = [
        f"{PROGRAM}/{__version__}",
        f"Python/{'.'.join(map(str, sys.version_info[:3]))}",
        f"{system.sysname}/{system.release}",
    ]
    # importlib.metadata would take as long as everything else does.
    if (botocore := find_spec("botocore")) and botocore.origin:
        # Leave it out if the source is not a file, but compiled or in an archive.
        with suppress(OSError, ValueError), open(botocore.origin, encoding="utf-8") as source:
            found = re.search(r"^__version__ = '(.*)'$", source.read(), re.MULTILINE)
            words.extend([f"botocore/{found.group(1)}"] if found else [])
    io: IO = ctx.obj
    io.stdout.write(" ".join(words), "\n")
    ctx.exit()


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
    from .completion import complete_value

    return complete_value(param.name or "", ctx.params, incomplete, ctx.obj)


def _option(
    name: str,
    group: str,
    kind: type[Option] = Option,
    **attributes: Any,
) -> Callable[[_Decorated], _Decorated]:
    """Declare an option of Options, where its default is; the help may mention it as {default}."""
    default = getattr(Options, name.removeprefix("--").replace("-", "_"), None)
    text = attributes.pop("help", "").replace("{default}", str(default))
    return click.option(name, cls=kind, group=group, help=text, **attributes)


_HELP = """Cancel metadata generation runs of Amazon DataZone.

Name one run or several, pass a list in a file or on standard input, or cancel --all runs of a
domain. Identifiers are checked before anything is sent. --dry-run shows what would be canceled, and
--wait waits until the runs have ended.

Replaces `aws datazone cancel-metadata-generation-run`, with the same options, output and exit
status. Several runs, --all, --wait and --dry-run print a report. Defaults are in brackets.

\b
Examples:
  datazone-cancel --domain-identifier dzd_53ielnpxktdilj \\
      --identifier mgr5g0fy285m1q --dry-run
  datazone-cancel --domain-identifier dzd_53ielnpxktdilj \\
      --identifier mgr5g0fy285m1q
  echo mgr5g0fy285m1q mgr3tlpxo4mg5q |
      datazone-cancel --domain-identifier dzd_53ielnpxktdilj \\
      --identifier - --ignore-finished
  datazone-cancel --domain-identifier dzd_53ielnpxktdilj --all --yes --wait
"""
_EPILOG = """\b
Exit status:
  0    accepted, or nothing to cancel
  1    several runs, not all canceled; or the answer was no
  130  interrupted
  252  usage: nothing was sent
  253  no Region, or no credentials: nothing was sent
  254  refused by the service
  255  any other failure
"""


@click.command(
    PROGRAM,
    cls=_Command,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    help=_HELP,
    epilog=_EPILOG,
    add_help_option=False,
)
@_option(
    "--domain-identifier",
    _WHAT,
    OperationOption,
    shell_complete=_complete,
    metavar="<id>",
    help="The domain, such as dzd_53ielnpxktdilj",
)
@_option(
    "--identifier",
    _WHAT,
    OperationOption,
    multiple=True,
    shell_complete=_complete,
    metavar="<id>",
    help="A run, repeatable; - or file:// reads a list",
)
@_option("--debug", _AWS_CLI, GlobalOption, is_flag=True, help="Log every step, with tracebacks")
@_option("--endpoint-url", _AWS_CLI, GlobalOption, metavar="<url>", help="Where to send requests")
@_option("--no-verify-ssl", _AWS_CLI, GlobalOption, is_flag=True, help="Trust any certificate")
@_option("--no-paginate", _AWS_CLI, GlobalOption, is_flag=True, hidden=True)  # there are no pages
@_option(
    "--output",
    _OUTPUT,
    GlobalOption,
    type=Choice(["json", "text", "table", "yaml", "yaml-stream", "off"], extensions=["jsonl"]),
    metavar="<format>",
    help="json, jsonl, yaml(-stream), text, table, off",
)
@_option(
    "--query",
    _OUTPUT,
    GlobalOption,
    metavar="<jmespath>",
    help="Print this part of the response or report",
)
@_option(
    "--profile",
    _AWS_CLI,
    GlobalOption,
    shell_complete=_complete,
    metavar="<name>",
    help="A profile in your configuration [default]",
)
@_option(
    "--region",
    _AWS_CLI,
    GlobalOption,
    shell_complete=_complete,
    metavar="<name>",
    help="Overrides AWS_REGION and the profile",
)
@_option(
    "--version",
    _AWS_CLI,
    GlobalOption,
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version_callback,
    help="Print versions",
)
@_option(
    "--help",
    _AWS_CLI,
    GlobalOption,
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_help_callback,
    help="This help; or -h; `help`: in a pager",
)
@_option(
    "--color",
    _OUTPUT,
    GlobalOption,
    type=Choice(["on", "off", "auto"]),
    metavar="<when>",
    help="on, off, [{default}]: on terminals",
)
@_option("--no-sign-request", _AWS_CLI, GlobalOption, is_flag=True, help="Send without credentials")
@_option(
    "--ca-bundle",
    _AWS_CLI,
    GlobalOption,
    shell_complete=_complete,
    metavar="<path>",
    help="Certificates to trust [botocore's]",
)
@_option(
    "--cli-read-timeout", _AWS_CLI, GlobalOption, metavar="<s>", help="Seconds, 0 for no limit [60]"
)
@_option(
    "--cli-connect-timeout",
    _AWS_CLI,
    GlobalOption,
    metavar="<s>",
    help="Seconds, 0 for no limit [60]",
)
@_option(
    "--cli-binary-format",
    _AWS_CLI,
    GlobalOption,
    type=Choice(["base64", "raw-in-base64-out"]),
    hidden=True,  # nothing is binary
)
@_option(
    "--no-cli-pager",
    _AWS_CLI,
    GlobalOption,
    is_flag=True,
    help="Use no pager, whatever is configured",
)
@_option(
    "--cli-auto-prompt",
    _AWS_CLI,
    GlobalOption,
    is_flag=True,
    help="Ask for what is missing, on a terminal",
)
@_option(
    "--no-cli-auto-prompt",
    _AWS_CLI,
    GlobalOption,
    is_flag=True,
    help="Do not ask, whatever is configured",
)
@_option(
    "--cli-error-format",
    _OUTPUT,
    GlobalOption,
    type=Choice(["legacy", "json", "yaml", "text", "table", "enhanced"]),
    metavar="<format>",
    help="[legacy], enhanced, json, yaml, text, table",
)
@_option(
    "--cli-input-json",
    _AWS_CLI,
    OperationOption,
    shell_complete=_complete,
    metavar="<json>",
    help="Identifiers as JSON, or file://<path>",
)
@_option(
    "--cli-input-yaml",
    _AWS_CLI,
    OperationOption,
    shell_complete=_complete,
    metavar="<yaml>",
    help="Identifiers as YAML, or file://<path>",
)
@_option(
    "--generate-cli-skeleton",
    _AWS_CLI,
    OperationOption,
    type=Choice(["input", "output", "yaml-input"]),
    metavar="[<form>]",
    help="A template: [input], yaml-input, output",
)
@_option("--all", _WHAT, is_flag=True, help="Or all cancelable runs of the domain")
@_option(
    "--status",
    _MANY,
    multiple=True,
    type=Choice(CANCELABLE),
    metavar="<status>",
    help="Only SUBMITTED or IN_PROGRESS runs [both]",
)
@_option(
    "--type",
    _MANY,
    type=RunType(),
    shell_complete=_complete,
    metavar="<type>",
    help="Only NAMES, DESCRIPTIONS or GLOSSARY runs",
)
@_option(
    "--target-identifier",
    _MANY,
    type=identifier_filter("ast6br2md6v9h"),
    shell_complete=_complete,
    metavar="<id>",
    help="Only for this asset",
)
@_option(
    "--owning-project-identifier",
    _MANY,
    type=identifier_filter("prj7nx82mkl"),
    shell_complete=_complete,
    metavar="<id>",
    help="Only in this project",
)
@_option(
    "--created-by",
    _MANY,
    type=NAME,
    shell_complete=_complete,
    metavar="<id>",
    help="Only by this user, or SYSTEM",
)
@_option(
    "--older-than",
    _MANY,
    type=DURATION,
    metavar="<duration>",
    help="Only older runs: 90s, 45m, 2h, 1d",
)
@_option(
    "--created-after",
    _MANY,
    type=TIME,
    metavar="<time>",
    help="Only since then: ISO 8601, epoch seconds",
)
@_option(
    "--created-before",
    _MANY,
    type=TIME,
    metavar="<time>",
    help="Only before then: ISO 8601, epoch seconds",
)
@_option(
    "--max-items",
    _MANY,
    type=bounded_int("runs", maximum=1_000_000),
    metavar="<n>",
    help="At most this many runs [no limit]",
)
@_option(
    "--max-concurrency",
    _MANY,
    type=bounded_int("requests", maximum=100),
    metavar="<n>",
    help="Requests in flight, 1 to 100 [{default}]",
)
@_option(
    "--max-rate",
    _MANY,
    type=non_negative("requests per second"),
    metavar="<n>",
    help="Requests per second, 0 for no limit [{default}]",
)
@_option("--wait", _MANY, is_flag=True, help="Wait until the runs reach a final status")
@_option(
    "--wait-timeout",
    _MANY,
    type=non_negative("seconds"),
    metavar="<s>",
    help="Maximum seconds to wait [{default}]",
)
@_option(
    "--wait-delay",
    _MANY,
    type=non_negative("seconds"),
    metavar="<s>",
    help="Seconds between status checks [{default}]",
)
@_option(
    "--dry-run",
    _SAFETY,
    type=Choice(["client", "server"]),
    metavar="[=server]",
    help="Cancel nothing; =server looks up the runs",
)
@_option("--yes", _SAFETY, is_flag=True, help="Skip the confirmation of --all; or -y")
@_option("--ignore-finished", _SAFETY, is_flag=True, help="Do not fail on finished runs")
@_option("--ignore-not-found", _SAFETY, is_flag=True, help="Do not fail on runs that do not exist")
@_option(
    "--resume",
    _WHAT,
    shell_complete=_complete,
    metavar="<file>",
    help="Or the runs that are left in this record",
)
@_option(
    "--report",
    _OUTPUT,
    shell_complete=_complete,
    metavar="<file>",
    help="Keep the record in this new file",
)
@_option(
    "--progress",
    _OUTPUT,
    type=Choice(["auto", "plain"]),
    metavar="<style>",
    help="[{default}]: a bar; plain: lines, nothing redrawn",
)
@_option("--quiet", _OUTPUT, is_flag=True, help="Only errors and questions on stderr")
@click.pass_context
def command(ctx: click.Context, /, **values: Any) -> Options:
    """The options on the command line."""
    given = {name: value for name, value in values.items() if value is not None}
    unknown = list(ctx.args)
    # The AWS CLI expects the word `help` or nothing, and mentions any other word last.
    if (word := next(filter(is_positional, unknown), None)) is not None:
        unknown.remove(word)
        unknown.extend([word] if word else [])
    return Options(
        **given,
        words=ctx.meta[_WORDS],
        mistake=ctx.meta[_MISTAKE],
        unknown=tuple(unknown),
    )


def parse(argv: Sequence[str], io: IO) -> Options | None:
    """The options on the command line; None if it asks for help or the version, which is printed.

    Raises UsageError if a global option cannot be parsed, and OSError if stdout cannot be written.
    """
    try:
        with command.make_context(PROGRAM, list(argv), obj=io) as ctx:
            options = command.invoke(ctx)
    except click.exceptions.Exit:
        return None
    assert isinstance(options, Options)
    return options


def option_names() -> list[str]:
    """All options by their full names."""
    return [name for param in command.params for name in param.opts]
