"""The values worth trying for one thing that is open: the ends of what is said of it, and the lines that the rules draw in between."""

import random
from datetime import date, timedelta
from enum import EnumType
from functools import lru_cache
from typing import Any

from shaoxing_benefits import Month
from shaoxing_benefits.kinds import Group
from shaoxing_benefits.numbers import AREA, FLAG, GRADE, RATE, YEAR
from shaoxing_benefits.rulebook import Entry
from shaoxing_benefits.stated import Between, OneOf

from .partial_households import AGES, AREAS, BILLS, MONTHLY, TIERS, WEALTH, Fact

MOST_MONEY, MOST_AREA, MOST_COUNT = 10**12 - 1, 10**8 - 1, 10_000
"""The largest amount and area that can be stated, in hundredths, and the largest count."""
WITHOUT_LIMIT = 10**16
"""What a parameter without an upper limit is taken to be at most: far above anything that can be stated."""


def inside(fact: Fact, marker: Any, value: Any) -> bool:
    """Whether the value is one of those that are said to be possible."""
    if isinstance(marker, OneOf):
        return value in marker.values
    if isinstance(marker, Between):
        return value is not None and (marker.low is None or marker.low <= value) and (marker.high is None or value <= marker.high)
    return True


def lines(fact: Fact, month: Month, heads: int) -> list[Any]:
    """The values at which something may change, whatever is said of the fact, with the least and the most there is."""
    if fact.path == "birth_date":
        birthdays = [date(month.year - age, month.month, 1) for age in (*AGES, 10, 45, 90)]
        last = date(month.year + month.month // 12, month.month % 12 + 1, 1) - timedelta(days=1)
        return [
            date(1900, 1, 1),
            *(day + timedelta(days=more) for day in birthdays for more in (0, 1) if day + timedelta(more) <= last),
            last,
        ]
    if fact.path == "new_job.since":
        began = [divmod(month.number - more, 12) for more in (-1, 0, 5, 6, 11, 12, 200)]
        return [None, *(Month(year, rest + 1) for year, rest in began)]
    if fact.unit is Group:
        return [frozenset(each for each in Group if bits >> each & 1) for bits in range(1 << len(Group))]
    if isinstance(fact.unit, EnumType):
        return list(fact.unit)
    if fact.unit is FLAG:
        return [False, True]
    if fact.unit is GRADE:
        return [0, 1, 2, 3, 4]
    if fact.unit is YEAR:
        return [0, month.year, 2000, month.year + 1]
    if not fact.is_hundredths:
        return [0, 1, 2, 3, MOST_COUNT]
    if fact.unit is AREA:
        return [*(max(0, line * head + more) for line in AREAS for head in range(1, heads + 1) for more in (-1, 0)), MOST_AREA]
    of_part = {"assets": WEALTH, "medical": BILLS, "resident_pension": TIERS}.get(fact.path.partition(".")[0], MONTHLY)
    multiples = range(1, heads + 1) if of_part is WEALTH else (1,)
    return [*(max(0, line * head + more) for line in of_part for head in multiples for more in (-1, 0, 1)), MOST_MONEY]


@lru_cache(maxsize=4096)
def possible(fact: Fact, marker: Any, month: Month, heads: int) -> tuple[Any, ...]:
    """The values worth trying for an open fact: its own ends and choices, and the lines between them."""
    if isinstance(marker, OneOf):
        return tuple(value for value in marker.values if fact.path != "birth_date" or value <= lines(fact, month, heads)[-1])
    found = list(lines(fact, month, heads))
    if isinstance(marker, Between):
        last = found[-1]
        ends = [end for end in (marker.low, marker.high) if end is not None]
        found = [value for value in (*ends, *found) if inside(fact, marker, value)]
        if fact.path == "birth_date":
            found = [value for value in (*found, last) if value <= last and inside(fact, marker, value)]
    return tuple(dict.fromkeys(found))


def drawn(chance: random.Random, fact: Fact, marker: Any, month: Month, heads: int) -> Any:
    """A value: mostly one worth trying, sometimes any other."""
    tried = possible(fact, marker, month, heads)
    value = chance.choice(tried)
    if chance.random() < 0.7 or isinstance(marker, OneOf) or not fact.is_number or value is None:
        return value
    other = chance.choice(tried)
    if fact.is_hundredths and other is not None:
        return chance.randint(*sorted((value, other)))
    if fact.path == "birth_date":
        return date.fromordinal(chance.randint(*sorted((value.toordinal(), other.toordinal()))))
    return value


def levels(entry: Entry) -> tuple[int, ...]:
    """The values worth trying for a parameter without a value."""
    low = entry.low or 0
    if entry.definition.unit is FLAG:
        return (0, 1)
    if entry.high is not None:
        return tuple(sorted({low, (low + entry.high) // 2, entry.high - 1, entry.high} - ({low - 1} if low else {-1})))
    return (low, low + 1, low + 1000, low + 100_000, WITHOUT_LIMIT if entry.definition.unit is not RATE else 10**9)
