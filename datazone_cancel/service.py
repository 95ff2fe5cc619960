"""The DataZone service: the only module that imports boto3 and botocore.

Region and profile are resolved as in AWS CLI v2: boto3 alone ignores AWS_REGION and the instance's
Region, and asks AWS_DEFAULT_PROFILE before AWS_PROFILE.
Credentials and retries are botocore's, whose defaults are AWS CLI v2's from 1.44 on.
"""

import os
from collections.abc import Iterator, Mapping
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
from botocore.session import Session
from botocore.utils import IMDSRegionProvider

from . import __version__
from .errors import (
    CommandError,
    FailureError,
    NoCredentialsError,
    NoRegionError,
    ServiceError,
)
from .options import Options

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


_NOT_MODELLED = ("Error", "ResponseMetadata")
"""Members of every error response; the others are those that the model gives it."""


@contextmanager
def _translated() -> Iterator[None]:
    """Turns what boto3 and botocore raise into the errors of this package."""
    try:
        yield
    except Exception as error:
        kind, sentence = next(
            (kind, sentence) for family, kind, sentence in ERRORS if isinstance(error, family)
        )
        failure = kind(sentence.format(error))
        if isinstance(error, exceptions.ClientError):
            response = error.response.items()
            modelled = {name: value for name, value in response if name not in _NOT_MODELLED}
            failure.members = {**error.response["Error"], **modelled}
        raise failure from error


class DataZone:
    """A client of the DataZone service. Every method raises CommandError."""

    def __init__(self, options: Options) -> None:
        with _translated():
            session = Session()
            if options.profile:
                session.set_config_variable("profile", options.profile)
            if options.region is not None:
                session.set_config_variable("region", options.region)
            _resolve_like_the_aws_cli(session)
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
            self._client = boto3.Session(botocore_session=session, region_name=region).client(
                "datazone",
                endpoint_url=options.endpoint_url,
                verify=False if options.no_verify_ssl else options.ca_bundle,
                config=_client_config(options),
            )

    def cancel_metadata_generation_run(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Gives the answer's members, of which the API has none."""
        with _translated():
            answer: dict[str, Any] = self._client.cancel_metadata_generation_run(**parameters)
        del answer["ResponseMetadata"]
        return answer


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
