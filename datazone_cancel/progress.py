"""How far the work is: a bar on a terminal, a line now and then elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .render import Stream, tell
from .timing import Clock

_SECONDS_A_LINE = 30


@contextmanager
def shown(
    stderr: Stream | None, *, verb: str, total: int, clock: Clock
) -> Iterator[Callable[[], None]]:
    """Gives what to call for each run that is done; shows nothing where there is no stream."""
    if stderr is None:
        yield lambda: None
    elif stderr.animated:
        with _bar(stderr, verb, total, clock) as advance:
            yield advance
    else:
        yield _lines(stderr, verb, total, clock)


def _lines(stderr: Stream, verb: str, total: int, clock: Clock) -> Callable[[], None]:
    start = told = clock.now()
    done = 0

    def advance() -> None:
        nonlocal done, told
        done += 1
        now = clock.now()
        if now - told >= _SECONDS_A_LINE and done < total:
            told = now
            rate = done / (now - start)
            left = (total - done) / rate
            line = f"{verb}: {done} of {total}, {rate:.2g} a second, {left:.0f} s left"
            tell(stderr, [line])

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
            return Text("Ctrl-C again ends at once" if clock.interrupted else verb)

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed or 0:.0f}/s")

    columns = (
        Verb(),
        # rich's own bar is red where a terminal has eight colours.
        BarColumn(complete_style="green", finished_style="green"),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=stderr.console(), transient=True) as bar:
        task = bar.add_task(verb, total=total)
        yield lambda: bar.advance(task)
