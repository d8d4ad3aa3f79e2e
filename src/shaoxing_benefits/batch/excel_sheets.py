"""Workbooks (.xlsx) as sheets: read by calamine (extra `excel`), after a look at what it does not tell.

calamine gives an empty cell for an error such as #N/A and for a formula whose result was not saved, and makes room for every cell up to the
last; so the file is looked through first: how much it unpacks to, how far its sheets reach, and which cells are of those kinds.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from ..errors import InputError, Problem
from ..stated import Misfit
from .sheets import Row, Sheet

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MOST_BYTES = 100 * 2**20
MOST_UNPACKED = 1000 * 2**20
MOST_FOLDED = 200
"""So many times smaller than what it unpacks to is no workbook that people fill in."""
FOLDED_FROM = 50 * 2**20
MOST_ROWS, MOST_COLUMNS = 299_999, 702
MOST_MERGED = 1000
"""A range that covers more rows is no household."""
_AT_ONCE = 2**20
_BACK = 4096
"""A cell's beginning is looked at again with the next part of the file: none of those sought is longer."""
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CELL = rb'<(?:\w+:)?c (?:[^>]* )?r="([A-Z]{1,3})([0-9]{1,7})"[^>]*'
_ERROR = re.compile(rb'(?=<(?:\w+:)?c [^>]*\bt="e")' + _CELL + rb">.{0,3000}?<(?:\w+:)?v>([^<]{1,20})<", re.DOTALL)
_NO_RESULT = re.compile(
    _CELL
    + rb">\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]{0,3000}</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_IS_ERROR, _IS_FORMULA = b't="e"', re.compile(rb"<(?:\w+:)?f\b")
_FAR = re.compile(rb"\br=[\"']([A-Z]{3}[0-9]{1,7}|[A-Z]{1,3}(?:[3-9][0-9]{5}|[0-9]{7}))[\"'][^>]*(?<!/)>(?!\s*</)")
"""A cell with something in it, beyond what is taken; what is only coloured does not count."""
_MAYBE_FAR = re.compile(rb"r=[\"'](?:[A-Z]{3}|[A-Z]{1,2}[0-9]{6})")
"""What any such cell has in it, and few others: looked for first, since looking closely takes its time."""


def excel_sheets(path: Path) -> Iterator[Sheet]:
    """The sheets of a workbook; of those that cannot be seen there are no rows.

    Raises:
        InputError: it is no workbook, protected by a password, or too large.
        OSError: it cannot be read.
    """
    import python_calamine  # noqa: PLC0415 - the extra may not be installed; CSV does without

    special = _looked_through(path)
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.PasswordError:
        raise InputError(Problem(path.name, "The workbook is protected by a password.", "Save it without one.")) from None
    except python_calamine.CalamineError:
        raise _no_workbook(path) from None
    for about in workbook.sheets_metadata:
        if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        if about.visible is not python_calamine.SheetVisibleEnum.Visible:
            # What nobody sees is not read; that it is there is told.
            yield Sheet(path.name, about.name, iter(()), sheet.height)
            continue
        repeated = {
            (row + 1, column): top + 1
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if row > top and column == left and bottom - top < MOST_MERGED
        }
        yield Sheet(path.name, about.name, _rows(sheet, special.get(about.name, {})), sheet.height, repeated)


def _rows(sheet: "CalamineSheet", special: Mapping[int, Mapping[int, Misfit]]) -> Iterator[Row]:
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), 1):
        wrong = special.get(number)
        yield number, cells if wrong is None else [wrong.get(column, cell) for column, cell in enumerate(cells)]


def _looked_through(path: Path) -> dict[str, dict[int, dict[int, Misfit]]]:
    """By sheet, row and column, the cells that cannot be taken for empty."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise _too_large(path)
    try:
        with zipfile.ZipFile(path) as package:
            unpacked = sum(each.file_size for each in package.infolist())
            if unpacked > MOST_UNPACKED or (unpacked > FOLDED_FROM and unpacked > MOST_FOLDED * size):
                raise _too_large(path)
            return {name: _cells(path, package, part) for name, part in _parts(package)}
    # Whatever is wrong inside the package: no zip, parts that are not there or are cut short, another compression, a password.
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, EOFError, NotImplementedError, RuntimeError):
        raise _no_workbook(path) from None


def _parts(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The sheets' names, each with the part of the package that holds it."""
    links = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links.iter(f"{_PACKAGE}Relationship")}
    for sheet in ElementTree.fromstring(package.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(f"{_OFFICE}id"), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in package.namelist() and "worksheets/" in part:
            yield sheet.get("name", ""), part


def _cells(path: Path, package: zipfile.ZipFile, part: str) -> dict[int, dict[int, Misfit]]:
    found: dict[int, dict[int, Misfit]] = {}
    read, most, kept = 0, package.getinfo(part).file_size, b""
    with package.open(part) as file:
        while piece := file.read(_AT_ONCE):
            read += len(piece)
            if read > most:
                raise _too_large(path)  # it is larger than it says
            text = kept + piece
            _check_reach(path, text)
            for match in _ERROR.finditer(text) if _IS_ERROR in text else ():
                problem = "The cell shows {value}."
                misfit = Misfit(problem, "Write the value itself, or mend the formula.", {"value": match[3].decode(errors="replace")})
                found.setdefault(int(match[2]), {})[_place(match[1])] = misfit
            for match in _NO_RESULT.finditer(text) if _IS_FORMULA.search(text) else ():
                nothing = "The cell has a formula without a result."
                misfit = Misfit(nothing, "Open the file, let it be worked out, and save it; or write the value.")
                found.setdefault(int(match[2]), {})[_place(match[1])] = misfit
            kept = text[-_BACK:]
    return found


def _check_reach(path: Path, text: bytes) -> None:
    """A single cell in the last row of a sheet would make calamine take room for all of them."""
    match = _FAR.search(text) if _MAYBE_FAR.search(text) else None
    if match:
        say = {"cell": match[1].decode(), "rows": MOST_ROWS, "columns": MOST_COLUMNS}
        problem = "The sheet reaches to {cell}; at most {rows} rows and {columns} columns are taken."
        raise InputError(Problem(path.name, problem, "Delete what is not needed, or split the file; longer ones are taken as CSV.", say))


def _place(letters: bytes) -> int:
    place = 0
    for each in letters:
        place = place * 26 + each - ord("A") + 1
    return place - 1


def _no_workbook(path: Path) -> InputError:
    return InputError(Problem(path.name, "It is no workbook that can be read.", "Open it and save it again as .xlsx."))


def _too_large(path: Path) -> InputError:
    say = {"size": MOST_BYTES // 2**20, "unpacked": MOST_UNPACKED // 2**20}
    problem = "The workbook is too large, or unpacks to too much: at most {size} MB, unpacked {unpacked} MB."
    return InputError(Problem(path.name, problem, "Split it, or save it as CSV.", say))
