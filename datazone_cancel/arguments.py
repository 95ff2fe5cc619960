"""argv → Options: the command line's options, and what they may not lack."""

import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from . import __version__, parsing, profile
from .errors import UnknownOptionsError, UsageError
from .options import Options
from .parsing import PROGRAM, Choice, Command, Global, Operation, Option
from .runs import CANCELABLE, TYPES
from .values import DURATION, TIME, amount, count

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


def _candidates(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
    from . import completion

    return completion.items(param.name or "", ctx.params, incomplete)


_F = TypeVar("_F", bound=Callable[..., Any])

_REQUIRED, _AWS_CLI, _MANY, _SAFETY, _OUTPUT = parsing.GROUPS


def _option(
    name: str, group: str, kind: type[Option] = Option, **attributes: Any
) -> Callable[[_F], _F]:
    return click.option(name, cls=kind, group=group, **attributes)


_EPILOG = """\b
Examples:
  datazone-cancel --domain-identifier dzd_53ielnpxktdilj \\
      --identifier mgr5g0fy285m1q --dry-run
  datazone-cancel --domain-identifier dzd_53ielnpxktdilj \\
      --identifier mgr5g0fy285m1q
  echo mgr5g0fy285m1q mgr3tlpxo4mg5q |
      datazone-cancel --domain-identifier dzd_53ielnpxktdilj \\
      --identifier - --ignore-finished
  datazone-cancel --domain-identifier dzd_53ielnpxktdilj --all --yes --wait

\b
Exit status:
  0    accepted, or nothing to cancel
  1    several runs, and not all of them canceled; or the answer was no
  130  interrupted
  252  usage: nothing was sent
  253  no Region, or no credentials: nothing was sent
  254  refused by the service
  255  anything else
"""


def _print_version(ctx: click.Context, _param: click.Parameter, given: bool) -> None:  # noqa: FBT001
    """What `aws --version` says of itself."""
    if not given or ctx.resilient_parsing:
        return
    from importlib.util import find_spec

    system = os.uname()
    words = [
        f"{PROGRAM}/{__version__}",
        f"Python/{'.'.join(map(str, sys.version_info[:3]))}",
        f"{system.sysname}/{system.release}",
    ]
    # importlib.metadata would take as long as all the rest.
    if (botocore := find_spec("botocore")) and botocore.origin:
        with open(botocore.origin, encoding="utf-8") as source:
            found = re.search(r"^__version__ = '(.*)'$", source.read(), re.MULTILINE)
        words.extend([f"botocore/{found.group(1)}"] if found else [])
    click.echo(" ".join(words))
    ctx.exit()


@click.command(
    PROGRAM,
    cls=Command,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    options_metavar=parsing.SYNOPSIS,
    epilog=_EPILOG,
)
@_option(
    "--domain-identifier",
    _REQUIRED,
    Operation,
    shell_complete=_candidates,
    metavar="<id>",
    help="The domain, as dzd_53ielnpxktdilj",
)
@_option(
    "--identifier",
    _REQUIRED,
    Operation,
    multiple=True,
    shell_complete=_candidates,
    metavar="<id>",
    help="A run; repeatable; - or file://: a list",
)
@_option("--debug", _AWS_CLI, Global, is_flag=True, help="Log every step, and tracebacks")
@_option("--endpoint-url", _AWS_CLI, Global, metavar="<url>", help="Where to send requests")
@_option("--no-verify-ssl", _AWS_CLI, Global, is_flag=True, help="Trust any certificate")
@_option("--no-paginate", _AWS_CLI, Global, is_flag=True, help="Accepted; nothing is paged")
@_option(
    "--output",
    _OUTPUT,
    Global,
    type=Choice(["json", "text", "table", "yaml", "yaml-stream", "off", "jsonl"]),
    metavar="<format>",
    help="json, jsonl, yaml(-stream), text, table, off",
)
@_option(
    "--query", _OUTPUT, Global, metavar="<jmespath>", help="Print this part of the answer or report"
)
@_option(
    "--profile",
    _AWS_CLI,
    Global,
    shell_complete=_candidates,
    metavar="<name>",
    help="A profile of your configuration [default]",
)
@_option(
    "--region",
    _AWS_CLI,
    Global,
    shell_complete=_candidates,
    metavar="<name>",
    help="Instead of AWS_REGION and the profile's",
)
@_option(
    "--version",
    _AWS_CLI,
    Global,
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print versions",
)
@click.help_option(
    "--help", cls=Global, group=_AWS_CLI, help="Print this; the word help: in a pager"
)
@_option(
    "--color",
    _OUTPUT,
    Global,
    type=Choice(["on", "off", "auto"]),
    default="auto",
    metavar="<when>",
    help="on, off, [auto]: where there is a terminal",
)
@_option("--no-sign-request", _AWS_CLI, Global, is_flag=True, help="Send without credentials")
@_option(
    "--ca-bundle",
    _AWS_CLI,
    Global,
    shell_complete=_candidates,
    metavar="<path>",
    help="File of certificates to trust [botocore's]",
)
@_option("--cli-read-timeout", _AWS_CLI, Global, metavar="<s>", help="Seconds, 0 for no limit [60]")
@_option(
    "--cli-connect-timeout", _AWS_CLI, Global, metavar="<s>", help="Seconds, 0 for no limit [60]"
)
@_option(
    "--cli-binary-format",
    _AWS_CLI,
    Global,
    type=Choice(["base64", "raw-in-base64-out"]),
    metavar="<format>",
    help="Accepted; nothing is binary",
)
@_option("--no-cli-pager", _AWS_CLI, Global, is_flag=True, help="Accepted; answers are not paged")
@_option(
    "--cli-auto-prompt",
    _AWS_CLI,
    Global,
    is_flag=True,
    help="Ask for what is missing, on a terminal",
)
@_option(
    "--no-cli-auto-prompt", _AWS_CLI, Global, is_flag=True, help="Do not ask, even if configured to"
)
@_option(
    "--cli-error-format",
    _OUTPUT,
    Global,
    type=Choice(["legacy", "json", "yaml", "text", "table", "enhanced"]),
    metavar="<format>",
    help="[legacy], enhanced, json, yaml, text, table",
)
@_option(
    "--cli-input-json",
    _AWS_CLI,
    Operation,
    shell_complete=_candidates,
    metavar="<json>",
    help="Identifiers as JSON, or file:// and a path",
)
@_option(
    "--cli-input-yaml",
    _AWS_CLI,
    Operation,
    shell_complete=_candidates,
    metavar="<yaml>",
    help="Identifiers as YAML, or file:// and a path",
)
@_option(
    "--generate-cli-skeleton",
    _AWS_CLI,
    Operation,
    type=Choice(["input", "output", "yaml-input"]),
    metavar="[<form>]",
    help="Print a form: [input], yaml-input, output",
)
@_option("--all", _MANY, is_flag=True, help="All runs that can be canceled")
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
    type=Choice(TYPES),
    metavar="<type>",
    help="Only of this type, as BUSINESS_NAMES",
)
@_option("--target-identifier", _MANY, metavar="<id>", help="Only for this asset")
@_option("--owning-project-identifier", _MANY, metavar="<id>", help="Only of this project")
@_option("--created-by", _MANY, metavar="<id>", help="Only of this user, or SYSTEM")
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
    help="Only since: ISO 8601, or epoch seconds",
)
@_option(
    "--created-before",
    _MANY,
    type=TIME,
    metavar="<time>",
    help="Only before: ISO 8601, or epoch seconds",
)
@_option(
    "--max-items",
    _MANY,
    type=count("runs", most=1_000_000),
    metavar="<n>",
    help="Only so many runs at most [no limit]",
)
@_option(
    "--max-concurrency",
    _MANY,
    type=count("requests", most=100),
    metavar="<n>",
    help="Requests under way at once, 1 to 100 [8]",
)
@_option(
    "--max-rate",
    _MANY,
    type=amount("requests per second"),
    metavar="<n>",
    help="Requests a second, 0 for no limit [20]",
)
@_option("--wait", _MANY, is_flag=True, help="Wait until the runs have a final status")
@_option(
    "--wait-timeout",
    _MANY,
    type=amount("seconds"),
    metavar="<s>",
    help="Seconds to wait at most [600]",
)
@_option(
    "--wait-delay",
    _MANY,
    type=amount("seconds"),
    metavar="<s>",
    help="Seconds between two looks [5]",
)
@_option("--dry-run", _SAFETY, is_flag=True, help="Check and report; cancel nothing")
@_option("--yes", _SAFETY, is_flag=True, help="Do not ask before --all cancels")
@_option("--ignore-finished", _SAFETY, is_flag=True, help="A run that has finished is no failure")
@_option(
    "--ignore-not-found", _SAFETY, is_flag=True, help="A run that does not exist is no failure"
)
@_option("--quiet", _OUTPUT, is_flag=True, help="Only errors and questions on stderr")
@click.pass_context
def command(ctx: click.Context, /, **values: Any) -> Options:
    """Cancel metadata generation runs of Amazon DataZone.

    Mirrors `aws datazone cancel-metadata-generation-run`, checks identifiers before anything is
    sent, and says on stderr what the service accepted. Several runs have a report on stdout, as
    have --all, --wait and --dry-run. Defaults are in brackets.
    """
    given = {name: value for name, value in values.items() if value is not None}
    # The AWS CLI overlooks an empty word, which an unset shell variable leaves behind.
    return Options(**given, unknown=tuple(word for word in ctx.args if word))


def parse(argv: Sequence[str]) -> Options | None:
    """The options on the command line; None where help or the version was printed instead.

    Raises UsageError where a word cannot be read; what is missing or unknown, `check` tells.
    """
    try:
        with command.make_context(PROGRAM, list(argv)) as ctx:
            options = command.invoke(ctx)
    except click.exceptions.Exit:
        return None
    assert isinstance(options, Options)
    return options


def option_names() -> list[str]:
    """All options of the command, by their full names."""
    return [name for param in command.params for name in param.opts]


def check(options: Options) -> None:
    """Raises UsageError where an option is missing and not asked for, or a word means nothing."""
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
        parsing.refuse("argument --identifier: not allowed with argument --all")
    for condition, names in _ONLY_WITH.items():
        for name in names:
            value = getattr(options, name)
            given = value is not None and value is not False and value != ()
            if given and not getattr(options, condition):
                parsing.refuse(f"argument --{name.replace('_', '-')}: only with --{condition}")
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
    nearest = parsing.nearest(options.unknown, option_names()) if options.unknown else ()
    if missing and not elsewhere and not profile.asks(options):
        parsing.refuse(f"the following arguments are required: {', '.join(missing)}", *nearest)
    if options.unknown:
        raise UnknownOptionsError(
            *parsing.usage(),
            f"Unknown options: {', '.join(options.unknown)}",
            *nearest,
        )
