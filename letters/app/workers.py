"""Work dealt out to several processes and put together in its order; with one worker it is done here."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from letters.errors import FileError, Problem

WORTH_IT = 400_000  # bytes of a book; below that, starting workers takes longer than the work
AHEAD = 3  # tasks a worker that wait or are done before their turn, so that memory stays flat
A = TypeVar("A")
B = TypeVar("B")


def worker_count(wanted: int | None, book: Path) -> int:
    """As many workers as were asked for; else one a processor for a large book, and one for a small."""
    if wanted is not None:
        return wanted
    try:
        is_large = book.stat().st_size > WORTH_IT
    except OSError:
        is_large = False
    return _processors() if is_large else 1


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """So many processes; they start with the first task and end with the `with` block."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None
        self._thresholds = gc.get_threshold()

    def __enter__(self) -> Self:
        _seldom_look_for_cycles()
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: TracebackType | object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=kind is None, cancel_futures=True)
        gc.set_threshold(*self._thresholds)
        gc.unfreeze()

    def map(self, function: Callable[[A], B], tasks: Iterable[A]) -> Iterator[B]:
        """The results in the order of the tasks; raises FileError when a worker was ended from outside."""
        if self.count < 2:
            yield from map(function, tasks)
            return
        waiting: deque[Future[B]] = deque()
        try:
            for task in tasks:
                waiting.append(self._started().submit(function, task))
                if len(waiting) > self.count * AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            what = "a worker of the run was ended by the system, often for lack of memory."
            raise FileError(Problem("", what, "Try again with --workers 1.")) from error

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # a copy of this process has read all it needs; but a copy of one with threads may stand still
            can_fork = sys.platform == "linux" and threading.active_count() == 1
            context = multiprocessing.get_context("fork" if can_fork else "spawn")
            self._pool = ProcessPoolExecutor(self.count, context, _begin_worker)
        return self._pool


def _begin_worker() -> None:
    """A worker leaves Ctrl-C to the process that was started by hand, and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _seldom_look_for_cycles()
    threading.Thread(target=_end_with_the_first, daemon=True).start()


def _seldom_look_for_cycles() -> None:
    """What the program itself is made of need not be looked through again and again, nor values, which hold none."""
    gc.freeze()
    gc.set_threshold(50_000)


def _end_with_the_first() -> None:
    """A worker whose run was killed would wait for ever."""
    if (first := multiprocessing.parent_process()) is not None:
        first.join()
        os._exit(1)


def batched(values: Iterable[A], size: int) -> Iterator[tuple[A, ...]]:
    """The values, so many at a time."""
    group: list[A] = []
    for value in values:
        group.append(value)
        if len(group) == size:
            yield tuple(group)
            group = []
    if group:
        yield tuple(group)
