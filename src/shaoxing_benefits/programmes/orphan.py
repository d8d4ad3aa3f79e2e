"""The orphan allowance (孤儿基本生活费): a monthly amount for a child without parents, higher in a welfare institution."""

from ..engine.rule import Programme, condition, rule
from ..kinds import Absence, Guardianship, Placement
from ..numbers import Age, MonthlyFen

ORPHAN = Programme("orphan", "Orphan allowance", period="month", amount="orphan_amount")


@condition(actual="guardianship", cites="yearbook:orphan-allowance-2020")
def orphan_without_parents(guardianship: Guardianship) -> bool:
    """The member is an orphan."""
    return guardianship == Guardianship.ORPHAN


@condition(actual="age", limit="orphan_age_limit")
def orphan_under_age_limit(age: Age, orphan_age_limit: Age) -> bool:
    """The member is under the age limit."""
    return age < orphan_age_limit


@condition(actual="absence")
def orphan_not_in_prison(absence: Absence, common_prisoners_excluded: bool) -> bool:
    """The member is not in prison."""
    return absence != Absence.PRISON or not common_prisoners_excluded


@rule()
def orphan_amount(
    orphan_eligible: bool, placement: Placement, orphan_institution_rate: MonthlyFen, orphan_community_rate: MonthlyFen
) -> MonthlyFen:
    """The rate for where the child lives."""
    if not orphan_eligible:
        return 0
    if placement == Placement.INSTITUTION:
        return orphan_institution_rate
    return orphan_community_rate
