"""Why the command ends as it does: the exit statuses and the errors that lead to them."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, ClassVar, NamedTuple


class ExitStatus(IntEnum):
    """Those of AWS CLI v2, which scripts rely on, and 1; docs/exit-status.md explains each."""

    DONE = 0
    NOT_ALL_CANCELED = 1
    INTERRUPTED = 130
    USAGE = 252
    CONFIGURATION = 253
    SERVICE = 254
    FAILURE = 255


class Exchange(NamedTuple):
    """What was needed for an answer: the requests sent, and the service's id of the last."""

    attempts: int = 0
    request_id: str | None = None


class CommandError(Exception):
    """Base of all errors that are told to the user: the lines to print and the status to end with.

    One string is one printed line: what a line quotes from elsewhere may hold any character, and
    stays on that line when it is shown on a terminal.
    """

    exit_status: ClassVar[ExitStatus]
    code: ClassVar[str | None] = None
    """How `--cli-error-format` names the error; None where the AWS CLI gives it no structure."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = lines
        self.members: Mapping[str, Any] | None = None
        """The error as a document, where it has a structure."""
        if self.code is not None:
            self.members = {"Code": self.code, "Message": "\n".join(lines)}
        self.exchange = Exchange()
        self.concerns_all = False
        """Whether any other request would end like this."""
        self.transient = False
        """Whether the same request may end otherwise in a moment."""

    @property
    def name(self) -> str:
        """What a report calls the error: its code, or else the kind of error it comes from."""
        return str((self.members or {}).get("Code", type(self.__cause__ or self).__name__))

    @property
    def message(self) -> str:
        """What a report says of the error."""
        return str((self.members or {}).get("Message", "\n".join(self.lines)))


class UsageError(CommandError):
    """The command line cannot be carried out: nothing was sent."""

    exit_status = ExitStatus.USAGE
    code: ClassVar[str | None] = "ParamValidation"


class UnknownOptionsError(UsageError):
    """Words on the command line that mean nothing."""

    code = None


class NoRegionError(CommandError):
    """No Region is known: nothing was sent."""

    exit_status = ExitStatus.CONFIGURATION
    code = "NoRegion"


class NoCredentialsError(CommandError):
    """No credentials are known: nothing was sent."""

    exit_status = ExitStatus.CONFIGURATION
    code = "NoCredentials"


class ServiceError(CommandError):
    """The service answered with an error; `members` are its code, message and modelled members."""

    exit_status = ExitStatus.SERVICE


class FailureError(CommandError):
    """Anything else: the network, TLS, an unknown profile, an answer that never came."""

    exit_status = ExitStatus.FAILURE


class NotSentError(FailureError):
    """A request was held back: the user has interrupted the command."""
