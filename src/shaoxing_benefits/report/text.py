"""An assessment as text: a table of programmes; with `explain`, each programme's conditions, calculation, sources and caveats."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..assessment import Amount, Assessment, Outcome
from ..errors import BenefitsError
from ..explanation import Condition, Range, Step, Value
from ..sources import shipped_facts
from .language import Language
from .layout import indented, table, wrapped

WIDE = 80
NO_BREAK = "\N{NO-BREAK SPACE}"
_NOTHING = Decimal("0.00")
_MARKS = {True: "✓", False: "✗", None: "?"}
PERIODS = {"month": "{amount} a month", "year": "{amount} a year", "once": "{amount} once"}
STATUSES = {"eligible": "eligible", "ineligible": "not eligible", "undetermined": "undetermined"}


def assessment_text(assessment: Assessment, language: Language, *, explain: bool = False) -> str:
    """The whole answer for one household."""
    return "\n".join([*_overview(assessment, language), *(_explanations(assessment, language) if explain else ())]) + "\n"


def problems_text(error: BenefitsError, language: Language) -> str:
    """Every mistake on a line of its own."""
    lines = (wrapped(language.problem(problem), WIDE) for problem in error.problems)
    return "".join(f"{'  ' if place else ''}{line}\n" for each in lines for place, line in enumerate(each))


def _overview(assessment: Assessment, language: Language) -> Iterator[str]:
    say = language.say
    head = say("Household {household}, {month}", household=assessment.household or "–", month=language.month(assessment.month))
    yield head
    yield say("Rules: edition {edition}, {digest}…", edition=assessment.rules.edition, digest=assessment.rules.digest[:23])
    if assessment.options.known_on:
        yield say("As known on {day}.", day=assessment.options.known_on)
    if assessment.options.assume_planned:
        yield say("Planned values are used as if they had come into force.")
    yield ""
    rows = [tuple(say(each) for each in ("Programme", "Result", "Amount", "Members"))]
    for outcome in assessment:
        rows.append((say(outcome.title), say(STATUSES[outcome.status]), _paid(outcome, language), _shares(outcome, language)))
    yield from table(rows, most=WIDE)
    yield ""
    for period, total in assessment.totals.items():
        if total.range.high != 0:
            amount = say(PERIODS[period], amount=_range(total.range, language))
            yield say("Together: {amount}", amount=amount)
    open_ones = [outcome for outcome in assessment if outcome.missing.parameters]
    for outcome in open_ones:
        names = say(", ").join(outcome.missing.parameters)
        text = say("{programme} depends on what is not published: {names}", programme=say(outcome.title), names=names)
        yield from wrapped(text, WIDE)


def _paid(outcome: Outcome, language: Language) -> str:
    if outcome.range is None or outcome.period is None or outcome.status == "ineligible":
        return "–"
    return language.say(PERIODS[outcome.period], amount=_range(outcome.range, language))


def _shares(outcome: Outcome, language: Language) -> str:
    # A line may end between members, never between a member and the amount.
    return language.say(", ").join(f"{member}{NO_BREAK}{_range(amount, language)}" for member, amount in outcome.members.items())


def _range(amount: Amount, language: Language) -> str:
    if amount.exact is not None:
        return language.money(amount.exact)
    low = language.money(amount.low)
    if amount.high is None:
        return language.say("{low} or more", low=low)
    return language.say("{low} to {high}", low=low, high=language.money(amount.high))


def _explanations(assessment: Assessment, language: Language) -> Iterator[str]:
    for outcome in assessment:
        yield ""
        result = [language.say(STATUSES[outcome.status]), _paid(outcome, language)]
        text = language.say(", ").join(each for each in result if each != "–")
        yield language.say("{name}: {text}", name=language.say(outcome.title), text=text)
        yield "─" * WIDE
        yield from _conditions(outcome, language)
        if outcome.status != "ineligible" and outcome.range is not None:
            yield ""
            yield f"  {language.say('Calculation')}"
            seen: set[int] = set()
            for step in outcome.steps:
                if step.member is None or step.value != _NOTHING:
                    yield from indented(_tree(step, language, seen, outcome.programme), 4)
        yield from _sources(outcome, language)
        yield from _caveats(outcome, language)


def _conditions(outcome: Outcome, language: Language) -> Iterator[str]:
    yield f"  {language.say('Conditions')}"
    rows = [_condition_row(condition, language) for condition in outcome.conditions]
    yield from indented(table(rows, most=WIDE - 4), 4)


def _condition_row(condition: Condition, language: Language) -> tuple[str, ...]:
    compared = ""
    if condition.actual is not None:
        compared = _value(condition.actual, language)
        if condition.limit is not None:
            compared = language.say("{actual}; limit {limit}", actual=compared, limit=_value(condition.limit, language))
    text = _sentence(condition.summary, language)
    if compared:
        text = language.say("{text} ({compared})", text=text, compared=compared)
    return (_MARKS[condition.holds], condition.member or "", text)


def _sentence(text: str, language: Language) -> str:
    """What a rule says, as part of a line: without the full stop."""
    return language.say(text).rstrip(".。")


def _value(value: Value | Range, language: Language) -> str:
    if isinstance(value, Range) and isinstance(value.low, bool):
        return language.say("undetermined")
    if isinstance(value, Range):
        low = _value(value.low, language)
        if value.high is None:
            return language.say("{low} or more", low=low)
        return language.say("{low} to {high}", low=low, high=_value(value.high, language))
    if isinstance(value, bool):
        return language.say("yes") if value else language.say("no")
    if isinstance(value, str):
        return language.say(value)
    # Two decimals are an amount; ratios and areas are plain numbers.
    return language.money(value) if isinstance(value, Decimal) and value.as_tuple().exponent == -2 else language.number(value)


def _tree(step: Step, language: Language, seen: set[int], programme: str, lead: str = "", branch: str = "") -> Iterator[str]:
    yield from _tree_lines(step, language, lead, branch, above=id(step) in seen and bool(step.decisive))
    if id(step) in seen:
        return
    seen.add(id(step))
    shown = _shown(step, programme)
    lead += {"": "", "├─ ": "│  ", "└─ ": "   "}[branch]
    for place, each in enumerate(shown):
        yield from _tree(each, language, seen, programme, lead, "└─ " if place == len(shown) - 1 else "├─ ")


def _shown(step: Step, programme: str) -> list[Step]:
    """What decided a step. The conditions stand above the calculation, and what adds nothing or does not apply is left out."""
    return [each for each in step.decisive if each.id != f"{programme}_eligible" and each.value not in (False, _NOTHING)]


def _tree_lines(step: Step, language: Language, lead: str, branch: str, *, above: bool) -> Iterator[str]:
    text = _sentence(step.label.get(language.name) or step.label["en"], language)
    if step.member:
        text = language.say("{name}: {text}", name=step.member, text=text)
    text = f"{_value(step.value, language)}  {text}"
    if step.kind == "parameter":
        text += language.say(" [{parameter}, {status}]", parameter=step.id, status=language.say(step.status or ""))
    if above:
        text += language.say(" (see above)")
    first = f"{lead}{branch}"
    rest = lead + {"": "   ", "├─ ": "│     ", "└─ ": "      "}[branch]
    for place, line in enumerate(wrapped(text, WIDE - 4 - len(rest))):
        yield (rest if place else first) + line


def _cited(steps: Iterable[Step], programme: str) -> Iterator[str]:
    waiting, seen = list(steps), set[int]()
    while waiting:
        step = waiting.pop(0)
        if id(step) not in seen:
            seen.add(id(step))
            yield from step.cites
            waiting.extend(_shown(step, programme))


def _sources(outcome: Outcome, language: Language) -> Iterator[str]:
    cites = [cite for condition in outcome.conditions for cite in condition.cites if outcome.status != "ineligible" or not condition.holds]
    if outcome.status != "ineligible":
        cites += _cited((step for step in outcome.steps if step.member is None or step.value != _NOTHING), outcome.programme)
    facts, comma = shipped_facts(), language.say(", ")
    rows = [(f"[{cite}]", f"{facts[cite].document.title[language.name]}{comma}{facts[cite].place}") for cite in dict.fromkeys(cites)]
    if rows:
        yield ""
        yield f"  {language.say('Sources')}"
        for cite, place in rows:
            yield from indented(wrapped(f"{cite} {place}", WIDE - 8), 4)


def _caveats(outcome: Outcome, language: Language) -> Iterator[str]:
    if outcome.caveats:
        yield ""
        yield f"  {language.say('Caveats')}"
    for caveat in outcome.caveats:
        name = language.say("{text} ({compared})", text=caveat.parameter, compared=language.say(caveat.status))
        text = language.say("{name}: {text}", name=name, text=caveat.note.get(language.name, ""))
        for place, line in enumerate(wrapped(text, WIDE - 6)):
            yield ("      " if place else "    ") + line
