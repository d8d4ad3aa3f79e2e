"""The zen engine on the common set, `documented` and `tuned` (decisions.py).

The engine answers about one household at a time. As https://docs.gorules.io/developers/sdks/python advises, the decision is compiled once
(`ZenDecisionContent`) and handed over by a loader; `create_decision` of its text takes several times as long at each call. `tuned` gives it
to the engine's own static loader, which never comes back to Python.
A household is a dictionary of Python numbers, and a population is a loop over the households. `evaluate` lets other threads run while it
works, so `tuned` is timed both with one loop and with as many as there are cores; the better of the two counts. The engine has
`evaluate_batch`, too, which takes no less time than the loop.
"""

import argparse
import gc
import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import zen

sys.path.insert(0, str(Path(__file__).parents[2]))

import common_set
import decisions

CORES = len(os.sched_getaffinity(0))
MOST_HOUSEHOLDS = 200_000
MEMBER_FACTS = [name for name in common_set.MEMBER_FACTS if name != "birth"]
Found = dict[str, Any]


def evaluator(variant: str) -> Callable[[Found], Found]:
    """The engine with its decision loaded: what it is asked with."""
    decision = decisions.tuned() if variant == "tuned" else decisions.documented()
    if variant == "tuned":
        loader: Any = {"type": "static", "content": {"common_set": json.loads(decision)}}
    else:
        content = zen.ZenDecisionContent(decision)

        def loader(_: str) -> zen.ZenDecisionContent:
            return content

    engine = zen.ZenEngine({"loader": loader})

    def evaluate(household: Found) -> Found:
        return engine.evaluate("common_set", household)["result"]

    return evaluate


def as_households(found: Found, households: slice) -> list[Found]:
    """The households as the dictionaries that a decision takes."""
    facts = [found[name][households].tolist() for name in MEMBER_FACTS]
    of_members = [
        [dict(zip(MEMBER_FACTS, member, strict=True)) for member in zip(*of_household, strict=True)]
        for of_household in zip(*facts, strict=True)
    ]
    outer = zip(found["district"][households].tolist(), found["money"][households].tolist(), of_members, strict=True)
    return [{"district": district, "money": money, "members": members} for district, money, members in outer]


def batch(variant: str, file: Path, rounds: int, results: Path) -> Found:
    """Time the whole population, from dictionaries in memory to arrays in memory."""
    found = common_set.load(file)
    if len(found["district"]) > MOST_HOUSEHOLDS:
        return {"skipped": f"more than {MOST_HOUSEHOLDS} households: their dictionaries take gigabytes, and a round takes minutes"}
    started = time.perf_counter()
    evaluate = evaluator(variant)
    households = as_households(found, slice(None))
    gc.freeze()  # The collector is not to go through the households again and again.
    loading = time.perf_counter() - started
    names = common_set.RESULTS
    answers = np.empty((0, len(names)), dtype=np.int64)

    def part(ends: tuple[int, int]) -> Any:
        # A decimal comes to Python as a float or an int; these are whole already.
        asked = (evaluate(household) for household in households[slice(*ends)])
        return np.array([[answer[name] for name in names] for answer in asked], dtype=np.int64)

    def seconds(threads: int) -> list[float]:
        """How long each round takes."""
        nonlocal answers
        edges = np.linspace(0, len(households), threads + 1).astype(int).tolist()
        found = []
        with ThreadPoolExecutor(threads) as pool:
            for _ in range(rounds):
                started = time.perf_counter()
                answers = np.concatenate(list(pool.map(part, pairwise(edges))))
                found.append(time.perf_counter() - started)
        return found

    tried = {threads: seconds(threads) for threads in ((1, CORES) if variant == "tuned" else (1,))}
    threads = min(tried, key=lambda number: min(tried[number]))
    np.savez(results, **dict(zip(names, answers.T, strict=True)))
    return {"seconds": min(tried[threads]), "first": tried[1][0], "loading": loading, "threads": threads}


def one_by_one(variant: str, file: Path, rounds: int) -> Found:
    """Time a hundred households, each from its facts in memory to its results."""
    evaluate = evaluator(variant)
    found = common_set.load(file)
    households = as_households(found, slice(100))
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        answers = [evaluate(household) for household in households]
        seconds.append(time.perf_counter() - started)
    given = [tuple(answer[name] for name in common_set.RESULTS) for answer in answers]
    wrong = sum(one != right for one, right in zip(given, common_set.by_hand(found, slice(100)), strict=True))
    return {"microseconds": min(seconds) / len(households) * 1e6, "wrong_one_at_a_time": wrong}


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variant", default="documented", choices=("documented", "tuned"))
    parser.add_argument("--population", type=Path)
    parser.add_argument("--results", type=Path)
    parser.add_argument("--one", type=Path)
    parser.add_argument("--start", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    found: Found = {}
    if asked.population:
        found = batch(asked.variant, asked.population, asked.rounds, asked.results)
    elif asked.one:
        found = one_by_one(asked.variant, asked.one, asked.rounds)
    elif asked.start:
        found = evaluator(asked.variant)(as_households(common_set.population(1), slice(None))[0])
    print(json.dumps({"engine": f"zen-{asked.variant}", "version": version("zen-engine"), **found}))


if __name__ == "__main__":
    main()
