"""The DataZone service: the only module that imports boto3 and botocore.

The Region is resolved as in AWS CLI v2: boto3 alone ignores AWS_REGION and the instance's Region.
Credentials and retries are botocore's, whose defaults are AWS CLI v2's from 1.44 on.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from botocore import exceptions
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
from .errors import CommandError, ConfigurationError, FailureError, ServiceError
from .options import Options

_ERRORS: tuple[tuple[type[Exception], type[CommandError], str], ...] = (
    (
        exceptions.NoRegionError,
        ConfigurationError,
        '{} You can also configure your region by running "aws configure".',
    ),
    (
        exceptions.NoCredentialsError,
        ConfigurationError,
        '{}. You can configure credentials by running "aws configure".',
    ),
    (exceptions.ClientError, ServiceError, "{}"),
    (Exception, FailureError, "{}"),
)
"""AWS CLI v2's errorhandler.py: the first family that an exception belongs to says how it ends."""


@contextmanager
def _translated() -> Iterator[None]:
    """Turns what boto3 and botocore raise into the errors of this package."""
    try:
        yield
    except Exception as error:
        kind, sentence = next(
            (kind, sentence) for family, kind, sentence in _ERRORS if isinstance(error, family)
        )
        raise kind(sentence.format(error)) from error


class DataZone:
    """A client of the DataZone service. Every method raises CommandError."""

    def __init__(self, options: Options) -> None:
        with _translated():
            session = Session()
            if options.profile:
                session.set_config_variable("profile", options.profile)
            if options.region is not None:
                session.set_config_variable("region", options.region)
            _resolve_region_like_the_aws_cli(session)
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
                config=_client_config(options),
            )

    def cancel_metadata_generation_run(self, *, domain_identifier: str, identifier: str) -> None:
        with _translated():
            self._client.cancel_metadata_generation_run(
                domainIdentifier=domain_identifier, identifier=identifier
            )


def _resolve_region_like_the_aws_cli(session: Session) -> None:
    session.get_component("config_store").set_config_provider(
        "region",
        ChainProvider(
            [
                InstanceVarProvider("region", session),
                EnvironmentProvider("AWS_REGION", os.environ),
                EnvironmentProvider("AWS_DEFAULT_REGION", os.environ),
                ScopedConfigProvider("region", session),
                IMDSRegionProvider(session),
            ]
        ),
    )


def _client_config(options: Options) -> Config:
    timeouts = {
        "read_timeout": options.cli_read_timeout,
        "connect_timeout": options.cli_connect_timeout,
    }
    return Config(
        user_agent_extra=f"datazone-cancel/{__version__}",
        # 0 stands for no timeout, as in the AWS CLI.
        **{name: int(value) or None for name, value in timeouts.items() if value is not None},
    )
