"""How far a long run is: a bar with rate and time left on a terminal, now and then a line where the output goes to a file."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..report.language import Language

_SECONDS_BETWEEN = 5.0
Told = Callable[[int, int], None]
"""Takes how many rows are done, and how many there are; nought where that is not known."""


@contextmanager
def progress(language: "Language") -> Iterator[Told]:
    """What is told goes to standard error."""
    if sys.stderr is None:
        yield _told_to_nobody
    elif sys.stderr.isatty() and find_spec("tqdm"):
        with _bar(language) as told:
            yield told
    else:
        yield _Lines(language).told


def _told_to_nobody(_: int, __: int) -> None:
    """There is nowhere to write to."""


@contextmanager
def _bar(language: "Language") -> Iterator[Told]:
    from tqdm import tqdm  # noqa: PLC0415 - an extra

    with tqdm(unit=language.say(" rows"), file=sys.stderr, smoothing=0.05) as bar:

        def told(done: int, rows: int) -> None:
            bar.total = max(rows, done) or None
            bar.update(done - bar.n)

        yield told


class _Lines:
    """A line every few seconds."""

    def __init__(self, language: "Language") -> None:
        self._language = language
        self._begun = self._last = monotonic()

    def told(self, done: int, rows: int) -> None:
        """Write a line, if the last one is long enough ago."""
        now = monotonic()
        if now - self._last < _SECONDS_BETWEEN or not done:
            return
        self._last = now
        say, number = self._language.say, self._language.number
        rate = done / (now - self._begun)
        left = number(int(max(rows - done, 0) / rate) + 1)
        told = {"done": number(done), "rows": number(max(rows, done)), "rate": number(int(rate)), "left": left}
        sys.stderr.write(say("{done} of {rows} rows, {rate} a second, {left} seconds left", **told) + "\n")
        sys.stderr.flush()
