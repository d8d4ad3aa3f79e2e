"""Every mistake in the tables is named with its row and column, all of them at once, in the words of the reader where it has some."""

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from shaoxing_benefits import InputError, UsageError
from shaoxing_benefits.errors import MOST_PROBLEMS
from shaoxing_benefits.population.door import read_tables
from shaoxing_benefits.report.language import language

from .door_tables import APRIL, HOUSEHOLD, PERSON, Row, household_table, member_table, mistakes, of_person


def with_columns(
    members: dict[str, pa.Array] | None = None, households: dict[str, pa.Array] | None = None, **options: Any
) -> dict[str, str]:
    """The mistakes with further columns in the tables of one household with one member."""
    tables = [household_table([HOUSEHOLD], *HOUSEHOLD), member_table([PERSON], *PERSON)]
    for place, columns in enumerate((households or {}, members or {})):
        for name, values in columns.items():
            if name in tables[place].column_names:
                tables[place] = tables[place].drop_columns([name])
            tables[place] = tables[place].append_column(name, values)
    return mistakes(*tables, **options)


def of_tables(households: list[Row], members: list[Row]) -> dict[str, str]:
    return mistakes(household_table(households, *HOUSEHOLD), member_table(members, *PERSON))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (pa.array([-1]), "-0.01 is negative"),
        (pa.array([-(2**63)]), "is negative"),
        (pa.array([10**12]), "10000000000.00 is too large"),
        (pa.array([2**64 - 1], pa.uint64()), "is too large"),
        (pa.array([Decimal("-0.01")]), "-0.01 is negative"),
        (pa.array([Decimal("10000000000.00")]), "is too large"),
        (pa.array([Decimal(10) ** 30], pa.decimal128(38, 2)), "is too large"),
        (pa.array([-(Decimal(10) ** 60)], pa.decimal256(76, 2)), "is negative"),
        (pa.array([Decimal("0.005")]), "0.005 has more than two decimals"),
        (pa.array([Decimal("99.999")], pa.decimal128(5, 3)), "99.999 has more than two decimals"),
        (pa.array([Decimal("1.999")], pa.decimal256(70, 3)), "1.999 has more than two decimals"),
        (pa.array([Decimal("10000000000.000")], pa.decimal128(20, 3)), "is too large"),
    ],
)
def test_amounts_that_cannot_be(values: pa.Array, said: str) -> None:
    found = with_columns({"income.wages": values}, money="fen")
    assert list(found) == ["members[0].income.wages"]
    assert said in found["members[0].income.wages"]


def test_the_largest_amounts_are_taken() -> None:
    for values, unit in ((pa.array([10**12 - 1]), "fen"), (pa.array([10**10 - 1]), "yuan"), (pa.array([Decimal("9999999999.99")]), None)):
        people = member_table([PERSON], *PERSON).append_column("income.wages", values)
        taken = read_tables(household_table([HOUSEHOLD], *HOUSEHOLD), people, APRIL, money=unit).of_member["income.wages"]
        assert taken.tolist() == [10**12 - 100 if unit == "yuan" else 10**12 - 1]


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("assets.floor_area", pa.array([1_000_000]), "1000000 is too large"),
        ("assets.floor_area", pa.array([Decimal("999999.995")]), "more than two decimals"),
        ("assets.vehicles", pa.array([-1], pa.int8()), "-1 is out of range"),
        ("assets.homes", pa.array([10_001]), "10001 is out of range"),
        ("district", pa.array(["beijing"]), "'beijing' is no district"),
        ("district", pa.array([110101]), "110101 is no district"),
        ("district", pa.array([None], pa.string()), "It must be known"),
        ("district", pa.array([None], pa.int32()), "It must be known"),
        ("district", pa.nulls(1), "It must be known"),
        ("registration", pa.array(["unknown"]), "It must be known"),
        ("registration", pa.array(["town"]), "Write one of: urban, rural"),
        ("emergency", pa.array(["flood"]).dictionary_encode(), "'flood' is not known here"),
    ],
)
def test_cells_of_households_that_cannot_be(name: str, values: pa.Array, said: str) -> None:
    found = with_columns(households={name: values})
    assert list(found) == [f"households[0].{name}"]
    assert said in found[f"households[0].{name}"]


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("birth_date", pa.array(["1970-02-30"]), "is no date"),
        ("birth_date", pa.array(["1970/02/03"]), "write 1970-02-03"),
        ("birth_date", pa.array([10**8], pa.int32()).cast(pa.date32()), "is no date"),
        ("birth_date", pa.array([-(10**8)], pa.int32()).cast(pa.date32()), "is no date"),
        ("new_job.since", pa.array([202013], pa.int32()), "'202013' is no month"),
        ("new_job.since", pa.array([202000]), "'202000' is no month"),
        ("new_job.since", pa.array([-202001]), "is no month"),
        ("new_job.since", pa.array(["February"]), "'February' is no month"),
        ("guardianship", pa.array(["none"]), "'none' is not known here"),
        ("disability.grade", pa.array([-1], pa.int8()), "-1 is out of range"),
    ],
)
def test_cells_of_members_that_cannot_be(name: str, values: pa.Array, said: str) -> None:
    found = with_columns({name: values})
    assert list(found) == [f"members[0].{name}"]
    assert said in found[f"members[0].{name}"]


def test_a_birth_that_is_not_stated_is_no_answer_where_the_rest_is_none() -> None:
    assert of_person(unstated="none", birth_date=None) == {
        "members[1].birth_date": "It must be known. State it: every figure depends on it."
    }


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("income.wages", pa.array([1.5]), "The column has the type double: binary floating-point numbers. Cast it to decimal128(14, 2)"),
        ("income.wages", pa.array([1]), 'does not say whether they count fen or yuan. Say money="fen" or money="yuan"'),
        ("income.wages", pa.array(["1"]), "The column has the type string. Give it as one of these types: decimal128(…, 2), int64."),
        ("resettled", pa.array([1]), "The column has the type int64. Give it as one of these types: bool."),
        ("groups.three_elders", pa.array(["true"]), "one of these types: bool."),
        ("supporter", pa.array([1]), "one of these types: dictionary<int8, string>, string."),
        ("medical.year", pa.array([2020.0]), "one of these types: int16, int32."),
        ("birth_date", pa.array([19700510]), "one of these types: date32, date64, string."),
        ("id", pa.array([1.0]), "The column has the type double. Give it as one of these types: string, int64."),
        ("id", pa.array([2**63], pa.uint64()), "The column has the type uint64."),
        ("household", pa.array([1]), "The households are named by int64 here and by string in the other table."),
        ("income.wagse", pa.array([1]), "The name 'income.wagse' is not known here. Did you mean: income.wages?"),
    ],
)
def test_columns_that_cannot_be(name: str, values: pa.Array, said: str) -> None:
    found = with_columns({name: values})
    assert list(found) == [f"members.{name}"]
    assert said in found[f"members.{name}"]


@pytest.mark.parametrize("unstated", ["unknown", "none"])
def test_a_column_that_cannot_be_read_contradicts_nothing(unstated: str) -> None:
    columns = {"income.basic_pension": pa.array([Decimal(1)]), "income.pension": pa.array([1.5])}
    assert list(with_columns(columns, unstated=unstated)) == ["members.income.pension"]
    tables = (
        household_table([HOUSEHOLD], *HOUSEHOLD),
        member_table([{**PERSON, "income.basic_pension": Decimal(1)}], *PERSON, "income.basic_pension"),
    )
    for _ in range(2):
        tables = tables[0], tables[1].append_column("income.pension", pa.array([Decimal(2)]))
    assert list(mistakes(*tables, unstated=unstated)) == ["members.income.pension"]


def test_columns_that_are_lacking_or_there_twice() -> None:
    people = pa.table([pa.array(["P1"]), pa.array(["P1"]), pa.array([True]), pa.array([True])], ["id", "id", "resettled", "resettled"])
    found = mistakes(pa.table({"id": ["H"], "name": ["…"]}), people)
    assert set(found) == {
        "households.name", "households.district", "households.registration",
        "members.id", "members.household", "members.birth_date", "members.resettled",
    }  # fmt: skip
    assert found["members.resettled"] == "2 columns have the name 'resettled'. Keep the one that is right."
    assert found["members.household"] == "It is missing. State it: it is always needed."


def test_ids_that_cannot_be() -> None:
    other = {**HOUSEHOLD, "id": "G"}
    same = [{**PERSON, "id": name, "household": home} for home, name in (("H", "P2"), ("G", "P1"), ("H", "P1"), ("H", "P2"), ("H", "P2"))]
    first = "The id 'P2' is already used by member members[0]."
    assert {path: said[: len(first)] for path, said in of_tables([HOUSEHOLD, other], same).items()} == {
        "members[3].id": first,
        "members[4].id": first,
    }
    twice = of_tables([HOUSEHOLD, other, HOUSEHOLD], [PERSON, {**PERSON, "household": "G"}])
    assert list(twice) == ["households[2].id"]
    assert twice["households[2].id"].startswith("The id 'H' is already used by household households[0].")
    stray = of_tables([HOUSEHOLD, other], [{**PERSON, "household": "X"}, {**PERSON, "household": "G"}])
    assert stray["members[0].household"].startswith("No household has the id 'X'.")
    assert stray["households[0]"].startswith("The household has no members.")
    assert len(stray) == 2


@pytest.mark.parametrize("as_numbers", [False, True])
def test_households_without_members_and_with_too_many(as_numbers: bool) -> None:
    ids = [1, 2, 3] if as_numbers else ["1", "2", "3"]
    rows = pa.table({"id": ids, "district": ["zhuji"] * 3, "registration": ["urban"] * 3})
    owners = [ids[0]] * 101 + [ids[2]] * 100
    people = pa.table({"household": owners, "id": list(range(101)) + list(range(100)), "birth_date": [date(1970, 1, 1)] * 201})
    found = mistakes(rows, people)
    assert set(found) == {"households[0]", "households[1]"}
    assert "101 members; at most 100" in found["households[0]"]


def test_ids_that_are_not_there_or_cannot_be_shown() -> None:
    people = pa.table({"household": ["H", None], "id": ["P\u200b1", "P2"], "birth_date": [date(1970, 1, 1)] * 2})
    found = mistakes(household_table([HOUSEHOLD], *HOUSEHOLD), people)
    assert set(found) == {"members[0].id", "members[1].household"}
    assert "control characters" in found["members[0].id"]
    assert found["members[1].household"].startswith("It is missing.")
    assert of_tables([HOUSEHOLD], [PERSON, {**PERSON, "id": " "}])["members[1].id"].startswith("The member has no id.")
    long = pa.table({"id": ["x" * 101], "district": ["zhuji"], "registration": ["urban"]})
    assert (
        "too long"
        in mistakes(long, pa.table({"household": ["x" * 101], "id": ["1"], "birth_date": [date(1970, 1, 1)]}))["households[0].id"]
    )


def test_rows_of_chunks_count_on() -> None:
    wages = pa.chunked_array([pa.array([Decimal(1)]), pa.array([Decimal(-1), Decimal(2)]), pa.array([Decimal(-2)])])
    people = pa.table({"household": ["H"] * 4, "id": [4, 3, 2, 1], "birth_date": [date(1970, 1, 1)] * 4, "income.wages": wages})
    assert list(mistakes(household_table([HOUSEHOLD], *HOUSEHOLD), people)) == ["members[1].income.wages", "members[3].income.wages"]


def test_so_many_mistakes_are_listed_and_no_more() -> None:
    count = 3 * MOST_PROBLEMS
    people = pa.table({"household": [1] * count, "id": np.arange(count), "birth_date": ["x"] * count, "income.wages": np.full(count, -1)})
    rows = pa.table({"id": [1], "district": ["zhuji"], "registration": ["urban"]})
    late = people.drop_columns(["income.wages"]).set_column(2, "birth_date", pa.array([date(2021, 1, 1)] * count))
    for wrong in (people, late):
        with pytest.raises(InputError) as caught:
            read_tables(rows, wrong, APRIL, money="fen")
        assert len(caught.value.problems) == MOST_PROBLEMS + 1


def test_thousands_of_unknown_words_are_soon_told() -> None:
    count = 20_000
    rows = pa.table({"id": np.arange(count), "district": [f"street {place}" for place in range(count)], "registration": ["urban"] * count})
    people = pa.table({"household": np.arange(count), "id": np.ones(count, int), "birth_date": [date(1970, 1, 1)] * count})
    with pytest.raises(InputError) as caught:
        read_tables(rows, people, APRIL)
    assert caught.value.problems[0].path == "households[0].district"


def test_what_is_no_table() -> None:
    remedy = "Give a pyarrow Table or RecordBatch, or a frame that has __arrow_c_stream__."
    assert mistakes("file", 3) == {"households": f"'file' is no table. {remedy}", "members": f"3 is no table. {remedy}"}


def test_options_that_are_not_known() -> None:
    tables = household_table([HOUSEHOLD], *HOUSEHOLD), member_table([PERSON], *PERSON)
    with pytest.raises(UsageError) as caught:
        read_tables(*tables, APRIL, unstated="nothing", money="jiao")
    assert [each.path for each in caught.value.problems] == ["unstated", "money"]


def test_mistakes_are_told_in_chinese_too() -> None:
    people = member_table([{**PERSON, "household": "X", "birth_date": date(1899, 1, 1)}], *PERSON)
    with pytest.raises(InputError) as caught:
        read_tables(household_table([HOUSEHOLD], *HOUSEHOLD), people.append_column("resettled", pa.array([1])), APRIL)
    spoken = language("zh")
    assert [spoken.problem(each) for each in caught.value.problems] == [
        "members.resettled：该列的类型为int64。请使用下列类型之一：bool。",
        "members[0].birth_date：出生年份填为1899年，疑有误。请核对出生年份。",
        "members[0].household：没有编号为'X'的家庭。请在家庭表中补上该家庭，或更正编号。",
        "households[0]：该家庭没有成员。请列出共同生活的所有人员，至少一人。",
    ]


def test_names_are_passed_over() -> None:
    people = member_table([PERSON], *PERSON).append_column("name", pa.array([1.5]))
    assert read_tables(household_table([HOUSEHOLD], *HOUSEHOLD), people, APRIL).of_member.keys() == {"birth_date"}
