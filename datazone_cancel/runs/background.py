"""Iterate in a background thread, so that the main thread can stop waiting at any time."""

import threading
from collections.abc import Callable, Iterable, Iterator
from queue import Empty, SimpleQueue
from typing import Generic, NamedTuple, TypeVar

POLL_INTERVAL = 0.1
"""Seconds after which the main thread notices signals and deadlines."""

_LAST_CHANCE = 0.5
"""Seconds that the thread has left when it should stop."""

_Item = TypeVar("_Item")


class _Next(Generic[_Item]):
    def __init__(self, item: _Item) -> None:
        self.item = item


class _End(NamedTuple):
    error: BaseException | None


def iterate_in_background(
    items: Iterable[_Item], *, should_stop: Callable[[], bool]
) -> Iterator[_Item]:
    """The items, and the error that ends them; after `should_stop`, only those at hand.

    The thread is a daemon: it may stay behind, blocked in a request. If no thread can be started,
    iterate in this one.
    """
    queue: SimpleQueue[_Next[_Item] | _End] = SimpleQueue()
    thread = threading.Thread(target=_put_all, args=(items, queue), daemon=True)
    try:
        thread.start()
    except RuntimeError:
        yield from items
        return
    while True:
        try:
            entry = queue.get(timeout=POLL_INTERVAL)
        except Empty:
            # A thread that could not even say that it ends is not waited for.
            if thread.is_alive() and not should_stop():
                continue
            thread.join(_LAST_CHANCE)
            if queue.empty():
                return
            continue
        if isinstance(entry, _End):
            if entry.error:
                raise entry.error
            return
        yield entry.item


def _put_all(items: Iterable[_Item], queue: "SimpleQueue[_Next[_Item] | _End]") -> None:
    error = None
    try:
        for item in items:
            queue.put(_Next(item))
    except BaseException as exception:
        error = exception
    queue.put(_End(error))
