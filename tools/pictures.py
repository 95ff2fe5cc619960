"""Draw terminal pictures for README.md and docs/, by running the command on the sandbox.

`make pictures` writes them. With --check, nothing is written, and the exit status is not 0 if a
picture is stale. Text that changes over time (ages, the progress of a bar) is not compared.
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from rich.console import Console
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from tests.support.command import BIN
from tests.support.names import DOMAIN, RUN
from tests.support.terminal import Terminal, terminal

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
_PROMPT = r"^\$$"
_COLUMNS = 100
_ROWS = 30

_THEME = TerminalTheme(
    (13, 17, 23),
    (230, 237, 243),
    [
        (110, 118, 129),
        (255, 123, 114),
        (86, 211, 100),
        (227, 179, 65),
        (121, 192, 255),
        (210, 168, 255),
        (86, 212, 221),
        (230, 237, 243),
    ],
)
"""Readable on the dark background of the pictures, on light and dark pages."""
_VARYING = (
    r"\d{4}-\d\d-\d\d|\d+:[\d:]+|\d+(?=[smhd](?:\b|\d))"  # dates, times, ages
    r"|[━╸╺]+|[\d.]+(?=/)|(?<=/)\d+|\d+(?=\sACCEPTED)"  # a progress bar and its counts
    r"|\s+"
)
"""Text that is not compared."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """Commands to type on a sandbox, and when to draw the terminal."""

    name: str
    title: str
    commands: tuple[str, ...]
    keys: tuple[tuple[str, str], ...] = ()
    """Keys to press after the last command: a pattern to wait for, and the keys."""
    until: str = _PROMPT
    """Draw when this pattern is on the screen."""
    moment: str = ""
    """Also draw the screen that matches this pattern, a part of which soon disappears."""
    runs: int = 0
    """Runs to add to the sandbox."""


_TARGET = f"datazone-cancel --domain-identifier {DOMAIN}"
PICTURES = (
    Picture(
        name="all",
        title="Stop all runs of a domain",
        commands=(f"{_TARGET} --all --report record.jsonl",),
        keys=((r"\[y/N\]$", "y\r"),),
        moment=r"^  Canceling .* [4-6]\d/120\n.*\n  \d+ ACCEPTED$",
        runs=119,
    ),
    Picture(
        name="preview",
        title="All runs of a domain: the preview",
        commands=(f"{_TARGET} --all",),
        until=r"\[y/N\]$",
        runs=300,
    ),
    Picture(
        name="progress",
        title="All runs of a domain: progress",
        commands=(f"{_TARGET} --all --yes",),
        until=r" [4-9]\d/301",
        runs=300,
    ),
    Picture(
        name="report",
        title="Three runs and their outcomes",
        commands=(
            f"{_TARGET} --wait \\\n    --identifier {RUN} --identifier mgr3tlpxo4mg5q \\\n"
            "    --identifier mgr_nonexistent",
        ),
    ),
    Picture(
        name="picker",
        title="Choosing runs",
        commands=("datazone-cancel --cli-auto-prompt",),
        keys=(
            ("^1 of 1 match", "\r"),
            ("^13 of 13 match", "names"),
            ("^4 of 13 match", "\t\t"),
        ),
        until="2 marked",
        runs=12,
    ),
)


def _draw(picture: Picture) -> str:
    """Run the commands in an empty home, and return the terminal's last screen as SVG."""
    with TemporaryDirectory() as home:
        return _draw_in(Path(home), picture)


def _draw_in(home: Path, picture: Picture) -> str:
    environ = {
        "HOME": str(home),
        "HISTFILE": os.devnull,
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "",
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "PS1": "$ ",
        "PS2": "",
        "TERM": "xterm-256color",
    }
    sandbox = ("datazone-cancel-sandbox", "--runs", str(picture.runs), "--")
    shell = ("bash", "--norc", "--noprofile")
    size = {"columns": _COLUMNS, "rows": _ROWS}
    with terminal(*sandbox, *shell, **size, environ=environ, directory=home) as screen:
        screen.wait_for(_PROMPT)
        for command in picture.commands:
            *lines, last = command.splitlines()
            screen.type("".join(f"{line}\r" for line in lines) + last)
            screen.wait_for(f"{re.escape(last)}$")
            screen.type("\r")
            for pattern, keys in picture.keys:
                screen.wait_for(pattern)
                screen.type(keys)
            seen = []
            if picture.moment:
                screen.wait_for(picture.moment)
                seen = [*_lines(screen)]
            screen.wait_for(picture.until)
        console = Console(
            width=_COLUMNS, file=io.StringIO(), force_terminal=True, record=True, highlight=False
        )
        # What was on the screen at another time does not look like the lines before what follows.
        between = [Text("  ⋮")] if seen else []
        for line in [*seen, *between, *(line for line in _lines(screen) if line not in seen)]:
            console.print(line)
        console.print()  # otherwise the last line is clipped
    svg = console.export_svg(title=picture.title, theme=_THEME, unique_id=picture.name)
    # Load no fonts from third parties.
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    # Without a size of its own, a picture that is opened alone is as narrow as the window.
    svg = re.sub(r'viewBox="0 0 (\S+) (\S+)"', r'\g<0> width="\1" height="\2"', svg, count=1)
    return "\n".join(line.rstrip() for line in svg.strip().splitlines()) + "\n"


def _lines(screen: Terminal) -> Iterator[Text]:
    """The lines on the screen, without a prompt at the end."""
    rows = screen.text.splitlines()
    for row in range(len(rows) - (rows[-1] == "$")):
        text = Text()
        cells = [screen.screen.buffer[row][column] for column in range(len(rows[row]))]
        for (color, bold), group in groupby(cells, key=lambda cell: (cell.fg, cell.bold)):
            # Translate pyte's color names into rich's.
            name = color.replace("brown", "yellow").replace("bright", "bright_")
            style = Style(color=None if color == "default" else name, bold=bold)
            text.append("".join(cell.data for cell in group), style)
        yield text


def _comparable(svg: str) -> list[str]:
    """The colored texts of a picture, without what varies."""
    colors = dict(re.findall(r"\.(\S+) \{ fill: (\S+?);? ", svg))
    texts = [
        (colors.get(text.get("class", ""), ""), "".join(text.itertext()))
        for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314 (a file of this project)
    ]
    return [f"{color} {re.sub(_VARYING, '~', text)}" for color, text in texts if text.strip()]


def main(*, check: bool) -> int:
    """Draw all pictures, write or check them, and return the number of stale ones."""
    stale = {path.name for path in FOLDER.glob("*")} - {f"{each.name}.svg" for each in PICTURES}
    for picture in PICTURES:
        path = FOLDER / f"{picture.name}.svg"
        svg = _draw(picture)
        if not check:
            FOLDER.mkdir(exist_ok=True)
            path.write_text(svg)
            continue
        texts = _comparable(path.read_text()) if path.exists() else []
        if difference := "\n".join(unified_diff(texts, _comparable(svg), lineterm="")):
            sys.stderr.write(f"{path.name}:\n{difference}\n")
            stale.add(path.name)
    if stale:
        sys.stderr.write(f"Stale pictures: {', '.join(sorted(stale))}. Run make pictures.\n")
    return len(stale)


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
