"""`make pictures`: terminal pictures of the real command on the sandbox, for README and docs.

With --check nothing is written, and it fails where a picture is not what the command draws now.
What differs from time to time (ages, how far a bar is) may differ.
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
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
"""Colours that stand out from their dark ground, wherever the page is light."""
_VARYING = r"\d+(?=[smhd]\b)|\d+(?=/)|(?<=/)\d+|\d+:[\d:]+|[━╸╺]+|\s+"
"""Ages, counts and times of a bar, the bar, and spaces that go with them."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What is typed on a sandbox with so many runs more, and the last that is waited for."""

    name: str
    title: str
    commands: tuple[str, ...]
    keys: tuple[tuple[str, str], ...] = ()
    """What is waited for, and what is typed then."""
    until: str = _PROMPT
    runs: int = 0


_TARGET = f"datazone-cancel --domain-identifier {DOMAIN}"
PICTURES = (
    Picture(
        name="cancel",
        title="A cancellation, and a refusal",
        commands=(
            f"{_TARGET} \\\n    --identifier {RUN}",
            f"{_TARGET} \\\n    --identifier mgr3tlpxo4mg5q",
        ),
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
        title="All runs of a domain: on the way",
        commands=(f"{_TARGET} --all --yes",),
        until=r" [4-9]\d/301 ",
        runs=300,
    ),
    Picture(
        name="report",
        title="Three runs, and what became of them",
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
            ("^1 of 1 shown", "\r"),
            ("^13 of 13 shown", "names"),
            ("^4 of 13 shown", " \x1b[B "),
        ),
        until="2 marked",
        runs=12,
    ),
)


def _drawn(picture: Picture) -> str:
    """The picture of what a terminal shows in the end."""
    environ = {
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
    with terminal(*sandbox, *shell, columns=_COLUMNS, rows=_ROWS, environ=environ) as shown:
        shown.wait_for(_PROMPT)
        for command in picture.commands:
            *lines, last = command.splitlines()
            shown.type("".join(f"{line}\r" for line in lines) + last)
            shown.wait_for(f"{re.escape(last)}$")
            shown.type("\r")
            for pattern, keys in picture.keys:
                shown.wait_for(pattern)
                shown.type(keys)
            shown.wait_for(picture.until)
        console = Console(
            width=_COLUMNS, file=io.StringIO(), force_terminal=True, record=True, highlight=False
        )
        for line in _lines(shown):
            console.print(line)
        console.print()  # or else the last line would be cut below
    svg = console.export_svg(title=picture.title, theme=_THEME, unique_id=picture.name)
    # A picture fetches no fonts from elsewhere.
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in svg.strip().splitlines()) + "\n"


def _lines(shown: Terminal) -> Iterator[Text]:
    """The screen down to its last line, a prompt not counted."""
    rows = shown.text.splitlines()
    for row in range(len(rows) - (rows[-1] == "$")):
        text = Text()
        cells = [shown.screen.buffer[row][column] for column in range(len(rows[row]))]
        for (colour, bold), alike in groupby(cells, key=lambda cell: (cell.fg, cell.bold)):
            # pyte's names for colours, and rich's.
            name = colour.replace("brown", "yellow").replace("bright", "bright_")
            style = Style(color=None if colour == "default" else name, bold=bold)
            text.append("".join(cell.data for cell in alike), style)
        yield text


def _words(svg: str) -> list[tuple[str, str]]:
    """The lines of a picture, and the colours in them, less what varies."""
    colours = dict(re.findall(r"\.(\S+) \{ fill: (\S+?);? ", svg))
    words = [
        (colours.get(text.get("class", ""), ""), "".join(text.itertext()))
        for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314 (ours)
    ]
    return [(colour, re.sub(_VARYING, "~", text)) for colour, text in words if text.strip()]


def main(*, check: bool) -> int:
    """Returns the number of pictures that are not what they should be; without check, 0."""
    stale = {path.name for path in FOLDER.glob("*")} - {f"{one.name}.svg" for one in PICTURES}
    for picture in PICTURES:
        path = FOLDER / f"{picture.name}.svg"
        drawn = _drawn(picture)
        if not check:
            FOLDER.mkdir(exist_ok=True)
            path.write_text(drawn)
        elif not path.exists() or _words(path.read_text()) != _words(drawn):
            stale.add(path.name)
    if stale:
        sys.stderr.write(f"Not what the command draws, make pictures: {', '.join(sorted(stale))}\n")
    return len(stale)


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
