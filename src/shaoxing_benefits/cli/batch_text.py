"""What became of a batch, as text."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..batch.tally import Done
from ..report.language import Language
from ..report.layout import WIDE, hanging, wrapped
from ..report.overview import asked_for, which_rules
from ..report.population_text import population_text, totals_lines

if TYPE_CHECKING:
    from ..batch.column_job import ColumnsDone


def batch_text(done: Done, language: Language) -> str:
    """How many households were answered and rows given back, what programmes come to, and where the files are."""
    say, number = language.say, language.number
    counts = {"households": number(done.households), "members": number(done.people)}
    lines = [say("{households} households with {members} members, {month}", **counts, month=language.month(done.month))]
    lines += asked_for(done.options, language)
    lines += totals_lines(done.totals, language)
    lines.append("")
    for text in _rows(done, language):
        lines += hanging(wrapped(text, WIDE - 2), 2)
    lines += _returned(done.returned_files, done.mistakes, language)
    lines += ["", *which_rules(done.rules, language)]
    return "\n".join(lines) + "\n"


def columns_text(done: "ColumnsDone", language: Language) -> str:
    """The same of a population that was decided by columns."""
    say, number = language.say, language.number
    lines = [population_text(done.summary, str(done.output), language).rstrip("\n"), ""]
    counts = {"rows": number(done.rows), "answered": number(done.rows - done.given_back), "returned": number(done.given_back)}
    lines.append(say("Rows read: {rows}; answered: {answered}; given back: {returned}.", **counts))
    if done.resumed:
        lines.append(say("Batches that had been done before the run was broken off: {count}.", count=number(done.resumed)))
    lines += _returned(done.returned_files, done.mistakes, language)
    return "\n".join(lines) + "\n"


def _returned(files: Iterable[Path], mistakes: int, language: Language) -> Iterator[str]:
    names = language.listed(map(str, files))
    if names:
        text = "{files}: {count} mistakes, marked; mend them there, and hand the file in again."
        yield from hanging(wrapped(language.say(text, files=names, count=language.number(mistakes)), WIDE - 2), 2)


def _rows(done: Done, language: Language) -> Iterator[str]:
    say, number = language.say, language.number
    counts = {"rows": number(done.rows), "answered": number(done.answered), "returned": number(done.given_back)}
    yield say("Rows read: {rows}; answered: {answered}; given back: {returned}.", **counts)
    if done.empty:
        yield say("Rows without anything in them, passed over: {count}.", count=number(done.empty))
    if done.not_read:
        yield say("Sheets without headings of ours, or hidden, that were not read: {names}.", names=language.listed(done.not_read))
    if done.open:
        yield say("Households of which something is open: {count}.", count=number(done.open))
    if done.resumed:
        yield say("Households that had been done before the run was broken off: {count}.", count=number(done.resumed))
    seconds = max(done.seconds, 0.001)
    told = {"file": done.output, "seconds": f"{seconds:.1f}", "rate": number(int(done.rows / seconds))}
    yield say("{file}: written in {seconds} seconds, {rate} rows a second.", **told)
