"""Text for people: wrapped lines, facts, shortened values, and durations."""

from collections.abc import Iterator, Mapping

_LABEL_WIDTH = 10
_INDENT = 2
"""Columns before a value that is too long for the room after its label."""


def wrap_text(text: str, width: int, indent: str = "") -> list[str]:
    """Lines of at most `width` columns. Words are broken only if they are longer than that.

    All lines but the first begin with the indent.
    textwrap would begin a word that is too long in the rest of the line before it. Here, an
    identifier as wide as the screen is on one line, and a comma after it on the next.
    """
    first, *words = text.split(" ")
    lines = [first]
    for word in words:
        if len(lines[-1]) + len(" ") + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(indent + word)
        while len(lines[-1]) > width:
            lines[-1:] = [lines[-1][:width], indent + lines[-1][width:]]
    return [line.replace("\xa0", " ") for line in lines]


def fact_lines(facts: Mapping[str, str], width: int) -> Iterator[str]:
    """Lines with a label and its text each, except for those without a text."""
    for label, text in facts.items():
        if text:
            longest = max(map(len, text.split(" ")))
            indents = (_LABEL_WIDTH, _INDENT, 0)
            indent = next((each for each in indents if longest <= width - each), 0)
            lines = wrap_text(f"{label:{_LABEL_WIDTH}}{text}", width, " " * indent)
            yield from map(str.rstrip, lines)


def shorten_middle(text: str, width: int) -> str:
    """The text in at most `width` characters: values differ at their ends, so those are kept."""
    if len(text) <= width:
        return text
    end = (width - 1) // 2
    return f"{text[: width - 1 - end]}…{text[len(text) - end :]}"


def format_duration(seconds: float) -> str:
    """A duration in whole seconds, in one or two units: 45s, 2m30s, 1h23m."""
    hours, rest = divmod(round(seconds), 3600)
    minutes, rest = divmod(rest, 60)
    parts = (f"{hours}h", f"{minutes}m") if hours else (f"{minutes}m", f"{rest}s")
    return "".join(part for part in parts if not part.startswith("0")) or "0s"


def count_runs(count: int) -> str:
    """The number of runs in words: 1 run, 3,001 runs."""
    return "1 run" if count == 1 else f"{count:,} runs"
