"""The allowance of orphans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ttsim.tt import TTSIMUnit, policy_function

if TYPE_CHECKING:
    from ttsim.tt import ConsecutiveIntLookupTableParamValue


@policy_function(unit=TTSIMUnit.INDICATOR)
def eligible(guardian_is_not_a_parent: bool, age: int, age_limit: int) -> bool:
    """A minor without parents."""
    return guardian_is_not_a_parent and age < age_limit


@policy_function(unit=TTSIMUnit.CURRENCY.PER_MONTH)
def amount_m(
    eligible: bool,
    in_institution: bool,
    district: int,
    standard_m: ConsecutiveIntLookupTableParamValue,
    standard_in_institution_m: ConsecutiveIntLookupTableParamValue,
) -> float:
    """The amount by district and by where the child lives."""
    if eligible and in_institution:
        out = standard_in_institution_m.look_up(district)
    elif eligible:
        out = standard_m.look_up(district)
    else:
        out = 0.0
    return out
