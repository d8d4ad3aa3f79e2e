"""What changed an amount, on households made by hand: two months assessed, and the facts, figures and rules that are named."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shaoxing_benefits import UNKNOWN, Assets, Disability, Household, Income, NewJob, Person, Range, ResidentPension, assess
from shaoxing_benefits.batch.roll_causes import Cause, causes
from shaoxing_benefits.batch.roll_words import cause_text
from shaoxing_benefits.report.language import language

NOTICES = ("yearbook:dibao-standard-2020", "bureau-report:dibao-standard-2020")


def person(id_: str, born: str = "1980-02-10", **facts: Any) -> Person:
    return Person(id=id_, birth_date=date.fromisoformat(born), **facts)


def household(*members: Person, **facts: Any) -> Household:
    about = {"id": "H", "district": "yuecheng", "registration": "rural", "unstated": "none"}
    return Household(**{**about, **facts}, members=members)


def why(before: tuple[Household, str], now: tuple[Household, str], programme: str, **options: Any) -> tuple[tuple[str, str], list[Cause]]:
    """The amounts of both months, and what made them differ."""
    index = {"before": {}, "now": {}} | options.pop("each", {})
    answers = [assess(*before, **options, **index["before"]), assess(*now, **options, **index["now"])]
    outcomes = [each[programme] for each in answers]
    return (str(outcomes[0].amount), str(outcomes[1].amount)), list(causes(outcomes[0], outcomes[1]))


def county(**tables: Any) -> dict[str, Any]:
    """Figures of a county's own, made up."""
    return {"overlay": {"name": "made up"}, **tables}


def told(found: list[Cause], lang: str = "en", **people: str) -> list[str]:
    return [cause_text(each, people, language(lang)) for each in found]


def test_higher_wages_are_named_with_both_amounts() -> None:
    """The family of the design: 2550 less two thirds of 830, then of 1130."""
    father = person("P1", "1948-05-10", income=Income(pension="230", basic_pension="230"), disability=Disability(kind="physical", grade=1))

    def family(wages: str) -> Household:
        return household(father, person("P2", income=Income(wages=wages)), person("P3"))

    amounts, found = why((family("600"), "2020-04"), (family("900"), "2020-05"), "dibao")
    assert amounts == ("1996.67", "1796.67")
    assert [(each.kind, each.id, each.member, each.before, each.now) for each in found] == [
        ("fact", "income_wages", "P2", Decimal("600.00"), Decimal("900.00"))
    ]
    assert told(found, P2="son") == ["son: wages: ¥600.00 → ¥900.00"]
    assert told(found, "zh") == ["P2：工资性收入：¥600.00 → ¥900.00"]


def test_a_higher_standard_is_named_with_its_sources() -> None:
    """810 until the end of 2019, 850 from 2020 on."""
    alone = household(person("P1", income=Income(wages="300")))
    amounts, found = why((alone, "2019-12"), (alone, "2020-01"), "dibao")
    assert amounts == ("510.00", "550.00")
    assert [(each.kind, each.id, each.before, each.now, each.cites) for each in found] == [
        ("parameter", "dibao.standard", Decimal("810.00"), Decimal("850.00"), NOTICES)
    ]
    assert told(found) == [f"dibao standard [dibao.standard]: ¥810.00 → ¥850.00 ({', '.join(NOTICES)})"]


def test_who_passes_an_age_is_told_by_the_age() -> None:
    """On 1 March 2020 she is 64, on 1 April 65: 215 and then 10 more."""
    woman = household(person("P1", "1955-03-15", resident_pension=ResidentPension(receiving=True)))
    amounts, found = why((woman, "2020-03"), (woman, "2020-04"), "resident_pension")
    assert amounts == ("215.00", "225.00")
    assert [(each.kind, each.id, each.before, each.now) for each in found] == [("fact", "age", 64, 65)]
    assert told(found, "zh") == ["P1：年龄：64 → 65"]


def test_who_becomes_old_enough_for_tekun_leaves_dibao_for_it() -> None:
    """At 60, without a supporter: 1602 instead of 850."""
    man = household(person("P1", "1960-03-15", supporter="incapable"))
    for programme, expected in (("tekun", ("0.00", "1602.00")), ("dibao", ("850.00", "0.00"))):
        amounts, found = why((man, "2020-03"), (man, "2020-04"), programme)
        assert amounts == expected
        assert [(each.kind, each.id, each.before, each.now) for each in found] == [("fact", "age", 59, 60)]


def test_a_birthday_that_makes_no_difference_is_not_named() -> None:
    """He becomes 41; his wages are what changes the amount: 850 less 100, less 250."""
    before, now = (household(person("P1", "1979-03-15", income=Income(wages=wages))) for wages in ("100", "250"))
    amounts, found = why((before, "2020-03"), (now, "2020-04"), "dibao")
    assert amounts == ("750.00", "600.00")
    assert [each.id for each in found] == ["income_wages"]


def test_another_month_of_a_new_job_is_not_named_where_the_same_is_left_out() -> None:
    """Of the wages the rise is left out, 200 and then 300, in the second month as in the third; so only what was earned before counts."""
    before, now = (
        household(person("P1", income=Income(wages=wages), new_job=NewJob(since="2020-02", increase=rise)))
        for wages, rise in (("400", "200"), ("450", "300"))
    )
    made_up = {"from": "2020-01-01", "source": "made up"}
    overlay = county(dibao={"work_disregard_months": [{**made_up, "value": 6}], "work_disregard_multiple": [{**made_up, "value": "1"}]})
    amounts, found = why((before, "2020-03"), (now, "2020-04"), "dibao", overlays=[overlay])
    assert amounts == ("650.00", "700.00")
    assert {each.id for each in found} == {"income_wages", "new_job_increase"}


def test_a_date_of_birth_that_is_corrected_is_told_as_it_is_stated() -> None:
    before, now = (household(person("P1", born, resident_pension=ResidentPension(receiving=True))) for born in ("1957-01-01", "1947-01-01"))
    amounts, found = why((before, "2020-04"), (now, "2020-05"), "resident_pension")
    assert amounts == ("215.00", "230.00")  # 63, and 73
    assert told(found) == ["P1: date of birth: 1957-01-01 → 1947-01-01"]


@pytest.mark.parametrize(("programme", "expected"), [("dibao", ("1700.00", "2550.00")), ("price_subsidy", ("530.40", "795.60"))])
def test_a_child_that_is_born_has_joined_the_household(programme: str, expected: tuple[str, str]) -> None:
    """Two standards of 850, then three; 265.20 each."""
    couple = household(person("P1"), person("P2"))
    family = household(person("P1"), person("P2"), person("P3", "2020-05-20"))
    amounts, found = why((couple, "2020-04"), (family, "2020-05"), programme, price_index="7.8")
    assert amounts == expected
    assert found == [Cause("joined", member="P3")]
    assert told(found, P3="宝宝") == ["宝宝 has joined the household"]


def test_who_has_died_has_left_with_the_pension() -> None:
    """Two standards less 230; then one, and all that is needed is told: who is gone."""
    widow = person("P1", "1962-01-01")
    old = person("P2", "1950-01-01", income=Income(pension="230"))
    amounts, found = why((household(widow, old), "2020-04"), (household(widow), "2020-05"), "dibao")
    assert amounts == ("1470.00", "850.00")
    assert found == [Cause("left", member="P2")]
    assert told(found, "zh", P2="老王") == ["老王不再是家庭成员"]


def test_the_price_index_is_named() -> None:
    """850 × 2 × 2 × 5 % is 170, with 7.8 % it is 265.20."""
    alone = household(person("P1"))
    index = {"before": {"price_index": "5"}, "now": {"price_index": "7.8"}}
    amounts, found = why((alone, "2020-05"), (alone, "2020-06"), "price_subsidy", each=index)
    assert amounts == ("170.00", "265.20")
    assert [(each.kind, each.id, each.before, each.now) for each in found] == [
        ("parameter", "price_subsidy.index_rise", Decimal("0.05"), Decimal("0.078"))
    ]
    assert told(found) == ["rise of the price index over the year [price_subsidy.index_rise]: 5% → 7.8%"]


def test_a_stage_factor_that_ends_is_named() -> None:
    """Twice in June, once in July."""
    alone = household(person("P1"))
    amounts, found = why((alone, "2020-06"), (alone, "2020-07"), "price_subsidy", price_index="7.8")
    assert amounts == ("265.20", "132.60")
    assert [(each.id, each.before, each.now) for each in found] == [("price_subsidy.stage_factor", Decimal(2), Decimal(1))]


def test_who_loses_dibao_is_told_by_what_is_over_the_limit() -> None:
    before, now = (household(person("P1"), assets=Assets(money=money)) for money in ("5000", "90000"))
    amounts, found = why((before, "2020-04"), (now, "2020-05"), "dibao")
    assert amounts == ("850.00", "0.00")
    assert told(found) == ["money: ¥5,000.00 → ¥90,000.00"]


def test_who_moves_is_told_by_the_district_and_by_its_figure() -> None:
    before, now = (household(person("P1", "1950-01-01", supporter="incapable"), district=name) for name in ("zhuji", "yuecheng"))
    amounts, found = why((before, "2020-04"), (now, "2020-05"), "tekun")
    assert amounts == ("1434.00", "1602.00")
    assert [(each.kind, each.id, each.before, each.now) for each in found] == [
        ("fact", "district", "zhuji", "yuecheng"),
        ("parameter", "tekun.standard", Decimal("1434.00"), Decimal("1602.00")),
    ]
    assert told(found, "zh")[0] == "区、县（市）：诸暨市 → 越城区"


def test_another_rule_is_said_to_have_taken_over() -> None:
    """From 2021-07 the central part of a pension, here 70 of 230, no longer counts: 890 less 230, then less 160."""
    overlay = county(resident_pension={"central_part": [{"from": "2021-01-01", "value": "70.00", "source": "made up"}]})
    old = household(person("P1", "1950-01-01", income=Income(pension="230", basic_pension="230")))
    options = {"assume_planned": True, "overlays": [overlay], "programmes": ["dibao"]}
    amounts, found = why((old, "2021-06"), (old, "2021-07"), "dibao", **options)
    assert amounts == ("660.00", "730.00")
    assert [(each.kind, each.id, each.member, each.before, each.now) for each in found] == [
        ("rule", "countable_income", "P1", Decimal("230.00"), Decimal("160.00"))
    ]
    assert told(found) == ["P1: the rule changed: The member's income that counts: ¥230.00 → ¥160.00 (dibao-measures-2021:13)"]


def test_a_rule_that_takes_over_without_a_difference_is_not_named() -> None:
    """Nobody has a pension; what differs is the wages."""
    before, now = (household(person("P1", income=Income(wages=wages))) for wages in ("100", "300"))
    options = {"assume_planned": True, "programmes": ["dibao"]}
    amounts, found = why((before, "2021-06"), (now, "2021-07"), "dibao", **options)
    assert amounts == ("790.00", "590.00")
    assert [each.id for each in found] == ["income_wages"]


def test_a_condition_that_is_new_is_a_rule_that_changed() -> None:
    """From 2021-07 money above a limit, here 10 000, excludes from tekun."""
    overlay = county(tekun={"money_limit": [{"from": "2021-01-01", "value": "10000.00", "source": "made up"}]})
    rich = household(person("P1", "1950-01-01", supporter="incapable"), assets=Assets(money="10000.01"))
    amounts, found = why((rich, "2021-06"), (rich, "2021-07"), "tekun", programmes=["tekun"], overlays=[overlay])
    assert amounts == ("1602.00", "0.00")
    assert [(each.kind, each.id) for each in found] == [("rule", "tekun_money_within_limit")]
    assert told(found) == ["the rule changed: The money is not above the limit (tekun-measures-2021:6)"]


def test_what_is_no_longer_known_is_named() -> None:
    before, now = household(person("P1", income=Income(wages="600"))), household(person("P1", income=Income(wages=UNKNOWN)))
    amounts, found = why((before, "2020-04"), (now, "2020-05"), "dibao")
    assert amounts == ("250.00", "None")
    assert [(each.kind, each.id, each.before) for each in found] == [("fact", "income_wages", Decimal("600.00"))]
    assert isinstance(found[0].now, Range)
