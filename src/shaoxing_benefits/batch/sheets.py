"""Tables in files, whatever kind of file it is: rows of cells with the places where they stand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from ..errors import InputError, Problem
from ..stated import shown, suggestion
from .cells import is_empty
from .fields import HOUSEHOLD, ID, NAME, PLACE, WRONG, Field, heading, headings, says_otherwise

MOST_ABOVE = 20
"""So many rows may stand above the headings: a title, the office, the month."""
FEWEST_HEADINGS = 2
Row = tuple[int, Sequence[Any]]
"""A row's number as the file counts, from 1, and its cells."""


@frozen(eq=False)
class Sheet:
    """A sheet of a workbook, or a file of CSV.

    Attributes:
        file: the file's name.
        name: the sheet's; empty where there is but one table.
        rows: its rows, once.
        rows_about: how many rows there are, headings and all.
        repeated: by cell (row from 1, column from 0) that a merged range covers, the row whose cell holds for it.
    """

    file: str
    name: str
    rows: Iterator[Row] = field(repr=False)
    rows_about: int = 0
    repeated: Mapping[tuple[int, int], int] = field(factory=dict, repr=False)


@frozen(eq=False)
class Layout:
    """What the columns of a table are; None for one that is passed over."""

    columns: tuple[Field | None, ...]
    has_members: bool = field(init=False)
    """Whether its rows are people."""
    has_households: bool = field(init=False)
    """Whether it has a household's facts."""
    facts: tuple[tuple[tuple[int, Field], ...], ...] = field(init=False, repr=False)
    """The columns that state something: those about a household, and those about a member."""
    _places: Mapping[str, int] = field(init=False, repr=False)

    @facts.default
    def _stating(self) -> tuple[tuple[tuple[int, Field], ...], ...]:
        beside = (HOUSEHOLD, ID, NAME, PLACE, WRONG)
        told = [(place, each) for place, each in enumerate(self.columns) if each is not None and each.path not in beside]
        return tuple(tuple(each for each in told if each[1].of_member is of_member) for of_member in (False, True))

    @has_members.default
    def _is_of_members(self) -> bool:
        return any(each is not None and each.of_member and each.path not in (ID, NAME) for each in self.columns)

    @has_households.default
    def _is_of_households(self) -> bool:
        return any(each is not None and not each.of_member and each.path not in (HOUSEHOLD, PLACE, WRONG) for each in self.columns)

    @_places.default
    def _found(self) -> Mapping[str, int]:
        return {each.path: place for place, each in enumerate(self.columns) if each is not None}

    @classmethod
    def of_paths(cls, paths: Iterable[str | None]) -> "Layout":
        """From the names of the columns."""
        return cls(tuple(None if path is None else headings()[heading(path)] for path in paths))

    @property
    def paths(self) -> tuple[str | None, ...]:
        """The names of the columns."""
        return tuple(None if each is None else each.path for each in self.columns)

    def column_of(self, path: str) -> int | None:
        """Where a field stands; None where it does not."""
        return self._places.get(path)


@frozen(eq=False)
class Table:
    """A sheet of which the headings are known: what its columns are, the headings as they stand there, and the number of their row."""

    sheet: Sheet
    layout: Layout
    headings: tuple[str, ...]
    row: int

    def place(self, row: int, column: int | None) -> str:
        """A cell, or a whole row, as people find it."""
        name = f"{self.sheet.file}!{self.sheet.name}" if self.sheet.name else self.sheet.file
        return f"{name}!{row}" if column is None else f"{name}!{column_letters(column)}{row}"


def column_letters(place: int) -> str:
    """A column as workbooks name it: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def table_of(sheet: Sheet) -> Table | None:
    """The sheet with its headings, which may stand below a title; None where there are none of ours.

    Raises:
        InputError: headings that are not known, or stand there twice.
    """
    known = headings()
    for number, cells in sheet.rows:
        found = [None if is_empty(each) else known.get(heading(str(each))) for each in cells]
        if sum(each is not None for each in found) >= FEWEST_HEADINGS:
            return _table(sheet, number, cells, found)
        if number >= MOST_ABOVE:
            break
    return None


def _table(sheet: Sheet, row: int, cells: Sequence[Any], found: list[Field | None]) -> Table:
    names = tuple("" if is_empty(each) else str(each).strip() for each in cells)
    layout = Layout(tuple(found))
    if layout.has_households and not layout.has_members:
        # In a table of households "id" is theirs.
        layout = Layout.of_paths(HOUSEHOLD if path == ID else path for path in layout.paths)
    table = Table(sheet, layout, names, row)
    problems = [*_strange(table), *_twice(table), *_lacking(table)]
    if problems:
        raise InputError(problems)
    return table


def _strange(table: Table) -> Iterator[Problem]:
    for place, (name, field_) in enumerate(zip(table.headings, table.layout.columns, strict=True)):
        if name and field_ is None:
            near = suggestion(heading(name), headings())
            remedy = "Did you mean: {near}? Leave the heading empty to pass the column over."
            if near not in headings():  # all of them: nobody reads so long a list
                remedy = "Name it as the template does, or leave the heading empty to pass the column over."
            say = {"name": shown(name), "near": near}
            yield Problem(table.place(table.row, place), "The heading {name} is not known.", remedy, say)
        elif field_ is not None and says_otherwise(name, field_):
            say = {"name": shown(name), "path": field_.path}
            problem = "What stands in the brackets of the heading {name} is no unit of this column."
            remedy = "Take the brackets away if the cells are as the template has them; else change the amounts."
            yield Problem(table.place(table.row, place), problem, remedy, say)


def _twice(table: Table) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for place, each in enumerate(table.layout.columns):
        if each is None:
            continue
        if each.path in seen:
            say = {"name": shown(table.headings[place]), "other": seen[each.path]}
            yield Problem(table.place(table.row, place), "{name} stands at {other} already.", "Keep the column that is right.", say)
        seen.setdefault(each.path, column_letters(place))


def _lacking(table: Table) -> Iterator[Problem]:
    there = set(table.layout.paths)
    wanted = [HOUSEHOLD]
    wanted += [ID, "birth_date"] if table.layout.has_members else []
    wanted += ["district", "registration"] if table.layout.has_households else []
    for path in wanted:
        if path not in there:
            say = {"name": path}
            yield Problem(table.place(table.row, None), "There is no column {name}.", "Add it: it is always needed.", say)
