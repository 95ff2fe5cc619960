"""Write figures into docs/performance.md."""

import os
import platform
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

_PAGE = Path(__file__).parent.parent / "docs" / "performance.md"


def write(name: str, text: str) -> None:
    """Replace the text between the comments `<!-- name -->` and `<!-- end of name -->`."""
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    page = _PAGE.read_text()
    before, rest = page.split(begin)
    _, after = rest.split(end)
    _PAGE.write_text(f"{before}{begin}\n{text}\n{end}{after}")


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    rule = ["---"] * len(header)
    return "".join(f"| {' | '.join(row)} |\n" for row in (header, rule, *rows))


def machine() -> str:
    """The hardware and the versions used for the measurements, as one line of text."""
    model = subprocess.run(
        ["sh", "-c", "grep -m1 'model name' /proc/cpuinfo | cut -d: -f2"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    parts = [
        f"{os.cpu_count()} cores ({model or platform.machine()})",
        f"{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}",
        *(f"{name} {version(name)}" for name in ("datazone-cancel", "boto3", "click", "awscli")),
    ]
    return ", ".join(parts) + "\n"
