"""What is known of a value, on what it still depends, and what is said when there are too many cases."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from shaoxing_benefits import Household, Medical, Month, Person, Range, assess
from shaoxing_benefits.asking import rule_set
from shaoxing_benefits.engine import bounds
from shaoxing_benefits.engine.evaluation import Evaluation, Spread, evaluate
from shaoxing_benefits.engine.graph import build
from shaoxing_benefits.engine.scalar import context, make_plan
from shaoxing_benefits.numbers import FEN_A_MONTH, FLAG
from shaoxing_benefits.rulebook import Question

from ..modules import SOURCES, evaluated, family, parameter, rulebook, written
from ..open_rules import numbers
from ..typing_sample import household

TEXT = """
from shaoxing_benefits.engine.rule import anyone, count, rule, total
from shaoxing_benefits.numbers import Count, MonthlyFen

@rule()
def capped(income_wages: MonthlyFen, aid_cap: MonthlyFen) -> MonthlyFen:
    return min(income_wages, aid_cap)

@rule()
def the_same_either_way(income_wages: MonthlyFen, aid_cap: MonthlyFen, aid_other: MonthlyFen) -> MonthlyFen:
    if income_wages < aid_other:
        return aid_cap
    return aid_cap

@rule()
def certain_either_way(income_wages: MonthlyFen, aid_cap: MonthlyFen) -> MonthlyFen:
    if income_wages < aid_cap:
        return 7
    return 7

@rule()
def shut(listed: bool, aid_switch: bool, aid_cap: MonthlyFen) -> MonthlyFen:
    if aid_switch and not listed:
        return aid_cap
    return 0

@rule()
def one_or_the_other(listed: bool, aid_switch: bool) -> Count:
    if listed and aid_switch:
        return 3
    return 0

@rule()
def the_other(listed: bool, aid_switch: bool) -> Count:
    if listed and aid_switch:
        return 0
    return 5

@rule()
def low(income_wages: MonthlyFen, aid_cap: MonthlyFen) -> bool:
    return income_wages < aid_cap

all_capped = total("all_capped", of="capped", unit=MonthlyFen, summary="All.")
many_low = count("many_low", of="low", summary="Many.")
any_low = anyone("any_low", of="low", summary="Any.")
"""
OPEN = (
    parameter("aid.cap", FEN_A_MONTH, low=10_000, high=20_000),
    parameter("aid.other", FEN_A_MONTH, low=5_000),
    parameter("aid.switch", FLAG, low=0, high=1),
)
NAMES = (
    "capped",
    "the_same_either_way",
    "certain_either_way",
    "shut",
    "one_or_the_other",
    "the_other",
    "all_capped",
    "many_low",
    "any_low",
)


@pytest.fixture
def rules(tmp_path: Path) -> Iterator[ModuleType]:
    with written(tmp_path, "open_rules", TEXT) as module:
        yield module


def opened(rules: ModuleType, *wages: int | str) -> Evaluation:
    return evaluated([rules], OPEN, family(*wages), *NAMES)


def test_what_is_certain_is_one_number_in_every_case(rules: ModuleType) -> None:
    found = evaluated([rules], OPEN, family(90), "capped", "all_capped")
    assert [found.row[found.place(named)] for named in (("capped", 0), ("all_capped", None))] == [9_000, 9_000]
    assert not found.differs_by_case(found.place(("capped", 0)))
    assert found.exact("capped", 0) == 9_000
    assert found.spread("all_capped") == Spread(9_000, 9_000)
    assert found.depends_on([("capped", 0), ("all_capped", None)]) == frozenset()


def test_an_open_value_lies_between_what_its_cases_give(rules: ModuleType) -> None:
    found = opened(rules, 150, 90)
    assert found.spread("capped", 0) == Spread(10_000, 15_000)
    assert found.exact("capped", 0) is None
    assert found.exact("capped", 1) == 9_000
    assert found.spread("all_capped") == Spread(19_000, 24_000)


def test_flags_and_counts_of_what_is_open_have_bounds(rules: ModuleType) -> None:
    found = opened(rules, 150, 90, 250)
    assert [found.spread("low", member) for member in range(3)] == [Spread(0, 1), Spread(1, 1), Spread(0, 0)]
    assert found.spread("many_low") == Spread(1, 2)
    assert found.exact("any_low") == 1


def test_what_excludes_each_other_is_not_added(rules: ModuleType) -> None:
    found = opened(rules, 150)
    assert found.spread("one_or_the_other", 0) == Spread(0, 3)
    assert found.spread("the_other", 0) == Spread(0, 5)
    assert found.spread_of_sum([("one_or_the_other", 0), ("the_other", 0)]) == Spread(3, 5)
    assert found.spread_of_sum([]) == Spread(0, 0)


def test_an_unknown_without_limit_leaves_the_sum_without_one(rules: ModuleType) -> None:
    found = evaluated([rules], (*OPEN[1:], parameter("aid.cap", FEN_A_MONTH)), family(150), "the_same_either_way")
    assert found.spread("the_same_either_way", 0) == Spread(0, None)
    assert found.spread_of_sum([("the_same_either_way", 0)] * 2) == Spread(0, None)


def test_what_cannot_matter_is_not_named(rules: ModuleType) -> None:
    found = opened(rules, 150)
    assert found.depends_on([("capped", 0)]) == {"aid.cap"}
    assert found.depends_on([("the_same_either_way", 0)]) == {"aid.cap"}
    assert found.depends_on([("certain_either_way", 0)]) == frozenset()
    assert found.depends_on([("shut", 0)]) == frozenset()
    assert found.depends_on([("one_or_the_other", 0)]) == {"aid.switch"}
    assert found.depends_on([("one_or_the_other", 0), ("capped", 0)]) == {"aid.switch", "aid.cap"}


@pytest.mark.parametrize("bounds", [{}, {"low": 0}, {"high": 1}])
def test_an_unpublished_flag_is_nought_or_one(rules: ModuleType, bounds: dict[str, int]) -> None:
    found = evaluated([rules], (OPEN[0], OPEN[1], parameter("aid.switch", FLAG, **bounds)), family(150), "aid_switch", "one_or_the_other")
    assert found.spread("aid_switch") == Spread(0, 1)
    assert found.spread("one_or_the_other", 0) == Spread(0, 3)


def test_other_unknowns_without_bounds_have_no_upper_one(rules: ModuleType) -> None:
    found = evaluated([rules], (parameter("aid.cap", FEN_A_MONTH), *OPEN[1:]), family(150), "aid_cap", "capped")
    assert found.spread("aid_cap") == Spread(0, None)
    assert found.spread("capped", 0) == Spread(0, 15_000)


def test_what_nothing_undecided_matters_to_has_results(rules: ModuleType) -> None:
    found = evaluated([rules], OPEN, family(90, 80), "capped", "all_capped")
    assert found.results == (17_000, 17_000)


def test_what_something_undecided_matters_to_has_none(rules: ModuleType) -> None:
    found = evaluated([rules], OPEN, family(150), "capped", "all_capped")
    assert found.results is None
    assert found.differs_by_case(found.place(("capped", 0)))
    assert found.spread("all_capped") == Spread(10_000, 15_000)


def test_what_is_open_and_undecided_nowhere_is_a_number(rules: ModuleType) -> None:
    """The cap itself, 100.00 to 200.00: no rule has asked anything of it."""
    found = evaluated([rules], OPEN, family(90), "aid_cap")
    assert not found.differs_by_case(found.place(("aid_cap", None)))
    assert numbers(found, "aid_cap") is None
    assert found.depends_on([("aid_cap", None)]) == {"aid.cap"}


def test_an_open_value_is_told_by_what_it_can_be_where_that_is_single_numbers(rules: ModuleType) -> None:
    found = opened(rules, 150)
    assert numbers(found, "one_or_the_other", 0) == {0, 3}
    assert numbers(found, "the_other", 0) == {0, 5}
    assert numbers(found, "low", 0) == {0, 1}
    assert numbers(found, "capped", 0) is None
    assert numbers(found, "income_wages", 0) == {15_000}


@pytest.mark.parametrize("wages", [(90,), (150,)])
def test_every_value_is_made_once_however_often_it_is_asked_for(rules: ModuleType, wages: tuple[int, ...]) -> None:
    found = evaluated([rules], OPEN, family(*wages), "capped")
    assert found.row is found.row
    assert found.cases is found.cases
    assert found.cases.search is found.cases.search


def test_the_year_of_the_month_is_a_fact(tmp_path: Path) -> None:
    text = """
from shaoxing_benefits.engine.rule import rule
from shaoxing_benefits.numbers import Year

@rule()
def of_the_year(medical_year: Year, assessed_year: Year) -> bool:
    return medical_year == assessed_year
"""
    with written(tmp_path, "year_rules", text) as module:
        rules = build([module], rulebook(), SOURCES)
        plan = make_plan(rules.segments[0], ["of_the_year", "assessed_year"])
        members = [Person(id=f"P{year}", birth_date=date(1980, 1, 1), medical=Medical(year=year)) for year in (2019, 2020, 2021)]
        given = Household(id="H", district="yuecheng", registration="rural", unstated="none", members=members)
        for month, year in (("2020-01", 2020), ("2020-12", 2020), ("2021-01", 2021)):
            asked = Month.parse(month)
            found = evaluate(context(plan, rules.rulebook, Question(given.district, asked.first_day)), given, asked)
            assert found.exact("assessed_year") == year
            assert [found.exact("of_the_year", member) for member in range(3)] == [each == year for each in (2019, 2020, 2021)]


def test_an_unknown_stands_for_itself_where_it_is_asked_for(rules: ModuleType) -> None:
    found = opened(rules, 150)
    assert found.spread("aid_cap") == Spread(10_000, 20_000)
    assert found.spread("aid_other") == Spread(5_000, None)
    assert found.exact("income_wages", 0) == 15_000


def test_members_are_in_the_order_of_their_ids() -> None:
    plan = make_plan(rule_set().segments[0], ["dibao_counted"])
    given = family(1, 2, 3)
    mixed = Household(
        id="H", district="yuecheng", registration="rural", unstated="none", members=[given.members[each] for each in (2, 0, 1)]
    )
    asked = Month(2019, 1)
    found = evaluate(context(plan, rule_set().rulebook, Question(mixed.district, asked.first_day)), mixed, asked)
    assert [member.id for member in found.members] == ["P1", "P2", "P3"]


# Savings of 35 000 a head lie between three and four years of the standard: 30 600 and 40 800.
SAVER = {
    "id": "S",
    "district": "yuecheng",
    "registration": "rural",
    "unstated": "none",
    "assets": {"money": "35000"},
    "members": [{"id": "P1", "birth_date": "1980-01-01"}],
}


def test_an_open_answer_names_only_the_parameter_that_decides_it() -> None:
    assert assess(SAVER, "2020-04")["dibao"].missing.parameters == ("dibao.money_years",)


def test_what_cannot_be_followed_is_wholly_open_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one way through a rule, whether 35 000 is below the limit cannot be told apart."""
    monkeypatch.setattr(bounds, "MOST_PATHS", 1)
    answer = assess(SAVER, "2020-04")
    for programme in ("dibao", "single_person"):
        outcome = answer[programme]
        assert (outcome.status, outcome.amount, outcome.low, outcome.high) == ("undetermined", None, Decimal("0.00"), None)
        assert outcome.members["P1"].to_dict() == {"low": "0.00", "high": None}
        assert "dibao.money_years" in outcome.missing.parameters
        assert "evaluation" in {caveat.parameter for caveat in outcome.caveats}
    assert answer["dibao_edge"].status == "undetermined"
    assert answer["dibao_edge"].range is None
    unbounded = set(answer.totals["month"].unbounded)
    assert unbounded >= {"dibao", "single_person", "price_subsidy"}
    assert unbounded.isdisjoint({"tekun", "orphan", "resident_pension"})


def test_what_cannot_be_followed_takes_no_other_programme_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_PATHS", 1)
    answer = assess(SAVER, "2020-04")
    for programme in ("tekun", "orphan", "resident_pension"):
        assert (answer[programme].status, answer[programme].amount) == ("ineligible", Decimal(0))
        assert answer[programme].missing.parameters == ()
        assert not answer[programme].caveats
    assert answer.totals["month"].to_dict()["high"] is None


def test_only_the_condition_that_cannot_be_followed_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_PATHS", 1)
    conditions = {each.id: each for each in assess(SAVER, "2020-04")["dibao"].conditions}
    money = conditions["dibao_money_below_limit"]
    assert money.holds is None
    assert money.actual == Decimal("35000.00")
    assert money.limit == Range(Decimal("30600.00"), Decimal("40800.00"))
    assert {each.id for each in conditions.values() if not each.holds} == {"dibao_money_below_limit"}
    assert assess(SAVER, "2020-04").to_dict(steps=True)["programmes"]["dibao"]["steps"]


def test_a_certain_answer_is_the_same_with_one_path(monkeypatch: pytest.MonkeyPatch) -> None:
    before = assess(household(), "2020-04").to_dict(steps=True)
    monkeypatch.setattr(bounds, "MOST_PATHS", 1)
    monkeypatch.setattr(bounds, "MOST_CASES", 1)
    assert assess(household(), "2020-04").to_dict(steps=True) == before


def test_an_answer_that_no_open_fact_can_change_is_firm() -> None:
    """Money of 50 000 is over the limit whatever the standard's multiple and the wages are."""
    rich = SAVER | {"assets": {"money": "50000"}, "members": [{"id": "P1", "birth_date": "1980-01-01", "income": {"wages": "unknown"}}]}
    found = assess(rich, "2020-04")["dibao"]
    assert (found.status, found.amount) == ("ineligible", Decimal(0))
    assert (found.missing.facts, found.missing.parameters) == ((), ())


def test_an_open_answer_names_the_fact_and_the_parameter_that_decide_it() -> None:
    """Money unknown: from 30 600 on the multiple decides too."""
    found = assess(SAVER | {"assets": {"money": "unknown"}}, "2020-04")["dibao"]
    assert (found.status, found.low, found.high) == ("undetermined", Decimal(0), Decimal(850))
    assert (found.missing.facts, found.missing.parameters) == (("assets.money",), ("dibao.money_years",))
    for money, status in (("30599.99", "eligible"), ("40800", "ineligible")):
        assert assess(SAVER | {"assets": {"money": {"low": money, "high": money}}}, "2020-04")["dibao"].status == status
