"""An assessment at a glance: what is paid, what is open and why, what is not given."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from ..assessment import Assessment, Options, Rules
from ..explanation import Condition
from ..margins import near_of
from ..numbers import RATE_ONE, yuan
from ..programmes.price_subsidy import INDEX_RISE
from ..results import Outcome
from ..shipped import shipped_rulebook
from .conditions_text import HOLDS, MOST_FACTS, against, condition_lines, member_ids, missing_text, parameter_text
from .disagreements_text import disagreements_lines
from .language import Language
from .layout import WIDE, hanging, indented, padded, table, width, wrapped
from .values import amount_text, ceiling_text, periodic_text

NO_BREAK = "\N{NO-BREAK SPACE}"
MARKS = {"eligible": "✓", "undetermined": "?"}
TOGETHER = {"month": "Together each month", "year": "Together each year", "once": "Together once"}
_OPEN = {
    "eligible": "{programme}: the amount depends on figures that are not published or not given: {names}",
    "undetermined": "{programme}: whether it is given depends on figures that are not published or not given: {names}",
    "ceiling": "{programme}: the upper limit depends on figures that are not published or not given: {names}",
}
_NOT_KNOWN = {
    "eligible": "{programme}: the amount depends on facts that are not known: {names}",
    "undetermined": "{programme}: whether it is given depends on facts that are not known: {names}",
    "ceiling": "{programme}: the upper limit depends on facts that are not known: {names}",
}
_RESTING = {
    "planned": "{programme}: rests on figures that are only planned: {names}",
    "local": "{programme}: rests on local figures: {names}",
}
_CEILING = {"eligible": "{name}: {text}", "undetermined": "{name}, if it is given: {text}"}


def overview(assessment: Assessment, language: Language, *, near: str | None = None, reasons: bool = True) -> Iterator[str]:
    """What is paid, what is open and what is not given, with the reasons or without; on request what holds narrowly (`near`)."""
    say = language.say
    yield say("Household {household}, {month}", household=assessment.household or "–", month=language.month(assessment.month))
    yield from asked_for(assessment.options, language)
    given = [outcome for outcome in assessment if outcome.status != "ineligible" and outcome.range is not None and outcome.range.high != 0]
    paid, ceilings = [each for each in given if not each.ceiling], [each for each in given if each.ceiling]
    if paid or not ceilings:
        yield from _payments(paid, assessment, language) if paid else ("", say("Nothing is paid."))
    yield from _paragraph(_ceilings(ceilings, language))
    yield from _paragraph(_copays(assessment, language))
    yield from _paragraph(_open(assessment, language))
    yield from _paragraph(_resting(given, assessment, language))
    yield from disagreements_lines(assessment.disagreements, language)
    unpaid = [outcome for outcome in assessment if outcome.status == "eligible" and outcome not in given]
    refused = [outcome for outcome in assessment if outcome.status == "ineligible"]
    yield from _paragraph(_named(say("Eligible, with nothing to be paid"), unpaid, language))
    if near is not None:
        yield from _narrowly(near, assessment, language)
    if reasons:
        yield from _refused(refused, assessment, language)
    else:
        yield from _paragraph(_named(say("Not eligible"), refused, language))
    yield ""
    yield from which_rules(assessment.rules, language)


def which_rules(rules: Rules, language: Language) -> Iterator[str]:
    """The rules that an answer rests on, with the overlays."""
    yield language.say("Rules: edition {edition}, {digest}…", edition=rules.edition, digest=rules.digest[:23])
    for overlay in rules.overlays:
        line = language.say("Overlay: {name}, {digest}…", name=overlay.name, digest=overlay.digest[:23])
        yield from hanging(wrapped(line, WIDE - 2), 2)


def asked_for(options: Options, language: Language) -> Iterator[str]:
    """What was asked for beside household and month."""
    if options.price_index is not None:
        yield language.say("Price index: up by {rise}.", rise=language.percent(options.price_index / 100))
    if options.known_on:
        yield language.say("As known on {day}.", day=language.day(date.fromisoformat(options.known_on)))
    if options.assume_planned:
        yield language.say("Planned values are used as if they had come into force.")
    if options.beyond_horizon:
        yield language.say("Where the tables have ended, their last values are used.")


def _payments(paid: Sequence[Outcome], assessment: Assessment, language: Language) -> Iterator[str]:
    """For each period what all programmes pay together, then each programme with the members' parts."""
    say = language.say
    blocks: list[list[tuple[str, str, str]]] = []
    for period, total in assessment.totals.items():
        here = [(outcome, outcome.range) for outcome in paid if outcome.period == period]
        rows = [
            (f"  {MARKS[outcome.status]} {say(outcome.title)}", amount_text(amount, language), _parts(outcome, language))
            for outcome, amount in here
            if amount
        ]
        if rows:
            blocks.append([(together_text(period, language), amount_text(total.range, language), ""), *rows])
    left, right = (max(width(row[place]) for rows in blocks for row in rows) for place in (0, 1))
    for rows in blocks:
        yield ""
        for name, amount, parts in rows:
            yield f"{padded(name, left)}  {padded(amount, right, right=True)}"
            yield from indented(wrapped(parts, WIDE - 6), 6)


def together_text(period: str, language: Language) -> str:
    """What the sum of all that is paid in one period is called."""
    return language.say(TOGETHER[period])


def _parts(outcome: Outcome, language: Language) -> str:
    # A line may end between members, never between a member and the amount.
    return language.listed(f"{member}{NO_BREAK}{amount_text(amount, language)}" for member, amount in outcome.members.items())


def _ceilings(ceilings: Iterable[Outcome], language: Language) -> Iterator[str]:
    """The most of what somebody else decides: it is no payment, and stands in no total."""
    for outcome in ceilings:
        if outcome.period:
            most = ceiling_text(outcome, outcome.period, language)
            yield language.say(_CEILING[outcome.status], name=language.say(outcome.title), text=most)


def _copays(assessment: Assessment, language: Language) -> Iterator[str]:
    for outcome in assessment:
        if outcome.copay is not None and outcome.period and outcome.copay.high != 0:
            amount = periodic_text(outcome.copay, outcome.period, language)
            yield language.say("Copay after {programme}: {amount}", programme=language.say(outcome.title), amount=amount)


def _open(assessment: Assessment, language: Language) -> Iterator[str]:
    """What is not certain, and which facts and figures decide it; programmes with the same reason stand together."""
    facts: dict[tuple[str, str], list[str]] = {}
    figures: dict[tuple[str, str], list[str]] = {}
    ids = member_ids(assessment) if any(outcome.missing.facts for outcome in assessment) else {}
    for outcome in assessment:
        if outcome.status != "ineligible":
            what = "ceiling" if outcome.ceiling and outcome.status == "eligible" else outcome.status
            missing = outcome.missing
            # As long as facts are not known, the figures are the lesser worry.
            most = MOST_FACTS if missing.facts else None
            for names, found in ((missing.facts, facts), (missing.parameters, figures)):
                text = missing_text(names, ids, language, most=most)
                found.setdefault((what, text), []).extend([language.say(outcome.title)] if text else [])
    for (what, text), programmes in facts.items():
        if programmes:
            yield language.say(_NOT_KNOWN[what], programme=language.listed(programmes), names=text)
    for (what, text), programmes in figures.items():
        if programmes:
            yield language.say(_OPEN[what], programme=language.listed(programmes), names=text)


def _resting(given: Iterable[Outcome], assessment: Assessment, language: Language) -> Iterator[str]:
    """Which amounts rest on values that came with the question, or on announced ones; looking for them takes time."""
    if not (assessment.rules.overlays or assessment.options.assume_planned):
        return
    definitions = shipped_rulebook().definitions
    for outcome in given:
        for status in ("planned", "local"):
            # A price index that came with the question is told at the top.
            told = INDEX_RISE if assessment.options.price_index is not None else None
            names = [each.parameter for each in outcome.caveats if each.status == status and each.parameter != told]
            if names:
                names = [parameter_text(name, definitions, language) for name in dict.fromkeys(names)]
                yield language.say(_RESTING[status], programme=language.say(outcome.title), names=language.listed(names))


def _narrowly(near: str, assessment: Assessment, language: Language) -> Iterator[str]:
    """The conditions that hold with so little to spare, of what is given or may be."""
    stated = near_of(near)
    if stated.share is None:
        size = language.money(yuan(stated.amount or 0))
    else:
        size = language.say("{percent} of the limit", percent=language.percent(Decimal(stated.share) / RATE_ONE))
    close = {outcome: outcome.near(near) for outcome in assessment if outcome.status != "ineligible"}
    yield ""
    yield language.say("Conditions that hold with {size} or less to spare", size=size)
    if not any(close.values()):
        yield f"  {language.say('none')}"
    ids = member_ids(assessment)
    for outcome, conditions in close.items():
        if conditions:
            yield f"  {language.say(outcome.title)}"
            yield from _listed(conditions, ids, language)


def _refused(refused: Sequence[Outcome], assessment: Assessment, language: Language) -> Iterator[str]:
    """What is not given, with every condition that fails."""
    if refused:
        yield ""
        yield language.say("Not eligible; what is marked ✗ does not hold")
    ids = member_ids(assessment) if refused else {}
    for outcome in refused:
        yield f"  {language.say(outcome.title)}"
        yield from _listed(against(outcome), ids, language)


def _listed(conditions: Sequence[Condition], ids: Mapping[str, str], language: Language) -> Iterator[str]:
    """The conditions in words, and what they rest on."""
    rows = [(HOLDS[holds], text) for holds, text in condition_lines(conditions, ids, language)]
    yield from indented(table(rows, most=WIDE - 4), 4)
    cites = dict.fromkeys(cite for each in conditions for cite in each.cites)
    yield from indented(wrapped(" ".join(f"[{cite}]" for cite in cites), WIDE - 7), 7)


def _named(name: str, outcomes: Sequence[Outcome], language: Language) -> Iterator[str]:
    if outcomes:
        yield language.say("{name}: {text}", name=name, text=language.listed(language.say(each.title) for each in outcomes))


def _paragraph(texts: Iterable[str]) -> Iterator[str]:
    """The texts, wrapped, after an empty line; nothing at all if there are none."""
    for place, text in enumerate(texts):
        yield from () if place else ("",)
        yield from hanging(wrapped(text, WIDE - 2), 2)
