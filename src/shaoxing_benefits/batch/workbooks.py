"""How workbooks of ours are made: what is text stays text, and the same content gives the same file."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

MOST_ROWS = 1_048_575
"""So many rows a sheet holds below its headings."""
_ALWAYS = datetime(2020, 1, 1)
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""What somebody typed as a name must not become a formula or a link."""


@contextmanager
def new_workbook(path: Path, *, row_by_row: bool = False, title: str = "") -> Iterator[Any]:
    """A workbook to be filled; with `row_by_row` each row is written when the next one begins, and no more than one is held.

    Raises:
        OSError: it cannot be written.
    """
    # What is not written yet stands beside the file, so that nothing is left elsewhere if the power goes.
    book = xlsxwriter.Workbook(str(path), {**_AS_TEXT, "constant_memory": row_by_row, "tmpdir": str(path.parent)})
    book.set_properties({"title": title, "created": _ALWAYS})
    try:
        yield book
    finally:
        try:
            book.close()
        except FileCreateError as error:  # what xlsxwriter makes of an OSError
            raise error.args[0] from None
