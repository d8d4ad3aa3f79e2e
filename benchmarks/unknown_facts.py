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
TARGETS = {"one unknown fact": 5.0, "five unknown facts": 100.0, "two wholly unknown members": 1000.0}
OF_HOUSEHOLD = ("money", "vehicles", "vehicle_value", "homes", "floor_area", "shops", "business_capital")
OF_MEMBER = (
    "birth_date", "absence", "income", "disability", "serious_illness", "supporter", "self_care", "guardianship", "placement", "groups",
    "new_job", "medical", "resident_pension", "resident_medical", "resettled",
)  # fmt: skip
IN_PARTS = {
    "income": ("wages", "business", "property", "transfers", "pension"),
    "disability": ("kind", "grade"),
    "medical": ("year", "in_scope", "basic_paid", "special_drugs", "other_paid"),
    "resident_pension": ("receiving", "tier"),
    "resident_medical": ("insured", "student"),
}


def opened(chance: random.Random, data: dict[str, Any], count: int) -> dict[str, Any]:
    """The household with so many of its facts unknown."""
    facts = [("assets", name) for name in OF_HOUSEHOLD] + [("emergency", "")]
    for place in range(len(data["members"])):
        facts += [(place, f"{name}.{each}" if each else name) for name in OF_MEMBER for each in IN_PARTS.get(name, ("",)) if name != "new_job"]
    found = copy.deepcopy(data)
    for where, name in chance.sample(facts, count):
        holder: Any = found["members"][where] if isinstance(where, int) else found
        part, _, inside = name.rpartition(".") if isinstance(where, int) else (where if name else "", "", name or where)
        if part:
            if not isinstance(holder.get(part), dict):
                holder[part] = {}
            holder = holder[part]
        holder[inside] = "unknown"
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
    """The best of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        answered(household)
        best = min(best, time.perf_counter() - began)
    return best * 1e3


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
