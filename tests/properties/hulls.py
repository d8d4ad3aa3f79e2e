"""How far the completions of a household reach: the least and the most of every figure, found by trying and by climbing.

What is found is a lower limit of how wide an answer must be; an answer that is as wide as this is exact.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import define, field

from shaoxing_benefits.engine.rule import Programme
from shaoxing_benefits.kinds import Absence, DisabilityKind, Group, Guardianship, Supporter
from shaoxing_benefits.numbers import FEN, FEN_A_MONTH, FEN_A_YEAR

from .completions import TIED, Case, Completion, Oracle
from .partial_households import OF_MEMBER, fact_of, split

NO_LIMIT = 10**10
"""A figure from here on has no limit: it comes from the most that can be stated, or from a parameter without an upper limit."""
MANY, TOGETHER, SWEEPS = 10, 12, 4
MONEY = (FEN, FEN_A_MONTH, FEN_A_YEAR)


@define
class Reach:
    """What the completions seen so far come to for one programme: whether it is given, and each figure by name."""

    statuses: set[str] = field(factory=set)
    low: dict[str, int] = field(factory=dict)
    high: dict[str, int] = field(factory=dict)

    def see(self, name: str, value: int) -> bool:
        """Take in a figure; whether it reaches further than those before it."""
        further = name not in self.low or value < self.low[name] or value > self.high[name]
        self.low[name] = min(value, self.low.get(name, value))
        self.high[name] = max(value, self.high.get(name, value))
        return further


@define
class Hull:
    """The reach of every programme of a household, and the completions behind it."""

    oracle: Oracle
    reached: dict[str, Reach] = field(factory=dict)
    seen: list[tuple[Completion, Case]] = field(factory=list)

    def see(self, values: Completion, case: Case) -> None:
        """Take in a completion; it is kept if it reaches further than those before it."""
        further = not self.seen
        for programme in self.oracle.programmes:
            reach = self.reached.setdefault(programme.id, Reach())
            status = case.status(programme)
            further |= status not in reach.statuses
            reach.statuses.add(status)
            for name in (programme.amount, *programme.figures_beside):
                if name is not None:
                    further |= reach.see(name, case.total(name))
        if further:
            self.seen.append((dict(values), case))


def hull(oracle: Oracle, chance: random.Random, tries: int) -> Hull:
    """What some completions of a household reach."""
    found = Hull(oracle)
    for values, case in oracle.completions(chance, tries):
        found.see(values, case)
    return found


Score = tuple[int, int]
"""How good a completion is for a figure; of equal ones, by how much of what must hold does, or fails."""
KINDS_OF_MEMBERS: tuple[Mapping[str, Any], ...] = (
    {},
    {"absence": Absence.PRISON},
    {"supporter": Supporter.NONE, "born": 70},
    {"guardianship": Guardianship.ORPHAN, "born": 10},
    {"guardianship": Guardianship.UNSUPPORTED, "born": 10},
    {"disability.kind": DisabilityKind.HEARING, "disability.grade": 1, "serious_illness": True},
)
"""Members of whom all else is none: what they must have in common to be given something is far apart for whoever changes one fact."""


def climb(found: Hull, programme: Programme, name: str, sign: int, chance: random.Random, goal: int | None = None) -> None:
    """From the best completions so far change one thing after another, each to what leads furthest, until the goal, or no further.

    The figure is one of the programme's, or its eligibility; `sign` is 1 for the most and -1 for the least.
    """
    oracle = found.oracle
    matters = oracle.matters(programme)

    def score(case: Case) -> Score:
        return sign * case.total(name), sign * case.holding(programme)

    known = sorted(found.seen, key=lambda each: score(each[1]), reverse=True)[:2]
    at_ends = list(at_the_ends(oracle, known[0][0]))
    made = [each for values, _ in at_ends for each in of_one_kind(oracle, values)] + at_ends
    for values, case in [*known, *sorted(made, key=lambda each: score(each[1]), reverse=True)[:3]]:
        best = score(case)
        for _ in range(SWEEPS):
            before = best
            for group in oracle.groups:
                if not matters.isdisjoint(group):
                    for other, its in moves(oracle, values, case, group, chance):
                        if sign * its.total(name) >= best[0] and score(its) > best:
                            best, values, case = score(its), other, its
            for other, its in (*of_one_kind(oracle, values), *halved(oracle, values, matters, score)):
                if score(its) > best:
                    best, values, case = score(its), other, its
            found.see(values, case)
            if best == before or (goal is not None and best[0] >= sign * goal):
                break
        if goal is not None and best[0] >= sign * goal:
            return


def at_the_ends(oracle: Oracle, values: Completion) -> Iterator[tuple[Completion, Case]]:
    """The completion with every unpublished parameter at its least, and at its most: one alone may matter only with another fact."""
    for end in (0, -1):
        other = {**values, **{name: oracle.tried(name)[end] for name in oracle.unpublished}}
        its = oracle.case(other)
        if its is not None:
            yield other, its


def of_one_kind(oracle: Oracle, values: Completion) -> Iterator[tuple[Completion, Case]]:
    """The completion with one member, or all of them, of a kind as far as that is possible; and with nothing owned."""
    places: list[int | None] = [None, *range(len(oracle.ids))]
    for kind in KINDS_OF_MEMBERS:
        for chosen in places:
            change = {}
            for path in oracle.partial.opened:
                place, inside_member = split(path)
                if chosen in (None, place):
                    wanted = of_kind(oracle, path, kind if place is not None else {}, inside_member)
                    change[path] = next((each for each in oracle.tried(path) if each == wanted), values[path])
            other = {**values, **change}
            its = oracle.case(other) if other != values else None
            if its is not None:
                yield other, its


def of_kind(oracle: Oracle, path: str, kind: Mapping[str, Any], inside_member: str) -> Any:
    """What a member of a kind has for a fact: nought, no and none where the kind says nothing."""
    if inside_member == "birth_date":
        return date(oracle.partial.month.year - kind.get("born", 45), oracle.partial.month.month, 1)
    if inside_member == "supporter":
        return kind.get(inside_member, Supporter.CAPABLE)
    unit = fact_of(path).unit
    none = frozenset[Group]() if unit is Group else None if inside_member == "new_job.since" else 0
    return kind.get(inside_member, none)


def halved(
    oracle: Oracle, values: Completion, matters: frozenset[str], score: Callable[[Case], Score]
) -> Iterator[tuple[Completion, Case]]:
    """For each number, as far from where it is towards another one worth trying as does not make it worse, found by halving."""
    for name in oracle.coordinates:
        start = values[name]
        whole = name in oracle.unpublished or fact_of(name).is_hundredths
        if name not in matters or not whole:
            continue
        tried = sorted({*oracle.tried(name), start})
        place = tried.index(start)
        for end in {tried[max(0, place - 1)], tried[min(len(tried) - 1, place + 1)]} - {start}:
            good, bad = (start, oracle.case(values)), end
            while abs(bad - good[0]) > 1:
                middle = (bad + good[0]) // 2
                its = oracle.case({**values, name: middle})
                if its is not None and good[1] is not None and score(its) >= score(good[1]):
                    good = middle, its
                else:
                    bad = middle
            if good[1] is not None and good[0] != start:
                yield {**values, name: good[0]}, good[1]


def moves(oracle: Oracle, values: Completion, case: Case, group: Sequence[str], chance: random.Random) -> Iterator[tuple[Completion, Case]]:
    """Completions beside another one: one thing of the group changed, or what is tied together changed at once."""
    others = [{name: value} for name in group for value in {*some(oracle, name, chance), *to_the_limits(oracle, name, values, case)}]
    others += [{name: oracle.drawn(chance, name) for name in group} for _ in range(TOGETHER if len(group) > 1 else 0)]
    for change in others:
        other = {**values, **change}
        its = oracle.case(other)
        if its is not None:
            yield other, its


def some(oracle: Oracle, name: str, chance: random.Random) -> Iterable[Any]:
    """The ends of what is worth trying, and some of what lies between."""
    tried = oracle.tried(name)
    if name in oracle.unpublished:
        return (tried[0], tried[-1])
    return tried if len(tried) <= MANY else (tried[0], tried[-1], *chance.sample(tried, MANY - 2))


def to_the_limits(oracle: Oracle, name: str, values: Completion, case: Case) -> set[int]:
    """For an amount, the values at which some condition is just met, or just not, all else being as it is; and those it is tied to."""
    found: set[int] = set()
    value = values[name]
    if name in oracle.unpublished:
        entry = oracle.unpublished[name]
        if entry.definition.unit not in MONEY:
            return set()
        low, high = entry.low or 0, entry.high
    else:
        if not fact_of(name).is_hundredths:
            return set()
        low, high = 0, None
        place, path = split(name)
        tied = [each for group in TIED if path in group for each in group]
        found |= {oracle.value(f"members[{place}].{each}", values) for each in tied if OF_MEMBER[each].is_hundredths}
    for condition in oracle.conditions:
        if condition.actual is None or condition.limit is None or condition.takes[condition.actual] not in MONEY:
            continue
        actual, limit = case.values(condition.actual), case.values(condition.limit)
        for whose in actual.keys() | limit.keys():
            lacking = limit.get(whose, limit.get(None, 0)) - actual.get(whose, actual.get(None, 0))
            found |= {value + sign * lacking + more for sign in (1, -1) for more in (-1, 0, 1)}
    if name not in oracle.unpublished:
        return {each for each in found if oracle.allows(name, each)}
    return {each for each in found if low <= each and (high is None or each <= high)}
