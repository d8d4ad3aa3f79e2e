"""Files of a population: Parquet, Arrow and CSV, told by the end of their names, read and written a part at a time."""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from os import PathLike, fspath
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from ..errors import InputError, Problem, UsageError
from ..stated import shown
from .csv_cells import csv_pieces
from .results import in_yuan
from .schema import PASSED_OVER, Column, Form, household_columns, member_columns

_READ_AT_ONCE = 262_144
"""Bytes of a column of a Parquet file."""


def pieces_of_file(path: str | PathLike[str], name: str, rows: int, told: list[Problem]) -> Iterator[pa.RecordBatch | pa.Table]:
    """The parts of a file of households or members (`name` says which).

    In CSV, cells that are no amount, date and so on are null, and are added to `told` with their rows.

    Raises:
        InputError: it is not what the end of its name says, or its rows are not alike.
        OSError: it cannot be opened.
    """
    path = Path(path)
    columns = household_columns() if name == "households" else member_columns()
    with path.open("rb"):
        pass  # Arrow's own errors do not say which file cannot be opened
    try:
        kind = path.suffix.lower()
        yield from csv_pieces(path, name, columns, told) if kind == _CSV else _READERS[kind](path, columns, rows)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        say = {"kind": path.suffix.lower().removeprefix("."), "error": shown(str(error))}
        raise InputError(Problem(str(path), "It cannot be read as {kind}: {error}.", "Write it again, or check its name.", say)) from None


def _parquet(path: Path, columns: Mapping[str, Column], rows: int) -> Iterator[pa.RecordBatch]:
    with pyarrow.parquet.ParquetFile(path) as about:
        names = about.schema_arrow.names
    # Words are taken as the file keeps them, each once; nobody needs the names of people.
    words = [name for name in names if name in columns and columns[name].form is Form.WORD]
    wanted = [name for name in names if name != PASSED_OVER]
    # Read beforehand, everything would be kept to the end; so it is a little of each column at a time, however long the row groups are.
    with pyarrow.parquet.ParquetFile(path, read_dictionary=words, pre_buffer=False, buffer_size=_READ_AT_ONCE) as file:
        yield from file.iter_batches(batch_size=rows, columns=wanted)


def _arrow(path: Path, _: Mapping[str, Column], __: int) -> Iterator[pa.RecordBatch]:
    with pa.memory_map(str(path)) as file:
        try:
            reader = pa.ipc.open_file(file)
        except pa.ArrowInvalid:
            file.seek(0)
            yield from pa.ipc.open_stream(file)
            return
        for place in range(reader.num_record_batches):
            yield reader.get_batch(place)


_CSV = ".csv"
_READERS: Mapping[str, Any] = {".parquet": _parquet, ".arrow": _arrow, ".feather": _arrow}
KINDS = (*_READERS, _CSV)


def check_names(households: str | PathLike[str], members: str | PathLike[str], to: str | PathLike[str] | None) -> None:
    """Hold files' names to what can be read and written.

    Raises:
        UsageError: with every name that does not fit.
    """
    given = {"households": households, "members": members} | ({} if to is None else {"to": to})
    problems = []
    for path, file in given.items():
        if Path(file).suffix.lower() not in KINDS:
            say = {"name": fspath(file), "all": ", ".join(KINDS)}
            problems.append(
                Problem(path, "It cannot be told from the name {name} what the file holds.", "Let it end in one of: {all}.", say)
            )
    if to is not None and Path(to).resolve() in {Path(households).resolve(), Path(members).resolve()}:
        problems.append(Problem("to", "{name} is read, and would be written over.", "Name another file.", {"name": fspath(to)}))
    if problems:
        raise UsageError(problems)


@contextmanager
def written(path: str | PathLike[str]) -> Iterator["Writer"]:
    """A file to be written; it has its name only once it is whole."""
    target = Path(path)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    writer = Writer(unfinished, target.suffix.lower())
    try:
        # That it cannot be written is seen before anything is worked out.
        unfinished.touch()
        yield writer
        writer.close()
        unfinished.replace(target)
    except BaseException:
        with suppress(OSError, pa.ArrowInvalid):  # what went wrong first is what is told
            writer.close()
        unfinished.unlink(missing_ok=True)
        raise


class Writer:
    """Writes tables of the same columns one after another, each while the next one is made."""

    def __init__(self, path: Path, kind: str) -> None:
        self._path, self._kind = path, kind
        self._open: AbstractContextManager[Any] | None = None
        self._target: Any = None
        self._hand = ThreadPoolExecutor(1)
        self._at_work: Future[None] | None = None

    def write(self, table: pa.Table) -> None:
        """Write the next table; what went wrong with one is told when the next comes, or at the end."""
        self._wait()
        self._at_work = self._hand.submit(self._write, table)

    def _wait(self) -> None:
        at_work, self._at_work = self._at_work, None
        if at_work is not None:
            at_work.result()

    def _write(self, table: pa.Table) -> None:
        table = _plain_ids(table) if self._kind != _CSV else _for_csv(table)
        if self._target is None:
            self._open = _WRITERS[self._kind](self._path, table.schema)
            self._target = self._open.__enter__()
        self._target.write_table(table)

    def close(self) -> None:
        """End the file.

        Raises:
            OSError: it could not be written.
        """
        try:
            self._wait()
        finally:
            self._hand.shutdown()
            opened, self._open = self._open, None
            if opened is not None:
                opened.__exit__(None, None, None)


_IDS = ("household", "member")
_WRITERS: Mapping[str, Any] = {
    ".parquet": lambda path, schema: pyarrow.parquet.ParquetWriter(path, schema, use_dictionary=[n for n in schema.names if n not in _IDS]),
    ".arrow": lambda path, schema: pa.ipc.new_file(str(path), schema),
    ".feather": lambda path, schema: pa.ipc.new_file(str(path), schema),
    _CSV: pyarrow.csv.CSVWriter,
}


def _plain_ids(table: pa.Table) -> pa.Table:
    """Ids as they are, not as places in a list that is another one in each batch."""
    for name in _IDS:
        if name in table.column_names:
            table = _decoded(table, name)
    return table


def _decoded(table: pa.Table, name: str) -> pa.Table:
    place, kind = table.column_names.index(name), table.schema.field(name).type
    if not pa.types.is_dictionary(kind):
        return table
    return table.set_column(place, pa.field(name, kind.value_type), table.column(name).cast(kind.value_type))


def _for_csv(table: pa.Table) -> pa.Table:
    """Amounts in yuan, words as words, and lists with blanks between."""
    table = in_yuan(table)
    for place, about in enumerate(table.schema):
        if pa.types.is_list(about.type):
            table = table.set_column(place, pa.field(about.name, pa.string()), pc.binary_join(table.column(place), " "))
        else:
            table = _decoded(table, about.name)
    return table
