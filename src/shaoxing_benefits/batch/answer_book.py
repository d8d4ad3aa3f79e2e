"""Answers as a workbook for people: households, their members, and what is still open, with a page about how it came about.

In the households' sheet a programme has one column: the amount, or "yes" where it pays nothing itself; nothing where it is not given; and
where something is open, a word for it: the sheet of what is open says from where to where and why. Rows are written as they come.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..engine.rule import Programme
from ..errors import Problem, UsageError
from ..numbers import FEN_PER_YUAN
from ..outcomes import PERIODS
from ..report.fact_words import fact_words
from ..report.language import Language
from ..results import Ends
from .deciding import NOTHING, Decided
from .workbooks import MOST_ROWS, new_workbook

_WIDE, _NARROW = 16, 11
_HEAD_HEIGHT = 48
_A3 = 8
_BESIDE = {"copay": "copay", "exceptional": "exceptional hardship"}
_TOTALS = {"month": "each month together", "year": "each year together", "once": "once together"}


@contextmanager
def book_answers(
    path: Path, programmes: Sequence[Programme], language: Language, about: Sequence[str], *, row_by_row: bool = True
) -> Iterator["BookAnswers"]:
    """A workbook of answers; `about` is what its last sheet says, line by line. What is not written row by row is quicker, and held."""
    with new_workbook(path, row_by_row=row_by_row, title=about[0]) as book:
        yield BookAnswers(book, programmes, language)
        sheet = book.add_worksheet(language.say("how it came about"))
        sheet.set_column(0, 0, 100)
        for place, line in enumerate(about):
            sheet.write_string(place, 0, line)


class _Money(int):
    """Fen, to be shown as yuan."""


class BookAnswers:
    """Takes the answers one after another."""

    def __init__(self, book: Any, programmes: Sequence[Programme], language: Language) -> None:
        self._language = language
        self._programmes = programmes
        self._open_word = language.say("open")
        self._paid = [each for each in programmes if each.amount is not None]
        self._beside = [(each, name) for each in programmes for name in each.beside]
        say, title = language.say, {each.id: language.say(each.title) for each in programmes}
        money = book.add_format({"num_format": "#,##0.00"})
        beside = [say("{name}: {text}", name=title[each.id], text=say(_BESIDE[name])) for each, name in self._beside]
        totals = [say(_TOTALS[period]) for period in PERIODS]
        first = [say("household id"), say("district"), say("registration"), say("members")]
        self._households = _Sheet(book, money, say("households"), [*first, *title.values(), *beside, *totals, say("open")], len(first))
        paid = [title[each.id] for each in self._paid]
        self._people = _Sheet(book, money, say("people"), [say("household id"), say("member id"), say("name"), *paid], 3)
        headings = [say(each) for each in ("household id", "programme", "eligible", "at least", "at most", "missing")]
        self._open = _Sheet(book, money, say("open questions"), headings, 2)

    def write(self, answer: Decided) -> None:
        """Write a household, its members, and what is open about it."""
        say = self._language.say
        cells: list[Any] = [answer.id, self._word(answer.district), self._word(answer.registration), len(answer.people)]
        # Most of them are not given: writing that down in each cell would take longer than all the rest.
        cells += [self._cell(each, answer.told(each.id)) for each in self._programmes]
        beside = [(each, answer.beside(each.id, name)) for each, name in self._beside]
        cells += [self._amount(ends, each) if ends[1] != 0 else None for each, ends in beside]
        cells += [self._amount(answer.totals[period]) if answer.totals[period][1] != 0 else None for period in PERIODS]
        open_ = [each for each in self._programmes if "missing" in answer.told(each.id)]
        self._households.add([*cells, self._language.listed(say(each.title) for each in open_)])
        shares = [(place, answer.told(each.id).get("members", {})) for place, each in enumerate(self._paid, 3)]
        shares = [(place, members) for place, members in shares if members]
        for id_, name in answer.people:
            row: dict[int, Any] = {0: answer.id, 1: id_, 2: name}
            row |= {place: self._amount(members[id_], self._paid[place - 3]) for place, members in shares if id_ in members}
            self._people.add_at(row)
        for each in open_:
            self._open.add(self._open_row(answer, each))

    def _word(self, kind: str) -> str:
        return self._language.say(kind)

    def _cell(self, programme: Programme, told: Mapping[str, Any]) -> _Money | str | None:
        if told["status"] == "ineligible" and "missing" not in told:
            return None
        if programme.amount is None:
            return self._language.say("yes" if told["status"] == "eligible" else "open")
        return self._amount(told.get("paid", NOTHING), programme)

    def _amount(self, ends: Ends, programme: Programme | None = None) -> _Money | str:
        low, high = ends
        # Of a ceiling nothing is certain but the most.
        is_known = high is not None and (low == high or (programme is not None and programme.ceiling))
        return _Money(high) if is_known and high is not None else self._open_word

    def _open_row(self, answer: Decided, programme: Programme) -> list[Any]:
        told = answer.told(programme.id)
        low, high = told.get("paid", NOTHING)
        most = self._language.say("no limit known") if high is None else _Money(high)
        ends = [None, None] if programme.amount is None else [_Money(low), most]
        missing = [*(fact_words(each, self._language) for each in told["missing"]["facts"]), *told["missing"]["parameters"]]
        # Of several members the same is missing: that it is missing is said once.
        words = self._language.listed(dict.fromkeys(missing))
        return [answer.id, self._language.say(programme.title), self._word(told["status"]), *ends, words]


class _Sheet:
    """A sheet that is filled from above."""

    def __init__(self, book: Any, money: Any, name: str, headings: Sequence[str], text_columns: int) -> None:
        self._sheet, self._money, self._row = book.add_worksheet(name), money, 0
        self._sheet.set_margins(left=0.4, right=0.4)
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#DDEBF7", "border": 1})
        self._sheet.freeze_panes(1, min(text_columns, 1))
        self._sheet.set_landscape()
        self._sheet.set_paper(_A3)
        self._sheet.set_row(0, _HEAD_HEIGHT)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_column(0, len(headings) - 1, _NARROW)
        self._sheet.set_column(0, 0, _WIDE)
        for place, text in enumerate(headings):
            self._sheet.write_string(0, place, text, head)

    def add(self, cells: Sequence[Any]) -> None:
        """Write a row; None leaves a cell empty."""
        self.add_at({place: cell for place, cell in enumerate(cells) if cell is not None})

    def add_at(self, cells: Mapping[int, Any]) -> None:
        """The same with the places of the cells."""
        self._row += 1
        if self._row > MOST_ROWS:
            problem = "The answers have more rows than a sheet of a workbook holds."
            raise UsageError(Problem("output", problem, "Name an output in .csv or .parquet."))
        row, sheet, money = self._row, self._sheet, self._money
        for place, cell in cells.items():
            if isinstance(cell, str):
                sheet.write_string(row, place, cell)
            elif isinstance(cell, _Money):
                # The cell is for reading: a workbook has no other numbers, and the one nearest to whole fen shows them as they are.
                sheet.write_number(row, place, cell / FEN_PER_YUAN, money)
            else:
                sheet.write_number(row, place, cell)
