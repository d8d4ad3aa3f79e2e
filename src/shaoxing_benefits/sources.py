"""seeds/ -> facts: what each source document says, in our own words, with its figures.

A citation is written `document:fact`, such as `yearbook:dibao-standard-2020` or `zhejiang-regulation:9`.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from .compiled import kept
from .places import data_folder
from .tables import Findings

if TYPE_CHECKING:
    from pathlib import Path

_DOCUMENT_KEYS = {"id", "number", "title_zh", "title_en", "kind", "in_force", "ended", "note_zh", "note_en"}
_FACT_KEYS = {"place", "says_zh", "says_en", "figures", "dates"}
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
DOCUMENT_KINDS = ("yearbook", "report", "draft", "statute", "not_at_hand")


class Document(NamedTuple):
    """A source document."""

    id: str
    kind: str
    title: Mapping[str, str]


class Fact(NamedTuple):
    """One thing a document says; `figures` are the numbers it gives."""

    document: Document
    key: str
    place: str
    says: Mapping[str, str]
    figures: frozenset[Decimal]
    dates: tuple[date, ...] = ()

    @property
    def id(self) -> str:
        """How the fact is cited."""
        return f"{self.document.id}:{self.key}"


def load_facts(folder: "Path") -> Mapping[str, Fact]:
    """Read all fact sheets of a folder, by citation.

    Raises:
        TableError: with every mistake, by file and key.
    """
    findings = Findings()
    facts: dict[str, Fact] = {}
    for path in sorted(folder.glob("*.toml")):
        name = f"seeds/{path.name}"
        content = findings.read(path, name)
        findings.unknown_keys(name, "", content, {"document", "facts"})
        document = _document(name, path.stem, findings.table(name, "document", content.get("document", {})), findings)
        for key, sheet in findings.table(name, "facts", content.get("facts", {})).items():
            fact = _fact(name, key, document, sheet, findings)
            if fact is not None:
                facts[fact.id] = fact
    findings.raise_any()
    return facts


def _document(file: str, stem: str, given: Mapping[str, Any], findings: Findings) -> Document:
    findings.unknown_keys(file, "document", given, _DOCUMENT_KEYS)
    for key in ("id", "title_zh", "title_en", "kind"):
        if not isinstance(given.get(key), str):
            findings.add(file, f"document.{key}", "It is missing or no text.", "Write it in quotes.")
    if given.get("id") != stem:
        findings.add(file, "document.id", "The id differs from the file's name.", "Use the same word for both.")
    if given.get("kind") not in DOCUMENT_KINDS:
        findings.add(file, "document.kind", "This kind is not known.", "Write one of: {all}.", all=", ".join(DOCUMENT_KINDS))
    title = {"zh": str(given.get("title_zh")), "en": str(given.get("title_en"))}
    return Document(str(given.get("id")), str(given.get("kind")), title)


def _fact(file: str, key: str, document: Document, given: Any, findings: Findings) -> Fact | None:
    at = f"facts.{key}"
    if not isinstance(given, Mapping):
        findings.add(file, at, "This is no fact.", "Write it as a table with place, says_zh, says_en and figures.")
        return None
    before = len(findings.problems)
    findings.unknown_keys(file, at, given, _FACT_KEYS)
    for name in ("place", "says_zh", "says_en"):
        if not isinstance(given.get(name), str) or not given[name].strip():
            findings.add(file, f"{at}.{name}", "It is missing or no text.", "Write it in quotes.")
    figures = given.get("figures", [])
    if not isinstance(figures, list) or not all(isinstance(figure, str) and _is_number(figure) for figure in figures):
        findings.add(file, f"{at}.figures", "The figures are no list of numbers in quotes.", 'Write them like ["810", "850"].')
    dates = given.get("dates", [])
    if not isinstance(dates, list) or not all(type(day) is date for day in dates):
        findings.add(file, f"{at}.dates", "The dates are no list of dates.", "Write them like [2020-01-01].")
    if len(findings.problems) > before:
        return None
    says = {"zh": given["says_zh"], "en": given["says_en"]}
    return Fact(document, key, given["place"], says, frozenset(Decimal(figure) for figure in figures), tuple(dates))


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


@cache
def shipped_facts() -> Mapping[str, Fact]:
    """The fact sheets that come with the package; read anew only where they, or what reads them, have changed."""
    return kept("facts", lambda: load_facts(data_folder("seeds")))
