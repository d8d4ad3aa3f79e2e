"""Figures of the tables as text: what they are of, the value or its bounds, for whom, since when, how sure, and by which source."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..asking import rule_set
from ..explanation import Range
from ..kinds import District
from ..numbers import FLAG, GRADE, RATE
from ..paper_trail.figures import Change, Districts, Figure
from ..rulebook import Definition, Entry, Status
from .language import Language
from .layout import hanging, wrapped
from .values import is_multiple, parameter_value_text, value_text

URBAN = (District.YUECHENG, District.KEQIAO, District.SHANGYU)
"""What the sources call 市区."""
_PERIODS = {"month": "a month", "year": "a year"}
_WHOSE = {"person": "per person", "household": "per household"}
TITLES = {
    "common": "What all programmes have in common",
    "contributions": "Social insurance contributions",
    "procedure": "Deadlines",
}
"""What has parameters and is no programme."""


def heading(name: str, language: Language) -> str:
    """What a part of the tables is called."""
    programme = next((each for each in rule_set().programmes if each.id == name), None)
    if programme is not None:
        return language.say(programme.title)
    return language.say(TITLES[name]) if name in TITLES else name


def parameter_text(definition: Definition, language: Language) -> str:
    """What a figure is of, with its id and what it is counted in."""
    text = language.say("{label} [{parameter}]", label=definition.label[language.name], parameter=definition.name)
    counted = language.say(", ").join(_counted(definition, language))
    return language.say("{text} ({compared})", text=text, compared=counted) if counted else text


def _counted(definition: Definition, language: Language) -> Iterator[str]:
    if definition.period in _PERIODS:
        yield language.say(_PERIODS[definition.period])
    if definition.per in _WHOSE:
        yield language.say(_WHOSE[definition.per])


def districts_text(districts: Districts, language: Language) -> str:
    """For which districts; nothing where it is for all six."""
    if districts is None:
        return ""
    urban = set(URBAN) <= set(districts)
    names = [language.say("urban districts")] if urban else []
    return language.listed([*names, *(word(each.name.lower(), language) for each in districts if not (urban and each in URBAN))])


def word(name: str, language: Language) -> str:
    """What a district or a status is called."""
    return language.say(name)


def figure_text(figure: Figure, language: Language) -> str:
    """The value; where it is not published, between what it lies."""
    unit, say, name = figure.entry.definition.unit, language.say, figure.entry.name
    value, low, high = figure.value, figure.low, figure.high
    if value is not None:
        return value_text(value, unit, language, name)
    if (low is None and high is None) or unit is FLAG:
        return say("not known")
    if low is None:
        return say("{high} or less", high="" if high is None else value_text(high, unit, language, name))
    return parameter_value_text(Range(low, high), unit, language, name)


def standing_text(figure: Figure, language: Language) -> str:
    """How sure it is, since when and until when, when it became known, and the overlay that it stands in."""
    entry, say = figure.entry, language.say
    if not figure.is_held:
        return say("nothing in the tables")
    begins = say("from {day}", day=language.day(entry.begins))
    if entry.start_is_assumed:
        begins = say("{text} ({compared})", text=begins, compared=say("start assumed"))
    parts = [say(entry.status), begins]
    if entry.ends is not None:
        parts.append(say("until {day}", day=language.day(entry.ends)))
    if entry.known != entry.begins and entry.status is not Status.LOCAL:
        parts.append(say("known since {day}", day=language.day(entry.known)))
    return say(", ").join(parts)


def change_text(change: Change | None, before: Entry | None, after: Entry, language: Language) -> tuple[str, str]:
    """By how much a figure has changed, and by how much in per cent; empty where that says nothing."""
    unit = after.definition.unit
    # Grades have an order and no distance.
    if change is None or before is None or isinstance(change.difference, str) or not change.difference or unit == GRADE:
        return "", ""
    difference = change.difference
    size = -difference if difference < 0 else difference
    shown = value_text(size, unit, language, after.name)
    if unit == RATE and not is_multiple(after.name):
        # What is said in per cent changes by percentage points.
        shown = language.say("{number} percentage points", number=language.number(size * 100))
    return f"{sign(difference)}{shown}", "" if change.percent is None else percent_text(change.percent, language)


def percent_text(percent: Decimal, language: Language) -> str:
    """A change in per cent, with its sign."""
    return f"{sign(percent)}{language.percent(abs(percent) / 100)}"


def sign(difference: Decimal | int) -> str:
    """Plus or minus."""
    return "-" if difference < 0 else "+"


def source_ids(figure: Figure, language: Language) -> Iterator[str]:
    """What it rests on, by its ids; the list of sources has the rest. A county's own words stand as they are."""
    for each in figure.sources:
        yield f"[{each.id}]" if each.document is not None else language.say("by {text}", text=each.id)


def source_list(figures: Iterable[Figure], language: Language, columns: int) -> Iterator[str]:
    """Every source cited, once, with its document and the place there, in lines of at most so many columns."""
    cited = {each.id: each for figure in figures for each in figure.sources if each.document is not None}
    for name in sorted(cited):
        source = cited[name]
        title = "" if source.document is None else source.document[language.name]
        text = f"[{name}] {title}{language.say(', ')}{source.place}"
        yield from hanging(wrapped(text, columns - 2), 2)


def note_of(figure: Figure, language: Language) -> str:
    """Why it is so."""
    return figure.entry.note.get(language.name, "")
