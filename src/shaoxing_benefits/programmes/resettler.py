"""Direct support (移民直补) of persons resettled for a reservoir: the same amount for each of them, monthly."""

from ..engine.rule import Programme, condition, rule
from ..kinds import Absence
from ..numbers import MonthlyFen

RESETTLER = Programme("resettler", "Resettlement support", period="month", amount="resettler_amount")


@condition(actual="resettled")
def resettler_is_resettled(resettled: bool) -> bool:
    """The member was resettled for a reservoir."""
    return resettled


@condition(actual="absence")
def resettler_not_in_prison(absence: Absence, common_prisoners_excluded: bool) -> bool:
    """The member is not in prison."""
    return absence != Absence.PRISON or not common_prisoners_excluded


@rule()
def resettler_amount(resettler_eligible: bool, resettler_rate: MonthlyFen) -> MonthlyFen:
    """The same for every resettled person."""
    if not resettler_eligible:
        return 0
    return resettler_rate
