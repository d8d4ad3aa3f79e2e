"""Eligibility where facts are open: all conditions, case by case."""

from collections.abc import Iterator
from types import ModuleType

import pytest

from shaoxing_benefits.engine.evaluation import Spread
from shaoxing_benefits.numbers import FEN_A_MONTH

from ..modules import parameter, written
from ..open_rules import earning, household, numbers, opened

OF_MEMBERS = """
from shaoxing_benefits.engine.rule import Programme, condition, rule
from shaoxing_benefits.numbers import MonthlyFen

GRANT = Programme("grant", "Grant", period="month", amount="grant_amount")

@condition()
def grant_resettled(resettled: bool) -> bool:
    return resettled

@condition()
def grant_wages_low(income_wages: MonthlyFen, grant_limit: MonthlyFen) -> bool:
    return income_wages < grant_limit

@condition()
def grant_wages_high(income_wages: MonthlyFen, grant_limit: MonthlyFen) -> bool:
    return income_wages + 10_000 >= grant_limit

@rule()
def grant_amount(grant_eligible: bool, income_wages: MonthlyFen, grant_limit: MonthlyFen) -> MonthlyFen:
    return grant_limit - income_wages if grant_eligible else 0
"""
OF_HOUSEHOLD = """
from shaoxing_benefits.engine.rule import Programme, condition, rule
from shaoxing_benefits.numbers import Count, Fen

HOME = Programme("home", "Home", period="once", amount="home_amount", shares="home_share")

@condition()
def home_owned(assets_homes: Count) -> bool:
    return assets_homes > 0

@condition()
def home_cheap(assets_money: Fen) -> bool:
    return assets_money <= 50_000

@rule()
def home_amount(home_eligible: bool, assets_money: Fen) -> Fen:
    return 60_000 - assets_money if home_eligible else 0

@rule()
def home_share(listed: bool, home_amount: Fen) -> Fen:
    return home_amount
"""


@pytest.fixture(scope="module", name="conditions")
def _conditions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    with written(tmp_path_factory.mktemp("rules"), "open_conditions", OF_MEMBERS) as module:
        yield module


@pytest.fixture(scope="module", name="conditions_of_household")
def _conditions_of_household(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    with written(tmp_path_factory.mktemp("rules"), "open_conditions_of_household", OF_HOUSEHOLD) as module:
        yield module


LIMIT = (parameter("grant.limit", FEN_A_MONTH, 30_000),)


def test_eligibility_is_all_conditions_case_by_case(conditions: ModuleType) -> None:
    """With wages of 200.00 to 299.99, and resettled: 300.00 less the wages, 0.01 to 100.00."""
    members = [{"resettled": True, **earning(None, None)}, {"resettled": "unknown", **earning("250", "260")}, {"resettled": False}]
    found = opened(conditions, household(*members), "grant_eligible", "grant_amount", entries=LIMIT)
    assert [found.spread("grant_eligible", member) for member in range(3)] == [Spread(0, 1), Spread(0, 1), Spread(0, 0)]
    assert [found.spread("grant_amount", member) for member in range(3)] == [Spread(0, 10_000), Spread(0, 5_000), Spread(0, 0)]
    assert found.depends_on([("grant_eligible", 0)]) == {"members[0].income.wages"}
    assert found.depends_on([("grant_eligible", 1)]) == {"members[1].resettled"}


def test_eligibility_of_the_household(conditions_of_household: ModuleType) -> None:
    """A home and money of up to 500.00: 100.00 at least, where all else is known."""
    wanted = ("home_eligible", "home_amount")
    found = opened(conditions_of_household, household(assets={"homes": "unknown", "money": "200"}), *wanted)
    assert numbers(found, "home_amount") == {0, 40_000}
    found = opened(conditions_of_household, household(assets={"homes": 1, "money": {"high": "500"}}), *wanted)
    assert (found.exact("home_eligible"), found.spread("home_amount")) == (1, Spread(10_000, 60_000))


def test_an_answer_that_one_condition_settles_is_firm(conditions: ModuleType, conditions_of_household: ModuleType) -> None:
    given = household(assets={"homes": 0, "money": "unknown"})
    found = opened(conditions_of_household, given, "home_eligible", "home_amount")
    assert (found.exact("home_eligible"), found.exact("home_amount")) == (0, 0)
    assert found.depends_on([("home_eligible", None), ("home_amount", None)]) == frozenset()
    found = opened(conditions, household({"resettled": False, **earning(None, None)}), "grant_eligible", entries=LIMIT)
    assert found.exact("grant_eligible", 0) == 0


def test_conditions_that_exclude_each_other_are_never_all_so(conditions: ModuleType) -> None:
    """Wages below a limit of 300.00 to 400.00 and from 100.00 below it on: with wages of up to 150.00 that is none."""
    entries = (parameter("grant.limit", FEN_A_MONTH, low=30_000, high=40_000),)
    given = household({"resettled": True, **earning("0", "150")})
    found = opened(conditions, given, "grant_eligible", "grant_amount", entries=entries)
    assert (found.exact("grant_eligible", 0), found.exact("grant_amount", 0)) == (0, 0)
    found = opened(conditions, household({"resettled": True, **earning("0", "350")}), "grant_eligible", "grant_amount", entries=entries)
    assert found.spread("grant_amount", 0) == Spread(0, 10_000)
    assert found.depends_on([("grant_eligible", 0)]) == {"members[0].income.wages", "grant.limit"}
