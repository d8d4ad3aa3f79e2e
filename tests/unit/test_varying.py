"""Which facts can vary, and between which values: what is stated beside them narrows these."""

from decimal import Decimal
from typing import Any

import pytest

from shaoxing_benefits import Household, InputError, UsageError
from shaoxing_benefits.household import YEARS_OF_BILLS
from shaoxing_benefits.piecewise import Interval, unit_name
from shaoxing_benefits.statements import fact_paths, with_fact
from shaoxing_benefits.varying import INCOMES, numeric_facts, varied

from .test_solving import household

MOST = 10**12 - 1
"""Fen below ten billion yuan."""
BILLS = {"year": 2020, "in_scope": 500, "basic_paid": 200}
WHOLE = {
    "members[0].income.pension": ({"income": {"pension": 300, "basic_pension": 200}}, 200_00),
    "members[0].income.wages": ({"income": {"wages": 900}, "new_job": {"since": "2020-02", "increase": 700}}, 700_00),
    "members[0].medical.in_scope": ({"medical": BILLS}, 200_00),
}
"""What is at least as much as its part, here."""
PART = {
    "members[0].income.basic_pension": ({"income": {"pension": 300, "basic_pension": 200}}, 300_00),
    "members[0].new_job.increase": ({"income": {"wages": 900}, "new_job": {"since": "2020-02", "increase": 700}}, 900_00),
    "members[0].medical.basic_paid": ({"medical": BILLS}, 500_00),
}
"""What is at most as much as its whole."""


def spans(path: str, *members: dict[str, Any], **facts: Any) -> tuple[tuple[int, int], ...]:
    return varied(household(*members, **facts), path).spans


def test_every_number_can_vary_and_nothing_else() -> None:
    stated = household()
    refused = []
    for path in fact_paths(stated):
        try:
            varied(stated, path)
        except UsageError:
            refused.append(path.removeprefix("members[0]."))
    assert refused == [
        "district", "registration", "emergency", "birth_date", "absence", "disability.kind", "serious_illness", "supporter", "self_care",
        "guardianship", "placement", "groups", "new_job.since", "resident_pension.receiving", "resident_medical.insured",
        "resident_medical.student", "resettled",
    ]  # fmt: skip
    assert len(numeric_facts()) == len(fact_paths(stated)) - len(refused)


def test_incomes_are_those_that_add_to_what_a_household_has() -> None:
    """The basic pension is a part of all pensions, and no more money."""
    assert {f"income.{name}" for name in ("basic_pension",)} | INCOMES == {path for path in numeric_facts() if path.startswith("income.")}


@pytest.mark.parametrize(
    ("path", "unit", "last"),
    [
        ("assets.money", "yuan", Decimal("9999999999.99")),
        ("members[0].income.wages", "yuan a month", Decimal("9999999999.99")),
        ("members[0].resident_pension.tier", "yuan a year", Decimal("9999999999.99")),
        ("assets.floor_area", "square metres", Decimal("999999.99")),
        ("assets.shops", "count", 10_000),
    ],
)
def test_values_go_on_to_whatever_can_be_stated(path: str, unit: str, last: Decimal | int) -> None:
    found = varied(household(), path)
    ((first, most),) = found.spans
    assert (first, found.shown(most), unit_name(found.unit), found.goes_on) == (0, last, unit, True)
    with_fact(household(), path, last)
    with pytest.raises(InputError):
        with_fact(household(), path, last + 1)


@pytest.mark.parametrize("path", WHOLE)
def test_a_whole_is_at_least_its_part(path: str) -> None:
    member, least = WHOLE[path]
    stated = household(member)
    assert varied(stated, path).spans == ((least, MOST),)
    assert_ends(stated, path, least, None)


@pytest.mark.parametrize("path", PART)
def test_a_part_is_at_most_its_whole(path: str) -> None:
    member, most = PART[path]
    stated = household(member)
    found = varied(stated, path)
    assert (found.spans, found.goes_on) == (((0, most),), False)
    assert_ends(stated, path, None, most)


def assert_ends(stated: Household, path: str, first: int | None, last: int | None) -> None:
    """The end can be stated, the value beyond cannot."""
    fact = varied(stated, path)
    for end, beyond in ((first, -1), (last, 1)):
        if end is not None:
            with_fact(stated, path, fact.shown(end))
            with pytest.raises(InputError):
                with_fact(stated, path, fact.shown(end + beyond))


@pytest.mark.parametrize(
    ("pension", "expected"),
    [
        ({"low": 100, "high": 200}, ((0, 200_00),)),
        ({"low": 100}, ((0, MOST),)),
        ({"one_of": [100, 300]}, ((0, 300_00),)),
        ("unknown", ((0, MOST),)),
        ({"claims": [{"value": 100, "source": "bank"}, {"value": 150, "source": "declared"}]}, ((0, 150_00),)),
    ],
)
def test_a_whole_that_is_not_known_narrows_by_what_is_known_of_it(pension: Any, expected: Any) -> None:
    assert spans("members[0].income.basic_pension", {"income": {"pension": pension}}) == expected


@pytest.mark.parametrize(("basic", "first"), [({"low": 100, "high": 200}, 100_00), ({"high": 200}, 0), ({"one_of": [150, 120]}, 120_00)])
def test_a_part_that_is_not_known_narrows_its_whole(basic: Any, first: int) -> None:
    assert spans("members[0].income.pension", {"income": {"pension": 400, "basic_pension": basic}}) == ((first, MOST),)


def test_a_grade_needs_a_kind_of_disability() -> None:
    path = "members[0].disability.grade"
    assert spans(path, {"disability": {"kind": "mental", "grade": 2}}) == ((1, 4),)
    assert spans(path) == ((0, 0),)
    assert spans(path, {"disability": {"kind": "unknown", "grade": "unknown"}}) == ((0, 4),)


def test_bills_need_a_year() -> None:
    years = (YEARS_OF_BILLS.start, YEARS_OF_BILLS.stop - 1)
    assert spans("members[0].medical.year") == ((0, 0), years)
    assert spans("members[0].medical.year", {"medical": BILLS}) == (years,)
    assert spans("members[0].medical.other_paid") == ((0, 0),)
    assert spans("members[0].medical.other_paid", {"medical": BILLS}) == ((0, MOST),)


def test_a_rise_needs_a_job() -> None:
    path = "members[0].new_job.increase"
    assert spans(path, {"income": {"wages": 500}}) == ((0, 0),)
    assert spans(path, {"income": {"wages": 500}, "new_job": {"since": "2020-01"}}) == ((0, 500_00),)


def test_a_range_is_cut_to_what_is_possible() -> None:
    stated = household({"medical": BILLS})
    found = varied(stated, "members[0].medical.year", 1990, 2020)
    assert (found.spans, found.goes_on) == (((2000, 2020),), False)
    assert varied(household(), "members[0].medical.year", 0, 2001).spans == ((0, 0), (2000, 2001))
    with pytest.raises(UsageError, match="high: No value in this range is possible"):
        varied(stated, "members[0].medical.year", 0, 1999)
    with pytest.raises(UsageError, match=r"low: No value in this range is possible.* lies between 2000 and 2100"):
        varied(stated, "members[0].medical.year", 2101)


def test_an_end_that_is_stated_is_an_end() -> None:
    """Even where it is the last that can be."""
    assert not varied(household(), "assets.money", high="9999999999.99").goes_on
    assert varied(household(), "assets.money", low="9999999999.99").goes_on


def test_values_are_read_as_they_are_written() -> None:
    wages = varied(household(), "members[0].income.wages")
    assert [wages.inner(each) for each in ("850.00", 850, Decimal("0.01"), "１，２００")] == [85_000, 85_000, 1, 120_000]
    assert (wages.fact, wages.is_money, wages.scale) == ("income.wages", True, 100)
    homes = varied(household(), "assets.homes")
    assert (homes.inner("3"), homes.shown(3), homes.is_money, homes.is_income, homes.scale) == (3, 3, False, False, 1)


@pytest.mark.parametrize(("value", "inside"), [("850.00", True), ("849.99", False), ("900.00", True), ("900.01", False)])
def test_an_interval_has_both_its_ends(value: str, inside: bool) -> None:
    assert (Decimal(value) in Interval(Decimal("850.00"), Decimal("900.00"))) == inside
    assert Decimal("10000") in Interval(Decimal("850.00"), None)
