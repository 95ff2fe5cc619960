"""Profiles and the command's own settings in the user's configuration, read without botocore.

Everything that concerns the service (Region, credentials, endpoints, retries) is read by botocore.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress

from datazone_cancel.options import Options

_CONFIG = ("AWS_CONFIG_FILE", "~/.aws/config")
_CREDENTIALS = ("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")

Section = tuple[list[str], dict[str, str]]
"""The words in a section's name, and its settings."""


def profile_name(options: Options, environ: Mapping[str, str]) -> str:
    """The name of the profile in use, which may not exist."""
    variables = map(environ.get, ("AWS_PROFILE", "AWS_DEFAULT_PROFILE"))
    names = (options.profile or None, *variables)
    return next((name for name in names if name is not None), "default")


def describe_identity(options: Options, environ: Mapping[str, str]) -> str:
    """Whose credentials are used: botocore prefers those in the environment."""
    key = environ.get("AWS_ACCESS_KEY_ID")
    if key and not options.profile:
        return f"access key {key}"
    return f"profile {profile_name(options, environ)}"


def named_region(options: Options, environ: Mapping[str, str]) -> str | None:
    """The Region named by `--region` or the environment, without looking any further."""
    variables = map(environ.get, ("AWS_REGION", "AWS_DEFAULT_REGION"))
    return next((name for name in (options.region, *variables) if name is not None), None)


def error_format(options: Options, environ: Mapping[str, str]) -> str:
    """The format of errors: `--cli-error-format`, the environment or the profile."""
    if options.cli_error_format:
        return options.cli_error_format
    configured = setting("cli_error_format", options, environ, variable="AWS_CLI_ERROR_FORMAT")
    return (configured or "legacy").lower()


def output_format(options: Options, environ: Mapping[str, str]) -> str | None:
    """The format of output: `--output`, the environment or the profile; None if none is chosen."""
    return options.output or setting("output", options, environ, variable="AWS_DEFAULT_OUTPUT")


def default_domain(options: Options, environ: Mapping[str, str]) -> str | None:
    """The domain to use if none is given: from the environment or the profile."""
    variable = "DATAZONE_DOMAIN_IDENTIFIER"
    return setting(variable.lower(), options, environ, variable=variable) or None


def prompts_enabled(options: Options, environ: Mapping[str, str]) -> bool:
    """Whether to ask for what is missing: `--cli-auto-prompt`, the environment or the profile."""
    if options.generate_cli_skeleton:
        return False
    if options.cli_auto_prompt or options.no_cli_auto_prompt:
        return options.cli_auto_prompt
    configured = setting("cli_auto_prompt", options, environ, variable="AWS_CLI_AUTO_PROMPT")
    return (configured or "off").lower() in ("on", "on-partial")


def setting(
    name: str, options: Options, environ: Mapping[str, str], *, variable: str | None = None
) -> str | None:
    """A setting as the AWS CLI finds it: in the environment, then in the profile."""
    if variable is not None and (value := environ.get(variable)) is not None:
        return value
    profile = profile_name(options, environ)
    in_credentials = _last_section(_sections(_CREDENTIALS, environ), [profile])
    in_config = _last_section(_sections(_CONFIG, environ), ["profile", profile])
    return in_credentials.get(name, in_config.get(name))


def profile_names(environ: Mapping[str, str]) -> list[str]:
    """The names of all profiles, sorted."""
    in_credentials = [words[0] for words, _ in _sections(_CREDENTIALS, environ) if len(words) == 1]
    in_config = [
        words[-1]
        for words, _ in _sections(_CONFIG, environ)
        if words == ["default"] or (len(words) == 2 and words[0] == "profile")
    ]
    return sorted({*in_credentials, *in_config})


def regions() -> Iterator[tuple[str, str]]:
    """The Regions with DataZone in botocore's data, and their names."""
    import json

    path = os.path.join(os.path.dirname(__file__), "model", "endpoints.json")
    with open(path, encoding="utf-8") as file:
        partitions = json.load(file)["partitions"]
    for partition in partitions:
        for region in partition["services"].get("datazone", {}).get("endpoints", ()):
            yield region, partition["regions"].get(region, {}).get("description", "")


def _last_section(sections: list[Section], words: list[str]) -> dict[str, str]:
    """The last section with this name; like botocore, accept [default] for [profile default]."""
    names = (words, ["default"] if words[-1] == "default" else words)
    found = [settings for name, settings in sections if name in names]
    return found[-1] if found else {}


def _sections(file: tuple[str, str], environ: Mapping[str, str]) -> list[Section]:
    variable, default = file
    path = os.path.expandvars(os.path.expanduser(environ.get(variable, default)))
    if not os.path.isfile(path):
        return []
    import shlex
    from configparser import Error, RawConfigParser

    parser = RawConfigParser(default_section="")  # [DEFAULT] is an ordinary section
    sections = []
    # If the file matters, botocore reports what is wrong with it.
    with suppress(Error, OSError, UnicodeDecodeError):
        parser.read(path)
        for name in parser.sections():
            with suppress(ValueError):  # a single quote in a name
                sections.append((shlex.split(name), dict(parser.items(name))))
    return sections
