"""OpenFisca-Core on the common set: `documented` (documented.py), and `tuned` and `whole_fen` (both tuned.py).

These take households of any size. `tuned_for_three` and `whole_fen_for_three` are the same variables over a layout that rests on three
members in every household (layout.py): a limit, as the hand-tuned kernel is, which no population of people reaches. `--check` holds a
variant to the hand-written loop, on households of three and, if it takes them, of one to three.

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
import layout
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
CORES = len(os.sched_getaffinity(0))
Found = dict[str, Any]


class Variant:
    """One way of putting the common set to OpenFisca."""

    def __init__(self, name: str) -> None:
        self.is_tuned = name != "documented"
        self.fen_in_unit = 1 if name.startswith("whole_fen") else 100
        self.layout = layout.OfThree if name.endswith("_for_three") else layout.AnySize
        self.system = tuned.tax_benefit_system(self.fen_in_unit, self.layout) if self.is_tuned else documented.tax_benefit_system()
        self.computed = [variable.name for variable in self.system.variables.values() if variable.formulas]

    def simulation(self, found: Found, households: slice) -> Simulation:
        """A simulation of some of the households, with its inputs set. `present`, if stated, says which of the three members there are."""
        count = len(found["district"][households])
        shape = (count, common_set.MEMBERS)
        present = found["present"][households] if "present" in found else np.ones(shape, dtype=bool)
        # Whoever comes first among those present is the head, with role 0.
        roles = np.minimum(np.cumsum(present, axis=1) - 1, 1)
        of_persons = self.layout.order(np.broadcast_to(np.arange(count)[:, None], shape), present)
        builder = SimulationBuilder()
        builder.create_entities(self.system)
        builder.declare_person_entity("person", np.arange(len(of_persons)))
        entity = builder.declare_entity("household", np.arange(count))
        builder.join_with_persons(entity, of_persons, self.layout.order(roles, present))
        simulation = builder.build(self.system)
        for name in (*common_set.HOUSEHOLD_FACTS, *MEMBER_FACTS):
            values = found[name][households]
            amounts = values / self.fen_in_unit if name in MONEY else values
            simulation.set_input(name, PERIOD, amounts if amounts.ndim == 1 else self.layout.order(amounts, present))
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
        parts = max(CORES, -(-count // self.layout.households_in_part)) if self.is_tuned else 1
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


def checked(variant: Variant) -> Found:
    """How many of 2000 households of three are wrong and by how many fen at most, and of 2000 in which members are missing."""
    count = 2_000
    found = common_set.population(count, seed=7)
    everyone = np.ones((count, common_set.MEMBERS), dtype=bool)
    fewer = np.random.default_rng(7).random(everyone.shape) < 0.6
    fewer[~fewer.any(axis=1), 1] = True
    wrong: Found = {}
    for which, present in {"three": everyone, "one_to_three": fewer}.items():
        if which == "three" or variant.layout is layout.AnySize:
            answers = variant.results(variant.simulation(found | {"present": present}, slice(None)))
            columns = [variant.in_whole_fen(name, values) for name, values in zip(common_set.RESULTS, answers, strict=True)]
            off = np.abs(np.stack(columns, axis=1) - np.array(by_hand(found, present))).max(axis=1)
            wrong[which] = {"wrong": int(np.count_nonzero(off)), "furthest": int(off.max())}
    return wrong


def by_hand(found: Found, present: Any) -> list[tuple[int, ...]]:
    """The hand-written loop over the members that there are."""
    facts = np.stack([found[name] for name in common_set.MEMBER_FACTS], axis=2)
    rows = zip(found["district"].tolist(), found["money"].tolist(), facts, present, strict=True)
    return [common_set.assess_by_hand(district, money, members[there].tolist()) for district, money, members, there in rows]


def main(engine: str = "openfisca", here: Path = Path(__file__).parent) -> None:
    """Do what the command line asks for, of one of the variants listed in `here`."""
    parser = argparse.ArgumentParser()
    variants = (here / "variants.txt").read_text(encoding="utf-8").split()
    parser.add_argument("--variant", default=variants[0], choices=variants)
    parser.add_argument("--population", type=Path)
    parser.add_argument("--results", type=Path)
    parser.add_argument("--one", type=Path)
    parser.add_argument("--start", action="store_true")
    parser.add_argument("--check", action="store_true")
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
    elif asked.check:
        found = checked(variant)
    print(json.dumps({"engine": f"{engine}-{asked.variant}", "version": version(f"{engine}-core"), **found}))


if __name__ == "__main__":
    main()
