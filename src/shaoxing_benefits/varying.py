"""Which facts can be varied, between which values, and how those are written.

Inside, a value is the whole number that rules see: fen, hundredths of a square metre, things, grades, years. What else is stated of the
household narrows the values: a part is never more than its whole, and a grade needs a kind of disability.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from attrs import frozen

from .converters import MOST_SQUARE_METRES, MOST_THINGS, MOST_YUAN, to_area, to_count, to_money
from .engine.facts import Fact, all_facts
from .errors import Problem, UsageError
from .household import YEARS_OF_BILLS, Household
from .kinds import DisabilityKind
from .numbers import AREA, AREA_ONE, FEN_PER_YUAN, FLAG, GRADE, YEAR, Hundredths, Unit, yuan
from .stated import Between, Misfit, shown
from .statements import fact_at

Span = tuple[int, int]
"""Values from one to another, both included."""
GRADES = (1, 4)
WHOLE_OF = {
    "income.basic_pension": "income.pension",
    "medical.basic_paid": "medical.in_scope",
    "new_job.increase": "income.wages",
}
"""Facts that are a part of another one."""
INCOMES = frozenset(
    f"income.{name}" for name in ("wages", "business", "property", "transfers", "pension", "old_age_allowance", "entitled_group")
)
"""Facts that are income of their own: a yuan more of one is a yuan more in the household. The basic pension is a part of `pension`."""
_BILLS = ("medical.in_scope", "medical.basic_paid", "medical.special_drugs", "medical.other_paid")


@frozen
class Varied:
    """A fact that varies: its path, its unit, the spans of possible values, and whether the last goes on to whatever can be stated."""

    path: str
    unit: Unit
    spans: tuple[Span, ...]
    goes_on: bool

    @property
    def fact(self) -> str:
        """The fact's path below household or member."""
        return _below(self.path)[1]

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money."""
        return _is_money(self.unit)

    @property
    def is_income(self) -> bool:
        """Whether a yuan more of it is a yuan more of income."""
        return self.fact in INCOMES

    @property
    def scale(self) -> int:
        """How many of the inner whole numbers make one of what people count: a hundred fen a yuan."""
        return _scale(self.unit)

    def shown(self, inner: int) -> Decimal | int:
        """A value as people write it."""
        return yuan(inner) if self.scale > 1 else inner

    def inner(self, value: Decimal | int | str) -> int:
        """A value as rules see it.

        Raises:
            UsageError: it is no value of this fact.
        """
        return read_value(self.unit, "value", value)


def varied(household: Household, path: str, low: Any = None, high: Any = None) -> Varied:
    """The fact at a path with the values from low to high that are possible, or with all that are.

    Raises:
        UsageError: there is no such fact, it is no number, or nothing between low and high is possible.
    """
    fact = _numeric(household, path)
    unit = fact.unit
    assert isinstance(unit, Unit)
    spans = list(_possible(household, path, unit))
    most = _most(unit)
    first = spans[0][0] if low is None else read_value(unit, "low", low)
    last = spans[-1][1] if high is None else read_value(unit, "high", high)
    if low is not None and high is not None and first > last:
        say = {"low": shown(low), "high": shown(high)}
        raise UsageError(Problem("high", "{high} is less than {low}.", "Write the lower value first.", say))
    cut = [(max(first, start), min(last, end)) for start, end in spans]
    kept = tuple((start, end) for start, end in cut if start <= end)
    if not kept:
        ends = [_written(unit, end) for end in (spans[0][0], spans[-1][1])]
        say = {"path": path, "first": ends[0], "last": ends[1]}
        remedy = "With what else is stated, {path} lies between {first} and {last}: ask for values there."
        raise UsageError(Problem("low" if high is None else "high", "No value in this range is possible.", remedy, say))
    return Varied(path, unit, kept, high is None and kept[-1][1] == most)


def read_value(unit: Unit, name: str, value: Any) -> int:
    """A value of a unit as rules see it.

    Raises:
        UsageError: it is no such value; `name` is what it was given as.
    """
    read = (to_money if _is_money(unit) else to_area if unit == AREA else to_count)(value)
    if isinstance(read, Hundredths):
        return read.hundredths
    if isinstance(read, int):
        return read
    if not isinstance(read, Misfit):  # some marker for what is not known
        read = Misfit("{value} is no number.", "Write a plain number.", {"value": shown(value)})
    raise UsageError(Problem(name, read.problem, read.remedy, read.values))


@cache
def numeric_facts() -> Mapping[str, Fact]:
    """Every fact that is a number as it is stated, by its path below household or member; dates, months, kinds and flags are none."""
    facts = all_facts().values()
    numbers = (each for each in facts if isinstance(each.unit, Unit) and each.unit is not FLAG)
    return {each.path: each for each in numbers if each.name == each.path.replace(".", "_")}


def _numeric(household: Household, path: str) -> Fact:
    try:
        fact_at(household, path)
    except UsageError as error:
        raise UsageError(Problem("vary", each.problem, each.remedy, each.values) for each in error.problems) from None
    found = numeric_facts().get(_below(path)[1])
    if found is not None:
        return found
    paths = {each.path: each.of_member for each in numeric_facts().values()}
    incomes = [each for each, of_member in paths.items() if of_member and each.startswith("income.")]
    say = {
        "name": path,
        "household": ", ".join(each for each, of_member in paths.items() if not of_member),
        "incomes": ", ".join(incomes),
        "rest": ", ".join(each for each, of_member in paths.items() if of_member and each not in incomes),
    }
    remedy = "Name one of: {household}; or of a member, such as members[0].income.wages: {incomes}; {rest}."
    raise UsageError(Problem("vary", "{name} is no number, and cannot be varied.", remedy, say))


def _below(path: str) -> tuple[str, str]:
    """Where the member is stated (nothing for the household's own facts), and the path from there."""
    holder, bracket, fact = path.partition("].")
    return (f"{holder}].", fact) if bracket else ("", path)


def _possible(household: Household, path: str, unit: Unit) -> Iterator[Span]:
    """The values that contradict nothing that is stated."""
    holder, fact = _below(path)

    def stated(name: str) -> Any:
        return fact_at(household, f"{holder}{name}")

    if unit == GRADE:
        kind = stated("disability.kind")
        known = isinstance(kind, DisabilityKind)
        yield (0, GRADES[1]) if not known else (0, 0) if kind == DisabilityKind.NONE else GRADES
        return
    if unit == YEAR:
        if not any(_ends(stated(each))[0] for each in _BILLS):
            yield 0, 0
        yield YEARS_OF_BILLS.start, YEARS_OF_BILLS.stop - 1
        return
    low, high = 0, _most(unit)
    if fact in WHOLE_OF:
        most = _ends(stated(WHOLE_OF[fact]))[1]
        high = high if most is None else min(high, most)
    for part, whole in WHOLE_OF.items():
        if fact == whole:
            low = max(low, _ends(stated(part))[0])
    if (fact == "new_job.increase" and stated("new_job.since") is None) or (fact in _BILLS and stated("medical.year") == 0):
        high = 0
    yield low, high


def _ends(stated: Any) -> tuple[int, int | None]:
    """The least and the most that an amount is, as far as is stated."""
    if isinstance(stated, Hundredths):
        return stated.hundredths, stated.hundredths
    if isinstance(stated, Between):
        return (_ends(stated.low)[0] if stated.low is not None else 0), (None if stated.high is None else _ends(stated.high)[1])
    values = [_ends(each) for each in getattr(stated, "values", ())]
    highs = [high for _, high in values if high is not None]
    return min((low for low, _ in values), default=0), max(highs) if highs else None


def _is_money(unit: Unit) -> bool:
    return unit.name == "fen"


def _scale(unit: Unit) -> int:
    return FEN_PER_YUAN if _is_money(unit) else AREA_ONE if unit == AREA else 1


def _most(unit: Unit) -> int:
    """The greatest value that can be stated."""
    if _is_money(unit):
        return int(MOST_YUAN) * FEN_PER_YUAN - 1
    return int(MOST_SQUARE_METRES) * AREA_ONE - 1 if unit == AREA else MOST_THINGS


def _written(unit: Unit, inner: int) -> str:
    return str(yuan(inner) if _scale(unit) > 1 else inner)
