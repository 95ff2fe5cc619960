"""The retries of AWS CLI v2, which differ from botocore's since 1.44.

botocore's pauses of 0 to 50 ms and 0 to 100 ms end before a failing service has recovered. The AWS
CLI uses these rules only if AWS_NEW_RETRIES_2026 is set; botocore no longer has that switch.
"""

import random
from collections.abc import Mapping
from typing import Any

from botocore.client import BaseClient
from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError
from botocore.retries import standard
from botocore.retries.quota import RetryQuota
from botocore.retries.special import RetryIDPCommunicationError

_MAX_BACKOFF = 20
"""Seconds."""
_RETRY_COST = 5
_TIMEOUT_RETRY_COST = 10
"""Of a quota of 500 for each client."""


def backoff(retry: int) -> float:
    """The pause before a retry, counted from 1: a random part of 1, 2, 4, … up to 20 seconds."""
    return random.random() * min(2.0 ** (retry - 1), _MAX_BACKOFF)  # noqa: S311


def use_aws_rules(client: BaseClient, environ: Mapping[str, str]) -> None:
    """Replace the client's retry handler with one that follows the AWS CLI."""
    service = client.meta.service_model.service_id.hyphenize()
    attempts = client.meta.config.retries.get("total_max_attempts", standard.DEFAULT_MAX_ATTEMPTS)
    adapter = standard.RetryEventAdapter()
    if environ.get("AWS_NEW_RETRIES_2026", "").lower() == "true":
        throttling = standard.ThrottlingErrorDetector(adapter)
        pauses = standard.ExponentialBackoff(service_name=service, throttling_detector=throttling)
        quota = standard.RetryQuotaChecker(RetryQuota(), throttling)
    else:
        pauses, quota = _Backoff(), _Quota()
    handler = standard.RetryHandler(
        retry_policy=standard.RetryPolicy(_Conditions(attempts), pauses),
        retry_event_adapter=adapter,
        retry_quota=quota,
    )
    name = f"retry-config-{service}"
    client.meta.events.unregister(f"needs-retry.{service}", unique_id=name)
    client.meta.events.register(f"needs-retry.{service}", handler.needs_retry, unique_id=name)


class _Backoff:
    def delay_amount(self, context: standard.RetryContext) -> float:
        return backoff(context.attempt_number)


class _Quota:
    """Nothing is given back after a success: a client of a mirror invocation sends one request."""

    def __init__(self) -> None:
        self._quota = RetryQuota()

    def acquire_retry_quota(self, context: standard.RetryContext) -> bool:
        timed_out = isinstance(context.caught_exception, (ConnectTimeoutError, ReadTimeoutError))
        if self._quota.acquire(_TIMEOUT_RETRY_COST if timed_out else _RETRY_COST):
            return True
        context.add_retry_metadata(RetryQuotaReached=True)
        return False


class _Conditions:
    """botocore's conditions, except that a status of 429 alone is not retried."""

    def __init__(self, max_attempts: int) -> None:
        self._checkers: list[Any] = [
            standard.MaxAttemptsChecker(max_attempts),
            standard.OrRetryChecker(
                [
                    standard.TransientRetryableChecker(),
                    standard.ThrottledRetryableChecker(),
                    standard.ModeledRetryableChecker(),
                    RetryIDPCommunicationError(),
                ]
            ),
        ]

    def is_retryable(self, context: standard.RetryContext) -> bool:
        # In this order: the number of attempts is recorded for the error message.
        return all(checker.is_retryable(context) for checker in self._checkers)
