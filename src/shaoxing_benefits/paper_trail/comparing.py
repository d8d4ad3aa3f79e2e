"""What a figure computed from tables and facts is held against, and how the two compare.

Everything here is exact: a figure is a fraction from where it is read to where it is shown. Nothing is rounded to make it fit; where a
published figure is what the computed one comes to when it is rounded, that is said.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from ..errors import Problem, TableError
from ..kinds import District, Rounding
from ..rulebook import Entry, Question, Rulebook
from ..sources import Fact
from .figures import Figure

TEN_THOUSAND = 10_000
"""万"""
HUNDRED_MILLION = 100_000_000
"""亿"""
PERCENT = 100


class Measure(StrEnum):
    """What a figure counts."""

    HOUSEHOLDS = "households"
    PERSONS = "persons"
    PERSONS_10000 = "ten thousand persons"
    SHOPS = "shops"
    MONTHS = "months"
    YUAN = "yuan"
    YUAN_A_MONTH = "yuan a month"
    YUAN_A_YEAR = "yuan a year"
    YUAN_10000 = "ten thousand yuan"
    TIMES = "times"
    PERCENT = "per cent"
    POINTS = "percentage points"


_IN_PERCENT = (Measure.PERCENT, Measure.POINTS)


class Verdict(StrEnum):
    """How a computed figure compares with what it is held against."""

    EXACT = "exact"
    WITHIN_ROUNDING = "within_rounding"
    DIFFERS = "differs"
    HOLDS = "holds"
    FAILS = "fails"
    COMPARISON = "comparison"
    ALONE = "alone"


class Relation(StrEnum):
    """What is asked of a computed figure."""

    EQUAL = "equal"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    WHOLE = "whole"
    BESIDE = "beside"
    ALONE = "alone"


class Printed(Fraction):
    """A figure as a source prints it: exact, with the worth of its last digit."""

    last_digit: Fraction

    @classmethod
    def of(cls, figure: Decimal) -> "Printed":
        """The figure of a fact sheet."""
        printed = cls(figure)
        exponent = figure.as_tuple().exponent
        assert isinstance(exponent, int)
        printed.last_digit = Fraction(10) ** min(exponent, 0)
        return printed


@frozen(eq=False)
class Against:
    """What is asked of a computed figure, with the other figure where there is one and the worth of its last digit."""

    relation: Relation
    other: Fraction | None = None
    last_digit: Fraction = Fraction(0)


def equal(published: Fraction, *, last_digit: Fraction | None = None) -> Against:
    """The two should be the same; a printed figure may have been rounded to its last digit, or to the one that is named."""
    printed = published.last_digit if isinstance(published, Printed) else Fraction(0)
    return Against(Relation.EQUAL, published, printed if last_digit is None else last_digit)


def at_least(limit: Fraction) -> Against:
    """It should not be below the limit."""
    return Against(Relation.AT_LEAST, limit)


def at_most(limit: Fraction) -> Against:
    """It should not be above the limit."""
    return Against(Relation.AT_MOST, limit)


def beside(other: Fraction) -> Against:
    """The two stand side by side; nothing says that they should be the same."""
    return Against(Relation.BESIDE, other)


WHOLE = Against(Relation.WHOLE)
"""It should be a whole number."""
ALONE = Against(Relation.ALONE)
"""Nothing is published that it could be held against."""


@frozen(eq=False)
class Line:
    """One computed figure, and what it is held against; `what` is English, and the key for translation."""

    what: str
    measure: Measure
    computed: Fraction
    against: Against
    district: District | None

    @property
    def rounding(self) -> Rounding | None:
        """The rounding to its last digit by which the published figure is the computed one."""
        other, digit = self.against.other, self.against.last_digit
        if self.against.relation is not Relation.EQUAL or other is None or not digit or self.computed == other:
            return None
        if (self.computed + digit / 2) // digit * digit == other:
            return Rounding.HALF_UP
        return Rounding.DOWN if self.computed // digit * digit == other else None

    @property
    def verdict(self) -> Verdict:
        """How the two compare."""
        relation, other = self.against.relation, self.against.other
        if relation is Relation.WHOLE:
            return Verdict.HOLDS if self.computed.denominator == 1 else Verdict.FAILS
        if other is None:
            return Verdict.ALONE
        if relation is Relation.BESIDE:
            return Verdict.COMPARISON
        if relation is Relation.EQUAL:
            close = Verdict.DIFFERS if self.rounding is None else Verdict.WITHIN_ROUNDING
            return Verdict.EXACT if self.computed == other else close
        holds = self.computed >= other if relation is Relation.AT_LEAST else self.computed <= other
        return Verdict.HOLDS if holds else Verdict.FAILS

    @property
    def difference(self) -> Fraction | None:
        """The computed figure less the other."""
        return None if self.against.other is None else self.computed - self.against.other

    @property
    def percent(self) -> Fraction | None:
        """The difference in per cent of the other; of two percentages that would say nothing."""
        other = self.against.other
        return None if not other or self.measure in _IN_PERCENT else (self.computed - other) / other * PERCENT


def line(what: str, measure: Measure, computed: Fraction, against: Against = ALONE, *, district: District | None = None) -> Line:
    """One computed figure; without anything to hold it against it is shown alone."""
    return Line(what, measure, Fraction(computed), against, district)


class Reading:
    """What one check reads from fact sheets and tables; it remembers what that was."""

    def __init__(self, facts: Mapping[str, Fact], rulebook: Rulebook) -> None:
        self._facts, self._rulebook = facts, rulebook
        self.facts: dict[str, None] = {}
        self.parameters: dict[str, None] = {}

    def fact(self, name: str) -> Mapping[str, Printed]:
        """The named numbers of a fact."""
        self.facts[name] = None
        if name not in self._facts:
            raise _missing(_place(name))
        return _Numbers(name, {key: Printed.of(figure) for key, figure in self._facts[name].numbers.items()})

    def parameter(self, name: str, day: date, district: District = District.YUECHENG, *, planned: bool = False) -> Fraction:
        """The value of a parameter on a day; an announced one only where it is asked for.

        Raises:
            TableError: the tables have none.
        """
        return _number(Figure(self._entry(name, day, district, planned=planned)).value, name)

    def most(self, name: str, day: date, district: District = District.YUECHENG) -> Fraction:
        """The value of a parameter on a day; where it is not published the most that it can be."""
        figure = Figure(self._entry(name, day, district, planned=False))
        return _number(figure.high if figure.value is None else figure.value, name)

    def _entry(self, name: str, day: date, district: District, *, planned: bool) -> Entry:
        self.parameters[name] = None
        if name not in self._rulebook.definitions:
            raise _missing(f"rules: {name}")
        return self._rulebook.holding(name, Question(district, day, assume_planned=planned))


def _number(value: object, name: str) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _missing(f"rules: {name}")
    return Fraction(value)


class _Numbers(dict[str, Printed]):
    """The named numbers of a fact."""

    def __init__(self, fact: str, numbers: Mapping[str, Printed]) -> None:
        super().__init__(numbers)
        self._fact = fact

    def __missing__(self, key: str) -> Printed:
        raise _missing(f"{_place(self._fact)}.numbers.{key}")


def _place(fact: str) -> str:
    document, _, key = fact.partition(":")
    return f"seeds/{document}.toml: facts.{key}"


def _missing(path: str) -> TableError:
    problem = "A published total is held against it, but it is not there or is no number."
    return TableError(Problem(path, problem, "Restore it, or change the check."))


Computed = Callable[[Reading], Iterator[Line]]


@frozen(eq=False)
class Check:
    """A published total and what it is held against. Title, formula and meaning are English, and the keys for translation.

    `facts` and `parameters` are what the figures were read from.
    """

    id: str
    section: str
    title: str
    formula: str
    meaning: str
    lines: tuple[Line, ...]
    facts: tuple[str, ...]
    parameters: tuple[str, ...]


@frozen(eq=False)
class _Declared:
    title: str
    formula: str
    meaning: str
    function: Computed


@frozen(eq=False)
class Section:
    """Checks that belong together."""

    title: str
    _declared: list[_Declared] = field(factory=list, init=False)

    def compares(self, title: str, formula: str, meaning: str) -> Callable[[Computed], Computed]:
        """Declare a check: its title, how it is computed, and what comes of it. Its id is the function's name."""

        def declare(function: Computed) -> Computed:
            self._declared.append(_Declared(title, formula, meaning, function))
            return function

        return declare

    def checks(self, facts: Mapping[str, Fact], rulebook: Rulebook) -> Iterator[Check]:
        """All of them, worked out."""
        for each in self._declared:
            reading = Reading(facts, rulebook)
            lines = tuple(each.function(reading))
            texts = (self.title, each.title, each.formula, each.meaning)
            yield Check(each.function.__name__, *texts, lines, tuple(reading.facts), tuple(reading.parameters))
