"""A workbook as an office fills it in, with forty mistakes of the usual kinds: each household has one of them, or none."""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

HOUSEHOLD_COLUMNS = [
    "户编号",
    "district",
    "户口性质",
    "empty cells mean",
    "assets.money",
    "assets.homes",
    "assets.floor_area",
    "assets.vehicles",
    "emergency",
]
MEMBER_COLUMNS = [
    "household",
    "id",
    "name",
    "birth_date",
    "income.wages",
    "income.pension",
    "income.basic_pension",
    "disability.kind",
    "disability.grade",
    "serious_illness",
    "supporter",
    "guardianship",
    "medical.year",
    "medical.in_scope",
    "medical.basic_paid",
    "new_job.since",
    "new_job.increase",
    "groups.three_elders",
]
TITLE_ROWS = 2
"""A title and the office stand above the headings."""
GOOD = 20


class Planted(NamedTuple):
    """A mistake: the sheet, the column's heading, and what stands there instead."""

    sheet: str
    column: str
    cell: Any


class Formula(NamedTuple):
    """A formula with the result that the file keeps for it."""

    text: str
    result: str


H, M = "户", "成员"
MISTAKES = [
    Planted(H, "district", "越城区、柯桥区"),
    Planted(H, "assets.vehicles", "两辆半"),
    Planted(H, "district", "杭州"),
    Planted(H, "district", None),
    Planted(H, "户口性质", "农业?"),
    Planted(H, "户口性质", None),
    Planted(H, "empty cells mean", "随便"),
    Planted(H, "assets.money", -500),
    Planted(H, "assets.money", 123.456),
    Planted(H, "assets.money", "约两万多"),
    Planted(H, "assets.money", Formula("=NA()", "#N/A")),
    Planted(H, "assets.money", Formula("=B2+1", "")),
    Planted(H, "assets.money", date(2020, 4, 1)),
    Planted(H, "assets.money", 99_999_999_999_999),
    Planted(H, "assets.money", True),
    Planted(H, "assets.homes", 1.5),
    Planted(H, "assets.homes", "一间半"),
    Planted(H, "assets.floor_area", "八十多平"),
    Planted(H, "emergency", "地震"),
    Planted(M, "household", None),
    Planted(M, "household", "H999"),
    Planted(M, "id", None),
    Planted(M, "id", 330602199001011234.0),  # a card's number that was made a number
    Planted(M, "birth_date", None),
    Planted(M, "birth_date", "1948-02-30"),
    Planted(M, "birth_date", "2048-05-10"),
    Planted(M, "birth_date", "48.5.10"),
    Planted(M, "income.wages", -1),
    Planted(M, "income.wages", "6oo"),
    Planted(M, "income.wages", '=HYPERLINK("http://example.org","600")'),
    Planted(M, "income.wages", Formula("=1/0", "#DIV/0!")),
    Planted(M, "income.basic_pension", 300),  # more than all pension income
    Planted(M, "disability.grade", 5),
    Planted(M, "disability.kind", "none"),  # with a grade beside it
    Planted(M, "serious_illness", "可能"),
    Planted(M, "supporter", "儿子"),
    Planted(M, "guardianship", "爷爷奶奶"),
    Planted(M, "medical.basic_paid", 30_000),  # more than the bills
    Planted(M, "new_job.increase", 5_000),  # more than the wages
    Planted(M, "groups.three_elders", 2),
]


def household(number: int) -> dict[str, Any]:
    """The row of a household in which everything is right."""
    return dict(zip(HOUSEHOLD_COLUMNS, [f"H{number:03}", "越城区", "农村", "none", 12_000, 1, 80, 0, "none"], strict=True))


def member(number: int, id_: str) -> dict[str, Any]:
    """The row of one of its two members."""
    values = [f"H{number:03}", id_, "=2+3", date(1975, 2, 11), 600, 230, 100, "肢体", 3, "否", "capable", "parents", 2020, 20_000, 10_000]
    return dict(zip(MEMBER_COLUMNS, [*values, "2020-02", 500, False], strict=True))


def cells_with_mistakes() -> list[tuple[str, int, int]]:
    """The place of each mistake: sheet, row from 1, column from 0."""
    found = []
    for place, mistake in enumerate(MISTAKES):
        columns = HOUSEHOLD_COLUMNS if mistake.sheet == H else MEMBER_COLUMNS
        # Of the two members it is the second.
        row = GOOD + place if mistake.sheet == H else 2 * (GOOD + place) + 1
        found.append((mistake.sheet, TITLE_ROWS + 2 + row, columns.index(mistake.column)))
    return found


def write(path: Path) -> None:
    """Write the workbook: good households first, then one for each mistake, and a last good one."""
    rows: dict[str, list[dict[str, Any]]] = {H: [], M: []}
    for number in range(GOOD + len(MISTAKES) + 1):
        both = {H: household(number), M: member(number, "P2")}
        if GOOD <= number < GOOD + len(MISTAKES):
            mistake = MISTAKES[number - GOOD]
            both[mistake.sheet][mistake.column] = mistake.cell
        rows[H].append(both[H])
        rows[M] += [member(number, "P1"), both[M]]
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, columns in ((H, HOUSEHOLD_COLUMNS), (M, MEMBER_COLUMNS)):
        sheet = book.add_worksheet(name)
        sheet.merge_range(0, 0, 0, len(columns) - 1, "低保家庭情况表")
        sheet.write_string(1, 0, "填报单位：")
        sheet.write_row(TITLE_ROWS, 0, columns)
        for place, row in enumerate(rows[name], TITLE_ROWS + 1):
            for column, heading in enumerate(columns):
                cell = row[heading]
                if isinstance(cell, Formula):
                    sheet.write_formula(place, column, cell.text, None, cell.result)
                elif isinstance(cell, date):
                    sheet.write_datetime(place, column, cell, day)
                elif cell is not None:
                    sheet.write(place, column, cell)
    book.close()
