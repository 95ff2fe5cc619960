"""Produce items in background threads, so that the main thread can stop waiting at any time."""

import threading
from collections.abc import Callable, Iterable, Iterator
from queue import Empty, SimpleQueue
from typing import Generic, NamedTuple, TypeVar

_POLL_INTERVAL = 0.1
"""Seconds after which the main thread notices signals and deadlines."""

_Item = TypeVar("_Item")


class _Next(Generic[_Item]):
    def __init__(self, item: _Item) -> None:
        self.item = item


class _End(NamedTuple):
    error: BaseException | None


def produce_in_background(
    produce: Callable[[], Iterable[_Item]],
    *,
    threads: int = 1,
    should_stop: Callable[[], bool],
    last_chance: float = 0,
) -> Iterator[_Item]:
    """What `produce` returns in each of the threads, as it arrives.

    After `should_stop`, threads get as many seconds as `last_chance`, and are left behind: they are
    daemons, because Python would wait for the requests of any others at its end. Raises the error
    that ends a producer. If no thread can be started, this one produces.
    """
    queue: SimpleQueue[_Next[_Item] | _End] = SimpleQueue()
    workers: list[threading.Thread] = []
    try:
        for _ in range(threads):
            worker = threading.Thread(target=_put_all, args=(produce, queue), daemon=True)
            worker.start()
            workers.append(worker)
    except RuntimeError:
        if not workers:
            yield from produce()
            return
    running = len(workers)
    while running:
        try:
            entry = queue.get(timeout=_POLL_INTERVAL)
        except Empty:
            # A thread that could not even say that it ends is not waited for.
            if any(worker.is_alive() for worker in workers) and not should_stop():
                continue
            workers[0].join(last_chance)
            if queue.empty():
                return
            continue
        if isinstance(entry, _End):
            if entry.error:
                raise entry.error
            running -= 1
        else:
            yield entry.item


def call_in_background(call: Callable[[], _Item]) -> _Item:
    """What `call` returns. Meanwhile, this thread notices signals.

    The lookup of a name would not end at Ctrl-C, and as process 1 not even at SIGTERM.
    """
    [item] = produce_in_background(lambda: [call()], should_stop=lambda: False)
    return item


def _put_all(
    produce: Callable[[], Iterable[_Item]], queue: "SimpleQueue[_Next[_Item] | _End]"
) -> None:
    error = None
    try:
        for item in produce():
            queue.put(_Next(item))
    except BaseException as exception:
        error = exception
    queue.put(_End(error))
