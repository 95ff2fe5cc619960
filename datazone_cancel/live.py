"""Domains and runs as candidates of completion: in time or not at all, and kept for a moment."""

import hashlib
import json
import os
import stat
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from . import identifiers
from .options import Options
from .render import harmless

_SECONDS = 1.5
"""For an answer of the service: with start and end the command takes less than two."""
_FRESH = 30
"""Seconds for which an answer is remembered: about as long as a run takes for an asset."""

Candidates = list[tuple[str, str]]
"""Identifiers, and what a shell shows beside each."""


def candidates(name: str, parameters: Mapping[str, Any]) -> Candidates:
    """The domains that are available, or the runs that can be canceled and are not given yet.

    `name` is that of the parameter, `domain_identifier` or `identifier`. None where there is no
    answer in time.
    """
    options = Options(**{key: value for key, value in parameters.items() if value is not None})
    given = options.identifier
    if name == "domain_identifier":
        options = replace(options, domain_identifier=None)
    elif not identifiers.DOMAIN.accepts(options.domain_identifier or ""):
        return []
    accepts = identifiers.RUN.accepts if options.domain_identifier else identifiers.DOMAIN.accepts
    return [
        (value, harmless(text))
        for value, text in _remembered(options)
        if accepts(value) and value not in given
    ]


def _remembered(options: Options) -> Candidates:
    folder = _folder()
    if folder is None:
        return _asked(options)[0]
    path = os.path.join(folder, "completion.json")
    answers: dict[str, Any] = {}
    now = time.time()
    # Whatever else stands there is as good as nothing.
    with suppress(OSError, ValueError, AttributeError, TypeError, LookupError):
        with open(path, encoding="utf-8") as file:
            known = json.load(file)
        answers = {
            key: {"at": kept["at"], "candidates": [(str(v), str(t)) for v, t in kept["candidates"]]}
            for key, kept in known.items()
            if 0 <= now - kept["at"] < _FRESH
        }
    key = _key(options)
    if key not in answers:
        found, complete = _asked(options)
        if not complete:
            return found
        answers[key] = {"at": now, "candidates": found}
        with suppress(OSError):
            # Shells complete side by side: a file is there as a whole, or not.
            with open(f"{path}.{os.getpid()}", "w", encoding="utf-8") as file:
                json.dump(answers, file)
            os.replace(file.name, path)
    return list(answers[key]["candidates"])


def _folder() -> str | None:
    """Where answers are kept: a folder of the user's own that nobody else sees, if there can be."""
    above = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    folder = os.path.join(above, "datazone-cancel")
    with suppress(OSError):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        found = os.lstat(folder)
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid():
            os.chmod(folder, 0o700)
            return folder
    return None


def _key(options: Options) -> str:
    """What the answer depends on, less what is secret."""
    environ = {
        name: value
        for name, value in os.environ.items()
        if name.startswith("AWS_") and not name.endswith(("_SECRET_ACCESS_KEY", "_TOKEN"))
    }
    chosen = (options.domain_identifier, options.profile, options.region, options.endpoint_url)
    return hashlib.sha256(json.dumps([chosen, environ], sort_keys=True).encode()).hexdigest()


def _asked(options: Options) -> tuple[Candidates, bool]:
    """What the service answered in time, and whether that is all."""
    found: Candidates = []
    complete = threading.Event()

    def ask() -> None:
        # Whatever is wrong will be told when the command is given.
        with suppress(Exception):
            found.extend(_domains(options) if not options.domain_identifier else _runs(options))
            complete.set()

    # Names are resolved and libraries loaded at their own pace: a thread can be left behind.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(_SECONDS)
    return list(found), complete.is_set()


def _domains(options: Options) -> Iterator[tuple[str, str]]:
    from .service import DataZone

    for page in DataZone(options, unattended=True).list_domains():
        yield from page


def _runs(options: Options) -> Iterator[tuple[str, str]]:
    from .selection import Filters, cancelable
    from .service import DataZone

    service = DataZone(options, unattended=True)
    assert options.domain_identifier
    for run in cancelable(service, domain_identifier=options.domain_identifier, filters=Filters()):
        yield run.identifier, " ".join(filter(None, (run.status, *run.types, run.age)))
