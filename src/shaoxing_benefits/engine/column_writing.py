"""Writes a plan as the text of one function over columns: households from `begin` to `end`, each with its members' rows.

The rules are written in as in `writing`; what differs is where values come from and go to. Some households at a time are copied from the
columns into a small table of whole numbers of 64 bits, worked out there, and their results are copied out: a row touches fifty columns, and
read straight from where these lie they would push each other out of the cache. (It is also where narrow numbers are widened: they would
wrap sooner, and signed and unsigned ones together would become floats.)
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from ..numbers import FLAG, What
from .facts import ASKED, Fact
from .graph import Node
from .scalar import Plan
from .writing import Row, Writer, accumulation, lines_of, merging

BIRTH, SINCE = "birth_date", "new_job.since"
"""The columns from which a fact is worked out for the month."""
ASKED_FOR = ("month", "year", "ages")
"""What comes with the question: the month's number, its year, and the age at each day of birth from `FIRST_BIRTH` on."""
_YEAR = "assessed_year"
ROWS = 512
"""So many members' rows are copied at a time, or one household's if it has more."""
WIDTH = 648
"""The place of one column in the copy: with room for a household more, and so that columns do not fall upon each other in the cache."""
_NAME, _NAMES = re.compile(r"\bn_(\w+)\b"), re.compile(r"\bn_\w+\b")
_GUARDED = re.compile(r"0 if not (n_\w+) else ")
_INDENT = " " * 4


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
        body, kept = self._body()
        used = {name for line in body for name in _NAME.findall(line)}
        constants = [(name, place) for place, name in enumerate((*plan.names, *plan.folded)) if name in used - self.literals.keys()]
        arguments = (*ASKED_FOR, "constants", "district", "starts", *map(variable, self.inputs), *(f"to_{name}" for name in plan.wanted))
        lines = [f"def run(begin, end, {', '.join(arguments)}):"]
        lines += [f"    kept_{name} = empty(MOST_MEMBERS, {'boolean' if self.is_flag(name) else 'int64'})" for name in kept]
        sizes = (("owned", self._owned), ("stated", self._stated), ("results", plan.wanted))
        lines += [f"    {name} = empty({max(1, len(columns)) * WIDTH}, int64)" for name, columns in sizes]
        lines += [f"    n_{name} = {self._as(name, f'constants[0, {place}]')}" for name, place in constants if name not in self.by_district]
        lines += _NEXT_BLOCK
        lines += [_copied("i", _at("owned", place, "i"), self._from(fact, "first + i")) for place, fact in enumerate(self._owned)]
        lines += [_copied("m", _at("stated", place, "m"), self._from(fact, "base + m")) for place, fact in enumerate(self._stated)]
        lines += _EACH_HOUSEHOLD
        inner = [f"n_{name} = {self._as(name, f'constants[d, {place}]')}" for name, place in constants if name in self.by_district]
        inner += [f"n_{fact.name} = {self._as(fact.name, _at('owned', place, 'i'))}" for place, fact in enumerate(self._owned)]
        lines += [_NAME.sub(self._replaced, f"{_INDENT * 3}{line}") for line in (*inner, *body)]
        for place, name in enumerate(plan.wanted):
            row, start = ("m", "base") if self.to_member(name) else ("i", "first")
            lines += [_copied(row, f"to_{name}[uint64({start} + {row})]", _at("results", place, row))]
        return "\n".join([*lines, "        first = last", ""])

    def _body(self) -> tuple[list[str], list[str]]:
        """What is done for each household, and the names of which a member's value is kept for a later pass."""
        segment, wanted, stages = self.plan.segment, self.plan.wanted, self.plan.stages
        writer = Writer(segment, stages, (), (), (), self.scope)
        summed = [name for name in wanted if name in segment.of_member and not self.per_member]
        lines = [f"s_{name} = 0" for name in summed]
        kept: list[str] = []
        for number, (own, mine, totals) in enumerate(stages):
            later = writer.taken(name for stage in stages[number + 1 :] for names in stage for name in names)
            lines += lines_of(merging(writer.rows(own), later.union(wanted) | writer.taken((*mine, *totals))))
            if mine or totals:
                lines += [line.strip() for line in writer.start(mine, totals)]
                lines += ["for m in range(begins, ends):"]
                lines += [_INDENT + line for line in self._pass(writer, (mine, totals), later, kept)]
                kept += [name for name in mine if name in later]
        results = {name: _at("results", place, "i") for place, name in enumerate(wanted) if not self.to_member(name)}
        return lines + [f"{where} = {'s' if name in summed else 'n'}_{name}" for name, where in results.items()], kept

    def _pass(self, writer: Writer, names: tuple[Sequence[str], Sequence[str]], later: set[str], known: Iterable[str]) -> list[str]:
        """What is done for each member; what a later pass takes is kept for it, what an earlier one has kept is at hand."""
        mine, totals = names
        wanted = [name for name in mine if name in self.plan.wanted]
        named = later | writer.taken(totals)
        rows = merging(writer.rows(mine), named.union(wanted))
        taken = {name for _, text in rows for name in _NAME.findall(text)} | writer.taken(totals)
        lines = [
            f"n_{fact.name} = {self._as(fact.name, _at('stated', at, 'm'))}" for at, fact in enumerate(self._stated) if fact.name in taken
        ]
        lines += [f"n_{name} = kept_{name}[uint64(m - begins)]" for name in known if name in taken]
        lines += lazily(rows, named.union(wanted))
        if self.per_member:
            lines += [f"{_at('results', self.plan.wanted.index(name), 'm')} = n_{name}" for name in wanted]
        else:
            lines += [writer.sum_of(name) for name in wanted]
        lines += [accumulation(each) for each in writer.totals(totals)]
        return lines + [f"kept_{name}[uint64(m - begins)] = n_{name}" for name in mine if name in later]

    @property
    def _owned(self) -> list[Fact]:
        return [fact for fact in self.plan.household_facts if column_of(fact) in self.columns]

    @property
    def _stated(self) -> list[Fact]:
        return [fact for fact in self.plan.member_facts if column_of(fact) in self.columns]

    def _from(self, fact: Fact, row: str) -> str:
        """A fact as it is copied from its column."""
        column = column_of(fact)
        value = f"{variable(column)}[uint64({row})]"
        if column == BIRTH:
            return f"ages[uint64({value} - FIRST_BIRTH)]"
        if column == SINCE:
            return f"max(0, month - int64({value}) + 1) if {value} != 0 else 0"
        return value

    def _as(self, name: str, value: str) -> str:
        return f"{value} != 0" if self.is_flag(name) else value

    def _replaced(self, found: re.Match[str]) -> str:
        """What a name stands for, if that is the same for everybody."""
        name = found[1]
        if name in self._numbers:
            return str(bool(self._numbers[name])) if self.is_flag(name) else str(int(self._numbers[name]))
        return "year" if name == _YEAR else found[0]

    @property
    def _numbers(self) -> Mapping[str, int]:
        absent = (fact for fact in (*self.plan.household_facts, *self.plan.member_facts) if column_of(fact) not in self.columns)
        return {**{fact.name: self.usual[fact.name] for fact in absent if fact.path != ASKED}, **self.literals}


_NEXT_BLOCK = f"""\
    first = begin
    while first < end:
        base, last = starts[first], first + 1
        while last < end and last - first < {ROWS} and starts[last + 1] - base <= {ROWS}:
            last += 1
        households, members = last - first, starts[last] - base""".splitlines()
_EACH_HOUSEHOLD = """\
        for i in range(households):
            d = district[first + i]
            begins, ends = starts[first + i] - base, starts[first + i + 1] - base""".splitlines()


def _at(table: str, column: int, row: str) -> str:
    """A place in a copy. As an unsigned number it is taken as it is; a signed one might count from the end."""
    return f"{table}[uint64({column * WIDTH} + {row})]"


def _copied(row: str, to: str, value: str) -> str:
    return f"        for {row} in range({'members' if row == 'm' else 'households'}): {to} = {value}"


def lazily(rows: Sequence[Row], named: set[str]) -> list[str]:
    """The lines; what serves only a number that is nought unless a flag is true is worked out only where it is true."""
    texts = dict(row for row in rows if row[0])
    guards = {name: found[1] for name, text in texts.items() if (found := _GUARDED.match(text))}
    inside: dict[str, str] = {}
    for name in reversed(texts):
        takers = {taker for taker, text in rows if taker != name and name in _NAMES.findall(text)}
        homes = {inside.get(taker, taker) for taker in takers}
        home = homes.pop() if len(homes) == 1 else ""
        if home in guards and guards[home] != name and name.removeprefix("n_") not in named and "" not in takers:
            inside[name] = home
    lines: list[str] = []
    for name, text in rows:
        if name in inside:
            continue
        if name not in guards:
            lines += lines_of([(name, text)])
            continue
        lines += [f"{name} = 0", f"if {guards[name]}:"]
        lines += [f"    {other} = {texts[other]}" for other in texts if inside.get(other) == name]
        lines += [f"    {name} = {_GUARDED.sub('', text, count=1)}"]
    return lines
