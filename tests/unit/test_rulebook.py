"""Which value of a parameter holds on a day, as it was known on another: worked out by hand on small tables, and in the shipped ones."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from shaoxing_benefits.kinds import District
from shaoxing_benefits.numbers import FEN
from shaoxing_benefits.programmes.price_subsidy import INDEX_RISE
from shaoxing_benefits.rulebook import Definition, Entry, Question, Rulebook, Status
from shaoxing_benefits.rulebook_reading import load_rulebook
from shaoxing_benefits.shipped import shipped_rulebook
from shaoxing_benefits.sources import load_facts

ABOUT = 'edition = "1"\nbegins = 2018-01-01\nhorizon = 2021-12-31\n'
RATE = '[rate]\nlabel_zh = "标准"\nlabel_en = "rate"\nunit = "yuan"\nperiod = "month"\nby = "district"\n'
PAPER = """
[document]
id = "paper"
title_zh = "文件"
title_en = "paper"
kind = "report"
[facts.one]
place = "1"
says_zh = "文"
says_en = "text"
figures = ["850", "52.9", "2"]
"""


def load(folder: Path, files: Mapping[str, str], *, definitions: str = RATE, about: str = ABOUT) -> Rulebook:
    """The rulebook of these files under `rules/`; `definitions` are those of the programme `aid`."""
    written = {"rules/rulebook.toml": about, "rules/definitions/aid.toml": definitions, "seeds/paper.toml": PAPER}
    for name, text in {**written, **{f"rules/{name}": text for name, text in files.items()}}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_rulebook(folder / "rules", load_facts(folder / "seeds"))


def row(begins: str, value: str | None, **more: str) -> tuple[str, str]:
    """The year of an entry of `aid.rate`, and the entry; without a value it is unpublished."""
    facts = {"from": begins, "status": '"unpublished"' if value is None else '"assumed"', "note_zh": '"注"', "note_en": '"note"', **more}
    if value is not None:
        facts["value"] = f'"{value}"'
    return begins[:4], "[[rate]]\n" + "".join(f"{name} = {said}\n" for name, said in facts.items())


def rates(folder: Path, *rows: tuple[str, str]) -> Rulebook:
    files: dict[str, str] = {}
    for year, text in rows:
        files[f"{year}/aid.toml"] = files.get(f"{year}/aid.toml", "") + text
    return load(folder, files)


def holding(
    rulebook: Rulebook, day: str, *, known_on: str | None = None, planned: bool = False, district: District = District.YUECHENG
) -> Entry:
    known = None if known_on is None else date.fromisoformat(known_on)
    return rulebook.holding("aid.rate", Question(district, date.fromisoformat(day), known, planned))


def test_a_value_holds_from_its_first_day_until_the_next_begins(tmp_path: Path) -> None:
    rulebook = rates(tmp_path, row("2018-01-01", "10"), row("2019-07-01", "12"))
    found = {day: holding(rulebook, day).value for day in ("2018-01-01", "2018-12-31", "2019-06-30", "2019-07-01", "2021-12-31")}
    assert found == {"2018-01-01": 1000, "2018-12-31": 1000, "2019-06-30": 1000, "2019-07-01": 1200, "2021-12-31": 1200}


def test_nothing_is_carried_backwards(tmp_path: Path) -> None:
    entry = holding(rates(tmp_path, row("2019-01-01", "10")), "2018-12-31")
    assert (entry.status, entry.value, entry.low, entry.high) == (Status.UNPUBLISHED, None, None, None)


def test_the_order_in_the_files_does_not_matter(tmp_path: Path) -> None:
    rulebook = rates(tmp_path, row("2019-07-01", "12"), row("2019-01-01", "10"), row("2019-10-01", "13"))
    assert [holding(rulebook, day).value for day in ("2019-06-30", "2019-09-30", "2019-10-01")] == [1000, 1200, 1300]


def test_a_parameter_without_entries_is_unpublished(tmp_path: Path) -> None:
    assert holding(load(tmp_path, {}), "2020-01-01").status is Status.UNPUBLISHED


def test_the_last_day_is_included(tmp_path: Path) -> None:
    rulebook = rates(tmp_path, row("2018-01-01", "10", until="2018-06-30"))
    assert holding(rulebook, "2018-06-30").value == 1000
    assert holding(rulebook, "2018-07-01").status is Status.UNPUBLISHED


def test_an_expired_entry_does_not_fall_back_on_the_one_before(tmp_path: Path) -> None:
    rulebook = rates(tmp_path, row("2018-01-01", "10"), row("2019-01-01", "12", until="2019-06-30"), row("2020-01-01", "13"))
    found = [holding(rulebook, day).value for day in ("2018-12-31", "2019-06-30", "2019-07-01", "2019-12-31", "2020-01-01")]
    assert found == [1000, 1200, None, None, 1300]


def test_an_unpublished_entry_ends_the_value_before_it_and_keeps_its_bounds(tmp_path: Path) -> None:
    rulebook = rates(tmp_path, row("2018-01-01", "10"), row("2019-01-01", None, low='"10"', high='"20"'))
    entry = holding(rulebook, "2019-01-01")
    assert (entry.status, entry.value, entry.low, entry.high) == (Status.UNPUBLISHED, None, 1000, 2000)


def test_a_value_is_known_from_its_first_day_where_nothing_else_is_said(tmp_path: Path) -> None:
    rulebook = rates(tmp_path, row("2018-01-01", "10"), row("2019-01-01", "12"))
    assert holding(rulebook, "2019-02-01", known_on="2018-12-31").value == 1000
    assert holding(rulebook, "2019-02-01", known_on="2019-01-01").value == 1200
    assert holding(rulebook, "2019-02-01", known_on="2017-12-31").value is None


def test_a_value_that_came_out_later_holds_only_as_known_from_then_on(tmp_path: Path) -> None:
    rulebook = rates(tmp_path, row("2018-01-01", "10"), row("2019-01-01", "12", known="2019-03-01"))
    assert holding(rulebook, "2019-02-01", known_on="2019-02-28").value == 1000
    assert holding(rulebook, "2019-02-01", known_on="2019-03-01").value == 1200
    assert holding(rulebook, "2019-02-01").value == 1200


def test_a_value_announced_before_it_begins_does_not_hold_yet(tmp_path: Path) -> None:
    rulebook = rates(tmp_path, row("2018-01-01", "10"), row("2019-01-01", "12", known="2018-10-01"))
    assert holding(rulebook, "2018-12-31", known_on="2018-12-31").value == 1000
    assert holding(rulebook, "2019-01-01", known_on="2018-10-01").value == 1200
    assert holding(rulebook, "2019-01-01", known_on="2018-09-30").value == 1000


def test_an_ended_value_is_not_prolonged_by_not_knowing_the_next(tmp_path: Path) -> None:
    rulebook = rates(tmp_path, row("2018-01-01", "10", until="2018-12-31"), row("2019-01-01", "12", known="2019-03-01"))
    assert holding(rulebook, "2019-02-01", known_on="2019-02-28").value is None


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_values_from_the_same_day_the_one_known_later_holds(tmp_path: Path, turned: bool) -> None:
    rows = [row("2019-01-01", "12"), row("2019-01-01", "11", known="2019-05-01")]
    rulebook = rates(tmp_path, *(reversed(rows) if turned else rows))
    assert holding(rulebook, "2019-06-01").value == 1100
    assert holding(rulebook, "2019-06-01", known_on="2019-05-01").value == 1100
    assert holding(rulebook, "2019-06-01", known_on="2019-04-30").value == 1200


def test_the_later_beginning_goes_before_the_later_knowledge(tmp_path: Path) -> None:
    rulebook = rates(tmp_path, row("2018-01-01", "10", known="2020-06-01"), row("2019-01-01", "12"))
    assert holding(rulebook, "2019-06-01").value == 1200
    assert holding(rulebook, "2018-06-01").value == 1000
    assert holding(rulebook, "2018-06-01", known_on="2020-05-31").value is None


def test_a_value_withdrawn_later_is_unpublished_as_known_from_then_on(tmp_path: Path) -> None:
    rulebook = rates(tmp_path, row("2019-01-01", "12"), row("2019-01-01", None, known="2019-05-01"))
    assert holding(rulebook, "2019-06-01", known_on="2019-04-30").value == 1200
    assert holding(rulebook, "2019-06-01").value is None


def test_a_planned_value_holds_only_when_asked_for(tmp_path: Path) -> None:
    rulebook = rates(tmp_path, row("2019-01-01", "10"), row("2020-01-01", "12", status='"planned"', source='["paper:one"]'))
    assert holding(rulebook, "2020-06-01").value == 1000
    assert holding(rulebook, "2020-06-01", planned=True).value == 1200
    assert holding(rulebook, "2019-12-31", planned=True).value == 1000


def test_a_plan_counts_from_the_day_it_was_known(tmp_path: Path) -> None:
    plan = row("2020-01-01", "12", status='"planned"', source='["paper:one"]', known="2019-09-01")
    rulebook = rates(tmp_path, row("2019-01-01", "10"), plan)
    assert holding(rulebook, "2020-06-01", planned=True, known_on="2019-08-31").value == 1000
    assert holding(rulebook, "2020-06-01", planned=True, known_on="2019-09-01").value == 1200


def test_a_plan_goes_before_the_unpublished_entry_of_the_same_day_when_asked_for(tmp_path: Path) -> None:
    plan = row("2020-01-01", "12", status='"planned"', source='["paper:one"]')
    rulebook = rates(tmp_path, row("2020-01-01", None, low='"10"'), plan)
    assert holding(rulebook, "2020-01-01", planned=True).value == 1200
    assert holding(rulebook, "2020-01-01").low == 1000


@pytest.mark.parametrize("turned", [False, True])
def test_a_value_goes_before_a_plan_of_the_same_day(tmp_path: Path, turned: bool) -> None:
    rows = [row("2020-01-01", "12", status='"planned"', source='["paper:one"]'), row("2020-01-01", "11")]
    rulebook = rates(tmp_path, *(reversed(rows) if turned else rows))
    assert [holding(rulebook, "2020-06-01", planned=planned).value for planned in (False, True)] == [1100, 1100]


def test_a_plan_known_later_goes_before_the_value_of_the_same_day_when_asked_for(tmp_path: Path) -> None:
    plan = row("2020-01-01", "12", status='"planned"', source='["paper:one"]', known="2020-01-02")
    rulebook = rates(tmp_path, row("2020-01-01", "11"), plan)
    assert [holding(rulebook, "2020-06-01", planned=planned).value for planned in (False, True)] == [1100, 1200]
    assert holding(rulebook, "2020-06-01", planned=True, known_on="2020-01-01").value == 1100


def test_a_value_for_some_districts_holds_there_only(tmp_path: Path) -> None:
    rulebook = rates(tmp_path, row("2018-01-01", "10"), row("2019-01-01", "12", districts='["zhuji", "xinchang"]'))
    assert {district: holding(rulebook, "2019-01-01", district=district).value for district in District} == {
        District.YUECHENG: 1000,
        District.KEQIAO: 1000,
        District.SHANGYU: 1000,
        District.XINCHANG: 1200,
        District.ZHUJI: 1200,
        District.SHENGZHOU: 1000,
    }


def test_a_later_value_for_all_districts_replaces_that_of_some(tmp_path: Path) -> None:
    rulebook = rates(tmp_path, row("2018-01-01", "10", districts='["zhuji"]'), row("2019-01-01", "12"))
    assert holding(rulebook, "2019-01-01", district=District.ZHUJI).value == 1200
    assert holding(rulebook, "2018-12-31", district=District.ZHUJI).value == 1000
    assert holding(rulebook, "2018-12-31", district=District.YUECHENG).status is Status.UNPUBLISHED


def test_an_expired_value_of_a_district_does_not_fall_back_on_that_of_all(tmp_path: Path) -> None:
    rulebook = rates(tmp_path, row("2018-01-01", "10"), row("2019-01-01", "12", districts='["zhuji"]', until="2019-06-30"))
    assert holding(rulebook, "2019-07-01", district=District.ZHUJI).value is None
    assert holding(rulebook, "2019-07-01", district=District.KEQIAO).value == 1000


# What holds where little is said


def test_a_question_asks_for_no_plans_and_for_all_that_is_known() -> None:
    asked = Question(District.ZHUJI, date(2020, 1, 1))
    assert asked.assume_planned is False
    assert (asked.known_on, asked.given, asked.overlays) == (None, (), ())


def test_a_parameter_is_read_on_the_day_itself_and_has_no_bound() -> None:
    plain = Definition("aid.rate", {"zh": "标准", "en": "rate"}, "yuan", FEN, False, "rules")
    assert plain.at_year_end is False
    assert (plain.most, plain.period, plain.per) == (None, "", "")


def test_what_is_not_held_is_said_in_a_note_and_rests_on_nothing(tmp_path: Path) -> None:
    rulebook = rates(tmp_path, row("2019-01-01", "10"))
    absent = holding(rulebook, "2018-12-31")
    assert absent.note == {"zh": "规则表中没有该日的数值。", "en": "The tables hold no value for that day."}
    for entry in (absent, given(rulebook, "2019-01-01", rate=7)):
        assert (entry.sources, entry.districts, entry.known, entry.file) == ((), None, date.min, "")
        assert entry.start_is_assumed is False
    bare = Entry(absent.definition, date(2018, 1, 1), None, Status.ASSUMED, 7, None, None)
    assert bare.note == {}


@pytest.mark.parametrize(("most", "high"), [("", None), ('most = "50"\n', 5000)])
def test_what_is_not_held_has_the_bound_that_lies_in_its_nature(tmp_path: Path, most: str, high: int | None) -> None:
    entry = holding(load(tmp_path, {}, definitions=RATE + most), "2018-12-31")
    assert (entry.value, entry.low, entry.high) == (None, None, high)


@pytest.mark.parametrize(("day", "holds"), [("2018-12-31", False), ("2019-01-01", True), ("2019-06-30", True), ("2019-07-01", False)])
def test_a_time_includes_both_its_days(tmp_path: Path, day: str, holds: bool) -> None:
    rulebook = rates(tmp_path, row("2019-01-01", "10", until="2019-06-30"), row("2019-09-01", "12"))
    ended, open_ended = rulebook.timelines["aid.rate"]
    assert ended.holds_on(date.fromisoformat(day)) is holds
    assert not open_ended.holds_on(date.fromisoformat(day))
    assert open_ended.holds_on(date(2019, 9, 1))
    assert open_ended.holds_on(date(2099, 1, 1))


# Values that come with the question


def given(rulebook: Rulebook, day: str, **more: int) -> Entry:
    """What holds when these values of the programme `aid` came with the question."""
    values = tuple((f"aid.{key}", value) for key, value in more.items())
    return rulebook.holding("aid.rate", Question(District.YUECHENG, date.fromisoformat(day), given=values))


def test_a_value_that_came_with_the_question_takes_the_place_of_the_table_s(tmp_path: Path) -> None:
    rulebook = rates(tmp_path, row("2018-01-01", "10"), row("2019-01-01", None, low='"10"', high='"20"'))
    for day in ("2018-06-01", "2019-06-01"):
        entry = given(rulebook, day, rate=3_000)
        assert (entry.status, entry.value, entry.low, entry.high) == (Status.LOCAL, 3_000, None, None)
        assert entry.name == "aid.rate"
        assert entry.note == {"zh": "由提问者给出。", "en": "Given with the question."}
    assert given(rulebook, "2018-06-01").value == 1_000
    assert given(rulebook, "2019-06-01").value is None


def test_nought_is_a_value_too(tmp_path: Path) -> None:
    assert given(rates(tmp_path, row("2018-01-01", "10")), "2018-06-01", rate=0).value == 0


def test_a_value_for_another_parameter_changes_nothing(tmp_path: Path) -> None:
    assert given(rates(tmp_path, row("2018-01-01", "10")), "2018-06-01", other=3_000).value == 1_000


def test_a_value_that_came_with_the_question_holds_on_any_day_as_known_on_any_day(tmp_path: Path) -> None:
    rulebook = rates(tmp_path, row("2019-01-01", "10", until="2019-06-30"))
    for day in ("2018-01-01", "2019-06-30", "2019-07-01", "2021-12-31"):
        question = Question(District.ZHUJI, date.fromisoformat(day), date(2018, 1, 1), given=(("aid.rate", 7),))
        assert rulebook.holding("aid.rate", question).value == 7


# Parameters that are read as of the year's end

AT_YEAR_END = RATE + 'read_on = "year_end"\n'


def yearly(folder: Path, *rows: tuple[str, str]) -> Rulebook:
    files: dict[str, str] = {}
    for year, text in rows:
        files[f"{year}/aid.toml"] = files.get(f"{year}/aid.toml", "") + text
    return load(folder, files, definitions=AT_YEAR_END)


def test_a_value_that_changes_in_july_holds_for_the_whole_year(tmp_path: Path) -> None:
    rows = row("2018-01-01", "10"), row("2020-07-01", "12")
    days = ("2019-01-01", "2019-12-01", "2020-01-01", "2020-06-01", "2020-07-01", "2020-12-01", "2021-01-01")
    by_the_month = rates(tmp_path / "month", *rows)
    assert [holding(by_the_month, day).value for day in days] == [1000, 1000, 1000, 1000, 1200, 1200, 1200]
    by_the_year = yearly(tmp_path / "year", *rows)
    assert [holding(by_the_year, day).value for day in days] == [1000, 1000, 1200, 1200, 1200, 1200, 1200]


@pytest.mark.parametrize(("begins", "values"), [("2020-12-31", [1000, 1200, 1200]), ("2021-01-01", [1000, 1000, 1000])])
def test_the_last_of_december_is_the_day_that_counts(tmp_path: Path, begins: str, values: list[int]) -> None:
    rulebook = yearly(tmp_path, row("2018-01-01", "10"), row(begins, "12"))
    assert [holding(rulebook, day).value for day in ("2019-12-31", "2020-01-01", "2020-12-31")] == values


def test_a_value_that_ended_during_the_year_does_not_hold_for_it(tmp_path: Path) -> None:
    rulebook = yearly(tmp_path, row("2018-01-01", "10", until="2020-06-30"))
    assert holding(rulebook, "2019-06-01").value == 1000
    assert holding(rulebook, "2020-03-01").status is Status.UNPUBLISHED
    whole = yearly(tmp_path / "whole", row("2018-01-01", "10", until="2020-12-31"))
    assert [holding(whole, day).value for day in ("2020-03-01", "2021-01-01")] == [1000, None]


def test_of_the_year_s_end_only_what_was_known_by_then_is_used(tmp_path: Path) -> None:
    rulebook = yearly(tmp_path, row("2018-01-01", "10"), row("2020-07-01", "12"), row("2021-07-01", "13", known="2020-11-01"))
    assert holding(rulebook, "2020-03-01", known_on="2020-06-30").value == 1000
    assert holding(rulebook, "2020-03-01", known_on="2020-07-01").value == 1200
    assert holding(rulebook, "2021-03-01", known_on="2020-10-31").value == 1200
    assert holding(rulebook, "2021-03-01", known_on="2020-11-01").value == 1300


def test_a_plan_for_july_holds_for_the_year_when_asked_for(tmp_path: Path) -> None:
    rulebook = yearly(tmp_path, row("2018-01-01", "10"), row("2020-07-01", "12", status='"planned"', source='["paper:one"]'))
    assert [holding(rulebook, "2020-03-01", planned=planned).value for planned in (False, True)] == [1000, 1200]


def test_a_value_that_came_with_the_question_goes_before_that_of_the_year_s_end(tmp_path: Path) -> None:
    assert given(yearly(tmp_path, row("2018-01-01", "10")), "2020-03-01", rate=7).value == 7


# The shipped tables


def shipped(name: str, day: str, *, district: District = District.YUECHENG, planned: bool = False) -> Entry:
    return shipped_rulebook().holding(name, Question(district, date.fromisoformat(day), None, planned))


@pytest.mark.parametrize(
    ("day", "fen"), [("2019-01-01", 81_000), ("2019-12-01", 81_000), ("2019-12-31", 81_000), ("2020-01-01", 85_000), ("2020-12-31", 85_000)]
)
def test_the_dibao_standard_is_810_and_from_2020_on_850(day: str, fen: int) -> None:
    entry = shipped("dibao.standard", day)
    assert (entry.value, entry.status) == (fen, Status.PUBLISHED)
    assert "yearbook:dibao-standard-2020" in entry.sources


def test_the_dibao_standard_of_2021_is_unpublished_and_850_at_least() -> None:
    for day in ("2021-01-01", "2021-12-31"):
        entry = shipped("dibao.standard", day)
        assert (entry.status, entry.value, entry.low, entry.high) == (Status.UNPUBLISHED, None, 85_000, None)


def test_the_890_of_2021_holds_only_when_planned_values_are_asked_for() -> None:
    entry = shipped("dibao.standard", "2021-01-01", planned=True)
    assert (entry.status, entry.value) == (Status.PLANNED, 89_000)
    assert shipped("dibao.standard", "2020-12-31", planned=True).value == 85_000


TEKUN_STANDARDS = {
    District.YUECHENG: (137_200, 148_600, 160_200),
    District.KEQIAO: (137_200, 148_600, 160_200),
    District.SHANGYU: (137_200, 148_600, 160_200),
    District.ZHUJI: (None, None, 143_400),
    District.SHENGZHOU: (None, None, 116_300),
    District.XINCHANG: (None, None, 134_700),
}


@pytest.mark.parametrize("district", District)
def test_the_tekun_standard_by_district_and_year(district: District) -> None:
    found = tuple(shipped("tekun.standard", f"{year}-01-01", district=district).value for year in (2018, 2019, 2020))
    assert found == TEKUN_STANDARDS[district]


def test_what_yearly_programmes_rest_on_is_read_as_of_the_year_s_end() -> None:
    yearly = {"critical_illness", "medical_aid", "premium_subsidy", "contribution_subsidy"}
    for definition in shipped_rulebook().definitions.values():
        assert definition.at_year_end == (definition.name.partition(".")[0] in yearly), definition.name


def test_no_table_holds_the_rise_of_the_index() -> None:
    for month in ("2018-01-01", "2020-04-01", "2021-12-01"):
        entry = shipped("price_subsidy.index_rise", month)
        assert (entry.status, entry.value, entry.low, entry.high) == (Status.UNPUBLISHED, None, 0, None)
    assert INDEX_RISE == "price_subsidy.index_rise"


STAGES = {1: 10_000, 2: 15_000, 3: None, 4: 20_000, 5: 20_000, 6: 20_000, **dict.fromkeys(range(7, 13), 10_000)}


@pytest.mark.parametrize("month", STAGES)
def test_the_stage_factor_by_month(month: int) -> None:
    entry = shipped("price_subsidy.stage_factor", f"2020-{month:02}-01")
    assert entry.value == STAGES[month]
    assert (entry.low, entry.high) == ((20_000, 30_000) if month == 3 else (None, None))


@pytest.mark.parametrize("day", ["2019-12-01", "2021-01-01"])
def test_outside_2020_no_stage_factor_is_published(day: str) -> None:
    assert shipped("price_subsidy.stage_factor", day).status is Status.UNPUBLISHED


def test_the_shipped_tables_speak_for_2018_to_2021() -> None:
    assert (shipped_rulebook().begins, shipped_rulebook().horizon) == (date(2018, 1, 1), date(2021, 12, 31))
