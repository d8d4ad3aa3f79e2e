"""From what is stated to values: each converter returns the value, or a `Misfit` that says what is wrong."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum
from functools import cache
from typing import Any, TypeVar

from .kinds import (
    DISTRICT_NAMES,
    Absence,
    DisabilityKind,
    District,
    Emergency,
    Group,
    Guardianship,
    Placement,
    Registration,
    SelfCare,
    Supporter,
)
from .months import Month
from .numbers import Hundredths
from .stated import Misfit, Open, shown, suggestion

Kind = TypeVar("Kind", bound=IntEnum)
MOST_YUAN = Decimal(10) ** 10
"""Amounts from ten billion yuan are refused: no household has them, and every sum stays far inside 64 bits."""
MOST_SQUARE_METRES = Decimal(1_000_000)
MOST_THINGS = 10_000
MOST_DIGITS = 60
_LARGE = 10**MOST_DIGITS
MOST_WRITTEN = 1000
"""Longer text is not even looked at as a number."""
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]*)?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_OTHER_DATES = (
    re.compile(r"([0-9]{4})[^0-9]{1,3}([0-9]{1,2})[^0-9]{1,3}([0-9]{1,2})(?:[^0-9].*)?", re.DOTALL),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
)
_SERIAL = re.compile(r"([0-9]{4,5})(\.[0-9]*)?")
_DAY_NOUGHT = date(1899, 12, 30)
"""From which Excel counts days (as far as anybody lives who was born then: its 29 February 1900 never was)."""
_SERIALS = range(2101, 73_051)
"""What is more likely such a count than a year alone: days to the end of 2099."""


def is_none(value: object) -> bool:
    """Whether it is said that there is none; nothing is compared with what may not be compared."""
    return value is None or (isinstance(value, str) and value == "none")


def _plain(text: str) -> str:
    """The text with full-width signs as ordinary ones."""
    return unicodedata.normalize("NFKC", text).strip()


def _number(value: object) -> Decimal | None:
    """Whole numbers, decimals and their written forms (full-width digits and thousands commas too); None for all else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        # Making a decimal of millions of digits takes minutes.
        return Decimal(max(-_LARGE, min(value, _LARGE)))
    if isinstance(value, Decimal):
        return _tamed(value)
    if isinstance(value, str) and len(value) <= MOST_WRITTEN:
        text = _plain(value)
        if _GROUPED.fullmatch(text):
            text = text.replace(",", "")
        if _NUMBER.fullmatch(text):
            return _tamed(Decimal(text))
    return None


def _tamed(number: Decimal) -> Decimal:
    """The number, or one as surely too large or too fine: an exponent of a billion is quickly written and takes hours to compute with."""
    if not number:
        return Decimal(0)
    if not number.is_finite():
        return number
    if number.adjusted() >= MOST_DIGITS:
        return Decimal((number.is_signed(), (1,), MOST_DIGITS))
    finest = number.as_tuple().exponent
    return Decimal((number.is_signed(), (1,), -MOST_DIGITS)) if isinstance(finest, int) and finest < -MOST_DIGITS else number


def _decimal(value: object, most: Decimal) -> Hundredths | Misfit:
    number = _number(value)
    if isinstance(value, float):
        problem, remedy = "{value} is a binary floating-point number.", 'Give it as text or as a Decimal, such as "600.50".'
    elif number is None or not number.is_finite():
        problem, remedy = "{value} is no number.", 'Write a plain number with at most two decimals, such as 600 or "600.50".'
    elif number < 0:
        problem, remedy = "{value} is negative.", "Write nought or more; a loss counts as nought."
    elif number >= most:
        problem, remedy = "{value} is too large.", "Check it: it must be below {most}."
    else:
        try:
            return Hundredths(number)
        except ValueError:
            problem, remedy = "{value} has more than two decimals.", "Round it to two decimals as the papers say it."
    return Misfit(problem, remedy, {"value": shown(value), "most": most})


_READ = (Hundredths, Open)
"""Looked up for every amount: making the union of two classes anew takes longer than asking about it."""


def _hundredths(value: object, most: Decimal) -> Hundredths | Open:
    # The markers for what is not known, and what has been read before, pass unchanged.
    if isinstance(value, _READ):
        return value
    return _decimal(0 if is_none(value) else value, most)


def to_money(value: str | int | Decimal | Open | None) -> Hundredths | Open:
    """Yuan with at most two decimals."""
    return _hundredths(value, MOST_YUAN)


def to_area(value: str | int | Decimal | Open | None) -> Hundredths | Open:
    """Square metres with at most two decimals."""
    return _hundredths(value, MOST_SQUARE_METRES)


def to_count(value: str | int | Decimal | Open | None) -> int | Open:
    """A whole number of things."""
    if isinstance(value, Open):
        return value
    number = _number(0 if is_none(value) else value)
    if number is None or not number.is_finite() or number != number.to_integral_value():
        return Misfit("{value} is no whole number.", "Write 0, 1, 2, …", {"value": shown(value)})
    if not 0 <= number <= MOST_THINGS:
        say = {"value": shown(value), "most": MOST_THINGS}
        return Misfit("{value} is out of range.", "Write a whole number from 0 to {most}.", say)
    return int(number)


def to_flag(value: bool | str | Open | None) -> bool | Open:
    """Yes or no."""
    if isinstance(value, Open | bool):
        return value
    if is_none(value):
        return False
    return Misfit("{value} is neither true nor false.", "Write true or false, without quotes.", {"value": shown(value)})


UNFIT_FOR_TEXT = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""What moves the cursor, turns the direction of writing or is half a character; rare characters of names are in none of these."""


def to_text(value: str | None) -> str | Misfit:
    """A short text: an identifier or a name."""
    if not isinstance(value, str):
        return "" if value is None else Misfit("{value} is no text.", "Write it in quotes.", {"value": shown(value)})
    text = value.strip()
    if len(text) > 100 or any(unicodedata.category(sign) in UNFIT_FOR_TEXT for sign in text):
        return Misfit("{value} is too long or has control characters.", "Use at most 100 printable characters.", {"value": shown(value)})
    return text


def to_date(value: date | str | Open) -> date | Open:
    """A day, as a TOML date or as text (2020-04-01)."""
    if isinstance(value, Open) or type(value) is date:
        return value
    text = _plain(value if isinstance(value, str) else shown(value))
    day = _day(_DATE.fullmatch(text)) if isinstance(value, str) else None
    if day is not None:
        return day
    serial = _SERIAL.fullmatch(text)
    if serial and int(serial[1]) in _SERIALS:
        say = {"value": shown(value), "day": _DAY_NOUGHT + timedelta(int(serial[1]))}
        return Misfit("{value} is no date; where Excel counts days it would be {day}.", "If that is the day, write {day}.", say)
    # A date with the year first can be meant in one way only, yet whoever signs should see it written out.
    likely = next((found for found in (_day(each.fullmatch(text)) for each in _OTHER_DATES) if found), None)
    if likely is not None:
        say = {"value": shown(value), "day": likely}
        return Misfit("{value} is not written as year-month-day.", "If that is the day, write {day}.", say)
    return Misfit("{value} is no date.", "Write year-month-day, such as 1948-05-10.", {"value": shown(value)})


def _day(match: re.Match[str] | None) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:  # the 30th of February
        return None


def to_month(value: Month | str | Open | None) -> Month | Open | None:
    """A month as text (2020-02), or None for none."""
    if isinstance(value, Open | Month) or value is None:
        return value
    if isinstance(value, str):
        try:
            return Month.parse(value)
        except ValueError:
            pass
    return Misfit("{value} is no month.", "Write year-month, such as 2020-02.", {"value": shown(value)})


def to_district(value: District | str | int | Open) -> District | Open:
    """A district by id, Chinese name or division code."""
    if isinstance(value, Open | District):
        return value
    # Only a text, or a number as short as a code, can name one.
    word = value.strip() if isinstance(value, str) else shown(value) if isinstance(value, int) else ""
    found = _district_names().get(word)
    ids = {district.name.lower() for district in District}
    return found or Misfit(
        "{value} is no district of Shaoxing.",
        "Write an id, Chinese name or division code; the nearest: {near}.",
        {"value": shown(value), "near": suggestion(value, ids | set(DISTRICT_NAMES.values()))},
    )


@cache
def _district_names() -> dict[str, District]:
    return {name: each for each in District for name in (each.name.lower(), DISTRICT_NAMES[each], str(each.value))}


@cache
def _names(kind: type[IntEnum]) -> dict[str, Any]:
    return {member.name.lower(): member for member in kind}


def to_kind(kind: type[Kind], value: object) -> Kind | Open:
    """One of the kinds of an enum, by its name in lower case."""
    if isinstance(value, (Open, kind)):
        return value
    names = _names(kind)
    found: Kind | None = names.get("none" if value is None else value.strip() if isinstance(value, str) else "")
    if found is not None:
        return found
    say = {"value": shown(value), "all": ", ".join(names)}
    return Misfit("{value} is not known here.", "Write one of: {all}.", say)


def to_registration(value: Registration | str | Open) -> Registration | Open:
    """One of the kinds `registration`."""
    return to_kind(Registration, value)


def to_emergency(value: Emergency | str | Open | None) -> Emergency | Open:
    """One of the kinds `emergency`."""
    return to_kind(Emergency, value)


def to_absence(value: Absence | str | Open | None) -> Absence | Open:
    """One of the kinds `absence`."""
    return to_kind(Absence, value)


def to_disability_kind(value: DisabilityKind | str | Open | None) -> DisabilityKind | Open:
    """One of the kinds `disability kind`."""
    return to_kind(DisabilityKind, value)


def to_supporter(value: Supporter | str | Open | None) -> Supporter | Open:
    """One of the kinds `supporter`."""
    return to_kind(Supporter, value)


def to_self_care(value: SelfCare | str | Open | None) -> SelfCare | Open:
    """One of the kinds `self care`."""
    return to_kind(SelfCare, value)


def to_guardianship(value: Guardianship | str | Open | None) -> Guardianship | Open:
    """One of the kinds `guardianship`."""
    return to_kind(Guardianship, value)


def to_placement(value: Placement | str | Open | None) -> Placement | Open:
    """One of the kinds `placement`."""
    return to_kind(Placement, value)


def to_groups(value: Iterable[Group | str] | str | Open | None) -> frozenset[Group] | Open:
    """Any of the groups."""
    if isinstance(value, Open):
        return value
    if is_none(value):
        return frozenset()
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        return Misfit("{value} is no list of groups.", 'Write a list, such as ["three_elders"], or [].', {"value": shown(value)})
    found: set[Group] = set()
    for entry in value:
        group = to_kind(Group, entry)
        if isinstance(group, Open):
            return group
        found.add(group)
    return frozenset(found)
