"""boto3's and botocore's exceptions → CommandError."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore import exceptions

from datazone_cancel.errors import (
    CommandError,
    FailureError,
    NoCredentialsError,
    NoRegionError,
    RequestInfo,
    ServiceError,
)

ERRORS: tuple[tuple[type[Exception], type[CommandError], str], ...] = (
    (
        exceptions.NoRegionError,
        NoRegionError,
        '{} You can also configure your region by running "aws configure".',
    ),
    (
        exceptions.NoCredentialsError,
        NoCredentialsError,
        '{}. You can configure credentials by running "aws configure".',
    ),
    (exceptions.ClientError, ServiceError, "{}"),
    (Exception, FailureError, "{}"),
)
"""As in AWS CLI v2's errorhandler.py: the first matching family decides."""

_CREDENTIAL_ERRORS = (
    exceptions.CredentialRetrievalError,
    exceptions.NoCredentialsError,
    exceptions.PartialCredentialsError,
    exceptions.SSOError,
    exceptions.TokenRetrievalError,
)
_CREDENTIAL_CODES = (
    "ExpiredTokenException",
    "IncompleteSignatureException",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "UnrecognizedClientException",
)
"""Errors common to all AWS services, about the caller and not about the request."""
_NO_RETRIES = " (reached max retries: 0)"
"""botocore's note on every request that it was told not to retry."""
_NOT_MODELED = ("Error", "ResponseMetadata")
"""Members of every error response; all others come from the service's model."""


@contextmanager
def translate_errors(*, attempts: int | None = None) -> Iterator[None]:
    """Turn exceptions into CommandError.

    `attempts` counts the requests sent so far, if this package retries instead of botocore.
    """
    try:
        yield
    except CommandError:
        raise
    except Exception as error:
        raise _translated(error, attempts) from error


def _translated(error: Exception, attempts: int | None) -> CommandError:
    error_class, sentence = next(
        (error_class, sentence)
        for family, error_class, sentence in ERRORS
        if isinstance(error, family)
    )
    line = sentence.format(error)
    details: dict[str, Any] | None = None
    request_id = None
    retryable = isinstance(error, exceptions.HTTPClientError)
    fatal = isinstance(error, _CREDENTIAL_ERRORS)
    if isinstance(error, exceptions.ClientError):
        modeled = {
            name: value for name, value in error.response.items() if name not in _NOT_MODELED
        }
        details = {**error.response["Error"], **modeled}
        metadata = error.response["ResponseMetadata"]
        request_id = metadata.get("RequestId")
        retryable = metadata["HTTPStatusCode"] in (429, *range(500, 600))
        fatal = details.get("Code") in _CREDENTIAL_CODES
    if attempts is not None:
        line = line.replace(_NO_RETRIES, "")
    return error_class(
        line,
        details=details,
        request=RequestInfo(attempts or 0, request_id),
        fatal=fatal,
        retryable=retryable,
    )
