"""Published figures on how people live, and what the two documents of Shaoxing both give."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from ..kinds import District
from .comparing import PERCENT, Line, Measure, Printed, Reading, Section, beside, equal, line

INCOME = Section("Income and spending")
DOCUMENTS = Section("Figures that stand in two documents")
LIVING = (INCOME, DOCUMENTS)

_INCOME = ("wages", "business", "property", "transfers")
_SPENDING = ("food", "clothing", "housing", "goods", "transport", "education", "health", "other")
_ADDITION = "price-subsidy-february-march-2020"


@INCOME.compares(
    "Income by source",
    "Wages, business, property and transfers, together.",
    "Not reconcilable for the city, Zhuji and Xinchang. The differences are of the size that four items make when each is rounded to the "
    "yuan, but that the items were rounded the source does not say.",
)
def income_items(read: Reading) -> Iterator[Line]:
    """The four items of income, for the city and each district."""
    yield from _summed(read.fact("yearbook:income-table-2020"), _INCOME)


@INCOME.compares(
    "Spending by kind",
    "All eight kinds, together.",
    "Exact in all six districts. Not reconcilable for the city, by a yuan, as rounding would leave it.",
)
def spending_items(read: Reading) -> Iterator[Line]:
    """The eight items of spending, for the city and each district."""
    yield from _summed(read.fact("yearbook:spending-table-2020"), _SPENDING)


@INCOME.compares(
    "Text and table",
    "The city's totals in the table, held against those in the text.",
    "The same.",
)
def income_text(read: Reading) -> Iterator[Line]:
    """The totals that stand twice."""
    text = read.fact("yearbook:income-2020")
    income, spending = (read.fact(f"yearbook:{each}-table-2020")["city_total"] for each in ("income", "spending"))
    yield line("income a head", Measure.YUAN_A_YEAR, income, equal(text["income"]))
    yield line("spending a head", Measure.YUAN_A_YEAR, spending, equal(text["spending"]))


@INCOME.compares(
    "Town and country",
    "The part of people in town with which the figures of town and country give that of the city; by income, beside that by spending.",
    "Both lead to the same part of people in town, so the six averages fit each other. The part itself is not published here.",
)
def urban_part(read: Reading) -> Iterator[Line]:
    """How many live in town, worked back from two averages."""
    fact = read.fact("yearbook:income-2020")
    by_income, by_spending = (
        (fact[each] - fact[f"rural_{each}"]) / (fact[f"urban_{each}"] - fact[f"rural_{each}"]) * PERCENT for each in ("income", "spending")
    )
    yield line("people in town", Measure.PERCENT, by_income, beside(by_spending))


@DOCUMENTS.compares(
    "Yearbook and bureau",
    "The yearbook's figure, held against the one in the bureau's report.",
    "The same in both. Where the yearbook counts person-times of the price subsidy, the bureau speaks of persons.",
)
def two_documents(read: Reading) -> Iterator[Line]:
    """Figures that stand in the yearbook and in the bureau's report."""
    for what, measure, fact, key, other, other_key in (
        ("the dibao standard of 2020", Measure.YUAN_A_MONTH, "dibao-standard-2020", "after", "dibao-standard-2020", "standard"),
        ("the tekun standard of 2020", Measure.YUAN_A_MONTH, "tekun-standard-2020", "urban_after", "tekun-standard", "urban_2020"),
        ("orphans in an institution", Measure.YUAN_A_MONTH, "orphan-allowance-2020", "institution", "orphan-allowance", "institution"),
        ("orphans in the community", Measure.YUAN_A_MONTH, "orphan-allowance-2020", "community", "orphan-allowance", "community"),
        ("those with the price subsidy added to", Measure.PERSONS_10000, _ADDITION, "person_times", _ADDITION, "persons"),
        ("what was added to the price subsidy", Measure.YUAN_10000, _ADDITION, "paid", _ADDITION, "paid"),
        ("the value of a shopping card", Measure.YUAN, "shopping-card-2020", "card", "shopping-card-2020", "card"),
        ("spent on shopping cards", Measure.YUAN_10000, "shopping-card-2020", "paid", "shopping-card-2020", "paid"),
        ("resettlers", Measure.PERSONS, "resettlers-2020", "all_persons", "resettlers-2020", "all_persons"),
    ):
        yearbook, report = read.fact(f"yearbook:{fact}")[key], read.fact(f"bureau-report:{other}")[other_key]
        yield line(what, measure, yearbook, equal(report))


def _summed(fact: Mapping[str, Printed], items: tuple[str, ...]) -> Iterator[Line]:
    """The items added up, against the total."""
    yield line("the whole city", Measure.YUAN_A_YEAR, _sum_of(fact, "city", items), equal(fact["city_total"]))
    for district in District:
        name = district.name.lower()
        yield line("", Measure.YUAN_A_YEAR, _sum_of(fact, name, items), equal(fact[f"{name}_total"]), district=district)


def _sum_of(fact: Mapping[str, Printed], place: str, items: tuple[str, ...]) -> Fraction:
    return sum((fact[f"{place}_{item}"] for item in items), Fraction(0))
