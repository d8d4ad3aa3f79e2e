"""Wiring and its checks, on made-up rules: every way in which rules can fail to fit together, and where time cuts them."""

from datetime import date
from typing import Any

import pytest

from shaoxing_benefits.engine.graph import RuleSet, build
from shaoxing_benefits.engine.rule import Programme, Rule, Total, anyone, condition, count, place, rule, total
from shaoxing_benefits.errors import RuleError
from shaoxing_benefits.kinds import Absence, Registration
from shaoxing_benefits.numbers import FEN_A_MONTH, RATE, Count, MonthlyFen, Rate, Year, YearlyFen

from ..modules import BEGINS, SOURCES, STANDARD, built, module, parameter, problems, rulebook

AID = Programme("aid", "Aid", "month", amount="aid_amount")


@rule()
def aid_amount(age_is_high: bool, aid_standard: MonthlyFen) -> MonthlyFen:
    """The standard."""
    return aid_standard if age_is_high else 0


@rule()
def age_is_high(listed: bool) -> bool:
    """Always."""
    return listed


@condition(actual="income_wages", limit="aid_standard")
def low_wages(income_wages: MonthlyFen, aid_standard: MonthlyFen) -> bool:
    """The wages are below the standard."""
    return income_wages < aid_standard


def meaning(rules: RuleSet, day: str, name: str) -> Any:
    """The function a name stands for on a day."""
    node = rules.segment(date.fromisoformat(day)).nodes[name]
    assert isinstance(node, Rule)
    return node.function


def begins(rules: RuleSet) -> list[str]:
    return [segment.begins.isoformat() for segment in rules.segments]


def test_rules_that_fit_are_wired() -> None:
    rules = built(AID, aid_amount, age_is_high, low_wages)
    assert begins(rules) == ["2020-01-01"]
    (segment,) = rules.segments
    order = segment.order
    assert order.index("listed") < order.index("age_is_high") < order.index("aid_amount")
    assert order.index("low_wages") < order.index("aid_eligible")
    assert {"aid_amount", "low_wages", "aid_eligible"} <= segment.of_member
    assert "aid_standard" not in segment.of_member
    assert segment.conditions == {"aid": ("low_wages",)}
    assert rules.programmes == (AID,)


def test_an_argument_that_nothing_is_called_is_named() -> None:
    @rule()
    def doubled(income_wage: MonthlyFen) -> MonthlyFen:
        return income_wage * 2

    assert problems(doubled) == ["doubled: On 2020-01-01 nothing is called income_wage. Name a rule, total, parameter or fact."]


def test_a_circle_is_told_from_name_to_name() -> None:
    @rule()
    def one(three: Count) -> Count:
        return three

    @rule()
    def two(one: Count) -> Count:
        return one

    @rule()
    def three(two: Count) -> Count:
        return two

    assert problems(one, two, three) == ["one: The rules go in a circle: one → three → two → one. Break it."]


def test_a_rule_that_takes_itself_is_a_circle() -> None:
    @rule()
    def one(one: Count) -> Count:
        return one

    assert problems(one) == ["one: The rules go in a circle: one → one. Break it."]


def test_a_circle_by_way_of_a_total_and_a_conjunction_is_found() -> None:
    @condition()
    def few(poor: Count) -> bool:
        return poor == 0

    poor = count("poor", of="counts", summary="The poor.")

    @rule()
    def counts(listed: bool, aid_eligible: bool) -> bool:
        return listed and aid_eligible

    (problem,) = problems(Programme("aid", "Aid", None), few, poor, counts)
    assert "few → poor → counts → aid_eligible → few" in problem


def test_a_circle_in_a_later_segment_only_is_found_once() -> None:
    @rule(name="one", until="2020-08-31")
    def one_before() -> Count:
        return 0

    @rule(name="one", since="2020-09-01")
    def one(two: Count) -> Count:
        return two

    @rule()
    def two(one: Count) -> Count:
        return one

    (problem,) = problems(one_before, one, two)
    assert problem.startswith("one: The rules go in a circle: one → two → one.")


def named(name: str) -> Any:
    """A rule of that name."""

    @rule(name=name)
    def some() -> Count:
        return 0

    return some


@pytest.mark.parametrize(
    ("parts", "one", "other"),
    [
        ([named("age")], "fact", "rule"),
        ([named("aid_standard")], "parameter", "rule"),
        ([count("age", of="listed", summary="")], "fact", "total"),
        ([count("aid_rate", of="listed", summary="")], "parameter", "total"),
        ([named("heads"), count("heads", of="listed", summary="")], "rule", "total"),
        ([count("heads", of="listed", summary=""), count("heads", of="listed", summary="")], "total", "total"),
        ([named("aid_eligible"), Programme("aid", "Aid", None)], "rule", "programme"),
        ([Programme("aid", "Aid", None), Programme("aid", "Aid too", None)], "programme", "programme"),
    ],
)
def test_a_name_that_could_mean_two_things_is_refused(parts: list[Any], one: str, other: str) -> None:
    (problem,) = problems(*parts)
    assert f": The name is both a {one} and a {other}. Rename one of them." in problem


def test_a_parameter_may_not_be_called_like_a_fact() -> None:
    assert problems(entries=(parameter("income.wages", FEN_A_MONTH, 1),)) == [
        "income_wages: The name is both a fact and a parameter. Rename one of them."
    ]


@rule()
def takes_a_year(aid_standard: YearlyFen) -> YearlyFen:
    return aid_standard


@rule()
def takes_a_rate(aid_standard: Rate) -> Rate:
    return aid_standard


@rule()
def takes_fen(aid_rate: MonthlyFen) -> MonthlyFen:
    return aid_rate


@rule()
def takes_another_kind(absence: Registration) -> bool:
    return absence == Registration.URBAN


@rule()
def takes_a_kind_for_a_count(absence: Count) -> Count:
    return absence


@rule()
def takes_a_flag(age: bool) -> bool:
    return age


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (takes_a_year, "takes_a_year: aid_standard is in fen a month, but fen a year is expected."),
        (takes_a_rate, "takes_a_rate: aid_standard is in fen a month, but rate is expected."),
        (takes_fen, "takes_fen: aid_rate is in rate, but fen a month is expected."),
        (takes_another_kind, "takes_another_kind: absence is in Absence, but Registration is expected."),
        (takes_a_kind_for_a_count, "takes_a_kind_for_a_count: absence is in Absence, but count is expected."),
        (takes_a_flag, "takes_a_flag: age is in age, but flag is expected."),
    ],
)
def test_units_that_differ_are_refused(function: Any, said: str) -> None:
    assert problems(function) == [f"{said} Convert it in a rule of its own."]


def test_the_unit_of_a_rule_s_result_counts_for_the_next_rule() -> None:
    @rule()
    def first(age: MonthlyFen) -> Count:
        return age

    @rule()
    def second(first: Rate) -> Rate:
        return first

    assert [problem.partition(",")[0] for problem in problems(first, second)] == ["first: age is in age", "second: first is in count"]


def test_a_total_adds_up_its_own_unit_only() -> None:
    assert problems(total("wages", of="income_wages", unit=YearlyFen, summary="")) == [
        "wages: income_wages is in fen a month, but fen a year is expected. Convert it in a rule of its own."
    ]
    assert len(problems(count("old", of="age", summary=""))) == 1
    assert len(problems(anyone("old", of="age", summary=""))) == 1
    assert len(problems(place("old", of="age", summary=""))) == 1


def test_a_condition_compares_like_with_like() -> None:
    @condition(actual="income_wages", limit="aid_ceiling")
    def below(income_wages: MonthlyFen, aid_ceiling: YearlyFen) -> bool:
        return income_wages < aid_ceiling

    assert problems(below) == ["below: It compares fen a month with fen a year. Compare like with like."]


def test_a_condition_takes_what_it_says_it_compares() -> None:
    @condition(actual="income_wages", limit="aid_standard")
    def below(listed: bool) -> bool:
        return listed

    assert problems(below) == [
        "below: It compares income_wages without taking it. Make it an argument.",
        "below: It compares aid_standard without taking it. Make it an argument.",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {}),
        ({}, {"since": "2020-09-01"}),
        ({"until": "2020-09-01"}, {"since": "2020-09-01"}),
        ({"until": "2021-06-30"}, {"since": "2020-09-01"}),
        ({"until": "2021-06-30"}, {}),
        ({"since": "2020-09-01"}, {"since": "2020-09-01"}),
    ],
)
def test_versions_that_overlap_are_refused(first: dict[str, str], second: dict[str, str]) -> None:
    @rule(name="floor", **first)
    def one() -> Count:
        return 0

    @rule(name="floor", **second)
    def other() -> Count:
        return 1

    overlap = "floor: Two versions of the rule overlap in time. Let the first end the day before the second begins."
    assert problems(one, other) == [overlap]
    assert problems(other, one) == [overlap]


def test_a_gap_between_versions_is_refused() -> None:
    @rule(name="floor", until="2020-08-30")
    def one() -> Count:
        return 0

    @rule(name="floor", since="2020-09-01")
    def other() -> Count:
        return 1

    assert problems(one, other) == ["floor: No version of the rule holds from 2020-08-31 to 2020-08-31. Close the gap."]


def test_a_condition_may_cease_and_begin_again() -> None:
    @condition(name="young", until="2020-08-31")
    def one() -> bool:
        return False

    @condition(name="young", since="2021-01-01")
    def other() -> bool:
        return True

    rules = built(Programme("aid", "Aid", None), one, other)
    days = ("2020-08-31", "2020-09-01", "2020-12-31", "2021-01-01")
    assert [rules.segment(date.fromisoformat(day)).conditions["aid"] for day in days] == [("young",), (), (), ("young",)]


def test_a_version_that_ends_before_it_begins_is_refused() -> None:
    @rule(since="2020-09-01", until="2020-08-31")
    def floor() -> Count:
        return 0

    assert problems(floor) == ["floor: A version of the rule ends before it begins. Correct since or until."]


def test_a_version_may_hold_for_a_single_day() -> None:
    @rule(since="2020-09-01", until="2020-09-01")
    def floor() -> Count:
        return 0

    assert problems(floor) == []


def test_a_rule_that_has_ended_is_missed_where_it_is_needed() -> None:
    @rule(until="2020-06-30")
    def floor() -> Count:
        return 0

    @rule()
    def needs(floor: Count) -> Count:
        return floor

    assert problems(floor, needs) == ["needs: On 2020-07-01 nothing is called floor. Name a rule, total, parameter or fact."]


def test_a_rule_that_has_not_begun_is_missed_where_it_is_needed() -> None:
    @rule(since="2020-07-01")
    def floor() -> Count:
        return 0

    @rule()
    def needs(floor: Count) -> Count:
        return floor

    assert problems(floor, needs) == ["needs: On 2020-01-01 nothing is called floor. Name a rule, total, parameter or fact."]


def test_a_rule_that_has_ended_is_not_missed_where_nothing_needs_it() -> None:
    @rule(until="2020-06-30")
    def floor() -> Count:
        return 0

    @rule(until="2020-06-30")
    def needs(floor: Count) -> Count:
        return floor

    assert problems(floor, needs) == []


def test_a_citation_that_does_not_resolve_is_refused() -> None:
    @rule(cites="paper:1 paper:3 book:1")
    def floor() -> Count:
        return 0

    assert problems(floor) == [
        "floor: The fact paper:3 is in no sheet. Add it to seeds/, or correct the citation.",
        "floor: The fact book:1 is in no sheet. Add it to seeds/, or correct the citation.",
    ]


@pytest.mark.parametrize("make", [count, anyone, place])
def test_a_total_over_the_household_is_refused(make: Any) -> None:
    assert problems(make("open", of="aid_open", summary="")) == [
        "open: It adds up aid_open, which is not a value of each member. Take the household's value directly."
    ]


def test_a_total_over_a_total_is_refused() -> None:
    wages = total("wages", of="income_wages", unit=MonthlyFen, summary="")
    assert problems(wages, total("more", of="wages", unit=MonthlyFen, summary="")) == [
        "more: It adds up wages, which is not a value of each member. Take the household's value directly."
    ]


def test_a_place_is_a_value_of_each_member_and_can_be_added_up() -> None:
    first = place("first", of="listed", summary="")
    rules = built(first, total("sum_of_places", of="first", unit=Count, summary=""))
    assert "first" in rules.segments[0].of_member


def test_a_total_over_nothing_is_refused() -> None:
    assert problems(total("wages", of="income_wage", unit=MonthlyFen, summary="")) == [
        "wages: On 2020-01-01 nothing is called income_wage. Name a rule, total, parameter or fact."
    ]


@rule()
def household_amount(aid_standard: MonthlyFen) -> MonthlyFen:
    return aid_standard


@rule()
def member_share(listed: bool, household_amount: MonthlyFen) -> MonthlyFen:
    return household_amount if listed else 0


def test_an_amount_of_the_household_needs_shares() -> None:
    assert problems(Programme("aid", "Aid", "month", amount="household_amount"), household_amount) == [
        "aid: It pays the household without saying who gets what. Name in shares how it is divided."
    ]
    divided = Programme("aid", "Aid", "month", amount="household_amount", shares="member_share")
    assert problems(divided, household_amount, member_share) == []


def test_what_a_programme_pays_is_a_rule() -> None:
    assert problems(Programme("aid", "Aid", "month", amount="sum", shares="part")) == [
        "aid: On 2020-01-01 nothing is called sum. Write the rule.",
        "aid: On 2020-01-01 nothing is called part. Write the rule.",
    ]


REST = Programme("aid", "Aid", "month", amount="aid_amount", beside=("rest",))


def test_figures_beside_the_amount_are_rules_too() -> None:
    assert problems(REST, aid_amount, age_is_high) == ["aid: On 2020-01-01 nothing is called aid_rest. Write the rule."]
    both = Programme("aid", "Aid", "month", amount="aid_amount", beside=("rest", "gap"))
    assert problems(both, aid_amount, age_is_high) == [
        "aid: On 2020-01-01 nothing is called aid_rest. Write the rule.",
        "aid: On 2020-01-01 nothing is called aid_gap. Write the rule.",
    ]


def test_figures_beside_the_amount_are_in_its_unit() -> None:
    @rule()
    def aid_rest(age_is_high: bool, aid_ceiling: YearlyFen) -> YearlyFen:
        return aid_ceiling if age_is_high else 0

    assert problems(REST, aid_amount, age_is_high, aid_rest) == [
        "aid: aid_rest is in fen a year, but fen a month is expected. Convert it in a rule of its own."
    ]

    @rule(name="aid_rest")
    def counted(listed: bool) -> Count:
        return 1 if listed else 0

    assert problems(REST, aid_amount, age_is_high, counted) == [
        "aid: aid_rest is in count, but fen a month is expected. Convert it in a rule of its own."
    ]


@pytest.mark.parametrize("of_household", [True, False])
def test_figures_beside_the_amount_may_be_the_household_s_or_the_members(of_household: bool) -> None:
    @rule(name="aid_rest")
    def of_the_household(aid_standard: MonthlyFen) -> MonthlyFen:
        return aid_standard

    @rule(name="aid_rest")
    def of_a_member(income_wages: MonthlyFen, aid_standard: MonthlyFen) -> MonthlyFen:
        return max(0, aid_standard - income_wages)

    assert problems(REST, aid_amount, age_is_high, of_the_household if of_household else of_a_member) == []


def test_a_programme_that_pays_nothing_has_no_figures_beside() -> None:
    @rule()
    def aid_rest(listed: bool, aid_standard: MonthlyFen) -> MonthlyFen:
        return aid_standard if listed else 0

    assert problems(Programme("aid", "Aid", None, beside=("rest",)), aid_rest) == [
        "aid: aid_rest is in fen a month, but nothing is expected. Convert it in a rule of its own."
    ]


def test_a_figure_that_ends_with_its_rule_is_missed() -> None:
    @rule(until="2020-06-30")
    def aid_rest(listed: bool, aid_standard: MonthlyFen) -> MonthlyFen:
        return aid_standard if listed else 0

    assert problems(REST, aid_amount, age_is_high, aid_rest) == ["aid: On 2020-07-01 nothing is called aid_rest. Write the rule."]


@pytest.mark.parametrize(("period", "said"), [("year", "fen a year"), ("once", "fen"), (None, "nothing"), ("week", "nothing")])
def test_what_is_paid_is_in_the_unit_of_the_programme_s_period(period: str | None, said: str) -> None:
    assert problems(Programme("aid", "Aid", period, amount="aid_amount"), aid_amount, age_is_high) == [
        f"aid: aid_amount is in fen a month, but {said} is expected. Convert it in a rule of its own."
    ]


def test_shares_are_values_of_each_member_in_the_amount_s_unit() -> None:
    @rule()
    def yearly_share(listed: bool, aid_ceiling: YearlyFen) -> YearlyFen:
        return aid_ceiling if listed else 0

    assert problems(Programme("aid", "Aid", "month", amount="household_amount", shares="household_amount"), household_amount) == [
        "aid: Its shares are no value of each member. Name a rule about members."
    ]
    divided = Programme("aid", "Aid", "month", amount="household_amount", shares="yearly_share")
    assert problems(divided, household_amount, yearly_share) == [
        "aid: yearly_share is in fen a year, but fen a month is expected. Convert it in a rule of its own."
    ]


def test_a_year_is_no_count_of_anything() -> None:
    @rule()
    def counted(assessed_year: Count) -> Count:
        return assessed_year

    @rule()
    def in_years(assessed_year: Year, medical_year: Year) -> bool:
        return assessed_year == medical_year

    assert problems(counted) == ["counted: assessed_year is in year, but count is expected. Convert it in a rule of its own."]
    assert problems(in_years) == []


def test_the_assessed_year_is_the_household_s_and_not_a_member_s() -> None:
    @rule()
    def this_year(assessed_year: Year) -> bool:
        return assessed_year > 0

    assert "this_year" not in built(this_year).segments[0].of_member


def test_all_mistakes_of_names_and_versions_are_reported_at_once() -> None:
    @rule(name="floor", since="2020-09-01", until="2020-08-31", cites="paper:3")
    def floor() -> Count:
        return 0

    with pytest.raises(RuleError) as caught:
        build([module("aid", named("age"), named("heads"), named("heads"), floor)], rulebook(), SOURCES)
    assert {problem.path for problem in caught.value.problems} == {"age", "heads", "floor"}
    assert len(caught.value.problems) == 4


def test_all_mistakes_of_wiring_are_reported_at_once() -> None:
    @rule()
    def circle(circle: Count) -> Count:
        return circle

    @rule()
    def lost(nowhere: Count) -> Count:
        return nowhere

    @condition(actual="age", limit="aid_rate")
    def unlike(age: Count, aid_rate: Rate) -> bool:
        return age < aid_rate

    found = problems(circle, lost, unlike, takes_fen, Programme("aid", "Aid", None, amount="gone"))
    assert sorted(problem.partition(":")[0] for problem in found) == ["aid", "circle", "lost", "takes_fen", "unlike", "unlike"]


def test_mistakes_of_different_segments_are_reported_together() -> None:
    @rule(name="needs", until="2020-08-31")
    def one(before: Count) -> Count:
        return before

    @rule(name="needs", since="2020-09-01")
    def other(after: Count) -> Count:
        return after

    assert [problem.partition(" Name")[0] for problem in problems(one, other)] == [
        "needs: On 2020-01-01 nothing is called before.",
        "needs: On 2020-09-01 nothing is called after.",
    ]


def test_segments_are_cut_where_a_rule_begins_and_the_day_after_one_ends() -> None:
    @rule(since="2020-09-01", until="2021-06-30")
    def floor() -> Count:
        return 0

    assert begins(built(floor)) == ["2020-01-01", "2020-09-01", "2021-07-01"]


def test_what_begins_with_the_tables_or_before_cuts_nothing() -> None:
    @rule(since="2020-01-01")
    def one() -> Count:
        return 0

    @rule(since="2012-01-01")
    def two() -> Count:
        return 0

    @rule(until="2019-12-31")
    def three() -> Count:
        return 0

    rules = built(one, two, three)
    assert begins(rules) == [BEGINS.isoformat()]
    assert {"one", "two"} <= rules.segments[0].nodes.keys()
    assert "three" not in rules.segments[0].nodes


def test_a_condition_binds_only_from_its_first_day_to_its_last() -> None:
    @condition(since="2020-09-01", until="2021-06-30")
    def second() -> bool:
        return True

    rules = built(AID, aid_amount, age_is_high, low_wages, second)
    days = ("2020-08-31", "2020-09-01", "2021-06-30", "2021-07-01")
    assert [rules.segment(date.fromisoformat(day)).conditions["aid"] for day in days] == [
        ("low_wages",),
        ("low_wages", "second"),
        ("low_wages", "second"),
        ("low_wages",),
    ]
    assert [list(rules.segment(date.fromisoformat(day)).nodes["aid_eligible"].takes) for day in days[:2]] == [  # type: ignore[union-attr]  # the conjunction
        ["low_wages"],
        ["low_wages", "second"],
    ]


def test_a_later_version_takes_over_on_its_day() -> None:
    @rule(name="floor", until="2020-08-31")
    def before() -> Count:
        return 0

    @rule(name="floor", since="2020-09-01")
    def after() -> Count:
        return 1

    rules = built(after, before)
    assert meaning(rules, "2020-01-01", "floor") is before
    assert meaning(rules, "2020-08-31", "floor") is before
    assert meaning(rules, "2020-09-01", "floor") is after
    assert meaning(rules, "2030-01-01", "floor") is after


def test_a_household_s_rule_can_become_a_member_s() -> None:
    @rule(name="floor", until="2020-08-31")
    def before(aid_standard: MonthlyFen) -> MonthlyFen:
        return aid_standard

    @rule(name="floor", since="2020-09-01")
    def after(income_wages: MonthlyFen) -> MonthlyFen:
        return income_wages

    first, second = built(before, after).segments
    assert "floor" not in first.of_member
    assert "floor" in second.of_member


def test_rules_of_several_modules_are_wired_together() -> None:
    one = module("one", aid_amount, AID)
    other = module("other", age_is_high)
    rules = build([one, other], rulebook(STANDARD, parameter("aid.rate", RATE, 1)), SOURCES)
    assert "aid_amount" in rules.segments[0].order


def test_facts_have_the_units_of_their_kinds() -> None:
    @rule()
    def away(absence: Absence) -> bool:
        return absence != Absence.NONE

    assert problems(away) == []
    assert isinstance(built(away, count("gone", of="away", summary="")).segments[0].nodes["gone"], Total)
