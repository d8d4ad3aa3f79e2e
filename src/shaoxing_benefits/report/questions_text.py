"""The questions of an interview as text: what is asked, of whom, what for, and what there is to choose from."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..questions import NextQuestion
from .figures import heading
from .language import Language
from .layout import WIDE, hanging, indented, width, wrapped

_BETWEEN_CHOICES = "   "
MOST_NAMED = 4
"""So many programmes are named with a question; of more it is said how many."""
_UNITS = {
    "yuan": "yuan",
    "yuan a month": "yuan a month",
    "yuan a year": "yuan a year",
    "square metres": "square metres",
}
_FORMS = {"date": "year-month-day", "month": "year-month"}
_CHOICES = {
    ("absence", "none"): "neither",
    ("absence", "prison"): "in prison",
    ("absence", "clergy"): "away as clergy",
    ("emergency", "none"): "no",
    ("supporter", "none"): "nobody is",
    ("supporter", "incapable"): "somebody is, but is not able to",
    ("supporter", "capable"): "somebody is, and is able to",
    ("self_care", "full"): "wholly",
    ("self_care", "partial"): "in part",
    ("self_care", "none"): "not at all",
    ("guardianship", "parents"): "the parents",
    ("guardianship", "orphan"): "nobody: it is an orphan",
    ("guardianship", "unsupported"): "not its parents, though they live",
    ("placement", "community"): "in the community",
    ("placement", "institution"): "in a welfare institution",
}
"""Where a kind's name alone would be no answer to the question."""


def begun_lines(file: str, language: Language) -> Iterator[str]:
    """What is said before the first question: where the answers go, and how to answer."""
    say = language.say
    kept = say("Each answer is written to {file} at once.", file=file) if file else say("No file is named: nothing is kept.")
    how = say('Answer with a value; with a range, such as 800-1200; or with ? where it is not known. "back" goes back, "stop" ends.')
    for text in (kept, how):
        yield from wrapped(text, WIDE)


def question_lines(question: NextQuestion, whose: str, language: Language, *, alone: bool) -> Iterator[str]:
    """A question with what it is for; where one programme alone is asked about, that need not be said."""
    say = language.say
    text = say(question.wording)
    if whose:
        text = say("{name}: {text}", name=whose, text=text)
    if question.unit:
        text = say("{text} ({compared})", text=text, compared=say(_UNITS[question.unit]))
    elif question.kind in _FORMS:
        text = say("{text} ({compared})", text=text, compared=say(_FORMS[question.kind]))
    yield from hanging(wrapped(text, WIDE - 2), 2)
    names = [heading(name, language) for name in question.programmes]
    if names and not alone:
        yield from indented(wrapped(_for(names, language), WIDE - 4), 2)
    numbered = [f"{place} {choice_text(question.path, name, language)}" for place, name in enumerate(question.choices, 1)]
    together = _BETWEEN_CHOICES.join(numbered)
    for line in [together] if width(together) <= WIDE - 2 else numbered:
        yield from indented(hanging(wrapped(line, WIDE - 4), 2), 2)


def _for(names: list[str], language: Language) -> str:
    if len(names) <= MOST_NAMED:
        return language.say("It decides: {names}", names=language.listed(names))
    first = language.listed(names[: MOST_NAMED - 1])
    return language.say("It decides: {names} and {count} more", names=first, count=len(names) - MOST_NAMED + 1)


def choice_text(path: str, name: str, language: Language) -> str:
    """What one of the choices is called, as an answer to the question."""
    key = path.rpartition("].")[2], name
    return language.say(_CHOICES[key]) if key in _CHOICES else _kind_text(name, language)


def _kind_text(name: str, language: Language) -> str:
    return language.say(name)


def noted_text(path: str, known: Mapping[str, Any], language: Language) -> str:
    """How an answer was understood that is no single value: a range, or one of several."""
    say = language.say
    if "one_of" in known:
        return say("one of {names}", names=language.listed(choice_text(path, str(each), language) for each in known["one_of"]))
    low, high = known.get("low"), known.get("high")
    if high is None:
        return say("{low} or more", low=low)
    return say("{high} or less", high=high) if low is None else say("{low} to {high}", low=low, high=high)
