"""Random populations in Arrow tables: every column of the two schemas, and values at, just below and just above the lines the rules draw.

Nothing in them contradicts itself, so that all of it passes the door. NumPy alone makes them, a million households in some seconds; the
same seed gives the same population.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from shaoxing_benefits.kinds import (
    Absence,
    DisabilityKind,
    District,
    Emergency,
    Guardianship,
    Placement,
    Registration,
    SelfCare,
    Supporter,
)
from shaoxing_benefits.population.schema import household_schema, member_schema

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
STANDARD = 85_000
SIZES = (0.2, 0.22, 0.26, 0.15, 0.09, 0.05, 0.03)
"""How often a household has 1 to 7 members."""
OFTEN_POOR = 0.5
"""So many households own little and earn little besides wages."""
CROWD = 100
"""As many members as a household may have."""
AGES = (16, 18, 60, 65, 70, 75)
ASKED = np.array(["2018-06", "2019-12", "2020-04", "2020-09", "2021-01", "2021-08"], "datetime64[M]")
"""The months on which somebody has just reached such an age, or soon will, and around which new jobs begin."""
BORN_BY = np.datetime64("2018-01-31")
"""Everybody is born by the first month that the tables speak for."""
LEAP_DAYS = np.array([f"{year}-02-29" for year in range(1904, 2017, 4)], "datetime64[D]")
FIRST_BIRTH = np.datetime64("1900-01-01")
TIERS = (100, 200, 300, 500, 800, 1000, 1500, 2000, 3000, 5000, 5001, 99)
"""The nine that are offered, and others, in yuan."""
COMMON = frozenset({
    "id", "district", "registration", "assets.money", "household", "birth_date", "income.wages", "income.pension", "income.basic_pension",
    "disability.kind", "disability.grade", "supporter", "medical.year", "medical.in_scope", "medical.basic_paid",
    "resident_pension.receiving",
})  # fmt: skip
"""The columns that a narrow population has."""


def random_tables(households: int, seed: int, *, wide: bool = True, crowds: int = 0) -> tuple[pa.Table, pa.Table]:
    """Households and members; `crowds` of the households have a hundred members. Not `wide` are tables of the most common columns alone."""
    chance = np.random.default_rng(seed)
    sizes = chance.choice(np.arange(1, len(SIZES) + 1), households, p=SIZES)
    sizes[chance.choice(households, crowds, replace=False)] = CROWD
    owners = np.repeat(np.arange(households), sizes)
    poor = chance.random(households) < OFTEN_POOR
    ids = pa.array([f"H{place:07d}" for place in range(households)])
    of_household = {"id": ids, **_households(chance, sizes, poor)}
    places = np.arange(len(owners)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    names = pa.array([f"P{place:03d}" for place in range(CROWD)])
    of_member = {
        "household": ids.take(pa.array(owners)),
        "id": names.take(pa.array(places)),
        **_members(chance, owners, places, poor[owners]),
    }
    return _table(of_household, household_schema(), wide), _table(of_member, member_schema(), wide)


def _table(columns: dict[str, pa.Array], schema: pa.Schema, wide: bool) -> pa.Table:
    kept = [each for each in schema if wide or each.name in COMMON]
    return pa.table([columns[each.name] for each in kept], schema=pa.schema(kept))


def _households(chance: np.random.Generator, sizes: Numbers, poor: Flags) -> dict[str, pa.Array]:
    count = len(sizes)
    heads = np.maximum(1, sizes - chance.choice([0, 0, 0, 1], count))
    # Three, four and six years of the standard for each head are lines; so is what they are with a tenth more.
    years = chance.choice([36, 48, 72], count) * STANDARD * heads
    money = _mixed(chance, [np.zeros(count, np.int64), _beside(chance, years), chance.integers(0, 30_000_000, count)], (0.4, 0.3, 0.3))
    money = np.where(poor & (chance.random(count) < 0.5), 0, money)
    areas = chance.choice([0, 1, 5_000, 8_000, 12_000, 30_000], count)
    return {
        "district": _words(chance, District, count),
        "registration": _words(chance, Registration, count),
        "assets.money": pa.array(money),
        "assets.vehicles": _counts(chance, (0, 0, 0, 0, 1, 2), poor),
        "assets.vehicle_value": pa.array(_near(chance, count, (8_160_000,), 20_000_000)),
        "assets.homes": pa.array(chance.choice(np.array((0, 1, 1, 1, 2, 3), np.int16), count)),
        "assets.floor_area": _hundredths(areas),
        "assets.shops": _counts(chance, (0, 0, 0, 0, 1), poor),
        "assets.business_capital": pa.array(_near(chance, count, (20_000_000,), 50_000_000)),
        "emergency": _words(chance, Emergency, count, usual=0.5),
    }


def _members(chance: np.random.Generator, owners: Numbers, places: Numbers, poor: Flags) -> dict[str, pa.Array]:
    count = len(owners)
    wages = np.where(poor & (chance.random(count) < 0.5), 0, _wages(chance, owners, places))
    pension = _near(chance, count, (18_000, 21_500, 23_000, STANDARD), 200_000, none=0.6)
    basic = _mixed(chance, [np.zeros(count, np.int64), pension, pension // 2], (0.3, 0.5, 0.2))
    kinds = np.where(chance.random(count) < 0.6, 0, chance.integers(1, len(DisabilityKind), count))
    grades = np.where(kinds == 0, 0, chance.integers(1, 5, count))
    since = np.where(wages > 0, _since(chance, count), 0)
    few = np.where(poor, 0, _near(chance, count, (10_000,), 60_000))
    parts = chance.integers(0, 12, count)  # which income it is, if any
    rise = _mixed(chance, [wages, wages // 2, np.minimum(wages, _near(chance, count, (STANDARD,), 100_000))], (0.3, 0.3, 0.4))
    return {
        "birth_date": pa.array(_births(chance, count)),
        "absence": _words(chance, Absence, count, usual=0.9),
        "income.wages": pa.array(wages),
        **{
            f"income.{name}": pa.array(np.where(parts == place, few, 0)) for place, name in enumerate(("business", "property", "transfers"))
        },
        "income.pension": pa.array(pension),
        "income.basic_pension": pa.array(basic),
        "income.old_age_allowance": pa.array(_near(chance, count, (10_000,), 30_000, none=0.8)),
        "income.entitled_group": pa.array(_near(chance, count, (50_000,), 100_000, none=0.8)),
        "disability.kind": _named(DisabilityKind, kinds),
        "disability.grade": pa.array(grades.astype(np.int8)),
        "serious_illness": _flags(chance, 0.2, count),
        "supporter": _words(chance, Supporter, count),
        "self_care": _words(chance, SelfCare, count),
        "guardianship": _words(chance, Guardianship, count),
        "placement": _words(chance, Placement, count),
        **{f"groups.{name}": _flags(chance, 0.1, count) for name in _GROUPS},
        "new_job.since": pa.array(since.astype(np.int32)),
        "new_job.increase": pa.array(np.where(since == 0, 0, rise)),
        **_bills(chance, count),
        "resident_pension.receiving": _flags(chance, 0.4, count),
        "resident_pension.tier": pa.array(chance.choice(np.array([0] * len(TIERS) + [100 * tier for tier in TIERS]), count)),
        "resident_medical.insured": _flags(chance, 0.7, count),
        "resident_medical.student": _flags(chance, 0.2, count),
        "resettled": _flags(chance, 0.1, count),
    }


_OTHER_INCOME = ("business", "property", "transfers")
_GROUPS = ("entitled_group", "three_elders", "retrenched_worker", "sickness_poor")


def _wages(chance: np.random.Generator, owners: Numbers, places: Numbers) -> Numbers:
    """Of some households everybody earns the standard, or one and a half of it, but for a fen or two: their sums are close to lines."""
    alone = _near(chance, len(owners), (STANDARD, STANDARD * 3 // 2, 2 * STANDARD), 300_000)
    count = int(owners[-1]) + 1
    line, few = chance.choice([STANDARD, STANDARD * 3 // 2], count), chance.integers(-2, 3, count)
    together = line[owners] + np.where(places == 0, few[owners], 0)
    return np.where((chance.random(count) < 0.25)[owners], together, alone)


def _births(chance: np.random.Generator, count: int) -> NDArray[np.datetime64]:
    """Days on which lines of age lie: the 1st, the 2nd and the last but few of a month, 29 February, or any."""
    month = chance.choice(ASKED, count) - 12 * chance.choice(AGES, count) + chance.choice([-1, 0, 0, 1], count)
    on_lines = month.astype("datetime64[D]") + chance.choice([0, 0, 1, 27], count)
    anywhere = FIRST_BIRTH + chance.integers(0, int((BORN_BY - FIRST_BIRTH).astype(int)) + 1, count)
    found = _mixed(chance, [on_lines, chance.choice(LEAP_DAYS, count), anywhere], (0.5, 0.05, 0.45))
    found[chance.random(count) < 0.005] = BORN_BY
    return found


def _since(chance: np.random.Generator, count: int) -> Numbers:
    """First months of new jobs: as year and month, from 14 before to one after a month that is asked for; 0 is none."""
    months = (chance.choice(ASKED, count) - chance.integers(-1, 14, count)).astype(np.int64)
    written = (1970 + months // 12) * 100 + months % 12 + 1
    return np.where(chance.random(count) < 0.6, 0, written)


def _bills(chance: np.random.Generator, count: int) -> dict[str, pa.Array]:
    years = chance.choice(np.array([0, 0, 0, 2018, 2019, 2020, 2020, 2020, 2021, 2021]), count)
    there = years > 0
    burden = _near(chance, count, (1_250_000, 2_500_000, 9_250_000, 11_428_572), 30_000_000, none=0.1)
    basic = chance.choice([0, 0, 1_000_000, 1], count)
    drugs = chance.choice([0, 0, 0, 399_999, 400_000, 400_001, 2_000_000], count)
    other = chance.choice([0, 0, 500_000, 20_000_000, 1], count)
    amounts = {"in_scope": burden + basic, "basic_paid": basic, "special_drugs": drugs, "other_paid": other}
    told = {f"medical.{name}": pa.array(np.where(there, each, 0)) for name, each in amounts.items()}
    return {"medical.year": pa.array(years.astype(np.int16)), **told}


def _near(chance: np.random.Generator, count: int, lines: Sequence[int], most: int, none: float = 0.4) -> Numbers:
    """Nought, a line but for a fen or two, or anywhere."""
    choices = [np.zeros(count, np.int64), _beside(chance, chance.choice(lines, count)), chance.integers(0, most, count)]
    return _mixed(chance, choices, (none, (1 - none) / 2, (1 - none) / 2))


def _beside(chance: np.random.Generator, lines: Numbers) -> Numbers:
    return np.maximum(0, lines + chance.choice([-2, -1, 0, 0, 0, 1, 2], len(lines)))


def _mixed(chance: np.random.Generator, choices: Sequence[Any], often: Sequence[float]) -> Any:
    return np.choose(chance.choice(len(choices), len(choices[0]), p=often), choices)


def _words(chance: np.random.Generator, kind: type[IntEnum], count: int, usual: float = 0.0) -> pa.Array:
    """Words of a kind, all as often; the first of them, which is the usual one, perhaps oftener."""
    places = chance.integers(0, len(kind), count)
    return _named(kind, np.where(chance.random(count) < usual, 0, places))


def _named(kind: type[IntEnum], places: Numbers) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int8)), pa.array([each.name.lower() for each in kind]))


def _counts(chance: np.random.Generator, counts: Sequence[int], poor: Flags) -> pa.Array:
    """What the poor have none of."""
    return pa.array(np.where(poor, np.int16(0), chance.choice(np.array(counts, np.int16), len(poor))))


def _flags(chance: np.random.Generator, often: float, count: int) -> pa.Array:
    return pa.array(chance.random(count) < often)


def _hundredths(values: Numbers) -> pa.Array:
    """Decimals of two places; in memory they are whole numbers of 128 bits."""
    halves = np.stack([values, np.zeros(len(values), np.int64)], axis=1)
    return pa.Array.from_buffers(pa.decimal128(8, 2), len(values), [None, pa.py_buffer(np.ascontiguousarray(halves))])
