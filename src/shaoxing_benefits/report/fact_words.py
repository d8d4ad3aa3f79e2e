"""What a stated fact is called in a line of text: `members[0].income.wages` is "P1: wages".

What the rules take from a household has words of its own in the catalogues, under the fact's path. Three facts are stated in another form
than the rules see them, and have theirs here.
"""

import re

from ..household import Household
from .language import Language

_STATED = {
    "district": "district, county or city",
    "birth_date": "date of birth",
    "groups": "groups",
    "new_job.since": "first month of the new job",
}
_OF_MEMBER = re.compile(r"members\[([0-9]+)\](?:\.(.+))?")


def fact_words(path: str, language: Language) -> str:
    """The fact alone, whoever's it is."""
    name = _taken_apart(path)[1]
    return language.say(_STATED[name]) if name in _STATED else _path_words(name, language)


def fact_of_text(path: str, household: Household, language: Language) -> str:
    """The fact, after the member whose it is."""
    place, name = _taken_apart(path)
    words = fact_words(name, language)
    whose = "" if place is None or place >= len(household.members) else member_words(household, place)
    return language.say("{name}: {text}", name=whose, text=words) if whose else words


def member_words(household: Household, place: int) -> str:
    """A member's name; where none is given, the id."""
    member = household.members[place]
    return member.name or member.id


def _taken_apart(path: str) -> tuple[int | None, str]:
    found = _OF_MEMBER.fullmatch(path)
    return (int(found[1]), found[2] or "") if found else (None, path)


def _path_words(path: str, language: Language) -> str:
    return language.say(path)
