"""Critical-illness insurance (大病保险): a part of what basic insurance leaves of a year's bills, above a deductible."""

from ..engine.rule import Programme, condition, rule
from ..kinds import Absence, Rounding
from ..numbers import RATE_ONE, Rate, Year, YearlyFen, divide

CRITICAL_ILLNESS = Programme("critical_illness", "Critical-illness insurance", period="year", amount="critical_illness_amount")


@rule()
def medical_burden(medical_year: Year, assessed_year: Year, medical_in_scope: YearlyFen, medical_basic_paid: YearlyFen) -> YearlyFen:
    """The burden: the year's in-scope cost that basic insurance did not pay."""
    if medical_year != assessed_year:
        return 0
    return medical_in_scope - medical_basic_paid


@rule()
def medical_drugs(medical_year: Year, assessed_year: Year, medical_special_drugs: YearlyFen) -> YearlyFen:
    """The year's cost of special drugs."""
    if medical_year != assessed_year:
        return 0
    return medical_special_drugs


@rule(cites="yearbook:critical-illness-2020")
def critical_illness_deductible(
    medical_aid_in_group: bool, critical_illness_deductible_assisted: YearlyFen, critical_illness_deductible_others: YearlyFen
) -> YearlyFen:
    """The deductible: lower for the assisted groups."""
    if medical_aid_in_group:
        return critical_illness_deductible_assisted
    return critical_illness_deductible_others


@rule(cites="yearbook:critical-illness-2020")
def critical_illness_rate(medical_aid_in_group: bool, critical_illness_rate_assisted: Rate, critical_illness_rate_others: Rate) -> Rate:
    """The part that is paid: higher for the assisted groups."""
    if medical_aid_in_group:
        return critical_illness_rate_assisted
    return critical_illness_rate_others


@rule(cites="yearbook:critical-illness-2020")
def critical_illness_drugs_deductible(
    medical_aid_in_group: bool, critical_illness_drugs_deductible_assisted: YearlyFen, critical_illness_drugs_deductible_others: YearlyFen
) -> YearlyFen:
    """The deductible of special drugs."""
    if medical_aid_in_group:
        return critical_illness_drugs_deductible_assisted
    return critical_illness_drugs_deductible_others


@rule()
def critical_illness_drugs_rate(
    medical_aid_in_group: bool, critical_illness_drugs_rate_assisted: Rate, critical_illness_drugs_rate_others: Rate
) -> Rate:
    """The part of special drugs that is paid."""
    if medical_aid_in_group:
        return critical_illness_drugs_rate_assisted
    return critical_illness_drugs_rate_others


@condition(actual="medical_year", limit="assessed_year")
def critical_illness_has_bills_of_the_year(medical_year: Year, assessed_year: Year) -> bool:
    """The member has medical bills of the year."""
    return medical_year == assessed_year


@rule()
def critical_illness_drugs_decide(
    medical_burden: YearlyFen,
    critical_illness_deductible: YearlyFen,
    medical_drugs: YearlyFen,
    critical_illness_drugs_deductible: YearlyFen,
) -> bool:
    """Only the cost of special drugs is above its deductible."""
    return medical_burden <= critical_illness_deductible and medical_drugs > critical_illness_drugs_deductible


@rule()
def critical_illness_deciding_cost(critical_illness_drugs_decide: bool, medical_burden: YearlyFen, medical_drugs: YearlyFen) -> YearlyFen:
    """The cost that decides: the burden, or that of special drugs where only that is above its deductible."""
    if critical_illness_drugs_decide:
        return medical_drugs
    return medical_burden


@rule()
def critical_illness_deciding_deductible(
    critical_illness_drugs_decide: bool, critical_illness_deductible: YearlyFen, critical_illness_drugs_deductible: YearlyFen
) -> YearlyFen:
    """The deductible of the cost that decides."""
    if critical_illness_drugs_decide:
        return critical_illness_drugs_deductible
    return critical_illness_deductible


@condition(actual="critical_illness_deciding_cost", limit="critical_illness_deciding_deductible", cites="yearbook:critical-illness-2020")
def critical_illness_cost_above_deductible(
    critical_illness_deciding_cost: YearlyFen, critical_illness_deciding_deductible: YearlyFen
) -> bool:
    """The burden, or the cost of special drugs, is above its deductible."""
    return critical_illness_deciding_cost > critical_illness_deciding_deductible


@condition(actual="absence")
def critical_illness_not_in_prison(absence: Absence, common_prisoners_excluded: bool) -> bool:
    """The member is not in prison."""
    return absence != Absence.PRISON or not common_prisoners_excluded


@rule(cites="yearbook:critical-illness-2020")
def critical_illness_amount(
    critical_illness_eligible: bool,
    medical_burden: YearlyFen,
    critical_illness_deductible: YearlyFen,
    critical_illness_rate: Rate,
    medical_drugs: YearlyFen,
    critical_illness_drugs_deductible: YearlyFen,
    critical_illness_drugs_rate: Rate,
    critical_illness_rounding: Rounding,
) -> YearlyFen:
    """A part of the burden above the deductible, and of special drugs above theirs."""
    if not critical_illness_eligible:
        return 0
    burden = max(0, medical_burden - critical_illness_deductible) * critical_illness_rate
    drugs = max(0, medical_drugs - critical_illness_drugs_deductible) * critical_illness_drugs_rate
    return divide(burden + drugs, RATE_ONE, critical_illness_rounding)
