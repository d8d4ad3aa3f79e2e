"""The published totals as a page: what was computed, what it is held against, and what that means."""

from collections.abc import Iterable, Iterator, Sequence

from ..kinds import Rounding
from ..paper_trail.comparing import Check, Line, Measure, Relation, Verdict
from ..rulebook import Rulebook
from .figures import word
from .language import Language
from .markdown import number_text, table

_MEASURES = {
    Measure.HOUSEHOLDS: "households",
    Measure.PERSONS: "persons",
    Measure.PERSONS_10000: "ten thousand persons",
    Measure.SHOPS: "pharmacies",
    Measure.MONTHS: "months of one person",
    Measure.YUAN: "yuan",
    Measure.YUAN_A_MONTH: "yuan a month",
    Measure.YUAN_A_YEAR: "yuan a year",
    Measure.YUAN_10000: "ten thousand yuan",
    Measure.TIMES: "times",
    Measure.PERCENT: "per cent",
    Measure.POINTS: "percentage points",
}
_VERDICTS = {
    Verdict.EXACT: "exact",
    Verdict.WITHIN_ROUNDING: "within rounding",
    Verdict.DIFFERS: "differs",
    Verdict.HOLDS: "holds",
    Verdict.FAILS: "does not hold",
    Verdict.COMPARISON: "for comparison",
    Verdict.ALONE: "shown alone",
}
_MEANINGS = {
    Verdict.EXACT: "Computed and published figure are the same.",
    Verdict.WITHIN_ROUNDING: "The published figure is the computed one, rounded or cut to the last digit that is printed.",
    Verdict.DIFFERS: "They should be the same and are not.",
    Verdict.HOLDS: "A limit is kept, or a whole number comes out as it should.",
    Verdict.FAILS: "A limit is not kept, or no whole number comes out.",
    Verdict.COMPARISON: "Nothing says that the two should be the same; how far apart they are is shown.",
    Verdict.ALONE: "Nothing is published that it could be held against.",
}
_ROUNDED = {Rounding.HALF_UP: "rounded to {digit}", Rounding.DOWN: "cut to {digit}"}
_COVERAGE_PAGE = {"zh": "coverage.zh.md", "en": "coverage.md"}
_NOTHING = "–"
_FIGURES = frozenset((2, 3, 4, 5))


def published_page(checks: Sequence[Check], rulebook: Rulebook, language: Language) -> str:
    """The whole page, as Markdown."""
    return "\n".join(_lines(checks, rulebook, language)) + "\n"


def _lines(checks: Sequence[Check], rulebook: Rulebook, language: Language) -> Iterator[str]:
    say = language.say
    yield f"# {say('Held against published totals')}"
    yield from ("", say("Made by `make docs` from `seeds/` and `rules/`. Do not change it by hand."), "")
    yield say(
        "The sources publish totals. Here each is computed from the figures of the fact sheets and the parameters of the rule tables, and "
        "the two are held against each other. Nothing is tuned to fit. All is worked out exactly; a figure without an end is shown "
        "rounded, with ≈ before it. Figures stand in the unit of the source."
    )
    yield ""
    page = _COVERAGE_PAGE[language.name]
    yield say("What the facts named here say, and where in the source, stands on [the page on the uses of facts]({page}).", page=page)
    yield ""
    counts = {verdict: sum(each.verdict is verdict for check in checks for each in check.lines) for verdict in Verdict}
    meanings = [(say(_VERDICTS[each]), str(counts[each]), say(_MEANINGS[each])) for each in Verdict]
    yield from table((say("result"), say("figures"), say("meaning")), meanings, right=frozenset((1,)))
    yield ""
    yield from table((say("no."), say("check"), say("result")), _overview(checks, language), right=frozenset((0,)))
    yield from ("", say("All that differs:"), "")
    differing = [(number, line) for number, check in enumerate(checks, 1) for line in check.lines if line.verdict is Verdict.DIFFERS]
    header = (say("no."), say("check"), *_header(language)[:-1])
    rows = ((str(number), say(checks[number - 1].title), *_row(line, language)[:-1]) for number, line in differing)
    yield from table(header, rows, right=frozenset((0, *(place + 2 for place in _FIGURES))))
    section = ""
    for number, check in enumerate(checks, 1):
        if check.section != section:
            section = check.section
            yield from ("", f"## {say(check.section)}")
        yield from ("", f"### {number}. {say(check.title)}", "")
        yield from _check(check, rulebook, language)


def _overview(checks: Iterable[Check], language: Language) -> Iterator[tuple[str, str, str]]:
    say = language.say
    for number, check in enumerate(checks, 1):
        counts = [(each, sum(line.verdict is each for line in check.lines)) for each in Verdict]
        told = [say("{name}: {text}", name=say(_VERDICTS[each]), text=count) for each, count in counts if count]
        yield str(number), say(check.title), language.listed(told)


def _check(check: Check, rulebook: Rulebook, language: Language) -> Iterator[str]:
    say = language.say
    yield say("How: {formula}", formula=say(check.formula))
    yield ""
    yield from table(_header(language), (_row(each, language) for each in check.lines), right=_FIGURES)
    yield from ("", say(check.meaning), "")
    labels = (rulebook.definitions[name].label[language.name] for name in check.parameters)
    told = [say("{label} [{parameter}]", label=label, parameter=name) for label, name in zip(labels, check.parameters, strict=True)]
    yield say("Rests on: {names}", names=language.listed([*(f"`{name}`" for name in check.facts), *told]))


def _header(language: Language) -> tuple[str, ...]:
    say = language.say
    return say("what"), say("unit"), say("computed"), say("held against"), say("difference"), say("in per cent"), say("result")


def _row(line: Line, language: Language) -> tuple[str, ...]:
    say, against = language.say, line.against
    what = say(line.what) if line.what else ""
    if line.district is not None:
        district = word(line.district.name.lower(), language)
        what = say("{name}: {text}", name=district, text=what) if what else district
    return (
        what,
        say(_MEASURES[line.measure]),
        number_text(line.computed, language),
        _against(line, language),
        _NOTHING if not line.difference else number_text(line.difference, language, signed=True),
        _NOTHING if not line.percent or against.other is None else f"{number_text(line.percent, language, signed=True)}%",
        result_text(line, language),
    )


def _against(line: Line, language: Language) -> str:
    relation, other = line.against.relation, line.against.other
    if other is None:
        return language.say("a whole number") if relation is Relation.WHOLE else _NOTHING
    sign = {Relation.AT_LEAST: "≥ ", Relation.AT_MOST: "≤ "}.get(relation, "")
    return f"{sign}{number_text(other, language)}"


def result_text(line: Line, language: Language) -> str:
    """How the two compare; within rounding, which rounding."""
    said = language.say(_VERDICTS[line.verdict])
    if line.rounding is None:
        return said
    digit = number_text(line.against.last_digit, language)
    return language.say("{text} ({compared})", text=said, compared=language.say(_ROUNDED[line.rounding], digit=digit))
