"""Which columns the two tables of a population have, made from the classes in `household`: one for each fact, by its dotted path.

A fact that is a set (the groups) has one yes-or-no column for each of its members. The Arrow schemas are those that are read fastest; what
else is taken stands in `values`.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import IntEnum
from functools import cache
from types import MappingProxyType
from typing import Any, get_args

import attrs
import pyarrow as pa
from attrs import frozen

from ..household import EARLIEST_BIRTH, Household, Person
from ..kinds import District, Group
from ..months import Month
from ..numbers import AREA, FLAG, GRADE, Hundredths, Unit
from ..stated import Stated

DAY_NOUGHT = date(1970, 1, 1)
"""From which Arrow counts days."""
HOUSEHOLD_ID = MEMBER_ID = "id"
HOUSEHOLD_OF_MEMBER = "household"
PASSED_OVER = "name"
"""A column of the members that is allowed, and not read."""


class Form(IntEnum):
    """What the values of a column are."""

    MONEY = 0
    AREA = 1
    WORD = 2
    FLAG = 3
    COUNT = 4
    DAY = 5
    MONTH = 6


_STORED = {
    Form.MONEY: "int64",
    Form.AREA: "int64",
    Form.WORD: "uint8",
    Form.FLAG: "uint8",
    Form.COUNT: "int32",
    Form.DAY: "int32",
    Form.MONTH: "int32",
}
_RECOMMENDED = {
    Form.MONEY: pa.int64(),
    Form.AREA: pa.decimal128(8, 2),
    Form.WORD: pa.dictionary(pa.int8(), pa.string()),
    Form.FLAG: pa.bool_(),
    Form.COUNT: pa.int16(),
    Form.DAY: pa.date32(),
    Form.MONTH: pa.int32(),
}


@frozen(eq=False, repr=False)
class Column:
    """A column: its name (the fact's path), what it holds, and how that is stored.

    `none` is what is stored where there is none; None where "none" is no answer. `filler` is stored where nothing is known.
    """

    name: str
    of_member: bool
    form: Form
    unit: Any
    convert: Callable[[Any], Any]
    stored: str
    none: int | None
    filler: int
    is_needed: bool

    @property
    def must_be_known(self) -> bool:
        """Whether a household cannot be assessed where it is not known, not even between bounds."""
        return self.is_needed and not self.of_member

    @property
    def path(self) -> str:
        """The column as mistakes name it."""
        return f"{'members' if self.of_member else 'households'}.{self.name}"

    def at(self, row: int) -> str:
        """One of its cells as mistakes name it; the row is counted from 0 in the table as it was given."""
        return f"{'members' if self.of_member else 'households'}[{row}].{self.name}"


@cache
def household_columns() -> Mapping[str, Column]:
    """The columns of the households' table, but for the id."""
    return MappingProxyType({each.name: each for each in _columns(Household, of_member=False)})


@cache
def member_columns() -> Mapping[str, Column]:
    """The columns of the members' table, but for the ids and the name."""
    return MappingProxyType({each.name: each for each in _columns(Person, of_member=True)})


def _columns(cls: type[Stated], *, of_member: bool, prefix: str = "") -> Iterator[Column]:
    for each in attrs.fields(cls):
        path = f"{prefix}{each.name}"
        if isinstance(each.type, type) and issubclass(each.type, Stated):
            yield from _columns(each.type, of_member=of_member, prefix=f"{path}.")
        elif each.metadata.get("unit") is Group:
            for group in Group:
                name = f"{path}.{group.name.lower()}"
                yield Column(name, of_member, Form.FLAG, FLAG, each.converter, _STORED[Form.FLAG], 0, 0, False)
        elif "none" in each.metadata:
            yield _column(each, path, of_member)


def _column(field: Any, path: str, of_member: bool) -> Column:
    unit = District if field.type is District else field.metadata.get("unit")
    form = _form(field, unit)
    stored = "uint8" if unit is GRADE else "int32" if unit is District else _STORED[form]
    is_needed = field.default is attrs.NOTHING
    none = None if is_needed else _code_of(field.metadata["none"])
    filler = none if none is not None else min(unit) if form is Form.WORD else (EARLIEST_BIRTH - DAY_NOUGHT).days
    return Column(path, of_member, form, unit, field.converter, stored, none, filler, is_needed)


def _form(field: Any, unit: Any) -> Form:
    if isinstance(unit, type) and issubclass(unit, IntEnum):
        return Form.WORD
    kinds = get_args(field.type)
    if date in kinds or Month in kinds:
        return Form.DAY if date in kinds else Form.MONTH
    if unit is FLAG:
        return Form.FLAG
    if Hundredths in kinds:
        return Form.AREA if unit is AREA else Form.MONEY
    return Form.COUNT


def _code_of(none: Any) -> int:
    return none.hundredths if isinstance(none, Hundredths) else int(none or 0)


def household_schema() -> pa.Schema:
    """The table of the households as it is read fastest."""
    return pa.schema([pa.field(HOUSEHOLD_ID, pa.string(), nullable=False), *map(_field, household_columns().values())])


def member_schema() -> pa.Schema:
    """The table of the members as it is read fastest; `household` is the id in the other table, which may be a whole number in both."""
    ids = (pa.field(name, pa.string(), nullable=False) for name in (HOUSEHOLD_OF_MEMBER, MEMBER_ID))
    return pa.schema([*ids, *map(_field, member_columns().values())])


def _field(column: Column) -> pa.Field:
    kind = pa.int8() if column.unit is GRADE else _RECOMMENDED[column.form]
    return pa.field(column.name, kind, nullable=not column.must_be_known, metadata=_metadata(column))


def _metadata(column: Column) -> dict[str, str] | None:
    if column.form is Form.AREA:
        return {"unit": "square metres"}
    if not isinstance(column.unit, Unit):
        return None
    period = {"period": column.unit.period} if column.unit.period else {}
    return {"unit": column.unit.name, **period}
