"""boto3's and botocore's exceptions → CommandError."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore import exceptions

from datazone_cancel.errors import (
    CommandError,
    FailureError,
    NoCredentialsError,
    NoRegionError,
    NotSentError,
    RequestInfo,
    ServiceError,
    UsageError,
    describe,
)
from datazone_cancel.runs.service import Attempts

ERRORS: tuple[tuple[type[Exception], type[CommandError], str], ...] = (
    (
        exceptions.NoRegionError,
        NoRegionError,
        '{} You can also configure your region by running "aws configure".',
    ),
    (
        exceptions.NoCredentialsError,
        NoCredentialsError,
        '{}. You can configure credentials by running "aws login".',
    ),
    (exceptions.ParamValidationError, UsageError, "{}"),
    (exceptions.ClientError, ServiceError, "{}"),
    (Exception, FailureError, "{}"),
)
"""As in AWS CLI v2's errorhandler.py: the first matching family decides."""

_CALLER_CODES = (
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "IncompleteSignatureException",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "InvalidToken",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "NotAuthorized",
    "OptInRequired",
    "RequestExpired",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
    "TokenRefreshRequired",
    "UnauthorizedException",
    "UnrecognizedClientException",
)
"""Errors about the caller and not about the request, common to all AWS services."""
_THROTTLING_CODES = (
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
)
"""As in botocore's standard retry mode, whatever the HTTP status."""
_TRANSIENT_CODES = ("RequestTimeout", "RequestTimeoutException", "InternalServerException")
_NO_RETRIES = " (reached max retries: 0)"
"""botocore's note on every request that it was told not to retry."""
_MODELED = ("Code", "Message", "message")
"""The members of every error that DataZone, STS and SSO declare; others may be secret."""


@contextmanager
def translate_errors(attempts: Attempts | None = None) -> Iterator[None]:
    """Turn exceptions into CommandError.

    `attempts` counts the requests sent, if this package retries instead of botocore.
    """
    earlier = attempts.count if attempts else 0
    try:
        yield
    except CommandError as error:  # of this package, for example about a response
        if attempts:
            error.request = RequestInfo(attempts.count)
        raise
    except Exception as error:
        if isinstance(error.__context__, NotSentError):  # botocore wraps any exception
            raise error.__context__ from None
        raise _translated(error, attempts, earlier) from error


def _translated(error: Exception, attempts: Attempts | None, earlier: int) -> CommandError:
    """`earlier` attempts were sent before the one that led to the error, if that was sent."""
    count = attempts.count if attempts else 0
    sent = count > earlier
    error_class, sentence = next(
        (error_class, sentence)
        for family, error_class, sentence in ERRORS
        if isinstance(error, family)
    )
    line = sentence.format(describe(error))
    if attempts is not None:
        line = line.replace(_NO_RETRIES, "")
    if isinstance(error, exceptions.ClientError):
        return _translated_response(error, error_class, line, count, sent=sent)
    # botocore validates what it sends to get credentials, and reports one problem in each line.
    lines = line.split("\n") if error_class is UsageError else [line]
    unconnected = isinstance(error, exceptions.ConnectionError)
    about_connection = unconnected or isinstance(error, exceptions.HTTPClientError)
    if sent and not about_connection:
        lines = [f"The response to a request cannot be read: {line}"]
    return error_class(
        *lines,
        request=RequestInfo(count),
        # Nothing was sent, for example because there are no credentials any more.
        fatal=not sent and not about_connection,
        retryable=about_connection,
        ambiguous=sent and not unconnected,
    )


def _translated_response(
    error: exceptions.ClientError,
    error_class: type[CommandError],
    line: str,
    attempts: int,
    *,
    sent: bool,
) -> CommandError:
    # A body that is no error, such as the HTML of a proxy, has no code and no message.
    members = {**error.response.get("Error", {}), **error.response}
    details = {name: value for name, value in members.items() if name in _MODELED}
    metadata = error.response["ResponseMetadata"]
    code, status = details.get("Code"), metadata["HTTPStatusCode"]
    throttled = code in _THROTTLING_CODES or status == 429
    return error_class(
        line,
        details=details,
        request=RequestInfo(attempts, metadata.get("RequestId")),
        # Without credentials from STS or SSO, no request can be sent.
        fatal=code in _CALLER_CODES or status == 401 or not sent,
        retryable=throttled or code in _TRANSIENT_CODES or status >= 500,
        throttled=throttled,
        ambiguous=status >= 500,
    )
