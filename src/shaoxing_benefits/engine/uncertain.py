"""Numbers that are known only to lie in a range, for the same rule functions that run on whole numbers.

An `Uncertain` is a linear form over unknown whole numbers (`Symbol`), so that a number used twice is one number: `limit - income` does
not widen when the limit stands on both sides. A comparison that the ranges do not settle is put to the path being explored (see
`paths`); outside a path it raises `Undecided`.
"""

from math import gcd, lcm
from typing import TYPE_CHECKING, Any, Protocol

from .ranges import Bounds, corners, narrower, product_of


class Undecided(Exception):  # noqa: N818 - no error: it sends the evaluation on to `explore`
    """A comparison depends on an unknown, and no path is being explored."""


class Symbol:
    """An unknown whole number between `low` and `high` (None: no limit), and the parameters or facts it stems from.

    Two symbols made in the same way of the same numbers (the same `key`) are one: on every path they have the same value. One that stands
    for a product keeps its `factors`: when they are narrowed, so is the product. One that is `clipped` is another number where that is not
    below nought, and else nought.
    """

    __slots__ = ("_hash", "clipped", "factors", "high", "key", "low", "origins")

    def __init__(
        self,
        key: tuple[Any, ...],
        low: int | None,
        high: int | None,
        origins: frozenset[str],
        factors: tuple["Uncertain", "Uncertain"] | None = None,
        clipped: "Uncertain | None" = None,
    ) -> None:
        self.key, self.low, self.high, self.origins, self.factors, self.clipped = key, low, high, origins, factors, clipped
        self._hash = hash(key)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Symbol) and self.key == other.key)


class Uncertain:
    """A whole number that is a linear form over symbols; it takes part in `+ - * //` and comparisons like any other.

    Its value is `(terms + constant) / scale`. The scale comes from division: a quotient keeps its tie to what was divided, with the
    remainder as one more symbol.
    """

    __slots__ = ("_bounds", "constant", "lowest", "path", "scale", "terms")
    __hash__ = None  # type: ignore[assignment]  # equal is a question here, so there is no hash

    def __init__(self, terms: dict[Symbol, int], constant: int = 0, path: "Path | None" = None, scale: int = 1) -> None:
        self.terms, self.constant, self.path, self.scale = terms, constant, path, scale
        self._bounds: Bounds | None = None
        self.lowest: tuple[frozenset[tuple[Symbol, int]], int] | None = None

    @property
    def origins(self) -> frozenset[str]:
        """The parameters and facts it depends on."""
        return frozenset().union(*(symbol.origins for symbol in self.terms))

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells it from other forms, whatever is known of its symbols."""
        return self.constant, self.scale, frozenset(self.terms.items())

    @property
    def weighs_up(self) -> bool:
        """Whether unknowns are taken off unknowns."""
        signs = {factor > 0 for symbol, factor in self.terms.items() if symbol.key[0] != "%"}
        return len(signs) == 2

    @property
    def rounded_once(self) -> bool:
        """Whether there is at most one rounding in it: each further one can leave its bounds a little too wide."""
        lost = sum(abs(factor) * (1 + (symbol.high or 0)) for symbol, factor in self.terms.items() if symbol.key[0] == "%")
        return lost <= self.scale

    def on(self, path: "Path | None") -> "Uncertain":
        """The same on a path, or on none."""
        return self if self.path is path else Uncertain(self.terms, self.constant, path, self.scale)

    def bounds(self) -> Bounds:
        """The least and the greatest number it can be, as far as is known; None where there is no limit."""
        if self.path is None:
            if self._bounds is None:
                self._bounds = self.bounds_alone()
            return self._bounds
        found = self.bounds_alone()
        return narrower(found, self._scaled(self.path.combined(self))) if None in found else found

    def bounds_alone(self) -> Bounds:
        """The same without what several kept sums would say together."""
        found = self._added_up(self.terms)
        if self.path is not None:
            found = narrower(found, self.path.kept_of(self))
            if any(part in self.terms and whole in self.terms for part, whole in self.path.parts):
                found = narrower(found, self._with_parts(self.path.parts))
        if len(self.terms) > 1 and any(symbol.factors is not None for symbol in self.terms):
            found = narrower(found, corners(self))
        return self._scaled(found)

    def ranges(self) -> Bounds:
        """Bounds that follow from the ranges of its symbols alone."""
        return self._scaled(self._added_up(self.terms))

    def _scaled(self, of_numerator: Bounds) -> Bounds:
        low, high = of_numerator
        if self.scale == 1:
            return of_numerator
        return None if low is None else -(-low // self.scale), None if high is None else high // self.scale

    def _added_up(self, terms: dict[Symbol, int]) -> Bounds:
        low: int | None = self.constant
        high: int | None = self.constant
        for symbol, factor in terms.items():
            least, most = (symbol.low, symbol.high) if self.path is None else self.path.range_of(symbol)
            if factor < 0:
                least, most = most, least
            low = None if low is None or least is None else low + factor * least
            high = None if high is None or most is None else high + factor * most
        return low, high

    def _with_parts(self, parts: "tuple[tuple[Symbol, Symbol], ...]") -> Bounds:
        """Bounds that use that a part is never more than its whole: `part - whole` is at most nought, as often as it stands here."""
        rest = {1: dict(self.terms), -1: dict(self.terms)}
        for part, whole in parts:
            for sign, terms in rest.items():
                times = min(sign * terms.get(part, 0), -sign * terms.get(whole, 0))
                if times > 0:
                    terms[part] -= sign * times
                    terms[whole] += sign * times
        least, most = ({symbol: factor for symbol, factor in rest[sign].items() if factor} for sign in (-1, 1))
        return self._added_up(least)[0], self._added_up(most)[1]

    def __add__(self, other: Any) -> Any:
        if not isinstance(other, Uncertain):
            return Uncertain(self.terms, self.constant + other * self.scale, self.path, self.scale)
        scale = lcm(self.scale, other.scale)
        mine, theirs = scale // self.scale, scale // other.scale
        terms = {symbol: factor * mine for symbol, factor in self.terms.items()}
        for symbol, factor in other.terms.items():
            terms[symbol] = terms.get(symbol, 0) + factor * theirs
            if not terms[symbol]:
                del terms[symbol]
        return _form(terms, self.constant * mine + other.constant * theirs, self.path or other.path, scale)

    __radd__ = __add__

    def __neg__(self) -> Any:
        return self * -1

    def __sub__(self, other: Any) -> Any:
        return self + -other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Uncertain):
            # What the symbol says of itself holds on every path, since the same symbol may turn up on others.
            one, two = self.on(None), other.on(None)
            key = ("*", frozenset((self.key, other.key)))
            symbol = Symbol(key, *product_of(one.bounds(), two.bounds()), self.origins | other.origins, (one, two))
            return Uncertain({symbol: 1}, 0, self.path or other.path)
        if not other:
            return 0
        terms = {symbol: factor * other for symbol, factor in self.terms.items()}
        if self.scale == 1:
            return Uncertain(terms, self.constant * other, self.path)
        return _form(terms, self.constant * other, self.path, self.scale)

    __rmul__ = __mul__

    def __floordiv__(self, divisor: Any) -> Any:
        if isinstance(divisor, Uncertain):
            return _quotient(self, divisor)
        if divisor <= 0:
            raise ZeroDivisionError
        whole = divisor * self.scale
        if self.scale == 1 and all(factor % divisor == 0 for factor in self.terms.values()):
            terms = {symbol: factor // divisor for symbol, factor in self.terms.items()}
            return Uncertain(terms, self.constant // divisor, self.path)
        rest = Symbol(("%", self.key, divisor), 0, divisor - 1, self.origins)
        terms = dict(self.terms)
        terms[rest] = terms.get(rest, 0) - self.scale
        return _form(terms, self.constant, self.path, whole)

    def __rfloordiv__(self, dividend: int) -> Any:
        return _quotient(Uncertain({}, dividend), self)

    def __lt__(self, other: Any) -> bool:
        # The usual cases are answered without making another form.
        low, high = self.bounds()
        least, most = other.bounds() if isinstance(other, Uncertain) else (other, other)
        if high is not None and least is not None and high < least:
            return True
        if low is not None and most is not None and low >= most:
            return False
        return _is_negative(self - other)

    def __gt__(self, other: Any) -> bool:
        low, high = self.bounds()
        least, most = other.bounds() if isinstance(other, Uncertain) else (other, other)
        if low is not None and most is not None and low > most:
            return True
        if high is not None and least is not None and high <= least:
            return False
        return _is_negative(other - self)

    def __ge__(self, other: Any) -> bool:
        return not self < other

    def __le__(self, other: Any) -> bool:
        return not self > other

    def __eq__(self, other: object) -> bool:
        return not self < other and not self > other

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __bool__(self) -> bool:
        return self != 0

    def __repr__(self) -> str:
        low, high = self.bounds()
        return f"<between {low} and {high}, from {', '.join(sorted(self.origins))}>"


def _quotient(dividend: Uncertain, divisor: Uncertain) -> "Uncertain":
    """A number divided by one that is not known: nothing is kept but the range."""
    one, other = dividend.on(None), divisor.on(None)
    (low, high), (least, most) = one.bounds(), other.bounds()
    if most is not None and most <= 0:
        raise ZeroDivisionError
    least = max(1, least or 1)
    # The widest quotients are those by the smallest divisor, on either side of nought.
    ends = (None if low is None else min(0, low // least)), (None if high is None else max(0, high // least))
    symbol = Symbol(("//", one.key, other.key), *ends, dividend.origins | divisor.origins)
    return Uncertain({symbol: 1}, 0, dividend.path or divisor.path)


def direction(form: Uncertain) -> tuple[frozenset[tuple[Symbol, int]], int]:
    """The form's terms in lowest terms, and what they were divided by: two forms with the same differ by a factor and a constant."""
    if form.lowest is None:
        common = gcd(*form.terms.values())
        form.lowest = frozenset([(symbol, factor // common) for symbol, factor in form.terms.items()]), common
    return form.lowest


def _form(terms: dict[Symbol, int], constant: int, path: "Path | None", scale: int) -> Any:
    """The form in lowest terms; a plain number where no symbol is left."""
    if not terms:
        return constant // scale
    common = gcd(scale, constant, *terms.values())
    if common > 1:
        terms = {symbol: factor // common for symbol, factor in terms.items()}
        constant, scale = constant // common, scale // common
    return Uncertain(terms, constant, path, scale)


def _is_negative(form: Any) -> bool:
    if isinstance(form, Uncertain):
        low, high = form.bounds()
        if high is not None and high < 0:
            return True
        if low is not None and low >= 0:
            return False
        if form.path is None:
            raise Undecided
        return form.path.is_negative(form)
    return bool(form < 0)


if TYPE_CHECKING:

    class Path(Protocol):
        """One way through the undecided comparisons, as a form sees it."""

        parts: tuple[tuple[Symbol, Symbol], ...]
        """Symbols of which the first is a part of the second, and so never more."""

        def range_of(self, symbol: Symbol) -> Bounds:
            """What is known of a symbol."""

        def kept_of(self, form: Uncertain) -> Bounds:
            """What has been kept of the same sum of symbols as the form's numerator."""

        def combined(self, form: Uncertain) -> Bounds:
            """What several of the kept sums say together of the form's numerator."""

        def is_negative(self, form: Uncertain) -> bool:
            """The answer to a comparison that the ranges do not settle."""
