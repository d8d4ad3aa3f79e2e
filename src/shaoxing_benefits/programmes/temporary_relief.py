"""Temporary relief (临时救助): paid once to a household in an emergency, up to a ceiling; how much of it, the county decides."""

from ..engine.rule import Programme, condition, rule
from ..kinds import Absence, Emergency
from ..numbers import Count, Fen, MonthlyFen

TEMPORARY_RELIEF = Programme(
    "temporary_relief", "Temporary relief", period="once", amount="temporary_relief_amount", beside=("exceptional",), ceiling=True
)


@condition(actual="emergency", cites="zhejiang-regulation:38")
def temporary_relief_has_emergency(emergency: Emergency) -> bool:
    """The household is in an emergency."""
    return emergency != Emergency.NONE


@condition(actual="emergency", cites="zhejiang-regulation:38")
def temporary_relief_expense_on_dibao_or_edge(emergency: Emergency, dibao_eligible: bool, dibao_edge_eligible: bool) -> bool:
    """If the emergency is a sudden rise of expense, the household is on dibao or its edge."""
    return emergency != Emergency.EXPENSE or dibao_eligible or dibao_edge_eligible


@condition(cites="zhejiang-regulation:39")
def temporary_relief_member_counted(dibao_counted: bool) -> bool:
    """The member counts as one of the household."""
    return dibao_counted


@condition(actual="absence")
def temporary_relief_not_in_prison(absence: Absence, common_prisoners_excluded: bool) -> bool:
    """The member is not in prison."""
    return absence != Absence.PRISON or not common_prisoners_excluded


@rule(cites="zhejiang-regulation:39")
def temporary_relief_amount(temporary_relief_eligible: bool, temporary_relief_standards: Count, dibao_standard: MonthlyFen) -> Fen:
    """The most that is given to the member: some dibao standards."""
    if not temporary_relief_eligible:
        return 0
    return temporary_relief_standards * dibao_standard


@rule(cites="zhejiang-regulation:39")
def temporary_relief_exceptional(
    temporary_relief_eligible: bool, temporary_relief_exceptional_standards: Count, dibao_standard: MonthlyFen
) -> Fen:
    """The most that is given to the member in exceptional hardship."""
    if not temporary_relief_eligible:
        return 0
    return temporary_relief_exceptional_standards * dibao_standard
