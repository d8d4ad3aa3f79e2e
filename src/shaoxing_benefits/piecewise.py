"""What depends on one varied fact, piece by piece: spans of values, and how an amount follows the fact along each of them.

Values and amounts are Decimal yuan (square metres for areas, whole numbers for all else); inside they are the whole numbers that rules
see, so that nothing is rounded on the way.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from .lines import Line
from .numbers import AREA, FEN_PER_YUAN, Unit, yuan
from .results import Missing, Outcome
from .varying import Varied

EXACT, HALF_UP, DOWN, UP, SEVERAL = "exact", "half_up", "down", "up", "several"


@frozen
class Interval:
    """Values from `low` to `high`, both included; `high` is None where it goes on to whatever can be stated."""

    low: Decimal | int
    high: Decimal | int | None

    def __contains__(self, value: Decimal | int) -> bool:
        return self.low <= value and (self.high is None or value <= self.high)

    def to_dict(self) -> dict[str, Any]:
        """As in the output: yuan and areas as text, whole numbers as they are."""
        return {"low": written(self.low), "high": None if self.high is None else written(self.high)}


def written(value: Decimal | int) -> str | int:
    """A value as in the output."""
    return str(value) if isinstance(value, Decimal) else value


def unit_name(unit: Unit) -> str:
    """The unit of the values as they are given out."""
    if unit == AREA:
        return "square metres"
    if unit.name != "fen":
        return unit.name
    return f"yuan a {unit.period}" if unit.period else "yuan"


@frozen
class Formula:
    """How an amount follows the varied fact: `slope` times the value plus `constant`, in yuan, rounded to the fen.

    `rounding` is "exact" where nothing is lost, else "half_up", "down" or "up"; it is "several" where there are roundings in it of what
    has been rounded before, and slope and constant then leave these out. `at` has them all.
    """

    slope: Fraction
    constant: Fraction
    rounding: str
    _line: "Line | int" = field(repr=False)
    _varied: Varied = field(repr=False, eq=False)

    @property
    def is_constant(self) -> bool:
        """Whether it is the same for every value."""
        return isinstance(self._line, int)

    def at(self, value: Decimal | int | str) -> Decimal:
        """The amount at a value.

        Raises:
            UsageError: it is no value of the varied fact.
        """
        return yuan(self.fen(self._varied.inner(value)))

    def fen(self, inner: int) -> int:
        """The same in fen, at a value as rules see it."""
        return self._line if isinstance(self._line, int) else self._line.at(inner)

    @classmethod
    def of(cls, line: "Line | int", varied: Varied) -> "Formula":
        """From fen over the values that rules see."""
        if isinstance(line, int):
            return cls(Fraction(0), Fraction(line, FEN_PER_YUAN), EXACT, line, varied)
        slope, constant, rounding = _unrounded(line)
        return cls(slope * varied.scale / FEN_PER_YUAN, constant / FEN_PER_YUAN, rounding, line, varied)

    def to_dict(self) -> dict[str, str]:
        """As in the output: fractions as `-2/3`."""
        return {"slope": str(self.slope), "constant": str(self.constant), "rounding": self.rounding}


def _unrounded(line: Line) -> tuple[Fraction, Fraction, str]:
    """Slope and constant before rounding, and the rounding under which the constant is simplest: they all come down to a floor."""
    slope, constant = Fraction(line.factor, line.scale), Fraction(line.constant, line.scale)
    if not line.remainders:
        return slope, constant, EXACT
    if not line.is_floor:
        return slope, constant + line.halves, SEVERAL
    readings = ((constant - Fraction(1, 2), HALF_UP), (constant, DOWN), (constant - 1 + Fraction(1, line.scale), UP))
    simplest, rounding = min(readings, key=lambda reading: reading[0].denominator)
    return slope, simplest, rounding


@frozen
class Piece:
    """A span of values on which a programme has one status, and its amount follows the fact in one way.

    `least` and `most` are equal where nothing else is open; both are None for a programme that pays nothing itself, and `most` is where no
    upper limit is known.
    """

    interval: Interval
    status: str
    least: Formula | None
    most: Formula | None
    first: int = field(repr=False, eq=False)
    last: int = field(repr=False, eq=False)
    _ends: tuple[Outcome, Outcome] = field(repr=False, eq=False)

    @property
    def missing(self) -> Missing:
        """What status or amount depend on beside the varied fact, at the first value or at the last."""
        if self.status != "undetermined" and self.least == self.most:
            return Missing((), ())
        found = [each.missing for each in self._ends]
        facts = dict.fromkeys(name for each in found for name in each.facts)
        return Missing(tuple(facts), tuple(dict.fromkeys(name for each in found for name in each.parameters)))

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        amount = None if self.least is None else {"low": self.least.to_dict(), "high": self.most and self.most.to_dict()}
        missing = {name: list(names) for name, names in self.missing._asdict().items()}
        return {**self.interval.to_dict(), "status": self.status, "amount": amount, "missing": missing}


@frozen
class TotalPiece:
    """A span of values on which what is paid together in one period follows the fact in one way.

    `lost` is the effective marginal rate: how much of a yuan more of income is lost again, at the least and at the most amounts. It is None
    where the fact is no income, or the period no month.
    """

    interval: Interval
    least: Formula
    most: Formula | None
    lost: "tuple[Fraction, Fraction | None] | None"
    first: int = field(repr=False, eq=False)
    last: int = field(repr=False, eq=False)

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        amount = {"low": self.least.to_dict(), "high": self.most and self.most.to_dict()}
        return {**self.interval.to_dict(), "amount": amount, **({} if self.lost is None else {"marginal_rate": self.marginal_dict()})}

    def marginal_dict(self) -> dict[str, str | None]:
        """The effective marginal rates as in the output."""
        assert self.lost is not None
        low, high = self.lost
        return {"low": str(low), "high": None if high is None else str(high)}
