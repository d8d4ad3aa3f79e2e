"""Puts household, rulebook and programmes together: the question goes in, the assessment comes out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, partial
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .assessment import Amount, Assessment, Missing, Options, Outcome, Rules, Total
from .converters import to_date, to_money
from .engine.evaluation import Evaluation, Spread, evaluate
from .engine.facts import open_facts
from .engine.graph import RuleSet, Segment, build
from .engine.rule import Programme
from .engine.scalar import Context, Plan, context, make_plan
from .errors import InputError, Problem, UsageError
from .household import Household
from .months import Month
from .programmes import MODULES
from .reading import read_household
from .rulebook import Question
from .rulebook_reading import shipped_rulebook
from .sources import shipped_facts
from .stated import Misfit, shown, suggestion

if TYPE_CHECKING:
    from .explain import Explainer

PERIODS = ("month", "year", "once")


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
        price_index: the rise of the price index in per cent, for the price subsidy (not built yet; kept in the answer).
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
    options = Options(_price_index(price_index), None if knowledge is None else knowledge.isoformat(), assume_planned, beyond_horizon)
    if tuple(overlays):
        raise UsageError(Problem("overlays", "Overlay tables are not read yet.", "Leave them out."))
    rules = rule_set()
    carried = _check_month(asked, rules, beyond_horizon=beyond_horizon)
    segment = rules.segment(asked.first_day)
    wanted = _wanted(programmes, rules)
    _check_known(stated, asked, _plan(segment, wanted))
    question = Question(stated.district, asked.first_day, knowledge, assume_planned)
    evaluations = _evaluations(stated, asked, segment, wanted, partial(context, rulebook=rules.rulebook, question=question))
    outcomes: dict[str, Outcome] = {}
    for evaluation, names in evaluations:
        outcomes |= _outcomes([segment.programmes[name] for name in names], evaluation, _Later(stated, evaluation, carried))
    return Assessment(
        stated.id,
        asked,
        partial(_rules, rules.rulebook.edition),
        options,
        MappingProxyType(outcomes),
        partial(_totals, segment, evaluations),
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


def _price_index(given: str | Decimal | int | None) -> Decimal | None:
    read = None if given is None else to_money(given) if given != "none" else Misfit("{value} is no number.", "", {"value": shown(given)})
    if isinstance(read, Misfit):
        raise UsageError(Problem("price_index", read.problem, "Write the rise in per cent, such as 7.8.", read.values))
    return read if isinstance(read, Decimal) else None


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
        needed += [each for each in (programme.eligible, programme.amount, programme.shares) if each is not None]
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


Evaluated = list[tuple[Evaluation, tuple[str, ...]]]
"""Evaluations, each with the programmes it is for."""


def _evaluations(
    household: Household, month: Month, segment: Segment, wanted: tuple[str, ...], looked_up: Callable[[Plan], Context]
) -> Evaluated:
    """All programmes in one evaluation; where too much is open for that, each in one of its own, which has fewer cases."""
    together = evaluate(looked_up(_plan(segment, wanted)), household, month)
    if not together.given_up or len(wanted) == 1:
        return [(together, wanted)]
    return [(evaluate(looked_up(_plan(segment, (name,))), household, month), (name,)) for name in wanted]


def _outcomes(programmes: Iterable[Programme], evaluation: Evaluation, explains: "_Later") -> dict[str, Outcome]:
    certain = evaluation.certain()
    if certain is None:
        return {each.id: _open_outcome(each, evaluation, explains) for each in programmes}
    ids = [member.id for member in evaluation.members]
    return {each.id: _outcome(each, certain, ids, explains) for each in programmes}


class _Later:
    """The explainer of an evaluation, made when the first explanation is asked for."""

    __slots__ = ("_asked", "_made")

    def __init__(self, household: Household, evaluation: Evaluation, carried: bool) -> None:
        self._asked = (household, evaluation, carried)
        self._made: Explainer | None = None

    def __call__(self) -> "Explainer":
        if self._made is None:
            from .explain import Explainer  # noqa: PLC0415 - slow to load, and needed only here

            household, evaluation, carried = self._asked
            with _MAKING:
                self._made = self._made or Explainer(household, evaluation, carried=carried)
        return self._made


_MAKING = Lock()


def _outcome(programme: Programme, certain: Mapping[str, Sequence[Any]], ids: Sequence[str], explains: "_Later") -> Outcome:
    status = "eligible" if any(certain[programme.eligible]) else "ineligible"
    if programme.amount is None:
        return Outcome(programme.id, programme.title, status, programme.period, _NOTHING_MISSING, None, (), explains)
    amounts = certain[programme.amount]
    whole = sum(amounts)
    paid: tuple[tuple[str, tuple[int, int]], ...] = ()
    if whole:
        shares = certain[programme.shares] if programme.shares else amounts
        paid = tuple([(member, (share, share)) for member, share in zip(ids, shares, strict=True) if share])
    return Outcome(programme.id, programme.title, status, programme.period, _NOTHING_MISSING, (whole, whole), paid, explains)


_NOTHING_MISSING = Missing((), ())


def _open_outcome(programme: Programme, evaluation: Evaluation, explains: "_Later") -> Outcome:
    """An outcome of which something is not certain, or may not be."""
    eligible, amounts = evaluation.named(programme.eligible), evaluation.named(programme.amount)
    shares = evaluation.named(programme.shares) if programme.shares else amounts
    whole = _paid(evaluation.spread_of_sum(amounts)) if amounts else None
    spreads = [(member.id, _paid(evaluation.spread(*each))) for member, each in zip(evaluation.members, shares, strict=False)]
    paid = tuple((member, spread) for member, spread in spreads if spread.high != 0)
    missing = Missing((), tuple(sorted(evaluation.depends_on([*eligible, *amounts, *shares]))))
    found = {evaluation.exact(*each) for each in eligible}
    # A programme about members is eligible if any member is.
    status = "eligible" if 1 in found else "undetermined" if None in found else "ineligible"
    return Outcome(programme.id, programme.title, status, programme.period, missing, whole, paid, explains)


def _paid(spread: Spread) -> Spread:
    """Nobody is paid less than nothing: the ranges of unknowns, each taken for itself, may not show that."""
    return Spread(max(0, spread.low), spread.high)


def _totals(segment: Segment, evaluations: Evaluated) -> Mapping[str, Total]:
    totals = {}
    for period in PERIODS:
        low, high, unbounded = 0, 0, []
        for evaluation, names in evaluations:
            paid = [segment.programmes[name] for name in names if segment.programmes[name].period == period]
            spread = _paid(evaluation.spread_of_sum([each for programme in paid for each in evaluation.named(programme.amount)]))
            low, high = low + spread.low, high + (spread.high or 0)
            unbounded += [each.id for each in paid if evaluation.spread_of_sum(evaluation.named(each.amount)).high is None]
        totals[period] = Total(Amount.of_fen(low, None if unbounded else high), tuple(unbounded))
    return MappingProxyType(totals)
