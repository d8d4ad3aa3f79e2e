"""Amounts, counts, days and months in an Arrow array as whole numbers, and which of them cannot be taken.

What is wrong is found on whole arrays; the texts are those of the converters that read a single household, asked about the values found.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import field, frozen

from ..converters import MOST_SQUARE_METRES, MOST_THINGS, MOST_YUAN
from ..errors import MOST_PROBLEMS
from ..kinds import District
from ..numbers import AREA_ONE, FEN_PER_YUAN, MONTHS_A_YEAR, yuan
from ..stated import Misfit
from .arrays import Mask, Values, flags_of, nulls_of, numbers_of
from .schema import DAY_NOUGHT, Column, Form

PLACES = 2
_USUAL_BITS, _USUAL_DIGITS, _MOST_DIGITS = 128, 38, 76
"""Of Arrow's decimals: those of 128 bits hold up to 38 digits, those of 256 up to 76."""
_MILLISECONDS_A_DAY = 86_400_000
_MOST_GRADE = 255
"""What fits its column. Whether a higher grade exists is asked for, unless the kind is unknown, and then no rule looks at the grade."""
_FIRST_DAY, _LAST_DAY = ((day - DAY_NOUGHT).days for day in (date.min, date.max))
_LAST_YEAR = date.max.year

BLOCK = 32_768
"""So many rows stay in a processor's cache from one step to the next."""

Wrong = dict[int, Misfit]


@frozen(eq=False, repr=False)
class Cells:
    """A part of a column: its values, where nothing stands, where "unknown" is said, and the cells that cannot be taken, by row."""

    values: Values
    nulls: Mask | None = None
    unknown: Mask | None = None
    wrong: Wrong = field(factory=dict)


def either(one: Mask | None, other: Mask | None) -> Mask | None:
    """Where one or the other is true; None where that is nowhere."""
    return other if one is None else one if other is None else one | other


def rows_of(mask: Mask | None) -> list[int]:
    """The first of the rows where it is true: as many as mistakes are listed."""
    return [] if mask is None else [int(row) for row in np.flatnonzero(mask)[: MOST_PROBLEMS + 1]]


def told_wrong(column: Column, mask: Mask, shown: Callable[[int], Any]) -> Wrong:
    """What the column's own converter says of the values in these rows."""
    return {row: said for row in rows_of(mask) if isinstance(said := column.convert(shown(row)), Misfit)}


def masked(values: Values, nulls: Mask | None) -> Values:
    """The values with nought where nothing stands: anything may lie there in memory."""
    return values if nulls is None else np.where(nulls, values.dtype.type(0), values)


def _wide(array: pa.Array, nulls: Mask | None) -> Values:
    """Whole numbers in 64 bits; what is too large for them comes out negative, which nothing here may be."""
    return masked(numbers_of(array), nulls).astype(np.int64, copy=False)


def _outside(values: Values, end: int) -> Mask | None:
    """Where a number is negative, or is the end or above; None where none is. Negative ones, read without a sign, are the largest."""
    unsigned = values.view(np.uint64)
    return unsigned >= end if len(values) and int(unsigned.max()) >= end else None


def _end(column: Column) -> int:
    """The hundredths from which on a number is refused."""
    return int((MOST_YUAN if column.form is Form.MONEY else MOST_SQUARE_METRES) * AREA_ONE)


def amounts(column: Column, hundredths_each: int, array: pa.Array) -> Cells:
    """Money and areas as whole numbers, each of which counts so many hundredths."""
    nulls = nulls_of(array)
    values = _wide(array, nulls)
    outside = _outside(values, _end(column) // hundredths_each)
    # Fen are shown as yuan, which is how amounts are spoken of.
    shown = (lambda row: Decimal(array[row].as_py())) if hundredths_each == FEN_PER_YUAN else (lambda row: yuan(array[row].as_py()))
    wrong = {} if outside is None else told_wrong(column, outside, shown)
    return Cells(values if hundredths_each == 1 else values * hundredths_each, nulls, wrong=wrong)


def decimals(column: Column, array: pa.Array) -> Cells:
    """Money and areas as decimals."""
    if array.type.bit_width < _USUAL_BITS:
        array = array.cast(pa.decimal128(_USUAL_DIGITS, array.type.scale))
    nulls = nulls_of(array)
    if array.type.scale > PLACES:
        # Cutting off never needs more digits than are there, as rounding up may.
        cut = pc.round(array, ndigits=PLACES, round_mode="towards_zero")
        finer = pc.not_equal(cut, array).fill_null(False)
        wrong = told_wrong(column, flags_of(finer).view(np.bool_), lambda row: array[row].as_py())
        cells = decimals(column, cut.cast(pa.decimal256(_MOST_DIGITS, PLACES)))
        return Cells(cells.values, nulls, wrong=cells.wrong | wrong)
    values, longer = _unscaled(array, nulls)
    each = 10 ** (PLACES - array.type.scale)
    outside = either(_outside(values, _end(column) // each), longer)
    wrong = {} if outside is None else told_wrong(column, outside, lambda row: array[row].as_py())
    return Cells(values if each == 1 else values * each, nulls, wrong=wrong)


def _unscaled(array: pa.Array, nulls: Mask | None) -> tuple[Values, Mask | None]:
    """The whole numbers that decimals are kept as, and where they need more than 64 bits; they lie in memory lowest part first."""
    parts = numbers_of(array, "int64", array.type.bit_width // 64)
    lowest = np.ascontiguousarray(parts[:, 0])
    longer = (parts[:, 1:] != (lowest >> 63)[:, np.newaxis]).any(axis=1)
    if nulls is not None:
        longer &= ~nulls
    return masked(lowest, nulls), longer if longer.any() else None


def counts(column: Column, array: pa.Array) -> Cells:
    """Whole numbers of things, years and grades."""
    nulls = nulls_of(array)
    values = masked(numbers_of(array), nulls)
    wrong: Wrong = {}
    if len(values) and (int(values.min()) < 0 or int(values.max()) > MOST_THINGS):
        wrong = told_wrong(column, (values < 0) | (values > MOST_THINGS), lambda row: array[row].as_py())
    if column.stored == "uint8" and values.itemsize > 1:
        values = np.minimum(values, _MOST_GRADE)
    return Cells(values, nulls, wrong=wrong)


def district_codes(column: Column, array: pa.Array) -> Cells:
    """Districts by their division codes."""
    nulls = nulls_of(array)
    values = _wide(array, nulls)
    other = ~np.isin(values, list(District))
    if nulls is not None:
        other &= ~nulls
    return Cells(np.clip(values, 0, max(District)), nulls, wrong=told_wrong(column, other, lambda row: array[row].as_py()))


def days_of(column: Column, array: pa.Array) -> Cells:
    """Days."""
    nulls = nulls_of(array)
    if pa.types.is_date32(array.type):
        days = masked(numbers_of(array, "int32"), nulls)
    else:
        days = masked(numbers_of(array, "int64"), nulls) // _MILLISECONDS_A_DAY
    wrong: Wrong = {}
    if len(days) and (int(days.min()) < _FIRST_DAY or int(days.max()) > _LAST_DAY):
        # Arrow's days reach further than anybody's calendar.
        wrong = told_wrong(column, (days < _FIRST_DAY) | (days > _LAST_DAY), lambda row: str(days[row].astype("datetime64[D]")))
        days = np.clip(days, _FIRST_DAY, _LAST_DAY)
    return Cells(days, nulls, wrong=wrong)


def months_of_days(column: Column, array: pa.Array) -> Cells:
    """The months that hold these days."""
    cells = days_of(column, array)
    months = cells.values.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + DAY_NOUGHT.year * MONTHS_A_YEAR
    return Cells(months, cells.nulls, wrong=cells.wrong)


def months_of(column: Column, array: pa.Array) -> Cells:
    """Months written as whole numbers, such as 202002; 0 is none."""
    nulls = nulls_of(array)
    values = masked(numbers_of(array), nulls)
    numbers, strange = np.empty(len(values), column.stored), np.empty(len(values), np.bool_)
    for start in range(0, len(values), BLOCK):
        here = slice(start, start + BLOCK)
        numbers[here], strange[here] = _month_numbers(values[here])
    return Cells(numbers, nulls, wrong=told_wrong(column, strange, lambda row: str(array[row].as_py())) if strange.any() else {})


def _month_numbers(values: Values) -> tuple[Values, Mask]:
    """The numbers of months, and which of them are none."""
    values = values if values.dtype == np.int32 else values.astype(np.int64)
    years = values // 100
    there = values != 0
    # A month from 1 to 12, less one and read without a sign, is below 12.
    strange = (values - 100 * years - 1).view(f"uint{8 * values.itemsize}") >= MONTHS_A_YEAR
    strange |= years > _LAST_YEAR
    strange |= years < 1
    strange &= there
    # Twelve for each year where a hundred are written, and the first month is nought.
    return (values - (100 - MONTHS_A_YEAR) * years - 1) * there, strange
