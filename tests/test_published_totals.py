"""What the sources publish in total, worked out by hand from them, against what the checks make of facts and tables."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

from shaoxing_benefits.errors import TableError
from shaoxing_benefits.kinds import District, Rounding
from shaoxing_benefits.paper_trail.comparing import (
    ALONE,
    WHOLE,
    Against,
    Check,
    Line,
    Measure,
    Printed,
    Reading,
    Relation,
    Section,
    Verdict,
    at_least,
    at_most,
    beside,
    equal,
    line,
)
from shaoxing_benefits.paper_trail.published import published_totals
from shaoxing_benefits.rulebook import Rulebook, Status
from shaoxing_benefits.shipped import shipped_facts, shipped_rulebook
from shaoxing_benefits.sources import CHECK, Fact

CHECKS = {check.id: check for check in published_totals()}
EXACT, ROUNDED, DIFFERS = Verdict.EXACT, Verdict.WITHIN_ROUNDING, Verdict.DIFFERS
HOLDS, COMPARISON, ALONE_ = Verdict.HOLDS, Verdict.COMPARISON, Verdict.ALONE

EXPECTED: dict[str, dict[str, tuple[str, str | None, Verdict]]] = {
    # 4009 + 25 865 and 4993 + 33 987.
    "dibao_recipients": {"households": ("29874", "29874", EXACT), "persons": ("38980", "38980", EXACT)},
    # 315 000 000 / 38 980 = 8081.067, a twelfth of it 673.42; 673.42 / 850 = 79.23 %.
    "dibao_spending": {"a person and month": ("673.42", "850", HOLDS), "as a part of the standard": ("79.23", None, ALONE_)},
    # 477 000 000 / 59 337 / 12 and 27 083 200 / 3369 / 12.
    "dibao_spending_elsewhere": {"Ningbo": ("669.90", "673.42", COMPARISON), "Pinghu": ("669.91", "673.42", COMPARISON)},
    # 810 x 12 and 850 x 12 against 9000.
    "dibao_goal": {"the standard of 2019": ("9720", "9000", HOLDS), "the standard of 2020": ("10200", "9000", HOLDS)},
    # 850 x 12, 890 x 12, and 11 000 / 12 = 916.666.
    "dibao_target": {
        "the standard of 2020": ("10200", "11000", COMPARISON),
        "the standard announced for 2021": ("10680", "11000", COMPARISON),
        "the target, for a month": ("916.67", None, ALONE_),
    },
    # 116 / 1486 = 7.806 % and 230 / 1372 = 16.764 %.
    "tekun_rise": {"2019 to 2020": ("7.81", "7.8", ROUNDED), "2018 to 2020": ("16.76", "16.76", ROUNDED)},
    # 1.3 x 850 = 1105; before 2020 1.3 x 810 = 1053, which is also the most that it can have been in 2018.
    "tekun_floor": {
        "the multiple, in both documents": ("1.3", "1.3", EXACT),
        "the urban districts in 2018": ("1372", "1053", HOLDS),
        "the urban districts in 2019": ("1486", "1053", HOLDS),
        "the urban districts in 2020": ("1602", "1105", HOLDS),
        "zhuji": ("1434", "1105", HOLDS),
        "shengzhou": ("1163", "1105", HOLDS),
        "xinchang": ("1347", "1105", HOLDS),
    },
    # 70 380 900 / 3476 = 20 247.67, a twelfth of it 1687.31.
    "tekun_spending_elsewhere": {"Ningbo": ("1687.31", "1602", COMPARISON)},
    # 7 568 000 / 114 000 = 66.386, which is half of 132.772; 132.772 / (850 x 2) = 7.810 %; 850 x 2 x 7.8 % = 132.60.
    "price_subsidy_addition": {
        "the part added": ("50", "50", EXACT),
        "the addition to one payment": ("66.39", None, ALONE_),
        "one payment without it": ("132.77", None, ALONE_),
        "the rise of prices behind it": ("7.81", None, ALONE_),
        "one payment at that rise, to a tenth of a per cent": ("132.60", "132.77", COMPARISON),
    },
    # 55 486 600 / 415 500 = 133.542.
    "price_subsidy_year": {"those counted": ("415500", "38980", COMPARISON), "paid for each count": ("133.54", "132.77", COMPARISON)},
    # 55 000 x 500.
    "shopping_cards": {"spent on shopping cards": ("2750", "2750", EXACT)},
    # 3130 + 296, 7450 + 760, 9439 + 2319, 15 341 + 15 777, 25 854 + 8870, 10 174 + 1225, and 71 388 + 29 247.
    "resettlers_by_kind": {
        "the whole city": ("100635", "100635", EXACT),
        "yuecheng": ("3426", "3426", EXACT),
        "keqiao": ("8210", "8210", EXACT),
        "shangyu": ("11758", "11758", EXACT),
        "xinchang": ("31118", "31118", EXACT),
        "zhuji": ("34724", "34724", EXACT),
        "shengzhou": ("11399", "11399", EXACT),
    },
    # 187.8 + 447 + 566.34 + 920.46 + 1554.195 + 610.4 = 4286.195.
    "resettlers_by_district": {
        "all resettlers": ("100635", "100635", EXACT),
        "those with direct payments": ("71388", "71388", EXACT),
        "those supported through projects": ("29247", "29247", EXACT),
        "direct payments": ("4286.195", "4286.195", EXACT),
    },
    # Persons x 600: 71 388 gives 4283.28, 25 854 gives 1551.24, 10 174 gives 610.44.
    "resettlers_paid": {
        "the whole city": ("4283.28", "4286.195", DIFFERS),
        "yuecheng": ("187.8", "187.8", EXACT),
        "keqiao": ("447", "447", EXACT),
        "shangyu": ("566.34", "566.34", EXACT),
        "xinchang": ("920.46", "920.46", EXACT),
        "zhuji": ("1551.24", "1554.195", DIFFERS),
        "shengzhou": ("610.44", "610.4", DIFFERS),
    },
    # 29 550 / 50 and -400 / 50.
    "resettlers_months": {"zhuji": ("591", None, HOLDS), "shengzhou": ("-8", None, HOLDS)},
    "resettlers_reported": {"direct payments": ("4286.195", "3781", DIFFERS)},
    # 116 180 000 / 1 048 198.
    "medical_aid_each_time": {"each time": ("110.84", None, ALONE_)},
    # 12 500 is 50 % below 25 000; 70 % is 10 points above 60 %.
    "critical_illness_terms": {
        "how much lower the deductible is": ("50", "50", EXACT),
        "how much higher the rate is": ("10", "10", EXACT),
    },
    # 71 523 / 12 and 214 569 / 12.
    "medical_bases": {"the lowest base": ("5960.25", "5960", ROUNDED), "the highest base": ("17880.75", "17880", ROUNDED)},
    # By 18 %: 597.96 is of 3322; 643.68, 858.24, 1072.80, 2145.60 and 3218.40 are of 3576, 4768, 5960, 11 920 and 17 880.
    "flexible_pension": {
        "the base of the first amount": ("3322", "3322", EXACT),
        "the second amount, as a part of the lowest medical base": ("60", None, HOLDS),
        "the third amount": ("80", None, HOLDS),
        "the fourth amount": ("100", None, HOLDS),
        "the fifth amount": ("200", None, HOLDS),
        "the sixth amount": ("300", None, HOLDS),
        "the base of the sixth amount": ("17880", "17880", EXACT),
    },
    # 5 % of 5960.
    "flexible_medical": {"a month": ("298", "298", EXACT)},
    # 2460 + 121.
    "employee_pension": {"the average at the end of 2020": ("2581", "2581", EXACT)},
    # 257.42 + 94.92.
    "pension_members": {"members of pension insurance": ("352.34", "369.16", DIFFERS)},
    # 7 + 746 + 17 + 1.
    "pharmacies": {"pharmacies with a grade": ("771", "788", DIFFERS)},
    # City: 32 002 + 12 002 + 5385 + 7212. Zhuji: 28 830 + 18 611 + 4572 + 6756. Xinchang: 30 514 + 9374 + 4309 + 6022.
    "income_items": {
        "the whole city": ("56601", "56600", DIFFERS),
        "yuecheng": ("55667", "55667", EXACT),
        "keqiao": ("64204", "64204", EXACT),
        "shangyu": ("54434", "54434", EXACT),
        "xinchang": ("50219", "50220", DIFFERS),
        "zhuji": ("58769", "58771", DIFFERS),
        "shengzhou": ("50944", "50944", EXACT),
    },
    # City: 8854 + 2128 + 8164 + 1435 + 4784 + 3357 + 2119 + 771.
    "spending_items": {
        "the whole city": ("31612", "31613", DIFFERS),
        "yuecheng": ("31037", "31037", EXACT),
        "keqiao": ("32830", "32830", EXACT),
        "shangyu": ("29751", "29751", EXACT),
        "xinchang": ("27159", "27159", EXACT),
        "zhuji": ("30897", "30897", EXACT),
        "shengzhou": ("23983", "23983", EXACT),
    },
    "income_text": {"income a head": ("56600", "56600", EXACT), "spending a head": ("31613", "31613", EXACT)},
    # 17 904 / 27 998 and 8478 / 13 257.
    "urban_part": {"people in town": ("63.95", "63.95", COMPARISON)},
    "two_documents": {
        "the dibao standard of 2020": ("850", "850", EXACT),
        "the tekun standard of 2020": ("1602", "1602", EXACT),
        "orphans in an institution": ("2040", "2040", EXACT),
        "orphans in the community": ("1635", "1635", EXACT),
        "those with the price subsidy added to": ("11.4", "11.4", EXACT),
        "what was added to the price subsidy": ("756.8", "756.8", EXACT),
        "the value of a shopping card": ("500", "500", EXACT),
        "spent on shopping cards": ("2750", "2750", EXACT),
        "resettlers": ("100635", "100635", EXACT),
    },
}
LINES = [(check, name, *expected) for check, lines in EXPECTED.items() for name, expected in lines.items()]


def called(each: Line) -> str:
    return each.what if each.district is None else each.district.name.lower()


def found(check: str, name: str, checks: Mapping[str, Check] = CHECKS) -> Line:
    (each,) = [each for each in checks[check].lines if called(each) == name]
    return each


def like(number: Fraction | None, expected: str | None) -> bool:
    """Whether a number is the expected one, or that one once it is rounded to as many decimals."""
    if number is None or expected is None:
        return number is None and expected is None
    digit = Fraction(10) ** (Decimal(expected).as_tuple().exponent)  # type: ignore[operator]  # finite, so a number
    return number == Fraction(expected) or abs(number - Fraction(expected)) <= digit / 2


def test_every_line_is_worked_out_here() -> None:
    lines = {check.id: sorted(called(each) for each in check.lines) for check in CHECKS.values()}
    assert lines == {check: sorted(expected) for check, expected in EXPECTED.items()}


@pytest.mark.parametrize(("check", "name", "computed", "against", "verdict"), LINES)
def test_a_total_comes_to_what_was_worked_out_by_hand(check: str, name: str, computed: str, against: str | None, verdict: Verdict) -> None:
    each = found(check, name)
    assert like(each.computed, computed), each.computed
    assert like(each.against.other, against), each.against.other
    assert each.verdict is verdict
    if verdict in (EXACT, DIFFERS):
        assert each.computed == Fraction(computed)
        assert each.against.other == Fraction(str(against))


@pytest.mark.parametrize(
    ("check", "name", "difference", "percent"),
    [
        ("dibao_spending", "a person and month", "-176.58", "-20.77"),  # 673.42 - 850, of 850
        ("dibao_spending_elsewhere", "Ningbo", "-3.52", "-0.52"),
        ("price_subsidy_addition", "one payment at that rise, to a tenth of a per cent", "-0.17", "-0.13"),
        ("price_subsidy_year", "paid for each count", "0.77", "0.58"),
        ("resettlers_paid", "zhuji", "-2.955", "-0.19"),
        ("resettlers_paid", "shengzhou", "0.04", "0.01"),
        ("resettlers_reported", "direct payments", "505.195", "13.36"),  # 505.195 / 3781
        ("pension_members", "members of pension insurance", "-16.82", "-4.56"),
        ("pharmacies", "pharmacies with a grade", "-17", "-2.16"),
        ("income_items", "zhuji", "-2", "0.00"),
        ("dibao_goal", "the standard of 2020", "1200", "13.33"),
        ("shopping_cards", "spent on shopping cards", "0", "0"),
        ("tekun_rise", "2018 to 2020", "0.004", None),  # 16.7638 against 16.76; of percentages no percentage is taken
        ("medical_aid_each_time", "each time", None, None),
    ],
)
def test_how_far_apart_they_are_is_told(check: str, name: str, difference: str | None, percent: str | None) -> None:
    each = found(check, name)
    assert like(each.difference, difference), each.difference
    assert like(each.percent, percent), each.percent


def test_what_is_said_in_hundreds_of_millions_is_taken_whole() -> None:
    """3.15 of them among 38 980 persons in twelve months."""
    assert found("dibao_spending", "a person and month").computed == Fraction(315_000_000, 38_980 * 12)


def test_which_rounding_it_is_is_told() -> None:
    rounded = {(check.id, called(each)): each for check in CHECKS.values() for each in check.lines if each.verdict is ROUNDED}
    assert {name: (each.rounding, str(each.against.last_digit)) for name, each in rounded.items()} == {
        ("tekun_rise", "2019 to 2020"): (Rounding.HALF_UP, "1/10"),
        ("tekun_rise", "2018 to 2020"): (Rounding.HALF_UP, "1/100"),
        ("medical_bases", "the lowest base"): (Rounding.HALF_UP, "1"),
        ("medical_bases", "the highest base"): (Rounding.DOWN, "1"),
    }


def against(published: str) -> Against:
    return equal(Printed.of(Decimal(published)))


@pytest.mark.parametrize(
    ("computed", "asked", "verdict"),
    [
        ("7.8", against("7.8"), EXACT),
        ("7.7499", against("7.8"), DIFFERS),
        ("7.75", against("7.8"), ROUNDED),
        ("7.8499", against("7.8"), ROUNDED),
        ("7.85", against("7.8"), ROUNDED),  # cut
        ("7.8999", against("7.8"), ROUNDED),
        ("7.9", against("7.8"), DIFFERS),
        ("5960.99", against("5960"), ROUNDED),
        ("5961", against("5960"), DIFFERS),
        ("5959.49", against("5960"), DIFFERS),
        ("610.44", against("610.4"), ROUNDED),
        ("610.44", equal(Printed.of(Decimal("610.4")), last_digit=Fraction("0.001")), DIFFERS),
        ("1602.001", equal(Fraction(1602)), DIFFERS),  # a value of the tables is not rounded
        ("1602", equal(Fraction(1602)), EXACT),
        ("1104.99", at_least(Fraction(1105)), Verdict.FAILS),
        ("1105", at_least(Fraction(1105)), HOLDS),
        ("850", at_most(Fraction(850)), HOLDS),
        ("850.01", at_most(Fraction(850)), Verdict.FAILS),
        ("591", WHOLE, HOLDS),
        ("591.02", WHOLE, Verdict.FAILS),
        ("1", beside(Fraction(1)), COMPARISON),
        ("1", beside(Fraction(2)), COMPARISON),
        ("1", ALONE, ALONE_),
    ],
)
def test_on_both_sides_of_every_line(computed: str, asked: Against, verdict: Verdict) -> None:
    each = line("", Measure.YUAN, Fraction(computed), asked)
    assert each.verdict is verdict
    assert (each.rounding is not None) == (verdict is ROUNDED)


def test_a_figure_keeps_the_worth_of_its_last_digit() -> None:
    digits = {figure: str(Printed.of(Decimal(figure)).last_digit) for figure in ("7.80", "16.76", "850", "4286.195", "85E1", "85E2")}
    assert digits == {"7.80": "1/100", "16.76": "1/100", "850": "1", "4286.195": "1/1000", "85E1": "1", "85E2": "1"}


@pytest.mark.parametrize("asked", [at_least(Fraction(850)), at_most(Fraction(850)), beside(Fraction(850)), WHOLE, ALONE])
def test_only_of_equal_figures_one_can_be_the_other_one_rounded(asked: Against) -> None:
    assert asked.last_digit == 0
    assert line("", Measure.YUAN, Fraction("850.4"), attrs.evolve(asked, last_digit=Fraction(1))).rounding is None
    assert line("", Measure.YUAN, Fraction("850.4"), equal(Fraction(850), last_digit=Fraction(1))).rounding is Rounding.HALF_UP


def test_everything_is_exact() -> None:
    for check in CHECKS.values():
        for each in check.lines:
            assert isinstance(each.computed, Fraction)
            assert each.against.other is None or isinstance(each.against.other, Fraction)


def test_every_fact_that_is_for_checking_is_checked() -> None:
    checked = {name for check in CHECKS.values() for name in check.facts}
    assert {name for name, fact in shipped_facts().items() if fact.use == CHECK} - checked == set()
    assert checked <= shipped_facts().keys()


def test_checks_rest_on_parameters_that_there_are() -> None:
    named = {name for check in CHECKS.values() for name in check.parameters}
    assert named <= shipped_rulebook().definitions.keys()
    assert {"dibao.standard", "tekun.standard", "resettler.rate", "shopping_card.value", "contributions.flexible_pension_rate"} <= named


def test_every_check_rests_on_something() -> None:
    assert [check.id for check in CHECKS.values() if not (check.facts or check.parameters) or not check.lines] == []


def with_value(name: str, begins: date, value: int) -> Rulebook:
    """The tables with one figure changed."""
    rulebook = shipped_rulebook()
    changed = tuple(
        attrs.evolve(entry, value=value) if (entry.begins, entry.status) == (begins, Status.PUBLISHED) else entry
        for entry in rulebook.timelines[name]
    )
    assert changed != rulebook.timelines[name]
    return attrs.evolve(rulebook, timelines={**rulebook.timelines, name: changed})


def with_number(name: str, key: str, number: str) -> dict[str, Fact]:
    """The fact sheets with one figure changed."""
    facts = dict(shipped_facts())
    facts[name] = facts[name]._replace(numbers={**facts[name].numbers, key: Decimal(number)})
    return facts


def test_a_changed_table_does_not_fit_any_more() -> None:
    checks = {check.id: check for check in published_totals(rulebook=with_value("shopping_card.value", date(2020, 1, 1), 501_00))}
    each = found("shopping_cards", "spent on shopping cards", checks)
    assert (each.computed, each.verdict) == (Fraction("2755.5"), DIFFERS)


def test_a_standard_under_the_floor_is_told() -> None:
    checks = {check.id: check for check in published_totals(rulebook=with_value("dibao.standard", date(2020, 1, 1), 900_00))}
    # 1.3 x 900 = 1170, which is above 1163 alone.
    verdicts = {called(each): each.verdict for each in checks["tekun_floor"].lines}
    assert verdicts["shengzhou"] is Verdict.FAILS
    assert {name for name, verdict in verdicts.items() if verdict not in (HOLDS, EXACT)} == {"shengzhou"}


def test_a_changed_fact_does_not_fit_any_more() -> None:
    facts = with_number("yearbook:dibao-recipients-2020", "rural_households", "25866")
    checks = {check.id: check for check in published_totals(facts)}
    assert found("dibao_recipients", "households", checks).verdict is DIFFERS
    assert found("dibao_recipients", "persons", checks).verdict is EXACT


def test_a_figure_that_is_not_there_is_an_error() -> None:
    read = Reading(shipped_facts(), shipped_rulebook())
    with pytest.raises(TableError, match=r"^seeds/yearbook\.toml: facts\.no-such-fact: A published total"):
        read.fact("yearbook:no-such-fact")
    with pytest.raises(TableError, match=r"facts\.dibao-recipients-2020\.numbers\.never: "):
        read.fact("yearbook:dibao-recipients-2020")["never"]
    with pytest.raises(TableError, match=r"^rules: dibao\.standard: "):
        read.parameter("dibao.standard", date(2021, 1, 1))
    with pytest.raises(TableError, match=r"^rules: dibao\.no_such_parameter: "):
        read.most("dibao.no_such_parameter", date(2020, 1, 1))
    with pytest.raises(TableError, match=r"^rules: dibao\.standard: "):
        read.most("dibao.standard", date(2021, 1, 1))  # neither the plan nor the least that it can be


def test_a_planned_figure_is_read_only_where_it_is_asked_for() -> None:
    read = Reading(shipped_facts(), shipped_rulebook())
    assert read.parameter("dibao.standard", date(2021, 1, 1), planned=True) == 890
    assert read.most("dibao.standard", date(2018, 12, 31)) == 810
    assert read.most("dibao.standard", date(2020, 12, 31)) == 850
    assert read.parameter("tekun.standard", date(2020, 12, 31), District.ZHUJI) == 1434


def test_a_check_remembers_what_it_read_once() -> None:
    section = Section("a section")

    @section.compares("a title", "a formula", "a meaning")
    def twice(read: Reading) -> Any:
        """The same fact twice."""
        for _ in range(2):
            fact = read.fact("yearbook:dibao-recipients-2020")
            yield line("persons", Measure.PERSONS, fact["persons"], equal(fact["persons"]))

    (check,) = section.checks(shipped_facts(), shipped_rulebook())
    assert (check.id, check.section, check.facts, check.parameters) == ("twice", "a section", ("yearbook:dibao-recipients-2020",), ())
    assert [each.against.relation for each in check.lines] == [Relation.EQUAL, Relation.EQUAL]
