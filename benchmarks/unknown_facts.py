"""What one household costs of which some facts are not known: one fact, five, and all of two of its members (`make bench`).

Each figure is the mean over households of what the best of several rounds took, in milliseconds, with the slowest household beside it.
Every status, amount and figure is read, and what is missing too: asking for it is what such an answer is for.
"""

import copy
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from one_household import MONTH, PRICE_INDEX, random_household
from shaoxing_benefits import Household, assess, read_household

ROUNDS, HOUSEHOLDS = 5, 40
LONG = 1.0
"""Seconds."""
TARGETS = {"one unknown fact": 5.0, "five unknown facts": 100.0, "two wholly unknown members": 1000.0}
OF_HOUSEHOLD = ("money", "vehicles", "vehicle_value", "homes", "floor_area", "shops", "business_capital")
PARTS = ("income", "disability", "new_job", "medical", "resident_pension", "resident_medical")
OF_MEMBER = (
    "birth_date", "absence", "income", "disability", "serious_illness", "supporter", "self_care", "guardianship", "placement", "groups",
    "new_job", "medical", "resident_pension", "resident_medical", "resettled",
)  # fmt: skip
INSIDE = (
    "income.wages", "income.business", "income.property", "income.transfers", "income.pension", "disability.kind", "disability.grade",
    "medical.year", "medical.in_scope", "medical.basic_paid", "medical.special_drugs", "medical.other_paid", "resident_pension.receiving",
    "resident_pension.tier", "resident_medical.insured", "resident_medical.student", *(name for name in OF_MEMBER if name not in PARTS),
)  # fmt: skip


def opened(chance: random.Random, data: dict[str, Any], count: int) -> dict[str, Any]:
    """The household with so many of its facts unknown."""
    found = copy.deepcopy(data)
    facts: list[tuple[dict[str, Any], str]] = [(found["assets"], name) for name in OF_HOUSEHOLD] + [(found, "emergency")]
    facts += [(member, path) for member in found["members"] for path in INSIDE]
    for holder, path in chance.sample(facts, count):
        part, _, name = path.rpartition(".")
        if part and not isinstance(holder.get(part), dict):
            holder[part] = {}
        (holder[part] if part else holder)[name] = "unknown"
    return found


def without_members(chance: random.Random, data: dict[str, Any], count: int) -> dict[str, Any]:
    """The household with nothing known of so many of its members."""
    unknown = chance.sample(range(len(data["members"])), count)
    nothing = dict.fromkeys(OF_MEMBER, "unknown")
    members = [{"id": member["id"], **nothing} if place in unknown else member for place, member in enumerate(data["members"])]
    return data | {"members": members}


def answered(household: Household) -> None:
    """Everything that an overview shows."""
    for outcome in assess(household, MONTH, price_index=PRICE_INDEX):
        _ = outcome.status, outcome.range, outcome.copay, outcome.missing


def milliseconds(household: Household) -> float:
    """The best of several rounds; of what takes long, of fewer."""
    took: list[float] = []
    while len(took) < ROUNDS and sum(took) < LONG:
        began = time.perf_counter()
        answered(household)
        took.append(time.perf_counter() - began)
    return min(took) * 1e3


def main() -> None:
    chance = random.Random(2020)
    makers: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
        "one unknown fact": lambda data: opened(chance, data, 1),
        "five unknown facts": lambda data: opened(chance, data, 5),
        "two wholly unknown members": lambda data: without_members(chance, data, 2),
    }
    print(f"{HOUSEHOLDS} households of three each, {MONTH}, every programme")
    for name, make in makers.items():
        took = sorted(milliseconds(read_household(make(random_household(chance)))) for _ in range(HOUSEHOLDS))
        figure = f"{statistics.mean(took):.1f} ms"
        print(f"{name:<48}{figure:>10}   at most {TARGETS[name]:.0f} ms; the slowest {took[-1]:.1f} ms")


if __name__ == "__main__":
    main()
