"""What is about to be canceled, of `--all` or of a list, and the question whether it may be."""

import sys
from collections.abc import Sequence

from .render import Stream, harmless, tell
from .runs import Run

_ROWS = 10
"""Of a preview: more would scroll the first ones away."""


def possible(stderr: Stream) -> bool:
    """Whether there is somebody to ask."""
    return stderr.terminal and sys.stdin is not None and sys.stdin.isatty()


def agreed(
    stderr: Stream,
    runs: Sequence[Run],
    *,
    rest: str,
    domain_identifier: str,
    region: str,
    credentials: str,
) -> bool:
    """Show the first runs, say what `rest` the others are, and ask.

    The default is No, and so is the end of input. Raises KeyboardInterrupt at Ctrl-C, and where
    Escape is in the answer.
    """
    count = "1 run" if len(runs) == 1 else f"{len(runs)} runs"
    tell(stderr, [f"{count} in domain {domain_identifier}, Region {region}, {credentials}:"])
    _preview(stderr, runs, rest)
    question = f"Cancel {'it' if len(runs) == 1 else f'these {count}'}? [y/N] "
    answer = ""
    try:
        stderr.write(question)
        answer = sys.stdin.readline()
    finally:
        if not answer.endswith("\n"):
            stderr.write("\n")
    if "\x1b" in answer:
        raise KeyboardInterrupt
    agreed = answer.strip().lower() in ("y", "yes")
    if not agreed:
        tell(stderr, ["Nothing was canceled."])
    return agreed


def _preview(stderr: Stream, runs: Sequence[Run], rest: str) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name in ("Identifier", "Status, age", "Type", "Target", "Project, creator"):
        table.add_column(name, overflow="fold")
    for run in runs[:_ROWS]:
        cells = (
            [run.identifier],
            [run.status, run.age],
            [run.short_types],
            [run.target_identifier],
            [run.owning_project_identifier, run.created_by],
        )
        table.add_row(*(Text("\n".join(harmless(line or "") for line in cell)) for cell in cells))
    stderr.draw(table, wrap=True)
    if len(runs) > _ROWS:
        tell(stderr, [f"and {len(runs) - _ROWS} more, {rest}"])
