"""A household's rows -> the household, or what is wrong with them, each mistake at its cell."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..errors import InputError, Problem
from ..household import Household
from ..kinds import Group
from ..reading import read_household
from ..stated import Misfit, shown
from .cells import ABSENT, is_empty, stated, text_of
from .fields import ID, NAME, UNSTATED, Field
from .records import Mistake, Placed, Record
from .sheets import Layout

_OF_MEMBER = re.compile(r"members\[([0-9]+)\](?:\.(.+))?", re.DOTALL)


def household_of(record: Record, layouts: tuple[Layout, ...], unstated: str) -> Household | list[Mistake]:
    """The household that its rows state; `unstated` is what empty cells mean where the rows do not say it."""
    if record.mistakes:
        return list(record.mistakes)
    return _Rows(record, layouts).read(unstated)


def placed(record: Record, layouts: tuple[Layout, ...], problems: Iterable[Problem]) -> list[Mistake]:
    """What is wrong with a household, each at its cell."""
    rows = _Rows(record, layouts)
    return [rows.at(each) for each in problems]


class _Rows:
    def __init__(self, record: Record, layouts: tuple[Layout, ...]) -> None:
        self.record = record
        self.layouts = layouts
        self.mistakes: list[Mistake] = []
        self.rest_is_none = False
        self.people = [row for row in record.rows if layouts[row.table].has_members]

    def read(self, unstated: str) -> Household | list[Mistake]:
        data: dict[str, Any] = {UNSTATED: unstated}
        for row in self.record.rows:
            if self.layouts[row.table].has_households:
                self._take(data, row, of_member=False)
        self.rest_is_none = data[UNSTATED] == "none"
        members = [self._member(row) for row in self.people]
        data |= {"id": self.record.id, "members": members}
        try:
            found = read_household(data)
        except InputError as error:
            self.mistakes += map(self.at, error.problems)
        return self.mistakes or found

    def _member(self, row: Placed) -> dict[str, Any]:
        data: dict[str, Any] = {}
        self._take(data, row, of_member=True)
        for path in (ID, NAME):
            column = self.layouts[row.table].column_of(path)
            if column is None or is_empty(row.cells[column]):
                continue
            text = text_of(row.cells[column])
            if isinstance(text, Misfit):
                self.mistakes.append(Mistake(row.table, row.number, column, text.problem, text.remedy, text.values))
                text = f"?{row.number}"
            data[path] = text
        if ID not in data:
            column = self.layouts[row.table].column_of(ID)
            self.mistakes.append(Mistake(row.table, row.number, column, "It is missing.", "State it: it is always needed."))
            data[ID] = f"?{row.number}"
        return data

    def _take(self, data: dict[str, Any], row: Placed, *, of_member: bool) -> None:
        """Put what the cells of a row state under its paths; a household's facts may stand in any of its rows, and must agree."""
        for column, field, value in _facts(self.layouts[row.table], row, of_member=of_member):
            if field.path == UNSTATED and isinstance(value, Misfit):
                self.mistakes.append(Mistake(row.table, row.number, column, value.problem, value.remedy, value.values))
                continue
            *above, last = field.path.split(".")
            holder = data
            for name in above:
                holder = holder.setdefault(name, {})
            if not of_member and last in holder and field.path != UNSTATED and holder[last] != value:
                problem = "{value} is not what another row of the household says."
                say = {"value": str(row.cells[column])}
                self.mistakes.append(Mistake(row.table, row.number, column, problem, "State it once, or the same in each row.", say))
            else:
                holder[last] = value
        groups = data.get("groups")
        if of_member and groups is not None:
            data["groups"] = self._groups(groups, row)

    def _groups(self, flags: Mapping[str, Any], row: Placed) -> Any:
        for name, value in flags.items():
            if isinstance(value, Misfit):
                column = self.layouts[row.table].column_of(f"groups.{name}")
                self.mistakes.append(Mistake(row.table, row.number, column, value.problem, value.remedy, value.values))
        # The groups are one fact: of whom one group is not known, of him they are not known.
        is_partial = len(flags) < len(Group) and not self.rest_is_none
        if is_partial or any(value == "unknown" for value in flags.values()):
            return "unknown"
        return [name for name, value in flags.items() if value is True]

    def at(self, problem: Problem) -> Mistake:
        """A mistake of the reader's at its cell."""
        found = _OF_MEMBER.fullmatch(problem.path)
        rows = [self.people[int(found[1])]] if found else [row for row in self.record.rows if self.layouts[row.table].has_households]
        path = (found[2] or "") if found else problem.path
        for row in rows or self.record.rows[:1]:
            column = self._column(row, path)
            if column is not None and (found or not is_empty(row.cells[column]) or row is rows[-1]):
                return Mistake(row.table, row.number, column, problem.problem, problem.remedy, _as_it_stands(problem, row.cells[column]))
        row = (rows or self.record.rows)[0]
        return Mistake(row.table, row.number, None, problem.problem, problem.remedy, problem.values)

    def _column(self, row: Placed, path: str) -> int | None:
        """The column of a path, or of something below it: a part's own mistakes are told of the part."""
        layout = self.layouts[row.table]
        exact = layout.column_of(path)
        if exact is not None or not path:
            return exact
        below = (place for place, each in enumerate(layout.columns) if each is not None and each.path.startswith(f"{path}."))
        return next(below, None)


def _as_it_stands(problem: Problem, cell: Any) -> Mapping[str, Any]:
    """The values of a problem, with what stands in the cell: what was made of it nobody wrote."""
    return {**problem.values, "value": shown(cell)} if "value" in problem.values and isinstance(cell, str) else problem.values


def _facts(layout: Layout, row: Placed, *, of_member: bool) -> Iterator[tuple[int, Field, Any]]:
    cells = row.cells
    for column, field in layout.facts[of_member]:
        cell = cells[column]
        if cell is None or cell == "":
            continue
        value = stated(field, cell)
        if value is not ABSENT:
            yield column, field, value
