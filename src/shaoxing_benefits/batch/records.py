"""Rows of one table or two -> households, each with its rows, in the order of the file; every row is in exactly one of them.

People stand next to each other by household: in one table with a row for each person, or in a table of members in the order of that of the
households. The rows of workbooks are put in that order here; of other files only a household is held at a time, however long they are.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from attrs import field, frozen

from ..stated import Misfit
from .cells import is_empty, text_of
from .fields import HOUSEHOLD
from .seen import Seen
from .sheets import Row, Table

MOST_AHEAD = 10_000
"""So many households are looked through for the one of the next member."""


class Mistake(NamedTuple):
    """What is wrong, and where: table, the row's number, column (None for the whole row); the texts are those of `errors.Problem`."""

    table: int
    row: int
    column: int | None
    problem: str
    remedy: str
    values: Mapping[str, Any] = {}


class Placed(NamedTuple):
    """A row: its table, its number in the file, and its cells, as many as there are headings."""

    table: int
    number: int
    cells: tuple[Any, ...]


class Record(NamedTuple):
    """A household's rows. `mistakes` are those that keep its rows from being a household."""

    id: str
    rows: tuple[Placed, ...]
    mistakes: tuple[Mistake, ...] = ()


@frozen(eq=False)
class Tables:
    """The tables that make up the households.

    Attributes:
        tables: one with a row for each person, or that of the households and that of the members.
        in_any_order: whether their rows may be put in order, since all of them are at hand.
        counts: what was read so far: rows, by table, and rows without anything in them.
    """

    tables: tuple[Table, ...]
    in_any_order: bool
    counts: dict[str, int] = field(factory=lambda: {"households": 0, "members": 0, "empty": 0}, init=False)

    @property
    def rows(self) -> int:
        """How many rows were read so far that have anything in them."""
        return self.counts["households"] + self.counts["members"]

    @property
    def rows_about(self) -> int:
        """How many rows there are, as far as that is known beforehand."""
        return sum(table.sheet.rows_about for table in self.tables)

    def records(self) -> Iterator[Record]:
        """The households, once."""
        owned = [self._rows(place, table) for place, table in enumerate(self.tables)]
        seen = Seen(on_disk=not self.in_any_order)
        if len(owned) == 1:
            found = _sorted(owned[0]) if self.in_any_order else owned[0]
            return _once((self._record(owner, rows) for owner, rows in _grouped(found)), self.tables, seen)
        joined = self._joined(*owned) if self.in_any_order else self._joined_in_step(*owned)
        return _once(joined, self.tables, seen)

    def _rows(self, place: int, table: Table) -> "Iterator[_Owned]":
        column = table.layout.column_of(HOUSEHOLD)
        assert column is not None  # the table was held to it
        above = ""
        counted = "members" if table.layout.has_members else "households"
        for number, cells in _filled(table):
            if all(is_empty(each) for each in cells):
                self.counts["empty"] += 1
                continue
            self.counts[counted] += 1
            width = len(table.layout.columns)
            row = Placed(place, number, (*cells[:width], *(None,) * (width - len(cells))))
            owner = "" if is_empty(row.cells[column]) else text_of(row.cells[column])
            if isinstance(owner, Misfit):
                owner = ""
            if not owner and table.layout.has_members:
                # Most likely one of the household above: without this person it would be decided wrongly.
                owner = above
            above = owner
            yield owner, row

    def _joined(self, households: "Iterable[_Owned]", members: "Iterable[_Owned]") -> Iterator[Record]:
        """Households with their members, all of which are at hand; whoever has no household comes last."""
        of_household: dict[str, list[_Owned]] = {}
        for owner, rows in _grouped(members):
            of_household.setdefault(owner, []).extend(rows)
        for id_, row in households:
            yield self._record(id_, [(id_, row), *(of_household.pop(id_, ()) if id_ else ())])
        for owner, rows in of_household.items():
            yield self._stray(owner, rows)

    def _joined_in_step(self, households: "Iterator[_Owned]", members: "Iterable[_Owned]") -> Iterator[Record]:
        """The same where both stand in the same order, so that little is held at once.

        Where the next member's household is not the next one, a look at those that follow tells which of the two lacks the other.
        """
        ahead: deque[_Owned] = deque()
        for owner, rows in _grouped(members):
            place = next((place for place, (id_, _) in enumerate(ahead) if id_ == owner), None) if owner else None
            while owner and place is None and len(ahead) < MOST_AHEAD and (found := next(households, None)) is not None:
                ahead.append(found)
                if found[0] == owner:
                    place = len(ahead) - 1
            if place is None:
                yield self._stray(owner, rows)
                continue
            for _ in range(place):
                id_, row = ahead.popleft()
                yield self._record(id_, [(id_, row)])
            yield self._record(owner, [ahead.popleft(), *rows])
        for id_, row in (*ahead, *households):
            yield self._record(id_, [(id_, row)])

    def _record(self, id_: str, rows: "list[_Owned]") -> Record:
        return Record(id_, tuple(row for _, row in rows), _nameless(rows, self.tables))

    def _stray(self, owner: str, rows: "list[_Owned]") -> Record:
        if not owner:
            return self._record(owner, rows)
        problem = "The household {id} is not in the other table, or stands elsewhere in it."
        remedy = "Check the id; both tables must have the households in the same order."
        column = self.tables[rows[0][1].table].layout.column_of(HOUSEHOLD)
        mistakes = tuple(Mistake(row.table, row.number, column, problem, remedy, {"id": owner}) for _, row in rows)
        return Record(owner, tuple(row for _, row in rows), mistakes)


_Owned = tuple[str, Placed]


def _filled(table: Table) -> Iterator[Row]:
    """The rows, with what stands in the first row of a merged range in all of them."""
    repeated = table.sheet.repeated
    tops = {(top, column) for (_, column), top in repeated.items()}
    held: dict[int, Any] = {}
    for number, cells in table.sheet.rows:
        if repeated:
            held |= {column: cells[column] for column in range(len(cells)) if (number, column) in tops}
            cells = [held.get(column) if (number, column) in repeated else cell for column, cell in enumerate(cells)]
        yield number, cells


def _sorted(rows: Iterable[_Owned]) -> Iterator[_Owned]:
    """Each household's rows together, where its first stands."""
    found: dict[Any, list[_Owned]] = {}
    for owner, row in rows:
        found.setdefault(owner or (row.number,), []).append((owner, row))
    for group in found.values():
        yield from group


def _grouped(rows: Iterable[_Owned]) -> Iterator[tuple[str, list[_Owned]]]:
    """Rows next to each other of the same household; of those that name none each stands alone."""
    for owner, group in groupby(rows, key=lambda each: each[0]):
        if owner:
            yield owner, list(group)
        else:
            yield from ((owner, [each]) for each in group)


def _nameless(rows: list[_Owned], tables: tuple[Table, ...]) -> tuple[Mistake, ...]:
    """The rows that do not say whose they are."""
    found = []
    for _, row in rows:
        column = tables[row.table].layout.column_of(HOUSEHOLD)
        assert column is not None  # as above
        cell = row.cells[column]
        wrong = Misfit("It is missing.", "State it: it is always needed.") if is_empty(cell) else text_of(cell)
        if isinstance(wrong, Misfit):
            found.append(Mistake(row.table, row.number, column, wrong.problem, wrong.remedy, wrong.values))
    return tuple(found)


def _once(records: Iterable[Record], tables: tuple[Table, ...], seen: Seen) -> Iterator[Record]:
    """The same; a household that comes again cannot be told from the first, and is no household."""
    for record in records:
        if record.id and not seen.is_new(record.id) and not record.mistakes:
            row = record.rows[0]
            column = tables[row.table].layout.column_of(HOUSEHOLD)
            problem = "The household {id} stands further above already."
            remedy = "Put its rows together; or give one of the two another id."
            yield record._replace(mistakes=(Mistake(row.table, row.number, column, problem, remedy, {"id": record.id}),))
        else:
            yield record
