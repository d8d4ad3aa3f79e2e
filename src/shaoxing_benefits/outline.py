"""What is the same in the explanations of all evaluations of a plan: which step is made from which, what each is called, what it cites."""

from collections.abc import Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType

from attrs import field, frozen

from .engine.evaluation import layout
from .engine.facts import Fact
from .engine.graph import Node, Segment
from .engine.rule import Rule, Total
from .engine.scalar import Context, Plan
from .numbers import What
from .rulebook import Definition
from .shipped import cites_on


@frozen(eq=False)
class Shape:
    """What is the same about a node for the household and every member."""

    node: Node
    kind: str
    id: str
    label: Mapping[str, str]
    unit: What
    cites: tuple[str, ...]
    takes: tuple[tuple[str, bool], ...]
    adds: str | None


@lru_cache(maxsize=8192)
def shape(segment: Segment, name: str) -> Shape:
    """The shape of the node that is called so."""
    node = segment.nodes[name]
    if isinstance(node, Definition):
        return Shape(node, "parameter", node.name, node.label, node.unit, (), (), None)
    if isinstance(node, Fact):
        return Shape(node, "fact", name, MappingProxyType({"en": node.label}), node.unit, (), (), None)
    adds = node.of if isinstance(node, Total) else None
    takes = tuple((argument, argument in segment.of_member) for argument in node.takes)
    label = MappingProxyType({"en": node.summary})
    return Shape(node, "rule" if adds is None else "total", name, label, node.gives, node.cites, takes, adds)


class Point:
    """One value of an evaluation: where it stands in a leaf, whose it is, and the places of the values it is made from."""

    __slots__ = ("inputs", "member", "name", "place", "shape")

    def __init__(self, place: int, name: str, member: int | None, shaped: Shape, inputs: tuple[int, ...]) -> None:
        self.place, self.name, self.member, self.shape, self.inputs = place, name, member, shaped, inputs


@frozen(eq=False, slots=False)
class Outline:
    """All points of a plan for a number of members."""

    plan: Plan
    members: int
    _behind: dict[str, frozenset[int]] = field(factory=dict)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Every point, in the order of a leaf."""
        at = layout(self.plan, self.members)
        found = []
        for (name, member), place in at.items():
            shaped = shape(self.plan.segment, name)
            if shaped.adds is not None:
                # A total looks at everybody, a place at the members up to this one.
                inputs = [at[shaped.adds, each] for each in range(self.members if member is None else member + 1)]
            else:
                inputs = [at[taken, member if of_member else None] for taken, of_member in shaped.takes]
            found.append(Point(place, name, member, shaped, tuple(inputs)))
        return tuple(found)

    def named(self, name: str) -> tuple[Point, ...]:
        """The points of a name: each member's, or the household's."""
        at = layout(self.plan, self.members)
        members = range(self.members) if name in self.plan.segment.of_member else (None,)
        return tuple(self.points[at[name, member]] for member in members)

    @cached_property
    def conditions(self) -> Mapping[str, tuple[Point, ...]]:
        """The conditions of each programme that the plan answers for, member by member where they are about members."""
        segment = self.plan.segment
        answered = [each for each in segment.programmes.values() if each.eligible in self.plan.wanted]
        return {each.id: tuple(point for name in segment.conditions[each.id] for point in self.named(name)) for each in answered}

    def behind(self, programme: str) -> frozenset[int]:
        """The places of everything that a programme's eligibility and figures are made from."""
        found = self._behind.get(programme)
        if found is None:
            about = self.plan.segment.programmes[programme]
            waiting = [point.place for name in (about.eligible, *about.figures) for point in self.named(name)]
            seen: set[int] = set()
            while waiting:
                place = waiting.pop()
                if place not in seen:
                    seen.add(place)
                    waiting.extend(self.points[place].inputs)
            found = self._behind[programme] = frozenset(seen)
        return found


@lru_cache(maxsize=64)
def outline(plan: Plan, members: int) -> Outline:
    """The outline of a plan for a number of members."""
    return Outline(plan, members)


@lru_cache(maxsize=8192)
def condition_cites(context: Context, name: str) -> tuple[str, ...]:
    """The condition's own sources, those of the parameters it takes, and of those from which its limit is made."""
    nodes = context.plan.segment.nodes
    rule = nodes[name]
    assert isinstance(rule, Rule)
    found = dict.fromkeys(cites_on(context.day, rule.cites))
    waiting = [name for name in rule.takes if isinstance(nodes[name], Definition)] + ([rule.limit] if rule.limit else [])
    while waiting:
        limit = waiting.pop(0)
        node = nodes[limit]
        if isinstance(node, Definition):
            found |= dict.fromkeys(context.entry_of[limit].sources)
        elif isinstance(node, Rule):
            waiting.extend(node.takes)
    return tuple(found)
