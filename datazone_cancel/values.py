"""Words of the command line that are numbers, durations and times."""

import math
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import click

_DURATION = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


class Value(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.5 on
    """A word that `read` understands, or refuses with ValueError; `wanted` says what it takes."""

    name = "value"

    def __init__(self, wanted: str, read: Callable[[str], Any]) -> None:
        self._wanted = wanted
        self._read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return self._read(value)
        except (ValueError, OverflowError, OSError):  # the last two: dates out of range
            self.fail(f"invalid value: {value!r}, wanted: {self._wanted}", param, ctx)


def count(of: str, *, most: int) -> Value:
    """A whole number of something, 1 or more."""

    def read(word: str) -> int:
        if not 1 <= (number := int(word)) <= most:
            raise ValueError
        return number

    return Value(f"a whole number of {of}, 1 to {most:,}", read)


def amount(of: str) -> Value:
    """A number of something, 0 or more."""

    def read(word: str) -> float:
        number = float(word)
        if not 0 <= number < math.inf:
            raise ValueError
        return number

    return Value(f"a number of {of}, 0 or more", read)


def _duration(word: str) -> timedelta:
    match = _DURATION.fullmatch(word)
    if not word or match is None:
        raise ValueError
    days, hours, minutes, seconds = (int(digits or 0) for digits in match.groups())
    duration = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    datetime.now(timezone.utc) - duration  # there has to be such a time
    return duration


def _time(word: str) -> datetime:
    """As the AWS CLI reads it: epoch seconds, or ISO 8601, local unless it says otherwise."""
    if re.fullmatch(r"\d+(\.\d+)?", word):
        return datetime.fromtimestamp(float(word)).astimezone()
    # Python 3.10 does not know Z.
    return datetime.fromisoformat(re.sub("[Zz]$", "+00:00", word)).astimezone()


DURATION = Value("a duration such as 90s, 45m, 2h, 1d or 1h30m", _duration)
TIME = Value("a time such as 2026-01-31T08:00:00Z, or seconds since 1970", _time)
