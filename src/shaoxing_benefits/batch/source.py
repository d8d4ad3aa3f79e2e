"""Files of households, whatever kind they are, as the one or two tables that make up the households."""

from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from os import PathLike
from pathlib import Path

from ..errors import InputError, Problem, UsageError
from .csv_sheets import csv_sheet
from .records import Tables
from .sheet_names import never_read
from .sheets import Sheet, Table, table_of

FileName = str | PathLike[str]
WORKBOOK, CSV = ".xlsx", ".csv"
ARROW = (".parquet", ".arrow", ".feather")
NEEDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    WORKBOOK: ("excel", ("python_calamine", "xlsxwriter")),
    **dict.fromkeys(ARROW, ("batch", ("pyarrow",))),
}
"""By the end of a file's name, the extra that it needs, and what that brings."""
_OLD = (".xls", ".et", ".xlsb", ".ods", ".xlsm")
_REMEDY = "Give one table with a row for each person; or two, of the households and of the members: sheets of a workbook, or two files."


def tables_of(files: Sequence[FileName]) -> Tables:
    """The tables of one or two files, ready to be read once; the sheets of a template that only show how to fill it in are passed over.

    Raises:
        InputError: a file is not what its name says, or has headings that are not known; or there are not the tables that are needed.
        UsageError: the end of a file's name is none that is known, or needs an extra that is not installed.
        OSError: a file cannot be read.
    """
    check_ends(files)
    found, not_read = _found(files)

    def again() -> tuple[Table, ...]:
        return _found(files)[0]

    in_any_order = all(Path(each).suffix.lower() == WORKBOOK for each in files)
    return Tables(found, in_any_order, None if in_any_order else again, not_read)


def _found(files: Sequence[FileName]) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    """The tables, that of the households first: whose the members are is looked up there. And the sheets that are none."""
    found: list[Table] = []
    not_read: list[str] = []
    problems: list[Problem] = []
    for path in map(Path, files):
        try:
            for sheet in _sheets(path):
                table = table_of(sheet)
                if table is not None:
                    found.append(table)
                elif sheet.rows_about:
                    not_read.append(f"{sheet.file}!{sheet.name}" if sheet.name else sheet.file)
        except InputError as error:
            problems += error.problems
    if not problems:
        problems += _wrong_tables(found, ", ".join(Path(each).name for each in files))
    if problems:
        raise InputError(problems)
    return tuple(sorted(found, key=lambda table: table.layout.has_members)), tuple(not_read)


def check_ends(files: Sequence[FileName]) -> None:
    """Hold files to names whose end says what they are, and the machine to what those need.

    Raises:
        UsageError: with every mistake.
    """
    problems = [problem for each in files for problem in _wrong_end(Path(each))]
    if problems:
        raise UsageError(problems)


def _wrong_end(path: Path) -> Iterator[Problem]:
    end = path.suffix.lower()
    if end in _OLD:
        yield Problem(str(path), "Files of this kind are not read.", "Open it, and save it as .xlsx or as CSV.")
    elif end not in (WORKBOOK, CSV, *ARROW):
        say = {"all": ", ".join((WORKBOOK, CSV, *ARROW))}
        yield Problem(str(path), "The end of the name does not say what the file is.", "Give it a name that ends in one of: {all}.", say)
    elif end in NEEDS and not all(map(find_spec, NEEDS[end][1])):
        say = {"extra": NEEDS[end][0], "end": end}
        remedy = "Install it: pip install 'shaoxing-benefits[{extra}]'"
        yield Problem(str(path), "Files in {end} need the extra `{extra}`, which is not installed.", remedy, say)


def _sheets(path: Path) -> Iterator[Sheet]:
    end = path.suffix.lower()
    if end == CSV:
        yield csv_sheet(path)
    elif end == WORKBOOK:
        from .excel_sheets import excel_sheets  # noqa: PLC0415 - the extra may not be installed

        yield from (sheet for sheet in excel_sheets(path) if sheet.name.strip() not in never_read())
    else:
        from .arrow_sheets import arrow_sheet  # noqa: PLC0415 - as above

        yield arrow_sheet(path)


def _wrong_tables(found: list[Table], files: str) -> Iterator[Problem]:
    households = [each for each in found if each.layout.has_households]
    members = [each for each in found if each.layout.has_members]
    if not members or not households:
        problem = "There is no table with headings of members." if not members else "There is no table with headings of households."
        yield Problem(files, problem, _REMEDY)
    elif len(members) > 1 or len(households) > 1:
        names = [each.place(each.row, None) for each in (members if len(members) > 1 else households)]
        yield Problem(files, "More than one table is of that kind: {tables}.", _REMEDY, {"tables": ", ".join(names)})
