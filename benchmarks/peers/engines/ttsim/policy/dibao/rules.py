"""Minimum living allowance and the edge above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy.rounding import to_fen
from ttsim.tt import AggType, TTSIMUnit, agg_by_group_function, policy_function

if TYPE_CHECKING:
    from types import ModuleType


@policy_function(unit=TTSIMUnit.INDICATOR)
def counted(tekun__eligible: bool, orphan__eligible: bool) -> bool:
    """Whoever has support of their own is not counted in the household."""
    return not tekun__eligible and not orphan__eligible


@policy_function(unit=TTSIMUnit.INDICATOR)
def severely_disabled(counted: bool, disability_grade: int, severe_grade: int) -> bool:
    """A counted member whose disability is severe."""
    return counted and disability_grade >= 1 and disability_grade <= severe_grade


@policy_function(unit=TTSIMUnit.CURRENCY.PER_MONTH)
def income_m(counted: bool, wages_m: float, pension_m: float) -> float:
    """The income of a counted member."""
    return wages_m + pension_m if counted else 0.0


@agg_by_group_function(agg_type=AggType.SUM, unit=TTSIMUnit.COUNT.PER_HOUSEHOLD)
def members_household(counted: bool, household_id: int) -> int:
    """How many members are counted."""


@agg_by_group_function(agg_type=AggType.SUM, unit=TTSIMUnit.COUNT.PER_HOUSEHOLD)
def severely_disabled_members_household(severely_disabled: bool, household_id: int) -> int:
    """How many of them are severely disabled."""


@policy_function(unit=TTSIMUnit.CURRENCY.PER_MONTH.PER_HOUSEHOLD)
def limit_m_household(members_household: int, standard_m: float) -> float:
    """The standard for every counted member."""
    return members_household * standard_m


@policy_function(unit=TTSIMUnit.CURRENCY.PER_MONTH)
def income_per_head_m(income_m_household: float, members_household: int) -> float:
    """Income per counted member."""
    return income_m_household / members_household if members_household > 0 else 0.0


@policy_function(unit=TTSIMUnit.INDICATOR.PER_HOUSEHOLD)
def eligible_household(income_m_household: float, limit_m_household: float, money_household: float, months_of_money: int) -> bool:
    """Income and money are under the limits."""
    return income_m_household < limit_m_household and money_household < limit_m_household * months_of_money


@policy_function(unit=TTSIMUnit.CURRENCY.PER_MONTH.PER_HOUSEHOLD, verify_units=False)
def amount_m_household(
    eligible_household: bool,
    income_per_head_m: float,
    limit_m_household: float,
    members_household: int,
    severely_disabled_members_household: int,
    xnp: ModuleType,
) -> float:
    """What income leaves open; the share of a severely disabled member is paid in full."""
    others = members_household - severely_disabled_members_household
    open_amount = limit_m_household - income_per_head_m * others
    return to_fen(open_amount, xnp) if eligible_household else 0.0


@policy_function(unit=TTSIMUnit.INDICATOR.PER_HOUSEHOLD)
def edge_household(
    eligible_household: bool,
    members_household: int,
    income_m_household: float,
    limit_m_household: float,
    edge_factor: float,
    money_household: float,
    edge_months_of_money: int,
) -> bool:
    """Not on dibao, and not far above it."""
    return (
        not eligible_household
        and members_household > 0
        and income_m_household <= limit_m_household * edge_factor
        and money_household < limit_m_household * edge_months_of_money
    )
