"""Two streams as batches: so many households at a time, each with all of its members."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen

from ..errors import InputError, Problem
from ..stated import shown
from .grouping import ids_of
from .schema import HOUSEHOLD_ID, HOUSEHOLD_OF_MEMBER

_ROW = re.compile(r"^(households|members)\[([0-9]+)\]")
_GROUP = "Group the members by household, in the households' order; or read both tables whole, with assess_table."


@frozen(eq=False)
class Batch:
    """Some households and their members, and how many of each came before."""

    households: pa.Table
    members: pa.Table
    first_household: int
    first_member: int

    def placed(self, problem: Problem) -> Problem:
        """The problem with rows counted from the beginning of the streams."""
        firsts = {"households": self.first_household, "members": self.first_member}
        return moved(problem, lambda table, row: firsts[table] + row)


def moved(problem: Problem, place: Callable[[str, int], int]) -> Problem:
    """The problem with other rows: `place` is asked for the row of each that is named, with the table's name."""

    def told(path: str) -> str:
        return _ROW.sub(lambda found: f"{found[1]}[{place(found[1], int(found[2]))}]", path)

    values = {name: told(value) if name == "other" and isinstance(value, str) else value for name, value in problem.values.items()}
    return Problem(told(problem.path), problem.problem, problem.remedy, values)


def paired(households: Any, members: Any, rows: int) -> Iterator[Batch]:
    """So many households at a time with all of their members.

    Raises:
        InputError: members are not in the households' order.
    """
    people = _Members(pieces_of(members, "members", rows))
    before = 0
    for table in _regrouped(pieces_of(households, "households", rows), rows):
        first_member = people.handed_on
        yield Batch(table, people.of(table, before), before, first_member)
        before += table.num_rows
    people.check_nobody_is_left()


def pieces_of(stream: Any, name: str, rows: int) -> Iterator[pa.Table]:
    """The tables of a stream, none of them empty or longer than so many rows."""
    for each in _parts(stream, name, rows):
        for batch in each.to_batches(max_chunksize=rows):
            if batch.num_rows:
                yield pa.Table.from_batches([batch])


def _parts(stream: Any, name: str, rows: int) -> Iterator[pa.Table | pa.RecordBatchReader]:
    whole = _arrow(stream)
    if whole is not None:
        yield whole
        return
    remedy = "Give a table, a reader, or record batches or tables one after another."
    if hasattr(stream, "iter_batches"):  # a Parquet file
        stream = stream.iter_batches(batch_size=rows)
    elif hasattr(stream, "to_batches"):  # a scanner or data set
        stream = stream.to_batches()
    if not isinstance(stream, Iterable) or isinstance(stream, str | bytes):
        raise InputError(Problem(name, "{value} is no table.", remedy, {"value": shown(stream)}))
    for each in stream:
        part = _arrow(each)
        if part is None:
            raise InputError(Problem(name, "{value} is no table.", remedy, {"value": shown(each)}))
        yield part


def _arrow(given: Any) -> pa.Table | None:
    if isinstance(given, pa.RecordBatch):
        return pa.Table.from_batches([given])
    if isinstance(given, pa.Table):
        return given
    return _Reader(pa.RecordBatchReader.from_stream(given)) if hasattr(given, "__arrow_c_stream__") else None


@frozen(eq=False)
class _Reader:
    """A reader that is asked as a table is."""

    reader: pa.RecordBatchReader

    def to_batches(self, max_chunksize: int) -> Iterator[pa.RecordBatch]:
        for batch in self.reader:
            for first in range(0, batch.num_rows, max_chunksize):
                yield batch.slice(first, max_chunksize)


def _regrouped(pieces: Iterable[pa.Table], rows: int) -> Iterator[pa.Table]:
    """Tables of so many rows each; the last may have fewer."""
    held: list[pa.Table] = []
    count = 0
    for piece in pieces:
        lacking = rows - count
        held.append(piece.slice(0, lacking))
        count += held[-1].num_rows
        if count == rows:
            yield _together(held, "households")
            rest = piece.slice(lacking)
            held, count = ([rest] if rest.num_rows else []), rest.num_rows
    if held:
        yield _together(held, "households")


def _together(tables: list[pa.Table], name: str) -> pa.Table:
    try:
        return pa.concat_tables(tables)
    except pa.ArrowInvalid:
        problem = Problem(name, "Not all batches of the stream have the same columns.", "Give them the same names and types.")
        raise InputError(problem) from None


class _Members:
    """The members' stream; `held` are those that were read and not yet handed on."""

    def __init__(self, pieces: Iterator[pa.Table]) -> None:
        self._pieces = pieces
        self._held = pa.table({})
        self._is_over = False
        self.handed_on = 0

    def of(self, households: pa.Table, before: int) -> pa.Table:
        """The members of these households, which are the next in their stream.

        What hinders from telling whose the members are (no ids, or unfit ones) comes with all that is held: whoever reads it refuses it.
        """
        ids = _ids(households, HOUSEHOLD_ID)
        wanted = max(households.num_rows, self._held.num_rows)
        while True:
            self._read(wanted)
            owners = _ids(self._held, HOUSEHOLD_OF_MEMBER)
            if ids is None or owners is None or ids.type != owners.type:
                if self._held.num_columns == 0:
                    raise InputError(_without_members(before))
                return self._taken(self._held.num_rows)
            runs = pc.run_end_encode(owners, run_end_type=pa.int64())
            # Of the last household more members may be to come.
            if len(runs.values) > len(ids) or self._is_over:
                break
            wanted = 2 * self._held.num_rows
        found = runs.values.slice(0, len(ids))
        if not found.equals(ids):
            return self._disordered(ids, owners, found, runs.run_ends, before)
        return self._taken(runs.run_ends[len(ids) - 1].as_py())

    def _read(self, wanted: int) -> None:
        """Read until so many rows are held, and one piece at least where none are."""
        parts, count = [self._held] if self._held.num_rows else [], self._held.num_rows
        while not self._is_over and (count < wanted or not parts):
            piece = next(self._pieces, None)
            self._is_over = piece is None
            if piece is not None:
                parts.append(piece)
                count += piece.num_rows
        if len(parts) > 1:
            self._held = _together(parts, "members")
        elif parts:
            self._held = parts[0]

    def _taken(self, count: int) -> pa.Table:
        taken, self._held = self._held.slice(0, count), self._held.slice(count)
        self.handed_on += count
        return taken

    def _disordered(self, ids: pa.Array, owners: pa.Array, found: pa.Array, ends: pa.Array, before: int) -> pa.Table:
        """Refuse members that are not in the households' order; where a household is there twice, whoever reads them says so."""
        if len(pc.unique(ids)) < len(ids):
            strangers = pc.index(pc.is_in(owners, value_set=ids), pa.scalar(value=False)).as_py()
            return self._taken(strangers if strangers >= 0 else len(owners))
        place = next((row for row, (one, other) in enumerate(zip(found, ids, strict=False)) if one != other), len(found))
        if place == len(found):
            raise InputError(_without_members(before + place))
        row = self.handed_on + (ends[place - 1].as_py() if place else 0)
        say = {
            "id": shown(found[place].as_py()),
            "expected": shown(ids[place].as_py()),
            "other": f"households[{before + place}]",
        }
        problem = "A member of household {id} stands where the members of {expected} ({other}) should."
        raise InputError(Problem(f"members[{row}].household", problem, _GROUP, say))

    def check_nobody_is_left(self) -> None:
        """Refuse members after those of the last household.

        Raises:
            InputError: naming the first of them.
        """
        self._read(1)
        if self._held.num_rows:
            owners = _ids(self._held, HOUSEHOLD_OF_MEMBER)
            say = {"id": shown(None if owners is None else owners[0].as_py())}
            problem = "A member of household {id} stands after the members of the last household."
            raise InputError(Problem(f"members[{self.handed_on}].household", problem, _GROUP, say))


def _without_members(row: int) -> Problem:
    return Problem(f"households[{row}]", "The household has no members.", "List everybody who lives in it, at least one person.")


def _ids(table: pa.Table, name: str) -> pa.Array | None:
    """The ids in a column; None where it is not there or holds no ids."""
    return ids_of(table.column(name), name, []) if table.column_names.count(name) == 1 else None
