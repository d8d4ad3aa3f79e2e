"""Claims in the text of an answer, in both languages: who says what, and what follows from it."""

from typing import Any

import pytest

from shaoxing_benefits import assess, read_household
from shaoxing_benefits.claims import disagreements_of
from shaoxing_benefits.report.disagreements_text import disagreements_lines
from shaoxing_benefits.report.language import language
from shaoxing_benefits.report.layout import WIDE, width
from shaoxing_benefits.report.text import assessment_text

from .test_claims import MONTH, alone, of, shared


def lines(household: dict[str, Any], name: str, *programmes: str) -> list[str]:
    """What the answer says of the claims."""
    found = assess(household, MONTH, programmes=programmes or None).disagreements
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in disagreements_lines(found, language(name))]


ENGLISH = """
What sources say differently:
  P1: wages
    ¥1,200.00 (bank)
      Dibao: not eligible
      Dibao edge: eligible
    ¥800.00 (declared)
      Dibao: eligible, ¥50.00 a month
      Dibao edge: not eligible
"""
CHINESE = """
各来源说法不一的事实：
  P1：工资性收入
    ¥1,200.00（银行）
      低保：不符合条件
      低保边缘：符合条件
    ¥800.00（本人申报）
      低保：符合条件，每月¥50.00
      低保边缘：不符合条件
"""


def test_each_claim_is_told_with_what_it_implies() -> None:
    assert lines(alone(of(bank="1200", declared="800")), "en", "dibao", "dibao_edge", "tekun") == ENGLISH.splitlines()
    assert lines(alone(of(银行="1200", 本人申报="800")), "zh", "dibao", "dibao_edge", "tekun") == CHINESE.splitlines()


def test_it_stands_in_the_overview() -> None:
    answer = assess(alone(of(bank="1200", declared="800")), MONTH, programmes=["dibao", "dibao_edge", "tekun"])
    assert ENGLISH in assessment_text(answer, language("en")).replace("\N{NO-BREAK SPACE}", " ")
    assert ENGLISH in assessment_text(answer, language("en"), explain=True).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("household", "english", "chinese"),
    [
        (alone(of(bank="1500", declared="1300")), "P1: wages: ¥1,500.00 (bank), ¥1,300.00 (declared); it makes no difference",
         "P1：工资性收入：¥1,500.00（bank）、¥1,300.00（declared）；对结果没有影响"),
        (alone(of(bank="800", declared="800.00")), "P1: wages: ¥800.00 (bank, declared); the sources agree",
         "P1：工资性收入：¥800.00（bank、declared）；各来源一致"),
        (alone(0, of(bank="5", declared="6")), "money: ¥5.00 (bank), ¥6.00 (declared); it makes no difference",
         "货币财产：¥5.00（bank）、¥6.00（declared）；对结果没有影响"),
    ],
)  # fmt: skip
def test_what_makes_no_difference_is_one_line(household: dict[str, Any], english: str, chinese: str) -> None:
    assert " ".join(line.strip() for line in lines(household, "en", "dibao")[2:]) == english
    assert "".join(line.strip() for line in lines(household, "zh", "dibao")[2:]) == chinese


@pytest.mark.parametrize(
    ("member", "english", "chinese"),
    [
        ({"birth_date": of(a="1960-04-01", b="1960-04-02")}, ["1 April 1960 (a)", "2 April 1960 (b)"],
         ["1960年4月1日（a）", "1960年4月2日（b）"]),
        ({"supporter": of(a="none", b="incapable")}, ["none (a)", "incapable (b)"], ["无（a）", "无履行义务能力（b）"]),
        ({"resettled": of(a=True, b=False)}, ["yes (a)", "no (b)"], ["是（a）", "否（b）"]),
        ({"groups": of(a=["three_elders", "entitled_group"], b=[])}, ["entitled group, three elders (a)", "none (b)"],
         ["优抚对象、农村“三老”人员（a）", "无（b）"]),
        ({"new_job": {"since": of(a="2020-02", b="none")}}, ["February 2020 (a)", "none (b)"], ["2020年2月（a）", "无（b）"]),
        ({"disability": {"kind": "physical", "grade": of(a=1, b=3)}}, ["1 (a)", "3 (b)"], ["1（a）", "3（b）"]),
    ],
)  # fmt: skip
def test_values_are_told_as_people_write_them(member: dict[str, Any], english: list[str], chinese: list[str]) -> None:
    for name, expected in (("en", english), ("zh", chinese)):
        text = "\n".join(lines(alone(**member), name, "tekun"))
        assert [each for each in expected if each not in text] == []


def test_an_area_is_told_in_square_metres() -> None:
    household = alone() | {"assets": {"homes": 2, "floor_area": of(register="80.5", declared="60")}}
    assert "80.5 m² (register)" in "\n".join(lines(household, "en", "dibao"))


def test_a_claim_that_cannot_be_is_told_with_the_reason() -> None:
    household = alone(of(bank="150", declared="800", employer="900"), 70_000, new_job={"since": "2020-02", "increase": "200"})
    assert lines(household, "en", "dibao")[3:] == [
        "    ¥150.00 (bank)",
        "      P1: rise in income from the new job: The new job's increase (200) is",
        "        more than the wages (150). It is a part of `income.wages`: state all",
        "        wages there.",
        "    ¥800.00 (declared)",
        "    ¥900.00 (employer)",
        "    Between the others it makes no difference.",
    ]
    assert lines(household, "zh", "dibao")[-1] == "    其余各说法之间，对结果没有影响。"
    # Where it is with the claimed fact, that has been named.
    household = alone(disability={"kind": "physical", "grade": of(a=1, b=5)})
    assert "        Grade 5 does not exist. Write the certificate's grade: 1, 2, 3 or 4." in [
        f"  {each}" for each in lines(household, "en", "dibao")
    ]
    alone_possible = alone(of(bank="150", declared="800"), new_job={"since": "2020-02", "increase": "200"})
    assert lines(alone_possible, "en", "dibao")[-1] == "    ¥800.00 (declared)"


def test_members_parts_and_the_copay_are_told_where_they_are_what_differs() -> None:
    household = read_household(alone(of(bank="1200", declared="800")))
    found = disagreements_of(household, shared(5_000, 6_000, 0))
    assert list(disagreements_lines(found, language("en")))[3:] == [
        "    ¥1,200.00 (bank)",
        "      Medical aid: eligible, ¥100.00 a month (P1: ¥60.00, P2: ¥40.00)",
        "    ¥800.00 (declared)",
        "      Medical aid: eligible, ¥100.00 a month (P1: ¥50.00, P2: ¥50.00)",
    ]
    found = disagreements_of(household, shared(5_000, 5_000, 2_500))
    assert list(disagreements_lines(found, language("en")))[3:] == [
        "    ¥1,200.00 (bank)",
        "      Medical aid: eligible, ¥100.00 a month (copay ¥0.00 a month)",
        "    ¥800.00 (declared)",
        "      Medical aid: eligible, ¥100.00 a month (copay ¥25.00 a month)",
    ]


def test_a_copay_of_nobody_who_gets_aid_is_told() -> None:
    """Bills of 20 000.00 stay below the deductible of 25 000.00, and whoever is in no group gets no aid: all is left to the patient."""
    bills = {"year": 2020, "in_scope": "30000", "basic_paid": "10000", "other_paid": of(insurer="5000", declared="0")}
    told = lines(alone("2000", medical=bills), "en", "medical_aid")
    assert told[3:] == [
        "    ¥5,000.00 (insurer)",
        "      Medical aid: not eligible (copay ¥15,000.00 a year)",
        "    ¥0.00 (declared)",
        "      Medical aid: not eligible (copay ¥20,000.00 a year)",
    ]


def test_a_ceiling_is_told_as_the_most_that_can_be_given() -> None:
    household = alone("2000") | {"emergency": of(village="illness", declared="none")}
    told = lines(household, "en", "temporary_relief")
    assert told[2] == "  emergency"
    assert told[4].startswith("      Temporary relief: eligible, up to ")


@pytest.mark.parametrize("name", ["en", "zh"])
def test_no_line_is_too_wide(name: str) -> None:
    claims = {"claims": [{"value": value, "source": "说" * 60 + " word" * 8} for value in ("800", "1200")]}
    for household in (alone(claims), alone(claims, 70_000), alone(claims, new_job={"since": "2020-02", "increase": "1000"})):
        assert max(map(width, lines(household, name))) <= WIDE
