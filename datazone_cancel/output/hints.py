"""The next step after an error or a report: one line, for terminals only."""

import re
import shlex
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches

from datazone_cancel.aws.regions import regions
from datazone_cancel.errors import CommandError
from datazone_cancel.input.identifiers import DOMAIN
from datazone_cancel.runs.model import FINISHED_PATTERN, Location, Outcome, Report
from datazone_cancel.settings import Settings

from .ending import command

_MOST_NAMES = 5
"""More profiles would not fit on a line."""
_PROXY_VARIABLES = ("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY")
"""botocore ignores ALL_PROXY."""
_LOOPBACK = ("//127.", "//localhost", "//[::1]")
_IGNORING = {
    Outcome.ALREADY_FINISHED: "--ignore-finished",
    Outcome.NOT_FOUND: "--ignore-not-found",
}
"""What is no failure with an option."""
_THROTTLING = "ThrottlingException"


def next_step(error: CommandError, settings: Settings) -> str | None:
    """What to do about an error, if its own message does not say it."""
    if error.hint:
        return error.hint
    step = _STEPS.get(error.name)
    return (step(error, settings) if step else None) or _after_lost_response(error, settings)


def step_after_report(
    report: Report, settings: Settings, successes: Collection[Outcome]
) -> str | None:
    """What to do about several runs that failed, if no error has said it."""
    if len(report.results) < 2 or report.stopped_early:
        return None
    failures = {each.outcome for each in report.results if each.outcome not in successes}
    codes = {result.reason.code for result in report.results if result.reason}
    if failures == {Outcome.NOT_FOUND} and report.counts().keys() == failures:
        return _list_runs(report.location, settings)
    if failures and failures <= _IGNORING.keys():
        options = " and ".join(sorted(_IGNORING[outcome] for outcome in failures))
        return f"{options} {'counts' if len(failures) == 1 else 'count'} such runs as successes."
    if "AccessDeniedException" in codes:
        credentials = report.credentials or settings.identity
        return f"Sent with {credentials}. Canceling a run needs a role in its project."
    if _THROTTLING in codes:
        rate = f"{settings.max_rate:g} per second" if settings.max_rate else "no limit"
        return (
            f"The service throttled. Try a lower --max-rate (now {rate}), or a higher"
            " AWS_MAX_ATTEMPTS."
        )
    return None


def _after_denial(error: CommandError, settings: Settings) -> str | None:
    if "not authorized to perform" in error.message:  # IAM says who lacks which permission
        return None
    domain = f"domain {error.domain_identifier}, " if error.domain_identifier else ""
    also = " A domain that does not exist gets the same answer." if domain else ""
    credentials = error.credentials or settings.identity
    return f"Sent to {domain}Region {error.region}, with {credentials}.{also}"


def _after_not_found(error: CommandError, settings: Settings) -> str | None:
    run = error.run_identifier
    if DOMAIN.accepts(run or ""):
        return f"--identifier takes a run, but {run} is a domain."
    return _list_runs(Location(error.domain_identifier or "", error.region), settings)


def _list_runs(location: Location, settings: Settings) -> str:
    return (
        f"Is domain {location.domain_identifier} in Region {location.region} the right one? To"
        f" list its runs: {_command(location, settings, '--all', '--dry-run')}"
    )


def _command(location: Location, settings: Settings, *more: str) -> str:
    """A command for the same domain, Region and account."""
    where = f"--domain-identifier={location.domain_identifier}", f"--region={location.region}"
    return command(settings.words, [*where, *more])


def _after_lost_response(error: CommandError, settings: Settings) -> str | None:
    """How to find out whether the service canceled the run, if its response is missing."""
    lost = error.name in ("ReadTimeoutError", "ConnectionClosedError") or (
        error.name == "InternalServerException" or error.name[:1] == "5"
    )
    if not (lost and error.operation == "cancel_metadata_generation_run"):
        return None
    location = Location(error.domain_identifier or "", error.region)
    check = f"--identifier={error.run_identifier}", "--dry-run=server"
    return f"The run may have been canceled. To check: {_command(location, settings, *check)}"


def _after_expiry(_error: CommandError, settings: Settings) -> str:
    if "AWS_ACCESS_KEY_ID" in settings.environ and not settings.profile:
        return (
            "The keys in the environment have expired: export new ones, or unset"
            " AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN to use a profile."
        )
    return f"Renew the credentials of profile {settings.profile_name}, or pass another --profile."


def _after_unknown_key(_error: CommandError, settings: Settings) -> str:
    return (
        f"Sent with {settings.identity}. The key may be deleted, or temporary and lack its"
        " AWS_SESSION_TOKEN."
    )


def _after_unknown_caller(error: CommandError, settings: Settings) -> str:
    credentials = error.credentials or settings.identity
    return (
        f"The domain does not know {credentials}: add its user or role to the domain, or pass"
        " another --profile."
    )


def _after_validation(error: CommandError, _settings: Settings) -> str | None:
    if re.search(FINISHED_PATTERN, error.message):
        return "There is nothing left to cancel. --ignore-finished counts this as success."
    return None


def _retry_setting(error: CommandError, settings: Settings) -> str | None:
    """Where an invalid number of attempts or retry mode was set."""
    for name, expected in (
        ("max_attempts", ", which takes a whole number, 1 or more"),
        ("retry_mode", ""),
    ):
        variable = f"AWS_{name.upper()}"
        value = settings.configured(name, variable=variable)
        # Other errors may contain the same number.
        if value and (f"'{value}'" if error.name == "ValueError" else value) in error.message:
            in_profile = f"{name} in profile {settings.profile_name}"
            source = variable if variable in settings.environ else in_profile
            return f"This value comes from {source}{expected}."
    return None


def _after_credential_process(_error: CommandError, settings: Settings) -> str | None:
    if settings.configured("credential_process"):  # which may contain a secret
        profile = settings.profile_name
        return f"Run the credential_process of profile {profile} alone to see why it fails."
    return None


def _sso_login(_error: CommandError, settings: Settings) -> str:
    profile = settings.profile_name
    chosen = "" if profile == "default" else f" --profile {shlex.quote(profile)}"
    return f"Log in again: aws sso login{chosen}"


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


def _after_no_connection(error: CommandError, settings: Settings) -> str:
    return (
        _closest_region(error, settings)
        or _endpoint_setting(settings)
        or "Check the Region, the network and its DNS. Behind a proxy, set HTTPS_PROXY."
    )


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


def _sources_of_credentials(_error: CommandError, settings: Settings) -> str:
    others = [name for name in settings.profile_names if name != settings.profile_name]
    if not others:
        return "Or log in with aws sso login, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
    return f"Or pass --profile with one of your profiles: {_enumerate(others)}"


def _after_unknown_profile(_error: CommandError, settings: Settings) -> str | None:
    names = settings.profile_names
    return _closest(settings.profile_name, names) or (
        f"Your profiles are: {_enumerate(names)}" if names else None
    )


def _enumerate(names: Sequence[str]) -> str:
    return f"{', '.join(names[:_MOST_NAMES])}{', …' if len(names) > _MOST_NAMES else ''}"


def _always(step: str) -> Callable[[CommandError, Settings], str]:
    return lambda _error, _settings: step


_STEPS: Mapping[str, Callable[[CommandError, Settings], str | None]] = {
    "403": _always(
        "This response did not come from DataZone. Look for a proxy, a VPC endpoint policy or a"
        " firewall on the way."
    ),
    "AccessDeniedException": _after_denial,
    "ConflictException": _always("Another request is changing the run: try again in a minute."),
    "ConnectTimeoutError": _after_no_connection,
    "CredentialRetrievalError": _after_credential_process,
    "EndpointConnectionError": _after_no_connection,
    "ExpiredToken": _after_expiry,
    "ExpiredTokenException": _after_expiry,
    "InvalidClientTokenId": _after_unknown_key,
    "InvalidMaxRetryAttemptsError": _retry_setting,
    "InvalidRegionError": _closest_region,
    "InvalidRetryModeError": _retry_setting,
    "InvalidSignatureException": _always(
        "Check that the secret key belongs to the access key, and the clock of this machine."
    ),
    "NoCredentials": _sources_of_credentials,
    "NoRegion": _always("Or pass --region, or set AWS_REGION."),
    "ProfileNotFound": _after_unknown_profile,
    "ProxyConnectionError": _proxy_setting,
    "RequestTimeTooSkewed": _always("Check the clock of this machine."),
    "ResourceNotFoundException": _after_not_found,
    "SSLError": _always(
        "--ca-bundle names the certificates to trust, such as those of a proxy that reads TLS."
    ),
    "SSOTokenLoadError": _sso_login,
    _THROTTLING: _always(
        "Others share the quota of the account. Try again later, or set a higher AWS_MAX_ATTEMPTS."
    ),
    "TokenRetrievalError": _sso_login,
    "UnauthorizedException": _after_unknown_caller,
    "UnauthorizedSSOTokenError": _sso_login,
    "UnrecognizedClientException": _after_unknown_key,
    "ValidationException": _after_validation,
    "ValueError": _retry_setting,
}
"""By the names of errors: those of the service and of botocore's exceptions."""
