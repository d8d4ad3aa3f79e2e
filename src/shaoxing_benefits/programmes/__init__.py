"""The programmes: one module each, in the order in which an answer lists them.

A programme is its rules; there is nothing else to register. `income` and `memberships` hold rules that several programmes share.
"""

from types import ModuleType

from . import (
    contribution_subsidy,
    critical_illness,
    dibao,
    dibao_edge,
    disability_living,
    income,
    medical_aid,
    memberships,
    orphan,
    premium_subsidy,
    price_subsidy,
    resettler,
    resident_pension,
    shopping_card,
    single_person,
    tekun,
    temporary_relief,
    unsupported_child,
)

MODULES: tuple[ModuleType, ...] = (
    income,
    memberships,
    dibao,
    dibao_edge,
    single_person,
    tekun,
    orphan,
    unsupported_child,
    disability_living,
    price_subsidy,
    critical_illness,
    medical_aid,
    premium_subsidy,
    resident_pension,
    contribution_subsidy,
    temporary_relief,
    shopping_card,
    resettler,
)
