"""A botocore session that resolves profile and Region as AWS CLI v2 does, with less data to read.

boto3 alone ignores AWS_REGION and the instance's Region, and prefers AWS_DEFAULT_PROFILE to
AWS_PROFILE.
"""

import os
from collections.abc import Mapping
from typing import Any

from botocore.configprovider import (
    ChainProvider,
    EnvironmentProvider,
    InstanceVarProvider,
    ScopedConfigProvider,
)
from botocore.loaders import Loader
from botocore.session import Session
from botocore.utils import IMDSRegionProvider

from datazone_cancel.options import Options


def create_session(options: Options, environ: Mapping[str, str], *, interactive: bool) -> Session:
    """A session for the profile and Region in use.

    Unless `interactive`, credentials that may need a person are left out.
    """
    session = Session()
    if options.profile:
        session.set_config_variable("profile", options.profile)
    if options.region is not None:
        session.set_config_variable("region", options.region)
    _resolve_like_the_aws_cli(session, environ)
    # Creating the loader reads the profile, so it has to be known by now.
    use_trimmed_service_model(session)
    if not interactive:
        _drop_interactive_credentials(session)
    return session


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
        return ["datazone", "signin", "sso", "sso-oidc", "sts"]

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


def _drop_interactive_credentials(session: Session) -> None:
    """Skip profiles whose chain needs credential_process or an MFA code."""
    profiles = session.full_config["profiles"]
    name, chain = session.profile or "default", []
    while name in profiles and name not in chain:
        chain.append(name)
        name = profiles[name].get("source_profile")
    if any(profiles[name].keys() & {"credential_process", "mfa_serial"} for name in chain):
        resolver = session.get_component("credential_provider")
        resolver.remove("assume-role")
        resolver.remove("custom-process")
