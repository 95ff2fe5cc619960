"""Write the trimmed service model from the installed botocore: `make service-model`.

Parsing botocore's full data takes longer than a request. The trimmed model leaves out
documentation, unused operations and shapes, and the endpoints of other services. The rest is
unchanged.
"""

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore

OPERATIONS = (
    "CancelMetadataGenerationRun",
    "GetMetadataGenerationRun",
    "ListDomains",
    "ListMetadataGenerationRuns",
)
ENDPOINT_PREFIXES = ("datazone", "oidc", "portal.sso", "signin", "sts")
"""DataZone, and the services that botocore gets credentials from."""

_DATA = Path(botocore.__file__).parent / "data"
_VERSION = "datazone/2018-05-10"


def files() -> dict[str, str]:
    """The files of the trimmed service model: path to text."""
    return {
        f"{_VERSION}/service-2.json": _text(_service(_read(f"{_VERSION}/service-2.json.gz"))),
        f"{_VERSION}/endpoint-rule-set-1.json": _text(
            _read(f"{_VERSION}/endpoint-rule-set-1.json.gz")
        ),
        "endpoints.json": _text(_endpoints(_read("endpoints.json"))),
    }


def _read(name: str) -> Any:
    content = (_DATA / name).read_bytes()
    return json.loads(gzip.decompress(content) if name.endswith(".gz") else content)


def _text(document: Any) -> str:
    return json.dumps(document, separators=(",", ":")) + "\n"


def _service(model: dict[str, Any]) -> dict[str, Any]:
    operations = {name: model["operations"][name] for name in OPERATIONS}
    used: set[str] = set()
    new = set(_shapes(operations))
    while new:
        used |= new
        new = {name for shape in new for name in _shapes(model["shapes"][shape])} - used
    shapes = {name: shape for name, shape in model["shapes"].items() if name in used}
    trimmed: dict[str, Any] = _without_documentation(
        {**model, "operations": operations, "shapes": shapes}
    )
    return trimmed


def _shapes(node: Any) -> Iterator[str]:
    """The names of the shapes that a part of the model refers to directly."""
    if isinstance(node, dict):
        if isinstance(node.get("shape"), str):
            yield node["shape"]
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from _shapes(part)


def _without_documentation(node: Any) -> Any:
    if isinstance(node, dict):
        # A member named "documentation" is a dict; the model's own documentation is text.
        return {
            name: _without_documentation(part)
            for name, part in node.items()
            if not (name == "documentation" and isinstance(part, str))
        }
    return list(map(_without_documentation, node)) if isinstance(node, list) else node


def _endpoints(endpoints: dict[str, Any]) -> dict[str, Any]:
    return {
        **endpoints,
        "partitions": [
            {
                **partition,
                "services": {
                    name: service
                    for name, service in partition["services"].items()
                    if name in ENDPOINT_PREFIXES
                },
            }
            for partition in endpoints["partitions"]
        ],
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for name, text in files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
