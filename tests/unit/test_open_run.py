"""Rules run over every case of what is not known: made-up rules, with the numbers worked out by hand."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from shaoxing_benefits.engine.cases import Cases
from shaoxing_benefits.engine.evaluation import Evaluation, Spread
from shaoxing_benefits.numbers import COUNT, FEN_A_MONTH, FLAG

from ..modules import evaluated, parameter, written
from ..open_rules import CAP, ENTRIES, EVERYTHING, OPEN_CAP, TEXT, earning, household, numbers, opened


@pytest.fixture(scope="module", name="rules")
def _rules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    with written(tmp_path_factory.mktemp("rules"), "open_run_rules", TEXT) as module:
        yield module


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


def test_a_number_that_a_comparison_leaves_one_value_is_that_value(tmp_path: Path) -> None:
    """Wages below a fen are none; of 0.01 it makes 0.08."""
    text = """
from shaoxing_benefits.engine.rule import rule
from shaoxing_benefits.numbers import MonthlyFen

@rule()
def fen_and_more(income_wages: MonthlyFen) -> MonthlyFen:
    if income_wages < 1:
        return income_wages
    return income_wages + 7
"""
    with written(tmp_path, "fen_rules", text) as module:
        found = opened(module, household(earning("0", "0.01")), "fen_and_more")
        assert numbers(found, "fen_and_more", 0) == {0, 8}
        found = opened(module, household(earning("0", None)), "fen_and_more")
        assert numbers(found, "fen_and_more", 0) is None
        assert found.spread("fen_and_more", 0) == Spread(0, None)


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


def test_a_way_that_contradicts_itself_is_no_case(tmp_path: Path) -> None:
    """Of three amounts the first is less than the second, that less than the third: then the third is not less than the first."""
    text = """
from shaoxing_benefits.engine.rule import rule
from shaoxing_benefits.numbers import Count, MonthlyFen

@rule()
def round_about(income_wages: MonthlyFen, income_business: MonthlyFen, income_property: MonthlyFen) -> Count:
    if income_wages < income_business and income_business < income_property:
        if income_property < income_wages:
            return 7
        return 1 if income_wages < 3 else 3
    return 2
"""
    with written(tmp_path, "round_rules", text) as module:
        for ends in ({"low": "0", "high": "0.09"}, "unknown"):
            member = {"income": dict.fromkeys(("wages", "business", "property"), ends)}
            found = opened(module, household(member), "round_about", entries=(CAP,))
            assert numbers(found, "round_about", 0) == {1, 2, 3}


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
    assert numbers(found, "care", 0) == care
    assert found.spread("care", 0) == Spread(min(care), max(care))
    assert numbers(found, "rest_of_care", 0) == rest
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
    assert numbers(found, "handed_on", 0) == {10_000, 20_000, 30_000}
    found = opened(rules, household({"self_care": "unknown", **earning("490", "510")}), "handed_on")
    assert found.spread("handed_on", 0) == Spread(10_000, 49_999)
    assert numbers(found, "handed_on", 0) is None
    assert found.depends_on([("handed_on", 0)]) == {"members[0].self_care", "members[0].income.wages"}


def test_several_amounts_one_of_which_it_is(rules: ModuleType) -> None:
    """Wages of 400.00 or 600.00: a grant of 600.00 or none. Only these two, and nothing between them."""
    found = opened(rules, household({"income": {"wages": {"one_of": ["400", "600"]}}}), "grant", "with_wages")
    assert numbers(found, "income_wages", 0) == {40_000, 60_000}
    assert numbers(found, "grant", 0) == {60_000, 0}
    assert numbers(found, "with_wages", 0) == {50_000, 60_000}


def test_claims_are_values_one_of_which_it_is(rules: ModuleType) -> None:
    claims = [{"value": "400", "source": "declared"}, {"value": "600", "source": "bank"}]
    found = opened(rules, household({"income": {"wages": {"claims": claims}}}), "grant")
    assert numbers(found, "grant", 0) == {60_000, 0}
    assert found.depends_on([("grant", 0)]) == {"members[0].income.wages"}


# Members


def test_counts_places_and_whether_anybody_by_cases(rules: ModuleType) -> None:
    found = opened(rules, household(*[{"resettled": "unknown"}] * 3), "settled", "everybody", "anybody", "settled_place")
    assert found.spread("settled") == Spread(0, 3)
    assert found.exact("everybody") == 3
    assert found.spread("anybody") == Spread(0, 1)
    assert [found.spread("settled_place", member) for member in range(3)] == [Spread(0, 0), Spread(0, 1), Spread(0, 2)]


def test_what_is_known_of_one_member_is_known_of_the_total(rules: ModuleType) -> None:
    members: list[dict[str, Any]] = [{"resettled": "unknown"}, {"resettled": True}, {"resettled": "unknown"}]
    found = opened(rules, household(*members), "settled", "anybody", "settled_place")
    assert found.spread("settled") == Spread(1, 3)
    assert found.exact("anybody") == 1
    assert found.depends_on([("anybody", None)]) == frozenset()
    assert [found.spread("settled_place", member) for member in range(3)] == [Spread(0, 0), Spread(0, 1), Spread(1, 2)]


def test_totals_of_numbers_by_cases(rules: ModuleType) -> None:
    """100.00 to 300.00 for one member, 200.00 for the other."""
    found = opened(rules, household({"self_care": "unknown"}, {"self_care": "partial"}), "all_care")
    assert numbers(found, "all_care") == {30_000, 40_000, 50_000}


def test_a_count_by_cases_divides(rules: ModuleType) -> None:
    """100.00 among nobody, one, two or three: nothing, 100.00, 50.00, 33.33; paid out in all nothing, 100.00, 100.00, 99.99."""
    found = opened(rules, household(*[{"resettled": "unknown"}] * 3), "part_of_pot", "paid_out", "own_part", "all_parts", "if_anybody")
    assert numbers(found, "part_of_pot") == {0, 10_000, 5_000, 3_333}
    assert numbers(found, "paid_out") == {0, 10_000, 9_999}
    # With the odd fen going to the first nothing is lost: all parts are the pot, or nothing where nobody shares.
    assert numbers(found, "all_parts") == {0, 10_000}
    assert numbers(found, "own_part", 0) == {0, 10_000, 5_000, 3_334}
    assert numbers(found, "own_part", 2) == {0, 10_000, 5_000, 3_333}
    assert numbers(found, "if_anybody") == {0, 10_000, 5_000, 3_333}


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
    assert numbers(found, "doubled_cap") == {30_000, 40_000}
    assert found.spread("under_doubled_cap", 0) == Spread(30_000, 39_000)
    assert found.depends_on([("under_doubled_cap", 0)]) == {"aid.cap", "members[0].income.wages"}
    # Of a household of which everything is known the same is said.
    known = evaluated([rules], entries, household({"income": {"wages": "350"}}), "doubled_cap", "under_doubled_cap")
    assert numbers(known, "under_doubled_cap", 0) == {30_000, 35_000}
    assert known.depends_on([("under_doubled_cap", 0)]) == {"aid.cap"}


def test_an_unpublished_number_that_divides_nothing_is_no_hindrance(rules: ModuleType) -> None:
    entries = (ENTRIES[0], parameter("aid.pot", FEN_A_MONTH, low=9_000, high=10_000), CAP)
    found = opened(rules, household(*[{"resettled": "unknown"}] * 2), "part_of_pot", entries=entries)
    assert found.spread("part_of_pot") == Spread(0, 10_000)
    assert found.depends_on([("part_of_pot", None)]) == {"aid.pot", "members[0].resettled", "members[1].resettled"}


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
    members: list[dict[str, Any]] = [
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
