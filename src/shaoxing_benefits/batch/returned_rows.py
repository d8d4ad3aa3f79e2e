"""What is given back of rows that are no households, whatever kind of file it goes to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ..errors import Problem
from ..report.language import Language
from .deciding import Returned
from .fields import PLACE, WRONG
from .records import Mistake, Placed
from .sheets import Table

Wrong = dict[tuple[int, int, int | None], list[Mistake]]


def mistakes_by_cell(returned: Returned) -> Wrong:
    """The mistakes by table, row and column."""
    found: Wrong = defaultdict(list)
    for each in returned.mistakes:
        found[each.table, each.row, each.column].append(each)
    return found


def said(mistakes: Iterable[Mistake], language: Language) -> str:
    """What is wrong, and what to do, each on a line of its own."""
    return "\n".join(language.problem(Problem("", each.problem, each.remedy, each.values)) for each in mistakes)


def wrong_in_row(row: Placed, wrong: Wrong) -> Iterator[Mistake]:
    """Every mistake in a row."""
    for (table, number, _), mistakes in wrong.items():
        if (table, number) == (row.table, row.number):
            yield from mistakes


def kept_columns(table: Table) -> list[tuple[int, str]]:
    """The columns that are given back, each place with its heading: all but those that a returned file had of its own."""
    own = (PLACE, WRONG)
    named = zip(table.headings, table.layout.columns, strict=True)
    return [(place, name) for place, (name, field) in enumerate(named) if field is None or field.path not in own]
