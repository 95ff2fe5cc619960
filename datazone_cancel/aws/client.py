"""The client for DataZone: one method for each operation in use."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import boto3
from botocore import exceptions
from botocore.config import Config
from botocore.session import Session

from datazone_cancel.clock import Clock
from datazone_cancel.errors import (
    CommandError,
    FailureError,
    NotSentError,
    RequestInfo,
    UsageError,
)
from datazone_cancel.runs.model import Location, Run
from datazone_cancel.runs.service import Attempts
from datazone_cancel.runs.timing import RateLimiter
from datazone_cancel.settings import Settings, custom_endpoint

from .connections import call_when_connected, read_certificates_once
from .errors import translate_errors
from .responses import check_body, parse_domain, parse_run
from .retry import DEFAULT_ATTEMPTS, call_with_retries
from .session import check_credentials, create_session

_RUNS_PAGE_SIZE = 50
"""The maximum of ListMetadataGenerationRuns."""
_DOMAINS_PAGE_SIZE = 25
"""The maximum of ListDomains."""
_OF_PROFILES = (
    *("env", "shared-credentials-file", "config-file", "assume-role", "custom-process"),
    *("sso", "login"),
)
"""Where credentials come from, in botocore's words, if the environment or a profile names them."""


class DataZone:
    """A client for DataZone. All methods raise CommandError.

    By default, it behaves like one `aws` command. With `batch`, it suits many requests: it keeps to
    `--max-rate` and slows down when it is throttled, opens as many connections as
    `--max-concurrency`, retries by itself, sends nothing after an interruption, and checks
    responses. Unless `interactive`, it never prompts for credentials, and sends each request once.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        *,
        batch: bool = False,
        interactive: bool = True,
    ) -> None:
        self._clock = clock
        self._batch = batch
        self._settings = settings
        self._call = _Call()
        self.credentials = settings.identity
        """Whose credentials are used."""
        with translate_errors():
            session = create_session(settings, interactive=interactive)
            self.region = _region(session)
            _check_retry_mode(session)
            if batch and settings.sign_requests:
                _resolve_credentials(session)
            configured = session.get_config_variable("max_attempts")
            self._max_attempts: int = DEFAULT_ATTEMPTS if configured is None else configured
            self._client = boto3.Session(botocore_session=session, region_name=self.region).client(
                "datazone",
                endpoint_url=settings.endpoint_url,
                verify=settings.verify,
                config=self._retries(interactive=interactive),
            )
        credentials = session._credentials  # None if requests are not signed
        if credentials and credentials.method not in _OF_PROFILES:
            self.credentials = f"credentials from {credentials.method}"
        self.endpoint_url = custom_endpoint(self._client.meta.endpoint_url, self.region)
        if batch:
            events = self._client.meta.events
            # After all other handlers, which may pause, for example to get new credentials.
            events.register_last("before-send.datazone", self._before_send)
            events.register("before-parse.datazone", check_body)
            http_session = self._client._endpoint.http_session
            call_when_connected(http_session, self._when_connected)
            read_certificates_once(http_session)

    def _retries(self, *, interactive: bool) -> Config | None:
        if not interactive:
            return Config(retries={"total_max_attempts": 1})
        if not self._batch:
            return None
        # botocore rejects an invalid number of attempts.
        retries = {"mode": "standard", "total_max_attempts": min(1, self._max_attempts)}
        return Config(retries=retries, max_pool_connections=self._settings.max_concurrency)

    def domain(self, identifier: str) -> "Domain":
        """A client for the runs of one domain."""
        limiter = RateLimiter(self._settings.max_rate, self._clock) if self._batch else None
        return Domain(self, identifier, limiter)

    def list_domains(self) -> Iterator[list[tuple[str, str]]]:
        """The pages of the available domains: identifiers and names."""
        parameters = {"status": "AVAILABLE", "maxResults": _DOMAINS_PAGE_SIZE}
        for items in self.pages("list_domains", parameters):
            yield list(map(parse_domain, items))

    def _before_send(self, **_: Any) -> None:
        """Raises NotSentError if nothing may be sent any more; otherwise counts the attempt."""
        self._check_may_send()
        self._call.attempts.count += 1

    def _when_connected(self) -> None:
        """Raises NotSentError if nothing may be sent any more; then this was no attempt."""
        try:
            self._check_may_send()
        except NotSentError:
            self._call.attempts.count -= 1
            raise

    def _check_may_send(self) -> None:
        if self._call.limiter:
            self._call.limiter.check()
        elif self._clock.interrupted:
            raise NotSentError

    def send(
        self,
        operation: str,
        parameters: Mapping[str, Any],
        *,
        attempts: Attempts | None = None,
        limiter: RateLimiter | None = None,
    ) -> tuple[dict[str, Any], RequestInfo]:
        """Send a request: the response, and how often it was sent."""
        attempts = attempts or Attempts()
        if not hasattr(self._client, operation):
            raise UsageError(
                f"The model of DataZone in ~/.aws/models or AWS_DATA_PATH has no {operation}.",
                fatal=True,
            )
        call = partial(getattr(self._client, operation), **parameters)

        def send() -> dict[str, Any]:
            self._call.attempts, self._call.limiter = attempts, limiter
            with translate_errors(attempts):
                response: dict[str, Any] = call()
                return response

        try:
            if self._batch:
                response = call_with_retries(
                    send, max_attempts=self._max_attempts, clock=self._clock, limiter=limiter
                )
            else:
                with translate_errors():
                    response = call()
        except CommandError as error:
            error.operation = operation
            error.domain_identifier = parameters.get("domainIdentifier")
            error.run_identifier = parameters.get("identifier")
            error.region = self.region
            error.credentials = self.credentials
            raise
        metadata = response["ResponseMetadata"]
        return response, RequestInfo(attempts.count, metadata.get("RequestId"))

    def pages(
        self, operation: str, parameters: Mapping[str, Any]
    ) -> Iterator[Sequence[Mapping[str, Any]]]:
        """The items of a listing, page by page."""
        given = dict(parameters)
        received: set[str] = set()
        while True:
            page, _ = self.send(operation, given)
            # A page without items may have no member for them.
            yield page.get("items", ())
            token = page.get("nextToken")
            if not token:
                return
            if token in received:
                raise FailureError(
                    "Error during pagination: The same next token was received twice:"
                    f" {{'nextToken': {token!r}}}"
                )
            received.add(token)
            given["nextToken"] = token


class Domain:
    """The runs of one domain; see runs/service.py. All methods raise CommandError."""

    def __init__(self, client: DataZone, identifier: str, limiter: RateLimiter | None) -> None:
        """The limiter is for cancellations only."""
        self.location = Location(identifier, client.region, client.endpoint_url)
        self.credentials = client.credentials
        self._client = client
        self._limiter = limiter

    def cancel(self, identifier: str, attempts: Attempts) -> RequestInfo:
        """Cancel a run. The response has no members. Raises NotSentError after `stop`."""
        _, request = self._client.send(
            "cancel_metadata_generation_run",
            {"domainIdentifier": self.location.domain_identifier, "identifier": identifier},
            attempts=attempts,
            limiter=self._limiter,
        )
        return request

    def read(self, identifier: str) -> Run:
        """The run as GetMetadataGenerationRun returns it."""
        response, _ = self._client.send(
            "get_metadata_generation_run",
            {"domainIdentifier": self.location.domain_identifier, "identifier": identifier},
        )
        run = parse_run(response)
        if run.identifier != identifier:
            raise FailureError(
                f"The service's response is about another run than {identifier}: {run.identifier}"
            )
        return run

    def list(self, parameters: Mapping[str, str]) -> Iterator[list[Run]]:
        """The pages of a listing with these parameters of ListMetadataGenerationRuns."""
        given = {
            "domainIdentifier": self.location.domain_identifier,
            **parameters,
            "maxResults": _RUNS_PAGE_SIZE,
        }
        for items in self._client.pages("list_metadata_generation_runs", given):
            yield [parse_run(item) for item in items]

    @property
    def throttled_rate(self) -> float | None:
        """Cancellations per second while the service throttles them; None while it does not."""
        return self._limiter.throttled_rate if self._limiter else None

    def stop(self) -> None:
        """Send no more cancellations."""
        if self._limiter:
            self._limiter.close()


class _Call(threading.local):
    """What the current thread is sending."""

    attempts = Attempts()
    limiter: RateLimiter | None = None


def _region(session: Session) -> str:
    region: str | None = session.get_config_variable("region")
    if region is None:
        raise exceptions.NoRegionError
    return region


def _check_retry_mode(session: Session) -> None:
    """AWS CLI v2 no longer has botocore's legacy mode."""
    mode = session.get_config_variable("retry_mode")
    if mode not in ("standard", "adaptive"):
        raise exceptions.InvalidRetryModeError(
            provided_retry_mode=mode, valid_modes='"standard" or "adaptive"'
        )


def _resolve_credentials(session: Session) -> None:
    """Get credentials now, in the main thread: this may ask for an MFA code."""
    credentials = session.get_credentials()
    if credentials is None:
        raise exceptions.NoCredentialsError
    check_credentials(credentials.get_frozen_credentials())
