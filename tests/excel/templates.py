"""Templates for tests, and what somebody writes into them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from shaoxing_benefits import Household
from shaoxing_benefits.batch.fields import heading, headings
from shaoxing_benefits.batch.reading import household_of
from shaoxing_benefits.batch.records import Mistake
from shaoxing_benefits.batch.sheet_names import sheet_names
from shaoxing_benefits.batch.source import tables_of
from shaoxing_benefits.report.language import language

LANGUAGES = ["zh", "en"]
Row = Mapping[str, Any]


class Filled:
    """A template that somebody fills in."""

    def __init__(self, template: Path, name: str = "zh") -> None:
        self.spoken = language(name)
        self.names = sheet_names(self.spoken)
        self.book = openpyxl.load_workbook(template)
        self.households, self.members = self.book[self.names.households], self.book[self.names.members]

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


def only(found: list[Household | list[Mistake]]) -> Household:
    (household,) = found
    assert isinstance(household, Household), household
    return household
