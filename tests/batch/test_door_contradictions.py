"""What contradicts itself in a member's row is refused exactly where the reader of a household refuses it, and in the reader's words."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shaoxing_benefits import InputError, read_household
from shaoxing_benefits.population.door import read_tables

from .door_tables import APRIL, HOUSEHOLD, PERSON, Row, household_table, member_table, named, of_person, stated_as

CONTRADICTIONS = [
    ({"income__basic_pension": Decimal("0.01"), "income__pension": Decimal(0)}, "income.basic_pension", "more than all pension income"),
    ({"disability__kind": "visual", "disability__grade": 5}, "disability.grade", "Grade 5 does not exist"),
    ({"disability__kind": "visual", "disability__grade": 0}, "disability.grade", "Grade 0 does not exist"),
    ({"disability__kind": "none", "disability__grade": 1}, "disability.kind", "no kind of disability"),
    ({"new_job__since": 0, "new_job__increase": Decimal("0.01")}, "new_job.since", "not since when"),
    (
        {"new_job__since": 202002, "new_job__increase": Decimal("0.02"), "income__wages": Decimal("0.01")},
        "new_job.increase",
        "more than the wages",
    ),
    ({"medical__year": 1999}, "medical.year", "bills of 1999"),
    ({"medical__year": 2101}, "medical.year", "bills of 2101"),
    ({"medical__year": 0, "medical__special_drugs": Decimal("0.01")}, "medical.year", "not their year"),
    ({"medical__in_scope": Decimal("0.01"), "medical__basic_paid": Decimal("0.02")}, "medical.basic_paid", "paid more"),
    ({"birth_date": date(1899, 12, 31)}, "birth_date", "Born in 1899"),
    ({"birth_date": date(2020, 5, 1)}, "birth_date", "Born on 2020-05-01, after 2020-04"),
]


@pytest.mark.parametrize(("facts", "name", "said"), CONTRADICTIONS)
def test_contradictions_are_told_with_their_row(facts: dict[str, Any], name: str, said: str) -> None:
    found = of_person(**facts)
    assert list(found) == [f"members[1].{name}"]
    assert said in found[f"members[1].{name}"]


@pytest.mark.parametrize(
    "facts",
    [
        {"income__basic_pension": Decimal("0.01"), "income__pension": Decimal("0.01")},
        {"disability__kind": "visual", "disability__grade": 4},
        {"disability__kind": None, "disability__grade": 5},
        {"new_job__since": 202002, "new_job__increase": Decimal("0.01"), "income__wages": Decimal("0.01")},
        {"medical__year": 2000, "medical__in_scope": Decimal(1), "medical__basic_paid": Decimal(1)},
        {"medical__year": 2100},
        {"birth_date": date(1900, 1, 1)},
        {"birth_date": date(2020, 4, 30)},
        {"birth_date": None},
    ],
)
def test_what_lies_on_the_line_is_taken(facts: dict[str, Any]) -> None:
    person = {**PERSON, **named(facts)}
    assert read_tables(household_table([HOUSEHOLD], *HOUSEHOLD), member_table([person], *person), APRIL).count == 1


def test_what_is_left_out_contradicts_where_it_is_none() -> None:
    facts = {"income__basic_pension": Decimal(1), "new_job__increase": Decimal(2), "medical__in_scope": Decimal(3), "disability__grade": 1}
    found = of_person(unstated="none", **facts)
    wrong = ("income.basic_pension", "new_job.since", "medical.year", "disability.kind")
    assert set(found) == {f"members[1].{name}" for name in wrong}
    person = {**PERSON, **named(facts)}
    assert read_tables(household_table([HOUSEHOLD], *HOUSEHOLD), member_table([person], *person), APRIL).count == 1


AMOUNTS = st.sampled_from([None, Decimal(0), Decimal("0.01"), Decimal(5)])
ODD = st.fixed_dictionaries(
    {
        "birth_date": st.sampled_from(
            [None, *(date.fromisoformat(day) for day in ("1899-12-31", "1900-01-01", "2020-04-30", "2020-05-01"))]
        ),
        **dict.fromkeys(("income.wages", "income.pension", "income.basic_pension", "new_job.increase"), AMOUNTS),
        "disability.kind": st.sampled_from([None, "none", "mental"]),
        "disability.grade": st.sampled_from([None, 0, 1, 4, 5]),
        "new_job.since": st.sampled_from([None, 0, 202002]),
        "medical.year": st.sampled_from([None, 0, 1999, 2000, 2100, 2101]),
        **{f"medical.{name}": AMOUNTS for name in ("in_scope", "basic_paid", "special_drugs", "other_paid")},
    }
)


ABSENT = st.sets(st.sampled_from(["income.pension", "income.wages", "medical.year", "new_job.since", "disability.kind"]))


@settings(max_examples=300)
@given(st.lists(ODD, min_size=1, max_size=4), ABSENT, st.sampled_from(["unknown", "none"]))
def test_a_row_is_refused_where_the_reader_refuses_it_and_nowhere_else(people: list[Row], absent: set[str], unstated: str) -> None:
    expected: set[tuple[str, str]] = set()
    rows = []
    for place, facts in enumerate(people):
        kept = {name: value for name, value in facts.items() if name not in absent}
        if unstated == "none":
            kept |= {"birth_date": facts["birth_date"] or date(1950, 1, 1)}
        rows.append({"household": f"H{place}", "id": "P1", **kept})
        # A null is what is left out.
        said = {name: value for name, value in kept.items() if value is not None or unstated == "unknown"}
        try:
            household = read_household(stated_as(HOUSEHOLD, [{"id": "P1", **said}], unstated))
        except InputError as error:
            expected |= {(each.path.replace("members[0]", f"members[{place}]"), each.problem) for each in error.problems}
        else:
            if household.last_birth > APRIL.number:
                expected.add((f"members[{place}].birth_date", "Born on {day}, after {month}."))
    homes = household_table([{**HOUSEHOLD, "id": f"H{place}"} for place in range(len(rows))], *HOUSEHOLD)
    found: set[tuple[str, str]] = set()
    try:
        read_tables(homes, member_table(rows, *rows[0]), APRIL, unstated=unstated)
    except InputError as error:
        found = {(each.path, each.problem) for each in error.problems}
    assert found == expected
