"""Rows may come in any order: members stand in the order of their ids as text within their household, and households as they are given."""

import random
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given
from hypothesis import strategies as st

from shaoxing_benefits.population.door import read_tables

from .door_tables import APRIL, population

IDS = [
    st.integers(-(2**63), 2**63 - 1),
    st.integers(0, 120),
    st.integers(10, 99),
    st.integers(9_990, 10_010),
    st.text("aAbB10 越é-", min_size=1, max_size=4).map(lambda text: f"x{text}x"),
    st.sampled_from(["P1", "P2", "P10", "p1"]),
]


@given(st.data(), st.randoms(use_true_random=False), st.booleans())
def test_rows_in_any_order(data: st.DataObject, rng: random.Random, is_shuffled: bool) -> None:
    homes = data.draw(st.lists(data.draw(st.sampled_from(IDS)), min_size=1, max_size=5, unique=True))
    kind = data.draw(st.sampled_from(IDS))
    people = [
        (home, name, place, number)
        for place, home in enumerate(homes)
        for number, name in enumerate(sorted(data.draw(st.lists(kind, min_size=1, max_size=4, unique=True)), key=str))
    ]
    table = list(enumerate(people))
    if is_shuffled:
        rng.shuffle(table)
    given_people = pa.table(
        {
            "household": [each[0] for _, each in table],
            "id": [each[1] for _, each in table],
            "birth_date": [date(1970, 1, 1)] * len(table),
            "income.wages": [Decimal(place) for place, _ in table],
            "resettled": [None if place % 3 else place % 2 == 0 for place, _ in table],
        }
    )
    rows = pa.table({"id": homes, "district": ["zhuji"] * len(homes), "registration": ["urban"] * len(homes)})
    columns = read_tables(rows, given_people, APRIL)
    assert columns.of_member["income.wages"].tolist() == [100 * place for place in range(len(people))]
    assert columns.member_ids.to_pylist() == [name for _, name, _, _ in people]
    assert columns.starts.tolist() == [0, *np.cumsum(np.bincount([place for _, _, place, _ in people]))]
    if "resettled" in columns.missing:
        assert columns.missing["resettled"].tolist() == [place % 3 != 0 for place in range(len(people))]
    order = range(len(table)) if columns.order is None else columns.order
    assert [table[row][0] for row in order] == list(range(len(people)))
    assert (columns.order is None) == ([place for place, _ in table] == list(range(len(table))))


def test_blanks_around_ids_are_no_part_of_them() -> None:
    rows = pa.table({"id": ["H "], "district": ["zhuji"], "registration": ["urban"]})
    people = pa.table({"household": [" H", "H"], "id": ["P2", " P3"], "birth_date": [date(1970, 1, 1)] * 2})
    assert read_tables(rows, people, APRIL).order is None
    assert pc.all(pc.equal(read_tables(rows, people.take([1, 0]), APRIL).member_ids.combine_chunks(), pa.array(["P2", " P3"]))).as_py()


def test_many_rows_are_read_as_few_are() -> None:
    count = 120_000
    rows, people = population(count, income__wages=np.arange(count), resettled=np.arange(count) % 2 == 0)
    columns = read_tables(rows, people.take(np.arange(count)[::-1]), APRIL, money="fen")
    # As text, which is the order within a household, and nothing else.
    assert columns.of_member["income.wages"].tolist() == list(range(count))
    assert columns.of_member["resettled"].tolist() == [1, 0] * (count // 2)
