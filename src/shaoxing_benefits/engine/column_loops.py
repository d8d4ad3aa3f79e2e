"""The loops that `column_writing` puts together: over all households or members of a block, rule after rule.

A loop has no branch in it wherever that can be: both sides of a choice are worked out, and several rows at a time. Only what may fail where
its condition does not hold (a division) is worked out row by row and behind its condition. Values stand in a table, a column for each name,
and a column is used again once nobody takes its values any more.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from .column_expressions import branchless, never_fails
from .graph import Segment
from .rule import Total
from .writing import Row, lines_of, merging

Block = list[str]
"""The lines of a loop, or of some that belong together."""
COUNTS = {"i": "households", "m": "members"}
"""By the name of the row, how many there are."""
_NAME, _NAMES = re.compile(r"\bn_(\w+)\b"), re.compile(r"\bn_\w+\b")
_GUARDED = re.compile(r"0 if not (n_\w+) else ")
_COLUMN = re.compile(r"@([\w.]+)@")
_INDENT = " " * 4
TOGETHER, GUARDED, IN_TURN = range(3)
"""How a value is worked out: many rows at a time, behind its condition, or with regard to the members before."""


def household_at(name: str) -> str:
    """Where the value of a household stands in the table."""
    return f"table[uint64(@i.{name}@ + i)]"


def member_at(name: str) -> str:
    """Where that of a member does."""
    return f"table[uint64(@m.{name}@ + m)]"


def handed_on(name: str) -> str:
    """Where that of a household is handed to its members."""
    return f"table[uint64(@h.{name}@ + m)]"


def summed_up(sums: Iterable[tuple[str, str, bool]]) -> Iterator[Block]:
    """Sums over each household's members: its name, of what, and whether it is only whether there is any."""
    found = list(sums)
    if found:
        begun = [f"    s_{name} = 0" for name, _, _ in found]
        added = [f"        s_{name} {'|=' if any_ else '+='} {of}" for name, of, any_ in found]
        told = [f"    {household_at(name)} = s_{name}" for name, _, _ in found]
        yield [*_ITS_MEMBERS, *begun, "    for m in range(begins, ends):", *added, *told]


_ITS_MEMBERS = ["for i in range(households):", "    begins, ends = starts[uint64(first + i)] - base, starts[uint64(first + i + 1)] - base"]
_EACH_MEMBER = ["for m in range(members):", "    i = owner[uint64(m)]"]


@frozen(eq=False, repr=False)
class Loops:
    """Writes rules as loops.

    Attributes:
        texts: the rules' expressions.
        segment: what they belong to.
        value: where a name's value is found, by row (i, m) and name.
        read_as: the same as what it is, a flag or a number.
        scope: what the texts call.
    """

    texts: Mapping[str, str]
    segment: Segment
    value: Callable[[str, str], str]
    read_as: Callable[[str, str], str]
    scope: Mapping[str, Any]
    _handed_on: set[str] = field(factory=set, init=False)

    def over(self, row: str, names: Sequence[str], named: set[str]) -> Iterator[Block]:
        """The rules of these names, for households (i) or members (m); `named` is taken after them."""
        counted = {node.name: node for node in map(self.segment.nodes.get, names) if isinstance(node, Total)}
        kept = named | {each.of for each in counted.values()}
        rows = merging([(f"n_{name}", self.texts[name]) for name in names if name not in counted], kept)
        texts = {name.removeprefix("n_"): text for name, text in rows}
        takes = {name: set(_NAME.findall(text)) & (texts.keys() | counted) for name, text in texts.items()}
        takes |= {name: {each.of} & texts.keys() for name, each in counted.items()}
        ways = {name: IN_TURN if name in counted else self._way(texts[name]) for name in takes}
        groups = list(_grouped(takes, ways))
        for number, (way, group) in enumerate(groups):
            if way == IN_TURN:
                yield from (self._place(counted[name]) for name in group)
                continue
            after = kept.union(*(takes[name] for _, later in groups[number + 1 :] for name in later))
            yield from self._loop(row, way, {name: texts[name] for name in group}, after)

    def _way(self, text: str) -> int:
        return TOGETHER if never_fails(text, self.scope) else GUARDED

    def _loop(self, row: str, way: int, texts: Mapping[str, str], after: set[str]) -> Iterator[Block]:
        taken = dict.fromkeys(name for text in texts.values() for name in _NAME.findall(text) if name not in texts)
        values = {name: self.value(row, name) for name in taken}
        if row == "m":
            new = [name for name, value in values.items() if value == handed_on(name) and name not in self._handed_on]
            self._handed_on.update(new)
            if new:
                yield [*_EACH_MEMBER, *(f"    {handed_on(name)} = {household_at(name)}" for name in new)]
        rows = [(f"n_{name}", text) for name, text in texts.items()]
        lines = [f"n_{name} = {self.read_as(name, value)}" for name, value in values.items() if _COLUMN.search(value)]
        lines += [f"{name} = {branchless(text)}" for name, text in rows] if way == TOGETHER else lazily(rows, after)
        lines += [f"{household_at(name) if row == 'i' else member_at(name)} = n_{name}" for name in texts if name in after]
        count = f"all_{COUNTS[row]}" if way == TOGETHER else COUNTS[row]
        yield [f"for {row} in range({count}):", *(_INDENT + line for line in lines)]

    def _place(self, total: Total) -> Block:
        """How many members before this one `of` is true of."""
        so_far, of = household_at(f"count.{total.name}"), self.value("m", total.of)
        begun = f"for i in range(all_households): {so_far} = 0"
        return [begun, *_EACH_MEMBER, f"    {member_at(total.name)} = {so_far}", f"    {so_far} += {of}"]


def _grouped(takes: Mapping[str, set[str]], ways: Mapping[str, int]) -> Iterator[tuple[int, list[str]]]:
    """Names that are worked out in the same way, each after those it takes: as few groups as that needs."""
    done: set[str] = set()
    while len(done) < len(takes):
        for way in (TOGETHER, GUARDED, IN_TURN):
            group: list[str] = []
            for name, others in takes.items():
                if name not in done and ways[name] == way and others <= done:
                    group.append(name)
                    done.add(name)
            if group:
                yield way, group


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


def placed(blocks: Sequence[Block], width: int) -> tuple[list[str], int]:
    """The lines with every column's place in the table, and how long the table is."""
    uses = [dict.fromkeys(column for line in block for column in _COLUMN.findall(line)) for block in blocks]
    last = {column: number for number, columns in enumerate(uses) for column in columns}
    places: dict[str, int] = {}
    free: list[int] = []
    count = 0
    for number, columns in enumerate(uses):
        for column in columns:
            if column in places:
                continue
            if not free:
                free.append(count)
                count += 1
            places[column] = free.pop()
        free += [places[column] for column in columns if last[column] == number]
    lines = [_COLUMN.sub(lambda found: str(places[found[1]] * width), line) for block in blocks for line in block]
    return lines, count * width
