"""Pages in Markdown: tables, and figures of any exactness."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from .language import Language

_PLACES, _MORE_PLACES = 2, 4
"""To how many decimals a figure without an end is shown; small ones to more."""
_SMALL = Fraction(1, 10)


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, right: frozenset[int] = frozenset()) -> Iterator[str]:
    """A table; the columns named in `right` hold figures."""
    yield _row(header)
    yield _row(["---:" if place in right else "---" for place in range(len(header))])
    yield from (_row(row) for row in rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def number_text(number: Fraction, language: Language, *, signed: bool = False) -> str:
    """A figure in full where it ends within a few decimals; otherwise rounded half up, with a sign that says so."""
    size = abs(number)
    exact = size * 10**_MORE_PLACES
    ends = exact.denominator == 1
    places = _MORE_PLACES if ends or size < _SMALL else _PLACES
    shown = Decimal((size * 10**places + Fraction(1, 2)) // 1).scaleb(-places)
    sign = "-" if number < 0 else "+" if signed and number else ""
    return f"{'' if ends else '≈ '}{sign}{language.number(shown)}"
