"""Households read from rows -> what is kept of each answer: plain data, so that it can be written to a file at once and read again.

A `Decided` has amounts in yuan as text, as in the output of an assessment; a `Returned` has the rows as they stood, with what is wrong.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from attrs import frozen

from ..assess import assess
from ..assessment import Assessment
from ..errors import InputError
from ..household import Household
from ..outcomes import PERIODS
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
        rows: how many rows it stood in.
        district: where it lives.
        registration: its kind.
        people: its members, each id with the name.
        programmes: by programme, its status; where something is paid, `low`, `high` and `members`; the figures beside it; and, where
            something is open, what is `missing`.
        totals: by period, `low`, `high` and the programmes without an upper limit.
    """

    id: str
    rows: int
    district: str
    registration: str
    people: Sequence[tuple[str, str]]
    programmes: Mapping[str, Mapping[str, Any]]
    totals: Mapping[str, Mapping[str, Any]]


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
        {name: _told(outcome) for name, outcome in answer.programmes.items()},
        _totals(answer),
    )


def _told(outcome: Outcome) -> dict[str, Any]:
    found: dict[str, Any] = {"status": outcome.status}
    # Making out who gets what takes longer than the rest: for those who get nothing there is nothing to make out.
    if outcome.low is not None and outcome.high != 0:
        found |= {"low": str(outcome.low), "high": None if outcome.high is None else str(outcome.high)}
        found["members"] = {id_: amount.to_dict() for id_, amount in outcome.members.items()}
    for name, amount in outcome.beside.items():
        found[name] = amount.to_dict()
    if _is_open(outcome):
        found["missing"] = {"facts": outcome.missing.facts, "parameters": outcome.missing.parameters}
    return found


def _is_open(outcome: Outcome) -> bool:
    return outcome.status == "undetermined" or (not outcome.ceiling and outcome.low != outcome.high) or _has_open_figures(outcome)


def _has_open_figures(outcome: Outcome) -> bool:
    return not outcome.ceiling and any(each.exact is None for each in outcome.beside.values())


def _totals(answer: Assessment) -> dict[str, Any]:
    """What is paid together: of what is certain it is the sum, and ranges are added case by case."""
    found: dict[str, Any] = {}
    for period in PERIODS:
        paid = [each for each in answer if each.period == period and each.low is not None and not each.ceiling]
        if any(each.amount is None for each in paid):
            found[period] = answer.totals[period].to_dict()
        else:
            whole = str(sum((each.low for each in paid if each.low is not None), Decimal("0.00")))
            found[period] = {"low": whole, "high": whole, "unbounded": []}
    return found
