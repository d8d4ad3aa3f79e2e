"""The disability living allowance (困难残疾人生活补贴): a part of the dibao standard for disabled members of poor households, monthly."""

from ..engine.rule import Programme, condition, rule
from ..kinds import Absence, Rounding
from ..numbers import Grade, MonthlyFen, Rate, portion

DISABILITY_LIVING = Programme("disability_living", "Disability living allowance", period="month", amount="disability_living_amount")


@condition(actual="disability_grade", limit="disability_living_mildest_grade")
def disability_living_has_grade(disability_grade: Grade, disability_living_mildest_grade: Grade) -> bool:
    """The member's disability has a grade that gives the allowance."""
    return disability_grade >= 1 and disability_grade <= disability_living_mildest_grade


@condition()
def disability_living_household_on_dibao_or_edge(on_dibao: bool, on_dibao_edge: bool, disability_living_edge_included: bool) -> bool:
    """The member's household is on dibao or its edge."""
    return on_dibao or (on_dibao_edge and disability_living_edge_included)


@condition()
def disability_living_not_on_tekun(tekun_eligible: bool, disability_living_tekun_excluded: bool) -> bool:
    """The member is not on tekun."""
    return not tekun_eligible or not disability_living_tekun_excluded


@condition(cites="children-opinion-2019:3.1")
def disability_living_not_on_full_child_rate(unsupported_child_on_full_rate: bool) -> bool:
    """The member does not get the whole rate of an unsupported child."""
    return not unsupported_child_on_full_rate


@condition(actual="absence")
def disability_living_not_in_prison(absence: Absence, common_prisoners_excluded: bool) -> bool:
    """The member is not in prison."""
    return absence != Absence.PRISON or not common_prisoners_excluded


@rule()
def disability_living_amount(
    disability_living_eligible: bool,
    dibao_standard: MonthlyFen,
    disability_living_standard_share: Rate,
    disability_living_rounding: Rounding,
) -> MonthlyFen:
    """A part of the dibao standard."""
    if not disability_living_eligible:
        return 0
    return portion(dibao_standard, disability_living_standard_share, disability_living_rounding)
