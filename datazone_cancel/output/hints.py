"""The next step after an error: one line, for terminals only."""

import shlex
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from datazone_cancel.aws import config
from datazone_cancel.errors import CommandError
from datazone_cancel.options import Options
from datazone_cancel.input.identifiers import DOMAIN

_MOST_NAMES = 5
"""More profiles would not fit on a line."""
_SSO_ERRORS = ("SSOTokenLoadError", "TokenRetrievalError", "UnauthorizedSSOTokenError")
_PROXY_VARIABLES = ("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY")
"""botocore ignores ALL_PROXY."""
_LOOPBACK = ("//127.", "//localhost", "//[::1]")


def next_step(error: CommandError, options: Options, environ: Mapping[str, str]) -> str | None:
    """What to do about an error, if its own message does not say it.

    The names of errors are those of the service and of botocore's exceptions.
    """
    if error.name == "AccessDeniedException":
        return _after_denial(error, options, environ)
    if error.name == "ResourceNotFoundException":
        return _after_not_found(options)
    if error.name in _SSO_ERRORS:
        profile = config.profile_name(options, environ)
        chosen = "" if profile == "default" else f" --profile {shlex.quote(profile)}"
        return f"Log in again: aws sso login{chosen}"
    if error.name == "ProfileNotFound":
        profile = config.profile_name(options, environ)
        return _closest(profile, config.profile_names(environ))
    if error.name == "InvalidRegionError":
        return _closest_region(error, options, environ)
    if error.name == "EndpointConnectionError":
        return _closest_region(error, options, environ) or _endpoint_setting(options, environ)
    if error.name == "ProxyConnectionError":
        return _proxy_setting(error, environ)
    if error.name == "NoCredentials":
        return _sources_of_credentials(options, environ)
    return None


def _after_denial(error: CommandError, options: Options, environ: Mapping[str, str]) -> str | None:
    if "not authorized to perform" in error.message:  # IAM says who lacks which permission
        return None
    domain = f"domain {error.domain_identifier}, " if error.domain_identifier else ""
    identity = config.describe_identity(options, environ)
    also = " A domain that does not exist gets the same answer." if domain else ""
    return f"Sent to {domain}Region {error.region}, with {identity}.{also}"


def _after_not_found(options: Options) -> str | None:
    domains = filter(DOMAIN.accepts, options.identifier)
    return next((f"--identifier takes a run, but {found} is a domain." for found in domains), None)


def _closest(name: str, names: Iterable[str]) -> str | None:
    found = get_close_matches(name, list(names))
    # Two letters in the wrong order are a likely mistake: us-esat-1 is us-east-1, not us-west-1.
    found.sort(key=lambda match: sorted(match) != sorted(name))
    return f"Did you mean {found[0]}?" if found else None


def _closest_region(
    error: CommandError, options: Options, environ: Mapping[str, str]
) -> str | None:
    """The Region with the closest name, if the one in use does not have DataZone."""
    named = config.named_region(options, environ)
    region = error.region or named or config.setting("region", options, environ)
    regions = [region for region, _ in config.regions()]
    if region is None or region in regions:
        return None
    closest = _closest(region, regions)
    return closest and f"{region} is not a Region with DataZone. {closest}"


def _endpoint_setting(options: Options, environ: Mapping[str, str]) -> str | None:
    """Where the URL of the endpoint was set, if it was."""
    settings = {
        "--endpoint-url": options.endpoint_url,
        "AWS_ENDPOINT_URL_DATAZONE": environ.get("AWS_ENDPOINT_URL_DATAZONE"),
        "AWS_ENDPOINT_URL": environ.get("AWS_ENDPOINT_URL"),
        "endpoint_url in the profile": config.setting("endpoint_url", options, environ),
    }
    for name, url in settings.items():
        if url:
            is_local = any(host in url for host in _LOOPBACK)
            question = " Is the sandbox still running?" if is_local else ""
            return f"This URL comes from {name}.{question}"
    return None


def _proxy_setting(error: CommandError, environ: Mapping[str, str]) -> str | None:
    """Which variable sets the proxy, unless its URL has a password, which the error hides."""
    for name in _PROXY_VARIABLES:
        if environ.get(name) and environ[name] in error.message:
            return f"This proxy comes from {name}. NO_PROXY lists hosts to reach without it."
    return None


def _sources_of_credentials(options: Options, environ: Mapping[str, str]) -> str:
    names = config.profile_names(environ)
    others = [name for name in names if name != config.profile_name(options, environ)]
    if not others:
        return "Or log in with aws sso login, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
    more = ", …" if len(others) > _MOST_NAMES else ""
    return f"Or pass --profile with one of your profiles: {', '.join(others[:_MOST_NAMES])}{more}"
