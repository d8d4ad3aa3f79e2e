# ruff: noqa: D101, D102, N801, N805
# A Variable is a class named like what it computes, and its formulas take the population where methods take `self`.
"""The common set as the OpenFisca documentation teaches it: amounts in yuan, and a variable for every step.

Formulas: https://openfisca.org/doc/coding-the-legislation/10_basic_example.html; conditions: 25_vectorial_computing.html; sums over members
and the way back to them: 50_entities.html; amounts by district and by age: legislation_parameters.html. In OpenFisca-Core 46 an amount by
district (`parameters(period)...[district]`) is looked up in Python household by household, which takes most of the whole time.
Whole fen are rounded half up, for which the model language has no function (`round_` goes to the even one).
"""

import facts
import legislation
from facts import DisabilityKind, Guardianship, Supporter
from legislation import Household, Person
from numpy import floor
from openfisca_core.model_api import MONTH, Variable, max_, min_, not_, where
from openfisca_core.taxbenefitsystems import TaxBenefitSystem


def to_fen(yuan):
    return floor(yuan * 100 + 0.5) / 100


class income(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return person("wages", period) + person("pension", period)


class severely_disabled(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        grade = person("grade", period)
        return (grade >= 1) * (grade <= parameters(period).severe_disability.mildest_grade)


class unable_to_work(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        tekun = parameters(period).tekun
        age, kind, grade = person("age", period), person("kind", period), person("grade", period)
        excluded = (
            (kind == DisabilityKind.physical) * (grade <= tekun.mildest_grade.physical)
            + (kind == DisabilityKind.intellectual) * (grade <= tekun.mildest_grade.intellectual)
            + (kind == DisabilityKind.mental) * (grade <= tekun.mildest_grade.mental)
        )
        return (age >= tekun.old_age) + (age < tekun.working_age) + (grade >= 1) * excluded


class tekun_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        unsupported = person("supporter", period) != Supporter.capable
        poor = person("income", period) - person("basic_pension", period) < parameters(period).dibao.standard
        grown_up = person("age", period) >= parameters(period).tekun.majority
        no_orphan = (person("guardianship", period) == Guardianship.parents) + grown_up
        return unsupported * person("unable_to_work", period) * poor * no_orphan


class orphan_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        minor = person("age", period) < parameters(period).orphan.majority
        return (person("guardianship", period) == Guardianship.orphan) * minor


class counted(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return not_(person("tekun_eligible", period) + person("orphan_eligible", period))


class household_size(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH

    def formula(household, period):
        return household.sum(household.members("counted", period))


class household_income(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period):
        return household.sum(household.members("counted", period) * household.members("income", period))


class household_limit(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period, parameters):
        return household("household_size", period) * parameters(period).dibao.standard


class dibao_eligible(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH

    def formula(household, period, parameters):
        limit = household("household_limit", period)
        within_money = household("money", period) < limit * parameters(period).dibao.months_of_money
        return (household("household_income", period) < limit) * within_money


class dibao_edge(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH

    def formula(household, period, parameters):
        edge = parameters(period).dibao_edge
        limit = household("household_limit", period)
        within_income = household("household_income", period) <= limit * edge.standards
        within_money = household("money", period) < limit * edge.months_of_money
        no_dibao = not_(household("dibao_eligible", period))
        return no_dibao * (household("household_size", period) > 0) * within_income * within_money


class dibao(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period):
        size = household("household_size", period)
        severe = household.sum(household.members("counted", period) * household.members("severely_disabled", period))
        # The severely disabled are paid the whole standard, the others what their household's income leaves.
        deduction = household("household_income", period) * (size - severe) / max_(size, 1)
        return household("dibao_eligible", period) * to_fen(household("household_limit", period) - deduction)


class tekun(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period, parameters):
        amount = parameters(period).tekun.amount[household("district", period)]
        return household.sum(household.members("tekun_eligible", period)) * amount


class orphan(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period, parameters):
        amount = parameters(period).orphan.amount[household("district", period)]
        eligible = household.members("orphan_eligible", period)
        in_institution = household.members("institution", period)
        at_home = not_(in_institution)
        return household.sum(eligible * in_institution) * amount.institution + household.sum(eligible * at_home) * amount.family


class price_subsidy_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        on_dibao = person.household("dibao_eligible", period) + person.household("dibao_edge", period) * person("severely_disabled", period)
        return person("tekun_eligible", period) + person("orphan_eligible", period) + person("counted", period) * on_dibao


class price_subsidy(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period, parameters):
        return household.sum(household.members("price_subsidy_eligible", period)) * parameters(period).price_subsidy.amount


class assisted(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        poor_household = person.household("dibao_eligible", period) + person.household("dibao_edge", period)
        return person("tekun_eligible", period) + person("orphan_eligible", period) + person("counted", period) * poor_household


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
        rules = parameters(period).critical_illness
        burden = person("medical_burden", period)
        paid_to_assisted = max_(burden - rules.assisted.deductible, 0) * rules.assisted.rate
        paid_to_others = max_(burden - rules.others.deductible, 0) * rules.others.rate
        return to_fen(where(person("assisted", period), paid_to_assisted, paid_to_others))


class medical_aid_payment(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        aid = parameters(period).medical_aid
        base = person("medical_burden", period) - person("critical_illness_payment", period)
        paid = where(person("tekun_eligible", period), base, to_fen(base * aid.rate))
        return person("assisted", period) * min_(paid, aid.cap)


class copayment(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        paid = person("critical_illness_payment", period) + person("medical_aid_payment", period)
        return person("medical_burden", period) - paid


class resident_pension_payment(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        amount = parameters(period).resident_pension.amount.calc(person("age", period))
        return person("receiving", period) * amount


class critical_illness(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period):
        return household.sum(household.members("critical_illness_payment", period))


class medical_aid(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period):
        return household.sum(household.members("medical_aid_payment", period))


class copay(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period):
        return household.sum(household.members("copayment", period))


class resident_pension(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH

    def formula(household, period):
        return household.sum(household.members("resident_pension_payment", period))


def tax_benefit_system() -> TaxBenefitSystem:
    """The country package's system: its entities, its parameters and the variables of the two modules."""
    system = TaxBenefitSystem([Household, Person])
    system.parameters = legislation.parameter_tree(fen_in_unit=100)
    named = [*vars(facts).values(), *globals().values()]
    system.add_variables(*{found for found in named if isinstance(found, type) and issubclass(found, Variable)} - {Variable})
    return system
