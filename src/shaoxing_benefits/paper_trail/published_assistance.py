"""Published totals of assistance: dibao, tekun, the price subsidy, the shopping card and reservoir resettlers."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from ..kinds import District
from ..numbers import MONTHS_A_YEAR
from .comparing import (
    HUNDRED_MILLION,
    PERCENT,
    TEN_THOUSAND,
    WHOLE,
    Line,
    Measure,
    Reading,
    Section,
    at_least,
    at_most,
    beside,
    equal,
    line,
)

_END_OF_2018 = date(2018, 12, 31)
_END_OF_2019 = date(2019, 12, 31)
_END_OF_2020 = date(2020, 12, 31)
_FEBRUARY_2020 = date(2020, 2, 1)
_START_OF_2021 = date(2021, 1, 1)
_START_OF_2022 = date(2022, 1, 1)

DIBAO = Section("Dibao")
TEKUN = Section("Tekun")
PRICES = Section("Price subsidy")
CARDS = Section("Shopping card")
RESETTLERS = Section("Reservoir resettlers")
ASSISTANCE = (DIBAO, TEKUN, PRICES, CARDS, RESETTLERS)


@DIBAO.compares(
    "Who is on dibao",
    "Those in town and those in the country, together.",
    "Both totals are the sum of their parts.",
)
def dibao_recipients(read: Reading) -> Iterator[Line]:
    """Households and persons at the year's end."""
    fact = read.fact("yearbook:dibao-recipients-2020")
    yield line("households", Measure.HOUSEHOLDS, fact["urban_households"] + fact["rural_households"], equal(fact["households"]))
    yield line("persons", Measure.PERSONS, fact["urban_persons"] + fact["rural_persons"], equal(fact["persons"]))


@DIBAO.compares(
    "What dibao paid for a person and month",
    "The year's spending, divided by the persons at the year's end and by the months of a year; held against the standard, and as a part "
    "of it.",
    "It fits: most households have some income, and the average lies below the standard. Persons at the year's end stand in for those of "
    "each month, and the sum is rounded, by up to about a yuan for each of them; more does not follow.",
)
def dibao_spending(read: Reading) -> Iterator[Line]:
    """The average payment of 2020 against the standard."""
    standard = read.parameter("dibao.standard", _END_OF_2020)
    average = _a_month(read, "yearbook:dibao-recipients-2020", "spent", HUNDRED_MILLION)
    yield line("a person and month", Measure.YUAN_A_MONTH, average, at_most(standard))
    yield line("as a part of the standard", Measure.PERCENT, average / standard * PERCENT)


@DIBAO.compares(
    "The same in Ningbo and Pinghu",
    "As for Shaoxing, each held against Shaoxing's.",
    "Other cities, for comparison only. The three lie close together, although Ningbo's sum was not yet that of the whole year.",
)
def dibao_spending_elsewhere(read: Reading) -> Iterator[Line]:
    """The average payment in two other cities."""
    ours = _a_month(read, "yearbook:dibao-recipients-2020", "spent", HUNDRED_MILLION)
    ningbo = _a_month(read, "ningbo:dibao-recipients-2020", "paid", HUNDRED_MILLION)
    pinghu = _a_month(read, "pinghu:dibao-recipients-2020", "paid", TEN_THOUSAND)
    yield line("Ningbo", Measure.YUAN_A_MONTH, ningbo, beside(ours))
    yield line("Pinghu", Measure.YUAN_A_MONTH, pinghu, beside(ours))


@DIBAO.compares(
    "The province's goal for a year of dibao",
    "The standard of a month, for a year.",
    "As the yearbook says, the goal was passed; the standard before 2020 had passed it already.",
)
def dibao_goal(read: Reading) -> Iterator[Line]:
    """A year of the standard against the province's goal."""
    goal = read.fact("yearbook:dibao-standard-2020")["province_goal"]
    for what, day in (("the standard of 2019", _END_OF_2019), ("the standard of 2020", _END_OF_2020)):
        yield line(what, Measure.YUAN_A_YEAR, read.parameter("dibao.standard", day) * MONTHS_A_YEAR, at_least(goal))


@DIBAO.compares(
    "The city's target for a year of dibao in 2022",
    "The standard of a month, for a year; and the target, for a month.",
    "A target, not a rule: neither the standard of 2020 nor the one announced for 2021 reaches it, so at least one more rise is meant.",
)
def dibao_target(read: Reading) -> Iterator[Line]:
    """A year of the standard, and of the planned one, beside the target."""
    target = read.parameter("dibao.standard_year_target", _START_OF_2022, planned=True)
    standard = read.parameter("dibao.standard", _END_OF_2020)
    announced = read.parameter("dibao.standard", _START_OF_2021, planned=True)
    yield line("the standard of 2020", Measure.YUAN_A_YEAR, standard * MONTHS_A_YEAR, beside(target))
    yield line("the standard announced for 2021", Measure.YUAN_A_YEAR, announced * MONTHS_A_YEAR, beside(target))
    yield line("the target, for a month", Measure.YUAN_A_MONTH, target / MONTHS_A_YEAR)


@TEKUN.compares(
    "By how much the tekun standard of the urban districts rose",
    "The rise from one standard of the tables to another, in per cent of the earlier one.",
    "Both percentages are those of the sources, to their last digit.",
)
def tekun_rise(read: Reading) -> Iterator[Line]:
    """The two rises that the sources give in per cent."""
    new = read.parameter("tekun.standard", _END_OF_2020)
    since_2019 = new / read.parameter("tekun.standard", _END_OF_2019) - 1
    since_2018 = new / read.parameter("tekun.standard", _END_OF_2018) - 1
    yearbook, report = read.fact("yearbook:tekun-standard-2020"), read.fact("bureau-report:tekun-standard")
    yield line("2019 to 2020", Measure.PERCENT, since_2019 * PERCENT, equal(yearbook["urban_rise_percent"]))
    yield line("2018 to 2020", Measure.PERCENT, since_2018 * PERCENT, equal(report["urban_rise_percent"]))


@TEKUN.compares(
    "The floor of the tekun standard",
    "The dibao standard of the same time, times the multiple that both documents name. The dibao standard before 2019 is not published; "
    "the most that it can have been is taken.",
    "The floor is kept everywhere. It is a floor, not a formula: the standards lie above it by different amounts.",
)
def tekun_floor(read: Reading) -> Iterator[Line]:
    """The standard of each district, and of the urban ones in earlier years, against the floor."""
    multiple = read.fact("yearbook:tekun-standard-2020")["floor_multiple"]
    other = read.fact("bureau-report:tekun-standard")["floor_multiple"]
    yield line("the multiple, in both documents", Measure.TIMES, multiple, equal(other))
    for what, day in (
        ("the urban districts in 2018", _END_OF_2018),
        ("the urban districts in 2019", _END_OF_2019),
        ("the urban districts in 2020", _END_OF_2020),
    ):
        floor = multiple * read.most("dibao.standard", day)
        yield line(what, Measure.YUAN_A_MONTH, read.parameter("tekun.standard", day), at_least(floor))
    for district in (District.XINCHANG, District.ZHUJI, District.SHENGZHOU):
        floor = multiple * read.most("dibao.standard", _END_OF_2020, district)
        standard = read.parameter("tekun.standard", _END_OF_2020, district)
        yield line("in 2020", Measure.YUAN_A_MONTH, standard, at_least(floor), district=district)


@TEKUN.compares(
    "What tekun paid for a person and month in Ningbo",
    "The sum paid, divided by the persons and by the months of a year; held against Shaoxing's urban standard.",
    "Another city, for comparison only. The sum was not yet that of the whole year, and whether care is in it is not said.",
)
def tekun_spending_elsewhere(read: Reading) -> Iterator[Line]:
    """The average payment in Ningbo."""
    ningbo = _a_month(read, "ningbo:tekun-recipients-2020", "paid", TEN_THOUSAND)
    yield line("Ningbo", Measure.YUAN_A_MONTH, ningbo, beside(read.parameter("tekun.standard", _END_OF_2020)))


@PRICES.compares(
    "The addition of February and March 2020",
    "What was added, divided by the person-times, is the addition to one payment; divided by the part that was added it is the payment "
    "without the addition, and divided by the dibao standard and the coefficient the rise of prices behind it. That rise, to a tenth of "
    "a per cent, gives a payment again.",
    "Suggestive, no proof: it is as if prices had risen by that much in both months, with the dibao standard as the base. The rise itself "
    "is in no source, and where the yearbook counts person-times the bureau speaks of persons on file.",
)
def price_subsidy_addition(read: Reading) -> Iterator[Line]:
    """The base of the subsidy, worked back from the addition."""
    fact = read.fact("yearbook:price-subsidy-february-march-2020")
    factor = read.parameter("price_subsidy.stage_factor", _FEBRUARY_2020)
    before = read.parameter("dibao.standard", _FEBRUARY_2020) * read.parameter("price_subsidy.coefficient", _FEBRUARY_2020)
    addition, payment = fact["paid"] / fact["person_times"], _payment(read)
    rise = payment / before
    thousandths = Fraction((rise * 1000 + Fraction(1, 2)) // 1)
    yield line("the part added", Measure.PERCENT, (factor - 1) * PERCENT, equal(fact["addition_percent"]))
    yield line("the addition to one payment", Measure.YUAN, addition)
    yield line("one payment without it", Measure.YUAN, payment)
    yield line("the rise of prices behind it", Measure.PERCENT, rise * PERCENT)
    yield line("one payment at that rise, to a tenth of a per cent", Measure.YUAN, before * thousandths / 1000, beside(payment))


@PRICES.compares(
    "What the price subsidy came to in 2020",
    "As many as the yearbook says had it, held against the persons on dibao; and the year's sum, divided by them, held against one payment "
    "as worked out from February and March.",
    "The yearbook says persons, but it is many times those on dibao; only person-times fit, one for each month and person, each at about "
    "one payment. Suggestive, no proof: rises and stage factors differed from month to month.",
)
def price_subsidy_year(read: Reading) -> Iterator[Line]:
    """The year's total, which fits person-times only."""
    fact, recipients = read.fact("yearbook:price-subsidy-2020"), read.fact("yearbook:dibao-recipients-2020")
    yield line("those counted", Measure.PERSONS, fact["persons"] * TEN_THOUSAND, beside(recipients["persons"]))
    yield line("paid for each count", Measure.YUAN, fact["paid"] / fact["persons"], beside(_payment(read)))


@CARDS.compares(
    "Shopping cards",
    "The number of cards, times the value of one.",
    "It comes out exactly, although the source gives both as rounded.",
)
def shopping_cards(read: Reading) -> Iterator[Line]:
    """Cards times their value."""
    fact = read.fact("yearbook:shopping-card-2020")
    yield line(
        "spent on shopping cards",
        Measure.YUAN_10000,
        fact["cards"] * read.parameter("shopping_card.value", _END_OF_2020),
        equal(fact["paid"]),
    )


@RESETTLERS.compares(
    "Resettlers, by how they are supported",
    "Those with direct payments and those supported through projects, together.",
    "All seven totals are the sum of their two parts.",
)
def resettlers_by_kind(read: Reading) -> Iterator[Line]:
    """Direct and project support, for the city and each district."""
    fact = read.fact("yearbook:resettlers-2020")
    both = fact["direct_persons"] + fact["project_persons"]
    yield line("the whole city", Measure.PERSONS, both, equal(fact["all_persons"]))
    for district in District:
        name = district.name.lower()
        both = fact[f"{name}_persons"] + fact[f"{name}_project_persons"]
        yield line("", Measure.PERSONS, both, equal(fact[f"{name}_all_persons"]), district=district)


@RESETTLERS.compares(
    "Resettlers, by district",
    "The six districts, together.",
    "Persons and sums of the districts add up to those of the city.",
)
def resettlers_by_district(read: Reading) -> Iterator[Line]:
    """The districts' figures, added up."""
    fact = read.fact("yearbook:resettlers-2020")
    for what, one, whole in (
        ("all resettlers", "all_persons", "all_persons"),
        ("those with direct payments", "persons", "direct_persons"),
        ("those supported through projects", "project_persons", "project_persons"),
    ):
        together = sum((fact[f"{each.name.lower()}_{one}"] for each in District), Fraction(0))
        yield line(what, Measure.PERSONS, together, equal(fact[whole]))
    paid = sum((fact[f"{each.name.lower()}_paid"] for each in District), Fraction(0))
    yield line("direct payments", Measure.YUAN_10000, paid, equal(fact["paid"]))


@RESETTLERS.compares(
    "Direct payments to resettlers",
    "Persons with direct payments, times the rate of the tables for a year.",
    "Exact in four districts, which is where the rate comes from. Zhuji was paid more and Shengzhou less. Neither figure is a rounded one, "
    "as the six add up to the city's total to the last digit.",
)
def resettlers_paid(read: Reading) -> Iterator[Line]:
    """A year of the rate for each person, against what was paid."""
    fact = read.fact("yearbook:resettlers-2020")
    rate = read.parameter("resettler.rate", _END_OF_2020) * MONTHS_A_YEAR / TEN_THOUSAND
    finest = fact["paid"].last_digit
    yield line("the whole city", Measure.YUAN_10000, fact["direct_persons"] * rate, equal(fact["paid"], last_digit=finest))
    for district in District:
        name = district.name.lower()
        paid = equal(fact[f"{name}_paid"], last_digit=finest)
        yield line("", Measure.YUAN_10000, fact[f"{name}_persons"] * rate, paid, district=district)


@RESETTLERS.compares(
    "Where direct payments differ, in months",
    "The sum paid less persons times the rate, divided by the rate of a month.",
    "Whole months of one person in both: persons who came or left within the year would give such a difference. The sources do not say so.",
)
def resettlers_months(read: Reading) -> Iterator[Line]:
    """The differences of two districts as months of support."""
    fact, rate = read.fact("yearbook:resettlers-2020"), read.parameter("resettler.rate", _END_OF_2020)
    for district in (District.ZHUJI, District.SHENGZHOU):
        name = district.name.lower()
        over = fact[f"{name}_paid"] * TEN_THOUSAND - fact[f"{name}_persons"] * rate * MONTHS_A_YEAR
        yield line("", Measure.MONTHS, over / rate, WHOLE, district=district)


@RESETTLERS.compares(
    "Yearbook and bureau on direct payments",
    "The yearbook's sum for the year, held against the one in the bureau's report.",
    "They differ because the bureau reported before the year had ended.",
)
def resettlers_reported(read: Reading) -> Iterator[Line]:
    """The same payments, at two times."""
    yearbook, report = read.fact("yearbook:resettlers-2020"), read.fact("bureau-report:resettlers-2020")
    yield line("direct payments", Measure.YUAN_10000, yearbook["paid"], equal(report["paid"]))


def _a_month(read: Reading, name: str, sum_of: str, worth: int) -> Fraction:
    """What a year's sum comes to for a person and month."""
    fact = read.fact(name)
    return fact[sum_of] * worth / fact["persons"] / MONTHS_A_YEAR


def _payment(read: Reading) -> Fraction:
    """One price subsidy without the addition of February and March 2020, worked back from what the addition cost."""
    fact = read.fact("yearbook:price-subsidy-february-march-2020")
    return fact["paid"] / fact["person_times"] / (read.parameter("price_subsidy.stage_factor", _FEBRUARY_2020) - 1)
