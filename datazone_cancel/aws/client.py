"""The client for DataZone: one method for each operation in use."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import boto3
from botocore import UNSIGNED, exceptions
from botocore.config import Config
from botocore.session import Session

from datazone_cancel import __version__
from datazone_cancel.errors import CommandError, FailureError, RequestInfo
from datazone_cancel.options import Options
from datazone_cancel.runs.model import Run
from datazone_cancel.runs.timing import RateLimiter
from datazone_cancel.terminal import IO

from .errors import translate_errors
from .retry import DEFAULT_ATTEMPTS, call_with_retries
from .session import create_session

_RUNS_PAGE_SIZE = 50
"""The maximum of ListMetadataGenerationRuns."""
_DOMAINS_PAGE_SIZE = 25
"""The maximum of ListDomains."""


class DataZone:
    """A client for DataZone. All methods raise CommandError.

    By default, it behaves like one `aws` command. With `batch`, it suits many requests: it keeps to
    `--max-rate`, opens as many connections as `--max-concurrency`, adapts to throttling, and
    retries by itself. Unless `interactive`, nobody is asked for credentials and nothing is retried.
    """

    def __init__(
        self, options: Options, io: IO, *, batch: bool = False, interactive: bool = True
    ) -> None:
        self._clock = io.clock
        self._batch = batch
        self._limiter = RateLimiter(options.max_rate if batch else 0, io.clock)
        with translate_errors():
            session = create_session(options, io.environ, interactive=interactive)
            self.region = _region(session)
            _check_retry_mode(session)
            if batch and not options.no_sign_request and session.get_credentials() is None:
                raise exceptions.NoCredentialsError
            configured = session.get_config_variable("max_attempts")
            self._max_attempts: int = DEFAULT_ATTEMPTS if configured is None else configured
            self._client = boto3.Session(botocore_session=session, region_name=self.region).client(
                "datazone",
                endpoint_url=options.endpoint_url,
                verify=False if options.no_verify_ssl else options.ca_bundle,
                config=self._config(options, interactive=interactive),
            )
            if batch:
                self._client.meta.events.register(
                    "before-send.datazone.CancelMetadataGenerationRun", self._abort_if_stopping
                )

    def _config(self, options: Options, *, interactive: bool) -> Config:
        config = _client_config(options)
        if not interactive:
            return config.merge(Config(retries={"total_max_attempts": 1}))
        if not self._batch:
            return config
        # botocore rejects an invalid number of attempts.
        retries = {"mode": "adaptive", "total_max_attempts": min(1, self._max_attempts)}
        return config.merge(Config(retries=retries, max_pool_connections=options.max_concurrency))

    def stop(self) -> None:
        """Send no more cancellations."""
        self._limiter.close()

    def _abort_if_stopping(self, **_: Any) -> None:
        """Called just before a cancellation is sent, after botocore's pauses."""
        self._limiter.check()

    def _send(
        self,
        operation: str,
        parameters: Mapping[str, Any],
        acquire: Callable[[], None] = lambda: None,
    ) -> tuple[dict[str, Any], RequestInfo]:
        def send() -> dict[str, Any]:
            response: dict[str, Any] = getattr(self._client, operation)(**parameters)
            return response

        try:
            if self._batch:
                response, attempts = call_with_retries(
                    send, max_attempts=self._max_attempts, clock=self._clock, acquire=acquire
                )
            else:
                with translate_errors():
                    response, attempts = send(), 1
        except CommandError as error:
            error.domain_identifier = parameters.get("domainIdentifier")
            error.region = self.region
            raise
        return response, RequestInfo(attempts, response["ResponseMetadata"].get("RequestId"))

    def cancel_metadata_generation_run(
        self, *, domain_identifier: str, identifier: str
    ) -> RequestInfo:
        """Cancel a run. The response has no members. Raises NotSentError after `stop`."""
        _, request = self._send(
            "cancel_metadata_generation_run",
            {"domainIdentifier": domain_identifier, "identifier": identifier},
            self._limiter.acquire,
        )
        return request

    def get_metadata_generation_run(self, *, domain_identifier: str, identifier: str) -> Run:
        response, _ = self._send(
            "get_metadata_generation_run",
            {"domainIdentifier": domain_identifier, "identifier": identifier},
        )
        return _parse_run(response)

    def list_metadata_generation_runs(
        self,
        *,
        domain_identifier: str,
        status: str | None = None,
        type_: str | None = None,
        target_identifier: str | None = None,
    ) -> Iterator[list[Run]]:
        """The pages of a listing."""
        parameters = {
            "domainIdentifier": domain_identifier,
            "status": status,
            "type": type_,
            "targetIdentifier": target_identifier,
            "maxResults": _RUNS_PAGE_SIZE,
        }
        for items in self._pages("list_metadata_generation_runs", parameters):
            yield list(map(_parse_run, items))

    def list_domains(self) -> Iterator[list[tuple[str, str]]]:
        """The pages of the available domains: identifiers and names."""
        parameters = {"status": "AVAILABLE", "maxResults": _DOMAINS_PAGE_SIZE}
        for items in self._pages("list_domains", parameters):
            yield [(domain["id"], domain["name"]) for domain in items]

    def _pages(
        self, operation: str, parameters: Mapping[str, Any]
    ) -> Iterator[Sequence[Mapping[str, Any]]]:
        given = {name: value for name, value in parameters.items() if value is not None}
        while True:
            page, _ = self._send(operation, given)
            # A page without items may have no member for them.
            yield page.get("items", ())
            if not page.get("nextToken"):
                return
            given["nextToken"] = page["nextToken"]


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


def _client_config(options: Options) -> Config:
    timeouts = {
        "read_timeout": options.cli_read_timeout,
        "connect_timeout": options.cli_connect_timeout,
    }
    return Config(
        user_agent_extra=f"datazone-cancel/{__version__}",
        signature_version=UNSIGNED if options.no_sign_request else None,
        # 0 means no timeout, as in the AWS CLI.
        **{name: int(value) or None for name, value in timeouts.items() if value is not None},
    )


def _parse_run(members: Mapping[str, Any]) -> Run:
    if "id" not in members:
        raise FailureError("The service's response contains a run without an identifier.")
    # `type` is deprecated in favor of `types`; a response may have either, both or neither.
    types = members.get("types") or filter(None, [members.get("type")])
    return Run(
        identifier=members["id"],
        status=members.get("status"),
        types=tuple(types),
        target_identifier=members.get("target", {}).get("identifier"),
        owning_project_identifier=members.get("owningProjectId"),
        created_by=members.get("createdBy"),
        created_at=members.get("createdAt"),
    )
