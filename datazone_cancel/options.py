"""What one invocation asks for."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Options:
    """The command line, parsed; the values are as typed, and not checked yet.

    Options that the AWS CLI has and that change nothing here are here all the same, so that the
    command line is taken.
    """

    domain_identifier: str | None = None
    identifier: str | None = None
    cli_input_json: str | None = None
    cli_input_yaml: str | None = None
    generate_cli_skeleton: str | None = None
    dry_run: bool = False
    quiet: bool = False

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
    cli_error_format: str | None = None
    debug: bool = False

    unknown: tuple[str, ...] = ()
    """Words on the command line that mean nothing."""

    no_paginate: bool = False
    no_cli_pager: bool = False
    cli_auto_prompt: bool = False
    no_cli_auto_prompt: bool = False
    cli_binary_format: str | None = None
