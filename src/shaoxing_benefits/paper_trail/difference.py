"""Two states of the tables held against each other: the figures that differ, and what that means for the sample households."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import frozen

from ..asking import Mistakes, rule_set
from ..overlays import Source, read_overlays
from ..rulebook import Definition
from .figures import Change, Districts, Figure, by_districts, change
from .samples import Compared, compare, samples
from .terms import Day, Terms, definitions_of, programmes_of, to_programmes, to_terms

NEW, OPEN, ENDED, CHANGED, RESTATED = "new", "open", "ended", "changed", "restated"
"""A figure where there was none; an entry where there was none, but not published; none where there was one; another figure; the same
figure with another status, source or first day."""


@frozen(eq=False)
class Differing:
    """A parameter of which two figures hold for some districts (None: for all six)."""

    before: Figure
    after: Figure
    districts: Districts

    @property
    def definition(self) -> Definition:
        """The parameter."""
        return self.after.entry.definition

    @property
    def kind(self) -> str:
        """What has happened to it: one of the five words above."""
        if not self.before.is_held:
            return OPEN if self.after.value is None else NEW
        if not self.after.is_held:
            return ENDED
        first, second = (_number(each) for each in (self.before, self.after))
        return RESTATED if first == second else CHANGED

    @property
    def change(self) -> Change | None:
        """By how much it changes, where both are known numbers."""
        return change(self.before.entry, self.after.entry)

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        return {
            "parameter": self.definition.name,
            "kind": self.kind,
            "before": self.before.to_dict() if self.before.is_held else None,
            "after": self.after.to_dict() if self.after.is_held else None,
            "change": None if self.change is None else self.change.to_dict(),
        }


@frozen(eq=False)
class Difference:
    """What differs between two days, or with a reform and without."""

    before: Terms
    after: Terms
    programmes: tuple[str, ...]
    figures: tuple[Differing, ...]
    households: tuple[Compared, ...]

    @property
    def with_reform(self) -> tuple[str, ...]:
        """The names of the overlays that stand on the later side only."""
        return tuple(each.name for each in self.after.overlays[len(self.before.overlays) :])

    @property
    def of_all(self) -> bool:
        """Whether all programmes were asked for."""
        return self.programmes == programmes_of(self.after.rulebook)

    def of_kind(self, *kinds: str) -> tuple[Differing, ...]:
        """The figures to which one of these has happened."""
        return tuple(each for each in self.figures if each.kind in kinds)

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        return {
            "before": {**self.before.to_dict(), "month": str(self.before.when.month)},
            "after": {**self.after.to_dict(), "month": str(self.after.when.month)},
            "programmes": list(self.programmes),
            "parameters": [each.to_dict() for each in self.figures],
            "households": [each.to_dict() for each in self.households],
        }


def compare_tables(
    earlier: Day,
    later: Day,
    programmes: Iterable[str] | str = (),
    *,
    price_index: str | Decimal | int | None = None,
    overlays: Iterable[Source] | Source = (),
    reform: Iterable[Source] | Source = (),
    known_on: date | str | None = None,
    assume_planned: bool = False,
    beyond_horizon: bool = False,
) -> Difference:
    """What differs between two days, and how the amounts of the sample households change.

    Args:
        earlier: "2019" (its last day, and December for the households), "2019-04" (its first day), "2019-04-15", a `Month` or a date.
        later: the same; it may be the same day, to see what a reform does.
        programmes: ids of the programmes wanted; none means all.
        price_index: a month's rise of the price index in per cent, for both; without it the price subsidy is open.
        overlays: a county's own tables, for both.
        reform: tables for the later side only.
        known_on: what was known on this day; None means everything in the tables.
        assume_planned: announced figures as if they had come into force.
        beyond_horizon: also for days after the tables' last, with the last values.

    Raises:
        UsageError: day, option or programme cannot be answered.
        InputError: with everything that is wrong in the overlays.
        OSError: an overlay cannot be opened.
    """
    local, new = read_overlays(overlays), read_overlays(reform)
    mistakes = Mistakes()
    before = mistakes.of(lambda day: to_terms(day, known_on, assume_planned, beyond_horizon, local, price_index), earlier)
    after = mistakes.of(lambda day: to_terms(day, known_on, assume_planned, beyond_horizon, local + new, price_index), later)
    wanted = mistakes.of(to_programmes, programmes)
    mistakes.raise_any()
    assert before is not None
    assert after is not None
    assert wanted is not None
    figures = tuple(each for definition in definitions_of(wanted, after.rulebook) for each in _differing(definition, before, after))
    # What the programmes have in common pays nobody by itself.
    paying = tuple(programme.id for programme in rule_set().programmes if programme.id in wanted)
    households = tuple(compare(sample, before, after, paying) for sample in samples()) if paying else ()
    return Difference(before, after, wanted, figures, households)


def _differing(definition: Definition, before: Terms, after: Terms) -> Iterator[Differing]:
    found = by_districts(
        lambda district: (before.figure(definition, district), after.figure(definition, district)),
        lambda figures: tuple(each.content for each in figures),
    )
    for districts, (first, second) in found:
        if first.content != second.content:
            yield Differing(first.of(districts), second.of(districts), districts)


def _number(figure: Figure) -> tuple[int | None, int | None, int | None]:
    entry = figure.entry
    return entry.value, entry.low, entry.high
