"""The facts about persons and households. Money is in yuan, a float, as in GETTSIM."""

from __future__ import annotations

from ttsim.tt import TTSIMUnit, policy_input


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def p_id() -> int:
    """The person."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def household_id() -> int:
    """The household the person lives in."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def district() -> int:
    """The district the household lives in, counted from zero."""


@policy_input(unit=TTSIMUnit.CURRENCY.PER_HOUSEHOLD)
def money_household() -> float:
    """The household's wealth in money."""


@policy_input(unit=TTSIMUnit.YEARS)
def age() -> int:
    """Whole years of age on the first day of the month."""


@policy_input(unit=TTSIMUnit.CURRENCY.PER_MONTH)
def wages_m() -> float:
    """Wages."""


@policy_input(unit=TTSIMUnit.CURRENCY.PER_MONTH)
def pension_m() -> float:
    """Pensions of every kind, the basic one among them."""


@policy_input(unit=TTSIMUnit.CURRENCY.PER_MONTH)
def basic_pension_m() -> float:
    """The basic pension of residents."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def disability_kind() -> int:
    """The kind of disability; 0 is none."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def disability_grade() -> int:
    """The grade of disability, 1 the most severe; 0 is none."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def supporter() -> int:
    """Who must support the person: 0 nobody, 1 somebody who cannot, 2 somebody who can."""


@policy_input(unit=TTSIMUnit.INDICATOR)
def guardian_is_not_a_parent() -> bool:
    """The person grows up as an orphan."""


@policy_input(unit=TTSIMUnit.INDICATOR)
def in_institution() -> bool:
    """The person lives in an institution."""


@policy_input(unit=TTSIMUnit.CURRENCY)
def bills_in_scope() -> float:
    """The person's medical bills as far as insurance covers their kind."""


@policy_input(unit=TTSIMUnit.CURRENCY)
def bills_paid_by_basic_insurance() -> float:
    """The part of the bills basic insurance has paid."""


@policy_input(unit=TTSIMUnit.INDICATOR)
def receives_resident_pension() -> bool:
    """The person draws the basic pension of residents."""
