"""From a column of an Arrow table to checked numbers: what each type of column means, and which of its cells cannot be taken.

What is wrong is found on whole columns; the texts are those of the converters that read a single household, which are asked about the
values found wrong, and about every distinct word.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import numpy as np
import pyarrow as pa
from attrs import frozen

from ..errors import Problem
from ..kinds import District
from ..numbers import AREA_ONE
from ..stated import Misfit
from .arrays import Mask, Values, chunks_of, flags_of, is_text, joined, nulls_of
from .cells import Cells, Wrong, amounts, counts, days_of, decimals, district_codes, either, months_of, months_of_days, rows_of
from .schema import Column, Form
from .words import day_code, looked_up, month_code, word_code


@frozen(eq=False, repr=False)
class Read:
    """A column as it was read: where `missing`, the values are the column's filler; `wrong` are the problems by row."""

    values: Values
    missing: Mask | None
    wrong: Mapping[int, Problem]


class UnfitColumnError(Exception):
    """A whole column that cannot be taken."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def read_column(column: Column, given: pa.ChunkedArray, *, fen_each: int | None, null_is_none: bool) -> Read:
    """Read a column.

    Args:
        column: what it should be.
        given: what stands in the table.
        fen_each: what a whole number of money counts, in fen; None where it is not said.
        null_is_none: whether what is not there is none; else it is not known.

    Raises:
        UnfitColumnError: its type cannot be taken.
    """
    read = _reader(column, given.type, fen_each)
    parts = [_completed(column, read(chunk), null_is_none) for chunk in chunks_of(given)]
    if len(parts) == 1:
        return _told(column, *parts[0])
    values = joined([part[0] for part in parts]) if parts else np.zeros(0, column.stored)
    masks = [np.zeros(len(part[0]), np.bool_) if part[1] is None else part[1] for part in parts]
    missing = np.concatenate(masks) if any(part[1] is not None for part in parts) else None
    starts = np.cumsum([0, *(len(part[0]) for part in parts)])
    wrong = {int(start) + row: misfit for start, part in zip(starts, parts, strict=False) for row, misfit in part[2].items()}
    return _told(column, values, missing, wrong)


def nothing_of(column: Column, count: int) -> Read:
    """A column of which nothing could be read: it contradicts nothing."""
    return Read(np.full(count, column.filler, column.stored), np.ones(count, np.bool_), {})


def _told(column: Column, values: Values, missing: Mask | None, wrong: Wrong) -> Read:
    problems = {row: Problem(column.at(row), each.problem, each.remedy, each.values) for row, each in wrong.items()}
    return Read(values, missing, problems)


def _completed(column: Column, cells: Cells, null_is_none: bool) -> tuple[Values, Mask | None, Wrong]:
    """The values with a filler where there is none, where they are missing, and what is wrong."""
    empty, wrong = either(cells.nulls, cells.unknown), cells.wrong
    # Where "none" is no answer, leaving a fact out says nothing.
    refused = empty if column.must_be_known else cells.nulls if null_is_none and column.none is None else None
    if refused is not None:
        wrong = wrong | dict.fromkeys(rows_of(refused), Misfit("It must be known.", "State it: every figure depends on it."))
    missing = cells.unknown if null_is_none else empty
    if wrong:
        untaken = np.zeros(len(cells.values), np.bool_)
        untaken[list(wrong)] = True
        # What cannot be taken contradicts nothing.
        empty, missing = either(empty, untaken), either(missing, untaken)
    values = cells.values.astype(column.stored, copy=False)
    if empty is not None:
        values = np.where(empty, np.array(column.filler, column.stored), values)
    return values, missing, wrong


Reader = Callable[[pa.Array], Cells]


def _reader(column: Column, kind: pa.DataType, fen_each: int | None) -> Reader:
    """How arrays of this type are read.

    Raises:
        UnfitColumnError: they cannot be.
    """
    value = kind.value_type if pa.types.is_dictionary(kind) else kind
    if pa.types.is_null(kind):
        return partial(_nothing, column)
    if pa.types.is_floating(value) and column.form in (Form.MONEY, Form.AREA):
        remedy = "Cast it to decimal128(14, 2), so that what stands there is what was meant."
        raise UnfitColumnError(
            Problem(column.path, "The column has the type {type}: binary floating-point numbers.", remedy, {"type": str(kind)})
        )
    if column.form is Form.MONEY and pa.types.is_integer(value) and fen_each is None:
        remedy = 'Say money="fen" or money="yuan", or give the field the metadata {{"unit": "fen"}} or {{"unit": "yuan"}}.'
        problem = "The column holds whole numbers ({type}) and does not say whether they count fen or yuan."
        raise UnfitColumnError(Problem(column.path, problem, remedy, {"type": str(kind)}))
    for accepted, read in _readers(column, fen_each):
        if accepted(value):
            return read if not pa.types.is_dictionary(kind) or is_text(value) else partial(_decoded, read)
    say = {"type": str(kind), "types": _TYPES[column.form]}
    raise UnfitColumnError(Problem(column.path, "The column has the type {type}.", "Give it as one of these types: {types}.", say))


_TYPES = {
    Form.MONEY: "decimal128(…, 2), int64",
    Form.AREA: "decimal128(…, 2), int32",
    Form.WORD: "dictionary<int8, string>, string",
    Form.FLAG: "bool",
    Form.COUNT: "int16, int32",
    Form.DAY: "date32, date64, string",
    Form.MONTH: "int32 (202002), date32, string",
}


def _is_decimal(kind: pa.DataType) -> bool:
    return bool(pa.types.is_decimal(kind)) and kind.scale >= 0


def _readers(column: Column, fen_each: int | None) -> Iterator[tuple[Callable[[pa.DataType], bool], Reader]]:
    """The types a column may have, each with how it is read."""
    match column.form:
        case Form.MONEY | Form.AREA:
            yield _is_decimal, partial(decimals, column)
            yield pa.types.is_integer, partial(amounts, column, fen_each if column.form is Form.MONEY and fen_each else AREA_ONE)
        case Form.WORD:
            yield is_text, partial(looked_up, column, partial(word_code, column))
            if column.unit is District:
                yield pa.types.is_integer, partial(district_codes, column)
        case Form.FLAG:
            yield pa.types.is_boolean, lambda array: Cells(flags_of(array), nulls_of(array))
        case Form.COUNT:
            yield pa.types.is_integer, partial(counts, column)
        case Form.DAY:
            yield pa.types.is_date, partial(days_of, column)
            yield is_text, partial(looked_up, column, day_code)
        case Form.MONTH:
            yield pa.types.is_integer, partial(months_of, column)
            yield pa.types.is_date, partial(months_of_days, column)
            yield is_text, partial(looked_up, column, month_code)


def _decoded(read: Reader, array: pa.Array) -> Cells:
    return read(array.dictionary_decode())


def _nothing(column: Column, array: pa.Array) -> Cells:
    return Cells(np.zeros(len(array), column.stored), nulls_of(array))
