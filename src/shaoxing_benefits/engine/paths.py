"""One way through what is not known: the comparisons answered so far, and what those answers say of the unknowns.

Every step is sound: whatever whole numbers the unknowns are, some path has that case inside its ranges.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, Generic, TypeVar

from attrs import field, frozen

from .ranges import Bounds, narrower, product_of
from .uncertain import Symbol, Uncertain, direction

Result = TypeVar("Result")
Kept = dict[frozenset[tuple[Symbol, int]], int]
MOST_NARROWINGS = 100
"""A constraint is followed this far; stopping earlier leaves ranges wider, never wrong."""


MOST_COMBINED = 2
"""So many kept sums are added to a form at most."""


class Infeasible(Exception):  # noqa: N818 - no error: it ends a path
    """The constraints of a path contradict each other: no case lies on it."""


class TooManyPathsError(Exception):
    """The budget of paths is used up."""


class Path:
    """One way through the undecided comparisons: answers, and what they say of the symbols.

    It begins with what is known on `base`, if one is given; that one does not change.
    """

    __slots__ = ("_about", "_given", "_most", "_ranges", "answers", "asked", "parts")

    def __init__(self, answers: tuple[bool, ...] = (), base: "Path | None" = None) -> None:
        self._given = answers
        self.answers: list[bool] = []
        self.asked: list[Uncertain] = []
        self.parts: tuple[tuple[Symbol, Symbol], ...] = () if base is None else base.parts
        self._ranges: dict[Symbol, Bounds] = {} if base is None else base._ranges.copy()
        self._about: dict[Symbol, tuple[Uncertain, ...]] = {} if base is None else base._about.copy()
        # By the symbols in it, since most forms are of others: what has been kept of sums of them, each with the most it can be.
        self._most: dict[frozenset[Symbol], Kept] = {} if base is None else base._most.copy()

    def range_of(self, symbol: Symbol) -> Bounds:
        """What is known of a symbol on this path."""
        known = self._ranges.get(symbol, (symbol.low, symbol.high))
        if symbol.clipped is not None:
            _, high = symbol.clipped.on(self).bounds_alone()
            return narrower(known, (None, None if high is None else max(0, high)))
        if symbol.factors is None:
            return known
        one, other = symbol.factors
        return narrower(known, product_of(one.on(self).bounds_alone(), other.on(self).bounds_alone()))

    def kept_of(self, form: Uncertain) -> Bounds:
        """What has been kept of the same sum of symbols as the form's numerator."""
        kept = self._most.get(frozenset(form.terms))
        if kept is None:
            return None, None
        least = _most_of(-form, kept)
        return None if least is None else -least, _most_of(form, kept)

    def combined(self, form: Uncertain) -> Bounds:
        """What several of the kept sums say together of the form's numerator, where the ranges alone say nothing."""
        low, high = form.ranges()
        least = self._least(form, MOST_COMBINED) if low is None else None
        most = self._least(-form, MOST_COMBINED) if high is None else None
        return least, None if most is None else -most

    def _least(self, form: Uncertain, further: int) -> int | None:
        """The least of a form's numerator: where a symbol has no end, a sum that is kept of it is added, so that the symbol cancels."""
        least = form.constant
        for symbol, factor in form.terms.items():
            end = self.range_of(symbol)[0 if factor > 0 else 1]
            if end is None:
                return self._least_without(symbol, form, further) if further else None
            least += factor * end
        return least

    def _least_without(self, symbol: Symbol, form: Uncertain, further: int) -> int | None:
        factor, found = form.terms[symbol], None
        for kept in self._about.get(symbol, ()):
            other = kept.terms[symbol]
            if factor * other >= 0:
                continue
            # The kept sum is at most nought, so that adding it as often as is needed makes the form less, if anything.
            terms = {each: abs(other) * times for each, times in form.terms.items()}
            for each, times in kept.terms.items():
                terms[each] = terms.get(each, 0) + abs(factor) * times
            constant = abs(other) * form.constant + abs(factor) * kept.constant
            least = self._least(Uncertain({each: times for each, times in terms.items() if times}, constant), further - 1)
            if least is not None:
                least = -(-least // abs(other))
                found = least if found is None else max(found, least)
        return found

    def bounds(self, value: Any) -> Bounds:
        """The least and the greatest a value can be here."""
        return value.on(self).bounds() if isinstance(value, Uncertain) else (int(value), int(value))

    def is_negative(self, form: Uncertain) -> bool:
        """Answer a `form < 0` that the ranges do not settle, and keep the constraint."""
        place = len(self.answers)
        answer = self._given[place] if place < len(self._given) else True
        self.answers.append(answer)
        self.asked.append(form)
        self.require(form + 1 if answer else -form)
        return answer

    def require(self, form: Any) -> None:
        """Keep that the form is at most nought, and narrow the ranges by it and by what is already kept.

        Raises:
            Infeasible: no case is left.
        """
        if isinstance(form, int):
            if form > 0:
                raise Infeasible
            return
        # Only the numerator matters: the scale is positive.
        least = self._least(form, MOST_COMBINED)
        if least is not None and least > 0:
            raise Infeasible
        key, common = direction(form)
        limit = -form.constant // common
        symbols = frozenset(form.terms)
        kept = self._most.get(symbols, {})
        self._most[symbols] = {**kept, key: min(limit, kept.get(key, limit))}
        for symbol in form.terms:
            self._about[symbol] = (*self._about.get(symbol, ()), form)
        waiting = [form]
        for _ in range(MOST_NARROWINGS):
            if not waiting:
                return
            for symbol in self._narrow(waiting.pop()):
                waiting.extend(each for each in self._about[symbol] if all(each is not other for other in waiting))

    def _narrow(self, form: Uncertain) -> list[Symbol]:
        """Narrow each symbol by `factor * symbol + rest <= 0`, where rest is at least `least`; the symbols that changed are returned."""
        known, boundless, parts = form.constant, 0, []
        for symbol, factor in form.terms.items():
            low, high = self.range_of(symbol)
            end = low if factor > 0 else high
            if end is None:
                boundless += 1
            else:
                known += factor * end
            parts.append((symbol, factor, low, high, end))
        if boundless > 1:
            return []
        changed = []
        for symbol, factor, low, high, end in parts:
            if boundless and end is not None:
                continue
            least = known if end is None else known - factor * end
            if factor > 0:
                limit = -least // factor
                if high is not None and high <= limit:
                    continue
                if low is not None and low > limit:
                    raise Infeasible
                self._ranges[symbol] = (low, limit)
            else:
                limit = -(-least // -factor)
                if low is not None and low >= limit:
                    continue
                if high is not None and limit > high:
                    raise Infeasible
                self._ranges[symbol] = (limit, high)
            changed.append(symbol)
        return changed


def _most_of(form: Uncertain, kept: Kept) -> int | None:
    """What is kept of the same sum of symbols as the form's: the most it can be, in the form's own scale."""
    key, common = direction(form)
    found = kept.get(key)
    return None if found is None else found * common + form.constant


def beginning(parts: Iterable[tuple[Any, Any]]) -> Path:
    """A path on which of each two numbers the first is a part of the second.

    Raises:
        Infeasible: they cannot be.
    """
    path = Path()
    for part, whole in parts:
        path.require(part - whole)
        if isinstance(part, Uncertain) and isinstance(whole, Uncertain):
            path.parts += tuple((one, other) for one in part.terms for other in whole.terms)
    return path


@frozen(eq=False, repr=False)
class Leaf(Generic[Result]):
    """What one path came to."""

    path: Path = field()
    result: Result


def explore(run: Callable[[Path], Result], budget: int, base: Path | None = None) -> Iterator[Leaf[Result]]:
    """Run along every path that is possible; each undecided comparison is followed both ways.

    Raises:
        TooManyPathsError: there are more paths than the budget.
    """
    waiting: list[tuple[bool, ...]] = [()]
    while waiting:
        if budget <= 0:
            raise TooManyPathsError
        budget -= 1
        given = waiting.pop()
        path = Path(given, base)
        with suppress(Infeasible):  # no case lies there; what branches off before that is still visited
            yield Leaf(path, run(path))
        waiting.extend((*path.answers[:place], False) for place in range(len(given), len(path.answers)))
