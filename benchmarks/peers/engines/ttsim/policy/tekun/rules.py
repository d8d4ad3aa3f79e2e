"""Support for people in exceptional hardship."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ttsim.tt import TTSIMUnit, policy_function

if TYPE_CHECKING:
    from ttsim.tt import ConsecutiveIntLookupTableParamValue


@policy_function(unit=TTSIMUnit.INDICATOR)
def unable_to_work(
    age: int,
    disability_kind: int,
    disability_grade: int,
    age_old: int,
    age_working: int,
    mildest_grade_that_excludes_work: ConsecutiveIntLookupTableParamValue,
) -> bool:
    """Too old, too young or too disabled to work."""
    mildest_grade = mildest_grade_that_excludes_work.look_up(disability_kind)
    return age >= age_old or age < age_working or (disability_grade >= 1 and mildest_grade >= disability_grade)


@policy_function(unit=TTSIMUnit.INDICATOR)
def eligible(
    unable_to_work: bool,
    supporter: int,
    supporter_capable: int,
    income_m: float,
    dibao__standard_m: float,
    orphan__eligible: bool,
) -> bool:
    """Without work, without income and without anybody who can give support."""
    return unable_to_work and supporter != supporter_capable and income_m < dibao__standard_m and not orphan__eligible


@policy_function(unit=TTSIMUnit.CURRENCY.PER_MONTH)
def income_m(wages_m: float, pension_m: float, basic_pension_m: float) -> float:
    """Own income, without the basic pension of residents."""
    return wages_m + pension_m - basic_pension_m


@policy_function(unit=TTSIMUnit.CURRENCY.PER_MONTH)
def amount_m(eligible: bool, district: int, standard_m: ConsecutiveIntLookupTableParamValue) -> float:
    """The amount by district."""
    return standard_m.look_up(district) if eligible else 0.0
