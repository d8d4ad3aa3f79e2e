"""The door: two Arrow tables in, checked arrays out, or every mistake with its row and column."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs
import pyarrow as pa
from attrs import field, frozen

from ..errors import MOST_PROBLEMS, InputError, Problem, UsageError, first_of
from ..household import UNSTATED_MEANS
from ..months import Month
from ..numbers import FEN_PER_YUAN
from ..stated import shown, suggestion
from .arrays import Mask, Values, kept
from .checks import Taken, contradictions, settled
from .columns import Columns
from .grouping import Grouped, grouped, ids_of
from .schema import HOUSEHOLD_ID, HOUSEHOLD_OF_MEMBER, MEMBER_ID, PASSED_OVER, Column, Form, household_columns, member_columns
from .threads import side_by_side
from .values import Read, UnfitColumnError, nothing_of, read_column

UNITS_OF_MONEY = {"fen": 1, "yuan": FEN_PER_YUAN}
_UNIT = b"unit"
_OF_PANDAS = re.compile(r"__index_level_[0-9]+__")
"""The index of a pandas frame of which rows were taken; it says nothing of a household."""


def read_tables(households: Any, members: Any, month: Month, *, unstated: str = "unknown", money: str | None = None) -> Columns:
    """Read a population.

    Args:
        households: a table with a row for each household (an Arrow table or record batch, or what gives a stream of them, such as a
            polars or pandas frame), with the columns of `household_schema`. Only `id`, `district` and `registration` must be there.
        members: a table with a row for each member, in any order, with the columns of `member_schema`. Only `household`, `id` and
            `birth_date` must be there.
        month: what they are to be assessed for.
        unstated: what an absent column or a null means: "unknown", or "none" as for a single household. The word "unknown" in a column of
            words is always unknown.
        money: what whole numbers in columns of money count, "fen" or "yuan", where a field's own metadata do not say it. Decimals are yuan.

    Raises:
        InputError: with every mistake, each with its row, counted from 0, and column.
        UsageError: an option is not known.
    """
    _check_options(unstated, money)
    problems: list[Problem] = []
    tables = [_table(households, "households", problems), _table(members, "members", problems)]
    of_household, of_member = tables
    if of_household is None or of_member is None:
        raise InputError(problems)
    null_is_none = unstated == "none"
    rows = _Reader(of_household, "households", household_columns(), (HOUSEHOLD_ID,), (), null_is_none, money)
    people = _Reader(of_member, "members", member_columns(), (HOUSEHOLD_OF_MEMBER, MEMBER_ID), (PASSED_OVER,), null_is_none, money)
    for each in (rows, people):
        each.read()
        problems.extend(each.problems)
    taken = Taken(people.values, people.missing, people.unknown, of_member.num_rows)
    # Where as many cells cannot be taken as are listed, it is not asked what contradicts what.
    asked = taken if len(problems) <= MOST_PROBLEMS else attrs.evolve(taken, count=0)
    work: tuple[Callable[[], Any], ...] = (lambda: contradictions(asked, month), lambda: _groups(rows, people))
    further, (found, wrong) = side_by_side(lambda each: each(), work, of_member.num_rows)
    problems.extend((*further, *wrong))
    if found is None or problems:
        raise InputError(first_of(problems))
    settled(people.values, people.missing)
    return _columns(rows, people, found, month)


def _check_options(unstated: str, money: str | None) -> None:
    problems = []
    asked = (("unstated", unstated, UNSTATED_MEANS), ("money", "yuan" if money is None else money, tuple(UNITS_OF_MONEY)))
    for name, value, known in asked:
        if value not in known:
            say = {"value": shown(value), "all": suggestion(value, known)}
            problems.append(Problem(name, "{value} is not known here.", "Write one of: {all}.", say))
    if problems:
        raise UsageError(problems)


def _table(given: Any, path: str, problems: list[Problem]) -> pa.Table | None:
    if isinstance(given, pa.Table):
        return given
    if isinstance(given, pa.RecordBatch):
        return pa.Table.from_batches([given])
    if hasattr(given, "__arrow_c_stream__"):
        return pa.table(given)
    remedy = "Give a pyarrow Table or RecordBatch, or a frame that has __arrow_c_stream__."
    problems.append(Problem(path, "{value} is no table.", remedy, {"value": shown(given)}))
    return None


@frozen(eq=False, repr=False)
class _Reader:
    """Reads the columns of a table, and gathers what is wrong with them."""

    table: pa.Table
    path: str
    known: Mapping[str, Column]
    ids: tuple[str, ...]
    passed_over: tuple[str, ...]
    null_is_none: bool
    money: str | None
    values: dict[str, Values] = field(factory=dict, init=False)
    missing: dict[str, Mask] = field(factory=dict, init=False)
    problems: list[Problem] = field(factory=list, init=False)

    @property
    def unknown(self) -> frozenset[str]:
        """The columns that are not there, where that means that nothing is known."""
        return frozenset() if self.null_is_none else frozenset(self.known.keys() - set(self.table.column_names))

    def read(self) -> None:
        """Read every column that is there."""
        self.problems.extend(self._names())
        counts = Counter(self.table.column_names)
        there = [column for name, column in self.known.items() if counts[name]]
        for column, read in zip(there, side_by_side(self._read, there, self.table.num_rows), strict=True):
            if isinstance(read, Problem):
                self.problems.append(read)
            taken = read if isinstance(read, Read) else nothing_of(column, self.table.num_rows)
            self.values[column.name] = kept(taken.values)
            if taken.missing is not None:
                self.missing[column.name] = kept(taken.missing)
            self.problems.extend(taken.wrong.values())

    def _names(self) -> Iterator[Problem]:
        names = (*self.ids, *self.known, *self.passed_over)
        for name, count in Counter(self.table.column_names).items():
            path = f"{self.path}.{name}"
            if _OF_PANDAS.fullmatch(name):
                continue
            if name not in names:
                say = {"name": shown(name), "near": suggestion(name, names)}
                yield Problem(path, "The name {name} is not known here.", "Did you mean: {near}?", say)
            elif count > 1:
                problem = "{count} columns have the name {name}."
                yield Problem(path, problem, "Keep the one that is right.", {"name": shown(name), "count": count})
        for name in (*self.ids, *(each.name for each in self.known.values() if each.is_needed)):
            if name not in self.table.column_names:
                yield Problem(f"{self.path}.{name}", "It is missing.", "State it: it is always needed.")

    def _read(self, column: Column) -> Read | Problem | None:
        """What stands in the column, what is wrong with it as a whole, or None where it cannot be told which one is meant."""
        if self.table.column_names.count(column.name) > 1:
            return None
        try:
            return read_column(column, self.table.column(column.name), fen_each=self._fen_each(column), null_is_none=self.null_is_none)
        except UnfitColumnError as error:
            return error.problem

    def _fen_each(self, column: Column) -> int | None:
        if column.form is not Form.MONEY:
            return None
        said = (self.table.schema.field(column.name).metadata or {}).get(_UNIT, b"").decode(errors="replace")
        return UNITS_OF_MONEY.get(said, UNITS_OF_MONEY.get(self.money or ""))

    def ids_in(self, name: str, problems: list[Problem]) -> pa.Array | None:
        """The ids in a column; None where it is not there, or no column of ids."""
        if self.table.column_names.count(name) != 1:
            return None
        return ids_of(self.table.column(name), f"{self.path}[{{row}}].{name}", problems)


def _groups(rows: _Reader, people: _Reader) -> tuple[Grouped | None, list[Problem]]:
    problems: list[Problem] = []
    households, owners, ids = (
        reader.ids_in(name, problems) for reader, name in ((rows, HOUSEHOLD_ID), (people, HOUSEHOLD_OF_MEMBER), (people, MEMBER_ID))
    )
    if households is None or owners is None or ids is None:
        return None, problems
    return grouped(households, owners, ids, problems), problems


def _columns(rows: _Reader, people: _Reader, found: Grouped, month: Month) -> Columns:
    order, count = found.order, people.table.num_rows
    member_ids = people.table.column(MEMBER_ID)
    values, missing = people.values, people.missing
    if order is not None:
        values = dict(zip(values, side_by_side(lambda each: kept(each[order]), values.values(), count), strict=True))
        missing = dict(zip(missing, side_by_side(lambda each: kept(each[order]), missing.values(), count), strict=True))
        member_ids = member_ids.take(pa.array(order))
        kept(order)
    return Columns(
        month=month,
        count=rows.table.num_rows,
        starts=kept(found.starts),
        of_household=rows.values,
        of_member=values,
        unknown_columns=rows.unknown | people.unknown,
        missing={**rows.missing, **missing},
        order=order,
        household_ids=rows.table.column(HOUSEHOLD_ID),
        member_ids=member_ids,
    )
