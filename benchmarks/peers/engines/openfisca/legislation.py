"""The entities and the parameters of the common set as OpenFisca has them.

Entities as on https://openfisca.org/doc/key-concepts/person,_entities,_role.html, parameters as on
https://openfisca.org/doc/coding-the-legislation/legislation_parameters.html. A country package keeps the tree in YAML files; here the same
tree is made in memory out of the constants of `common_set`, so that no number stands twice.
"""

from typing import Any

import common_set
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode

MONTH = common_set.MONTH
DISTRICT_NAMES = tuple(f"district_{code}" for code in common_set.DISTRICTS)
DISABILITY_KINDS = ("none", "visual", "hearing", "speech", "physical", "intellectual", "mental", "multiple")

Household = build_entity(
    key="household",
    plural="households",
    label="Household",
    roles=[{"key": "head", "plural": "heads", "label": "Head", "max": 1}, {"key": "relative", "plural": "relatives", "label": "Relatives"}],
)
Person = build_entity(key="person", plural="persons", label="Person", is_person=True)


def values(value: float) -> dict[str, Any]:
    return {"values": {f"{MONTH}-01": {"value": value}}}


def parameter_tree(fen_in_unit: int) -> ParameterNode:
    """The parameters in yuan (100 fen in a unit) or in fen (1)."""

    def money(fen: int) -> dict[str, Any]:
        return values(fen / fen_in_unit)

    pension = common_set.PENSION
    ages = {0: 0, 65: common_set.FROM_65, 70: common_set.FROM_70, 75: common_set.FROM_75}
    grades = zip(DISABILITY_KINDS, common_set.MILDEST_GRADE_THAT_EXCLUDES_WORK, strict=True)
    orphans = zip(DISTRICT_NAMES, common_set.ORPHAN, common_set.ORPHAN_IN_INSTITUTION, strict=True)
    return ParameterNode(
        data={
            "fen_in_unit": values(fen_in_unit),
            "dibao": {"standard": money(common_set.STANDARD), "months_of_money": values(36)},
            "dibao_edge": {"standards": values(1.5), "months_of_money": values(72)},
            "tekun": {
                "old_age": values(60),
                "working_age": values(16),
                "majority": values(18),
                "mildest_grade": {kind: values(grade) for kind, grade in grades if grade},
                "amount": {name: money(fen) for name, fen in zip(DISTRICT_NAMES, common_set.TEKUN, strict=True)},
            },
            "orphan": {
                "majority": values(18),
                "amount": {name: {"family": money(family), "institution": money(institution)} for name, family, institution in orphans},
            },
            "severe_disability": {"mildest_grade": values(2)},
            "price_subsidy": {"amount": money(common_set.PRICE_SUBSIDY)},
            "critical_illness": {
                "assisted": {"deductible": money(common_set.DEDUCTIBLE_ASSISTED), "rate": values(0.7), "tenths": values(7)},
                "others": {"deductible": money(common_set.DEDUCTIBLE_OTHERS), "rate": values(0.6), "tenths": values(6)},
            },
            "medical_aid": {"rate": values(0.6), "tenths": values(6), "cap": money(common_set.CAP)},
            "resident_pension": {
                "amount": {
                    "brackets": [
                        {"threshold": values(age)["values"], "amount": money(pension + more)["values"]} for age, more in ages.items()
                    ],
                    "metadata": {"type": "single_amount"},
                }
            },
        }
    )
