"""Words in an Arrow array as the numbers of what they name: every distinct word is put through the converter once."""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
import pyarrow as pa

from ..converters import is_none, to_date, to_month
from ..errors import MOST_PROBLEMS
from ..months import Month
from ..stated import Misfit
from .arrays import Values, nulls_of, numbers_of
from .cells import Cells, masked, rows_of
from .schema import DAY_NOUGHT, Column


def word_code(column: Column, word: str) -> int | Misfit:
    """The number of what a word names."""
    said = column.convert(word)
    return said if isinstance(said, Misfit) else int(said)


def day_code(word: str) -> int | Misfit:
    """The number of a day written as text."""
    said = to_date(word)
    if isinstance(said, date):
        return (said - DAY_NOUGHT).days
    assert isinstance(said, Misfit)  # a word is a day or a misfit
    return said


def month_code(word: str) -> int | Misfit:
    """The number of a month written as text; 0 for none."""
    said = None if is_none(word) else to_month(word)
    if isinstance(said, Month):
        return said.number
    assert said is None or isinstance(said, Misfit)  # a word is a month or a misfit
    return 0 if said is None else said


CodeOf = Callable[[str], int | Misfit]
_TAKEN, _NULL, _UNKNOWN, _WRONG = range(4)
_MANY = 256
"""More words than this are looked at only if some row says them."""


def looked_up(column: Column, code_of: CodeOf, array: pa.Array) -> Cells:
    """Words: each distinct one is converted, and stands for itself in all rows."""
    encoded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    if len(encoded.dictionary) > _MANY and pa.types.is_dictionary(array.type):
        # A frame that was filtered keeps the words of all rows it ever had.
        encoded = array.dictionary_decode().dictionary_encode()
    words = encoded.dictionary.to_pylist()
    nulls = nulls_of(encoded.indices)
    codes, states, misfits = _converted(column, words, code_of)
    places = masked(numbers_of(encoded.indices), nulls)
    values = _taken(codes, places)
    if not any(states):
        return Cells(values, nulls)
    state = _taken(np.array(states, np.uint8), places)
    if nulls is not None:
        state = np.where(nulls, np.uint8(_NULL), state)
    wrong = {row: misfits[int(places[row])] for row in rows_of(state == _WRONG)}
    return Cells(values, state == _NULL, state == _UNKNOWN, wrong)


def _converted(column: Column, words: Sequence[str | None], code_of: CodeOf) -> tuple[Values, list[int], dict[int, Misfit]]:
    codes = np.full(len(words), column.filler, column.stored)
    states = [_TAKEN] * len(words)
    misfits: dict[int, Misfit] = {}
    for place, word in enumerate(words):
        if word is None or word == "unknown":
            states[place] = _NULL if word is None else _UNKNOWN
            continue
        if len(misfits) > MOST_PROBLEMS:
            break  # nobody corrects more at once, and looking for similar words takes its time
        code = code_of(word)
        if isinstance(code, Misfit):
            misfits[place], states[place] = code, _WRONG
        else:
            codes[place] = code
    return codes, states, misfits


def _taken(table: Values, places: Values) -> Values:
    """What stands in the table at these places; most tables are those of a few words, and then no place has to be widened."""
    if not len(table):
        return np.zeros(len(places), table.dtype)
    if places.itemsize != 1 or table.itemsize != 1:
        return table.take(places, mode="clip")
    if np.array_equal(table, np.arange(len(table))):
        return places.view(table.dtype)
    return np.frombuffer(places.tobytes().translate(table.tobytes().ljust(256, b"\0")), table.dtype)
