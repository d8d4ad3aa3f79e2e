"""How values are written in the tables, and the whole numbers that they become."""

from decimal import Decimal
from typing import Any

from .kinds import Rounding
from .numbers import (
    AGE,
    AREA,
    AREA_ONE,
    COUNT,
    FEN,
    FEN_A_MONTH,
    FEN_A_YEAR,
    FEN_PER_YUAN,
    FLAG,
    GRADE,
    MONTHS,
    RATE,
    RATE_ONE,
    What,
    scaled,
)

UNITS: dict[tuple[str, str], What] = {
    ("yuan", "once"): FEN,
    ("yuan", "month"): FEN_A_MONTH,
    ("yuan", "year"): FEN_A_YEAR,
    ("ratio", ""): RATE,
    ("multiple", ""): RATE,
    ("count", ""): COUNT,
    ("days", ""): COUNT,
    ("age", ""): AGE,
    ("grade", ""): GRADE,
    ("months", ""): MONTHS,
    ("square_metres", ""): AREA,
    ("flag", ""): FLAG,
    ("rounding", ""): Rounding,
}
"""What a parameter counts, by `unit` and `period` of its definition."""
_SCALES = {"yuan": FEN_PER_YUAN, "ratio": RATE_ONE, "multiple": RATE_ONE, "square_metres": AREA_ONE}
_MOST = {"count": 10_000, "days": 366, "age": 150, "grade": 4, "months": 1_200}


def in_units(given: Any, kind: str) -> int | None:
    """What stands in a table as a whole number of its unit; None where it does not fit."""
    if kind == "flag":
        return given if isinstance(given, bool) else None
    if kind == "rounding":
        return Rounding[given.upper()] if isinstance(given, str) and given.upper() in Rounding.__members__ else None
    if kind in _MOST:
        return given if type(given) is int and 0 <= given <= _MOST[kind] else None
    if not isinstance(given, str) or not given.replace(".", "", 1).isdecimal():
        return None
    try:
        return scaled(Decimal(given), _SCALES[kind])
    except ValueError:
        return None
