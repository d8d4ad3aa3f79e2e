"""What the template says of a column: its heading, what it means, what it is counted in, and what may be written there."""

from ..questions import asked_as
from ..report.language import Language
from .fields import HOUSEHOLD, ID, UNSTATED, Field, household_fields, id_fields, member_fields
from .sheet_names import sheet_names

_UNITS = {"yuan": "yuan", "yuan a month": "yuan a month", "yuan a year": "yuan a year", "square metres": "square metres"}
_WRITTEN = {
    "text": "Letters, digits or words.",
    "money": "A number, such as 1200.50; a range, such as 800-1200; {none}; {unknown}.",
    "area": "A number, such as 80.5; a range, such as 80-100; {none}; {unknown}.",
    "count": "A whole number, such as 2; a range, such as 1-2; {none}; {unknown}.",
    "year": "A year, such as 2020; {none}; {unknown}.",
    "date": "Year-month-day, such as 1948-05-10; where only the year is known, 1948-01-01 to 1948-12-31; {unknown}.",
    "month": "Year-month, such as 2020-02; {none}; {unknown}.",
}
_GRADES = (1, 2, 3, 4)
"""Of a certificate, from the most severe."""
_GROUP = "groups."


def columns_of_households() -> tuple[Field, ...]:
    """The columns of the households' sheet, the id first."""
    return id_fields()[HOUSEHOLD], *household_fields().values()


def columns_of_members() -> tuple[Field, ...]:
    """The columns of the members' sheet, the ids first."""
    return id_fields()[HOUSEHOLD], id_fields()[ID], *member_fields().values()


def heading_of(field: Field, spoken: Language) -> str:
    """The heading: a star where it is needed, and a line for the unit in brackets, both of which the reader passes over."""
    name, unit = field.called(spoken), unit_of(field, spoken)
    text = f"*{name}" if field.is_needed else name
    return f"{text}\n{spoken.say('({unit})', unit=unit)}" if unit else text


def unit_of(field: Field, spoken: Language) -> str:
    """What is counted; empty where nothing is."""
    return spoken.say(_UNITS[field.unit]) if field.unit else ""


def meaning_of(field: Field, spoken: Language, *, of_member: bool) -> str:
    """What is asked for, as in an interview; `of_member` says in which of the two sheets the column stands."""
    say, names = spoken.say, sheet_names(spoken)
    match field.path:
        case "household":
            if of_member:
                return say('The id of the household to which the person belongs, as in the sheet "{sheet}".', sheet=names.households)
            return say("A number or word of your own; every household has another.")
        case "id":
            return say("A number or word of your own, such as P1; within a household everybody has another.")
        case "name":
            return say("Nothing is decided by it: it may be left empty.")
        case "unstated":
            none, unknown = said_none(spoken), say("unknown")
            text = 'What the empty cells of this household mean: "{none}" (there is none of it: no, 0) or "{unknown}".'
            return say(text, none=none, unknown=unknown)
    if field.path.startswith(_GROUP):
        return say("Does this person belong to: {name}?", name=field.called(spoken))
    return _said(asked_as(field.path, of_member=of_member)[0], spoken)


def _said(wording: str, spoken: Language) -> str:
    return spoken.say(wording)


def written_in(field: Field, spoken: Language) -> str:
    """What may be written into the cells."""
    words = listed(field, spoken)
    if words:
        return " / ".join(map(str, words))
    return spoken.say(_WRITTEN[field.kind], none=said_none(spoken), unknown=spoken.say("unknown"))


def listed(field: Field, spoken: Language) -> tuple[str | int, ...]:
    """What the drop-down list offers; nothing where there is none. What is needed cannot be unknown."""
    say = spoken.say
    if field.kind == "grade":
        return (*_GRADES, said_none(spoken), say("unknown"))
    if field.kind == "flag":
        return say("yes"), say("no"), say("unknown")
    words = tuple(field.choice(each, spoken) for each in field.choices)
    return words if field.is_needed or field.path == UNSTATED or not words else (*words, say("unknown"))


def said_none(spoken: Language) -> str:
    """How it is said that there is none."""
    return spoken.say("none")


def next_line(file: str) -> str:
    """What is run when the template is filled in."""
    named = f'"{file}"' if " " in file else file
    return f"shaoxing-benefits batch {named} --month 2020-04 --output answers.xlsx"
