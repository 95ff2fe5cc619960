"""Options: the command line as plain data.

A plain class: with this many members, a dataclass would take 6 % of the start-up time, and a named
tuple 2 %.
"""

from datetime import datetime, timedelta
from typing import Any

from .errors import UsageError


class Options:
    """The parsed command line. Identifiers and files are neither read nor checked yet.

    Timeouts and delays are in seconds, rates in requests per second.
    """

    def __init__(self, **given: Any) -> None:
        """`given` are the members that have another value than their default below."""
        vars(self).update(given)

    def has(self, name: str) -> bool:
        """Whether the option is on the command line."""
        value = vars(self).get(name)
        return value is not None and value is not False and value != ()

    def words_of(self, name: str) -> str:
        """The option as typed, with its value, each time it occurs."""
        option = f"--{name.replace('_', '-')}="
        return " ".join(word.replace("=", " ", 1) for word in self.words if word.startswith(option))

    domain_identifier: str | None = None
    identifier: tuple[str, ...] = ()
    cli_input_json: str | None = None
    cli_input_yaml: str | None = None
    generate_cli_skeleton: str | None = None
    cli_auto_prompt: bool = False
    no_cli_auto_prompt: bool = False
    dry_run: str | None = None
    """None, or where the dry run takes place: `client` sends nothing, `server` reads the runs."""
    progress: str = "auto"
    quiet: bool = False
    report: str | None = None
    """A new file for the record."""
    resume: str | None = None
    """A record to continue with."""

    all: bool = False
    status: tuple[str, ...] = ()
    type: str | None = None
    target_identifier: str | None = None
    owning_project_identifier: str | None = None
    created_by: str | None = None
    older_than: timedelta | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None
    max_items: int | None = None
    yes: bool = False

    max_concurrency: int = 8
    max_rate: float = 20
    ignore_finished: bool = False
    ignore_not_found: bool = False

    wait: bool = False
    wait_timeout: float = 600
    wait_delay: float = 5

    region: str | None = None
    profile: str | None = None
    endpoint_url: str | None = None
    ca_bundle: str | None = None
    no_verify_ssl: bool = False
    no_sign_request: bool = False
    cli_read_timeout: str | None = None
    cli_connect_timeout: str | None = None

    output: str | None = None
    query: str | None = None
    color: str = "auto"
    no_cli_pager: bool = False
    cli_error_format: str | None = None
    debug: bool = False

    words: tuple[str, ...] = ()
    """The command line, with each option spelled out: `--option=value`."""
    mistake: UsageError | None = None
    """The first one in an option that is not global; the AWS CLI reports it after the settings."""
    unknown: tuple[str, ...] = ()
    """Words on the command line that are neither options nor values of options."""

    # Options of the AWS CLI that are accepted and have no effect here.
    no_paginate: bool = False
    cli_binary_format: str | None = None
