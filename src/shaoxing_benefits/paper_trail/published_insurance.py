"""Published totals of insurance and medical aid, and the figures that follow from one another."""

from collections.abc import Iterator
from datetime import date

from ..numbers import MONTHS_A_YEAR
from .comparing import PERCENT, TEN_THOUSAND, WHOLE, Line, Measure, Reading, Section, equal, line

_END_OF_2020 = date(2020, 12, 31)

MEDICAL = Section("Medical aid and critical-illness insurance")
CONTRIBUTIONS = Section("Contributions")
MEMBERS = Section("Pensions, members and pharmacies")
INSURANCE = (MEDICAL, CONTRIBUTIONS, MEMBERS)


@MEDICAL.compares(
    "What medical aid paid each time",
    "The year's sum, divided by the times that aid was given.",
    "What came of many small bills and some large ones: no rate follows from it, and nothing is published that it could be held against.",
)
def medical_aid_each_time(read: Reading) -> Iterator[Line]:
    """The average of one aid."""
    fact = read.fact("yearbook:medical-aid-2020")
    yield line("each time", Measure.YUAN, fact["paid"] * TEN_THOUSAND / fact["person_times"])


@MEDICAL.compares(
    "Critical-illness insurance of others",
    "The source says by how much the terms of the assisted groups are better; the terms of others in the tables are worked back from that "
    "and have to give it again.",
    "The tables keep to what the source says.",
)
def critical_illness_terms(read: Reading) -> Iterator[Line]:
    """Deductible and rate of assisted groups against those of others."""
    fact = read.fact("yearbook:critical-illness-2020")
    assisted, others = (read.parameter(f"critical_illness.deductible_{each}", _END_OF_2020) for each in ("assisted", "others"))
    yield line(
        "how much lower the deductible is", Measure.PERCENT, (1 - assisted / others) * PERCENT, equal(fact["deductible_lower_percent"])
    )
    assisted, others = (read.parameter(f"critical_illness.rate_{each}", _END_OF_2020) for each in ("assisted", "others"))
    yield line("how much higher the rate is", Measure.POINTS, (assisted - others) * PERCENT, equal(fact["rate_higher_points"]))


@CONTRIBUTIONS.compares(
    "Medical contribution bases and the wages of a year",
    "The wages above and below which a base holds, divided by the months of a year.",
    "Both bases are the monthly wage cut to the yuan; rounded, the higher one would be a yuan more.",
)
def medical_bases(read: Reading) -> Iterator[Line]:
    """A month's part of the two yearly wages."""
    fact = read.fact("yearbook:medical-contribution-bases-2020")
    yield line("the lowest base", Measure.YUAN_A_MONTH, fact["low_wages"] / MONTHS_A_YEAR, equal(fact["lowest"]))
    yield line("the highest base", Measure.YUAN_A_MONTH, fact["high_wages"] / MONTHS_A_YEAR, equal(fact["highest"]))


@CONTRIBUTIONS.compares(
    "Flexible workers' pension contributions",
    "Each amount, divided by the rate of the tables, is a base; held against the lowest and highest employee base, and as a part of the "
    "lowest medical base.",
    "One rate fits all six amounts: the first on the lowest employee base, the others on round parts of the lowest medical base, the last "
    "being the highest base. The source names neither the rate nor the parts.",
)
def flexible_pension(read: Reading) -> Iterator[Line]:
    """The bases behind the six amounts."""
    fact, medical = read.fact("yearbook:contribution-bases-2020"), read.fact("yearbook:medical-contribution-bases-2020")
    rate = read.parameter("contributions.flexible_pension_rate", _END_OF_2020)
    yield line("the base of the first amount", Measure.YUAN_A_MONTH, fact["flexible_first"] / rate, equal(fact["lowest"]))
    for what, key in (
        ("the second amount, as a part of the lowest medical base", "flexible_second"),
        ("the third amount", "flexible_third"),
        ("the fourth amount", "flexible_fourth"),
        ("the fifth amount", "flexible_fifth"),
        ("the sixth amount", "flexible_sixth"),
    ):
        yield line(what, Measure.PERCENT, fact[key] / rate / medical["lowest"] * PERCENT, WHOLE)
    yield line("the base of the sixth amount", Measure.YUAN_A_MONTH, fact["flexible_sixth"] / rate, equal(fact["highest"]))


@CONTRIBUTIONS.compares(
    "Flexible workers' medical contribution",
    "The lowest medical base, times the rate of the tables.",
    "Exact; the source gives the amount alone.",
)
def flexible_medical(read: Reading) -> Iterator[Line]:
    """The rate of the tables on the lowest base."""
    fact = read.fact("yearbook:medical-contribution-bases-2020")
    rate = read.parameter("contributions.flexible_medical_rate", _END_OF_2020)
    yield line("a month", Measure.YUAN_A_MONTH, fact["lowest"] * rate, equal(fact["flexible"]))


@MEMBERS.compares(
    "Pensions of retired employees",
    "The average at the end of 2019, and the rise.",
    "Exact.",
)
def employee_pension(read: Reading) -> Iterator[Line]:
    """The average pension before and after."""
    fact = read.fact("yearbook:employee-pension-2020")
    yield line("the average at the end of 2020", Measure.YUAN_A_MONTH, fact["before"] + fact["rise"], equal(fact["after"]))


@MEMBERS.compares(
    "Members of pension insurance",
    "Employees and residents, together.",
    "Not reconcilable: the source gives these two parts of its total alone, and they are too few. It does not say who the others are.",
)
def pension_members(read: Reading) -> Iterator[Line]:
    """The two parts of the total."""
    fact = read.fact("yearbook:pension-insured-2020")
    yield line("members of pension insurance", Measure.PERSONS_10000, fact["employees"] + fact["residents"], equal(fact["insured"]))


@MEMBERS.compares(
    "Pharmacies by grade",
    "All grades that are named, together.",
    "Not reconcilable: some of the pharmacies have no grade in the source, which passes over one letter.",
)
def pharmacies(read: Reading) -> Iterator[Line]:
    """The grades, added up."""
    fact = read.fact("yearbook:pharmacies-2020")
    graded = fact["grade_a"] + fact["grade_b"] + fact["grade_c"] + fact["grade_e"]
    yield line("pharmacies with a grade", Measure.SHOPS, graded, equal(fact["pharmacies"]))
