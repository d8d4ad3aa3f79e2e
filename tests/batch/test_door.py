"""Every type of column that is taken gives the same arrays, and rows may come in any order."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from shaoxing_benefits.kinds import DISTRICT_NAMES, DisabilityKind, District, Supporter
from shaoxing_benefits.population.columns import Columns
from shaoxing_benefits.population.door import read_tables
from shaoxing_benefits.population.schema import household_columns, household_schema, member_columns, member_schema

from .door_tables import APRIL, population

DAYS = [date(1930, 1, 2), date(1970, 1, 1), None, date(2020, 4, 30)]
AMOUNTS = [Decimal("0.01"), None, Decimal("1234567.00"), Decimal(20)]
WHOLE = [Decimal(1), None, Decimal(1_234_567), Decimal(20)]


def read(columns: dict[str, Any], count: int, **options: Any) -> Columns:
    return read_tables(*population(count, **columns), APRIL, **options)


def array_of(columns: Columns, name: str) -> tuple[list[int], list[bool] | None]:
    mask = columns.missing.get(name)
    of = columns.of_household if name in columns.of_household else columns.of_member
    return of[name].tolist(), None if mask is None else mask.tolist()


def chunked(values: pa.Array) -> pa.ChunkedArray:
    return pa.chunked_array([values[:1], values[1:1], values[1:]])


def sliced(values: pa.Array) -> pa.Array:
    return pa.concat_arrays([values, values, values])[len(values) : 2 * len(values)]


FORMS: list[Callable[[pa.Array], Any]] = [lambda values: values, chunked, sliced]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("values", "money"),
    [
        (pa.array(AMOUNTS), None),
        (pa.array(AMOUNTS, pa.decimal128(38, 2)), "fen"),
        (pa.array(AMOUNTS, pa.decimal256(50, 2)), None),
        (pa.array(AMOUNTS, pa.decimal128(20, 5)), None),
        (pa.array(AMOUNTS, pa.decimal256(76, 30)), None),
        (pa.array(AMOUNTS, pa.decimal64(12, 2)), None),
        (pa.array([1, None, 123_456_700, 2000]), "fen"),
        (pa.array([1, None, 123_456_700, 2000], pa.int32()), "fen"),
        (pa.array([1, None, 123_456_700, 2000], pa.uint64()), "fen"),
        (pa.array([1, None, 123_456_700, 2000]).dictionary_encode(), "fen"),
    ],
)
def test_amounts(values: pa.Array, money: str | None, form: Callable[[pa.Array], Any]) -> None:
    expected = [1, 0, 123_456_700, 2000]
    columns = read({"income__wages": form(values), "assets__money": form(values)}, 4, money=money)
    assert array_of(columns, "income.wages") == array_of(columns, "assets.money") == (expected, [False, True, False, False])
    columns = read({"income__wages": form(values)}, 4, money=money, unstated="none")
    assert array_of(columns, "income.wages") == (expected, None)
    assert columns.of_member["income.wages"].dtype == np.int64


@pytest.mark.parametrize(
    "values", [pa.array(WHOLE, pa.decimal128(9, 0)), pa.array(WHOLE, pa.decimal128(9, 1)), pa.array([1, None, 1_234_567, 20])]
)
def test_whole_yuan(values: pa.Array) -> None:
    assert array_of(read({"income__wages": values}, 4, money="yuan"), "income.wages")[0] == [100, 0, 123_456_700, 2000]


def test_the_metadata_of_a_field_say_what_whole_numbers_count() -> None:
    for unit, fen in (("fen", 7), ("yuan", 700)):
        rows, people = population(1)
        people = people.append_column(pa.field("income.wages", pa.int64(), metadata={"unit": unit}), pa.array([7]))
        for money in (None, "fen", "yuan"):
            assert read_tables(rows, people, APRIL, money=money).of_member["income.wages"].tolist() == [fen]


@pytest.mark.parametrize(
    "values", [pa.array([80, 0], pa.int16()), pa.array([Decimal("80.00"), Decimal(0)]), pa.array([80, 0], pa.uint64())]
)
def test_areas_are_square_metres(values: pa.Array) -> None:
    for money in (None, "fen", "yuan"):
        assert array_of(read({"assets__floor_area": values}, 2, money=money), "assets.floor_area") == ([8000, 0], None)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "values",
    [
        pa.array(["none", "capable", None, "unknown", "incapable"]),
        pa.array(["none", " capable ", None, "unknown", "incapable"], pa.large_string()),
        pa.array(["none", "capable", None, "unknown", "incapable"], pa.string_view()),
        pa.array(["none", "capable", None, "unknown", "incapable"]).dictionary_encode(),
        pa.DictionaryArray.from_arrays(pa.array([1, 0, None, 2, 3], pa.int8()), ["capable", "none", "unknown", "incapable", "never used"]),
        pa.DictionaryArray.from_arrays(pa.array([1, 0, 4, 2, 3], pa.uint16()), ["capable", "none", "unknown", "incapable", None]),
    ],
)
def test_words(values: pa.Array, form: Callable[[pa.Array], Any]) -> None:
    columns = read({"supporter": form(values)}, 5)
    codes = [Supporter.NONE, Supporter.CAPABLE, Supporter.CAPABLE, Supporter.CAPABLE, Supporter.INCAPABLE]
    assert array_of(columns, "supporter") == (codes, [False, False, True, True, False])
    # What is said to be unknown stays so where what is left out is none.
    columns = read({"supporter": form(values)}, 5, unstated="none")
    assert array_of(columns, "supporter") == (codes, [False, False, False, True, False])
    assert columns.of_member["supporter"].dtype == np.uint8


def test_words_in_the_order_of_their_kinds() -> None:
    words = [kind.name.lower() for kind in DisabilityKind]
    places = pa.array([7, 0, 3], pa.int8())
    columns = read({"disability__kind": pa.DictionaryArray.from_arrays(places, words)}, 3)
    assert array_of(columns, "disability.kind") == ([DisabilityKind.MULTIPLE, DisabilityKind.NONE, DisabilityKind.SPEECH], None)


@pytest.mark.parametrize(
    "values",
    [
        pa.array([each.name.lower() for each in District]),
        pa.array(list(DISTRICT_NAMES.values())).dictionary_encode(),
        pa.array([str(each.value) for each in District]),
        pa.array([each.value for each in District]),
        pa.array([each.value for each in District], pa.int32()).dictionary_encode(),
    ],
)
def test_districts(values: pa.Array) -> None:
    columns = read({"district": values}, 6)
    assert columns.of_household["district"].tolist() == [each.value for each in District]
    assert columns.of_household["district"].dtype == np.int32


@pytest.mark.parametrize("form", FORMS)
def test_flags(form: Callable[[pa.Array], Any]) -> None:
    values = pa.array([place % 3 == 0 for place in range(20)] + [None])
    columns = read({"resettled": form(values), "groups__three_elders": form(values)}, 21)
    expected = [int(place % 3 == 0) for place in range(20)] + [0]
    assert array_of(columns, "resettled") == array_of(columns, "groups.three_elders") == (expected, [False] * 20 + [True])
    assert columns.of_member["resettled"].dtype == np.uint8


@pytest.mark.parametrize("kind", [pa.int8(), pa.uint8(), pa.int16(), pa.uint32(), pa.int64(), pa.uint64()])
def test_counts(kind: pa.DataType) -> None:
    columns = read({"assets__vehicles": pa.array([0, 3, None], kind), "disability__grade": pa.array([4, 1, None], kind)}, 3)
    assert array_of(columns, "assets.vehicles") == ([0, 3, 0], [False, False, True])
    assert array_of(columns, "disability.grade") == ([4, 1, 0], [False, False, True])
    assert (columns.of_household["assets.vehicles"].dtype, columns.of_member["disability.grade"].dtype) == (np.int32, np.uint8)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "values",
    [
        pa.array(DAYS),
        pa.array(DAYS).cast(pa.date64()),
        pa.array(["1930-01-02", "1970-01-01", "unknown", "2020-04-30"]),
        pa.array(["1930-1-2", "1970-01-01", None, "2020-04-30"]).dictionary_encode(),
    ],
)
def test_days(values: pa.Array, form: Callable[[pa.Array], Any]) -> None:
    found, missing = array_of(read({"birth_date": form(values)}, 4), "birth_date")
    # From 1930 to 1970 are 40 years, 10 of them leap years, to 2020 are 50 and 12; 30 April is 120 days after 1 January then.
    assert [found[0], found[1], found[3]] == [-(40 * 365 + 10) + 1, 0, 50 * 365 + 12 + 120]
    assert missing == [False, False, True, False]


@pytest.mark.parametrize(
    "values",
    [
        pa.array([202002, 0, None, 201912], pa.int32()),
        pa.array([202002, 0, None, 201912]),
        pa.array(["2020-02", "none", "unknown", "2019-12"]),
        pa.array(["2020-02", "none", None, "2019-12"]).dictionary_encode(),
    ],
)
def test_months(values: pa.Array) -> None:
    columns = read({"new_job__since": values}, 4)
    assert array_of(columns, "new_job.since") == ([2020 * 12 + 1, 0, 0, 2019 * 12 + 11], [False, False, True, False])
    assert columns.of_member["new_job.since"].dtype == np.int32


def test_months_of_days() -> None:
    values = pa.array([date(2020, 2, 29), date(2019, 12, 1), None])
    for kind in (pa.date32(), pa.date64()):
        assert array_of(read({"new_job__since": values.cast(kind)}, 3), "new_job.since") == ([24_241, 24_239, 0], [False, False, True])


def test_columns_of_nulls() -> None:
    columns = read({"income__wages": pa.nulls(2), "supporter": pa.nulls(2), "resettled": pa.nulls(2), "birth_date": pa.nulls(2)}, 2)
    for name in ("income.wages", "supporter", "resettled", "birth_date"):
        assert columns.missing[name].tolist() == [True, True]
    assert read({"supporter": pa.nulls(2)}, 2, unstated="none").of_member["supporter"].tolist() == [Supporter.CAPABLE] * 2


def test_absent_columns_are_unknown_unless_they_are_none() -> None:
    columns = read({"resettled": [True]}, 1)
    there = {"district", "registration", "birth_date", "resettled"}
    assert columns.of_household.keys() | columns.of_member.keys() == there
    assert columns.unknown_columns == (household_columns().keys() | member_columns().keys()) - there
    assert read({"resettled": [True]}, 1, unstated="none").unknown_columns == frozenset()


def test_arrays_are_of_one_kind() -> None:
    values = np.arange(3, dtype=np.int64)
    columns = read(
        {"income__wages": pa.array(values), "supporter": ["none", "capable", None], "resettled": [True, False, None]}, 3, money="fen"
    )
    for array in (*columns.of_household.values(), *columns.of_member.values(), *columns.missing.values(), columns.starts):
        assert array.flags.c_contiguous
        assert array.flags.aligned
        assert not array.flags.writeable
    assert np.shares_memory(columns.of_member["income.wages"], values), "nothing is copied that is as it is wanted"
    assert values.flags.writeable


class Frame:
    """What other libraries hand over."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.table.__arrow_c_stream__(requested_schema)


def test_other_frames() -> None:
    rows, people = population(3, resettled=[True, False, True])
    for given_rows, given_people in ((rows.to_batches()[0], people.to_batches()[0]), (Frame(rows), Frame(people))):
        assert read_tables(given_rows, given_people, APRIL).of_member["resettled"].tolist() == [1, 0, 1]


def test_empty_tables() -> None:
    rows, people = household_schema().empty_table(), member_schema().empty_table()
    columns = read_tables(rows, people, APRIL)
    assert (columns.count, columns.starts.tolist(), columns.missing) == (0, [0], {})
    assert all(len(values) == 0 for values in (*columns.of_household.values(), *columns.of_member.values()))


def test_the_schemas_have_every_fact() -> None:
    assert household_schema().names == ["id", *household_columns()]
    assert member_schema().names == ["household", "id", *member_columns()]
    wages = member_schema().field("income.wages")
    assert (wages.type, wages.metadata) == (pa.int64(), {b"unit": b"fen", b"period": b"month"})
    assert not household_schema().field("district").nullable
    assert {name for name in member_columns() if name.startswith("groups.")} == {
        "groups.entitled_group", "groups.three_elders", "groups.retrenched_worker", "groups.sickness_poor",
    }  # fmt: skip


def test_numbers_that_lie_askew_in_memory_are_moved() -> None:
    memory = pa.py_buffer(b"\0" + np.arange(4, dtype=np.int64).tobytes())
    values = pa.Array.from_buffers(pa.int64(), 4, [None, memory.slice(1)])
    found = read({"income__wages": values}, 4, money="fen").of_member["income.wages"]
    assert found.flags.aligned
    assert found.tolist() == [0, 1, 2, 3]


def test_timestamps_are_no_days() -> None:
    with pytest.raises(Exception, match="date32, date64, string"):
        read({"birth_date": pa.array([datetime(1970, 1, 1)])}, 1)
