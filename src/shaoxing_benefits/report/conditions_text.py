"""Conditions in a line each: what is compared, by how much it fails or holds, and on what it depends where it is not decided."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from ..assessment import Assessment
from ..engine.facts import all_facts
from ..explanation import Condition
from ..results import Outcome
from ..rulebook import Definition
from ..shipped import shipped_rulebook
from .fact_words import fact_words
from .language import Language
from .values import margin_text, stated_text

_OF_MEMBER = re.compile(r"members\[([0-9]+)\]\.(.+)")
HOLDS = {True: "✓", False: "✗", None: "?"}
MOST_FACTS = 4
"""How many facts of one member, or of the household, are named in a line."""


def member_ids(assessment: Assessment) -> Mapping[str, str]:
    """The member's id for each place in which members are stated, such as members[0]."""
    return {step.path.partition(".")[0]: step.member for step in assessment.every_step if step.path and step.member}


def against(outcome: Outcome) -> list[Condition]:
    """What fails; of members of whom nothing fails for certain, what is open: it cannot all hold at once."""
    refused = {each.member for each in outcome.failed}
    settled = None in refused
    return [each for each in outcome.conditions if each.holds is False or not (each.holds or settled or each.member in refused)]


def condition_lines(conditions: Iterable[Condition], ids: Mapping[str, str], language: Language) -> Iterator[tuple[bool | None, str]]:
    """What holds and what does not, in words; members of whom the same is true stand together."""
    members: dict[tuple[bool | None, str], list[str]] = {}
    for condition in conditions:
        whose = members.setdefault((condition.holds, condition_text(condition, ids, language)), [])
        whose += [condition.member] if condition.member else []
    for (holds, text), listed in members.items():
        names = language.listed(listed)
        yield holds, language.say("{name}: {text}", name=names, text=text) if names else text


def condition_text(condition: Condition, ids: Mapping[str, str], language: Language) -> str:
    """What is true when it holds, and in brackets what is compared."""
    say, text = language.say, sentence(condition.summary, language)
    parts = []
    if condition.actual is not None:
        parts.append(stated_text(condition.actual, condition.compared_unit, language))
    if condition.limit is not None:
        parts.append(say("limit {limit}", limit=stated_text(condition.limit, condition.compared_unit, language)))
    if condition.holds is not None:
        parts.append(margin_text(condition, language))
    elif parts != [say("not known")] or len(condition.depends_on) > 1:  # of a fact that is not known it need not be said twice
        names = missing_text(condition.depends_on, ids, language, own=condition.member, most=MOST_FACTS)
        parts.append(say("depends on: {names}", names=names) if names else "")
    compared = say("; ").join(filter(None, parts))
    return say("{text} ({compared})", text=text, compared=compared) if compared else text


def sentence(text: str, language: Language) -> str:
    """What a rule says, as part of a line: without the full stop."""
    return language.say(text).rstrip(".。")


def missing_text(
    names: Iterable[str], ids: Mapping[str, str], language: Language, *, own: str | None = None, most: int | None = None
) -> str:
    """What is not known: facts, after the members whose they are, and parameters with their ids.

    Facts of the member `own` stand alone. Of more than `most` facts of one member, or parameters, the rest are counted.
    """
    definitions = shipped_rulebook().definitions
    facts: dict[str, list[str]] = {}
    figures = []
    for name in sorted(names, key=_in_the_household):
        if name in definitions:
            figures.append(parameter_text(name, definitions, language))
        else:
            member = ids.get(name.partition(".")[0], "")
            facts.setdefault("" if member == own else member, []).append(fact_words(name, language))
    whose: dict[str, list[str]] = {}
    for member, words in facts.items():
        whose.setdefault(_some(words, most, language), []).append(member)
    told = [_of(members, text, language) for text, members in whose.items()]
    return language.say("; ").join([*told, *([_some(figures, most, language)] if figures else [])])


def _in_the_household(name: str) -> tuple[int, int, str]:
    """The household's own facts first, then each member's, as they are asked for."""
    member = _OF_MEMBER.fullmatch(name)
    place, path = (-1, name) if member is None else (int(member[1]), member[2])
    return place, _order().get(path, -1), path


@cache
def _order() -> Mapping[str, int]:
    """The place of each fact; the date of birth, which has none of its own, stands before all others."""
    return {fact.path: place for place, fact in enumerate(all_facts().values())} | {"birth_date": -1}


def _of(members: Sequence[str], text: str, language: Language) -> str:
    named = [member for member in members if member]
    if len(named) < len(members):
        return text if not named else language.say("; ").join([text, _of(named, text, language)])
    return language.say("{name}: {text}", name=language.listed(named), text=text)


def _some(words: Sequence[str], most: int | None, language: Language) -> str:
    words = list(dict.fromkeys(words))
    if most is None or len(words) <= most + 1:  # one more is said as quickly as counted
        return language.listed(words)
    return language.say("{names} and {number} more", names=language.listed(words[:most]), number=language.number(len(words) - most))


def parameter_text(name: str, definitions: Mapping[str, Definition], language: Language) -> str:
    """A parameter in words, with its id."""
    label = definitions[name].label[language.name] if name in definitions else ""
    return language.say("{label} [{parameter}]", label=label, parameter=name) if label else name
