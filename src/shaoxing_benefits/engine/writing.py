"""Writes a plan as the text of Python functions: straight code, member loops included, without a call where a rule is one expression.

There are two, over the same rules: `results` keeps nothing but what is wanted, `trace` keeps every value for explanations.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from attrs import field, frozen

from ..numbers import FLAG
from .graph import AllOf, Node, Segment
from .inlining import inlined
from .rule import Rule, Total

Stage = tuple[list[str], list[str], list[str]]
"""Rules of the household that are ready, then a pass over the members, then the totals it makes."""
Row = tuple[str, str]
"""A name and the expression it is given; or no name, and a statement that stands as it is."""
_GUARDED = re.compile(r"0 if not (n_\w+) else ")
"""How a number begins that is nought unless a flag is true."""
LONGEST = 2_000
"""An expression of so many signs is not written into another one: Python's parser has a limit to what it will nest."""


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

    def results(self, wanted: Sequence[str]) -> str:
        """`results` gives what is wanted in its order: the household's values, of members' amounts the sum, of flags whether any is so."""
        lines = self._head("results")
        lines += [f"    s_{name} = {self._begun(name)}" for name in wanted if name in self.segment.of_member]
        rows, known = "members", list(self.member_facts)
        for number, (own, of_members, totals) in enumerate(self.stages):
            # What is taken after its own block of lines, or is wanted, keeps its name; what one rule alone takes is written into that rule.
            later = self.taken(name for stage in self.stages[number + 1 :] for names in stage for name in names)
            after = later.union(wanted)
            lines += [f"    {line}" for line in lines_of(merging(self.rows(own), after | self.taken((*of_members, *totals))))]
            if not of_members and not totals:
                continue
            # What is wanted of members is summed up here: the next pass is handed only what it, or one after it, takes.
            kept = [name for name in (*known, *of_members) if name in later]
            lines += [*self.start(of_members, totals), *([f"    kept_{number} = []"] if kept else [])]
            lines += [f"    for {_tuple(known)} in {rows}:"]
            named, summed = later | self.taken(totals), [name for name in of_members if name in wanted]
            made = merging(self.rows(of_members), named.union(summed))
            lines += [f"        {line}" for line in self.summed(made, summed, named)]
            lines += [f"        {accumulation(total)}" for total in self.totals(totals)]
            if kept:
                lines += [f"        kept_{number}.append({_tuple(kept)})"]
                rows, known = f"kept_{number}", kept
        values = (f"s_{name}, " if name in self.segment.of_member else f"n_{name}, " for name in wanted)
        return "\n".join([*lines, f"    return ({''.join(values)})"])

    def trace(self) -> str:
        """`trace` gives the household's values, and the members' values pass by pass."""
        lines = self._head("trace")
        made: list[str] = []
        facts = _tuple(self.member_facts)
        for own, of_members, totals in self.stages:
            lines += [f"    {line}" for line in lines_of(self.rows(own))]
            if not of_members and not totals:
                continue
            number = len(made)
            columns = ", ".join(["members", *(f"pass_{earlier}" for earlier in range(number))])
            loop = f"    for {', '.join([facts, *made])}{' in zip(' + columns + ')' if made else ' in members'}:"
            lines += [*self.start(of_members, totals), f"    pass_{number} = []", loop]
            lines += [f"        {line}" for line in lines_of(self.rows(of_members))]
            lines += [f"        {accumulation(total)}" for total in self.totals(totals)]
            lines += [f"        pass_{number}.append({_tuple(of_members)})"]
            made.append(_tuple(of_members))
        household = _tuple(name for own, _, totals in self.stages for name in (*own, *totals))
        passes = "".join(f"pass_{number}, " for number in range(len(made)))
        return "\n".join([*lines, f"    return {household}, ({passes})"])

    def _head(self, name: str) -> list[str]:
        lines = [f"def {name}(constants, household, members):"]
        lines += [f"    {_tuple(self.constants)} = constants"] if self.constants else []
        return lines + ([f"    {_tuple(self.household_facts)} = household"] if self.household_facts else [])

    def start(self, of_members: Iterable[str], totals: Iterable[str]) -> list[str]:
        """Before a pass: its totals, and the counts that places are taken from."""
        found = [f"    n_{total.name} = {'False' if total.how == 'any' else '0'}" for total in self.totals(totals)]
        return found + [f"    c_{total.name} = 0" for total in self.totals(of_members)]

    def rows(self, names: Iterable[str]) -> list[Row]:
        """Each name with its expression."""
        found: list[Row] = []
        for name in names:
            node = self.segment.nodes[name]
            if isinstance(node, Total):
                found += [("", f"n_{name} = c_{name}"), ("", f"if n_{node.of}: c_{name} += 1")]
            else:
                found.append((f"n_{name}", self._expression(name, node)))
        return found

    def totals(self, names: Iterable[str]) -> list[Total]:
        """Those of the names that are totals or places."""
        return [node for node in (self.segment.nodes[name] for name in names) if isinstance(node, Total)]

    def taken(self, names: Iterable[str]) -> set[str]:
        """What the rules and totals of these names take."""
        return {argument for name in names for argument in _takes(self.segment.nodes[name])}

    def _begun(self, name: str) -> str:
        """What the sum of a fact is; of what rules make, where it begins."""
        return f"sum([member[{self.member_facts.index(name)}] for member in members])" if name in self.member_facts else "0"

    def summed(self, rows: Sequence[Row], wanted: Sequence[str], named: set[str]) -> list[str]:
        """The lines, with the sums of what is wanted; a number that nothing else takes is added up straight away, if it is not nought."""
        found, at_the_end = [], list(wanted)
        for name, text in rows:
            about, guarded = name.removeprefix("n_"), _GUARDED.match(text)
            if guarded and about in wanted and about not in named and not any(_occurrences(name, other) for _, other in rows):
                found.append(("", f"if {guarded[1]}: s_{about} += {text[guarded.end() :]}"))
                at_the_end.remove(about)
            else:
                found.append((name, text))
        return lines_of(found) + [self.sum_of(name) for name in at_the_end]

    def sum_of(self, name: str) -> str:
        """Flags become whether it is so of anybody: quicker than counting them."""
        is_flag = getattr(self.segment.nodes[name], "gives", None) is FLAG
        return f"if n_{name}: s_{name} = True" if is_flag else f"s_{name} += n_{name}"

    def _expression(self, name: str, node: Node) -> str:
        if name not in self._written:
            self._written[name] = self._write(name, node)
        return self._written[name]

    def _write(self, name: str, node: Node) -> str:
        if isinstance(node, AllOf):
            return " and ".join(f"n_{each}" for each in node.takes) or "True"
        assert isinstance(node, Rule)
        self.scope[f"f_{name}"] = node.function
        call = f"f_{name}({', '.join(f'n_{each}' for each in node.takes)})"
        return inlined(node.function, call, self.scope) or call


def merging(rows: Sequence[Row], named: set[str]) -> list[Row]:
    """The rows; an expression that one other alone takes, once, is written into it, so that it is worked out only where it matters."""
    found = list(rows)
    place = 0
    while place < len(found):
        name, expression = found[place]
        takers = [other for other in range(place + 1, len(found)) if _occurrences(name, found[other][1])] if name else []
        if name and name.removeprefix("n_") not in named and len(takers) == 1 and len(expression) < LONGEST:
            taker, text = found[takers[0]]
            if taker and _occurrences(name, text) == 1:
                found[takers[0]] = (taker, re.sub(rf"\b{name}\b", f"({expression})", text))
                del found[place]
                continue
        place += 1
    return found


def _occurrences(name: str, text: str) -> int:
    return len(re.findall(rf"\b{name}\b", text)) if name in text else 0


def lines_of(rows: Iterable[Row]) -> list[str]:
    """The rows as text."""
    return [f"{name} = {text}" if name else text for name, text in rows]


def _takes(node: Node) -> Iterable[str]:
    return node.takes if isinstance(node, Rule | Total | AllOf) else ()


def accumulation(total: Total) -> str:
    """What a member adds to a total."""
    if total.how == "sum":
        return f"n_{total.name} += n_{total.of}"
    return f"if n_{total.of}: n_{total.name} {'= True' if total.how == 'any' else '+= 1'}"


def _tuple(names: Iterable[str]) -> str:
    return f"({''.join(f'n_{name}, ' for name in names)})"
