"""Rows that are no households, given back as a workbook: every bad cell marked, with a comment that says what is wrong and what to do.

The rows stand under the headings they came with, so that the workbook can be mended and handed in again as it is.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

from ..report.language import Language
from .cells import cell_text
from .deciding import Returned
from .fields import PLACE, WRONG, id_fields
from .records import Mistake, Placed, Tables
from .returned_rows import Wrong, kept_columns, mistakes_by_cell, said, wrong_in_row
from .sheet_names import never_read
from .sheets import Table
from .workbooks import new_workbook

_RED, _HEAD = "#FFC7CE", "#DDEBF7"
_WIDE = 34
_LIST, _WIDTHS = ("place", "cell", "problem and remedy"), (36, 24, 90)


def write_returned(path: Path, tables: Tables, returned: Iterable[Returned], language: Language) -> None:
    """Write the workbook: a sheet for each table, and one that lists every mistake."""
    with new_workbook(path, title=language.say("Returned rows")) as book:
        # In what somebody hands in again, the list must not stand before the rows.
        sheets = [_Sheet(book, table, language) for table in tables.tables]
        found = _Mistakes(book, language)
        for each in returned:
            wrong = mistakes_by_cell(each)
            for row in each.rows:
                sheets[row.table].add(row, wrong)
            for mistake in each.mistakes:
                found.listed(tables.tables[mistake.table], mistake, each.rows)
        for sheet in sheets:
            sheet.close()


class _Sheet:
    def __init__(self, book: Any, table: Table, language: Language) -> None:
        self._table, self._language = table, language
        self._columns = kept_columns(table)
        self._sheet = book.add_worksheet(_sheet_name(table, book))
        self._formats = {
            (marked, kind): book.add_format({**({"bg_color": _RED} if marked else {}), **({"num_format": kind} if kind else {})})
            for marked in (False, True)
            for kind in ("", "yyyy-mm-dd", "@")
        }
        head = book.add_format({"bold": True, "bg_color": _HEAD, "text_wrap": True, "valign": "top"})
        self._row = 0
        for place, text in enumerate(self._headings()):
            self._sheet.write_string(0, place, text, head)
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_row(0, 36)
        self._sheet.set_landscape()
        self._sheet.set_paper(8)  # A3
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_column(0, len(self._columns) - 1, 14)
        self._sheet.set_column(len(self._columns), len(self._columns) + 1, _WIDE)

    def _headings(self) -> list[str]:
        own = (id_fields()[each].called(self._language) for each in (PLACE, WRONG))
        return [*(name for _, name in self._columns), *own]

    def add(self, row: Placed, wrong: Wrong) -> None:
        self._row += 1
        for column, (place, _) in enumerate(self._columns):
            mistakes = wrong.get((row.table, row.number, place), ())
            self._write(column, row.cells[place], marked=bool(mistakes))
            self._comment(column, mistakes)
        last = len(self._columns)
        whole = wrong.get((row.table, row.number, None), ())
        self._write(last, self._table.place(row.number, None), marked=bool(whole))
        self._comment(last, whole)
        text = said(wrong_in_row(row, wrong), self._language)
        if text:
            self._write(last + 1, text, marked=False)

    def _write(self, column: int, cell: Any, *, marked: bool) -> None:
        sheet, row = self._sheet, self._row
        plain = self._formats[marked, ""]
        if cell is None:
            if marked:
                sheet.write_blank(row, column, None, plain)
        elif isinstance(cell, bool):
            sheet.write_boolean(row, column, cell, plain)
        elif isinstance(cell, int | float | Decimal) and isfinite(cell):
            # A number that is wrong may be an id: what is written over it must stay text.
            sheet.write_number(row, column, cell, self._formats[marked, "@"] if marked else plain)
        elif isinstance(cell, datetime | date) and not marked:
            sheet.write_datetime(row, column, cell, self._formats[marked, "yyyy-mm-dd"])
        else:
            # So must a date that stands where none belongs: an amount written over it would be shown as another date.
            sheet.write_string(row, column, cell_text(cell)[:_LONGEST_CELL], self._formats[marked, "@"])

    def _comment(self, column: int, mistakes: Sequence[Mistake]) -> None:
        if mistakes:
            self._sheet.write_comment(self._row, column, said(mistakes, self._language), {"x_scale": 2, "author": "shaoxing-benefits"})

    def close(self) -> None:
        if self._row:
            self._sheet.autofilter(0, 0, self._row, len(self._columns) + 1)


class _Mistakes:
    """The list of every mistake."""

    def __init__(self, book: Any, language: Language) -> None:
        self._sheet, self._language, self._row = book.add_worksheet(_free_name(language.say("mistakes"), book)), language, 0
        head, self._wrapped = book.add_format({"bold": True, "bg_color": _HEAD}), book.add_format({"text_wrap": True, "valign": "top"})
        for place, width in enumerate(_WIDTHS):
            self._sheet.set_column(place, place, width)
            self._sheet.write_string(0, place, language.say(_LIST[place]), head)
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)

    def listed(self, table: Table, mistake: Mistake, rows: Sequence[Placed]) -> None:
        self._row += 1
        cells = next((each.cells for each in rows if (each.table, each.number) == (mistake.table, mistake.row)), ())
        cell = cells[mistake.column] if mistake.column is not None and mistake.column < len(cells) else None
        texts = (table.place(mistake.row, mistake.column), cell_text(cell), said([mistake], self._language))
        for place, text in enumerate(texts):
            self._sheet.write_string(self._row, place, text, self._wrapped)


_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))
_LONGEST_NAME = 31
_LONGEST_CELL = 32_767


def _sheet_name(table: Table, book: Any) -> str:
    """The sheet's own name, or the file's, as workbooks allow it; of sheets with some names nothing would be read."""
    name = (table.sheet.name or Path(table.sheet.file).stem).translate(_NOT_IN_NAMES)[:_LONGEST_NAME] or "_"
    return _free_name(f"{name[: _LONGEST_NAME - 1]}_" if name in never_read() else name, book)


def _free_name(name: str, book: Any) -> str:
    """The name, with a number if another sheet has it."""
    taken = {each.get_name().lower() for each in book.worksheets()}
    numbered = (f"{name[: _LONGEST_NAME - 3]} {number}" for number in range(2, 10))
    return name if name.lower() not in taken else next(each for each in numbered if each.lower() not in taken)
