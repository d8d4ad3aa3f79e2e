"""What the sheets of the template are called, and which of them are never read, since they only show how the others are filled in."""

from functools import cache
from typing import NamedTuple

from ..report.language import LOCALES, Language, language


class SheetNames(NamedTuple):
    """The sheets in their order, in a language."""

    explanation: str
    households: str
    members: str
    example: str
    lists: str


def sheet_names(spoken: Language) -> SheetNames:
    """What they are called in a language."""
    say = spoken.say
    return SheetNames(say("How to fill this in"), say("Households"), say("Members"), say("Example"), say("Lists"))


@cache
def never_read() -> frozenset[str]:
    """Sheets with these names hold no households of anybody's, whatever stands in them.

    A copy of one, "Example (2)", is read as any other sheet: somebody may have filled it in, and nothing must be lost without a word.
    """
    called = [sheet_names(language(name)) for name in LOCALES]
    return frozenset(name for each in called for name in (each.explanation, each.example, each.lists))
