"""What contradicts itself in a member's row: found on whole columns, told by the reader of a household.

The comparisons here are those of the classes in `household`, and say no more than that something is wrong; tests hold them to the reader.
They go through the rows in blocks that stay in a processor's cache.
"""

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

import numpy as np
from attrs import frozen

from ..errors import MOST_PROBLEMS, InputError, Problem
from ..household import EARLIEST_BIRTH, YEARS_OF_BILLS
from ..kinds import District, Registration
from ..months import Month
from ..reading import read_household
from .arrays import Mask, Values, kept
from .cells import BLOCK, either
from .rows import stated_at
from .schema import DAY_NOUGHT, member_columns
from .threads import side_by_side

_EARLIEST = (EARLIEST_BIRTH - DAY_NOUGHT).days
_PAIRS = (
    ("income.basic_pension", "income.pension"),
    ("new_job.increase", "income.wages"),
    ("medical.basic_paid", "medical.in_scope"),
)
"""What is a part of something, and of what."""
_OF_BILLS = ("medical.in_scope", "medical.basic_paid", "medical.special_drugs", "medical.other_paid")
PARTS = {"disability.kind": ("disability.grade",), "new_job.since": ("new_job.increase",), "medical.year": _OF_BILLS}
"""What there is nothing of where there is none of something."""
_HOUSEHOLD = {"id": "", "district": District.YUECHENG.name.lower(), "registration": Registration.URBAN.name.lower()}
"""A household that is in order but for its members, so that what the reader says is said of them."""


@frozen(eq=False, repr=False)
class Taken:
    """The members' columns as they were read, in the order of the table; what is missing or could not be taken is `missing`."""

    values: Mapping[str, Values]
    missing: Mapping[str, Mask]
    unknown_columns: frozenset[str]
    count: int


def settled(values: Mapping[str, Values], missing: dict[str, Mask]) -> None:
    """Where there is no disability, no new job, no bills, nothing of it is missing: what is left out of it is none."""
    for whole, parts in PARTS.items():
        gaps = [part for part in parts if part in missing]
        if not gaps or whole not in values:
            continue
        is_none = values[whole] == 0
        if whole in missing:
            is_none &= ~missing[whole]
        for part in gaps:
            left = missing[part] & ~is_none
            if left.any():
                missing[part] = kept(left)
            else:
                del missing[part]


def contradictions(members: Taken, month: Month) -> list[Problem]:
    """The mistakes that no single cell shows, each with its row."""
    blocks = [slice(start, start + BLOCK) for start in range(0, members.count, BLOCK)]
    problems: list[Problem] = []
    for rows in side_by_side(lambda rows: _rows(_Block(members, rows), month), blocks, members.count):
        for row in rows:
            problems.extend(_told(members, row, month))
            if len(problems) > MOST_PROBLEMS:
                return problems
    return problems


@frozen(eq=False, repr=False)
class _Block:
    """Some of the rows."""

    members: Taken
    rows: slice

    def __getitem__(self, name: str) -> Any:
        """A column: what it holds, the number that "none" is where it is not there, None where nothing is known of it."""
        if name in self.members.values:
            return self.members.values[name][self.rows]
        return None if name in self.members.unknown_columns else member_columns()[name].none

    def known(self, mask: Mask, *names: str) -> Mask | None:
        """Where it is true and all these are known; None where that is nowhere."""
        if not mask.any():
            return None
        for name in names:
            if name in self.members.missing:
                mask = mask & ~self.members.missing[name][self.rows]
        return mask


def _rows(block: _Block, month: Month) -> list[int]:
    """The rows of a block in which something is wrong."""
    found: Mask | None = None
    for mask in _masks(block, month):
        found = either(found, mask)
    return [] if found is None else [int(row) + block.rows.start for row in np.flatnonzero(found)]


def _masks(block: _Block, month: Month) -> Iterator[Mask | None]:
    born = block["birth_date"]
    if born is not None:
        yield block.known((born < _EARLIEST) | (born >= _first_day_after(month)), "birth_date")
    for part, whole in _PAIRS:
        some, all_of_it = block[part], block[whole]
        # A part that is not there is nought.
        if all_of_it is not None and isinstance(some, np.ndarray):
            yield block.known(some > all_of_it, part, whole)
    yield from _of_disability(block)
    since, increase = block["new_job.since"], block["new_job.increase"]
    if since is not None and isinstance(increase, np.ndarray):
        yield block.known((since == 0) & (increase != 0), "new_job.since", "new_job.increase")
    yield from _of_bills(block)


def _of_disability(block: _Block) -> Iterator[Mask | None]:
    kind, grade = block["disability.kind"], block["disability.grade"]
    if kind is None or grade is None or not (isinstance(kind, np.ndarray) or isinstance(grade, np.ndarray)):
        return
    # Without a kind there is no grade, and with one there is: the two may not be alike.
    wrong = np.equal(np.equal(kind, 0), np.not_equal(grade, 0)) | np.greater(grade, 4)
    yield block.known(wrong, "disability.kind", "disability.grade")


def _of_bills(block: _Block) -> Iterator[Mask | None]:
    year = block["medical.year"]
    if year is None:
        return
    if isinstance(year, np.ndarray):
        strange = (year != 0) & ((year < YEARS_OF_BILLS.start) | (year >= YEARS_OF_BILLS.stop))
        yield block.known(strange, "medical.year")
    without_year = np.equal(year, 0)
    amounts = {name: block[name] for name in _OF_BILLS if isinstance(block[name], np.ndarray)}
    if not amounts or not without_year.any():
        return
    # The bits of all amounts together are nought where each of them is, as most are; only else they are looked at one by one.
    if np.any(without_year & (reduce(np.bitwise_or, amounts.values()) != 0)):
        for name, amount in amounts.items():
            yield block.known(without_year & (amount != 0), "medical.year", name)


def _first_day_after(month: Month) -> int:
    following = np.datetime64(str(month), "M") + 1
    return int(following.astype("datetime64[D]").astype(np.int64))


def _told(members: Taken, row: int, month: Month) -> Iterator[Problem]:
    """What is wrong in this row, in the words of the reader."""
    data = stated_at(member_columns().values(), members.values, members.missing, members.unknown_columns, row)
    unstated = "unknown" if members.unknown_columns else "none"
    try:
        household = read_household({**_HOUSEHOLD, "unstated": unstated, "members": [{**data, "id": "P1"}]})
    except InputError as error:
        for each in error.problems:
            yield Problem(each.path.replace("members[0]", f"members[{row}]", 1), each.problem, each.remedy, each.values)
        return
    # Nobody can be assessed for a month before his or her birth.
    if household.last_birth > month.number:
        say = {"day": data["birth_date"], "month": month}
        remedy = "Correct the date, or leave the member out of this month."
        yield Problem(f"members[{row}].birth_date", "Born on {day}, after {month}.", remedy, say)
