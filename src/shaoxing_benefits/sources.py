"""seeds/ -> facts: what each source document says, in our own words, with its figures.

A citation is written `document:fact`, such as `yearbook:dibao-standard-2020` or `zhejiang-regulation:9`.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from .tables import Findings

if TYPE_CHECKING:
    from pathlib import Path

_DOCUMENT_KEYS = {"id", "number", "title_zh", "title_en", "kind", "in_force", "ended", "note_zh", "note_en", "use", "passed_over"}
_FACT_KEYS = {"place", "says_zh", "says_en", "figures", "numbers", "dates", "use", "why_zh", "why_en"}
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
DOCUMENT_KINDS = ("yearbook", "report", "notice", "draft", "statute", "not_at_hand")
CHECK, COMPARISON, NOT_MODELLED = USES = ("check", "comparison", "not_modelled")
"""What a fact is there for that no rule rests on: a total to check against, another city's figure, or nothing that can be computed."""


class Document(NamedTuple):
    """A source document; `passed_over` are the headings or articles that were read and hold nothing for the rules.

    A law has a first day (`in_force`) where the text at hand bears one, and a last (`ended`) where another has taken its place.
    """

    id: str
    kind: str
    title: Mapping[str, str]
    use: str | None
    passed_over: tuple[str, ...]
    in_force: date | None = None
    ended: date | None = None


class Fact(NamedTuple):
    """One thing a document says; `figures` are all the numbers it gives, `numbers` those of them that have a name.

    `use` is None where the rules say it: by resting on the fact. `why` says why a fact is not modelled, else it is empty.
    """

    document: Document
    key: str
    place: str
    says: Mapping[str, str]
    figures: frozenset[Decimal]
    numbers: Mapping[str, Decimal]
    dates: tuple[date, ...]
    use: str | None
    why: Mapping[str, str]

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
    use = given.get("use")
    if use not in (None, COMPARISON):
        findings.add(file, "document.use", "This use is not known.", "Write one of: {all}.", all=COMPARISON)
        use = None
    passed_over = given.get("passed_over", [])
    if not isinstance(passed_over, list) or not all(isinstance(heading, str) and heading.strip() for heading in passed_over):
        findings.add(file, "document.passed_over", "The headings are no list of texts.", 'Write them like ["heading", "heading"].')
        passed_over = []
    title = {"zh": str(given.get("title_zh")), "en": str(given.get("title_en"))}
    days = [_day(file, key, given, findings) for key in ("in_force", "ended")]
    return Document(str(given.get("id")), str(given.get("kind")), title, use, tuple(passed_over), *days)


def _day(file: str, key: str, given: Mapping[str, Any], findings: Findings) -> date | None:
    day = given.get(key)
    if day is None or type(day) is date:
        return day
    findings.add(file, f"document.{key}", "This is no date.", "Write it without quotes, such as 2020-01-01.")
    return None


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
    if not isinstance(figures, list) or not all(_is_number(figure) for figure in figures):
        findings.add(file, f"{at}.figures", "The figures are no list of numbers in quotes.", 'Write them like ["810", "850"].')
    numbers = given.get("numbers", {})
    if not isinstance(numbers, Mapping) or not all(_NAME.fullmatch(name) and _is_number(figure) for name, figure in numbers.items()):
        remedy = 'Write name = "number" for each, the names in lower case with underscores.'
        findings.add(file, f"{at}.numbers", "These are no numbers with names.", remedy)
    dates = given.get("dates", [])
    if not isinstance(dates, list) or not all(type(day) is date for day in dates):
        findings.add(file, f"{at}.dates", "The dates are no list of dates.", "Write them like [2020-01-01].")
    use = given.get("use", document.use)
    if use is not None and use not in USES:
        findings.add(file, f"{at}.use", "This use is not known.", "Write one of: {all}.", all=", ".join(USES))
    why = _why(file, at, given, use == NOT_MODELLED, findings)
    if len(findings.problems) > before:
        return None
    named = {name: Decimal(figure) for name, figure in numbers.items()}
    all_figures = frozenset((*named.values(), *(Decimal(figure) for figure in figures)))
    says = {"zh": given["says_zh"], "en": given["says_en"]}
    return Fact(document, key, given["place"], says, all_figures, named, tuple(dates), use, why)


def _why(file: str, at: str, given: Mapping[str, Any], needed: bool, findings: Findings) -> Mapping[str, str]:
    """Why no rule can be made of it: said where it is not modelled, and nowhere else."""
    why: dict[str, str] = {}
    for language in ("zh", "en"):
        key = f"why_{language}"
        reason = given.get(key)
        if not needed:
            if reason is not None:
                remedy = 'Leave it out, or write use = "not_modelled".'
                findings.add(file, f"{at}.{key}", "A reason stands only with what is not modelled.", remedy)
        elif not isinstance(reason, str) or not reason.strip():
            findings.add(file, f"{at}.{key}", "It is missing or no text.", "Write it in quotes.")
        else:
            why[language] = reason
    return why


def _is_number(figure: object) -> bool:
    return isinstance(figure, str) and _NUMBER.fullmatch(figure) is not None
