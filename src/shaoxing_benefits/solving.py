"""What would have to change: the values of one fact for which a programme is given, and what it comes to along them."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from .household import Household
from .months import Month
from .piecewise import Interval, Piece
from .sweep import Along, Answered, Sweep

if TYPE_CHECKING:
    from .overlays import Source


@frozen(eq=False)
class Solution(Answered):
    """For which values of a fact a programme is given, and how much it is.

    `eligible`, `ineligible` and `undetermined` are the sets of values with that status, as closed intervals; `pieces` has the amounts too.
    Values that contradict what else is stated are in none of them.
    """

    programme: str
    title: str
    period: str | None
    ceiling: bool
    pieces: tuple[Piece, ...]
    _along: Along = field(repr=False)

    @property
    def eligible(self) -> tuple[Interval, ...]:
        """The values for which it is given."""
        return self._with("eligible")

    @property
    def ineligible(self) -> tuple[Interval, ...]:
        """The values for which it is not given."""
        return self._with("ineligible")

    @property
    def undetermined(self) -> tuple[Interval, ...]:
        """The values for which something else that is not known decides."""
        return self._with("undetermined")

    def at(self, value: Decimal | int | str) -> Piece | None:
        """The piece that holds a value; None where it is outside what was asked for, or not possible.

        Raises:
            UsageError: it is no value of this fact.
        """
        inner = self.varied.inner(value)
        return next((each for each in self.pieces if each.first <= inner <= each.last), None)

    def _with(self, status: str) -> tuple[Interval, ...]:
        """The values with a status; pieces that follow each other are one interval."""
        found: list[Piece] = []
        intervals: list[Interval] = []
        for each in (piece for piece in self.pieces if piece.status == status):
            if found and found[-1].last + 1 == each.first:
                intervals[-1] = Interval(intervals[-1].low, each.interval.high)
            else:
                intervals.append(each.interval)
            found.append(each)
        return tuple(intervals)

    def to_dict(self) -> dict[str, Any]:
        """As in the output: texts, numbers and None only, ready for JSON."""
        sets = {"eligible": self.eligible, "ineligible": self.ineligible, "undetermined": self.undetermined}
        return {
            **self.asked_dict(),
            "programme": self.programme,
            "period": self.period,
            **{status: [interval.to_dict() for interval in intervals] for status, intervals in sets.items()},
            "pieces": [piece.to_dict() for piece in self.pieces],
        }


def solve(
    household: Household | Mapping[str, Any],
    month: str | date | Month,
    *,
    vary: str = "members[0].income.wages",
    programme: str = "dibao",
    low: Decimal | int | str | None = None,
    high: Decimal | int | str | None = None,
    price_index: str | Decimal | int | None = None,
    overlays: "Iterable[Source] | Source" = (),
    known_on: date | str | None = None,
    assume_planned: bool = False,
    beyond_horizon: bool = False,
) -> Solution:
    """Find every value of a fact for which a programme is given.

    What is stated of the fact itself plays no part; everything else stays as stated. Each boundary is confirmed by an assessment on both
    of its sides.

    Args:
        household: a built `Household`, or its data as a dict.
        month: as for `assess`.
        vary: the path of any fact that is a number, such as "assets.money" or "members[0].income.wages" (members are counted from 0).
        programme: the id of a programme.
        low: look at values from here on only, in the fact's own unit; None means from the least possible.
        high: look at values up to here only; None means up to whatever can be stated.
        price_index: as for `assess`, like all that follow.
        overlays: a county's own tables, or a reform's.
        known_on: answer from what was known on this day.
        assume_planned: use announced values as if they had come into force.
        beyond_horizon: answer for months after the tables' last.

    Raises:
        InputError: with everything wrong in the household or the overlays.
        UsageError: the month, an option, the programme, the fact or its values cannot be answered.
        MismatchError: an assessment says something else than what was worked out, which is a mistake of ours.
        OSError: an overlay cannot be opened.
    """
    options = {
        "price_index": price_index,
        "overlays": overlays,
        "known_on": known_on,
        "assume_planned": assume_planned,
        "beyond_horizon": beyond_horizon,
    }
    sweep = Sweep(household, month, vary, (low, high), (programme,), options)
    parts = sweep.programme(programme)
    sweep.confirm({programme: parts}, {})
    about = sweep.at(parts[0].first)[programme]
    return Solution(programme, about.title, about.period, about.ceiling, sweep.pieces(programme, parts), sweep.along())
