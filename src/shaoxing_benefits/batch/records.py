"""Rows of one table or two -> households, each with its rows, in the order of the file; every row is in exactly one of them.

People stand next to each other by household: in one table with a row for each person, or in a table of members in the order of that of the
households. The rows of workbooks are put in that order here; of other files only a household is held at a time, however long they are.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from attrs import field, frozen

from ..errors import InputError, Problem
from ..stated import Misfit, shown
from .cells import is_empty, text_of
from .fields import HOUSEHOLD
from .seen import ALIKE, doubtful_ids
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
    is_longer: bool = False
    """Whether more stands in it than there are headings."""


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
        again: the same tables to be read once more, for ids that stand in more than one place; None where all rows are at hand.
        not_read: the sheets that were passed over, since there are no headings of ours in them, or nobody sees them.
        counts: what was read so far: rows, by table, and rows without anything in them.
    """

    tables: tuple[Table, ...]
    in_any_order: bool
    again: "Callable[[], tuple[Table, ...]] | None" = None
    not_read: tuple[str, ...] = ()
    counts: dict[str, int] = field(factory=lambda: {"households": 0, "members": 0, "empty": 0}, init=False)

    @property
    def rows(self) -> int:
        """How many rows were read so far that have anything in them."""
        return self.counts["households"] + self.counts["members"]

    @property
    def rows_about(self) -> int:
        """How many rows there are, as far as that is known beforehand."""
        return sum(table.sheet.rows_about for table in self.tables)

    def check_any(self) -> None:
        """Refuse files in which there was nothing.

        Raises:
            InputError: there are no households.
        """
        if not self.rows:
            names = ", ".join(dict.fromkeys(table.sheet.file for table in self.tables))
            raise InputError(Problem(names, "There are no households in it.", "Name the file that has them."))

    def records(self) -> Iterator[Record]:
        """The households, once."""
        if not self.in_any_order:
            owned = [self._rows(place, table) for place, table in enumerate(self.tables)]
            found = self._joined_in_step(*owned) if len(owned) > 1 else self._alone(owned[0])
            doubtful = self._doubtful(self.again() if self.again else ())
        else:
            held = [list(self._rows(place, table)) for place, table in enumerate(self.tables)]
            found = self._joined(*held) if len(held) > 1 else self._alone(_sorted(held[0]))
            # Of one table the rows have been put together: there each id is told once.
            names = dict.fromkeys(owner for owner, _ in held[0]) if len(held) == 1 else (owner for owner, _ in held[0])
            doubtful = doubtful_ids(filter(None, names))
        return (self._held_to(doubtful, each) for each in found)

    def _alone(self, rows: "Iterable[_Owned]") -> Iterator[Record]:
        return (self._record(owner, group) for owner, group in _grouped(rows))

    def _doubtful(self, tables: tuple[Table, ...]) -> Mapping[str, str]:
        """Which ids are doubtful in files of which only a little is held: they are read through once before."""
        found: dict[str, str] = {}
        for place, table in enumerate(tables):
            apart = Tables(tables, in_any_order=False)
            found |= doubtful_ids(owner for owner, _ in groupby(owner for owner, _ in apart._rows(place, table)) if owner)
        return found

    def _held_to(self, doubtful: Mapping[str, str], record: Record) -> Record:
        """A household whose rows may be only some of its own is no household: it would be decided without the others."""
        if record.id not in doubtful or record.mistakes:
            return record
        row = record.rows[0]
        column = self.tables[row.table].layout.column_of(HOUSEHOLD)
        problem = "The rows of household {id} stand in more than one place."
        if doubtful[record.id] == ALIKE:
            problem = "The id {id} differs from another by no more than case, blanks or noughts in front."
        remedy = "Put its rows together; or, if they are two households, give one of them another id."
        return record._replace(mistakes=(Mistake(row.table, row.number, column, problem, remedy, {"id": shown(record.id)}),))

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
            # A comma inside an amount makes two cells of it; a workbook's cells stay where they are.
            is_longer = not table.sheet.name and not all(is_empty(each) for each in cells[width:])
            row = Placed(place, number, (*cells[:width], *(None,) * (width - len(cells))), is_longer)
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
        return Record(id_, tuple(row for _, row in rows), _misplaced(rows, self.tables))

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


def _misplaced(rows: list[_Owned], tables: tuple[Table, ...]) -> tuple[Mistake, ...]:
    """The rows that do not say whose they are, and those that are longer than the headings."""
    found = []
    for _, row in rows:
        if row.is_longer:
            remedy = "Look for a comma inside an amount, and write the amount without it; or put a heading over each column."
            found.append(Mistake(row.table, row.number, None, "There are more cells in the row than headings.", remedy))
        column = tables[row.table].layout.column_of(HOUSEHOLD)
        assert column is not None  # as above
        cell = row.cells[column]
        wrong = Misfit("It is missing.", "State it: it is always needed.") if is_empty(cell) else text_of(cell)
        if isinstance(wrong, Misfit):
            found.append(Mistake(row.table, row.number, column, wrong.problem, wrong.remedy, wrong.values))
    return tuple(found)
