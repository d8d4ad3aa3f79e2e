"""The text that is compiled for columns says what the scalar plan says, for all rules, months, programmes and sets of columns.

Here it is run as plain Python; that numba makes the same of it is held to `assess` in test_columns_equal_scalar.py.
"""

import random
from typing import Any

import pyarrow as pa
import pytest
from benchmarks.populations import random_tables

from shaoxing_benefits.asking import rule_set
from shaoxing_benefits.engine.column_loops import lazily
from shaoxing_benefits.engine.column_writing import ROWS
from shaoxing_benefits.kinds import District
from shaoxing_benefits.months import Month
from shaoxing_benefits.overlays import read_overlay
from shaoxing_benefits.population.columns import Columns
from shaoxing_benefits.population.door import read_tables
from shaoxing_benefits.population.prepared import Prepared, prepared
from shaoxing_benefits.population.rows import household_at

from .text_runs import expected, text_of

MONTHS = ["2018-06", "2020-04", "2020-09", "2021-08"]
"""One in each stretch of time in which the rules stay the same."""
PROGRAMMES = [programme.id for programme in rule_set().programmes]
COUNTY = read_overlay(
    {
        "dibao": {
            "work_disregard_multiple": {"from": "2018-01-01", "value": "0.5", "source": "made up"},
            "work_disregard_months": {"from": "2018-01-01", "value": 6, "source": "made up"},
            "standard": {"from": "2018-01-01", "value": "890.01", "districts": ["zhuji", "xinchang"], "source": "made up"},
            "income_spread_over_all_heads": {"from": "2018-01-01", "value": False, "districts": ["keqiao"], "source": "made up"},
        },
        "medical_aid": {
            "rate_edge": {"from": "2018-01-01", "value": "0.8333", "source": "made up"},
            "highest_rate": {"from": "2018-01-01", "value": False, "districts": ["zhuji"], "source": "made up"},
            "rounding": {"from": "2018-01-01", "value": "up", "districts": ["shangyu"], "source": "made up"},
        },
        "tekun": {"own_income_deducted": {"from": "2018-01-01", "value": True, "source": "made up"}},
    }
)
"""Other flags, kinds and amounts, some of them in one district alone."""
PARTS = {
    "income.pension": ["income.basic_pension"],
    "income.wages": ["new_job.increase"],
    "new_job.since": ["new_job.increase"],
    "disability.kind": ["disability.grade"],
    "disability.grade": ["disability.kind"],
    "medical.year": ["medical.in_scope", "medical.basic_paid", "medical.special_drugs", "medical.other_paid"],
    "medical.in_scope": ["medical.basic_paid"],
}
"""What contradicts the rest where the first is none."""
NEEDED = {"id", "household", "district", "registration", "birth_date"}


def test_the_months_are_those_in_which_rules_differ() -> None:
    segments = [rule_set().segment(Month.parse(month).first_day) for month in MONTHS]
    assert segments == list(rule_set().segments)


def test_there_is_a_programme_of_every_kind() -> None:
    ceilings = [programme.id for programme in rule_set().programmes if programme.ceiling]
    assert (len(PROGRAMMES), ceilings) == (16, ["temporary_relief"])


def read(count: int, seed: int, month: str, *, crowds: int = 0, without: set[str] | None = None) -> Columns:
    tables = [
        each.drop_columns([name for name in each.column_names if name in (without or ())])
        for each in random_tables(count, seed, crowds=crowds)
    ]
    return read_tables(*tables, Month.parse(month), unstated="none" if without else "unknown")


def asked(month: str, per: str = "household", overlays: Any = (), programmes: Any = None) -> Prepared:
    return prepared(month, {"price_index": "7.8", "programmes": programmes}, overlays=overlays, scenario="low", per=per)


def agrees(question: Prepared, columns: Columns, *, literals: bool = True, by_district: Any = None) -> None:
    text = text_of(question, {**columns.of_household, **columns.of_member}, literals=literals, by_district=by_district)
    found = text.run(columns, question.constants.tolist())
    constants = {district: question.asked.context_for(question.plan, district).values for district in District}
    households = [household_at(columns, row) for row in range(columns.count)]
    assert found == expected(question.plan, constants, households, question.asked.month, per_member=question.per_member)


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("per", ["household", "member"])
@pytest.mark.parametrize("literals", [True, False])
def test_all_programmes_over_all_columns(month: str, per: str, literals: bool) -> None:
    agrees(asked(month, per), read(60, 1, month), literals=literals)


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("per", ["household", "member"])
def test_where_districts_differ_and_flags_are_others(month: str, per: str) -> None:
    question = asked(month, per, [COUNTY])
    assert {"dibao_standard", "medical_aid_highest_rate", "medical_aid_rounding"} <= question.by_district
    agrees(question, read(60, 2, month))


@pytest.mark.parametrize("month", MONTHS)
def test_where_everything_is_looked_up_by_district(month: str) -> None:
    question = asked(month)
    agrees(question, read(30, 3, month), literals=False, by_district=(*question.plan.names, *question.plan.folded))


@pytest.mark.parametrize("seed", range(12))
def test_columns_that_are_not_there_are_none(seed: int) -> None:
    rng = random.Random(seed)
    month, per = rng.choice(MONTHS), rng.choice(["household", "member"])
    names = [name for table in random_tables(2, 0) for name in table.column_names if name not in NEEDED]
    without = set(rng.sample(names, rng.choice([1, 5, 20, len(names)])))
    without |= {part for whole, parts in PARTS.items() if whole in without for part in parts}
    agrees(asked(month, per), read(40, seed, month, without=without))


@pytest.mark.parametrize("programme", PROGRAMMES)
@pytest.mark.parametrize("month", ["2020-04", "2021-08"])
def test_each_programme_alone(programme: str, month: str) -> None:
    agrees(asked(month, programmes=[programme]), read(40, 4, month))
    agrees(asked(month, "member", programmes=[programme]), read(20, 5, month))


def test_some_programmes_together_in_another_order() -> None:
    agrees(asked("2020-04", programmes=["shopping_card", "dibao", "medical_aid"]), read(40, 6, "2020-04"))


@pytest.mark.parametrize("per", ["household", "member"])
def test_a_hundred_members(per: str) -> None:
    columns = read(8, 7, "2020-04", crowds=4)
    assert int((columns.starts[1:] - columns.starts[:-1]).max()) == 100
    agrees(asked("2020-04", per), columns)


def test_more_members_than_are_copied_at_a_time() -> None:
    columns = read(12, 8, "2020-04", crowds=10)
    assert len(columns.member_ids) > ROWS
    agrees(asked("2020-04"), columns)


def test_a_household_has_the_same_results_wherever_a_piece_begins() -> None:
    columns, question = read(50, 9, "2020-04", crowds=1), asked("2020-04")
    text = text_of(question, {**columns.of_household, **columns.of_member}, literals=True)
    whole = text.run(columns, question.constants.tolist())
    pieces = [(0, 1), (1, 2), (2, 17), (17, 50)]
    assert text.run(columns, question.constants.tolist(), pieces=pieces) == whole
    assert -1 in text.run(columns, question.constants.tolist(), pieces=pieces[:-1])["dibao_amount"]


def test_what_serves_one_guarded_number_alone_is_worked_out_only_there() -> None:
    rows = [("n_a", "n_x + 1"), ("n_b", "n_a * 2"), ("n_c", "0 if not n_f else n_b + n_x"), ("n_d", "0 if not n_g else n_c")]
    assert lazily(rows, {"d"}) == [
        "n_d = 0",
        "if n_g:",
        "    n_a = n_x + 1",
        "    n_b = n_a * 2",
        "    n_c = 0 if not n_f else n_b + n_x",
        "    n_d = n_c",
    ]


def test_what_is_wanted_or_taken_elsewhere_is_always_worked_out() -> None:
    rows = [("n_a", "n_x + 1"), ("n_b", "n_y + 1"), ("n_c", "0 if not n_f else n_a + n_b"), ("n_d", "n_b")]
    assert lazily(rows, {"a", "c", "d"}) == ["n_a = n_x + 1", "n_b = n_y + 1", "n_c = 0", "if n_f:", "    n_c = n_a + n_b", "n_d = n_b"]


def test_results_of_members_have_a_row_each_and_sums_one_for_the_household() -> None:
    columns = read(20, 10, "2020-04")
    for per in ("household", "member"):
        question = asked("2020-04", per)
        found = text_of(question, {**columns.of_household, **columns.of_member}, literals=True).run(columns, question.constants.tolist())
        rows = columns.count if per == "household" else len(columns.member_ids)
        assert {len(values) for values in found.values()} == {rows}


def test_a_population_made_twice_is_the_same() -> None:
    assert all(one.equals(other) for one, other in zip(random_tables(50, 11), random_tables(50, 11), strict=True))
    narrow: tuple[pa.Table, pa.Table] = random_tables(50, 11, wide=False)
    assert narrow[0].column_names == ["id", "district", "registration", "assets.money"]
