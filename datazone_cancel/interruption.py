"""Ctrl-C and SIGTERM while many runs are canceled: first gently, then at once."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from .timing import Clock


@contextmanager
def interrupting(clock: Clock, notice: Callable[[], None]) -> Iterator[None]:
    """In this context the first signal interrupts the clock; a second raises KeyboardInterrupt.

    `notice` is called at the first, from the handler. A signal that is ignored already, as SIGINT
    is in a shell's background job, stays ignored.
    """

    def handle(_number: int, _frame: FrameType | None) -> None:
        if clock.interrupted:
            raise KeyboardInterrupt
        clock.interrupt()
        notice()

    handled = [
        number
        for number in (signal.SIGINT, signal.SIGTERM)
        if signal.getsignal(number) is not signal.SIG_IGN
    ]
    before = {number: signal.signal(number, handle) for number in handled}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
