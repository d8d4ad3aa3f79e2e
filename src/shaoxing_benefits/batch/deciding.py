"""Households read from rows -> what is kept of each answer: plain data, so that it can be written to a file at once and read again.

A `Decided` has amounts in yuan as text, as in the output of an assessment; a `Returned` has the rows as they stood, with what is wrong.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from attrs import frozen

from ..assess import assess
from ..assessment import Assessment
from ..errors import InputError
from ..household import Household
from ..results import Outcome
from ..statements import as_data
from .reading import household_of, placed
from .records import Mistake, Placed, Record
from .sheets import Layout


@frozen
class Decided:
    """A household's answer.

    Attributes:
        id: the household's.
        district: where it lives.
        registration: its kind.
        people: its members, each id with the name.
        programmes: by programme, what it comes to, as in the output but for conditions and caveats.
        totals: by period.
        missing: the facts and the parameters on which something still depends.
    """

    id: str
    district: str
    registration: str
    people: Sequence[tuple[str, str]]
    programmes: Mapping[str, Mapping[str, Any]]
    totals: Mapping[str, Mapping[str, Any]]
    missing: Mapping[str, Sequence[str]]


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
            return _answer(found, assess(found, **asked.options))
        except InputError as error:
            found = placed(record, layouts, error.problems)
    return Returned(record.id, record.rows, found)


def _answer(household: Household, answer: Assessment) -> Decided:
    programmes = {name: _told(outcome) for name, outcome in answer.programmes.items()}
    lacking = [outcome.missing for outcome in answer if _is_open(outcome)]
    missing = {kind: sorted({each for found in lacking for each in getattr(found, kind)}) for kind in ("facts", "parameters")}
    return Decided(
        household.id,
        as_data(household.district),
        as_data(household.registration),
        [(member.id, member.name or "") for member in household.members],
        programmes,
        {period: total.to_dict() for period, total in answer.totals.items()},
        missing,
    )


def _told(outcome: Outcome) -> dict[str, Any]:
    def said(value: Any) -> str | None:
        return None if value is None else str(value)

    found: dict[str, Any] = {"status": outcome.status}
    if outcome.range is not None:
        found |= {"low": said(outcome.low), "high": said(outcome.high)}
        # Making out who gets what takes longer than the rest: for those who get nothing there is nothing to make out.
        members = outcome.members if outcome.high != 0 else {}
        found |= {"members": {id_: amount.to_dict() for id_, amount in members.items()}}
    return found | {name: amount.to_dict() for name, amount in outcome.beside.items()}


def _is_open(outcome: Outcome) -> bool:
    figures = (outcome.range, *outcome.beside.values())
    return outcome.status == "undetermined" or any(each is not None and each.exact is None for each in figures)
