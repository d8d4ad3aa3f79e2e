"""Arrays hold what a household holds: any row comes back as the household it was, and gives the rules the same facts."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import attrs
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shaoxing_benefits import UNKNOWN, UNSTATED, Month, OneOf, read_household
from shaoxing_benefits.engine.facts import ASKED, Fact, all_facts, taker
from shaoxing_benefits.kinds import Group
from shaoxing_benefits.population.checks import PARTS
from shaoxing_benefits.population.columns import Columns
from shaoxing_benefits.population.door import read_tables
from shaoxing_benefits.population.rows import household_at
from shaoxing_benefits.population.schema import household_columns, member_columns
from shaoxing_benefits.stated import Open

from ..properties.households import MONTHS, households
from .door_tables import APRIL, HOUSEHOLD, PERSON, Row, household_table, member_table, named, rows_of, stated_as

NEEDED = {"household", "id", "district", "registration"}


@st.composite
def populations(draw: st.DrawFn, most: int = 4) -> list[tuple[Row, list[Row]]]:
    """A few households, all of which is known, each with an id of its own."""
    found = draw(st.lists(households(most=3), min_size=1, max_size=most))
    return [rows_of({**data, "id": f"H{place}"}) for place, data in enumerate(found)]


def opened(row: Row, chance: float, rng: random.Random) -> Row:
    """The row with some of its facts unknown; the groups all at once. Of what there is not nothing is unknown."""
    groups = rng.random() < chance
    gone = {name for name in row if name not in NEEDED and (groups if name.startswith("groups.") else rng.random() < chance)}
    for whole, parts in PARTS.items():
        if whole not in gone and row.get(whole) in ("none", 0):
            gone -= set(parts)
    return {name: None if name in gone else value for name, value in row.items()}


def mixed(population: list[tuple[Row, list[Row]]], rng: random.Random) -> list[Row]:
    people = [row for _, members in population for row in members]
    rng.shuffle(people)
    return people


def read(population: list[tuple[Row, list[Row]]], people: list[Row], month: Month = APRIL, **options: Any) -> Columns:
    return read_tables(household_table(row for row, _ in population), member_table(people), month, **options)


def in_table_order(members: list[Row], people: list[Row]) -> list[Row]:
    """The members as they stand in the members' table."""
    return [row for row in people if any(row is each for each in members)]


@given(populations(), st.sampled_from(MONTHS), st.randoms(use_true_random=False))
def test_every_fact_is_what_the_rules_take_from_the_household(
    population: list[tuple[Row, list[Row]]], month: str, rng: random.Random
) -> None:
    # Everybody has been born by then; new jobs may begin before or after the month that is asked for.
    people, asked = mixed(population, rng), Month.parse("2022-01")
    columns, wanted = read(population, people, asked), Month.parse(month)
    for row, (household, members) in enumerate(population):
        same = read_household(stated_as(household, members))
        first = int(columns.starts[row])
        assert columns.starts[row + 1] - first == len(members)
        for fact in all_facts().values():
            take = taker([fact])
            if fact.path in (ASKED, "id"):
                continue
            holders = same.by_id if fact.of_member else (same,)
            for place, holder in enumerate(holders):
                at = first + place if fact.of_member else row
                assert of_arrays(columns, fact, at, wanted) == take(holder, wanted)[0], fact.name


def of_arrays(columns: Columns, fact: Fact, row: int, month: Month) -> int:
    """A fact as it comes out of the arrays, worked out as `engine.facts` describes it."""
    of = columns.of_member if fact.of_member else columns.of_household
    if fact.path == "groups":
        return int(of[f"groups.{fact.name.removeprefix('groups_')}"][row])
    value = int(of[fact.path][row])
    if fact.name == "age":
        return month.age_of(date(1970, 1, 1) + timedelta(value))
    if fact.name == "new_job_month":
        return max(0, month.number - value + 1) if value else 0
    return value


@given(populations(), st.randoms(use_true_random=False), st.floats(0, 0.5))
def test_any_row_comes_back_as_the_household_it_was(population: list[tuple[Row, list[Row]]], rng: random.Random, chance: float) -> None:
    population = [(opened(row, chance, rng), [opened(each, chance, rng) for each in members]) for row, members in population]
    people = mixed(population, rng)
    columns = read(population, people, Month(2022, 1))
    for row, (household, members) in enumerate(population):
        assert comparable(household_at(columns, row)) == comparable(read_household(stated_as(household, in_table_order(members, people))))


@given(populations(), st.randoms(use_true_random=False))
def test_facts_that_are_not_known_are_marked_and_no_others(population: list[tuple[Row, list[Row]]], rng: random.Random) -> None:
    population = [(opened(row, 0.3, rng), [opened(each, 0.3, rng) for each in members]) for row, members in population]
    people = mixed(population, rng)
    columns = read(population, people, Month(2022, 1))
    in_order = sorted(people, key=lambda row: (row["household"], row["id"]))
    rows: tuple[tuple[Mapping[str, Any], list[Row]], ...] = (
        (household_columns(), [row for row, _ in population]),
        (member_columns(), in_order),
    )
    for names, stated in rows:
        for name in names:
            gone = [row[name] is None for row in stated]
            assert (name in columns.missing) == any(gone)
            if any(gone):
                assert columns.missing[name].tolist() == gone
    assert columns.unknown_columns == frozenset()


def comparable(stated: Any) -> Any:
    """All that is stated, unknown facts by what is said of them; how it is meant that a fact is left out is no fact."""
    if attrs.has(type(stated)) and not isinstance(stated, Open):
        return {
            each.name: comparable(getattr(stated, each.name))
            for each in attrs.fields(type(stated))
            if each.init and each.name != "unstated"
        }
    if isinstance(stated, tuple):
        return [comparable(each) for each in stated]
    return repr(stated) if isinstance(stated, Open) else stated


def one(*names: str, unstated: str = "unknown", **facts: Any) -> Columns:
    person = {**PERSON, **named(facts)}
    return read_tables(household_table([HOUSEHOLD], *HOUSEHOLD), member_table([person], *person, *names), APRIL, unstated=unstated)


def test_groups_of_which_some_are_known_are_one_of_the_sets_that_may_be() -> None:
    columns = one(groups__entitled_group=True, groups__three_elders=None, groups__retrenched_worker=False, groups__sickness_poor=False)
    groups = household_at(columns, 0).members[0].groups
    assert isinstance(groups, OneOf)
    assert set(groups.values) == {frozenset({Group.ENTITLED_GROUP}), frozenset({Group.ENTITLED_GROUP, Group.THREE_ELDERS})}


def test_groups_without_a_column_are_unknown_or_none() -> None:
    groups = household_at(one(groups__entitled_group=True), 0).members[0].groups
    assert isinstance(groups, OneOf)
    assert len(groups.values) == 8
    assert household_at(one(groups__entitled_group=True, unstated="none"), 0).members[0].groups == {Group.ENTITLED_GROUP}
    assert household_at(one(), 0).members[0].groups is UNSTATED
    assert household_at(one(unstated="none"), 0).members[0].groups == frozenset()
    nothing = dict.fromkeys((f"groups__{group.name.lower()}" for group in Group), None)
    assert household_at(one(**nothing), 0).members[0].groups is UNKNOWN


def test_what_is_null_is_unknown_and_what_has_no_column_is_unstated() -> None:
    person = household_at(one(income__wages=None), 0).members[0]
    assert (person.income.wages, person.income.pension, person.supporter) == (UNKNOWN, UNSTATED, UNSTATED)
    person = household_at(one(income__wages=None, unstated="none"), 0).members[0]
    assert (person.income.wages, person.income.pension) == (Decimal(0), Decimal(0))


def test_amounts_are_exact_and_ids_are_text() -> None:
    people = pa.table({"household": [7], "id": [12], "birth_date": [date(1970, 5, 10)], "income.wages": [Decimal("9999999999.99")]})
    rows = pa.table({"id": [7], "district": ["诸暨市"], "registration": ["urban"]})
    household = household_at(read_tables(rows, people, APRIL, unstated="none"), 0)
    assert (household.id, household.members[0].id) == ("7", "12")
    assert str(household.members[0].income.wages) == "9999999999.99"


def test_members_come_in_the_order_of_the_table() -> None:
    people = [{**PERSON, "id": name} for name in ("P2", "P10", "P1")]
    columns = read_tables(household_table([HOUSEHOLD], *HOUSEHOLD), member_table(people, *PERSON), APRIL)
    assert columns.member_ids.to_pylist() == ["P1", "P10", "P2"]
    assert columns.order is not None
    assert columns.order.tolist() == [2, 1, 0]
    assert [member.id for member in household_at(columns, 0).members] == ["P2", "P10", "P1"]


@pytest.mark.parametrize("row", [0, 1])
def test_households_keep_their_rows(row: int) -> None:
    rows = household_table([HOUSEHOLD, {**HOUSEHOLD, "id": "A", "district": "zhuji"}], *HOUSEHOLD)
    people = member_table([{**PERSON, "household": "A"}, PERSON], *PERSON)
    columns = read_tables(rows, people, APRIL)
    assert np.array_equal(columns.starts, [0, 1, 2])
    assert household_at(columns, row).id == ("H", "A")[row]
