"""Conditions in words: what fails and by how much, what holds narrowly, what is not decided and on what that depends."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from shaoxing_benefits import Assessment, assess
from shaoxing_benefits.asking import rule_set
from shaoxing_benefits.cli import main
from shaoxing_benefits.report.conditions_text import condition_text, member_ids, missing_text
from shaoxing_benefits.report.language import language
from shaoxing_benefits.report.layout import width
from shaoxing_benefits.report.text import assessment_text

from .test_text import english_words

WHOLLY_OPEN = {"birth_date": "unknown"}
AGED = {"id": "A", "birth_date": {"low": "1955-01-01", "high": "1962-01-01"}, "supporter": "unknown", "self_care": "unknown"}
DISABLED = {"kind": "unknown", "grade": "unknown"}


def answer(*members: dict[str, Any], month: str = "2020-04", unstated: str = "none", **more: Any) -> Assessment:
    people = [{"id": f"P{place}", "birth_date": "1980-01-01", **member} for place, member in enumerate(members or ({},), start=1)]
    stated = {"id": "H", "district": "yuecheng", "registration": "urban", "unstated": unstated, "members": people}
    return assess(stated | more, month, price_index="7.8")


def earning(amount: Any) -> dict[str, Any]:
    return {"income": {"wages": amount}}


def words(assessment: Assessment, lang: str, *, explain: bool = False, near: str | None = None) -> str:
    return assessment_text(assessment, language(lang), explain=explain, near=near).replace("\N{NO-BREAK SPACE}", " ")


def unfolded(text: str) -> str:
    """Without the ends of lines that folding made; in Chinese nothing stands between them."""
    return re.sub(r"\n +", " ", text)


OPEN: dict[str, dict[str, Any]] = {
    "savings": {"members": [earning("800"), {}], "assets": {"money": "unknown"}},
    "wages in a range": {"members": [earning({"low": "500", "high": "900"})]},
    "aged": {"members": [AGED]},
    "disability": {"members": [{"disability": DISABLED}, earning("1000")]},
    "flag, year and tier": {
        "members": [{"resident_pension": {"receiving": "unknown", "tier": "unknown"}, "medical": {"year": "unknown", "in_scope": "20000"}}]
    },
    "new job": {"members": [earning("1500") | {"new_job": {"since": "unknown", "increase": "1500"}}]},
    "emergency": {"members": [{}], "emergency": "unknown"},
    "two wholly open": {"members": [WHOLLY_OPEN, WHOLLY_OPEN], "unstated": "unknown"},
    "everything open": {"members": [{}], "unstated": "unknown", "month": "2021-08"},
    "many members": {"members": [{"id": f"member-{place}", "supporter": "unknown", **earning("unknown")} for place in range(9)]},
}


@cache
def text_of(name: str, lang: str, *, explain: bool = False) -> str:
    told = dict(OPEN[name])
    return words(answer(*told.pop("members"), **told), lang, explain=explain, near="5%")


@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", OPEN)
def test_no_line_of_an_open_answer_is_wider_than_eighty_columns(name: str, lang: str, explain: bool) -> None:
    lines = text_of(name, lang, explain=explain).splitlines()
    assert [line for line in lines if width(line) > 80 or line != line.rstrip()] == []


@pytest.mark.parametrize("name", OPEN)
def test_an_open_answer_has_one_language(name: str) -> None:
    assert english_words(text_of(name, "zh", explain=True).replace("member-", "")) == set()
    assert re.search(r"[\u4e00-\u9fff，。；：、（）]", text_of(name, "en")) is None


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", OPEN)
def test_every_programme_is_named(name: str, lang: str) -> None:
    text = re.sub(r"\n +", " " if lang == "en" else "", text_of(name, lang))
    assert [each.title for each in rule_set().programmes if language(lang).say(each.title) not in text] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", OPEN)
def test_nothing_of_how_it_is_computed_is_shown(name: str, lang: str) -> None:
    text = text_of(name, lang, explain=True)
    assert not re.search(r"members\[|None|True|False|Range|Decimal|2,?100\b", text)


# What fails


@pytest.mark.parametrize(
    ("wages", "english", "chinese"),
    [
        ("900", "¥900.00; limit ¥850.00; missed by ¥50.00", "¥900.00；限值¥850.00；相差¥50.00"),
        ("850.01", "¥850.01; limit ¥850.00; missed by ¥0.01", "¥850.01；限值¥850.00；相差¥0.01"),
        ("850", "¥850.00; limit ¥850.00; exactly at the limit", "¥850.00；限值¥850.00；正好等于限值"),
        ("849.99", "¥849.99; limit ¥850.00; ¥0.01 to spare", "¥849.99；限值¥850.00；余量¥0.01"),
    ],
)
def test_a_condition_says_by_how_much(wages: str, english: str, chinese: str) -> None:
    (income,) = [each for each in answer(earning(wages))["dibao"].conditions if each.id == "dibao_income_below_limit"]
    assert condition_text(income, {}, language("en")) == f"The household's income is below its members' standards together ({english})"
    assert condition_text(income, {}, language("zh")).endswith(f"（{chinese}）")


@pytest.mark.parametrize(
    ("facts", "programme", "condition", "says"),
    [
        # Three to four years of 850.00 are 30 600 to 40 800.
        (
            {"assets": {"money": "50000"}},
            "dibao",
            "dibao_money_below_limit",
            "¥50,000.00; limit ¥30,600.00 to ¥40,800.00; missed by ¥9,200.00 to ¥19,400.00)",
        ),
        (
            {"assets": {"money": "40800"}},
            "dibao",
            "dibao_money_below_limit",
            "limit ¥30,600.00 to ¥40,800.00; missed by ¥0.00 to ¥10,200.00)",
        ),
        ({"assets": {"money": "20000"}}, "dibao", "dibao_money_below_limit", "¥10,600.00 to ¥20,800.00 to spare)"),
        ({"month": "2021-03"}, "dibao", "dibao_income_below_limit", "¥0.00; limit ¥850.00 or more; ¥850.00 or more to spare)"),
        ({"month": "2018-06"}, "critical_illness", "critical_illness_cost_above_deductible", "(¥0.00; limit ¥0.00 or more)"),
        ({"month": "2018-06"}, "critical_illness", "critical_illness_has_bills_of_the_year", "(none; limit 2018)"),
        ({}, "orphan", "orphan_under_age_limit", "(40; limit 18; missed by 22)"),
        ({}, "tekun", "tekun_no_capable_supporter", "(capable)"),
        ({}, "dibao_edge", "dibao_edge_not_on_dibao", "The household is not on dibao"),
    ],
)
def test_ranges_ages_and_kinds(facts: dict[str, Any], programme: str, condition: str, says: str) -> None:
    found = [each for each in answer(**facts)[programme].conditions if each.id == condition]
    assert condition_text(found[0], {}, language("en")).endswith(says)


def test_grades_are_spared_as_numbers() -> None:
    found = answer({"disability": {"kind": "physical", "grade": 3}})["disability_living"].conditions[0]
    assert condition_text(found, {}, language("en")).endswith("(3; limit 4; 1 to spare)")


def test_a_refusal_lists_everything_that_fails_member_by_member() -> None:
    text = words(answer({"birth_date": "2010-01-01"}, {"guardianship": "orphan"}, {}), "en")
    said = unfolded(text.partition("Not eligible; what is marked ✗ does not hold\n")[2])
    assert (
        "Orphan allowance"
        " ✗  P1, P3: The member is an orphan (parents)"
        " ✗  P2, P3: The member is under the age limit (40; limit 18; missed by 22)"
        " [yearbook:orphan-allowance-2020] [elsewhere:orphan-age]" in said
    )


def test_a_refusal_is_told_in_chinese() -> None:
    said = words(answer(earning("2000")), "zh").partition("不符合条件（标✗的各条未满足）\n")[2]
    assert "  低保\n    ✗  家庭收入低于按人数合计的低保标准（¥2,000.00；限值¥850.00；相差¥1,150.00）\n" in said


def test_with_all_reasons_the_overview_only_names_what_is_refused() -> None:
    text = words(answer(earning("2000")), "en", explain=True)
    assert "\nNot eligible: Dibao, Dibao edge, " in text
    assert "does not hold" not in text
    assert (
        "✗  The household's income is below its members' standards together\n       (¥2,000.00; limit ¥850.00; missed by ¥1,150.00)" in text
    )


def test_where_nothing_is_refused_nothing_is_said_of_it() -> None:
    person = {"id": "P1", "birth_date": "1980-01-01"}
    stated = {"district": "yuecheng", "registration": "urban", "unstated": "none", "members": [person]}
    assert "ligible" not in words(assess(stated, "2020-04", programmes="dibao"), "en")


def test_a_refusal_of_which_each_part_is_open_says_so() -> None:
    """Dibao as long as somebody counts; the edge only where dibao is not given: whatever is true of A, not on the edge."""
    text = words(answer(AGED), "en")
    said = unfolded(text.partition("does not hold\n")[2]).partition("Single-person case")[0]
    assert "Dibao edge ?  The household is not on dibao (depends on: A: date of birth, person bound by law to support)" in said
    assert "✗" not in said


# What holds narrowly


@pytest.mark.parametrize(
    ("near", "lang", "title", "says"),
    [
        (
            "50",
            "en",
            "Conditions that hold with ¥50.00 or less to spare",
            "Dibao ✓  The household's income is below its members' standards together (¥800.00; limit ¥850.00; ¥50.00 to spare)"
            " [zhejiang-regulation:9] [yearbook:dibao-standard-2020] [bureau-report:dibao-standard-2020]",
        ),
        ("5.89%", "en", "Conditions that hold with 5.89% of the limit or less to spare", "¥50.00 to spare)"),
        ("50", "zh", "已满足、但余量不超过¥50.00的条件", "（¥800.00；限值¥850.00；余量¥50.00）"),
        ("5.89%", "zh", "已满足、但余量不超过限值的5.89%的条件", "余量¥50.00）"),
    ],
)
def test_what_holds_narrowly_is_told_with_its_sources(near: str, lang: str, title: str, says: str) -> None:
    text = words(answer(earning("800")), lang, near=near)
    assert says in unfolded(text.partition(f"\n{title}\n")[2].partition("\n\n")[0]).strip()


@pytest.mark.parametrize("near", ["49.99", "0"])
def test_where_nothing_holds_narrowly_that_is_said(near: str) -> None:
    text = words(answer(earning("800")), "en", near=near)
    assert f"\nConditions that hold with ¥{near if '.' in near else '0.00'} or less to spare\n  none\n" in text


def test_only_of_what_is_given_or_may_be() -> None:
    """The income is one fen below the limit, and a vehicle excludes all the same."""
    text = words(answer(earning("849.99"), assets={"vehicles": 1}), "en", near="50")
    assert "¥0.01 to spare" not in text


# What is not decided


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("savings", "Dibao, Dibao edge, Price subsidy, Shopping card: whether it is given depends on facts that are not known: money\n"),
        ("savings", "?  The household's money is below the limit (¥0.00 or more; limit ¥61,200.00 to ¥81,600.00; depends on: money; money"),
        ("wages in a range", "together (¥500.00 to ¥900.00; limit ¥850.00; depends on: P1: wages)\n"),
        ("aged", "?  A: The member cannot work: too old, too young or too disabled (58 to 65; depends on: date of birth)\n"),
        ("aged", "?  A: Nobody bound by law to support the member is able to (not known)\n"),
        ("aged", "\n  Not known A: date of birth, person bound by law to support\n"),
        ("flag, year and tier", "?  P1: The member receives a resident pension (not known)\n"),
        ("flag, year and tier", "?  P1: The member has medical bills of the year (not known; limit 2020"),
        ("emergency", "?  The household is in an emergency (not known)\n"),
        ("emergency", "Temporary relief: whether it is given depends on facts that are not known: emergency\n"),
        (
            "many members",
            "?  member-0, member-1, member-2, member-3, member-4, member-5, member-6, member-7, member-8: Nobody bound by law to",
        ),
    ],
)
def test_what_is_open_is_told_with_the_reason(name: str, says: str) -> None:
    text = text_of(name, "en", explain=True)
    assert says.strip() in unfolded(text.replace("\n  Not known\n    ", "\n  Not known\n      "))


def test_the_same_of_several_members_is_told_once_and_much_is_counted() -> None:
    ids = {f"members[{place}]": f"P{place}" for place in range(3)}
    names = [f"members[{place}].{path}" for place in range(3) for path in ("income.wages", "supporter", "birth_date", "absence")]
    assert missing_text(names, ids, language("en"), most=4) == (
        "P0, P1, P2: date of birth, reason for not being counted, wages, person bound by law to support"
    )
    more = [*names, "members[0].placement", "members[0].resettled", "assets.money", "dibao.money_years"]
    assert missing_text(more, ids, language("en"), most=4) == (
        "money; P0: date of birth, reason for not being counted, wages, person bound by law to support and 2 more; "
        "P1, P2: date of birth, reason for not being counted, wages, person bound by law to support; "
        "money per head, years of the standard [dibao.money_years]"
    )
    assert missing_text(names[:1], ids, language("zh")) == "P0：工资性收入"
    assert missing_text(names[:1], ids, language("en"), own="P0") == "wages"
    assert missing_text([*names[:1], "assets.money"], ids, language("en"), own="P0") == "money, wages"
    assert missing_text([], ids, language("en")) == ""


def test_members_are_told_by_their_ids_wherever_they_stand() -> None:
    found = answer({"id": "B", **earning("unknown")}, {"id": "A"})
    assert member_ids(found) == {"members[0]": "B", "members[1]": "A"}
    assert "facts that are not known: B: wages" in unfolded(words(found, "en"))


# On the command line


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> str:
    stated = {"id": "H", "district": "yuecheng", "registration": "urban", "unstated": "none"}
    path = tmp_path / "h.json"
    path.write_text(json.dumps(stated | {"members": [{"id": "P1", "birth_date": "1980-01-01", **earning("800")}]}), encoding="utf-8")
    return str(path)


def test_near_on_the_command_line(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", file, "--month", "2020-04", "--near", "50", "--lang", "en"]) == 0
    assert "¥50.00 to spare" in capsys.readouterr().out
    assert main(["assess", file, "--month", "2020-04", "--near=5%", "--explain", "--lang", "zh"]) == 0
    assert "已满足、但余量不超过限值的5%的条件" in capsys.readouterr().out
    assert main(["assess", file, "--month", "2020-04", "--lang", "en"]) == 0
    assert "to spare" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        (["--near", "much"], ["--near: 'much' is no number. Write an amount in yuan, such as 50, or a per cent of the limit, such as 5%."]),
        (["--near", "5%", "--json"], ["--near: In JSON every condition has its margin. Leave it out."]),
        (["--near", "5%", "--month", "2030-01"], ["--month: ", "--near: "]),
    ],
)
def test_a_wrong_margin_on_the_command_line(file: str, options: list[str], lines: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    if lines == ["--month: ", "--near: "]:
        options = ["--near", "?", *options[2:]]
    month = [] if "--month" in options else ["--month", "2020-04"]
    assert main(["assess", file, *month, *options, "--lang", "en"]) == 2
    done = capsys.readouterr()
    assert done.out == ""
    found = [line for line in done.err.replace("\n  ", " ").splitlines() if line.startswith("--")]
    assert len(found) == len(lines)
    assert all(line.startswith(begin) for line, begin in zip(found, lines, strict=True))
