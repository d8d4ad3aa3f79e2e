"""The resident basic pension (城乡居民基础养老金): a monthly base, and more with age; the personal account is not part of it."""

from ..engine.rule import Programme, condition, rule
from ..kinds import Absence
from ..numbers import Age, MonthlyFen

RESIDENT_PENSION = Programme("resident_pension", "Resident basic pension", period="month", amount="resident_pension_amount")


@condition(actual="resident_pension_receiving")
def resident_pension_is_received(resident_pension_receiving: bool) -> bool:
    """The member receives a resident pension."""
    return resident_pension_receiving


@condition(actual="absence")
def resident_pension_not_in_prison(absence: Absence, common_prisoners_excluded: bool) -> bool:
    """The member is not in prison."""
    return absence != Absence.PRISON or not common_prisoners_excluded


@rule()
def resident_pension_addition(
    age: Age,
    resident_pension_first_age: Age,
    resident_pension_second_age: Age,
    resident_pension_third_age: Age,
    resident_pension_first_addition: MonthlyFen,
    resident_pension_second_addition: MonthlyFen,
    resident_pension_third_addition: MonthlyFen,
) -> MonthlyFen:
    """The addition for the member's age; the additions are not added up."""
    if age >= resident_pension_third_age:
        return resident_pension_third_addition
    if age >= resident_pension_second_age:
        return resident_pension_second_addition
    if age >= resident_pension_first_age:
        return resident_pension_first_addition
    return 0


@rule()
def resident_pension_amount(
    resident_pension_eligible: bool, resident_pension_base: MonthlyFen, resident_pension_addition: MonthlyFen
) -> MonthlyFen:
    """The base, and the addition for age."""
    if not resident_pension_eligible:
        return 0
    return resident_pension_base + resident_pension_addition
