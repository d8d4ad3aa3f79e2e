"""Why the same household gets another amount than the month before: the facts, figures and rules that changed it.

The two calculations are gone through together, from the amount down, along the steps whose values differ and mattered. Where such a step
has nothing below it that differs, it is a cause: a fact, a parameter, a member who is new or has left, or the rule itself, which another
took over from with the month.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from attrs import frozen

from ..engine.facts import Fact
from ..engine.graph import AllOf
from ..engine.rule import Rule, Total
from ..explanation import Range, Step, Value
from ..numbers import What
from ..results import Outcome
from ..rulebook import Definition
from ..statements import as_data, fact_at

Said = Value | Range | None
_COUNTED_FROM = ("birth_date", "new_job.since")
"""Facts that the rules see by what has come of them until the month: the age, and which month of a new job it is."""


@frozen
class Cause:
    """What changed an amount.

    Attributes:
        kind: "joined" or "left" (a member), "fact", "parameter" or "rule"; see `roll_changes` for those about the household as a whole.
        id: the name of the fact, parameter or rule; empty where there is none.
        member: whose it is; None for the household's.
        label: what it is called, a key for translation; of a parameter its id.
        unit: what the values count.
        before: last month's value.
        now: this month's.
        cites: what this month's value or rule rests on.
    """

    kind: str
    id: str = ""
    member: str | None = None
    label: str = ""
    unit: What | None = None
    before: Said = None
    now: Said = None
    cites: tuple[str, ...] = ()


_ORDER = ("joined", "left", "fact", "parameter", "rule")


class _Pair(NamedTuple):
    """The same value in both months."""

    before: Step
    now: Step


def causes(before: Outcome, now: Outcome) -> tuple[Cause, ...]:
    """What made the amount of a programme another one, each thing once."""
    name = now.steps[0].id
    found = dict.fromkeys(_Walk().ends(_named(before.steps, name), _named(now.steps, name)))
    return tuple(sorted(found, key=lambda cause: _ORDER.index(cause.kind)))


_Key = tuple[str, str | None]


def _named(steps: Sequence[Step], name: str) -> dict[_Key, Step]:
    """The amount alone, or each member's: how it is shared out does not change it."""
    return {_key(step): step for step in steps if step.id == name}


def _key(step: Step) -> _Key:
    return step.id, step.member


class _Walk:
    def __init__(self) -> None:
        self.seen: set[_Key] = set()

    def ends(self, before: Mapping[_Key, Step], now: Mapping[_Key, Step]) -> Iterator[Cause]:
        """The causes below values that are added up: of members who are there in one month only, what is not nought."""
        for key, step in now.items():
            if key not in before:
                yield from _came(step, "joined")
            elif before[key].value != step.value:
                yield from self.below(_Pair(before[key], step))
        for key, step in before.items():
            if key not in now:
                yield from _came(step, "left")

    def below(self, pair: _Pair) -> Iterator[Cause]:
        """The causes of a value that is another one now."""
        if _key(pair.now) in self.seen:
            return
        self.seen.add(_key(pair.now))
        node = _node(pair.now)
        if isinstance(node, Fact | Definition):
            yield from _leaf(pair)
            return
        before, now = ({_key(step): step for step in each.inputs} for each in pair)
        if isinstance(node, Total):
            yield from self.ends(before, now)
            return
        same = [_Pair(before[key], step) for key, step in now.items() if key in before]
        differing = [each for each in same if each.before.value != each.now.value]
        if isinstance(node, AllOf):
            # Which conditions there are may change with the month.
            alone = [step for key, step in (*now.items(), *before.items()) if not (key in before and key in now)]
            yield from (_rule(step, None, None, step.cites) for step in alone if step.value is not True)
            mattered = differing
        else:
            assert isinstance(node, Rule)
            changed, mattered = _that_mattered(pair, differing)
            if changed or not differing:
                beside = (cite for key, step in now.items() if key not in before for cite in step.cites)
                cites = tuple(dict.fromkeys((*pair.now.cites, *beside)))
                yield _rule(pair.now, pair.before.value, pair.now.value, cites)
        for each in mattered:
            yield from self.below(each)


def _node(step: Step) -> Any:
    return step[0].shape.node


def _came(step: Step, kind: str) -> Iterator[Cause]:
    if step.value and step.member is not None:
        yield Cause(kind, member=step.member)


def _rule(step: Step, before: Said, now: Said, cites: tuple[str, ...]) -> Cause:
    return Cause("rule", step.id, step.member, step.label["en"], step.unit, before, now, cites)


def _leaf(pair: _Pair) -> Iterator[Cause]:
    before, now = pair
    node, homes = _node(now), (before[1].household, now[1].household)
    if isinstance(node, Definition):
        if node.by_district and homes[0].district != homes[1].district:
            yield Cause("fact", "district", None, "district", None, as_data(homes[0].district), as_data(homes[1].district))
        yield Cause("parameter", node.name, None, node.name, now.unit, before.value, now.value, now.cites)
        return
    if node.path in _COUNTED_FROM:
        # Time alone makes people older; but what was stated may have been another day, too.
        was, is_ = (as_data(fact_at(home, step.path or "")) for home, step in zip(homes, pair, strict=True))
        if was != is_:
            yield Cause("fact", node.path, now.member, node.path, None, _shown(was), _shown(is_))
            return
    yield Cause("fact", now.id, now.member, now.label["en"], now.unit, before.value, now.value)


def _shown(stated: Any) -> str:
    """A day as it is stated; a range of days is not told."""
    return stated if isinstance(stated, str) else "unknown"


def _that_mattered(pair: _Pair, differing: list[_Pair]) -> tuple[bool, list[_Pair]]:
    """Whether the rule itself made a difference, and which inputs did: those that alone would have led to another result, then or now."""
    before, now = map(_Run, pair)
    is_other = before.rule is not now.rule
    if not (before.is_known and now.is_known):
        return is_other, differing
    changed = is_other and now.result({**now.values, **before.values}) != before.usual
    mattered = []
    for each in differing:
        key = _key(each.now)
        if now.with_(key, before.values[key]) != now.usual or before.with_(key, now.values[key]) != before.usual:
            mattered.append(each)
    return changed, mattered if mattered or changed else differing


class _Run:
    """A rule with the values that it was given."""

    def __init__(self, step: Step) -> None:
        point, explains = step
        self.rule: Rule = point.shape.node
        self.takes = [_key(each) for each in step.inputs]
        self.values = dict(zip(self.takes, map(explains.exact_at, point.inputs), strict=True))
        self.usual = explains.exact_at(point.place)

    @property
    def is_known(self) -> bool:
        return self.usual is not None and None not in self.values.values()

    def with_(self, key: _Key, value: int | None) -> int | None:
        """What it gives with another value for one argument."""
        return self.result({**self.values, key: value})

    def result(self, values: Mapping[_Key, int | None]) -> int | None:
        try:
            found: int = self.rule.function(*(values[key] for key in self.takes))
        except ZeroDivisionError:
            return None
        return found
