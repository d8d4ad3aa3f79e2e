"""What the rules see of a household: one named fact for each field, taken from the classes in `household` and their metadata.

A field `income.wages` is the fact `income_wages`; amounts are fen, areas hundredths of a square metre. Two facts depend on the month:
`age`, and `new_job_month` (which month of the new job it is, from 1; 0 where there is none or it has not begun). `assessed_year` is the
month's own year. `listed` is true of everybody.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import attrs
from attrs import frozen

from ..household import Household, Person
from ..kinds import Group
from ..months import Month
from ..numbers import AGE, AREA, FLAG, MONTHS, YEAR, Unit, What
from ..stated import Stated

ASKED = "month"
"""Where a fact stands that comes with the question and not with the household."""


@frozen(eq=False, repr=False)
class Fact:
    """A fact: its name in rules, where it is stated, whether it is a member's, and how it is taken (`it` is household or member)."""

    name: str
    path: str
    of_member: bool
    unit: What
    expression: str
    label: str


def _fields(cls: type[Stated], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for each in attrs.fields(cls):
        path = f"{prefix}{each.name}"
        if isinstance(each.type, type) and issubclass(each.type, Stated):
            yield from _fields(each.type, f"{path}.")
        elif "unit" in each.metadata:
            yield path, each.metadata["unit"]


def _facts_of(cls: type[Stated], *, of_member: bool) -> Iterator[Fact]:
    for path, unit in _fields(cls):
        name, taken = path.replace(".", "_"), f"it.{path}"
        if unit is Group:
            for group in Group:
                word = group.name.lower()
                yield Fact(f"{name}_{word}", path, of_member, FLAG, f"({group.name} in {taken} if {taken} else False)", f"{path}: {word}")
        elif path == "new_job.since":
            counted = f"(max(0, month.number - {taken}.number + 1) if {taken} else 0)"
            yield Fact("new_job_month", path, of_member, MONTHS, counted, "month of the new job")
        elif unit is AREA or (isinstance(unit, Unit) and unit.name == "fen"):
            yield Fact(name, path, of_member, unit, f"{taken}.hundredths", path)
        else:
            yield Fact(name, path, of_member, unit, taken, path)


@cache
def all_facts() -> Mapping[str, Fact]:
    """Every fact by the name rules use."""
    found = [*_facts_of(Household, of_member=False), *_facts_of(Person, of_member=True)]
    found.append(Fact("age", "birth_date", True, AGE, "month.age_of(it.birth_date)", "age"))
    found.append(Fact("assessed_year", ASKED, False, YEAR, "month.year", "year"))
    found.append(Fact("listed", "id", True, FLAG, "True", "listed"))
    return {fact.name: fact for fact in found}


def taker(facts: Sequence[Fact]) -> Callable[[Any, Month], tuple[Any, ...]]:
    """A function that takes these facts, in this order, from a household or a member."""
    values = "".join(f"{fact.expression}, " for fact in facts)
    # A part that several facts are taken from, such as the income, is looked up once.
    parts = sorted(set(re.findall(r"\bit\.(\w+)\.", values)))
    values = re.sub(r"\bit\.(\w+)\.", r"part_\1.", values)
    lines = ["def take(it, month):", *(f"    part_{part} = it.{part}" for part in parts), f"    return ({values})"]
    names: dict[str, Any] = dict(Group.__members__)
    # The text is made above from the names of our own classes' fields; nothing stated by a user is ever part of it.
    exec("\n".join(lines), names)
    taken: Callable[[Any, Month], tuple[Any, ...]] = names["take"]
    return taken
