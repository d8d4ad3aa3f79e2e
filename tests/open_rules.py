"""Made-up rules that look at facts in every way there is, and households of which only a part is known."""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from shaoxing_benefits import Household, read_household
from shaoxing_benefits.engine.evaluation import Evaluation, Spread
from shaoxing_benefits.numbers import FEN_A_MONTH
from shaoxing_benefits.rulebook import Entry

from .modules import evaluated, parameter

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
EVERYTHING = ("grant", "with_wages", "care", "rest_of_care", "settled", "unsettled", "everybody", "anybody", "part_of_pot", "paid_out",
              "own_part", "all_parts", "if_anybody", "at_odds", "severe", "old_wages", "handed_on", "four_ways", "all_care")  # fmt: skip


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


def within(inner: Spread, outer: Spread) -> bool:
    return outer.low <= inner.low and (outer.high is None or (inner.high is not None and inner.high <= outer.high))


def numbers(found: Evaluation, name: str, member: int | None = None) -> set[int] | None:
    """The single numbers that a value can be; None where it may lie anywhere in a range."""
    ends = found.ends_at(found.place((name, member)))
    return None if ends is None else set(ends)
