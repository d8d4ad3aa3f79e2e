"""A population in streams: the same answers in pieces, mistakes with the rows of the whole, and no more held than a batch."""

from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.dataset
import pytest

from shaoxing_benefits import InputError, UsageError, assess_batches, assess_table
from shaoxing_benefits.population import streaming
from shaoxing_benefits.population.streaming import Options

from .streams import AMOUNTS, ASKED, MONTH, WAGES, changed, tables

HOUSEHOLDS, MEMBERS = tables()
FORMS: dict[str, Callable[[pa.Table], Any]] = {
    "table": lambda table: table,
    "reader": lambda table: pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=2)),
    "batches": lambda table: table.to_batches(max_chunksize=3),
    "tables": lambda table: [table.slice(0, 1), table.slice(1, 0), table.slice(1)],
    "generator": lambda table: iter([table.slice(row, 1) for row in range(table.num_rows)]),
    "scanner": lambda table: pyarrow.dataset.dataset(table).scanner(),
    "data set": pyarrow.dataset.dataset,
    "no batch more than needed": lambda table: pa.Table.from_batches(table.to_batches()).to_batches(),
}


def answers(households: Any, members: Any, rows: int = 2, **options: Any) -> list[pa.Table]:
    return list(assess_batches(households, members, MONTH, rows=rows, **{**ASKED, **options}))


def mistakes(households: Any, members: Any, rows: int = 2, **options: Any) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        answers(households, members, rows, **options)
    return {each.path: str(each).removeprefix(f"{each.path}: ") for each in caught.value.problems}


@pytest.mark.parametrize("rows", [1, 2, 3, 7, 100])
def test_batches_of_any_size_are_the_table_in_pieces(rows: int) -> None:
    found = answers(HOUSEHOLDS, MEMBERS, rows)
    assert [each.num_rows for each in found] == [min(rows, len(WAGES) - first) for first in range(0, len(WAGES), rows)]
    whole = pa.concat_tables(found)
    assert whole.column("household").to_pylist() == list(WAGES)
    assert whole.column("dibao.amount").to_pylist() == AMOUNTS
    assert whole.equals(assess_table(HOUSEHOLDS, MEMBERS, MONTH, **ASKED), check_metadata=True)


@pytest.mark.parametrize("form", FORMS)
def test_streams_of_every_form_are_read(form: str) -> None:
    found = answers(FORMS[form](HOUSEHOLDS), FORMS[form](MEMBERS))
    assert pa.concat_tables(found).column("dibao.amount").to_pylist() == AMOUNTS


def test_members_of_a_household_may_stand_in_any_order() -> None:
    other_way = MEMBERS.take([0, 2, 1, 5, 4, 3, *range(6, MEMBERS.num_rows)])
    assert pa.concat_tables(answers(HOUSEHOLDS, other_way)).column("dibao.amount").to_pylist() == AMOUNTS


def test_ids_may_be_whole_numbers() -> None:
    numbers = {each: place for place, each in enumerate(WAGES)}
    households = HOUSEHOLDS.set_column(0, "id", pa.array(list(numbers.values())))
    members = MEMBERS.set_column(0, "household", pa.array([numbers[each] for each in MEMBERS.column("household").to_pylist()], pa.int32()))
    assert pa.concat_tables(answers(households, members)).column("household").to_pylist() == list(numbers.values())


def test_members_come_in_the_order_of_their_stream() -> None:
    found = pa.concat_tables(answers(HOUSEHOLDS, MEMBERS, per="member"))
    assert found.column("household").to_pylist() == MEMBERS.column("household").to_pylist()
    assert found.column("member").to_pylist() == MEMBERS.column("id").to_pylist()
    # 1400.00 among two, 2550.00 among three, 850.01 among two: the fen more goes to the first.
    assert found.column("dibao.amount").to_pylist() == [24_950, 70_000, 70_000, 85_000, 85_000, 85_000, 0, 0, 0, 42_501, 42_500, 85_000]


def test_rows_of_which_facts_are_missing_are_marked_or_bounded() -> None:
    """F without P1, who may be in prison, lacks one fen, and with P1 850.01 yuan."""
    members = changed(MEMBERS, "absence", 9, "unknown")
    marked = pa.concat_tables(answers(HOUSEHOLDS, members))
    assert marked.column("missing").to_pylist() == [None, None, None, None, None, ["absence"], None]
    assert marked.column("dibao.status").to_pylist()[4:] == ["ineligible", None, "eligible"]
    assert marked.column("dibao.amount").to_pylist() == [*AMOUNTS[:5], None, AMOUNTS[6]]
    bounded = pa.concat_tables(answers(HOUSEHOLDS, members, bounds=True))
    assert bounded.column_names == ["household", "missing", "dibao.status", "dibao.amount", "dibao.low", "dibao.high"]
    assert bounded.column("missing").equals(marked.column("missing"))
    assert bounded.column("dibao.low").to_pylist() == [*AMOUNTS[:5], 1, AMOUNTS[6]]
    assert bounded.column("dibao.high").to_pylist() == AMOUNTS


# Mistakes


def test_rows_are_counted_from_the_beginning_of_the_streams() -> None:
    assert mistakes(HOUSEHOLDS, changed(MEMBERS, "income.wages", 9, -1)).keys() == {"members[9].income.wages"}
    assert mistakes(changed(HOUSEHOLDS, "registration", 5, "villager"), MEMBERS).keys() == {"households[5].registration"}
    assert mistakes(HOUSEHOLDS, changed(MEMBERS, "birth_date", 11, None)).keys() == {"members[11].birth_date"}


def test_what_is_named_beside_the_row_is_counted_from_the_beginning_too() -> None:
    (said,) = mistakes(HOUSEHOLDS, changed(MEMBERS, "id", 10, "P1")).items()
    assert said == ("members[10].id", "The id 'P1' is already used by member members[9]. Give each member an id of its own.")


def test_what_came_before_a_mistake_is_answered() -> None:
    found = assess_batches(HOUSEHOLDS, changed(MEMBERS, "income.wages", 9, -1), MONTH, rows=2, **ASKED)
    assert next(found).column("dibao.amount").to_pylist() == AMOUNTS[:2]
    assert next(found).column("dibao.amount").to_pylist() == AMOUNTS[2:4]
    with pytest.raises(InputError):
        next(found)


@pytest.mark.parametrize("rows", [1, 2, 3, 7])
def test_members_out_of_order_are_refused(rows: int) -> None:
    # C, D and E stand before B.
    order = [0, 3, 4, 5, 6, 7, 8, 1, 2, 9, 10, 11]
    (said,) = mistakes(HOUSEHOLDS, MEMBERS.take(order), rows).items()
    assert said == (
        "members[1].household",
        "A member of household 'C' stands where the members of 'B' (households[1]) should. "
        "Group the members by household, in the households' order; or read both tables whole, with assess_table.",
    )


@pytest.mark.parametrize("rows", [1, 2, 3, 7])
def test_members_of_a_household_must_stand_together(rows: int) -> None:
    order = [0, 1, 3, 4, 5, 2, *range(6, 12)]  # one of B's members stands after those of C
    (path,) = mistakes(HOUSEHOLDS, MEMBERS.take(order), rows)
    assert path == "members[5].household"


@pytest.mark.parametrize("rows", [1, 2, 3, 6, 100])
def test_members_that_are_left_over_are_refused(rows: int) -> None:
    (said,) = mistakes(HOUSEHOLDS.slice(0, 6), MEMBERS, rows).items()
    assert said[0] == "members[11].household"
    assert said[1].startswith("A member of household 'G' stands after the members of the last household.")


def test_members_without_any_household_are_refused() -> None:
    assert mistakes(HOUSEHOLDS.slice(0, 0), MEMBERS).keys() == {"members[0].household"}


@pytest.mark.parametrize("rows", [1, 2, 3, 7, 100])
def test_households_without_members_are_refused(rows: int) -> None:
    assert mistakes(HOUSEHOLDS, MEMBERS.slice(0, 11), rows).keys() == {"households[6]"}
    assert mistakes(HOUSEHOLDS, MEMBERS.slice(0, 9), rows).keys() <= {"households[5]", "households[6]"}
    assert mistakes(HOUSEHOLDS, MEMBERS.slice(1), rows).keys() == {"members[0].household"}
    assert mistakes(HOUSEHOLDS, MEMBERS.slice(0, 0), rows).keys() == {"households[0]"}


def test_a_household_that_stands_twice_in_a_batch_is_refused() -> None:
    (said,) = mistakes(changed(HOUSEHOLDS, "id", 5, "E"), changed(changed(MEMBERS, "household", 9, "E"), "household", 10, "E")).items()
    assert said[0] == "households[5].id"
    assert said[1].startswith("The id 'E' is already used by household households[4].")


def test_a_household_that_stands_twice_on_either_side_of_a_border_is_refused() -> None:
    assert mistakes(changed(HOUSEHOLDS, "id", 4, "D"), changed(changed(MEMBERS, "household", 7, "D"), "household", 8, "D")) != {}


@pytest.mark.parametrize("rows", [1, 3, 7])
def test_columns_of_ids_must_be_there_and_of_one_kind(rows: int) -> None:
    assert "households.id" in mistakes(HOUSEHOLDS.drop_columns(["id"]), MEMBERS, rows)
    assert "members.household" in mistakes(HOUSEHOLDS, MEMBERS.drop_columns(["household"]), rows)
    numbers = MEMBERS.set_column(0, "household", pa.array(range(MEMBERS.num_rows)))
    assert "members.household" in mistakes(HOUSEHOLDS, numbers, rows)
    assert "members[4].household" in mistakes(HOUSEHOLDS, changed(MEMBERS, "household", 4, None), 7)


def test_the_batches_of_a_stream_must_have_the_same_columns() -> None:
    parts = [HOUSEHOLDS.slice(0, 1), HOUSEHOLDS.slice(1).append_column("emergency", pa.array(["none"] * 6))]
    assert mistakes(parts, MEMBERS, 7).keys() == {"households"}


@pytest.mark.parametrize("stream", ["households.csv", None, 5, [1], {"id": ["A"]}])
def test_what_is_no_stream_is_refused(stream: Any) -> None:
    assert mistakes(stream, MEMBERS).keys() == {"households"}


def test_what_is_asked_is_checked_before_anything_is_read() -> None:
    for wrong in ({"per": "person"}, {"scenario": "middle"}, {"programmes": ("dibau",)}, {"price_index": "much"}):
        with pytest.raises(UsageError):
            assess_batches(iter(()), iter(()), MONTH, **{**ASKED, **wrong})
    with pytest.raises(UsageError):
        assess_batches(iter(()), iter(()), "2031-04", **ASKED)
    with pytest.raises(UsageError, match="rows: 0 is no number of rows"):
        assess_batches(iter(()), iter(()), MONTH, rows=0, **ASKED)
    with pytest.raises(TypeError, match="programme"):
        assess_batches(iter(()), iter(()), MONTH, programme="dibao")  # type: ignore[call-arg]


def test_numbers_that_are_not_published_need_a_scenario() -> None:
    with pytest.raises(UsageError, match=r"dibao\.money_years"):
        answers(HOUSEHOLDS, MEMBERS, scenario=None)


# What is held


def test_empty_streams_have_no_answers() -> None:
    assert answers(HOUSEHOLDS.slice(0, 0), MEMBERS.slice(0, 0)) == []
    assert answers([], []) == []


def test_no_more_is_read_than_the_batch_and_where_the_next_begins() -> None:
    wages = {f"H{place:04d}": [0, 0] for place in range(400)}
    households, members = tables(wages)
    read = {"households": 0, "members": 0}

    def counted(name: str, table: pa.Table) -> Iterator[pa.Table]:
        for row in range(table.num_rows):
            read[name] += 1
            yield table.slice(row, 1)

    found = assess_batches(counted("households", households), counted("members", members), MONTH, rows=10, **ASKED)
    for batch in range(1, 41):
        next(found)
        assert read["households"] <= 10 * batch
        # The members are read until one is found who belongs to the next, each time twice as many.
        assert read["members"] <= 20 * batch + 60


def test_a_question_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    worked_out = streaming.prepared

    def counted(*given: Any, **options: Any) -> Any:
        asked.append(given)
        return worked_out(*given, **options)

    monkeypatch.setattr(streaming, "prepared", counted)
    assert len(answers(HOUSEHOLDS, MEMBERS, 1)) == 7
    assert len(asked) == 1


def test_the_options_are_those_of_a_table() -> None:
    parameters = assess_table.__kwdefaults__
    assert parameters is not None
    assert Options.__annotations__.keys() == parameters.keys()
