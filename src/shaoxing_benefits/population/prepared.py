"""What is asked of a population, worked out once: rules, parameters by district, and the numbers that are not published."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ..asking import Asked, asked
from ..engine.column_writing import BIRTH
from ..engine.columns import FIRST_BIRTH
from ..engine.facts import ASKED
from ..engine.rule import Programme
from ..engine.scalar import Context, Plan, make_plan
from ..errors import Names, Problem, UsageError
from ..household import EARLIEST_BIRTH, Household, Income, Person
from ..kinds import District, Registration
from ..months import Month
from ..numbers import AREA, FLAG, RATE, Unit
from ..overlays import read_overlays
from ..programmes.price_subsidy import INDEX_RISE
from ..rulebook import Overlay
from ..stated import shown, suggestion
from .scenarios import SCENARIOS, end_of, scenario_overlay

if TYPE_CHECKING:
    from ..overlays import Source

PER = ("household", "member")
MOST_RATE, MOST_NUMBER, MOST_COUNT = 10**6, 10**10, 10**4
"""No rate above a hundredfold, no amount above a hundred million yuan, no count above ten thousand: together with the limits of what may
be stated, every product stays far inside 64 bits (tests/batch/test_no_overflow.py)."""


@frozen(eq=False, repr=False)
class Prepared:
    """A question about a population.

    `unpublished` are, by district, the parameters without a number in it; `taken_as_nought` those of which the scenario "low" has no
    published low end either.
    """

    asked: Asked
    plan: Plan
    per_member: bool
    overlays: tuple[Overlay, ...]
    scenario: str | None
    constants: NDArray[np.int64]
    by_district: frozenset[str]
    literals: tuple[tuple[str, int], ...]
    usual: tuple[tuple[str, int], ...]
    unpublished: Mapping[District, tuple[str, ...]]
    taken_as_nought: tuple[str, ...] = ()

    @property
    def programmes(self) -> tuple[Programme, ...]:
        """Those that were asked for."""
        return tuple(self.asked.segment.programmes[name] for name in self.asked.wanted)

    def check_published(self, districts: Iterable[District]) -> None:
        """Refuse what rests on numbers that nobody has published and no scenario gives.

        Raises:
            UsageError: naming each of them.
        """
        lacking: dict[str, list[str]] = {}
        for district in districts:
            for name in self.unpublished.get(district, ()):
                lacking.setdefault(name, []).append(district.name.lower())
        if lacking:
            raise UsageError([self._lacking(name, found) for name, found in lacking.items()])

    def _lacking(self, name: str, districts: list[str]) -> Problem:
        say = {"month": self.asked.month, "districts": Names(districts)}
        if name == INDEX_RISE:
            return Problem("price_index", "The price subsidy needs the index.", "Give it, or leave price_subsidy out of the programmes.")
        if self.scenario is None:
            remedy = 'Choose the scenario "low" or "high", give the number in an overlay, or leave out the programme.'
            return Problem(name, "It is not published for {month} in {districts}.", remedy, say)
        remedy = 'Give the number in an overlay, choose the scenario "low", or leave out the programme.'
        return Problem(name, "No upper end is known for {month} in {districts}.", remedy, say)


def prepared(
    month: str | date | Month,
    options: Mapping[str, Any],
    *,
    overlays: "Iterable[Source] | Source" = (),
    scenario: str | None = None,
    per: str = "household",
) -> Prepared:
    """Work out a question; `options` are those of `assess` besides the overlays.

    Raises:
        UsageError: the month, an option or a programme cannot be answered.
        InputError: with everything wrong in the overlays.
        OSError: an overlay cannot be opened.
    """
    problems = []
    for name, value, known in (("scenario", "low" if scenario is None else scenario, SCENARIOS), ("per", per, PER)):
        if value not in known:
            say = {"value": shown(value), "all": suggestion(value, known)}
            problems.append(Problem(name, "{value} is not known here.", "Write one of: {all}.", say))
    if problems:
        raise UsageError(problems)
    names = options.get("programmes")
    wanted = names if names is None or isinstance(names, str) else tuple(names)
    local = read_overlays(overlays)

    def ask(with_overlays: tuple[Overlay, ...]) -> Asked:
        said = (options.get("known_on"), options.get("assume_planned", False), options.get("beyond_horizon", False))
        return asked(month, options.get("price_index"), *said, wanted, with_overlays)

    question = ask(local)
    plan = _plan(question, per == "member")
    contexts = _contexts(question, plan)
    unpublished = {district: tuple(_unpublished(context, scenario)) for district, context in contexts.items()}
    nought = _nought(contexts.values()) if scenario == "low" else ()
    if scenario is not None:
        overlay = scenario_overlay(contexts.items(), scenario)
        local = (*local, overlay) if overlay.entries else local
        question = ask(local)
        contexts = _contexts(question, plan)
    constants = np.array([_numbers(plan, context) for context in contexts.values()], dtype=np.int64)
    by_district, literals = _by_district(plan, constants)
    usual = _usual(plan, question.month)
    return Prepared(question, plan, per == "member", local, scenario, constants, by_district, literals, usual, unpublished, nought)


def _contexts(question: Asked, plan: Plan) -> dict[District, Context]:
    return {district: question.context_for(plan, district) for district in District}


def _plan(question: Asked, per_member: bool) -> Plan:
    """What is to be told: of households the amount, of members what each of them gets."""
    names: list[str] = []
    for programme in (question.segment.programmes[name] for name in question.wanted):
        paid = (programme.shares if per_member else None) or programme.amount
        eligible = () if per_member else (programme.eligible,)
        names += [*eligible, *(() if paid is None else (paid,)), *programme.figures_beside]
    return _made(question.segment, tuple(names))


_made = lru_cache(maxsize=64)(make_plan)


def _unpublished(context: Context, scenario: str | None) -> Iterable[str]:
    for place, symbol in enumerate(context.symbols):
        entry = context.entries[place]
        if symbol is not None and (scenario is None or entry.name == INDEX_RISE or end_of(context, place, scenario) is None):
            yield entry.name


def _nought(contexts: Iterable[Context]) -> tuple[str, ...]:
    """The parameters of which nobody has published how low they may be."""
    open_ = (zip(context.entries, context.symbols, strict=True) for context in contexts)
    found = {entry.name for pairs in open_ for entry, symbol in pairs if symbol is not None and entry.low is None}
    return tuple(sorted(found - {INDEX_RISE}))


def _numbers(plan: Plan, context: Context) -> list[int]:
    """Every parameter, and the rules that rest on parameters alone; nought stands for what has no number, and is never used."""
    known = tuple(entry.value if entry.value is not None else 0 for entry in context.entries)
    too_large = [entry.name for entry, value in zip(context.entries, known, strict=True) if value > _most(entry.definition.unit)]
    found = [int(each) for each in plan.fold(known)]
    too_large += [name for name, value in zip(plan.folded, found[len(known) :], strict=True) if value > MOST_NUMBER]
    if too_large:
        raise UsageError(
            [
                Problem(name, "The number is too large for columns.", "Check it; assess takes a household with any number.")
                for name in too_large
            ]
        )
    return found


def _most(unit: Any) -> int:
    is_amount = unit is AREA or (isinstance(unit, Unit) and unit.name == "fen")
    return MOST_RATE if unit is RATE else MOST_NUMBER if is_amount else MOST_COUNT


def _by_district(plan: Plan, constants: NDArray[np.int64]) -> tuple[frozenset[str], tuple[tuple[str, int], ...]]:
    """What is looked up for each household, and the flags and kinds that are the same for all: those become part of what is compiled."""
    names = (*plan.names, *plan.folded)
    differing = {name for place, name in enumerate(names) if (constants[:, place] != constants[0, place]).any()}
    differing |= {about.code_name for about in plan.parameters if about.by_district}
    for name in plan.folded:
        node: Any = plan.segment.nodes[name]
        if not differing.isdisjoint(node.takes):
            differing.add(name)
    units = {about.code_name: about.unit for about in plan.parameters}
    fixed = {name for name, unit in units.items() if unit is FLAG or (isinstance(unit, type) and issubclass(unit, IntEnum))} - differing
    return frozenset(differing), tuple((name, int(constants[0, place])) for place, name in enumerate(names) if name in fixed)


def _usual(plan: Plan, month: Month) -> tuple[tuple[str, int], ...]:
    """What every fact is that is not stated, where that means none: taken from a household of which nothing is stated."""
    person = Person(id="1", birth_date=EARLIEST_BIRTH, income=Income())
    household = Household(district=District.YUECHENG, registration=Registration.URBAN, unstated="none", members=(person,))
    of_household = zip(plan.household_facts, plan.take_household(household, month), strict=True)
    of_member = zip(plan.member_facts, plan.take_member(household.members[0], month), strict=True)
    of_the_month = (BIRTH, ASKED)  # never stated as a column that could be absent, and another number every month
    return tuple((fact.name, int(value)) for fact, value in (*of_household, *of_member) if fact.path not in of_the_month)


@lru_cache(maxsize=128)
def ages(month: Month) -> NDArray[np.int16]:
    """The age on the month's first day, by day of birth from the earliest to the month's last."""
    first = date(1970, 1, 1) + timedelta(FIRST_BIRTH)
    days = (month.first_day - first).days + 31
    oldest = month.age_of(first)
    # The later born, the younger: where each age begins is looked for, and not every day asked about.
    begins = [bisect_left(range(days), -age, key=lambda day: -month.age_of(first + timedelta(day))) for age in range(oldest, -1, -1)]
    found = np.repeat(np.arange(oldest, -1, -1), np.diff([*begins, days])).astype(np.int16)
    found.flags.writeable = False
    return found
