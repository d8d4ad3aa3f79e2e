"""A population as two streams: read, answered and handed on batch by batch, so that memory is bounded by a batch, not by the population."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import pyarrow as pa
from attrs import frozen

from ..errors import InputError, Problem, UsageError
from ..months import Month
from ..stated import shown
from .assessing import answered
from .columns import Columns
from .door import read_tables
from .pairing import Batch, paired
from .prepared import Prepared, prepared

if TYPE_CHECKING:
    from ..overlays import Source

ROWS = 65_536


class Options(TypedDict, total=False):
    """The options of `assess_table`, which says what each of them means."""

    unstated: str
    money: str | None
    scenario: str | None
    bounds: bool
    per: str
    price_index: str | Decimal | int | None
    overlays: "Iterable[Source] | Source"
    known_on: date | str | None
    assume_planned: bool
    beyond_horizon: bool
    programmes: Iterable[str] | None
    threads: int | None


def assess_batches(
    households: Any, members: Any, month: str | date | Month, *, rows: int = ROWS, **options: Unpack[Options]
) -> Iterator[pa.Table]:
    """Decide every programme for a population that comes in two streams; each table answers the next households.

    The members must be grouped by household, in the households' order. What is held at once are so many households and their members, and
    what the streams themselves hold. That a household's id comes a second time is seen only within a batch.

    Args:
        households: the households' table in parts: a reader or an iterable of record batches or tables, a scanner, or a table.
        members: the members' table likewise.
        month: as in `assess`.
        rows: how many households make a batch.
        options: as in `assess_table`, whose tables these are, cut into pieces: unstated, money, scenario, bounds and all others.

    Raises:
        InputError: mistakes in a batch, with the rows counted from the beginning of the stream; members that are not in the households'
            order. It comes when the batch is asked for, and what came before is right.
        UsageError: the month or an option cannot be answered, which is said at once; or a number is not published.
        OSError: an overlay cannot be opened.
    """
    asking = asking_of(month, options)
    check_rows(rows)
    return (asking.table(asking.columns(batch)) for batch in paired(households, members, rows))


@frozen(eq=False)
class Asking:
    """What is asked of every batch: the question, prepared once, and how the tables are read."""

    question: Prepared
    unstated: str
    money: str | None
    bounds: bool
    threads: int | None

    def columns(self, batch: Batch) -> Columns:
        """Read a batch.

        Raises:
            InputError: with rows counted from the beginning of the stream.
        """
        try:
            return read_tables(batch.households, batch.members, self.question.asked.month, unstated=self.unstated, money=self.money)
        except InputError as error:
            raise InputError(batch.placed(problem) for problem in error.problems) from None

    def table(self, columns: Columns) -> pa.Table:
        """Answer it."""
        return answered(self.question, columns, bounds=self.bounds, threads=self.threads)


def asking_of(month: str | date | Month, options: Options) -> Asking:
    """Work out a question with the options of `assess_table`."""
    strange = options.keys() - Options.__annotations__.keys()
    if strange:
        raise TypeError(f"unknown options: {', '.join(sorted(strange))}")
    terms = ("price_index", "known_on", "assume_planned", "beyond_horizon", "programmes")
    question = prepared(
        month,
        {name: value for name, value in options.items() if name in terms},
        overlays=options.get("overlays", ()),
        scenario=options.get("scenario"),
        per=options.get("per", "household"),
    )
    return Asking(question, options.get("unstated", "unknown"), options.get("money"), options.get("bounds", False), options.get("threads"))


def check_rows(rows: int) -> None:
    """A batch has at least one household.

    Raises:
        UsageError: there is none in so many rows.
    """
    if rows < 1:
        say = {"value": shown(rows)}
        raise UsageError(Problem("rows", "{value} is no number of rows.", "Write 1 or more.", say))
