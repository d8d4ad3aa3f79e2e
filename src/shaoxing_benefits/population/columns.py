"""A population as checked arrays: one for each fact that is stated of somebody."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from attrs import frozen
from numpy.typing import NDArray

from ..months import Month
from .arrays import Mask, Values


@frozen(eq=False, repr=False)
class Columns:
    """The households and members of two tables, checked.

    Attributes:
        month: what they were checked for.
        count: how many households there are.
        starts: the members of household h are the rows `starts[h]:starts[h + 1]`, in the order of their ids as text.
        of_household: an array for each column of the households' table, by its name; a fact that is not a column is not there.
        of_member: the same of the members, in the order that `starts` counts in.
        unknown_columns: the facts of which nothing is known of anybody, because their column is not there.
        missing: where facts are not known, by name; only for columns in which one is missing. Their arrays hold "none" there, or what is
            valid for them.
        order: the row in the members' table of each row here; None where they are the same.
        household_ids: as they were given.
        member_ids: as they were given, in the order of the rows here.

    Money and areas are hundredths in int64; districts are their codes, dates the days since 1970-01-01, first months of jobs `Month.number`
    (0 is none), and these, counts and years int32; kinds, grades and flags are uint8. All arrays are contiguous and read-only.
    """

    month: Month
    count: int
    starts: NDArray[np.int64]
    of_household: Mapping[str, Values]
    of_member: Mapping[str, Values]
    unknown_columns: frozenset[str]
    missing: Mapping[str, Mask]
    order: NDArray[np.int64] | None
    household_ids: pa.ChunkedArray
    member_ids: pa.ChunkedArray
