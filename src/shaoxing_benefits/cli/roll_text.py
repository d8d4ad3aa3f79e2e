"""A monthly roll as text: what became of the households, what programmes pay, what differs from last month, where the files are."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..batch.roll_parts import Comparison, Roll
from ..batch.roll_words import asked_lines, words_of
from ..numbers import yuan
from ..report.language import Language
from ..report.layout import WIDE, hanging, padded, width, wrapped
from ..report.overview import which_rules


def roll_text(roll: Roll, title: str, files: Sequence[Path], language: Language) -> str:
    """The whole text."""
    lines = [*_wrapped([title, *asked_lines(roll, language)])]
    lines += ["", *_wrapped(_counts(roll, language)), "", *_totals(roll, language)]
    if roll.comparison:
        lines += ["", *_wrapped(_compared(roll, roll.comparison, language))]
    lines += ["", *_wrapped(_files(roll, files, language)), "", *which_rules(roll.rules, language)]
    return "\n".join(lines) + "\n"


def _wrapped(texts: Sequence[str] | Iterator[str]) -> Iterator[str]:
    for text in texts:
        yield from hanging(wrapped(text, WIDE - 2), 2)


def _counts(roll: Roll, language: Language) -> Iterator[str]:
    say, number, counts = language.say, language.number, roll.counts
    told = {
        "read": number(counts.read),
        "paid": number(counts.paid),
        "open": number(counts.open),
        "nothing": number(counts.nothing),
        "returned": number(counts.returned),
    }
    yield say("Households: {read}. On the roll: {paid}; all open: {open}; nothing to pay: {nothing}; returned: {returned}.", **told)
    if roll.open:
        open_ = {"amounts": number(len(roll.open)), "households": number(len({each.household for each in roll.open}))}
        yield say("Amounts that are not certain, and not paid: {amounts}, of {households} households.", **open_)


def _totals(roll: Roll, language: Language) -> Iterator[str]:
    say, number = language.say, language.number
    whole = {each.programme: each for each in roll.totals if each.district is None and each.registration is None}
    rows = [("", say("Households"), say("People"), say("Amount"))]
    for name in (*roll.programmes, None):
        each = whole[name]
        label = say("Together") if name is None else words_of(name, language)
        rows.append((label, number(each.households), number(each.people), language.money(yuan(each.amount))))
    columns = [max(width(row[place]) for row in rows) for place in range(4)]
    for row in rows:
        yield "  ".join(padded(cell, columns[place], right=place > 0) for place, cell in enumerate(row)).rstrip()


def _compared(roll: Roll, comparison: Comparison, language: Language) -> Iterator[str]:
    say, number, counts = language.say, language.number, comparison.counts
    told = {
        "month": language.month(comparison.month),
        "before": language.money(yuan(comparison.amount)),
        "difference": _signed(roll.amount - comparison.amount, language),
    }
    yield say("Compared with {month}: then {before}, the difference is {difference}.", **told)
    numbers = {what: number(comparison.number(what)) for what in ("new", "ended", "changed")}
    yield say("Amounts that differ: {new} new, {ended} ended, {changed} changed.", **numbers)
    if counts.returned:
        say_returned = {"returned": number(counts.returned), "read": number(counts.read)}
        yield say("Of last month's {read} households {returned} could not be read.", **say_returned)


def _signed(fen: int, language: Language) -> str:
    sign = "+" if fen > 0 else "−" if fen < 0 else ""
    return f"{sign}{language.money(yuan(abs(fen)))}"


def _files(roll: Roll, files: Sequence[Path], language: Language) -> Iterator[str]:
    yield language.say("Written: {files}.", files=language.listed(map(str, files)))
    if roll.returned:
        mistakes = language.number(sum(len(each.mistakes) for each in roll.returned))
        yield language.say(
            "The returned rows have {mistakes} mistakes, marked there; mend them, and make the roll again.", mistakes=mistakes
        )
