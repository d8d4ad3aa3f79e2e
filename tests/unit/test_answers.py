"""What an answer in an interview states: values, ranges, one of several, none and not known, in both languages."""

from functools import partial
from typing import Any

import pytest

from shaoxing_benefits.answers import choice_words, plain, read_answer, read_members
from shaoxing_benefits.questions import NextQuestion, asked_as
from shaoxing_benefits.report.language import language
from shaoxing_benefits.report.questions_text import choice_text
from shaoxing_benefits.stated import UNSTATED, Misfit

LANGUAGES = [language("zh"), language("en")]


def read(text: str, name: str) -> Any:
    wording, kind, unit, choices = asked_as(name, of_member=not name.startswith(("assets", "emergency", "district", "registration")))
    question = NextQuestion(name, None, wording, kind, unit, choices, (), UNSTATED)
    return read_answer(text, question, choice_words(choices, *(partial(choice_text, name, language=each) for each in LANGUAGES)))


@pytest.mark.parametrize(
    ("name", "text", "stated"),
    [
        ("income.wages", "600.50", "600.50"),
        ("income.wages", " ￥６００．５０元 ", "600.50"),
        ("income.wages", "1,200", "1,200"),
        ("income.wages", "1200 yuan", "1200"),
        ("income.wages", "none", "none"),
        ("income.wages", "没有", "none"),
        ("income.wages", "-5", "-5"),
        ("income.wages", "much", "much"),
        ("income.wages", "800-1200", {"low": "800", "high": "1200"}),
        ("income.wages", "800.50..1,200.75", {"low": "800.50", "high": "1,200.75"}),
        ("income.wages", "800…1200", {"low": "800", "high": "1200"}),
        ("income.wages", "800～1200元", {"low": "800", "high": "1200"}),
        ("income.wages", "800 到 1200", {"low": "800", "high": "1200"}),
        ("income.wages", "from 800 to 1200", {"low": "800", "high": "1200"}),
        ("income.wages", "Between 800 and 1200", {"low": "800", "high": "1200"}),
        ("income.wages", "从800至1200", {"low": "800", "high": "1200"}),
        ("income.wages", "from 800", {"low": "800"}),
        ("income.wages", "at least 800", {"low": "800"}),
        ("income.wages", "最少800", {"low": "800"}),
        ("income.wages", "800元以上", {"low": "800"}),
        ("income.wages", "800 or more", {"low": "800"}),
        ("income.wages", "at most 1200", {"high": "1200"}),
        ("income.wages", "最多1200", {"high": "1200"}),
        ("income.wages", "不超过1200元", {"high": "1200"}),
        ("income.wages", "800 or 1200", {"one_of": ["800", "1200"]}),
        ("income.wages", "800或1200", {"one_of": ["800", "1200"]}),
        ("income.wages", "800-much", "800-much"),
        ("income.wages", "8-12-20", "8-12-20"),
        ("assets.money", "3万", "30000"),
        ("assets.money", "3.25万元", "32500"),
        ("assets.money", "0.00001万", "0.1"),
        ("assets.money", "3万-5万", {"low": "30000", "high": "50000"}),
        ("assets.money", "3-5万", {"low": "30000", "high": "50000"}),
        ("assets.money", "1.5到2.5万元", {"low": "15000", "high": "25000"}),
        ("assets.money", "8000-1万", {"low": "8000", "high": "10000"}),
        ("assets.money", "8千-1万", {"low": "8000", "high": "10000"}),
        ("assets.money", "3或5万", {"one_of": ["30000", "50000"]}),
        ("assets.money", "5千", "5000"),
        ("assets.money", "五千", "五千"),
        ("assets.money", "800块钱", "800"),
        ("assets.vehicles", "2", 2),
        ("assets.vehicles", "2辆", 2),
        ("assets.vehicles", "1-2", {"low": 1, "high": 2}),
        ("assets.vehicles", "1.5", "1.5"),
        ("assets.floor_area", "60.5 m²", "60.5"),
        ("assets.floor_area", "60.5平方米", "60.5"),
        ("assets.floor_area", "60平", "60"),
        ("disability.grade", "2", 2),
        ("disability.grade", "二级", 2),
        ("disability.grade", "Grade 2", 2),
        ("disability.grade", "无", "none"),
        ("disability.grade", "1-2", {"low": 1, "high": 2}),
        ("disability.grade", "1 or 2", {"one_of": [1, 2]}),
        ("medical.year", "2020年", 2020),
        ("medical.year", "none", "none"),
        ("birth_date", "1948-05-10", "1948-05-10"),
        ("birth_date", "1948-5-10", "1948-5-10"),
        ("birth_date", "1948", {"low": "1948-01-01", "high": "1948-12-31"}),
        ("birth_date", "1948年", {"low": "1948-01-01", "high": "1948-12-31"}),
        ("birth_date", "1948年2月", {"low": "1948-02-01", "high": "1948-02-29"}),
        ("birth_date", "1948年5月10日", "1948-5-10"),
        ("birth_date", "1948年5月10号", "1948-5-10"),
        ("birth_date", "1948.5.10", "1948-5-10"),
        ("birth_date", "1948/05/10", "1948-05-10"),
        ("birth_date", "5/10/1948", "5/10/1948"),
        ("birth_date", "10.05.1948", "10.05.1948"),
        ("birth_date", "1948/5/10/7", "1948/5/10/7"),
        ("birth_date", "从1948年到1950年6月", {"low": "1948-01-01", "high": "1950-06-30"}),
        ("birth_date", "1948-1950", {"low": "1948-01-01", "high": "1950-12-31"}),
        ("birth_date", "1948-02", {"low": "1948-02-01", "high": "1948-02-29"}),
        ("birth_date", "1948..1950-06", {"low": "1948-01-01", "high": "1950-06-30"}),
        ("birth_date", "1948-05-10 to 1948-06-01", {"low": "1948-05-10", "high": "1948-06-01"}),
        ("birth_date", "from 1948", {"low": "1948-01-01"}),
        ("birth_date", "at most 1948", {"high": "1948-12-31"}),
        ("birth_date", "1948-13", {"low": "1948-13", "high": "1948-13"}),
        ("birth_date", "0000", {"low": "0000", "high": "0000"}),
        ("birth_date", "19480510", "19480510"),
        ("birth_date", "none", "none"),
        ("new_job.since", "2020-02", "2020-02"),
        ("new_job.since", "2020", {"low": "2020-01", "high": "2020-12"}),
        ("new_job.since", "2019-10..2020-02", {"low": "2019-10", "high": "2020-02"}),
        ("new_job.since", "2020年2月", "2020-2"),
        ("new_job.since", "2020/02", "2020-02"),
        ("new_job.since", "无", "none"),
        ("serious_illness", "yes", True),
        ("serious_illness", "Y", True),
        ("serious_illness", "是", True),
        ("serious_illness", "no", False),
        ("serious_illness", "否", False),
        ("serious_illness", "没有", False),
        ("supporter", "1", "none"),
        ("supporter", "3", "capable"),
        ("supporter", "none", "none"),
        ("supporter", "capable", "capable"),
        ("supporter", "Somebody is, and is able to", "capable"),
        ("supporter", "有，且有履行义务能力", "capable"),
        ("supporter", "1, 2", {"one_of": ["none", "incapable"]}),
        ("supporter", "1 or 2", {"one_of": ["none", "incapable"]}),
        ("supporter", "1、2", {"one_of": ["none", "incapable"]}),
        ("supporter", "2 2", "incapable"),
        ("disability.kind", "肢体残疾", "physical"),
        ("supporter", "no", "none"),
        ("disability.kind", "无", "none"),
        ("groups", "no", []),
        ("district", "越城区", "yuecheng"),
        ("district", "Zhuji", "zhuji"),
        ("district", "越城", "yuecheng"),
        ("district", "绍兴", None),
        ("disability.kind", "智力", "intellectual"),
        ("disability.kind", "言", "speech"),
        ("disability.kind", "phys", "physical"),
        ("disability.kind", "phy", None),
        ("disability.kind", "m", None),
        ("registration", "农村", "rural"),
        ("groups", "none", []),
        ("groups", "都", None),
        ("groups", "1,3", ["entitled_group", "retrenched_worker"]),
        ("groups", "three elders", ["three_elders"]),
        ("groups", "优抚对象和因病致贫", ["entitled_group", "sickness_poor"]),
        ("guardianship", "none", None),
        ("supporter", "0", None),
        ("supporter", "4", None),
        ("serious_illness", "perhaps", None),
        ("disability.grade", "5", None),
        ("disability.grade", "3-5", None),
        ("income.wages", f"{'1' * 100} or more", None),
    ],
)
def test_what_is_answered(name: str, text: str, stated: Any) -> None:
    found = read(text, name)
    if stated is None:
        assert isinstance(found, Misfit)
    else:
        assert found == stated
        assert type(found) is type(stated)


@pytest.mark.parametrize(
    "name", ["income.wages", "birth_date", "serious_illness", "supporter", "groups", "disability.grade", "new_job.since"]
)
@pytest.mark.parametrize("text", ["?", "？", "unknown", "Don’t know", "不知道", "不清楚"])
def test_what_is_not_known(name: str, text: str) -> None:
    assert read(text, name) == "unknown"


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("2", [{"id": "P1"}, {"id": "P2"}]),
        ("２人", [{"id": "P1"}, {"id": "P2"}]),
        ("2 people", [{"id": "P1"}, {"id": "P2"}]),
        ("2个人", [{"id": "P1"}, {"id": "P2"}]),
        ("两口人", [{"id": "P1"}, {"id": "P2"}]),
        ("两口之家", [{"id": "P1"}, {"id": "P2"}]),
        ("Two", [{"id": "P1"}, {"id": "P2"}]),
        ("三妹", [{"id": "P1", "name": "三妹"}]),
        ("Li Ming", [{"id": "P1", "name": "Li Ming"}]),
        ("李明、王芳,", [{"id": "P1", "name": "李明"}, {"id": "P2", "name": "王芳"}]),
    ],
)
def test_the_members(text: str, members: Any) -> None:
    assert read_members(text) == members


@pytest.mark.parametrize("text", ["0", "?", ",", "不知道", "无", "none", "2-3", "2 adults and a child", "1.5"])
def test_no_members(text: str) -> None:
    assert isinstance(read_members(text), Misfit)


def test_no_more_members_are_made_than_are_refused() -> None:
    members = read_members("999999999")
    assert isinstance(members, list)
    assert len(members) == 101


def test_what_makes_no_difference() -> None:
    assert plain(" Ｓｔｏｐ\n") == "stop"
