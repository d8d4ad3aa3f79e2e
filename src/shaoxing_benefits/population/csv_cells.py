"""CSV: every cell is text first, and becomes an amount, a date or a count by itself; no amount is ever a binary floating-point number."""

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from ..errors import MOST_PROBLEMS, InputError, Problem, first_of
from ..numbers import Hundredths
from ..stated import Misfit
from .schema import Column, Form

_BLOCK = 8_388_608
"""So many bytes are read at once."""
_NUMBER = pa.decimal128(18, 2)
_KINDS = {Form.MONEY: _NUMBER, Form.AREA: _NUMBER, Form.FLAG: pa.bool_(), Form.COUNT: pa.int32(), Form.DAY: pa.date32()}
"""What cells become; words and months are read as text anyway."""


def csv_pieces(path: Path, name: str, columns: Mapping[str, Column], told: list[Problem]) -> Iterator[pa.Table]:
    """The rows of a file, part by part, with the types that are read best. An empty cell is null.

    So is one that is not what the column holds; it is added to `told`, so that whoever reads on can tell all mistakes together.

    Raises:
        InputError: with rows that are too short or too long, after the cells told so far; rows are counted from 0 below the header. Or it
            is not UTF-8.
        OSError: it cannot be opened.
    """
    uneven: list[Problem] = []

    def refused(row: Any) -> str:
        at = name if row.number is None else f"{name}[{row.number - 2}]"
        say = {"count": row.actual_columns, "all": row.expected_columns}
        remedy = "Give each row a cell for each column; text that has a comma stands in quotes."
        uneven.append(Problem(at, "The row has {count} cells, and the header {all}.", remedy, say))
        return "skip"

    first = 0
    for batch in _batches(path, refused):
        typed = [
            _typed(columns[about.name], batch.column(place), first, told) if about.name in columns else batch.column(place)
            for place, about in enumerate(batch.schema)
        ]
        # Without the rows that do not fit, others would be counted wrongly from here on.
        if uneven or len(told) > MOST_PROBLEMS:
            raise InputError(first_of([*uneven, *told]))
        yield pa.Table.from_arrays(typed, names=batch.schema.names)
        first += batch.num_rows
    if uneven:
        raise InputError(first_of([*uneven, *told]))


def _batches(path: Path, refused: Any) -> Iterator[pa.RecordBatch]:
    """Every cell as text; nothing is made of it by looking at the first rows."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file), [])
        yield from pyarrow.csv.open_csv(
            path,
            # By one thread alone are rows counted; taking text as text needs no more.
            read_options=pyarrow.csv.ReadOptions(use_threads=False, block_size=_BLOCK),
            parse_options=pyarrow.csv.ParseOptions(invalid_row_handler=refused),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()), null_values=[""], strings_can_be_null=True
            ),
        )
    except (UnicodeDecodeError, pa.ArrowInvalid) as error:
        if isinstance(error, UnicodeDecodeError) or "UTF8" in str(error):
            raise InputError(Problem(str(path), "The file is not UTF-8.", "Save it as UTF-8.")) from None
        raise


def _typed(column: Column, cells: pa.Array, first: int, told: list[Problem]) -> pa.Array:
    """The cells as what the column holds; what is wrong with them is added to what was told."""
    kind = _KINDS.get(column.form)
    if kind is None:
        return cells
    try:
        return cells.cast(kind)
    except pa.ArrowInvalid:
        return _converted(column, kind, cells, first, told)


def _converted(column: Column, kind: pa.DataType, cells: pa.Array, first: int, told: list[Problem]) -> pa.Array:
    """The same by the converters of a household's facts, each text once: they take more ways to write, and say what is wrong."""
    encoded = cells.dictionary_encode()
    read = [_read(column, kind, text) for text in encoded.dictionary.to_pylist()]
    misfits = {place: said for place, said in enumerate(read) if isinstance(said, Misfit)}
    values = [None if isinstance(said, Misfit) else said for said in read]
    places = encoded.indices.fill_null(-1).to_numpy()
    for row in np.flatnonzero(np.isin(places, list(misfits)))[: MOST_PROBLEMS + 1]:
        said = misfits[int(places[row])]
        told.append(Problem(column.at(first + int(row)), said.problem, said.remedy, said.values))
    return pa.array(values, kind).take(encoded.indices)


def _read(column: Column, kind: pa.DataType, text: str) -> Any:
    """A value, or what is wrong with the text."""
    try:
        return pa.scalar(text).cast(kind).as_py()
    except pa.ArrowInvalid:
        said = column.convert(text)
        return Decimal(said) if isinstance(said, Hundredths) else said
