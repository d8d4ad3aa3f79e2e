"""The basic pension of residents."""

from __future__ import annotations

from ttsim.tt import TTSIMUnit, policy_function


@policy_function(unit=TTSIMUnit.CURRENCY.PER_MONTH)
def amount_m(receives_resident_pension: bool, base_m: float, addition_m: float) -> float:
    """The base and the addition for age."""
    return base_m + addition_m if receives_resident_pension else 0.0


@policy_function(unit=TTSIMUnit.CURRENCY.PER_MONTH)
def addition_m(age: int, addition_from_age: dict[str, int], addition_by_age_m: dict[str, float]) -> float:
    """The addition grows in three steps."""
    if age >= addition_from_age["third"]:
        out = addition_by_age_m["third"]
    elif age >= addition_from_age["second"]:
        out = addition_by_age_m["second"]
    elif age >= addition_from_age["first"]:
        out = addition_by_age_m["first"]
    else:
        out = 0.0
    return out
