"""Fen, rates, exact division, rounding and sharing out: the only place that divides.

Money is a whole number of fen, a rate a whole number of ten-thousandths (`RATE_ONE`), an area a whole number of hundredths of a
square metre. The aliases below are plain `int` to Python and to mypy; the unit they carry is read when the rules are wired, so that a
month never meets a year and fen never meet a rate.

The helpers use nothing but `+ - * //` and comparisons: whatever implements those (whole numbers, ranges, columns) can be put through.
Their arguments are never negative where a share is taken; division is exact and rounding is asked for by name.
"""

from decimal import Decimal
from enum import IntEnum
from functools import lru_cache
from typing import Annotated, NamedTuple

from .kinds import Rounding

RATE_ONE = 10_000
AREA_ONE = 100
FEN_PER_YUAN = 100
MONTHS_A_YEAR = 12


class Unit(NamedTuple):
    """What a whole number counts, and per which period."""

    name: str
    period: str = ""

    def __str__(self) -> str:
        return f"{self.name} a {self.period}" if self.period else self.name


FEN = Unit("fen")
FEN_A_MONTH = Unit("fen", "month")
FEN_A_YEAR = Unit("fen", "year")
RATE = Unit("rate")
COUNT = Unit("count")
AGE = Unit("age")
GRADE = Unit("grade")
MONTHS = Unit("months")
YEAR = Unit("year")
AREA = Unit("area")
FLAG = Unit("flag")

What = Unit | type[IntEnum]
"""What a value is: a unit, or the enum it belongs to."""

Fen = Annotated[int, FEN]
"""Fen, once or as a stock."""
MonthlyFen = Annotated[int, FEN_A_MONTH]
"""Fen a month."""
YearlyFen = Annotated[int, FEN_A_YEAR]
"""Fen a year."""
Rate = Annotated[int, RATE]
"""Ten-thousandths: 15 000 is 1.5 or 150 %."""
Count = Annotated[int, COUNT]
"""How many people or things."""
Age = Annotated[int, AGE]
"""Whole years of age on the first day of the month."""
Grade = Annotated[int, GRADE]
"""A grade of disability: 1 (most severe) to 4; 0 is none."""
Months = Annotated[int, MONTHS]
"""A number of months."""
Year = Annotated[int, YEAR]
"""A calendar year; 0 is none."""
Area = Annotated[int, AREA]
"""Hundredths of a square metre."""


def divide(numerator: int, denominator: int, rounding: Rounding) -> int:
    """The quotient as a whole number, rounded as declared; the denominator is positive."""
    if rounding == Rounding.HALF_UP:
        return (2 * numerator + denominator) // (2 * denominator)
    if rounding == Rounding.UP:
        return (numerator + denominator - 1) // denominator
    return numerator // denominator


def portion(amount: int, rate: int, rounding: Rounding) -> int:
    """`rate` times the amount, in the amount's unit."""
    return divide(amount * rate, RATE_ONE, rounding)


def share(amount: int, sharers: int, place: int) -> int:
    """What the sharer in this place (from 0) gets of an amount shared out equally: no fen is lost, the first places get the odd ones."""
    return (amount + sharers - 1 - place) // sharers


@lru_cache(maxsize=4096)
def yuan(fen: int) -> Decimal:
    """Fen as yuan with two decimals; exact whatever the caller's decimal context is. The same amounts come up again and again."""
    whole, rest = divmod(abs(fen), FEN_PER_YUAN)
    return Decimal(f"{'-' if fen < 0 else ''}{whole}.{rest:02d}")


def scaled(amount: Decimal, scale: int) -> int:
    """A decimal number in units of 1/scale, which it must be a whole multiple of; exact whatever the decimal context is."""
    numerator, denominator = amount.as_integer_ratio()
    whole, rest = divmod(numerator * scale, denominator)
    if rest:
        raise ValueError(f"{amount} is not a whole number of 1/{scale}")
    return whole


class Hundredths(Decimal):
    """A decimal number with at most two places (yuan, square metres) that knows its whole number of hundredths (fen).

    Raises:
        ValueError: there are more than two places.
    """

    __slots__ = ("hundredths",)
    hundredths: int

    def __new__(cls, value: Decimal | int | str) -> "Hundredths":
        """Make it, and count the hundredths once."""
        made = super().__new__(cls, value)
        made.hundredths = scaled(made, 100)
        return made
