"""What values by cases come to: the least and the greatest over all possible cases, and which questions make a difference.

A case may be impossible though each of its answers is possible; so a path is kept to every case that is looked at. The search goes
where the bounds promise most, and stops at a budget: then the bounds stand, which are never too narrow.
"""

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from typing import Any

from .diagrams import Diagrams, Form, Question, Split, Value, answered, bounds_of, questions_in
from .paths import Infeasible, Path
from .ranges import narrower

MOST_CASES = 400
"""So many cases are looked at for one end of one value."""
Ends = tuple[int, int | None]


class Search:
    """The cases of one evaluation, all of them on paths that begin with `base`."""

    def __init__(self, diagrams: Diagrams, base: Path) -> None:
        self.diagrams, self.base = diagrams, base
        self._ends: dict[Value, Ends] = {}
        self._possible: dict[Value, Value] = {}

    def ends(self, value: Value) -> Ends:
        """The least and the greatest the value can be; nought where nothing is known of its least, None of its greatest."""
        if isinstance(value, int):
            return int(value), int(value)
        found = self._ends.get(value)
        if found is None:
            found = self._ends[value] = self.ends_of_sum((value,))
        return found

    def ends_of_sum(self, values: Sequence[Value]) -> Ends:
        """The same of a sum, added up case by case: what excludes each other is never added."""
        open_ = [each for each in values if not isinstance(each, int)]
        known = sum(each for each in values if isinstance(each, int))
        if not open_:
            return known, known
        parts = tuple(open_)
        return self._least(parts) + known, _plus(self._greatest(parts), known)

    def _least(self, parts: tuple[Value, ...]) -> int:
        # No rule makes less than nothing of what it is for (amounts, counts, ages): where nothing is known, nought is the least.
        found = self._best(parts, lambda each, path: sum_bounds(each, path)[0] or 0)
        return 0 if found is None else found

    def _greatest(self, parts: tuple[Value, ...]) -> int | None:
        found = self._best(parts, lambda each, path: _negative(sum_bounds(each, path)[1]))
        return None if found is None or found == _BOUNDLESS else -found

    def _best(self, parts: tuple[Value, ...], promise: Callable[[tuple[Value, ...], Path], float]) -> Any:
        """The best that any possible case comes to, by what each is at best; None where there is no case at all."""
        waiting: list[tuple[float, int, tuple[Value, ...], Path]] = [(promise(parts, self.base), 0, parts, self.base)]
        made = 0
        while waiting:
            best, _, values, path = heappop(waiting)
            question = first_question(values)
            if question is None or made > MOST_CASES:
                return best
            for answer in range(question.answers):
                try:
                    further = question.further(answer, path)
                except Infeasible:
                    continue
                chosen = tuple(answered(each, question, answer) for each in values)
                made += 1
                # What follows can be no better than what it follows from.
                heappush(waiting, (max(best, promise(chosen, further)), made, chosen, further))
        return None

    def can_be(self, value: Value, wanted: bool) -> bool:
        """Whether a flag can be so, as far as is known."""
        low, high = self.ends(value)
        return high != 0 if wanted else low == 0

    def questions(self, value: Value) -> dict[Question, None]:
        """The questions that make a difference to the value in some possible case, and the numbers its ends stem from."""
        return questions_in(self.possible(value))

    def possible(self, value: Value, most: int = MOST_CASES) -> Value:
        """The value without its impossible cases; as it is where there are more than `most` to look at."""
        found = self._possible.get(value)
        if found is None:
            budget = [most]
            pruned = self._pruned(value, self.base, budget)
            found = self._possible[value] = value if pruned is None or budget[0] < 0 else pruned
        return found

    def _pruned(self, value: Value, path: Path, budget: list[int]) -> Value | None:
        """The value with possible cases only; None where there is none. Nothing is looked at any more once the budget is used up."""
        if not isinstance(value, Split):
            return _settled(value, path)
        budget[0] -= 1
        if budget[0] < 0:
            return value
        branches: list[Value | None] = []
        for answer, branch in enumerate(value.branches):
            try:
                further = value.question.further(answer, path)
            except Infeasible:
                branches.append(None)
            else:
                branches.append(self._pruned(branch, further, budget))
        possible = [each for each in branches if each is not None]
        if not possible:
            return None
        first = possible[0]
        # An answer that no case gives may stand for any: it is never told.
        return self.diagrams.split(value.question, tuple(first if each is None else each for each in branches))


_BOUNDLESS = float("-inf")


def _negative(high: int | None) -> float:
    return _BOUNDLESS if high is None else -high


def _plus(high: int | None, known: int) -> int | None:
    return None if high is None else high + known


def first_question(values: Sequence[Value]) -> Question | None:
    """The question to be put first."""
    asked = [each.question for each in values if isinstance(each, Split)]
    return min(asked, key=lambda question: question.rank) if asked else None


def sum_bounds(values: Sequence[Value], path: Path) -> tuple[int | None, int | None]:
    """Bounds of a sum. Added up as forms, what they have in common cancels; added up as ranges, what each was rounded to is kept."""
    if len(values) == 1:
        return _bounds(values[0], path)
    low: int | None = 0
    high: int | None = 0
    for each in values:
        least, most = _bounds(each, path)
        low = None if low is None or least is None else low + least
        high = None if high is None or most is None else high + most
    if any(isinstance(each, Split) for each in values):
        return low, high
    added: Any = 0
    for each in values:
        added = added + (each.number if isinstance(each, Form) else each)
    return narrower((low, high), path.bounds(added))


def _bounds(value: Value, path: Path) -> tuple[int | None, int | None]:
    return path.bounds(value.number) if isinstance(value, Form) else bounds_of(value)


def _settled(value: Value, path: Path) -> Value:
    if isinstance(value, Form):
        low, high = value.number.on(path).ranges()
        if low is not None and low == high:
            return low
    return value
