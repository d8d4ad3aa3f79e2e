"""What a roll says in words: its title, what was asked, what is missing, and what made an amount another one."""

from collections.abc import Iterator, Mapping

from ..asking import rule_set
from ..months import Month
from ..report.conditions_text import missing_text, parameter_text, sentence
from ..report.language import Language
from ..report.overview import asked_for
from ..report.values import parameter_value_text, stated_text, value_text
from ..shipped import shipped_rulebook
from .roll_causes import Cause, Said
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
_CAME = {"joined": "{name} has joined the household", "left": "{name} has left the household"}
_ID_WORDS = {"district": "district, county or city", "birth_date": "date of birth", "new_job.since": "first month of the new job"}


def title_text(month: Month, language: Language) -> str:
    """The title of a roll that has been given none."""
    return language.say("Shaoxing: social assistance paid for {month}, summary", month=language.month(month))


def programme_words(programme: str, language: Language) -> str:
    """What a programme is called."""
    return next(language.say(each.title) for each in rule_set().programmes if each.id == programme)


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
    text = _changed(cause, language)
    return say("{name}: {text}", name=name, text=text) if name else text


def _changed(cause: Cause, language: Language) -> str:
    say = language.say
    if cause.kind == "parameter":
        words = parameter_text(cause.id, shipped_rulebook().definitions, language)
        text = say(
            "{what}: {before} → {now}",
            what=words,
            before=_parameter(cause, cause.before, language),
            now=_parameter(cause, cause.now, language),
        )
    elif cause.kind == "rule":
        words = say("the rule changed: {text}", text=sentence(cause.label, language))
        if cause.before is None or cause.now is None:
            text = words
        else:
            before, now = (value_text(each, cause.unit, language) for each in (cause.before, cause.now))
            text = say("{what}: {before} → {now}", what=words, before=before, now=now)
    else:
        words = say(_ID_WORDS[cause.id]) if cause.id in _ID_WORDS else _word(cause.label, language)
        text = say(
            "{what}: {before} → {now}", what=words, before=_fact(cause, cause.before, language), now=_fact(cause, cause.now, language)
        )
    return say("{text} ({compared})", text=text, compared=language.listed(cause.cites)) if cause.cites else text


def _parameter(cause: Cause, value: Said, language: Language) -> str:
    assert value is not None
    return parameter_value_text(value, cause.unit, language, cause.id)


def _fact(cause: Cause, value: Said, language: Language) -> str:
    assert value is not None
    return stated_text(value, cause.unit, language)


def _word(name: str, language: Language) -> str:
    return language.say(name)
