"""What is asked beside the household: month, options and programmes, checked, with the rules that answer."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, partial
from typing import Any, TypeVar

from attrs import field, frozen

from .assessment import Options
from .converters import to_date, to_money
from .engine.graph import RuleSet, Segment, build
from .engine.scalar import Context, Plan, context, make_plan
from .errors import Problem, UsageError
from .kinds import District
from .months import Month
from .numbers import Hundredths
from .programmes import MODULES
from .programmes.price_subsidy import INDEX_RISE
from .rulebook import Overlay, Question
from .shipped import shipped_citations, shipped_rulebook
from .stated import Misfit, shown, suggestion

Made = TypeVar("Made")
MOST_PER_CENT = 1000
"""A rise of the price index from here on is a slip of the pen; what is below keeps every product far inside 64 bits."""


@cache
def rule_set() -> RuleSet:
    """The programmes that come with the package, wired to its tables."""
    return build(MODULES, shipped_rulebook(), shipped_citations())


@frozen(eq=False)
class Asked:
    """A question about any household: what was asked, and the rules that answer it."""

    rules: RuleSet
    month: Month
    options: Options
    segment: Segment
    wanted: tuple[str, ...]
    plan: Plan
    carried: bool
    overlays: tuple[Overlay, ...]
    _known_on: date | None
    _given: tuple[tuple[str, int], ...]
    _contexts: dict[District, Context] = field(factory=dict)

    def context(self, district: District) -> Context:
        """The rules with the parameters of a district."""
        found = self._contexts.get(district)
        if found is None:
            found = self._contexts[district] = self.context_for(self.plan, district)
        return found

    def context_for(self, plan: Plan, district: District) -> Context:
        """The same for another plan."""
        question = Question(district, self.month.first_day, self._known_on, self.options.assume_planned, self._given, self.overlays)
        return context(plan, self.rules.rulebook, question)

    def alone(self, programme: str) -> Plan:
        """The plan for one programme."""
        return _plan(self.segment, (programme,))


def asked(
    month: str | date | Month,
    price_index: str | Decimal | int | None,
    known_on: date | str | None,
    assume_planned: bool,
    beyond_horizon: bool,
    programmes: Iterable[str] | None,
    overlays: tuple[Overlay, ...] = (),
) -> Asked:
    """Check what was asked; the same question is worked out once.

    Raises:
        UsageError: the month, an option or a programme cannot be answered.
    """
    names = programmes if programmes is None or isinstance(programmes, str) else tuple(programmes)
    mistakes = Mistakes()
    rise = None if price_index is None else mistakes.of(_price_index, price_index)
    # A number and its texts are told apart: the answer repeats what was given.
    index = None if rise is None else str(rise)
    found = mistakes.of(_looked_up, (rule_set(), month, index, known_on, assume_planned, beyond_horizon, names, overlays))
    mistakes.raise_any()
    assert found is not None
    return found


class Mistakes:
    """Goes on after a mistake, so that all of them are told at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def of(self, read: Callable[[Any], Made], given: Any) -> Made | None:
        """What is read from what was given; None where that is a mistake."""
        try:
            return read(given)
        except UsageError as error:
            self.problems += error.problems
            return None

    def raise_any(self) -> None:
        """Raise what was found.

        Raises:
            UsageError: with every mistake, once.
        """
        if self.problems:
            raise UsageError({str(each): each for each in self.problems}.values())


def _looked_up(question: tuple[Any, ...]) -> Asked:
    try:
        return _asked(*question)
    except TypeError:  # something that cannot be looked up, such as a list for a month, is explained by what checks it
        return _asked.__wrapped__(*question)


@lru_cache(maxsize=1024, typed=True)
def _asked(
    rules: RuleSet,
    month: Any,
    rise: str | None,
    known_on: Any,
    assume_planned: bool,
    beyond_horizon: bool,
    programmes: Any,
    overlays: tuple[Overlay, ...],
) -> Asked:
    mistakes = Mistakes()
    when = mistakes.of(_month, month)
    carried = when is not None and mistakes.of(partial(_carried, rules=rules, beyond_horizon=beyond_horizon), when)
    knowledge = None if known_on is None else mistakes.of(_day, known_on)
    wanted = mistakes.of(partial(_wanted, rules=rules), programmes)
    mistakes.raise_any()
    assert when is not None
    assert wanted is not None
    segment = rules.segment(when.first_day)
    index = None if rise is None else Hundredths(rise)
    options = Options(index, None if knowledge is None else knowledge.isoformat(), assume_planned, beyond_horizon)
    # A per cent has two decimals at most: its hundredths are the ten-thousandths that rates are counted in.
    given = () if index is None else ((INDEX_RISE, index.hundredths),)
    return Asked(rules, when, options, segment, wanted, _plan(segment, wanted), bool(carried), overlays, knowledge, given)


def _month(month: object) -> Month:
    if isinstance(month, Month):
        return month
    if isinstance(month, date):
        return Month(month.year, month.month)
    try:
        return Month.parse(month)  # type: ignore[arg-type]  # whatever was given: what is no text is an error below
    except (ValueError, TypeError, AttributeError):
        say = {"value": shown(month)}
        raise UsageError(Problem("month", "{value} is no month.", "Write year-month, such as 2020-04.", say)) from None


def _day(given: date | str) -> date:
    read = to_date(given)
    if isinstance(read, Misfit):
        raise UsageError(Problem("known_on", read.problem, "Write year-month-day, such as 2020-12-31.", read.values))
    assert isinstance(read, date)
    return read


def _price_index(given: str | Decimal | int) -> Hundredths:
    # Equal numbers may be written in several ways, and each is kept as it was given; a text is one way.
    return _written_index(given) if type(given) is str else _checked_index(given)


@lru_cache(maxsize=256)
def _written_index(given: str) -> Hundredths:
    return _checked_index(given)


def _checked_index(given: str | Decimal | int) -> Hundredths:
    read = Misfit("{value} is no number.", "", {"value": shown(given)}) if given == "none" else to_money(given)
    if isinstance(read, Hundredths) and read >= MOST_PER_CENT:
        read = Misfit("{value} is too large.", "", {"value": shown(given)})
    if isinstance(read, Hundredths):
        return read
    say = read.values if isinstance(read, Misfit) else {"value": shown(given)}
    problem = read.problem if isinstance(read, Misfit) else "{value} is no number."
    raise UsageError(Problem("price_index", problem, "Write the rise in per cent, such as 7.8.", say))


def _carried(month: Month, *, rules: RuleSet, beyond_horizon: bool) -> bool:
    """Whether values have to be carried beyond the horizon."""
    first, last = rules.rulebook.begins, rules.rulebook.horizon
    day = month.first_day
    if first <= day <= last:
        return False
    say = {"month": month, "first": f"{first:%Y-%m}", "last": f"{last:%Y-%m}", "option": "beyond_horizon"}
    if day < first:
        raise UsageError(Problem("month", "The tables begin in {first}; nothing is known for {month}.", "Ask for a later month.", say))
    if not beyond_horizon:
        remedy = "Ask for an earlier month, or for values carried beyond the horizon ({option})."
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
