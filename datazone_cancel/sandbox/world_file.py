"""A world from a file: the domains and runs that `list-metadata-generation-runs` printed."""

import json
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from botocore.utils import parse_timestamp
from moto.core.utils import get_service_model

from .constraints import violations
from .service import Backend


class InvalidWorldError(Exception):
    """The file cannot be used; the message says why."""


def read_world(file: str) -> list[dict[str, Any]]:
    """The properties of each run in the file. Raises InvalidWorldError."""
    try:
        document = json.loads(Path(file).read_bytes())
    except OSError as failure:
        raise InvalidWorldError(f"{file}: {failure.strerror}") from failure
    except ValueError as failure:
        raise InvalidWorldError(f"{file} is not JSON: {failure}") from failure
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list):
        raise InvalidWorldError(
            f"{file} has no list 'items', as aws datazone list-metadata-generation-runs prints it."
        )
    return [_run(item, f"{file}: run {number}") for number, item in enumerate(items, 1)]


def _run(item: Any, place: str) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise InvalidWorldError(f"{place} is not an object.")
    created_at = item.pop("createdAt", None)
    shape = get_service_model("datazone").operation_model("ListMetadataGenerationRuns")
    for violation in violations(shape.output_shape.members["items"].member, item):
        raise InvalidWorldError(f"{place}: {violation}")
    return {
        "domain_id": item["domainId"],
        "identifier": item["id"],
        # The model requires neither of these. A run that may be canceled is the careful reading.
        "status": item.get("status", "IN_PROGRESS"),
        "target": item.get("target", {}),
        "types": item.get("types") or ([item["type"]] if "type" in item else []),
        "owning_project_id": item["owningProjectId"],
        "created_by": item.get("createdBy", ""),
        "created_at": _time(created_at, place),
    }


def _time(value: Any, place: str) -> datetime | None:
    """A time as `aws` prints it, or as the service sends it."""
    if value is None:
        return None
    try:
        time: datetime = parse_timestamp(value)
        return time.astimezone(timezone.utc).replace(tzinfo=None)
    except (ValueError, OverflowError, AttributeError, TypeError) as failure:
        raise InvalidWorldError(f"{place}: Value at 'createdAt' is not a time.") from failure


def add_world(backend: Backend, runs: Sequence[dict[str, Any]]) -> None:
    """Add the domains of the runs; one that is there already is replaced."""
    domains = {
        identifier: backend.add_domain(
            identifier=identifier,
            name=identifier,
            domain_version="V2" if identifier.startswith("dzd-") else "V1",
        )
        for identifier in dict.fromkeys(run["domain_id"] for run in runs)
    }
    for run in runs:
        properties = {name: value for name, value in run.items() if name != "domain_id"}
        backend.add_run(domains[run["domain_id"]], **properties)
