"""What each fact is used for, as a page: document by document, with place, figures and use."""

from collections.abc import Iterator, Mapping, Sequence

from ..paper_trail.coverage import Cited, Coverage, Covered
from ..sources import COMPARISON, Document, Fact
from .figures import word
from .language import Language
from .markdown import table

_KINDS = {
    "yearbook": "a yearbook",
    "report": "a report",
    "notice": "a notice of an authority",
    "draft": "a draft: what it says is not in force by it",
    "statute": "a law or regulation",
    "not_at_hand": "known only second-hand: the text is not at hand",
}
"""What each kind of document is."""
_COUNTED = frozenset(range(1, 6))
_TOTALS_PAGE = {"zh": "published-totals.zh.md", "en": "published-totals.md"}


def coverage_page(documents: Sequence[Covered], numbers: Mapping[str, int], language: Language) -> str:
    """The whole page, as Markdown; `numbers` are those of the checks on the page of totals, by their ids."""
    return "\n".join(_lines(documents, numbers, language)) + "\n"


def _lines(documents: Sequence[Covered], numbers: Mapping[str, int], language: Language) -> Iterator[str]:
    say = language.say
    yield f"# {say('What each fact of the sources is used for')}"
    yield from ("", say("Made by `make docs` from `seeds/` and `rules/`. Do not change it by hand."), "")
    yield say(
        "Every fact that was taken from the sources stands here, with its place, what it says in our own words, its figures and days, and "
        "what it is used for: a parameter or rule rests on it; a published total is checked with it; it is another city's, for comparison; "
        "or it is not modelled, and why. A fact may have several uses, and none is without. Of a parameter that is not simply published or "
        "law, the status is said."
    )
    yield ""
    yield say("Checks have the numbers of [the page on published totals]({page}).", page=_TOTALS_PAGE[language.name])
    yield ""
    header = (say("document"), say("facts"), say("rule"), say("check"), say("comparison"), say("not modelled"))
    yield from table(header, _summary(documents, language), right=_COUNTED)
    for covered in documents:
        yield from ("", f"## {covered.document.title[language.name]}", "")
        yield from _document(covered, numbers, language)


def _summary(documents: Sequence[Covered], language: Language) -> Iterator[tuple[str, ...]]:
    together = [0] * len(_COUNTED)
    for covered in documents:
        counts = [
            len(covered.facts),
            covered.count(lambda each: each.is_rule),
            covered.count(lambda each: each.checks),
            covered.count(lambda each: each.is_comparison),
            covered.count(lambda each: each.is_not_modelled),
        ]
        together = [one + more for one, more in zip(together, counts, strict=True)]
        yield covered.document.title[language.name], *(str(count) for count in counts)
    yield language.say("together"), *(str(count) for count in together)


def _document(covered: Covered, numbers: Mapping[str, int], language: Language) -> Iterator[str]:
    say, document = language.say, covered.document
    yield say("`{id}`: {kind}.", id=document.id, kind=_kind(document, language))
    yield ""
    header = (say("fact"), say("place"), say("what it says"), say("figures and days"), say("used for"))
    rows = ((f"`{each.fact.key}`", each.fact.place, *_says(each, numbers, language)) for each in covered.facts)
    yield from table(header, rows)
    if document.passed_over:
        yield from ("", say("Read, and nothing there bears on the rules:"), "")
        yield from (f"- {heading}" for heading in document.passed_over)


def _kind(document: Document, language: Language) -> str:
    kind = language.say(_KINDS[document.kind])
    return language.say("{kind} of another city", kind=kind) if document.use == COMPARISON else kind


def _says(each: Coverage, numbers: Mapping[str, int], language: Language) -> tuple[str, str, str]:
    uses = language.say("; ").join(_uses(each, numbers, language))
    return each.fact.says[language.name], language.listed(_figures(each.fact)), uses


def _figures(fact: Fact) -> Iterator[str]:
    """Those that have names in the order of the sheet, the others by size; then the days."""
    named = fact.numbers.values()
    for figure in (*dict.fromkeys(named), *sorted(fact.figures - frozenset(named))):
        yield f"{figure:f}"
    yield from (day.isoformat() for day in fact.dates)


def _uses(each: Coverage, numbers: Mapping[str, int], language: Language) -> Iterator[str]:
    say = language.say
    if each.fact.document.kind == "draft":
        yield say("draft")
    yield from (say("parameter: {name}", name=_parameter(cited, language)) for cited in each.parameters)
    yield from (say("rule: {text}", text=say(rule.summary).rstrip(".。")) for rule in each.rules)
    if each.checks:
        yield say("check {numbers}", numbers=language.listed(str(numbers[check.id]) for check in each.checks))
    if each.is_comparison:
        yield say("comparison")
    if each.is_not_modelled:
        yield say("not modelled: {why}", why=each.fact.why[language.name].rstrip(".。"))


def _parameter(cited: Cited, language: Language) -> str:
    definition = cited.definition
    text = language.say("{label} [{parameter}]", label=definition.label[language.name], parameter=definition.name)
    statuses = language.listed(word(status, language) for status in cited.statuses)
    return text if cited.is_sure else language.say("{text} ({compared})", text=text, compared=statuses)
