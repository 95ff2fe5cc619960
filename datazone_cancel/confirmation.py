"""What `--all` is about to cancel, and the question whether it may."""

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
    stderr: Stream, runs: Sequence[Run], *, domain_identifier: str, region: str, profile: str
) -> bool:
    """Show the runs and ask. The default is No, and so is the end of input."""
    count = "1 run" if len(runs) == 1 else f"{len(runs)} runs"
    tell(stderr, [f"{count} in domain {domain_identifier}, Region {region}, profile {profile}:"])
    _preview(stderr, runs)
    question = f"Cancel {'it' if len(runs) == 1 else f'these {count}'}? [y/N] "
    stderr.write(question)
    answer = ""
    try:
        answer = sys.stdin.readline()
    finally:
        if not answer.endswith("\n"):
            stderr.write("\n")
    agreed = answer.strip().lower() in ("y", "yes")
    if not agreed:
        tell(stderr, ["Nothing was canceled."])
    return agreed


def _preview(stderr: Stream, runs: Sequence[Run]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name in ("Identifier", "Status, age", "Type", "Target", "Project, creator"):
        table.add_column(name, overflow="fold")
    for run in runs[:_ROWS]:
        cells = (
            [run.identifier],
            [run.status, run.age],
            # All types begin alike.
            [type_.removeprefix("BUSINESS_") for type_ in run.types],
            [run.target_identifier],
            [run.owning_project_identifier, run.created_by],
        )
        table.add_row(*(Text("\n".join(harmless(line or "") for line in cell)) for cell in cells))
    stderr.draw(table, wrap=True)
    if len(runs) > _ROWS:
        more = f"and {len(runs) - _ROWS} more, which --dry-run lists"
        tell(stderr, [more])
