"""Workbooks that would fill the memory, or hide what stands in them, are refused or told."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from shaoxing_benefits import InputError
from shaoxing_benefits.batch import excel_sheets
from shaoxing_benefits.batch.job import run_batch
from shaoxing_benefits.batch.source import tables_of
from shaoxing_benefits.errors import UsageError

HEADINGS = ("household", "id", "district", "registration", "birth_date")
ROW = ("H1", "P1", "yuecheng", "rural", "1990-01-01")


def book(path: Path, rows: list[tuple[object, ...]], *, hidden: bool = False) -> Path:
    made = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    sheet = made.add_worksheet("people")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    if hidden:
        other = made.add_worksheet("other")
        other.write_row(0, 0, HEADINGS)
        other.hide()
    made.close()
    return path


def changed(path: Path, old: bytes, new: bytes) -> Path:
    """The workbook with other text in its first sheet."""
    other = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as target:
        for each in package.infolist():
            data = package.read(each)
            if each.filename == "xl/worksheets/sheet1.xml":
                assert old in data
                data = data.replace(old, new)
            target.writestr(each.filename, data)
    return other


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    """A thousand megabytes of nothing, in one megabyte."""
    path = book(tmp_path / "bomb.xlsx", [HEADINGS, ROW])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package, package.open("xl/media/nothing.bin", "w", force_zip64=True) as file:
        for _ in range(excel_sheets.FOLDED_FROM // 2**20 + 1):
            file.write(bytes(2**20))
    with pytest.raises(InputError, match="too large"):
        tables_of([path])


def test_a_part_that_is_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "liar.xlsx", [HEADINGS, ROW])
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        true = package.getinfo("xl/worksheets/sheet1.xml").file_size
    said = true.to_bytes(4, "little")
    place = data.index(said, data.index(b"PK\x01\x02"))
    data[place : place + 4] = (10).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    with pytest.raises(InputError):
        tables_of([path])


def test_a_workbook_over_the_limit_is_refused_before_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "large.xlsx", [HEADINGS, ROW])
    monkeypatch.setattr(excel_sheets, "MOST_BYTES", 100)
    with pytest.raises(InputError, match="too large"):
        tables_of([path])


@pytest.mark.parametrize(("cell", "quote"), [("A300000", '"'), ("XFD1048576", '"'), ("AAA2", '"'), ("XFD1048576", "'")])
def test_a_cell_far_out_is_refused(tmp_path: Path, cell: str, quote: str) -> None:
    """Room would be made for all cells up to it."""
    path = book(tmp_path / "far.xlsx", [HEADINGS, ROW])
    far = changed(path, b'r="A2"', f"r={quote}{cell}{quote}".encode())
    with pytest.raises(InputError, match=f"The sheet reaches to {cell}"):
        tables_of([far])


def test_colour_far_out_is_no_cell(tmp_path: Path) -> None:
    path = book(tmp_path / "colour.xlsx", [HEADINGS, ROW])
    coloured = changed(path, b"</sheetData>", b'<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>')
    assert [len(each.rows) for each in tables_of([coloured]).records()] == [1]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"<html></html>"])
def test_what_is_no_workbook_is_told(tmp_path: Path, content: bytes) -> None:
    """Empty, cut off, of the old kind or with a password, or a web page that was given the name."""
    path = tmp_path / "no.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError, match="no workbook"):
        tables_of([path])


def test_a_workbook_without_its_parts_is_told(tmp_path: Path) -> None:
    path = tmp_path / "parts.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(InputError, match="no workbook"):
        tables_of([path])


def test_hidden_sheets_are_not_read_and_named(tmp_path: Path) -> None:
    path = book(tmp_path / "hidden.xlsx", [HEADINGS, ROW], hidden=True)
    found = tables_of([path])
    assert len(found.tables) == 1
    assert found.not_read == ("hidden.xlsx!other",)


def test_a_month_that_has_lost_its_nought_is_given_back(tmp_path: Path) -> None:
    """Typed as 1960.10, a number is 1960.1, which would be January."""
    path = book(tmp_path / "month.xlsx", [HEADINGS, ("H1", "P1", "yuecheng", "rural", 1960.1)])
    done = run_batch([path], "2020-04", tmp_path / "out.xlsx")
    assert (done.households, done.given_back) == (0, 1)


@pytest.mark.parametrize("name", ["错误清单", "示例", "mistakes", "Example"])
def test_sheets_and_files_with_names_of_ours_are_given_back_too(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_text(",".join(HEADINGS) + "\nH1,P1,yuecheng,rural,1990-02-30\n", encoding="utf-8")
    for number, lang in enumerate(("zh", "en")):
        done = run_batch([path], "2020-04", tmp_path / f"out{number}.xlsx", lang=lang)
        again = run_batch(done.returned_files, "2020-04", tmp_path / f"again{number}.xlsx")
        assert (done.given_back, again.given_back) == (1, 1)


def test_two_tables_of_the_same_kind_are_told(tmp_path: Path) -> None:
    paths = [book(tmp_path / f"{name}.xlsx", [HEADINGS, ROW]) for name in ("a", "b")]
    with pytest.raises(InputError, match=r"More than one table is of that kind: a\.xlsx!people!1, b\.xlsx!people!1"):
        tables_of(paths)


def test_the_old_kinds_are_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"save it as \.xlsx"):
        tables_of([tmp_path / "old.xls"])


def test_rows_of_a_workbook_may_stand_in_any_order(tmp_path: Path) -> None:
    rows = [
        ("H1", "P1", "yuecheng", "rural", "1990-01-01"),
        ("H2", "P1", "zhuji", "urban", "1990-01-01"),
        ("H1", "P2", "", "", "1990-01-01"),
    ]
    path = book(tmp_path / "mixed.xlsx", [HEADINGS, *rows])
    assert [(each.id, [row.number for row in each.rows]) for each in tables_of([path]).records()] == [("H1", [2, 4]), ("H2", [3])]
