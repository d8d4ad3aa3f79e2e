"""The common rule set: eight programmes in April 2020, by hand in whole fen, and random households of three to try it on.

It is the measure every engine in this folder is held to. The library runs its own rules and tables on the same households; `check.py`
holds what stands here to it. What is not published is taken at its low end (scenario "low"): three years of the standard in money, 60 %
of the bills in medical aid, no orphan's rate where none is published.
"""

from pathlib import Path
from typing import Any

import numpy as np

MONTH, PRICE_INDEX = "2020-04", "7.8"
MEMBERS = 3
STANDARD = 85_000
DISTRICTS = (330602, 330603, 330604, 330624, 330681, 330683)
TEKUN = (160_200, 160_200, 160_200, 134_700, 143_400, 116_300)
ORPHAN = (163_500, 163_500, 163_500, 0, 0, 0)
ORPHAN_IN_INSTITUTION = (204_000, 204_000, 204_000, 0, 0, 0)
MILDEST_GRADE_THAT_EXCLUDES_WORK = (0, 0, 0, 0, 1, 2, 2, 0)
"""By the kind of disability: 4 physical, 5 intellectual, 6 mental."""
RISE, COEFFICIENT, STAGE = 780, 20_000, 20_000
PRICE_SUBSIDY = 26_520
"""850 yuan × 7.8 % × 2 × 2."""
DEDUCTIBLE_ASSISTED, DEDUCTIBLE_OTHERS = 1_250_000, 2_500_000
CAP = 8_000_000
PENSION, FROM_65, FROM_70, FROM_75 = 21_500, 1_000, 1_500, 2_000

HOUSEHOLD_FACTS = ("district", "money")
"""`district` is the place in `DISTRICTS`; amounts are fen."""
MEMBER_FACTS = (
    "birth", "age", "wages", "pension", "basic_pension", "kind", "grade", "supporter", "guardianship", "institution", "in_scope",
    "basic_paid", "receiving",
)  # fmt: skip
"""`birth` in days since 1970-01-01; `age` on 2020-04-01; `supporter` 0 none, 1 incapable, 2 capable; `guardianship` 0 parents, 1 orphan."""
RESULTS = ("dibao", "dibao_edge", "tekun", "orphan", "price_subsidy", "critical_illness", "medical_aid", "copay", "resident_pension")
"""Fen for the whole household; `dibao_edge` is 0 or 1."""


def half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def assess_by_hand(district: int, money: int, members: list[tuple[int, ...]]) -> tuple[int, ...]:
    """The results for one household; the members' facts in the order of `MEMBER_FACTS`."""
    heads = severe = income = tekun_paid = orphan_paid = pension_paid = 0
    rows = []
    for _, age, wages, pension, basic, kind, grade, supporter, guardianship, institution, in_scope, basic_paid, receiving in members:
        tekun = (
            supporter != 2
            and (age >= 60 or age < 16 or 1 <= grade <= MILDEST_GRADE_THAT_EXCLUDES_WORK[kind])
            and wages + pension - basic < STANDARD
            and (guardianship == 0 or age >= 18)
        )
        orphan = guardianship == 1 and age < 18
        if tekun:
            tekun_paid += TEKUN[district]
        if orphan:
            orphan_paid += (ORPHAN_IN_INSTITUTION if institution else ORPHAN)[district]
        if receiving:
            pension_paid += PENSION + (FROM_75 if age >= 75 else FROM_70 if age >= 70 else FROM_65 if age >= 65 else 0)
        counted = not tekun and not orphan
        if counted:
            heads += 1
            income += wages + pension
            severe += 1 <= grade <= 2
        rows.append((counted, tekun, orphan, grade, in_scope - basic_paid))
    limit = heads * STANDARD
    dibao = income < limit and money < limit * 36
    edge = not dibao and heads > 0 and 2 * income <= 3 * limit and money < limit * 72
    dibao_paid = half_up(heads * limit - (heads - severe) * income, heads) if dibao else 0
    price_paid = illness_paid = aid_paid = copay_paid = 0
    for counted, tekun, orphan, grade, burden in rows:
        # A severely disabled member of a household at the edge is on dibao alone.
        if tekun or orphan or (counted and (dibao or (edge and 1 <= grade <= 2))):
            price_paid += PRICE_SUBSIDY
        assisted = tekun or orphan or (counted and (dibao or edge))
        excess = max(0, burden - DEDUCTIBLE_ASSISTED) * 7 if assisted else max(0, burden - DEDUCTIBLE_OTHERS) * 6
        illness = half_up(excess, 10)
        base = burden - illness
        aid = 0
        if assisted:
            aid = min(base if tekun else half_up(base * 6, 10), CAP)
        illness_paid, aid_paid, copay_paid = illness_paid + illness, aid_paid + aid, copay_paid + base - aid
    return dibao_paid, int(edge), tekun_paid, orphan_paid, price_paid, illness_paid, aid_paid, copay_paid, pension_paid


def population(households: int, seed: int = 2020) -> dict[str, Any]:
    """Random households of three: int64 arrays, the household's of length n, the members' of shape (n, 3)."""
    chance = np.random.default_rng(seed)
    shape = (households, MEMBERS)

    def picked(values: list[int], weights: list[float], size: Any = shape) -> Any:
        return np.array(values, dtype=np.int64)[chance.choice(len(values), size=size, p=np.array(weights) / sum(weights))]

    def whole(low: int, high: int, size: Any = shape) -> Any:
        return chance.integers(low, high, size=size, dtype=np.int64, endpoint=True)

    found: dict[str, Any] = {
        "district": whole(0, 5, households),
        "money": np.where(chance.random(households) < 0.6, whole(0, 3_000_000, households), whole(0, 40_000_000, households)),
    }
    age = picked([0, 1, 2, 3], [0.18, 0.5, 0.2, 0.12])
    age = np.select([age == 0, age == 1, age == 2], [whole(0, 17), whole(18, 59), whole(60, 74)], whole(75, 99))
    # Born on the first of May or later in the year before the last birthday: whole years of age on 1 April 2020 either way.
    born = (np.datetime64("2019-05-01") - np.timedelta64(0)).astype("datetime64[M]") - 12 * age.astype("timedelta64[M]")
    found["birth"] = born.astype("datetime64[D]").astype(np.int64) + whole(0, 27)
    found["age"] = age
    working = (age >= 18) & (age < 60) & (chance.random(shape) < 0.55)
    wages = np.where(chance.random(shape) < 0.5, whole(20_000, 200_000), whole(100_000, 600_000))
    found["wages"] = np.where(working, wages, 0)
    retired = (age >= 60) & (chance.random(shape) < 0.7)
    basic = picked([21_500, 22_500, 23_000, 23_500, 40_000], [3, 2, 2, 1, 1])
    found["basic_pension"] = np.where(retired, basic, 0)
    found["pension"] = found["basic_pension"] + np.where(retired & (chance.random(shape) < 0.3), whole(1, 250_000), 0)
    disabled = chance.random(shape) < 0.09
    found["kind"] = np.where(disabled, whole(1, 7), 0)
    found["grade"] = np.where(disabled, whole(1, 4), 0)
    found["supporter"] = picked([0, 1, 2], [0.06, 0.09, 0.85])
    found["guardianship"] = np.where((age < 20) & (chance.random(shape) < 0.04), 1, 0)
    found["institution"] = np.where(chance.random(shape) < 0.05, 1, 0)
    ill = chance.random(shape) < 0.25
    found["in_scope"] = np.where(ill, whole(1, 20_000_000), 0)
    found["basic_paid"] = found["in_scope"] * whole(0, 80) // 100
    found["receiving"] = np.where((found["pension"] == found["basic_pension"]) & retired, 1, 0)
    return found


def by_hand(found: dict[str, Any], households: slice) -> list[tuple[int, ...]]:
    """The hand-written loop over some of the households."""
    columns = [found[name][households].tolist() for name in MEMBER_FACTS]
    rows = zip(found["district"][households].tolist(), found["money"][households].tolist(), *columns, strict=True)
    return [assess_by_hand(district, money, list(zip(*facts, strict=True))) for district, money, *facts in rows]


def load(file: Path) -> dict[str, Any]:
    """A population that `save` has written."""
    with np.load(file) as found:
        return {name: found[name] for name in (*HOUSEHOLD_FACTS, *MEMBER_FACTS)}


def save(file: Path, found: dict[str, Any]) -> None:
    """Write a population as .npz, for the other engines' own environments."""
    np.savez(file, **found)
