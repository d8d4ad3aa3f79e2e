"""Medical aid (医疗救助): a part of what all insurance leaves of a year's bills, by the member's group; the rest is the copay."""

from ..engine.rule import Programme, condition, rule
from ..kinds import Absence, Rounding
from ..numbers import Rate, Year, YearlyFen, portion

MEDICAL_AID = Programme("medical_aid", "Medical aid", period="year", amount="medical_aid_amount", beside=("copay",))


@rule()
def medical_aid_sickness_poor(
    groups_sickness_poor: bool, on_dibao: bool, on_dibao_edge: bool, medical_aid_sickness_poor_as_stated: bool
) -> bool:
    """The member is poor through sickness."""
    return groups_sickness_poor and (medical_aid_sickness_poor_as_stated or on_dibao or on_dibao_edge)


@rule(cites="yearbook:medical-aid-2020")
def medical_aid_in_group(
    tekun_eligible: bool,
    counts_as_on_dibao: bool,
    on_dibao_edge: bool,
    medical_aid_sickness_poor: bool,
    on_child_allowance: bool,
    groups_entitled_group: bool,
    groups_three_elders: bool,
    groups_retrenched_worker: bool,
) -> bool:
    """The member belongs to a group that is assisted."""
    if tekun_eligible or counts_as_on_dibao or on_dibao_edge or medical_aid_sickness_poor:
        return True
    return on_child_allowance or groups_entitled_group or groups_three_elders or groups_retrenched_worker


@condition(actual="medical_year", limit="assessed_year")
def medical_aid_has_bills_of_the_year(medical_year: Year, assessed_year: Year) -> bool:
    """The member has medical bills of the year."""
    return medical_year == assessed_year


@condition(cites="yearbook:medical-aid-2020")
def medical_aid_for_the_group(medical_aid_in_group: bool) -> bool:
    """The member belongs to a group that gets medical aid."""
    return medical_aid_in_group


@condition(actual="absence")
def medical_aid_not_in_prison(absence: Absence, common_prisoners_excluded: bool) -> bool:
    """The member is not in prison."""
    return absence != Absence.PRISON or not common_prisoners_excluded


@rule(cites="yearbook:medical-aid-2020")
def medical_aid_rate(
    medical_aid_eligible: bool,
    tekun_eligible: bool,
    counts_as_on_dibao: bool,
    on_dibao_edge: bool,
    medical_aid_sickness_poor: bool,
    on_child_allowance: bool,
    groups_entitled_group: bool,
    groups_three_elders: bool,
    groups_retrenched_worker: bool,
    medical_aid_rate_tekun: Rate,
    medical_aid_rate_dibao: Rate,
    medical_aid_rate_edge: Rate,
    medical_aid_rate_sickness_poor: Rate,
    medical_aid_rate_child_allowance: Rate,
    medical_aid_rate_entitled_group: Rate,
    medical_aid_rate_three_elders: Rate,
    medical_aid_rate_retrenched_worker: Rate,
    medical_aid_highest_rate: bool,
) -> Rate:
    """The rate of the member's group; of several groups the highest."""
    if not medical_aid_eligible:
        return 0
    rate = 0
    if tekun_eligible:
        rate = medical_aid_rate_tekun
    found = tekun_eligible
    if counts_as_on_dibao and (medical_aid_highest_rate or not found):
        rate = max(medical_aid_rate_dibao, rate)
    found = found or counts_as_on_dibao
    if on_dibao_edge and (medical_aid_highest_rate or not found):
        rate = max(medical_aid_rate_edge, rate)
    found = found or on_dibao_edge
    if medical_aid_sickness_poor and (medical_aid_highest_rate or not found):
        rate = max(medical_aid_rate_sickness_poor, rate)
    found = found or medical_aid_sickness_poor
    if on_child_allowance and (medical_aid_highest_rate or not found):
        rate = max(medical_aid_rate_child_allowance, rate)
    found = found or on_child_allowance
    if groups_entitled_group and (medical_aid_highest_rate or not found):
        rate = max(medical_aid_rate_entitled_group, rate)
    found = found or groups_entitled_group
    if groups_three_elders and (medical_aid_highest_rate or not found):
        rate = max(medical_aid_rate_three_elders, rate)
    found = found or groups_three_elders
    if groups_retrenched_worker and (medical_aid_highest_rate or not found):
        rate = max(medical_aid_rate_retrenched_worker, rate)
    return rate


@rule(cites="yearbook:medical-aid-2020")
def medical_aid_base(
    medical_year: Year,
    assessed_year: Year,
    medical_burden: YearlyFen,
    medical_drugs: YearlyFen,
    critical_illness_amount: YearlyFen,
    medical_other_paid: YearlyFen,
    medical_aid_drugs_in_base: bool,
) -> YearlyFen:
    """What basic, critical-illness and other insurance leave to be paid."""
    if medical_year != assessed_year:
        return 0
    if medical_aid_drugs_in_base:
        return max(0, medical_burden + medical_drugs - critical_illness_amount - medical_other_paid)
    return max(0, medical_burden - critical_illness_amount - medical_other_paid)


@rule(cites="yearbook:medical-aid-2020")
def medical_aid_amount(
    medical_aid_eligible: bool,
    medical_aid_base: YearlyFen,
    medical_aid_rate: Rate,
    medical_aid_cap: YearlyFen,
    medical_aid_rounding: Rounding,
) -> YearlyFen:
    """The group's part of what is left to be paid, up to the year's cap."""
    if not medical_aid_eligible:
        return 0
    return min(portion(medical_aid_base, medical_aid_rate, medical_aid_rounding), medical_aid_cap)


@rule()
def medical_aid_copay(medical_aid_base: YearlyFen, medical_aid_amount: YearlyFen) -> YearlyFen:
    """The copay: what medical aid leaves to the member."""
    return medical_aid_base - medical_aid_amount
