"""Domains and runs as candidates for completion: in time or not at all, and cached briefly."""

import hashlib
import json
import os
import re
import stat
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from datazone_cancel.aws import config
from datazone_cancel.options import Options
from datazone_cancel.runs.model import TYPES
from datazone_cancel.input.identifiers import DOMAIN, RUN
from datazone_cancel.terminal import IO, escape_control_characters

_TIMEOUT = 1.5
"""Seconds for the service to respond; the whole command then takes less than two."""
_TTL = 30
"""Seconds to keep a response: about as long as a run takes for one asset."""

Row = list[str]
"""A domain: identifier, name. A run: identifier, description, target, project, creator, types."""
_COLUMNS = {"target_identifier": 2, "owning_project_identifier": 3, "created_by": 4}
_TYPES_COLUMN = 5
"""The first column with a type."""


def service_candidates(
    name: str, parameters: Mapping[str, Any], io: IO
) -> Iterator[tuple[str, str]]:
    """The values of an option, and what a shell shows beside each of them.

    They are the available domains, the cancelable runs that are not on the command line yet, or
    the types, targets, projects and creators of the cancelable runs. There are none if the service
    does not respond in time.
    """
    options = Options(**{key: value for key, value in parameters.items() if value is not None})
    if name == "domain_identifier":
        options.domain_identifier = None
        rows = _cached(options, io)
        yield from (
            (row[0], escape_control_characters(row[1])) for row in rows if DOMAIN.accepts(row[0])
        )
        return
    options.domain_identifier = _domain(options, io.environ)
    runs = _cached(options, io) if options.domain_identifier else []
    if name == "identifier":
        given = options.identifier
        candidates = (row for row in runs if RUN.accepts(row[0]) and row[0] not in given)
        yield from ((row[0], escape_control_characters(row[1])) for row in candidates)
    elif name == "type":
        counts = Counter(type_ for row in runs for type_ in row[_TYPES_COLUMN:])
        yield from ((type_, _runs(counts[type_])) for type_ in TYPES)
    else:
        column = _COLUMNS[name]
        counts = Counter(row[column] for row in runs if row[column])
        yield from ((value, _runs(count)) for value, count in counts.most_common())


def _runs(count: int) -> str:
    return f"{count} run{'s' * (count != 1)}" if count else ""


def _domain(options: Options, environ: Mapping[str, str]) -> str | None:
    """The domain on the command line or the default one; None if it is not known or not valid.

    Shells do not expand variables before they ask for candidates.
    """
    domain = options.domain_identifier
    if domain is None:
        domain = config.default_domain(options, environ)
    elif variable := re.fullmatch(r"\$(?:(\w+)|\{(\w+)\})", domain, re.ASCII):
        domain = environ.get(variable[1] or variable[2])
    return domain if domain is not None and DOMAIN.accepts(domain) else None


def _cached(options: Options, io: IO) -> list[Row]:
    folder = _cache_folder(io.environ)
    if folder is None:
        return _fetch(options, io)[0]
    path = os.path.join(folder, "completion.json")
    entries: dict[str, Any] = {}
    now = time.time()
    with suppress(Exception):  # the file may have any content
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        entries = {
            key: {
                "at": entry["at"],
                "rows": [list(map(str, row)) for row in entry["rows"]],
            }
            for key, entry in content.items()
            if 0 <= now - entry["at"] < _TTL
        }
    key = _cache_key(options, io.environ)
    if key not in entries:
        rows, complete = _fetch(options, io)
        if not complete:
            return rows
        entries[key] = {"at": now, "rows": rows}
        with suppress(OSError):
            _replace(path, json.dumps(entries))
    return list(entries[key]["rows"])


def _replace(path: str, text: str) -> None:
    """Replace a file as a whole, because several shells may complete at once."""
    new = f"{path}.{os.getpid()}"
    try:
        with open(new, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(new, path)
    except OSError:
        os.unlink(new)
        raise


def _cache_folder(environ: Mapping[str, str]) -> str | None:
    """A folder that belongs to the user and that nobody else can read; None if there is none."""
    parent = environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(parent):  # the XDG specification says to ignore it then
        parent = os.path.expanduser("~/.cache")
    if not os.path.isabs(parent):  # there is no home
        return None
    folder = os.path.join(parent, "datazone-cancel")
    with suppress(OSError):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        found = os.lstat(folder)
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid():
            os.chmod(folder, 0o700)
            return folder
    return None


def _cache_key(options: Options, environ: Mapping[str, str]) -> str:
    """A hash of what the response depends on, without secrets."""
    variables = {
        name: value
        for name, value in environ.items()
        if name.startswith("AWS_") and not name.endswith(("_SECRET_ACCESS_KEY", "_TOKEN"))
    }
    chosen = (options.domain_identifier, options.profile, options.region, options.endpoint_url)
    return hashlib.sha256(json.dumps([chosen, variables], sort_keys=True).encode()).hexdigest()


def _fetch(options: Options, io: IO) -> tuple[list[Row], bool]:
    """What the service returns in time, and whether that is everything."""
    rows: list[Row] = []
    complete = threading.Event()

    def fetch() -> None:
        # Errors are reported when the command runs.
        with suppress(Exception):
            list_ = _list_runs if options.domain_identifier else _list_domains
            rows.extend(list_(options, io))
            complete.set()

    # Resolving a name or importing a library cannot be interrupted; a thread can be abandoned.
    thread = threading.Thread(target=fetch, daemon=True)
    thread.start()
    thread.join(_TIMEOUT)
    return list(rows), complete.is_set()


def _list_domains(options: Options, io: IO) -> Iterator[Row]:
    from datazone_cancel.aws.client import DataZone

    for page in DataZone(options, io, interactive=False).list_domains():
        yield from map(list, page)


def _list_runs(options: Options, io: IO) -> Iterator[Row]:
    from datazone_cancel.aws.client import DataZone
    from datazone_cancel.runs.selection import Filters, cancelable_runs

    service = DataZone(options, io, interactive=False)
    domain = options.domain_identifier
    assert domain
    for run in cancelable_runs(service, domain_identifier=domain, filters=Filters()):
        yield [
            run.identifier,
            " ".join(filter(None, (run.status, *run.types, run.age))),
            run.target_identifier or "",
            run.owning_project_identifier or "",
            run.created_by or "",
            *run.types,
        ]
