"""A roll in files: one workbook, or a file of Parquet for each of its tables; beside them the rows that were no households."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from importlib.util import find_spec
from os import PathLike
from pathlib import Path

from ..errors import Problem, UsageError
from ..report.language import Language
from ..report.language import language as language_called
from .roll_parts import Roll
from .roll_tables import roll_tables, totals_table
from .roll_words import title_text
from .safely import check_free, replacing
from .source import WORKBOOK

PARQUET = ".parquet"
_TABLES = ("households", "people", "totals", "changes", "open")
LONGEST_TITLE = 80
"""So many signs fit into the line at the top of a printed page."""


def write_roll(
    roll: Roll,
    path: str | PathLike[str],
    *,
    language: str = "zh",
    title: str | None = None,
    day: date | None = None,
    overwrite: bool = False,
) -> tuple[Path, ...]:
    """Write a roll, and give the files that were written; all of them get their names together when they are whole.

    Args:
        roll: what is to be written.
        path: where: roll.xlsx; or roll.parquet, which becomes roll.households.parquet and so on.
        language: of titles, headings and causes: "zh" or "en".
        title: what stands at the top; None is made from the month.
        day: the day at the top; None is today.
        overwrite: whether files that are there may be replaced.

    Raises:
        UsageError: a file is there already, its name ends otherwise, or the title does not fit.
        OSError: a file cannot be written.
    """
    output = Path(path)
    check_output(output, title=title, overwrite=overwrite)
    writers = _writers(roll, output, language_called(language), title, day or date.today())
    with replacing(*writers) as unfinished:
        for write, place in zip(writers.values(), unfinished, strict=True):
            write(place)
    for each in _all_files(output):
        if each not in writers:
            each.unlink(missing_ok=True)  # of an earlier roll that was to be replaced
    return tuple(writers)


def check_output(output: Path, *, title: str | None = None, overwrite: bool = False, read: Sequence[str | PathLike[str]] = ()) -> None:
    """Hold the output to what can be written, before anything is worked out; `read` are files that must stay as they are.

    Raises:
        UsageError: with every mistake.
    """
    problems = []
    end = output.suffix.lower()
    if end not in (WORKBOOK, PARQUET):
        problems.append(
            Problem("output", "{name} is no name for a roll.", "Write one that ends in .xlsx or .parquet.", {"name": str(output)})
        )
    needed = {"xlsxwriter": "excel", **({"pyarrow": "batch"} if end == PARQUET else {})}
    for module, extra in needed.items():
        if find_spec(module) is None:
            remedy = "Install it: pip install 'shaoxing-benefits[{extra}]'"
            problems.append(Problem("output", "A roll needs the extra `{extra}`, which is not installed.", remedy, {"extra": extra}))
    if title is not None and not (title.strip() and title.isprintable() and len(title) <= LONGEST_TITLE):
        problems.append(Problem("title", "It is no title.", "Write one line of at most {most} signs.", {"most": LONGEST_TITLE}))
    kept = {Path(each).resolve() for each in read}
    for each in _all_files(output):
        if each.resolve() in kept:
            problems.append(Problem(str(each), "The households are read from this file.", "Name another one for the roll."))
    if problems:
        raise UsageError(problems)
    # Of a folder that is not there it is enough to be told once.
    check_free(_all_files(output) if output.parent.is_dir() else (output,), overwrite=overwrite)


def _all_files(output: Path) -> tuple[Path, ...]:
    """Every file that may be written."""
    whole = (output,) if output.suffix.lower() == WORKBOOK else tuple(_beside(output, f"{name}{PARQUET}") for name in _TABLES)
    return (*whole, _beside(output, f"returned{WORKBOOK}"))


def _beside(output: Path, end: str) -> Path:
    return output.with_name(f"{output.stem}.{end}")


_Writer = Callable[[Path], None]


def _writers(roll: Roll, output: Path, language: Language, title: str | None, day: date) -> dict[Path, _Writer]:
    """What writes each file."""
    found: dict[Path, _Writer] = {}
    if output.suffix.lower() == WORKBOOK:
        from .roll_book import write_book  # noqa: PLC0415 - the extra may not be installed

        found[output] = partial(write_book, roll=roll, language=language, title=title or title_text(roll.month, language), day=day)
    else:
        from .roll_arrow import write_parquet  # noqa: PLC0415 - as above

        for table in (*roll_tables(roll, language), totals_table(roll, language)):
            found[_beside(output, f"{table.name}{PARQUET}")] = partial(write_parquet, table=table, roll=roll)
    if roll.returned:
        from .returned import write_returned  # noqa: PLC0415 - as above

        found[_beside(output, f"returned{WORKBOOK}")] = partial(
            write_returned, tables=roll.tables, returned=roll.returned, language=language
        )
    return found
