"""A population in files: read, answered and written part by part, with what all of it comes to."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from os import PathLike
from time import perf_counter
from typing import Any, Unpack

import attrs
import pyarrow as pa
import pyarrow.compute as pc
from attrs import field, frozen

from ..assessment import Assessment, Rules
from ..assessment import Options as AssessmentOptions
from ..engine.columns import Kernel, kernel
from ..engine.rule import Programme
from ..errors import InputError, Problem, UsageError, first_of
from ..identity import digest
from ..months import Month
from ..stated import shown
from .assessing import explain_row, kernel_for
from .formats import check_names, pieces_of_file, written
from .grouping import ids_of
from .pairing import moved, paired, pieces_of
from .results import STATUSES, figures
from .schema import HOUSEHOLD_ID, HOUSEHOLD_OF_MEMBER
from .streaming import ROWS, Asking, Options, asking_of, check_rows
from .threads import ahead

FileName = str | PathLike[str]
_ELIGIBLE, _UNDETERMINED = STATUSES.index("eligible"), STATUSES.index("undetermined")


@frozen
class ProgrammeTotal:
    """What a programme comes to in all rows.

    Attributes:
        eligible: how many households get it; None where members were asked for.
        undetermined: of how many households missing facts decide it.
        low: the sum of the least, in fen; None for a programme without an amount.
        high: the sum of the most; the same as `low` where bounds were not asked for, and None where no upper limit is known.
    """

    eligible: int | None
    undetermined: int | None
    low: int | None
    high: int | None


@frozen
class Summary:
    """What became of a population.

    Attributes:
        households: how many were read.
        members: the same.
        rows: how many were written.
        marked: how many rows there are of which facts are missing; without bounds they are in no total.
        seconds: how long everything took.
        compiling: how much of it went into compiling the rules; 0 where that had been done before.
        has_bounds: whether bounds were asked for.
        totals: by programme.
        month: what was asked.
        scenario: the same.
        taken_as_nought: the parameters of which the scenario "low" has no published low end.
        options: the same.
        rules: what the answers rest on; of the overlays, a scenario is one.
    """

    households: int
    members: int
    rows: int
    marked: int
    seconds: float
    compiling: float
    has_bounds: bool
    totals: Mapping[str, ProgrammeTotal]
    month: Month
    scenario: str | None
    taken_as_nought: tuple[str, ...]
    options: AssessmentOptions
    rules: Rules = field(repr=False)


def assess_files(
    households: FileName, members: FileName, to: FileName, month: str | date | Month, *, rows: int = ROWS, **options: Unpack[Options]
) -> Summary:
    """Decide every programme for a population in files, and write the answers to another.

    What a file holds is told by the end of its name: .parquet, .arrow or .feather, .csv. In CSV amounts are yuan and empty cells are null;
    in the others answers are fen. The file of answers gets its name when it is whole; if anything is wrong, there is none.

    Args:
        households: the file of the households' table.
        members: that of the members' table, grouped by household in the households' order.
        to: the file to write.
        month: as in `assess`.
        rows: how many households are worked on at once.
        options: as in `assess_table`.

    Raises:
        InputError: with the mistakes in what was read, each with row and column, or in the overlays.
        UsageError: the month, an option or a file's name cannot be answered; or a number is not published.
        OSError: a file or an overlay cannot be opened or written.
    """
    begin = perf_counter()
    check_rows(rows)
    check_names(households, members, to)
    asking = asking_of(month, options)
    sums = Sums(asking)
    made_before = kernel.cache_info().misses
    told: list[Problem] = []
    with written(to) as writer:
        streams = (pieces_of_file(households, "households", rows, told), pieces_of_file(members, "members", rows, told))
        with _all_told(told):
            for batch in ahead(paired(*streams, rows)):
                has_gaps = bool(told)
                # Of a cell that could not be read nothing is known: it contradicts nothing.
                columns = (attrs.evolve(asking, unstated="unknown") if has_gaps else asking).columns(batch)
                if has_gaps:
                    continue
                started = perf_counter()
                table = asking.table(columns)
                if not sums.rows and _is_compiled_anew(kernel_for(asking.question, columns), made_before):
                    sums.compiling = perf_counter() - started
                sums.take_in(columns.count, len(columns.member_ids), table)
                writer.write(table)
        if not sums.rows:
            raise InputError(Problem(str(households), "There are no households in it.", "Name the file that has them."))
    return sums.summary(perf_counter() - begin)


@contextmanager
def _all_told(told: list[Problem]) -> Iterator[None]:
    """Tell what is wrong with cells together with what else is wrong, and of a cell only once.

    Raises:
        InputError: there is anything to tell.
    """
    problems: tuple[Problem, ...] = ()
    try:
        yield
    except InputError as error:
        if not told:
            raise
        problems = error.problems
    if told:
        cells = {each.path for each in told}
        raise InputError(first_of([*told, *(each for each in problems if each.path and each.path not in cells)]))


def _is_compiled_anew(made: Kernel, made_before: int) -> bool:
    """Whether neither this process nor an earlier one had compiled it."""
    compiled: Any = made._run
    return kernel.cache_info().misses > made_before and bool(compiled.stats.cache_misses)


class Sums:
    """What the batches come to so far."""

    def __init__(self, asking: Asking) -> None:
        self._question = asking.question
        self._bounds = asking.bounds
        self._counts = dict.fromkeys(("households", "members", "rows", "marked"), 0)
        self._totals: dict[str, ProgrammeTotal] = {}
        self.compiling = 0.0

    @property
    def rows(self) -> int:
        """How many rows there are so far."""
        return self._counts["rows"]

    def take_in(self, households: int, members: int, table: pa.Table) -> None:
        """Take in the answers for another batch of so many households."""
        counted = (households, members, table.num_rows, self._marked(table))
        for name, count in zip(self._counts, counted, strict=True):
            self._counts[name] += count
        for programme in self._question.programmes:
            before, here = self._totals.get(programme.id), self._total(programme, table)
            self._totals[programme.id] = here if before is None else _sum(before, here)

    def _marked(self, table: pa.Table) -> int:
        return int(table.num_rows - table.column("missing").null_count)

    def _total(self, programme: Programme, table: pa.Table) -> ProgrammeTotal:
        eligible = undetermined = None
        if not self._question.per_member:
            chunks = table.column(f"{programme.id}.status").chunks
            eligible, undetermined = (sum(_added(pc.equal(chunk.indices, code)) for chunk in chunks) for code in (_ELIGIBLE, _UNDETERMINED))
        figure = next((each for each in figures((programme,), per_member=self._question.per_member) if not each.name), None)
        if figure is None:
            return ProgrammeTotal(eligible, undetermined, None, None)
        if not self._bounds and not programme.ceiling:
            paid = _added(table.column(f"{programme.id}.amount"))
            return ProgrammeTotal(eligible, undetermined, paid, paid)
        most = table.column(f"{programme.id}.high")
        high = None if self._bounds and most.null_count else _added(most)
        return ProgrammeTotal(eligible, undetermined, 0 if programme.ceiling else _added(table.column(f"{programme.id}.low")), high)

    def summary(self, seconds: float) -> Summary:
        """Everything together."""
        asked = self._question.asked
        return Summary(
            **self._counts,
            seconds=seconds,
            compiling=self.compiling,
            has_bounds=self._bounds,
            totals=self._totals,
            month=asked.month,
            scenario=self._question.scenario,
            taken_as_nought=self._question.taken_as_nought,
            options=asked.options,
            rules=Rules(asked.rules.rulebook.edition, digest(asked.rules.rulebook), self._question.overlays),
        )


def _added(values: Any) -> int:
    return int(pc.sum(values).as_py() or 0)


def _sum(one: ProgrammeTotal, other: ProgrammeTotal) -> ProgrammeTotal:
    def both(left: int | None, right: int | None) -> int | None:
        return None if left is None or right is None else left + right

    return ProgrammeTotal(
        both(one.eligible, other.eligible),
        both(one.undetermined, other.undetermined),
        both(one.low, other.low),
        both(one.high, other.high),
    )


def explain_in_files(
    households: FileName, members: FileName, household: str, month: str | date | Month, **options: Unpack[Options]
) -> Assessment:
    """The household with this id as an `Assessment` with every step. The files may be in any order; they are read through once.

    Raises:
        InputError: as for `assess_files`.
        UsageError: the same; or there is no such household.
        OSError: a file or an overlay cannot be opened.
    """
    check_names(households, members, None)
    asking_of(month, options)  # wrong options are told before a large file is read
    told: list[Problem] = []
    table, rows = _rows_of(households, "households", HOUSEHOLD_ID, household, told)
    people, places = _rows_of(members, "members", HOUSEHOLD_OF_MEMBER, household, told)
    if not rows:
        say = {"id": shown(household)}
        raise UsageError(Problem("explain", "No household has the id {id}.", "Write an id as it stands in the households' file.", say))
    of_file = {"households": rows, "members": places}
    asked: dict[str, Any] = {name: value for name, value in options.items() if name not in ("bounds", "per", "threads")}
    begins = tuple(f"{name}[{row}]." for name, places in of_file.items() for row in places)
    own = [each for each in told if each.path.startswith(begins)]
    if own:
        asked["unstated"] = "unknown"  # as in `assess_files`
    with _all_told(own):
        try:
            return explain_row(table, people, 0, month, **asked)
        except InputError as error:
            raise InputError(moved(problem, lambda name, row: of_file[name][row]) for problem in error.problems) from None


def _rows_of(path: FileName, name: str, column: str, wanted: str, told: list[Problem]) -> tuple[pa.Table, list[int]]:
    """The rows in which an id stands, and where in the file they are."""
    found: list[pa.Table] = []
    places: list[int] = []
    before = 0
    for piece in pieces_of(pieces_of_file(path, name, ROWS, told), name, ROWS):
        if not found:
            found.append(piece.slice(0, 0))  # what columns there are is known even where nothing is found
        # Whether the column is there, and fit to name households, is for the door to say.
        ids = ids_of(piece.column(column), column, []) if piece.column_names.count(column) == 1 else None
        here = [] if ids is None else pc.indices_nonzero(pc.equal(ids.cast(pa.large_string()), wanted)).to_pylist()
        if here:
            found.append(piece.take(here))
            places += (before + row for row in here)
        before += piece.num_rows
    return (pa.concat_tables(found) if found else pa.table({})), places
