"""A cell of a workbook or of CSV -> what is stated of a fact, as a household's file says it, or a `Misfit`.

Numbers in a workbook are binary fractions of which fifteen digits count, as whoever typed them sees; they are taken as those digits say,
and never computed with. What is text is understood as in an interview: yes and 是, full-width digits, 1948年5月10日, 3万, 800-1200.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ..answers import UNKNOWN_WORDS, begun, plain, read_answer
from ..errors import Names
from ..stated import Misfit, shown
from .fields import Field

MOST_EXACT = 10**15
"""From here on a workbook keeps no number to the last digit."""
MOST_KEPT = 65_536
"""So many texts are kept with what they say."""
_WIDE = {ord(each) + 0xFEE0: each for each in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-"}
"""Full-width digits and letters, as they come of typing Chinese: 1 and １ are the same household."""
NO_RESULT = "#?"
"""What stands for a formula whose result was not saved."""
ABSENT = object()
"""What an empty cell states."""


def is_empty(cell: Any) -> bool:
    """Whether nothing stands there: blanks alone are nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def cell_text(cell: Any) -> str:
    """What a cell shows."""
    if cell is None:
        return ""
    if isinstance(cell, Misfit):
        # An error such as #N/A becomes a text; it must not become an empty cell, which states something.
        return str(cell.values.get("value", NO_RESULT))
    if isinstance(cell, bool):
        return str(cell).upper()
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def stated(field: Field, cell: Any) -> Any:
    """What a cell states of a fact: a value, "unknown", a range, a misfit, or nothing (`ABSENT`)."""
    if is_empty(cell):
        return ABSENT
    if isinstance(cell, Misfit):
        return cell
    if isinstance(cell, str):
        return _read(field, cell)
    if isinstance(cell, bool):
        return cell if field.kind == "flag" else _unfit(field, cell)
    if isinstance(cell, int | float | Decimal):
        return _number(field, cell)
    if isinstance(cell, date):
        return _day(field, cell)
    return _unfit(field, cell)


def text_of(cell: Any) -> str | Misfit:
    """An id or a name: text, or a whole number that the file has kept to its last digit."""
    if isinstance(cell, Misfit):
        return cell
    if isinstance(cell, float) and not cell.is_integer():
        return Misfit("{value} is no text.", "Format the column as text, and write the id again.", {"value": shown(cell)})
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if abs(cell) >= MOST_EXACT:
            problem = "{value} was made a number: its last digits are lost."
            return Misfit(problem, "Format the column as text first, then write the id again.", {"value": shown(cell)})
        return str(int(cell))
    if isinstance(cell, str):
        return (cell if cell.isascii() else cell.translate(_WIDE)).strip()
    return Misfit("{value} is no text.", "Write an id.", {"value": shown(cell)})


@lru_cache(maxsize=MOST_KEPT)
def _read(field: Field, cell: str) -> Any:
    """What a text says; the same text is read once for each column."""
    if field.kind == "text":
        return cell.strip()
    if plain(cell) in UNKNOWN_WORDS:
        # A date of birth may be unknown, the district may not: the reader of households says so.
        return "unknown"
    if field.kind in ("flag", "choice"):
        return _word(field, cell)
    return read_answer(cell, field, field.words)


def _word(field: Field, cell: str) -> Any:
    # An interview numbers its choices; a cell has the words of the template's list.
    if field.kind == "flag":
        found = read_answer(cell, field, field.words)
        return found if isinstance(found, bool) else _unfit(field, cell)
    said = plain(cell)
    return field.words.get(said) or begun(said, field.words) or _unfit(field, cell)


def _number(field: Field, cell: float | Decimal) -> Any:
    if not -MOST_EXACT < cell < MOST_EXACT:
        return _unfit(field, cell)
    number = cell if isinstance(cell, Decimal) else Decimal(f"{cell:.15g}")
    whole = int(number) if number == number.to_integral_value() else None
    match field.kind:
        case "flag":
            return bool(whole) if whole in (0, 1) else _unfit(field, cell)
        case "date" | "month" if whole is None:
            # 1960.10 has become 1960.1, which would be January.
            return _unfit(field, cell)
        case "date" | "month" | "choice":
            # Counted days, 19480510 and codes of districts: as if they had been written as text.
            return _read(field, str(number if whole is None else whole))
        case "text":
            return text_of(cell)
    return number if whole is None else whole


def _day(field: Field, cell: date) -> Any:
    if field.kind == "month":
        return f"{cell:%Y-%m}"
    if field.kind == "date" and not (isinstance(cell, datetime) and (cell.hour or cell.minute or cell.second)):
        return date(cell.year, cell.month, cell.day)
    return _unfit(field, cell)


_EXPECTED: Mapping[str, str] = {
    "flag": "Write 是 or 否, or yes or no.",
    "date": "Write year-month-day, such as 1948-05-10.",
    "month": "Write year-month, such as 2020-02.",
    "choice": "Write one of: {all}.",
    "choices": "Write one of: {all}.",
    "text": "Write an id.",
    "money": "Write a plain number.",
    "area": "Write a plain number.",
    "count": "Write a plain number.",
    "grade": "Write a plain number.",
    "year": "Write a plain number.",
}


def _unfit(field: Field, cell: Any) -> Misfit:
    told = shown(cell) if isinstance(cell, str) else cell_text(cell)
    return Misfit("{value} is nothing that belongs here.", _EXPECTED[field.kind], {"value": told, "all": Names(field.choices)})
