"""Rows of which facts are missing are marked, never answered as if there were none; or answered as far as they are known.

All other rows stay as they are. The kernels are those of test_columns_equal_scalar.py, which are compiled once.
"""

import random
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from benchmarks.populations import random_tables

from shaoxing_benefits import Amount, Assessment, InputError, UsageError, assess
from shaoxing_benefits.asking import rule_set
from shaoxing_benefits.population.assessing import assess_table, explain_row
from shaoxing_benefits.population.checks import PARTS
from shaoxing_benefits.population.door import read_tables
from shaoxing_benefits.population.prepared import Prepared, prepared
from shaoxing_benefits.population.rows import household_at

PROGRAMMES = rule_set().programmes
OPTIONS: dict[str, Any] = {"price_index": "7.8", "scenario": "low"}
MONTH, MONTH_OF_MEMBERS = "2020-04", "2020-09"
COUNT = 40
Tables = tuple[pa.Table, pa.Table]
NEVER = {"id", "household", "district", "registration"}


def with_nulls(table: pa.Table, cells: dict[tuple[int, str], None]) -> pa.Table:
    """The table without what stands in these cells."""
    for place, name in enumerate(table.column_names):
        rows = [row for row, column in cells if column == name]
        if rows:
            values = table.column(name).to_pylist()
            for row in rows:
                values[row] = None
            table = table.set_column(place, table.schema.field(name), pa.array(values, table.schema.field(name).type))
    return table


def without(tables: Tables, *cells: tuple[int, str]) -> Tables:
    """Rows are those of the table in which the column stands."""
    named = dict.fromkeys(cells)
    return with_nulls(tables[0], named), with_nulls(tables[1], {cell: None for cell in named if cell[1] not in tables[0].column_names})


@pytest.fixture(scope="module")
def tables() -> Tables:
    return random_tables(COUNT, 12)


def is_none(table: pa.Table, name: str, row: int) -> bool:
    return table[name][row].as_py() in ("none", 0)


@pytest.fixture(scope="module")
def opened(tables: Tables) -> Tables:
    """Of every second household one fact is missing, of its own or of a member, and of every sixth a second one."""
    rng = random.Random(1)
    owners = tables[1]["household"].to_pylist()
    cells = []
    for row, household in enumerate(tables[0]["id"].to_pylist()):
        for chosen in (row % 2 == 0, row % 6 == 0):
            if chosen:
                of_household = rng.random() < 0.3
                names = [name for name in tables[0 if of_household else 1].column_names if name not in NEVER]
                at = row if of_household else rng.choice([place for place, owner in enumerate(owners) if owner == household])
                # Of what there is not nothing can be missing.
                nothing = () if of_household else [part for whole in PARTS if is_none(tables[1], whole, at) for part in PARTS[whole]]
                cells.append((at, rng.choice([name for name in names if name not in nothing])))
    return without(tables, *cells)


def table(tables: Tables, month: str = MONTH, **options: Any) -> pa.Table:
    return assess_table(*tables, month, **OPTIONS, **options)


def question(month: str, per: str) -> Prepared:
    return prepared(month, {"price_index": "7.8"}, scenario="low", per=per)


def by_themselves(tables: Tables, month: str, per: str = "household") -> list[Assessment]:
    asked = question(month, per)
    columns = read_tables(*tables, asked.asked.month)
    return [assess(household_at(columns, row), month, price_index="7.8", overlays=asked.overlays) for row in range(columns.count)]


def fen(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * 100)


def first_of(tables: Tables, row: int) -> int:
    """The first member of a household."""
    return tables[1]["household"].to_pylist().index(tables[0]["id"][row].as_py())


def test_a_row_with_a_missing_fact_is_marked_and_no_other(tables: Tables) -> None:
    member = first_of(tables, 3)
    whole, marked = table(tables), table(without(tables, (member, "income.wages"), (member, "supporter"), (7, "assets.money")))
    names = marked["missing"].to_pylist()
    assert [set(each) if each else None for each in (names[3], names[7])] == [{"income.wages", "supporter"}, {"assets.money"}]
    assert [row for row, each in enumerate(names) if each is not None] == [3, 7]
    told = [name for name in marked.column_names if name not in ("household", "missing")]
    for row in (3, 7):
        assert {marked[name][row].as_py() for name in told} == {None}
    others = pa.array([row for row in range(COUNT) if row not in (3, 7)])
    for name in told:
        assert marked[name].take(others).equals(whole[name].take(others)), name
    assert marked["household"].equals(whole["household"])


def test_a_fact_that_no_rule_takes_then_marks_nobody(tables: Tables) -> None:
    # Serious illness matters to the single-person case, from September 2020 on.
    gone = without(tables, (first_of(tables, 3), "serious_illness"))
    assert table(gone).equals(table(tables))
    found = table(gone, MONTH_OF_MEMBERS, programmes=["resettler", "resident_pension"])
    assert found["missing"].null_count == COUNT
    members = table(gone, MONTH_OF_MEMBERS, per="member")
    assert members["single_person.amount"][first_of(tables, 3)].as_py() is None


def test_programmes_that_do_not_take_it_are_not_asked_about_it(tables: Tables) -> None:
    gone = without(tables, (first_of(tables, 3), "income.wages"))
    found = table(gone, programmes=["resettler", "resident_pension"])
    assert found.equals(table(tables, programmes=["resettler", "resident_pension"]))
    assert found["missing"].null_count == COUNT


def test_the_word_unknown_is_missing_too(tables: Tables) -> None:
    words = tables[1]["supporter"].cast(pa.string()).to_pylist()
    words[first_of(tables, 3)] = "unknown"
    people = tables[1].set_column(tables[1].column_names.index("supporter"), "supporter", pa.array(words))
    found = table((tables[0], people))
    assert [row for row, each in enumerate(found["missing"].to_pylist()) if each] == [3]
    assert table((tables[0], people), unstated="none").equals(found)


def test_nulls_that_mean_none_are_not_missing(tables: Tables) -> None:
    gone = without(tables, (first_of(tables, 3), "groups.three_elders"), (7, "assets.money"))
    found = table(gone, unstated="none")
    assert found["missing"].null_count == COUNT
    answer = by_themselves((gone[0].set_column(3, tables[0].schema.field(3), gone[0].column(3).fill_null(0)), tables[1]), MONTH)[7]
    assert found["dibao.amount"][7].as_py() == fen(answer["dibao"].amount)


def test_rows_are_marked_wherever_they_stand(tables: Tables, opened: Tables) -> None:
    found = table(opened)
    taken = {name for each in found["missing"].to_pylist() for name in each or ()}
    assert len(taken) > 10
    nulls = [name for part in opened for name in part.column_names if part[name].null_count]
    assert taken == set(nulls) - {"serious_illness"}
    whole = table(tables)
    for name in whole.column_names:
        if name != "missing":
            for row, each in enumerate(found["missing"].to_pylist()):
                assert found[name][row].as_py() == (whole[name][row].as_py() if each is None or name == "household" else None), (name, row)


def test_with_bounds_they_are_answered_as_by_themselves(tables: Tables, opened: Tables) -> None:
    found, whole = table(opened, bounds=True), table(tables)
    answers = by_themselves(opened, MONTH)
    undetermined = 0
    for row, marked in enumerate(found["missing"].to_pylist()):
        for programme in PROGRAMMES:
            outcome = answers[row][programme.id]
            assert found[f"{programme.id}.status"][row].as_py() == outcome.status
            undetermined += outcome.status == "undetermined"
            ranges = {programme.id: outcome.range, **{f"{programme.id}.{name}": each for name, each in outcome.beside.items()}}
            for name, expected in ranges.items():
                if expected is None:
                    assert f"{name}.low" not in found.column_names
                else:
                    check_ends(found, name, row, expected, ceiling=programme.ceiling)
        if marked is None:
            assert all(found[name][row].as_py() == whole[name][row].as_py() for name in whole.column_names)
    assert undetermined > 5


def check_ends(found: pa.Table, name: str, row: int, expected: Amount, *, ceiling: bool) -> None:
    assert found[f"{name}.high"][row].as_py() == fen(expected.high), (name, row)
    if ceiling:
        assert {f"{name}.low", f"{name}.amount"}.isdisjoint(found.column_names)
        return
    amount = f"{name}.amount" if f"{name}.amount" in found.column_names else name
    assert found[f"{name}.low"][row].as_py() == fen(expected.low)
    assert found[amount][row].as_py() == fen(expected.exact)


@pytest.mark.parametrize("bounds", [False, True])
def test_members_of_marked_households_are_marked_all_of_them(tables: Tables, opened: Tables, bounds: bool) -> None:
    # In no order: every row is found where it stands in its own table.
    places = list(range(tables[1].num_rows))
    random.Random(2).shuffle(places)
    tables, opened = ((rows, people.take(pa.array(places))) for rows, people in (tables, opened))
    found, whole = table(opened, MONTH_OF_MEMBERS, per="member", bounds=bounds), table(tables, MONTH_OF_MEMBERS, per="member")
    assert found["member"].equals(tables[1]["id"])
    answers = dict(zip(opened[0]["id"].to_pylist(), by_themselves(opened, MONTH_OF_MEMBERS, "member"), strict=True))
    marked = {answer for row, answer in enumerate(answers) if any_null(opened, row)}
    assert 10 < len(marked) < COUNT
    nothing = Amount(Decimal("0.00"), Decimal("0.00"))
    for row, (household, member) in enumerate(zip(found["household"].to_pylist(), found["member"].to_pylist(), strict=True)):
        if household not in marked:
            assert all(found[name][row].as_py() == whole[name][row].as_py() for name in whole.column_names)
            continue
        for programme in PROGRAMMES:
            if programme.amount is not None and bounds:
                expected = answers[household][programme.id].members.get(member, nothing)
                check_ends(found, programme.id, row, expected, ceiling=programme.ceiling)
            elif programme.amount is not None:
                assert found[f"{programme.id}.{'high' if programme.ceiling else 'amount'}"][row].as_py() is None
        assert found["medical_aid.copay"][row].as_py() is None


def any_null(tables: Tables, row: int) -> bool:
    """Whether anything is missing of a household; in September 2020 every fact is taken by some rule."""
    of_it = tables[1].filter(pa.compute.equal(tables[1]["household"], tables[0]["id"][row]))
    return any(each.null_count for each in (*tables[0].slice(row, 1).columns, *of_it.columns))


def test_bounds_change_nothing_where_nothing_is_missing(tables: Tables) -> None:
    found, whole = table(tables, bounds=True), table(tables)
    for name in whole.column_names:
        assert found[name].equals(whole[name]), name
    assert found["dibao.low"].equals(found["dibao.high"])
    assert found["dibao.low"].equals(found["dibao.amount"])


def test_a_column_that_is_not_there_is_named_unless_it_means_none(tables: Tables) -> None:
    rows, people = tables[0], tables[1].drop_columns(["resettled"])
    with pytest.raises(InputError) as caught:
        table((rows, people), programmes=["resettler"])
    assert [each.path for each in caught.value.problems] == ["resettled"]
    assert table((rows, people), programmes=["resettler"], unstated="none")["resettler.amount"].to_pylist() == [0] * COUNT
    # Nobody who asks for other programmes needs it.
    assert table((rows, people), programmes=["resident_pension"]).equals(table(tables, programmes=["resident_pension"]))


def test_with_bounds_a_column_may_not_be_there_at_all(tables: Tables) -> None:
    one = (tables[0].slice(0, 1), tables[1].filter(pa.compute.equal(tables[1]["household"], tables[0]["id"][0])))
    members = one[1].num_rows
    free = one[1].set_column(one[1].column_names.index("absence"), "absence", pa.array(["none"] * members))
    found = table((one[0], free.drop_columns(["resettled"])), programmes=["resettler"], bounds=True).to_pylist()[0]
    # 50 yuan a month for each who is resettled: nobody, or everybody.
    assert (found["missing"], found["resettler.status"], found["resettler.amount"]) == (["resettled"], "undetermined", None)
    assert (found["resettler.low"], found["resettler.high"]) == (0, 5_000 * members)


def test_any_row_is_explained_with_every_step(tables: Tables) -> None:
    whole = table(tables)
    for row in (0, COUNT - 1):
        answer = explain_row(*tables, row, MONTH, **OPTIONS)
        assert answer.household == tables[0]["id"][row].as_py()
        assert fen(answer["dibao"].amount) == whole["dibao.amount"][row].as_py()
        assert answer["dibao"].status == whole["dibao.status"][row].as_py()
        assert answer["dibao"].steps
        assert {each.name for each in answer.rules.overlays} == {"scenario low"}


def test_a_marked_row_is_explained_as_far_as_it_is_known(tables: Tables) -> None:
    gone = without(tables, (7, "assets.money"))
    answer = explain_row(*gone, 7, MONTH, **OPTIONS)
    assert any("assets.money" in answer[each.id].missing.facts for each in PROGRAMMES) or answer["dibao"].status == "ineligible"
    assert answer["dibao"].steps


@pytest.mark.parametrize("row", [-1, COUNT])
def test_there_is_no_row_beyond_the_table(tables: Tables, row: int) -> None:
    with pytest.raises(UsageError) as caught:
        explain_row(*tables, row, MONTH, **OPTIONS)
    assert f"There is no row {row}." in str(caught.value)
    assert f"from 0 to {COUNT - 1}" in str(caught.value)


def test_options_that_do_not_exist_are_not_passed_over(tables: Tables) -> None:
    with pytest.raises(TypeError):
        explain_row(*tables, 0, MONTH, price_indx="7.8", scenario="low")


@pytest.mark.parametrize("per", ["household", "member"])
@pytest.mark.parametrize("bounds", [False, True])
def test_nobody_at_all_is_a_table_without_rows(tables: Tables, per: str, bounds: bool) -> None:
    found = table((tables[0].slice(0, 0), tables[1].slice(0, 0)), per=per, bounds=bounds, programmes=["resettler"])
    assert found.num_rows == 0
    assert found.column_names == table(tables, per=per, bounds=bounds, programmes=["resettler"]).column_names
