"""From values to outcomes, on made-up programmes: status and amounts where something is open, and figures told beside the amount."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from shaoxing_benefits import Outcome
from shaoxing_benefits.numbers import FEN_A_MONTH, FLAG

from ..modules import answered, family, parameter, written

TEXT = """
from shaoxing_benefits.engine.rule import Programme, anyone, condition, rule, total
from shaoxing_benefits.numbers import MonthlyFen

AID = Programme("aid", "Aid", period="month", amount="aid_amount", shares="aid_share", beside=("rest", "lack"))

@condition()
def open_to_all(aid_open: bool) -> bool:
    return aid_open

@rule()
def aid_amount(aid_eligible: bool, aid_standard: MonthlyFen) -> MonthlyFen:
    if not aid_eligible:
        return 0
    return aid_standard

@rule()
def aid_share(listed: bool, aid_amount: MonthlyFen) -> MonthlyFen:
    return aid_amount

@rule()
def aid_rest(income_wages: MonthlyFen, aid_standard: MonthlyFen) -> MonthlyFen:
    return max(0, income_wages - aid_standard)

all_wages = total("all_wages", of="income_wages", unit=MonthlyFen, summary="All wages.")

@rule()
def aid_lack(all_wages: MonthlyFen, aid_standard: MonthlyFen) -> MonthlyFen:
    return max(0, aid_standard - all_wages)
"""
OF_MEMBERS = """
from shaoxing_benefits.engine.rule import Programme, condition, rule
from shaoxing_benefits.numbers import MonthlyFen

TOP_UP = Programme("top_up", "Top-up", period="month", amount="top_up_amount")
REFUND = Programme("refund", "Refund", period="month", amount="income_wages")

@condition()
def top_up_open(listed: bool, top_up_for_all: bool) -> bool:
    return listed and top_up_for_all

@rule()
def top_up_amount(top_up_eligible: bool, income_wages: MonthlyFen) -> MonthlyFen:
    if not top_up_eligible:
        return 0
    return income_wages
"""
FOR_ALL = parameter("top_up.for_all", FLAG, 1)
STANDARD = parameter("aid.standard", FEN_A_MONTH, 10_000)
OPEN_STANDARD = parameter("aid.standard", FEN_A_MONTH, low=10_000, high=20_000)


@pytest.fixture
def of_household(tmp_path: Path) -> Iterator[ModuleType]:
    with written(tmp_path, "outcome_rules", TEXT) as module:
        yield module


@pytest.fixture
def of_members(tmp_path: Path) -> Iterator[ModuleType]:
    with written(tmp_path, "outcome_rules_of_members", OF_MEMBERS) as module:
        yield module


def ends(outcome: Outcome) -> tuple[str, Decimal | None, Decimal | None]:
    return outcome.status, outcome.low, outcome.high


@pytest.mark.parametrize(("value", "status", "amount"), [(1, "eligible", "100.00"), (0, "ineligible", "0.00")])
def test_a_known_flag_decides(of_household: ModuleType, value: int, status: str, amount: str) -> None:
    found = answered([of_household], (parameter("aid.open", FLAG, value), STANDARD), family(1))["aid"]
    assert ends(found) == (status, Decimal(amount), Decimal(amount))


@pytest.mark.parametrize("bounds", [{}, {"low": 0}, {"low": 0, "high": 1}])
def test_an_unpublished_flag_leaves_the_status_undetermined(of_household: ModuleType, bounds: dict[str, int]) -> None:
    found = answered([of_household], (parameter("aid.open", FLAG, **bounds), STANDARD), family(1))["aid"]
    assert ends(found) == ("undetermined", Decimal("0.00"), Decimal("100.00"))
    assert found.amount is None
    assert found.missing.parameters == ("aid.open",)


@pytest.mark.parametrize("condition", ["return edge_is_open", "return assets_vehicles == 0 and edge_is_open"])
def test_an_unpublished_flag_of_a_programme_that_pays_nothing_leaves_its_status_undetermined(tmp_path: Path, condition: str) -> None:
    """Nothing is ever asked of the flag but what it is."""
    text = f"""
from shaoxing_benefits.engine.rule import Programme, condition, rule
from shaoxing_benefits.numbers import Count

EDGE = Programme("edge", "Edge", period=None)

@condition()
def edge_open(assets_vehicles: Count, edge_is_open: bool) -> bool:
    {condition}
"""
    with written(tmp_path, "edge_rules", text) as module:
        for value, status in ((None, "undetermined"), (1, "eligible"), (0, "ineligible")):
            found = answered([module], (parameter("edge.is_open", FLAG, value),), family(1))["edge"]
            assert (found.status, found.range, found.copay) == (status, None, None)
            assert found.missing.parameters == (("edge.is_open",) if value is None else ())


@pytest.mark.parametrize("value", [1, 0, None])
def test_an_unpublished_flag_about_members_too(of_members: ModuleType, value: int | None) -> None:
    """Wages of 3.00 and 5.00 are topped up, or not."""
    found = answered([of_members], (parameter("top_up.for_all", FLAG, value),), family(3, 5))["top_up"]
    expected = {
        1: ("eligible", Decimal("8.00"), Decimal("8.00")),
        0: ("ineligible", Decimal("0.00"), Decimal("0.00")),
        None: ("undetermined", Decimal("0.00"), Decimal("8.00")),
    }
    assert ends(found) == expected[value]
    high = {1: ["3.00", "5.00"], None: ["3.00", "5.00"], 0: []}[value]
    assert [str(amount.high) for amount in found.members.values()] == high


def test_an_amount_may_be_a_fact_itself(of_members: ModuleType) -> None:
    found = answered([of_members], (FOR_ALL,), family(3, 5))["refund"]
    assert ends(found) == ("eligible", Decimal("8.00"), Decimal("8.00"))
    assert {member: str(amount.exact) for member, amount in found.members.items()} == {"P1": "3.00", "P2": "5.00"}


def test_figures_beside_the_amount_are_the_household_s_or_the_members_sum(of_household: ModuleType) -> None:
    """Wages of 150.00, 300.00 and 20.00: 50.00 and 200.00 are above the standard of 100.00; together nothing is lacking to it."""
    found = answered([of_household], (parameter("aid.open", FLAG, 1), STANDARD), family(150, 300, 20))["aid"]
    assert {figure: str(amount.exact) for figure, amount in found.beside.items()} == {"rest": "250.00", "lack": "0.00"}
    assert found.copay is None
    alone = answered([of_household], (parameter("aid.open", FLAG, 1), STANDARD), family(20))["aid"]
    assert {figure: str(amount.exact) for figure, amount in alone.beside.items()} == {"rest": "0.00", "lack": "80.00"}


def test_figures_beside_the_amount_are_told_of_those_not_eligible_too(of_household: ModuleType) -> None:
    found = answered([of_household], (parameter("aid.open", FLAG, 0), STANDARD), family(150))["aid"]
    assert found.status == "ineligible"
    assert str(found.beside["rest"].exact) == "50.00"


def test_an_open_figure_beside_the_amount_has_both_ends_and_what_it_depends_on(of_household: ModuleType) -> None:
    """The standard is 100.00 to 200.00: of 250.00 there are 150.00 to 50.00 above it, of 150.00 there are 50.00 to nothing."""
    entries = (parameter("aid.open", FLAG, 0), OPEN_STANDARD)
    for wages, low, high in ((250, "50.00", "150.00"), (150, "0.00", "50.00")):
        found = answered([of_household], entries, family(wages))["aid"]
        assert found.beside["rest"].to_dict() == {"low": low, "high": high}
        assert (found.status, found.amount) == ("ineligible", Decimal("0.00"))
        assert found.missing.parameters == ("aid.standard",)


def test_figures_beside_the_amount_stand_in_the_plain_data_under_their_names(of_household: ModuleType) -> None:
    found = answered([of_household], (parameter("aid.open", FLAG, 1), STANDARD), family(150))["aid"].to_dict()
    assert found["rest"] == {"low": "50.00", "high": "50.00"}
    assert list(found)[-2:] == ["rest", "lack"]


@pytest.mark.parametrize("name", ["range", "members", "missing", "beside", "conditions", "caveats", "steps"])
@pytest.mark.parametrize("standard", [STANDARD, OPEN_STANDARD], ids=["known", "open"])
def test_what_is_made_when_asked_for_is_made_once(of_household: ModuleType, name: str, standard: object) -> None:
    found = answered([of_household], (parameter("aid.open", FLAG, 1), standard), family(150))["aid"]  # type: ignore[arg-type]  # an entry
    assert getattr(found, name) is getattr(found, name)


def test_many_threads_that_ask_at_once_are_told_the_same(of_household: ModuleType) -> None:
    entries = (parameter("aid.open", FLAG), OPEN_STANDARD)
    expected = answered([of_household], entries, family(150, 300))["aid"].to_dict(steps=True)
    for _ in range(5):
        outcome = answered([of_household], entries, family(150, 300))["aid"]
        with ThreadPoolExecutor(8) as pool:
            assert all(found == expected for found in pool.map(lambda _, told=outcome: told.to_dict(steps=True), range(16)))


def test_an_outcome_says_what_it_is_and_cannot_be_changed(of_household: ModuleType) -> None:
    found = answered([of_household], (parameter("aid.open", FLAG, 1), STANDARD), family(150))["aid"]
    assert repr(found) == "<Outcome aid: eligible>"
    assert (found.programme, found.title, found.period, found.ceiling) == ("aid", "Aid", "month", False)
    for name in ("status", "programme", "amount", "anything"):
        with pytest.raises(AttributeError):
            setattr(found, name, "other")
