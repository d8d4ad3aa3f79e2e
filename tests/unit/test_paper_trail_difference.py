"""What differs between two days, and what the sample households get before and after: worked out by hand from the brief's figures."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shaoxing_benefits import Amount, InputError, Month, UsageError, assess
from shaoxing_benefits.asking import rule_set
from shaoxing_benefits.kinds import District
from shaoxing_benefits.paper_trail.difference import CHANGED, ENDED, NEW, OPEN, RESTATED, Difference, compare_tables
from shaoxing_benefits.paper_trail.samples import Paid, samples, with_bills_of
from shaoxing_benefits.places import data_folder

URBAN = (District.YUECHENG, District.KEQIAO, District.SHANGYU)
SAMPLES = list(samples())
FIRST_MONTH, LAST_MONTH = Month(2018, 1), Month(2021, 12)


def overlay(parameter: str, **row: Any) -> dict[str, Any]:
    programme, _, key = parameter.partition(".")
    return {"overlay": {"name": "draft"}, programme: {key: {"source": "a draft", **row}}}


REFORM = overlay("dibao.standard", **{"from": "2020-07-01", "value": "950.00"})


def kinds(difference: Difference) -> dict[str, str]:
    """What has happened to each parameter."""
    return {each.definition.name: each.kind for each in difference.figures}


def paid(difference: Difference, household: str) -> dict[str, tuple[Any, Any, str | None]]:
    """What each programme pays before and after, with the change; a certain amount as one number, else its bounds."""
    (compared,) = (each for each in difference.households if each.sample.household.id == household)
    return {
        each.programme: (*map(told, each.amounts), None if each.difference is None else str(each.difference))
        for each in compared.programmes
    }


def told(amount: Amount | None) -> str | tuple[str, str | None] | None:
    if amount is None:
        return None
    return str(amount.exact) if amount.exact is not None else (str(amount.low), None if amount.high is None else str(amount.high))


# Figures


def test_the_figures_that_changed_with_2020() -> None:
    found = compare_tables("2019", "2020", ["dibao", "tekun", "orphan", "resident_pension"])
    rows = [
        (each.definition.name, each.districts, *(None if side.value is None else str(side.value) for side in (each.before, each.after)))
        for each in found.of_kind(CHANGED)
    ]
    unpublished = [((District.XINCHANG,), "1347.00"), ((District.ZHUJI,), "1434.00"), ((District.SHENGZHOU,), "1163.00")]
    assert rows == [
        ("dibao.standard", None, "810.00", "850.00"),
        ("tekun.standard", URBAN, "1486.00", "1602.00"),
        *(("tekun.standard", districts, None, value) for districts, value in unpublished),
        ("tekun.minor_age", None, "16", None),
        ("orphan.institution_rate", URBAN, "1895.00", "2040.00"),
        ("orphan.community_rate", URBAN, "1516.00", "1635.00"),
        ("resident_pension.base", None, "180.00", "215.00"),
    ]


def test_changes_have_a_difference_and_per_cent() -> None:
    changes = {(each.definition.name, each.districts): each.change for each in compare_tables("2019", "2020").of_kind(CHANGED)}
    # 40 of 810 are 4.938 %, 145 of 1895 are 7.652 %, 119 of 1516 are 7.850 %, 35 of 180 are 19.444 %.
    assert changes["dibao.standard", None] == (Decimal("40.00"), Decimal("4.94"))
    assert changes["orphan.institution_rate", URBAN] == (Decimal("145.00"), Decimal("7.65"))
    assert changes["orphan.community_rate", URBAN] == (Decimal("119.00"), Decimal("7.85"))
    assert changes["resident_pension.base", None] == (Decimal("35.00"), Decimal("19.44"))
    assert changes["tekun.standard", (District.ZHUJI,)] is None


def test_figures_that_are_new_or_have_ended() -> None:
    found = kinds(compare_tables("2019", "2020"))
    assert [found[name] for name in ("shopping_card.value", "dibao.floor_area_urban", "critical_illness.rate_assisted")] == [NEW] * 3
    assert "dibao.severe_grade" not in found
    later = kinds(compare_tables("2020", "2021"))
    assert later["price_subsidy.stage_factor"] == ENDED


def test_what_is_new_but_not_published_is_of_a_kind_of_its_own() -> None:
    found = compare_tables("2019", "2020", "medical_aid")
    # The rate of tekun is known; that of dibao is at least 60 %, the limit of a year at least 80 000.
    assert [kinds(found)[f"medical_aid.{name}"] for name in ("rate_tekun", "rate_dibao", "cap")] == [NEW, OPEN, OPEN]
    assert all(each.after.value is None and not each.before.is_held for each in found.of_kind(OPEN))
    assert all(each.after.value is not None for each in found.of_kind(NEW))
    (rate,) = (each for each in found.to_dict()["parameters"] if each["parameter"] == "medical_aid.rate_dibao")
    assert (rate["kind"], rate["before"], rate["after"]["value"], rate["after"]["low"]) == ("open", None, None, "0.6")
    # Backwards both are no longer in the tables.
    assert set(kinds(compare_tables("2020", "2019", "medical_aid")).values()) <= {ENDED, RESTATED}


def test_the_middle_of_2021_restates_changes_and_ends() -> None:
    found = kinds(compare_tables("2021-06-30", "2021-07-01", ["dibao", "tekun"]))
    # 60 years and the dibao household were in the measures before and are in their successors; the grades were widened.
    assert (found["tekun.elderly_age"], found["dibao.prisoners_counted"]) == (RESTATED, RESTATED)
    assert (found["tekun.physical_grade"], found["tekun.vehicles_limit"]) == (CHANGED, OPEN)
    assert found["tekun.basic_pension_counted"] == ENDED
    assert "tekun.standard" not in found


def test_the_day_before_and_the_day_of_a_change() -> None:
    assert kinds(compare_tables("2019-12-30", "2019-12-31", "dibao")) == {}
    assert kinds(compare_tables("2019-12-31", "2020-01-01", "dibao")) == {"dibao.standard": CHANGED}
    assert kinds(compare_tables("2020-01-01", "2020-01-02", "dibao")) == {}


def test_backwards_a_rise_is_a_fall() -> None:
    (found,) = compare_tables("2020-01-01", "2019-12-31", "dibao").figures
    assert found.change == (Decimal("-40.00"), Decimal("-4.71"))


def test_what_was_known_and_what_is_planned_count_on_both_sides() -> None:
    assert kinds(compare_tables("2019-12-31", "2020-01-01", "dibao", known_on="2019-12-31")) == {}
    (found,) = compare_tables("2020-12-31", "2021-01-01", "dibao", assume_planned=True).of_kind(CHANGED)
    assert (str(found.before.value), str(found.after.value)) == ("850.00", "890.00")


# Overlays


def test_an_overlay_stands_on_both_sides_and_a_reform_on_the_second() -> None:
    assert compare_tables("2020-12", "2020-12", "dibao", overlays=REFORM).figures == ()
    found = compare_tables("2020-12", "2020-12", "dibao", reform=REFORM)
    assert (found.with_reform, kinds(found)) == (("draft",), {"dibao.standard": CHANGED})
    # 100 of 850 are 11.765 %.
    assert found.figures[0].change == (Decimal("100.00"), Decimal("11.76"))


@pytest.mark.parametrize(("month", "differs"), [("2020-06", False), ("2020-07", True)])
def test_a_reform_shows_from_its_first_day(month: str, differs: bool) -> None:
    found = compare_tables(month, month, reform=REFORM)
    assert bool(found.figures) == differs
    assert any(each.has_changed for each in found.households) == differs


def test_a_reform_of_one_district_leaves_the_others() -> None:
    found = compare_tables(
        "2020-12", "2020-12", reform=overlay("dibao.standard", **{"from": "2020-07-01", "value": "950.00", "districts": ["zhuji"]})
    )
    assert [each.districts for each in found.figures] == [(District.ZHUJI,)]
    assert [each.sample.household.id for each in found.households if each.has_changed] == ["S-BILLS", "ZJ-1"]


def test_a_reform_may_stand_on_top_of_an_overlay() -> None:
    county = overlay("dibao.standard", **{"from": "2020-01-01", "value": "900.00"})
    (found,) = compare_tables("2020-12", "2020-12", "dibao", overlays=county, reform=REFORM).figures
    assert (str(found.before.value), str(found.after.value), found.before.overlay, found.after.overlay) == (
        "900.00",
        "950.00",
        "draft",
        "draft",
    )


# Sample households


DECEMBERS = compare_tables("2019", "2020", price_index="7.8")


def test_a_couple_on_dibao() -> None:
    found = paid(DECEMBERS, "S-COUPLE")
    # 2 x 810 - 600 and 2 x 850 - 600; 850 x 7.8 % x 2 each in December 2020; cards of 500.
    assert found["dibao"] == ("1020.00", "1100.00", "80.00")
    assert found["price_subsidy"] == (("0.00", None), "265.20", None)
    assert found["shopping_card"] == ("0.00", "1000.00", "1000.00")


def test_an_edge_household_with_a_severely_disabled_member() -> None:
    # 3000 is over 3 x 850 and within 1.5 x 3 x 810. The son gets the standard, and 30 % of it: 243 and 255.
    found = paid(DECEMBERS, "S-EDGE")
    assert found["single_person"] == ("810.00", "850.00", "40.00")
    assert found["disability_living"] == ("243.00", "255.00", "12.00")
    assert found["dibao_edge"] == (None, None, None)
    assert "dibao" not in found


@pytest.mark.parametrize(("household", "before", "after"), [("S-ELDER-YC", "1486.00", "1602.00"), ("S-ELDER-SZ", "0.00", "1163.00")])
def test_elders_on_tekun(household: str, before: str, after: str) -> None:
    # What is paid for the care that they need in part is published nowhere.
    assert paid(DECEMBERS, household)["tekun"] == ((before, None), (after, None), None)


def test_orphans() -> None:
    assert paid(DECEMBERS, "S-ORPHAN-C")["orphan"] == ("1516.00", "1635.00", "119.00")
    assert paid(DECEMBERS, "S-ORPHAN-I")["orphan"] == ("1895.00", "2040.00", "145.00")


def test_an_unsupported_child_with_its_grandmother() -> None:
    # Dibao 2 x 810 - 300 and 2 x 850 - 300; the half of it is taken off the rate of orphans in the community.
    found = paid(DECEMBERS, "S-CHILD")
    assert found["dibao"] == ("1320.00", "1400.00", "80.00")
    assert found["unsupported_child"] == ("856.00", "935.00", "79.00")


def test_a_pensioner() -> None:
    # 180 before; what is added with age is not known for 2019. 215 + 15 after.
    assert paid(DECEMBERS, "S-PENSION") == {"resident_pension": (("180.00", None), "230.00", None)}


def test_a_year_with_bills() -> None:
    # (30 000 - 12 500) x 70 % = 12 250; of the other 17 750 from 60 % to all.
    found = paid(DECEMBERS, "S-BILLS")
    assert found["critical_illness"][1:] == ("12250.00", None)
    assert found["medical_aid"][1:] == (("10650.00", "17750.00"), None)


def test_a_couple_resettled_for_a_reservoir() -> None:
    # The treasury adds 250 to the tier of 1000 and 80 to that of 500; 50 a month each.
    found = paid(DECEMBERS, "S-RESETTLED")
    assert found["contribution_subsidy"] == (("0.00", None), "330.00", None)
    assert found["resettler"] == (("0.00", None), "100.00", None)


def test_a_ceiling_after_an_accident() -> None:
    # 6 standards for each of three: 14 580 and 15 300. It is in no sum; the card is not for them.
    (compared,) = (each for each in DECEMBERS.households if each.sample.household.id == "S-ACCIDENT")
    assert paid(DECEMBERS, "S-ACCIDENT") == {"temporary_relief": (("0.00", "14580.00"), ("0.00", "15300.00"), "720.00")}
    assert compared.totals == ()
    (open_ended,) = (each for each in compare_tables("2020", "2021").households if each.sample.household.id == "S-ACCIDENT")
    assert open_ended.programmes[0].difference is None


def test_the_worked_example() -> None:
    # 810: 2430 - 830 x 2/3 = 1876.67. 850: 2550 - 830 x 2/3 = 1996.67.
    assert paid(DECEMBERS, "YC-1")["dibao"] == ("1876.67", "1996.67", "120.00")


def test_sums_of_all_that_is_paid_in_a_period() -> None:
    compared = DECEMBERS.households[0]
    sums = {each.period: (*map(told, each.amounts), each.difference) for each in compared.totals}
    # 1100 + 265.20; two cards.
    assert sums["month"] == (("1020.00", None), "1365.20", None)
    assert sums["once"] == ("0.00", "1000.00", Decimal("1000.00"))


def test_a_reform_to_950() -> None:
    found = compare_tables("2020-12", "2020-12", reform=REFORM)
    assert paid(found, "S-COUPLE")["dibao"] == ("1100.00", "1300.00", "200.00")
    # What dibao gives the child is taken off her own allowance: 1635 - 700, and 1635 - 800.
    assert paid(found, "S-CHILD")["unsupported_child"] == ("935.00", "835.00", "-100.00")
    assert not next(each for each in found.households if each.sample.household.id == "S-PENSION").has_changed


def test_only_the_programmes_asked_for_are_assessed() -> None:
    found = compare_tables("2019", "2020", "tekun")
    assert {each.programme for compared in found.households for each in compared.programmes} == {"tekun"}
    assert compare_tables("2019", "2020", ["common", "contributions"]).households == ()


def test_what_a_sample_gets_is_what_its_assessment_says() -> None:
    for compared in DECEMBERS.households:
        household = compared.sample.household
        for side, month in enumerate((Month(2019, 12), Month(2020, 12))):
            answer = assess(with_bills_of(household, month), month, price_index="7.8")
            given = [outcome for outcome in answer if outcome.status != "ineligible"]
            assert {each.programme for each in given} <= {each.programme for each in compared.programmes}
            assert all(answer[each.programme].range == each.amounts[side] for each in compared.programmes)


def test_bills_are_taken_as_bills_of_the_months_year() -> None:
    household = next(each.household for each in SAMPLES if each.household.id == "S-BILLS")
    assert [with_bills_of(household, Month(year, 12)).members[0].medical.year for year in (2019, 2021)] == [2019, 2021]
    without = next(each.household for each in SAMPLES if each.household.id == "S-COUPLE")
    assert with_bills_of(without, Month(2019, 12)) == without


@pytest.mark.parametrize(
    ("status", "amounts", "changed", "nothing"),
    [
        (("ineligible", "ineligible"), ("0.00", "0.00"), False, True),
        (("eligible", "eligible"), ("1.00", "1.00"), False, False),
        (("eligible", "eligible"), ("1.00", "2.00"), True, False),
        (("ineligible", "eligible"), ("0.00", "0.00"), True, False),
        (("undetermined", "ineligible"), ("0.00", "0.00"), True, False),
    ],
)
def test_what_has_changed(status: tuple[str, str], amounts: tuple[str, str], changed: bool, nothing: bool) -> None:
    first, second = (Amount(Decimal(each), Decimal(each)) for each in amounts)
    found = Paid("dibao", "Dibao", "month", status, (first, second))
    assert (found.has_changed, found.is_nothing) == (changed, nothing)


@pytest.mark.parametrize(
    ("status", "low", "high", "ceiling", "is_open"),
    [
        ("eligible", "1.00", "1.00", False, False),
        ("eligible", "1.00", "2.00", False, True),
        ("eligible", "0.00", None, False, True),
        ("undetermined", "0.00", "0.00", False, True),
        ("eligible", "0.00", "2.00", True, False),
        ("eligible", "0.00", None, True, True),
    ],
)
def test_what_is_open_on_both_sides(status: str, low: str, high: str | None, ceiling: bool, is_open: bool) -> None:
    amount = Amount(Decimal(low), None if high is None else Decimal(high))
    assert Paid("dibao", "Dibao", "month", (status, status), (amount, amount), ceiling).is_open == is_open
    # What has changed is told as such, however open it is.
    assert not Paid("dibao", "Dibao", "month", (status, "ineligible"), (amount, amount), ceiling).is_open


# The samples themselves


def age_lines() -> set[int]:
    """Every age that a table draws a line at."""
    rulebook = rule_set().rulebook
    entries = [entry for timeline in rulebook.timelines.values() for entry in timeline if entry.definition.kind == "age"]
    return {line for entry in entries for line in (entry.value, entry.low, entry.high) if line is not None}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.file)
def test_nobody_comes_to_an_age_line(sample: Any) -> None:
    first, last = (Month(2019, 12), Month(2020, 12)) if sample.file.startswith("demo/") else (FIRST_MONTH, LAST_MONTH)
    assert {16, 18, 60, 65, 70, 75} <= age_lines()
    for member in sample.household.members:
        ages = range(first.age_of(member.birth_date) + 1, last.age_of(member.birth_date) + 1)
        assert not set(ages) & age_lines()


def test_every_file_is_listed_once_and_described_in_both_languages() -> None:
    folder = data_folder("examples")
    files = {f"{path.parent.name}/{path.name}" for name in ("samples", "demo") for path in (folder / name).glob("*.toml")}
    assert sorted(files) == sorted(each.file for each in SAMPLES)
    assert len({each.household.id for each in SAMPLES}) == len(SAMPLES)
    assert all(set(each.about) == {"zh", "en"} and all(each.about.values()) for each in SAMPLES)


def test_the_samples_reach_every_programme_that_pays() -> None:
    reached = {each.programme for compared in DECEMBERS.households for each in compared.programmes}
    assert {programme.id for programme in rule_set().programmes} - reached == set()


# Data and wrong use


def test_the_difference_as_data() -> None:
    told = DECEMBERS.to_dict()
    assert json.loads(json.dumps(told)) == told
    assert list(told) == ["before", "after", "programmes", "parameters", "households"]
    assert (told["before"]["day"], told["before"]["month"]) == ("2019-12-31", "2019-12")
    first = told["parameters"][0]
    assert (first["parameter"], first["kind"], first["before"]["value"], first["after"]["value"]) == (
        "dibao.standard",
        "changed",
        "810.00",
        "850.00",
    )
    assert first["change"] == {"difference": "40.00", "percent": "4.94"}
    couple = told["households"][0]
    assert list(couple) == ["household", "file", "about", "programmes", "totals"]
    assert couple["programmes"][0] == {
        "programme": "dibao", "period": "month", "ceiling": False, "before": {"status": "eligible", "low": "1020.00", "high": "1020.00"},
        "after": {"status": "eligible", "low": "1100.00", "high": "1100.00"}, "change": "80.00",
    }  # fmt: skip
    assert couple["totals"]["once"]["change"] == "1000.00"


def test_new_and_ended_figures_have_one_side_only() -> None:
    told = {each["parameter"]: each for each in compare_tables("2020", "2021").to_dict()["parameters"]}
    assert told["price_subsidy.stage_factor"]["after"] is None
    assert told["price_subsidy.stage_factor"]["before"]["value"] == "1"


def test_all_mistakes_are_told_once() -> None:
    with pytest.raises(UsageError) as caught:
        compare_tables("2017", "20", ["dibo"], price_index="x", known_on="x")
    assert [problem.path for problem in caught.value.problems] == ["price_index", "2017", "known_on", "'20'", "'dibo'"]


def test_a_wrong_reform_is_refused() -> None:
    with pytest.raises(InputError):
        compare_tables("2020", "2020", reform=overlay("dibao.standard", value="950.00"))


def test_days_beyond_the_horizon_are_compared_when_asked_for() -> None:
    found = compare_tables("2021", date(2022, 6, 1), "orphan", beyond_horizon=True)
    assert found.figures == ()
    assert paid(found, "S-ORPHAN-C")["orphan"] == ("1635.00", "1635.00", "0.00")
