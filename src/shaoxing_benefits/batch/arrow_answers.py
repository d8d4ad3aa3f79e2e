"""Rows of answers as Parquet or Arrow."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from .answer_columns import MONEY, NAMES, AnswerColumn

_KINDS = {MONEY: pa.int64(), NAMES: pa.list_(pa.string())}
_FEN = {"unit": "fen"}


class ArrowAnswers:
    """Writes rows, so many at once."""

    def __init__(self, path: Path, columns: Sequence[AnswerColumn], at_once: int) -> None:
        self._schema = pa.schema([_field(each) for each in columns])
        is_parquet = path.suffix.lower() == ".parquet"
        self._file: Any = pyarrow.parquet.ParquetWriter(path, self._schema) if is_parquet else pa.ipc.new_file(str(path), self._schema)
        self._at_once = at_once
        self._rows: list[tuple[Any, ...]] = []

    def add(self, row: tuple[Any, ...]) -> None:
        """Write a row, or hold it until there are enough."""
        self._rows.append(row)
        if len(self._rows) >= self._at_once:
            self._write()

    def _write(self) -> None:
        if not self._rows:
            return
        arrays = [pa.array(values, about.type) for values, about in zip(zip(*self._rows, strict=True), self._schema, strict=True)]
        self._file.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._rows = []

    def close(self) -> None:
        """End the file."""
        self._write()
        self._file.close()


def _field(column: AnswerColumn) -> pa.Field:
    return pa.field(column.name, _KINDS.get(column.kind, pa.string()), metadata=_FEN if column.kind == MONEY else None)
