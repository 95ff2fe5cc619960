"""Retries for many requests.

botocore's own pauses cannot be interrupted, and its retry quota runs out if many requests fail, so
botocore is told to send each request once. The pauses are as long as in botocore's standard mode.
"""

import random
from collections.abc import Callable
from typing import TypeVar

from datazone_cancel.clock import Clock
from datazone_cancel.errors import CommandError, NotSentError

from .errors import translate_errors

DEFAULT_ATTEMPTS = 5
"""Three are too few if several clients share a small quota."""
_MAX_BACKOFF = 20
"""Seconds. Pauses are a random part of 1, 2, 4, … up to this."""

_Response = TypeVar("_Response")


def call_with_retries(
    send: Callable[[], _Response],
    *,
    max_attempts: int,
    clock: Clock,
    acquire: Callable[[], None] = lambda: None,
) -> tuple[_Response, int]:
    """Call `send` until it succeeds: the response, and the number of attempts.

    `acquire` is called before each attempt; it may raise NotSentError. Raises the CommandError of
    the last attempt.
    """
    failure: CommandError | None = None
    for attempt in range(1, max_attempts + 1):
        if failure:
            clock.pause(random.random() * min(2 ** (attempt - 2), _MAX_BACKOFF))  # noqa: S311
        try:
            acquire()
            with translate_errors(attempts=attempt):
                return send(), attempt
        except NotSentError as error:
            raise failure or error from None
        except CommandError as error:
            failure = error
            if not error.retryable:
                break
    assert failure
    raise failure
