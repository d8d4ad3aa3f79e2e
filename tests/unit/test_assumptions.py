"""What the tables hold in one way only, in both: assumptions, and numbers that are not published, each with amounts worked out by hand.

Unless something else is said: Yuecheng, urban, April 2020, when the dibao standard S is 850.00 and the edge ends at 1.5 S a head.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from shaoxing_benefits import Outcome, read_household
from shaoxing_benefits.asking import asked, rule_set
from shaoxing_benefits.engine.evaluation import evaluate
from shaoxing_benefits.engine.scalar import context
from shaoxing_benefits.kinds import Rounding
from shaoxing_benefits.outcomes import Answer
from shaoxing_benefits.rulebook import Question

HALF_UP, DOWN, UP = Rounding.HALF_UP, Rounding.DOWN, Rounding.UP
IN_2021 = {"dibao__standard": 89_000}
"""The standard of 2021 is not published; here it is 890.00."""
NOTHING = {"birth_date": "1975-05-10"}
OLD = {"birth_date": "1950-05-10", "supporter": "none"}
"""On tekun unless there is income: 1602.00."""
ORPHAN = {"birth_date": "2010-05-10", "guardianship": "orphan"}
CHILD = {"birth_date": "2010-05-10", "guardianship": "unsupported"}
SEVERE = {"birth_date": "1975-05-10", "disability": {"kind": "intellectual", "grade": 1}}
MILD = {"birth_date": "1975-05-10", "disability": {"kind": "hearing", "grade": 3}}
PRISONER = {"birth_date": "1975-05-10", "absence": "prison"}


def earner(wages: str, **more: Any) -> dict[str, Any]:
    return NOTHING | {"income": {"wages": wages}} | more


def assessed(
    *members: Mapping[str, Any],
    month: str = "2020-04",
    registration: str = "urban",
    assets: Mapping[str, Any] | None = None,
    emergency: str = "none",
    **values: int,
) -> dict[str, Outcome]:
    """What everything comes to for members P1, P2, ... where these parameters (`programme__key`) have these values (in their units)."""
    household = read_household(
        {
            "id": "H",
            "district": "yuecheng",
            "registration": registration,
            "unstated": "none",
            "assets": dict(assets or {}),
            "emergency": emergency,
            "members": [{"id": f"P{place}"} | dict(member) for place, member in enumerate(members, start=1)],
        }
    )
    given = tuple((name.replace("__", "."), value) for name, value in values.items())
    assert {name for name, _ in given} <= set(rule_set().rulebook.definitions)
    question = asked(month, None, None, False, False, None)
    about = Question(household.district, question.month.first_day, given=given)
    found = evaluate(context(question.plan, rule_set().rulebook, about), household, question.month)
    return {outcome.programme: outcome for outcome in Answer(household, found, question.wanted, False).outcomes()}


def paid(outcome: Outcome) -> str:
    """The amount, or that nothing is due."""
    return str(outcome.amount) if outcome.status == "eligible" else outcome.status


def shares(outcome: Outcome) -> dict[str, str]:
    return {member: str(amount.exact) for member, amount in outcome.members.items()}


def failed(outcome: Outcome) -> list[str]:
    return [condition.id for condition in outcome.conditions if condition.holds is False]


def copay(outcome: Outcome) -> str:
    assert outcome.copay is not None
    return str(outcome.copay.exact)


# Who is in prison


BILLS = {"year": 2020, "in_scope": "60000.00", "basic_paid": "20000.00"}
INSURED = NOTHING | {"resident_medical": {"insured": True}}


@pytest.mark.parametrize(
    ("programme", "member", "more", "amount"),
    [
        ("tekun", OLD, {}, "1602.00"),
        ("orphan", ORPHAN, {}, "1635.00"),
        ("unsupported_child", CHILD, {}, "1635.00"),
        ("disability_living", MILD, {"dibao__prisoners_counted": 1}, "255.00"),  # 30 % of 850.00
        ("price_subsidy", OLD, {"price_subsidy__index_rise": 780}, "265.20"),  # 850.00 x 7.8 % x 2 x 2
        ("critical_illness", NOTHING | {"medical": BILLS}, {}, "9000.00"),  # (40 000 - 25 000) x 60 %
        # Assisted: critical illness pays (40 000 - 12 500) x 70 % = 19 250, which leaves 20 750; 80 % of it.
        (
            "medical_aid",
            NOTHING | {"medical": BILLS, "groups": ["three_elders"]},
            {"medical_aid__rate_three_elders": 8_000, "medical_aid__cap": 8_000_000},
            "16600.00",
        ),
        ("premium_subsidy", INSURED | {"groups": ["entitled_group"]}, {"premium_subsidy__premium": 52_000}, "520.00"),
        ("resident_pension", OLD | {"resident_pension": {"receiving": True}}, {}, "225.00"),  # 215 + 10 at 69
        ("contribution_subsidy", NOTHING | {"resident_pension": {"tier": 1000}}, {}, "250.00"),
        ("shopping_card", OLD, {}, "500.00"),
        ("resettler", NOTHING | {"resettled": True}, {}, "50.00"),
    ],
)
def test_whether_prisoners_are_left_out(programme: str, member: dict[str, Any], more: dict[str, int], amount: str) -> None:
    prisoner = member | {"absence": "prison"}
    held = assessed(prisoner, **more)[programme]
    assert held.status == "ineligible"
    assert f"{programme}_not_in_prison" in failed(held)
    assert paid(assessed(prisoner, common__prisoners_excluded=0, **more)[programme]) == amount


def test_whether_prisoners_are_left_out_of_temporary_relief() -> None:
    """Where they count as of the household: 6 x 850."""
    held = assessed(PRISONER, emergency="illness", dibao__prisoners_counted=1)["temporary_relief"]
    assert failed(held) == ["temporary_relief_not_in_prison"]
    turned = assessed(PRISONER, emergency="illness", dibao__prisoners_counted=1, common__prisoners_excluded=0)["temporary_relief"]
    assert str(turned.high) == "5100.00"


# Who counts for dibao, and over how many heads income and means are taken


@pytest.mark.parametrize(
    ("parameter", "second"),
    [
        ("prisoners_counted", PRISONER),
        ("clergy_counted", NOTHING | {"absence": "clergy"}),
        ("tekun_members_counted", OLD),
        ("orphan_members_counted", ORPHAN),
    ],
)
def test_whether_the_second_member_counts(parameter: str, second: dict[str, Any]) -> None:
    held = assessed(NOTHING, second)["dibao"]
    assert (paid(held), shares(held)) == ("850.00", {"P1": "850.00"})
    turned = assessed(NOTHING, second, **{f"dibao__{parameter}": 1})["dibao"]
    assert (paid(turned), shares(turned)) == ("1700.00", {"P1": "850.00", "P2": "850.00"})


def test_whether_heads_are_those_that_count() -> None:
    members = (earner("500.00"), PRISONER)
    held = assessed(*members)["dibao"]
    assert (paid(held), shares(held)) == ("350.00", {"P1": "350.00"})  # 850 - 500
    turned = assessed(*members, dibao__heads_are_counted_members=0)["dibao"]
    assert (paid(turned), shares(turned)) == ("1200.00", {"P1": "1200.00"})  # 2 x 850 - 500


@pytest.mark.parametrize("flag", [0, 1])
def test_a_household_in_which_nobody_counts_has_no_heads_either_way(flag: int) -> None:
    found = assessed(PRISONER, dibao__heads_are_counted_members=flag)
    assert "dibao_has_counted_members" in failed(found["dibao"])
    assert "dibao_edge_has_counted_members" in failed(found["dibao_edge"])


# What counts as income for dibao


@pytest.mark.parametrize(
    ("registration", "urban", "rural", "amount"),
    [
        ("urban", 0, 0, "850.00"),
        ("urban", 1, 0, "550.00"),  # 850 - 300
        ("urban", 0, 1, "850.00"),
        ("rural", 0, 0, "850.00"),
        ("rural", 1, 0, "850.00"),
        ("rural", 0, 1, "550.00"),
    ],
)
def test_whether_entitled_group_payments_count(registration: str, urban: int, rural: int, amount: str) -> None:
    flags = {"dibao__entitled_group_counted_urban": urban, "dibao__entitled_group_counted_rural": rural}
    veteran = NOTHING | {"income": {"entitled_group": "300.00"}}
    assert paid(assessed(veteran, registration=registration, **flags)["dibao"]) == amount
    later = {"850.00": "890.00", "550.00": "590.00"}[amount]
    assert paid(assessed(veteran, registration=registration, month="2021-07", **IN_2021, **flags)["dibao"]) == later


@pytest.mark.parametrize(("flag", "amount"), [(0, "850.00"), (1, "750.00")])
def test_whether_the_old_age_allowance_counts(flag: int, amount: str) -> None:
    member = NOTHING | {"income": {"old_age_allowance": "100.00"}}
    assert paid(assessed(member, dibao__old_age_allowance_counted=flag)["dibao"]) == amount
    later = {"850.00": "890.00", "750.00": "790.00"}[amount]
    assert paid(assessed(member, month="2021-07", dibao__old_age_allowance_counted=flag, **IN_2021)["dibao"]) == later


@pytest.mark.parametrize(
    ("since", "multiple", "months", "amount"),
    [
        ("2019-11", 10_000, 6, "450.00"),  # month 6: 600 left out, 850 - 400
        ("2019-10", 10_000, 6, "ineligible"),  # month 7: 1000 counts
        ("2019-10", 10_000, 7, "450.00"),
        ("2019-11", 5_000, 6, "275.00"),  # at most 425 left out: 850 - 575
        ("2019-11", 0, 6, "ineligible"),
    ],
)
def test_how_much_of_a_new_job_is_left_out_and_how_long(since: str, multiple: int, months: int, amount: str) -> None:
    member = earner("1000.00", new_job={"since": since, "increase": "600.00"})
    terms = {"dibao__work_disregard_multiple": multiple, "dibao__work_disregard_months": months}
    assert paid(assessed(member, **terms)["dibao"]) == amount


TERMS_OF_A_NEW_JOB = {"dibao__work_disregard_multiple": 10_000, "dibao__work_disregard_months": 6}
"""One standard, 850.00, is left out at most, for six months."""
NEW_JOB = {"since": "2020-02", "increase": "400.00"}


@pytest.mark.parametrize(
    ("wages", "included", "status"),
    [
        ("1675.00", 1, "eligible"),  # 1275 is 1.5 x 850
        ("1675.01", 1, "ineligible"),
        ("1275.00", 0, "eligible"),
        ("1275.01", 0, "ineligible"),
    ],
)
def test_whether_a_new_job_is_left_out_for_the_edge(wages: str, included: int, status: str) -> None:
    member = earner(wages, new_job=NEW_JOB)
    assert assessed(member, dibao_edge__work_disregard_included=included, **TERMS_OF_A_NEW_JOB)["dibao_edge"].status == status


@pytest.mark.parametrize("included", [0, 1])
def test_a_new_job_is_left_out_for_dibao_whatever_the_edge_does(included: int) -> None:
    """600 left out of 1000: 850 - 400."""
    member = earner("1000.00", new_job=NEW_JOB | {"increase": "600.00"})
    assert paid(assessed(member, dibao_edge__work_disregard_included=included, **TERMS_OF_A_NEW_JOB)["dibao"]) == "450.00"


@pytest.mark.parametrize("included", [0, 1])
def test_the_new_job_of_somebody_who_does_not_count_is_nothing_to_the_edge(included: int) -> None:
    members = (earner("1275.00"), earner("1000.00", new_job=NEW_JOB, absence="prison"))
    assert assessed(*members, dibao_edge__work_disregard_included=included, **TERMS_OF_A_NEW_JOB)["dibao_edge"].status == "eligible"


@pytest.mark.parametrize(
    ("wages", "included", "amount"),
    [
        ("849.99", 0, "1602.00"),
        ("850.00", 0, "ineligible"),
        ("1249.99", 1, "1602.00"),  # 400 left out: 849.99
        ("1250.00", 1, "ineligible"),
    ],
)
def test_whether_a_new_job_is_left_out_for_tekun(wages: str, included: int, amount: str) -> None:
    member = OLD | {"income": {"wages": wages}, "new_job": NEW_JOB}
    assert paid(assessed(member, tekun__work_disregard_included=included, **TERMS_OF_A_NEW_JOB)["tekun"]) == amount


def test_a_rise_of_a_fen_is_left_out_too() -> None:
    member = earner("500.01", new_job={"since": "2020-04", "increase": "0.01"})
    assert paid(assessed(member, dibao__work_disregard_multiple=10_000)["dibao"]) == "350.00"


def test_a_new_job_is_left_out_from_july_2021_too() -> None:
    """600 left out of 1000 in month 6: 890 - 400."""
    member = earner("1000.00", new_job={"since": "2021-02", "increase": "600.00"})
    terms = IN_2021 | {"dibao__work_disregard_multiple": 10_000, "dibao__work_disregard_months": 6}
    assert paid(assessed(member, month="2021-07", **terms)["dibao"]) == "490.00"


@pytest.mark.parametrize(
    ("basic", "amount"),
    [
        ("300.00", "580.00"),  # 190 left out of 500: 890 - 310
        ("190.00", "580.00"),
        ("100.00", "490.00"),  # all 100: 890 - 400
    ],
)
def test_the_central_part_of_the_basic_pension_is_left_out_from_july_2021(basic: str, amount: str) -> None:
    member = NOTHING | {"income": {"pension": "500.00", "basic_pension": basic}}
    terms = IN_2021 | {"resident_pension__central_part": 19_000}
    assert paid(assessed(member, month="2021-07", **terms)["dibao"]) == amount


# What a household on dibao may own


@pytest.mark.parametrize(
    ("owned", "limit", "passes"),
    [
        ({"vehicles": 1}, {"dibao__vehicles": 1}, True),
        ({"vehicles": 2}, {"dibao__vehicles": 1}, False),
        ({"shops": 1}, {"dibao__shops": 1}, True),
        ({"shops": 2}, {"dibao__shops": 1}, False),
        ({"homes": 2}, {"dibao__homes": 2}, True),
        # Small homes (20 square metres for one head): as many as are allowed if small, and not more.
        ({"homes": 3, "floor_area": "20.00"}, {"dibao__homes_if_small": 3, "dibao__floor_area_urban": 2_001}, True),
        ({"homes": 3, "floor_area": "20.00"}, {"dibao__homes_if_small": 3, "dibao__floor_area_urban": 2_000}, False),
        ({"homes": 4, "floor_area": "20.00"}, {"dibao__homes_if_small": 3, "dibao__floor_area_urban": 2_001}, False),
        # Savings of three years of S are 12 x 850 x 3 = 30 600.
        ({"money": "30599.99"}, {"dibao__money_years": 30_000}, True),
        ({"money": "30600.00"}, {"dibao__money_years": 30_000}, False),
    ],
)
def test_what_may_be_owned(owned: dict[str, Any], limit: dict[str, int], passes: bool) -> None:
    assert paid(assessed(NOTHING, assets=owned, **limit)["dibao"]) == ("850.00" if passes else "ineligible")


# How dibao is worked out where a member is severely disabled


FAMILY = (SEVERE | {"income": {"pension": "230.00"}}, earner("600.00"), NOTHING)


@pytest.mark.parametrize(
    ("severe", "spread", "amount", "members"),
    [
        # 2550 - 830 x 2/3 = 1996.666...; 850 for P1, and 1146.67 for the two others
        (1, 1, "1996.67", {"P1": "850.00", "P2": "573.34", "P3": "573.33"}),
        (1, 0, "1720.00", {"P1": "850.00", "P2": "435.00", "P3": "435.00"}),  # 850 + (1700 - 830)
        (0, 1, "1720.00", {"P1": "573.34", "P2": "573.33", "P3": "573.33"}),  # 2550 - 830, in three
        (0, 0, "1720.00", {"P1": "573.34", "P2": "573.33", "P3": "573.33"}),
    ],
)
def test_what_a_severely_disabled_member_changes(severe: int, spread: int, amount: str, members: dict[str, str]) -> None:
    flags = {"dibao__severe_gets_full_standard": severe, "dibao__income_spread_over_all_heads": spread}
    found = assessed(*FAMILY, **flags)["dibao"]
    assert (paid(found), shares(found)) == (amount, members)


@pytest.mark.parametrize(
    ("wages", "spread", "amount"),
    [
        ("1000.00", 1, "1200.00"),  # 850 + (850 - 500)
        ("1000.00", 0, "850.00"),  # the other's 850 is used up
        ("850.00", 0, "850.00"),
        ("849.99", 0, "850.01"),
    ],
)
def test_income_not_spread_over_all_heads_leaves_the_full_standard(wages: str, spread: int, amount: str) -> None:
    assert paid(assessed(SEVERE, earner(wages), dibao__income_spread_over_all_heads=spread)["dibao"]) == amount


@pytest.mark.parametrize(("grade", "severe"), [(1, True), (2, True), (3, True), (4, False), (0, False)])
def test_how_mild_a_severe_disability_may_be(grade: int, severe: bool) -> None:
    disability = {"kind": "physical", "grade": grade} if grade else {}
    found = assessed(NOTHING | {"disability": disability}, earner("900.00"), dibao__severe_grade=3)["dibao"]
    assert paid(found) == ("1250.00" if severe else "800.00")  # 850 + 850 - 450, or 1700 - 900


# How fractions of a fen are rounded


@pytest.mark.parametrize(
    ("rounding", "amount", "less"), [(HALF_UP, "1996.67", "1996.67"), (DOWN, "1996.66", "1996.67"), (UP, "1996.67", "1996.68")]
)
def test_how_dibao_is_rounded(rounding: Rounding, amount: str, less: str) -> None:
    """1996.666..., and with a fen less of income 2550 - 829.99 x 2/3 = 1996.67333..."""
    assert paid(assessed(*FAMILY, dibao__rounding=rounding)["dibao"]) == amount
    assert paid(assessed(FAMILY[0], earner("599.99"), NOTHING, dibao__rounding=rounding)["dibao"]) == less


@pytest.mark.parametrize(("rounding", "amount"), [(HALF_UP, "283.31"), (DOWN, "283.30"), (UP, "283.31")])
def test_how_the_disability_living_allowance_is_rounded(rounding: Rounding, amount: str) -> None:
    """850.00 x 0.3333 = 283.305."""
    terms = {"disability_living__standard_share": 3_333, "disability_living__rounding": rounding}
    assert paid(assessed(MILD, **terms)["disability_living"]) == amount


@pytest.mark.parametrize(
    ("share", "rounding", "amount"),
    [
        (8_000, HALF_UP, "1308.00"),
        (3_331, HALF_UP, "544.62"),  # 544.6185
        (3_331, DOWN, "544.61"),
        (3_332, HALF_UP, "544.78"),  # 544.782
        (3_332, UP, "544.79"),
    ],
)
def test_the_part_of_the_orphans_rate_and_its_rounding(share: int, rounding: Rounding, amount: str) -> None:
    terms = {"unsupported_child__rate_share": share, "unsupported_child__rounding": rounding}
    child = CHILD | {"absence": "clergy"}  # not counted for dibao, so that nothing is topped up
    assert paid(assessed(child, **terms)["unsupported_child"]) == amount


@pytest.mark.parametrize(("rounding", "amount"), [(HALF_UP, "0.26"), (DOWN, "0.25"), (UP, "0.26")])
def test_how_the_price_subsidy_is_rounded(rounding: Rounding, amount: str) -> None:
    """850.00 x 0.0001 x 2 x 1.5 = 0.255 in February."""
    terms = {"price_subsidy__index_rise": 1, "price_subsidy__rounding": rounding}
    assert paid(assessed(NOTHING, month="2020-02", **terms)["price_subsidy"]) == amount


@pytest.mark.parametrize(("rounding", "amount"), [(HALF_UP, "19250.02"), (DOWN, "19250.02"), (UP, "19250.03")])
def test_how_critical_illness_is_rounded(rounding: Rounding, amount: str) -> None:
    """(40 000.03 - 12 500) x 70 % = 19 250.021."""
    member = NOTHING | {"medical": BILLS | {"in_scope": "60000.03"}}
    assert paid(assessed(member, critical_illness__rounding=rounding)["critical_illness"]) == amount


@pytest.mark.parametrize(("rounding", "amount"), [(HALF_UP, "16600.01"), (DOWN, "16600.00"), (UP, "16600.01")])
def test_how_medical_aid_is_rounded(rounding: Rounding, amount: str) -> None:
    """40 000.03 - 19 250.02 = 20 750.01; 80 % of it is 16 600.008."""
    terms = {"medical_aid__rate_dibao": 8_000, "medical_aid__cap": 8_000_000, "medical_aid__rounding": rounding}
    member = NOTHING | {"medical": BILLS | {"in_scope": "60000.03"}}
    assert paid(assessed(member, **terms)["medical_aid"]) == amount


# The single-person case


ON_THE_EDGE = earner("1800.00")
"""With somebody who has 200.00: 2000.00 is above 1700.00 and not above 2550.00."""
ILL = earner("200.00", serious_illness=True)


@pytest.mark.parametrize("month", ["2020-04", "2020-09"])
@pytest.mark.parametrize(("flag", "amount"), [(1, "850.00"), (0, "ineligible")])
def test_whether_a_severely_disabled_member_is_assisted_alone(month: str, flag: int, amount: str) -> None:
    found = assessed(SEVERE, earner("2000.00"), month=month, single_person__severe_gets_full_standard=flag)["single_person"]
    assert paid(found) == amount


@pytest.mark.parametrize(
    ("month", "flag", "amount"),
    [
        ("2020-09", 1, "650.00"),  # 850 - 200
        ("2020-09", 0, "ineligible"),
        ("2021-07", 1, "690.00"),  # 890 - 200
        ("2021-07", 0, "ineligible"),
    ],
)
def test_whether_a_seriously_ill_member_is_assisted_alone(month: str, flag: int, amount: str) -> None:
    terms = (IN_2021 if month == "2021-07" else {}) | {"single_person__serious_illness_alone": flag}
    assert paid(assessed(ILL, ON_THE_EDGE, month=month, **terms)["single_person"]) == amount


@pytest.mark.parametrize(
    ("kind", "grade", "amount"),
    [
        ("intellectual", 3, "690.00"),
        ("mental", 3, "690.00"),
        ("mental", 4, "ineligible"),
        ("intellectual", 4, "ineligible"),
        ("physical", 3, "ineligible"),
        ("multiple", 3, "ineligible"),
        ("physical", 2, "890.00"),  # severely disabled: the full standard
    ],
)
@pytest.mark.parametrize("flag", [0, 1])
def test_illness_does_not_matter_to_a_grade_of_disability(kind: str, grade: int, amount: str, flag: int) -> None:
    member = earner("200.00", disability={"kind": kind, "grade": grade})
    terms = IN_2021 | {"single_person__serious_illness_alone": flag}
    assert paid(assessed(member, ON_THE_EDGE, month="2021-07", **terms)["single_person"]) == amount


@pytest.mark.parametrize(
    ("own", "other", "flag", "amount"),
    [
        ("200.00", "1800.00", 1, "650.00"),
        ("200.00", "1800.00", 0, "850.00"),
        ("850.00", "1100.00", 1, "ineligible"),
        ("849.99", "1100.00", 1, "0.01"),
        ("850.00", "1100.00", 0, "850.00"),
    ],
)
def test_whether_own_income_is_taken_off(own: str, other: str, flag: int, amount: str) -> None:
    members = (earner(own, serious_illness=True), earner(other))
    assert paid(assessed(*members, month="2020-09", single_person__own_income_deducted=flag)["single_person"]) == amount


def test_own_income_is_asked_of_from_september_2020() -> None:
    for month, asked_of in (("2020-08", False), ("2020-09", True)):
        found = assessed(ILL, ON_THE_EDGE, month=month, single_person__own_income_deducted=1)["single_person"]
        assert ("single_person_own_income_below_standard" in {condition.id for condition in found.conditions}) == asked_of


@pytest.mark.parametrize(("flag", "amount"), [(1, "265.20"), (0, "ineligible")])
def test_whether_who_is_assisted_alone_counts_as_on_dibao(flag: int, amount: str) -> None:
    terms = {"single_person__counts_as_dibao": flag, "price_subsidy__index_rise": 780}
    assert paid(assessed(SEVERE, earner("2000.00"), **terms)["price_subsidy"]) == amount
    assert paid(assessed(NOTHING, **terms)["price_subsidy"]) == "265.20"


# Tekun


@pytest.mark.parametrize(
    ("parameter", "income", "counted"),
    [
        ("basic_pension_counted", {"pension": "1000.00", "basic_pension": "300.00"}, "1000.00"),
        ("old_age_allowance_counted", {"wages": "700.00", "old_age_allowance": "300.00"}, "1000.00"),
        ("entitled_group_counted", {"wages": "700.00", "entitled_group": "300.00"}, "1000.00"),
    ],
)
def test_what_counts_as_income_for_tekun(parameter: str, income: dict[str, str], counted: str) -> None:
    member = OLD | {"income": income}
    for flag, own, amount in ((0, "700.00", "1602.00"), (1, counted, "ineligible")):
        found = assessed(member, **{f"tekun__{parameter}": flag})["tekun"]
        actual = {condition.id: condition.actual for condition in found.conditions}
        assert (str(actual["tekun_own_income_below_limit"]), paid(found)) == (own, amount)


def test_the_central_part_of_the_basic_pension_is_no_income_for_tekun_from_july_2021() -> None:
    terms = IN_2021 | {"resident_pension__central_part": 19_000}
    for basic, amount in (("300.00", "1602.00"), ("100.00", "ineligible")):  # 1000 - 190 = 810 is below 890; 1000 - 100 = 900 is not
        member = OLD | {"income": {"pension": "1000.00", "basic_pension": basic}}
        assert paid(assessed(member, month="2021-07", **terms)["tekun"]) == amount


@pytest.mark.parametrize(
    ("multiple", "wages", "eligible"), [(15_000, "1274.99", True), (15_000, "1275.00", False), (5_000, "425.00", False)]
)
def test_how_many_standards_of_income_tekun_allows(multiple: int, wages: str, eligible: bool) -> None:
    found = assessed(OLD | {"income": {"wages": wages}}, tekun__income_multiple=multiple)["tekun"]
    assert paid(found) == ("1602.00" if eligible else "ineligible")


@pytest.mark.parametrize(
    ("wages", "self_care", "flag", "amount"),
    [
        ("800.00", "full", 0, "1602.00"),
        ("800.00", "full", 1, "802.00"),
        ("800.00", "partial", 0, "1902.00"),  # with 300 for care
        ("800.00", "partial", 1, "1102.00"),
        ("2000.00", "full", 1, "0.00"),
        ("1601.99", "full", 1, "0.01"),
    ],
)
def test_whether_own_income_is_taken_off_tekun(wages: str, self_care: str, flag: int, amount: str) -> None:
    member = OLD | {"income": {"wages": wages}, "self_care": self_care}
    terms = {"tekun__income_multiple": 30_000, "tekun__own_income_deducted": flag, "tekun__care_partial": 30_000}
    assert paid(assessed(member, **terms)["tekun"]) == amount


@pytest.mark.parametrize(
    ("self_care", "flag", "amount"),
    [
        ("full", 0, "1602.00"),
        ("full", 1, "1702.00"),
        ("partial", 0, "1902.00"),
        ("partial", 1, "1902.00"),
        ("none", 0, "2102.00"),
        ("none", 1, "2102.00"),
    ],
)
def test_whether_care_is_paid_for_who_needs_none(self_care: str, flag: int, amount: str) -> None:
    terms = {
        "tekun__care_full": 10_000,
        "tekun__care_partial": 30_000,
        "tekun__care_none": 50_000,
        "tekun__care_for_full_self_care": flag,
    }
    assert paid(assessed(OLD | {"self_care": self_care}, **terms)["tekun"]) == amount


def test_whether_the_childs_allowance_comes_first() -> None:
    orphan = ORPHAN | {"supporter": "none"}
    child = CHILD | {"supporter": "none"}
    for member, programme in ((orphan, "orphan"), (child, "unsupported_child")):
        held = assessed(member)
        assert failed(held["tekun"]) == ["tekun_not_on_child_allowance"]
        assert held[programme].status == "eligible"
        assert paid(assessed(member, tekun__child_allowance_first=0)["tekun"]) == "1602.00"
    turned = assessed(child, tekun__child_allowance_first=0)
    assert paid(turned["unsupported_child"]) == "33.00"  # 1635 - 1602
    of_age = NOTHING | {"guardianship": "unsupported", "supporter": "none", "disability": {"kind": "mental", "grade": 1}}
    for flag in (0, 1):
        assert paid(assessed(of_age, tekun__child_allowance_first=flag)["tekun"]) == "1602.00"


@pytest.mark.parametrize(
    ("owned", "passes"),
    [
        ({"money": "20000.00"}, True),  # 10 000 for each of the two listed
        ({"money": "20000.01"}, False),
        ({"vehicles": 1}, True),
        ({"vehicles": 2}, False),
        ({"homes": 1}, True),
        ({"homes": 2}, False),
        ({"shops": 1}, True),
        ({"shops": 2}, False),
        ({"business_capital": "5000.00"}, True),
        ({"business_capital": "5000.01"}, False),
    ],
)
def test_what_may_be_owned_on_tekun_from_july_2021(owned: dict[str, Any], passes: bool) -> None:
    terms = {
        "tekun__money_limit": 1_000_000,
        "tekun__vehicles_limit": 1,
        "tekun__homes_limit": 1,
        "tekun__shops_limit": 1,
        "tekun__business_capital_limit": 500_000,
    }
    found = assessed(OLD, NOTHING, assets=owned, month="2021-07", **IN_2021, **terms)["tekun"]
    assert paid(found) == ("1602.00" if passes else "ineligible")


# Allowances beside one another


@pytest.mark.parametrize(("flag", "on_edge"), [(1, "255.00"), (0, "ineligible")])
def test_whether_the_edge_gives_the_disability_living_allowance(flag: int, on_edge: str) -> None:
    assert paid(assessed(MILD | {"income": {"wages": "1000.00"}}, disability_living__edge_included=flag)["disability_living"]) == on_edge
    assert paid(assessed(MILD, disability_living__edge_included=flag)["disability_living"]) == "255.00"


@pytest.mark.parametrize(("flag", "amount"), [(1, "ineligible"), (0, "255.00")])
def test_whether_tekun_excludes_the_disability_living_allowance(flag: int, amount: str) -> None:
    member = OLD | {"disability": {"kind": "hearing", "grade": 3}}
    terms = {"dibao__tekun_members_counted": 1, "disability_living__tekun_excluded": flag}
    found = assessed(member, **terms)["disability_living"]
    assert paid(found) == amount
    assert failed(found) == (["disability_living_not_on_tekun"] if flag else [])


@pytest.mark.parametrize(
    ("flag", "unsupported", "living"),
    [
        (1, "530.00", "255.00"),  # 1635 - 850 - 255
        (0, "1635.00", "ineligible"),  # the whole rate, and then no disability living allowance
    ],
)
def test_whether_the_single_person_case_is_topped_up(flag: int, unsupported: str, living: str) -> None:
    child = CHILD | {"disability": {"kind": "intellectual", "grade": 1}}
    found = assessed(child, earner("2000.00"), unsupported_child__single_person_deducted=flag)
    assert paid(found["single_person"]) == "850.00"
    assert (paid(found["unsupported_child"]), paid(found["disability_living"])) == (unsupported, living)


def test_tekun_and_the_single_person_case_are_both_topped_up() -> None:
    """A rate of 3000 less 1602 and 850; on tekun there is no disability living allowance."""
    child = CHILD | {"supporter": "none", "disability": {"kind": "intellectual", "grade": 1}}
    terms = {"tekun__child_allowance_first": 0, "dibao__tekun_members_counted": 1, "orphan__community_rate": 300_000}
    found = assessed(child, earner("2000.00"), **terms)
    assert [paid(found[name]) for name in ("tekun", "single_person", "disability_living")] == ["1602.00", "850.00", "ineligible"]
    assert paid(found["unsupported_child"]) == "548.00"


@pytest.mark.parametrize(("rate", "amount"), [(300_000, "1143.00"), (163_500, "0.00")])
def test_a_child_on_tekun_is_not_on_the_full_rate(rate: int, amount: str) -> None:
    """So 255 for the disability beside 1602, where tekun does not exclude it, and of the rate what is lacking: 3000 - 1857, or nothing."""
    child = CHILD | {"supporter": "none", "disability": {"kind": "hearing", "grade": 3}}
    terms = {"tekun__child_allowance_first": 0, "dibao__tekun_members_counted": 1, "disability_living__tekun_excluded": 0}
    found = assessed(child, earner("2000.00"), orphan__community_rate=rate, **terms)
    assert [paid(found[name]) for name in ("tekun", "single_person", "disability_living")] == ["1602.00", "ineligible", "255.00"]
    assert paid(found["unsupported_child"]) == amount


@pytest.mark.parametrize(("flag", "amount"), [(1, "265.20"), (0, "ineligible")])
@pytest.mark.parametrize("member", [ORPHAN, CHILD | {"absence": "clergy"}])
def test_whether_a_childs_allowance_gives_the_price_subsidy(member: dict[str, Any], flag: int, amount: str) -> None:
    terms = {"price_subsidy__child_allowance_included": flag, "price_subsidy__index_rise": 780}
    assert paid(assessed(member, **terms)["price_subsidy"]) == amount
    for other in (NOTHING, OLD):
        assert paid(assessed(other, **terms)["price_subsidy"]) == "265.20"


def test_how_many_standards_the_price_subsidy_is_taken_of() -> None:
    """850 x 1.5 = 1275; x 7.8 % x 2 x 2 = 397.80."""
    assert paid(assessed(NOTHING, price_subsidy__standards=15_000, price_subsidy__index_rise=780)["price_subsidy"]) == "397.80"


WHO = {"dibao": NOTHING, "edge": earner("1000.00"), "tekun": OLD}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("left_out", WHO)
def test_who_gets_the_shopping_card(who: str, left_out: str) -> None:
    found = assessed(WHO[who], **{f"shopping_card__{left_out}_included": 0})["shopping_card"]
    assert paid(found) == ("ineligible" if who == left_out else "500.00")


@pytest.mark.parametrize("who", WHO)
def test_the_shopping_card_is_given_only_where_it_is_offered(who: str) -> None:
    assert failed(assessed(WHO[who], shopping_card__offered=0)["shopping_card"]) == ["shopping_card_is_offered"]
    terms = {"shopping_card__offered": 1, "shopping_card__value": 50_000, "tekun__standard": 148_600}
    assert paid(assessed(WHO[who], month="2019-04", **terms)["shopping_card"]) == "500.00"


# Medical aid


RATES = ("tekun", "dibao", "edge", "sickness_poor", "child_allowance", "entitled_group", "three_elders", "retrenched_worker")
LATER = ["entitled_group", "three_elders", "retrenched_worker"]
# Critical illness leaves 40 000 - 19 250 = 20 750 to all of them.
PATIENTS = {
    "tekun": OLD | {"groups": ["sickness_poor", *LATER]},
    "dibao": NOTHING | {"groups": ["sickness_poor", *LATER]},
    "edge": earner("1000.00", groups=["sickness_poor", *LATER]),
    "sickness_poor": earner("3000.00", groups=["sickness_poor", *LATER]),
    "child_allowance": ORPHAN | {"groups": LATER},
    "entitled_group": earner("3000.00", groups=LATER),
    "three_elders": earner("3000.00", groups=LATER[1:]),
    "retrenched_worker": earner("3000.00", groups=LATER[2:]),
}
AID = {"medical_aid__cap": 8_000_000}


@pytest.mark.parametrize(
    ("first", "amount"),
    [
        ("tekun", "12450.00"),  # 20 750 x 0.60
        ("dibao", "12657.50"),  # x 0.61
        ("edge", "12865.00"),
        ("sickness_poor", "13072.50"),
        ("child_allowance", "13280.00"),
        ("entitled_group", "13487.50"),
        ("three_elders", "13695.00"),
        ("retrenched_worker", "13902.50"),  # x 0.67
    ],
)
def test_of_several_groups_the_first_or_the_highest_rate(first: str, amount: str) -> None:
    patient = PATIENTS[first] | {"medical": BILLS}
    rising = AID | {f"medical_aid__rate_{name}": 100 * rate for rate, name in enumerate(RATES, start=60)}
    assert paid(assessed(patient, medical_aid__highest_rate=0, **rising)["medical_aid"]) == amount
    found = assessed(patient, medical_aid__highest_rate=1, **rising)["medical_aid"]
    assert (paid(found), copay(found)) == ("13902.50", "6847.50")


@pytest.mark.parametrize("flag", [0, 1])
@pytest.mark.parametrize("first", PATIENTS)
def test_where_the_first_rate_is_the_highest_both_readings_agree(first: str, flag: int) -> None:
    falling = {f"medical_aid__rate_{name}": 6_000 for name in RATES} | {f"medical_aid__rate_{first}": 9_000}
    found = assessed(PATIENTS[first] | {"medical": BILLS}, medical_aid__highest_rate=flag, **AID, **falling)["medical_aid"]
    assert (paid(found), copay(found)) == ("18675.00", "2075.00")  # 20 750 x 0.90


@pytest.mark.parametrize(
    ("groups", "flag", "amount"),
    [
        (["three_elders"], 0, "0.00"),
        (["three_elders"], 1, "0.00"),
        (["three_elders", "retrenched_worker"], 0, "0.00"),  # the first group's
        (["three_elders", "retrenched_worker"], 1, "18675.00"),  # the highest: 20 750 x 0.90
    ],
)
def test_a_rate_of_nought_is_a_rate(groups: list[str], flag: int, amount: str) -> None:
    rates = {"medical_aid__rate_three_elders": 0, "medical_aid__rate_retrenched_worker": 9_000, "medical_aid__highest_rate": flag}
    assert paid(assessed(earner("3000.00", groups=groups, medical=BILLS), **AID, **rates)["medical_aid"]) == amount


# A member in two groups at once, and what it takes to be in both.
TWO_GROUPS: dict[tuple[str, str], tuple[list[dict[str, Any]], dict[str, int]]] = {
    ("tekun", "dibao"): ([OLD], {"dibao__tekun_members_counted": 1}),
    ("dibao", "edge"): ([SEVERE, earner("2000.00")], {}),  # on the edge, assisted alone, and so counted as on dibao
    ("dibao", "child_allowance"): ([CHILD], {}),
    ("tekun", "sickness_poor"): ([OLD | {"groups": ["sickness_poor"]}], {}),
    ("dibao", "entitled_group"): ([NOTHING | {"groups": ["entitled_group"]}], {}),
    ("edge", "three_elders"): ([earner("1000.00", groups=["three_elders"])], {}),
    ("sickness_poor", "retrenched_worker"): ([earner("3000.00", groups=["sickness_poor", "retrenched_worker"])], {}),
    ("child_allowance", "three_elders"): ([ORPHAN | {"groups": ["three_elders"]}], {}),
    ("child_allowance", "retrenched_worker"): ([ORPHAN | {"groups": ["retrenched_worker"]}], {}),
    ("entitled_group", "retrenched_worker"): ([earner("3000.00", groups=["entitled_group", "retrenched_worker"])], {}),
}


@pytest.mark.parametrize(("groups", "members"), TWO_GROUPS.items())
@pytest.mark.parametrize(
    ("rates", "flag", "amount"),
    [
        ((6_000, 9_000), 0, "12450.00"),  # the first: 20 750 x 0.60
        ((6_000, 9_000), 1, "18675.00"),  # the highest: x 0.90
        ((9_000, 6_000), 0, "18675.00"),
        ((9_000, 6_000), 1, "18675.00"),
    ],
)
def test_of_two_groups_the_first_or_the_highest_rate(
    groups: tuple[str, str], members: tuple[list[dict[str, Any]], dict[str, int]], rates: tuple[int, int], flag: int, amount: str
) -> None:
    people, terms = members
    terms = AID | terms | {f"medical_aid__rate_{name}": rate for name, rate in zip(groups, rates, strict=True)}
    found = assessed(people[0] | {"medical": BILLS}, *people[1:], medical_aid__highest_rate=flag, **terms)
    assert paid(found["medical_aid"]) == amount


@pytest.mark.parametrize(
    ("wages", "flag", "amount"),
    [
        ("3000.00", 1, "18675.00"),
        ("3000.00", 0, "ineligible"),  # in no group by that alone
        ("1000.00", 1, "18675.00"),
        ("1000.00", 0, "18675.00"),  # on the edge
        ("0.00", 1, "18675.00"),
        ("0.00", 0, "18675.00"),  # on dibao
    ],
)
def test_whether_poor_through_sickness_stands_alone(wages: str, flag: int, amount: str) -> None:
    rates = {"medical_aid__rate_dibao": 6_000, "medical_aid__rate_edge": 6_000, "medical_aid__rate_sickness_poor": 9_000}
    patient = earner(wages, groups=["sickness_poor"], medical=BILLS)
    assert paid(assessed(patient, medical_aid__sickness_poor_as_stated=flag, **AID, **rates)["medical_aid"]) == amount


@pytest.mark.parametrize(
    ("other_paid", "flag", "amount", "left"),
    [
        # Critical illness pays 19 250 + (10 000 - 4000) x 70 % = 23 450.
        ("0.00", 1, "21240.00", "5310.00"),  # 80 % of 40 000 + 10 000 - 23 450 = 26 550
        ("0.00", 0, "13240.00", "3310.00"),  # 80 % of 40 000 - 23 450 = 16 550
        ("1000.00", 1, "20440.00", "5110.00"),
        ("1000.00", 0, "12440.00", "3110.00"),
        ("30000.00", 1, "0.00", "0.00"),
        ("16550.00", 0, "0.00", "0.00"),
        ("16549.90", 0, "0.08", "0.02"),
        ("30000.00", 0, "0.00", "0.00"),
    ],
)
def test_whether_special_drugs_are_part_of_the_base(other_paid: str, flag: int, amount: str, left: str) -> None:
    patient = NOTHING | {"medical": BILLS | {"special_drugs": "10000.00", "other_paid": other_paid}}
    found = assessed(patient, medical_aid__drugs_in_base=flag, medical_aid__rate_dibao=8_000, **AID)["medical_aid"]
    assert (paid(found), copay(found)) == (amount, left)


@pytest.mark.parametrize(("cap", "amount", "left"), [(1_660_000, "16600.00", "4150.00"), (1_000_000, "10000.00", "10750.00")])
def test_medical_aid_ends_at_the_years_cap(cap: int, amount: str, left: str) -> None:
    found = assessed(NOTHING | {"medical": BILLS}, medical_aid__rate_dibao=8_000, medical_aid__cap=cap)["medical_aid"]
    assert (paid(found), copay(found)) == (amount, left)


def test_special_drugs_of_who_is_in_no_group_have_terms_of_their_own() -> None:
    """(40 000 - 25 000) x 60 % + (10 000 - 6000) x 50 % = 11 000."""
    patient = earner("3000.00", medical=BILLS | {"special_drugs": "10000.00"})
    terms = {"critical_illness__drugs_deductible_others": 600_000, "critical_illness__drugs_rate_others": 5_000}
    assert paid(assessed(patient, **terms)["critical_illness"]) == "11000.00"


# What is not due shows as nought in the calculation, not only in the answer


def worked_out(outcome: Outcome) -> dict[str, str]:
    """Every value of the calculation by its name."""
    waiting, found = list(outcome.steps), {}
    while waiting:
        step = waiting.pop()
        found[step.id] = str(step.value)
        waiting += step.inputs
    return found


def test_bills_of_another_year_come_to_nothing_in_every_step() -> None:
    patient = NOTHING | {"medical": BILLS | {"year": 2019, "special_drugs": "9000.00"}}
    steps = worked_out(assessed(patient, medical_aid__rate_dibao=8_000, **AID)["medical_aid"])
    values = {name: steps[name] for name in ("medical_burden", "medical_drugs", "medical_aid_base", "critical_illness_amount")}
    assert values == dict.fromkeys(values, "0.00")


def test_who_gets_no_medical_aid_has_a_rate_of_nought() -> None:
    steps = worked_out(assessed(earner("3000.00", medical=BILLS))["medical_aid"])
    assert (steps["medical_aid_rate"], steps["medical_aid_amount"], steps["medical_aid_copay"]) == ("0", "0.00", "31000.00")
    in_prison = PRISONER | {"medical": BILLS, "groups": ["three_elders"]}
    steps = worked_out(assessed(in_prison, medical_aid__rate_three_elders=8_000, **AID)["medical_aid"])
    assert (steps["medical_aid_rate"], steps["medical_aid_amount"]) == ("0", "0.00")
