"""The premium subsidy (居民医保个人缴费资助): the treasury pays a member's own part of the residents' medical premium, for the year."""

from ..engine.rule import Programme, condition, rule
from ..kinds import Absence
from ..numbers import Grade, YearlyFen

PREMIUM_SUBSIDY = Programme("premium_subsidy", "Medical premium subsidy", period="year", amount="premium_subsidy_amount")


@rule(cites="yearbook:resident-medical-premium-2021")
def premium_subsidy_for_disability(
    disability_grade: Grade, premium_subsidy_disability_included: bool, premium_subsidy_mildest_grade: Grade
) -> bool:
    """The member's disability has a grade for which the whole premium is paid."""
    if disability_grade == 0 or not premium_subsidy_disability_included:
        return False
    return disability_grade <= premium_subsidy_mildest_grade


# The sickness-poor whose whole premium is paid are those within dibao and its edge, so they need no mention of their own. Of the others
# the part for critical illness is paid, as of every group of medical aid.
@rule(cites="yearbook:medical-aid-2020")
def premium_subsidy_in_full(
    tekun_eligible: bool,
    counts_as_on_dibao: bool,
    on_dibao_edge: bool,
    on_child_allowance: bool,
    groups_entitled_group: bool,
    premium_subsidy_for_disability: bool,
) -> bool:
    """The member belongs to a group whose whole premium is paid."""
    if tekun_eligible or counts_as_on_dibao or on_dibao_edge:
        return True
    return on_child_allowance or groups_entitled_group or premium_subsidy_for_disability


@condition(actual="resident_medical_insured")
def premium_subsidy_is_insured(resident_medical_insured: bool) -> bool:
    """The member has the residents' medical insurance."""
    return resident_medical_insured


@condition(cites="yearbook:medical-aid-2020 yearbook:critical-illness-2020")
def premium_subsidy_for_the_group(premium_subsidy_in_full: bool, medical_aid_in_group: bool) -> bool:
    """The member belongs to a group whose premium is paid, wholly or in part."""
    return premium_subsidy_in_full or medical_aid_in_group


@condition(actual="absence")
def premium_subsidy_not_in_prison(absence: Absence, common_prisoners_excluded: bool) -> bool:
    """The member is not in prison."""
    return absence != Absence.PRISON or not common_prisoners_excluded


@rule()
def premium_subsidy_whole_premium(
    resident_medical_student: bool, premium_subsidy_premium: YearlyFen, premium_subsidy_premium_student: YearlyFen
) -> YearlyFen:
    """The member's own part of the premium; university students have one of their own."""
    if resident_medical_student:
        return premium_subsidy_premium_student
    return premium_subsidy_premium


@rule(cites="yearbook:medical-aid-2020 yearbook:critical-illness-2020")
def premium_subsidy_amount(
    premium_subsidy_eligible: bool,
    premium_subsidy_in_full: bool,
    premium_subsidy_whole_premium: YearlyFen,
    premium_subsidy_critical_illness_part: YearlyFen,
) -> YearlyFen:
    """The whole premium, or its part for critical illness where no more is paid."""
    if not premium_subsidy_eligible:
        return 0
    paid = premium_subsidy_whole_premium
    if not premium_subsidy_in_full:
        paid = min(premium_subsidy_critical_illness_part, paid)
    return paid
