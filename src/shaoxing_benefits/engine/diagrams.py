"""Values by cases: what a value is under each answer to the questions that what is not known leaves open.

A question is a fact of which several values are possible, or a comparison that the ranges of the unknowns do not settle. A `Split` has a
value for each answer; below it only questions of higher rank are asked, and equal parts are one object, so that a value costs no more than
the cases that differ for it, whatever is open elsewhere.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from .paths import Path
from .ranges import Bounds
from .uncertain import Symbol, Uncertain, direction

Terms = frozenset[tuple[Symbol, int]]


class Unsettled(Exception):  # noqa: N818 - no error: it says that a question has to be put first
    """A rule has looked at a value that differs by cases."""


class TooManyCasesError(Exception):
    """More combinations of cases would be told apart than are followed."""


class Question:
    """What is asked: which of its values a fact has (`answers`), or whether a form is at most nought (first answer yes, second no).

    `implied` holds what the answers say of other unknowns: forms that are at most nought.
    """

    __slots__ = ("_requires", "answers", "form", "implied", "origins", "rank")

    def __init__(self, rank: int, answers: int, origins: frozenset[str], form: Uncertain | None = None) -> None:
        self.rank, self.answers, self.origins, self.form = rank, answers, origins, form
        self.implied: list[tuple[int, Any]] = []
        self._requires = () if form is None else (form, -form + 1)

    def further(self, answer: int, path: Path) -> Path:
        """The path on which the question is answered so.

        Raises:
            Infeasible: no case lies there.
        """
        if self.form is None and not self.implied:
            return path
        further = Path((), path)
        if self._requires:
            further.require(self._requires[answer])
        for which, form in self.implied:
            if which == answer:
                further.require(form)
        return further


class Form:
    """A number known only to lie in a range, as one of a diagram's ends."""

    __slots__ = ("bounds", "face", "number")

    def __init__(self, number: Uncertain, bounds: Bounds) -> None:
        self.number, self.bounds = number, bounds
        self.face = number


class Split:
    """A value that differs by the answer to a question; `bounds` are the least and the greatest over all its ends."""

    __slots__ = ("bounds", "branches", "face", "question")

    def __init__(self, question: Question, branches: "tuple[Value, ...]") -> None:
        self.question, self.branches = question, branches
        ends = [bounds_of(each) for each in branches]
        lows, highs = [low for low, _ in ends if low is not None], [high for _, high in ends if high is not None]
        self.bounds: Bounds = (
            min(lows) if len(lows) == len(ends) else None,
            max(highs) if len(highs) == len(ends) else None,
        )
        self.face = Face(self)


Value = int | Form | Split


def bounds_of(value: Value) -> Bounds:
    """The least and the greatest a value can be, whatever the answers."""
    return (value, value) if isinstance(value, int) else value.bounds


class Face:
    """How rules see a value that differs by cases: whatever they do with it, its question has to be put first."""

    __slots__ = ("split",)
    __hash__ = None  # type: ignore[assignment]  # equal is a question here, so there is no hash

    def __init__(self, split: Split) -> None:
        self.split = split

    def _ask(self, *_: Any) -> Any:
        raise Unsettled

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __floordiv__ = __rfloordiv__ = __neg__ = _ask
    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = __bool__ = _ask


class Diagrams:
    """Everything one evaluation splits on, each question and each value once; `base` says what holds in every case.

    While `most_splits` is set, no more are made.
    """

    def __init__(self) -> None:
        self.base: Path | None = None
        self.most_splits: int | None = None
        self.questions: list[Question] = []
        self._comparisons: dict[tuple[Terms, int], Question] = {}
        self._directions: dict[Terms, dict[Symbol, int]] = {}
        self._splits: dict[tuple[Any, ...], Split] = {}
        self._forms: dict[tuple[Any, ...], Form] = {}
        self._joined: dict[tuple[Any, ...], Value] = {}

    def question(self, answers: int, origins: frozenset[str], form: Uncertain | None = None) -> Question:
        """A new question, to be put after all others."""
        made = Question(len(self.questions), answers, origins, form)
        self.questions.append(made)
        return made

    def comparison(self, form: Uncertain) -> tuple[Question, bool]:
        """The question whether the form is below nought, and whether its "yes" means so; one question for all ways to put it."""
        terms, common = direction(form)
        limit = (-form.constant - 1) // common
        positive = True
        if terms not in self._directions:
            opposite = frozenset((symbol, -factor) for symbol, factor in terms)
            if opposite in self._directions:
                terms, limit, positive = opposite, -limit - 1, False
            else:
                self._directions[terms] = dict(terms)
        found = self._comparisons.get((terms, limit))
        if found is None:
            kept = Uncertain(self._directions[terms], -limit)
            found = self._comparisons[terms, limit] = self.question(2, kept.origins, kept)
        return found, positive

    def form(self, number: Uncertain) -> Value:
        """The number as the end of a diagram; an exact one as a whole number."""
        key = number.key
        found = self._forms.get(key)
        if found is None:
            low, high = number.on(self.base).bounds()
            if low is not None and low == high:
                return low
            found = self._forms[key] = Form(number.on(None), (low, high))
        return found

    def split(self, question: Question, branches: "tuple[Value, ...]") -> Value:
        """The value with a branch for each answer; every question in them has a higher rank."""
        first = branches[0]
        if all(each is first or (isinstance(each, int) and each == first) for each in branches[1:]):
            return first
        key = (question.rank, *branches)
        found = self._splits.get(key)
        if found is None:
            if self.most_splits is not None and len(self._splits) >= self.most_splits:
                raise TooManyCasesError
            found = self._splits[key] = Split(question, branches)
        return found

    def __len__(self) -> int:
        """How many values by cases there are."""
        return len(self._splits)

    def join(self, question: Question, branches: "tuple[Value, ...]") -> Value:
        """The same with the questions in the branches of any rank."""
        above = [each.question for each in branches if isinstance(each, Split) and each.question.rank <= question.rank]
        if not above:
            return self.split(question, branches)
        key = (question.rank, *branches)
        found = self._joined.get(key)
        if found is None:
            first = min(above, key=attrgetter("rank"))
            if first is question:
                found = self.split(question, tuple(answered(each, question, answer) for answer, each in enumerate(branches)))
            else:
                parts = (self.join(question, tuple(answered(each, first, answer) for each in branches)) for answer in range(first.answers))
                found = self.split(first, tuple(parts))
            self._joined[key] = found
        return found


def answered(value: Value, question: Question, answer: int) -> Value:
    """The value once its first question is answered; as it is where that is another one."""
    return value.branches[answer] if isinstance(value, Split) and value.question is question else value


def ends_of(values: Iterable[Value]) -> list[int | Form]:
    """Everything the values can come to."""
    ends: dict[Any, int | Form] = {}
    seen: set[int] = set()
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        if not isinstance(value, Split):
            ends[value] = value
        elif id(value) not in seen:
            seen.add(id(value))
            waiting.extend(value.branches)
    return list(ends.values())


def questions_in(value: Value) -> dict[Question, None]:
    """Every question in a value."""
    found: dict[Question, None] = {}
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Split) and id(each) not in seen:
            seen.add(id(each))
            found[each.question] = None
            waiting.extend(each.branches)
    return found
