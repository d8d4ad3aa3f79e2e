"""The tables as of a day: what holds for each parameter, how sure it is, since when, and by which source."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from attrs import frozen

from ..asking import Mistakes
from ..assessment import Rules
from ..overlays import Source, read_overlays
from .figures import Figure
from .terms import Day, Terms, definitions_of, to_programmes, to_terms


@frozen(eq=False)
class Shown:
    """The figures as of a day, programme by programme."""

    terms: Terms
    programmes: tuple[str, ...]
    figures: tuple[Figure, ...]

    @property
    def rules(self) -> Rules:
        """Which tables these are."""
        return self.terms.rules

    def __iter__(self) -> Iterator[tuple[str, tuple[Figure, ...]]]:
        """Each parameter's name with its figures, one for each group of districts that agree."""
        for name, figures in groupby(self.figures, lambda figure: figure.entry.name):
            yield name, tuple(figures)

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        return {**self.terms.to_dict(), "programmes": list(self.programmes), "parameters": [each.to_dict() for each in self.figures]}


def show(
    when: Day,
    programmes: Iterable[str] | str = (),
    *,
    overlays: Iterable[Source] | Source = (),
    known_on: date | str | None = None,
    assume_planned: bool = False,
    beyond_horizon: bool = False,
) -> Shown:
    """The tables as of a day.

    Args:
        when: "2020" (its last day), "2020-04" (its first), "2020-04-15", a `Month` or a date.
        programmes: ids of the programmes wanted; none means all.
        overlays: a county's own tables, or a reform's, as for `assess`.
        known_on: what was known on this day; None means everything in the tables.
        assume_planned: announced figures as if they had come into force.
        beyond_horizon: also for days after the tables' last, with the last values.

    Raises:
        UsageError: day, option or programme cannot be answered.
        InputError: with everything that is wrong in the overlays.
        OSError: an overlay cannot be opened.
    """
    local = read_overlays(overlays)
    mistakes = Mistakes()
    terms = mistakes.of(lambda day: to_terms(day, known_on, assume_planned, beyond_horizon, local), when)
    wanted = mistakes.of(to_programmes, programmes)
    mistakes.raise_any()
    assert terms is not None
    assert wanted is not None
    figures = tuple(figure for each in definitions_of(wanted, terms.rulebook) for figure in terms.figures(each))
    return Shown(terms, wanted, figures)
