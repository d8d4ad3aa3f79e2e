"""The shopping card (爱满绍兴): handed out once, in 2020, to each person of low income."""

from ..engine.rule import Programme, condition, rule
from ..kinds import Absence
from ..numbers import Fen

SHOPPING_CARD = Programme("shopping_card", "Shopping card", period="once", amount="shopping_card_amount")


@condition()
def shopping_card_is_offered(shopping_card_offered: bool) -> bool:
    """The card is handed out in the year."""
    return shopping_card_offered


@condition()
def shopping_card_of_low_income(
    on_dibao: bool,
    on_dibao_edge: bool,
    tekun_eligible: bool,
    shopping_card_dibao_included: bool,
    shopping_card_edge_included: bool,
    shopping_card_tekun_included: bool,
) -> bool:
    """The member is on dibao, on its edge or on tekun."""
    if on_dibao and shopping_card_dibao_included:
        return True
    return (on_dibao_edge and shopping_card_edge_included) or (tekun_eligible and shopping_card_tekun_included)


@condition(actual="absence")
def shopping_card_not_in_prison(absence: Absence, common_prisoners_excluded: bool) -> bool:
    """The member is not in prison."""
    return absence != Absence.PRISON or not common_prisoners_excluded


@rule()
def shopping_card_amount(shopping_card_eligible: bool, shopping_card_value: Fen) -> Fen:
    """The card's value."""
    if not shopping_card_eligible:
        return 0
    return shopping_card_value
