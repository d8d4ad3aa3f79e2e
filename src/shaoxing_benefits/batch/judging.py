"""Files of households -> what is paid to each; what is no household is returned with its mistakes.

Only households and amounts are kept: whoever asks why an amount is what it is has the household assessed once more.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from ..assess import assess
from ..assessment import Assessment
from ..errors import InputError
from ..household import Household
from ..months import Month
from .deciding import Returned
from .reading import household_of, placed
from .records import Tables
from .roll_paying import Open, Paid, paid
from .source import FileName, tables_of


@frozen(eq=False)
class Judged:
    """A household, and by programme what it is paid or what is open about it."""

    household: Household
    payments: Mapping[str, Paid | Open]

    @property
    def name(self) -> str:
        """What it is called: by its first member, whose id it is where there is no name."""
        first = self.household.members[0]
        return first.name or first.id


@frozen(eq=False)
class Files:
    """What stood in the files of a month: the households in their order, and the rows that are none; `count` is both together."""

    tables: Tables
    count: int
    households: Mapping[str, Judged]
    returned: tuple[Returned, ...]
    month: Month
    options: Mapping[str, Any] = field(repr=False)

    def answer(self, id_: str) -> Assessment:
        """The assessment of a household, with all that explains it."""
        return assess(self.households[id_].household, self.month, **self.options)


class Reader:
    """Reads households from rows. Most stand in last month's files as they stand in this month's: the same rows are read once."""

    def __init__(self, unstated: str) -> None:
        self._unstated = unstated
        self._known: dict[tuple[Any, ...], Household] = {}

    def judged(self, files: Sequence[FileName], month: Month, options: Mapping[str, Any]) -> Files:
        """Assess every household of one or two files.

        Raises:
            InputError: as `tables_of` does; what is wrong with a household's own rows is returned.
            UsageError: as `tables_of` and `assess` do.
            OSError: a file cannot be read.
        """
        tables = tables_of(files)
        found = list(self._each(tables, month, options))
        tables.check_any()
        households = {each.household.id: each for each in found if isinstance(each, Judged)}
        return Files(tables, len(found), households, tuple(each for each in found if isinstance(each, Returned)), month, options)

    def _each(self, tables: Tables, month: Month, options: Mapping[str, Any]) -> Iterator[Judged | Returned]:
        layouts = tuple(each.layout for each in tables.tables)
        paths = tuple(each.paths for each in layouts)
        for record in tables.records():
            # To Python 1, 1.0 and True are the same; to those who read cells they are not.
            key = (paths, repr([(row.table, row.cells) for row in record.rows]), bool(record.mistakes))
            found = self._known.get(key) or household_of(record, layouts, self._unstated)
            if isinstance(found, Household):
                self._known[key] = found
                try:
                    answer = assess(found, month, **options)
                except InputError as error:
                    found = placed(record, layouts, error.problems)
                else:
                    yield Judged(found, {each.programme: paid(found.id, each) for each in answer})
                    continue
            yield Returned(record.id, record.rows, found)
