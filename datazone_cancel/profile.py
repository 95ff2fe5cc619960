"""Profiles, and settings of the command itself, in the user's configuration; without botocore.

What concerns the service (Region, credentials, endpoints, retries) botocore reads.
"""

import os
from contextlib import suppress

from .options import Options

_CONFIG = ("AWS_CONFIG_FILE", "~/.aws/config")
_CREDENTIALS = ("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")


def chosen(options: Options) -> str:
    """The profile's name, which may be that of none."""
    names = (options.profile or None, *map(os.environ.get, ("AWS_PROFILE", "AWS_DEFAULT_PROFILE")))
    return next((name for name in names if name is not None), "default")


def credentials(options: Options) -> str:
    """Whose credentials count, as botocore looks for them: those of the environment first."""
    key = os.environ.get("AWS_ACCESS_KEY_ID")
    return f"access key {key}" if key and not options.profile else f"profile {chosen(options)}"


def error_format(options: Options) -> str:
    """What `--cli-error-format` is, or what stands in for it."""
    if options.cli_error_format:
        return options.cli_error_format
    configured = setting("cli_error_format", options, variable="AWS_CLI_ERROR_FORMAT")
    return (configured or "legacy").lower()


def asks(options: Options) -> bool:
    """Whether what is missing is asked for: `--cli-auto-prompt`, or what stands in for it.

    A skeleton needs nothing.
    """
    if options.generate_cli_skeleton:
        return False
    if options.cli_auto_prompt or options.no_cli_auto_prompt:
        return options.cli_auto_prompt
    configured = setting("cli_auto_prompt", options, variable="AWS_CLI_AUTO_PROMPT")
    return (configured or "off").lower() in ("on", "on-partial")


def setting(name: str, options: Options, *, variable: str) -> str | None:
    """A setting as the AWS CLI finds it: in the environment, then in the profile."""
    if (value := os.environ.get(variable)) is not None:
        return value
    profile = chosen(options)
    in_credentials = _section(_CREDENTIALS, [profile])
    in_config = _section(_CONFIG, ["profile", profile])
    return in_credentials.get(name, in_config.get(name))


def names() -> list[str]:
    """Of all profiles."""
    in_credentials = [words[0] for words, _ in _sections(_CREDENTIALS) if len(words) == 1]
    in_config = [
        words[-1]
        for words, _ in _sections(_CONFIG)
        if words == ["default"] or (len(words) == 2 and words[0] == "profile")
    ]
    return sorted({*in_credentials, *in_config})


def _section(file: tuple[str, str], words: list[str]) -> dict[str, str]:
    """The last section of the file whose name has these words, as botocore tells them apart."""
    named = (words, ["default"] if words[-1] == "default" else words)
    found = [settings for name, settings in _sections(file) if name in named]
    return found[-1] if found else {}


def _sections(file: tuple[str, str]) -> list[tuple[list[str], dict[str, str]]]:
    """The words in the names of the file's sections, and what these sections set."""
    variable, default = file
    path = os.path.expandvars(os.path.expanduser(os.environ.get(variable, default)))
    if not os.path.isfile(path):
        return []
    import shlex
    from configparser import Error, RawConfigParser

    parser = RawConfigParser(default_section="")  # [DEFAULT] is nothing special
    sections = []
    # botocore says what is wrong with a file, where it matters.
    with suppress(Error, OSError, UnicodeDecodeError):
        parser.read(path)
        for name in parser.sections():
            with suppress(ValueError):  # an odd quote in a name
                sections.append((shlex.split(name), dict(parser.items(name))))
    return sections
