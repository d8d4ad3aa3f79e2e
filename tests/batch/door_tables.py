"""Populations for the tests of the door: rows of plain values, as Arrow tables and as households that the reader takes."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from shaoxing_benefits import InputError, Month, read_household
from shaoxing_benefits.kinds import Group
from shaoxing_benefits.population.door import read_tables
from shaoxing_benefits.population.schema import household_columns, household_schema, member_columns, member_schema
from shaoxing_benefits.stated import Stated

APRIL = Month(2020, 4)
Row = dict[str, Any]
HOUSEHOLD = {"id": "H", "district": "yuecheng", "registration": "rural"}
PERSON = {"household": "H", "id": "P1", "birth_date": date(1970, 5, 10)}


def decimal_schema(schema: pa.Schema) -> pa.Schema:
    """The same with money as decimals, as plain rows have it."""
    return pa.schema(
        [pa.field(each.name, pa.decimal128(20, 2), metadata=each.metadata) if pa.types.is_int64(each.type) else each for each in schema]
    )


HOUSEHOLDS, MEMBERS = decimal_schema(household_schema()), decimal_schema(member_schema())


def household_table(rows: Iterable[Row], *names: str) -> pa.Table:
    """A table of the households with these columns; all where none is named."""
    return _table(rows, HOUSEHOLDS, names)


def member_table(rows: Iterable[Row], *names: str) -> pa.Table:
    return _table(rows, MEMBERS, names)


def _table(rows: Iterable[Row], schema: pa.Schema, names: tuple[str, ...]) -> pa.Table:
    wanted = [schema.field(name) for name in names or schema.names]
    rows = list(rows)
    columns = [pa.array([row.get(each.name) for row in rows], each.type) for each in wanted]
    fields = [pa.field(each.name, each.type, metadata=each.metadata) for each in wanted]
    return pa.Table.from_arrays(columns, schema=pa.schema(fields))


def rows_of(data: Mapping[str, Any]) -> tuple[Row, list[Row]]:
    """A household, all of which is known, as a row of each of its facts and one for each of its members."""
    household = read_household(data)
    rows = [{"household": household.id, "id": each.id, **_flat(each, member_columns())} for each in household.members]
    return {"id": household.id, **_flat(household, household_columns())}, rows


def _flat(stated: Stated, names: Iterable[str]) -> Row:
    return {name: _plain(stated, name) for name in names}


def _plain(stated: Any, name: str) -> Any:
    for part in name.split("."):
        if isinstance(stated, frozenset):
            return Group[part.upper()] in stated
        stated = getattr(stated, part)
    if isinstance(stated, Month):
        return stated.year * 100 + stated.month
    if stated is None:
        return 0
    return stated.name.lower() if hasattr(stated, "name") else Decimal(stated) if isinstance(stated, Decimal) else stated


def stated_as(household: Row, members: Iterable[Row], unstated: str = "unknown") -> dict[str, Any]:
    """The same as the reader takes it; None is unknown, and the groups are unknown where one of them is."""
    data = _nested(household)
    return {**data, "unstated": unstated, "members": [_nested(row) for row in members]}


def _nested(row: Row) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name, value in row.items():
        part, _, inside = name.rpartition(".")
        if name == "household" or part == "groups":
            continue
        said = "unknown" if value is None else value
        if name == "new_job.since" and value is not None:
            said = f"{value // 100:04d}-{value % 100:02d}" if value else "none"
        (data.setdefault(part, {}) if part else data)[inside] = said
    groups = {name.removeprefix("groups."): value for name, value in row.items() if name.startswith("groups.")}
    if groups:
        data["groups"] = "unknown" if None in groups.values() else [name for name, value in groups.items() if value]
    return data


def population(count: int, **columns: Any) -> tuple[pa.Table, pa.Table]:
    """So many households of one member each, with these columns of members (a dot is two underscores), or of households."""
    ids = list(range(count))
    rows: dict[str, Any] = {"id": ids, "district": ["zhuji"] * count, "registration": ["urban"] * count}
    people: dict[str, Any] = {"household": ids, "id": ids, "birth_date": [date(1970, 1, 1)] * count}
    for given_name, values in columns.items():
        name = given_name.replace("__", ".")
        (rows if name in household_columns() else people)[name] = values
    return pa.table(rows), pa.table(people)


def named(facts: dict[str, Any]) -> Row:
    return {name.replace("__", "."): value for name, value in facts.items()}


def mistakes(households: Any, members: Any, month: Month = APRIL, **options: Any) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        read_tables(households, members, month, **options)
    told = [str(each).removeprefix(f"{each.path}: ") for each in caught.value.problems]
    assert len({each.path for each in caught.value.problems}) == len(told)
    return dict(zip((each.path for each in caught.value.problems), told, strict=True))


def of_person(unstated: str = "unknown", month: Month = APRIL, **facts: Any) -> dict[str, str]:
    """The mistakes with a second member about whom these facts are stated; the first is in order."""
    other = {**PERSON, "id": "P2", **named(facts)}
    people = member_table([PERSON, other], *other)
    return mistakes(household_table([HOUSEHOLD], *HOUSEHOLD), people, month, unstated=unstated)
