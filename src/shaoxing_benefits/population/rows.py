"""A row of the arrays as a household: for an explanation with every step, or for bounds where facts are missing."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import product
from typing import Any

from ..errors import Problem
from ..household import Household
from ..months import Month
from ..numbers import FLAG, MONTHS_A_YEAR, yuan
from ..reading import read_household
from .arrays import Mask, Values
from .columns import Columns
from .schema import DAY_NOUGHT, Column, Form, household_columns, member_columns

_GROUPS = "groups"
_UNSAID = "unknown"


def household_at(columns: Columns, row: int) -> Household:
    """The household in a row of the households' table, with its members in the order of their own table.

    What is missing is unknown; where absent columns mean "none", that is what they are here too.
    """
    members = _members_at(columns, row)
    unstated = "unknown" if columns.unknown_columns else "none"
    data = stated_at(household_columns().values(), columns.of_household, columns.missing, columns.unknown_columns, row)
    data |= {"id": str(columns.household_ids[row].as_py()), "unstated": unstated, "members": [_member(columns, each) for each in members]}
    return read_household(data)


def _members_at(columns: Columns, row: int) -> Sequence[int]:
    """The places of a household's members, in the order of their own table."""
    here = range(int(columns.starts[row]), int(columns.starts[row + 1]))
    return here if columns.order is None else sorted(here, key=columns.order.__getitem__)


def in_the_tables(columns: Columns, row: int, problem: Problem) -> Problem:
    """A mistake in the household of a row, with the rows of the tables in its path."""
    members = _members_at(columns, row)

    def moved(found: re.Match[str]) -> str:
        place = members[int(found[1])]
        return f"members[{place if columns.order is None else int(columns.order[place])}]"

    path = re.sub(r"^members\[([0-9]+)\]", moved, problem.path)
    return Problem(path if path.startswith("members") else f"households[{row}].{path}", problem.problem, problem.remedy, problem.values)


def _member(columns: Columns, row: int) -> dict[str, Any]:
    stated = stated_at(member_columns().values(), columns.of_member, columns.missing, columns.unknown_columns, row)
    return {"id": str(columns.member_ids[row].as_py()), **stated}


def stated_at(
    columns: Iterable[Column], values: Mapping[str, Values], missing: Mapping[str, Mask], unknown_columns: Container[str], row: int
) -> dict[str, Any]:
    """What a row states, in the form that the reader of a household takes; absent columns are left out."""
    data: dict[str, Any] = {}
    groups: dict[str, bool | None] = {}
    for column in columns:
        part, _, name = column.name.rpartition(".")
        if column.name not in values:
            if part == _GROUPS:
                groups[name] = None if column.name in unknown_columns else False
            continue
        is_missing = column.name in missing and bool(missing[column.name][row])
        value = None if is_missing else _stated(column, int(values[column.name][row]))
        if part == _GROUPS:
            groups[name] = value
            data[_GROUPS] = _UNSAID  # there is something to say of them
        else:
            (data.setdefault(part, {}) if part else data)[name] = _UNSAID if is_missing else value
    return {**data, _GROUPS: _possible(groups)} if _GROUPS in data else data


def _possible(groups: Mapping[str, bool | None]) -> Any:
    """The groups somebody belongs to, or all that he or she may belong to."""
    choices = ((True, False) if belongs is None else (belongs,) for belongs in groups.values())
    sets = [[name for name, belongs in zip(groups, choice, strict=True) if belongs] for choice in product(*choices)]
    if len(sets) == 1:
        return sets[0]
    return _UNSAID if all(belongs is None for belongs in groups.values()) else {"one_of": sets}


def _stated(column: Column, code: int) -> Any:
    match column.form:
        case Form.MONEY | Form.AREA:
            return yuan(code)  # areas are hundredths as well
        case Form.WORD:
            return column.unit(code).name.lower()
        case Form.DAY:
            return DAY_NOUGHT + timedelta(code)
        case Form.MONTH:
            return str(Month(code // MONTHS_A_YEAR, code % MONTHS_A_YEAR + 1)) if code else "none"
    return bool(code) if column.unit is FLAG else code
