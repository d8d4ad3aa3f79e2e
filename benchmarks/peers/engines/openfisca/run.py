"""OpenFisca-Core on the common set, `documented` (documented.py), `tuned` and `whole_fen` (both tuned.py).

A population is declared to a `SimulationBuilder` (persons, households, who belongs to which) and filled with `set_input`, as
https://openfisca.org/doc/simulate/run-simulation.html does with tables. The same simulation serves all rounds: before each of them, outside
the timing, every computed array is deleted (`delete_arrays`), so a round computes everything anew; the inputs stay. `Simulation.clone`
would not do, since a clone shares the arrays of what it was made from. The tuned ones take the population in parts, a simulation each, for
the sake of smaller temporary arrays, and are timed both on one thread and on as many as there are cores (NumPy lets go of the interpreter
while it computes, OpenFisca does not); the better of the two counts.

One household: `documented` hands a test case to `build_from_entities` as the same page does; the tuned ones keep a simulation of one
household and change its inputs.
"""

import argparse
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

import common_set
import documented
import tuned
from facts import DisabilityKind, District, Guardianship, Supporter
from openfisca_core.periods import period
from openfisca_core.simulations import Simulation, SimulationBuilder

MONTH = common_set.MONTH
PERIOD = period(MONTH)
MONEY = {"money", "wages", "pension", "basic_pension", "in_scope", "basic_paid"}
CODES = {"district": District, "kind": DisabilityKind, "supporter": Supporter, "guardianship": Guardianship}
MEMBER_FACTS = [name for name in common_set.MEMBER_FACTS if name != "birth"]
FLAGS = {"institution", "receiving"}
HOUSEHOLDS_IN_PART = 131_072
CORES = len(os.sched_getaffinity(0))
Found = dict[str, Any]


class Variant:
    """One way of putting the common set to OpenFisca."""

    def __init__(self, name: str) -> None:
        self.is_tuned = name != "documented"
        self.fen_in_unit = 1 if name == "whole_fen" else 100
        self.system = tuned.tax_benefit_system(self.fen_in_unit) if self.is_tuned else documented.tax_benefit_system()
        self.computed = [variable.name for variable in self.system.variables.values() if variable.formulas]

    def simulation(self, found: Found, households: slice) -> Simulation:
        """A simulation of some of the households, with its inputs set."""
        chosen = {name: found[name][households] for name in ("district", "money", *MEMBER_FACTS)}
        count = len(chosen["district"])
        of_persons = np.arange(count)
        of_persons = np.tile(of_persons, common_set.MEMBERS) if self.is_tuned else np.repeat(of_persons, common_set.MEMBERS)
        builder = SimulationBuilder()
        builder.create_entities(self.system)
        builder.declare_person_entity("person", np.arange(count * common_set.MEMBERS))
        entity = builder.declare_entity("household", np.arange(count))
        roles = np.minimum(np.arange(common_set.MEMBERS), 1)
        builder.join_with_persons(entity, of_persons, np.repeat(roles, count) if self.is_tuned else np.tile(roles, count))
        simulation = builder.build(self.system)
        for name, values in chosen.items():
            amounts = values / self.fen_in_unit if name in MONEY else values
            simulation.set_input(name, PERIOD, amounts.ravel(order="F" if self.is_tuned else "C"))
        return simulation

    def forget(self, simulation: Simulation) -> None:
        """Delete what has been computed."""
        for name in self.computed:
            simulation.delete_arrays(name)

    def results(self, simulation: Simulation) -> list[Any]:
        """Compute what the common set asks for."""
        return [simulation.calculate(name, PERIOD) for name in common_set.RESULTS]

    def parts(self, found: Found) -> list[Simulation]:
        """The whole population: one simulation, or several of equal size."""
        count = len(found["district"])
        parts = max(CORES, -(-count // HOUSEHOLDS_IN_PART)) if self.is_tuned else 1
        edges = np.linspace(0, count, min(parts, count) + 1).astype(int).tolist()
        return [self.simulation(found, slice(*ends)) for ends in pairwise(edges)]

    def in_whole_fen(self, name: str, amounts: Any) -> Any:
        """The engine's numbers rounded half up."""
        unit = 1 if name == "dibao_edge" else self.fen_in_unit
        return np.floor(amounts.astype(np.float64) * unit + 0.5).astype(np.int64)


def batch(variant: Variant, file: Path, rounds: int, results: Path) -> Found:
    """Time the whole population."""
    found = common_set.load(file)
    started = time.perf_counter()
    parts = variant.parts(found)
    loading = time.perf_counter() - started
    answers: list[list[Any]] = []

    def seconds(threads: int) -> list[float]:
        """How long each round takes."""
        nonlocal answers
        found = []
        with ThreadPoolExecutor(threads) as pool:
            for _ in range(rounds):
                for part in parts:
                    variant.forget(part)
                started = time.perf_counter()
                answers = list(pool.map(variant.results, parts))
                found.append(time.perf_counter() - started)
        return found

    tried = {threads: seconds(threads) for threads in ((1, CORES) if variant.is_tuned else (1,))}
    threads = min(tried, key=lambda number: min(tried[number]))
    columns = {name: np.concatenate(arrays) for name, arrays in zip(common_set.RESULTS, zip(*answers, strict=True), strict=True)}
    np.savez(results, **{name: variant.in_whole_fen(name, amounts) for name, amounts in columns.items()})
    return {"seconds": min(tried[threads]), "first": tried[1][0], "loading": loading, "threads": threads}


def test_case(found: Found, household: int) -> Found:
    """The dictionary that the documentation calls a test case."""

    def stated(name: str, value: Any) -> Found:
        if name in MONEY:
            value = value / 100
        elif name in CODES:
            value = list(CODES[name])[value].name
        elif name in FLAGS:
            value = bool(value)
        return {MONTH: value}

    names = [f"person_{place}" for place in range(common_set.MEMBERS)]
    persons = {
        person: {name: stated(name, found[name][household, place].item()) for name in MEMBER_FACTS} for place, person in enumerate(names)
    }
    facts = {name: stated(name, found[name][household].item()) for name in common_set.HOUSEHOLD_FACTS}
    return {"persons": persons, "households": {"household": {"heads": names[:1], "relatives": names[1:], **facts}}}


def one_by_one(variant: Variant, file: Path, rounds: int) -> Found:
    """Time a hundred households, each from its facts in memory to its results."""
    found = common_set.load(file)
    households = range(min(100, len(found["district"])))
    kept = variant.simulation(found, slice(0, 1))
    facts: list[Any] = [test_case(found, place) for place in households]
    if variant.is_tuned:
        units = {name: variant.fen_in_unit if name in MONEY else 1 for name in (*common_set.HOUSEHOLD_FACTS, *MEMBER_FACTS)}
        facts = [{name: (found[name][place] / unit).reshape(-1) for name, unit in units.items()} for place in households]

    def answer(stated: Found) -> list[Any]:
        if not variant.is_tuned:
            return variant.results(SimulationBuilder().build_from_entities(variant.system, stated))
        variant.forget(kept)
        for name, values in stated.items():
            kept.set_input(name, PERIOD, values)
        return variant.results(kept)

    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        answers = [answer(stated) for stated in facts]
        seconds.append(time.perf_counter() - started)
    whole = [[variant.in_whole_fen(*each).item() for each in zip(common_set.RESULTS, given, strict=True)] for given in answers]
    wrong = sum(tuple(given) != right for given, right in zip(whole, common_set.by_hand(found, slice(len(facts))), strict=True))
    return {"microseconds": min(seconds) / len(facts) * 1e6, "wrong_one_at_a_time": wrong}


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variant", default="documented", choices=("documented", "tuned", "whole_fen"))
    parser.add_argument("--population", type=Path)
    parser.add_argument("--results", type=Path)
    parser.add_argument("--one", type=Path)
    parser.add_argument("--start", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    variant = Variant(asked.variant)
    found: Found = {}
    if asked.population:
        found = batch(variant, asked.population, asked.rounds, asked.results)
    elif asked.one:
        found = one_by_one(variant, asked.one, asked.rounds)
    elif asked.start:
        found = {"results": [float(values[0]) for values in variant.results(variant.simulation(common_set.population(1), slice(0, 1)))]}
    print(json.dumps({"engine": f"openfisca-{asked.variant}", "version": version("openfisca-core"), **found}))


if __name__ == "__main__":
    main()
