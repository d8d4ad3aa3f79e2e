"""Tekun (特困人员救助供养): the living standard of people who can neither work, nor have an income, nor anyone able to support them."""

from ..engine.rule import Programme, condition, rule
from ..kinds import Absence, DisabilityKind, Guardianship, Rounding, SelfCare, Supporter
from ..numbers import Age, Count, Fen, Grade, MonthlyFen, Rate, portion

TEKUN = Programme("tekun", "Tekun", period="month", amount="tekun_amount")


@rule()
def tekun_disability_grade(
    disability_kind: DisabilityKind,
    tekun_intellectual_grade: Grade,
    tekun_mental_grade: Grade,
    tekun_physical_grade: Grade,
    tekun_visual_grade: Grade,
) -> Grade:
    """The mildest grade of the member's kind of disability that excludes work; 0: none does."""
    if disability_kind == DisabilityKind.INTELLECTUAL:
        return tekun_intellectual_grade
    if disability_kind == DisabilityKind.MENTAL:
        return tekun_mental_grade
    if disability_kind == DisabilityKind.PHYSICAL:
        return tekun_physical_grade
    if disability_kind == DisabilityKind.VISUAL:
        return tekun_visual_grade
    return 0


@rule()
def tekun_too_disabled_to_work(disability_grade: Grade, tekun_disability_grade: Grade) -> bool:
    """The member's disability excludes work."""
    return disability_grade >= 1 and disability_grade <= tekun_disability_grade


@rule(name="tekun_counted_pension", until="2021-06-30")
def tekun_counted_pension_before_2021_07(
    income_pension: MonthlyFen, income_basic_pension: MonthlyFen, tekun_basic_pension_counted: bool
) -> MonthlyFen:
    """Pensions without the basic pension."""
    if tekun_basic_pension_counted:
        return income_pension
    return income_pension - income_basic_pension


@rule(name="tekun_counted_pension", since="2021-07-01", cites="tekun-measures-2021:6")
def tekun_counted_pension(income_pension: MonthlyFen, exempt_pension: MonthlyFen) -> MonthlyFen:
    """Pensions without the centrally set part of the basic pension."""
    return income_pension - exempt_pension


@rule()
def tekun_counted_old_age_allowance(income_old_age_allowance: MonthlyFen, tekun_old_age_allowance_counted: bool) -> MonthlyFen:
    """The old-age allowance, as far as it counts."""
    if tekun_old_age_allowance_counted:
        return income_old_age_allowance
    return 0


@rule()
def tekun_counted_entitled_group_payments(income_entitled_group: MonthlyFen, tekun_entitled_group_counted: bool) -> MonthlyFen:
    """Entitled-group payments, as far as they count."""
    if tekun_entitled_group_counted:
        return income_entitled_group
    return 0


@rule()
def tekun_work_disregard(work_disregard: MonthlyFen, tekun_work_disregard_included: bool) -> MonthlyFen:
    """The work disregard, as far as tekun has it."""
    if not tekun_work_disregard_included:
        return 0
    return work_disregard


@rule()
def tekun_own_income(
    income_wages: MonthlyFen,
    income_business: MonthlyFen,
    income_property: MonthlyFen,
    income_transfers: MonthlyFen,
    tekun_counted_pension: MonthlyFen,
    tekun_counted_old_age_allowance: MonthlyFen,
    tekun_counted_entitled_group_payments: MonthlyFen,
    tekun_work_disregard: MonthlyFen,
) -> MonthlyFen:
    """The member's own income that counts."""
    return (
        income_wages
        + income_business
        + income_property
        + income_transfers
        + tekun_counted_pension
        + tekun_counted_old_age_allowance
        + tekun_counted_entitled_group_payments
        - tekun_work_disregard
    )


@rule()
def tekun_income_limit(dibao_standard: MonthlyFen, tekun_income_multiple: Rate, dibao_rounding: Rounding) -> MonthlyFen:
    """A multiple of the dibao standard."""
    return portion(dibao_standard, tekun_income_multiple, dibao_rounding)


@rule()
def tekun_household_money_limit(listed_members: Count, tekun_money_limit: Fen) -> Fen:
    """The money limit for everybody listed together."""
    return listed_members * tekun_money_limit


@condition(actual="absence")
def tekun_not_in_prison(absence: Absence, common_prisoners_excluded: bool) -> bool:
    """The member is not in prison."""
    return absence != Absence.PRISON or not common_prisoners_excluded


@condition(actual="age", cites="zhejiang-regulation:14")
def tekun_no_capacity_to_work(tekun_too_disabled_to_work: bool, age: Age, tekun_elderly_age: Age, tekun_minor_age: Age) -> bool:
    """The member cannot work: too old, too young or too disabled."""
    return tekun_too_disabled_to_work or age >= tekun_elderly_age or age < tekun_minor_age


@condition(actual="tekun_own_income", limit="tekun_income_limit", cites="zhejiang-regulation:14")
def tekun_own_income_below_limit(tekun_own_income: MonthlyFen, tekun_income_limit: MonthlyFen) -> bool:
    """The member's own income is below the limit."""
    return tekun_own_income < tekun_income_limit


@condition(actual="supporter", cites="zhejiang-regulation:14")
def tekun_no_capable_supporter(supporter: Supporter) -> bool:
    """Nobody bound by law to support the member is able to."""
    return supporter != Supporter.CAPABLE


@condition(actual="guardianship")
def tekun_not_on_child_allowance(age: Age, guardianship: Guardianship, orphan_age_limit: Age, tekun_child_allowance_first: bool) -> bool:
    """The member is no orphan or unsupported child, who has an allowance of his or her own."""
    if guardianship == Guardianship.PARENTS or age >= orphan_age_limit:
        return True
    return not tekun_child_allowance_first


@condition(actual="assets_money", limit="tekun_household_money_limit", since="2021-07-01", cites="tekun-measures-2021:6")
def tekun_money_within_limit(assets_money: Fen, tekun_household_money_limit: Fen) -> bool:
    """The money is not above the limit."""
    return assets_money <= tekun_household_money_limit


@condition(actual="assets_vehicles", limit="tekun_vehicles_limit", since="2021-07-01", cites="tekun-measures-2021:6")
def tekun_vehicles_within_limit(assets_vehicles: Count, tekun_vehicles_limit: Count) -> bool:
    """The vehicles are not above the limit."""
    return assets_vehicles <= tekun_vehicles_limit


@condition(actual="assets_homes", limit="tekun_homes_limit", since="2021-07-01", cites="tekun-measures-2021:6")
def tekun_homes_within_limit(assets_homes: Count, tekun_homes_limit: Count) -> bool:
    """The homes are not above the limit."""
    return assets_homes <= tekun_homes_limit


@condition(actual="assets_shops", limit="tekun_shops_limit", since="2021-07-01", cites="tekun-measures-2021:6")
def tekun_shops_within_limit(assets_shops: Count, tekun_shops_limit: Count) -> bool:
    """The shops are not above the limit."""
    return assets_shops <= tekun_shops_limit


@condition(actual="assets_business_capital", limit="tekun_business_capital_limit", since="2021-07-01", cites="tekun-measures-2021:6")
def tekun_business_capital_within_limit(assets_business_capital: Fen, tekun_business_capital_limit: Fen) -> bool:
    """The business capital is not above the limit."""
    return assets_business_capital <= tekun_business_capital_limit


@rule(cites="tekun-measures-2021:20")
def tekun_care_allowance(
    self_care: SelfCare,
    tekun_care_full: MonthlyFen,
    tekun_care_partial: MonthlyFen,
    tekun_care_none: MonthlyFen,
    tekun_care_for_full_self_care: bool,
) -> MonthlyFen:
    """The allowance for care, by how far the member can care for himself or herself."""
    if self_care == SelfCare.NONE:
        return tekun_care_none
    if self_care == SelfCare.PARTIAL:
        return tekun_care_partial
    if tekun_care_for_full_self_care:
        return tekun_care_full
    return 0


@rule(cites="zhejiang-regulation:14")
def tekun_amount(
    tekun_eligible: bool,
    tekun_standard: MonthlyFen,
    tekun_care_allowance: MonthlyFen,
    tekun_own_income: MonthlyFen,
    tekun_own_income_deducted: bool,
) -> MonthlyFen:
    """The basic living standard and the allowance for care."""
    if not tekun_eligible:
        return 0
    if tekun_own_income_deducted:
        return max(0, tekun_standard + tekun_care_allowance - tekun_own_income)
    return tekun_standard + tekun_care_allowance
