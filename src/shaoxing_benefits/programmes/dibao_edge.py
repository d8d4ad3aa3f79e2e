"""The dibao edge (低保边缘): households just above dibao, which opens other help; it pays nothing itself."""

from ..engine.rule import Programme, condition, rule, total
from ..kinds import Rounding
from ..numbers import MONTHS_A_YEAR, Count, Fen, MonthlyFen, Rate, portion

DIBAO_EDGE = Programme("dibao_edge", "Dibao edge", period=None)


@rule()
def dibao_edge_income_in_household(
    income_in_household: MonthlyFen, work_disregard: MonthlyFen, dibao_counted: bool, dibao_edge_work_disregard_included: bool
) -> MonthlyFen:
    """The member's income for the edge, if he or she counts."""
    if dibao_edge_work_disregard_included or not dibao_counted:
        return income_in_household
    return income_in_household + work_disregard


EDGE_INCOME = total(
    "dibao_edge_income", of="dibao_edge_income_in_household", unit=MonthlyFen, summary="The household's countable income for the edge."
)


@rule(cites="zhejiang-regulation:13")
def dibao_edge_income_limit(dibao_income_limit: MonthlyFen, dibao_edge_income_multiple: Rate, dibao_rounding: Rounding) -> MonthlyFen:
    """A multiple of the standards together."""
    return portion(dibao_income_limit, dibao_edge_income_multiple, dibao_rounding)


@rule()
def dibao_edge_money_limit_a_head(dibao_standard: MonthlyFen, dibao_edge_money_years: Rate, dibao_rounding: Rounding) -> Fen:
    """The money limit a head: some years of the standard."""
    return portion(MONTHS_A_YEAR * dibao_standard, dibao_edge_money_years, dibao_rounding)


@rule()
def dibao_edge_money_limit(dibao_heads: Count, dibao_edge_money_limit_a_head: Fen) -> Fen:
    """The household's money limit."""
    return dibao_heads * dibao_edge_money_limit_a_head


@rule()
def dibao_edge_vehicle_value_limit(dibao_standard: MonthlyFen, dibao_edge_vehicle_value_years: Rate, dibao_rounding: Rounding) -> Fen:
    """The limit of vehicles' price: some years of the standard."""
    return portion(MONTHS_A_YEAR * dibao_standard, dibao_edge_vehicle_value_years, dibao_rounding)


@condition(cites="zhejiang-regulation:13")
def dibao_edge_not_on_dibao(dibao_eligible: bool) -> bool:
    """The household is not on dibao."""
    return not dibao_eligible


@condition(actual="dibao_heads", cites="zhejiang-regulation:13")
def dibao_edge_has_counted_members(dibao_heads: Count) -> bool:
    """At least one member counts."""
    return dibao_heads > 0


@condition(actual="dibao_edge_income", limit="dibao_edge_income_limit", cites="zhejiang-regulation:13")
def dibao_edge_income_within_limit(dibao_edge_income: MonthlyFen, dibao_edge_income_limit: MonthlyFen) -> bool:
    """The household's income is not above the edge's limit."""
    return dibao_edge_income <= dibao_edge_income_limit


@condition(actual="assets_money", limit="dibao_edge_money_limit", cites="zhejiang-regulation:13")
def dibao_edge_money_below_limit(assets_money: Fen, dibao_edge_money_limit: Fen) -> bool:
    """The household's money is below the edge's limit."""
    return assets_money < dibao_edge_money_limit


@condition(actual="assets_vehicle_value", limit="dibao_edge_vehicle_value_limit", cites="zhejiang-regulation:13")
def dibao_edge_vehicle_value_below_limit(assets_vehicle_value: Fen, dibao_edge_vehicle_value_limit: Fen) -> bool:
    """The price of the household's vehicles is below the edge's limit."""
    return assets_vehicle_value < dibao_edge_vehicle_value_limit


@condition(actual="assets_business_capital", limit="dibao_edge_business_capital", cites="zhejiang-regulation:13")
def dibao_edge_business_capital_below_limit(assets_business_capital: Fen, dibao_edge_business_capital: Fen) -> bool:
    """The household's business capital is below the edge's limit."""
    return assets_business_capital < dibao_edge_business_capital
