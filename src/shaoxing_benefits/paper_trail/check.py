"""Whether all of it holds together: tables, fact sheets and rules; how much of it is sure, and what is not."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import frozen

from ..asking import rule_set
from ..assessment import Rules
from ..errors import Problem, TableError
from ..identity import digest
from ..overlays import Source, read_overlays
from ..places import data_folder
from ..rulebook import Definition, Entry, Rulebook, Status
from ..rulebook_reading import load_rulebook
from ..shipped import shipped_facts
from ..sources import DOCUMENT_KINDS, Document, Fact
from .coverage import problems as idle_facts
from .figures import Districts, Figure, overlay_of, said_of
from .readers import readers

DOUBTFUL = (Status.ASSUMED, Status.SECONDARY, Status.UNPUBLISHED, Status.PLANNED)
"""What a result that rests on it is told with."""
_BY_RULES = "rules"
_STATED_IN = {
    Status.PUBLISHED: tuple(kind for kind in DOCUMENT_KINDS if kind not in ("statute", "not_at_hand")),
    Status.STATUTE: ("statute",),
}
"""The kinds of documents in which a figure of a status stands."""


@frozen(eq=False)
class Checked:
    """Tables in which no mistake was found."""

    rules: Rules
    rulebook: Rulebook
    figures: tuple[Figure, ...]

    @property
    def parameters(self) -> int:
        """How many parameters there are."""
        return len(self.rulebook.definitions)

    @property
    def statuses(self) -> Mapping[Status, int]:
        """How many figures have each status."""
        return {status: len(self.of_status(status)) for status in Status}

    def of_status(self, status: Status) -> tuple[Figure, ...]:
        """The figures of a status, in the order of the tables."""
        return tuple(each for each in self.figures if each.entry.status is status)

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        return {
            "rules": self.rules.to_dict(),
            "parameters": self.parameters,
            "figures": len(self.figures),
            "statuses": {str(status): count for status, count in self.statuses.items()},
            "doubtful": [each.to_dict() for status in DOUBTFUL for each in self.of_status(status)],
        }


def check(*, overlays: Iterable[Source] | Source = ()) -> Checked:
    """Check tables, fact sheets and rules against each other, and overlays against the tables.

    Reading them checks most of it (`rules/README.md` says what). What is added: every parameter has a reader, a status fits the kind of
    document that is cited, and every fact is used for something.

    Raises:
        TableError: with every mistake in tables and fact sheets, by file and key.
        RuleError: with every place where rules do not fit together or take what is in no table.
        InputError: with everything that is wrong in the overlays.
        OSError: an overlay cannot be opened.
    """
    rulebook = _sound_rulebook()
    local = read_overlays(overlays)
    own = [entry for name in rulebook.definitions for entry in rulebook.timelines.get(name, ())]
    added = [entry for overlay in local for entries in overlay.entries.values() for entry in entries]
    figures = tuple(Figure(each, _districts(each), overlay_of(each, local)) for each in (*own, *added))
    return Checked(Rules(rulebook.edition, digest(rulebook), local), rulebook, figures)


def _districts(entry: Entry) -> Districts:
    return None if entry.districts is None else said_of(entry.districts)


def _sound_rulebook() -> Rulebook:
    """The tables.

    Raises:
        TableError: with every mistake.
    """
    try:
        rulebook = rule_set().rulebook
    except TableError as error:
        raise TableError([*error.problems, *_hidden_behind(error)]) from None
    problems = [*_misread(rulebook), *_misplaced(rulebook), *idle_facts(rulebook=rulebook)]
    if problems:
        raise TableError(problems)
    return rulebook


def _hidden_behind(error: TableError) -> Iterator[Problem]:
    """The mistakes in tables that were not looked at because the fact sheets could not be read."""
    if all(problem.path.startswith("seeds/") for problem in error.problems):
        try:
            load_rulebook(data_folder("rules"), _AnyFact())
        except TableError as more:
            yield from more.problems


class _AnyFigure(frozenset[Decimal]):
    """Holds whatever is asked for."""

    def __contains__(self, figure: object) -> bool:
        return True


class _AnyFact(dict[str, Fact]):
    """Stands in for fact sheets that cannot be read: no citation is held against it."""

    def __contains__(self, fact: object) -> bool:
        return True

    def __missing__(self, fact: str) -> Fact:
        return Fact(Document("", "", {}, None, ()), fact, "", {}, _AnyFigure(), {}, (), None, {})


def _misread(rulebook: Rulebook) -> Iterator[Problem]:
    """Parameters of which it is said that rules read them but none does, and the other way round."""
    for name, definition in rulebook.definitions.items():
        if (definition.read_by == _BY_RULES) != bool(readers().get(name)):
            path = f"rules/definitions/{name.partition('.')[0]}.toml: {name.partition('.')[2]}"
            yield _unread(definition, path)


def _unread(definition: Definition, path: str) -> Problem:
    if definition.read_by == _BY_RULES:
        return Problem(path, "No rule reads it.", "Remove it, or say in read_by who does.")
    say = {"reader": definition.read_by}
    return Problem(path, "A rule reads it, though read_by says {reader}.", "Take read_by out.", say)


def _misplaced(rulebook: Rulebook) -> Iterator[Problem]:
    """Figures whose status says where they stand, and which cite no such document."""
    facts = shipped_facts()
    for entries in rulebook.timelines.values():
        for entry in entries:
            kinds = _STATED_IN.get(entry.status)
            if kinds and not any(facts[each].document.kind in kinds for each in entry.sources):
                yield Problem(
                    _place(entry),
                    "The status is {status}, but no document of that kind is cited.",
                    "Correct the status or the citation.",
                    {"status": entry.status},
                )


def _place(entry: Entry) -> str:
    return f"{entry.file}: {entry.name.partition('.')[2]} ({entry.begins.isoformat()})"
