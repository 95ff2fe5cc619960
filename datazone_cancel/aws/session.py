"""A botocore session that uses the same settings as AWS CLI v2, with less data to read.

boto3 alone ignores AWS_REGION and the instance's Region, and prefers AWS_DEFAULT_PROFILE to
AWS_PROFILE.
"""

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timezone
from functools import cached_property, partial
from hashlib import sha1
from typing import Any, NoReturn

from botocore import UNSIGNED
from botocore.awsrequest import AWSPreparedRequest
from botocore.client import BaseClient
from botocore.config import Config
from botocore.configprovider import (
    ChainProvider,
    ConstantProvider,
    EnvironmentProvider,
    InstanceVarProvider,
    ScopedConfigProvider,
    SectionConfigProvider,
)
from botocore.credentials import AssumeRoleWithWebIdentityProvider, ReadOnlyCredentials
from botocore.exceptions import NoCredentialsError
from botocore.handlers import (
    BUILTIN_HANDLERS,
    REGISTER_FIRST,
    REGISTER_LAST,
    add_recursion_detection_header,
)
from botocore.loaders import Loader
from botocore.session import Session
from botocore.tokens import SSOTokenProvider
from botocore.utils import IMDSRegionProvider, JSONFileCache, parse_timestamp

from datazone_cancel import PROGRAM, __version__
from datazone_cancel.errors import FailureError
from datazone_cancel.folders import replace_file
from datazone_cancel.redaction import keep_secret
from datazone_cancel.settings import Settings

from .retry_rules import use_aws_rules

_SERVICES = ("datazone", "signin", "sso", "sso-oidc", "sts")
"""DataZone, and what credentials come from."""
_IGNORED_SETTINGS = {
    "api_versions": {},
    "defaults_mode": "legacy",
    "sts_regional_endpoints": "regional",
}
"""Settings of botocore that AWS CLI v2 does not have, and what it does."""
_SECRET_HEADERS = {
    "Authorization": "access key",
    "X-Amz-Security-Token": "session token",
    "x-amz-sso_bearer_token": "access token",
}
"""Headers with what the user or a service has issued, and its name."""
_SECRET_MEMBERS = ("secret_key", "_secret_key", "token", "_token")
"""Of botocore's credentials, which may be refreshable."""
_NOT_IN_HEADERS = re.compile(r"[\0-\x08\x0a-\x1f\x7f]")


def create_session(settings: Settings, *, interactive: bool) -> Session:
    """A session for the profile and Region in use.

    Timeouts, `--no-sign-request` and the User-Agent concern the requests for credentials too.
    Unless `interactive`, credentials that may need a person are left out. Raises FailureError if
    `aws` would send requests elsewhere.
    """
    settings.require_no_customization()
    session = _Session(settings.environ)
    session.set_default_client_config(_client_config(settings))
    if settings.profile:
        session.set_config_variable("profile", settings.profile)
    if settings.region is not None:
        session.set_config_variable("region", settings.region)
    _resolve_like_the_aws_cli(session, settings.environ)
    # Creating the loader reads the profile, so it has to be known by now.
    use_trimmed_service_model(session)
    _cache_credentials(session)
    # Also for the requests to STS and SSO.
    session.register("before-sign", _keep_secret_before_signing)
    session.register("before-send", _check_before_sending)
    if not interactive:
        _drop_interactive_credentials(session)
    return session


class _Session(Session):  # type: ignore[misc]  # botocore has no types
    """A session whose clients, including those for credentials, retry as AWS CLI v2 does.

    It has only those of botocore's 127 event handlers that the services in use need: registering
    and copying the others takes 5 % of the instructions of a cancellation.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        super().__init__(include_builtin_handlers=False)
        self._environ = environ
        events = self.get_component("event_emitter")
        positions = {REGISTER_FIRST: events.register_first, REGISTER_LAST: events.register_last}
        for event, handler, *position in BUILTIN_HANDLERS:
            # Recursion is detected in AWS Lambda only, and not by the AWS CLI.
            if _is_needed(event) and handler is not add_recursion_detection_header:
                register = positions[position[0]] if position else events.register
                register(event, handler)
        parsers = self.get_component("response_parser_factory")
        parsers.set_parser_defaults(timestamp_parser=_parse_timestamp)

    def create_client(self, *args: Any, **options: Any) -> BaseClient:
        client = super().create_client(*args, **options)
        use_aws_rules(client, self._environ)
        return client


def _is_needed(event: str) -> bool:
    """Whether an event, such as `before-call.sts.AssumeRole`, may concern the services in use."""
    _, _, source = event.partition(".")
    return not source or source.split(".")[0] in _SERVICES


def _parse_timestamp(value: Any) -> datetime:
    """Seconds since 1970 or ISO 8601, which dateutil converts ten times slower, or another time."""
    if isinstance(value, (int, float)):
        with suppress(OSError, OverflowError, ValueError):
            return datetime.fromtimestamp(value, timezone.utc)
    elif isinstance(value, str) and value[4:5] == value[7:8] == "-":
        with suppress(ValueError):
            return datetime.fromisoformat(value.replace("Z", "+00:00"))
    time: datetime = parse_timestamp(value)
    return time


def _client_config(settings: Settings) -> Config:
    timeouts = {
        "read_timeout": settings.read_timeout,
        "connect_timeout": settings.connect_timeout,
    }
    return Config(
        user_agent_extra=f"{PROGRAM}/{__version__}",
        signature_version=None if settings.sign_requests else UNSIGNED,
        # 0 means no timeout, as in the AWS CLI.
        **{name: int(value) or None for name, value in timeouts.items() if value is not None},
    )


class _TrimmedLoader(Loader):  # type: ignore[misc]  # botocore has no types
    """Looks for data in the user's own models, then in this package, then in botocore.

    botocore drops a service's endpoint rules if endpoints.json is not built in; the one in this
    package is a part of botocore's.
    """

    _TRIMMED = os.path.join(os.path.dirname(__file__), "model")

    def __init__(self, search_paths: list[str]) -> None:
        index = search_paths.index(self.BUILTIN_DATA_PATH)
        super().__init__(
            extra_search_paths=[*search_paths[:index], self._TRIMMED, *search_paths[index:]],
            include_default_search_paths=False,
        )

    def list_available_services(self, type_name: str) -> list[str]:  # noqa: ARG002
        """The services in use; botocore would list 400 folders."""
        return list(_SERVICES)

    def is_builtin_path(self, path: str) -> bool:
        return path.startswith(self._TRIMMED) or bool(super().is_builtin_path(path))


def use_trimmed_service_model(session: Session) -> None:
    """Let the session read this package's part of botocore's data, which is parsed faster."""
    loader = session.get_component("data_loader")
    session.register_component("data_loader", _TrimmedLoader(loader.search_paths))


def _resolve_like_the_aws_cli(session: Session, environ: Mapping[str, str]) -> None:
    def chain(name: str, *more: Any) -> ChainProvider:
        return ChainProvider(
            [
                InstanceVarProvider(name, session),
                EnvironmentProvider(f"AWS_{name.upper()}", environ),
                EnvironmentProvider(f"AWS_DEFAULT_{name.upper()}", environ),
                *more,
            ]
        )

    config = session.get_component("config_store")
    config.set_config_provider("profile", chain("profile"))
    region_of_profile = ScopedConfigProvider("region", session)
    region_of_instance = IMDSRegionProvider(session)
    config.set_config_provider("region", chain("region", region_of_profile, region_of_instance))
    retry_mode = ChainProvider(
        [
            EnvironmentProvider("AWS_RETRY_MODE", environ),
            ScopedConfigProvider("retry_mode", session),
            ConstantProvider("standard"),
        ]
    )
    config.set_config_provider("retry_mode", retry_mode)
    for name, value in _IGNORED_SETTINGS.items():
        config.set_config_provider(name, ConstantProvider(value))
    # botocore checks this setting for every service.
    ignored = {"us_east_1_regional_endpoint": ConstantProvider("regional")}
    config.set_config_provider("s3", SectionConfigProvider("s3", session, ignored))


def check_credentials(credentials: ReadOnlyCredentials) -> None:
    """Keep the secrets out of all output. Raises FailureError if a header cannot contain them."""
    keep_secret(credentials.secret_key, credentials.token)
    _check_value("access key", credentials.access_key)
    _check_value("session token", credentials.token or "")


def _keep_secret_before_signing(request_signer: Any, **_: Any) -> None:
    """botocore logs what it signs. Getting the credentials could refresh them once more."""
    current = vars(request_signer._credentials) if request_signer._credentials else {}
    keep_secret(*(current.get(name) for name in _SECRET_MEMBERS))


def _check_before_sending(request: AWSPreparedRequest, **_: Any) -> None:
    """Raises FailureError if a header of a request to any service has an impossible value."""
    for header, name in _SECRET_HEADERS.items():
        value = request.headers.get(header, "")
        _check_value(name, value.decode("latin-1") if isinstance(value, bytes) else value)


def _check_value(name: str, value: str) -> None:
    if _NOT_IN_HEADERS.search(value):
        raise FailureError(
            f"The {name} contains a character that cannot be sent, such as the carriage return of a"
            " file with Windows line ends.",
            fatal=True,
        )


def _cache_credentials(session: Session) -> None:
    """Share the credentials of roles, web identities and SSO with the AWS CLI."""
    SSOTokenProvider.DEFAULT_CACHE_CLS = _FileCache  # of the providers that are created now
    providers = session.get_component("credential_provider")
    for name in ("assume-role", "sso"):
        providers.get_provider(name).cache = _CredentialCache()
    web_identity = providers.get_provider("assume-role-with-web-identity")
    web_identity.cache = _WebIdentityCache(web_identity)


class _FileCache(JSONFileCache):  # type: ignore[misc]  # botocore has no types
    """A cache that is left alone if it cannot be written, since nothing depends on it.

    botocore's leaves a temporary file behind then, with tokens or credentials in it.
    """

    def __setitem__(self, key: str, value: Any) -> None:
        if not self._has_home:
            return
        with suppress(OSError):
            os.makedirs(self._working_dir, exist_ok=True)
            replace_file(self._convert_cache_key(key), self._dumps(value))

    @property
    def _has_home(self) -> bool:
        """Whether there is a home: a random user without HOME has none, as in some containers."""
        return os.path.isabs(self._working_dir)


class _CredentialCache(_FileCache):
    """The AWS CLI's cache: one file for each role, which botocore makes readable to the user only.

    Files that cannot be used are ignored.
    """

    def __init__(self) -> None:
        super().__init__(
            os.path.expanduser("~/.aws/cli/cache"),
            dumps_func=partial(json.dumps, default=datetime.isoformat),
        )
        self._entries: dict[str, Any] = {}

    def __contains__(self, key: str) -> bool:
        # Opening a named pipe would wait for its writer.
        if not self._has_home or not super().__contains__(key):
            return False
        with suppress(Exception):  # the file may have any content
            # Keep the entry: `aws`, which does not write at once, may be replacing the file.
            entry = self._entries[key] = super().__getitem__(key)
            credentials = entry["Credentials"]
            names = ("AccessKeyId", "Expiration", "SecretAccessKey", "SessionToken")
            return all(isinstance(credentials[name], str) for name in names) and (
                parse_timestamp(credentials["Expiration"]).tzinfo is not None
            )
        return False

    def __getitem__(self, key: str) -> Any:
        return self._entries[key]


class _WebIdentityCache(_CredentialCache):
    """Names files as the AWS CLI does: botocore's key lacks the token.

    Credentials of a token that now belongs to somebody else would be used.
    """

    def __init__(self, provider: AssumeRoleWithWebIdentityProvider) -> None:
        super().__init__()
        self._setting = provider._get_config

    @cached_property
    def _path(self) -> str:
        with open(self._setting("web_identity_token_file")) as file:
            arguments = {"RoleArn": self._setting("role_arn"), "WebIdentityToken": file.read()}
        if session_name := self._setting("role_session_name"):
            arguments["RoleSessionName"] = session_name
        name = sha1(json.dumps(arguments, sort_keys=True).encode(), usedforsecurity=False)
        return str(super()._convert_cache_key(name.hexdigest()))

    def _convert_cache_key(self, _key: str) -> str:
        return self._path


def _drop_interactive_credentials(session: Session) -> None:
    """Skip profiles whose chain needs credential_process, and fail where an MFA code is needed."""
    providers = session.get_component("credential_provider")
    # Cached credentials need no code.
    providers.get_provider("assume-role")._prompter = _refuse_to_prompt
    profiles = session.full_config["profiles"]
    name, chain = session.profile or "default", []
    while name in profiles and name not in chain:
        chain.append(name)
        name = profiles[name].get("source_profile")
    if any("credential_process" in profiles[name] for name in chain):
        providers.remove("assume-role")
        providers.remove("custom-process")


def _refuse_to_prompt(_question: str) -> NoReturn:
    raise NoCredentialsError
