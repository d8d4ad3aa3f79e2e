"""What counts as a member's income for dibao and its edge, and what is left out of it."""

from ..engine.rule import rule
from ..kinds import Registration, Rounding
from ..numbers import MonthlyFen, Months, Rate, portion


@rule(cites="dibao-measures-2012:7 dibao-measures-2012:16 dibao-measures-2021:12 dibao-measures-2021:13")
def income_before_exemptions(
    income_wages: MonthlyFen,
    income_business: MonthlyFen,
    income_property: MonthlyFen,
    income_transfers: MonthlyFen,
    income_pension: MonthlyFen,
) -> MonthlyFen:
    """Wages, business, property, transfers and pensions together."""
    return income_wages + income_business + income_property + income_transfers + income_pension


@rule()
def counted_old_age_allowance(income_old_age_allowance: MonthlyFen, dibao_old_age_allowance_counted: bool) -> MonthlyFen:
    """The old-age allowance, as far as it counts."""
    if dibao_old_age_allowance_counted:
        return income_old_age_allowance
    return 0


@rule()
def counted_entitled_group_payments(
    income_entitled_group: MonthlyFen,
    registration: Registration,
    dibao_entitled_group_counted_urban: bool,
    dibao_entitled_group_counted_rural: bool,
) -> MonthlyFen:
    """Entitled-group payments, as far as they count."""
    if registration == Registration.URBAN and dibao_entitled_group_counted_urban:
        return income_entitled_group
    if registration == Registration.RURAL and dibao_entitled_group_counted_rural:
        return income_entitled_group
    return 0


@rule(cites="zhejiang-regulation:50")
def work_disregard_limit(dibao_standard: MonthlyFen, dibao_work_disregard_multiple: Rate, dibao_rounding: Rounding) -> MonthlyFen:
    """The ceiling of the work disregard."""
    return portion(dibao_standard, dibao_work_disregard_multiple, dibao_rounding)


@rule(cites="zhejiang-regulation:50")
def work_disregard(
    new_job_increase: MonthlyFen,
    new_job_month: Months,
    dibao_work_disregard_months: Months,
    work_disregard_limit: MonthlyFen,
) -> MonthlyFen:
    """The work disregard: the part of a new job's rise in income that is left out."""
    if new_job_month == 0 or new_job_increase == 0:
        return 0
    if new_job_month > dibao_work_disregard_months:
        return 0
    return min(new_job_increase, work_disregard_limit)


@rule(since="2021-07-01", cites="dibao-measures-2021:13")
def exempt_pension(income_basic_pension: MonthlyFen, resident_pension_central_part: MonthlyFen) -> MonthlyFen:
    """The part of a pension that is left out: what is set centrally of the basic pension."""
    return min(income_basic_pension, resident_pension_central_part)


@rule(name="countable_income", until="2021-06-30")
def countable_income_before_2021_07(
    income_before_exemptions: MonthlyFen,
    counted_old_age_allowance: MonthlyFen,
    counted_entitled_group_payments: MonthlyFen,
    work_disregard: MonthlyFen,
) -> MonthlyFen:
    """The member's income that counts."""
    return income_before_exemptions + counted_old_age_allowance + counted_entitled_group_payments - work_disregard


@rule(name="countable_income", since="2021-07-01")
def countable_income(
    income_before_exemptions: MonthlyFen,
    counted_old_age_allowance: MonthlyFen,
    counted_entitled_group_payments: MonthlyFen,
    work_disregard: MonthlyFen,
    exempt_pension: MonthlyFen,
) -> MonthlyFen:
    """The member's income that counts."""
    return income_before_exemptions + counted_old_age_allowance + counted_entitled_group_payments - work_disregard - exempt_pension
