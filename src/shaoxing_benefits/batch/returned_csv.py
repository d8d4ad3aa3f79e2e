"""Rows that are no households, given back as CSV, a file for each table: the cells as they were, where the row stood, and what is wrong."""

import csv
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from ..report.language import Language
from .cells import cell_text
from .csv_sheets import harmless_text
from .deciding import Returned
from .fields import PLACE, WRONG, id_fields
from .records import Tables
from .returned_rows import kept_columns, mistakes_by_cell, said, wrong_in_row


def write_returned_csv(paths: Sequence[Path], tables: Tables, returned: Iterable[Returned], language: Language) -> None:
    """Write a file for each table, in their order."""
    with ExitStack() as stack:
        columns = [kept_columns(table) for table in tables.tables]
        writers: list[Any] = []
        for path, kept in zip(paths, columns, strict=True):
            writers.append(csv.writer(stack.enter_context(path.open("w", encoding="utf-8-sig", newline=""))))
            own = (id_fields()[each].called(language) for each in (PLACE, WRONG))
            writers[-1].writerow([*(harmless_text(name) for _, name in kept), *own])
        for each in returned:
            wrong = mistakes_by_cell(each)
            for row in each.rows:
                table = tables.tables[row.table]
                cells = [harmless_text(cell_text(row.cells[place])) for place, _ in columns[row.table]]
                told = said(wrong_in_row(row, wrong), language).replace("\n", " ")
                writers[row.table].writerow([*cells, harmless_text(table.place(row.number, None)), harmless_text(told)])
