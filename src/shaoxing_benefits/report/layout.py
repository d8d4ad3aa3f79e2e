"""Lines and tables on a terminal, with wide characters counted as two columns."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

WIDE = 80
"""How many columns a line may take."""


def width(text: str) -> int:
    """How many columns a text takes."""
    return sum(0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled up with blanks to a number of columns."""
    blanks = " " * max(0, columns - width(text))
    return blanks + text if right else text + blanks


def table(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset(), most: int = WIDE) -> Iterator[str]:
    """Aligned columns; the last one is wrapped so that no line is wider than `most`."""
    last = len(rows[0]) - 1
    widths = [max(width(row[place]) for row in rows) for place in range(last)]
    indent = sum(widths) + 2 * last
    for row in rows:
        cells = [padded(cell, columns, right=place in right) for place, (cell, columns) in enumerate(zip(row, widths, strict=False))]
        lines = list(wrapped(row[last], max(12, most - indent))) or [""]
        yield ("  ".join([*cells, lines[0]])).rstrip()
        for line in lines[1:]:
            yield " " * indent + line


def wrapped(text: str, columns: int) -> Iterator[str]:
    """The text in lines of at most so many columns, broken at blanks or between wide characters."""
    line, used = "", 0
    for word in _words(text):
        size = width(word)
        if line and used + size > columns:
            yield line.rstrip()
            line, used = "", 0
        if line or not word.isspace():
            line += word
            used += size
    if line.strip():
        yield line.rstrip()


_NEVER_FIRST = "，。；：、）》”’！？】"
_NEVER_LAST = "（《“‘【"


def _words(text: str) -> Iterator[str]:
    word = ""
    for sign in text:
        wide = unicodedata.east_asian_width(sign) in "WF"
        if sign in _NEVER_FIRST or (word and word[-1] in _NEVER_LAST):
            word += sign
        elif sign == " " or wide:
            if word:
                yield word
            word = ""
            if wide:
                word = sign
            else:
                yield sign
        else:
            if word and unicodedata.east_asian_width(word[-1]) in "WF":
                yield word
                word = ""
            word += sign
    if word:
        yield word


def indented(lines: Iterable[str], by: int) -> Iterator[str]:
    """The lines, moved to the right."""
    return (" " * by + line if line else line for line in lines)


def hanging(lines: Iterable[str], by: int) -> Iterator[str]:
    """The lines, all but the first moved to the right."""
    return (" " * by + line if place else line for place, line in enumerate(lines))


def grid(rows: Sequence[Sequence[str]], most: Sequence[int], *, right: frozenset[int] = frozenset()) -> Iterator[str]:
    """Aligned columns, each cell wrapped so that no column is wider than it may be."""
    cells = [[list(wrapped(cell, columns)) or [""] for cell, columns in zip(row, most, strict=True)] for row in rows]
    widths = [max(width(line) for row in cells for line in row[place]) for place in range(len(most))]
    for row in cells:
        for line in range(max(map(len, row))):
            parts = (cell[line] if line < len(cell) else "" for cell in row)
            yield "  ".join(padded(part, widths[place], right=place in right) for place, part in enumerate(parts)).rstrip()
