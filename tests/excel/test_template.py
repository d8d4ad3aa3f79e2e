"""The template: what stands in it, that nothing of it is read before it is filled in, and that all of it is read in what ways people write."""

import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from shaoxing_benefits import Household, Month, UsageError, assess
from shaoxing_benefits.batch import source
from shaoxing_benefits.batch.cells import stated
from shaoxing_benefits.batch.fields import Field, heading, headings, household_fields, id_fields, member_fields
from shaoxing_benefits.batch.reading import household_of
from shaoxing_benefits.batch.records import Mistake
from shaoxing_benefits.batch.sheet_names import sheet_names
from shaoxing_benefits.batch.source import tables_of
from shaoxing_benefits.batch.template import write_template
from shaoxing_benefits.batch.template_words import columns_of_households, columns_of_members, heading_of, listed, meaning_of, written_in
from shaoxing_benefits.cli import main
from shaoxing_benefits.kinds import DisabilityKind, District, Registration, SelfCare
from shaoxing_benefits.reading import read_household
from shaoxing_benefits.report.language import Language, language
from shaoxing_benefits.stated import UNKNOWN, Between, Misfit

LANGUAGES = ["zh", "en"]
Row = Mapping[str, Any]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The template in each language."""
    folder = tmp_path_factory.mktemp("templates")
    paths = {name: folder / f"{name}.xlsx" for name in LANGUAGES}
    for name, path in paths.items():
        write_template(path, language=name)
    return paths


class Filled:
    """A template that somebody fills in."""

    def __init__(self, template: Path, name: str = "zh") -> None:
        self.spoken = language(name)
        self.names = sheet_names(self.spoken)
        self.book = openpyxl.load_workbook(template)
        self.households, self.members = self.book[self.names.households], self.book[self.names.members]
        self.path = template

    def add(self, sheet: Worksheet, row: int, cells: Row) -> None:
        """Write cells into a row, by the names of their columns, wherever the headings stand."""
        for above in range(1, row):
            columns = {headings()[heading(str(cell.value))].path: cell.column for cell in sheet[above] if known(cell.value)}
            if len(columns) > 2:
                for path, value in cells.items():
                    sheet.cell(row, columns[path], value)
                return
        raise AssertionError("there are no headings")

    def read(self, folder: Path, unstated: str = "unknown") -> list[Household | list[Mistake]]:
        path = folder / "filled.xlsx"
        self.book.save(path)
        return households_in(path, unstated)


def known(cell: Any) -> bool:
    return cell is not None and heading(str(cell)) in headings()


def households_in(path: Path, unstated: str = "unknown") -> list[Household | list[Mistake]]:
    tables = tables_of([path])
    layouts = tuple(each.layout for each in tables.tables)
    return [household_of(record, layouts, unstated) for record in tables.records()]


def sheet_of(path: Path, number: int) -> Worksheet:
    return openpyxl.load_workbook(path).worksheets[number]


HOUSEHOLD = {"household": "1", "district": "越城区", "registration": "农村", "unstated": "无"}
PERSON = {"household": "1", "id": "P1", "birth_date": date(1948, 5, 10)}


@pytest.fixture
def filled(written: dict[str, Path]) -> Filled:
    """The Chinese template with a household of one person."""
    found = Filled(written["zh"])
    found.add(found.households, 2, HOUSEHOLD)
    found.add(found.members, 2, PERSON)
    return found


def only(found: list[Household | list[Mistake]]) -> Household:
    (household,) = found
    assert isinstance(household, Household), household
    return household


# What stands in it


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_sheets_stand_in_their_order_and_the_lists_are_hidden(name: str, written: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(written[name])
    assert {
        "zh": ["说明", "户", "成员", "示例", "选项"],
        "en": ["How to fill this in", "Households", "Members", "Example", "Lists"],
    }[name] == book.sheetnames
    assert [each.sheet_state for each in book.worksheets] == ["visible"] * 4 + ["hidden"]
    assert book.active == book.worksheets[0]


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_column_has_its_heading_ids_first_and_no_place(name: str, written: dict[str, Path]) -> None:
    of_households = [headings()[heading(cell.value)].path for cell in sheet_of(written[name], 1)[1]]
    of_members = [headings()[heading(cell.value)].path for cell in sheet_of(written[name], 2)[1]]
    assert of_households == ["household", *household_fields()]
    assert of_members == ["household", "id", *member_fields()]
    assert "unstated" in of_households
    assert "place" not in of_households + of_members


def test_headings_say_what_is_needed_and_what_is_counted(written: dict[str, Path]) -> None:
    row = [cell.value for cell in sheet_of(written["zh"], 2)[1]]
    assert row[:6] == ["*户编号", "*成员编号", "姓名", "*出生日期", "不计入家庭人口的情形", "工资性收入\n（元/月）"]
    coloured = {cell.fill.fgColor.rgb for cell in sheet_of(written["zh"], 2)[1] if cell.value.startswith("*")}
    others = {cell.fill.fgColor.rgb for cell in sheet_of(written["zh"], 2)[1] if not cell.value.startswith("*")}
    assert len(coloured) == 1
    assert coloured & others == set()


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_explanation_has_every_column_in_words_of_the_language(name: str, written: dict[str, Path]) -> None:
    spoken = language(name)
    rows = [[cell.value for cell in row] for row in sheet_of(written[name], 0).iter_rows()]
    for of_member, fields in ((False, columns_of_households()), (True, columns_of_members())):
        for field in fields:
            assert any(
                row[0] == field.called(spoken) and row[1] == meaning_of(field, spoken, of_member=of_member) and row[3] for row in rows
            ), field.path
    assert ["*" for row in rows if row[4] == "*"] == ["*"] * 6  # the id, district and registration; both ids and the date of birth
    texts = [cell for row in rows for cell in row if cell]
    assert any("shaoxing-benefits batch" in text for text in texts)
    if name == "zh":
        assert {"家庭有几套住房？", "元/月", "平方米", "越城区 / 柯桥区 / 上虞区 / 新昌县 / 诸暨市 / 嵊州市"} <= set(texts)


def rules_of(sheet: Worksheet) -> dict[str, Any]:
    """What each column is held to, by its name."""
    columns = {cell.column_letter: headings()[heading(cell.value)].path for cell in sheet[1]}
    return {columns[str(each.sqref).split("2:")[0]]: each for each in sheet.data_validations.dataValidation}


def every_rule(path: Path) -> dict[str, Any]:
    return rules_of(sheet_of(path, 1)) | rules_of(sheet_of(path, 2))


FIELDS = [*household_fields().values(), *member_fields().values()]


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_flag_and_choice_has_a_list_in_words_of_the_language(name: str, written: dict[str, Path]) -> None:
    rules, lists, spoken = every_rule(written[name]), sheet_of(written[name], 4), language(name)
    for field in FIELDS:
        rule = rules.get(field.path)
        if field.kind in ("flag", "choice"):
            assert (rule.type, rule.errorStyle or "stop") == ("list", "stop"), field.path
            sheet, _, cells = rule.formula1.replace("'", "").partition("!")
            assert sheet == lists.title
            assert [row[0].value for row in lists[cells.replace("$", "")]] == list(listed(field, spoken)), field.path
            assert int(str(rule.sqref).rpartition(":")[2].strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) > 20_000
        elif rule is not None:
            assert rule.errorStyle in ("information", "warning"), field.path
        assert rule is None or (len(rule.error), len(rule.errorTitle)) <= (255, 32)
    assert listed(household_fields()["district"], language("zh"))[0] == "越城区"
    assert listed(member_fields()["resettled"], language("zh")) == ("是", "否", "未知")


def test_numbers_and_days_have_limits_and_days_a_word_on_how_to_write_them(written: dict[str, Path]) -> None:
    rules = every_rule(written["zh"])
    assert (rules["income.wages"].type, rules["income.wages"].operator, rules["income.wages"].formula1) == ("decimal", "greaterThanOrEqual", "0")
    assert (rules["assets.homes"].type, rules["assets.homes"].formula1) == ("whole", "0")
    # Excel counts 1910-01-01 as day 3654: a year that is typed alone, such as 1948, is asked about.
    assert (rules["birth_date"].type, rules["birth_date"].formula1, rules["birth_date"].errorStyle) == ("date", "3654", "warning")
    assert "1948-05-10" in rules["birth_date"].prompt
    assert "未知" in rules["birth_date"].error


@pytest.mark.parametrize("name", LANGUAGES)
@pytest.mark.parametrize("field", [each for each in FIELDS if listed(each, language("zh"))], ids=lambda each: each.path)
def test_whatever_a_list_offers_is_read(field: Field, name: str) -> None:
    for word in listed(field, language(name)):
        value = stated(field, word)
        assert not isinstance(value, Misfit)
        assert taken(field, value), word


def taken(field: Field, value: Any) -> bool:
    """Whether the reader of households takes what a cell states of a fact."""
    person, household = dict(PERSON) | {"household": None}, {"district": "yuecheng", "registration": "rural", "unstated": "none"}
    person = {"id": "P1", "birth_date": "1948-05-10"}
    holder: dict[str, Any] = person if field.of_member else household
    *above, last = field.path.split(".")
    if above == ["groups"]:
        holder["groups"] = "unknown" if value == "unknown" else [last] if value else []
    else:
        for each in above:
            holder = holder.setdefault(each, {})
        holder[last] = value
    if field.path == "disability.grade" and value != "none":
        person["disability"]["kind"] = "physical"
    if field.path == "disability.kind" and value != "none":
        person["disability"]["grade"] = 1
    read_household({"id": "H", **household, "members": [person]})
    return True


def test_what_is_needed_cannot_be_unknown(filled: Filled, tmp_path: Path) -> None:
    assert "未知" not in listed(household_fields()["registration"], language("zh"))
    filled.add(filled.households, 2, {"registration": "未知"})
    (found,) = filled.read(tmp_path)
    assert isinstance(found, list)


def test_ids_are_text_amounts_have_two_decimals_and_days_begin_with_the_year(written: dict[str, Path]) -> None:
    sheet = sheet_of(written["zh"], 2)
    formats = {headings()[heading(cell.value)].path: sheet.column_dimensions[cell.column_letter] for cell in sheet[1]}
    assert formats["household"].number_format == formats["id"].number_format == "@"
    assert (formats["birth_date"].number_format, formats["income.wages"].number_format) == ("yyyy-mm-dd", "#,##0.00")


def test_cells_are_open_and_all_else_is_locked_without_a_password(written: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(written["zh"])
    assert [sheet.protection.sheet for sheet in book.worksheets] == [True] * 5
    assert [sheet.protection.password for sheet in book.worksheets] == [None] * 5
    for sheet in book.worksheets[1:3]:
        assert all(cell.protection.locked for cell in sheet[1])
        # A row can be taken out only where all of its cells are open, to the last column.
        assert all(not each.protection.locked for each in sheet.column_dimensions.values())
        assert max(each.max for each in sheet.column_dimensions.values()) == 16_384
        allowed = ("insertRows", "deleteRows", "sort", "autoFilter", "formatColumns")
        assert [getattr(sheet.protection, name) for name in allowed] == [False] * 5  # False: not forbidden
        assert sheet.auto_filter.ref
    assert all(cell.protection.locked for row in book.worksheets[3].iter_rows() for cell in row)


def test_pages_lie_across_with_the_headings_on_each(written: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(written["en"])
    assert {sheet.page_setup.orientation for sheet in book.worksheets[:4]} == {"landscape"}
    assert [(sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) for sheet in book.worksheets[:2]] == [(1, 0)] * 2
    assert [sheet.print_title_rows for sheet in book.worksheets[1:3]] == ["$1:$1"] * 2
    assert [sheet.freeze_panes for sheet in book.worksheets[1:3]] == ["B2", "D2"]
    assert book.properties.title == "Households and members: a template"


def test_the_same_call_gives_the_same_file(written: dict[str, Path], tmp_path: Path) -> None:
    for name, path in written.items():
        write_template(tmp_path / "again.xlsx", language=name, overwrite=True)
        assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()
    assert zipfile.ZipFile(tmp_path / "again.xlsx").testzip() is None


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
    with pytest.raises(source.InputError, match="More than one table"):
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


@pytest.mark.parametrize(
    ("written_as", "wages"),
    [
        ("１２００", Decimal(1200)),
        ("1,200.00", Decimal(1200)),
        ("1200.5 ", Decimal("1200.50")),
        (1200.5, Decimal("1200.50")),
        ("1200元", Decimal(1200)),
        ("￥1,200.00", Decimal(1200)),
        ("１，２００．００", Decimal(1200)),
        ("无", Decimal(0)),
        ("未知", UNKNOWN),
        ("800-1200", Between(Decimal(800), Decimal(1200))),
        (None, Decimal(0)),
    ],
)
def test_amounts_may_be_written_in_many_ways(written_as: Any, wages: Any, filled: Filled, tmp_path: Path) -> None:
    filled.add(filled.members, 2, {"income.wages": written_as})
    assert only(filled.read(tmp_path)).members[0].income.wages == wages


@pytest.mark.parametrize(
    "written_as",
    ["1948-05-10", "1948年5月10日", "1948/5/10", "1948.5.10", "１９４８年５月１０日", date(1948, 5, 10), datetime(1948, 5, 10)],
)
def test_days_may_be_written_in_many_ways(written_as: Any, filled: Filled, tmp_path: Path) -> None:
    filled.add(filled.members, 2, {"birth_date": written_as, "new_job.since": "2020年2月"})
    member = only(filled.read(tmp_path)).members[0]
    assert (member.birth_date, member.new_job.since) == (date(1948, 5, 10), Month(2020, 2))


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


@pytest.mark.parametrize(
    ("said", "expected"), [("是", True), ("否", False), ("有", True), ("无", False), ("ＹＥＳ", True), ("未知", UNKNOWN), (True, True), (0, False)]
)
def test_yes_and_no_may_be_said_in_many_ways(said: Any, expected: Any, filled: Filled, tmp_path: Path) -> None:
    filled.add(filled.members, 2, {"serious_illness": said})
    assert only(filled.read(tmp_path)).members[0].serious_illness == expected


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


# The call and the command


def test_a_file_that_is_there_is_kept(written: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "there.xlsx"
    path.write_bytes(b"somebody's")
    with pytest.raises(UsageError, match="there already"):
        write_template(path)
    assert path.read_bytes() == b"somebody's"
    write_template(path, overwrite=True)
    assert path.read_bytes() == written["zh"].read_bytes()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["out.csv", "out.xls", "out"])
def test_the_name_must_say_that_it_is_a_workbook(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"ends in \.xlsx"):
        write_template(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_it_needs_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'shaoxing-benefits\[excel\]'"):
        write_template(tmp_path / "out.xlsx")


def run(*arguments: str) -> int:
    return main(["template", *arguments])


def test_the_command_says_what_to_do_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("out.xlsx", "--lang", "en") == 0
    line = "shaoxing-benefits batch out.xlsx --month 2020-04 --output answers.xlsx"
    assert capsys.readouterr().out == f"out.xlsx is written. Fill it in, then run: {line}\n"
    assert sheet_of(tmp_path / "out.xlsx", 1).title == "Households"
    assert run("out.xlsx", "--lang", "zh") == 2
    assert "--overwrite" in capsys.readouterr().err
    assert run("out.xlsx", "--lang", "zh", "--overwrite") == 0
    assert line in capsys.readouterr().out
    assert sheet_of(tmp_path / "out.xlsx", 1).title == "户"


def test_the_command_says_why_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("shaoxing_benefits.batch.template.write_template", refused)
    assert run(str(tmp_path / "out.xlsx"), "--lang", "en") == 2
    assert "may not write there. Name a file" in capsys.readouterr().err


def test_a_name_with_blanks_is_quoted_in_the_next_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("my households.xlsx", "--lang", "en") == 0
    assert 'batch "my households.xlsx" --month' in capsys.readouterr().out
