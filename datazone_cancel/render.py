"""What the user sees: errors, the accepted line and reports, drawn on a terminal or put in a pipe.

On a terminal rich draws, and nothing that came from the service or an argument can move the cursor,
change colours or open a second line. In a pipe the same text goes out byte for byte.
"""

import codecs
import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from typing import TYPE_CHECKING, Any, TextIO

from .errors import CommandError
from .options import Options

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from .report import Report

_BATCH = 10_000
"""Parts of a document that are written at once: a long one need not be in memory as text."""
_STYLES = {
    "ACCEPTED": "green",
    "CANCELED": "green",
    "WOULD_CANCEL": "yellow",
    "ALREADY_FINISHED": "yellow",
    "NOT_ATTEMPTED": "yellow",
}
"""Of outcomes; the others are red."""


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Stream:
    """An output stream, and how to write to it; `file` is None where it came closed."""

    file: TextIO | None
    terminal: bool
    colored: bool
    animated: bool
    """Whether what was drawn can be drawn again."""

    @classmethod
    def on(cls, file: TextIO | None, *, color: str, environ: Mapping[str, str]) -> "Stream":
        """`color` is on, off or auto: as it suits a terminal, unless NO_COLOR or TERM=dumb."""
        terminal = file is not None and file.isatty()
        plain = bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
        return cls(
            file=file,
            terminal=terminal,
            colored=color == "on" or (color == "auto" and terminal and not plain),
            animated=terminal and environ.get("TERM") != "dumb",
        )

    @property
    def drawn(self) -> bool:
        """Whether rich draws here; `--color on` asks for that in a pipe too."""
        return self.terminal or self.colored

    @property
    def width(self) -> int:
        """In columns; 80 where there is no terminal to ask, as in the AWS CLI."""
        with suppress(OSError):
            if self.file is not None and self.terminal:
                return os.get_terminal_size(self.file.fileno()).columns
        return 80

    def write(self, *parts: str) -> None:
        """Raises OSError where the text cannot be written."""
        if self.file is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        self.file.writelines(parts)
        self.file.flush()

    def console(self) -> "Console":
        """What rich draws with."""
        from rich.console import Console

        console = Console(
            file=self.file,
            force_terminal=True,
            color_system="standard" if self.colored else None,
            no_color=not self.colored,
            highlight=False,
        )
        if console.width < 1:  # COLUMNS=0
            console.width = 80
        return console

    def draw(self, renderable: "RenderableType", *, wrap: bool) -> None:
        """Raises OSError like `write`. What is not wrapped here, the terminal wraps."""
        console = self.console()
        with console.capture() as capture:
            console.print(renderable, soft_wrap=not wrap)
        self.write(capture.get())


def stream(file: TextIO | None, options: Options | None) -> Stream:
    """Without options nobody could say how colour is wanted: then there is none."""
    return Stream.on(file, color=options.color if options else "off", environ=os.environ)


def prepare(stdout: TextIO | None, stderr: TextIO | None) -> None:
    """Let any text be encoded, and what came as undecodable bytes leave as the same bytes."""
    if isinstance(stdout, TextIOWrapper):
        stdout.reconfigure(errors="backslashreplace")
    if isinstance(stderr, TextIOWrapper) and _is_utf8(stderr) and not stderr.isatty():
        stderr.reconfigure(errors="surrogateescape")


def finish(*files: TextIO | None) -> None:
    """Drop what could not be written: Python would try again at exit and end with status 120."""
    for file in filter(None, files):
        try:
            file.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), file.fileno())


def harmless(text: str) -> str:
    """The text, with every character that a terminal would act on written as an escape."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def _harmless_values(content: Any) -> Any:
    if isinstance(content, dict):
        return {harmless(str(key)): _harmless_values(value) for key, value in content.items()}
    if isinstance(content, list):
        return list(map(_harmless_values, content))
    return harmless(content) if isinstance(content, str) else content


def tell(stderr: Stream, lines: Iterable[str], *, style: str = "", mark: str = "") -> None:
    """Put lines on stderr. Where that fails there is nobody left to tell."""
    with suppress(OSError):
        if not stderr.drawn:
            stderr.write("".join(f"{line}\n" for line in lines))
            return
        from rich.text import Text

        sign = mark if _encodable(mark, stderr.file) else ""
        text = Text.assemble((sign, "green"), ("\n".join(map(harmless, lines)), style))
        stderr.draw(text, wrap=False)


def error(stderr: Stream, failure: CommandError, error_format: str) -> None:
    """An error as `--cli-error-format` has it; legacy is AWS CLI v2's classic layout.

    As in the AWS CLI, what has no structure is told the classic way in every format.
    """
    if failure.members is None or error_format == "legacy":
        tell(stderr, ["", *failure.lines], style="red")
    elif error_format in ("json", "yaml", "text", "table"):
        with suppress(OSError):
            document(stderr, dict(failure.members), error_format, title="error")
    else:
        tell(stderr, ["", *_enhanced(failure, failure.members)], style="red")


def _enhanced(failure: CommandError, members: Mapping[str, Any]) -> Iterator[str]:
    first, *more = failure.lines
    prefix = f"An error occurred ({failure.code}): " if failure.code else ""
    yield f"aws: [ERROR]: {prefix}{first}"
    yield from more
    details = [name for name in members if name not in ("Code", "Message")]
    if details:
        yield from ("", "Additional error details:")
        yield from (f"{name}: {members[name]}" for name in details)


def debug(stderr: Stream, text: str) -> None:
    tell(stderr, text.split("\n"), style="dim")


def accepted(stderr: Stream, *, domain_identifier: str, identifier: str, region: str) -> None:
    """Say what the service took on; whether the run stops is not known yet."""
    line = (
        f"Accepted: cancellation of metadata generation run {identifier}"
        f" in domain {domain_identifier}, Region {region}"
    )
    tell(stderr, [line], mark="✔ ")


def document(stdout: Stream, content: Any, output: str, *, title: str) -> None:
    """A document in one of the AWS CLI's formats.

    Raises OSError where it cannot be written, and ValueError where there is no such format.
    """
    from .formats import formatted

    if stdout.terminal and output != "json":
        content = _harmless_values(content)
    ascii_only = stdout.terminal or not _is_utf8(stdout.file)
    parts = filter(
        None, formatted(content, output, title=title, ascii_only=ascii_only, width=stdout.width)
    )
    for batch in iter(lambda: tuple(islice(parts, _BATCH)), ()):
        stdout.write(*batch)


def table(stdout: Stream, report: "Report") -> None:
    """A report for people. Raises OSError where it cannot be written."""
    from rich.table import Table
    from rich.text import Text

    drawing = Table()
    drawing.add_column("Identifier", overflow="fold")
    drawing.add_column("Outcome", overflow="fold")
    with_status = any(result.status for result in report.results)
    if with_status:
        drawing.add_column("Status", overflow="fold")
    with_error = any(result.error for result in report.results)
    if with_error:
        drawing.add_column("Error", overflow="fold")
    for result in report.results:
        cells = [
            Text(harmless(result.identifier)),
            Text(result.outcome.value, style=_STYLES.get(result.outcome.value, "red")),
        ]
        if with_status:
            cells.append(Text(harmless(result.status or "")))
        if with_error:
            cells.append(Text(harmless(result.error[1] if result.error else "")))
        drawing.add_row(*cells)
    stdout.draw(drawing, wrap=True)


def summary(stderr: Stream, report: "Report") -> None:
    """One line on all that became of the runs."""
    counts = ", ".join(f"{count} {outcome.value}" for outcome, count in report.counts().items())
    runs = "1 run" if len(report.results) == 1 else f"{len(report.results)} runs"
    region = f", Region {report.region}" if report.region else ""
    dry = "Dry run, nothing was canceled: " if report.dry_run else ""
    told = counts or "nothing to cancel"
    tell(stderr, [f"{dry}{runs} in domain {report.domain_identifier}{region}: {told}"])


def _is_utf8(file: TextIO | None) -> bool:
    return file is not None and codecs.lookup(file.encoding).name == "utf-8"


def _encodable(text: str, file: TextIO | None) -> bool:
    try:
        text.encode(getattr(file, "encoding", None) or "ascii")
    except UnicodeEncodeError:
        return False
    return True
