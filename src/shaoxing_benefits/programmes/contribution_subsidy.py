"""The contribution subsidy (城乡居民养老保险缴费补贴): what the treasury adds to a year's contribution to the residents' pension."""

from ..engine.rule import Programme, condition, rule
from ..kinds import Absence
from ..numbers import Grade, YearlyFen

CONTRIBUTION_SUBSIDY = Programme(
    "contribution_subsidy", "Pension contribution subsidy", period="year", amount="contribution_subsidy_amount"
)


@condition(actual="resident_pension_tier")
def contribution_subsidy_has_tier(resident_pension_tier: YearlyFen) -> bool:
    """The member contributes to the residents' pension."""
    return resident_pension_tier > 0


@condition(actual="resident_pension_tier", since="2020-01-01", cites="yearbook:resident-pension-contributions-2020")
def contribution_subsidy_tier_offered(
    resident_pension_tier: YearlyFen,
    contribution_subsidy_first_tier: YearlyFen,
    contribution_subsidy_second_tier: YearlyFen,
    contribution_subsidy_third_tier: YearlyFen,
    contribution_subsidy_fourth_tier: YearlyFen,
    contribution_subsidy_fifth_tier: YearlyFen,
    contribution_subsidy_sixth_tier: YearlyFen,
    contribution_subsidy_seventh_tier: YearlyFen,
    contribution_subsidy_eighth_tier: YearlyFen,
    contribution_subsidy_ninth_tier: YearlyFen,
) -> bool:
    """The member's tier is one of the nine."""
    if resident_pension_tier == contribution_subsidy_first_tier:
        return True
    if resident_pension_tier == contribution_subsidy_second_tier:
        return True
    if resident_pension_tier == contribution_subsidy_third_tier:
        return True
    if resident_pension_tier == contribution_subsidy_fourth_tier:
        return True
    if resident_pension_tier == contribution_subsidy_fifth_tier:
        return True
    if resident_pension_tier == contribution_subsidy_sixth_tier:
        return True
    if resident_pension_tier == contribution_subsidy_seventh_tier:
        return True
    if resident_pension_tier == contribution_subsidy_eighth_tier:
        return True
    return resident_pension_tier == contribution_subsidy_ninth_tier


@rule(since="2020-01-01", cites="yearbook:resident-pension-contributions-2020")
def contribution_subsidy_in_lowest_tier_group(
    counts_as_on_dibao: bool, on_dibao_edge: bool, tekun_eligible: bool, disability_grade: Grade
) -> bool:
    """The member is on dibao, its edge or tekun, or disabled."""
    return disability_grade >= 1 or counts_as_on_dibao or on_dibao_edge or tekun_eligible


@condition(actual="resident_pension_tier", since="2020-01-01", cites="yearbook:resident-pension-contributions-2020")
def contribution_subsidy_lowest_tier_for_the_group(
    resident_pension_tier: YearlyFen, contribution_subsidy_first_tier: YearlyFen, contribution_subsidy_in_lowest_tier_group: bool
) -> bool:
    """The lowest tier is chosen only by members on dibao, its edge or tekun, and disabled ones."""
    return resident_pension_tier != contribution_subsidy_first_tier or contribution_subsidy_in_lowest_tier_group


@condition(actual="absence")
def contribution_subsidy_not_in_prison(absence: Absence, common_prisoners_excluded: bool) -> bool:
    """The member is not in prison."""
    return absence != Absence.PRISON or not common_prisoners_excluded


@rule(since="2020-01-01", cites="yearbook:resident-pension-contributions-2020")
def contribution_subsidy_paid_tier(
    resident_pension_tier: YearlyFen, contribution_subsidy_first_tier: YearlyFen, contribution_subsidy_lowest_tier_paid: bool
) -> YearlyFen:
    """The contribution itself, where the district pays it: the lowest tier."""
    if resident_pension_tier == contribution_subsidy_first_tier and contribution_subsidy_lowest_tier_paid:
        return contribution_subsidy_first_tier
    return 0


@rule(since="2020-01-01", cites="yearbook:resident-pension-contributions-2020")
def contribution_subsidy_addition(
    resident_pension_tier: YearlyFen,
    contribution_subsidy_first_tier: YearlyFen,
    contribution_subsidy_second_tier: YearlyFen,
    contribution_subsidy_third_tier: YearlyFen,
    contribution_subsidy_fourth_tier: YearlyFen,
    contribution_subsidy_fifth_tier: YearlyFen,
    contribution_subsidy_sixth_tier: YearlyFen,
    contribution_subsidy_seventh_tier: YearlyFen,
    contribution_subsidy_eighth_tier: YearlyFen,
    contribution_subsidy_ninth_tier: YearlyFen,
    contribution_subsidy_first_addition: YearlyFen,
    contribution_subsidy_second_addition: YearlyFen,
    contribution_subsidy_third_addition: YearlyFen,
    contribution_subsidy_fourth_addition: YearlyFen,
    contribution_subsidy_fifth_addition: YearlyFen,
    contribution_subsidy_sixth_addition: YearlyFen,
    contribution_subsidy_seventh_addition: YearlyFen,
    contribution_subsidy_eighth_addition: YearlyFen,
    contribution_subsidy_ninth_addition: YearlyFen,
) -> YearlyFen:
    """What the treasury adds to the member's tier."""
    if resident_pension_tier == contribution_subsidy_first_tier:
        return contribution_subsidy_first_addition
    if resident_pension_tier == contribution_subsidy_second_tier:
        return contribution_subsidy_second_addition
    if resident_pension_tier == contribution_subsidy_third_tier:
        return contribution_subsidy_third_addition
    if resident_pension_tier == contribution_subsidy_fourth_tier:
        return contribution_subsidy_fourth_addition
    if resident_pension_tier == contribution_subsidy_fifth_tier:
        return contribution_subsidy_fifth_addition
    if resident_pension_tier == contribution_subsidy_sixth_tier:
        return contribution_subsidy_sixth_addition
    if resident_pension_tier == contribution_subsidy_seventh_tier:
        return contribution_subsidy_seventh_addition
    if resident_pension_tier == contribution_subsidy_eighth_tier:
        return contribution_subsidy_eighth_addition
    if resident_pension_tier == contribution_subsidy_ninth_tier:
        return contribution_subsidy_ninth_addition
    return 0


# Before 2020 both the tiers and what was added are unknown: one sum stands for all of them.
@rule(name="contribution_subsidy_amount", until="2019-12-31")
def contribution_subsidy_amount_before_2020(
    contribution_subsidy_eligible: bool, contribution_subsidy_earlier_addition: YearlyFen
) -> YearlyFen:
    """What the treasury added before 2020."""
    if not contribution_subsidy_eligible:
        return 0
    return contribution_subsidy_earlier_addition


@rule(since="2020-01-01")
def contribution_subsidy_amount(
    contribution_subsidy_eligible: bool, contribution_subsidy_paid_tier: YearlyFen, contribution_subsidy_addition: YearlyFen
) -> YearlyFen:
    """What is added to the tier, and the tier itself where the district pays it."""
    if not contribution_subsidy_eligible:
        return 0
    return contribution_subsidy_paid_tier + contribution_subsidy_addition
