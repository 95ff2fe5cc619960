"""Checks of identifiers against the service's patterns: pure, and before anything is sent.

The patterns are those of the API model (DomainId, MetadataGenerationRunIdentifier). The model does
not anchor them; the service matches the whole string, and so does this module.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A request parameter: its name in the API, its pattern, the most characters that fit it."""

    name: str
    pattern: str
    max_length: int

    def accepts(self, value: str) -> bool:
        return re.fullmatch(self.pattern, value) is not None

    def problem(self, value: str) -> str:
        """What is wrong with a refused value and what is wanted, as the AWS CLI words it."""
        return (
            f"Invalid value for parameter {self.name}, value: {value},"
            f" valid pattern: {self.pattern}"
        )

    def advice(self, value: str) -> str | None:
        """What to do about a refused value, where that can be told."""
        if not value:
            return f"{self.name} is empty: is a shell variable unset?"
        if self.accepts(stripped := value.strip("\"'“”‘’ \t\r\n")):
            return f"Take the white space or quotes from around {self.name}: {stripped}"
        if value.startswith("arn:") or "://" in value:
            domain = re.search(rf"\b{DOMAIN.pattern}(?![\w-])", value) if self is DOMAIN else None
            kind = "An ARN" if value.startswith("arn:") else "A URL"
            wanted = f"give {domain.group()}" if domain else "give the identifier alone"
            return f"{kind} was given for {self.name}: {wanted}"
        if self.accepts(plain := unicodedata.normalize("NFKC", value)):
            return f"{self.name} holds characters that only look like ASCII: type {plain}"
        if odd := sorted(set(re.findall("[^a-zA-Z0-9_-]", value))):
            found = " ".join(map(ascii, odd))
            return f"{self.name} holds letters, digits, - and _ only, but not {found}"
        if len(value) > self.max_length:
            return f"{self.name} has {len(value)} characters; at most {self.max_length} fit"
        return None


DOMAIN = Parameter(name="domainIdentifier", pattern="dzd[-_][a-zA-Z0-9_-]{1,36}", max_length=40)
RUN = Parameter(name="identifier", pattern="[a-zA-Z0-9_-]{1,36}", max_length=36)


_PARAMETERS = {parameter.name: parameter for parameter in (DOMAIN, RUN)}


def check(parameters: Mapping[str, Any]) -> tuple[str, ...]:
    """All that is wrong with a request's parameters, a line each; nothing if they can be sent.

    The sentences on members and types are botocore's. Where it can be told what to do about an
    identifier, the last line says so.
    """
    missing = [
        f'Missing required parameter in input: "{name}"'
        for name in _PARAMETERS
        if name not in parameters
    ]
    unknown = [
        f'Unknown parameter in input: "{name}", must be one of: {", ".join(_PARAMETERS)}'
        for name in parameters
        if name not in _PARAMETERS
    ]
    mistyped = [
        f"Invalid type for parameter {name}, value: {value}, type: {type(value)},"
        " valid types: <class 'str'>"
        for name, value in parameters.items()
        if name in _PARAMETERS and not isinstance(value, str)
    ]
    identifiers = {
        _PARAMETERS[name]: value
        for name, value in parameters.items()
        if name in _PARAMETERS and isinstance(value, str)
    }
    return (*missing, *unknown, *mistyped, *_refusals(identifiers))


def _refusals(identifiers: Mapping[Parameter, str]) -> Iterator[str]:
    refused = [
        (parameter, identifiers[parameter])
        for parameter in (DOMAIN, RUN)
        if parameter in identifiers and not parameter.accepts(identifiers[parameter])
    ]
    for parameter, value in refused:
        yield parameter.problem(value)
    if (
        refused
        and DOMAIN.accepts(identifiers.get(RUN, ""))
        and RUN.accepts(identifiers.get(DOMAIN, ""))
    ):
        yield "domainIdentifier and identifier look swapped"
    elif advice := [text for parameter, value in refused if (text := parameter.advice(value))]:
        yield "; ".join(advice)
