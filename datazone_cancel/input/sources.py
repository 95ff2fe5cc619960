"""Read the input from the command line, files, standard input and input documents.

Values are read, and errors worded, as in AWS CLI v2.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from datazone_cancel.errors import FailureError, UsageError, describe
from datazone_cancel.folders import expand_path
from datazone_cancel.options import Options
from datazone_cancel.settings import Settings
from datazone_cancel.terminal import IO, write_lines

from .identifiers import DOMAIN, RUN, shorten
from .model import PARAMETERS, AllRuns, IdentifierList, Input, OneRun, RecordedRuns, Source

_FILE_PREFIXES = ("file://", "fileb://")
_LONGEST_START = 10_000
"""Characters of a list that show whether it is a report."""


def read_input(options: Options, settings: Settings, io: IO) -> Input:
    """Read everything that the options refer to. The command line has priority over a document.

    Raises UsageError if a file or document cannot be read, or if a list is empty, and FailureError
    if AWS_CLI_FILE_ENCODING is unknown.
    """
    if options.resume is not None:
        return _read_record(options, options.resume)
    domain = options.domain_identifier
    arguments = {
        DOMAIN.name: domain and _load("--domain-identifier", domain, settings.file_encoding),
        RUN.name: AllRuns()
        if options.all
        else _read_runs(options.identifier, settings.file_encoding, io),
    }
    given = {name: value for name, value in arguments.items() if value is not None}
    document = _read_document(options, settings.file_encoding)
    if options.all and RUN.name in document:
        raise UsageError(
            "--all cancels all runs, but the input document names one run: remove --all or that"
            " identifier."
        )
    return _input({**document, **given})


def _read_record(options: Options, path: str) -> Input:
    """The runs of a record. Raises UsageError if the command line contradicts it."""
    from datazone_cancel.runs.record import resume

    resumed = resume(expand_path(path), append=not options.dry_run)
    location = resumed.location
    for option, given, recorded in (
        ("--domain-identifier", options.domain_identifier, location.domain_identifier),
        ("--region", options.region, location.region),
    ):
        if given is not None and recorded is not None and given != recorded:
            if resumed.record:
                resumed.record.close()
            raise UsageError(f"{option} is {given}, but the runs of {path} are in {recorded}")
    known_runs = {
        identifier: result.run for identifier, result in resumed.results.items() if result.run
    }
    return Input(location.domain_identifier, RecordedRuns(resumed), known_runs=known_runs)


def _input(parameters: Mapping[str, Any]) -> Input:
    """The input with these parameters; those from a document may have any name and type."""
    names = ", ".join(PARAMETERS)
    unknown = {
        name: f'Unknown parameter in input: "{shorten(str(name))}", must be one of: {names}'
        for name in parameters
        if name not in PARAMETERS
    }
    mistyped = {
        name: f"Invalid type for parameter {name}, value: {shorten(str(value))},"
        f" type: {type(value)}, valid types: <class 'str'>"
        for name, value in parameters.items()
        if name in PARAMETERS and not isinstance(value, (str, OneRun, IdentifierList, AllRuns))
    }
    domain, runs = (
        str(parameters[name]) if name in mistyped else parameters.get(name) for name in PARAMETERS
    )
    return Input(
        domain_identifier=domain,
        runs=OneRun(runs) if isinstance(runs, str) else runs,
        malformed={**unknown, **mistyped},
    )


def _read_runs(
    values: Sequence[str], encoding: str | None, io: IO
) -> str | bytes | OneRun | IdentifierList | None:
    """One identifier as the AWS CLI reads it, or a list."""
    if not values:
        return None
    if len(values) == 1 and not values[0].startswith("file://") and values[0] != "-":
        return _load("--identifier", values[0], encoding)
    sources = [_read_source(value, encoding, io) for value in values]
    listed = IdentifierList(sources)
    if not listed.identifiers:
        names = dict.fromkeys("standard input" if value == "-" else value for value in values)
        raise UsageError(
            f"There is no identifier in {' or '.join(names)}: nothing to cancel.",
            hint="Did the command that writes the list fail?",
        )
    if len(values) == len(listed.identifiers) == 1 and values[0] != "-":
        return OneRun(*next(sources[0].located_words()))
    return listed


def _read_source(value: str, encoding: str | None, io: IO) -> Source:
    if value == "-":
        return _list("standard input", _read_stdin(io))
    loaded = _load("--identifier", value, encoding)
    text = loaded.decode(errors="surrogateescape") if isinstance(loaded, bytes) else loaded
    return _list(value, text) if value.startswith(_FILE_PREFIXES) else Source(None, text)


def _list(name: str, text: str) -> Source:
    """Raises UsageError if the list is a table, or a report or a record of this program."""
    from .tables import describe_table

    start = text[:_LONGEST_START].lstrip("\ufeff \t\r\n")
    if start.startswith("{") and re.search('"outcome": *"', start):
        path = name.partition("://")[2] or "FILE, after saving it in a file"
        raise UsageError(
            f"{name} is a report, not a list: to continue with its runs, pass --resume {path}"
        )
    if not start.startswith(("{", "[")) and (problem := describe_table(name, text)):
        raise UsageError(problem)
    return Source(name, text)


def _read_stdin(io: IO) -> str:
    if io.stdin is None:
        raise UsageError("Standard input is closed: there are no identifiers to read.")
    if io.stdin_is_terminal:
        write_lines(io.stderr, ["Type the identifiers of runs, then Ctrl-D:"])
    try:
        return io.stdin.buffer.read().decode(errors="surrogateescape")
    except OSError as error:
        raise UsageError(f"Cannot read standard input: {error.strerror}") from error


def _load(option: str, value: str, encoding: str | None) -> str | bytes:
    """The value, or the content of the file that it refers to by file:// or fileb://."""
    path = expand_path(value.partition("://")[2])
    try:
        if value.startswith("file://"):
            with open(path, encoding=_locale_encoding() if encoding is None else encoding) as file:
                return file.read()
        if value.startswith("fileb://"):
            with open(path, "rb") as file:
                return file.read()
    except UnicodeError:
        raise UsageError(
            f"Error parsing parameter '{option}': Unable to load paramfile ({path}), text"
            " contents could not be decoded.  If this is a binary file, please use the fileb://"
            " prefix instead of the file:// prefix."
        ) from None
    except LookupError as error:  # AWS_CLI_FILE_ENCODING names an unknown encoding
        hint = "This encoding comes from AWS_CLI_FILE_ENCODING."
        raise FailureError(describe(error), hint=hint) from error
    except OSError as error:
        hint = ""
        with suppress(OSError):  # the working directory may have been deleted
            hint = f"This is the file {os.path.abspath(path)}"
        raise UsageError(
            f"Error parsing parameter '{option}': Unable to load paramfile {value}: {error}",
            hint=hint,
        ) from error
    return value


def _locale_encoding() -> str | None:
    """UTF-8 in the C locale, which Python takes for ASCII if PYTHONUTF8 is 0."""
    import locale

    return "utf-8" if locale.setlocale(locale.LC_CTYPE) in ("C", "POSIX") else None


def _read_document(options: Options, encoding: str | None) -> dict[str, Any]:
    """The members of the input document; none if there is no document."""
    loaded = dict(_load_documents(options, encoding))
    if not loaded:
        return {}
    if len(loaded) > 1:
        raise UsageError("Only one --cli-input- parameter may be specified.")
    [(name, text)] = loaded.items()
    try:
        members = _parse_json(text) if name == "--cli-input-json" else _parse_yaml(text)
    except RecursionError as error:
        raise FailureError(describe(error)) from error
    if not isinstance(members, dict):
        raise UsageError(
            f"Error parsing parameter '{name}': Invalid type: expecting map,"
            f" received {type(members)}"
        )
    return members


def _load_documents(options: Options, encoding: str | None) -> Iterator[tuple[str, str | bytes]]:
    for name, value in (
        ("--cli-input-json", options.cli_input_json),
        ("--cli-input-yaml", options.cli_input_yaml),
    ):
        if value is not None:
            yield name, _load(name, value, encoding)


def _parse_json(text: str | bytes) -> Any:
    import json

    try:
        return json.loads(text)
    except ValueError as error:
        raise UsageError(
            "Error parsing parameter 'cli-input-json': Invalid JSON received.",
            hint="For a template: --generate-cli-skeleton",
        ) from error


def _parse_yaml(text: str | bytes) -> Any:
    from datazone_cancel import yaml12

    try:
        return yaml12.load(text)
    except ValueError as error:
        raise UsageError(
            "Error parsing parameter 'cli-input-yaml': Invalid YAML received.",
            hint="For a template: --generate-cli-skeleton yaml-input",
        ) from error
