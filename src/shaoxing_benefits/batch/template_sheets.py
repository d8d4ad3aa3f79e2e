"""The sheets of the template that are filled in: drop-down lists, limits, what is locked, and how they are printed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ..household import YEARS_OF_BILLS
from .fields import Field
from .template_book import TemplateBook, set_page
from .template_words import listed, meaning_of, written_in

ROWS = 100_000
"""So many rows have lists and limits; what stands below is read as well."""
_LAST_COLUMN = 16_383
_DAYS = {"date": date(1910, 1, 1), "month": date(2000, 1, 1)}
"""The first days that pass without a question: a year alone, typed into a cell for days, becomes a day of 1905 unseen."""
_STYLES = {
    **dict.fromkeys(("flag", "choice"), "stop"),
    **dict.fromkeys(("date", "month", "grade"), "warning"),
    **dict.fromkeys(("money", "area", "count", "year"), "information"),
}
_LAST_DAY = date(2100, 12, 31)
_ALLOWED = ("insert_rows", "delete_rows", "sort", "autofilter", "format_columns", "format_rows")
"""What a protected sheet lets people do beside writing; merging cells it never lets them."""
_COMMENT = {"x_scale": 2.2, "y_scale": 1.3, "author": ""}


def sheet_to_fill(made: TemplateBook, sheet: Any, fields: Sequence[Field], *, ids: int, pages_wide: int) -> None:
    """One of the sheets; the first columns, so many as hold ids and names, stay in sight and stand on every page.

    The cells are open and all else is locked, without a password. Cells to the right are open as well, since a row can be taken out only
    where none of its cells is locked.
    """
    widths = [made.width_of(each) for each in fields]
    made.headings(sheet, 0, fields, widths)
    for column, field in enumerate(fields):
        sheet.set_column(column, column, widths[column], made.cell_format(field, locked=False))
        text = f"{meaning_of(field, made.spoken, of_member=_is_of_members(fields))}\n{written_in(field, made.spoken)}"
        sheet.write_comment(0, column, text, _COMMENT)
        rule = _rule(made, field)
        if rule:
            sheet.data_validation(1, column, ROWS, column, rule)
    sheet.set_column(len(fields), _LAST_COLUMN, None, made.format(locked=False))
    sheet.autofilter(0, 0, ROWS, len(fields) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A2:C{ROWS + 1}"})
    sheet.protect("", dict.fromkeys(_ALLOWED, True))
    sheet.freeze_panes(1, ids)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, ids - 1)
    set_page(sheet, pages_wide=pages_wide)


def _is_of_members(fields: Sequence[Field]) -> bool:
    return any(each.of_member for each in fields)


def _rule(made: TemplateBook, field: Field) -> dict[str, Any]:
    """What Excel and WPS hold a cell to.

    Only lists of words are held to strictly. Elsewhere text may say what a number cannot: a range, 未知; whoever writes it is told what may
    be written, and may go on. Where a slip would not be seen, as in days, that is not what the Enter key chooses.
    """
    words = listed(field, made.spoken)
    limits = {"validate": "list", "source": made.list_of(words)} if words else _limits(field)
    text, title = written_in(field, made.spoken), made.spoken.say("What may be written")
    told = {"input_title": title, "input_message": text} if field.kind in _DAYS else {}
    return {**limits, "error_type": _STYLES[field.kind], "error_title": title, "error_message": text, **told} if limits else {}


def _limits(field: Field) -> dict[str, Any]:
    match field.kind:
        case "money" | "area":
            return {"validate": "decimal", "criteria": ">=", "value": 0}
        case "count":
            return {"validate": "integer", "criteria": ">=", "value": 0}
        case "year":
            return {"validate": "integer", "criteria": "between", "minimum": YEARS_OF_BILLS[0], "maximum": YEARS_OF_BILLS[-1]}
        case "date" | "month":
            return {"validate": "date", "criteria": "between", "minimum": _DAYS[field.kind], "maximum": _LAST_DAY}
    return {}
