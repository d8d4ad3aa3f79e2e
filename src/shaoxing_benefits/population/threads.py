"""Work on large arrays side by side: NumPy and Arrow let go of the interpreter while they compute."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")
MANY_ROWS = 500_000
"""Below, starting threads takes longer than the work."""


def side_by_side(work: Callable[[Item], Made], items: Iterable[Item], rows: int) -> list[Made]:
    """What the work makes of each item, in their order."""
    if rows < MANY_ROWS:
        return [work(each) for each in items]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, items))


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The items, each made while the one before it is worked on."""
    over = object()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, items, over)
        while (item := waiting.result()) is not over:
            waiting = pool.submit(next, items, over)
            yield item  # type: ignore[misc]  # whatever is not `over` comes from the items
