"""Writes a plan as the text of one function over columns: households from `begin` to `end`, each with its members' rows.

The rules are written in as in `writing`; what differs is where values come from and go to. Some households at a time are copied from the
columns into a small table of whole numbers of 64 bits, worked out there, and their results are copied out: a row touches fifty columns, and
read straight from where these lie they would push each other out of the cache. (It is also where narrow numbers are widened: they would
wrap sooner, and signed and unsigned ones together would become floats.) What is worked out goes from loop to loop over all rows of the
block (`column_loops`).
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen

from ..numbers import FLAG, What
from .column_expressions import constant, folded
from .column_loops import COUNTS, Block, Loops, handed_on, household_at, member_at, placed, summed_up
from .facts import ASKED, Fact
from .graph import Node
from .rule import Total
from .scalar import Plan
from .writing import Writer

BIRTH, SINCE = "birth_date", "new_job.since"
"""The columns from which a fact is worked out for the month."""
ASKED_FOR = ("month", "year", "ages")
"""What comes with the question: the month's number, its year, and the age at each day of birth from `FIRST_BIRTH` on."""
_YEAR = "assessed_year"
ROWS = 512
"""So many members' rows are worked out at a time; it is no less than what one household may have, and a multiple of `TOGETHER`."""
WIDTH = 520
"""The place of one column in the table: a little more than its rows, so that columns do not fall upon each other in the cache."""
TOGETHER = 16
"""Loops without a branch go on to the next multiple of this: what is left over would be worked out one by one. Those rows hold anything."""
_NAME, _INDENT = re.compile(r"\bn_(\w+)\b"), " " * 4


def column_of(fact: Fact) -> str:
    """The column that a fact stands in: its path, for a group with the group's name."""
    return fact.name.replace("groups_", "groups.", 1) if fact.path == "groups" else fact.path


def variable(column: str) -> str:
    """What the column is called in the text."""
    return "c_" + column.replace(".", "_")


def gives(node: Node) -> What:
    """What the value of a name is."""
    return node.unit if hasattr(node, "unit") else node.gives


@frozen(eq=False, repr=False)
class ColumnWriter:
    """What is to be written: the results of each household (of members' values the sum), or the values of each member (`per_member`).

    `columns` are those at hand, `usual` are the values of the facts that have none. Parameters in `literals` become part of the text;
    of the others those in `by_district` are looked up for each household. What the text calls is added to `scope`.
    """

    plan: Plan
    columns: frozenset[str]
    usual: Mapping[str, int]
    literals: Mapping[str, int]
    by_district: frozenset[str]
    per_member: bool
    scope: dict[str, Any]
    _texts: dict[str, str] = field(factory=dict, init=False)
    _known: dict[str, int | str] = field(factory=dict, init=False)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The columns that are read, the households' first."""
        found = dict.fromkeys(column_of(fact) for fact in (*self.plan.household_facts, *self.plan.member_facts))
        return tuple(column for column in found if column in self.columns)

    def to_member(self, name: str) -> bool:
        """Whether a result has a row for each member."""
        return self.per_member and name in self.plan.segment.of_member

    def is_flag(self, name: str) -> bool:
        """Whether a value is yes or no."""
        return gives(self.plan.segment.nodes[name]) is FLAG

    def text(self) -> str:
        """The function `run`, which fills a column for each of the plan's results."""
        plan = self.plan
        self._read()
        blocks = self._blocks(self._needed())
        used = {name for block in blocks for line in block for name in _NAME.findall(line)}
        arguments = (*ASKED_FOR, "constants", "district", "starts", *map(variable, self.inputs), *(f"to_{name}" for name in plan.wanted))
        same = (name for name in self._looked_up if name in used and name not in self.by_district)
        body, width = placed(blocks, WIDTH)
        return "\n".join(
            [
                f"def run(begin, end, {', '.join(arguments)}):",
                f"    table, owner, count = empty({max(1, width)}, int64), empty({WIDTH}, int64), len(starts) - 1",
                *(f"    n_{name} = {self._as(name, f'constants[0, {self._looked_up[name]}]')}" for name in same),
                *_NEXT_BLOCK,
                *(f"{_INDENT * 2}{line}" for line in body),
                "        first = last",
                "",
            ]
        )

    def _read(self) -> None:
        """Every rule as an expression, with what is known beforehand written in; what is thereby known is written in where it is taken."""
        plan, nodes = self.plan, self.plan.segment.nodes
        absent = (fact for fact in (*plan.household_facts, *plan.member_facts) if column_of(fact) not in self.columns)
        numbers = {**{fact.name: self.usual[fact.name] for fact in absent if fact.path != ASKED}, **self.literals}
        self._known.update({name: bool(value) if self.is_flag(name) else int(value) for name, value in numbers.items()}, **{_YEAR: "year"})
        writer = Writer(plan.segment, plan.stages, (), (), (), self.scope)
        rules = [name for own, mine, _ in plan.stages for name in (*own, *mine) if not isinstance(nodes[name], Total)]
        for name, (_, text) in zip(rules, writer.rows(rules), strict=True):
            self._texts[name] = folded(text, self._known)
            value = constant(self._texts[name])
            if value is not None:
                self._known[name] = value

    def _uses(self, name: str) -> set[str]:
        node = self.plan.segment.nodes[name]
        if isinstance(node, Total):
            return {node.of} - self._known.keys()
        return set(_NAME.findall(self._texts[name])) if name in self._texts else set()

    def _all_used(self, names: Iterable[str]) -> set[str]:
        return {used for name in names for used in self._uses(name)}

    def _needed(self) -> set[str]:
        """The names that results rest on: with flags written in, some rules serve nobody."""
        found: set[str] = set()
        waiting = list(self.plan.wanted)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._uses(name)
        return found

    def _blocks(self, needed: set[str]) -> list[Block]:
        """The loops of a block of households, in their order."""
        plan, wanted = self.plan, set(self.plan.wanted)
        blocks = [*self._copied_in(needed), *self._by_district(needed)]
        loops = Loops(self._texts, plan.segment, self._value, self._as, self.scope)
        stages = [[[name for name in names if name in needed] for names in stage] for stage in plan.stages]
        for number, (own, mine, totals) in enumerate(stages):
            later = wanted | self._all_used(name for stage in stages[number + 1 :] for names in stage for name in names)
            blocks += loops.over("i", own, later | self._all_used((*mine, *totals)))
            blocks += loops.over("m", mine, later | self._all_used(totals))
            sums = [node for node in (plan.segment.nodes[name] for name in totals) if isinstance(node, Total)]
            blocks += summed_up((each.name, self._value("m", each.of), each.how == "any") for each in sums)
        of_members = [name for name in plan.wanted if name in plan.segment.of_member and not self.per_member]
        blocks += summed_up((name, self._value("m", name), self.is_flag(name)) for name in of_members)
        return blocks + self._copied_out(of_members)

    def _value(self, row: str, name: str) -> str:
        """Where a value of a household (i) or of a member (m) is found; a household's is handed to its members first."""
        if name in self._known:
            return str(self._known[name])
        if name in self._looked_up and name not in self.by_district:
            return f"n_{name}"
        if row == "i":
            return household_at(name)
        return member_at(name) if name in self.plan.segment.of_member else handed_on(name)

    def _copied_in(self, needed: set[str]) -> list[Block]:
        found = []
        for fact in (*self.plan.household_facts, *self.plan.member_facts):
            if fact.name in needed and column_of(fact) in self.columns:
                row, start, to = ("m", "base", member_at) if fact.of_member else ("i", "first", household_at)
                found.append([f"for {row} in range(read_{COUNTS[row]}): {to(fact.name)} = {_from(fact, f'{start} + {row}')}"])
        return found

    def _by_district(self, needed: set[str]) -> list[Block]:
        names = [name for name in self._looked_up if name in self.by_district and name in needed]
        value = "constants[district[uint64(first + i)], {}]"
        return [[f"for i in range(households): {household_at(name)} = {value.format(self._looked_up[name])}"] for name in names]

    def _copied_out(self, of_members: list[str]) -> list[Block]:
        found = []
        for name in self.plan.wanted:
            row, start = ("m", "base") if self.to_member(name) else ("i", "first")
            value = household_at(name) if name in of_members else self._value(row, name)
            found.append([f"for {row} in range({COUNTS[row]}): to_{name}[uint64({start} + {row})] = {value}"])
        return found

    @property
    def _looked_up(self) -> dict[str, int]:
        """What stands in `constants`, with its place; what is part of the text is not looked up."""
        names = (*self.plan.names, *self.plan.folded)
        return {name: place for place, name in enumerate(names) if name not in self.literals}

    def _as(self, name: str, value: str) -> str:
        return f"{value} != 0" if self.is_flag(name) else value


def _from(fact: Fact, row: str) -> str:
    """A fact as it is copied from its column."""
    column = column_of(fact)
    value = f"{variable(column)}[uint64({row})]"
    if column == BIRTH:
        return f"ages[uint64({value} - FIRST_BIRTH)]"
    if column == SINCE:
        return f"max(0, month - int64({value}) + 1) if {value} != 0 else 0"
    return value


_NEXT_BLOCK = f"""\
    first = begin
    while first < end:
        base, last = starts[first], first + 1
        while last < end and starts[last + 1] - base <= {ROWS}:
            last += 1
        households, members = last - first, starts[last] - base
        all_households, all_members = (households + WIDE) & ~WIDE, (members + WIDE) & ~WIDE
        read_households, read_members = min(all_households, count - first), min(all_members, starts[count] - base)
        for m in range(members): owner[uint64(m)] = 0
        for i in range(1, households): owner[uint64(starts[uint64(first + i)] - base)] = 1
        place = 0
        for m in range(members):
            place += owner[uint64(m)]
            owner[uint64(m)] = place""".splitlines()
