"""Who reads a parameter: the rules that take it, and the programmes whose answer rests on it."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from attrs import frozen

from ..asking import rule_set
from ..engine.facts import Fact
from ..engine.graph import Segment
from ..engine.rule import Rule
from ..rulebook import Definition


@frozen
class Reader:
    """A rule that takes a parameter; `summary` is its sentence in English, and the key for translation."""

    rule: str
    summary: str
    is_condition: bool

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        return {"rule": self.rule, "summary": self.summary, "condition": self.is_condition}


@cache
def readers() -> Mapping[str, tuple[Reader, ...]]:
    """For each parameter the rules that take it, whenever they apply."""
    found: dict[str, dict[Reader, None]] = {}
    parameters = rule_set().rulebook.of_code_name
    for rule in _rules():
        for argument in rule.takes:
            if argument in parameters:
                reader = Reader(rule.name, rule.summary, rule.is_condition)
                found.setdefault(parameters[argument].name, {})[reader] = None
    return {name: tuple(rules) for name, rules in found.items()}


def _rules() -> Iterator[Rule]:
    for segment in rule_set().segments:
        yield from (node for node in segment.nodes.values() if isinstance(node, Rule))


def resting_on(definition: Definition) -> tuple[str, ...]:
    """The programmes whose conditions or amounts are made from the parameter, directly or through other rules."""
    wanted = [(programme, segment) for programme in rule_set().programmes for segment in rule_set().segments]
    found = (programme.id for programme, segment in wanted if definition.code_name in _behind(segment, programme.id))
    return tuple(dict.fromkeys(found))


@cache
def _behind(segment: Segment, programme: str) -> frozenset[str]:
    """The names of everything that a programme's conditions and figures are made from."""
    about = segment.programmes[programme]
    waiting, seen = [about.eligible, *about.figures], set[str]()
    while waiting:
        name = waiting.pop()
        node = segment.nodes[name]
        if name not in seen and not isinstance(node, Fact | Definition):
            waiting += node.takes
        seen.add(name)
    return frozenset(seen)
