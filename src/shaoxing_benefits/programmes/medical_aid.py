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


# One rule for each group, since a member may belong to any of them: each looks at one more than the rule before it.
@rule(cites="yearbook:medical-aid-2020")
def medical_aid_rate_of_tekun(tekun_eligible: bool, medical_aid_rate_tekun: Rate) -> Rate:
    """The rate of tekun, for members on it."""
    if tekun_eligible:
        return medical_aid_rate_tekun
    return 0


@rule(cites="yearbook:medical-aid-2020")
def medical_aid_rate_with_dibao(counts_as_on_dibao: bool, medical_aid_rate_dibao: Rate, medical_aid_rate_of_tekun: Rate) -> Rate:
    """The higher of that and the rate of dibao, for members of that group."""
    if counts_as_on_dibao:
        return max(medical_aid_rate_dibao, medical_aid_rate_of_tekun)
    return medical_aid_rate_of_tekun


@rule(cites="yearbook:medical-aid-2020")
def medical_aid_rate_with_edge(on_dibao_edge: bool, medical_aid_rate_edge: Rate, medical_aid_rate_with_dibao: Rate) -> Rate:
    """The higher of that and the rate of the edge, for members of that group."""
    if on_dibao_edge:
        return max(medical_aid_rate_edge, medical_aid_rate_with_dibao)
    return medical_aid_rate_with_dibao


@rule(cites="yearbook:medical-aid-2020")
def medical_aid_rate_with_sickness_poor(
    medical_aid_sickness_poor: bool, medical_aid_rate_sickness_poor: Rate, medical_aid_rate_with_edge: Rate
) -> Rate:
    """The higher of that and the rate of the poor through sickness, for members of that group."""
    if medical_aid_sickness_poor:
        return max(medical_aid_rate_sickness_poor, medical_aid_rate_with_edge)
    return medical_aid_rate_with_edge


@rule(cites="yearbook:medical-aid-2020")
def medical_aid_rate_with_child_allowance(
    on_child_allowance: bool, medical_aid_rate_child_allowance: Rate, medical_aid_rate_with_sickness_poor: Rate
) -> Rate:
    """The higher of that and the rate of children with an allowance, for members of that group."""
    if on_child_allowance:
        return max(medical_aid_rate_child_allowance, medical_aid_rate_with_sickness_poor)
    return medical_aid_rate_with_sickness_poor


@rule(cites="yearbook:medical-aid-2020")
def medical_aid_rate_with_entitled_group(
    groups_entitled_group: bool, medical_aid_rate_entitled_group: Rate, medical_aid_rate_with_child_allowance: Rate
) -> Rate:
    """The higher of that and the rate of the entitled groups, for members of that group."""
    if groups_entitled_group:
        return max(medical_aid_rate_entitled_group, medical_aid_rate_with_child_allowance)
    return medical_aid_rate_with_child_allowance


@rule(cites="yearbook:medical-aid-2020")
def medical_aid_rate_with_three_elders(
    groups_three_elders: bool, medical_aid_rate_three_elders: Rate, medical_aid_rate_with_entitled_group: Rate
) -> Rate:
    """The higher of that and the rate of the three elders, for members of that group."""
    if groups_three_elders:
        return max(medical_aid_rate_three_elders, medical_aid_rate_with_entitled_group)
    return medical_aid_rate_with_entitled_group


@rule(cites="yearbook:medical-aid-2020")
def medical_aid_rate_with_retrenched_worker(
    groups_retrenched_worker: bool, medical_aid_rate_retrenched_worker: Rate, medical_aid_rate_with_three_elders: Rate
) -> Rate:
    """The higher of that and the rate of the retrenched workers, for members of that group."""
    if groups_retrenched_worker:
        return max(medical_aid_rate_retrenched_worker, medical_aid_rate_with_three_elders)
    return medical_aid_rate_with_three_elders


@rule(cites="yearbook:medical-aid-2020")
def medical_aid_rate_of_first_group(
    medical_aid_highest_rate: bool,
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
) -> Rate:
    """The rate of the member's first group, where that decides."""
    if medical_aid_highest_rate:
        return 0
    if tekun_eligible:
        return medical_aid_rate_tekun
    if counts_as_on_dibao:
        return medical_aid_rate_dibao
    if on_dibao_edge:
        return medical_aid_rate_edge
    if medical_aid_sickness_poor:
        return medical_aid_rate_sickness_poor
    if on_child_allowance:
        return medical_aid_rate_child_allowance
    if groups_entitled_group:
        return medical_aid_rate_entitled_group
    if groups_three_elders:
        return medical_aid_rate_three_elders
    if groups_retrenched_worker:
        return medical_aid_rate_retrenched_worker
    return 0


@rule(cites="yearbook:medical-aid-2020")
def medical_aid_rate(
    medical_aid_eligible: bool,
    medical_aid_highest_rate: bool,
    medical_aid_rate_with_retrenched_worker: Rate,
    medical_aid_rate_of_first_group: Rate,
) -> Rate:
    """The rate of the member's group; of several groups the highest."""
    if not medical_aid_eligible:
        return 0
    if medical_aid_highest_rate:
        return medical_aid_rate_with_retrenched_worker
    return medical_aid_rate_of_first_group


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
