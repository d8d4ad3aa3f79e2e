"""Households decided by several processes, and handed on in their order."""

import gc
import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.context import BaseContext
from threading import Thread, active_count

from ..asking import rule_set
from .deciding import Asked, decided
from .kept import as_line
from .records import Record

_SELDOM = 100_000
_AHEAD = 3
"""So many parts wait for each process, so that none has to wait for the next."""


def lines(parts: Iterable[list[Record]], asked: Asked, processes: int) -> Iterator[bytes]:
    """The answers of each part as a line, in the order of the parts."""
    if processes < 2:
        yield from (_line(part, asked) for part in parts)
        return
    rule_set()  # a copy of this process has it then
    with ProcessPoolExecutor(processes, _context(), initializer=_begin) as pool:
        # They get ready while the rows are read.
        for _ in range(processes):
            pool.submit(_line, [], asked)
        waiting: deque[Future[bytes]] = deque()
        for part in parts:
            waiting.append(pool.submit(_line, part, asked))
            if len(waiting) >= processes * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _context() -> BaseContext:
    """Copies of this process where that is safe: one with threads may wait for ever. Else, and elsewhere, processes are started anew."""
    return get_context("fork" if sys.platform == "linux" and active_count() == 1 else "spawn")


def _line(part: list[Record], asked: Asked) -> bytes:
    if not part:
        rule_set()
    return as_line(decided(part, asked))


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let the collector look seldom: of the many small objects that come and go here few point in circles, and it looks at all of them."""
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _begin() -> None:
    """Ready a process for its work: where the parent is killed, nobody else would tell it to stop."""
    gc.freeze()
    gc.set_threshold(_SELDOM)

    def wait() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()
