# ruff: noqa: D101, N801
# A Variable is a class named like what it holds.
"""The facts of the common set as OpenFisca input variables: https://openfisca.org/doc/coding-the-legislation/20_input_variables.html.

Dates of birth are left out: the common set gives the age.
"""

import legislation
from legislation import Household, Person
from openfisca_core.model_api import MONTH, Enum, Variable

District = Enum("District", {name: name for name in legislation.DISTRICT_NAMES})
DisabilityKind = Enum("DisabilityKind", {name: name for name in legislation.DISABILITY_KINDS})
Supporter = Enum("Supporter", {name: name for name in ("none", "incapable", "capable")})
Guardianship = Enum("Guardianship", {name: name for name in ("parents", "orphan")})


class district(Variable):
    value_type = Enum
    possible_values = District
    default_value = next(iter(District))
    entity = Household
    definition_period = MONTH


class money(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH


class age(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH


class wages(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH


class pension(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH


class basic_pension(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH


class kind(Variable):
    value_type = Enum
    possible_values = DisabilityKind
    default_value = DisabilityKind.none
    entity = Person
    definition_period = MONTH


class grade(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH


class supporter(Variable):
    value_type = Enum
    possible_values = Supporter
    default_value = Supporter.none
    entity = Person
    definition_period = MONTH


class guardianship(Variable):
    value_type = Enum
    possible_values = Guardianship
    default_value = Guardianship.parents
    entity = Person
    definition_period = MONTH


class institution(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH


class in_scope(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH


class basic_paid(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH


class receiving(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
