"""Checks of a request against the constraints of the API's model.

moto's backend checks patterns and enums of a few members only; the service checks everything before
anything else. Its messages do not repeat the invalid value.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

_PYTHON_TYPES: dict[str, Any] = {
    "boolean": bool,
    "integer": int,
    "list": list,
    "map": dict,
    "string": str,
    "structure": dict,
}

_RUN_TYPE = "MetadataGenerationRunType"

_SHOWN_ENUMS = {
    # The order in the API reference's messages, which is not the model's.
    _RUN_TYPE: [
        "BUSINESS_NAMES",
        "BUSINESS_GLOSSARY_ASSOCIATIONS",
        "BUSINESS_DESCRIPTIONS",
    ],
}


_MAXIMA = {
    # The model allows two types, but an example in the API reference sends all three, and succeeds.
    "MetadataGenerationRunTypes": 3,
}


def violations(shape: Shape, value: Any, path: str = "") -> Iterator[str]:
    """Describe each member of `value`, found at `path`, that violates its shape."""
    if not isinstance(shape, StructureShape) or not isinstance(value, dict):
        yield from (_violation(path, constraint) for constraint in _broken(shape, value))
        return
    for name, member in shape.members.items():
        member_path = f"{path}.{name}" if path else name
        if value.get(name) is None:
            if name in shape.required_members:
                yield _violation(member_path, "Member must not be null")
        elif member.name == _RUN_TYPE:
            # The API reference reports an invalid `type` as one of the `types`.
            for constraint in _broken(member, value[name]):
                yield _violation("types", _of_members([constraint]))
        else:
            yield from violations(member, value[name], member_path)


def _violation(path: str, constraint: str) -> str:
    return f"Value at '{path}' failed to satisfy constraint: {constraint}"


def _of_members(constraints: Iterable[str]) -> str:
    return f"Member must satisfy constraint: [{', '.join(constraints)}]"


def _broken(shape: Shape, value: Any) -> Iterator[str]:
    """The constraints of `shape` that `value` does not satisfy."""
    if type(value) is not _PYTHON_TYPES[shape.type_name]:
        # What the service says about a value of another type is unknown.
        yield f"Member must be of type {shape.type_name}"
        return
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    high = _MAXIMA.get(shape.name, high)
    if low is not None or high is not None:
        is_number = shape.type_name == "integer"
        size, what = (value, "value") if is_number else (len(value), "length")
        if low is not None and size < low:
            yield f"Member must have {what} greater than or equal to {low}"
        if high is not None and size > high:
            yield f"Member must have {what} less than or equal to {high}"
    constraints = set(_broken_in_members(shape, value))
    if constraints:
        yield _of_members(sorted(constraints))
    if shape.type_name == "string":
        # The model's patterns are not anchored; the service matches the whole value.
        pattern = shape.metadata.get("pattern")
        if pattern and not re.fullmatch(pattern, value):
            yield f"Member must satisfy regular expression pattern: {pattern}"
        enum = _SHOWN_ENUMS.get(shape.name, shape.metadata.get("enum"))
        if enum and value not in enum:
            yield f"Member must satisfy enum value set: [{', '.join(enum)}]"


def _broken_in_members(shape: Shape, value: Any) -> Iterator[str]:
    """The constraints that members of a list, or keys and values of a map, violate."""
    if isinstance(shape, ListShape):
        for member in value:
            yield from _broken(shape.member, member)
    if isinstance(shape, MapShape):
        for key, member in value.items():
            yield from _broken(shape.key, key)
            yield from _broken(shape.value, member)
