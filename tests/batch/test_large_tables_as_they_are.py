"""Tables as analysts have them: frames that were filtered, gaps where there is nothing to state, ids with blanks."""

from typing import Any

import pyarrow as pa
import pytest

from shaoxing_benefits import InputError, assess_table
from shaoxing_benefits.kinds import District
from shaoxing_benefits.months import Month
from shaoxing_benefits.population.door import read_tables

from .door_tables import APRIL, population

DIBAO: dict[str, Any] = {"programmes": ("dibao",), "scenario": "low"}


def read(tables: tuple[pa.Table, pa.Table], **options: Any) -> Any:
    return read_tables(*tables, APRIL, **options)


def test_words_that_no_row_says_any_more_do_no_harm() -> None:
    # A thousand and more that are wrong stand before the one that is right.
    words = [*(f"x{place}" for place in range(1_500)), "keqiao"]
    households, members = population(3)
    districts = pa.DictionaryArray.from_arrays(pa.array([1_500] * 3, pa.int32()), pa.array(words))
    columns = read((households.set_column(1, "district", districts), members))
    assert columns.of_household["district"].tolist() == [District.KEQIAO] * 3


def test_more_words_than_a_small_index_can_count_are_taken() -> None:
    households, members = population(3)
    words = ["rural", "urban", *(f"x{place}" for place in range(300))]
    registrations = pa.DictionaryArray.from_arrays(pa.array([1, 0, 1], pa.int8()), pa.array(words))
    columns = read((households.set_column(2, "registration", registrations), members))
    assert columns.of_household["registration"].tolist() == [0, 1, 0]


def test_the_index_of_a_filtered_pandas_frame_is_passed_over() -> None:
    households, members = population(2)
    columns = read((households, members.append_column("__index_level_0__", pa.array([4, 9]))))
    assert columns.count == 2


@pytest.mark.parametrize(
    ("whole", "word", "part"),
    [
        ("disability__kind", ["none"], "disability__grade"),
        ("new_job__since", ["none"], "new_job__increase"),
        ("medical__year", pa.array([0], pa.int16()), "medical__in_scope"),
    ],
)
def test_of_what_there_is_not_nothing_is_missing(whole: str, word: Any, part: str) -> None:
    null = pa.nulls(1, pa.int64() if part.endswith("grade") else pa.decimal128(9, 2))
    assert read(population(1, **{whole: word, part: null})).missing == {}


def test_of_what_there_is_a_part_can_be_missing() -> None:
    columns = read(population(2, disability__kind=["none", "visual"], disability__grade=pa.nulls(2, pa.int64())))
    assert columns.missing["disability.grade"].tolist() == [False, True]


def test_a_member_whose_id_has_blanks_gets_what_is_his() -> None:
    # Standard 850; nobody earns anything, so each of the two gets his 850, however the second's disability is called.
    households, _ = population(1)
    facts = {"household": [0, 0], "id": [" P1", "P2"], "birth_date": pa.array([0, 0], pa.int32()).cast(pa.date32())}
    members = pa.table({**facts, "new_job.since": ["none", "unknown"]})
    found = assess_table(households, members, "2020-04", per="member", bounds=True, unstated="none", **DIBAO)
    assert found["dibao.amount"].to_pylist() == [85_000, 85_000]
    assert found["missing"].to_pylist() == [["new_job.since"]] * 2


def test_what_cannot_be_all_at_once_is_told_with_the_row_of_the_table() -> None:
    # Nothing but its kind says that a grade of 7 is none.
    tables = population(3, disability__kind=["none", "none", "unknown"], disability__grade=pa.array([0, 0, 7], pa.int8()))
    with pytest.raises(InputError) as caught:
        assess_table(*tables, "2020-04", bounds=True, unstated="none", **DIBAO)
    assert {each.path for each in caught.value.problems} == {"members[2].disability.grade"}


def test_the_answer_names_what_the_low_scenario_takes_as_nought() -> None:
    found = assess_table(*population(1), Month(2020, 4), unstated="none", **DIBAO)
    said = found.schema.metadata[b"shaoxing_benefits"].decode()
    assert '"taken_as_nought": ["dibao.floor_area_rural", "dibao.floor_area_urban"]' in said
