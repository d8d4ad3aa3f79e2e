"""By how much conditions hold or fail: on both sides of every line, in yuan, things, grades and years of age; and what counts as near."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shaoxing_benefits import UNKNOWN, Condition, Outcome, Range, UsageError, assess
from shaoxing_benefits.engine.rule import Rule, condition
from shaoxing_benefits.kinds import Absence
from shaoxing_benefits.margins import distance, near_of
from shaoxing_benefits.numbers import Age, Area, Fen, Grade, Rate, Year

from ..properties.households import MONTHS, households

BORN = "1980-01-01"


def answered(
    programme: str, *members: dict[str, Any], month: str = "2020-04", overlays: Any = (), assets: Any = (), registration: str = "urban"
) -> Outcome:
    """What a programme comes to for people in Yuecheng of whom only this is stated."""
    stated: dict[str, Any] = {"id": "H", "district": "yuecheng", "registration": registration, "unstated": "none", "assets": dict(assets)}
    people = [{"id": f"P{place}", "birth_date": BORN, **member} for place, member in enumerate(members or ({},), start=1)]
    return assess(stated | {"members": people}, month, overlays=overlays)[programme]


def the(outcome: Outcome, name: str, member: str | None = None) -> Condition:
    (found,) = [each for each in outcome.conditions if each.id == name and member in (None, each.member)]
    return found


def said(found: Condition) -> tuple[bool | None, Any]:
    """Whether it holds and by how much, as the output says it."""
    return found.holds, found.to_dict()["margin"]


def earning(amount: Any) -> dict[str, Any]:
    return {"income": {"wages": amount}}


def named(conditions: tuple[Condition, ...]) -> list[str]:
    return [each.id for each in conditions]


# On both sides of each line. The standard of 2020 is 850.00; its edge ends at 1.5 times that, 1275.00.


@pytest.mark.parametrize(
    ("wages", "expected"),
    [
        ("0", (True, "850.00")),
        ("849.99", (True, "0.01")),
        ("850", (False, "0.00")),  # below is asked for, so what is at the limit fails by nought
        ("850.01", (False, "-0.01")),
        ("900", (False, "-50.00")),
    ],
)
def test_income_and_the_limit_of_dibao(wages: str, expected: tuple[bool, str]) -> None:
    assert said(the(answered("dibao", earning(wages)), "dibao_income_below_limit")) == expected


@pytest.mark.parametrize(("wages", "expected"), [("1274.99", (True, "0.01")), ("1275", (True, "0.00")), ("1275.01", (False, "-0.01"))])
def test_income_and_the_limit_of_the_edge(wages: str, expected: tuple[bool, str]) -> None:
    assert said(the(answered("dibao_edge", earning(wages)), "dibao_edge_income_within_limit")) == expected


def test_the_limit_is_that_of_all_members() -> None:
    """Twice 850.00 less 1000.00 and 600.00."""
    found = answered("dibao", earning("1000"), earning("600"))
    assert said(the(found, "dibao_income_below_limit")) == (True, "100.00")


@pytest.mark.parametrize(("vehicles", "expected"), [(0, (True, 0)), (1, (False, -1)), (3, (False, -3))])
def test_vehicles(vehicles: int, expected: tuple[bool, int]) -> None:
    assert said(the(answered("dibao", assets={"vehicles": vehicles}), "dibao_vehicles_within_limit")) == expected


@pytest.mark.parametrize(
    ("homes", "area", "expected"),
    [
        (0, "0", (True, 1)),
        (1, "200", (True, 0)),
        (2, "52.89", (True, 0)),  # under the 52.9 square metres of one head two are allowed
        (2, "52.9", (False, -1)),
        (3, "40", (False, -2)),
    ],
)
def test_homes_are_held_against_what_their_size_allows(homes: int, area: str, expected: tuple[bool, int]) -> None:
    found = answered("dibao", assets={"homes": homes, "floor_area": area}, month="2021-03")
    assert said(the(found, "dibao_homes_within_limit")) == expected


@pytest.mark.parametrize(("price", "expected"), [("81599.99", (True, "0.01")), ("81600", (False, "0.00")), ("81600.01", (False, "-0.01"))])
def test_the_price_of_vehicles_and_the_edge(price: str, expected: tuple[bool, str]) -> None:
    """8 years of 850.00 are 81 600."""
    found = answered("dibao_edge", assets={"vehicles": 1, "vehicle_value": price})
    assert said(the(found, "dibao_edge_vehicle_value_below_limit")) == expected


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2002-04-02", (True, 1)),  # 17 on the first day of April 2020
        ("2002-04-01", (False, 0)),
        ("2001-04-01", (False, -1)),
    ],
)
def test_ages(born: str, expected: tuple[bool, int]) -> None:
    found = answered("orphan", {"birth_date": born, "guardianship": "orphan"})
    assert said(the(found, "orphan_under_age_limit")) == expected


@pytest.mark.parametrize(
    ("grade", "expected"),
    [(4, (True, 0)), (3, (True, 1)), (1, (True, 3))],
)
def test_grades(grade: int, expected: tuple[bool, int]) -> None:
    found = answered("disability_living", {"disability": {"kind": "physical", "grade": grade}})
    assert said(the(found, "disability_living_has_grade")) == expected


@pytest.mark.parametrize(
    ("mildest", "grade", "expected"), [(2, 3, (False, -1)), (2, 2, (True, 0)), (1, 1, (True, 0)), (1, 2, (False, -1)), (1, 4, (False, -3))]
)
def test_grades_where_a_county_draws_the_line(mildest: int, grade: int, expected: tuple[bool, int]) -> None:
    own = {"from": "2020-01-01", "value": mildest, "source": "made up"}
    found = answered(
        "disability_living", {"disability": {"kind": "physical", "grade": grade}}, overlays={"disability_living": {"mildest_grade": own}}
    )
    assert said(the(found, "disability_living_has_grade")) == expected


def test_no_grade_is_not_four_grades_to_spare() -> None:
    assert said(the(answered("disability_living"), "disability_living_has_grade")) == (False, None)


def with_bills(amount: str, year: int = 2020, month: str = "2020-04") -> Outcome:
    return answered("critical_illness", {"medical": {"year": year, "in_scope": amount}}, month=month)


@pytest.mark.parametrize(("cost", "expected"), [("12500.01", (True, "0.01")), ("12500", (False, "0.00")), ("12499.99", (False, "-0.01"))])
def test_where_more_is_needed_more_is_to_spare(cost: str, expected: tuple[bool, str]) -> None:
    """The deductible of somebody on dibao is 12 500."""
    assert said(the(with_bills(cost), "critical_illness_cost_above_deductible")) == expected


@pytest.mark.parametrize("year", [2019, 2020, 2021])
def test_a_year_is_the_year_or_is_not(year: int) -> None:
    """A year less is as wrong as a year more: there is no distance that one could make up."""
    assert said(the(with_bills("100", year), "critical_illness_has_bills_of_the_year")) == (year == 2020, None)


def test_kinds_and_flags_have_no_margin() -> None:
    assert said(the(answered("tekun"), "tekun_no_capable_supporter")) == (False, None)
    assert said(the(answered("resident_pension"), "resident_pension_is_received")) == (False, None)
    assert said(the(answered("dibao_edge"), "dibao_edge_not_on_dibao")) == (False, None)
    assert said(the(answered("dibao"), "dibao_has_counted_members")) == (True, None)


# What is compared with a limit, but not always


def alone_assisted(**member: Any) -> Condition:
    return the(answered("single_person", member, month="2020-10"), "single_person_own_income_below_standard")


@pytest.mark.parametrize(("wages", "expected"), [("849.99", (True, "0.01")), ("850", (False, "0.00")), ("900", (False, "-50.00"))])
def test_own_income_where_it_is_asked(wages: str, expected: tuple[bool, str]) -> None:
    assert said(alone_assisted(serious_illness=True, **earning(wages))) == expected


@pytest.mark.parametrize("wages", ["800", "900"])
def test_own_income_has_no_margin_where_it_is_not_asked(wages: str) -> None:
    """A severely disabled member gets the whole standard, whatever his or her income is."""
    assert said(alone_assisted(disability={"kind": "physical", "grade": 1}, **earning(wages))) == (True, None)


@pytest.mark.parametrize(("wages", "expected"), [("800", (True, "50.00")), ("900", (None, "-50.00"))])
def test_own_income_where_it_is_not_known_whether_it_is_asked(wages: str, expected: tuple[bool | None, str]) -> None:
    assert said(alone_assisted(disability={"kind": "physical", "grade": {"one_of": [1, 3]}}, **earning(wages))) == expected


# What is known only to lie in a range. Three to four years of 850.00 are 30 600 to 40 800.


@pytest.mark.parametrize(
    ("money", "holds", "low", "high"),
    [
        ("30599.99", True, "0.01", "10200.01"),
        ("30600", None, "0.00", "10200.00"),
        ("35000", None, "-4400.00", "5800.00"),
        ("40799.99", None, "-10199.99", "0.01"),
        ("40800", False, "-10200.00", "0.00"),
        ("40800.01", False, "-10200.01", "-0.01"),
    ],
)
def test_a_limit_that_is_not_published(money: str, holds: bool | None, low: str, high: str) -> None:
    assert said(the(answered("dibao", assets={"money": money}), "dibao_money_below_limit")) == (holds, {"low": low, "high": high})


def test_a_fact_that_is_known_to_lie_in_a_range() -> None:
    found = the(answered("dibao", earning({"low": "500", "high": "900"})), "dibao_income_below_limit")
    assert (found.holds, found.margin) == (None, Range(Decimal("-50.00"), Decimal("350.00")))
    assert found.depends_on == ("members[0].income.wages",)


def test_a_fact_that_is_not_known_has_no_lower_end_to_its_margin() -> None:
    found = the(answered("dibao", earning("unknown")), "dibao_income_below_limit")
    assert said(found) == (None, {"low": None, "high": "850.00"})


@pytest.mark.parametrize(("wages", "holds", "low"), [("800", True, "50.00"), ("850", None, "0.00"), ("900", None, "-50.00")])
def test_a_limit_without_an_upper_end(wages: str, holds: bool | None, low: str) -> None:
    """From 2021 the standard is 850.00 or more."""
    found = the(answered("dibao", earning(wages), month="2021-03"), "dibao_income_below_limit")
    assert said(found) == (holds, {"low": low, "high": None})


def test_how_much_is_lacking_may_have_no_end_either() -> None:
    """In 2018 no deductible is published; without bills the cost is not above it, whatever it is."""
    found = the(answered("critical_illness", month="2018-06"), "critical_illness_cost_above_deductible")
    assert said(found) == (False, {"low": None, "high": "0.00"})


def test_an_age_between_two_others() -> None:
    born = {"low": "2001-01-01", "high": "2004-01-01"}  # 16 to 19 in April 2020
    found = the(answered("orphan", {"birth_date": born, "guardianship": "orphan"}), "orphan_under_age_limit")
    assert (found.holds, found.margin) == (None, Range(-1, 2))


def test_of_an_unknown_grade_the_grades_count() -> None:
    """Grades 1 to 4 against 4; to have none is no grade."""
    found = the(answered("disability_living", {"disability": {"kind": "physical", "grade": "unknown"}}), "disability_living_has_grade")
    assert said(found) == (True, {"low": 0, "high": 3})


# The rule is asked, not the names


@condition(actual="cost", limit="least")
def not_under(cost: Fen, least: Fen) -> bool:
    """It is enough."""
    return cost >= least


@condition(actual="part", limit="whole")
def rate_within(part: Rate, whole: Rate) -> bool:
    """It is no more."""
    return part <= whole


@condition(actual="room", limit="most")
def small(room: Area, most: Area) -> bool:
    """It is small."""
    return room < most


@condition(actual="age", limit="first")
def of_age_or_away(age: Age, first: Age, absence: Absence, waived: bool) -> bool:
    """It is asked only of those who are here."""
    return waived or (absence == Absence.NONE and age >= first)


@condition(actual="year", limit="other")
def other_year(year: Year, other: Year) -> bool:
    """It is another year."""
    return year != other


@condition(actual="owned", limit="flag")
def of_flags(owned: bool, flag: bool) -> bool:
    """A flag is no number."""
    return owned == flag


@condition(actual="grade")
def alone(grade: Grade) -> bool:
    """Without a limit."""
    return grade >= 1


def of(function: Any, *ends: Any, holds: bool | None = None) -> Any:
    rule: Rule = function.__rule__
    found = distance(rule, [each if isinstance(each, tuple) else (each, each) for each in ends], holds)
    return None if found is None else tuple(None if end is None else found.said(end) for end in (found.low, found.high))


def exactly(amount: str) -> tuple[Decimal, Decimal]:
    return Decimal(amount), Decimal(amount)


def test_the_sides_of_rules() -> None:
    assert of(not_under, Decimal("10.00"), Decimal("9.00"), holds=True) == exactly("1.00")
    assert of(not_under, Decimal("8.00"), Decimal("9.00"), holds=False) == exactly("-1.00")
    assert of(not_under, Decimal("9.00"), Decimal("9.00"), holds=True) == exactly("0.00")
    assert of(rate_within, Decimal("0.65"), Decimal("0.7"), holds=True) == exactly("0.05")
    assert of(small, Decimal("60.5"), Decimal("52.9"), holds=False) == exactly("-7.6")
    assert of(other_year, 2020, 2021, holds=True) is None
    assert of(of_flags, True, True, holds=True) is None
    assert of(alone, 2, holds=True) is None


def test_what_is_not_decided_by_its_limit_has_no_margin() -> None:
    assert of(of_age_or_away, 70, 60, "none", False, holds=True) == (10, 10)
    assert of(of_age_or_away, 70, 60, "none", True, holds=True) is None
    assert of(of_age_or_away, 70, 60, "prison", False, holds=False) is None
    assert of(of_age_or_away, 50, 60, "none", (False, True)) == (-10, -10)
    assert of(of_age_or_away, 70, 60, ("none", "clergy"), False) == (10, 10)
    # It holds, and not for the age; it fails, and not for the age.
    assert of(of_age_or_away, 50, 60, "none", (False, True), holds=True) is None
    assert of(of_age_or_away, 70, 60, ("none", "clergy"), False, holds=False) is None


def test_what_is_known_of_the_answer_is_known_of_the_distance() -> None:
    """Both may stem from the same unknown: then one end of one and one end of the other never meet."""
    low, high = (Decimal("0.00"), Decimal("100.00")), (Decimal("50.00"), Decimal("150.00"))
    assert of(small, low, high, holds=True) == (Decimal("0"), Decimal("150"))
    assert of(small, low, high, holds=False) == (Decimal("-50"), Decimal("0"))
    assert of(small, low, high) == (Decimal("-50"), Decimal("150"))
    assert of(small, (Decimal("0.00"), None), high, holds=True) == (Decimal("0"), Decimal("150"))
    assert of(small, low, (Decimal("50.00"), None), holds=False) == (Decimal("-50"), Decimal("0"))


@given(households(most=3), st.sampled_from(MONTHS))
def test_what_holds_lacks_nothing_and_what_fails_spares_nothing(household: dict[str, Any], month: str) -> None:
    for outcome in assess(household, month):
        assert {*outcome.failed, *outcome.undecided} <= set(outcome.conditions)
        for each in outcome.conditions:
            margin = each.margin
            low, high = (margin.low, margin.high) if isinstance(margin, Range) else (margin, margin)
            assert not each.holds or low is None or Decimal(low) >= 0
            assert each.holds is not False or high is None or Decimal(high) <= 0
            if margin is not None and not isinstance(margin, Range):
                assert abs(margin) == abs(each.actual - each.limit)  # type: ignore[operator]  # numbers both, where there is a margin


# All that fails, and what holds narrowly


def test_every_condition_that_fails_is_there() -> None:
    found = answered("dibao", earning("900"), assets={"money": "50000", "vehicles": 1, "homes": 1})
    assert named(found.failed) == ["dibao_income_below_limit", "dibao_money_below_limit", "dibao_vehicles_within_limit"]
    assert [each.to_dict()["margin"] for each in found.failed] == ["-50.00", {"low": "-19400.00", "high": "-9200.00"}, -1]
    assert all(each.cites for each in found.failed)
    assert found.undecided == ()


def test_every_member_s_failed_conditions_are_there() -> None:
    found = answered("orphan", {"birth_date": "2010-01-01"}, {"guardianship": "orphan"})
    assert [(each.id, each.member) for each in found.failed] == [("orphan_without_parents", "P1"), ("orphan_under_age_limit", "P2")]


def test_what_is_not_decided_is_told_apart() -> None:
    found = answered("dibao", earning("900"), assets={"money": "35000"})
    assert named(found.failed) == ["dibao_income_below_limit"]
    assert named(found.undecided) == ["dibao_money_below_limit"]
    assert found.undecided[0].depends_on == ("dibao.money_years",)
    assert found.failed[0].depends_on == ()


INCOME, MONEY, HOMES = "dibao_income_below_limit", "dibao_money_below_limit", "dibao_homes_within_limit"
THINGS = ["dibao_vehicles_within_limit", "dibao_shops_within_limit"]


@pytest.mark.parametrize(
    ("wages", "margin", "near"),
    [
        ("800", "50", [INCOME]),
        ("800", "50.00", [INCOME]),
        ("800", 50, [INCOME]),
        ("800", Decimal("50"), [INCOME]),
        ("799.99", "50", []),
        ("799.99", " ５０.０１ ", [INCOME]),
        ("849.99", "0.01", [INCOME]),
        ("849.99", "0", []),
        ("807.5", "5%", [INCOME, *THINGS]),  # 5 % of 850.00 are 42.50
        ("807.49", "5%", THINGS),
        ("807.49", "5.01 %", [INCOME, *THINGS]),
        ("807.5", "５％", [INCOME, *THINGS]),
        ("850", "50", []),  # it fails, by however little
        ("0", "100%", [INCOME, MONEY, *THINGS, HOMES]),
    ],
)
def test_what_is_near(wages: str, margin: Any, near: list[str]) -> None:
    assert named(answered("dibao", earning(wages)).near(margin)) == near


@pytest.mark.parametrize(
    ("money", "margin", "is_near"),
    [
        ("30000", "600", True),  # the limit is 30 600 or more
        ("29999.99", "600", False),
        ("29070", "5%", True),  # 5 % of 30 600 are 1530
        ("29069.99", "5%", False),
        ("30600", "50000", False),  # not decided
    ],
)
def test_what_may_be_near_counts(money: str, margin: str, is_near: bool) -> None:
    assert (MONEY in named(answered("dibao", assets={"money": money}).near(margin))) == is_near


@pytest.mark.parametrize(("cost", "is_near"), [("13125", True), ("13125.01", False)])
def test_near_above_a_limit(cost: str, is_near: bool) -> None:
    """5 % of 12 500 are 625."""
    assert ("critical_illness_cost_above_deductible" in named(with_bills(cost).near("5%"))) == is_near


def test_near_a_limit_without_an_upper_end() -> None:
    """From July 2021 tekun has a limit of money, nought or more: it may be any, so nothing at all may be near."""
    found = answered("tekun", month="2021-07")
    for margin in ("0", "0%"):
        assert "tekun_money_within_limit" in named(found.near(margin))


@pytest.mark.parametrize(
    ("margin", "says"),
    [
        ("abc", "'abc' is no number."),
        ("", "'' is no number."),
        ("%", "'' is no number."),
        ("5%%", "'5%' is no number."),
        ("-5", "'-5' is negative."),
        ("-5%", "'-5' is negative."),
        ("1.234", "'1.234' has more than two decimals."),
        ("10000000000", "'10000000000' is too large."),
        (5.0, "5.0 is a binary floating-point number."),
        (None, "None is no number."),
        ("none", "'none' is no number."),
        ("none%", "'none' is no number."),
        (True, "True is no number."),
        (UNKNOWN, "UNKNOWN is no number."),
    ],
)
def test_what_is_no_margin(margin: Any, says: str) -> None:
    remedy = "Write an amount in yuan, such as 50, or a per cent of the limit, such as 5%."
    with pytest.raises(UsageError) as raised:
        answered("dibao").near(margin)
    assert str(raised.value) == f"near: {says} {remedy}"


def test_a_margin_is_money_or_a_part() -> None:
    assert (near_of("50").amount, near_of("50").share) == (5_000, None)
    assert (near_of("12.5%").amount, near_of("12.5%").share) == (None, 1_250)
