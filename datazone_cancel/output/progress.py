"""Progress on stderr: a bar on terminals, an occasional line elsewhere."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from datazone_cancel.clock import Clock
from datazone_cancel.runs.model import Outcome
from datazone_cancel.streams import Stream
from datazone_cancel.terminal import write_lines

from .text import format_duration

if TYPE_CHECKING:
    from rich.console import RenderableType

    from datazone_cancel.runs.waiting import Wait

_LINE_INTERVAL = 30
"""Seconds between two lines."""
_ERASE = "\r\x1b[K"
"""Erases the line of the cursor."""


@contextmanager
def show_listing(stderr: Stream | None, what: str) -> Iterator[Callable[[int], None]]:
    """Yields a function to call with the number of runs, or of `what` else, listed so far.

    A terminal shows it in one line, which is erased at the end. Without a stream, nothing is shown.
    """
    if stderr is None or not stderr.is_animated:
        yield lambda _count: None
        return

    def show_count(count: int) -> None:
        with suppress(OSError):
            stderr.write(f"{_ERASE}Listing: {count:,} {what}{ellipsis}")

    ellipsis = "…" if stderr.can_encode("…") else "..."
    show_count(0)
    try:
        yield show_count
    finally:
        with suppress(OSError):
            stderr.write(_ERASE)


class Work:
    """What a progress bar shows: runs that are done, outcomes so far, and the times of a wait."""

    def __init__(
        self, verb: str, total: int, outcomes: Counter[Outcome], wait: "Wait | None"
    ) -> None:
        self.verb = verb
        self.total = total
        self.done = 0
        self._outcomes = outcomes
        self._wait = wait

    @property
    def outcomes(self) -> list[tuple[Outcome, int]]:
        """The outcomes and their counts, in the order of the summary."""
        return [
            (outcome, self._outcomes[outcome]) for outcome in Outcome if self._outcomes[outcome]
        ]

    def describe_wait(self, now: float) -> str:
        """The elapsed time, the limit and the next check; empty unless this is a wait."""
        if self._wait is None:
            return ""
        elapsed = format_duration(now - self._wait.start)
        limit = format_duration(self._wait.timeout)
        next_check = self._wait.next_check
        check = "now" if next_check is None else f"in {format_duration(max(0, next_check - now))}"
        return f"{elapsed} of at most {limit}, next check {check}"


@contextmanager
def show(stderr: Stream | None, work: Work, clock: Clock) -> Iterator[Callable[[], None]]:
    """Yields a function to call whenever `work` has changed. Without a stream, nothing is shown."""
    if stderr is None:
        yield lambda: None
    elif stderr.is_animated:
        with _bar(stderr, work, clock) as update:
            yield update
    else:
        yield _lines(stderr, work, clock)


def _lines(stderr: Stream, work: Work, clock: Clock) -> Callable[[], None]:
    start = last_line = clock.now()

    def update() -> None:
        nonlocal last_line
        now = clock.now()
        if now - last_line >= _LINE_INTERVAL and work.done < work.total:
            last_line = now
            rate = work.done / (now - start)
            left = (work.total - work.done) / rate
            times = work.describe_wait(now) or f"{rate:.2g}/s, {left:.0f} s left"
            counts = ", ".join(f"{count:,} {outcome.value}" for outcome, count in work.outcomes)
            done = f"{work.done:,} of {work.total:,}"
            write_lines(stderr, [f"{work.verb}: {done}, {times} ({counts})"])

    return update


@contextmanager
def _bar(stderr: Stream, work: Work, clock: Clock) -> Iterator[Callable[[], None]]:
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
    from rich.table import Column
    from rich.text import Text

    from .tables import outcome_style

    class Verb(ProgressColumn):
        def render(self, _task: Task) -> Text:
            return Text("Ctrl-C again to quit" if clock.interrupted else work.verb)

    class Done(ProgressColumn):
        def render(self, _task: Task) -> Text:
            return Text(f"{work.done:,}/{work.total:,}")

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed or 0:.0f}/s")

    class Bar(Progress):
        """A bar, the times of a wait, and the counts of the outcomes, on a line each."""

        def get_renderables(self) -> Iterator["RenderableType"]:
            yield from super().get_renderables()
            if times := work.describe_wait(clock.now()):
                yield Text(times)
            if work.outcomes:
                counts = (
                    Text(f"{count:,} {outcome.value}", style=outcome_style(outcome.value))
                    for outcome, count in work.outcomes
                )
                yield Text(", ").join(counts)

    is_wait = bool(work.describe_wait(clock.now()))
    columns = (
        Verb(),
        # rich's default bar is red on terminals with eight colors. With the ratio, the bar gets the
        # columns of the screen that nothing else needs.
        BarColumn(
            bar_width=None,
            complete_style="green",
            finished_style="green",
            table_column=Column(ratio=1),
        ),
        Done(),
        *(() if is_wait else (Rate(), TimeRemainingColumn(compact=True))),
    )
    bar = Bar(*columns, console=stderr.console(), transient=True, expand=True)
    task = bar.add_task(work.verb, total=work.total)
    # A bar is not worth losing the report, if for example no thread can be started.
    with suppress(Exception):
        bar.start()
    try:
        yield lambda: bar.update(task, completed=work.done)
    finally:
        with suppress(Exception):
            bar.stop()
