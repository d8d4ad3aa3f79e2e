"""The temporary price subsidy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy.rounding import to_fen
from ttsim.tt import TTSIMUnit, param_function, policy_function

if TYPE_CHECKING:
    from types import ModuleType


@policy_function(unit=TTSIMUnit.INDICATOR)
def eligible(
    tekun__eligible: bool,
    orphan__eligible: bool,
    dibao__counted: bool,
    dibao__eligible_household: bool,
    dibao__edge_household: bool,
    dibao__severely_disabled: bool,
) -> bool:
    """Whoever is on support; at the edge a severely disabled member is on dibao alone."""
    return (
        tekun__eligible
        or orphan__eligible
        or (dibao__counted and dibao__eligible_household)
        or (dibao__severely_disabled and dibao__edge_household)
    )


@param_function(unit=TTSIMUnit.CURRENCY.PER_MONTH, verify_units=False)
def amount_per_head_m(dibao__standard_m: float, index_rise: float, coefficient: float, stage: float, xnp: ModuleType) -> float:
    """The standard times the rise of prices, doubled for the month and for the stage."""
    return to_fen(dibao__standard_m * index_rise * coefficient * stage, xnp)


@policy_function(unit=TTSIMUnit.CURRENCY.PER_MONTH)
def amount_m(eligible: bool, amount_per_head_m: float) -> float:
    """The subsidy of one person."""
    return amount_per_head_m if eligible else 0.0
