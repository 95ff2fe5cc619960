"""Why the command ends as it does: the exit statuses and the errors that lead to them."""

from enum import IntEnum
from typing import ClassVar


class ExitStatus(IntEnum):
    """The statuses of AWS CLI v2, which scripts rely on; docs/exit-status.md explains each."""

    DONE = 0
    INTERRUPTED = 130
    USAGE = 252
    CONFIGURATION = 253
    SERVICE = 254
    FAILURE = 255


class CommandError(Exception):
    """Base of all errors that are told to the user: the lines to print and the status to end with.

    One string is one printed line: what a line quotes from elsewhere may hold any character, and
    stays on that line when it is shown on a terminal.
    """

    exit_status: ClassVar[ExitStatus]

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = lines


class UsageError(CommandError):
    """The command line cannot be carried out: nothing was sent."""

    exit_status = ExitStatus.USAGE


class ConfigurationError(CommandError):
    """No Region or no credentials: nothing was sent."""

    exit_status = ExitStatus.CONFIGURATION


class ServiceError(CommandError):
    """The service answered with an error."""

    exit_status = ExitStatus.SERVICE


class FailureError(CommandError):
    """Anything else: the network, TLS, an unknown profile, an answer that never came."""

    exit_status = ExitStatus.FAILURE
