"""The command line of an engine's `run.py`, as the README of this folder tells it, for engines that have no reason to write their own.

An engine is a class with `load`, `compute`, `columns`, `facts` and `one`: what is in `compute` and `one` is timed, nothing else.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any, Protocol

import common_set
import numpy as np

HOUSEHOLDS_ONE_AT_A_TIME = 100
Found = dict[str, Any]


class Engine(Protocol):
    """What is measured."""

    threads: int

    def load(self, found: Found) -> Any:
        """The population in the engine's own form."""

    def compute(self, loaded: Any) -> Any:
        """All results of all households, in memory."""

    def columns(self, computed: Any) -> Found:
        """The results as int64 arrays in the order of the population; what may follow behind it is left out."""

    def facts(self, found: Found, household: int) -> Any:
        """What a user holds of one household before asking: plain numbers."""

    def one(self, facts: Any) -> tuple[int, ...]:
        """The results of one household as numbers, from a user's facts on."""


def batch(engine: Engine, file: Path, rounds: int, results: Path) -> Found:
    """Time the whole population, and write down what came out."""
    found = common_set.load(file)
    started = time.perf_counter()
    loaded = engine.load(found)
    loading = time.perf_counter() - started
    households = len(found["district"])
    del found
    seconds = []
    computed = None
    for _ in range(rounds):
        computed = None
        started = time.perf_counter()
        computed = engine.compute(loaded)
        seconds.append(time.perf_counter() - started)
    np.savez(results, **{name: values[:households] for name, values in engine.columns(computed).items()})
    return {"seconds": min(seconds), "first": seconds[0], "loading": loading, "threads": engine.threads}


def one_by_one(engine: Engine, file: Path, rounds: int) -> Found:
    """Time households one at a time; the first one of all, which may compile, is not counted."""
    found = common_set.load(file)
    facts = [engine.facts(found, household) for household in range(HOUSEHOLDS_ONE_AT_A_TIME)]
    engine.one(facts[0])
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        answers = [engine.one(each) for each in facts]
        seconds.append(time.perf_counter() - started)
    expected = common_set.by_hand(found, slice(0, HOUSEHOLDS_ONE_AT_A_TIME))
    wrong = sum(tuple(answer) != right for answer, right in zip(answers, expected, strict=True))
    return {"microseconds": min(seconds) / HOUSEHOLDS_ONE_AT_A_TIME * 1e6, "wrong_one_at_a_time": wrong}


def members_of(found: Found, household: int) -> tuple[int, int, list[tuple[int, ...]]]:
    """One household as plain numbers: its district, its money, its members' facts."""
    columns = [found[name][household].tolist() for name in common_set.MEMBER_FACTS]
    return int(found["district"][household]), int(found["money"][household]), list(zip(*columns, strict=True))


def parser() -> argparse.ArgumentParser:
    """The options every engine has."""
    options = argparse.ArgumentParser()
    asked = options.add_mutually_exclusive_group(required=True)
    asked.add_argument("--population", type=Path)
    asked.add_argument("--one", type=Path)
    asked.add_argument("--start", action="store_true")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--results", type=Path)
    options.add_argument("--variant", default="")
    return options


def answer(name: str, version: str, engine: Engine, asked: argparse.Namespace) -> None:
    """Do what is asked and print its figures."""
    if asked.population:
        figures = batch(engine, asked.population, asked.rounds, asked.results)
    elif asked.one:
        figures = one_by_one(engine, asked.one, asked.rounds)
    else:
        figures = {"results": [int(each) for each in engine.one(engine.facts(common_set.population(1), 0))]}
    print(json.dumps({"engine": name, "version": version, **figures}))
