"""Domains and runs as candidates for completion: in time or not at all, and cached briefly."""

import hashlib
import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from datazone_cancel.folders import private_folder, replace_file
from datazone_cancel.input.identifiers import DOMAIN, RUN
from datazone_cancel.options import Options
from datazone_cancel.runs.background import produce_in_background
from datazone_cancel.runs.fields import SELECTABLE, age
from datazone_cancel.runs.model import TYPES
from datazone_cancel.settings import Settings
from datazone_cancel.terminal import IO, escape_control_characters

_TIMEOUT = 1.5
"""Seconds for the service to respond; the whole command then takes less than two."""
_TTL = 30
"""Seconds to keep a response: about as long as a run takes for one asset."""


class _Candidate(NamedTuple):
    """A domain or a run."""

    identifier: str
    description: str
    values: Mapping[str, list[str]]
    """The values of a run by which options select runs, by member of Options."""


def service_candidates(
    name: str, parameters: Mapping[str, Any], io: IO
) -> Iterator[tuple[str, str]]:
    """The values of an option, and what a shell shows beside each of them.

    They are the available domains, the cancelable runs that are not on the command line yet, or
    the types, targets, projects and creators of the cancelable runs. There are none if the service
    does not respond in time.
    """
    options = Options(**{key: value for key, value in parameters.items() if value is not None})
    settings = Settings(options, io.environ)
    if name == "domain_identifier":
        domains = _cached(settings, None, io)
        yield from (
            (domain.identifier, escape_control_characters(domain.description))
            for domain in domains
            if DOMAIN.accepts(domain.identifier)
        )
        return
    domain = _domain(options, settings)
    runs = _cached(settings, domain, io) if domain else []
    if name == "identifier":
        yield from (
            (run.identifier, escape_control_characters(run.description))
            for run in runs
            if RUN.accepts(run.identifier) and run.identifier not in options.identifier
        )
        return
    counts = Counter(value for run in runs for value in run.values.get(name, ()) if value)
    if name == "type":
        yield from ((type_, _runs(counts[type_])) for type_ in TYPES)
    else:
        yield from ((value, _runs(count)) for value, count in counts.most_common())


def _runs(count: int) -> str:
    return f"{count} run{'s' * (count != 1)}" if count else ""


def _domain(options: Options, settings: Settings) -> str | None:
    """The domain on the command line or the default one; None if it is not known or not valid.

    Shells do not expand variables before they ask for candidates.
    """
    domain = options.domain_identifier
    if domain is None:
        domain = settings.default_domain
    elif variable := re.fullmatch(r"\$(?:(\w+)|\{(\w+)\})", domain, re.ASCII):
        domain = settings.environ.get(variable[1] or variable[2])
    return domain if domain is not None and DOMAIN.accepts(domain) else None


def _cached(settings: Settings, domain: str | None, io: IO) -> list[_Candidate]:
    """The runs of a domain, or the domains, from the cache or the service."""
    folder = private_folder(settings.environ, "XDG_CACHE_HOME", "~/.cache")
    if folder is None:
        return _fetch(settings, domain, io)[0]
    path = os.path.join(folder, "completion.json")
    entries: dict[str, Any] = {}
    now = time.time()
    with suppress(Exception):  # the file may have any content
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        entries = {
            key: {"at": entry["at"], "found": [_parse(found) for found in entry["found"]]}
            for key, entry in content.items()
            if 0 <= now - entry["at"] < _TTL
        }
    key = _cache_key(settings, domain)
    if key not in entries:
        found, complete = _fetch(settings, domain, io)
        if not complete:
            return found
        entries[key] = {"at": now, "found": found}
        with suppress(OSError):
            replace_file(path, json.dumps(entries))
    return list(entries[key]["found"])


def _parse(found: Any) -> _Candidate:
    identifier, description, values = found
    return _Candidate(
        str(identifier),
        str(description),
        {option: list(map(str, each)) for option, each in values.items()},
    )


def _cache_key(settings: Settings, domain: str | None) -> str:
    """A hash of what the response depends on, without secrets."""
    variables = {
        name: value
        for name, value in settings.environ.items()
        if name.startswith("AWS_") and not name.endswith(("_SECRET_ACCESS_KEY", "_TOKEN"))
    }
    chosen = (domain, settings.profile, settings.region, settings.endpoint_url)
    return hashlib.sha256(json.dumps([chosen, variables], sort_keys=True).encode()).hexdigest()


def _fetch(settings: Settings, domain: str | None, io: IO) -> tuple[list[_Candidate], bool]:
    """What the service returns in time, and whether that is everything."""
    end = object()

    def fetch() -> Iterator[Any]:
        yield from _list_runs(settings, domain, io) if domain else _list_domains(settings, io)
        yield end

    deadline = time.monotonic() + _TIMEOUT
    found: list[Any] = []
    with suppress(Exception):  # errors are reported when the command runs
        # Resolving a name or importing a library cannot be interrupted; a thread can be abandoned.
        found.extend(produce_in_background(fetch, should_stop=lambda: time.monotonic() >= deadline))
    complete = end in found
    return [each for each in found if each is not end], complete


def _list_domains(settings: Settings, io: IO) -> Iterator[_Candidate]:
    from datazone_cancel.aws.client import DataZone

    for page in DataZone(settings, io.clock, interactive=False).list_domains():
        yield from (_Candidate(identifier, name, {}) for identifier, name in page)


def _list_runs(settings: Settings, domain: str, io: IO) -> Iterator[_Candidate]:
    from datazone_cancel.aws.client import DataZone
    from datazone_cancel.runs.selection import Filters, cancelable_runs

    client = DataZone(settings, io.clock, interactive=False)
    for run in cancelable_runs(client.domain(domain), Filters()):
        created = age(run.created_at) if run.created_at else None
        yield _Candidate(
            run.identifier,
            " ".join(filter(None, (run.status, *run.types, created))),
            {option: list(field.values(run)) for option, field in SELECTABLE.items()},
        )
