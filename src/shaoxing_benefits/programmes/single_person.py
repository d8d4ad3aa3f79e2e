"""The single-person case (单人户): a severely disabled or seriously ill member of a household on the dibao edge, assisted alone."""

from ..engine.rule import Programme, condition, rule
from ..kinds import DisabilityKind
from ..numbers import Grade, MonthlyFen

SINGLE_PERSON = Programme("single_person", "Single-person case", period="month", amount="single_person_amount")


@rule(cites="disabled-persons-regulation:26.2")
def single_person_gets_full_standard(severely_disabled: bool, single_person_severe_gets_full_standard: bool) -> bool:
    """The member gets the full standard, being severely disabled."""
    return severely_disabled and single_person_severe_gets_full_standard


@rule(name="single_person_gets_gap", since="2020-09-01", until="2021-06-30", cites="reform-opinion-2020:5")
def single_person_gets_gap_before_2021_07(serious_illness: bool, single_person_serious_illness_alone: bool) -> bool:
    """The member is assisted alone, being seriously ill."""
    return serious_illness and single_person_serious_illness_alone


@rule(name="single_person_gets_gap", since="2021-07-01", cites="dibao-measures-2021:8")
def single_person_gets_gap(
    serious_illness: bool,
    disability_kind: DisabilityKind,
    disability_grade: Grade,
    single_person_serious_illness_alone: bool,
    single_person_intellectual_mental_grade: Grade,
) -> bool:
    """The member is assisted alone, being seriously ill or of a grade of intellectual or mental disability."""
    if serious_illness and single_person_serious_illness_alone:
        return True
    if disability_kind != DisabilityKind.INTELLECTUAL and disability_kind != DisabilityKind.MENTAL:
        return False
    return disability_grade <= single_person_intellectual_mental_grade


@condition(cites="disabled-persons-regulation:26.2")
def single_person_household_on_edge(dibao_edge_eligible: bool) -> bool:
    """The household is on the dibao edge."""
    return dibao_edge_eligible


@condition(cites="dibao-measures-2012:5 dibao-measures-2021:7")
def single_person_counted_in_household(dibao_counted: bool) -> bool:
    """The member counts as one of the household."""
    return dibao_counted


@condition(name="single_person_severely_disabled_or_ill", until="2020-08-31", cites="disabled-persons-regulation:26.2")
def single_person_severely_disabled_before_2020_09(single_person_gets_full_standard: bool) -> bool:
    """The member is so disabled that he or she is assisted alone."""
    return single_person_gets_full_standard


@condition(since="2020-09-01", cites="disabled-persons-regulation:26.2 reform-opinion-2020:5")
def single_person_severely_disabled_or_ill(single_person_gets_full_standard: bool, single_person_gets_gap: bool) -> bool:
    """The member is so disabled or ill that he or she is assisted alone."""
    return single_person_gets_full_standard or single_person_gets_gap


@condition(actual="countable_income", limit="dibao_standard", since="2020-09-01", cites="reform-opinion-2020:5")
def single_person_own_income_below_standard(
    single_person_gets_full_standard: bool,
    countable_income: MonthlyFen,
    dibao_standard: MonthlyFen,
    single_person_own_income_deducted: bool,
) -> bool:
    """The member's own income is below the standard; it is not asked of a severely disabled member."""
    if single_person_gets_full_standard or not single_person_own_income_deducted:
        return True
    return countable_income < dibao_standard


@rule(since="2020-09-01")
def single_person_deduction(
    single_person_gets_full_standard: bool, countable_income: MonthlyFen, single_person_own_income_deducted: bool
) -> MonthlyFen:
    """The own income that is taken off the standard; none off a severely disabled member's."""
    if single_person_gets_full_standard or not single_person_own_income_deducted:
        return 0
    return countable_income


@rule(name="single_person_amount", until="2020-08-31", cites="disabled-persons-regulation:26.2")
def single_person_amount_before_2020_09(single_person_eligible: bool, dibao_standard: MonthlyFen) -> MonthlyFen:
    """The standard."""
    if not single_person_eligible:
        return 0
    return dibao_standard


@rule(since="2020-09-01", cites="disabled-persons-regulation:26.2")
def single_person_amount(single_person_eligible: bool, dibao_standard: MonthlyFen, single_person_deduction: MonthlyFen) -> MonthlyFen:
    """The standard, less what own income is taken off."""
    if not single_person_eligible:
        return 0
    return dibao_standard - single_person_deduction
