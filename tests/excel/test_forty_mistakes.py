"""Forty mistakes of the usual kinds in a workbook: forty marked cells, and every other row assessed."""

from pathlib import Path

import openpyxl
import pytest

from shaoxing_benefits.batch.job import run_batch
from shaoxing_benefits.batch.tally import Done

from .forty_mistakes import GOOD, HOUSEHOLD_COLUMNS, MEMBER_COLUMNS, MISTAKES, TITLE_ROWS, H, M, cells_with_mistakes, write

RED = "FFFFC7CE"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forty")


@pytest.fixture(scope="module")
def done(folder: Path) -> Done:
    write(folder / "roll.xlsx")
    return run_batch([folder / "roll.xlsx"], "2020-04", folder / "answers.xlsx", price_index="7.8")


def test_every_row_is_answered_or_given_back(done: Done) -> None:
    """Three rows a household. The member of the household that is in no table comes back alone; that household has another member."""
    assert len(MISTAKES) == 40
    assert done.rows == 3 * (GOOD + 40 + 1)
    assert done.households == GOOD + 1 + 1
    assert (done.answered, done.given_back) == (3 * (GOOD + 1) + 2, 3 * 39 + 1)
    assert done.mistakes == 40


def test_the_good_households_are_assessed(folder: Path, done: Done) -> None:
    book = openpyxl.load_workbook(folder / "answers.xlsx")
    ids = [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)]
    alone = GOOD + [each.cell for each in MISTAKES].index("H999")
    assert ids == [f"H{number:03}" for number in (*range(GOOD), alone, GOOD + 40)]


def test_what_looks_like_a_formula_stays_text(folder: Path, done: Done) -> None:
    book = openpyxl.load_workbook(folder / "answers.xlsx")
    names = {(row[2].value, row[2].data_type) for row in book.worksheets[1].iter_rows(min_row=2)}
    assert names in ({("=2+3", "s")}, {("=2+3", "inlineStr")})
    returned = openpyxl.load_workbook(folder / "answers.returned.xlsx")
    assert not [cell for sheet in returned for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_exactly_the_forty_cells_are_marked_each_with_a_comment(folder: Path, done: Done) -> None:
    book = openpyxl.load_workbook(folder / "answers.returned.xlsx")
    marked = []
    for name, columns in ((H, HOUSEHOLD_COLUMNS), (M, MEMBER_COLUMNS)):
        sheet = book[name]
        assert [cell.value for cell in sheet[1]][: len(columns)] == columns
        for row in sheet.iter_rows(min_row=2):
            place = row[len(columns)].value
            for column, cell in enumerate(row):
                if cell.fill.fgColor.rgb == RED and cell.fill.fill_type:
                    assert cell.comment is not None
                    assert cell.comment.text
                    marked.append((name, int(place.rpartition("!")[2]), column))
    assert sorted(marked) == sorted(cells_with_mistakes())


def test_what_is_given_back_can_be_mended_and_handed_in_again(folder: Path, done: Done) -> None:
    """The same rows are given back for the same mistakes; with the cells put right, everybody is answered."""
    from .forty_mistakes import household, member

    again = run_batch([folder / "answers.returned.xlsx"], "2020-04", folder / "again.xlsx", price_index="7.8")
    assert (again.households, again.given_back, again.mistakes) == (0, done.given_back, 40)
    book = openpyxl.load_workbook(folder / "answers.returned.xlsx")
    for name, columns in ((H, HOUSEHOLD_COLUMNS), (M, MEMBER_COLUMNS)):
        for row in book[name].iter_rows(min_row=2):
            place = int(row[len(columns)].value.rpartition("!")[2]) - TITLE_ROWS - 2
            right = household(place) if name == H else member(place // 2, f"P{place % 2 + 1}")
            for cell, heading in zip(row, columns, strict=False):
                cell.value = right[heading]
                if heading == "name":
                    cell.data_type = "s"  # openpyxl would make a formula of it
    # Whoever named a household that is nowhere comes with that household alone this time.
    book[H].append([*household(GOOD + [each.cell for each in MISTAKES].index("H999")).values()])
    book.save(folder / "mended.xlsx")
    mended = run_batch([folder / "mended.xlsx"], "2020-04", folder / "mended-answers.xlsx", price_index="7.8")
    assert (mended.households, mended.given_back) == (40, 0)
