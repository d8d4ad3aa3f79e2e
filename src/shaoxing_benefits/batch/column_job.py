"""A population in Parquet or Arrow to a file of answers, by columns: memory is bounded by a batch, and what is broken off goes on."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Unpack

import pyarrow as pa
import pyarrow.parquet
from attrs import frozen

from ..errors import InputError, MismatchError, Problem, UsageError
from ..identity import digest
from ..months import Month
from ..population.files import Summary, Sums
from ..population.formats import Writer, check_names, pieces_of_file
from ..population.pairing import Batch, paired
from ..population.schema import PASSED_OVER
from ..population.streaming import ROWS, Asking, Options, asking_of
from ..population.threads import ahead
from ..report.language import language
from .arrow_sheets import opened
from .columns import Part, decided_columns
from .deciding import Decided, Returned
from .fields import HOUSEHOLD, ID, heading, headings
from .journal import Journal, fingerprint
from .kept import as_line
from .records import Tables
from .returned import write_returned
from .safely import check_apart, check_free
from .sheets import Layout, Sheet, Table
from .source import WORKBOOK, FileName, check_ends
from .tally import Progress


@frozen
class ColumnsDone:
    """What became of the rows of a population.

    Attributes:
        summary: what was answered, and what programmes come to.
        rows: how many rows were read, of both tables.
        given_back: how many were given back.
        returned: how many households those are.
        mistakes: how many mistakes are in them.
        resumed: how many batches had been done before.
        output: the file of answers.
        returned_files: the workbook of what was given back, if there is one.
    """

    summary: Summary
    rows: int
    given_back: int
    returned: int
    mistakes: int
    resumed: int
    output: Path
    returned_files: tuple[Path, ...]


def run_columns(
    households: FileName,
    members: FileName,
    month: str | date | Month,
    output: FileName,
    *,
    lang: str = "zh",
    resume: bool = False,
    overwrite: bool = False,
    progress: Progress | None = None,
    rows: int = ROWS,
    **options: Unpack[Options],
) -> ColumnsDone:
    """Decide a population by columns; households with mistakes are given back in a workbook, and the others go on.

    Args:
        households: the households' table, in .parquet, .arrow or .feather.
        members: the members' table, grouped by household in the households' order.
        month: as in `assess`.
        output: the file of answers, as of `assess_table`.
        lang: "zh" or "en", for what is said about mistakes.
        resume: go on with what was broken off, if anything was.
        overwrite: replace files that are there, and forget what was broken off.
        progress: is told now and then how many rows are done, and how many there are.
        rows: how many households are worked on at once.
        options: as in `assess_table`.

    Raises:
        InputError: what is wrong belongs to no household: columns that are not there, members that are not in the households' order.
        UsageError: an option cannot be answered, a number is not published, or a name is taken.
        MismatchError: rows were lost; nothing is written then.
        OSError: a file cannot be read or written.
    """
    begin = perf_counter()
    check_names(households, members, output)
    check_ends([f"x{WORKBOOK}"])  # rows may have to be given back
    asking = asking_of(month, options)
    target = Path(output)
    returned_to = target.with_name(f"{target.stem}.returned{WORKBOOK}")
    check_apart([target, returned_to], [Path(households), Path(members)])
    if not (resume and Journal.is_left(target)):
        check_free([target, returned_to], overwrite=overwrite)
    kept = {
        "files": {Path(each).name: fingerprint(Path(each)) for each in (households, members)},
        "rules": digest(asking.question.asked.rules.rulebook),
        "overlays": [each.to_dict() for each in asking.question.overlays],
        "asked": {
            name: str(value) for name, value in sorted({**options, "month": asking.question.asked.month}.items()) if name != "overlays"
        },
        "rows": rows,
    }
    with Journal.opened(target, kept, resume=resume, overwrite=overwrite) as journal:
        job = _Job(asking, journal, Tables(_tables(households, members), in_any_order=False), progress)
        batches = paired(pieces_of_file(households, "households", rows, []), pieces_of_file(members, "members", rows, []), rows)
        try:
            job.run(batches, job.tables.rows_about)
            names = job.give_back(returned_to, lang)
            job.write_together(target)
        except (InputError, MismatchError, UsageError):
            journal.remove()  # these files will never do
            raise
        journal.remove()
    return ColumnsDone(
        job.sums.summary(perf_counter() - begin), job.rows, job.given_back, job.returned, job.mistakes, job.resumed, target, names
    )


class _Job:
    """Goes through the batches, keeps what is done, and counts."""

    def __init__(self, asking: Asking, journal: Journal, tables: Tables, progress: Progress | None) -> None:
        self._asking, self._journal, self.tables, self._progress = asking, journal, tables, progress
        self.sums = Sums(asking)
        self.rows = self.given_back = self.returned = self.mistakes = self.resumed = 0
        self._parts: list[Path] = []

    def run(self, batches: Iterator[Batch], of_all: int) -> None:
        """Decide every batch; of what had been done only the sums are taken."""
        done = self._journal.done()
        for number, batch in enumerate(ahead(batches)):
            path = self._journal.folder / f"{number:06}.arrow"
            before = next(done, None)
            if before is None:
                part = decided_columns(self._asking, batch, self.tables)
                if part.answers is not None:
                    _write_part(path, part.answers)
                self._journal.add(as_line(part.returned))
            else:
                self.resumed += 1
                part = _kept_part(path, batch, before)
            self._take(part, batch, path)
            if self._progress is not None:
                self._progress(self.rows, of_all)
        if not self.rows:
            raise InputError(Problem("households", "There are no households in it.", "Name the file that has them."))

    def _take(self, part: Part, batch: Batch, path: Path) -> None:
        rows = batch.households.num_rows + batch.members.num_rows
        given_back = sum(len(each.rows) for each in part.returned)
        if rows != part.households + part.members + given_back:
            say = {"rows": rows, "answered": part.households + part.members, "returned": given_back}
            problem = "{rows} rows were read, {answered} answered and {returned} given back."
            raise MismatchError(Problem("", problem, "This is a mistake of ours; please report it.", say))
        self.rows += rows
        self.given_back += given_back
        self.returned += len(part.returned)
        self.mistakes += sum(len(each.mistakes) for each in part.returned)
        if part.answers is not None:
            self.sums.take_in(part.households, part.members, part.answers)
            self._parts.append(path)

    def give_back(self, target: Path, lang: str) -> tuple[Path, ...]:
        """Write the rows that are given back, if there are any."""
        if not self.given_back:
            target.unlink(missing_ok=True)
            return ()
        unfinished = self._journal.folder / target.name
        write_returned(unfinished, self.tables, self._journal.returned(), language(lang))
        unfinished.replace(target)
        return (target,)

    def write_together(self, target: Path) -> None:
        """Write all parts one after the other."""
        if not self._parts:
            raise InputError(
                Problem("households", "Every household has mistakes in it.", "Mend what was given back, and hand it in again.")
            )
        unfinished = self._journal.folder / f"answers{target.suffix.lower()}"
        with ExitStack() as stack:
            writer = Writer(unfinished, target.suffix.lower())
            stack.callback(writer.close)
            for path in self._parts:
                writer.write(_read_part(path))
        unfinished.replace(target)


def _write_part(path: Path, answers: pa.Table) -> None:
    """Not packed: it is read again once, and goes."""
    unfinished = path.with_suffix(".new")
    with pa.ipc.new_file(str(unfinished), answers.schema) as file:
        file.write_table(answers)
    unfinished.replace(path)


def _read_part(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as file:
        return pa.ipc.open_file(file).read_all()


def _kept_part(path: Path, batch: Batch, before: Sequence[Decided | Returned]) -> Part:
    back = [each for each in before if isinstance(each, Returned)]
    taken = [row.table for each in back for row in each.rows]
    households, members = (len(data) - taken.count(table) for table, data in enumerate((batch.households, batch.members)))
    return Part(_read_part(path) if households else None, households, members, back)


def _tables(households: FileName, members: FileName) -> tuple[Table, ...]:
    """Both tables with what their columns are; the rows come from elsewhere."""
    found = []
    for place, path in enumerate(map(Path, (households, members))):
        schema, rows, _ = opened(path)
        names = [each for each in schema.names if each != PASSED_OVER]
        paths = [HOUSEHOLD if place == 0 and each == ID else each for each in names]
        columns = tuple(headings().get(heading(each)) for each in paths)
        found.append(Table(Sheet(path.name, "", iter(()), rows), Layout(columns), tuple(names), 0))
    return tuple(found)
