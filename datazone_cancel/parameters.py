"""The request's parameters: from options, from files and from documents; and their skeletons.

What a value may be, and the sentences where it is not, are the AWS CLI's.
"""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from .errors import UsageError
from .identifiers import Listed, Source
from .options import Options

SKELETONS = {
    "input": """\
{
    "domainIdentifier": "",
    "identifier": ""
}
""",
    "yaml-input": """\
domainIdentifier: ''  # [REQUIRED] The ID of the Amazon DataZone domain in which the metadata\
 generation run is to be cancelled.
identifier: '' # [REQUIRED] The ID of the metadata generation run.
""",
}
"""What `--generate-cli-skeleton` prints; `output` is the answer of the service, which is empty."""


def from_options(options: Options) -> dict[str, Any]:
    """The parameters, named as in the API; the command line comes before a document.

    `identifier` is Listed where there may be several, and Listed without values for `--all`. Raises
    UsageError where a file cannot be read, a document is none, or a list is empty.
    """
    domain = options.domain_identifier
    given = {
        "domainIdentifier": domain and _loaded("--domain-identifier", domain),
        "identifier": Listed(()) if options.all else _identifiers(options.identifier),
    }
    words = {"--cli-input-json": options.cli_input_json, "--cli-input-yaml": options.cli_input_yaml}
    loaded = {name: _loaded(name, word) for name, word in words.items() if word is not None}
    members = _members(loaded)
    if options.all and "identifier" in members:
        raise UsageError("--all takes all runs, and the document names one: give one of the two.")
    return {**members, **{name: value for name, value in given.items() if value is not None}}


def _identifiers(values: Sequence[str]) -> str | bytes | Listed | None:
    """One identifier as the AWS CLI takes it, or a list where there may be several."""
    if not values:
        return None
    if len(values) == 1 and not values[0].startswith("file://") and values[0] != "-":
        return _loaded("--identifier", values[0])
    listed = Listed(list(map(_source, values)))
    if not listed.values:
        names = " or ".join("standard input" if value == "-" else value for value in values)
        raise UsageError(f"There is no identifier in {names}: nothing to cancel.")
    if len(values) == len(listed.values) == 1 and values[0] != "-":
        return listed.values[0]
    return listed


def _source(value: str) -> Source:
    if value == "-":
        return Source("standard input", _standard_input())
    loaded = _loaded("--identifier", value)
    text = loaded.decode(errors="surrogateescape") if isinstance(loaded, bytes) else loaded
    return Source(value if value.startswith(("file://", "fileb://")) else None, text)


def _standard_input() -> str:
    if sys.stdin is None:
        raise UsageError("Standard input is closed: there are no identifiers to read.")
    try:
        return sys.stdin.buffer.read().decode(errors="surrogateescape")
    except OSError as error:
        raise UsageError(f"Standard input cannot be read: {error.strerror}") from error


def _loaded(option: str, value: str) -> str | bytes:
    """The value, or what is in the file that it names by file:// or fileb://."""
    try:
        if value.startswith("file://"):
            with open(_path(value), encoding=os.environ.get("AWS_CLI_FILE_ENCODING")) as file:
                return file.read()
        if value.startswith("fileb://"):
            with open(_path(value), "rb") as file:
                return file.read()
    except UnicodeDecodeError:
        raise UsageError(
            f"Error parsing parameter '{option}': Unable to load paramfile ({_path(value)}), text"
            " contents could not be decoded.  If this is a binary file, please use the fileb://"
            " prefix instead of the file:// prefix."
        ) from None
    except OSError as error:
        raise UsageError(
            f"Error parsing parameter '{option}': Unable to load paramfile {value}: {error}"
        ) from error
    return value


def _path(value: str) -> str:
    return os.path.expandvars(os.path.expanduser(value.partition("://")[2]))


def _members(documents: Mapping[str, str | bytes]) -> dict[str, Any]:
    if not documents:
        return {}
    if len(documents) > 1:
        raise UsageError("Only one --cli-input- parameter may be specified.")
    [(name, text)] = documents.items()
    members = _from_json(text) if name == "--cli-input-json" else _from_yaml(text)
    if not isinstance(members, dict):
        raise UsageError(
            f"Error parsing parameter '{name}': Invalid type: expecting map,"
            f" received {type(members)}"
        )
    return members


def _from_json(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise UsageError(
            "Error parsing parameter 'cli-input-json': Invalid JSON received."
        ) from error


def _from_yaml(text: str | bytes) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        raise UsageError(
            "Error parsing parameter 'cli-input-yaml': Invalid YAML received."
        ) from error
