"""Reports of this tool as lists of identifiers."""

import json
from contextlib import suppress
from typing import Any

from datazone_cancel.runs.model import FINISHED, Outcome


def unfinished_runs(text: str) -> list[str] | None:
    """The runs in a report, as JSON or JSON lines, that are still to be canceled.

    If a run occurs more than once, its last outcome counts. None if the text is not a report.
    """
    text = text.removeprefix("\ufeff")
    if not text.lstrip().startswith("{"):
        return None
    try:
        outcomes = {
            str(result["identifier"]): Outcome(result["outcome"]) for result in _results(text)
        }
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return [identifier for identifier, outcome in outcomes.items() if outcome not in FINISHED]


def _results(text: str) -> list[dict[str, Any]]:
    try:
        document = json.loads(text)
    except ValueError:
        return _json_lines(text)
    results: list[dict[str, Any]] = document.get("results", [document])
    return results


def _json_lines(text: str) -> list[dict[str, Any]]:
    """The results in JSON lines. Raises ValueError if there is none.

    Lines that break off are ignored: the command was killed, or the disk was full.
    """
    results = []
    for line in text.split("\n"):
        with suppress(ValueError):
            results.append(json.loads(line))
    if not results:
        raise ValueError
    return results
