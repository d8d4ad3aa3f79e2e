"""The allowance for unsupported children (事实无人抚养儿童): monthly, up to a rate that follows the orphans'."""

from ..engine.rule import Programme, condition, rule
from ..kinds import Absence, Guardianship, Rounding
from ..numbers import Age, MonthlyFen, Rate, portion

UNSUPPORTED_CHILD = Programme("unsupported_child", "Unsupported-child allowance", period="month", amount="unsupported_child_amount")


@condition(actual="guardianship", cites="children-opinion-2019:1")
def unsupported_child_without_support(guardianship: Guardianship) -> bool:
    """The member is an unsupported child."""
    return guardianship == Guardianship.UNSUPPORTED


@condition(actual="age", limit="orphan_age_limit")
def unsupported_child_under_age_limit(age: Age, orphan_age_limit: Age) -> bool:
    """The member is under the age limit."""
    return age < orphan_age_limit


@condition(actual="absence")
def unsupported_child_not_in_prison(absence: Absence, common_prisoners_excluded: bool) -> bool:
    """The member is not in prison."""
    return absence != Absence.PRISON or not common_prisoners_excluded


@rule()
def unsupported_child_rate(
    orphan_community_rate: MonthlyFen, unsupported_child_rate_share: Rate, unsupported_child_rounding: Rounding
) -> MonthlyFen:
    """The rate of an unsupported child: that of an orphan in the community."""
    return portion(orphan_community_rate, unsupported_child_rate_share, unsupported_child_rounding)


@rule()
def unsupported_child_assisted_alone(single_person_eligible: bool, unsupported_child_single_person_deducted: bool) -> bool:
    """The member is assisted alone, and what he or she gets so is topped up."""
    return single_person_eligible and unsupported_child_single_person_deducted


@rule(cites="children-opinion-2019:3.1")
def unsupported_child_on_full_rate(
    unsupported_child_eligible: bool, on_dibao: bool, tekun_eligible: bool, unsupported_child_assisted_alone: bool
) -> bool:
    """The child gets the whole rate, having nothing that is topped up."""
    return unsupported_child_eligible and not on_dibao and not tekun_eligible and not unsupported_child_assisted_alone


@rule(cites="children-opinion-2019:3.1")
def unsupported_child_already_given(
    dibao_share: MonthlyFen,
    tekun_amount: MonthlyFen,
    disability_living_amount: MonthlyFen,
    single_person_amount: MonthlyFen,
    unsupported_child_assisted_alone: bool,
) -> MonthlyFen:
    """What the child already gets from dibao, tekun and the disability living allowance."""
    if unsupported_child_assisted_alone:
        return dibao_share + tekun_amount + disability_living_amount + single_person_amount
    return dibao_share + tekun_amount + disability_living_amount


@rule(cites="children-opinion-2019:3.1")
def unsupported_child_amount(
    unsupported_child_eligible: bool, unsupported_child_rate: MonthlyFen, unsupported_child_already_given: MonthlyFen
) -> MonthlyFen:
    """What is lacking to the rate."""
    if not unsupported_child_eligible:
        return 0
    return max(0, unsupported_child_rate - unsupported_child_already_given)
