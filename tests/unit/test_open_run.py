"""Rules run over every case of what is not known: made-up rules, with the numbers worked out by hand."""

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from shaoxing_benefits import Household, OneOf, read_household
from shaoxing_benefits.engine import bounds
from shaoxing_benefits.engine.cases import Cases
from shaoxing_benefits.engine.evaluation import Evaluation, Spread
from shaoxing_benefits.kinds import DisabilityKind
from shaoxing_benefits.numbers import COUNT, FEN_A_MONTH, FLAG
from shaoxing_benefits.rulebook import Entry

from ..modules import evaluated, parameter, written

TEXT = """
from shaoxing_benefits.engine.rule import anyone, count, place, rule, total
from shaoxing_benefits.kinds import DisabilityKind, SelfCare
from shaoxing_benefits.numbers import Count, Grade, MonthlyFen

@rule()
def lacking(income_wages: MonthlyFen, aid_standard: MonthlyFen) -> MonthlyFen:
    return max(0, aid_standard - income_wages)

@rule()
def with_wages(lacking: MonthlyFen, income_wages: MonthlyFen) -> MonthlyFen:
    return lacking + income_wages

@rule()
def over(income_wages: MonthlyFen, aid_standard: MonthlyFen) -> bool:
    return income_wages >= aid_standard

@rule()
def over_and_lacking(over: bool, lacking: MonthlyFen) -> bool:
    return over and lacking > 0

@rule()
def grant(over: bool, income_wages: MonthlyFen, aid_standard: MonthlyFen) -> MonthlyFen:
    if over:
        return 0
    return 2 * aid_standard - income_wages

@rule()
def care(self_care: SelfCare) -> MonthlyFen:
    if self_care == SelfCare.FULL:
        return 10_000
    if self_care == SelfCare.PARTIAL:
        return 20_000
    return 30_000

@rule()
def no_care(self_care: SelfCare) -> MonthlyFen:
    return 15_000 if self_care == SelfCare.NONE else 0

@rule()
def rest_of_care(care: MonthlyFen, no_care: MonthlyFen) -> MonthlyFen:
    return care - no_care

@rule()
def not_resettled(resettled: bool) -> bool:
    return not resettled

settled = count("settled", of="resettled", summary="Those resettled.")
unsettled = count("unsettled", of="not_resettled", summary="The others.")
anybody = anyone("anybody", of="resettled", summary="Whether anybody is.")
settled_place = place("settled_place", of="resettled", summary="Those before who are.")
all_care = total("all_care", of="care", unit=MonthlyFen, summary="Care for all.")
all_wages = total("all_wages", of="income_wages", unit=MonthlyFen, summary="All wages.")

@rule()
def everybody(settled: Count, unsettled: Count) -> Count:
    return settled + unsettled

@rule()
def part_of_pot(settled: Count, aid_pot: MonthlyFen) -> MonthlyFen:
    if settled == 0:
        return 0
    return aid_pot // settled

@rule()
def paid_out(part_of_pot: MonthlyFen, settled: Count) -> MonthlyFen:
    return part_of_pot * settled

@rule()
def own_part(resettled: bool, settled_place: Count, settled: Count, aid_pot: MonthlyFen) -> MonthlyFen:
    if not resettled:
        return 0
    return (aid_pot + settled - 1 - settled_place) // settled

all_parts = total("all_parts", of="own_part", unit=MonthlyFen, summary="All parts.")

@rule()
def if_anybody(anybody: bool, settled: Count, aid_pot: MonthlyFen) -> MonthlyFen:
    if not anybody:
        return 0
    return aid_pot // settled

@rule()
def at_odds(disability_kind: DisabilityKind, disability_grade: Grade) -> bool:
    return (disability_kind == DisabilityKind.NONE) != (disability_grade == 0)

@rule()
def severe(disability_kind: DisabilityKind, disability_grade: Grade) -> bool:
    return disability_kind != DisabilityKind.NONE and disability_grade <= 2

@rule()
def old_wages(income_wages: MonthlyFen, new_job_increase: MonthlyFen) -> MonthlyFen:
    return income_wages - new_job_increase

@rule()
def other_pension(income_pension: MonthlyFen, income_basic_pension: MonthlyFen) -> MonthlyFen:
    return income_pension - income_basic_pension

@rule()
def group_count(groups_entitled_group: bool, groups_sickness_poor: bool) -> Count:
    return (1 if groups_entitled_group else 0) + (1 if groups_sickness_poor else 0)

@rule()
def handed_on(over: bool, care: MonthlyFen, income_wages: MonthlyFen) -> MonthlyFen:
    return care if over else income_wages

@rule()
def four_ways(income_wages: MonthlyFen, income_business: MonthlyFen, aid_standard: MonthlyFen) -> MonthlyFen:
    if income_wages < aid_standard and income_business < aid_standard:
        return aid_standard
    return 0

@rule()
def doubled_cap(aid_cap: MonthlyFen) -> MonthlyFen:
    return 40_000 if aid_cap > 15_000 else 30_000

@rule()
def under_doubled_cap(income_wages: MonthlyFen, doubled_cap: MonthlyFen) -> MonthlyFen:
    return min(income_wages, doubled_cap)
"""
STANDARD, POT, CAP = 50_000, 10_000, parameter("aid.cap", FEN_A_MONTH, 10_000)
ENTRIES = (parameter("aid.standard", FEN_A_MONTH, STANDARD), parameter("aid.pot", FEN_A_MONTH, POT), CAP)
OPEN_CAP = parameter("aid.cap", FEN_A_MONTH, low=10_000, high=20_000)


@pytest.fixture(scope="module", name="rules")
def _rules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    with written(tmp_path_factory.mktemp("rules"), "open_run_rules", TEXT) as module:
        yield module


def household(*members: Mapping[str, Any], **facts: Any) -> Household:
    """Members P1, P2, ... of whom only this is stated; all else is none."""
    listed = [{"id": f"P{place}", "birth_date": "1980-01-01", **member} for place, member in enumerate(members or [{}], 1)]
    return read_household({"id": "H", "district": "yuecheng", "registration": "rural", "unstated": "none", "members": listed, **facts})


def opened(rules: ModuleType, given: Household, *names: str, entries: tuple[Entry, ...] = ENTRIES) -> Evaluation:
    assert given.is_open
    return evaluated([rules], entries, given, *names)


def earning(low: str | None, high: str | None) -> dict[str, Any]:
    """Wages from one amount to another, in yuan."""
    ends = {name: end for name, end in (("low", low), ("high", high)) if end is not None}
    return {"income": {"wages": ends or "unknown"}}


# Forms


def test_a_fact_that_is_used_twice_is_one_fact(rules: ModuleType) -> None:
    """What lacks to 500.00 and the wages are 500.00 together, up to wages of 500.00; where they may be 520.00 too, up to that."""
    names = ("lacking", "with_wages")
    found = opened(rules, household(earning("0", "500")), *names)
    assert found.spread("lacking", 0) == Spread(0, 50_000)
    assert found.exact("with_wages", 0) == 50_000
    found = opened(rules, household(earning("0", "520")), *names)
    assert found.spread("lacking", 0) == Spread(0, 50_000)
    assert found.spread("with_wages", 0) == Spread(50_000, 52_000)


def test_a_comparison_that_is_open_makes_two_cases(rules: ModuleType) -> None:
    """Below 500.00 the grant is 1000.00 less the wages, so 500.01 to 1000.00; from 500.00 on there is none."""
    found = opened(rules, household(earning("0", "800")), "grant", "over", "over_and_lacking")
    assert found.spread("over", 0) == Spread(0, 1)
    assert found.spread("grant", 0) == Spread(0, 100_000)
    assert found.depends_on([("grant", 0)]) == {"members[0].income.wages"}
    found = opened(rules, household(earning("0", "499.99")), "grant", "over")
    assert (found.exact("over", 0), found.spread("grant", 0)) == (0, Spread(50_001, 100_000))
    found = opened(rules, household(earning("500", None)), "grant", "over")
    assert (found.exact("over", 0), found.exact("grant", 0)) == (1, 0)
    assert found.depends_on([("grant", 0)]) == frozenset()


def test_what_a_comparison_came_to_holds_in_other_rules(rules: ModuleType) -> None:
    """Nobody over the standard lacks anything, and a rule that looks at both need not be told."""
    found = opened(rules, household(earning(None, None)), "over_and_lacking", "lacking", "over")
    assert found.spread("over", 0) == Spread(0, 1)
    assert found.spread("lacking", 0) == Spread(0, 50_000)
    assert found.exact("over_and_lacking", 0) == 0
    assert found.depends_on([("over_and_lacking", 0)]) == frozenset()


def test_an_unknown_amount_has_no_upper_end(rules: ModuleType) -> None:
    found = opened(rules, household(earning(None, None), earning("100", None), earning(None, "300")), "income_wages", "all_wages")
    assert [found.spread("income_wages", member) for member in range(3)] == [Spread(0, None), Spread(10_000, None), Spread(0, 30_000)]
    assert found.spread("all_wages") == Spread(10_000, None)
    assert found.depends_on([("all_wages", None)]) == {f"members[{place}].income.wages" for place in range(3)}


def test_places_are_told_as_members_are_stated(rules: ModuleType) -> None:
    """In the order of ids B comes second, but is stated first."""
    given = household({"id": "B", "income": {"wages": "unknown"}}, {"id": "A"})
    found = opened(rules, given, "over")
    assert [member.id for member in found.members] == ["A", "B"]
    assert found.exact("over", 0) == 0
    assert found.depends_on([("over", 1)]) == {"members[0].income.wages"}


# Choices


@pytest.mark.parametrize(
    ("stated", "care", "rest"),
    [
        ("unknown", {10_000, 20_000, 30_000}, {10_000, 15_000, 20_000}),
        ({"one_of": ["full", "none"]}, {10_000, 30_000}, {10_000, 15_000}),
        ({"one_of": ["partial", "full"]}, {20_000, 10_000}, {20_000, 10_000}),
        ({"one_of": ["partial"]}, {20_000}, {20_000}),
    ],
)
def test_of_a_kind_each_possibility_is_a_case(rules: ModuleType, stated: Any, care: set[int], rest: set[int]) -> None:
    """Care is 100.00, 200.00 or 300.00; who cannot care for himself at all has 150.00 of it already."""
    found = opened(rules, household({"self_care": stated}), "care", "rest_of_care")
    assert found.ends_at(found.place(("care", 0))) == care
    assert found.spread("care", 0) == Spread(min(care), max(care))
    assert found.ends_at(found.place(("rest_of_care", 0))) == rest
    assert found.spread("rest_of_care", 0) == Spread(min(rest), max(rest))
    assert found.depends_on([("care", 0)]) == ({"members[0].self_care"} if len(care) > 1 else frozenset())


def test_an_unknown_flag_is_yes_or_no(rules: ModuleType) -> None:
    found = opened(rules, household({"resettled": "unknown"}), "resettled", "not_resettled")
    assert found.spread("resettled", 0) == Spread(0, 1)
    assert found.spread("not_resettled", 0) == Spread(0, 1)
    assert found.spread_of_sum([("resettled", 0), ("not_resettled", 0)]) == Spread(1, 1)


def test_what_a_rule_hands_on_is_not_looked_at(rules: ModuleType) -> None:
    """Care by cases where the wages reach the standard, else the wages: neither is asked for before it is needed."""
    found = opened(rules, household({"self_care": "unknown", **earning("600", "700")}), "handed_on")
    assert found.ends_at(found.place(("handed_on", 0))) == {10_000, 20_000, 30_000}
    found = opened(rules, household({"self_care": "unknown", **earning("490", "510")}), "handed_on")
    assert found.spread("handed_on", 0) == Spread(10_000, 49_999)
    assert found.ends_at(found.place(("handed_on", 0))) is None
    assert found.depends_on([("handed_on", 0)]) == {"members[0].self_care", "members[0].income.wages"}


def test_several_amounts_one_of_which_it_is(rules: ModuleType) -> None:
    """Wages of 400.00 or 600.00: a grant of 600.00 or none. Only these two, and nothing between them."""
    found = opened(rules, household({"income": {"wages": {"one_of": ["400", "600"]}}}), "grant", "with_wages")
    assert found.ends_at(found.place(("income_wages", 0))) == {40_000, 60_000}
    assert found.ends_at(found.place(("grant", 0))) == {60_000, 0}
    assert found.ends_at(found.place(("with_wages", 0))) == {50_000, 60_000}


def test_claims_are_values_one_of_which_it_is(rules: ModuleType) -> None:
    claims = [{"value": "400", "source": "declared"}, {"value": "600", "source": "bank"}]
    found = opened(rules, household({"income": {"wages": {"claims": claims}}}), "grant")
    assert found.ends_at(found.place(("grant", 0))) == {60_000, 0}
    assert found.depends_on([("grant", 0)]) == {"members[0].income.wages"}


# Members


def test_counts_places_and_whether_anybody_by_cases(rules: ModuleType) -> None:
    found = opened(rules, household(*[{"resettled": "unknown"}] * 3), "settled", "everybody", "anybody", "settled_place")
    assert found.spread("settled") == Spread(0, 3)
    assert found.exact("everybody") == 3
    assert found.spread("anybody") == Spread(0, 1)
    assert [found.spread("settled_place", member) for member in range(3)] == [Spread(0, 0), Spread(0, 1), Spread(0, 2)]


def test_what_is_known_of_one_member_is_known_of_the_total(rules: ModuleType) -> None:
    members = [{"resettled": "unknown"}, {"resettled": True}, {"resettled": "unknown"}]
    found = opened(rules, household(*members), "settled", "anybody", "settled_place")
    assert found.spread("settled") == Spread(1, 3)
    assert found.exact("anybody") == 1
    assert found.depends_on([("anybody", None)]) == frozenset()
    assert [found.spread("settled_place", member) for member in range(3)] == [Spread(0, 0), Spread(0, 1), Spread(1, 2)]


def test_totals_of_numbers_by_cases(rules: ModuleType) -> None:
    """100.00 to 300.00 for one member, 200.00 for the other."""
    found = opened(rules, household({"self_care": "unknown"}, {"self_care": "partial"}), "all_care")
    assert found.ends_at(found.place(("all_care", None))) == {30_000, 40_000, 50_000}


def test_a_count_by_cases_divides(rules: ModuleType) -> None:
    """100.00 among nobody, one, two or three: nothing, 100.00, 50.00, 33.33; paid out in all nothing, 100.00, 100.00, 99.99."""
    found = opened(rules, household(*[{"resettled": "unknown"}] * 3), "part_of_pot", "paid_out", "own_part", "all_parts", "if_anybody")
    assert found.ends_at(found.place(("part_of_pot", None))) == {0, 10_000, 5_000, 3_333}
    assert found.ends_at(found.place(("paid_out", None))) == {0, 10_000, 9_999}
    # With the odd fen going to the first nothing is lost: all parts are the pot, or nothing where nobody shares.
    assert found.ends_at(found.place(("all_parts", None))) == {0, 10_000}
    assert found.ends_at(found.place(("own_part", 0))) == {0, 10_000, 5_000, 3_334}
    assert found.ends_at(found.place(("own_part", 2))) == {0, 10_000, 5_000, 3_333}
    assert found.ends_at(found.place(("if_anybody", None))) == {0, 10_000, 5_000, 3_333}


# What ties facts together

KINDS = {int(each) for each in DisabilityKind}


@pytest.mark.parametrize(
    ("stated", "kinds", "grades"),
    [
        ("unknown", KINDS, {0, 1, 2, 3, 4}),
        ({"kind": "unknown", "grade": 3}, KINDS - {0}, {3}),
        ({"kind": "visual", "grade": "unknown"}, {int(DisabilityKind.VISUAL)}, {1, 2, 3, 4}),
        ({"kind": "visual", "grade": {"low": 0, "high": 2}}, {int(DisabilityKind.VISUAL)}, {1, 2}),
        ({"kind": "unknown", "grade": {"low": 2, "high": 3}}, KINDS - {0}, {2, 3}),
        ({"kind": "unknown", "grade": {"low": 3}}, KINDS - {0}, {3, 4}),
        ({"kind": "unknown", "grade": {"one_of": [0, 2]}}, KINDS, {0, 2}),
        ({"kind": "unknown", "grade": 0}, {0}, {0}),
        ({"kind": {"one_of": ["none", "mental"]}, "grade": "unknown"}, {0, int(DisabilityKind.MENTAL)}, {0, 1, 2, 3, 4}),
        ({"kind": {"one_of": ["visual", "mental"]}, "grade": 1}, {int(DisabilityKind.VISUAL), int(DisabilityKind.MENTAL)}, {1}),
        ({"kind": {"one_of": ["none", "mental"]}, "grade": 1}, {int(DisabilityKind.MENTAL)}, {1}),
        ({"kind": "none", "grade": "unknown"}, {0}, {0}),
    ],
)
def test_there_is_a_grade_where_there_is_a_kind_and_only_there(rules: ModuleType, stated: Any, kinds: set[int], grades: set[int]) -> None:
    found = opened(rules, household({"disability": stated}), "at_odds", "severe")
    assert found.ends_at(found.place(("disability_kind", 0))) == kinds
    assert found.ends_at(found.place(("disability_grade", 0))) == grades
    assert found.exact("at_odds", 0) == 0
    severe = {kind != 0 and 0 < grade <= 2 for kind, grade in product(kinds, grades) if (kind == 0) == (grade == 0)}
    assert found.ends_at(found.place(("severe", 0))) == {int(each) for each in severe}


@pytest.mark.parametrize(
    ("kind", "grade", "kinds", "severe"),
    [
        ("none", {"low": 1, "high": 2}, {0}, Spread(0, 0)),
        ("visual", {"one_of": [0]}, {int(DisabilityKind.VISUAL)}, Spread(0, 1)),
        ("unknown", 7, KINDS, Spread(0, 1)),
    ],
)
def test_where_kind_and_grade_contradict_each_other_the_grade_is_left_open(
    rules: ModuleType, kind: Any, grade: Any, kinds: set[int], severe: Spread
) -> None:
    found = opened(rules, household({"disability": {"kind": kind, "grade": grade}}), "at_odds", "severe")
    assert found.ends_at(found.place(("disability_kind", 0))) == kinds
    assert found.spread("severe", 0) == severe


def test_a_known_disability_stays_known_beside_what_is_not(rules: ModuleType) -> None:
    given = {"disability": {"kind": "visual", "grade": 2}, "income": {"wages": "unknown"}}
    found = opened(rules, household(given), "severe", "at_odds")
    assert (found.exact("disability_kind", 0), found.exact("disability_grade", 0)) == (DisabilityKind.VISUAL, 2)
    assert (found.exact("severe", 0), found.exact("at_odds", 0)) == (1, 0)


def test_a_part_is_never_more_than_the_whole(rules: ModuleType) -> None:
    """The increase is a part of wages of at most 500.00, the basic pension of 200.00 a part of a pension that is not known."""
    member = {
        "income": {"wages": {"high": "500"}, "pension": "unknown", "basic_pension": "200"},
        "new_job": {"since": "2019-12", "increase": "unknown"},
    }
    found = opened(rules, household(member), "old_wages", "other_pension")
    assert found.spread("new_job_increase", 0) == Spread(0, 50_000)
    assert found.spread("old_wages", 0) == Spread(0, 50_000)
    assert found.spread("income_pension", 0) == Spread(20_000, None)
    assert found.spread("other_pension", 0) == Spread(0, None)


def test_a_part_makes_the_whole_at_least_as_much(rules: ModuleType) -> None:
    """An increase of 300.00 to 600.00 of wages of at most 700.00: the wages are at least 300.00, the old ones at most 400.00."""
    member = {"income": {"wages": {"high": "700"}}, "new_job": {"since": "2019-12", "increase": {"low": "300", "high": "600"}}}
    found = opened(rules, household(member), "old_wages")
    assert found.spread("income_wages", 0) == Spread(30_000, 70_000)
    assert found.spread("old_wages", 0) == Spread(0, 40_000)


def test_a_part_of_a_whole_by_cases_leaves_no_case_out(rules: ModuleType) -> None:
    """Wages of 300.00 or 500.00, and an increase of 100.00 to 200.00: old wages of 100.00 to 400.00."""
    member = {"income": {"wages": {"one_of": ["300", "500"]}}, "new_job": {"since": "2019-12", "increase": {"low": "100", "high": "200"}}}
    assert opened(rules, household(member), "old_wages").spread("old_wages", 0) == Spread(10_000, 40_000)


def test_of_ranges_that_contradict_each_other_nothing_is_concluded(rules: ModuleType) -> None:
    """A basic pension of at least 200.00, and no more than 100.00 of pension at all: what else is asked still has its answer."""
    member = {"income": {"pension": {"high": "100"}, "basic_pension": {"low": "200"}, "wages": {"high": "499"}}}
    found = opened(rules, household(member), "other_pension", "over", "income_pension", "grant")
    assert found.exact("over", 0) == 0
    assert found.spread("income_pension", 0) == Spread(0, 10_000)
    assert found.spread("grant", 0) == Spread(50_100, 100_000)


@pytest.mark.parametrize(
    ("stated", "counts"),
    [
        ("unknown", {0, 1, 2}),
        ({"one_of": [["entitled_group"], ["sickness_poor"]]}, {1}),
        ({"one_of": [[], ["sickness_poor", "entitled_group"]]}, {0, 2}),
        ({"one_of": [["three_elders"], []]}, {0}),
    ],
)
def test_groups_may_be_each_or_one_of_some_lists(rules: ModuleType, stated: Any, counts: set[int]) -> None:
    found = opened(rules, household({"groups": stated}), "group_count")
    assert found.ends_at(found.place(("group_count", 0))) == counts
    assert found.depends_on([("group_count", 0)]) == ({"members[0].groups"} if len(counts) > 1 else frozenset())


# Facts that depend on the month (January 2020)


@pytest.mark.parametrize(
    ("stated", "low", "high"),
    [
        ("unknown", 0, 120),  # nobody is born before 1900
        ({"low": "1980-01-01", "high": "1982-06-30"}, 37, 40),
        ({"low": "1980-01-02", "high": "1982-01-01"}, 38, 39),
        ({"low": "1955-01-01"}, 0, 65),
        ({"high": "2002-01-01"}, 18, 120),
        ({"high": "2002-01-02"}, 17, 120),
        ({"one_of": ["1980-01-01", "2001-12-31"]}, 18, 40),
    ],
)
def test_an_age_from_what_is_known_of_the_birth(rules: ModuleType, stated: Any, low: int, high: int) -> None:
    found = opened(rules, household({"birth_date": stated}), "age", "over")
    assert found.spread("age", 0) == Spread(low, high)
    assert found.depends_on([("age", 0)]) == {"members[0].birth_date"}


@pytest.mark.parametrize(
    ("stated", "low", "high"),
    [
        ("unknown", 0, None),
        ({"low": "2019-08", "high": "2019-10"}, 4, 6),
        ({"low": "2019-08"}, 0, 6),
        ({"high": "2019-10"}, 4, None),
        ({"low": "2019-12", "high": "2020-03"}, 0, 2),
        ({"one_of": ["2019-12", "2020-02"]}, 0, 2),
        ({"one_of": ["2019-12", "2019-11"]}, 2, 3),
        (OneOf((None, "2019-11")), 0, 3),
    ],
)
def test_the_month_of_a_new_job_from_what_is_known_of_its_beginning(rules: ModuleType, stated: Any, low: int, high: int | None) -> None:
    """A job since December is in its second month; one that has not begun is none."""
    member = {"income": {"wages": "500"}, "new_job": {"since": stated, "increase": "100"}}
    assert opened(rules, household(member), "new_job_month").spread("new_job_month", 0) == Spread(low, high)


def test_counts_areas_years_and_amounts_of_the_household(rules: ModuleType) -> None:
    assets = {
        "money": {"low": "10.50"},
        "homes": "unknown",
        "shops": {"low": 1, "high": 3},
        "floor_area": {"high": "80.5"},
        "vehicles": {"one_of": [0, 2]},
    }
    members = [{"medical": {"year": "unknown", "in_scope": "1", "basic_paid": 0}}]
    names = (*(f"assets_{name}" for name in assets), "medical_year", "assets_vehicle_value")
    found = opened(rules, household(*members, assets=assets), *names)
    spreads = {name: found.spread(name, 0 if name == "medical_year" else None) for name in names}
    assert spreads == {
        "assets_money": Spread(1_050, None),
        "assets_homes": Spread(0, None),
        "assets_shops": Spread(1, 3),
        "assets_floor_area": Spread(0, 8_050),
        "assets_vehicles": Spread(0, 2),
        "medical_year": Spread(0, 2100),
        "assets_vehicle_value": Spread(0, 0),
    }
    assert found.depends_on([(name, None) for name in ("assets_homes", "assets_vehicles", "assets_vehicle_value")]) == {
        "assets.homes",
        "assets.vehicles",
    }


def test_an_emergency_that_is_not_known(rules: ModuleType) -> None:
    found = opened(rules, household(emergency={"one_of": ["none", "illness"]}), "emergency", "listed", "registration", "assessed_year")
    assert len(found.ends_at(found.place(("emergency", None))) or ()) == 2
    assert (found.exact("listed", 0), found.exact("registration"), found.exact("assessed_year")) == (1, 1, 2020)


# Parameters and facts together


def test_unpublished_figures_and_unknown_facts_together(rules: ModuleType) -> None:
    """A standard of 500.00 to 600.00 and wages of 550.00 to 700.00: over it from 600.00 on whatever it is; 50.00 lacks at most."""
    entries = (parameter("aid.standard", FEN_A_MONTH, low=50_000, high=60_000), *ENTRIES[1:])
    found = opened(rules, household(earning("550", "700")), "lacking", "with_wages", "over", "over_and_lacking", entries=entries)
    assert found.spread("lacking", 0) == Spread(0, 5_000)
    assert found.spread("with_wages", 0) == Spread(55_000, 70_000)
    assert found.exact("over_and_lacking", 0) == 0
    assert found.depends_on([("over", 0)]) == {"aid.standard", "members[0].income.wages"}


def test_what_rests_on_parameters_alone_may_differ_by_cases(rules: ModuleType) -> None:
    """A cap of 100.00 to 200.00: up to 150.00 it gives 300.00, from there on 400.00."""
    entries = (*ENTRIES[:2], OPEN_CAP)
    found = opened(rules, household(earning("350", "390")), "doubled_cap", "under_doubled_cap", entries=entries)
    assert found.context.values is None
    assert found.ends_at(found.place(("doubled_cap", None))) == {30_000, 40_000}
    assert found.spread("under_doubled_cap", 0) == Spread(30_000, 39_000)
    assert found.depends_on([("under_doubled_cap", 0)]) == {"aid.cap", "members[0].income.wages"}
    # Of a household of which everything is known the same is said.
    known = evaluated([rules], entries, household({"income": {"wages": "350"}}), "doubled_cap", "under_doubled_cap")
    assert known.ends_at(known.place(("under_doubled_cap", 0))) == {30_000, 35_000}
    assert known.depends_on([("under_doubled_cap", 0)]) == {"aid.cap"}


def test_an_unpublished_number_that_divides_nothing_is_no_hindrance(rules: ModuleType) -> None:
    entries = (ENTRIES[0], parameter("aid.pot", FEN_A_MONTH, low=9_000, high=10_000), CAP)
    found = opened(rules, household(*[{"resettled": "unknown"}] * 2), "part_of_pot", entries=entries)
    assert found.spread("part_of_pot") == Spread(0, 10_000)
    assert found.depends_on([("part_of_pot", None)]) == {"aid.pot", "members[0].resettled", "members[1].resettled"}


# More cases than are told apart

EVERYTHING = ("grant", "with_wages", "care", "rest_of_care", "settled", "unsettled", "everybody", "anybody", "part_of_pot", "paid_out",
              "own_part", "all_parts", "if_anybody", "at_odds", "severe", "old_wages", "handed_on", "four_ways", "all_care")  # fmt: skip
OPEN_MEMBER: dict[str, Any] = {
    "resettled": "unknown",
    "self_care": "unknown",
    "disability": "unknown",
    "income": {"wages": {"low": "300", "high": "700"}, "business": {"low": "300", "high": "700"}},
}


def spreads(found: Evaluation) -> dict[tuple[str, int | None], Spread]:
    return {named: found.spread(*named) for name in EVERYTHING for named in found.named(name)}


def within(inner: Spread, outer: Spread) -> bool:
    return outer.low <= inner.low and (outer.high is None or (inner.high is not None and inner.high <= outer.high))


@pytest.mark.parametrize("choices", [64, 1])
@pytest.mark.parametrize("most", [1, 2, 3, 5, 8, 13])
def test_where_too_many_cases_would_be_told_apart_the_answer_is_wider(
    rules: ModuleType, monkeypatch: pytest.MonkeyPatch, most: int, choices: int
) -> None:
    given = household(*[OPEN_MEMBER] * 3)
    exact = opened(rules, given, *EVERYTHING)
    expected = spreads(exact)
    assert not exact.summarised, "every case is told apart here"
    monkeypatch.setattr(bounds, "MOST_CASES", most)
    monkeypatch.setattr(bounds, "MOST_CHOICES", choices)
    found = opened(rules, given, *EVERYTHING)
    wider = {named: spread for named, spread in spreads(found).items() if spread != expected[named]}
    assert found.summarised
    assert all(within(expected[named], spread) for named, spread in wider.items()), wider


def test_a_value_that_is_summarised_keeps_its_few_ends(rules: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three members none to three are resettled: the count is a choice of four then, and no longer tied to who they are."""
    monkeypatch.setattr(bounds, "MOST_CASES", 5)
    found = opened(rules, household(*[{"resettled": "unknown"}] * 3), "settled", "unsettled", "everybody", "part_of_pot")
    assert found.ends_at(found.place(("settled", None))) == {0, 1, 2, 3}
    assert found.summarised
    assert found.ends_at(found.place(("part_of_pot", None))) == {0, 10_000, 5_000, 3_333}
    # Whom it is made of is known no longer: nobody and everybody may both be so.
    spread = found.spread("everybody")
    assert spread.low <= 3
    assert spread.high is not None
    assert spread.high >= 3
    assert found.depends_on([("part_of_pot", None)]) == {f"members[{place}].resettled" for place in range(3)}


def test_a_division_that_only_a_summary_makes_possible_is_no_case(rules: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it is forgotten that nobody is resettled where the count is nought, dividing by that count is no mistake of a rule."""
    monkeypatch.setattr(bounds, "MOST_CASES", 2)
    found = opened(rules, household(*[{"resettled": "unknown"}] * 3), "if_anybody", "settled", "anybody")
    spread = found.spread("if_anybody")
    assert spread.low == 0
    assert spread.high is None or spread.high >= 10_000


@pytest.mark.parametrize("count", [25, 70])
def test_a_count_of_very_many_divides_too(rules: ModuleType, count: int) -> None:
    """100.00 among as many as are resettled: 100.00 / 70 is 1.42, 100.00 / 25 is 4.00; the one who is known to be gets 100.00 at most."""
    members = [{"resettled": True}, *[{"resettled": "unknown"}] * (count - 1)]
    found = opened(rules, household(*members), "part_of_pot", "settled", "own_part")
    assert found.spread("settled") == Spread(1, count)
    assert within(Spread(10_000 // count, 10_000), found.spread("part_of_pot"))
    assert within(Spread(-(-10_000 // count), 10_000), found.spread("own_part", 0))


def test_what_is_summarised_still_names_what_it_stems_from(rules: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_CASES", 3)
    monkeypatch.setattr(bounds, "MOST_CHOICES", 1)
    found = opened(rules, household({"self_care": "unknown", "resettled": "unknown", **earning("490", "510")}), "handed_on", "grant")
    assert found.spread("handed_on", 0).low <= 10_000
    assert found.depends_on([("handed_on", 0)]) == {"members[0].self_care", "members[0].income.wages"}


def test_too_many_ways_through_one_rule_leave_its_result_open(rules: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be summarised of two numbers that are unknown already: the result is any number from nought, and still says why."""
    given = household({"income": {"wages": {"low": "300", "high": "700"}, "business": {"low": "300", "high": "700"}}})
    assert opened(rules, given, "four_ways").spread("four_ways", 0) == Spread(0, 50_000)
    monkeypatch.setattr(bounds, "MOST_PATHS", 1)
    found = opened(rules, given, "four_ways", "lacking")
    assert found.spread("four_ways", 0) == Spread(0, None)
    assert found.summarised
    assert found.depends_on([("four_ways", 0)]) == {"members[0].income.wages", "members[0].income.business"}
    # Values that are given up in two rules are two, even where what they take is the same.
    assert found.spread("lacking", 0) == Spread(0, None)
    assert found.spread_of_sum([("lacking", 0), ("four_ways", 0)]) == Spread(0, None)


def test_more_cases_than_are_told_apart_where_each_value_is_one_question_already(
    rules: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kind and grade are two choices: with one case allowed, whether it is severe is left open, and what it stems from is named."""
    monkeypatch.setattr(bounds, "MOST_CASES", 1)
    found = opened(rules, household({"disability": {"kind": {"one_of": ["visual", "mental"]}, "grade": "unknown"}}), "severe")
    assert within(Spread(0, 1), found.spread("severe", 0))
    assert found.summarised
    assert found.depends_on([("severe", 0)]) >= {"members[0].disability.grade"}


# Cases for explanations


@pytest.mark.parametrize("high", [False, True])
def test_a_case_of_what_is_open_is_one_that_there_may_be(rules: ModuleType, high: bool) -> None:
    """Each unknown at its lower end, or at its upper one; what follows from them is worked out by the rules."""
    member = {"self_care": "unknown", "resettled": "unknown", "disability": "unknown", **earning("300", "700")}
    found = opened(rules, household(member, earning("100", None)), "with_wages", "care", "severe", "settled", "at_odds")
    case = dict(zip(names_in(found), found.case(high=high), strict=True))
    assert case["income_wages", 0] == (70_000 if high else 30_000)
    assert case["income_wages", 1] > 10_000 if high else case["income_wages", 1] == 10_000
    assert case["with_wages", 0] == (70_000 if high else 50_000)
    assert case["settled", None] == (1 if high else 0)
    assert case["at_odds", 0] == 0
    assert case["care", 0] == (30_000 if high else 10_000)


def names_in(found: Evaluation) -> list[tuple[str, int | None]]:
    plan = found.context.plan
    shared = [*plan.names, *plan.folded, *(fact.name for fact in plan.household_facts), *plan.household_nodes]
    names: list[tuple[str, int | None]] = [(name, None) for name in shared]
    for of_pass in ([fact.name for fact in plan.member_facts], *plan.passes):
        names += [(name, member) for member in range(len(found.members)) for name in of_pass]
    return names


def test_whether_a_value_differs_by_case(rules: ModuleType) -> None:
    found = opened(rules, household({"self_care": "unknown", **earning("300", "400")}), "care", "lacking", "over")
    assert [found.differs_by_case(found.place((name, 0))) for name in ("care", "lacking", "over")] == [True, False, False]


# With nothing unknown


def test_a_household_that_is_known_comes_to_the_same(rules: ModuleType) -> None:
    """The run over cases has one case then, and gives what the plan's own function gives."""
    members = [
        {"resettled": True, "self_care": "partial", "disability": {"kind": "visual", "grade": 2}, "income": {"wages": "300"}},
        {"self_care": "none", "income": {"wages": "700", "business": "300"}},
        {"resettled": True},
    ]
    straight = evaluated([rules], ENTRIES, household(*members), *EVERYTHING)
    assert straight.results is not None
    forced = Cases().run(straight.context, straight.household_values, straight.member_values)
    assert forced == straight.row
    assert not straight.summarised


def test_unpublished_flags_are_open_until_they_are_asked(tmp_path: Path) -> None:
    """A flag and a count that no source gives: the flag splits what looks at it, the count is a number."""
    text = """
from shaoxing_benefits.engine.rule import rule
from shaoxing_benefits.numbers import Count, MonthlyFen

@rule()
def paid(resettled: bool, aid_open: bool, aid_most: Count) -> MonthlyFen:
    if resettled and aid_open:
        return aid_most * 100
    return 0
"""
    entries = (parameter("aid.open", FLAG), parameter("aid.most", COUNT, low=2, high=3))
    with written(tmp_path, "flag_rules", text) as module:
        found = opened(module, household({"resettled": "unknown"}, {"resettled": True}, {}), "paid", entries=entries)
        assert [found.spread("paid", member) for member in range(3)] == [Spread(0, 300), Spread(0, 300), Spread(0, 0)]
        assert found.spread_of_sum(found.named("paid")) == Spread(0, 600)
        assert found.depends_on([("paid", 0)]) == {"members[0].resettled", "aid.open", "aid.most"}
        assert found.depends_on([("paid", 1)]) == {"aid.open", "aid.most"}
