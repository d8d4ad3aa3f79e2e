"""How long a profile over nought to 5000 yuan takes, and solving for one programme; every boundary confirmed by assessments."""

import random
import time
from collections.abc import Callable
from statistics import median

from one_household import MONTH, PRICE_INDEX, random_household
from shaoxing_benefits import Household, profile, read_household, solve

HOUSEHOLDS = 40
TARGET = 200
"""Milliseconds that a profile may take."""


def milliseconds(run: Callable[[Household], object], households: list[Household]) -> list[float]:
    """What each household takes, the better of two runs."""
    found = []
    for household in households:
        each = []
        for _ in range(2):
            begun = time.perf_counter()
            run(household)
            each.append((time.perf_counter() - begun) * 1e3)
        found.append(min(each))
    return found


def main() -> None:
    chance = random.Random(2020)
    households = [read_household(random_household(chance)) for _ in range(HOUSEHOLDS)]
    runs: list[tuple[str, Callable[[Household], object], str]] = [
        (
            "profile: wages from 0 to 5000 yuan, every programme",
            lambda household: profile(household, MONTH, price_index=PRICE_INDEX),
            f"at most {TARGET} ms",
        ),
        (
            "profile: savings from 0 to 300 000 yuan",
            lambda household: profile(household, MONTH, vary="assets.money", high=300_000, price_index=PRICE_INDEX),
            "",
        ),
        ("solve: wages for dibao", lambda household: solve(household, MONTH), ""),
        ("solve: savings for dibao", lambda household: solve(household, MONTH, vary="assets.money"), ""),
    ]
    print(f"{HOUSEHOLDS} households of three, {MONTH}")
    for name, run, remark in runs:
        found = milliseconds(run, households)
        print(f"{name:<56}{median(found):>6.1f} ms, at most {max(found):.1f}   {remark}")


if __name__ == "__main__":
    main()
