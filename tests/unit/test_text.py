"""An assessment and mistakes as text, in both languages: complete, aligned and no wider than a terminal."""

import re
from datetime import date
from decimal import Decimal
from functools import cache, partial
from typing import Any

import pytest

from shaoxing_benefits import Assessment, InputError, Month, Problem, Range, assess
from shaoxing_benefits.asking import rule_set
from shaoxing_benefits.numbers import AREA, COUNT, FEN, FLAG, GRADE, RATE, YEAR, What
from shaoxing_benefits.report.language import language
from shaoxing_benefits.report.layout import width
from shaoxing_benefits.report.problems import problems_text
from shaoxing_benefits.report.text import assessment_text
from shaoxing_benefits.report.values import is_multiple, parameter_value_text, value_text
from shaoxing_benefits.shipped import shipped_rulebook

BILLS = {"year": 2020, "in_scope": "60000.00", "basic_paid": "20000.00"}
FATHER: dict[str, Any] = {
    "id": "P1",
    "birth_date": "1948-05-10",
    "income": {"pension": "230.00", "basic_pension": "230.00"},
    "disability": {"kind": "physical", "grade": 1},
    "medical": BILLS,
    "resident_pension": {"receiving": True, "tier": 0},
}
SON: dict[str, Any] = {"id": "P2", "birth_date": "1975-02-11", "income": {"wages": "600.00"}}
WIFE: dict[str, Any] = {"id": "P3", "birth_date": "1975-03-30"}


def answer(month: str = "2020-04", *members: dict[str, Any], money: str = "12000.00", **options: Any) -> Assessment:
    stated = {"id": "H-1", "district": "yuecheng", "registration": "rural", "unstated": "none", "assets": {"money": money}}
    return assess({**stated, "members": list(members or (FATHER, SON, WIFE))}, month, **options)


def shown(assessment: Assessment, lang: str, *, explain: bool = False) -> str:
    return assessment_text(assessment, language(lang), explain=explain).replace("\N{NO-BREAK SPACE}", " ")


ORPHAN: dict[str, Any] = {"id": "C", "birth_date": "2010-01-01", "guardianship": "orphan"}
ASKED = {
    "worked example": partial(answer, price_index="7.8"),
    "nothing": partial(answer, "2020-04", {**SON, "income": {"wages": "90000.00"}}),
    "undetermined": partial(answer, "2020-04", {"id": "P1", "birth_date": "1975-05-10"}, money="35000.00"),
    "open without upper limit": partial(answer, "2021-04", known_on="2020-12-31", assume_planned=True),
    "beyond the horizon": partial(answer, "2022-04", beyond_horizon=True),
    "open orphan": partial(answer, "2018-04", ORPHAN),
    "a large family": partial(answer, "2020-04", *({**FATHER, "id": f"member-{place}"} for place in range(9)), price_index="7.8"),
}


@cache
def text_of(name: str, lang: str, *, explain: bool = False) -> str:
    return shown(ASKED[name](), lang, explain=explain)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ASKED)
def test_no_line_is_wider_than_eighty_columns(name: str, lang: str) -> None:
    lines = text_of(name, lang, explain=True).splitlines()
    assert [line for line in lines if width(line) > 80] == []
    assert [line for line in lines if line != line.rstrip()] == []


def english_words(text: str) -> set[str]:
    """Words that are neither ids nor citations: those stand in brackets, or have dots, digits, dashes or underscores in them."""
    text = re.sub(r"【[^】]*】|\[[^]]*\]|sha256\S*|--[a-z-]+|wind", "", text)
    return {word for word in re.findall(r"(?<![\w.:-])[A-Za-z]{2,}(?![\w.:-])", text) if word not in {"TOML", "JSON"}}


@pytest.mark.parametrize("name", ASKED)
def test_the_chinese_answer_has_no_english_words(name: str) -> None:
    assert english_words(text_of(name, "zh", explain=True).replace("member-", "")) == set()


@pytest.mark.parametrize("name", ASKED)
def test_the_english_overview_has_no_chinese(name: str) -> None:
    assert re.search(r"[\u4e00-\u9fff，。；：、（）]", text_of(name, "en")) is None


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ASKED)
def test_every_programme_is_named_in_the_overview(name: str, lang: str) -> None:
    text = re.sub(r"\n +", " " if lang == "en" else "", text_of(name, lang))
    titles = [programme.title for programme in rule_set().programmes]
    assert [title for title in titles if language(lang).say(title) not in text] == []


def test_the_overview_begins_with_what_is_paid_by_period() -> None:
    assert text_of("worked example", "zh").splitlines()[:13] == [
        "家庭H-1，2020年4月",
        "当月价格指数涨幅：7.8%。",
        "",
        "每月合计                             ¥3,277.27",
        "  ✓ 低保                             ¥1,996.67",
        "      P1 ¥850.00、P2 ¥573.34、P3 ¥573.33",
        "  ✓ 困难残疾人生活补贴                 ¥255.00",
        "      P1 ¥255.00",
        "  ✓ 价格临时补贴                       ¥795.60",
        "      P1 ¥265.20、P2 ¥265.20、P3 ¥265.20",
        "  ✓ 城乡居民基础养老金                 ¥230.00",
        "      P1 ¥230.00",
        "",
    ]


def test_amounts_end_in_the_same_column() -> None:
    for lang in ("en", "zh"):
        lines = [line for line in text_of("worked example", lang).splitlines() if re.match(r"  [✓?] |Together |\S+合计", line)]
        assert len(lines) >= 10
        assert len({width(line) for line in lines}) == 1


@pytest.mark.parametrize(
    ("lang", "says"),
    [("en", "Copay after Medical aid: ¥0.00 to ¥8,300.00 a year"), ("zh", "医疗救助后个人自负：每年¥0.00至¥8,300.00")],
)
def test_the_copay_stands_under_the_amounts(lang: str, says: str) -> None:
    assert says in text_of("worked example", lang).splitlines()


def test_no_copay_is_told_where_there_are_no_bills() -> None:
    assert "Copay" not in shown(answer("2020-04", SON), "en")


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("en", "whether it is given depends on figures that are not published or not given: "),
        ("zh", "能否享受尚不确定，取决于未公布或未提供的数值："),
    ],
)
def test_what_is_open_is_said_with_the_reason_in_words(lang: str, says: str) -> None:
    text = re.sub(r"\n +", " " if lang == "en" else "", text_of("undetermined", lang))
    label = shipped_rulebook().definitions["dibao.money_years"].label[lang]
    brackets = {"en": " [dibao.money_years]", "zh": "【dibao.money_years】"}[lang]
    assert f"{says}{label}{brackets}" in text
    assert re.search(r"(?m)^  \? (Dibao|低保) ", text_of("undetermined", lang))


def test_where_nothing_is_paid_that_is_said() -> None:
    assert "\nNothing is paid.\n" in text_of("nothing", "en")
    assert "\n没有可发放的金额。\n" in text_of("nothing", "zh")


def test_what_was_asked_for_beside_the_month_is_said() -> None:
    text = text_of("open without upper limit", "en")
    assert "As known on 31 December 2020." in text
    assert "Planned values are used" in text
    assert "按截至2020年12月31日已知的规定判定。" in text_of("open without upper limit", "zh")
    assert "Where the tables have ended" in text_of("beyond the horizon", "en")


def test_what_is_given_is_explained_before_what_is_not() -> None:
    text = text_of("worked example", "en", explain=True)
    assert text.index("\nShopping card: eligible") < text.index("\nDibao edge: not eligible")


def test_members_of_whom_the_same_is_true_stand_together() -> None:
    assert "✗  P2, P3: The member receives a resident pension (no)" in text_of("worked example", "en", explain=True)


def test_another_programme_is_not_explained_twice() -> None:
    text = text_of("worked example", "en", explain=True)
    assert text.count("P2: wages") == 1
    assert re.search(r"yes  Dibao: Every condition of the\s", text)
    alone = shown(answer(programmes=["medical_aid"]), "en", explain=True)
    assert "P2: wages" in alone


def test_rates_and_years_are_shown_as_such() -> None:
    text = text_of("worked example", "zh", explain=True)
    assert "70%  P1：支付比例" in text
    assert "（2020；限值2020）" in text


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (Decimal("1602.00"), FEN, "¥1,602.00", "¥1,602.00"),
        (Decimal("0.7"), RATE, "70%", "70%"),
        (Decimal("0.65"), RATE, "65%", "65%"),
        (Decimal("0.0125"), RATE, "1.25%", "1.25%"),
        (Decimal("1"), RATE, "100%", "100%"),
        (Decimal("1.5"), RATE, "1.5", "1.5"),
        (Range(Decimal("0.6"), Decimal("1")), RATE, "60% to 100%", "60%至100%"),
        (Range(Decimal("0"), Decimal("3")), RATE, "0 to 3", "0至3"),
        (Range(Decimal("1"), Decimal("1.5")), RATE, "1 to 1.5", "1至1.5"),
        (Range(Decimal("850.00"), None), FEN, "¥850.00 or more", "不低于¥850.00"),
        (Range(False, True), FLAG, "undetermined", "待定"),
        (Decimal("80.25"), AREA, "80.25 m²", "80.25平方米"),
        (2020, YEAR, "2020", "2020"),
        (0, YEAR, "none", "无"),
        (2, GRADE, "2", "2"),
        (0, GRADE, "none", "无"),
        (12000, COUNT, "12,000", "12,000"),
        (True, FLAG, "yes", "是"),
        ("rural", None, "rural", "农村"),
        ("zhuji", None, "Zhuji", "诸暨市"),
        (Decimal("850.00"), None, "¥850.00", "¥850.00"),
    ],
)
def test_values_are_written_in_their_unit(value: Any, unit: What | None, english: str, chinese: str) -> None:
    assert value_text(value, unit, language("en")) == english
    assert value_text(value, unit, language("zh")) == chinese


def test_a_price_index_of_an_overlay_is_said_as_other_local_figures_are() -> None:
    """One that came with the question stands at the top; 850 x 5 % x 2 x 2 = 170.00."""
    index = {"from": "2020-04-01", "until": "2020-04-30", "value": "0.05", "source": "made up"}
    local = answer(overlays={"price_subsidy": {"index_rise": index}}, programmes="price_subsidy")
    assert local["price_subsidy"].members["P1"].exact == Decimal("170.00")
    said = "Price subsidy: rests on local figures: rise of the price index over the year [price_subsidy.index_rise]"
    assert said in shown(local, "en").replace("\n  ", " ")
    given = answer(price_index="5", overlays={"price_subsidy": {"index_rise": index}}, programmes="price_subsidy")
    assert "rests on local figures" not in shown(given, "en")


@pytest.mark.parametrize(
    ("value", "parameter", "says"),
    [
        (Decimal("1"), "price_subsidy.stage_factor", "1"),
        (Decimal("1"), "price_subsidy.standards", "1"),
        (Decimal("0.5"), "price_subsidy.coefficient", "0.5"),
        (Decimal("1"), "medical_aid.rate_tekun", "100%"),
        (Decimal("1.1"), "contributions.undeclared_share", "110%"),
        (Range(Decimal("0"), Decimal("3")), "dibao.work_disregard_multiple", "0 to 3"),
        (Range(Decimal("0"), None), "price_subsidy.index_rise", "not known"),
        (Range(Decimal("0"), Decimal("1")), "medical_aid.rate_dibao", "0% to 100%"),
    ],
)
def test_a_ratio_is_said_in_per_cent_or_as_a_number_of_times_whatever_its_size(value: Any, parameter: str, says: str) -> None:
    assert parameter_value_text(value, RATE, language("en"), parameter) == says


def test_of_every_ratio_in_the_tables_it_is_settled_how_it_is_said() -> None:
    ratios = {name for name, definition in shipped_rulebook().definitions.items() if definition.unit == RATE}
    assert {name for name in ratios if is_multiple(name)} == {
        "dibao.gradual_exit_multiple",
        "dibao.money_years",
        "dibao.work_disregard_multiple",
        "dibao_edge.income_multiple",
        "dibao_edge.money_years",
        "dibao_edge.vehicle_value_years",
        "price_subsidy.coefficient",
        "price_subsidy.stage_factor",
        "price_subsidy.standards",
        "tekun.floor_multiple",
        "tekun.income_multiple",
    }
    assert all(re.search(r"(^|[._])(rate|share|rise|trigger)([._]|$)", name) for name in ratios if not is_multiple(name))


def test_days_and_months_follow_the_language() -> None:
    assert language("en").day(date(2020, 4, 1)) == "1 April 2020"
    assert language("zh").day(date(2020, 4, 1)) == "2020年4月1日"
    assert language("en").month(Month(2020, 4)) == "April 2020"
    assert language("zh").month(Month(2020, 4)) == "2020年4月"


def needed(path: str) -> Problem:
    return Problem(path, "It is missing.", "State it: it is always needed.")


def test_facts_of_which_the_same_is_wrong_stand_together() -> None:
    paths = ["h.json: [0].assets.money", "h.json: [0].members[0].age", "h.json: [0].members[0].income.wages", "h.json: [0].members[1].age"]
    assert problems_text(InputError(map(needed, paths)), language("en")).splitlines() == [
        "h.json: [0].assets.money: It is missing. State it: it is always needed.",
        "h.json: [0].members[0]: age, income.wages: It is missing. State it: it is",
        "  always needed.",
        "h.json: [0].members[1].age: It is missing. State it: it is always needed.",
    ]


def test_files_and_options_stand_alone() -> None:
    assert len(problems_text(InputError(map(needed, ["--month", "--lang", "a.json", ""])), language("en")).splitlines()) == 4


def test_what_is_wrong_with_other_values_stands_alone() -> None:
    problems = [Problem(f"h.json: members[0].{each}", "{value} is negative.", "Correct the amount.", {"value": each}) for each in "ab"]
    assert len(problems_text(InputError(problems), language("zh")).splitlines()) == 2
