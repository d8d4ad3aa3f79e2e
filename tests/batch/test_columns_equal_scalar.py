"""Columns say of every household, and of every member, what `assess` says, to the fen: all programmes, in months under different rules.

The scenario takes every number that is not published at its low end, so that each answer is exact; `assess` gets the same numbers as
overlays. `make million` does this for a million households.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from benchmarks.populations import random_tables
from hypothesis import given, settings
from hypothesis import strategies as st

from shaoxing_benefits import Assessment, Household, Overlay, assess
from shaoxing_benefits.asking import rule_set
from shaoxing_benefits.population.assessing import answered, assess_table
from shaoxing_benefits.population.door import read_tables
from shaoxing_benefits.population.prepared import Prepared, prepared
from shaoxing_benefits.population.rows import household_at

from .door_tables import household_table, member_table, rows_of
from .test_column_text import COUNTY
from .test_rows import mixed, populations

PROGRAMMES = rule_set().programmes
INDEX = "7.8"


@pytest.fixture(scope="module", params=[("2020-04", ()), ("2021-08", (COUNTY,))], ids=["2020-04", "2021-08"])
def of_households(request: pytest.FixtureRequest) -> Prepared:
    month, overlays = request.param
    return asked(month, "household", overlays)


@pytest.fixture(scope="module")
def of_members() -> Prepared:
    return asked("2020-09", "member")


def asked(month: str, per: str, overlays: Iterable[Overlay] = ()) -> Prepared:
    return prepared(month, {"price_index": INDEX}, overlays=tuple(overlays), scenario="low", per=per)


def alone(question: Prepared, household: Household) -> Assessment:
    return assess(household, question.asked.month, price_index=INDEX, overlays=question.overlays)


def said_of_households(answers: Iterable[Assessment]) -> dict[str, list[Any]]:
    """The table that `assess` would give: every column, amounts in fen."""
    answers = list(answers)
    found: dict[str, list[Any]] = {}
    for programme in PROGRAMMES:
        outcomes = [answer[programme.id] for answer in answers]
        found[f"{programme.id}.status"] = [each.status for each in outcomes]
        if programme.ceiling:
            found[f"{programme.id}.high"] = [fen(each.high) for each in outcomes]
        elif programme.amount is not None:
            assert all(each.amount is not None for each in outcomes)
            found[f"{programme.id}.amount"] = [fen(each.amount) for each in outcomes]
        for name in programme.beside:
            end = f"{programme.id}.{name}.high" if programme.ceiling else f"{programme.id}.{name}"
            found[end] = [fen(each.beside[name].high) for each in outcomes]
    return found


def fen(amount: Decimal | None) -> int:
    assert amount is not None
    return int(amount * 100)


def said_of_members(members: Iterable[tuple[str, str]], answers: Mapping[str, Assessment]) -> dict[str, list[int]]:
    """What each member gets, in the order of their table; what is told beside an amount is told of the household alone."""
    members = list(members)
    found: dict[str, list[int]] = {}
    for programme in PROGRAMMES:
        if programme.amount is not None:
            shares = {household: answer[programme.id].members for household, answer in answers.items()}
            amounts = [shares[household].get(member) for household, member in members]
            found[f"{programme.id}.{'high' if programme.ceiling else 'amount'}"] = [
                0 if each is None else fen(each.high) for each in amounts
            ]
    return found


def check_households(question: Prepared, tables: tuple[pa.Table, pa.Table], **options: Any) -> None:
    columns = read_tables(*tables, question.asked.month)
    table = answered(question, columns, **options)
    households = [household_at(columns, row) for row in range(columns.count)]
    expected = said_of_households(alone(question, each) for each in households)
    assert table.column_names == ["household", "missing", *expected]
    assert table["household"].to_pylist() == [each.id for each in households]
    assert table["missing"].null_count == columns.count
    for name, values in expected.items():
        assert table[name].to_pylist() == values, name


def check_members(question: Prepared, tables: tuple[pa.Table, pa.Table]) -> None:
    columns = read_tables(*tables, question.asked.month)
    table = answered(question, columns)
    answers = {}
    for row in range(columns.count):
        household = household_at(columns, row)
        answers[household.id] = alone(question, household)
    members = tables[1].select(["household", "id"]).to_pylist()
    assert table["household"].to_pylist() == [each["household"] for each in members]
    assert table["member"].to_pylist() == [each["id"] for each in members]
    expected = said_of_members(((each["household"], each["id"]) for each in members), answers)
    assert set(expected) < set(table.column_names)
    for name, values in expected.items():
        assert table[name].to_pylist() == values, name
    # What is told of the household alone is what its members have of it together.
    for programme in PROGRAMMES:
        for name in programme.beside:
            column = f"{programme.id}.{name}{'.high' if programme.ceiling else ''}"
            sums = table.group_by("household").aggregate([(column, "sum")])
            together = dict(zip(sums["household"].to_pylist(), sums[f"{column}_sum"].to_pylist(), strict=True))
            assert together == {household: fen(answer[programme.id].beside[name].high) for household, answer in answers.items()}


@given(populations(), st.randoms(use_true_random=False))
def test_households_come_out_as_by_themselves(of_households: Prepared, population: Any, rng: Any) -> None:
    people = mixed(population, rng)
    check_households(of_households, (household_table(row for row, _ in population), member_table(people)))


@given(populations(), st.randoms(use_true_random=False))
def test_members_get_what_they_get_by_themselves(of_members: Prepared, population: Any, rng: Any) -> None:
    people = mixed(population, rng)
    check_members(of_members, (household_table(row for row, _ in population), member_table(people)))


@settings(max_examples=6)
@given(st.integers(0, 10**6))
def test_many_households_at_the_lines_come_out_as_by_themselves(of_households: Prepared, seed: int) -> None:
    check_households(of_households, random_tables(200, seed, crowds=seed % 3))


@settings(max_examples=6)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_members_of_many_households_in_no_order_get_the_same(of_members: Prepared, seed: int, rng: Any) -> None:
    households, members = random_tables(150, seed, crowds=seed % 2)
    places = list(range(members.num_rows))
    rng.shuffle(places)
    check_members(of_members, (households, members.take(pa.array(places))))


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_threads_make_no_difference(of_households: Prepared, threads: int) -> None:
    # More than two pieces of work, so that threads have something to take in turn.
    columns = read_tables(*random_tables(40_000, 3), of_households.asked.month)
    one, more = answered(of_households, columns, threads=1), answered(of_households, columns, threads=threads)
    assert one.equals(more)
    rows = range(0, columns.count, 500)
    expected = said_of_households(alone(of_households, household_at(columns, row)) for row in rows)
    for name, values in expected.items():
        assert more[name].take(pa.array(rows)).to_pylist() == values, name


def test_the_worked_example() -> None:
    nothing = {"birth_date": "1975-01-01"}
    elder = {
        "birth_date": "1948-05-10",
        "income": {"pension": "230", "basic_pension": "230"},
        "disability": {"kind": "physical", "grade": 1},
        "medical": {"year": 2020, "in_scope": "60000", "basic_paid": "20000"},
        "resident_pension": {"receiving": True},
    }
    members = [{"id": f"P{place}", **each} for place, each in enumerate((elder, {**nothing, "income": {"wages": 600}}, nothing), start=1)]
    data = {"id": "H-1", "district": "yuecheng", "registration": "rural", "unstated": "none", "members": members}
    household, people = rows_of(data)
    question = asked("2020-04", "household")
    columns = read_tables(household_table([household]), member_table(people), question.asked.month)
    answer = answered(question, columns).to_pylist()[0]
    # Income 830 of 3 x 850, one of three severely disabled: 2550 - 830 x 2/3 = 1996.67.
    assert (answer["dibao.status"], answer["dibao.amount"]) == ("eligible", 199_667)
    # 850 x 7.8 % x 2 x 2 = 265.20 for each; 30 % of 850; 215 + 15 from the age of 70 on.
    assert (answer["price_subsidy.amount"], answer["disability_living.amount"], answer["resident_pension.amount"]) == (
        79_560,
        25_500,
        23_000,
    )
    # (40 000 - 12 500) x 70 % = 19 250; of the 20 750 that remain medical aid pays 60 %, its low end.
    told = [answer[name] for name in ("critical_illness.amount", "medical_aid.amount", "medical_aid.copay")]
    assert told == [1_925_000, 1_245_000, 830_000]
    assert (answer["shopping_card.amount"], answer["tekun.amount"], answer["dibao_edge.status"]) == (150_000, 0, "ineligible")


@pytest.mark.parametrize("month", ["2020-04", "2150-04", "2155-12", "2156-01", "2160-04"])
def test_whoever_is_older_than_anybody_is_not_young_again(month: str) -> None:
    # Born in 1900: in April 2020 120 years old, in December 2155 255, in January 2156 256. 215 + 20 yuan from the age of 75 on.
    rows = pa.table({"id": [1, 2], "district": ["zhuji"] * 2, "registration": ["rural"] * 2})
    births = pa.array([date(1900, 1, 1), date(1900, 1, 2)])
    people = pa.table({"household": [1, 2], "id": [1, 1], "birth_date": births, "resident_pension.receiving": [True] * 2})
    options: dict[str, Any] = {"programmes": ["resident_pension"], "beyond_horizon": True}
    found = assess_table(rows, people, month, unstated="none", scenario="low", **options)
    assert found["resident_pension.amount"].to_pylist() == [23_500, 23_500]
