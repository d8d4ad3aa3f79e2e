"""One household, exact: the rules that are wanted become one straight Python function, member loops included.

The function takes tuples of values and returns tuples of values; explanations are read off those afterwards, so that nothing is spent
on them while computing. It runs unchanged on `bounds.Uncertain` numbers.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from attrs import frozen

from ..months import Month
from ..rulebook import Definition, Entry, Question, Rulebook
from .bounds import Path
from .facts import Fact, taker
from .graph import AllOf, Node, Segment
from .inlining import inlined
from .rule import Rule, Total
from .uncertain import Symbol, Uncertain, Undecided

Values = tuple[Any, ...]
Run = Callable[[Values, Values, Sequence[Values]], tuple[Values, tuple[list[Values], ...], tuple[Sequence[Any], ...]]]
"""From constants, the household's facts and the members' facts to the household's values, the members' values pass by pass, and the values
that are wanted: each name's of the household, or of every member."""


@frozen(eq=False, repr=False)
class Plan:
    """The nodes that some programmes need, with where each value is found, and the function that computes them."""

    segment: Segment
    wanted: tuple[str, ...]
    parameters: tuple[Definition, ...]
    folded: tuple[str, ...]
    household_facts: tuple[Fact, ...]
    member_facts: tuple[Fact, ...]
    household_nodes: tuple[str, ...]
    passes: tuple[tuple[str, ...], ...]
    run: Run
    take_household: Callable[[Any, Month], Values]
    take_member: Callable[[Any, Month], Values]
    place_of: Mapping[str, tuple[str, int, int]]

    def fold(self, values: Values) -> Values:
        """The parameters' values, and after them those of the rules that depend on parameters alone."""
        known = {definition.code_name: value for definition, value in zip(self.parameters, values, strict=True)}
        for name in self.folded:
            node = self.segment.nodes[name]
            known[name] = _call(node, [known[argument] for argument in node.takes]) if isinstance(node, Rule | AllOf) else None
        return tuple(known.values())


def _call(node: Rule | AllOf, arguments: list[Any]) -> Any:
    return all(arguments) if isinstance(node, AllOf) else node.function(*arguments)


@frozen(eq=False, repr=False)
class Context:
    """A plan with the parameter values of one district and day; no `values` where what depends on parameters alone is itself undecided."""

    plan: Plan
    entries: tuple[Entry, ...]
    symbols: tuple[Symbol | None, ...]
    values: Values | None
    entry_of: Mapping[str, Entry]

    def values_on(self, path: Path) -> Values:
        """The same, with the unpublished parameters bound to a path that is being explored."""
        return self.plan.fold(_parameter_values(self.entries, self.symbols, path))


def _parameter_values(entries: Sequence[Entry], symbols: Sequence[Symbol | None], path: Path | None) -> Values:
    return tuple(entry.value if symbol is None else Uncertain({symbol: 1}, 0, path) for entry, symbol in zip(entries, symbols, strict=True))


def _symbol(entry: Entry) -> Symbol | None:
    """The unknown that an unpublished parameter is. It is at least nought: that much its unit says."""
    return None if entry.value is not None else Symbol((entry.name,), entry.low or 0, entry.high, frozenset({entry.name}))


@lru_cache(maxsize=4096)
def context(plan: Plan, rulebook: Rulebook, question: Question) -> Context:
    """Look up every parameter of a plan."""
    entries = tuple(rulebook.holding(definition.name, question) for definition in plan.parameters)
    symbols = tuple(_symbol(entry) for entry in entries)
    entry_of = {entry.definition.code_name: entry for entry in entries}
    try:
        values = plan.fold(_parameter_values(entries, symbols, None))
    except Undecided:
        values = None
    return Context(plan, entries, symbols, values, entry_of)


def make_plan(segment: Segment, wanted: Iterable[str]) -> Plan:
    """Put the nodes that are wanted, and all they need, into an order of household stages and passes over the members."""
    wanted = tuple(dict.fromkeys(wanted))
    needed = _needed(segment, wanted)
    order = [name for name in segment.order if name in needed]
    parameters = tuple(node for node in (segment.nodes[name] for name in order) if isinstance(node, Definition))
    facts = [node for node in (segment.nodes[name] for name in order) if isinstance(node, Fact)]
    folded = _folded(segment, order)
    household_facts = tuple(fact for fact in facts if not fact.of_member)
    member_facts = tuple(fact for fact in facts if fact.of_member)
    done = {definition.code_name for definition in parameters} | {fact.name for fact in facts} | set(folded)
    stages = _stages(segment, [name for name in order if name not in done], done)
    household_nodes = tuple(name for own, _, totals in stages for name in (*own, *totals))
    passes = tuple(tuple(of_members) for _, of_members, totals in stages if of_members or totals)
    place_of: dict[str, tuple[str, int, int]] = {}
    constants = [*(definition.code_name for definition in parameters), *folded]
    place_of |= {name: ("constant", 0, place) for place, name in enumerate(constants)}
    place_of |= {fact.name: ("household_fact", 0, place) for place, fact in enumerate(household_facts)}
    place_of |= {fact.name: ("member_fact", 0, place) for place, fact in enumerate(member_facts)}
    place_of |= {name: ("household", 0, place) for place, name in enumerate(household_nodes)}
    for number, names in enumerate(passes):
        place_of |= {name: ("member", number, place) for place, name in enumerate(names)}
    scope: dict[str, Any] = {}
    text = _source(segment, wanted, constants, household_facts, member_facts, stages, household_nodes, scope)
    exec(text, scope)
    run: Run = scope["run"]
    return Plan(
        segment, wanted, parameters, folded, household_facts, member_facts, household_nodes, passes,
        run, taker(household_facts), taker(member_facts), place_of,
    )  # fmt: skip


def _takes(node: Node) -> Iterable[str]:
    return () if isinstance(node, Fact | Definition) else node.takes


def _needed(segment: Segment, wanted: Iterable[str]) -> set[str]:
    needed: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting.extend(_takes(segment.nodes[name]))
    return needed


def _folded(segment: Segment, order: Iterable[str]) -> tuple[str, ...]:
    """The rules that depend on parameters alone."""
    constant: set[str] = set()
    folded = []
    for name in order:
        node = segment.nodes[name]
        if isinstance(node, Definition):
            constant.add(name)
        elif isinstance(node, Rule | AllOf) and all(argument in constant for argument in node.takes):
            constant.add(name)
            folded.append(name)
    return tuple(folded)


Stage = tuple[list[str], list[str], list[str]]


def _stages(segment: Segment, names: list[str], done: set[str]) -> list[Stage]:
    """Household rules that are ready, then one pass over the members, then the totals it makes; until all are placed."""
    stages: list[Stage] = []
    while names:
        own: list[str] = []
        of_members: list[str] = []
        totals: list[str] = []
        for name in names:
            node = segment.nodes[name]
            if name not in segment.of_member and not isinstance(node, Total) and done.issuperset(_takes(node)):
                own.append(name)
                done.add(name)
        for name in names:
            if name in segment.of_member and done.issuperset(_takes(segment.nodes[name])):
                of_members.append(name)
                done.add(name)
        for name in names:
            node = segment.nodes[name]
            if name not in segment.of_member and isinstance(node, Total) and node.of in done:
                totals.append(name)
        done.update(totals)
        placed = {*own, *of_members, *totals}
        names = [name for name in names if name not in placed]
        stages.append((own, of_members, totals))
    return stages


def _source(
    segment: Segment,
    wanted: Sequence[str],
    constants: Sequence[str],
    household_facts: Sequence[Fact],
    member_facts: Sequence[Fact],
    stages: Sequence[Stage],
    household_nodes: Sequence[str],
    scope: dict[str, Any],
) -> str:
    """The text of the function; what it calls is added to `scope`."""
    facts = _tuple(fact.name for fact in member_facts)
    lines = ["def run(constants, household, members):"]
    lines += [f"    {_tuple(constants)} = constants", f"    {_tuple(fact.name for fact in household_facts)} = household"]
    made: list[str] = []
    columns_of: dict[str, str] = {}
    for own, of_members, totals in stages:
        lines += [f"    {_assignment(name, segment.nodes[name], scope)}" for name in own]
        if not of_members and not totals:
            continue
        added = [node for node in (segment.nodes[name] for name in totals) if isinstance(node, Total)]
        number = len(made)
        lines += [f"    n_{total.name} = {'False' if total.how == 'any' else '0'}" for total in added]
        lines += [f"    c_{name} = 0" for name in of_members if isinstance(segment.nodes[name], Total)]
        lines += [f"    pass_{number} = []"]
        columns = ", ".join(["members", *(f"pass_{earlier}" for earlier in range(number))])
        lines += [f"    for {', '.join([facts, *made])}{' in zip(' + columns + ')' if made else ' in members'}:"]
        for name in of_members:
            node = segment.nodes[name]
            if isinstance(node, Total):
                lines += [f"        n_{name} = c_{name}", f"        if n_{node.of}: c_{name} += 1"]
            else:
                lines += [f"        {_assignment(name, node, scope)}"]
        lines += [f"        {_accumulation(total)}" for total in added]
        lines += [f"        pass_{number}.append({_tuple(of_members)})"]
        columns_of |= {name: f"[values[{place}] for values in pass_{number}]" for place, name in enumerate(of_members)}
        made.append(_tuple(of_members))
    passes = "".join(f"pass_{number}, " for number in range(len(made)))
    columns = "".join(f"{columns_of.get(name, f'(n_{name},)')}, " for name in wanted)
    lines += [f"    return {_tuple(household_nodes)}, ({passes}), ({columns})"]
    return "\n".join(lines)


def _tuple(names: Iterable[str]) -> str:
    return f"({''.join(f'n_{name}, ' for name in names)})"


def _assignment(name: str, node: Node, scope: dict[str, Any]) -> str:
    if isinstance(node, AllOf):
        return f"n_{name} = {' and '.join(f'n_{each}' for each in node.takes) or 'True'}"
    assert isinstance(node, Rule)
    expression = inlined(node.function, scope)
    if expression is None:
        scope[f"f_{name}"] = node.function
        expression = f"f_{name}({', '.join(f'n_{each}' for each in node.takes)})"
    return f"n_{name} = {expression}"


def _accumulation(total: Total) -> str:
    if total.how == "sum":
        return f"n_{total.name} += n_{total.of}"
    return f"if n_{total.of}: n_{total.name} {'= True' if total.how == 'any' else '+= 1'}"
