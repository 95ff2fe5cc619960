"""Text for people: wrapped lines and durations."""


def wrap_text(text: str, width: int, indent: str = "") -> list[str]:
    """Lines of at most `width` columns. Words are broken only if they are longer than that.

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
            lines[-1:] = [lines[-1][:width], lines[-1][width:]]
    return [line.replace("\xa0", " ") for line in lines]


def format_duration(seconds: float) -> str:
    """A duration in whole seconds, in one or two units: 45s, 2m30s, 1h23m."""
    hours, rest = divmod(round(seconds), 3600)
    minutes, rest = divmod(rest, 60)
    parts = (f"{hours}h", f"{minutes}m") if hours else (f"{minutes}m", f"{rest}s")
    return "".join(part for part in parts if not part.startswith("0")) or "0s"


def count_runs(count: int) -> str:
    """The number of runs in words: 1 run, 3,001 runs."""
    return "1 run" if count == 1 else f"{count:,} runs"
