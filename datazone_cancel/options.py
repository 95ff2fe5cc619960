"""What one invocation asks for."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Options:
    """The command line, parsed; the values are not checked yet.

    `cli_read_timeout` and `cli_connect_timeout` are whole seconds as typed, None where not given.
    """

    domain_identifier: str
    identifier: str
    region: str | None = None
    profile: str | None = None
    endpoint_url: str | None = None
    cli_read_timeout: str | None = None
    cli_connect_timeout: str | None = None
    color: str = "auto"
    debug: bool = False
    quiet: bool = False
    dry_run: bool = False
