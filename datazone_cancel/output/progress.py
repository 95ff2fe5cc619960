"""Progress on stderr: a bar on terminals, an occasional line elsewhere."""

import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from datazone_cancel.clock import Clock
from datazone_cancel.runs.model import Outcome
from datazone_cancel.streams import ERASE, Stream
from datazone_cancel.terminal import write_lines

from .text import format_duration

if TYPE_CHECKING:
    from types import FrameType

    from rich.console import RenderableType

    from datazone_cancel.runs.waiting import Wait

BAR_HEIGHT = 3
"""Lines: the bar, its times, and the outcomes."""
_LINE_INTERVAL = 30
"""Seconds between two lines."""
_REDRAW_INTERVAL = 0.1
"""Seconds between two drawings of the bar."""
_RATE_PERIOD = 30
"""Seconds over which a rate is measured."""


@contextmanager
def show_listing(stderr: Stream | None, what: str) -> Iterator[Callable[[int], None]]:
    """Yields a function to call with the number of runs, or of `what` else, listed so far.

    A terminal shows it in one line, which is erased at the end. Without a stream, nothing is shown.
    """
    if stderr is None or not stderr.is_animated:
        yield lambda _count: None
        return
    from rich.text import Text

    def show_count(count: int) -> None:
        with suppress(OSError):
            stderr.show_status(Text(f"Listing: {count:,} {what}{ellipsis}"))

    ellipsis = "…" if stderr.can_encode("…") else "..."
    with _erased(stderr):
        show_count(0)
        yield show_count


@contextmanager
def _erased(stderr: Stream) -> Iterator[None]:
    """Erase the status at the end, and when Ctrl-Z gives the terminal back to the shell."""

    def suspend(number: int, _frame: "FrameType | None") -> None:
        stderr.write_if_ready(ERASE)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        signal.signal(number, suspend)

    is_default = signal.getsignal(signal.SIGTSTP) is signal.SIG_DFL
    if is_default:
        signal.signal(signal.SIGTSTP, suspend)
    try:
        yield
    finally:
        if is_default:
            signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        with suppress(OSError):
            stderr.write()


class Work:
    """The progress of some work: runs that are done, outcomes so far, and times."""

    def __init__(
        self,
        verb: str,
        total: int,
        outcomes: Counter[Outcome],
        clock: Clock,
        *,
        wait: "Wait | None",
        throttled_rate: Callable[[], float | None],
    ) -> None:
        """`throttled_rate` is in requests per second; None unless the service throttles."""
        self.verb = verb
        self.total = total
        self.done = 0
        self.clock = clock
        self._outcomes = outcomes
        self._wait = wait
        self._throttled_rate = throttled_rate
        self._start = clock.now()
        self._recent: deque[float] = deque()
        """When runs were done."""

    def advance(self) -> None:
        """One more run is done."""
        self.done += 1
        self._recent.append(self.clock.now())

    @property
    def outcomes(self) -> list[tuple[Outcome, int]]:
        """The outcomes and their counts, in the order of the summary."""
        return [
            (outcome, self._outcomes[outcome]) for outcome in Outcome if self._outcomes[outcome]
        ]

    def describe_times(self) -> str:
        """The times of a wait; otherwise, once they are known, the rate and the time left."""
        now = self.clock.now()
        if self._wait is not None:
            elapsed = format_duration(now - self._wait.start)
            limit = format_duration(self._wait.timeout)
            next_check = self._wait.next_check
            check = (
                "now" if next_check is None else f"in {format_duration(max(0, next_check - now))}"
            )
            return f"{elapsed} of at most {limit}, next check {check}"
        rate = self._rate(now)
        pace = f"{rate:.2g}/s" if rate else ""
        if throttled_rate := self._throttled_rate():
            number = f"{throttled_rate:.2g}"
            requests = "request" if number == "1" else "requests"
            pace = f"throttled, {number} {requests} a second now"
        left = f"{format_duration((self.total - self.done) / rate)} left" if rate else ""
        return ", ".join(filter(None, (pace, left)))

    def _rate(self, now: float) -> float:
        """Runs per second during the last seconds; 0 if that is unknown."""
        while self._recent and self._recent[0] <= now - _RATE_PERIOD:
            self._recent.popleft()
        elapsed = min(now - self._start, _RATE_PERIOD)
        return len(self._recent) / elapsed if elapsed else 0


@contextmanager
def show(stderr: Stream | None, work: Work) -> Iterator[Callable[[], None]]:
    """Yields a function to call whenever a run is done. Without a stream, nothing is shown."""
    if stderr is None:
        yield lambda: None
    elif stderr.is_animated:
        with _bar(stderr, work):
            yield work.advance
    else:
        yield _lines(stderr, work)


def _lines(stderr: Stream, work: Work) -> Callable[[], None]:
    last_line = work.clock.now()

    def advance() -> None:
        nonlocal last_line
        work.advance()
        now = work.clock.now()
        if now - last_line >= _LINE_INTERVAL and work.done < work.total:
            last_line = now
            counts = ", ".join(f"{count:,} {outcome.value}" for outcome, count in work.outcomes)
            done = f"{work.done:,} of {work.total:,}"
            write_lines(stderr, [f"{work.verb}: {done}, {work.describe_times()} ({counts})"])

    return advance


@contextmanager
def _bar(stderr: Stream, work: Work) -> Iterator[None]:
    """Draw the bar again and again, in a thread of its own, and erase it at the end."""
    ended = threading.Event()

    def draw() -> None:
        # A bar is not worth losing the report.
        with suppress(Exception):
            stderr.show_status(_draw_bar(work))

    def redraw() -> None:
        while not ended.wait(_REDRAW_INTERVAL):
            draw()

    thread = threading.Thread(target=redraw, daemon=True)
    with _erased(stderr):
        draw()
        with suppress(RuntimeError):  # no thread can be started
            thread.start()
        try:
            yield
        finally:
            ended.set()
            if thread.ident:
                thread.join()
            draw()


def _draw_bar(work: Work) -> "RenderableType":
    """A bar, its times, and the counts of the outcomes, on a line each."""
    from rich.console import Group
    from rich.progress_bar import ProgressBar
    from rich.table import Table
    from rich.text import Text

    from .tables import outcome_style

    # rich's default bar is red on terminals with eight colors.
    bar = ProgressBar(work.total, work.done, complete_style="green", finished_style="green")
    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_column(no_wrap=True)
    row.add_column()  # the columns of the screen that nothing else needs
    row.add_column(no_wrap=True)
    verb = "Ctrl-C again to quit" if work.clock.interrupted else work.verb
    row.add_row(verb, bar, f"{work.done:,}/{work.total:,}")
    counts = (
        Text(f"{count:,} {outcome.value}", style=outcome_style(outcome.value))
        for outcome, count in work.outcomes
    )
    lines = (Text(work.describe_times()), Text(", ").join(counts))
    return Group(row, *filter(None, lines))
