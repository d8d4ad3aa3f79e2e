"""CSV files as sheets: UTF-8 with or without a mark, or GB18030, as WPS and Excel write it. Needs nothing but the standard library."""

import codecs
import csv
import re
from collections.abc import Iterator
from pathlib import Path

from ..errors import InputError, Problem
from .sheets import Row, Sheet

_AT_ONCE = 1_048_576
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_FORMULA = re.compile(r"[=@＝＠\t\r\n]|[-+＋－](?![0-9.,]+$)")
"""How what spreadsheets take for a formula begins; a number may have a sign."""


def harmless_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula when it opens CSV: an apostrophe stands before what looks like one."""
    return f"'{text}" if _FORMULA.match(text) else text


def _unprotected(text: str) -> str:
    """The text as it was before."""
    return text[1:] if _FORMULA.match(text, 1) else text


def csv_sheet(path: Path) -> Sheet:
    """The one sheet of a file.

    Raises:
        InputError: it is in no encoding that is taken.
        OSError: it cannot be read.
    """
    encoding, lines = _looked_through(path)
    return Sheet(path.name, "", _rows(path, encoding), lines)


def _looked_through(path: Path) -> tuple[str, int]:
    """The encoding, and how many lines there are: UTF-8 if every byte of it is; else GB18030, which includes GBK and GB2312."""
    for name in ("utf-8-sig", "gb18030"):
        decoder, lines = codecs.getincrementaldecoder(name)(), 0
        try:
            with path.open("rb") as file:
                while part := file.read(_AT_ONCE):
                    if part.startswith(_UTF_16) or b"\0" in part:
                        break
                    decoder.decode(part)
                    lines += part.count(b"\n")
                else:
                    decoder.decode(b"", final=True)
                    return name, lines
        except UnicodeDecodeError:
            continue
        break
    raise InputError(Problem(path.name, "The text is neither UTF-8 nor GB18030.", "Save it as CSV in UTF-8, or as a workbook (.xlsx)."))


def _rows(path: Path, encoding: str) -> Iterator[Row]:
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, strict=True)
        number = 1
        try:
            for cells in reader:
                if number == 1 and cells:
                    cells[0] = cells[0].removeprefix(_MARK)  # GB18030 may have one too
                yield number, [_unprotected(each) if each.startswith("'") else each for each in cells]
                # A cell may have more than one line; the file's own lines are what people find it by.
                number = reader.line_num + 1
        except csv.Error as error:
            say = {"error": str(error)}
            remedy = "Look for a quotation mark that is not closed, at this row or above."
            raise InputError(Problem(f"{path.name}!{number}", "The row cannot be read: {error}.", remedy, say)) from None
