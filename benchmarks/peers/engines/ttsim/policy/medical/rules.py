"""Critical illness insurance, medical aid and what is left to pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy.rounding import to_fen
from ttsim.tt import TTSIMUnit, policy_function

if TYPE_CHECKING:
    from types import ModuleType


@policy_function(unit=TTSIMUnit.INDICATOR)
def assisted(
    tekun__eligible: bool,
    orphan__eligible: bool,
    dibao__counted: bool,
    dibao__eligible_household: bool,
    dibao__edge_household: bool,
) -> bool:
    """On support, or at the edge of it."""
    return tekun__eligible or orphan__eligible or (dibao__counted and (dibao__eligible_household or dibao__edge_household))


@policy_function(unit=TTSIMUnit.CURRENCY)
def burden(bills_in_scope: float, bills_paid_by_basic_insurance: float) -> float:
    """What basic insurance leaves."""
    return bills_in_scope - bills_paid_by_basic_insurance


@policy_function(unit=TTSIMUnit.CURRENCY, verify_units=False)
def critical_illness(
    burden: float,
    assisted: bool,
    deductible: dict[str, float],
    critical_illness_rate: dict[str, float],
    xnp: ModuleType,
) -> float:
    """A share of the burden above a deductible."""
    if assisted:
        share = xnp.maximum(burden - deductible["assisted"], 0.0) * critical_illness_rate["assisted"]
    else:
        share = xnp.maximum(burden - deductible["others"], 0.0) * critical_illness_rate["others"]
    return to_fen(share, xnp)


@policy_function(unit=TTSIMUnit.CURRENCY)
def aid_base(burden: float, critical_illness: float) -> float:
    """What critical illness insurance leaves."""
    return burden - critical_illness


@policy_function(unit=TTSIMUnit.CURRENCY, verify_units=False)
def aid(
    aid_base: float,
    assisted: bool,
    tekun__eligible: bool,
    aid_rate: float,
    aid_cap: float,
    xnp: ModuleType,
) -> float:
    """All of the rest in exceptional hardship, a share of it otherwise, up to the cap."""
    if tekun__eligible:
        out = xnp.minimum(aid_base, aid_cap)
    elif assisted:
        out = xnp.minimum(to_fen(aid_base * aid_rate, xnp), aid_cap)
    else:
        out = 0.0
    return out


@policy_function(unit=TTSIMUnit.CURRENCY)
def copay(aid_base: float, aid: float) -> float:
    """What the person pays."""
    return aid_base - aid
