"""Bounds of numbers that are not known exactly: of what two say together, and of products (forms and symbols are those of `uncertain`)."""

from itertools import product
from math import lcm, prod
from typing import Any

Bounds = tuple[int | None, int | None]
"""The least and the greatest; None where there is no limit."""


def narrower(one: Bounds, other: Bounds) -> Bounds:
    """What both bounds leave."""
    lows = [low for low in (one[0], other[0]) if low is not None]
    highs = [high for high in (one[1], other[1]) if high is not None]
    return max(lows, default=None), min(highs, default=None)


def product_of(one: Bounds, other: Bounds) -> Bounds:
    """The bounds of a product."""
    (low, high), (least, most) = one, other
    if low is not None and least is not None and low >= 0 and least >= 0:
        return low * least, None if high is None or most is None else high * most
    if low is None or high is None or least is None or most is None:
        return None, None
    found = (low * least, low * most, high * least, high * most)
    return min(found), max(found)


MOST_CORNERS = 256


def corners(form: Any) -> Bounds:
    """The bounds of a form's numerator with its products multiplied out.

    Where no symbol is multiplied with itself, the least and the greatest lie where each symbol is at an end of its range: `base - rate *
    base` is then no wider than it is. No bounds where that does not help: a symbol without limit, or too many of them.
    """
    monomials, scale = _multiplied_out(form)
    symbols = list(dict.fromkeys(symbol for monomial in monomials for symbol in monomial))
    ranges = [(symbol.low, symbol.high) if form.path is None else form.path.range_of(symbol) for symbol in symbols]
    if 2 ** len(symbols) > MOST_CORNERS or any(len(set(monomial)) < len(monomial) for monomial in monomials):
        return None, None
    if any(low is None or high is None for low, high in ranges):
        return None, None
    found = []
    for corner in product(*ranges):
        at = dict(zip(symbols, corner, strict=True))
        found.append(sum(factor * prod(at[symbol] or 0 for symbol in monomial) for monomial, factor in monomials.items()))
    # Sums of the form's own scale: what the factors were divided by is taken off, outwards.
    return min(found) // scale, -(-max(found) // scale)


def _multiplied_out(form: Any) -> tuple[dict[tuple[Any, ...], int], int]:
    """The form's numerator as a sum of products of symbols that are no products, and by what that is too large."""
    found: dict[tuple[Any, ...], int] = {(): form.constant}
    scale = 1
    for symbol, factor in form.terms.items():
        if symbol.factors is None:
            part: dict[tuple[Any, ...], int] = {(symbol,): 1}
            divisor = 1
        else:
            (one, first), (two, second) = (_multiplied_out(each) for each in symbol.factors)
            divisor = first * second * symbol.factors[0].scale * symbol.factors[1].scale
            part = {}
            for mine, amount in one.items():
                for theirs, times in two.items():
                    part[(*mine, *theirs)] = part.get((*mine, *theirs), 0) + amount * times
        common = lcm(scale, divisor)
        found = {monomial: amount * (common // scale) for monomial, amount in found.items()}
        for monomial, amount in part.items():
            found[monomial] = found.get(monomial, 0) + factor * amount * (common // divisor)
        scale = common
    return found, scale
