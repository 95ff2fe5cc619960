"""A build hook for hatchling that generates the man pages of both commands from their help.

click writes help through a formatter. The formatter in this module writes reStructuredText, which
docutils converts to troff. It replaces the short help of an option with the sentences in
`<command>.options.rst`, if there is such a file.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from docutils.core import publish_string
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_ROOT = Path(__file__).parent.parent


class _Formatter(click.HelpFormatter):
    """Writes help as reStructuredText."""

    def __init__(self, explanations: Mapping[str, str]) -> None:
        """`explanations` are sentences, by option."""
        super().__init__()
        self._explanations = explanations
        self._headings: set[str] = set()

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:  # noqa: ARG002
        self._write_heading_once("Synopsis")
        self.write(f"| **{prog}** {_escaped(args)}\n")

    def _write_heading_once(self, heading: str) -> None:
        if heading not in self._headings:
            self._headings.add(heading)
            self.write_heading(heading)

    def write_heading(self, heading: str) -> None:
        self.write(f"\n{heading.upper()}\n{'=' * len(heading)}\n\n")

    def write_text(self, text: str) -> None:
        self._write_heading_once("Description")
        for paragraph in text.split("\n\n"):
            if paragraph.startswith("\b\n"):
                # click's mark for a block that must not be rewrapped: a heading and indented lines.
                heading, *lines = paragraph.removeprefix("\b\n").splitlines()
                self.write_heading(heading.removesuffix(":"))
                self.write("\n".join(["::", "", *(f"  {line}" for line in lines), "", ""]))
            else:  # the sentences on options say what the default is
                paragraph = paragraph.replace(" Defaults are in brackets.", "")
                self.write(f"{_escaped(paragraph)}\n\n")

    def write_dl(
        self,
        rows: Iterable[tuple[str, str]],
        col_max: int = 30,  # noqa: ARG002
        col_spacing: int = 2,  # noqa: ARG002
    ) -> None:
        for term, text in rows:
            name, _, value = term.strip().partition(" ")
            title = f"**{name}** *{_escaped(value)}*" if value else f"**{name}**"
            explanation = self._explanations.get(name, f"    {_escaped(text)}\n")
            self.write(f"{title}\n{explanation}\n")


def _escaped(text: str) -> str:
    return re.sub(r"([:*`|_\\<>])", r"\\\1", text)


def man_page(command: click.Command, version: str) -> str:
    """The command's man page (section 1) in troff: its help, and more sections if there are any."""
    name = command.name or ""
    formatter = _Formatter(explanations(name))
    command.format_help(click.Context(command, info_name=name), formatter)
    assert command.help
    summary = command.help.split("\n\n")[0].rstrip(".")
    head = f"{name}\n{'#' * len(name)}\n\n{summary}\n{'-' * len(summary)}\n\n"
    sections = Path(__file__).with_name(f"{name}.rst")
    more = sections.read_text(encoding="utf-8") if sections.exists() else ""
    fields = f":Manual section: 1\n:Manual group: User Commands\n:Version: {version}\n"
    page = publish_string(
        head + fields + formatter.getvalue() + more,
        writer_name="manpage",
        # Treat warnings as errors, because their text would be missing from the page.
        settings_overrides={"output_encoding": "unicode", "halt_level": 2},
    )
    # docutils selects a font that current versions of groff do not have; a terminal has only one.
    page = re.sub(r"^\.ft [CP]\n", "", str(page), flags=re.MULTILINE)
    # Newer versions of docutils do not write their own headings in capitals.
    page = re.sub(r"^\.SH .*", lambda heading: heading[0].upper(), page, flags=re.MULTILINE)
    # No hyphens in names, and no gaps between words: groff 1.24 takes this from HY and AD.
    plain = ".nh\n.nr HY 0\n.ad l\n.ds AD l\n"
    return re.sub(r"^\.TH .*\n", rf"\g<0>{plain}", page, flags=re.MULTILINE)


def explanations(name: str) -> dict[str, str]:
    """What the manual of a command says about its options, as indented reStructuredText."""
    path = Path(__file__).with_name(f"{name}.options.rst")
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return dict(re.findall(r"^(--\S+)\n((?: .*\n)+)", text, re.MULTILINE))


class ManPages(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the pages to the wheel, which installs them in share/man of its environment."""

    PLUGIN_NAME = "man-pages"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        sys.path.insert(0, str(_ROOT))
        from datazone_cancel import __version__
        from datazone_cancel.cli.command import command
        from datazone_cancel.sandbox.command import sandbox

        self._folder = TemporaryDirectory()
        for page in (command, sandbox):
            path = Path(self._folder.name, f"{page.name}.1")
            path.write_text(man_page(page, __version__), encoding="utf-8")
            build_data["shared_data"][str(path)] = f"share/man/man1/{path.name}"

    def finalize(self, *_: Any) -> None:
        self._folder.cleanup()
