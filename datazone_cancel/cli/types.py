"""Types of option values: choices, numbers, durations and times."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

import click

from datazone_cancel.input.identifiers import RUN
from datazone_cancel.runs.model import TYPES

from .aws_argv import GlobalOption, OperationOption, usage_error

_SHORT_TYPES = {type_.split("_")[1]: type_ for type_ in TYPES}
"""NAMES, DESCRIPTIONS and GLOSSARY."""


class Choice(click.Choice[str]):
    """A choice whose error message is the AWS CLI's; `extensions` are choices that it lacks.

    The message about an option that `aws` lacks names the choices.
    """

    def __init__(self, choices: Sequence[str], *, extensions: Sequence[str] = ()) -> None:
        super().__init__([*choices, *extensions])
        self._theirs = choices

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,  # noqa: ARG002 (click's signature)
    ) -> str:
        if value not in self.choices:
            from difflib import get_close_matches

            is_own = not isinstance(param, (GlobalOption, OperationOption))
            word = value[:64]  # Comparing very long words would take very long.
            if is_own:
                word = word.replace("-", "_")
                word = word.upper() if self.choices[0].isupper() else word.lower()
            similar = get_close_matches(word, self._theirs, cutoff=0.8)
            similar = similar or get_close_matches(word, self.choices, cutoff=0.8)
            lines = ("Maybe you meant:", "", *(f"  * {choice}" for choice in similar))
            option = param.opts[0] if param else ""
            sentence = f"argument {option}: Found invalid choice '{value}'"
            choices = f"{', '.join(self.choices[:-1])} or {self.choices[-1]}"
            usage_error(
                f"{sentence}, choose {choices}" if is_own else sentence,
                "",
                *(lines if similar else ()),
                hint="" if is_own else f"Choose {choices}.",
            )
        return str(value)


class RunType(Choice):
    """A type of run, in full or as a word of it: BUSINESS_NAMES or NAMES."""

    def __init__(self) -> None:
        super().__init__([*_SHORT_TYPES])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if value in TYPES else _SHORT_TYPES[super().convert(value, param, ctx)]


class ParsedValue(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.5 on
    """A value that `parse` converts, or rejects with ValueError; `expected` describes it."""

    name = "value"

    def __init__(self, expected: str, parse: Callable[[str], Any]) -> None:
        self._expected = expected
        self._parse = parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return self._parse(value)
        except (ValueError, OverflowError, OSError):  # the last two: dates out of range
            self.fail(f"invalid value: {value!r}, expected {self._expected}", param, ctx)


def bounded_int(what: str, *, maximum: int) -> ParsedValue:
    """An integer from 1 to the maximum; `what` names the things that it counts."""

    def parse(word: str) -> int:
        # int() also accepts 1_000, spaces, and digits of other scripts.
        if not re.fullmatch("[0-9]{1,9}", word) or not 1 <= int(word) <= maximum:
            raise ValueError
        return int(word)

    return ParsedValue(f"a whole number of {what}, 1 to {maximum:,}", parse)


def non_negative(unit: str) -> ParsedValue:
    """A decimal number that is not negative."""

    def parse(word: str) -> float:
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?|\.[0-9]{1,9}", word):
            raise ValueError
        return float(word)

    return ParsedValue(f"a number of {unit}, 0 or more", parse)


def identifier_filter(example: str) -> ParsedValue:
    """An identifier that the service may have: `[a-zA-Z0-9_-]{1,36}` in the API's model."""

    def parse(word: str) -> str:
        if not RUN.accepts(word):
            raise ValueError
        return word

    return ParsedValue(f"an identifier such as {example}", parse)


def _parse_name(word: str) -> str:
    if not word.strip():
        raise ValueError
    return word


def _parse_duration(word: str) -> timedelta:
    match = re.fullmatch(_DURATION, word)
    if not word or match is None:
        raise ValueError
    days, hours, minutes, seconds = (int(digits or 0) for digits in match.groups())
    duration = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    datetime.now(timezone.utc) - duration  # OverflowError if there is no such time
    return duration


def _parse_time(word: str) -> datetime:
    """Epoch seconds, or ISO 8601 (basic or extended), in local time unless it names a zone.

    The forms are the same on every Python: datetime.fromisoformat() learned more of them in 3.11.
    """
    match = re.fullmatch(_TIME, word, re.VERBOSE)
    if match is None:
        return _parse_epoch(word)
    parts = match.groupdict()
    date = f"{parts['year']}-{parts['month']}-{parts['day']}"
    time = f"{parts['hour'] or '00'}:{parts['minute'] or '00'}:{parts['second'] or '00'}"
    zone = "+00:00" if parts["utc"] else parts["zone"]
    if zone and not parts["utc"]:
        zone = f"{zone}:{parts['zone_minute'] or '00'}"
    fraction = (parts["fraction"] or "").ljust(6, "0")[:6]
    return datetime.fromisoformat(f"{date}T{time}.{fraction}{zone or ''}").astimezone()


def _parse_epoch(word: str) -> datetime:
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,9})?", word) or float(word) < _FIRST_RUN:
        raise ValueError
    return datetime.fromtimestamp(float(word)).astimezone()


# These are compiled when they are used: most invocations have no times.
_DURATION = "(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?"
_TIME = r"""
    (?P<year>[0-9]{4}) (?P<dash>-?) (?P<month>[0-9]{2}) (?P=dash) (?P<day>[0-9]{2})
    (?: [Tt ] (?P<hour>[0-9]{2})
        (?: (?P<colon>:?) (?P<minute>[0-9]{2})
            (?: (?P=colon) (?P<second>[0-9]{2}) (?: [.,] (?P<fraction>[0-9]{1,9}) )? )?
        )?
        (?: (?P<utc>[Zz]) | (?P<zone>[+-][0-9]{2}) (?: :? (?P<zone_minute>[0-9]{2}) )? )?
    )?
    """
_FIRST_RUN = datetime(2018, 1, 1, tzinfo=timezone.utc).timestamp()
"""No run is older than the DataZone API, whose version is of 2018."""

DURATION = ParsedValue("a duration such as 90s, 45m, 2h, 1d or 1h30m", _parse_duration)
TIME = ParsedValue(
    "a time such as 2026-01-31T08:00:00Z, or seconds since 1970 (2018 or later)", _parse_time
)
NAME = ParsedValue("a value that is not empty", _parse_name)
