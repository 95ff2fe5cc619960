"""The patterns of identifiers, and advice about values that do not match them.

See runs/model.py for their source.
"""

import os
import re

from datazone_cancel.runs.model import DOMAIN_PATTERN, IDENTIFIER_PATTERN

_SEPARATOR = r"[,;|\s]"
"""What may be between identifiers in a value that is a list."""
_MAX_SHOWN = 80
"""Characters. A value may be a whole file that was given by mistake, such as credentials."""


def shorten(value: str) -> str:
    """The beginning of a long value."""
    return value if len(value) <= _MAX_SHOWN else f"{value[:_MAX_SHOWN]}..."


class Parameter:
    """A request parameter: its name in the API, its pattern, and its maximum length."""

    def __init__(self, *, name: str, pattern: str, max_length: int) -> None:
        self.name = name
        self.pattern = pattern
        self.max_length = max_length

    def accepts(self, value: str) -> bool:
        return re.fullmatch(self.pattern, value) is not None

    def problem(self, value: str) -> str:
        """A sentence in the style of the AWS CLI about a value that does not match."""
        return (
            f"Invalid value for parameter {self.name}, value: {shorten(value)},"
            f" valid pattern: {self.pattern}"
        )

    def advice(self, value: str) -> str:
        """What to do about a value that does not match."""
        if not value:
            return f"{self.name} is empty: is a shell variable unset?"
        if self.accepts(stripped := value.strip("\"'“”‘’ \t\r\n")):
            return f"Remove the whitespace or quotes around {self.name}: {stripped}"
        if os.path.isfile(value):
            return f"{value} is a file: use file://{value}"
        if self is RUN and (advice := _advice_on_list(value)):
            return advice
        if value.startswith("arn:") or "://" in value:
            return self._advice_on_arn_or_url(value)
        if self.accepts(plain := _ascii_lookalike(value)):
            return f"{self.name} contains characters that only look like ASCII: type {plain}"
        if invalid := sorted(set(re.findall("[^a-zA-Z0-9_-]", value))):
            found = " ".join(map(ascii, invalid[:10]))
            return f"{self.name} may contain only letters, digits, - and _; found {found}"
        if len(value) > self.max_length:
            return f"{self.name} is too long: {len(value)} characters, at most {self.max_length}"
        return f"{self.name} must start with dzd_ or dzd- (lowercase), then 1 to 36 characters"

    def _advice_on_arn_or_url(self, value: str) -> str:
        domain = re.search(rf"\b{DOMAIN.pattern}(?![\w-])", value) if self is DOMAIN else None
        kind = "an ARN" if value.startswith("arn:") else "a URL"
        expected = domain.group() if domain else "the identifier alone"
        return f"{self.name} is {kind}: use {expected}"


def _advice_on_list(value: str) -> str | None:
    """What to do about a list in another form; None for other values."""
    is_json = value.startswith(("{", "["))
    if is_json or value.endswith(":"):
        form, tool = ("JSON", "jq") if is_json else ("YAML", "yq")
        return (
            f"A list contains identifiers separated by whitespace, but this is {form}: extract them"
            f" first, as with {tool} -r '.items[].id'"
        )
    if all(map(RUN.accepts, filter(None, re.split(_SEPARATOR, value)))):
        return (
            "One option takes one identifier: repeat --identifier, or pass a list, separated by"
            " whitespace, with --identifier - or file://"
        )
    return None


def _ascii_lookalike(value: str) -> str:
    if value.isascii():
        return value
    import unicodedata

    return unicodedata.normalize("NFKC", value)


DOMAIN = Parameter(name="domainIdentifier", pattern=DOMAIN_PATTERN, max_length=40)
RUN = Parameter(name="identifier", pattern=IDENTIFIER_PATTERN, max_length=36)
