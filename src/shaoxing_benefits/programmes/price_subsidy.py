"""The price subsidy (价格临时补贴): a monthly sum for each person on basic support while prices rise."""

from ..engine.rule import Programme, condition, rule
from ..kinds import Absence, Rounding
from ..numbers import RATE_ONE, MonthlyFen, Rate, divide, portion

INDEX_RISE = "price_subsidy.index_rise"
"""The parameter that no table holds: whoever asks gives the month's rise."""
PRICE_SUBSIDY = Programme("price_subsidy", "Price subsidy", period="month", amount="price_subsidy_amount")


@condition()
def price_subsidy_on_dibao_tekun_or_child_allowance(
    counts_as_on_dibao: bool, tekun_eligible: bool, on_child_allowance: bool, price_subsidy_child_allowance_included: bool
) -> bool:
    """The member is on dibao or tekun, or has a child's allowance."""
    return counts_as_on_dibao or tekun_eligible or (on_child_allowance and price_subsidy_child_allowance_included)


@condition(actual="absence")
def price_subsidy_not_in_prison(absence: Absence, common_prisoners_excluded: bool) -> bool:
    """The member is not in prison."""
    return absence != Absence.PRISON or not common_prisoners_excluded


@rule()
def price_subsidy_base(dibao_standard: MonthlyFen, price_subsidy_standards: Rate, price_subsidy_rounding: Rounding) -> MonthlyFen:
    """What the rise of prices is taken of."""
    return portion(dibao_standard, price_subsidy_standards, price_subsidy_rounding)


@rule(cites="yearbook:price-subsidy-2020")
def price_subsidy_each(
    price_subsidy_base: MonthlyFen,
    price_subsidy_index_rise: Rate,
    price_subsidy_coefficient: Rate,
    price_subsidy_stage_factor: Rate,
    price_subsidy_rounding: Rounding,
) -> MonthlyFen:
    """The base times the rise of the index, the coefficient and the stage factor."""
    product = price_subsidy_base * price_subsidy_index_rise * price_subsidy_coefficient * price_subsidy_stage_factor
    return divide(product, RATE_ONE * RATE_ONE * RATE_ONE, price_subsidy_rounding)


@rule()
def price_subsidy_amount(price_subsidy_eligible: bool, price_subsidy_each: MonthlyFen) -> MonthlyFen:
    """The same for everybody who gets it."""
    if not price_subsidy_eligible:
        return 0
    return price_subsidy_each
