"""The request's parameters: from options, from files and from documents; and their skeletons.

What a value may be, and the sentences where it is not, are the AWS CLI's.
"""

import json
import os
from collections.abc import Mapping
from typing import Any

from .errors import UsageError
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

    Raises UsageError where a file cannot be read or a document is none.
    """
    given = {
        "domainIdentifier": _loaded("--domain-identifier", options.domain_identifier),
        "identifier": _loaded("--identifier", options.identifier),
    }
    documents = {
        "cli-input-json": _loaded("--cli-input-json", options.cli_input_json),
        "cli-input-yaml": _loaded("--cli-input-yaml", options.cli_input_yaml),
    }
    on_command_line = {name: value for name, value in given.items() if value is not None}
    return {**_members(documents), **on_command_line}


def _loaded(option: str, value: str | None) -> str | bytes | None:
    """The value, or what is in the file that it names by file:// or fileb://."""
    if value is None:
        return None
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


def _members(documents: Mapping[str, str | bytes | None]) -> dict[str, Any]:
    given = [(name, text) for name, text in documents.items() if text is not None]
    if not given:
        return {}
    if len(given) > 1:
        raise UsageError("Only one --cli-input- parameter may be specified.")
    [(name, text)] = given
    members = _from_json(text) if name == "cli-input-json" else _from_yaml(text)
    if not isinstance(members, dict):
        raise UsageError(
            f"Error parsing parameter '--{name}': Invalid type: expecting map,"
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
