# ruff: noqa: D101, D102, N801, N805
# A Variable is a class named like what it computes, and its formulas take the population where methods take `self`.
"""The common set as someone would write it who knows what costs time in OpenFisca; it is still Variables, evaluated by its Simulation.

- How members are listed, summed and counted is the layout that the system is set to (layout.py): for households of any size, or quicker,
  for households that all have three members. The variables are the same.
- Amounts are float64 in place of float32, flags, ages and codes take one byte, the district is as an index is: `dtype` is set on each.
- There is no Enum, and an amount by district is one `take` from an array that is made once; indexing a parameter node with an array of
  districts runs through it in Python.
- A variable stands only where more than one formula needs it or it is asked for; amounts that depend on counts are worked out by household.
- Nothing is traced. The cache stays: it is what keeps one variable from being computed twice.

In yuan (`tuned`), as OpenFisca's amounts are, or in whole fen (`whole_fen`), which float64 holds exactly; both also `_for_three`.
"""

from functools import cache
from typing import Any

import numpy
from layout import of_members, sizes, total
from legislation import Household, Person, parameter_tree
from openfisca_core.model_api import MONTH, Variable
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

SUPPORTER_CAPABLE = 2
PHYSICAL, INTELLECTUAL, MENTAL = 4, 5, 6
HOUSEHOLD_FACTS = {"district": int, "money": float}
MEMBER_FACTS = {
    "age": int, "wages": float, "pension": float, "basic_pension": float, "kind": int, "grade": int, "supporter": int, "guardianship": int,
    "institution": bool, "in_scope": float, "basic_paid": float, "receiving": bool,
}  # fmt: skip


@cache
def by_district(node: Any, child: str = "") -> Any:
    """An array of the amounts. A node at an instant is one object as long as the system lives."""
    return numpy.array([getattr(node[name], child) if child else node[name] for name in node], dtype=numpy.float64)


def half_up(amount: Any, fen_in_unit: int) -> Any:
    """Round to whole fen, in place."""
    if fen_in_unit != 1:
        amount *= fen_in_unit
    amount += 0.5
    numpy.floor(amount, out=amount)
    if fen_in_unit != 1:
        amount /= fen_in_unit
    return amount


class tekun_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        rules = parameters(period).tekun
        grades = rules.mildest_grade
        age, kind, grade = person("age", period), person("kind", period), person("grade", period)
        unable = (kind == PHYSICAL) & (grade <= grades.physical)
        unable |= (kind == INTELLECTUAL) & (grade <= grades.intellectual)
        unable |= (kind == MENTAL) & (grade <= grades.mental)
        unable &= grade >= 1
        unable |= age >= rules.old_age
        unable |= age < rules.working_age
        unable &= person("supporter", period) != SUPPORTER_CAPABLE
        income = person("wages", period) + person("pension", period)
        income -= person("basic_pension", period)
        unable &= income < parameters(period).dibao.standard
        unable &= (person("guardianship", period) == 0) | (age >= rules.majority)
        return unable


class orphan_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        return (person("guardianship", period) == 1) & (person("age", period) < parameters(period).orphan.majority)


class supported(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        """Whether the person lives on tekun or an orphan's support and does not count in the household."""
        return person("tekun_eligible", period) | person("orphan_eligible", period)


class supported_members(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH

    def formula(household, period):
        return total(household, household.members("supported", period))


class severely_disabled_members(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH

    def formula(household, period, parameters):
        """Of those who count in the household only."""
        grade = household.members("grade", period)
        severe = (grade >= 1) & (grade <= parameters(period).severe_disability.mildest_grade)
        severe &= ~household.members("supported", period)
        return total(household, severe)


class heads(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH

    def formula(household, period):
        return sizes(household) - household("supported_members", period)


class income(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period):
        of_persons = household.members("wages", period) + household.members("pension", period)
        of_persons *= ~household.members("supported", period)
        return total(household, of_persons)


class dibao_eligible(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH

    def formula(household, period, parameters):
        rules = parameters(period).dibao
        limit = household("heads", period) * rules.standard
        eligible = household("income", period) < limit
        limit *= rules.months_of_money
        eligible &= household("money", period) < limit
        return eligible


class dibao_edge(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH

    def formula(household, period, parameters):
        rules = parameters(period).dibao_edge
        heads = household("heads", period)
        limit = heads * parameters(period).dibao.standard
        edge = household("income", period) <= limit * rules.standards
        limit *= rules.months_of_money
        edge &= household("money", period) < limit
        edge &= heads > 0
        edge &= ~household("dibao_eligible", period)
        return edge


class dibao(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period, parameters):
        heads = household("heads", period)
        deduction = household("income", period) * (heads - household("severely_disabled_members", period))
        deduction /= numpy.maximum(heads, 1)
        paid = heads * parameters(period).dibao.standard
        paid -= deduction
        paid = half_up(paid, parameters(period).fen_in_unit)
        paid *= household("dibao_eligible", period)
        return paid


class tekun(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period, parameters):
        paid = by_district(parameters(period).tekun.amount).take(household("district", period))
        paid *= total(household, household.members("tekun_eligible", period))
        return paid


class orphan(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period, parameters):
        node, district = parameters(period).orphan.amount, household("district", period)
        eligible = household.members("orphan_eligible", period)
        in_institution = total(household, eligible & household.members("institution", period))
        paid = by_district(node, "family").take(district)
        paid *= total(household, eligible) - in_institution
        for_institution = by_district(node, "institution").take(district)
        for_institution *= in_institution
        paid += for_institution
        return paid


class price_subsidy(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period, parameters):
        # Whoever is supported, everyone else of a household on dibao, and the severely disabled of one at the edge.
        receivers = household("severely_disabled_members", period) * household("dibao_edge", period)
        receivers += household("heads", period) * household("dibao_eligible", period)
        receivers += household("supported_members", period)
        return receivers * parameters(period).price_subsidy.amount


class assisted(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        household = person.simulation.household
        poor = household("dibao_eligible", period) | household("dibao_edge", period)
        assisted = of_members(household, poor)
        assisted |= person("supported", period)
        return assisted


class medical_burden(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return person("in_scope", period) - person("basic_paid", period)


class critical_illness_payment(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        # A flag times a difference takes a fifth of the time of `numpy.where`.
        rules, others = parameters(period).critical_illness.assisted, parameters(period).critical_illness.others
        assisted = person("assisted", period)
        paid = person("medical_burden", period) - others.deductible
        paid += assisted * (others.deductible - rules.deductible)
        numpy.maximum(paid, 0, out=paid)
        paid *= assisted * float(rules.tenths - others.tenths) + others.tenths
        paid /= 10
        return half_up(paid, parameters(period).fen_in_unit)


class critical_illness(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period):
        return total(household, household.members("critical_illness_payment", period))


class medical_aid(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period, parameters):
        rules = parameters(period).medical_aid
        base = household.members("medical_burden", period) - household.members("critical_illness_payment", period)
        paid = base * rules.tenths
        paid /= 10
        paid = half_up(paid, parameters(period).fen_in_unit)
        numpy.copyto(paid, base, where=household.members("tekun_eligible", period))
        numpy.minimum(paid, rules.cap, out=paid)
        paid *= household.members("assisted", period)
        return total(household, paid)


class copay(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period):
        left = total(household, household.members("medical_burden", period))
        left -= household("critical_illness", period)
        left -= household("medical_aid", period)
        return left


class resident_pension(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period, parameters):
        scale = parameters(period).resident_pension.amount
        age = household.members("age", period)
        # The scale itself looks each age up; its few steps are added instead.
        paid = numpy.full(age.size, scale.amounts[0])
        for threshold, lower, amount in zip(scale.thresholds[1:], scale.amounts, scale.amounts[1:], strict=False):
            paid += (age >= threshold) * (amount - lower)
        paid *= household.members("receiving", period)
        return total(household, paid)


def tax_benefit_system(fen_in_unit: int, layout: Any) -> TaxBenefitSystem:
    """The system in yuan (100 fen in a unit) or in fen (1), for one way of listing members."""
    system = TaxBenefitSystem([Household, Person])
    system.layout = layout
    system.parameters = parameter_tree(fen_in_unit)
    for entity, facts in ((Household, HOUSEHOLD_FACTS), (Person, MEMBER_FACTS)):
        for name, kind in facts.items():
            system.add_variable(type(name, (Variable,), {"value_type": kind, "entity": entity, "definition_period": MONTH}))
    system.add_variables(*{found for found in globals().values() if isinstance(found, type) and issubclass(found, Variable)} - {Variable})
    for variable in system.variables.values():
        variable.dtype = {bool: numpy.bool_, int: numpy.int8, float: numpy.float64}[variable.value_type]
        if variable.value_type is int and variable.formulas:
            variable.dtype = layout.counts
    system.variables["district"].dtype = numpy.intp
    return system
