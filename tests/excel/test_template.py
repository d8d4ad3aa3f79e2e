"""The template: what stands in it, what it lets people do, and the command that writes it."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from shaoxing_benefits import UsageError
from shaoxing_benefits.batch import source
from shaoxing_benefits.batch.cells import stated
from shaoxing_benefits.batch.fields import Field, heading, headings, household_fields, member_fields
from shaoxing_benefits.batch.template import write_template
from shaoxing_benefits.batch.template_words import columns_of_households, columns_of_members, listed, meaning_of
from shaoxing_benefits.cli import main
from shaoxing_benefits.reading import read_household
from shaoxing_benefits.report.language import language
from shaoxing_benefits.stated import Misfit

from .templates import LANGUAGES, Filled, sheet_of


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
    assert row[:6] == ["*户编号", "*人员编号", "姓名", "*出生日期", "不计入家庭人口的情形", "工资性收入\n（元/月）"]
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
    wages = rules["income.wages"]
    assert (wages.type, wages.operator, wages.formula1, wages.errorStyle) == ("decimal", "greaterThanOrEqual", "0", "information")
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
    household: dict[str, Any] = {"district": "yuecheng", "registration": "rural", "unstated": "none"}
    person: dict[str, Any] = {"id": "P1", "birth_date": "1948-05-10"}
    holder = person if field.of_member else household
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
        write_template(tmp_path / "again.xlsx", language="en" if name == "en" else "zh", overwrite=True)
        assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


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


def test_other_languages_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'fr' is not known here"):
        write_template(tmp_path / "out.xlsx", language="fr")  # type: ignore[arg-type]  # as somebody without a type checker may


def test_it_needs_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'shaoxing-benefits\[excel\]'"):
        write_template(tmp_path / "out.xlsx")


def run(*arguments: str) -> int:
    return main(["template", *arguments])


Caught = pytest.CaptureFixture[str]


def test_the_command_says_what_to_do_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Caught) -> None:
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


def test_the_command_says_why_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Caught) -> None:
    # The folder goes away between the look at it and the writing.
    monkeypatch.setattr("shaoxing_benefits.batch.template.check_free", lambda *_, **__: None)
    assert run(str(tmp_path / "none" / "out.xlsx"), "--lang", "en") == 2
    assert "There is no such folder." in " ".join(capsys.readouterr().err.split())


def test_a_name_with_blanks_is_quoted_in_the_next_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Caught) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("my households.xlsx", "--lang", "en") == 0
    assert 'batch "my households.xlsx" --month' in capsys.readouterr().out
