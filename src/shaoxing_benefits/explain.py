"""Conditions, steps and caveats of an outcome, read off an evaluation when they are asked for."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import IntEnum
from functools import cached_property, lru_cache
from itertools import combinations, product
from types import MappingProxyType
from typing import Any

from attrs import frozen

from .engine.evaluation import Evaluation, Spread
from .engine.facts import Fact
from .engine.graph import AllOf, Node, Segment
from .engine.rule import Rule, Total
from .engine.scalar import Context
from .explanation import Caveat, Condition, Named, Range, Step, Value
from .household import Household
from .numbers import AREA, AREA_ONE, FLAG, RATE, RATE_ONE, Unit, What, yuan
from .rulebook import Definition, Entry, Status

_DOUBTFUL = {Status.ASSUMED, Status.SECONDARY, Status.PLANNED, Status.LOCAL}
_HUGE = 10**15
_CARRIED = MappingProxyType(
    {
        "zh": "该数值超出规则表的覆盖时间，此处沿用最后的数值。",
        "en": "The tables do not reach this month; the last value is carried on.",
    }
)

_GIVEN_UP = MappingProxyType(
    {
        "zh": "未知数太多，无法逐一推算各种情形；此项结果按完全不确定给出。",
        "en": "Too much is open for every case to be followed; the answer is given as wholly open.",
    }
)


class Explainer:
    """Explains the values of one evaluation. Steps are made once and shared."""

    def __init__(self, household: Household, evaluation: Evaluation, *, carried: bool) -> None:
        self.household, self.evaluation, self.carried = household, evaluation, carried
        self.segment = evaluation.context.plan.segment
        self.entries = evaluation.context.entry_of
        self.ids = [member.id for member in evaluation.members]
        self._steps: dict[Named, Step] = {}
        self._doubts_of: dict[Named, dict[Caveat, None]] = {}

    def steps(self, programme: str) -> tuple[Step, ...]:
        """The calculation: the household's amount and each member's; the conditions for a programme that pays nothing itself."""
        about = self.segment.programmes[programme]
        names = about.figures or (about.eligible,)
        return tuple(self.step(each) for name in names for each in self.evaluation.named(name))

    def conditions(self, programme: str) -> tuple[Condition, ...]:
        """Every condition of the programme, member by member where it is about members."""
        return tuple(self._condition(*each) for name in self.segment.conditions[programme] for each in self.evaluation.named(name))

    def _condition(self, name: str, member: int | None) -> Condition:
        rule = _shape(self.segment, name).node
        assert isinstance(rule, Rule)
        actual, limit = (None if each is None else self.value_of(self._own(each, member)) for each in (rule.actual, rule.limit))
        holds = self.evaluation.exact(*self._own(name, member))
        cites = _condition_cites(self.evaluation.context, name)
        return Condition(name, self.member_of((name, member)), None if holds is None else bool(holds), actual, limit, cites, rule.summary)

    def _own(self, name: str, member: int | None) -> Named:
        return (name, member) if name in self.segment.of_member else (name, None)

    def member_of(self, named: Named) -> str | None:
        """The id of the member to whom the value belongs."""
        return None if named[1] is None else self.ids[named[1]]

    def value_of(self, named: Named) -> Value | Range:
        """The value as people see it."""
        unit = _shape(self.segment, named[0]).unit
        exact = self.evaluation.exact(*named)
        return _surface(exact, unit) if exact is not None else surface(self.evaluation.spread(*named), unit)

    def path_of(self, named: Named) -> str | None:
        """Where a fact is stated."""
        node = self.segment.nodes[named[0]]
        if not isinstance(node, Fact):
            return None
        return node.path if named[1] is None else f"members[{self._places[self.ids[named[1]]]}].{node.path}"

    @cached_property
    def _places(self) -> dict[str, int]:
        return {member.id: place for place, member in enumerate(self.household.members)}

    def step(self, named: Named) -> Step:
        """The value with everything it was made from, down to facts and parameters."""
        found = self._steps.get(named)
        if found is None:
            shape = _shape(self.segment, named[0])
            entry = self.entries.get(named[0])
            cites, status = (shape.cites, None) if entry is None else (entry.sources, str(entry.status))
            # Two threads may come here at once: whoever is first, both get the same step.
            found = self._steps.setdefault(named, Step(shape.kind, shape.id, shape.label, cites, status, named, self))
        return found

    def inputs_of(self, named: Named) -> tuple[Step, ...]:
        """The steps of everything a step was made from."""
        return tuple([self.step(each) for each in self._inputs(named)])

    def decisive_of(self, named: Named) -> tuple[Step, ...]:
        """The steps of what mattered to a step."""
        return tuple([self.step(each) for each in self._that_mattered(named) or self._that_sufficed(named)])

    def _inputs(self, named: Named) -> list[Named]:
        shape = _shape(self.segment, named[0])
        member = named[1]
        if shape.adds is not None:
            # A total looks at everybody, a place at the members up to this one.
            return [(shape.adds, each) for each in range(len(self.ids) if member is None else member + 1)]
        return [(name, member if of_member else None) for name, of_member in shape.takes]

    def caveats(self, programme: str, missing: Iterable[str]) -> tuple[Caveat, ...]:
        """The doubtful parameters that mattered to the outcome, and the unpublished ones on which it still depends."""
        about = self.segment.programmes[programme]
        found = dict[Caveat, None]()
        for eligible, member in self.evaluation.named(about.eligible):
            found |= self._doubts((eligible, member))
            if about.amount and self.evaluation.exact(eligible, member) != 0:
                for each in ((about.amount, member), *self.evaluation.named(about.shares)):
                    found |= self._doubts(each)
        for figure in about.figures_beside:
            for each in self.evaluation.named(figure):
                if self.evaluation.exact(*each) != 0:
                    found |= self._doubts(each)
        if self.evaluation.given_up:
            found[Caveat("evaluation", str(Status.UNPUBLISHED), _GIVEN_UP)] = None
        names = set(missing)
        unpublished = (Caveat(entry.name, str(entry.status), entry.note) for entry in self.entries.values() if entry.name in names)
        return tuple(found | dict.fromkeys(unpublished))

    def _doubts(self, named: Named) -> dict[Caveat, None]:
        """The caveats on a value: those on the parameters it stands on, by way of every input that mattered."""
        node = self.segment.nodes[named[0]]
        if isinstance(node, Total) and named[1] is not None:
            # All places among the members stand on the same flags: they are gone through once, not once for each member.
            named = (named[0], None)
        found = self._doubts_of.get(named)
        if found is None:
            if isinstance(node, Definition):
                found = dict.fromkeys(self._caveats_on(self.entries[named[0]]))
            elif isinstance(node, AllOf) and (failed := self._failed(named)):
                # A refusal rests on the failed condition that is least in doubt.
                found = min((self._doubts(each) for each in failed), key=len)
            else:
                found = {}
                mattered = self._that_mattered(named)
                for each in mattered:
                    found |= self._doubts(each)
                if not mattered and (enough := self._that_sufficed(named)):
                    # Each of them sufficed: the result rests on the one that is least in doubt.
                    found = min((self._doubts(each) for each in enough), key=len)
            self._doubts_of[named] = found
        return found

    def _failed(self, named: Named) -> list[Named]:
        return [each for each in self._inputs(named) if self.evaluation.exact(*each) == 0]

    def _caveats_on(self, entry: Entry) -> Iterator[Caveat]:
        if entry.status in _DOUBTFUL:
            yield Caveat(entry.name, str(entry.status), entry.note)
        elif entry.start_is_assumed:
            yield Caveat(entry.name, str(Status.ASSUMED), entry.note)
        if self.carried:
            yield Caveat(entry.name, str(entry.status), _CARRIED)

    def _that_mattered(self, named: Named) -> list[Named]:
        """The inputs of which another value could have led this step to another result."""
        inputs = self._inputs(named)
        rule = self.segment.nodes[named[0]]
        if not isinstance(rule, Rule):
            return (self._failed(named) if isinstance(rule, AllOf) else None) or inputs
        trial = self._trial(rule, inputs)
        return [each for place, each in enumerate(inputs) if trial.differs(place)]

    def _that_sufficed(self, named: Named) -> list[Named]:
        """Where no input mattered alone: those of which each sufficed, so that two must have been otherwise for another result."""
        inputs = self._inputs(named)
        rule = self.segment.nodes[named[0]]
        # An amount of nought adds nothing, whatever made it so.
        if not isinstance(rule, Rule) or (rule.gives is not FLAG and self.evaluation.exact(*named) == 0):
            return []
        trial = self._trial(rule, inputs)
        pairs = [pair for pair in combinations(range(len(inputs)), 2) if trial.differs(*pair)]
        return [each for place, each in enumerate(inputs) if any(place in pair for pair in pairs)]

    def _trial(self, rule: Rule, inputs: list[Named]) -> "_Trial":
        spreads = [self.evaluation.spread(*each) for each in inputs]
        values = [_stand_in(spread, place) for place, spread in enumerate(spreads)]
        others = [_other_values(_shape(self.segment, each[0]).unit, spread) for each, spread in zip(inputs, spreads, strict=True)]
        return _Trial(rule, values, others, _result(rule, values))


@frozen(eq=False)
class _Trial:
    """A rule with the values of its arguments, and others each of them could have had."""

    rule: Rule
    values: list[Any]
    others: list[Iterable[int]]
    usual: Any

    def differs(self, *places: int) -> bool:
        """Whether the result can be another when the arguments in these places are."""
        for chosen in product(*(self.others[place] for place in places)):
            tried = [*self.values]
            for place, value in zip(places, chosen, strict=True):
                tried[place] = value
            if _result(self.rule, tried) != self.usual:
                return True
        return False


@frozen(eq=False)
class _Shape:
    """What is the same about a node in every evaluation."""

    node: Node
    kind: str
    id: str
    label: Mapping[str, str]
    unit: What
    cites: tuple[str, ...]
    takes: tuple[tuple[str, bool], ...]
    adds: str | None


@lru_cache(maxsize=8192)
def _shape(segment: Segment, name: str) -> _Shape:
    node = segment.nodes[name]
    if isinstance(node, Definition):
        return _Shape(node, "parameter", node.name, node.label, node.unit, (), (), None)
    if isinstance(node, Fact):
        return _Shape(node, "fact", name, MappingProxyType({"en": node.label}), node.unit, (), (), None)
    adds = node.of if isinstance(node, Total) else None
    takes = tuple((argument, argument in segment.of_member) for argument in node.takes)
    return _Shape(
        node, "rule" if adds is None else "total", name, MappingProxyType({"en": node.summary}), node.gives, node.cites, takes, adds
    )


@lru_cache(maxsize=8192)
def _condition_cites(context: Context, name: str) -> tuple[str, ...]:
    """The condition's own sources, those of the parameters it takes, and of those from which its limit is made."""
    nodes = context.plan.segment.nodes
    rule = nodes[name]
    assert isinstance(rule, Rule)
    found = dict.fromkeys(rule.cites)
    waiting = [name for name in rule.takes if isinstance(nodes[name], Definition)] + ([rule.limit] if rule.limit else [])
    while waiting:
        limit = waiting.pop(0)
        node = nodes[limit]
        if isinstance(node, Definition):
            found |= dict.fromkeys(context.entry_of[limit].sources)
        elif isinstance(node, Rule):
            waiting.extend(node.takes)
    return tuple(found)


def _result(rule: Rule, values: list[Any]) -> Any:
    try:
        return rule.function(*values)
    except ZeroDivisionError:
        return None


def _stand_in(spread: Spread, place: int) -> int:
    """What stands for a value in a trial.

    For what is open it is not the lowest number, since nought would hide that it matters; and it is another number for each input, since
    of two equal ones neither would seem to matter.
    """
    if spread.exact is not None:
        return spread.low
    number = spread.low + 1 + place
    return number if spread.high is None else min(number, spread.high)


def _other_values(unit: What, spread: Spread) -> Iterable[int]:
    if not isinstance(unit, Unit):
        return [other for other in unit if other != spread.low]
    if unit is FLAG:
        return [0 if spread.low else 1]
    # A limit in money is never nought: to have nothing is to be below any.
    least = 1 if unit.name == "fen" else 0
    return [least, _HUGE] if spread.exact is not None else [least, _HUGE, spread.high or _HUGE]


def surface(spread: Spread, unit: What) -> Value | Range:
    """A value as people see it: yuan, ratio or square metres as Decimal, the name of a kind, a flag, a whole number."""
    if spread.exact is not None:
        return _surface(spread.exact, unit)
    return Range(_surface(spread.low, unit), None if spread.high is None else _surface(spread.high, unit))


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
    return bool(value) if unit is FLAG else value
