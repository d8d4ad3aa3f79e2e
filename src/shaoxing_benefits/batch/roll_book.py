"""A roll as a workbook that can be printed, signed and sent on: a summary, and a sheet for each list."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ..errors import Problem, UsageError
from ..report.language import Language
from ..report.layout import width
from .roll_page import FEN as FEN_CELL
from .roll_page import NOTE, NUMBER, RIGHT, SUM_COUNT, SUM_FEN, SUM_TEXT, WRAPPED, Page, Sheet, lines_in, widest
from .roll_page import TEXT as TEXT_CELL
from .roll_parts import Roll
from .roll_summary import write_summary
from .roll_tables import COUNT, FEN, TEXTS, WORD, Column, RollTable, Row, roll_tables
from .roll_words import words_of
from .workbooks import MOST_ROWS, new_workbook

_AMOUNT_WIDTH = 13
_FIRST = 3
"""The rows above the lines: title, what it is, and headings."""
_LONGEST = 80
"""The letters in the longest line of a text that is wrapped."""


def write_book(path: Path, roll: Roll, language: Language, title: str, day: date) -> None:
    """Write the workbook.

    Raises:
        UsageError: there are more rows than a sheet holds.
    """
    tables = list(roll_tables(roll, language))
    for table in tables:
        if len(table.rows) + _FIRST > MOST_ROWS:
            problem = "The roll has more rows than a sheet of a workbook holds."
            raise UsageError(Problem("output", problem, "Name an output in .parquet."))
    with new_workbook(path, title=title) as book:
        page = Page(book, language, title, day)
        write_summary(page, roll)
        for table in tables:
            _write_list(page, table)


def _write_list(page: Page, table: RollTable) -> None:
    say = page.language.say
    sheet = page.sheet(table.title, last_column=len(table.columns))
    sheet.text(1, 0, table.title, NOTE)
    sheet.text(1, len(table.columns), say("Unit: yuan"), RIGHT)
    words = _words(table, page.language)
    rows = [tuple(_said(cell, column, words) for cell, column in zip(row, table.columns, strict=True)) for row in table.rows]
    widths = [max(5, len(str(len(rows)))), *(_width(place, column, rows) for place, column in enumerate(table.columns))]
    sheet.widths(widths)
    sheet.heads(_FIRST - 1, [say("No."), *(each.heading for each in table.columns)], widths)
    for place, row in enumerate(rows):
        _write_row(sheet, _FIRST + place, place + 1, row, table.columns, widths)
    last = _FIRST + len(rows)
    if table.summed:
        _write_sum(sheet, last, table, say("Total"))
    sheet.kept_in_sight(_FIRST, 2)
    sheet.printed(last if table.summed else max(_FIRST, last - 1), heads=(_FIRST - 1, _FIRST - 1))


def _words(table: RollTable, language: Language) -> dict[str, str]:
    """What the ids in a table are called."""
    found = {cell for row in table.rows for cell, column in zip(row, table.columns, strict=True) if column.kind == WORD}
    return {id_: words_of(id_, language) for id_ in found}


def _said(cell: object, column: Column, words: dict[str, str]) -> object:
    if column.kind == WORD:
        return words[str(cell)]
    return "\n".join(cell) if isinstance(cell, list) else cell


def _width(place: int, column: Column, rows: Sequence[Row]) -> int:
    if column.kind == FEN:
        return _AMOUNT_WIDTH
    if column.kind == COUNT:
        return 8
    lines = [line for row in rows for line in str(row[place]).split("\n")]
    most = _LONGEST if column.kind == TEXTS or column.name == "missing" else 30
    return widest([column.heading if width(column.heading) <= most else "", *lines], least=6, most=most)


def _write_row(sheet: Sheet, at: int, number: int, row: Row, columns: Sequence[Column], widths: Sequence[int]) -> None:
    sheet.count(at, 0, number, NUMBER)
    lines = 1
    for place, (cell, column) in enumerate(zip(row, columns, strict=True), 1):
        if cell is None or (column.kind == FEN and cell == 0 and column.name not in ("before", "now", "low", "total")):
            sheet.empty(at, place, FEN_CELL)
        elif column.kind == FEN:
            sheet.fen(at, place, cell)
        elif column.kind == COUNT:
            sheet.count(at, place, cell)
        else:
            needed = lines_in(cell, widths[place])
            lines = max(lines, needed)
            sheet.text(at, place, cell, WRAPPED if needed > 1 else TEXT_CELL)
    if lines > 1:
        sheet.lines(at, lines)


def _write_sum(sheet: Sheet, at: int, table: RollTable, word: str) -> None:
    sheet.text(at, 0, "", SUM_TEXT)
    for place, column in enumerate(table.columns):
        total = sum(row[place] for row in table.rows) if column.kind in (FEN, COUNT) else None
        if total is None:
            sheet.text(at, place + 1, "" if place else word, SUM_TEXT)
        elif column.kind == FEN:
            sheet.fen(at, place + 1, total, SUM_FEN)
        else:
            sheet.count(at, place + 1, total, SUM_COUNT)
