"""What a roll says in words: its title, what was asked, what is missing, and what made an amount another one."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from attrs import evolve

from ..asking import rule_set
from ..explanation import Range, Value
from ..months import Month
from ..report.conditions_text import missing_text, parameter_text, sentence
from ..report.language import Language
from ..report.overview import asked_for
from ..report.values import parameter_value_text, stated_text, value_text
from ..shipped import shipped_rulebook
from .roll_causes import Cause
from .roll_parts import OpenAmount, Roll

_UNSTATED = {
    "none": "Empty cells mean that there is none.",
    "unknown": "Empty cells mean that it is not known.",
}
_ABOUT_THE_WHOLE = {
    "absent_before": "was not in last month's file",
    "absent_now": "is no longer in the file",
    "returned_before": "its rows of last month could not be read",
    "returned_now": "its rows could not be read, and are returned",
    "open_before": "was not certain last month",
    "open_now": "is not certain this month",
}
_DIFFERS = {"new": "new", "ended": "ended", "changed": "changed"}
_CAME = {"joined": "{name} has joined the household", "left": "{name} has left the household"}
_ID_WORDS = {"district": "district, county or city", "birth_date": "date of birth", "new_job.since": "first month of the new job"}


def title_text(month: Month, language: Language) -> str:
    """The title of a roll that has been given none."""
    return language.say("Shaoxing: social assistance paid for {month}, summary", month=language.month(month))


def words_of(id_: str, language: Language) -> str:
    """What a programme, a district, a kind of registration or a kind of change is called."""
    if id_ in _DIFFERS:
        return language.say(_DIFFERS[id_])
    title = next((each.title for each in rule_set().programmes if each.id == id_), id_)
    return _word(title, language)


def asked_lines(roll: Roll, language: Language) -> Iterator[str]:
    """What was asked for beside the month."""
    yield from asked_for(roll.options, language)
    yield language.say(_UNSTATED[roll.unstated])


def missing_words(each: OpenAmount, language: Language) -> str:
    """What is missing for an amount to be certain."""
    return missing_text((*each.facts, *each.parameters), each.people, language)


def cause_text(cause: Cause, people: Mapping[str, str], language: Language) -> str:
    """What changed an amount; `people` says what members are called."""
    say = language.say
    if cause.kind in _ABOUT_THE_WHOLE:
        return say(_ABOUT_THE_WHOLE[cause.kind])
    name = "" if cause.member is None else people.get(cause.member, cause.member)
    if cause.kind in _CAME:
        return say(_CAME[cause.kind], name=name)
    text = _changed(evolve(cause, member=None), language)
    return say("{name}: {text}", name=name, text=text) if name else text


@lru_cache(maxsize=4096, typed=True)
def _changed(cause: Cause, language: Language) -> str:
    """What changed, whoever's it is: thousands of households may have the same cause."""
    say = language.say
    if cause.kind == "rule":
        what = say("the rule changed: {text}", text=sentence(cause.label, language))
    elif cause.kind == "parameter":
        what = parameter_text(cause.id, shipped_rulebook().definitions, language)
    else:
        what = say(_ID_WORDS[cause.id]) if cause.id in _ID_WORDS else _word(cause.label, language)
    if cause.before is not None and cause.now is not None:
        before, now = (_value(cause, each, language) for each in (cause.before, cause.now))
        what = say("{what}: {before} → {now}", what=what, before=before, now=now)
    return say("{text} ({compared})", text=what, compared=language.listed(cause.cites)) if cause.cites else what


def _value(cause: Cause, value: Value | Range, language: Language) -> str:
    if cause.kind == "parameter":
        return parameter_value_text(value, cause.unit, language, cause.id)
    return value_text(value, cause.unit, language) if cause.kind == "rule" else stated_text(value, cause.unit, language)


def _word(name: str, language: Language) -> str:
    return language.say(name)
