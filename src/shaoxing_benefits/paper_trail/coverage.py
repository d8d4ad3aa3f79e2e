"""What each fact of the sheets is there for: a rule, a check, a comparison, or nothing that can be computed. None is left over."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import frozen

from ..asking import rule_set
from ..engine.rule import Rule
from ..errors import Problem
from ..rulebook import Definition, Rulebook, Status
from ..shipped import shipped_facts
from ..sources import CHECK, COMPARISON, DOCUMENT_KINDS, NOT_MODELLED, Document, Fact
from .comparing import Check
from .published import published_totals

SURE = (Status.PUBLISHED, Status.STATUTE)
"""The source states the figure: that need not be said."""


@frozen(eq=False)
class Cited:
    """A parameter of which some figure rests on a fact, and the statuses of those figures."""

    definition: Definition
    statuses: tuple[Status, ...]

    @property
    def is_sure(self) -> bool:
        """Whether the status need not be said."""
        return all(each in SURE for each in self.statuses)


@frozen(eq=False)
class Coverage:
    """A fact with what rests on it."""

    fact: Fact
    parameters: tuple[Cited, ...]
    rules: tuple[Rule, ...]
    checks: tuple[Check, ...]

    @property
    def is_rule(self) -> bool:
        """Whether the tables or the rules rest on it."""
        return bool(self.parameters or self.rules)

    @property
    def is_comparison(self) -> bool:
        """Whether it is another city's."""
        return self.fact.use == COMPARISON

    @property
    def is_not_modelled(self) -> bool:
        """Whether no rule can be made of it; the sheet says why."""
        return self.fact.use == NOT_MODELLED

    @property
    def problem(self) -> Problem | None:
        """What is wrong where nothing rests on it, or something other than the sheet says."""
        path = f"seeds/{self.fact.document.id}.toml: facts.{self.fact.key}"
        if self.fact.use == CHECK and not self.checks:
            return Problem(path, "It is said to be a check, but no published total is held against it.", "Add a check, or correct its use.")
        if self.is_not_modelled and self.is_rule:
            return Problem(path, "It is said not to be modelled, but rules or tables rest on it.", "Take out its use and the reasons.")
        if self.is_rule or self.checks or self.is_comparison or self.is_not_modelled:
            return None
        return Problem(path, "No rule, table or check rests on it.", "Cite it, or say in its use what it is there for.")


@frozen(eq=False)
class Covered:
    """A document with its facts."""

    document: Document
    facts: tuple[Coverage, ...]

    def count(self, which: Callable[[Coverage], object]) -> int:
        """Of how many facts something is true."""
        return sum(1 for each in self.facts if which(each))


def coverage(
    facts: Mapping[str, Fact] | None = None, rulebook: Rulebook | None = None, checks: Iterable[Check] | None = None
) -> tuple[Covered, ...]:
    """All facts, document by document: the documents of Shaoxing, those of other cities, statutes, and what is not at hand."""
    facts = shipped_facts() if facts is None else facts
    rulebook = rule_set().rulebook if rulebook is None else rulebook
    parameters, rules = _citing_parameters(rulebook), _citing_rules()
    checked: dict[str, list[Check]] = {}
    for check in published_totals(facts, rulebook) if checks is None else checks:
        for name in check.facts:
            checked.setdefault(name, []).append(check)
    documents: dict[str, list[Coverage]] = {}
    for name, fact in facts.items():
        found = Coverage(fact, parameters.get(name, ()), rules.get(name, ()), tuple(checked.get(name, ())))
        documents.setdefault(fact.document.id, []).append(found)
    covered = (Covered(each[0].fact.document, tuple(each)) for each in documents.values())
    return tuple(sorted(covered, key=lambda each: _order(each.document)))


def problems(facts: Mapping[str, Fact] | None = None, rulebook: Rulebook | None = None) -> Iterator[Problem]:
    """Every fact that is there for nothing, or for something other than its sheet says."""
    for covered in coverage(facts, rulebook):
        yield from (each.problem for each in covered.facts if each.problem is not None)


def _order(document: Document) -> tuple[bool, int]:
    """Other cities come after Shaoxing's own documents and before the law."""
    kind = DOCUMENT_KINDS.index(document.kind)
    return kind >= DOCUMENT_KINDS.index("statute"), kind + (len(DOCUMENT_KINDS) if document.use == COMPARISON else 0)


def _citing_parameters(rulebook: Rulebook) -> Mapping[str, tuple[Cited, ...]]:
    """For each fact the parameters that cite it."""
    found: dict[str, dict[str, dict[Status, None]]] = {}
    for name in rulebook.definitions:
        for entry in rulebook.timelines.get(name, ()):
            for fact in entry.sources:
                found.setdefault(fact, {}).setdefault(name, {})[entry.status] = None
    definitions = rulebook.definitions
    return {fact: tuple(Cited(definitions[name], tuple(each)) for name, each in names.items()) for fact, names in found.items()}


def _citing_rules() -> Mapping[str, tuple[Rule, ...]]:
    """For each fact the rules that cite it, whenever they apply."""
    found: dict[str, dict[str, Rule]] = {}
    for segment in rule_set().segments:
        for node in segment.nodes.values():
            if isinstance(node, Rule):
                for fact in node.cites:
                    found.setdefault(fact, {})[node.summary] = node
    return {fact: tuple(rules.values()) for fact, rules in found.items()}
