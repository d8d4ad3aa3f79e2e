"""The rows of which facts are missing: each through the evaluator for what is not known, under the same question as the rest."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from ..converters import to_text
from ..numbers import FEN_PER_YUAN
from ..results import Amount, Outcome
from .alone import assessed_alone
from .results import STATUSES, Figure, Filled, figures

if TYPE_CHECKING:
    from ..assessment import Assessment
    from .columns import Columns
    from .prepared import Prepared


def bound(question: "Prepared", columns: "Columns", rows: Iterable[int], filled: Filled) -> None:
    """Fill in status, least and most of these rows; where least and most agree, that is the amount."""
    told = list(figures(question.programmes, per_member=question.per_member))
    for each in told:
        filled.lows[each.rule] = filled.values[each.rule].copy()
        filled.highs[each.rule] = filled.values[each.rule].copy()
        filled.unbounded[each.rule] = np.zeros(filled.count, dtype=bool)
    for programme in question.programmes:
        if not question.per_member:
            filled.statuses[programme.id] = filled.values[programme.eligible].copy()
    for row in rows:
        answer = assessed_alone(question, columns, int(row))
        for each in told:
            if question.per_member:
                _bound_members(answer, columns, int(row), each, filled)
            else:
                _put(filled, each, int(row), *_ends(answer[each.programme.id], each))
        for name, codes in filled.statuses.items():
            codes[row] = STATUSES.index(answer[name].status)


def _ends(outcome: Outcome, figure: Figure) -> tuple[int, int | None]:
    """The least and the most, in fen."""
    found = outcome[2] if not figure.name else dict(outcome[3])[figure.name]
    assert found is not None
    return found


def _bound_members(answer: "Assessment", columns: "Columns", row: int, figure: Figure, filled: Filled) -> None:
    first, last = int(columns.starts[row]), int(columns.starts[row + 1])
    members = answer[figure.programme.id].members
    for place in range(first, last):
        if figure.name:  # an answer tells these of the household alone
            _put(filled, figure, place, 0, None)
            continue
        amount = members.get(_read_id(columns.member_ids[place].as_py()), _NOTHING)
        high = None if amount.high is None else int(amount.high * FEN_PER_YUAN)
        _put(filled, figure, place, int(amount.low * FEN_PER_YUAN), high)


_NOTHING = Amount.of_fen(0, 0)
"""An answer lists only those who get or may get something."""


def _read_id(stated: object) -> str:
    """An id as the reader of a household takes it, without blanks at its ends."""
    found = to_text(str(stated))
    assert isinstance(found, str)  # the door has seen it
    return found


def _put(filled: Filled, figure: Figure, place: int, low: int, high: int | None) -> None:
    filled.lows[figure.rule][place] = low
    filled.highs[figure.rule][place] = filled.values[figure.rule][place] = low if high is None else high
    filled.unbounded[figure.rule][place] = high is None
