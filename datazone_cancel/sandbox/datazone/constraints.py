"""Checks of a request against the API model's constraints, in the service's words.

moto checks no patterns, enums, lengths or maxima; the service does, before anything else.
"""

import re
from collections.abc import Iterator
from typing import Any

from botocore.model import Shape

_SHOWN_ENUMS = {
    # The service's order, which is not the model's: the API reference prints it.
    "MetadataGenerationRunType": (
        "BUSINESS_NAMES",
        "BUSINESS_GLOSSARY_ASSOCIATIONS",
        "BUSINESS_DESCRIPTIONS",
    ),
}


def violations(shape: Shape, value: Any, path: str = "") -> Iterator[str]:
    """A sentence for each member of `value` (at `path`) that breaks a constraint of `shape`."""
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            member_path = f"{path}.{name}" if path else name
            if value.get(name) is not None:
                yield from violations(member, value[name], member_path)
            elif name in shape.required_members:
                yield _violation(member_path, "Member must not be null")
        return
    yield from (_violation(path, constraint) for constraint in _broken(shape, value))


def _violation(path: str, constraint: str) -> str:
    return f"Value at '{path}' failed to satisfy constraint: {constraint}"


def _broken(shape: Shape, value: Any) -> Iterator[str]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    measured, what = (value, "value") if shape.type_name == "integer" else (len(value), "length")
    if low is not None and measured < low:
        yield f"Member must have {what} greater than or equal to {low}"
    if high is not None and measured > high:
        yield f"Member must have {what} less than or equal to {high}"
    if shape.type_name == "list":
        of_members = {text for member in value for text in _broken(shape.member, member)}
        if of_members:
            yield f"Member must satisfy constraint: [{', '.join(sorted(of_members))}]"
    if shape.type_name == "string":
        pattern = shape.metadata.get("pattern")
        if pattern and not re.fullmatch(pattern, value):
            yield f"Member must satisfy regular expression pattern: {pattern}"
        enum = _SHOWN_ENUMS.get(shape.name, shape.metadata.get("enum"))
        if enum and value not in enum:
            yield f"Member must satisfy enum value set: [{', '.join(enum)}]"
