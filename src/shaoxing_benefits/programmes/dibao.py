"""Dibao (最低生活保障): what a household's income lacks of its members' standards together, paid monthly."""

from ..engine.rule import Programme, condition, count, place, rule, total
from ..kinds import Absence, Registration, Rounding
from ..numbers import MONTHS_A_YEAR, Area, Count, Fen, Grade, MonthlyFen, Rate, divide, portion, share

DIBAO = Programme("dibao", "Dibao", period="month", amount="dibao_amount", shares="dibao_share")


@rule(cites="dibao-measures-2012:5 dibao-measures-2021:7")
def dibao_counted(
    absence: Absence,
    tekun_eligible: bool,
    orphan_eligible: bool,
    dibao_prisoners_counted: bool,
    dibao_clergy_counted: bool,
    dibao_tekun_members_counted: bool,
    dibao_orphan_members_counted: bool,
) -> bool:
    """The member counts as one of the household."""
    if absence == Absence.PRISON and not dibao_prisoners_counted:
        return False
    if absence == Absence.CLERGY and not dibao_clergy_counted:
        return False
    if tekun_eligible and not dibao_tekun_members_counted:
        return False
    return not orphan_eligible or dibao_orphan_members_counted


COUNTED_MEMBERS = count("counted_members", of="dibao_counted", summary="The members that count.")
LISTED_MEMBERS = count("listed_members", of="listed", summary="Everybody listed.")


@rule()
def dibao_heads(counted_members: Count, listed_members: Count, dibao_heads_are_counted_members: bool) -> Count:
    """The heads over which income and means are taken."""
    if dibao_heads_are_counted_members or counted_members == 0:
        return counted_members
    return listed_members


@rule()
def income_in_household(dibao_counted: bool, countable_income: MonthlyFen) -> MonthlyFen:
    """The member's income, if he or she counts."""
    if dibao_counted:
        return countable_income
    return 0


HOUSEHOLD_INCOME = total("household_income", of="income_in_household", unit=MonthlyFen, summary="The household's countable income.")


@rule(cites="zhejiang-regulation:9")
def dibao_income_limit(dibao_heads: Count, dibao_standard: MonthlyFen) -> MonthlyFen:
    """The standard for each head."""
    return dibao_heads * dibao_standard


@rule()
def dibao_money_limit_a_head(dibao_standard: MonthlyFen, dibao_money_years: Rate, dibao_rounding: Rounding) -> Fen:
    """The money limit a head: some years of the standard."""
    return portion(MONTHS_A_YEAR * dibao_standard, dibao_money_years, dibao_rounding)


@rule()
def dibao_money_limit(dibao_heads: Count, dibao_money_limit_a_head: Fen) -> Fen:
    """The household's money limit."""
    return dibao_heads * dibao_money_limit_a_head


@rule()
def dibao_floor_area_limit(
    registration: Registration, dibao_heads: Count, dibao_floor_area_urban: Area, dibao_floor_area_rural: Area
) -> Area:
    """The average floor area for each head, in town or country."""
    if registration == Registration.URBAN:
        return dibao_heads * dibao_floor_area_urban
    return dibao_heads * dibao_floor_area_rural


@condition(actual="dibao_heads", cites="zhejiang-regulation:9")
def dibao_has_counted_members(dibao_heads: Count) -> bool:
    """At least one member counts."""
    return dibao_heads > 0


@condition(actual="household_income", limit="dibao_income_limit", cites="zhejiang-regulation:9")
def dibao_income_below_limit(household_income: MonthlyFen, dibao_income_limit: MonthlyFen) -> bool:
    """The household's income is below its members' standards together."""
    return household_income < dibao_income_limit


@condition(actual="assets_money", limit="dibao_money_limit", cites="zhejiang-regulation:9")
def dibao_money_below_limit(assets_money: Fen, dibao_money_limit: Fen) -> bool:
    """The household's money is below the limit."""
    return assets_money < dibao_money_limit


@condition(actual="assets_vehicles", limit="dibao_vehicles", cites="zhejiang-regulation:9")
def dibao_vehicles_within_limit(assets_vehicles: Count, dibao_vehicles: Count) -> bool:
    """The household has no more vehicles than allowed."""
    return assets_vehicles <= dibao_vehicles


@condition(actual="assets_shops", limit="dibao_shops", cites="zhejiang-regulation:9")
def dibao_shops_within_limit(assets_shops: Count, dibao_shops: Count) -> bool:
    """The household has no more shops than allowed."""
    return assets_shops <= dibao_shops


@rule()
def dibao_homes_allowed(
    assets_homes: Count, dibao_homes: Count, dibao_homes_if_small: Count, assets_floor_area: Area, dibao_floor_area_limit: Area
) -> Count:
    """The homes allowed; one more if they are small together."""
    if assets_homes <= dibao_homes or assets_homes > dibao_homes_if_small:
        return dibao_homes
    if assets_floor_area < dibao_floor_area_limit:
        return dibao_homes_if_small
    return dibao_homes


@condition(actual="assets_homes", limit="dibao_homes_allowed", cites="zhejiang-regulation:9")
def dibao_homes_within_limit(assets_homes: Count, dibao_homes_allowed: Count) -> bool:
    """The household has no more homes than allowed."""
    return assets_homes <= dibao_homes_allowed


@rule()
def severely_disabled(disability_grade: Grade, dibao_severe_grade: Grade) -> bool:
    """The member's disability is severe."""
    return disability_grade >= 1 and disability_grade <= dibao_severe_grade


@rule(cites="disabled-persons-regulation:26.1")
def dibao_gets_full_standard(dibao_counted: bool, severely_disabled: bool, dibao_severe_gets_full_standard: bool) -> bool:
    """The member gets the full standard, whatever the household's income."""
    return dibao_counted and severely_disabled and dibao_severe_gets_full_standard


FULL_STANDARDS = count("dibao_full_standards", of="dibao_gets_full_standard", summary="The members that get the full standard.")


@rule(cites="zhejiang-regulation:12 dibao-measures-2012:27 dibao-measures-2021:23 disabled-persons-regulation:26.1")
def dibao_amount(
    dibao_eligible: bool,
    household_income: MonthlyFen,
    dibao_income_limit: MonthlyFen,
    dibao_heads: Count,
    dibao_full_standards: Count,
    dibao_standard: MonthlyFen,
    dibao_income_spread_over_all_heads: bool,
    dibao_rounding: Rounding,
) -> MonthlyFen:
    """The standards together less the income; nothing is taken off for a member that gets the full standard."""
    if not dibao_eligible:
        return 0
    others = dibao_heads - dibao_full_standards
    if dibao_income_spread_over_all_heads:
        return divide(dibao_heads * dibao_income_limit - others * household_income, dibao_heads, dibao_rounding)
    return dibao_full_standards * dibao_standard + max(0, others * dibao_standard - household_income)


@rule()
def dibao_gets_equal_share(dibao_counted: bool, dibao_gets_full_standard: bool) -> bool:
    """The member shares equally in what the full standards leave."""
    return dibao_counted and not dibao_gets_full_standard


EQUAL_SHARE_PLACE = place("dibao_equal_share_place", of="dibao_gets_equal_share", summary="Those before the member who share equally too.")


@rule()
def dibao_share(
    dibao_eligible: bool,
    dibao_amount: MonthlyFen,
    dibao_gets_full_standard: bool,
    dibao_gets_equal_share: bool,
    dibao_full_standards: Count,
    counted_members: Count,
    dibao_standard: MonthlyFen,
    dibao_equal_share_place: Count,
) -> MonthlyFen:
    """The member's part of the household's amount."""
    if not dibao_eligible:
        return 0
    if dibao_gets_full_standard:
        return dibao_standard
    if not dibao_gets_equal_share:
        return 0
    return share(dibao_amount - dibao_full_standards * dibao_standard, counted_members - dibao_full_standards, dibao_equal_share_place)
