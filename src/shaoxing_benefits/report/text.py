"""An assessment as text: a table of programmes; with `explain`, each programme's conditions, calculation, sources and caveats."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..assessment import Amount, Assessment, Condition, Outcome, Range, Step, Value
from ..errors import BenefitsError
from ..sources import shipped_facts
from .language import Language
from .layout import indented, table, wrapped

WIDE = 80
_NOTHING = Decimal("0.00")
_MARKS = {True: "✓", False: "✗", None: "?"}
PERIODS = {"month": "{amount} a month", "year": "{amount} a year", "once": "{amount} once"}
STATUSES = {"eligible": "eligible", "ineligible": "not eligible", "undetermined": "undetermined"}


def assessment_text(assessment: Assessment, language: Language, *, explain: bool = False) -> str:
    """The whole answer for one household."""
    return "\n".join([*_overview(assessment, language), *(_explanations(assessment, language) if explain else ())]) + "\n"


def problems_text(error: BenefitsError, language: Language) -> str:
    """Every mistake on a line of its own."""
    return "".join(f"{language.problem(problem)}\n" for problem in error.problems)


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
        rows.append((say(outcome.programme), say(STATUSES[outcome.status]), _paid(outcome, language), _shares(outcome, language)))
    yield from table(rows, most=WIDE)
    yield ""
    for period, total in assessment.totals.items():
        if total.range.high != 0:
            amount = say(PERIODS[period], amount=_range(total.range, language))
            yield say("Together: {amount}", amount=amount)
    open_ones = [outcome for outcome in assessment if outcome.missing.parameters]
    for outcome in open_ones:
        names = ", ".join(outcome.missing.parameters)
        text = say("{programme} depends on what is not published: {names}", programme=say(outcome.programme), names=names)
        yield from wrapped(text, WIDE)


def _paid(outcome: Outcome, language: Language) -> str:
    if outcome.range is None or outcome.period is None or outcome.status == "ineligible":
        return "–"
    return language.say(PERIODS[outcome.period], amount=_range(outcome.range, language))


def _shares(outcome: Outcome, language: Language) -> str:
    # A line may end between members, never between a member and the amount: hence the no-break blank.
    return ", ".join(f"{member}\N{NO-BREAK SPACE}{_range(amount, language)}" for member, amount in outcome.members.items())


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
        title = f"{language.say(outcome.programme)}: {language.say(STATUSES[outcome.status])}"
        paid = _paid(outcome, language)
        yield title if paid == "–" else f"{title}, {paid}"
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
    text = language.say(condition.summary)
    return (_MARKS[condition.holds], condition.member or "", f"{text} ({compared})" if compared else text)


def _value(value: Value | Range, language: Language) -> str:
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
    # The conditions stand above the calculation, and what adds nothing is left out.
    shown = [each for each in step.decisive if each.id != f"{programme}_eligible" and each.value != _NOTHING]
    shown = [each for each in shown if step.kind != "total" or each.value is not False]
    lead += {"": "", "├─ ": "│  ", "└─ ": "   "}[branch]
    for place, each in enumerate(shown):
        yield from _tree(each, language, seen, programme, lead, "└─ " if place == len(shown) - 1 else "├─ ")


def _tree_lines(step: Step, language: Language, lead: str, branch: str, *, above: bool) -> Iterator[str]:
    who = f"{step.member}: " if step.member else ""
    text = f"{_value(step.value, language)}  {who}{language.say(step.summary)}"
    if step.kind == "parameter":
        text += f" [{step.id}, {language.say(step.status or '')}]"
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
            waiting.extend(each for each in step.decisive if each.id != f"{programme}_eligible")


def _sources(outcome: Outcome, language: Language) -> Iterator[str]:
    cites = [cite for condition in outcome.conditions for cite in condition.cites if outcome.status != "ineligible" or not condition.holds]
    if outcome.status != "ineligible":
        cites += _cited((step for step in outcome.steps if step.member is None or step.value != _NOTHING), outcome.programme)
    facts = shipped_facts()
    rows = [(f"[{cite}]", f"{facts[cite].document.title[language.name]}, {facts[cite].place}") for cite in dict.fromkeys(cites)]
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
        text = f"{caveat.parameter} ({language.say(caveat.status)}): {caveat.note.get(language.name, '')}"
        for place, line in enumerate(wrapped(text, WIDE - 6)):
            yield ("      " if place else "    ") + line
