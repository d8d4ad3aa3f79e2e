"""All programmes along the values of one fact: where a little more of it costs more than it brings, and what is left of a yuan more."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from .household import Household
from .months import Month
from .numbers import FEN_PER_YUAN, yuan
from .outcomes import PERIODS
from .piecewise import Piece, TotalPiece, written
from .refining import Part
from .results import Amount
from .sweep import Along, Answered, Parts, Sweep, part_at

if TYPE_CHECKING:
    from .overlays import Source

LEAST_FALL = FEN_PER_YUAN
"""What falls by no more than a yuan from one value to the next is no cliff: rounding alone makes steps of a fen or two."""
_RANKS = {"eligible": 2, "undetermined": 1, "ineligible": 0}


@frozen
class ProgrammeProfile:
    """One programme along the values."""

    programme: str
    title: str
    period: str | None
    ceiling: bool
    pieces: tuple[Piece, ...]

    @property
    def matters(self) -> bool:
        """Whether it is given, or may be, for any value."""
        return any(piece.status != "ineligible" for piece in self.pieces)


@frozen
class Cliff:
    """Two values next to each other, with the greater of which more than a yuan is lost.

    `falls` says by how much what is paid together falls, by period, where it does: at the least amounts and at the most. What the value
    itself brings (a fen, where it is income) is not in it. `lost` and `gained` are the programmes whose status falls and rises, `reduced`
    those that are still given, with more than a yuan less.
    """

    at: Decimal | int
    next: Decimal | int
    falls: Mapping[str, Amount] = field(hash=False)
    lost: tuple[str, ...]
    reduced: tuple[str, ...]
    gained: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        return {
            "at": written(self.at),
            "next": written(self.next),
            "falls": {period: amount.to_dict() for period, amount in self.falls.items()},
            "lost": list(self.lost),
            "reduced": list(self.reduced),
            "gained": list(self.gained),
        }


@frozen(eq=False)
class Profile(Answered):
    """What every programme, and all of them together, come to along the values of a fact; `profile["dibao"]` is one of them.

    `unbounded` are the programmes of which no upper limit is known for some value. `totals` have them, `bounded` are without.
    """

    programmes: Mapping[str, ProgrammeProfile]
    totals: Mapping[str, tuple[TotalPiece, ...]]
    bounded: Mapping[str, tuple[TotalPiece, ...]]
    unbounded: tuple[str, ...]
    cliffs: tuple[Cliff, ...]
    _along: Along = field(repr=False)

    @property
    def is_income(self) -> bool:
        """Whether a yuan more of the fact is a yuan more of income."""
        return self.varied.is_income

    @property
    def sources(self) -> tuple[str, ...]:
        """What the programmes cite that are given, or may be, for any value."""
        steps = [step for each in self._along.assessment if self[each.programme].matters for step in each.steps]
        seen = {id(step) for step in steps}
        for step in steps:
            further = [each for each in step.inputs if id(each) not in seen]
            seen.update(map(id, further))
            steps += further
        cites = [cite for each in self._along.assessment if self[each.programme].matters for held in each.conditions for cite in held.cites]
        return tuple(dict.fromkeys([*cites, *(cite for step in steps for cite in step.cites)]))

    def __getitem__(self, programme: str) -> ProgrammeProfile:
        return self.programmes[programme]

    def to_dict(self) -> dict[str, Any]:
        """As in the output: texts, numbers and None only, ready for JSON."""
        programmes = {
            name: {"period": each.period, "pieces": [piece.to_dict() for piece in each.pieces]} for name, each in self.programmes.items()
        }
        return {
            **self.asked_dict(),
            "programmes": programmes,
            "totals": {period: [piece.to_dict() for piece in pieces] for period, pieces in self.totals.items()},
            "unbounded": list(self.unbounded),
            "cliffs": [cliff.to_dict() for cliff in self.cliffs],
        }


def profile(
    household: Household | Mapping[str, Any],
    month: str | date | Month,
    *,
    vary: str = "members[0].income.wages",
    low: Decimal | int | str | None = "0",
    high: Decimal | int | str | None = "5000",
    price_index: str | Decimal | int | None = None,
    overlays: "Iterable[Source] | Source" = (),
    known_on: date | str | None = None,
    assume_planned: bool = False,
    beyond_horizon: bool = False,
    programmes: Iterable[str] | None = None,
) -> Profile:
    """Work out every programme along the values of a fact, with the cliffs and what is left of each yuan more of income.

    Args:
        household: a built `Household`, or its data as a dict.
        month: as for `assess`.
        vary: the path of any fact that is a number, as for `solve`.
        low: from this value on, in the fact's own unit; None means from the least possible.
        high: up to this value; None means up to whatever can be stated.
        price_index: as for `assess`, like all that follow.
        overlays: a county's own tables, or a reform's.
        known_on: answer from what was known on this day.
        assume_planned: use announced values as if they had come into force.
        beyond_horizon: answer for months after the tables' last.
        programmes: ids of the programmes wanted; None means all.

    Raises:
        InputError: with everything wrong in the household or the overlays.
        UsageError: the month, an option, a programme, the fact or its values cannot be answered.
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
    sweep = Sweep(household, month, vary, (low, high), programmes, options)
    parts = {name: sweep.programme(name) for name in sweep.question.wanted}
    totals = {period: sweep.total(period) for period in PERIODS}
    sweep.confirm(parts, totals)
    unbounded = tuple(name for name, found in parts.items() if any(each.least is not None and each.most is None for each in found))
    bounded = totals
    if unbounded:
        bounded = {period: sweep.total(period, unbounded) for period in PERIODS}
        sweep.confirm({}, bounded, unbounded)
    found = {
        each.programme: ProgrammeProfile(
            each.programme, each.title, each.period, each.ceiling, sweep.pieces(each.programme, parts[each.programme])
        )
        for each in sweep.at(sweep.varied.spans[0][0])
    }
    together, known = (
        MappingProxyType({period: sweep.total_pieces(period, each) for period, each in all_.items()}) for all_ in (totals, bounded)
    )
    return Profile(MappingProxyType(found), together, known, unbounded, tuple(_cliffs(sweep, parts, totals, bounded)), sweep.along())


def _cliffs(sweep: Sweep, programmes: Parts, totals: Parts, bounded: Parts) -> Iterator[Cliff]:
    """Every place where two parts meet and what is paid falls."""
    every = [each for found in (*programmes.values(), *totals.values(), *bounded.values()) for each in found]
    starts = {each.first for each in every}
    for inner in sorted({each.last for each in every if each.last + 1 in starts}):
        falls = {period: _fall(totals[period], bounded[period], inner) for period in totals}
        told = {period: amount for period, amount in falls.items() if amount is not None}
        if told:
            meeting = {name: (part_at(found, inner), part_at(found, inner + 1)) for name, found in programmes.items()}
            moves = {name: _RANKS[after.status] - _RANKS[before.status] for name, (before, after) in meeting.items()}
            yield Cliff(
                sweep.varied.shown(inner),
                sweep.varied.shown(inner + 1),
                MappingProxyType(told),
                tuple(name for name, move in moves.items() if move < 0),
                tuple(name for name, move in moves.items() if not move and _fall(programmes[name], programmes[name], inner)),
                tuple(name for name, move in moves.items() if move > 0),
            )


def _fall(parts: Sequence[Part], bounded: Sequence[Part], inner: int) -> Amount | None:
    """By how much an amount falls from a value to the next, at its least and at its most; None where it is no more than a yuan.

    The most is taken of what has a known upper limit. Where one is known from the next value on only, what is lost has none.
    """
    before, after = (part_at(parts, each).at(each)[1] for each in (inner, inner + 1))
    if before is None or after is None:
        return None
    falls = [before[0] - after[0]]
    high, then = (part_at(bounded, each).at(each)[1] for each in (inner, inner + 1))
    if high and then and high[1] is not None and then[1] is not None:
        falls.append(high[1] - then[1])
    boundless = before[1] is None and after[1] is not None
    if max(falls) <= LEAST_FALL and not boundless:
        return None
    return Amount(yuan(max(0, min(falls))), None if boundless else yuan(max(falls)))
