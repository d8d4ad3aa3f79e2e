"""The first sheet of a roll's workbook: what it rests on, what became of the households, the sums, and a line for signatures."""

from collections.abc import Iterable, Iterator, Sequence

from ..report.language import Language
from .roll_page import COUNT, FEN, HEAD, NOTE, NOTE_COUNT, NOTE_FEN, RIGHT, SIGNED, SUM_COUNT, SUM_FEN, SUM_TEXT, TEXT, Page, Sheet, widest
from .roll_parts import Comparison, Roll, Sum
from .roll_words import asked_lines, words_of

_KINDS = ("urban", "rural", None)
_COLUMNS = 1 + 3 * len(_KINDS)
_FIGURES = 3
_LEFT, _RIGHT = 32, 4
"""How wide the first column is at least, and where what is told of last month stands."""
_Note = tuple[str, str | int, str]
"""What is told, the value, and how it is written."""


def write_summary(page: Page, roll: Roll) -> None:
    """Write the sheet."""
    say = page.language.say
    sheet = page.sheet(say("Summary"), last_column=_COLUMNS - 1)
    sheet.text(1, 0, say("Unit: yuan"), NOTE)
    sheet.across(1, _COLUMNS - 4, _COLUMNS - 1, page.language.day(page.day), RIGHT)
    row = _notes(sheet, _about(roll, page.language), 3)
    ends = [_notes(sheet, _counted(roll, page.language), row)]
    if roll.comparison:
        ends.append(_notes(sheet, _compared(roll, roll.comparison, page.language), row, label_at=_RIGHT, value_at=_RIGHT + _FIGURES))
    row = max(ends) + 1
    labels = [words_of(name, page.language) for name in roll.programmes]
    sheet.widths([widest(labels, least=_LEFT, most=2 * _LEFT), *(11, 8, 15) * len(_KINDS)])
    heads, row = row, _table(sheet, roll, row)
    for place, signer in enumerate((say("Made by:"), say("Checked by:"), say("Responsible:"))):
        column = 0 if not place else 1 + _FIGURES * place
        sheet.text(row + 2, column, signer, RIGHT)
        for each in range(column + 1, column + _FIGURES):
            sheet.empty(row + 2, each, SIGNED)
    sheet.lines(row + 2, 2)
    sheet.printed(row + 2, heads=(heads, heads + 1))


def _notes(sheet: Sheet, notes: Iterable[_Note], row: int, *, label_at: int = 0, value_at: int = 1) -> int:
    """Write what is told, line by line; the row below is given."""
    for label, value, kind in notes:
        sheet.text(row, label_at, label, NOTE)
        if isinstance(value, str):
            sheet.text(row, value_at, value, kind)
        else:
            (sheet.fen if kind == NOTE_FEN else sheet.count)(row, value_at, value, kind)
        row += 1
    return row


def _about(roll: Roll, language: Language) -> Iterator[_Note]:
    say = language.say
    yield say("Month"), language.month(roll.month), NOTE
    yield say("Asked for"), " ".join(asked_lines(roll, language)), NOTE
    yield say("Rules"), say("edition {edition}", edition=roll.rules.edition), NOTE
    yield "", roll.rules.digest, NOTE
    for overlay in roll.rules.overlays:
        yield say("Overlay"), overlay.name, NOTE
        yield "", overlay.digest, NOTE


def _counted(roll: Roll, language: Language) -> Iterator[_Note]:
    say, counts = language.say, roll.counts
    yield say("Households in the files"), counts.read, NOTE_COUNT
    yield say("Households on the roll"), counts.paid, NOTE_COUNT
    yield say("People on the roll"), len(roll.people), NOTE_COUNT
    yield say("Households of which all is open"), counts.open, NOTE_COUNT
    yield say("Households with nothing to pay"), counts.nothing, NOTE_COUNT
    yield say("Returned, their rows being wrong"), counts.returned, NOTE_COUNT
    yield say("Amounts that are open"), len(roll.open), NOTE_COUNT
    yield say("Paid together"), roll.amount, NOTE_FEN


def _compared(roll: Roll, comparison: Comparison, language: Language) -> Iterator[_Note]:
    say = language.say
    yield say("Compared with"), language.month(comparison.month), NOTE
    if comparison.price_index is not None:
        yield say("Rise of the price index then"), language.percent(comparison.price_index / 100), NOTE
    yield say("Paid together then"), comparison.amount, NOTE_FEN
    yield say("Difference"), roll.amount - comparison.amount, NOTE_FEN
    numbers = {what: language.number(comparison.number(what)) for what in ("new", "ended", "changed")}
    yield say("Amounts that differ"), say("{new} new, {ended} ended, {changed} changed", **numbers), NOTE
    if comparison.counts.returned:
        yield say("Returned of last month's rows"), comparison.counts.returned, NOTE_COUNT


def _table(sheet: Sheet, roll: Roll, row: int) -> int:
    """The sums: a block for all districts and one for each, unless there is but one; the row below is given."""
    language = sheet.page.language
    say = language.say
    sheet.across(row, 0, 0, say("Programme"), HEAD, rows=2)
    for place, kind in enumerate(_KINDS):
        first = 1 + _FIGURES * place
        sheet.across(row, first, first + _FIGURES - 1, _capital(words_of(kind, language)) if kind else say("Together"), HEAD)
        for column, name in enumerate((say("Households"), say("People"), say("Amount")), first):
            sheet.text(row + 1, column, name, HEAD)
    row += 2
    districts = list(dict.fromkeys(each.district for each in roll.totals))
    for district in districts[1:] if len(districts) == 2 else districts:
        row = _block(sheet, roll, district, row)
    return row


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _block(sheet: Sheet, roll: Roll, district: str | None, row: int) -> int:
    say = sheet.page.language.say
    sheet.across(row, 0, _COLUMNS - 1, words_of(district, sheet.page.language) if district else say("All districts"), SUM_TEXT)
    found = {(each.registration, each.programme): each for each in roll.totals if each.district == district}
    told: Sequence[str] = [name for name in roll.programmes if district is None or (None, name) in found]
    for name in told:
        row += 1
        sheet.text(row, 0, words_of(name, sheet.page.language), TEXT)
        _figures(sheet, row, [found.get((kind, name)) for kind in _KINDS], COUNT, FEN)
    row += 1
    sheet.text(row, 0, say("Together"), SUM_TEXT)
    _figures(sheet, row, [found.get((kind, None)) for kind in _KINDS], SUM_COUNT, SUM_FEN)
    return row + 1


def _figures(sheet: Sheet, row: int, sums: Sequence[Sum | None], count: str, fen: str) -> None:
    for place, each in enumerate(sums):
        first = 1 + _FIGURES * place
        sheet.count(row, first, each.households if each else 0, count)
        sheet.count(row, first + 1, each.people if each else 0, count)
        sheet.fen(row, first + 2, each.amount if each else 0, fen)
