"""Identifiers, listed or alone, and their checks: pure, and before anything is sent.

The patterns are those of the API model (DomainId, MetadataGenerationRunIdentifier). The model does
not anchor them; the service matches the whole string, and so does this module.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
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

    def advice(self, value: str) -> str:
        """What to do about a refused value."""
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
        return f"{self.name} begins with dzd_ or dzd-, in small letters, and goes on after that"


DOMAIN = Parameter(name="domainIdentifier", pattern="dzd[-_][a-zA-Z0-9_-]{1,36}", max_length=40)
RUN = Parameter(name="identifier", pattern="[a-zA-Z0-9_-]{1,36}", max_length=36)


_PARAMETERS = {parameter.name: parameter for parameter in (DOMAIN, RUN)}


@dataclass(frozen=True, repr=False, eq=False)
class Source:
    """Where identifiers are listed: the name of a file, or None for the command line; the text."""

    name: str | None
    text: str

    def words(self) -> list[str]:
        """What is between white space; what is on the command line is one word."""
        return [self.text] if self.name is None else self.text.removeprefix("\ufeff").split()

    def places(self) -> Iterator[tuple[str, str]]:
        """Each word, and how to find it."""
        if self.name is None:
            yield self.text, ""
            return
        for number, line in enumerate(self.text.removeprefix("\ufeff").split("\n"), 1):
            yield from ((word, f" ({self.name}, line {number})") for word in line.split())


class Listed:
    """Identifiers of runs from several sources: `values` has each once, in their order."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self.values = tuple(dict.fromkeys(word for source in sources for word in source.words()))

    def refused(self) -> Iterator[tuple[str, str]]:
        """Those that cannot be valid, as often as they are listed, and how to find them."""
        # All at once first: finding places takes longer than checking.
        if all(map(RUN.accepts, self.values)):
            return
        for source in self._sources:
            yield from (found for found in source.places() if not RUN.accepts(found[0]))


def missing(parameters: Mapping[str, Any]) -> list[str]:
    """The names of the parameters that a request lacks."""
    return [name for name in _PARAMETERS if name not in parameters]


def check(parameters: Mapping[str, Any], *, complete: bool = True) -> tuple[str, ...]:
    """All that is wrong with a request's parameters, a line each; nothing if they can be sent.

    `identifier` may be Listed; without `complete` a parameter may be missing. The sentences on
    members and types are botocore's. The last line says what to do about an identifier.
    """
    absent = [
        f'Missing required parameter in input: "{name}"'
        for name in (missing(parameters) if complete else ())
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
        if name in _PARAMETERS and not isinstance(value, (str, Listed))
    ]
    return (*absent, *unknown, *mistyped, *_refusals(parameters))


def _refusals(parameters: Mapping[str, Any]) -> Iterator[str]:
    domain, run = (parameters.get(parameter.name) for parameter in (DOMAIN, RUN))
    runs = Listed([Source(None, run)]) if isinstance(run, str) else run
    first_refused = {}
    if isinstance(domain, str) and not DOMAIN.accepts(domain):
        first_refused[DOMAIN] = domain
        yield DOMAIN.problem(domain)
    if isinstance(runs, Listed):
        for value, place in runs.refused():
            first_refused.setdefault(RUN, value)
            yield f"{RUN.problem(value)}{place}"
    swapped = DOMAIN.accepts(str(run)) and RUN.accepts(str(domain))
    if first_refused and swapped:
        yield "domainIdentifier and identifier look swapped"
    elif first_refused:
        yield "; ".join(parameter.advice(value) for parameter, value in first_refused.items())
