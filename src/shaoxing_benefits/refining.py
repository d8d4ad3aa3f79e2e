"""Parts made as narrow as single assessments are, where something beside the varied fact is open.

What else is open is looked at over a whole part at once, so bounds may be wider there than an assessment of a single value has them: the
unknown standard that makes an amount great may be one that goes with other incomes only. Where assessments say less, the part is cut
until lines fit them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from .lines import Line, Remainder
from .results import Ends

Told = tuple[str, Ends | None]
"""What an assessment says at one value: the status, and the least and the most in fen."""

SHORT = 100
"""What is no wider, a yuan of money, is cut for another status only: pieces of a few fen help nobody."""
MOST_SHARES = 12
"""By so many at most an amount is taken to be shared out, when a line is laid through it."""


class Part(NamedTuple):
    """A piece as it is worked out: from and to as rules see them, a status (none for a total), and the least and the most in fen."""

    first: int
    last: int
    status: str
    least: Line | int | None
    most: Line | int | None

    @property
    def is_open(self) -> bool:
        """Whether something beside the varied fact decides."""
        return self.status == "undetermined" or self.least != self.most

    def at(self, inner: int) -> Told:
        """What it says of a value."""
        if self.least is None:
            return self.status, None
        return self.status, (value_at(self.least, inner), None if self.most is None else value_at(self.most, inner))


def value_at(line: Line | int, inner: int) -> int:
    """A line's number at a value."""
    return line if isinstance(line, int) else line.at(inner)


def joined(parts: Sequence[Part]) -> list[Part]:
    """Neighbours that are alike as one; one or two values on the lines of their neighbours are no part of their own."""
    found: list[Part] = []
    for each in parts:
        last = found[-1] if found else None
        if last is None or last.last + 1 != each.first or last.status != each.status:
            found.append(each)
        elif last[3:] == each[3:] or _lies_on(each, last):
            found[-1] = last._replace(last=each.last)
        elif _lies_on(last, each):
            found[-1] = each._replace(first=last.first)
        else:
            found.append(each)
    return found


def _lies_on(short: Part, other: Part) -> bool:
    return short.last - short.first <= 1 and all(short.at(end) == other.at(end) for end in (short.first, short.last))


def agree(one: Told, other: Told) -> bool:
    """Whether both can be right, where something is open: neither has all that is possible excluded by the other."""
    if "undetermined" not in (one[0], other[0]) and one[0] != other[0]:
        return False
    if one[1] is None or other[1] is None:
        return one[1] is other[1]
    (least, most), (low, high) = one[1], other[1]
    return (high is None or least <= high) and (most is None or low <= most)


def says_more(one: Told, other: Told) -> bool:
    """Whether one statement leaves less open than another."""
    if one[0] != other[0] and other[0] == "undetermined":
        return True
    if one[1] is None or other[1] is None:
        return False
    (low, high), (least, most) = one[1], other[1]
    return low > least or (high is not None and (most is None or high < most))


def refined(parts: Sequence[Part], told: Callable[[int], Told], may_ask: Callable[[], bool], starts: Iterable[int] = ()) -> list[Part]:
    """The parts; those that are open and leave more open at their ends than is told there are cut until they do not.

    When nothing may be asked any more, what is left stays as wide as it was. `starts` are where parts of other programmes begin: there
    they are cut first.
    """
    refiner = _Refiner(parts, told, may_ask, starts)
    return joined([narrow for part in parts for narrow in refiner.of(part)])


class _Refiner:
    def __init__(self, parts: Sequence[Part], told: Callable[[int], Told], may_ask: Callable[[], bool], starts: Iterable[int]) -> None:
        self._told, self._may_ask = told, may_ask
        self._starts = sorted({each.first for each in parts}.union(starts))
        found = [line for part in parts for line in (part.least, part.most) if line is not None]
        self._lines: list[Line | int] = list(dict.fromkeys([0, *found]))

    def of(self, part: Part) -> Iterator[Part]:
        """One part, or those that it is cut into."""
        if not part.is_open or not any(says_more(self._told(end), part.at(end)) for end in (part.first, part.last)):
            yield part
        else:
            yield from self._cut(part, part.first, part.last)

    def _cut(self, part: Part, first: int, last: int) -> Iterator[Part]:
        if not self._may_ask():
            yield part._replace(first=first, last=last)
            return
        if self._told(first)[0] != self._told(last)[0]:
            change = self._change(first, last)
            if change is None:
                yield part._replace(first=first, last=last)
                return
            yield from self._cut(part, first, change - 1)
            yield from self._cut(part, change, last)
            return
        middle = (first + last) // 2
        found = self._straight(sorted({first, middle, last}))
        # Most are cut for what is seen at three points already.
        if found is not None:
            found = self._straight(sorted({first, (first + middle) // 2, middle, (middle + last) // 2, last}))
        if found is not None:
            yield found
        elif last - first < SHORT:
            yield part._replace(first=first, last=last)
        else:
            inside = [each for each in self._starts if first < each <= last]
            cut = inside[len(inside) // 2] if inside else middle + 1
            yield from self._cut(part, first, cut - 1)
            yield from self._cut(part, cut, last)

    def _change(self, first: int, last: int) -> int | None:
        """Where the status begins to be another than at the first value; None where nothing may be asked any more."""
        before = self._told(first)[0]
        while last - first > 1:
            if not self._may_ask():
                return None
            likely = [each for start in self._starts for each in (start - 1, start) if first < each < last]
            middle = likely[len(likely) // 2] if likely else (first + last) // 2
            first, last = (middle, last) if self._told(middle)[0] == before else (first, middle)
        return last

    def _straight(self, points: Sequence[int]) -> Part | None:
        """One part through what is told at some points, if there can be."""
        told = [self._told(point) for point in points]
        status, ends = told[0]
        if any(each[0] != status for each in told):
            return None
        if ends is None:
            return Part(points[0], points[-1], status, None, None)
        lows, highs = ([each[1][end] for each in told if each[1]] for end in (0, 1))
        least = self._fitting(points, lows, up=False)
        most = None if None in highs else self._fitting(points, highs, up=True)
        if least is None or (most is None and any(high is not None for high in highs)):
            return None
        return Part(points[0], points[-1], status, least, most)

    def _fitting(self, points: Sequence[int], values: Sequence[int | None], *, up: bool) -> Line | int | None:
        """A line through some points: one of those that are known, a straight one, or one that is rounded.

        Where several that are rounded fit, it is the greatest or the least of them, so that none of the others leaves it.
        """
        known = [each for each in values if each is not None]
        lines = [*self._lines]
        if len(known) == len(points):
            slope = Fraction(known[-1] - known[0], max(1, points[-1] - points[0])).limit_denominator(MOST_SHARES)
            factor, scale = slope.numerator, slope.denominator
            rests = [scale * value - factor * point for point, value in zip(points, known, strict=True)]
            least, most = max(rests), min(rests) + scale - 1
            if least <= most:
                lines.append(_rounded_down(factor, most if up else least, scale))
        return next((line for line in lines if [value_at(line, point) for point in points] == values), None)


def _rounded_down(factor: int, constant: int, scale: int) -> Line | int:
    if not factor:
        return constant // scale
    if scale == 1:
        return Line(factor, constant, (), 1)
    return Line(factor, constant, ((Remainder(Line(factor, constant, (), 1), scale), -1),), scale)
