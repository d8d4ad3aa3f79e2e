"""One household with one fact varied: what every programme comes to along its values, and forward assessments that confirm it.

The rules run once with the fact left open between its ends. Wherever two pieces meet, the household is then assessed with the last value
of one and the first of the next: what was worked out has to be what `assess` says.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from .asking import Asked, Mistakes, asked
from .assess import assess
from .assessment import Assessment, Options, Rules
from .engine.evaluation import Evaluation, Named, evaluate
from .engine.pieces import pieces
from .errors import MismatchError, Problem
from .household import Household
from .lines import line_of
from .months import Month
from .numbers import FEN_PER_YUAN, scaled
from .overlays import read_overlays
from .piecewise import Formula, Interval, Piece, TotalPiece, unit_name
from .reading import read_household
from .refining import Part, Told, agree, joined, refined
from .results import Ends, Outcome
from .stated import Between
from .statements import with_fact
from .varying import Span, Varied, varied

FEW = 16
"""So many values are assessed one by one."""
MOST_ASSESSED, MOST_ASSESSED_OPEN = 100, 40
"""So many are for each programme where a parameter is open too; where a fact of the household is, which takes much longer each, so many for
all programmes together. Past that only the ends of parts are, and bounds stay as wide as they were worked out."""
Parts = Mapping[str, Sequence[Part]]
"""By programme, or by period."""


@frozen(eq=False)
class Along:
    """What was asked: the household as it is stated, the fact that varies, between which values, and the answer at the first of them."""

    stated: Household
    varied: Varied
    interval: Interval
    assessment: Assessment


class Answered:
    """What solutions and profiles have in common; `_along` says what was asked."""

    _along: Along

    @property
    def household(self) -> str:
        """The household's id."""
        return self._along.assessment.household

    @property
    def stated(self) -> Household:
        """The household as it is stated."""
        return self._along.stated

    @property
    def month(self) -> Month:
        """The month it is for."""
        return self._along.assessment.month

    @property
    def vary(self) -> str:
        """The path of the fact that varies."""
        return self._along.varied.path

    @property
    def varied(self) -> Varied:
        """The fact that varies, with its unit."""
        return self._along.varied

    @property
    def interval(self) -> Interval:
        """The least and the greatest value that was looked at."""
        return self._along.interval

    @property
    def options(self) -> Options:
        """What was asked for beside."""
        return self._along.assessment.options

    @property
    def rules(self) -> Rules:
        """Which rules the answer rests on."""
        return self._along.assessment.rules

    def asked_dict(self) -> dict[str, Any]:
        """What was asked, as in the output."""
        return {
            "household": self.household,
            "month": str(self.month),
            "rules": self.rules.to_dict(),
            "options": self.options.to_dict(),
            "vary": self.vary,
            "unit": unit_name(self.varied.unit),
            **self.interval.to_dict(),
        }


class Sweep:
    """A household, a month and a fact that varies; the pieces are worked out when they are asked for, and `confirm` checks them.

    Raises:
        UsageError: the month, an option, a programme, the fact or the values cannot be answered.
        InputError: the household cannot be read.
    """

    def __init__(
        self,
        household: Household | Mapping[str, Any],
        month: Any,
        vary: str,
        ends: tuple[Any, Any],
        programmes: Any,
        options: Mapping[str, Any],
    ) -> None:
        stated = household if isinstance(household, Household) else read_household(household)
        self._options = {**options, "overlays": read_overlays(options["overlays"]), "programmes": programmes}
        mistakes = Mistakes()
        question = mistakes.of(lambda given: asked(month, **given), self._options)
        fact = mistakes.of(lambda given: varied(stated, vary, *given), ends)
        mistakes.raise_any()
        assert question is not None
        assert fact is not None
        self.household: Household = stated
        self.question: Asked = question
        self.varied: Varied = fact
        self._assessed: dict[tuple[int, tuple[str, ...]], Assessment] = {}
        self._starts: set[int] = set()
        self._is_open = with_fact(stated, vary, fact.shown(fact.spans[0][0])).is_open
        self._evaluated = [(span, self._evaluation(span)) for span in fact.spans]

    def _evaluation(self, span: Span) -> Evaluation | None:
        """The rules run with the fact open between two values; none where these are so few that each is assessed."""
        first, last = span
        if last - first < FEW:
            return None
        between = Between(self.varied.shown(first), self.varied.shown(last))
        question = self.question
        return evaluate(question.context(self.household.district), with_fact(self.household, self.varied.path, between), question.month)

    def at(self, inner: int, without: tuple[str, ...] = ()) -> Assessment:
        """The household assessed with one value of the fact, for all programmes that are wanted or all but some."""
        return self._assessment(inner, tuple(name for name in self.question.wanted if name not in without))

    def _assessment(self, inner: int, names: tuple[str, ...]) -> Assessment:
        found = self._assessed.get((inner, names))
        if found is None:
            stated = with_fact(self.household, self.varied.path, self.varied.shown(inner))
            terms = {**self._options, "programmes": list(names)}
            found = self._assessed[inner, names] = assess(stated, self.question.month, **terms)
        return found

    def programme(self, name: str) -> list[Part]:
        """The parts of one programme."""
        about = self.question.segment.programmes[name]

        def along(span: Span, evaluation: Evaluation) -> Iterator[Part]:
            statuses = self._lines(span, evaluation, evaluation.named(about.eligible))
            if about.amount is None:
                yield from (Part(first, last, _status(least, most), None, None) for first, last, least, most in statuses)
                return
            amounts = self._lines(span, evaluation, evaluation.named(about.amount))
            for first, last, status, amount in _together(statuses, amounts):
                yield Part(first, last, _status(*status), 0 if about.ceiling else amount[0], amount[1])

        def one(assessment: Assessment) -> Told:
            return _told(assessment[name])

        return self._parts(along, one, (name,))

    def total(self, period: str, without: tuple[str, ...] = ()) -> list[Part]:
        """The parts of what all programmes of a period pay together, or all but some."""
        programmes = [self.question.segment.programmes[name] for name in self.question.wanted if name not in without]
        paying = [each for each in programmes if each.period == period and each.amount is not None and not each.ceiling]
        names = [each.amount for each in paying if each.amount is not None]

        def along(span: Span, evaluation: Evaluation) -> Iterator[Part]:
            named = [each for name in names for each in evaluation.named(name)]
            lines = self._lines(span, evaluation, named) if named else [(*span, 0, 0)]
            yield from (Part(first, last, "", least, most) for first, last, least, most in lines)

        def one(assessment: Assessment) -> Told:
            return "", total_of(assessment, period)

        return self._parts(along, one, tuple(each.id for each in paying), without)

    def _lines(self, span: Span, evaluation: Evaluation, named: Sequence[Named]) -> list[tuple[int, int, Any, Any]]:
        """What some values add up to along a span: from and to, with the least and the most."""
        plan = evaluation.context.plan
        if self.varied.fact not in {each.path for each in (*plan.household_facts, *plan.member_facts)}:
            return [(*span, *evaluation.spread_of_sum(named))]  # nothing that was asked for takes the fact
        found = []
        for each in pieces(evaluation, named, self.varied.path):
            least, most = line_of(each.least), None if each.most is None else line_of(each.most)
            found.append((each.low, span[1] if each.high is None else each.high, least, most))
        return found

    def _parts(
        self,
        along: Callable[[Span, Evaluation], Iterable[Part]],
        one: Callable[[Assessment], Told],
        names: tuple[str, ...],
        without: tuple[str, ...] = (),
    ) -> list[Part]:
        """The parts of what some programmes come to."""
        found: list[Part] = []
        for span, evaluation in self._evaluated:
            if evaluation is None:
                for inner in range(span[0], span[1] + 1):
                    status, ends = one(self.at(inner, without))
                    found.append(Part(inner, inner, status, *(ends or (None, None))))
            else:
                found += along(span, evaluation)
        most = MOST_ASSESSED_OPEN if self._is_open else len(self._assessed) + MOST_ASSESSED
        # All programmes are assessed at the ends in any case; in between one alone takes much less.
        outer = {end for each in found for end in (each.first, each.last)}

        def told(inner: int) -> Told:
            return one(self.at(inner, without) if inner in outer else self._assessment(inner, names))

        made = refined(joined(found), told, lambda: len(self._assessed) < most, self._starts)
        self._starts.update(each.first for each in made)
        return made

    def confirm(self, programmes: Parts, totals: Parts, without: tuple[str, ...] = ()) -> None:
        """Assess the household at the ends of every part.

        Raises:
            MismatchError: an assessment says something else than what was worked out.
        """
        parts = [each for found in (*programmes.values(), *totals.values()) for each in found]
        for inner in sorted({end for each in parts for end in (each.first, each.last)}):
            assessment = self.at(inner, without)
            for name, found in programmes.items():
                self._compare(name, inner, part_at(found, inner), _told(assessment[name]))
            for period, found in totals.items():
                self._compare(period, inner, part_at(found, inner), ("", total_of(assessment, period)))

    def _compare(self, name: str, inner: int, part: Part, said: Told) -> None:
        found = part.at(inner)
        # Where something else is open too, either may leave room that the other does not.
        if found == said or (part.is_open and agree(found, said)):
            return
        say = {"value": self.varied.shown(inner), "name": name, "found": found, "said": said}
        problem = "At {value} it was worked out that {name} is {found}; an assessment says {said}."
        raise MismatchError(Problem(self.varied.path, problem, "This is a mistake of ours: please report it.", say))

    def pieces(self, programme: str, parts: Sequence[Part]) -> tuple[Piece, ...]:
        """The parts of a programme as they are given out, once they are confirmed."""
        made = []
        for each in parts:
            least, most = (None if line is None else Formula.of(line, self.varied) for line in (each.least, each.most))
            ends = self.at(each.first)[programme], self.at(each.last)[programme]
            made.append(Piece(self.interval(each.first, each.last), each.status, least, most, each.first, each.last, ends))
        return tuple(made)

    def total_pieces(self, period: str, parts: Sequence[Part]) -> tuple[TotalPiece, ...]:
        """The parts of a total as they are given out. Income is monthly, and is held against what is paid monthly."""
        compares = self.varied.is_income and period == "month"
        made = []
        for each in parts:
            assert each.least is not None
            least, most = Formula.of(each.least, self.varied), None if each.most is None else Formula.of(each.most, self.varied)
            lost = (-least.slope, None if most is None else -most.slope) if compares else None
            made.append(TotalPiece(self.interval(each.first, each.last), least, most, lost, each.first, each.last))
        return tuple(made)

    def along(self) -> "Along":
        """What its answers have in common."""
        first, last = self.varied.spans[0][0], self.varied.spans[-1][1]
        return Along(self.household, self.varied, self.interval(first, last), self.at(first))

    def interval(self, first: int, last: int) -> Interval:
        """A span as it is given out."""
        goes_on = self.varied.goes_on and last == self.varied.spans[-1][1]
        return Interval(self.varied.shown(first), None if goes_on else self.varied.shown(last))


def part_at(parts: Sequence[Part], inner: int) -> Part:
    """The part that holds a value."""
    return parts[bisect_right(parts, inner, key=lambda each: each.first) - 1]


def total_of(assessment: Assessment, period: str) -> Ends:
    """What is paid in a period together, in fen."""
    together = assessment.totals[period].range
    return _fen(together.low), None if together.high is None else _fen(together.high)


def _fen(amount: Decimal) -> int:
    return scaled(amount, FEN_PER_YUAN)


def _told(outcome: Outcome) -> Told:
    return outcome.status, outcome[2]


def _status(least: Any, most: Any) -> str:
    """A programme about members is given if it is to any of them."""
    return "eligible" if least >= 1 else "ineligible" if most == 0 else "undetermined"


def _together(statuses: Sequence[Any], amounts: Sequence[Any]) -> Iterator[tuple[int, int, tuple[Any, Any], tuple[Any, Any]]]:
    """Both at once, cut wherever either is."""
    waiting = iter(amounts)
    amount = next(waiting)
    for first, last, *status in statuses:
        while True:
            yield max(first, amount[0]), min(last, amount[1]), (status[0], status[1]), (amount[2], amount[3])
            if amount[1] >= last:
                break
            amount = next(waiting)
        if amount[1] == last:
            amount = next(waiting, amount)
