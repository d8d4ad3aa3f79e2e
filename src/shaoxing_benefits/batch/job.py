"""Files of households to a file of answers: every row is answered or given back, and a job that is broken off goes on where it stood."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from ..asking import Asked as Question
from ..asking import asked as asked_for
from ..errors import InputError, MismatchError, Problem, UsageError
from ..identity import digest
from ..months import Month
from ..report.language import Language, language
from ..report.overview import asked_for as asked_lines
from ..report.overview import which_rules
from .answer_columns import PER, programmes_asked
from .answer_files import AnswerWriter, arrow_answers, csv_answers
from .deciding import Asked, Decided, Returned
from .journal import Journal, fingerprint
from .kept import of_line
from .pool import lines, seldom_collected
from .records import Record, Tables
from .returned_csv import write_returned_csv
from .safely import check_apart, check_free
from .source import ARROW, CSV, WORKBOOK, FileName, check_ends, tables_of
from .tally import Done, Progress, Tally, rules_of

if TYPE_CHECKING:
    from ..overlays import Source

AT_ONCE = 200
"""So many households are decided and kept together."""


def run_batch(
    files: Sequence[FileName],
    month: str | date | Month,
    output: FileName,
    *,
    unstated: str = "unknown",
    per: str = "household",
    lang: str = "zh",
    resume: bool = False,
    overwrite: bool = False,
    processes: int = 1,
    progress: Progress | None = None,
    price_index: str | Decimal | int | None = None,
    overlays: "Iterable[Source] | Source" = (),
    known_on: date | str | None = None,
    assume_planned: bool = False,
    beyond_horizon: bool = False,
    programmes: Iterable[str] | None = None,
) -> Done:
    """Decide every household in files, and write the answers to another; rows with mistakes are given back, and the others go on.

    What a file holds is told by the end of its name: .xlsx, .csv, .parquet, .arrow or .feather. The answers get their name when they are
    whole. Rows that are given back stand in `<output>.returned.xlsx` (for answers in CSV in `<output>.returned.csv`), marked, each with
    what is wrong and what to do.

    Args:
        files: one file with a row for each person, or with two sheets; or two files, of the households and of the members.
        month: as in `assess`.
        output: the file of answers.
        unstated: what empty cells and absent columns mean, "unknown" or "none", where the row of a household does not say it.
        per: in CSV and Parquet a row for each "household" or "member"; a workbook has both.
        lang: "zh" or "en", for the words in workbooks and what is said about mistakes.
        resume: go on with what was broken off, if anything was.
        overwrite: replace files that are there, and forget what was broken off.
        processes: how many work side by side. With more than one, a script needs `if __name__ == "__main__":`.
        progress: is told now and then how many rows are done, and how many there are.
        price_index: as in `assess`, like all that follows.
        overlays: the same.
        known_on: the same.
        assume_planned: the same.
        beyond_horizon: the same.
        programmes: the same.

    Raises:
        InputError: a file is no table of households, or cannot be told apart.
        UsageError: an option cannot be answered, a name is taken, or a file's kind needs an extra that is not installed.
        MismatchError: rows were lost; nothing is written then.
        OSError: a file cannot be read or written.
    """
    begin = perf_counter()
    check_ends([*files, output])
    _check_word("unstated", unstated, ("none", "unknown"))
    _check_word("per", per, PER)
    wanted = None if programmes is None else tuple(programmes)
    local = _read_overlays(overlays)
    question = asked_for(month, price_index, known_on, assume_planned, beyond_horizon, wanted, local)
    options = {
        "month": str(question.month),
        "price_index": None if price_index is None else str(price_index),
        "known_on": question.options.known_on,
        "assume_planned": assume_planned,
        "beyond_horizon": beyond_horizon,
        "programmes": None if wanted is None else list(wanted),
    }
    target = Path(output)
    tables = tables_of(files)
    returned_to = returned_names(target, tables)
    asked = Asked(tuple(table.layout.paths for table in tables.tables), unstated, {**options, "overlays": local})
    kept = {
        "files": {Path(each).name: fingerprint(Path(each)) for each in files},
        "rules": digest(question.rules.rulebook),
        "overlays": [each.to_dict() for each in local],
        **options,
        "unstated": unstated,
        "per": per,
        "lang": lang,
        "at once": AT_ONCE,
    }
    check_apart([target, *returned_to], map(Path, files))
    # A run that was killed at its very end may have given files their names already.
    if not (resume and Journal.is_left(target)):
        check_free([target, *returned_to], overwrite=overwrite)
    with Journal.opened(target, kept, resume=resume, overwrite=overwrite) as journal:
        tally = Tally(tables, question, progress)
        unfinished = journal.folder / f"answers{target.suffix.lower()}"
        try:
            with seldom_collected(), _writer(unfinished, question, per, language(lang), row_by_row=not tables.in_any_order) as writer:
                _run(_parts(tables.records()), asked, journal, tally, writer, processes)
            tally.check()
        except (InputError, MismatchError):
            # There is nothing to go on with: these files will never do.
            journal.remove()
            raise
        names = _give_back(tables, journal, returned_to if tally.given_back else (), language(lang))
        # Without any, a file of an earlier run would no longer be true.
        for each in set(returned_to) - set(names):
            each.unlink(missing_ok=True)
        unfinished.replace(target)
        journal.remove()
    return tally.done(target, names, perf_counter() - begin)


def returned_names(output: Path, tables: Tables) -> tuple[Path, ...]:
    """Where rows are given back: a workbook, or beside answers in CSV a file for each table."""
    if output.suffix.lower() != CSV:
        return (output.with_name(f"{output.stem}.returned{WORKBOOK}"),)
    names = [f"{output.stem}.returned{CSV}", f"{output.stem}.returned.members{CSV}"]
    return tuple(output.with_name(name) for name in names[: len(tables.tables)])


def goes_by_columns(files: Sequence[FileName], output: FileName) -> bool:
    """Whether everything is Parquet or Arrow."""
    return all(Path(each).suffix.lower() in ARROW for each in (*files, output))


def _check_word(name: str, value: str, words: Sequence[str]) -> None:
    if value not in words:
        raise UsageError(Problem(name, "{value} is not known here.", "Write one of: {all}.", {"value": value, "all": ", ".join(words)}))


def _read_overlays(overlays: "Iterable[Source] | Source") -> tuple[Any, ...]:
    if overlays == ():
        return ()
    from ..overlays import read_overlays  # noqa: PLC0415 - most do without

    return read_overlays(overlays)


def _writer(path: Path, question: Question, per: str, spoken: Language, *, row_by_row: bool) -> AbstractContextManager[AnswerWriter]:
    """What writes the answers. A workbook that was read is held as a whole; so may be the one that is written."""
    programmes = programmes_asked(question.wanted)
    if path.suffix == CSV:
        return csv_answers(path, programmes, per)
    if path.suffix != WORKBOOK:
        return arrow_answers(path, programmes, per)
    from .answer_book import book_answers  # noqa: PLC0415 - the extra may not be installed

    title = spoken.say("Answers for {month}", month=spoken.month(question.month))
    about = [title, *asked_lines(question.options, spoken), *which_rules(rules_of(question), spoken)]
    return book_answers(path, programmes, spoken, about, row_by_row=row_by_row)


def _give_back(tables: Tables, journal: Journal, names: tuple[Path, ...], spoken: Language) -> tuple[Path, ...]:
    """Write the rows that are given back."""
    unfinished = [journal.folder / each.name for each in names]
    if names and names[0].suffix == CSV:
        write_returned_csv(unfinished, tables, journal.returned(), spoken)
    elif names:
        from .returned import write_returned  # noqa: PLC0415 - the extra may not be installed

        write_returned(unfinished[0], tables, journal.returned(), spoken)
    for path, name in zip(unfinished, names, strict=True):
        path.replace(name)
    return names


def _run(parts: Iterator[list[Record]], asked: Asked, journal: Journal, tally: Tally, writer: AnswerWriter, processes: int) -> None:
    """Decide every household; what had been done is taken as it is."""
    for done in journal.done():
        records = next(parts, [])
        if [each.id for each in done] != [each.id for each in records]:
            raise MismatchError(Problem("", "What had been done is not what stands in the files.", "Begin anew: --overwrite."))
        tally.resumed += len(done)
        _take(done, tally, writer)
    for line in lines(parts, asked, processes):
        journal.add(line)
        _take(of_line(line), tally, writer)


def _take(part: list[Decided | Returned], tally: Tally, writer: AnswerWriter) -> None:
    for each in part:
        if isinstance(each, Decided):
            writer.write(each)
    tally.add(part)


def _parts(records: Iterable[Record]) -> Iterator[list[Record]]:
    """So many households at a time."""
    waiting = iter(records)
    while part := list(islice(waiting, AT_ONCE)):
        yield part


def all_cores() -> int:
    """As many processes as the machine has cores for us."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
