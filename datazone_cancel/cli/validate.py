"""Which options are required, and which can be combined."""

import re
from collections.abc import Iterable
from datetime import datetime, timezone

from datazone_cancel.errors import (
    ConfigurationError,
    FailureError,
    UnknownOptionsError,
    UsageError,
)
from datazone_cancel.options import Options
from datazone_cancel.runs.fields import FILTERS, format_filter_time
from datazone_cancel.settings import Settings

from .aws_argv import USAGE, hint_about_words, suggest, usage_error
from .command import option_names

_NAME_RUNS = ("identifier", "all", "report", "cli_input_json", "cli_input_yaml")
"""Options that cannot be combined with `--resume`, which says what to cancel and where to write."""
_URL_SCHEME = "[a-zA-Z][a-zA-Z0-9+.-]*:"


def validate_global_options(options: Options) -> None:
    """Raises UsageError, or FailureError if a timeout is no number."""
    if options.endpoint_url is not None and not re.match(
        _URL_SCHEME, options.endpoint_url.lstrip()
    ):
        raise UsageError(
            f'Bad value for --endpoint-url "{options.endpoint_url}": scheme is missing. '
            " Must be of the form http://<hostname>/ or https://<hostname>/"
        )
    if options.cli_auto_prompt and options.no_cli_auto_prompt:
        raise UsageError(
            "Both --cli-auto-prompt and --no-cli-auto-prompt cannot be specified at the same time."
        )
    for name in ("cli_read_timeout", "cli_connect_timeout"):
        try:
            int(getattr(options, name) if options.has(name) else 0)
        except ValueError as error:
            hint = f"--{name.replace('_', '-')} takes whole seconds."
            raise FailureError(str(error), hint=hint) from error


def validate_configuration(options: Options, settings: Settings) -> None:
    """Raises FailureError or ConfigurationError if a setting has an invalid value, as AWS CLI v2
    does, even though they have no effect here.
    """
    timestamps = settings.configured("cli_timestamp_format")
    if timestamps not in (None, "wire", "iso8601"):
        raise ConfigurationError(
            f"Unknown cli_timestamp_format value: {timestamps}, valid values are"
            ' "wire" or "iso8601"'
        )
    binary = settings.configured("cli_binary_format")
    if not options.cli_binary_format and binary not in (None, "base64", "raw-in-base64-out"):
        raise FailureError(repr(binary))


def asks_for_help(options: Options, settings: Settings) -> bool:
    """Whether there is the word `help`: without other words, or next to all required options."""
    return options.unknown == ("help",) or (
        options.unknown[-1:] == ("help",) and not _missing_options(options, settings)
    )


def validate_operation(options: Options, settings: Settings) -> None:
    """Raises UsageError if options are missing, unknown, or cannot be combined."""
    _validate_combinations(options, settings)
    if options.unknown:
        raise UnknownOptionsError(
            f"Unknown options: {', '.join(options.unknown)}",
            usage=USAGE,
            suggestion=suggest(options.unknown, option_names()),
            hint=hint_about_words(options.unknown, options.words),
        )
    if missing := _missing_options(options, settings):
        usage_error(
            f"the following arguments are required: {', '.join(missing)}",
            hint="To choose from lists, add --cli-auto-prompt. To cancel all runs, add --all."
            if "--identifier" in missing
            else "To choose from a list, add --cli-auto-prompt.",
        )


def _validate_combinations(options: Options, settings: Settings) -> None:
    if options.all and options.identifier:
        usage_error("argument --identifier: not allowed with argument --all")
    if options.resume is not None:
        for name in _NAME_RUNS:
            if options.has(name):
                option = f"--{name.replace('_', '-')}"
                usage_error(f"argument {option}: not allowed with argument --resume")
    if not (options.all or _prompts_for_runs(options, settings)):
        _refuse(options, FILTERS, "--all or --cli-auto-prompt")
    if not options.all:
        _refuse(options, ["yes"], "--all")
    if not options.wait:
        _refuse(options, ["wait_timeout", "wait_delay"], "--wait")
    if options.created_after is not None:
        _validate_period(options, options.created_after, datetime.now(timezone.utc))


def _validate_period(options: Options, start: datetime, now: datetime) -> None:
    """Raises UsageError if no run can be as new as `start` and as old as the other filters say."""
    wrong = f"argument --created-after: excludes all runs, because {format_filter_time(start)} is"
    if start > now:
        usage_error(f"{wrong} in the future")
    older = None if options.older_than is None else now - options.older_than
    for option, end in (("--created-before", options.created_before), ("--older-than", older)):
        if end is not None and end <= start:
            usage_error(f"{wrong} not before {format_filter_time(end)} ({option})")


def _prompts_for_runs(options: Options, settings: Settings) -> bool:
    """Whether the runs are sure to be chosen from a listing; a document might name one."""
    document = options.cli_input_json is not None or options.cli_input_yaml is not None
    return not (options.identifier or document) and settings.prompts_enabled


def _refuse(options: Options, names: Iterable[str], required: str) -> None:
    """Raises UsageError if one of these options is given: it has no effect without another."""
    for name in names:
        if options.has(name):
            usage_error(f"argument --{name.replace('_', '-')}: only allowed with {required}")


def _missing_options(options: Options, settings: Settings) -> list[str]:
    """The required options that are missing and do not come from elsewhere either."""
    if (
        options.cli_input_json is not None
        or options.cli_input_yaml is not None
        or options.generate_cli_skeleton in ("input", "yaml-input")
        or options.resume is not None
        or settings.prompts_enabled
    ):
        return []
    required = {
        "--domain-identifier": options.domain_identifier is not None
        or settings.default_domain is not None,
        "--identifier": bool(options.identifier or options.all),
    }
    return [name for name, given in required.items() if not given]
