"""What became of the rows of a batch: counted, added up, and held to what was read."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from attrs import define, field, frozen

from ..asking import Asked as Question
from ..assessment import Options, Rules
from ..errors import MismatchError, Problem
from ..identity import digest
from ..months import Month
from .answer_columns import programmes_asked
from .deciding import Decided, Returned
from .records import Tables

Progress = Callable[[int, int], None]
"""Is told how many rows are done, and how many there are, as far as that is known."""


@define
class Sum:
    """What a programme comes to.

    Attributes:
        eligible: how many households get it.
        undetermined: of how many it is not known.
        low: the least they get together, in fen; None for a programme without an amount.
        high: the most; None where no upper limit is known.
    """

    eligible: int = 0
    undetermined: int = 0
    low: int | None = None
    high: int | None = None


@frozen
class Done:
    """What became of the rows.

    Attributes:
        households: how many households were answered.
        people: how many members they have.
        rows: how many rows were read; rows without anything in them are not counted.
        empty: how many rows had nothing in them.
        answered: how many rows the answered households have.
        given_back: how many rows were given back.
        returned: how many households those are, or rows without one.
        mistakes: how many mistakes are in them.
        open: how many households have something open.
        resumed: how many households had been done before, by a job that was broken off.
        not_read: the sheets of workbooks that were passed over, since there are no headings of ours in them, or nobody sees them.
        totals: by programme.
        output: the file of answers.
        returned_files: the files of what was given back; empty where everything was answered.
        seconds: how long it took.
        month: what was asked.
        options: the same.
        rules: what the answers rest on.
    """

    households: int
    people: int
    rows: int
    empty: int
    answered: int
    given_back: int
    returned: int
    mistakes: int
    open: int
    resumed: int
    not_read: tuple[str, ...]
    totals: Mapping[str, Sum]
    output: Path
    returned_files: tuple[Path, ...]
    seconds: float
    month: Month
    options: Options
    rules: Rules = field(repr=False)


def rules_of(question: Question) -> Rules:
    """What answers to a question rest on."""
    return Rules(question.rules.rulebook.edition, digest(question.rules.rulebook), question.overlays)


@define(eq=False)
class Tally:
    """Counts what is answered and what is given back."""

    tables: Tables
    question: Question
    progress: Progress | None = None
    households: int = 0
    people: int = 0
    answered: int = 0
    returned: int = 0
    given_back: int = 0
    mistakes: int = 0
    open: int = 0
    resumed: int = 0
    totals: dict[str, Sum] = field(init=False)

    def __attrs_post_init__(self) -> None:
        about = programmes_asked(self.question.wanted)
        self.totals = {each.id: Sum() if each.amount is None else Sum(low=0, high=0) for each in about}

    def add(self, part: Iterable[Decided | Returned]) -> None:
        """Take in another part."""
        for each in part:
            if isinstance(each, Decided):
                self._add_answer(each)
            else:
                self.returned += 1
                self.given_back += len(each.rows)
                self.mistakes += len(each.mistakes)
        if self.progress is not None:
            self.progress(self.answered + self.given_back, self.tables.rows_about)

    def _add_answer(self, answer: Decided) -> None:
        self.households += 1
        self.people += len(answer.people)
        self.answered += answer.rows
        self.open += any("missing" in told for told in answer.programmes.values())
        for name, told in answer.programmes.items():
            total = self.totals[name]
            total.eligible += told["status"] == "eligible"
            total.undetermined += told["status"] == "undetermined"
            if total.low is not None and "paid" in told:
                low, high = told["paid"]
                total.low += low
                total.high = None if total.high is None or high is None else total.high + high

    def check(self) -> None:
        """Hold what became of the rows to what was read.

        Raises:
            InputError: there are no households.
            MismatchError: rows were lost.
        """
        rows = self.tables.rows
        self.tables.check_any()
        if rows != self.answered + self.given_back:
            say = {"rows": rows, "answered": self.answered, "returned": self.given_back}
            problem = "{rows} rows were read, {answered} answered and {returned} given back."
            raise MismatchError(Problem("", problem, "This is a mistake of ours; please report it.", say))

    def done(self, output: Path, returned_files: tuple[Path, ...], seconds: float) -> Done:
        """Everything together."""
        return Done(
            self.households,
            self.people,
            self.tables.rows,
            self.tables.counts["empty"],
            self.answered,
            self.given_back,
            self.returned,
            self.mistakes,
            self.open,
            self.resumed,
            self.tables.not_read,
            self.totals,
            output,
            returned_files,
            seconds,
            self.question.month,
            self.question.options,
            rules_of(self.question),
        )
