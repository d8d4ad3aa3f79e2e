"""One household, exact: the rules that are wanted become one straight Python function, member loops included (see `writing`).

The function takes tuples of values and returns what is wanted; for explanations a second one, over the same rules, keeps every value, so
that nothing is spent on them while computing. Both run unchanged on `Uncertain` numbers.
"""

import marshal
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from attrs import frozen

from ..compiled import kept, vouches_for
from ..months import Month
from ..numbers import FLAG
from ..rulebook import Definition, Entry, Question, Rulebook
from .facts import Fact, taker
from .graph import AllOf, Node, Segment
from .rule import Rule, Total
from .uncertain import Symbol, Uncertain, Undecided
from .writing import Stage, Writer

Values = tuple[Any, ...]
Results = Callable[[Values, Values, Sequence[Values]], Values]
"""From constants, the household's and the members' facts to what is wanted: the household's values, and the sums of the members'."""
Trace = Callable[[Values, Values, Sequence[Values]], tuple[Values, tuple[list[Values], ...]]]
"""From the same to every value: the household's, and the members' pass by pass."""


@frozen(eq=False, repr=False)
class Plan:
    """The nodes that some programmes need, and the functions that compute them."""

    segment: Segment
    wanted: tuple[str, ...]
    parameters: tuple[Definition, ...]
    names: tuple[str, ...]
    folded: tuple[str, ...]
    household_facts: tuple[Fact, ...]
    member_facts: tuple[Fact, ...]
    household_nodes: tuple[str, ...]
    passes: tuple[tuple[str, ...], ...]
    stages: tuple[Stage, ...]
    results: Results
    trace: Trace
    take_household: Callable[[Any, Month], Values]
    take_member: Callable[[Any, Month], Values]

    def fold(self, values: Values) -> Values:
        """The parameters' values, and after them those of the rules that depend on parameters alone."""
        known = dict(zip(self.names, values, strict=True))
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
    day: date
    entries: tuple[Entry, ...]
    symbols: tuple[Symbol | None, ...]
    values: Values | None
    entry_of: Mapping[str, Entry]

    @property
    def parameters(self) -> Values:
        """The parameters' values, the unpublished as unknown numbers."""
        return _parameter_values(self.entries, self.symbols)


def _parameter_values(entries: Sequence[Entry], symbols: Sequence[Symbol | None]) -> Values:
    return tuple(entry.value if symbol is None else Uncertain({symbol: 1}) for entry, symbol in zip(entries, symbols, strict=True))


def _symbol(entry: Entry) -> Symbol | None:
    """The unknown that an unpublished parameter is. It is at least nought: that much its unit says."""
    if entry.value is not None:
        return None
    high = 1 if entry.definition.unit is FLAG else entry.high
    return Symbol((entry.name,), entry.low or 0, high, frozenset({entry.name}))


@lru_cache(maxsize=4096)
def context(plan: Plan, rulebook: Rulebook, question: Question) -> Context:
    """Look up every parameter of a plan."""
    entries = tuple(rulebook.holding(definition.name, question) for definition in plan.parameters)
    symbols = tuple(_symbol(entry) for entry in entries)
    entry_of = {entry.definition.code_name: entry for entry in entries}
    try:
        values = plan.fold(_parameter_values(entries, symbols))
    except Undecided:
        values = None
    return Context(plan, question.day, entries, symbols, values, entry_of)


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
    names = tuple(definition.code_name for definition in parameters)
    constants = [*names, *folded]
    scope: dict[str, Any] = {}
    writer = Writer(segment, stages, constants, [fact.name for fact in household_facts], [fact.name for fact in member_facts], scope)
    _compile(writer, wanted, order)
    return Plan(
        segment, wanted, parameters, names, folded, household_facts, member_facts, household_nodes, passes, tuple(stages),
        scope["results"], scope["trace"], taker(household_facts), taker(member_facts),
    )  # fmt: skip


def _compile(writer: Writer, wanted: tuple[str, ...], order: Iterable[str]) -> None:
    """Put the two functions into the writer's scope; they are written anew only where something they are made of has changed."""

    def written() -> tuple[bytes, dict[str, Any]]:
        text = f"{writer.results(wanted)}\n{writer.trace()}"
        return marshal.dumps(compile(text, "<plan>", "exec")), writer.scope

    nodes = [writer.segment.nodes[name] for name in order]
    known = all(vouches_for(node.function.__code__.co_filename) for node in nodes if isinstance(node, Rule))
    about = f"{writer.segment.begins} {wanted} {[_said(node, writer.segment) for node in nodes]}"
    code, called = kept("plan", written, about) if known else written()
    writer.scope.update(called)
    exec(marshal.loads(code), writer.scope)


def _said(node: Node, segment: Segment) -> tuple[object, ...]:
    """What the text says of a node, besides what stands in its file."""
    if isinstance(node, Fact | Definition):
        return (node.name, isinstance(node, Fact) and node.of_member)
    if not isinstance(node, Rule):
        return (node.name, *node.takes, node.name in segment.of_member, isinstance(node, Total) and node.how)
    names = node.function.__globals__
    # Constants are written into the text. What somebody has put into a module at run time must not be kept for others.
    constants = [(each, int(names[each])) for each in node.function.__code__.co_names if isinstance(names.get(each), int)]
    return (node.name, node.function.__module__, node.function.__qualname__, node.name in segment.of_member, *constants)


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
    return _late(segment, stages)


def _late(segment: Segment, stages: list[Stage]) -> list[Stage]:
    """What members have is made in the pass where it is first taken: most of it is needed by one rule only, and often not at all."""
    order = {name: place for place, name in enumerate(segment.order)}
    passes = [list(of_members) for _, of_members, _ in stages]
    for number in reversed(range(len(passes) - 1)):
        for name in reversed(passes[number][:]):
            takers = (later for later in range(number, len(passes)) if _is_taken(segment, name, passes[later], stages[later][2]))
            first = next(takers, number)
            if first > number and not isinstance(segment.nodes[name], Total):
                passes[number].remove(name)
                passes[first].append(name)
    sorted_ = [sorted(names, key=order.__getitem__) for names in passes]
    return [(own, of_members, totals) for (own, _, totals), of_members in zip(stages, sorted_, strict=True)]


def _is_taken(segment: Segment, name: str, of_members: Iterable[str], totals: Iterable[str]) -> bool:
    return any(name in _takes(segment.nodes[taker]) for taker in (*of_members, *totals))
