"""A value as a function of one number that varies: in which intervals it follows which line.

Between two points where the answer to a question changes, a value is one line, or, where something else is open too, lies between a lowest
and a highest one. Every number is worked out exactly; an amount that grows before it is rounded never falls by being rounded.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import islice, product
from typing import Any

from attrs import frozen

from .cases import Cases
from .diagrams import Form, Question, Split, Value, answered, questions_in
from .evaluation import Evaluation, Named
from .paths import Infeasible, Path
from .search import first_question, sum_bounds
from .uncertain import Symbol, Uncertain

MOST_LEAVES = 200
"""So many cases are followed between two points; with more, the bounds of the values stand, whatever the case."""
MOST_LINES = 512
"""So many lines are compared for one case where something else is open too; with more, the bounds of the whole interval stand."""


@frozen(eq=False, slots=False)
class Line:
    """A sum of numbers, all of them known but the one that varies; rounding included."""

    numbers: tuple[Any, ...]
    varied: Symbol
    others: Mapping[Symbol, int]

    def at(self, value: int) -> int:
        """The sum where the varied number has this value."""
        at = {**self.others, self.varied: value}
        return sum(number_at(each, at) for each in self.numbers)

    @cached_property
    def slope(self) -> Fraction:
        """By how much it grows with each one more, before rounding."""
        return sum((_slope(each, self.varied, self.others) for each in self.numbers), Fraction(0))


@frozen
class Piece:
    """From `low` to `high` of the varied number, the value lies on or between two lines; `most` is None where there is no limit."""

    low: int
    high: int
    least: Line
    most: Line | None

    @property
    def exact(self) -> bool:
        """Whether there is one line only."""
        return self.least is self.most


def number_at(number: Any, at: Mapping[Symbol, int]) -> int:
    """A number where every unknown it stems from has a value."""
    if not isinstance(number, Uncertain):
        return int(number)
    return (number.constant + sum(factor * _symbol_at(symbol, at) for symbol, factor in number.terms.items())) // number.scale


def _symbol_at(symbol: Symbol, at: Mapping[Symbol, int]) -> int:
    found = at.get(symbol)
    if found is not None:
        return found
    if symbol.clipped is not None:
        return max(0, number_at(symbol.clipped, at))
    if symbol.factors is not None:
        one, other = symbol.factors
        return number_at(one, at) * number_at(other, at)
    return number_at(_divided(symbol), at) % symbol.key[2]  # type: ignore[no-any-return]  # what is divided by is a whole number, among key parts of any type


def _divided(symbol: Symbol) -> Uncertain:
    """What a remainder is left of."""
    constant, scale, terms = symbol.key[1]
    return Uncertain(dict(terms), constant, None, scale)


def _is_remainder(symbol: Symbol) -> bool:
    return bool(symbol.key[0] == "%")


def _slope(number: Any, varied: Symbol, others: Mapping[Symbol, int]) -> Fraction:
    found = Fraction(0)
    for symbol, factor in number.terms.items() if isinstance(number, Uncertain) else ():
        if symbol == varied:
            found += factor
        elif symbol.clipped is not None:
            # Where it is nought throughout no piece depends on it.
            found += factor * _slope(symbol.clipped, varied, others)
        elif symbol.factors is not None:
            one, other = symbol.factors
            at = {**others, varied: 0}
            found += factor * (_slope(one, varied, others) * number_at(other, at) + number_at(one, at) * _slope(other, varied, others))
    return found / (number.scale if isinstance(number, Uncertain) else 1)


def _primitives(number: Any) -> Iterator[Symbol]:
    """The unknowns behind a number, through products and remainders."""
    for symbol in number.terms if isinstance(number, Uncertain) else ():
        if symbol.clipped is not None:
            yield from _primitives(symbol.clipped)
        elif symbol.factors is not None:
            for each in symbol.factors:
                yield from _primitives(each)
        elif _is_remainder(symbol):
            yield from _primitives(_divided(symbol))
        else:
            yield symbol


def pieces(evaluation: Evaluation, named: Iterable[Named], path: str) -> list[Piece]:
    """The sum of some values as a function of the fact at a path, which is stated as a range: from its least to its greatest."""
    values = [evaluation.row[evaluation.place(each)] for each in named]
    return _Pieces(values, evaluation.cases, _symbol(evaluation, path)).found()


def _symbol(evaluation: Evaluation, path: str) -> Symbol:
    for row in (evaluation.household_values, *evaluation.member_values):
        for value in row:
            if isinstance(value, Form):
                for symbol in value.number.terms:
                    if symbol.key == (path,):
                        return symbol
    raise KeyError(path)


class _Pieces:
    def __init__(self, values: Sequence[Value], cases: Cases, varied: Symbol) -> None:
        self.values, self.cases, self.varied = tuple(values), cases, varied
        self.base = cases.base
        self._lines: dict[tuple[Any, ...], Line] = {}

    def found(self) -> list[Piece]:
        """All pieces, in order; neighbours on the same lines are one."""
        low, high = self.base.range_of(self.varied)
        assert low is not None
        assert high is not None
        questions = dict.fromkeys(question for value in self.values for question in questions_in(value))
        begins = {low}
        for question in questions:
            key = (question, self.varied)
            if key not in self.cases.changes:  # several programmes put the same questions
                self.cases.changes[key] = tuple(self._changes(question, low, high))
            begins.update(self.cases.changes[key])
        ordered = sorted(begins)
        joined: list[Piece] = []
        for first, following in zip(ordered, [*ordered[1:], high + 1], strict=True):
            for piece in self._between(first, following - 1):
                last = joined[-1] if joined else None
                if last is not None and _alike(last.least, piece.least) and _alike(last.most, piece.most):
                    joined[-1] = Piece(last.low, piece.high, last.least, last.most)
                else:
                    joined.append(piece)
        return joined

    def _changes(self, question: Question, low: int, high: int) -> Iterator[int]:
        """Where the question begins to be answered otherwise, or to be open, or no longer."""
        form = question.form
        if form is None or self.varied not in set(_primitives(form)):
            return
        alone = all(symbol == self.varied for symbol in _primitives(form))
        for end in (0,) if alone else (0, 1):

            def holds(value: int, end: int = end) -> bool:
                if alone:
                    return number_at(form, {self.varied: value}) <= 0
                path = Path((), self.base)
                path.require(Uncertain({self.varied: 1}, -value))
                path.require(Uncertain({self.varied: -1}, value))
                bound = path.bounds(form)[end]
                return bound is not None and bound <= 0 if end else bound is None or bound <= 0

            first = holds(low)
            if holds(high) != first:
                below, above = low, high
                while above - below > 1:
                    middle = (below + above) // 2
                    below, above = (middle, above) if holds(middle) == first else (below, middle)
                yield above

    def _between(self, low: int, high: int) -> Iterator[Piece]:
        """The pieces of an interval in which no answer changes."""
        held = self._held(low, high)
        leaves = list(islice(self._leaves(self.values, held), MOST_LEAVES + 1))
        if len(leaves) > MOST_LEAVES:
            yield self._wide(low, high, held)
            return
        lines = [line for leaf in leaves for line in self._lines_of(*leaf)]
        boundless = any(most is None for leaf, path in leaves for most in [_most(leaf, path)])
        if len(lines) == 1 and not boundless:
            yield Piece(low, high, lines[0], lines[0])
            return
        yield from self._envelope(lines, low, high, boundless)

    def _wide(self, low: int, high: int, path: Path) -> Piece:
        """A piece of which nothing is told but what the values can be whatever the case."""
        least, most = sum_bounds(self.values, path)
        lines = [None if end is None else self._lines.setdefault((end,), Line((end,), self.varied, {})) for end in (least or 0, most)]
        assert lines[0] is not None
        return Piece(low, high, lines[0], lines[1])

    def _held(self, low: int, high: int) -> Path:
        path = Path((), self.base)
        path.require(Uncertain({self.varied: 1}, -high))
        path.require(Uncertain({self.varied: -1}, low))
        return path

    def _leaves(self, values: tuple[Value, ...], path: Path) -> Iterator[tuple[tuple[Value, ...], Path]]:
        question = first_question(values)
        if question is None:
            yield values, path
            return
        for answer in range(question.answers):
            try:
                further = question.further(answer, path)
            except Infeasible:
                continue
            yield from self._leaves(tuple(answered(each, question, answer) for each in values), further)

    def _lines_of(self, leaf: tuple[Value, ...], path: Path) -> Iterator[Line]:
        """The lines of a leaf: one, or one for each corner of what else is open."""
        numbers = tuple(each.number if isinstance(each, Form) else each for each in leaf if not isinstance(each, Split))
        others = list(dict.fromkeys(symbol for each in numbers for symbol in _primitives(each) if symbol != self.varied))
        # Without an upper end the lower one stands for both: the greatest is boundless then, and told so.
        ends = [((low or 0), (low or 0) if high is None else high) for low, high in map(path.range_of, others)]
        if 2 ** len(ends) > MOST_LINES:
            yield from self._level(numbers, path)
            return
        for corner in product(*ends):
            key = (*(id(each) if isinstance(each, Uncertain) else each for each in numbers), *corner)
            if key not in self._lines:
                self._lines[key] = Line(numbers, self.varied, dict(zip(others, corner, strict=True)))
            yield self._lines[key]

    def _level(self, numbers: tuple[Any, ...], path: Path) -> Iterator[Line]:
        """Two lines that do not follow the varied number: the least and the greatest the numbers can be here."""
        bounds = [path.bounds(each) for each in numbers]
        for ends in zip(*((low or 0, (low or 0) if high is None else high) for low, high in bounds), strict=True):
            yield self._lines.setdefault(ends, Line(ends, self.varied, {}))

    def _envelope(self, lines: list[Line], low: int, high: int, boundless: bool) -> Iterator[Piece]:
        """The lowest and the highest of several lines, cut where another one takes over."""
        first, last = _extremes(lines, low), _extremes(lines, high)
        if low == high or (first[0] is last[0] and (boundless or first[1] is last[1])):
            yield Piece(low, high, first[0], None if boundless else first[1])
            return
        # The line that is best at one end may be as good at the other: then nothing is cut.
        same_least = first[0].at(high) == last[0].at(high)
        same_most = boundless or first[1].at(high) == last[1].at(high)
        if same_least and same_most:
            yield Piece(low, high, first[0], None if boundless else first[1])
            return
        middle = (low + high) // 2
        yield from self._envelope(lines, low, middle, boundless)
        yield from self._envelope(lines, middle + 1, high, boundless)


def _alike(one: Line | None, other: Line | None) -> bool:
    """Whether two lines are the same, or the same number everywhere."""
    if one is other or one is None or other is None:
        return one is other
    return one.slope == other.slope == 0 and one.at(0) == other.at(0)


def _extremes(lines: list[Line], at: int) -> tuple[Line, Line]:
    return min(lines, key=lambda line: line.at(at)), max(lines, key=lambda line: line.at(at))


def _most(leaf: tuple[Value, ...], path: Path) -> int | None:
    highs = [path.bounds(each.number)[1] for each in leaf if isinstance(each, Form)]
    return None if None in highs else sum(high for high in highs if high is not None)
