"""A ceiling: of what somebody else decides only the most is told, and it stands in no total."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from shaoxing_benefits import Assessment, assess
from shaoxing_benefits.numbers import FEN_A_MONTH, FLAG
from shaoxing_benefits.report.language import language
from shaoxing_benefits.report.text import assessment_text

from ..modules import answered, family, parameter, written

TEXT = """
from shaoxing_benefits.engine.rule import Programme, condition, rule
from shaoxing_benefits.numbers import MonthlyFen

AID = Programme("aid", "Aid", period="month", amount="aid_amount", beside=("more",), ceiling=True)

@condition()
def aid_is_open(listed: bool, aid_open: bool) -> bool:
    return listed and aid_open

@rule()
def aid_amount(aid_eligible: bool, aid_standard: MonthlyFen, income_wages: MonthlyFen) -> MonthlyFen:
    if not aid_eligible:
        return 0
    return max(0, aid_standard - income_wages)

@rule()
def aid_more(aid_eligible: bool, aid_standard: MonthlyFen) -> MonthlyFen:
    if not aid_eligible:
        return 0
    return aid_standard + aid_standard
"""
OPEN, CLOSED, PERHAPS = (parameter("aid.open", FLAG, value) for value in (1, 0, None))
STANDARD = parameter("aid.standard", FEN_A_MONTH, 10_000)


@pytest.fixture
def ceiling(tmp_path: Path) -> Iterator[ModuleType]:
    with written(tmp_path, "ceiling_rules", TEXT) as module:
        yield module


@pytest.mark.parametrize(
    ("is_open", "standard", "status", "high", "more"),
    [
        # Two members with 30.00 and 200.00: to 100.00 the first lacks 70.00, the second nothing.
        (OPEN, STANDARD, "eligible", "70.00", "400.00"),
        (CLOSED, STANDARD, "ineligible", "0.00", "0.00"),
        (PERHAPS, STANDARD, "undetermined", "70.00", "400.00"),
        # To 150.00 she lacks 120.00.
        (OPEN, parameter("aid.standard", FEN_A_MONTH, low=10_000, high=15_000), "eligible", "120.00", "600.00"),
        (OPEN, parameter("aid.standard", FEN_A_MONTH, low=10_000), "eligible", None, None),
        (PERHAPS, parameter("aid.standard", FEN_A_MONTH, low=10_000), "undetermined", None, None),
    ],
)
def test_only_the_most_is_told(ceiling: ModuleType, is_open: Any, standard: Any, status: str, high: str | None, more: str | None) -> None:
    found = answered([ceiling], (is_open, standard), family(30, 200))["aid"].to_dict()
    assert (found["status"], found["low"], found["high"]) == (status, "0.00", high)
    assert found["more"] == {"low": "0.00", "high": more}
    assert found["amount"] == ("0.00" if high == "0.00" else None)


def test_of_each_member_too(ceiling: ModuleType) -> None:
    found = answered([ceiling], (OPEN, STANDARD), family(30, 200))["aid"]
    assert found.ceiling
    assert {member: amount.to_dict() for member, amount in found.members.items()} == {"P1": {"low": "0.00", "high": "70.00"}}


def test_the_steps_show_how_it_came_about(ceiling: ModuleType) -> None:
    found = answered([ceiling], (OPEN, STANDARD), family(30))["aid"]
    assert [(step.id, str(step.value)) for step in found.steps] == [("aid_amount", "70.00"), ("aid_more", "200.00")]
    assert found.missing.parameters == ()


# Temporary relief, up to 6 standards, exceptionally 12: in 2020 of 850.00


def assessed(emergency: str, *wages: str, month: str = "2020-04", **more: Any) -> Assessment:
    members = [
        {"id": f"P{place}", "birth_date": "1975-05-10", "income": {"wages": wage}} | more for place, wage in enumerate(wages, start=1)
    ]
    household = {"district": "yuecheng", "registration": "urban", "unstated": "none", "emergency": emergency, "members": members}
    return assess(household, month)


def overview(answer: Assessment, name: str) -> str:
    """The answer in one line, without what wraps it."""
    return "".join(line.strip() + (" " if name == "en" else "") for line in assessment_text(answer, language(name)).splitlines())


def test_it_is_in_no_total() -> None:
    answer = assessed("accident", "5000.00", "0.00")
    relief = answer["temporary_relief"]
    assert (relief.status, relief.amount, relief.low, relief.high) == ("eligible", None, Decimal("0.00"), Decimal("10200.00"))
    assert relief.exceptional is not None
    assert relief.exceptional.to_dict() == {"low": "0.00", "high": "20400.00"}
    assert answer.totals["once"].to_dict() == {"low": "0.00", "high": "0.00", "unbounded": []}
    assert answer["dibao"].exceptional is None


def test_without_an_upper_limit_it_is_in_no_total_either() -> None:
    answer = assessed("accident", "5000.00", month="2021-04")
    assert answer["temporary_relief"].high is None
    assert answer["temporary_relief"].missing.parameters == ("dibao.standard",)
    assert answer.totals["once"].to_dict() == {"low": "0.00", "high": "0.00", "unbounded": []}


@pytest.mark.parametrize(
    ("emergency", "month", "wages", "said", "chinese"),
    [
        (
            "illness",
            "2020-04",
            "5000.00",
            "Temporary relief: up to ¥5,100.00 once, in exceptional hardship up to ¥10,200.00; the county decides",
            "临时救助：最高一次性¥5,100.00，特别困难的最高¥10,200.00，具体由县里决定",
        ),
        (
            "illness",
            "2021-04",
            "9000.00",
            "Temporary relief: no upper limit is known; the county decides",
            "临时救助：最高限额不详，具体由县里决定",
        ),
        (
            "illness",
            "2021-04",
            "9000.00",
            "Temporary relief: the upper limit depends on figures that are not published or not given: dibao standard [dibao.standard]",
            "临时救助：最高限额尚不确定，取决于未公布或未提供的数值：低保标准【dibao.standard】",
        ),
        (
            # In 2018 the standard is not known to be above 500.00: 6 and 12 times 810.00 at most.
            "expense",
            "2018-06",
            "500.00",
            "Temporary relief, if it is given: up to ¥4,860.00 once, in exceptional hardship up to ¥9,720.00; the county decides",
            "临时救助（若能享受）：最高一次性¥4,860.00，特别困难的最高¥9,720.00，具体由县里决定",
        ),
        (
            "expense",
            "2018-06",
            "500.00",
            "Temporary relief: whether it is given depends on figures that are not published or not given: dibao standard [dibao.standard]",
            "临时救助：能否享受尚不确定，取决于未公布或未提供的数值：低保标准【dibao.standard】",
        ),
    ],
)
def test_it_has_a_line_of_its_own(emergency: str, month: str, wages: str, said: str, chinese: str) -> None:
    answer = assessed(emergency, wages, month=month)
    assert said in overview(answer, "en")
    assert chinese in overview(answer, "zh")


def test_a_ceiling_is_not_nothing() -> None:
    """There is nothing else for this household, but that nothing is paid cannot be said."""
    assert "Nothing is paid." not in overview(assessed("illness", "5000.00"), "en")
    assert "Nothing is paid." in overview(assessed("none", "5000.00"), "en")


def test_a_ceiling_of_nothing_is_no_ceiling() -> None:
    """Whoever is in prison counts for nothing."""
    text = overview(assessed("illness", "5000.00", absence="prison"), "en")
    assert "the county decides" not in text
    assert "Nothing is paid." in text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("en", "Temporary relief: eligible, up to ¥5,100.00 once, in exceptional hardship up"),
        ("zh", "临时救助：符合条件，最高一次性¥5,100.00，特别困难的最高¥10,200.00"),
    ],
)
def test_the_explanation_says_so_too(name: str, said: str) -> None:
    text = assessment_text(assessed("illness", "5000.00"), language(name), explain=True).splitlines()
    assert any(line.startswith(said) for line in text)
    assert any("¥5,100.00  P1" in line for line in text)
    assert any("¥10,200.00  P1" in line for line in text)
