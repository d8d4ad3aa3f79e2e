"""Numbers that are not published: an error that names them, a scenario that says so, or an overlay that gives them."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from shaoxing_benefits import UsageError, assess, read_overlay
from shaoxing_benefits.asking import rule_set
from shaoxing_benefits.identity import digest
from shaoxing_benefits.population.assessing import ABOUT, assess_table, explain_row
from shaoxing_benefits.population.columns import Columns
from shaoxing_benefits.population.door import read_tables
from shaoxing_benefits.population.prepared import prepared
from shaoxing_benefits.population.rows import household_at

DISTRICTS = ["yuecheng", "keqiao", "shangyu", "xinchang", "zhuji", "shengzhou"]
ORPHANS = ["xinchang", "zhuji", "shengzhou"]
"""Where no orphan's rate is published."""
SMALL = ["orphan", "resident_pension", "resettler"]
"""Programmes that rest on little, so that little is compiled."""


def orphans(*districts: str) -> tuple[pa.Table, pa.Table]:
    """An orphan of ten in each of these districts, the last one in an institution."""
    count = len(districts)
    rows = pa.table({"id": range(count), "district": list(districts), "registration": ["rural"] * count})
    placements = ["community"] * (count - 1) + ["institution"]
    people = {"household": range(count), "id": range(count), "birth_date": [date(2010, 1, 1)] * count, "placement": placements}
    return rows, pa.table({**people, "guardianship": ["orphan"] * count})


def table(*districts: str, month: str = "2020-04", **options: Any) -> pa.Table:
    return assess_table(*orphans(*districts), month, unstated="none", **{"programmes": SMALL, **options})


def refused(*districts: str, **options: Any) -> dict[str, str]:
    with pytest.raises(UsageError) as caught:
        table(*districts, **options)
    return {each.path: str(each) for each in caught.value.problems}


def test_without_a_scenario_what_is_not_published_is_named_with_the_districts() -> None:
    problems = refused(*DISTRICTS)
    assert problems.keys() == {"orphan.community_rate", "orphan.institution_rate"}
    for said in problems.values():
        assert "not published for 2020-04 in xinchang, zhuji, shengzhou." in said
        assert 'the scenario "low" or "high"' in said


def test_districts_in_which_nobody_lives_do_not_matter() -> None:
    found = table("yuecheng", "keqiao", "shangyu")
    assert found["orphan.amount"].to_pylist() == [163_500, 163_500, 204_000]
    assert set(refused("shangyu", "zhuji")) == {"orphan.community_rate", "orphan.institution_rate"}
    assert all("in zhuji." in each for each in refused("shangyu", "zhuji").values())


def test_programmes_that_are_not_asked_for_do_not_matter() -> None:
    assert table(*DISTRICTS, programmes=["resident_pension"])["resident_pension.amount"].to_pylist() == [0] * 6


def test_low_takes_the_lowest_that_is_known() -> None:
    # Nothing is known of the rates but that they are not less than nought.
    assert table(*DISTRICTS, scenario="low")["orphan.amount"].to_pylist() == [163_500] * 3 + [0] * 3


def test_high_names_what_has_no_upper_end() -> None:
    problems = refused(*DISTRICTS, scenario="high")
    assert problems.keys() == {"orphan.community_rate", "orphan.institution_rate"}
    for said in problems.values():
        assert "No upper end is known for 2020-04 in xinchang, zhuji, shengzhou." in said
        assert '"low"' in said
        assert '"high"' not in said


def overlay(*districts: str, community: str = "1200", institution: str = "1500.01") -> dict[str, Any]:
    entry = {"from": "2020-01-01", "source": "made up", "districts": list(districts)}
    return {"orphan": {"community_rate": {**entry, "value": community}, "institution_rate": {**entry, "value": institution}}}


@pytest.mark.parametrize("scenario", [None, "low", "high"])
def test_an_overlay_gives_what_is_not_published(scenario: str | None) -> None:
    found = table(*DISTRICTS, scenario=scenario, overlays=[overlay(*ORPHANS)])
    assert found["orphan.amount"].to_pylist() == [163_500] * 3 + [120_000, 120_000, 150_001]


def test_an_overlay_for_one_district_leaves_the_others_to_be_named() -> None:
    problems = refused(*DISTRICTS, overlays=overlay("zhuji"))
    assert all("in xinchang, shengzhou." in each for each in problems.values())
    low = table(*DISTRICTS, overlays=overlay("zhuji"), scenario="low")
    assert low["orphan.amount"].to_pylist() == [163_500] * 3 + [0, 120_000, 0]


@pytest.mark.parametrize("scenario", ["low", "high"])
def test_a_scenario_does_not_touch_what_is_published(scenario: str) -> None:
    assert table("yuecheng", "keqiao", scenario=scenario).equals(table("yuecheng", "keqiao"))


def test_the_price_subsidy_needs_the_index_in_every_scenario() -> None:
    for scenario in (None, "low", "high"):
        problems = refused("yuecheng", programmes=["price_subsidy"], scenario=scenario)
        assert "price_index" in problems
    with pytest.raises(UsageError) as caught:
        explain_row(*orphans("yuecheng"), 0, "2020-04", unstated="none", scenario="low", programmes=["price_subsidy"])
    assert {each.path for each in caught.value.problems} == {"price_index"}


@pytest.mark.parametrize(
    ("name", "value"), [("scenario", "middle"), ("scenario", ""), ("per", "person"), ("programmes", ["dibau"]), ("month", "April")]
)
def test_what_is_not_known_here_is_named(name: str, value: Any) -> None:
    options = {"month": "2020-04", name: value}
    assert refused("yuecheng", **options).keys() == {name}


def about(found: pa.Table) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(found.schema.metadata[ABOUT])
    return told


def test_the_table_says_what_it_rests_on() -> None:
    county = read_overlay(overlay("zhuji"))
    told = about(table(*DISTRICTS, scenario="low", overlays=[county], price_index="7.8", known_on="2021-06-30"))
    assert (told["month"], told["scenario"]) == ("2020-04", "low")
    assert told["rules"]["digest"] == digest(rule_set().rulebook)
    assert told["rules"]["edition"] == rule_set().rulebook.edition
    assert told["options"] == {"price_index": "7.8", "known_on": "2021-06-30", "assume_planned": False, "beyond_horizon": False}
    # The scenario stands there as what it is for everybody else: an overlay, above the county's.
    first, last = told["rules"]["overlays"]
    assert first == county.to_dict()
    assert last["name"] == "scenario low"
    assert last["digest"].startswith("sha256:")
    without = about(table("yuecheng"))
    assert (without["scenario"], without["rules"]["overlays"]) == (None, [])


def test_other_numbers_have_another_digest() -> None:
    def scenario(*overlays: Any) -> str:
        found: str = about(table("zhuji", scenario="low", overlays=overlays))["rules"]["overlays"][-1]["digest"]
        return found

    assert scenario() == scenario()
    # With the rates of one district given there is less for the scenario to give.
    assert scenario(overlay("zhuji")) != scenario()


def test_members_tables_say_the_same() -> None:
    assert about(table("zhuji", scenario="low", per="member")) == about(table("zhuji", scenario="low"))


HARDSHIP = ["dibao", "medical_aid", "critical_illness"]


def patients() -> tuple[pa.Table, pa.Table]:
    """Poor but for money, of which they have as much as 36 and 48 months of the standard or a fen less; with bills of 2020."""
    money = [Decimal(0), Decimal("30599.99"), Decimal("30600.00"), Decimal("40799.99"), Decimal("40800.00")]
    count = len(money)
    rows = pa.table({"id": range(count), "district": ["zhuji"] * count, "registration": ["rural"] * count, "assets.money": money})
    bills = {
        "medical.year": [2020] * count,
        "medical.in_scope": [Decimal("60000.00")] * count,
        "medical.basic_paid": [Decimal("20000.00")] * count,
    }
    return rows, pa.table({"household": range(count), "id": [1] * count, "birth_date": [date(1970, 1, 1)] * count, **bills})


def answers(columns: Columns, month: str, overlays: Sequence[Any], programmes: Sequence[str]) -> list[Any]:
    households = [household_at(columns, row) for row in range(columns.count)]
    return [assess(each, month, overlays=overlays, programmes=programmes) for each in households]


def test_low_and_high_are_what_assess_says_with_the_same_overlay() -> None:
    # Of special drugs no upper end of the deductible is known, nor of the cap: those who ask for the high end give them.
    given = {
        "critical_illness": {"drugs_deductible_others": {"from": "2020-01-01", "value": "4000", "source": "made up"}},
        "medical_aid": {"cap": {"from": "2020-01-01", "value": "80000", "source": "made up"}},
        "dibao": {
            "work_disregard_multiple": {"from": "2020-01-01", "value": "1", "source": "made up"},
            "work_disregard_months": {"from": "2020-01-01", "value": 12, "source": "made up"},
            "floor_area_urban": {"from": "2020-01-01", "value": 30, "source": "made up"},
            "floor_area_rural": {"from": "2020-01-01", "value": 30, "source": "made up"},
        },
        "tekun": {name: {"from": "2020-01-01", "value": "0", "source": "made up"} for name in ("care_full", "care_partial", "care_none")},
    }
    tables = patients()
    columns = read_tables(*tables, prepared("2020-04", {}, scenario="low").asked.month, unstated="none")
    found = {}
    for scenario in ("low", "high"):
        options: dict[str, Any] = {"scenario": scenario, "overlays": [given], "programmes": HARDSHIP}
        told = assess_table(*tables, "2020-04", unstated="none", **options)
        question = prepared("2020-04", {"programmes": HARDSHIP}, overlays=[given], scenario=scenario)
        for name in HARDSHIP:
            by_assess = [each[name] for each in answers(columns, "2020-04", question.overlays, HARDSHIP)]
            assert told[f"{name}.status"].to_pylist() == [each.status for each in by_assess]
            assert told[f"{name}.amount"].to_pylist() == [int((each.amount or Decimal(0)) * 100) for each in by_assess]
        row = explain_row(*tables, 1, "2020-04", unstated="none", **options)
        assert [int((row[name].amount or 0) * 100) for name in HARDSHIP] == [told[f"{name}.amount"][1].as_py() for name in HARDSHIP]
        found[scenario] = told
    # Three years of 850 a month are 30 600, four are 40 800: money must be below that.
    dibao = {name: told["dibao.status"].to_pylist() for name, told in found.items()}
    assert dibao == {"low": ["eligible"] * 2 + ["ineligible"] * 3, "high": ["eligible"] * 4 + ["ineligible"]}
    # Of dibao and of the edge, critical illness leaves 40 000 - (40 000 - 12 500) x 70 % = 20 750; of that 60 or 100 % are paid.
    aid = {name: told["medical_aid.amount"].to_pylist() for name, told in found.items()}
    assert aid == {"low": [1_245_000] * 5, "high": [2_075_000] * 5}
