"""The DataZone service: the only module that imports boto3 and botocore.

Region and profile are resolved as in AWS CLI v2: boto3 alone ignores AWS_REGION and the instance's
Region, and asks AWS_DEFAULT_PROFILE before AWS_PROFILE.
Credentials and retries are botocore's, whose defaults are AWS CLI v2's from 1.44 on.
"""

import os
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import boto3
from botocore import UNSIGNED, exceptions
from botocore.config import Config
from botocore.configprovider import (
    ChainProvider,
    EnvironmentProvider,
    InstanceVarProvider,
    ScopedConfigProvider,
)
from botocore.loaders import Loader
from botocore.session import Session
from botocore.utils import IMDSRegionProvider

from . import __version__
from .errors import (
    CommandError,
    Exchange,
    FailureError,
    NoCredentialsError,
    NoRegionError,
    NotSentError,
    ServiceError,
)
from .options import Options
from .runs import Run
from .timing import Pace

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
"""AWS CLI v2's errorhandler.py: the first family that an exception belongs to says how it ends."""

_CREDENTIALS = (
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
"""Errors common to all AWS services, with which it answers whatever a caller asks."""
_ATTEMPTS = 5
"""For each of many cancellations: three are too few where several clients share a small quota."""
_LONGEST_BACKOFF = 20
"""Seconds, as in botocore's standard mode, as is the way to it: a random part of 1, 2, 4, ..."""
_ONCE = " (reached max retries: 0)"
"""What botocore says of every request that it may not send again."""
_PAGE_SIZE = 50
"""The most that ListMetadataGenerationRuns gives at once."""
_DOMAINS_PAGE_SIZE = 25
"""The most that ListDomains gives at once."""
_NOT_MODELLED = ("Error", "ResponseMetadata")
"""Members of every error response; the others are those that the model gives it."""


@contextmanager
def _translated() -> Iterator[None]:
    """Turns what boto3 and botocore raise into the errors of this package."""
    try:
        yield
    except CommandError:
        raise
    except Exception as error:
        kind, sentence = next(
            (kind, sentence) for family, kind, sentence in ERRORS if isinstance(error, family)
        )
        failure = kind(sentence.format(error))
        if isinstance(error, exceptions.ClientError):
            response = error.response.items()
            modelled = {name: value for name, value in response if name not in _NOT_MODELLED}
            failure.members = {**error.response["Error"], **modelled}
            metadata = error.response["ResponseMetadata"]
            failure.exchange = Exchange(request_id=metadata.get("RequestId"))
            failure.transient = metadata["HTTPStatusCode"] in (429, *range(500, 600))
        failure.transient |= isinstance(error, exceptions.HTTPClientError)
        failure.concerns_all = isinstance(error, _CREDENTIALS) or failure.name in _CREDENTIAL_CODES
        raise failure from error


class _Loader(Loader):  # type: ignore[misc]  # botocore has no types
    """Finds this package's service model before botocore's data, and behind the user's own models.

    botocore drops a service's endpoint rules where endpoints.json is not its own; this one is, but
    for other services.
    """

    _TRIMMED = os.path.join(os.path.dirname(__file__), "service_model")

    def __init__(self, search_paths: list[str]) -> None:
        place = search_paths.index(self.BUILTIN_DATA_PATH)
        super().__init__(
            extra_search_paths=[*search_paths[:place], self._TRIMMED, *search_paths[place:]],
            include_default_search_paths=False,
        )

    def list_available_services(self, type_name: str) -> list[str]:  # noqa: ARG002
        """Those that are in use: botocore would look into 400 folders."""
        return ["datazone", "signin", "sso", "sso-oidc", "sts"]

    def is_builtin_path(self, path: str) -> bool:
        return path.startswith(self._TRIMMED) or bool(super().is_builtin_path(path))


def use_trimmed_service_model(session: Session) -> None:
    """Let the session read this package's part of botocore's data, which is soon parsed."""
    loader = session.get_component("data_loader")
    session.register_component("data_loader", _Loader(loader.search_paths))


class DataZone:
    """A client of the DataZone service. Every method raises CommandError.

    It does what one `aws` command would do. With a pace it is made for many runs: so many
    connections as `concurrency`, throttling adapted to, and what is sent again is sent here, since
    botocore's pauses know neither the pace nor interruptions. Where it is `unattended`, nothing is
    sent again, and nobody is asked for credentials.
    """

    def __init__(
        self,
        options: Options,
        *,
        concurrency: int = 1,
        pace: Pace | None = None,
        unattended: bool = False,
    ) -> None:
        self._pace = pace
        self._attempts = 1
        with _translated():
            session = Session()
            if options.profile:
                session.set_config_variable("profile", options.profile)
            if options.region is not None:
                session.set_config_variable("region", options.region)
            _resolve_like_the_aws_cli(session)
            # Not before: making the loader looks at the profile.
            use_trimmed_service_model(session)
            region = session.get_config_variable("region")
            if region is None:
                raise exceptions.NoRegionError
            self.region: str = region
            mode = session.get_config_variable("retry_mode")
            if mode not in ("standard", "adaptive"):
                # AWS CLI v2 has left botocore's legacy mode behind.
                raise exceptions.InvalidRetryModeError(
                    provided_retry_mode=mode, valid_modes='"standard" or "adaptive"'
                )
            config = _client_config(options)
            if unattended:
                _ask_nobody(session)
                config = config.merge(Config(retries={"total_max_attempts": 1}))
            if pace:
                if not options.no_sign_request and session.get_credentials() is None:
                    raise exceptions.NoCredentialsError
                attempts = session.get_config_variable("max_attempts")
                self._attempts = _ATTEMPTS if attempts is None else attempts
                # botocore refuses what is no number of attempts.
                retries = {"mode": "adaptive", "total_max_attempts": min(1, self._attempts)}
                config = config.merge(Config(retries=retries, max_pool_connections=concurrency))
            self._client = boto3.Session(botocore_session=session, region_name=region).client(
                "datazone",
                endpoint_url=options.endpoint_url,
                verify=False if options.no_verify_ssl else options.ca_bundle,
                config=config,
            )
            self._client.meta.events.register(
                "before-send.datazone.CancelMetadataGenerationRun", self._hold_back
            )

    def _hold_back(self, **_: Any) -> None:
        """Called when a cancellation's turn has come, for which botocore may have waited."""
        if self._pace and self._pace.clock.interrupted:
            raise NotSentError("Interrupted")

    def _sent(
        self, operation: str, *, paced: bool = False, **parameters: Any
    ) -> tuple[dict[str, Any], Exchange]:
        """Send a request, and again where that may help: the answer, and what it took."""
        failure: CommandError | None = None
        for attempt in range(1, self._attempts + 1):
            if self._pace and failure:
                backoff = min(2 ** (attempt - 2), _LONGEST_BACKOFF)
                self._pace.clock.pause(random.random() * backoff)  # noqa: S311 (no secret)
                if paced:
                    self._pace.wait()
            try:
                with _translated():
                    answer = getattr(self._client, operation)(**parameters)
                return answer, Exchange(attempt, answer["ResponseMetadata"].get("RequestId"))
            except NotSentError as error:
                raise failure or error from None
            except CommandError as error:
                error.exchange = error.exchange._replace(attempts=attempt)
                if self._pace:
                    error.lines = tuple(line.replace(_ONCE, "") for line in error.lines)
                failure = error
                if not failure.transient:
                    break
        assert failure
        raise failure

    def cancel_metadata_generation_run(
        self, *, domain_identifier: str, identifier: str
    ) -> Exchange:
        """The answer itself has no members."""
        _, exchange = self._sent(
            "cancel_metadata_generation_run",
            paced=True,
            domainIdentifier=domain_identifier,
            identifier=identifier,
        )
        return exchange

    def get_metadata_generation_run(self, *, domain_identifier: str, identifier: str) -> Run:
        answer, _ = self._sent(
            "get_metadata_generation_run",
            domainIdentifier=domain_identifier,
            identifier=identifier,
        )
        return _run(answer)

    def list_metadata_generation_runs(
        self,
        *,
        domain_identifier: str,
        status: str | None = None,
        type_: str | None = None,
        target_identifier: str | None = None,
    ) -> Iterator[list[Run]]:
        """The pages of a listing."""
        for items in self._pages(
            "list_metadata_generation_runs",
            domainIdentifier=domain_identifier,
            status=status,
            type=type_,
            targetIdentifier=target_identifier,
            maxResults=_PAGE_SIZE,
        ):
            yield list(map(_run, items))

    def list_domains(self) -> Iterator[list[tuple[str, str]]]:
        """The pages of the domains that are available: their identifiers and names."""
        pages = self._pages("list_domains", status="AVAILABLE", maxResults=_DOMAINS_PAGE_SIZE)
        for items in pages:
            yield [(domain["id"], domain["name"]) for domain in items]

    def _pages(self, operation: str, **wanted: Any) -> Iterator[Sequence[Mapping[str, Any]]]:
        wanted = {name: value for name, value in wanted.items() if value is not None}
        while True:
            page, _ = self._sent(operation, **wanted)
            # A page without items may have no member for them.
            yield page.get("items", ())
            if not page.get("nextToken"):
                return
            wanted["nextToken"] = page["nextToken"]


def _run(members: Mapping[str, Any]) -> Run:
    # `type` is deprecated in favour of `types`; an answer has either, both or neither.
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


def _resolve_like_the_aws_cli(session: Session) -> None:
    def chain(name: str, *more: Any) -> ChainProvider:
        return ChainProvider(
            [
                InstanceVarProvider(name, session),
                EnvironmentProvider(f"AWS_{name.upper()}", os.environ),
                EnvironmentProvider(f"AWS_DEFAULT_{name.upper()}", os.environ),
                *more,
            ]
        )

    config = session.get_component("config_store")
    config.set_config_provider("profile", chain("profile"))
    of_profile, of_instance = ScopedConfigProvider("region", session), IMDSRegionProvider(session)
    config.set_config_provider("region", chain("region", of_profile, of_instance))


def _ask_nobody(session: Session) -> None:
    """Leave out credentials of a profile on whose way stands a helper or a code to type."""
    profiles = session.full_config["profiles"]
    name, way = session.profile or "default", []
    while name in profiles and name not in way:
        way.append(name)
        name = profiles[name].get("source_profile")
    if any(profiles[name].keys() & {"credential_process", "mfa_serial"} for name in way):
        resolver = session.get_component("credential_provider")
        resolver.remove("assume-role")
        resolver.remove("custom-process")


def _client_config(options: Options) -> Config:
    timeouts = {
        "read_timeout": options.cli_read_timeout,
        "connect_timeout": options.cli_connect_timeout,
    }
    return Config(
        user_agent_extra=f"datazone-cancel/{__version__}",
        signature_version=UNSIGNED if options.no_sign_request else None,
        # 0 stands for no timeout, as in the AWS CLI.
        **{name: int(value) or None for name, value in timeouts.items() if value is not None},
    )
