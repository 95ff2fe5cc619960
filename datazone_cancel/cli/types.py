"""Types of option values: choices, numbers, durations and times."""

import math
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any, NoReturn

import click

from datazone_cancel.runs.model import TYPES

from .aws_argv import usage_error

_DURATION = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


class Choice(click.Choice[str]):
    """A choice whose error message is the AWS CLI's."""

    def fail(
        self,
        message: str,  # noqa: ARG002 (click's signature)
        param: click.Parameter | None = None,
        ctx: click.Context | None = None,  # noqa: ARG002
    ) -> NoReturn:
        choices = [f"{choice:<40}" for choice in self.choices]
        rows = [" | ".join(choices[start : start + 2]) for start in range(0, len(choices), 2)]
        option = param.opts[0] if param else ""
        usage_error(f"argument {option}: Invalid choice, valid choices are:", "", *rows)


class RunType(Choice):
    """A type of run, in full or as a word of it: BUSINESS_NAMES or NAMES."""

    def __init__(self) -> None:
        super().__init__(TYPES)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        full = [type_ for type_ in TYPES if value in type_.split("_") and value != "BUSINESS"]
        return super().convert(full[0] if full else value, param, ctx)


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
    """An integer from 1 to the maximum; `what` is what it counts."""

    def parse(word: str) -> int:
        if not 1 <= (number := int(word)) <= maximum:
            raise ValueError
        return number

    return ParsedValue(f"a whole number of {what}, 1 to {maximum:,}", parse)


def non_negative(unit: str) -> ParsedValue:
    """A finite number that is not negative."""

    def parse(word: str) -> float:
        number = float(word)
        if not 0 <= number < math.inf:
            raise ValueError
        return number

    return ParsedValue(f"a number of {unit}, 0 or more", parse)


def _parse_duration(word: str) -> timedelta:
    match = _DURATION.fullmatch(word)
    if not word or match is None:
        raise ValueError
    days, hours, minutes, seconds = (int(digits or 0) for digits in match.groups())
    duration = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    datetime.now(timezone.utc) - duration  # OverflowError if there is no such time
    return duration


def _parse_time(word: str) -> datetime:
    """Like the AWS CLI: epoch seconds, or ISO 8601, in local time unless it names a zone."""
    if re.fullmatch(r"\d+(\.\d+)?", word):
        return datetime.fromtimestamp(float(word)).astimezone()
    # Python 3.10 does not accept Z.
    return datetime.fromisoformat(re.sub("[Zz]$", "+00:00", word)).astimezone()


DURATION = ParsedValue("a duration such as 90s, 45m, 2h, 1d or 1h30m", _parse_duration)
TIME = ParsedValue("a time such as 2026-01-31T08:00:00Z, or seconds since 1970", _parse_time)
