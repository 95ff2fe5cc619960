"""Settings: what the options, the environment and the user's AWS configuration say, read once.

Region, credentials, endpoint and retries are resolved by botocore; see aws/session.py.
"""

import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from copy import copy
from functools import cached_property
from typing import NamedTuple

from . import PROGRAM
from .errors import FailureError
from .options import Options

_CONFIG = ("AWS_CONFIG_FILE", "~/.aws/config")
_CREDENTIALS = ("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")
_ALIASES = "~/.aws/cli/alias"
_OPERATION = (
    (["toplevel"], "datazone"),
    (["command", "datazone"], "cancel-metadata-generation-run"),
)
"""Sections of the file with aliases, and the names in them that are words of this operation."""

_Section = tuple[list[str], dict[str, str]]
"""The words in a section's name, and its settings."""


class _File(NamedTuple):
    path: str
    sections: list[_Section] | None
    """None if the file cannot be parsed."""


class Settings:
    """The settings of one invocation. Files are read when the first setting of a profile is used.

    `require_files` refuses files that cannot be parsed; for completion, they count as empty.
    """

    def __init__(self, options: Options, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.profile = options.profile or None
        """The value of `--profile`; see also `profile_name`."""
        self.region = options.region
        """The value of `--region`; see also `named_region`."""
        self.endpoint_url = options.endpoint_url
        self.verify = False if options.no_verify_ssl else options.ca_bundle
        """False, or the path of certificates to trust; None means botocore's default."""
        self.sign_requests = not options.no_sign_request
        self.read_timeout = options.cli_read_timeout
        """Seconds, as typed; likewise the next one."""
        self.connect_timeout = options.cli_connect_timeout
        self.file_encoding = environ.get("AWS_CLI_FILE_ENCODING")
        """The encoding of files that options refer to; None means that of the locale."""
        self.max_rate = options.max_rate
        """Cancellations per second, if there are many; 0 means no limit."""
        self.max_concurrency = options.max_concurrency
        """Requests in flight, if there are many."""
        self.words = options.words
        """The command line, spelled out."""
        self._options = options

    @property
    def profile_name(self) -> str:
        """The name of the profile in use, which may not exist."""
        variables = map(self.environ.get, ("AWS_PROFILE", "AWS_DEFAULT_PROFILE"))
        return next((name for name in (self.profile, *variables) if name is not None), "default")

    @property
    def named_region(self) -> str | None:
        """The Region named by `--region` or the environment, without looking any further."""
        variables = map(self.environ.get, ("AWS_REGION", "AWS_DEFAULT_REGION"))
        return next((name for name in (self.region, *variables) if name is not None), None)

    @property
    def named_endpoint(self) -> str | None:
        """The URL of the endpoint that the options, the environment or the profile name."""
        variables = map(self.environ.get, ("AWS_ENDPOINT_URL_DATAZONE", "AWS_ENDPOINT_URL"))
        return next(filter(None, (self.endpoint_url, *variables)), None) or self.configured(
            "endpoint_url"
        )

    def in_region(self, region: str | None) -> "Settings":
        """These settings with another `--region`; None means the same one."""
        settings = copy(self)
        settings.region = region or self.region
        return settings

    @property
    def identity(self) -> str:
        """Whose credentials are used: botocore prefers those in the environment."""
        key = self.environ.get("AWS_ACCESS_KEY_ID")
        return f"access key {key}" if key and not self.profile else f"profile {self.profile_name}"

    def require_files(self) -> None:
        """Raises FailureError if a file cannot be parsed."""
        for file in (self._config, self._credentials, self._aliases):
            if file.sections is None:
                raise FailureError(
                    f"Unable to parse config file: {file.path}",
                    hint="Each line of it is [<section>], <name> = <value>, or starts with #.",
                )

    def require_no_customization(self) -> None:
        """Raises FailureError if `aws` would send something else: plugins may change the endpoint,
        and aliases any option.
        """
        plugins = _last_section(self._config, ["plugins"])
        names = [name for name in plugins if name != "cli_legacy_plugin_path"]
        if names and len(names) < len(plugins) and not self.named_endpoint:
            raise FailureError(
                f"Plugins of the AWS CLI are not loaded, and may change the endpoint:"
                f" {', '.join(names)}. Pass --endpoint-url to say where requests go."
            )
        for words, name in _OPERATION:
            alias = _last_section(self._aliases, words).get(name, name).strip()
            # An alias that calls this command has already been applied.
            calls_this = alias.startswith("!") and PROGRAM in alias
            if alias != name and not calls_this:  # it may contain a secret
                raise FailureError(
                    f"The alias {name} in {_ALIASES} changes this operation, and is not applied"
                    " here. Use aws, or remove the alias."
                )

    @cached_property
    def error_format(self) -> str:
        """The format of errors: `--cli-error-format`, the environment or the profile."""
        configured = self.configured("cli_error_format", variable="AWS_CLI_ERROR_FORMAT")
        return self._options.cli_error_format or (configured or "legacy").lower()

    @cached_property
    def output_format(self) -> str | None:
        """The format of output: `--output`, the environment or the profile; None if not chosen."""
        return self._options.output or self.configured("output", variable="AWS_DEFAULT_OUTPUT")

    @cached_property
    def pager(self) -> Sequence[str]:
        """The command of the pager, as the AWS CLI chooses it; empty if there is none."""
        configured = self.configured("cli_pager", variable="AWS_PAGER")
        command = self.environ.get("PAGER", "less") if configured is None else configured
        plain = self._options.no_cli_pager or self._options.progress == "plain"
        if plain or self.environ.get("TERM") == "dumb":
            return ()
        import shlex

        with suppress(ValueError):  # a single quote
            return shlex.split(command)
        return ()

    @cached_property
    def default_domain(self) -> str | None:
        """The domain to use if none is given: from the environment or the profile."""
        variable = "DATAZONE_DOMAIN_IDENTIFIER"
        return self.configured(variable.lower(), variable=variable) or None

    @cached_property
    def prompts_enabled(self) -> bool:
        """Whether to ask for what is missing: `--cli-auto-prompt`, the environment or profile."""
        options = self._options
        if options.generate_cli_skeleton:
            return False
        if options.cli_auto_prompt or options.no_cli_auto_prompt:
            return options.cli_auto_prompt
        configured = self.configured("cli_auto_prompt", variable="AWS_CLI_AUTO_PROMPT")
        return (configured or "off").lower() in ("on", "on-partial")

    def configured(self, name: str, *, variable: str | None = None) -> str | None:
        """A setting as the AWS CLI finds it: in the environment, then in the profile."""
        if variable is not None and (value := self.environ.get(variable)) is not None:
            return value
        in_credentials = _last_section(self._credentials, [self.profile_name])
        in_config = _last_section(self._config, ["profile", self.profile_name])
        return in_credentials.get(name, in_config.get(name))

    @property
    def profile_names(self) -> list[str]:
        """The names of all profiles, sorted."""
        in_credentials = [
            words[0] for words, _ in self._credentials.sections or () if len(words) == 1
        ]
        in_config = [
            words[-1]
            for words, _ in self._config.sections or ()
            if words == ["default"] or (len(words) == 2 and words[0] == "profile")
        ]
        return sorted({*in_credentials, *in_config})

    @cached_property
    def _config(self) -> _File:
        return _read_file(_path(_CONFIG, self.environ))

    @cached_property
    def _credentials(self) -> _File:
        return _read_file(_path(_CREDENTIALS, self.environ))

    @cached_property
    def _aliases(self) -> _File:
        return _read_file(os.path.expanduser(_ALIASES), has_nested_settings=False)


def custom_endpoint(url: str | None, region: str | None) -> str | None:
    """The URL without a password; None if it is where the Region has DataZone by default."""
    default = rf"datazone\.{re.escape(region or '')}\.api\.(aws|amazonwebservices\.[a-z.]+)"
    if url is None or re.fullmatch(f"https://{default}(/.*)?", url):
        return None
    return without_password(url)


def without_password(url: str) -> str:
    """The URL without a user name and a password."""
    return re.sub("//[^/]*@", "//", url, count=1)


def _last_section(file: _File, words: list[str]) -> dict[str, str]:
    """The last section with this name; like botocore, accept [default] for [profile default]."""
    names = (words, ["default"] if words[-1] == "default" else words)
    found = [settings for name, settings in file.sections or () if name in names]
    return found[-1] if found else {}


def _path(file: tuple[str, str], environ: Mapping[str, str]) -> str:
    variable, default = file
    return os.path.expandvars(os.path.expanduser(environ.get(variable, default)))


def _read_file(path: str, *, has_nested_settings: bool = True) -> _File:
    if not os.path.isfile(path):
        return _File(path, [])
    import shlex
    from configparser import Error, RawConfigParser

    parser, sections = RawConfigParser(), []
    try:
        parser.read(path)  # nothing if the file cannot be opened
    except (Error, UnicodeDecodeError):
        return _File(path, None)
    for name in parser.sections():
        settings = dict(parser.items(name))
        if has_nested_settings and any(map(_is_broken, settings.values())):
            return _File(path, None)
        with suppress(ValueError):  # a single quote in a name
            sections.append((shlex.split(name), settings))
    return _File(path, sections)


def _is_broken(value: str) -> bool:
    """Whether a value has indented lines that are no settings."""
    lines = value.splitlines() if value.startswith("\n") else []
    return any("=" not in line for line in lines if line.strip())
