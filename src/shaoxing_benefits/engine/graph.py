"""Wiring rules by argument names, and checking the whole: unknown names, cycles, duplicates, units, overlaps and gaps in time.

A rule set is cut where a rule or condition begins or ends; between two cuts (a `Segment`) each name means one thing.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from types import ModuleType

from attrs import field, frozen

from ..errors import Problem, RuleError
from ..numbers import FEN, FEN_A_MONTH, FEN_A_YEAR, FLAG, What
from ..rulebook import Definition, Rulebook
from .facts import Fact, all_facts
from .rule import Declared, Programme, Rule, Total, declared


@frozen(eq=False, repr=False)
class AllOf:
    """The conjunction of a programme's conditions."""

    name: str
    takes: dict[str, What]
    gives: What = FLAG
    cites: tuple[str, ...] = ()
    summary: str = "Every condition of the programme holds."


PAID = {"month": FEN_A_MONTH, "year": FEN_A_YEAR, "once": FEN}
"""The unit in which a programme pays, by its period."""
Node = Rule | Total | AllOf | Fact | Definition


@frozen(eq=False, repr=False)
class Segment:
    """The rules that apply from one day until the next segment begins: every name with its node, in an order in which they can be run."""

    begins: date
    nodes: Mapping[str, Node]
    order: tuple[str, ...]
    of_member: frozenset[str]
    programmes: Mapping[str, Programme]
    conditions: Mapping[str, tuple[str, ...]]


@frozen(eq=False, repr=False)
class RuleSet:
    """All rules, checked against the tables' parameters and the household's facts."""

    rulebook: Rulebook
    programmes: tuple[Programme, ...]
    segments: tuple[Segment, ...] = field()

    def segment(self, day: date) -> Segment:
        """The segment that holds a day on or after the tables' first."""
        return next(each for each in reversed(self.segments) if each.begins <= day)


def build(modules: Iterable[ModuleType], rulebook: Rulebook, sources: Container[str]) -> RuleSet:
    """Wire the rules of some modules to the tables; `sources` are the citations that resolve.

    Raises:
        RuleError: with everything that does not fit together.
    """
    found = declared(modules)
    wiring = _Wiring(found, rulebook, sources)
    segments = tuple(wiring.segments())
    if wiring.problems:
        raise RuleError(wiring.problems)
    return RuleSet(rulebook, found.programmes, segments)


class _Wiring:
    def __init__(self, found: Declared, rulebook: Rulebook, sources: Container[str]) -> None:
        self.found, self.rulebook, self.sources = found, rulebook, sources
        self.facts = all_facts()
        self.parameters = rulebook.of_code_name
        self.problems: list[Problem] = []
        self.versions: dict[str, list[Rule]] = {}
        for rule in found.rules:
            self.versions.setdefault(rule.name, []).append(rule)

    def _add(self, where: str, problem: str, remedy: str, /, **values: object) -> None:
        entry = Problem(where, problem, remedy, values)
        if str(entry) not in {str(each) for each in self.problems}:
            self.problems.append(entry)

    def segments(self) -> Iterator[Segment]:
        self._check_names()
        self._check_versions()
        if self.problems:
            return
        cuts = {self.rulebook.begins}
        for rule in self.found.rules:
            cuts |= {rule.since} if rule.since else set()
            cuts |= {rule.until + timedelta(days=1)} if rule.until else set()
        for cut in sorted(each for each in cuts if each >= self.rulebook.begins):
            segment = self._segment(cut)
            if segment is not None:
                yield segment

    def _check_names(self) -> None:
        """One name, one meaning; facts and parameters are there before the rules."""
        taken: dict[str, str] = {}
        for kind, names in (
            ("fact", self.facts),
            ("parameter", [each.code_name for each in self.rulebook.definitions.values()]),
            ("rule", self.versions),
            ("total", [each.name for each in self.found.totals]),
            ("programme", [each.eligible for each in self.found.programmes]),
        ):
            for name in names:
                if name in taken:
                    self._add(name, "The name is both a {one} and a {other}.", "Rename one of them.", one=taken[name], other=kind)
                taken[name] = kind

    def _check_versions(self) -> None:
        """The versions of a rule follow one another without overlap or gap."""
        for name, rules in self.versions.items():
            ordered = sorted(rules, key=lambda rule: rule.since or date.min)
            for first, second in pairwise(ordered):
                begins = second.since
                if first.until is None or begins is None or first.until >= begins:
                    self._add(name, "Two versions of the rule overlap in time.", "Let the first end the day before the second begins.")
                elif first.until + timedelta(days=1) < begins and not first.is_condition:
                    say = {"first": first.until + timedelta(days=1), "last": begins - timedelta(days=1)}
                    self._add(name, "No version of the rule holds from {first} to {last}.", "Close the gap.", **say)
            for rule in ordered:
                if rule.since and rule.until and rule.until < rule.since:
                    self._add(name, "A version of the rule ends before it begins.", "Correct since or until.")
                for source in rule.cites:
                    if source not in self.sources:
                        self._add(name, "The fact {source} is in no sheet.", "Add it to seeds/, or correct the citation.", source=source)

    def _segment(self, begins: date) -> Segment | None:
        nodes: dict[str, Node] = {**self.facts, **self.parameters}
        for name, rules in self.versions.items():
            for rule in rules:
                if (rule.since is None or rule.since <= begins) and (rule.until is None or begins <= rule.until):
                    nodes[name] = rule
        nodes |= {each.name: each for each in self.found.totals}
        conditions = {
            programme: tuple(rule.name for rule in rules if nodes.get(rule.name) is rule)
            for programme, rules in self.found.conditions.items()
        }
        for programme in self.found.programmes:
            needed = conditions[programme.id]
            nodes[programme.eligible] = AllOf(programme.eligible, dict.fromkeys(needed, FLAG))
        before = len(self.problems)
        self._check_arguments(nodes, begins)
        order = self._ordered(nodes)
        if len(self.problems) > before:
            return None
        of_member = _members_among(nodes, order)
        for name, node in nodes.items():
            if isinstance(node, Total) and node.of not in of_member:
                self._add(name, "It adds up {of}, which is not a value of each member.", "Take the household's value directly.", of=node.of)
        for programme in self.found.programmes:
            self._check_paid(programme, nodes, of_member)
        programmes = {each.id: each for each in self.found.programmes}
        return Segment(begins, nodes, order, of_member, programmes, conditions)

    def _check_arguments(self, nodes: Mapping[str, Node], begins: date) -> None:
        for name, node in nodes.items():
            takes = {} if isinstance(node, Fact | Definition) else node.takes
            for argument, wanted in takes.items():
                given = nodes.get(argument)
                if given is None:
                    problem = "On {day} nothing is called {argument}."
                    self._add(name, problem, "Name a rule, total, parameter or fact.", day=begins, argument=argument)
                elif (unit := _gives(given)) != wanted:
                    say = {"argument": argument, "unit": _said(unit), "wanted": _said(wanted)}
                    self._add(name, "{argument} is in {unit}, but {wanted} is expected.", "Convert it in a rule of its own.", **say)
            if isinstance(node, Rule) and node.is_condition:
                self._check_compared(name, node, nodes)
        for programme in self.found.programmes:
            for paid in programme.figures:
                if paid not in nodes:
                    self._add(programme.id, "On {day} nothing is called {argument}.", "Write the rule.", day=begins, argument=paid)

    def _check_paid(self, programme: Programme, nodes: Mapping[str, Node], of_member: frozenset[str]) -> None:
        """What is paid is money for the programme's period, and reaches the members."""
        if programme.amount and programme.amount not in of_member and programme.shares is None:
            self._add(programme.id, "It pays the household without saying who gets what.", "Name in shares how it is divided.")
        if programme.shares and programme.shares not in of_member:
            self._add(programme.id, "Its shares are no value of each member.", "Name a rule about members.")
        wanted = PAID.get(programme.period or "")
        for name in programme.figures:
            if _gives(nodes[name]) != wanted:
                say = {"argument": name, "unit": _said(_gives(nodes[name])), "wanted": "nothing" if wanted is None else _said(wanted)}
                self._add(programme.id, "{argument} is in {unit}, but {wanted} is expected.", "Convert it in a rule of its own.", **say)

    def _check_compared(self, name: str, rule: Rule, nodes: Mapping[str, Node]) -> None:
        """What a condition says it compares exists, is comparable, and is among its arguments."""
        for compared in (rule.actual, rule.limit):
            if compared is not None and compared not in rule.takes:
                self._add(name, "It compares {argument} without taking it.", "Make it an argument.", argument=compared)
        if rule.actual and rule.limit and {rule.actual, rule.limit} <= nodes.keys():
            actual, limit = _gives(nodes[rule.actual]), _gives(nodes[rule.limit])
            if actual != limit:
                self._add(name, "It compares {one} with {other}.", "Compare like with like.", one=_said(actual), other=_said(limit))

    def _ordered(self, nodes: Mapping[str, Node]) -> tuple[str, ...]:
        """Every name after the names it takes; depth first, so that what belongs together stays together."""
        order: dict[str, None] = {}
        under_way: list[str] = []

        def visit(name: str) -> None:
            if name in order or name not in nodes:
                return
            if name in under_way:
                circle = [*under_way[under_way.index(name) :], name]
                self._add(name, "The rules go in a circle: {circle}.", "Break it.", circle=" → ".join(circle))
                return
            under_way.append(name)
            node = nodes[name]
            for argument in () if isinstance(node, Fact | Definition) else node.takes:
                visit(argument)
            under_way.pop()
            order[name] = None

        for name in nodes:
            visit(name)
        return tuple(order)


def _gives(node: Node) -> What:
    return node.unit if isinstance(node, Fact | Definition) else node.gives


def _said(what: What) -> str:
    return what.__name__ if isinstance(what, type) else str(what)


def _members_among(nodes: Mapping[str, Node], order: Iterable[str]) -> frozenset[str]:
    """The names whose values each member has: members' facts, what is made from them, and places."""
    found: set[str] = set()
    for name in order:
        node = nodes[name]
        if isinstance(node, Fact):
            of_member = node.of_member
        elif isinstance(node, Definition):
            of_member = False
        elif isinstance(node, Total):
            of_member = node.how == "place"
        else:
            of_member = any(argument in found for argument in node.takes)
        if of_member:
            found.add(name)
    return frozenset(found)
