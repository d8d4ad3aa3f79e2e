"""Households read from rows -> what is kept of each answer: plain data, so that it can be written to a file at once and read again.

A `Decided` has amounts as the least and the most in fen, None where no upper limit is known; a `Returned` has the rows as they stood, with
what is wrong.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from attrs import frozen

from ..assess import assess
from ..assessment import Assessment
from ..errors import InputError
from ..household import Household
from ..outcomes import PERIODS
from ..results import Ends, Outcome
from ..statements import as_data
from .reading import household_of, placed
from .records import Mistake, Placed, Record
from .sheets import Layout

NOTHING: Ends = (0, 0)
REFUSED: Mapping[str, Any] = MappingProxyType({"status": "ineligible"})


@frozen
class Decided:
    """A household's answer.

    Attributes:
        id: the household's.
        rows: how many rows it stood in.
        district: where it lives.
        registration: its kind.
        people: its members, each id with the name.
        programmes: by programme that is not simply refused, its `status`; where something is paid, how much (`paid`) and to whom
            (`members`); figures `beside` it; and, where something is open, the facts and parameters that are `missing`.
        totals: by period, what is paid together.
    """

    id: str
    rows: int
    district: str
    registration: str
    people: Sequence[tuple[str, str]]
    programmes: Mapping[str, Mapping[str, Any]]
    totals: Mapping[str, Ends]

    def told(self, programme: str) -> Mapping[str, Any]:
        """What a programme comes to."""
        return self.programmes.get(programme, REFUSED)

    def beside(self, programme: str, figure: str) -> Ends:
        """A figure beside its amount."""
        ends: Ends = self.told(programme).get("beside", {}).get(figure, NOTHING)
        return ends

    def share(self, programme: str, member: str) -> Ends:
        """What a member gets of it."""
        ends: Ends = self.told(programme).get("members", {}).get(member, NOTHING)
        return ends


@frozen
class Returned:
    """Rows that are no household, and every mistake in them."""

    id: str
    rows: Sequence[Placed]
    mistakes: Sequence[Mistake]


@frozen
class Asked:
    """What is asked of every household: the columns of its rows, what empty cells mean, and the options of `assess`."""

    paths: tuple[tuple[str | None, ...], ...]
    unstated: str
    options: Mapping[str, Any]


def decided(records: Iterable[Record], asked: Asked) -> list[Decided | Returned]:
    """Decide households, or find what is wrong with their rows."""
    layouts = _layouts(asked.paths)
    return [_decided(record, layouts, asked) for record in records]


@lru_cache(maxsize=8)
def _layouts(paths: tuple[tuple[str | None, ...], ...]) -> tuple[Layout, ...]:
    return tuple(Layout.of_paths(each) for each in paths)


def _decided(record: Record, layouts: tuple[Layout, ...], asked: Asked) -> Decided | Returned:
    found = household_of(record, layouts, asked.unstated)
    if isinstance(found, Household):
        try:
            return _answer(len(record.rows), found, assess(found, **asked.options))
        except InputError as error:
            found = placed(record, layouts, error.problems)
    return Returned(record.id, record.rows, found)


def _answer(rows: int, household: Household, answer: Assessment) -> Decided:
    return Decided(
        household.id,
        rows,
        as_data(household.district),
        as_data(household.registration),
        [(member.id, member.name or "") for member in household.members],
        {name: told for name, outcome in answer.programmes.items() if (told := _told(outcome)) is not REFUSED},
        _totals(answer),
    )


def _told(outcome: Outcome) -> Mapping[str, Any]:
    if outcome.status == "ineligible" and outcome.has_nothing:
        return REFUSED
    found: dict[str, Any] = {"status": outcome.status}
    whole, beside, members = outcome.in_fen
    if whole is not None and whole[1] != 0:
        found["paid"], found["members"] = whole, members
    if any(ends != NOTHING for ends in beside.values()):
        found["beside"] = beside
    ends = [each for each in (whole, *beside.values()) if each is not None]
    if outcome.status == "undetermined" or (not outcome.ceiling and any(low != high for low, high in ends)):
        found["missing"] = {"facts": outcome.missing.facts, "parameters": outcome.missing.parameters}
    return found


def _totals(answer: Assessment) -> dict[str, Any]:
    """What is paid together: of what is certain it is the sum, and ranges are added case by case."""
    found: dict[str, Any] = {}
    for period in PERIODS:
        paid = [each.ends or NOTHING for each in answer if each.period == period and not each.ceiling]
        if all(low == high for low, high in paid):
            found[period] = (sum(low for low, _ in paid),) * 2
        else:
            whole = answer.totals[period].range
            found[period] = tuple(None if each is None else int(each.scaleb(2)) for each in (whole.low, whole.high))
    return found
