"""The kernels of `kernel.py` over a population, on as many threads as there are cores; `--bandwidth`: how fast memory is.

`blocks` may lay the facts out as it likes before the clock starts: the limit. `rows` reads them as stated, 64 bits each. Result arrays are
made beforehand and written anew every round, since getting fresh memory from the system costs more than the rules do. The kernel is
compiled when it is called for the first time, in every process anew: the first round has it, the best has not.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit

sys.path.insert(0, str(Path(__file__).parents[2]))

import common_set
import kernel
import protocol

CORES = len(os.sched_getaffinity(0))
PIECES_A_CORE = 4
"""More than one, so that a core that is held up leaves some of its work to the other."""
LARGE_ARRAY, ROUNDS = 32 * 2**20, 40
"""Numbers of 64 bits in each of two arrays of 256 MB, which no cache holds."""
POOL = ThreadPoolExecutor(CORES)


def in_pieces(work: Callable[[int, int], Any], count: int, least: int) -> None:
    """Share out `count` things over all cores."""
    size = max(least, -(-count // (CORES * PIECES_A_CORE)))
    if size >= count:
        work(0, count)
    else:
        list(POOL.map(lambda start: work(start, min(start + size, count)), range(0, count, size)))


def bounded(found: protocol.Found) -> protocol.Found:
    """The facts, none of which can overflow."""
    for name in ("money", *kernel.LARGE):
        if found[name].min() < 0 or found[name].max() > kernel.MOST:
            raise ValueError(f"{name} is not within 0 and {kernel.MOST} fen")
    return found


class Blocks:
    """Narrow numbers, in blocks."""

    threads = CORES

    def load(self, found: protocol.Found) -> Any:
        """Fill up the last block with households of nothing."""
        bounded(found)
        count = len(found["district"])
        blocks = -(-count // kernel.BLOCK)

        def laid_out(names: tuple[str, ...], kind: type) -> Any:
            table = np.zeros((blocks, len(names) * common_set.MEMBERS, kernel.BLOCK), dtype=kind)
            for row in range(table.shape[1]):
                name, member = names[row // common_set.MEMBERS], row % common_set.MEMBERS
                table[:, row] = filled(found[name][:, member], kind)
            return table

        def filled(values: Any, kind: type) -> Any:
            column = np.zeros(blocks * kernel.BLOCK, dtype=kind)
            column[:count] = values
            return column.reshape(blocks, kernel.BLOCK)

        facts = laid_out(kernel.SMALL, np.int8), laid_out(kernel.LARGE, np.int32)
        results = [np.zeros(blocks * kernel.BLOCK, dtype=np.int64) for _ in common_set.RESULTS]
        return *facts, filled(found["district"], np.int8), filled(found["money"], np.int32), *results, kernel.RATES

    def compute(self, loaded: Any) -> Any:
        """Every piece with a scratch of its own."""

        def work(start: int, stop: int) -> None:
            scratch = np.empty((len(common_set.RESULTS), kernel.BLOCK), dtype=np.int32)
            kernel.in_blocks(*loaded, scratch, start, stop)

        in_pieces(work, len(loaded[0]), 16)
        return loaded[-1 - len(common_set.RESULTS) : -1]

    def columns(self, computed: Any) -> protocol.Found:
        """With what fills up the last block."""
        return dict(zip(common_set.RESULTS, computed, strict=True))

    def facts(self, found: protocol.Found, household: int) -> Any:
        """Plain numbers."""
        return protocol.members_of(found, household)

    def one(self, facts: Any) -> tuple[int, ...]:
        """By `Rows`: a block for one household would be filled with 255 of nothing."""
        return Rows().one(facts)


class Rows:
    """The facts as they are stated."""

    threads = CORES

    def load(self, found: protocol.Found) -> Any:
        """Nothing to do but to look at the bounds."""
        bounded(found)
        columns = [found[name] for name in (*common_set.HOUSEHOLD_FACTS, *common_set.MEMBER_FACTS[1:])]
        return *columns, np.zeros((len(common_set.RESULTS), len(columns[0])), dtype=np.int64), kernel.RATES

    def compute(self, loaded: Any) -> Any:
        """Households by their places."""
        in_pieces(lambda start, stop: kernel.in_rows(*loaded, start, stop), len(loaded[0]), 4_096)
        return loaded[-2]

    def columns(self, computed: Any) -> protocol.Found:
        """The table has them as rows."""
        return {name: computed[place] for place, name in enumerate(common_set.RESULTS)}

    def facts(self, found: protocol.Found, household: int) -> Any:
        """Plain numbers."""
        return protocol.members_of(found, household)

    def one(self, facts: Any) -> tuple[int, ...]:
        """A kernel knows arrays alone: a household becomes a population of one."""
        district, money, members = facts
        table = np.array(members, dtype=np.int64).T
        found = {name: table[place : place + 1] for place, name in enumerate(common_set.MEMBER_FACTS)}
        found |= {"district": np.array([district]), "money": np.array([money])}
        return tuple(self.compute(self.load(found))[:, 0].tolist())


@njit(nogil=True)
def moved(source, target, start, stop):
    """Read one array, write another."""
    total = 0
    for place in range(start, stop):
        value = source[place]
        total += value
        target[place] = value + 1
    return total


def bandwidth() -> protocol.Found:
    """How many bytes a second are read and written at once, and what that would be for the population."""
    source, target = np.ones(LARGE_ARRAY, dtype=np.int64), np.zeros(LARGE_ARRAY, dtype=np.int64)
    moved(source, target, 0, 1)
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        in_pieces(lambda start, stop: moved(source, target, start, stop), LARGE_ARRAY, 1)
        seconds.append(time.perf_counter() - started)
    a_second = 2 * source.nbytes / min(seconds)
    # Of the population as stated, and of the narrowest columns that hold it; results are of 64 bits.
    stated = 8 * (len(common_set.HOUSEHOLD_FACTS) + common_set.MEMBERS * len(common_set.MEMBER_FACTS))
    narrow = 1 + 4 + common_set.MEMBERS * (len(kernel.SMALL) + 4 * len(kernel.LARGE))
    results = 8 * len(common_set.RESULTS)
    return {
        "gigabytes_a_second": a_second / 1e9,
        "threads": CORES,
        "stated": {"bytes": stated + results, "microseconds": (stated + results) / a_second * 1e6},
        "narrow": {"bytes": narrow + results, "microseconds": (narrow + results) / a_second * 1e6},
    }


if __name__ == "__main__":
    if sys.argv[1:] == ["--bandwidth"]:
        print(json.dumps(bandwidth()))
    else:
        asked = protocol.parser().parse_args()
        engine = Rows() if asked.variant == "rows" else Blocks()
        protocol.answer("hand_tuned", f"numba {version('numba')}", engine, asked)
