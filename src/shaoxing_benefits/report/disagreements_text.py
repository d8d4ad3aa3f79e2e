"""What sources say differently of a fact, as text: each claim with what it implies, where that makes a difference."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import IntEnum
from typing import Any

from ..claims import Disagreement, Implied
from ..engine.facts import all_facts
from ..errors import Problem
from ..months import Month
from ..question_words import MEMBER_QUESTIONS
from ..results import Outcome
from .fact_words import fact_words
from .language import Language
from .layout import WIDE, hanging, indented, wrapped
from .values import amount_text, ceiling_text, periodic_text, value_text

_STATUSES = {"eligible": "eligible", "ineligible": "not eligible", "undetermined": "undetermined"}


def disagreements_lines(disagreements: Iterable[Disagreement], language: Language) -> Iterator[str]:
    """An empty line, a heading, and every fact that is given as claims; nothing at all if there are none."""
    for place, each in enumerate(disagreements):
        yield from () if place else ("", language.say("What sources say differently:"))
        yield from indented(_about(each, language), 2)


def _about(disagreement: Disagreement, language: Language) -> Iterator[str]:
    say, claims = language.say, disagreement.implied
    words = fact_words(disagreement.path, language)
    fact = say("{name}: {text}", name=disagreement.member, text=words) if disagreement.member else words
    if disagreement.matters or any(each.problems for each in claims):
        yield from wrapped(fact, WIDE - 4)
        yield from indented(_claims(disagreement, language), 2)
        return
    said = "{fact}: {claims}; it makes no difference" if len(claims) > 1 else "{fact}: {claims}; the sources agree"
    listed = language.listed(_claim(disagreement.path, each, language) for each in claims)
    yield from hanging(wrapped(say(said, fact=fact, claims=listed), WIDE - 4), 2)


def _claims(disagreement: Disagreement, language: Language) -> Iterator[str]:
    """Each claim with the programmes for which it matters, or with what stands against it."""
    possible = [each for each in disagreement.implied if not each.problems]
    told = [
        (possible[0].outcomes[name].title, _outcomes([each.outcomes[name] for each in possible], language))
        for name in disagreement.matters_for
    ]
    for each in disagreement.implied:
        yield from hanging(wrapped(_claim(disagreement.path, each, language), WIDE - 6), 2)
        lines = [language.problem(_placed(problem, disagreement, language)) for problem in each.problems]
        if not each.problems:
            place = possible.index(each)
            lines = [language.say("{name}: {text}", name=_title(title, language), text=texts[place]) for title, texts in told]
        for line in lines:
            yield from indented(hanging(wrapped(line, WIDE - 8), 2), 2)
    if len(possible) > 1 and not disagreement.matters:
        yield language.say("Between the others it makes no difference.")


def _placed(problem: Problem, disagreement: Disagreement, language: Language) -> Problem:
    """The problem with its fact in words; where it is with the claimed fact itself, that has just been named."""
    whose, _, fact = problem.path.rpartition("].")
    if problem.path == disagreement.path:
        words = ""
    elif fact in MEMBER_QUESTIONS and whose == disagreement.path.rpartition("].")[0]:
        words = language.say("{name}: {text}", name=disagreement.member, text=fact_words(fact, language))
    else:
        return problem
    return Problem(words, problem.problem, problem.remedy, problem.values)


def _title(title: str, language: Language) -> str:
    return language.say(title)


def _claim(path: str, claim: Implied, language: Language) -> str:
    """What is claimed, and by whom."""
    unit = {fact.path: fact.unit for fact in all_facts().values()}.get(path.rpartition("].")[2])
    return language.say("{text} ({compared})", text=_value(claim.value, unit, language), compared=language.listed(claim.sources))


def _value(value: Any, unit: Any, language: Language) -> str:
    if isinstance(value, frozenset):
        return language.listed(_value(each, unit, language) for each in sorted(value)) or language.say("none")
    if value is None:
        return language.say("none")
    if isinstance(value, IntEnum):
        return value_text(value.name.lower(), None, language)
    if isinstance(value, Month):
        return language.month(value)
    return language.day(value) if isinstance(value, date) else value_text(value, unit, language)


def _outcomes(outcomes: list[Outcome], language: Language) -> list[str]:
    """What a programme comes to with each claim; members' parts and the copay where these are what differs."""
    texts = [_outcome(each, language) for each in outcomes]
    more = [[_copay(each, language) for each in outcomes]]
    if len(set(texts)) == 1:
        more.insert(0, [_parts(each, language) for each in outcomes])
    for added in more:
        if len(set(added)) > 1:
            texts = [_with(text, each, language) for text, each in zip(texts, added, strict=True)]
    return texts


def _outcome(outcome: Outcome, language: Language) -> str:
    status = language.say(_STATUSES[outcome.status])
    if outcome.range is None or outcome.period is None or outcome.status == "ineligible":
        return status
    if outcome.ceiling:
        return language.say(", ").join((status, ceiling_text(outcome, outcome.period, language)))
    return language.say(", ").join((status, periodic_text(outcome.range, outcome.period, language)))


def _with(text: str, more: str, language: Language) -> str:
    return language.say("{text} ({compared})", text=text, compared=more) if more else text


def _parts(outcome: Outcome, language: Language) -> str:
    members = outcome.members.items()
    return language.listed(language.say("{name}: {text}", name=member, text=amount_text(amount, language)) for member, amount in members)


def _copay(outcome: Outcome, language: Language) -> str:
    if outcome.copay is None or outcome.period is None:
        return ""
    return language.say("copay {amount}", amount=periodic_text(outcome.copay, outcome.period, language))
