"""What the sheets of the template have in common: the language, formats, drop-down lists, headings and page set-up."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from math import ceil
from typing import Any

from attrs import Factory, define

from ..report.language import Language
from ..report.layout import width, wrapped
from .fields import Field
from .sheet_names import SheetNames, sheet_names
from .sheets import column_letters
from .template_words import heading_of, listed

LINE = 16
"""A line of text is so many points high."""
_BOLD = 1.15
"""Bold signs are so much wider than the digits that columns are measured in."""
_LETTERS, _SIGNS = 1.2, 0.95
"""So many letters, on the whole, take the room of a digit; and so many halves of a Chinese sign."""
_BUTTON = 3
"""So wide is the button of a list, or of a filter."""
_SHORT = 14
"""Up to here a name stands in one line."""
_NARROWEST: Mapping[str, int] = {"text": 12, "date": 12, "month": 11, "money": 12}
_FORMATS = {"text": "@", "date": "yyyy-mm-dd", "month": "yyyy-mm", "money": "#,##0.00"}
"""Ids are text: else 007 becomes 7, and of eighteen digits the last three are lost."""
NEEDED, _TINTS = "#F8CBAD", ("#DDEBF7", "#BDD7EE")
"""The colours of headings: of what is needed; and of the others, columns that belong together in the same."""
_A4 = 9


@define(eq=False)
class TemplateBook:
    """A workbook in the making."""

    book: Any
    spoken: Language
    _formats: dict[tuple[tuple[str, Any], ...], Any] = Factory(dict)
    _lists: dict[tuple[str | int, ...], int] = Factory(dict)

    @property
    def names(self) -> SheetNames:
        """What its sheets are called."""
        return sheet_names(self.spoken)

    def format(self, **wanted: Any) -> Any:
        """A format with these properties."""
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(wanted)
        return self._formats[key]

    def cell_format(self, field: Field, **more: Any) -> Any:
        """That of a column's cells."""
        return self.format(**({"num_format": _FORMATS[field.kind]} if field.kind in _FORMATS else {}), **more)

    def list_of(self, words: tuple[str | int, ...]) -> str:
        """Where a drop-down list stands: in a rule of the cell's own it may have 255 signs only, and no comma in a word."""
        letters = column_letters(self._lists.setdefault(words, len(self._lists)))
        return f"='{self.names.lists}'!${letters}$1:${letters}${len(words)}"

    def write_lists(self, sheet: Any) -> None:
        """The sheet of lists, which nobody needs to see."""
        for words, column in self._lists.items():
            for row, word in enumerate(words):
                write(sheet, row, column, word)
        sheet.protect()
        sheet.hide()

    def headings(self, sheet: Any, row: int, fields: Sequence[Field], widths: Sequence[int]) -> None:
        """A row of headings, as high as the longest of them needs."""
        lines = 1
        for column, (field, tint) in enumerate(_tinted(fields)):
            text = heading_of(field, self.spoken)
            form = self.format(bold=True, text_wrap=True, valign="top", border=1, bg_color=tint)
            sheet.write_string(row, column, text, form)
            lines = max(lines, sum(lines_of(line, widths[column] / _BOLD) for line in text.split("\n")))
        # The buttons of the filter stand at the lower end, and must not hide what is written there.
        sheet.set_row(row, (lines + 1) * LINE)

    def width_of(self, field: Field) -> int:
        """How wide a column must be for what stands in it, and for its heading in few lines, no word of which is broken."""
        name, *unit = heading_of(field, self.spoken).split("\n")
        parts = [*map(width, (*wrapped(name, 1), *unit)), ceil(width(name) / ceil(width(name) / _SHORT)) + 2]
        words = [width(str(word)) + _BUTTON for word in listed(field, self.spoken)]
        return max(_NARROWEST.get(field.kind, 9), *words, ceil(max(parts) * _BOLD) + 1)


def _tinted(fields: Sequence[Field]) -> Iterator[tuple[Field, str]]:
    groups = groupby(fields, lambda field: field.path.rpartition(".")[0])
    for place, (_, group) in enumerate(groups):
        yield from ((field, NEEDED if field.is_needed else _TINTS[place % 2]) for field in group)


def lines_of(text: str, columns: float) -> int:
    """How many lines a text takes in so many columns: not every program makes rows as high as their text when it opens a file."""
    return max(1, len(list(wrapped(text, int(columns * (_LETTERS if text.isascii() else _SIGNS))))))


def set_page(sheet: Any, *, pages_wide: int = 1) -> None:
    """A4 across, at most so many pages wide, with the page's number and the sheet's name."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(pages_wide, 0)
    sheet.set_footer("&L&A&R&P / &N")


def write(sheet: Any, row: int, column: int, value: Any, form: Any = None) -> None:
    """A text, a number or a day; text never becomes a formula."""
    if isinstance(value, str):
        sheet.write_string(row, column, value, form)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, form)
    else:
        sheet.write_number(row, column, float(value), form)
