"""Exit statuses, and the errors that lead to them."""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any, ClassVar, NamedTuple

from . import PROGRAM
from .redaction import hide_secrets


class ExitStatus(IntEnum):
    """AWS CLI v2's exit statuses, which scripts rely on, and 1. See docs/exit-status.md."""

    SUCCESS = 0
    NOT_ALL_CANCELED = 1
    INTERRUPTED = 130
    USAGE = 252
    CONFIGURATION = 253
    SERVICE = 254
    FAILURE = 255


class RequestInfo(NamedTuple):
    """How often a request was sent, and the service's request id of the last attempt."""

    attempts: int = 0
    request_id: str | None = None


_NO_REQUEST = RequestInfo()


class CommandError(Exception):
    """Base of all errors that are shown to the user. Each line is printed as one line.

    Secrets in use are hidden, whoever wrote the text. Lines may quote text from elsewhere, with any
    character in it; they are escaped when they are shown on a terminal.
    """

    exit_status: ClassVar[ExitStatus]
    code: ClassVar[str | None] = None
    """The `Code` in a structured error; None if the AWS CLI gives this error no structure."""

    def __init__(
        self,
        *lines: str,
        details: Mapping[str, Any] | None = None,
        request: RequestInfo = _NO_REQUEST,
        fatal: bool = False,
        retryable: bool = False,
        throttled: bool = False,
        ambiguous: bool = False,
        hint: str = "",
    ) -> None:
        """`details` is the error as a document: `Code`, `Message` and the service's own members.

        `hint` is what to do next; only terminals show it, and it is in no document.
        A `fatal` error would end every other request in the same way. After a `retryable` one the
        same request may succeed; if it was `throttled`, at a lower rate. After an `ambiguous` one
        the service may have done what was requested.
        """
        self.lines = tuple(map(hide_secrets, lines))
        super().__init__(*self.lines)
        if details is None and self.code is not None:
            details = {"Code": self.code, "Message": "\n".join(lines)}
        self.details = details and {
            name: hide_secrets(value) if isinstance(value, str) else value
            for name, value in details.items()
        }
        self.request = request
        self.domain_identifier: str | None = None
        """The domain in the request, if a request was about to be sent; likewise the others."""
        self.operation: str | None = None
        self.region: str | None = None
        self.credentials: str | None = None
        self.run_identifier: str | None = None
        self.fatal = fatal
        self.retryable = retryable
        self.throttled = throttled
        self.ambiguous = ambiguous
        self.hint = hide_secrets(hint)

    @property
    def denied(self) -> bool:
        """Whether the caller may not do this. Other requests are likely to be denied, too.

        A 403 without a code is the response of a proxy, or has an HTML body.
        """
        return self.fatal or self.name in ("AccessDeniedException", "403")

    @property
    def name(self) -> str:
        """The error's code; without one, the type of the exception that caused it."""
        return str((self.details or {}).get("Code", type(self.__cause__ or self).__name__))

    @property
    def message(self) -> str:
        """The error's message, without the code."""
        return str((self.details or {}).get("Message", "\n".join(self.lines)))


class UsageError(CommandError):
    """The command line or the input is wrong. Nothing was sent."""

    exit_status = ExitStatus.USAGE
    code: ClassVar[str | None] = "ParamValidation"


class CommandLineError(UsageError):
    """Words on the command line are wrong; the error is shown together with the usage."""

    def __init__(
        self,
        *lines: str,
        usage: Sequence[str],
        suggestion: Sequence[str] = (),
        hint: str = "",
    ) -> None:
        """`usage` and `suggestion` are lines, too; structured errors do not have the latter."""
        message = "\n".join((*lines, "", *usage, ""))
        details = {"Code": self.code, "Message": message} if self.code else None
        super().__init__(*lines, details=details, hint=hint)
        self.usage = usage
        self.suggestion = suggestion


class UnknownOptionsError(CommandLineError):
    """The command line contains unknown words."""

    code = None


class NoRegionError(CommandError):
    """No Region is configured. Nothing was sent."""

    exit_status = ExitStatus.CONFIGURATION
    code = "NoRegion"


class NoCredentialsError(CommandError):
    """No credentials are configured. Nothing was sent."""

    exit_status = ExitStatus.CONFIGURATION
    code = "NoCredentials"


class ConfigurationError(CommandError):
    """A setting has an invalid value. Nothing was sent."""

    exit_status = ExitStatus.CONFIGURATION
    code = "Configuration"


class ServiceError(CommandError):
    """The service responded with an error."""

    exit_status = ExitStatus.SERVICE


class FailureError(CommandError):
    """Any other failure: network, TLS, an unknown profile, a timeout, an unexpected exception."""

    exit_status = ExitStatus.FAILURE


class NotSentError(FailureError):
    """A request was held back because the command is stopping."""

    def __init__(self) -> None:
        super().__init__("Not sent: the command is stopping")


def describe(error: BaseException) -> str:
    """The error's message; if it has none, its type."""
    return str(error) or type(error).__name__


def unexpected_error(error: Exception, request: RequestInfo = _NO_REQUEST) -> FailureError:
    """An error that should not happen, with its type and message."""
    message = f": {error}" if str(error) else ""
    return FailureError(
        f"Unexpected {type(error).__name__}{message}",
        f"This is a bug in {PROGRAM}. Run the command with --debug to see where it happened.",
        request=request,
        ambiguous=request.attempts > 0,
    )
