"""A household's facts by their paths, such as `members[0].income.wages`: which there are, what is stated, and another value for one."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import Any

import attrs

from .errors import InputError, Problem, UsageError
from .household import Household, Person
from .months import Month
from .reading import stated_value
from .stated import Between, Claims, OneOf, Open, Stated, StatedObject, below, shown, suggestion

_OF_MEMBER = re.compile(r"members\[(0|[1-9][0-9]{0,2})\]\.(.+)", re.DOTALL)


def fact_paths(household: Household) -> tuple[str, ...]:
    """The path of every fact that can be stated of a household and its members, in the order of the classes."""
    members = [f"members[{place}].{path}" for place in range(len(household.members)) for path in _FACTS[Person]]
    return (*_FACTS[Household], *members)


def facts_of(cls: type[Stated]) -> Iterator[tuple[str, bool]]:
    """The facts of a household itself, or of a member: each path below it, and whether it must be stated."""
    for path, each in _FACTS[cls].items():
        yield path, each.default is attrs.NOTHING


def fact_at(household: Household, path: str) -> Any:
    """What is stated of a fact: its value, or the marker that says how far it is not known.

    Raises:
        UsageError: there is no such fact.
    """
    place, names, _ = _found(household, path)
    value: Any = household if place is None else household.members[place]
    for name in names:
        value = getattr(value, name)
    return value


def with_fact(household: Household, path: str, value: Any) -> Household:
    """The household with another value for one fact: whatever may be read for it, or any marker for what is not known.

    Raises:
        UsageError: there is no such fact.
        InputError: the value cannot be read, or contradicts the other facts.
    """
    place, names, field = _found(household, path)
    problems: list[Problem] = []
    stated = stated_value(field, value, path, problems)
    if problems:
        raise InputError(problems)
    if place is None:
        return _changed(household, names, stated)
    try:
        member = _changed(household.members[place], names, stated)
    except InputError as error:
        raise InputError(below(f"members[{place}]", error.problems)) from None
    return attrs.evolve(household, members=(*household.members[:place], member, *household.members[place + 1 :]))


def holder_of(household: Household, path: str) -> str | None:
    """The id of the member whose fact it is; None for the household's own.

    Raises:
        UsageError: there is no such fact.
    """
    place, _, _ = _found(household, path)
    return None if place is None else household.members[place].id


def as_data(stated: Any) -> Any:
    """A fact's value, or the marker for one that is not known, as a household file in JSON says it."""
    if isinstance(stated, IntEnum):
        return stated.name.lower()
    if isinstance(stated, frozenset):
        return sorted(map(as_data, stated))
    if isinstance(stated, Decimal | date | Month):
        return str(stated)
    if isinstance(stated, Between):
        return {end: as_data(value) for end, value in (("low", stated.low), ("high", stated.high)) if value is not None}
    if isinstance(stated, OneOf):
        return {"one_of": [as_data(value) for value in stated.values]}
    if isinstance(stated, Claims):
        return {"claims": [{"value": as_data(claim.value), "source": claim.source} for claim in stated.claims]}
    return "unknown" if isinstance(stated, Open) else stated


def _changed(holder: StatedObject, names: tuple[str, ...], value: Any) -> StatedObject:
    """The holder with another value at a path; every object on the way checks itself again."""
    first, *rest = names
    if rest:
        try:
            value = _changed(getattr(holder, first), tuple(rest), value)
        except InputError as error:
            raise InputError(below(first, error.problems)) from None
    return attrs.evolve(holder, **{first: value})


def _facts_of(cls: type[Stated], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The facts of a household itself or of a member: each path with its field; identifiers and names are no facts."""
    for each in attrs.fields(cls):
        if isinstance(each.type, type) and issubclass(each.type, Stated):
            yield from _facts_of(each.type, f"{prefix}{each.name}.")
        elif "none" in each.metadata:
            yield f"{prefix}{each.name}", each


_FACTS: Mapping[type, Mapping[str, Any]] = {cls: dict(_facts_of(cls)) for cls in (Household, Person)}


def _found(household: Household, path: str) -> tuple[int | None, tuple[str, ...], Any]:
    """Whose fact it is (a member's place, or None), its names one below the other, and the field of the last."""
    match = _OF_MEMBER.fullmatch(path) if isinstance(path, str) else None
    place, name, cls = (int(match[1]), match[2], Person) if match else (None, path, Household)
    field = _FACTS[cls].get(name) if isinstance(name, str) else None
    if field is None or (place is not None and place >= len(household.members)):
        say = {"name": shown(path), "near": _near(path, fact_paths(household))}
        raise UsageError(Problem("path", "There is no fact {name} in this household.", "Did you mean: {near}?", say))
    return place, tuple(name.split(".")), field


def _near(path: object, paths: tuple[str, ...]) -> str:
    """The first path that ends as the given one does (`wages` alone names no member), or the one most like it."""
    return next((each for each in paths if each.endswith(f".{path}")), None) or suggestion(path, paths)
