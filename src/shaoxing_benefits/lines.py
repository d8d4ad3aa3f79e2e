"""A whole number that follows one varied number, in a form that two equal ones share.

It is `(factor × value + constant + remainders) // scale`: what rules divide leaves a remainder, which is taken of another such line.
"""

from fractions import Fraction
from math import gcd, lcm
from typing import Any

from attrs import frozen

from .engine.pieces import Line as Evaluated
from .engine.uncertain import Symbol, Uncertain


@frozen
class Remainder:
    """What is left of a line when it is divided."""

    line: "Line"
    divisor: int

    def at(self, value: int) -> int:
        """The remainder at a value."""
        return self.line.at(value) % self.divisor


@frozen
class Line:
    """A whole number that follows the varied one; `remainders` each with the factor by which it counts."""

    factor: int
    constant: int
    remainders: tuple[tuple[Remainder, int], ...]
    scale: int

    def at(self, value: int) -> int:
        """The number at a value."""
        whole = self.factor * value + self.constant
        for remainder, factor in self.remainders:
            whole += factor * remainder.at(value)
        return whole // self.scale

    @property
    def is_floor(self) -> bool:
        """Whether it is one quotient without its remainder: what stands beside a single remainder is rounded down, and that is all."""
        if len(self.remainders) != 1:
            return False
        remainder, factor = self.remainders[0]
        return factor * remainder.divisor == -self.scale

    @property
    def halves(self) -> Fraction:
        """What the remainders come to where each is half of what it is a remainder of."""
        return sum((Fraction(factor * remainder.divisor, 2 * self.scale) for remainder, factor in self.remainders), Fraction(0))


def line_of(evaluated: Evaluated) -> Line | int:
    """The line that the rules' run came to; a number where it is the same everywhere."""
    found = Line(0, 0, (), 1)
    for number in evaluated.numbers:
        found = _sum(found, _line(number, evaluated))
    return found if found.factor or found.remainders else found.constant // found.scale


def _line(number: Any, evaluated: Evaluated) -> Line:
    """One number; every unknown behind it but the one that varies has its value."""
    if not isinstance(number, Uncertain):
        return Line(0, int(number), (), 1)
    found = Line(0, number.constant, (), 1)
    for symbol, factor in number.terms.items():
        found = _sum(found, _times(_symbol(symbol, evaluated), factor))
    return _reduced(Line(found.factor, found.constant, found.remainders, found.scale * number.scale))


def _symbol(symbol: Symbol, evaluated: Evaluated) -> Line:
    if symbol == evaluated.varied:
        return Line(1, 0, (), 1)
    if symbol in evaluated.others:
        return Line(0, evaluated.others[symbol], (), 1)
    if symbol.clipped is not None:  # where a rule comes to it, it is not below nought
        return _line(symbol.clipped, evaluated)
    if symbol.factors is not None:
        one, other = (_line(each, evaluated) for each in symbol.factors)
        return _times(other, one.constant // one.scale) if _is_known(one) else _times(one, other.constant // other.scale)
    constant, scale, terms = symbol.key[1]
    divided, divisor = _line(Uncertain(dict(terms), constant, None, scale), evaluated), symbol.key[2]
    if _is_known(divided):
        return Line(0, divided.at(0) % divisor, (), 1)
    common = gcd(_common(divided), divisor) if divided.scale == 1 else 1
    return Line(0, 0, ((Remainder(_over(divided, common), divisor // common), common),), 1)


def _is_known(line: Line) -> bool:
    return not line.factor and not line.remainders


def _times(line: Line, factor: int) -> Line:
    remainders = tuple((each, by * factor) for each, by in line.remainders)
    return _reduced(Line(line.factor * factor, line.constant * factor, remainders, line.scale))


def _sum(one: Line, other: Line) -> Line:
    scale = lcm(one.scale, other.scale)
    mine, theirs = scale // one.scale, scale // other.scale
    remainders: dict[Remainder, int] = {each: by * mine for each, by in one.remainders}
    for each, by in other.remainders:
        remainders[each] = remainders.get(each, 0) + by * theirs
    factor, constant = one.factor * mine + other.factor * theirs, one.constant * mine + other.constant * theirs
    return _reduced(Line(factor, constant, tuple((each, by) for each, by in remainders.items() if by), scale))


def _reduced(line: Line) -> Line:
    """In lowest terms, so that what is equal looks so."""
    common = gcd(_common(line), line.scale)
    found = _over(line, common)
    return Line(found.factor, found.constant, found.remainders, line.scale // common)


def _common(line: Line) -> int:
    return gcd(line.factor, line.constant, *(by for _, by in line.remainders))


def _over(line: Line, common: int) -> Line:
    """The line with everything but its scale divided by what is common to it."""
    remainders = tuple((each, by // common) for each, by in line.remainders)
    return Line(line.factor // common, line.constant // common, remainders, line.scale)
