"""Parquet and Arrow files as sheets, a row at a time: for what is written for people. Whole populations go through `population`."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from ..errors import InputError, Problem
from .fields import heading, headings
from .sheets import Row, Sheet

_AT_ONCE = 4096
_FEN = b"fen"


def arrow_sheet(path: Path) -> Sheet:
    """The one table of a file. Before its first row, which is the first of a household or member, come the columns' names.

    Raises:
        InputError: it is not what its name says, or does not say whether whole numbers of money are fen or yuan.
        OSError: it cannot be read.
    """
    with path.open("rb"):
        pass  # Arrow's own errors do not say which file cannot be opened
    try:
        schema, rows, batches = opened(path)
    # It is no such file, or one of a kind that Arrow does not read yet.
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        say = {"kind": path.suffix.lower().removeprefix(".")}
        raise InputError(Problem(path.name, "It cannot be read as {kind}.", "Write it again, or check its name.", say)) from None
    return Sheet(path.name, "", _rows(schema, batches, converters(path.name, schema)), rows)


def opened(path: Path) -> tuple[pa.Schema, int, Iterator[pa.RecordBatch]]:
    """The columns, how many rows there are if the file says it, and the rows."""
    if path.suffix.lower() == ".parquet":
        file = pyarrow.parquet.ParquetFile(path)
        return file.schema_arrow, file.metadata.num_rows, file.iter_batches(batch_size=_AT_ONCE)
    source = pa.memory_map(str(path))
    try:
        reader = pa.ipc.open_file(source)
        return reader.schema, 0, (reader.get_batch(place) for place in range(reader.num_record_batches))
    except pa.ArrowInvalid:
        source.seek(0)
        stream = pa.ipc.open_stream(source)
        return stream.schema, 0, iter(stream)


_Converter = Callable[[Any], Any]


def converters(file: str, schema: pa.Schema, money: str | None = None) -> list[_Converter | None]:
    """What makes a stored value one that a cell may have, column by column; None where it is one.

    `money` says what whole numbers of money are, "fen" or "yuan", where the field does not say it.

    Raises:
        InputError: nobody says it.
    """
    found: list[_Converter | None] = []
    problems = []
    for about in schema:
        field = headings().get(heading(about.name))
        unit = (about.metadata or {}).get(b"unit", money and money.encode())
        is_whole_money = field is not None and field.kind == "money" and pa.types.is_integer(about.type)
        if is_whole_money and unit is None:
            problem = "The column holds whole numbers, and does not say whether they are fen or yuan."
            problems.append(Problem(f"{file}!{about.name}", problem, 'Give the field the unit "fen" or "yuan", or use decimals.'))
        found.append(_yuan if is_whole_money and unit == _FEN else _plain if pa.types.is_decimal(about.type) else None)
    if problems:
        raise InputError(problems)
    return found


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


def _plain(number: Decimal) -> Decimal | int:
    return int(number) if number == number.to_integral_value() else number


def rows_of(batch: pa.RecordBatch | pa.Table, made: list[_Converter | None]) -> Iterator[tuple[Any, ...]]:
    """The rows as cells."""
    columns = [column.to_pylist() for column in batch.columns]
    for place, convert in enumerate(made):
        if convert is not None:
            columns[place] = [None if each is None else convert(each) for each in columns[place]]
    return zip(*columns, strict=True)


def _rows(schema: pa.Schema, batches: Iterator[pa.RecordBatch], made: list[_Converter | None]) -> Iterator[Row]:
    yield 0, schema.names
    number = 0
    for batch in batches:
        for cells in rows_of(batch, made):
            number += 1
            yield number, cells
