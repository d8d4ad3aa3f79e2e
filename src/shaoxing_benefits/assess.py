"""Puts household, rulebook and programmes together: the question goes in, the assessment comes out."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .assessment import Assessment, Options, Rules
from .converters import to_date, to_money
from .engine.evaluation import evaluate
from .engine.facts import open_facts
from .engine.graph import RuleSet, Segment, build
from .engine.scalar import Context, Plan, context, make_plan
from .errors import InputError, Problem, UsageError
from .household import Household
from .months import Month
from .numbers import Hundredths
from .outcomes import Answer, totals
from .programmes import MODULES
from .programmes.price_subsidy import INDEX_RISE
from .reading import read_household
from .rulebook import Question
from .rulebook_reading import shipped_rulebook
from .sources import shipped_facts
from .stated import Misfit, shown, suggestion

MOST_PER_CENT = 1000
"""A rise of the price index from here on is a slip of the pen; what is below keeps every product far inside 64 bits."""


def assess(
    household: Household | Mapping[str, Any],
    month: str | date | Month,
    *,
    price_index: str | Decimal | int | None = None,
    overlays: Iterable[Path] = (),
    known_on: date | str | None = None,
    assume_planned: bool = False,
    beyond_horizon: bool = False,
    programmes: Iterable[str] | None = None,
) -> Assessment:
    """Decide every programme for a household in a month.

    Args:
        household: a built `Household`, or its data as a dict.
        month: "2020-04", a `Month`, or any day of the month. Rules and ages are those of its first day.
        price_index: the month's rise of the price index in per cent, such as "7.8", for the price subsidy. Without it the amount is open.
        overlays: overlay tables of a county (not read yet: giving one is an error).
        known_on: answer from what was known on this day; None means from everything in the tables.
        assume_planned: use announced values as if they had come into force.
        beyond_horizon: answer for months after the tables' last, carrying the last values on, each with a caveat.
        programmes: ids of the programmes wanted; None means all.

    Raises:
        InputError: with everything wrong or missing in the household.
        UsageError: the month, an option or a programme cannot be answered.
    """
    asked = _month(month)
    # A dict is read here, so that a script and a service need no second call.
    stated = household if isinstance(household, Household) else read_household(household)
    knowledge = None if known_on is None else _day(known_on)
    rise = _price_index(price_index)
    options = Options(rise, None if knowledge is None else knowledge.isoformat(), assume_planned, beyond_horizon)
    if tuple(overlays):
        raise UsageError(Problem("overlays", "Overlay tables are not read yet.", "Leave them out."))
    rules = rule_set()
    carried = _check_month(asked, rules, beyond_horizon=beyond_horizon)
    segment = rules.segment(asked.first_day)
    wanted = _wanted(programmes, rules)
    _check_known(stated, asked, _plan(segment, wanted))
    # A per cent has two decimals at most: its hundredths are the ten-thousandths that rates are counted in.
    given = () if rise is None else ((INDEX_RISE, rise.hundredths),)
    question = Question(stated.district, asked.first_day, knowledge, assume_planned, given)
    answers = _answers(stated, asked, segment, wanted, partial(context, rulebook=rules.rulebook, question=question), carried)
    return Assessment(
        stated.id,
        asked,
        partial(_rules, rules.rulebook.edition),
        options,
        MappingProxyType({outcome.programme: outcome for answer in answers for outcome in answer.outcomes()}),
        partial(totals, answers),
    )


@cache
def rule_set() -> RuleSet:
    """The programmes that come with the package, wired to its tables."""
    return build(MODULES, shipped_rulebook(), shipped_facts())


def _rules(edition: str) -> Rules:
    from .identity import digest  # noqa: PLC0415 - needed only where the answer is written down

    return Rules(edition, digest())


def _month(month: str | date | Month) -> Month:
    if isinstance(month, Month):
        return month
    if isinstance(month, date):
        return Month(month.year, month.month)
    try:
        return _parsed(month)
    except (ValueError, TypeError, AttributeError):
        say = {"value": shown(month)}
        raise UsageError(Problem("month", "{value} is no month.", "Write year-month, such as 2020-04.", say)) from None


@lru_cache(maxsize=256)
def _parsed(text: str) -> Month:
    return Month.parse(text)


def _day(given: date | str) -> date:
    read = to_date(given)
    if isinstance(read, Misfit):
        raise UsageError(Problem("known_on", read.problem, "Write year-month-day, such as 2020-12-31.", read.values))
    assert isinstance(read, date)
    return read


def _price_index(given: str | Decimal | int | None) -> Hundredths | None:
    if given is None:
        return None
    read = Misfit("{value} is no number.", "", {"value": shown(given)}) if given == "none" else to_money(given)
    if isinstance(read, Hundredths) and read >= MOST_PER_CENT:
        read = Misfit("{value} is too large.", "", {"value": shown(given)})
    if isinstance(read, Hundredths):
        return read
    say = read.values if isinstance(read, Misfit) else {"value": shown(given)}
    problem = read.problem if isinstance(read, Misfit) else "{value} is no number."
    raise UsageError(Problem("price_index", problem, "Write the rise in per cent, such as 7.8.", say))


def _check_month(month: Month, rules: RuleSet, *, beyond_horizon: bool) -> bool:
    """Whether values have to be carried beyond the horizon."""
    first, last = rules.rulebook.begins, rules.rulebook.horizon
    day = month.first_day
    if first <= day <= last:
        return False
    say = {"month": month, "first": f"{first:%Y-%m}", "last": f"{last:%Y-%m}"}
    if day < first:
        raise UsageError(Problem("month", "The tables begin in {first}; nothing is known for {month}.", "Ask for a later month.", say))
    if not beyond_horizon:
        remedy = "Ask for an earlier month, or for values carried beyond the horizon (beyond_horizon)."
        raise UsageError(Problem("month", "The tables end in {last}; nothing is known for {month}.", remedy, say))
    return True


def _wanted(programmes: Iterable[str] | None, rules: RuleSet) -> tuple[str, ...]:
    known = tuple(programme.id for programme in rules.programmes)
    if programmes is None:
        return known
    asked = (programmes,) if isinstance(programmes, str) else tuple(programmes)
    problems = [
        Problem(
            "programmes", "There is no programme {name}.", "Did you mean: {near}?", {"name": shown(name), "near": suggestion(name, known)}
        )
        for name in asked
        if name not in known
    ]
    if problems:
        raise UsageError(problems)
    return tuple(name for name in known if name in asked)


@lru_cache(maxsize=256)
def _plan(segment: Segment, wanted: tuple[str, ...]) -> Plan:
    needed: list[str] = []
    for name in wanted:
        programme = segment.programmes[name]
        needed += [programme.eligible, *programme.figures]
    return make_plan(segment, needed)


def _check_known(household: Household, month: Month, plan: Plan) -> None:
    problems: list[Problem] = []
    if household.is_open:
        problems += open_facts(household, [*plan.household_facts, *plan.member_facts])
    for place, member in enumerate(household.members):
        born = member.birth_date
        if isinstance(born, date) and Month.number_of(born) > month.number:
            say = {"day": born, "month": month}
            problem = Problem(
                f"members[{place}].birth_date",
                "Born on {day}, after {month}.",
                "Correct the date, or leave the member out of this month.",
                say,
            )
            problems.append(problem)
    if problems:
        raise InputError(problems)


def _answers(
    household: Household, month: Month, segment: Segment, wanted: tuple[str, ...], looked_up: Callable[[Plan], Context], carried: bool
) -> list[Answer]:
    """All programmes in one evaluation; where too much is open for that, each in one of its own, which has fewer cases."""
    together = evaluate(looked_up(_plan(segment, wanted)), household, month)
    if not together.given_up or len(wanted) == 1:
        return [Answer(household, together, wanted, carried)]
    each = [((name,), evaluate(looked_up(_plan(segment, (name,))), household, month)) for name in wanted]
    return [Answer(household, evaluation, names, carried) for names, evaluation in each]
