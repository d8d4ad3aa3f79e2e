"""Why an answer is as it is: steps down to facts and parameters, what mattered, caveats, and conditions as people read them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shaoxing_benefits import Assessment, Outcome, Range, Step, assess, read_household
from shaoxing_benefits.engine.evaluation import Spread
from shaoxing_benefits.explain import surface
from shaoxing_benefits.kinds import Registration, SelfCare
from shaoxing_benefits.numbers import AGE, AREA, COUNT, FEN, FEN_A_MONTH, FEN_A_YEAR, FLAG, RATE, What
from shaoxing_benefits.places import data_folder
from shaoxing_benefits.shipped import shipped_facts

ALONE: dict[str, Any] = {"id": "P1", "birth_date": "1980-01-01"}
BASE: dict[str, Any] = {"id": "H", "district": "yuecheng", "registration": "urban", "unstated": "none"}
PLACE = "dibao_equal_share_place"


@pytest.fixture(scope="module")
def worked() -> Assessment:
    """The example worked by hand in the design."""
    return assess(read_household(data_folder("examples") / "demo" / "2-yuecheng-family.toml"), "2020-04")


def one(month: str = "2020-04", registration: str = "rural", **member: Any) -> Assessment:
    """The answer for somebody living alone of whom only this is stated."""
    return assess(BASE | {"registration": registration, "members": [ALONE | member]}, month)


def below(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Each step of a calculation once, from the top."""
    seen: set[int] = set()
    waiting = list(steps)
    while waiting:
        step = waiting.pop(0)
        if id(step) not in seen:
            seen.add(id(step))
            yield step
            waiting.extend(step.inputs)


def caveats(outcome: Outcome) -> set[str]:
    return {caveat.parameter for caveat in outcome.caveats}


def test_every_leaf_is_a_fact_or_a_parameter(worked: Assessment) -> None:
    for outcome in worked:
        leaves = [step for step in below(outcome.steps) if not step.inputs]
        assert {step.kind for step in leaves} == {"fact", "parameter"}


def test_facts_and_parameters_are_leaves(worked: Assessment) -> None:
    for outcome in worked:
        assert not [step for step in below(outcome.steps) if step.kind in ("fact", "parameter") and step.inputs]


def test_every_parameter_is_cited_or_says_why_not(worked: Assessment) -> None:
    for outcome in worked:
        for step in below(outcome.steps):
            if step.kind == "parameter":
                assert step.cites or step.status in ("assumed", "unpublished"), step.id
                assert step.path is None
            assert set(step.cites) <= set(shipped_facts())


def test_every_fact_says_where_it_is_stated(worked: Assessment) -> None:
    facts = [step for outcome in worked for step in below(outcome.steps) if step.kind == "fact"]
    paths = {(step.id, step.member): step.path for step in facts}
    assert paths["income_wages", "P2"] == "members[1].income.wages"
    assert paths["age", "P1"] == "members[0].birth_date"
    assert paths["assets_money", None] == "assets.money"
    assert all(step.status is None and not step.cites for step in facts)


def test_a_fact_s_path_is_its_place_in_the_input() -> None:
    members = [ALONE | {"id": "B", "income": {"wages": 1}}, ALONE | {"id": "A", "income": {"wages": 2}}]
    household = {"id": "H", "district": "yuecheng", "registration": "rural", "unstated": "none", "members": members}
    steps = {(step.id, step.member): step for step in below(assess(household, "2020-04")["dibao"].steps)}
    assert steps["income_wages", "A"].path == "members[1].income.wages"
    assert steps["income_wages", "A"].value == Decimal("2.00")


def test_the_calculation_starts_with_the_amount_and_the_shares(worked: Assessment) -> None:
    assert [(step.id, step.member, step.value) for step in worked["dibao"].steps] == [
        ("dibao_amount", None, Decimal("1996.67")),
        ("dibao_share", "P1", Decimal("850.00")),
        ("dibao_share", "P2", Decimal("573.34")),
        ("dibao_share", "P3", Decimal("573.33")),
    ]
    assert [(step.id, step.member) for step in worked["tekun"].steps] == [("tekun_amount", each) for each in ("P1", "P2", "P3")]


def test_a_programme_that_pays_nothing_is_explained_by_its_conditions(worked: Assessment) -> None:
    (top,) = worked["dibao_edge"].steps
    assert (top.id, top.value) == ("dibao_edge_eligible", False)
    assert [step.id for step in top.inputs] == [condition.id for condition in worked["dibao_edge"].conditions]


def test_the_numbers_of_the_worked_example_stand_in_its_steps(worked: Assessment) -> None:
    values = {(step.id, step.member): step.value for step in below(worked["dibao"].steps)}
    assert values["household_income", None] == Decimal("830.00")
    assert values["dibao_income_limit", None] == Decimal("2550.00")
    assert values["dibao.standard", None] == Decimal("850.00")
    assert values["dibao_full_standards", None] == 1
    assert values["severely_disabled", "P1"] is True
    assert values["dibao.rounding", None] == "half_up"
    assert values["dibao.money_years", None] == Range(Decimal(3), Decimal(4))


def test_a_step_that_several_use_is_one_object(worked: Assessment) -> None:
    found: dict[tuple[str, str | None], Step] = {}
    for step in [*below(worked["dibao"].steps), *below(worked["tekun"].steps), *below(worked["dibao_edge"].steps)]:
        assert found.setdefault((step.id, step.member), step) is step
    assert worked["dibao"].steps[0].inputs[0] is worked["dibao"].steps[1].inputs[0]
    assert worked["dibao"].steps[1].inputs[1] is worked["dibao"].steps[0]


def test_what_mattered_is_among_the_inputs(worked: Assessment) -> None:
    for outcome in worked:
        for step in below(outcome.steps):
            assert {id(each) for each in step.decisive} <= {id(each) for each in step.inputs}, step.id


def test_what_could_not_have_changed_the_result_did_not_matter(worked: Assessment) -> None:
    steps = {(step.id, step.member): step for step in below(worked["dibao"].steps)}
    disregard = steps["work_disregard", "P2"]
    assert {step.id for step in disregard.inputs} > {"dibao.work_disregard_months", "work_disregard_limit"}
    assert {"dibao.work_disregard_months", "work_disregard_limit"}.isdisjoint(step.id for step in disregard.decisive)
    homes = steps["dibao_homes_within_limit", None]
    assert [step.id for step in homes.decisive] == ["assets_homes", "dibao_homes_allowed"]
    allowed = steps["dibao_homes_allowed", None]
    assert [step.id for step in allowed.decisive] == ["dibao.homes"]
    full = steps["dibao_gets_full_standard", "P1"]
    assert [step.id for step in full.decisive] == ["dibao_counted", "severely_disabled", "dibao.severe_gets_full_standard"]
    assert [step.id for step in steps["dibao_gets_full_standard", "P2"].decisive] == ["severely_disabled"]


def written_out(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield step
    for each in step.get("inputs", []):
        yield from written_out(each)


def name_of(step: dict[str, Any]) -> tuple[str, Any]:
    return next(step[kind] for kind in ("rule", "total", "fact", "parameter") if kind in step), step["member"]


def test_each_step_is_written_out_once_and_then_referred_to_above(worked: Assessment) -> None:
    found = worked["dibao"].to_dict(steps=True)["steps"]
    full: set[tuple[str, Any]] = set()
    above = 0
    for step in (each for top in found for each in written_out(top)):
        if step.get("above"):
            above += 1
            assert name_of(step) in full
            assert "inputs" not in step
        elif "inputs" in step:
            assert name_of(step) not in full
            full.add(name_of(step))
    assert above > 0
    assert found[1]["inputs"][0] == {"rule": "dibao_eligible", "member": None, "value": True, "above": True}


def test_a_leaf_is_written_out_wherever_it_stands(worked: Assessment) -> None:
    found = worked["dibao"].to_dict(steps=True)["steps"]
    standards = [step for top in found for step in written_out(top) if step.get("parameter") == "dibao.standard"]
    assert len(standards) > 2
    cites = ["yearbook:dibao-standard-2020", "bureau-report:dibao-standard-2020"]
    expected = {"parameter": "dibao.standard", "member": None, "value": "850.00", "status": "published", "cites": cites}
    assert all(step == expected for step in standards)


def test_steps_are_left_out_unless_asked_for(worked: Assessment) -> None:
    assert "steps" not in worked["dibao"].to_dict()


def test_the_rounding_is_in_doubt_where_something_is_rounded(worked: Assessment) -> None:
    assert caveats(worked["dibao"]) == {
        "dibao.homes",  # one home is stated
        "dibao.severe_grade",  # P1 is severely disabled
        "dibao.income_spread_over_all_heads",
        "dibao.rounding",
    }
    (found,) = [caveat for caveat in worked["dibao"].caveats if caveat.parameter == "dibao.rounding"]
    assert found.status == "assumed"
    assert found.to_dict()["note"] == found.note["en"]
    assert set(found.note) == {"zh", "en"}


def test_the_rounding_is_not_in_doubt_where_nothing_is_rounded() -> None:
    assert caveats(one()["dibao"]) == set()
    assert one()["dibao"].amount == Decimal("850.00")
    assert "dibao.rounding" not in caveats(one(income={"wages": "600.01"})["dibao"])  # one head: there is nothing to divide


def test_the_old_age_allowance_is_in_doubt_where_one_is_stated() -> None:
    assert "dibao.old_age_allowance_counted" not in caveats(one(income={"wages": 1})["dibao"])
    found = one(income={"old_age_allowance": "50"})
    assert caveats(found["dibao"]) == {"dibao.old_age_allowance_counted"}
    assert found["dibao"].amount == Decimal("850.00")


@pytest.mark.parametrize(
    ("registration", "month", "doubtful"),
    [("rural", "2020-04", True), ("urban", "2020-04", False), ("rural", "2021-06", True), ("rural", "2021-07", False)],
)
def test_entitled_group_payments_are_in_doubt_in_the_country_before_2021_07(registration: str, month: str, doubtful: bool) -> None:
    found = caveats(one(month, registration, income={"entitled_group": "50"})["dibao"])
    assert ("dibao.entitled_group_counted_rural" in found) == doubtful
    assert "dibao.entitled_group_counted_urban" not in found
    assert "dibao.entitled_group_counted_rural" not in caveats(one(month, registration)["dibao"])


def test_a_refusal_that_rests_on_a_plain_fact_is_not_in_doubt() -> None:
    """Old and without income, but a child is able to support: whatever the doubtful parameters are, it is no."""
    found = one(birth_date="1950-01-01", supporter="capable")["tekun"]
    assert found.status == "ineligible"
    assert [condition.id for condition in found.conditions if not condition.holds] == ["tekun_no_capable_supporter"]
    assert found.caveats == ()
    assert caveats(one(birth_date="1950-01-01", supporter="none")["tekun"]) == {"tekun.elderly_age", "tekun.care_for_full_self_care"}


def test_a_refusal_that_rests_on_a_doubtful_limit_is_in_doubt() -> None:
    household = {"id": "H", "district": "yuecheng", "registration": "rural", "unstated": "none", "members": [ALONE]}
    found = assess(household | {"assets": {"vehicles": 1}}, "2020-04")["dibao"]
    assert found.status == "ineligible"
    assert caveats(found) == {"dibao.vehicles"}


def test_a_refusal_for_two_reasons_rests_on_the_one_less_in_doubt() -> None:
    household = {"id": "H", "district": "yuecheng", "registration": "rural", "unstated": "none", "members": [ALONE]}
    rich = household | {"assets": {"vehicles": 1}, "members": [ALONE | {"income": {"wages": "850"}}]}
    assert assess(rich, "2020-04")["dibao"].caveats == ()


def test_an_assumed_first_day_is_a_caveat() -> None:
    (found,) = one("2019-12")["dibao"].caveats
    assert (found.parameter, found.status) == ("dibao.standard", "assumed")


def test_what_the_answer_still_depends_on_is_a_caveat() -> None:
    found = one("2021-01")["dibao"]
    assert [(caveat.parameter, caveat.status) for caveat in found.caveats] == [("dibao.standard", "unpublished")]


def test_every_doubtful_rule_that_keeps_a_child_off_dibao_is_a_caveat() -> None:
    """With dibao the child would get 1635.00 - 850.00; that a vehicle excludes is known at second hand only."""
    child = {"id": "P1", "birth_date": "2010-05-10", "guardianship": "unsupported"}
    found = assess(BASE | {"assets": {"vehicles": 1, "vehicle_value": "1000"}, "members": [child]}, "2020-04")["unsupported_child"]
    assert found.amount == Decimal("1635.00")
    assert ("dibao.vehicles", "secondary") in {(caveat.parameter, caveat.status) for caveat in found.caveats}


def test_a_firm_amount_may_rest_on_one_assumption_or_another() -> None:
    """Money between three and four years of the standard: on dibao or on its edge, a card either way."""
    found = assess(BASE | {"assets": {"money": "35000"}, "members": [ALONE]}, "2020-04")["shopping_card"]
    assert (found.status, found.amount) == ("eligible", Decimal("500.00"))
    assert {"shopping_card.dibao_included", "shopping_card.edge_included"} <= {caveat.parameter for caveat in found.caveats}


def test_what_would_decide_on_another_branch_is_missing_too() -> None:
    """Two new jobs: with a multiple of 0.4, 3000 - 340 is over the edge's 2550 and 3000 - 680 is not: the months decide which it is."""
    members = [
        {"id": "P1", "birth_date": "1975-05-10", "income": {"wages": "1300"}, "new_job": {"since": "2020-01", "increase": "1300"}},
        {"id": "P2", "birth_date": "1976-05-10", "income": {"wages": "1700"}, "new_job": {"since": "2020-07", "increase": "1700"}},
    ]
    found = assess(BASE | {"members": members}, "2020-08")
    for programme in ("dibao_edge", "shopping_card"):
        assert found[programme].missing.parameters == ("dibao.work_disregard_months", "dibao.work_disregard_multiple")


@pytest.mark.parametrize(
    ("spread", "unit", "said"),
    [
        (Spread(85_001, 85_001), FEN, Decimal("850.01")),
        (Spread(0, 0), FEN_A_MONTH, Decimal("0.00")),
        (Spread(100, 100), FEN_A_YEAR, Decimal("1.00")),
        (Spread(-5, -5), FEN, Decimal("-0.05")),
        (Spread(15_000, 15_000), RATE, Decimal("1.5")),
        (Spread(8_050, 8_050), AREA, Decimal("80.5")),
        (Spread(1, 1), FLAG, True),
        (Spread(0, 0), FLAG, False),
        (Spread(1, 1), COUNT, 1),
        (Spread(71, 71), AGE, 71),
        (Spread(1, 1), Registration, "rural"),
        (Spread(2, 2), SelfCare, "none"),
        (Spread(85_000, 89_000), FEN, Range(Decimal("850.00"), Decimal("890.00"))),
        (Spread(85_000, None), FEN, Range(Decimal("850.00"), None)),
        (Spread(0, None), COUNT, Range(0, None)),
        (Spread(0, 1), FLAG, Range(False, True)),
        (Spread(30_000, 40_000), RATE, Range(Decimal(3), Decimal(4))),
    ],
)
def test_values_are_shown_as_people_read_them(spread: Spread, unit: What, said: Any) -> None:
    found = surface(spread, unit)
    assert found == said
    assert type(found) is type(said)
    assert str(found) == str(said)


def test_conditions_show_what_they_compare(worked: Assessment) -> None:
    found = {condition.id: condition for condition in worked["dibao"].conditions}
    income = found["dibao_income_below_limit"]
    assert (income.holds, income.actual, income.limit, income.member) == (True, Decimal("830.00"), Decimal("2550.00"), None)
    assert income.cites == ("zhejiang-regulation:9", "yearbook:dibao-standard-2020", "bureau-report:dibao-standard-2020")
    assert income.summary == "The household's income is below its members' standards together."
    money = found["dibao_money_below_limit"]
    assert (money.holds, money.actual, money.limit) == (True, Decimal("12000.00"), Range(Decimal("91800.00"), Decimal("122400.00")))
    assert found["dibao_vehicles_within_limit"].to_dict()["actual"] == 0
    assert found["dibao_has_counted_members"].to_dict()["limit"] is None


def test_conditions_about_members_name_the_member(worked: Assessment) -> None:
    found = {(condition.id, condition.member): condition for condition in worked["tekun"].conditions}
    supporter = found["tekun_no_capable_supporter", "P2"]
    assert (supporter.holds, supporter.actual, supporter.limit) == (False, "capable", None)
    assert found["tekun_no_capacity_to_work", "P1"].actual == 71
    assert (found["tekun_own_income_below_limit", "P2"].actual, found["tekun_own_income_below_limit", "P2"].limit) == (
        Decimal("600.00"),
        Decimal("850.00"),
    )
    assert {member for _, member in found} == {"P1", "P2", "P3"}


def test_a_condition_that_is_not_decided_holds_neither_way() -> None:
    household = {"id": "H", "district": "yuecheng", "registration": "rural", "unstated": "none", "members": [ALONE]}
    found = assess(household | {"assets": {"money": "35000"}}, "2020-04")["dibao"]
    (money,) = [condition for condition in found.conditions if condition.id == "dibao_money_below_limit"]
    assert money.holds is None
    assert money.to_dict()["limit"] == {"low": "30600.00", "high": "40800.00"}


def test_a_limit_without_upper_end_is_shown_so() -> None:
    (income,) = [condition for condition in one("2021-01")["dibao"].conditions if condition.id == "dibao_income_below_limit"]
    assert income.limit == Range(Decimal("850.00"), None)
    assert income.to_dict()["limit"] == {"low": "850.00", "high": None}


def test_of_two_reasons_that_each_suffice_the_less_doubtful_one_is_the_ground() -> None:
    """Aged 75 and intellectually disabled, grade 1: both lines come from measures not at hand, either alone would do."""
    member = {"birth_date": "1945-01-01", "supporter": "none", "disability": {"kind": "intellectual", "grade": 1}}
    household = {"district": "zhuji", "registration": "rural", "unstated": "none", "members": [member]}
    grounds = {"tekun.elderly_age", "tekun.intellectual_grade"}
    assert len(caveats(assess(household, "2020-04")["tekun"]) & grounds) == 1
    # From 2021-07 the age is statute; a county's own line for disabilities is then not needed, and nothing is in doubt about it.
    own = {"from": date(2021, 7, 1), "value": 2, "districts": ["zhuji"], "source": "made up"}
    assert not caveats(assess(household, "2021-07", overlays=[{"tekun": {"intellectual_grade": [own]}}])["tekun"]) & grounds
