"""Progress on stderr: a bar on terminals, an occasional line elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from datazone_cancel.clock import Clock
from datazone_cancel.streams import Stream
from datazone_cancel.terminal import write_lines

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


def format_duration(seconds: float) -> str:
    """A duration in whole seconds, in one or two units: 45s, 2m30s, 1h23m."""
    hours, rest = divmod(round(seconds), 3600)
    minutes, rest = divmod(rest, 60)
    parts = (f"{hours}h", f"{minutes}m") if hours else (f"{minutes}m", f"{rest}s")
    return "".join(part for part in parts if not part.startswith("0")) or "0s"


@contextmanager
def show(
    stderr: Stream | None, *, verb: str, total: int, clock: Clock
) -> Iterator[Callable[[], None]]:
    """Yields a function to call for each run that is done. Without a stream, nothing is shown."""
    if stderr is None:
        yield lambda: None
    elif stderr.is_animated:
        with _bar(stderr, verb, total, clock) as advance:
            yield advance
    else:
        yield _lines(stderr, verb, total, clock)


def _lines(stderr: Stream, verb: str, total: int, clock: Clock) -> Callable[[], None]:
    start = last_line = clock.now()
    done = 0

    def advance() -> None:
        nonlocal done, last_line
        done += 1
        now = clock.now()
        if now - last_line >= _LINE_INTERVAL and done < total:
            last_line = now
            rate = done / (now - start)
            left = (total - done) / rate
            line = f"{verb}: {done} of {total}, {rate:.2g}/s, {left:.0f} s left"
            write_lines(stderr, [line])

    return advance


@contextmanager
def _bar(stderr: Stream, verb: str, total: int, clock: Clock) -> Iterator[Callable[[], None]]:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Verb(ProgressColumn):
        def render(self, _task: Task) -> Text:
            return Text("Ctrl-C again to quit" if clock.interrupted else verb)

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed or 0:.0f}/s")

    columns = (
        Verb(),
        # rich's default bar is red on terminals with eight colors.
        BarColumn(complete_style="green", finished_style="green"),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(compact=True),
    )
    bar = Progress(*columns, console=stderr.console(), transient=True)
    task = bar.add_task(verb, total=total)
    # A bar is not worth losing the report, if for example no thread can be started.
    with suppress(Exception):
        bar.start()
    try:
        yield lambda: bar.advance(task)
    finally:
        with suppress(Exception):
            bar.stop()
