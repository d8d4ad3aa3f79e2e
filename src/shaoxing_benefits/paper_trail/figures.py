"""A figure as the paper trail shows it: an entry of the tables or of an overlay, for which districts it is, and what it rests on."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from attrs import frozen

from ..engine.evaluation import Spread
from ..explain import surface
from ..explanation import Range, Value, plain
from ..kinds import District, Rounding
from ..numbers import What, divide
from ..rulebook import NOTHING_HELD, Entry, Overlay
from ..shipped import shipped_facts

Found = TypeVar("Found")
Districts = tuple[District, ...] | None
"""For which districts something is; None is all six."""
_NO_NUMBERS = ("flag", "rounding")
_IN_PERCENT = ("yuan", "square_metres")
"""Of a ratio a change in per cent would be mistaken for one in percentage points; ages and grades are no quantities."""


class Source(NamedTuple):
    """What a figure rests on: a fact with its document and the place there. A county's own words have neither."""

    id: str
    document: Mapping[str, str] | None
    place: str | None

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        return {"id": self.id, "document": None if self.document is None else dict(self.document), "place": self.place}


@frozen(eq=False, slots=False)
class Figure:
    """An entry, with the districts for which it stands here, and the name of the overlay that it stands in (None for the tables' own)."""

    entry: Entry
    districts: Districts = None
    overlay: str | None = None

    def of(self, districts: Districts) -> "Figure":
        """The same for other districts."""
        return Figure(self.entry, districts, self.overlay)

    @property
    def is_held(self) -> bool:
        """Whether tables or overlays have an entry at all; where none has, nothing is known."""
        return self.entry.note is not NOTHING_HELD

    @property
    def value(self) -> Value | None:
        """The value as people see it; None where it is not published."""
        return _surface(self.entry.value, self.entry.definition.unit)

    @property
    def low(self) -> Value | None:
        """The least that an unpublished value can be, where that is known."""
        return _surface(self.entry.low, self.entry.definition.unit)

    @property
    def high(self) -> Value | None:
        """The most that an unpublished value can be, where that is known."""
        return _surface(self.entry.high, self.entry.definition.unit)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """What it rests on."""
        facts = shipped_facts()
        known = [(each, facts.get(each)) for each in self.entry.sources]
        return tuple(Source(each, fact and MappingProxyType(fact.document.title), fact and fact.place) for each, fact in known)

    @property
    def content(self) -> Hashable:
        """All that is shown of it but the districts: two figures of the same content may be shown as one."""
        each = self.entry
        dates = (each.begins, each.ends, each.known, each.start_is_assumed)
        note = tuple(sorted(each.note.items()))
        return (each.name, each.status, *dates, each.value, each.low, each.high, each.sources, note, self.overlay)

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        entry, definition = self.entry, self.entry.definition
        held = self.is_held
        return {
            "parameter": definition.name,
            "label": dict(definition.label),
            "unit": definition.kind,
            "period": definition.period or None,
            "per": definition.per or None,
            "districts": None if self.districts is None else [each.name.lower() for each in self.districts],
            "value": plain(self.value),
            "low": plain(self.low),
            "high": plain(self.high),
            "status": str(entry.status),
            "from": entry.begins.isoformat() if held else None,
            "until": entry.ends.isoformat() if entry.ends else None,
            "known": entry.known.isoformat() if held and entry.known != entry.begins else None,
            "start_assumed": entry.start_is_assumed,
            "overlay": self.overlay,
            "sources": [each.to_dict() for each in self.sources],
            "note": {language: entry.note.get(language, "") for language in ("zh", "en")},
        }


def overlay_of(entry: Entry, overlays: Iterable[Overlay]) -> str | None:
    """The name of the overlay that an entry stands in."""
    return next((overlay.name for overlay in overlays if any(each is entry for each in overlay.entries.get(entry.name, ()))), None)


def _surface(number: int | None, unit: What) -> Value | None:
    if number is None:
        return None
    found = surface(Spread(number, number), unit)
    assert not isinstance(found, Range)
    return found


class Change(NamedTuple):
    """By how much a number has changed: in its own unit, and in per cent of the earlier one where that says something."""

    difference: Value
    percent: Decimal | None

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        return {"difference": plain(self.difference), "percent": plain(self.percent)}


def change(before: Entry, after: Entry) -> Change | None:
    """From one value of a parameter to another; None where either is unknown, or they are no numbers."""
    kind, old, new = after.definition.kind, before.value, after.value
    if kind in _NO_NUMBERS or old is None or new is None:
        return None
    difference = _surface(new - old, after.definition.unit)
    assert difference is not None
    return Change(difference, percent(old, new) if kind in _IN_PERCENT and old else None)


def percent(old: int, new: int) -> Decimal:
    """The change in per cent of the old value, worked out exactly and rounded half up to two decimals, a fall like a rise."""
    hundredths = divide(abs(new - old) * 10_000, old, Rounding.HALF_UP)
    return Decimal(-hundredths if new < old else hundredths).scaleb(-2)


def by_districts(found: Callable[[District], Found], alike: Callable[[Found], Hashable]) -> list[tuple[Districts, Found]]:
    """What is found for each district, with the districts for which the same is found together."""
    together: dict[Hashable, tuple[list[District], Found]] = {}
    for district in District:
        each = found(district)
        together.setdefault(alike(each), ([], each))[0].append(district)
    return [(said_of(districts), each) for districts, each in together.values()]


def said_of(districts: Iterable[District]) -> Districts:
    """The districts in their order; None for all of them."""
    given = tuple(sorted(districts))
    return None if len(given) == len(District) else given
