"""Writes a plan as the text of Python functions: straight code, member loops included, without a call where a rule is one expression.

There are two, over the same rules: `results` keeps nothing but what is wanted, `trace` keeps every value for explanations.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import field, frozen

from .graph import AllOf, Node, Segment
from .inlining import inlined
from .rule import Rule, Total

Stage = tuple[list[str], list[str], list[str]]
"""Rules of the household that are ready, then a pass over the members, then the totals it makes."""


@frozen(eq=False, repr=False)
class Writer:
    """What is to be written; what the text calls is added to `scope`."""

    segment: Segment
    stages: Sequence[Stage]
    constants: Sequence[str]
    household_facts: Sequence[str]
    member_facts: Sequence[str]
    scope: dict[str, Any]
    _written: dict[str, str] = field(factory=dict)

    def _head(self, name: str) -> list[str]:
        lines = [f"def {name}(constants, household, members):"]
        lines += [f"    {_tuple(self.constants)} = constants"] if self.constants else []
        return lines + ([f"    {_tuple(self.household_facts)} = household"] if self.household_facts else [])

    def results(self, wanted: Sequence[str]) -> str:
        """`results` gives what is wanted in its order: the household's values, and the sums of what members have."""
        lines = self._head("results")
        lines += [f"    s_{name} = 0" for name in wanted if name in self.segment.of_member]
        rows, known = "members", list(self.member_facts)
        for number, (own, of_members, totals) in enumerate(self.stages):
            lines += self._own(own)
            if not of_members and not totals:
                continue
            # From pass to pass only what is used further on is carried.
            later = self._used_after(number)
            kept = [name for name in (*known, *of_members) if name in later]
            lines += [*self._start(of_members, totals), f"    kept_{number} = []", f"    for {_tuple(known)} in {rows}:"]
            lines += self._pass(of_members, totals)
            lines += [f"        s_{name} += n_{name}" for name in of_members if name in wanted]
            lines += [f"        kept_{number}.append({_tuple(kept)})"] if self._passes_after(number) else []
            rows, known = f"kept_{number}", kept
        values = (f"s_{name}, " if name in self.segment.of_member else f"n_{name}, " for name in wanted)
        return "\n".join([*lines, f"    return ({''.join(values)})"])

    def trace(self) -> str:
        """`trace` gives the household's values, and the members' values pass by pass."""
        lines = self._head("trace")
        made: list[str] = []
        facts = _tuple(self.member_facts)
        for own, of_members, totals in self.stages:
            lines += self._own(own)
            if not of_members and not totals:
                continue
            number = len(made)
            columns = ", ".join(["members", *(f"pass_{earlier}" for earlier in range(number))])
            loop = f"    for {', '.join([facts, *made])}{' in zip(' + columns + ')' if made else ' in members'}:"
            lines += [*self._start(of_members, totals), f"    pass_{number} = []", loop]
            lines += [*self._pass(of_members, totals), f"        pass_{number}.append({_tuple(of_members)})"]
            made.append(_tuple(of_members))
        household = _tuple(name for own, _, totals in self.stages for name in (*own, *totals))
        passes = "".join(f"pass_{number}, " for number in range(len(made)))
        return "\n".join([*lines, f"    return {household}, ({passes})"])

    def _own(self, names: Iterable[str]) -> list[str]:
        return [f"    {self._assignment(name)}" for name in names]

    def _start(self, of_members: Iterable[str], totals: Iterable[str]) -> list[str]:
        found = [f"    n_{total.name} = {'False' if total.how == 'any' else '0'}" for total in self._totals(totals)]
        return found + [f"    c_{total.name} = 0" for total in self._totals(of_members)]

    def _pass(self, of_members: Iterable[str], totals: Iterable[str]) -> list[str]:
        lines: list[str] = []
        for name in of_members:
            node = self.segment.nodes[name]
            if isinstance(node, Total):
                lines += [f"        n_{name} = c_{name}", f"        if n_{node.of}: c_{name} += 1"]
            else:
                lines += [f"        {self._assignment(name)}"]
        return lines + [f"        {_accumulation(total)}" for total in self._totals(totals)]

    def _totals(self, names: Iterable[str]) -> list[Total]:
        return [node for node in (self.segment.nodes[name] for name in names) if isinstance(node, Total)]

    def _passes_after(self, number: int) -> bool:
        return any(of_members or totals for _, of_members, totals in self.stages[number + 1 :])

    def _used_after(self, number: int) -> set[str]:
        """What later passes take of what members have."""
        later = [name for _, of_members, totals in self.stages[number + 1 :] for name in (*of_members, *totals)]
        return {argument for name in later for argument in _takes(self.segment.nodes[name])}

    def _assignment(self, name: str) -> str:
        if name not in self._written:
            self._written[name] = self._write(name)
        return self._written[name]

    def _write(self, name: str) -> str:
        node = self.segment.nodes[name]
        if isinstance(node, AllOf):
            return f"n_{name} = {' and '.join(f'n_{each}' for each in node.takes) or 'True'}"
        assert isinstance(node, Rule)
        expression = inlined(node.function, self.scope)
        if expression is None:
            self.scope[f"f_{name}"] = node.function
            expression = f"f_{name}({', '.join(f'n_{each}' for each in node.takes)})"
        return f"n_{name} = {expression}"


def _takes(node: Node) -> Iterable[str]:
    return node.takes if isinstance(node, Rule | Total | AllOf) else ()


def _accumulation(total: Total) -> str:
    if total.how == "sum":
        return f"n_{total.name} += n_{total.of}"
    return f"if n_{total.of}: n_{total.name} {'= True' if total.how == 'any' else '+= 1'}"


def _tuple(names: Iterable[str]) -> str:
    return f"({''.join(f'n_{name}, ' for name in names)})"
