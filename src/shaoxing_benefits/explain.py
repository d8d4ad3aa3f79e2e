"""Conditions, steps and caveats of an outcome, read off an evaluation when they are asked for."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import IntEnum
from typing import Any

from .assessment import Caveat, Condition, Range, Step, Value
from .engine.evaluation import Evaluation, Spread
from .engine.facts import Fact
from .engine.graph import AllOf, Node
from .engine.rule import Rule, Total
from .household import Household
from .numbers import AREA, AREA_ONE, FLAG, RATE, RATE_ONE, Unit, What, yuan
from .rulebook import Definition, Entry, Status

Named = tuple[str, int | None]
"""A node and, where its value belongs to a member, the member's place."""

_DOUBTFUL = {Status.ASSUMED, Status.SECONDARY, Status.PLANNED, Status.LOCAL}
_HUGE = 10**15
_CARRIED = {
    "zh": "该数值超出规则表的覆盖时间，此处沿用最后的数值。",
    "en": "The tables do not reach this month; the last value is carried on.",
}


class Explainer:
    """Explains the values of one evaluation. Steps are made once and shared."""

    def __init__(self, household: Household, evaluation: Evaluation, *, carried: bool) -> None:
        self.household, self.evaluation, self.carried = household, evaluation, carried
        self.segment = evaluation.context.plan.segment
        self.entries = evaluation.context.entry_of
        self.ids = [member.id for member in evaluation.members]
        self._steps: dict[Named, Step] = {}
        self._doubts_of: dict[Named, dict[Caveat, None]] = {}

    def member_places(self, name: str) -> tuple[int | None, ...]:
        """Where the node's values are found: each member, or the household."""
        return tuple(range(len(self.ids))) if name in self.segment.of_member else (None,)

    def named(self, name: str | None) -> list[Named]:
        """The node for each member, or for the household; nothing for no name."""
        return [] if name is None else [(name, member) for member in self.member_places(name)]

    def steps(self, programme: str) -> tuple[Step, ...]:
        """The calculation: the household's amount and each member's; the conditions for a programme that pays nothing itself."""
        about = self.segment.programmes[programme]
        names = [name for name in (about.amount, about.shares) if name is not None] or [about.eligible]
        return tuple(self.step(*each) for name in names for each in self.named(name))

    def conditions(self, programme: str) -> tuple[Condition, ...]:
        """Every condition of the programme, member by member where it is about members."""
        return tuple(self._condition(name, member) for name in self.segment.conditions[programme] for member in self.member_places(name))

    def _condition(self, name: str, member: int | None) -> Condition:
        node = self.segment.nodes[name]
        assert isinstance(node, Rule)
        actual, limit = (None if each is None else self._value(each, member) for each in (node.actual, node.limit))
        holds = self.evaluation.exact(name, self._own(name, member))
        return Condition(name, self._id(member), None if holds is None else bool(holds), actual, limit, self._cites(node), node.summary)

    def _cites(self, node: Rule) -> tuple[str, ...]:
        """The rule's own sources, and those of the parameters from which its limit is made."""
        found = dict.fromkeys(node.cites)
        waiting = [node.limit] if node.limit else []
        while waiting:
            name = waiting.pop(0)
            limit = self.segment.nodes[name]
            if isinstance(limit, Definition):
                found |= dict.fromkeys(self.entries[name].sources)
            elif isinstance(limit, Rule):
                waiting.extend(limit.takes)
        return tuple(found)

    def _id(self, member: int | None) -> str | None:
        return None if member is None else self.ids[member]

    def _own(self, name: str, member: int | None) -> int | None:
        return member if name in self.segment.of_member else None

    def _value(self, name: str, member: int | None) -> Value | Range:
        spread = self.evaluation.spread(name, self._own(name, member))
        return surface(spread, _unit(self.segment.nodes[name]))

    def step(self, name: str, member: int | None) -> Step:
        """The value with everything it was made from, down to facts and parameters."""
        member = self._own(name, member)
        found = self._steps.get((name, member))
        if found is None:
            found = self._steps[name, member] = self._make_step(name, member)
        return found

    def _make_step(self, name: str, member: int | None) -> Step:
        node = self.segment.nodes[name]
        value = self._value(name, member)
        who = None if member is None else self.ids[member]
        if isinstance(node, Definition):
            entry = self.entries[name]
            return Step("parameter", node.name, who, node.label, value, entry.sources, None, str(entry.status), (name, member), self)
        if isinstance(node, Fact):
            prefix = "" if member is None else f"members[{self.household.members.index(self.evaluation.members[member])}]."
            return Step("fact", name, who, {"en": node.label}, value, (), f"{prefix}{node.path}", None, (name, member), self)
        kind = "total" if isinstance(node, Total) else "rule"
        return Step(kind, name, who, {"en": node.summary}, value, node.cites, None, None, (name, member), self)

    def inputs_of(self, step: Step) -> tuple[Step, ...]:
        """The steps of everything a step was made from."""
        name, member = step.named
        return tuple(self.step(*each) for each in self._inputs(self.segment.nodes[name], member))

    def decisive_of(self, step: Step) -> tuple[Step, ...]:
        """The steps of what mattered to a step."""
        name, member = step.named
        return tuple(self.step(*each) for each in self._that_mattered(self.segment.nodes[name], member))

    def _inputs(self, node: Node, member: int | None) -> Iterator[Named]:
        if isinstance(node, Fact | Definition):
            return
        if isinstance(node, Total):
            # A place looks at the members before this one; a total looks at everybody.
            everybody = range(len(self.ids)) if member is None else range(member)
            yield from ((node.of, each) for each in everybody)
            return
        yield from ((argument, self._own(argument, member)) for argument in node.takes)

    def caveats(self, programme: str, missing: Iterable[str]) -> tuple[Caveat, ...]:
        """The doubtful parameters that mattered to the outcome, and the unpublished ones on which it still depends."""
        about = self.segment.programmes[programme]
        found = dict[Caveat, None]()
        for eligible, member in self.named(about.eligible):
            found |= self._doubts((eligible, member))
            if about.amount and self.evaluation.exact(eligible, member) != 0:
                for each in ((about.amount, member), *self.named(about.shares)):
                    found |= self._doubts(each)
        names = set(missing)
        unpublished = (Caveat(entry.name, str(entry.status), entry.note) for entry in self.entries.values() if entry.name in names)
        return tuple(found | dict.fromkeys(unpublished))

    def _doubts(self, named: Named) -> dict[Caveat, None]:
        """The caveats on a value: those on the parameters it stands on, by way of every input that mattered."""
        found = self._doubts_of.get(named)
        if found is None:
            node = self.segment.nodes[named[0]]
            if isinstance(node, Definition):
                found = dict.fromkeys(self._caveats_on(self.entries[named[0]]))
            elif isinstance(node, AllOf) and (failed := self._failed(node, named[1])):
                # A refusal rests on the failed condition that is least in doubt.
                found = min((self._doubts(each) for each in failed), key=len)
            else:
                found = {}
                for each in self._that_mattered(node, named[1]):
                    found |= self._doubts(each)
            self._doubts_of[named] = found
        return found

    def _failed(self, node: AllOf, member: int | None) -> list[Named]:
        return [each for each in self._inputs(node, member) if self.evaluation.exact(*each) == 0]

    def _caveats_on(self, entry: Entry) -> Iterator[Caveat]:
        if entry.status in _DOUBTFUL:
            yield Caveat(entry.name, str(entry.status), entry.note)
        elif entry.start_is_assumed:
            yield Caveat(entry.name, str(Status.ASSUMED), entry.note)
        if self.carried:
            yield Caveat(entry.name, str(entry.status), _CARRIED)

    def _that_mattered(self, node: Node, member: int | None) -> Iterator[Named]:
        """The inputs of which another value could have led this step to another result."""
        inputs = list(self._inputs(node, member))
        if not isinstance(node, Rule):
            yield from (self._failed(node, member) if isinstance(node, AllOf) else ()) or inputs
            return
        spreads = [self.evaluation.spread(*each) for each in inputs]
        # For what is open, a number that is not its lowest stands: nought would hide that it matters.
        values: list[Any] = [spread.low + (spread.exact is None) for spread in spreads]
        usual = _result(node, values)
        for place, (each, spread) in enumerate(zip(inputs, spreads, strict=True)):
            others = _other_values(_unit(self.segment.nodes[each[0]]), spread)
            if any(_result(node, [*values[:place], other, *values[place + 1 :]]) != usual for other in others):
                yield each


def _result(rule: Rule, values: list[Any]) -> Any:
    try:
        return rule.function(*values)
    except ZeroDivisionError:
        return None


def _other_values(unit: What, spread: Spread) -> Iterable[int]:
    if not isinstance(unit, Unit):
        return [other for other in unit if other != spread.low]
    if unit is FLAG:
        return [0 if spread.low else 1]
    # A limit in money is never nought: to have nothing is to be below any.
    least = 1 if unit.name == "fen" else 0
    return [least, _HUGE] if spread.exact is not None else [least, _HUGE, spread.high or _HUGE]


def _unit(node: Node) -> What:
    if isinstance(node, Fact | Definition):
        return node.unit
    return FLAG if isinstance(node, AllOf) else node.gives


def surface(spread: Spread, unit: What) -> Value | Range:
    """A value as people see it: yuan, ratio or square metres as Decimal, the name of a kind, a flag, a whole number."""
    exact = spread.exact
    if exact is not None:
        return _surface(exact, unit)
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
