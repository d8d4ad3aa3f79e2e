"""What is made of facts that are not known: the values they may have, and what ties one to another."""

from collections.abc import Iterator
from itertools import product
from types import ModuleType
from typing import Any

import pytest

from shaoxing_benefits import InputError, OneOf, assess
from shaoxing_benefits.engine.evaluation import Spread
from shaoxing_benefits.kinds import DisabilityKind

from ..modules import written
from ..open_rules import TEXT, household, numbers, opened, within


@pytest.fixture(scope="module", name="rules")
def _rules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    with written(tmp_path_factory.mktemp("rules"), "unknown_rules", TEXT) as module:
        yield module


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
    assert numbers(found, "disability_kind", 0) == kinds
    assert numbers(found, "disability_grade", 0) == grades
    assert found.exact("at_odds", 0) == 0
    severe = {kind != 0 and 0 < grade <= 2 for kind, grade in product(kinds, grades) if (kind == 0) == (grade == 0)}
    assert numbers(found, "severe", 0) == {int(each) for each in severe}


@pytest.mark.parametrize(
    ("kind", "grade"),
    [("none", {"low": 1, "high": 2}), ("visual", {"one_of": [0]}), ("physical", {"low": 5}), ("unknown", 7)],
)
def test_where_no_grade_goes_with_the_kind_that_is_told(rules: ModuleType, kind: Any, grade: Any) -> None:
    with pytest.raises(InputError) as error:
        opened(rules, household({"disability": {"kind": kind, "grade": grade}}), "at_odds", "severe")
    assert [problem.path for problem in error.value.problems] == ["members[0].disability.grade"]


@pytest.mark.parametrize("low", ["2020-05-01", "2030-01-01"])
def test_nobody_is_a_member_who_is_surely_born_later(low: str) -> None:
    with pytest.raises(InputError, match="birth_date"):
        assess({"district": "yuecheng", "registration": "urban", "unstated": "none", "members": [{"birth_date": {"low": low}}]}, "2020-04")


def test_who_may_be_born_in_the_month_may_be_a_member() -> None:
    given = {"district": "yuecheng", "registration": "urban", "unstated": "none", "members": [{"birth_date": {"low": "2020-04-30"}}]}
    assert assess(given, "2020-04")["dibao"].status == "eligible"


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


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ({"high": "100"}, {"low": "100.01"}),
        ({"one_of": ["50", "100"]}, {"low": "100.01"}),
        ({"high": "100"}, {"one_of": ["100.01", "200"]}),
        ("100", {"low": "100.01"}),
        ({"high": "100"}, "100.01"),
    ],
)
def test_a_part_that_is_more_than_the_whole_in_every_case_is_refused_where_both_matter(rules: ModuleType, whole: Any, part: Any) -> None:
    given = household({}, {"income": {"pension": whole, "basic_pension": part, "wages": "1"}})
    with pytest.raises(InputError) as caught:
        opened(rules, given, "other_pension")
    assert [problem.path for problem in caught.value.problems] == ["members[1].income.basic_pension"]
    assert opened(rules, given, "over").exact("over", 1) == 0


@pytest.mark.parametrize(
    ("whole", "part", "rest"),
    [
        ({"high": "100"}, {"low": "100"}, Spread(0, 0)),
        ({"one_of": ["50", "100"]}, {"low": "60"}, Spread(0, 4_000)),  # the whole is 100.00
        ({"high": "100"}, {"one_of": ["100.01", "70"]}, Spread(0, 3_000)),  # the part is 70.00
        ("100", {"low": "60"}, Spread(0, 4_000)),
        ({"high": "100"}, "60", Spread(0, 4_000)),
        ({"one_of": ["50", "100"]}, {"low": "40", "high": "60"}, Spread(0, 6_000)),
    ],
)
def test_of_a_part_and_its_whole_only_what_goes_together_is_a_case(rules: ModuleType, whole: Any, part: Any, rest: Spread) -> None:
    given = household({"income": {"pension": whole, "basic_pension": part}})
    assert opened(rules, given, "other_pension").spread("other_pension", 0) == rest


def test_a_part_and_a_whole_each_of_several_amounts_leave_no_case_out(rules: ModuleType) -> None:
    """100.00 less 60.00 or 80.00; that 50.00 is out of the question then is not followed up."""
    given = household({"income": {"pension": {"one_of": ["50", "100"]}, "basic_pension": {"one_of": ["60", "80"]}}})
    assert within(Spread(2_000, 4_000), opened(rules, given, "other_pension").spread("other_pension", 0))


def test_of_several_values_those_that_contradict_the_rest_are_left_out(rules: ModuleType) -> None:
    """Wages of 50.00 cannot hold an increase of 100.00, and nobody is born after the month of January 2020."""
    member = {"income": {"wages": {"one_of": ["50", "400"]}}, "new_job": {"since": "2019-12", "increase": "100"}}
    found = opened(rules, household(member), "old_wages")
    assert found.exact("income_wages", 0) == 40_000
    assert found.depends_on([("old_wages", 0)]) == frozenset()
    found = opened(rules, household({"birth_date": {"one_of": ["2000-01-01", "2020-02-01", "2010-01-01"]}}), "age")
    assert numbers(found, "age", 0) == {20, 10}
    member = {"birth_date": "1980-01-01", "groups": {"one_of": [["entitled_group"], []]}}
    assert opened(rules, household(member), "group_count").spread("group_count", 0) == Spread(0, 1)


def test_several_values_none_of_which_agrees_with_the_rest_are_refused(rules: ModuleType) -> None:
    wages = {"income": {"wages": {"one_of": ["50", "60"]}}, "new_job": {"since": "2019-12", "increase": "100"}}
    unborn = {"birth_date": {"one_of": ["2020-02-01", "2021-01-01"]}}
    with pytest.raises(InputError) as caught:
        opened(rules, household(wages, unborn), "over", "age")
    assert [problem.path for problem in caught.value.problems] == ["members[0].income.wages", "members[1].birth_date"]


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
    assert numbers(found, "group_count", 0) == counts
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
    member = {"income": {"wages": "500"}, "new_job": {"since": stated, "increase": 0}}
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
    assert len(numbers(found, "emergency") or ()) == 2
    assert (found.exact("listed", 0), found.exact("registration"), found.exact("assessed_year")) == (1, 1, 2020)
