"""ttsim, the engine of GETTSIM, on the common set. The rules stand in policy/, a package of functions and dated YAML as ttsim loads them.

`documented` calls `main` as GETTSIM's tutorials do, with every check, on NumPy. Inside the timing lie all that `main` does: it reads the
parameters, builds the environment, checks units and data, sorts, computes, and puts the results in order. One thread.

The others ask `main` once for `tt_function`, the function it compiles for the targets, and for `processed_data`, and call the function
again and again. Inside the timing lies the call alone. ttsim's checks of types at run time are off, as its documentation allows
(`TTSIM_BEARTYPE_CLAW=0`). The population goes in parts that fit a processor's cache, on as many threads as there are cores. `numpy` and
`jax` are ttsim's two backends, `jax` with 64 bits; `jax_float32` is JAX as it comes, with 32. Compiling by JAX falls into the first round.

ttsim gives a household's result to each of its persons: the first person's is kept. Money is yuan in floats, as in GETTSIM.

One household: `documented` is a call of `main` with the facts of three persons, the others a call of the function on their arrays. ttsim
imports JAX wherever it is installed, so its start is counted with it.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
# ttsim reads it when it is imported.
os.environ["TTSIM_BEARTYPE_CLAW"] = "0" if {"numpy", "jax", "jax_float32"} & set(sys.argv) else "1"

import common_set
import numpy as np
from policy import ROOT_PATH, UNIT_SYSTEM
from ttsim import InputData, MainTarget, OrigPolicyObjects, TTTargets, main

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--variant", default="documented", choices=("documented", "numpy", "jax", "jax_float32"))
parser.add_argument("--population", type=Path)
parser.add_argument("--results", type=Path)
parser.add_argument("--one", type=Path)
parser.add_argument("--start", action="store_true")
parser.add_argument("--rounds", type=int, default=3)
ASKED = parser.parse_args()
ON_JAX = ASKED.variant.startswith("jax")
if ON_JAX:
    import jax

    jax.config.update("jax_enable_x64", ASKED.variant == "jax")

Found = dict[str, Any]
HOUSEHOLDS_IN_PART = 25_000
TARGETS = {
    "dibao": "dibao__amount_m_household",
    "dibao_edge": "dibao__edge_household",
    "tekun": "tekun__amount_m_household",
    "orphan": "orphan__amount_m_household",
    "price_subsidy": "price_subsidy__amount_m_household",
    "critical_illness": "medical__critical_illness_household",
    "medical_aid": "medical__aid_household",
    "copay": "medical__copay_household",
    "resident_pension": "resident_pension__amount_m_household",
}
NUMBERS = {"age": "age", "disability_kind": "kind", "disability_grade": "grade", "supporter": "supporter"}
FLAGS = {"guardian_is_not_a_parent": "guardianship", "in_institution": "institution", "receives_resident_pension": "receiving"}
AMOUNTS = {
    "wages_m": "wages",
    "pension_m": "pension",
    "basic_pension_m": "basic_pension",
    "bills_in_scope": "in_scope",
    "bills_paid_by_basic_insurance": "basic_paid",
}
FEN_IN_YUAN = 100
Part = tuple[Callable[[Found], Found], Found]
"""A function ttsim has compiled and its arguments."""


def persons(found: Found, households: slice) -> Found:
    """The households' facts as ttsim's columns, one row a person."""
    chosen = {name: found[name][households] for name in (*common_set.HOUSEHOLD_FACTS, *common_set.MEMBER_FACTS)}
    count = len(chosen["district"])
    return {
        "p_id": np.arange(count * common_set.MEMBERS),
        "household_id": np.repeat(np.arange(count), common_set.MEMBERS),
        "district": np.repeat(chosen["district"], common_set.MEMBERS),
        "money_household": np.repeat(chosen["money"] / FEN_IN_YUAN, common_set.MEMBERS),
        **{name: chosen[fact].ravel() for name, fact in NUMBERS.items()},
        **{name: chosen[fact].ravel() == 1 for name, fact in FLAGS.items()},
        **{name: chosen[fact].ravel() / FEN_IN_YUAN for name, fact in AMOUNTS.items()},
    }


def call_main(columns: Found, **asked: Any) -> Any:
    """`main` for the month, from the files of the policy on."""
    return main(
        policy_date_str=f"{common_set.MONTH}-01",
        orig_policy_objects=OrigPolicyObjects.root(ROOT_PATH),
        unit_system=UNIT_SYSTEM,
        input_data=InputData.qname(columns),
        tt_targets=TTTargets.qname(dict.fromkeys(TARGETS.values())),
        backend="jax" if ON_JAX else "numpy",
        **asked,
    )


def documented(columns: Found) -> Found:
    with np.errstate(invalid="ignore", divide="ignore"):
        return call_main(columns, main_target=MainTarget.results.qname)


def compiled(columns: Found) -> Part:
    """The function for as many persons as there are rows, and its arguments."""
    wanted = (MainTarget.tt_function, MainTarget.processed_data, MainTarget.labels.root_nodes)
    made = call_main(columns, main_targets=wanted)
    arguments = {name: column for name, column in made["processed_data"].items() if name in made["labels"]["root_nodes"]}
    return made["tt_function"], arguments


def functions(parts: Iterator[Found]) -> list[Part]:
    """For each part the function of its size and its arguments. The function holds the number of persons, so sizes differ in it."""
    made: dict[int, Any] = {}
    filled = []
    for columns in parts:
        size = len(columns["p_id"])
        if size not in made:
            made[size] = compiled(columns)
        function, arguments = made[size]
        # Identifiers count from zero within the part and persons are in order: what `main` would process is the columns themselves.
        filled.append((function, {name: jax.numpy.asarray(columns[name]) if ON_JAX else columns[name] for name in arguments}))
    return filled


def computed(part: Part) -> Found:
    """What the function gives. Both sides of a condition are computed: a household with nobody counted divides by zero and is not paid."""
    function, arguments = part
    with np.errstate(invalid="ignore", divide="ignore"):
        # JAX hands back arrays before they are filled.
        return jax.block_until_ready(function(arguments)) if ON_JAX else function(arguments)


def in_whole_fen(name: str, amounts: Any) -> Any:
    """One number a household, rounded half up."""
    of_households = np.asarray(amounts)[:: common_set.MEMBERS].astype(np.float64)
    return np.floor(of_households * (1 if name == "dibao_edge" else FEN_IN_YUAN) + 0.5).astype(np.int64)


def batch(file: Path, rounds: int, results: Path) -> Found:
    """Time the whole population."""
    found = common_set.load(file)
    count = len(found["district"])
    size = count if ASKED.variant == "documented" else HOUSEHOLDS_IN_PART
    threads = 1 if ASKED.variant == "documented" else len(os.sched_getaffinity(0))
    started = time.perf_counter()
    split = (persons(found, slice(place, place + size)) for place in range(0, count, size))
    parts: Any = [next(split)] if ASKED.variant == "documented" else functions(split)
    loading = time.perf_counter() - started
    seconds = []
    answers: list[Found] = []
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(rounds):
            started = time.perf_counter()
            answers = [documented(parts[0])] if ASKED.variant == "documented" else list(pool.map(computed, parts))
            seconds.append(time.perf_counter() - started)
    columns = {name: [in_whole_fen(name, answer[target]) for answer in answers] for name, target in TARGETS.items()}
    np.savez(results, **{name: np.concatenate(amounts) for name, amounts in columns.items()})
    return {"seconds": min(seconds), "first": seconds[0], "loading": loading, "threads": threads}


def one_by_one(file: Path, rounds: int) -> Found:
    """Time households one at a time, each from its arrays to its results; few with `main`, which takes most of a second for each."""
    found = common_set.load(file)
    count = min(5 if ASKED.variant == "documented" else 100, len(found["district"]))
    facts = [persons(found, slice(place, place + 1)) for place in range(count)]
    parts = [] if ASKED.variant == "documented" else functions(iter(facts))
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        if ASKED.variant == "documented":
            for columns in facts:
                documented(columns)
        else:
            for part in parts:
                computed(part)
        seconds.append(time.perf_counter() - started)
    return {"microseconds": min(seconds) / count * 1e6}


def start() -> Found:
    """One household and no more, by `main`, as nothing is there to be used again."""
    answer = documented(persons(common_set.population(1), slice(0, 1)))
    return {"results": [float(answer[target][0]) for target in TARGETS.values()]}


if __name__ == "__main__":
    answered: Found = {}
    if ASKED.population:
        answered = batch(ASKED.population, ASKED.rounds, ASKED.results)
    elif ASKED.one:
        answered = one_by_one(ASKED.one, ASKED.rounds)
    elif ASKED.start:
        answered = start()
    print(json.dumps({"engine": f"ttsim-{ASKED.variant}", "version": version("ttsim-backend"), **answered}))
