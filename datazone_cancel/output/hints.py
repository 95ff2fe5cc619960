"""The next step after an error: one line, for terminals only."""

import shlex
from collections.abc import Iterable
from difflib import get_close_matches

from datazone_cancel.aws.regions import regions
from datazone_cancel.errors import CommandError
from datazone_cancel.input.identifiers import DOMAIN
from datazone_cancel.settings import Settings

_MOST_NAMES = 5
"""More profiles would not fit on a line."""
_SSO_ERRORS = ("SSOTokenLoadError", "TokenRetrievalError", "UnauthorizedSSOTokenError")
_PROXY_VARIABLES = ("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY")
"""botocore ignores ALL_PROXY."""
_LOOPBACK = ("//127.", "//localhost", "//[::1]")


def next_step(error: CommandError, settings: Settings) -> str | None:
    """What to do about an error, if its own message does not say it.

    The names of errors are those of the service and of botocore's exceptions.
    """
    if error.name == "AccessDeniedException":
        return _after_denial(error, settings)
    if error.name == "403":
        return (
            "This response did not come from DataZone. Look for a proxy, a VPC endpoint policy or a"
            " firewall on the way."
        )
    if error.name == "ResourceNotFoundException":
        return _after_not_found(error)
    if error.name in _SSO_ERRORS:
        profile = settings.profile_name
        chosen = "" if profile == "default" else f" --profile {shlex.quote(profile)}"
        return f"Log in again: aws sso login{chosen}"
    if error.name == "ProfileNotFound":
        return _closest(settings.profile_name, settings.profile_names)
    if error.name == "InvalidRegionError":
        return _closest_region(error, settings)
    if error.name == "EndpointConnectionError":
        return _closest_region(error, settings) or _endpoint_setting(settings)
    if error.name == "ProxyConnectionError":
        return _proxy_setting(error, settings)
    if error.name == "NoCredentials":
        return _sources_of_credentials(settings)
    return None


def _after_denial(error: CommandError, settings: Settings) -> str | None:
    if "not authorized to perform" in error.message:  # IAM says who lacks which permission
        return None
    domain = f"domain {error.domain_identifier}, " if error.domain_identifier else ""
    also = " A domain that does not exist gets the same answer." if domain else ""
    credentials = error.credentials or settings.identity
    return f"Sent to {domain}Region {error.region}, with {credentials}.{also}"


def _after_not_found(error: CommandError) -> str | None:
    run = error.run_identifier
    return (
        f"--identifier takes a run, but {run} is a domain." if DOMAIN.accepts(run or "") else None
    )


def _closest(name: str, names: Iterable[str]) -> str | None:
    found = get_close_matches(name, list(names))
    # Two letters in the wrong order are a likely mistake: us-esat-1 is us-east-1, not us-west-1.
    found.sort(key=lambda match: sorted(match) != sorted(name))
    return f"Did you mean {found[0]}?" if found else None


def _closest_region(error: CommandError, settings: Settings) -> str | None:
    """The Region with the closest name, if the one in use does not have DataZone."""
    region = error.region or settings.named_region or settings.configured("region")
    names = [name for name, _ in regions()]
    if region is None or region in names:
        return None
    closest = _closest(region, names)
    return closest and f"{region} is not a Region with DataZone. {closest}"


def _endpoint_setting(settings: Settings) -> str | None:
    """Where the URL of the endpoint was set, if it was."""
    urls = {
        "--endpoint-url": settings.endpoint_url,
        "AWS_ENDPOINT_URL_DATAZONE": settings.environ.get("AWS_ENDPOINT_URL_DATAZONE"),
        "AWS_ENDPOINT_URL": settings.environ.get("AWS_ENDPOINT_URL"),
        "endpoint_url in the profile": settings.configured("endpoint_url"),
    }
    for name, url in urls.items():
        if url:
            is_local = any(host in url for host in _LOOPBACK)
            question = " Is the sandbox still running?" if is_local else ""
            return f"This URL comes from {name}.{question}"
    return None


def _proxy_setting(error: CommandError, settings: Settings) -> str | None:
    """Which variable sets the proxy, unless its URL has a password, which the error hides."""
    for name in _PROXY_VARIABLES:
        proxy = settings.environ.get(name)
        if proxy and proxy in error.message:
            return f"This proxy comes from {name}. NO_PROXY lists hosts to reach without it."
    return None


def _sources_of_credentials(settings: Settings) -> str:
    others = [name for name in settings.profile_names if name != settings.profile_name]
    if not others:
        return "Or log in with aws sso login, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
    more = ", …" if len(others) > _MOST_NAMES else ""
    return f"Or pass --profile with one of your profiles: {', '.join(others[:_MOST_NAMES])}{more}"
