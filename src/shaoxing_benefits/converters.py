"""From what is stated to values: each converter returns the value, or a `Misfit` that says what is wrong."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
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
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?")
_NUMBER = re.compile(r"-?\d+(\.\d*)?")


def _number(value: object) -> Decimal | None:
    """Whole numbers, decimals and their written forms (full-width digits and thousands commas too); None for all else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return _tamed(Decimal(value))
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).strip()
        if _GROUPED.fullmatch(text):
            text = text.replace(",", "")
        if _NUMBER.fullmatch(text) and len(text) <= MOST_DIGITS:
            return Decimal(text)
    return None


def _tamed(number: Decimal) -> Decimal:
    """The number, or one as surely too large or too fine: an exponent of a billion is quickly written and takes hours to compute with."""
    if not number.is_finite() or -MOST_DIGITS < number.adjusted() < MOST_DIGITS:
        return number
    return Decimal((number.is_signed(), (1,), MOST_DIGITS if number.adjusted() > 0 else -MOST_DIGITS)) if number else Decimal(0)


def _decimal(value: object, most: Decimal) -> Hundredths | Misfit:
    number = _number(value)
    say = {"value": shown(value), "most": most}
    if isinstance(value, float):
        return Misfit("{value} is a binary floating-point number.", 'Give it as text or as a Decimal, such as "600.50".', say)
    if number is None or not number.is_finite():
        return Misfit("{value} is no number.", 'Write a plain number with at most two decimals, such as 600 or "600.50".', say)
    if number < 0:
        return Misfit("{value} is negative.", "Write nought or more; a loss counts as nought.", say)
    if number >= most:
        return Misfit("{value} is too large.", "Check it: it must be below {most}.", say)
    try:
        return Hundredths(number)
    except ValueError:
        return Misfit("{value} has more than two decimals.", "Round it to two decimals as the papers say it.", say)


def _hundredths(value: object, most: Decimal) -> Hundredths | Open:
    # The markers for what is not known, and what has been read before, pass unchanged.
    if isinstance(value, Open | Hundredths):
        return value
    return _decimal(0 if value is None or value == "none" else value, most)


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
    number = _number(0 if value in (None, "none") else value)
    say = {"value": shown(value), "most": MOST_THINGS}
    if number is None or not number.is_finite() or number != number.to_integral_value():
        return Misfit("{value} is no whole number.", "Write 0, 1, 2, …", say)
    if not 0 <= number <= MOST_THINGS:
        return Misfit("{value} is out of range.", "Write a whole number from 0 to {most}.", say)
    return int(number)


def to_flag(value: bool | str | Open | None) -> bool | Open:
    """Yes or no."""
    if isinstance(value, Open | bool):
        return value
    if value is None or value == "none":
        return False
    return Misfit("{value} is neither true nor false.", "Write true or false, without quotes.", {"value": shown(value)})


def to_text(value: str | Open | None) -> str | Open:
    """A short text: an identifier or a name."""
    if isinstance(value, Open):
        return value
    if not isinstance(value, str):
        return Misfit("{value} is no text.", "Write it in quotes.", {"value": shown(value)})
    text = value.strip()
    if len(text) > 100 or any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text):
        return Misfit("{value} is too long or has control characters.", "Use at most 100 printable characters.", {"value": shown(value)})
    return text


def to_date(value: date | str | Open) -> date | Open:
    """A day, as a TOML date or as text (2020-04-01)."""
    if isinstance(value, Open):
        return value
    if type(value) is date:
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    return Misfit("{value} is no date.", "Write year-month-day, such as 1948-05-10.", {"value": shown(value)})


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
    names = {district.name.lower(): district for district in District}
    names |= {name: district for district, name in DISTRICT_NAMES.items()}
    names |= {str(district.value): district for district in District}
    found = names.get(str(value).strip()) if isinstance(value, str | int) and not isinstance(value, bool) else None
    ids = {district.name.lower() for district in District}
    return found or Misfit(
        "{value} is no district of Shaoxing.",
        "Write an id, Chinese name or division code; the nearest: {near}.",
        {"value": shown(value), "near": suggestion(value, ids | set(DISTRICT_NAMES.values()))},
    )


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
    if value is None or value == "none":
        return frozenset()
    if isinstance(value, str) or not isinstance(value, Iterable):
        return Misfit("{value} is no list of groups.", 'Write a list, such as ["three_elders"], or [].', {"value": shown(value)})
    found = [to_kind(Group, entry) for entry in value]
    wrong = next((entry for entry in found if isinstance(entry, Open)), None)
    return wrong or frozenset(entry for entry in found if not isinstance(entry, Open))
