"""Retries for many requests.

botocore's own pauses cannot be interrupted, and its retry quota runs out if many requests fail, so
here botocore sends each request once. The pauses are those of one cancellation.
"""

from collections.abc import Callable
from typing import TypeVar

from datazone_cancel.clock import Clock
from datazone_cancel.errors import CommandError, NotSentError
from datazone_cancel.runs.timing import RateLimiter

from .retry_rules import backoff

DEFAULT_ATTEMPTS = 5
"""Three are too few if several clients share a small quota."""

_Response = TypeVar("_Response")


def call_with_retries(
    send: Callable[[], _Response], *, max_attempts: int, clock: Clock, limiter: RateLimiter | None
) -> _Response:
    """Call `send` until it succeeds, at the rate of the limiter.

    Raises the CommandError of the last attempt, ambiguous if any attempt was, and NotSentError if
    there was none.
    """
    failure: CommandError | None = None
    for attempt in range(1, max_attempts + 1):
        if failure:
            clock.pause(backoff(attempt - 1))
        try:
            if limiter:
                limiter.acquire()
            response = send()
        except NotSentError as error:
            raise failure or error from None
        except CommandError as error:
            # A clear error says nothing about an attempt before it.
            error.ambiguous |= failure is not None and failure.ambiguous
            failure = error
            if limiter and error.throttled:
                limiter.slow_down()
            if not error.retryable:
                break
        else:
            if limiter:
                limiter.speed_up()
            return response
    assert failure
    raise failure
