"""Which options are required, and which can be combined."""

import re
from collections.abc import Iterable

from datazone_cancel.aws import config
from datazone_cancel.errors import UnknownOptionsError, UsageError
from datazone_cancel.options import Options
from datazone_cancel.terminal import IO

from .aws_argv import suggest, usage_error, usage_lines
from .command import option_names

_FILTERS = (
    "status",
    "type",
    "target_identifier",
    "owning_project_identifier",
    "created_by",
    "older_than",
    "created_after",
    "created_before",
    "max_items",
)
"""Options that select runs from a listing."""
_URL_SCHEME = re.compile("[a-zA-Z][a-zA-Z0-9+.-]*:")


def validate(options: Options, io: IO) -> None:
    """Raises UsageError if options are missing, unknown, or cannot be combined."""
    if options.endpoint_url is not None and not _URL_SCHEME.match(options.endpoint_url.lstrip()):
        raise UsageError(
            f'Bad value for --endpoint-url "{options.endpoint_url}": scheme is missing. '
            " Must be of the form http://<hostname>/ or https://<hostname>/"
        )
    if options.cli_auto_prompt and options.no_cli_auto_prompt:
        raise UsageError(
            "Both --cli-auto-prompt and --no-cli-auto-prompt cannot be specified at the same time."
        )
    _validate_combinations(options, io)
    if options.unknown:
        raise UnknownOptionsError(
            *usage_lines(),
            f"Unknown options: {', '.join(options.unknown)}",
            *suggest(options.unknown, option_names()),
        )
    if missing := _missing_options(options, io):
        usage_error(f"the following arguments are required: {', '.join(missing)}")


def _validate_combinations(options: Options, io: IO) -> None:
    if options.all and options.identifier:
        usage_error("argument --identifier: not allowed with argument --all")
    if not (options.all or _prompts_for_runs(options, io)):
        _refuse(options, _FILTERS, "--all or --cli-auto-prompt")
    if not options.all:
        _refuse(options, ["yes"], "--all")
    if not options.wait:
        _refuse(options, ["wait_timeout", "wait_delay"], "--wait")


def _prompts_for_runs(options: Options, io: IO) -> bool:
    """Whether the runs are sure to be chosen from a listing; a document might name one."""
    document = options.cli_input_json is not None or options.cli_input_yaml is not None
    return not (options.identifier or document) and config.prompts_enabled(options, io.environ)


def _refuse(options: Options, names: Iterable[str], required: str) -> None:
    """Raises UsageError if one of these options is given: it has no effect without another."""
    for name in names:
        value = getattr(options, name)
        if value is not None and value is not False and value != ():
            usage_error(f"argument --{name.replace('_', '-')}: only with {required}")


def _missing_options(options: Options, io: IO) -> list[str]:
    """The required options that are not given, unless they come from elsewhere."""
    if (
        options.cli_input_json is not None
        or options.cli_input_yaml is not None
        or options.generate_cli_skeleton in ("input", "yaml-input")
        or config.prompts_enabled(options, io.environ)
    ):
        return []
    required = {
        "--domain-identifier": options.domain_identifier is not None
        or config.default_domain(options, io.environ) is not None,
        "--identifier": bool(options.identifier or options.all),
    }
    return [name for name, given in required.items() if not given]
