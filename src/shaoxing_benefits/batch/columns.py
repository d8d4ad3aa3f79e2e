"""A batch of a population's tables, decided by columns: households with mistakes are taken out with their rows, and the others go on."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen

from ..errors import InputError, Problem
from ..population.door import read_tables
from ..population.pairing import Batch
from ..population.schema import HOUSEHOLD_ID, HOUSEHOLD_OF_MEMBER
from ..population.streaming import Asking
from .arrow_sheets import converters, rows_of
from .deciding import Returned
from .fields import HOUSEHOLD
from .records import Mistake, Placed, Tables

_ROW = re.compile(r"(households|members)\[([0-9]+)\](?:\.(.+))?", re.DOTALL)


@frozen(eq=False)
class Part:
    """What became of a batch: the answers, None where every household has mistakes, and what is given back."""

    answers: pa.Table | None
    households: int
    members: int
    returned: list[Returned]


def decided_columns(asking: Asking, batch: Batch, tables: Tables) -> Part:
    """Decide the households of a batch in which there is no mistake, and give back the others.

    Raises:
        InputError: what is wrong belongs to no household, such as a column that is not there.
        UsageError: a number is not published.
    """
    households, members = batch.households, batch.members
    wrong: dict[Any, list[Problem]] = defaultdict(list)
    while households.num_rows:
        try:
            columns = read_tables(households, members, asking.question.asked.month, unstated=asking.unstated, money=asking.money)
            answers = asking.table(columns)
        except InputError as error:
            found = _by_household(error.problems, households, members)
            for id_, problems in found.items():
                # The rows are counted in what is left now; those that are told are the file's.
                wrong[id_] += problems
            ids = pa.array(list(found), households.column(HOUSEHOLD_ID).type)
            households = households.filter(pc.invert(pc.is_in(households.column(HOUSEHOLD_ID), value_set=ids)))
            members = members.filter(pc.invert(pc.is_in(members.column(HOUSEHOLD_OF_MEMBER), value_set=ids)))
            continue
        return Part(answers, households.num_rows, members.num_rows, _returned(wrong, batch, tables, asking.money))
    return Part(None, 0, 0, _returned(wrong, batch, tables, asking.money))


def _by_household(problems: Iterable[Problem], households: pa.Table, members: pa.Table) -> dict[Any, list[Problem]]:
    """The problems by the household's id; the row in a path becomes that among the household's own."""
    found: dict[Any, list[Problem]] = defaultdict(list)
    whole: list[Problem] = []
    for each in problems:
        match = _ROW.fullmatch(each.path)
        if match is None:
            whole += [each] if each.path else []  # what has no path says only that there are more
            continue
        table, row = match[1], int(match[2])
        column = (households if table == "households" else members).column(HOUSEHOLD_ID if table == "households" else HOUSEHOLD_OF_MEMBER)
        id_ = column[row].as_py()
        if id_ is None:
            whole.append(each)
            continue
        before = 0 if table == "households" else pc.index(column, column[row]).as_py()
        path = f"{table}[{row - before if table == 'members' else 0}]"
        found[id_].append(Problem(f"{path}.{match[3]}" if match[3] else path, each.problem, each.remedy, each.values))
    if whole or not found:
        raise InputError(whole or problems)
    return found


def _returned(wrong: dict[Any, list[Problem]], batch: Batch, tables: Tables, money: str | None) -> list[Returned]:
    """The rows of households with mistakes, in the order of the file, with each mistake at its cell."""
    if not wrong:
        return []
    owners = [batch.households.column(HOUSEHOLD_ID), batch.members.column(HOUSEHOLD_OF_MEMBER)]
    firsts = (batch.first_household, batch.first_member)
    found: dict[Any, tuple[list[Placed], list[Placed]]] = {}
    for table, (data, column, first) in enumerate(zip((batch.households, batch.members), owners, firsts, strict=True)):
        places = pc.indices_nonzero(pc.is_in(column, value_set=pa.array(list(wrong), column.type))).to_pylist()
        taken = data.take(places)
        made = converters(tables.tables[table].sheet.file, data.schema, money)
        for place, id_, cells in zip(places, column.take(places).to_pylist(), rows_of(taken, made), strict=True):
            found.setdefault(id_, ([], []))[table].append(Placed(table, first + place + 1, cells))
    return [Returned(str(id_), [*own, *people], list(_mistakes(wrong[id_], own, people, tables))) for id_, (own, people) in found.items()]


def _mistakes(problems: Iterable[Problem], own: list[Placed], people: list[Placed], tables: Tables) -> Iterator[Mistake]:
    for each in problems:
        match = _ROW.fullmatch(each.path)
        assert match is not None  # others are not among them
        row = (own if match[1] == "households" else people)[int(match[2])]
        path = match[3] or ""
        column = tables.tables[row.table].layout.column_of(HOUSEHOLD if row.table == 0 and path == HOUSEHOLD_ID else path)
        yield Mistake(row.table, row.number, column, each.problem, each.remedy, each.values)
