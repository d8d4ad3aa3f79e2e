"""Conditions, steps and caveats of an outcome, read off an evaluation when they are asked for."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import IntEnum
from functools import cached_property, lru_cache
from itertools import repeat
from types import MappingProxyType
from typing import Any

from .engine.evaluation import Evaluation, Spread
from .engine.facts import ASKED, Fact
from .engine.graph import AllOf
from .engine.rule import Rule, Total
from .explanation import Caveat, Condition, Range, Step, Value
from .household import Household
from .numbers import AREA, AREA_ONE, FLAG, RATE, RATE_ONE, Unit, What, yuan
from .outline import Point, condition_cites, outline
from .rulebook import Definition, Entry, Status
from .shipped import cites_on
from .trials import trial

_DOUBTFUL = {Status.ASSUMED, Status.SECONDARY, Status.PLANNED, Status.LOCAL}
_CARRIED = MappingProxyType(
    {
        "zh": "该数值超出规则表的覆盖时间，此处沿用最后的数值。",
        "en": "The tables do not reach this month; the last value is carried on.",
    }
)

_SUMMARISED = MappingProxyType(
    {
        "zh": "未知情况太多，未能逐一区分各种情形；给出的范围可靠，但可能偏宽。",
        "en": "Too much is open for every case to be told apart; the range is safe, but may be wider than it need be.",
    }
)


class Explainer:
    """Explains the values of one evaluation. Steps are made once and shared."""

    def __init__(self, household: Household, evaluation: Evaluation, *, carried: bool) -> None:
        self.household, self.evaluation, self.carried = household, evaluation, carried
        self.entries = evaluation.context.entry_of
        self.ids = [member.id for member in evaluation.members]
        self.exact_at = evaluation.exact_at
        self.outline = outline(evaluation.context.plan, len(evaluation.members))
        self.every_step = tuple(map(Step, zip(self.outline.points, repeat(self))))
        self._doubts_of: dict[tuple[int, bool], dict[Caveat, None]] = {}
        self._cases: dict[bool, list[int]] = {}

    @cached_property
    def row(self) -> list[Any]:
        """Every value at its place; what is not known exactly is no number."""
        return self.evaluation.row

    def steps(self, programme: str) -> tuple[Step, ...]:
        """The calculation: the household's amount and each member's; the conditions for a programme that pays nothing itself."""
        about = self.evaluation.programme(programme)
        names = about.figures or (about.eligible,)
        return tuple(self.every_step[point.place] for name in names for point in self.outline.named(name))

    def conditions(self, programme: str) -> tuple[Condition, ...]:
        """Every condition of the programme, member by member where it is about members."""
        return tuple(map(Condition, zip(self.outline.conditions[programme], repeat(self))))

    def compared(self, point: Point, end: str) -> Value | Range | None:
        """What a condition compares (`actual` or `limit`)."""
        compared = self._compared(point, end)
        return None if compared is None else self.value_at(compared)

    def compared_unit(self, point: Point) -> What | None:
        """What the compared values count."""
        compared = self._compared(point, "actual")
        return None if compared is None else compared.shape.unit

    def _compared(self, point: Point, end: str) -> Point | None:
        name = getattr(point.shape.node, end)
        if name is None:
            return None
        places = (place for place, (taken, _) in zip(point.inputs, point.shape.takes, strict=True) if taken == name)
        return self.outline.points[next(places)]

    def condition_cites(self, point: Point) -> tuple[str, ...]:
        """What a condition and its limit rest on."""
        return condition_cites(self.evaluation.context, point.name)

    def value_at(self, point: Point) -> Value | Range:
        """The value as people see it."""
        exact = self.exact_at(point.place)
        unit = point.shape.unit
        return _surface(exact, unit) if exact is not None else surface(self.evaluation.spread_at(point.place), unit)

    def cites_of(self, point: Point) -> tuple[str, ...]:
        """What a step rests on."""
        if isinstance(point.shape.node, Definition):
            return self.entries[point.name].sources
        return cites_on(self.evaluation.context.day, point.shape.cites)

    def status_of(self, point: Point) -> str | None:
        """How sure a parameter is."""
        return str(self.entries[point.name].status) if isinstance(point.shape.node, Definition) else None

    def path_of(self, point: Point) -> str | None:
        """Where a fact is stated; what comes with the question stands in no household."""
        node = point.shape.node
        if not isinstance(node, Fact) or node.path == ASKED:
            return None
        return node.path if point.member is None else f"members[{self._places[self.ids[point.member]]}].{node.path}"

    @cached_property
    def _places(self) -> dict[str, int]:
        return {member.id: place for place, member in enumerate(self.household.members)}

    def caveats(self, programme: str, missing: Iterable[str]) -> tuple[Caveat, ...]:
        """The doubtful parameters that mattered to the outcome, and the unpublished ones on which it still depends."""
        found = dict[Caveat, None]()
        for high in self._cases_of(programme):
            for point in self._told(programme):
                found |= self._doubts(point, high)
        names = set(missing)
        if names and self.evaluation.summarised:
            found[Caveat("evaluation", str(Status.UNPUBLISHED), _SUMMARISED)] = None
        unpublished = (Caveat(entry.name, str(entry.status), entry.note) for entry in self.entries.values() if entry.name in names)
        return tuple(found | dict.fromkeys(unpublished))

    def _cases_of(self, programme: str) -> tuple[bool, ...]:
        """Where nothing was left undecided one case says it all; else what is open low and what is open high may rest on other rules."""
        differs = self.evaluation.differs_by_case
        return (False, True) if any(map(differs, self.outline.behind(programme))) else (False,)

    def _told(self, programme: str) -> Iterator[Point]:
        """The values of which the doubts are told: eligibility, and the figures of whoever is, or may be, eligible."""
        about = self.evaluation.programme(programme)
        for point in self.outline.named(about.eligible):
            yield point
            if about.amount and self.exact_at(point.place) != 0:
                amount = self.outline.named(about.amount)
                yield amount[0] if point.member is None else amount[point.member]
                yield from self.outline.named(about.shares) if about.shares else ()
        for figure in about.figures_beside:
            yield from (each for each in self.outline.named(figure) if self.exact_at(each.place) != 0)

    def _doubts(self, point: Point, high: bool) -> dict[Caveat, None]:
        """The caveats on a value in a case: those on the parameters it stands on, by way of every input that mattered."""
        node = point.shape.node
        if isinstance(node, Total) and point.member is not None:
            # All places among the members stand on the same flags: they are gone through once, not once for each member.
            point = self.outline.named(point.name)[-1]
        found = self._doubts_of.get((point.place, high))
        if found is None:
            if isinstance(node, Definition):
                found = dict.fromkeys(caveats_on(self.entries[point.name], carried=self.carried))
            elif isinstance(node, AllOf) and (failed := self._failed(point)):
                # A refusal rests on the failed condition that is least in doubt.
                found = min((self._doubts(self.outline.points[each], high) for each in failed), key=len)
            else:
                found = {}
                mattered, pairs = self._that_mattered(point, high)
                for each in mattered:
                    found |= self._doubts(self.outline.points[each], high)
                for pair in pairs:
                    # Both would have to be otherwise: the result rests on the one that is less in doubt.
                    less: dict[Caveat, None] = min((self._doubts(self.outline.points[each], high) for each in pair), key=len)
                    found |= less
            self._doubts_of[point.place, high] = found
        return found

    def _failed(self, point: Point) -> list[int]:
        return [each for each in point.inputs if self.exact_at(each) == 0]

    def decisive_of(self, point: Point) -> list[int]:
        """The places of the inputs that mattered, alone or in a pair."""
        mattered, pairs = self._that_mattered(point, False)
        return mattered or sorted({place for pair in pairs for place in pair})

    def _that_mattered(self, point: Point, high: bool) -> tuple[list[int], list[tuple[int, int]]]:
        """The inputs of which another value could have led to another result; where none could alone, the pairs that could."""
        rule = point.shape.node
        if not isinstance(rule, Rule):
            return ((self._failed(point) if isinstance(rule, AllOf) else None) or list(point.inputs)), []
        case, spread, points = self._case(high), self.evaluation.spread_at, self.outline.points
        tried = trial(rule, [(case[place], spread(place), points[place].shape.unit) for place in point.inputs])
        mattered = [point.inputs[place] for place in tried.that_mattered()]
        return mattered, [] if mattered else [(point.inputs[one], point.inputs[other]) for one, other in tried.pairs_that_mattered()]

    def _case(self, high: bool) -> list[int]:
        if high not in self._cases:
            self._cases[high] = self.evaluation.case(high=high)
        return self._cases[high]


def caveats_on(entry: Entry, *, carried: bool) -> Iterator[Caveat]:
    """What is to be said of a parameter that mattered; `carried` tells whether the month lies beyond the tables."""
    if entry.status in _DOUBTFUL:
        yield Caveat(entry.name, str(entry.status), entry.note)
    elif entry.start_is_assumed:
        yield Caveat(entry.name, str(Status.ASSUMED), entry.note)
    # What comes with the question is meant for its month.
    if carried and entry.status != Status.LOCAL:
        yield Caveat(entry.name, str(entry.status), _CARRIED)


def surface(spread: Spread, unit: What) -> Value | Range:
    """A value as people see it: yuan, ratio or square metres as Decimal, the name of a kind, a flag, a whole number."""
    if spread.exact is not None:
        return _surface(spread.exact, unit)
    return Range(_surface(spread.low, unit), None if spread.high is None else _surface(spread.high, unit))


@lru_cache(maxsize=8192)
def _surface(value: int, unit: What) -> Value:
    if not isinstance(unit, Unit):
        kind: type[IntEnum] = unit
        return kind(value).name.lower()
    if unit.name == "fen":
        return yuan(value)
    if unit is RATE:
        return Decimal(value) / RATE_ONE
    if unit is AREA:
        return Decimal(value) / AREA_ONE
    return bool(value) if unit is FLAG else int(value)
