"""Files of households -> each household with its assessment, kept whole; what is no household is returned with its mistakes.

`deciding` keeps plain data of each answer; here the assessments themselves stay, for whoever asks later why an amount is what it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from ..assess import assess
from ..assessment import Assessment
from ..errors import InputError
from ..household import Household
from ..months import Month
from .deciding import Returned
from .reading import household_of, placed
from .records import Tables
from .source import FileName, tables_of


@frozen(eq=False)
class Judged:
    """A household and what is decided for it."""

    household: Household
    answer: Assessment

    @property
    def name(self) -> str:
        """What it is called: by its first member, whose id it is where there is no name."""
        first = self.household.members[0]
        return first.name or first.id


@frozen(eq=False)
class Files:
    """What stood in the files: how many households there were to be, those that are, in their order, and the rows that are none."""

    tables: Tables
    count: int
    households: Mapping[str, Judged]
    returned: tuple[Returned, ...]


def judged(files: Sequence[FileName], month: Month, unstated: str, options: Mapping[str, Any]) -> Files:
    """Assess every household of one or two files.

    Raises:
        InputError: as `tables_of` does; what is wrong with a household's own rows is returned.
        UsageError: as `tables_of` and `assess` do.
        OSError: a file cannot be read.
    """
    tables = tables_of(files)
    found = list(_each(tables, month, unstated, options))
    households = {each.household.id: each for each in found if isinstance(each, Judged)}
    return Files(tables, len(found), households, tuple(each for each in found if isinstance(each, Returned)))


def _each(tables: Tables, month: Month, unstated: str, options: Mapping[str, Any]) -> Iterator[Judged | Returned]:
    layouts = tuple(each.layout for each in tables.tables)
    for record in tables.records():
        found = household_of(record, layouts, unstated)
        if isinstance(found, Household):
            try:
                yield Judged(found, assess(found, month, **options))
                continue
            except InputError as error:
                found = placed(record, layouts, error.problems)
        yield Returned(record.id, record.rows, found)
