"""What people write into the template is read, in whatever way they write it; and nothing else in it is."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shaoxing_benefits import Household, InputError, Month, assess
from shaoxing_benefits.batch.sheet_names import sheet_names
from shaoxing_benefits.batch.source import tables_of
from shaoxing_benefits.kinds import DisabilityKind, District, Registration, SelfCare
from shaoxing_benefits.report.language import language
from shaoxing_benefits.stated import UNKNOWN, Between

from .templates import HOUSEHOLD, LANGUAGES, PERSON, Filled, only

# What is read before it is filled in, and the example


@pytest.mark.parametrize("name", LANGUAGES)
def test_an_empty_template_has_no_households(name: str, written: dict[str, Path]) -> None:
    tables = tables_of([written[name]])
    assert [each.sheet.name for each in tables.tables] == list(sheet_names(language(name))[1:3])
    assert list(tables.records()) == []


def test_the_example_is_not_read_in_either_language_and_a_copy_of_it_is(written: dict[str, Path], filled: Filled, tmp_path: Path) -> None:
    assert [each.id for each in map(only, [[found] for found in filled.read(tmp_path)])] == ["1"]
    filled.book["示例"].title = "Example"
    assert only(filled.read(tmp_path)).id == "1"
    filled.book["Example"].title = "示例 (2)"
    with pytest.raises(InputError, match="More than one table"):
        filled.read(tmp_path)


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_example_is_the_family_of_the_design(name: str, written: dict[str, Path], tmp_path: Path) -> None:
    """Copied into the sheets, its rows come to what was worked out by hand: 2550 - 830 x 2/3 is 1996.67 (design, section 5)."""
    filled = Filled(written[name], name)
    copied = [[cell.value for cell in row] for row in filled.book[filled.names.example].iter_rows()]
    copied = [row for row in copied if row[0] == "YC-1"]
    assert len(copied) == 4
    for sheet, rows in ((filled.households, copied[:1]), (filled.members, copied[1:])):
        for place, row in enumerate(rows, 2):
            for column, value in enumerate(row, 1):
                if value is not None:
                    sheet.cell(place, column, value)
    answer = assess(only(filled.read(tmp_path)), "2020-04", price_index="7.8")
    assert answer["dibao"].amount == Decimal("1996.67")
    assert answer["price_subsidy"].amount == Decimal("795.60")
    assert answer["disability_living"].amount == Decimal("255.00")
    assert answer["resident_pension"].amount == Decimal("230.00")
    assert answer["critical_illness"].amount == Decimal("19250.00")
    assert answer["shopping_card"].amount == Decimal("1500.00")


# What people write


def test_a_title_and_merged_cells_may_stand_above_the_headings(written: dict[str, Path], tmp_path: Path) -> None:
    filled = Filled(written["zh"])
    for sheet in (filled.households, filled.members):
        sheet.insert_rows(1, 2)
        sheet["A1"] = "2020年4月低保申请家庭"
        sheet.merge_cells("A1:F1")
        sheet["A2"] = "填表单位：某某镇"
    filled.add(filled.households, 4, HOUSEHOLD)
    filled.add(filled.members, 4, PERSON)
    assert only(filled.read(tmp_path)).members[0].birth_date == date(1948, 5, 10)


def test_an_id_may_be_merged_over_the_rows_of_a_household(filled: Filled, tmp_path: Path) -> None:
    filled.add(filled.households, 3, {**HOUSEHOLD, "household": "2"})
    filled.add(filled.members, 3, {"id": "P2", "birth_date": date(1975, 2, 11)})
    filled.add(filled.members, 4, {"id": "P3", "birth_date": date(1975, 3, 30)})
    filled.members.merge_cells("A2:A4")
    filled.add(filled.members, 5, {**PERSON, "household": "2"})
    found = filled.read(tmp_path)
    assert [[member.id for member in each.members] for each in found if isinstance(each, Household)] == [["P1", "P2", "P3"], ["P1"]]


def test_empty_rows_below_and_blanks_behind_make_no_difference(filled: Filled, tmp_path: Path) -> None:
    filled.add(filled.households, 2, {"district": "yuecheng  ", "registration": " 农村　"})
    filled.add(filled.members, 2, {"household": " 1 ", "self_care": "部分能够自理 "})
    for row in range(3, 30):
        filled.add(filled.members, row, {"household": "", "id": "  ", "birth_date": None})
        filled.add(filled.households, row, {"household": "　", "district": ""})
    household = only(filled.read(tmp_path))
    assert (household.district, household.registration) == (District.YUECHENG, Registration.RURAL)
    assert household.members[0].self_care == SelfCare.PARTIAL


WAYS: dict[str, dict[Any, Any]] = {
    "income.wages": {
        "１２００": Decimal(1200),
        "1,200.00": Decimal(1200),
        "1200.5 ": Decimal("1200.50"),
        1200.5: Decimal("1200.50"),
        "1200元": Decimal(1200),
        "￥1,200.00": Decimal(1200),
        "１，２００．００": Decimal(1200),
        "无": Decimal(0),
        "未知": UNKNOWN,
        "800-1200": Between(Decimal(800), Decimal(1200)),
        None: Decimal(0),
    },
    "birth_date": dict.fromkeys(
        ["1948-05-10", "1948年5月10日", "1948/5/10", "1948.5.10", "１９４８年５月１０日", date(1948, 5, 10), datetime(1948, 5, 10)],
        date(1948, 5, 10),
    ),
    "new_job.since": dict.fromkeys(["2020-02", "2020年2月", "2020/2", date(2020, 2, 1)], Month(2020, 2)),
    "serious_illness": {"是": True, "否": False, "有": True, "无": False, "ＹＥＳ": True, "未知": UNKNOWN, True: True, 0: False},
}
"""By column, what may be written, and what it says."""


@pytest.mark.parametrize("path", WAYS)
def test_the_same_may_be_written_in_many_ways(path: str, filled: Filled, tmp_path: Path) -> None:
    for place, written_as in enumerate(WAYS[path], 2):
        filled.add(filled.members, place, {**PERSON, "id": f"P{place}", path: written_as})
    *above, last = path.split(".")
    members: list[Any] = list(only(filled.read(tmp_path)).members)
    for name in (*above, last):
        members = [getattr(each, name) for each in members]
    assert dict(zip(WAYS[path], members, strict=True)) == WAYS[path]


def test_a_day_may_be_known_in_part_or_not_at_all(filled: Filled, tmp_path: Path) -> None:
    filled.add(filled.members, 2, {"birth_date": "1948-01-01至1948-12-31", "new_job.since": datetime(2020, 2, 1)})
    filled.add(filled.members, 3, {**PERSON, "id": "P2", "birth_date": "未知"})
    one, other = only(filled.read(tmp_path)).members
    assert (one.birth_date, other.birth_date) == (Between(date(1948, 1, 1), date(1948, 12, 31)), UNKNOWN)
    assert one.new_job.since == Month(2020, 2)


def test_ids_may_be_numbers_in_one_sheet_and_text_in_the_other(filled: Filled, tmp_path: Path) -> None:
    filled.add(filled.households, 2, {"household": 330602})
    filled.add(filled.members, 2, {"household": "３３０６０２", "id": 1})
    household = only(filled.read(tmp_path))
    assert (household.id, household.members[0].id) == ("330602", "1")


def test_long_ids_keep_every_digit(filled: Filled, tmp_path: Path) -> None:
    filled.add(filled.households, 2, {"household": "330602194805101234"})
    filled.add(filled.members, 2, {"household": "330602194805101234", "id": "007"})
    household = only(filled.read(tmp_path))
    assert (household.id, household.members[0].id) == ("330602194805101234", "007")


def test_choices_are_chinese_words_and_grades_may_be_too(filled: Filled, tmp_path: Path) -> None:
    filled.add(filled.members, 2, {"disability.kind": "肢体残疾", "disability.grade": "一级", "self_care": "完全不能自理"})
    member = only(filled.read(tmp_path)).members[0]
    assert (member.disability.kind, member.disability.grade, member.self_care) == (DisabilityKind.PHYSICAL, 1, SelfCare.NONE)


def test_columns_without_headings_are_passed_over(filled: Filled, tmp_path: Path) -> None:
    filled.members.cell(2, filled.members.max_column + 3, "电话 0575-1234")
    filled.households.insert_cols(3)
    filled.households.cell(2, 3, "备注")
    assert only(filled.read(tmp_path)).id == "1"


def test_empty_cells_mean_what_the_household_says_they_mean(filled: Filled, tmp_path: Path) -> None:
    filled.add(filled.households, 3, {**HOUSEHOLD, "household": "2", "unstated": "未知"})
    filled.add(filled.members, 3, {**PERSON, "household": "2"})
    found = [each for each in filled.read(tmp_path) if isinstance(each, Household)]
    assert [each.unstated for each in found] == ["none", "unknown"]
