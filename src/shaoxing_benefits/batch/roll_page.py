"""What the sheets of a roll have in common: formats, how wide columns are, and how a page is printed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from attrs import field, frozen

from ..numbers import yuan
from ..report.language import Language
from ..report.layout import width, wrapped

_FONTS = {"zh": "宋体", "en": "Calibri"}
_A4 = 9
_LINE = 13.5
"""How high a line is, in points."""
_MONEY = "#,##0.00"
HEAD, TEXT, WRAPPED, COUNT, FEN, SUM_TEXT, SUM_COUNT, SUM_FEN = (
    "head",
    "text",
    "wrapped",
    "count",
    "fen",
    "sum text",
    "sum count",
    "sum fen",
)
NUMBER, TITLE, NOTE, NOTE_COUNT, NOTE_FEN, RIGHT, SIGNED = "number", "title", "note", "note count", "note fen", "right", "signed"
_CELL = {"border": 1, "valign": "vcenter"}
_SUM = {**_CELL, "bold": True, "bg_color": "#F2F2F2"}
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    TITLE: {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
    NOTE: {},
    NOTE_COUNT: {"num_format": "#,##0", "align": "left"},
    NOTE_FEN: {"num_format": _MONEY, "align": "left"},
    RIGHT: {"align": "right"},
    SIGNED: {"bottom": 1},
    HEAD: {**_CELL, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#DDEBF7"},
    TEXT: {**_CELL, "indent": 1},
    WRAPPED: {**_CELL, "text_wrap": True, "indent": 1},
    NUMBER: {**_CELL, "align": "center"},
    COUNT: {**_CELL, "num_format": "#,##0"},
    FEN: {**_CELL, "num_format": _MONEY},
    SUM_TEXT: {**_SUM, "indent": 1},
    SUM_COUNT: {**_SUM, "num_format": "#,##0"},
    SUM_FEN: {**_SUM, "num_format": _MONEY},
}


@frozen(eq=False)
class Page:
    """What every sheet is made with: the workbook, the language, the title and the day, and the formats by name."""

    book: Any
    language: Language
    title: str
    day: date
    formats: Mapping[str, Any] = field(init=False)

    @formats.default
    def _made(self) -> Mapping[str, Any]:
        font = {"font_name": _FONTS[self.language.name], "font_size": 10}
        return {name: self.book.add_format({**font, **about}) for name, about in _FORMATS.items()}

    def sheet(self, name: str, *, last_column: int) -> "Sheet":
        """A new sheet with the title in its first row."""
        made = Sheet(self.book.add_worksheet(name), self, last_column)
        made.across(0, 0, last_column, self.title, TITLE)
        made.sheet.set_row(0, 2 * _LINE)
        return made


@frozen(eq=False)
class Sheet:
    """A sheet that is filled cell by cell. Text is always written as text: a name is never taken for a formula."""

    sheet: Any
    page: Page
    last_column: int

    def text(self, row: int, column: int, text: str, kind: str = TEXT) -> None:
        """Write a text."""
        self.sheet.write_string(row, column, text, self.page.formats[kind])

    def count(self, row: int, column: int, number: int, kind: str = COUNT) -> None:
        """Write a whole number."""
        self.sheet.write_number(row, column, number, self.page.formats[kind])

    def fen(self, row: int, column: int, fen: int, kind: str = FEN) -> None:
        """Write an amount in yuan: cells hold no other numbers, and amounts of this size keep their fen in them."""
        self.sheet.write_number(row, column, float(yuan(fen)), self.page.formats[kind])

    def empty(self, row: int, column: int, kind: str = TEXT) -> None:
        """A cell of the table with nothing in it."""
        self.sheet.write_blank(row, column, None, self.page.formats[kind])

    def across(self, row: int, first: int, last: int, text: str, kind: str, *, rows: int = 1) -> None:
        """Write a text over several columns, or rows."""
        if last > first or rows > 1:
            self.sheet.merge_range(row, first, row + rows - 1, last, "", self.page.formats[kind])
        self.text(row, first, text, kind)

    def heads(self, row: int, texts: Sequence[str], widths: Sequence[int]) -> None:
        """Write headings, in a row as high as they need."""
        for column, text in enumerate(texts):
            self.text(row, column, text, HEAD)
        self.lines(row, max(lines_in(text, wide) for text, wide in zip(texts, widths, strict=True)))

    def lines(self, row: int, lines: int) -> None:
        """Make a row high enough for so many lines."""
        self.sheet.set_row(row, lines * _LINE + 3)

    def widths(self, widths: Iterable[int]) -> None:
        """Make the columns so many letters wide."""
        for column, wide in enumerate(widths):
            self.sheet.set_column(column, column, wide + 2)

    def kept_in_sight(self, row: int, columns: int) -> None:
        """Keep what is above a row, and left of it so many columns, on the screen."""
        self.sheet.freeze_panes(row, columns)

    def printed(self, last_row: int, *, heads: tuple[int, int]) -> None:
        """How it goes to the printer; `heads` are the first and the last row of the headings, which stand on every page."""
        sheet, page = self.sheet, self.page
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
        sheet.center_horizontally()
        sheet.print_area(0, 0, last_row, self.last_column)
        sheet.repeat_rows(*heads)
        name = sheet.get_name()
        sheet.set_header(f"&L&9{_plain(page.title)}&C&9{_plain(name)}&R&9{_plain(page.language.day(page.day))}")
        sheet.set_footer(f"&C&9{page.language.say('Page {page} of {pages}', page='&P', pages='&N')}")


def _plain(text: str) -> str:
    # What begins with a digit would be taken for a part of the size of the letters.
    return " " + text.replace("&", "&&")


@lru_cache(maxsize=65_536)
def lines_in(text: str, wide: int) -> int:
    """How many lines a text takes in a column; the same texts come again and again."""
    if 2 * len(text) <= wide and "\n" not in text:
        return 1
    return max(1, sum(max(1, len(list(wrapped(line, wide)))) for line in text.split("\n")))


def widest(texts: Iterable[str], *, least: int, most: int) -> int:
    """How wide a column must be for these texts, within limits."""
    return max(least, min(most, max(map(width, set(texts)), default=0)))
