"""Scenarios: every number that is not published at its lowest, or at its highest.

A scenario is an overlay like a county's own, so that any row of a population can be assessed by itself under the same numbers. It is no
bound: at a higher limit an amount may be lower, and what one household has more another may have less.
"""

from collections.abc import Iterable
from hashlib import sha256

from ..engine.scalar import Context
from ..kinds import District
from ..programmes.price_subsidy import INDEX_RISE
from ..rulebook import Entry, Overlay, Status

SCENARIOS = ("low", "high")
"""All at low, all at high."""


def end_of(context: Context, place: int, scenario: str) -> int | None:
    """The low or high end of an unpublished parameter; None where no high end is known."""
    symbol = context.symbols[place]
    assert symbol is not None
    return (symbol.low or 0) if scenario == "low" else symbol.high


def scenario_overlay(contexts: Iterable[tuple[District, Context]], scenario: str) -> Overlay:
    """The overlay that gives every unpublished parameter of these districts its end, on the day on which it is read and no other."""
    entries: dict[str, list[Entry]] = {}
    said = []
    for district, context in contexts:
        for place, (entry, symbol) in enumerate(zip(context.entries, context.symbols, strict=True)):
            is_asked_for = symbol is None or entry.name == INDEX_RISE  # the index comes with the question, or not at all
            value = None if is_asked_for else end_of(context, place, scenario)
            if value is None:
                continue
            day = context.day.replace(month=12, day=31) if entry.definition.at_year_end else context.day
            note = {
                "zh": f"情景：未公布的数值一律取{'最低' if scenario == 'low' else '最高'}值。",
                "en": f"Scenario: all unpublished numbers at {scenario}.",
            }
            given = Entry(entry.definition, day, day, Status.LOCAL, value, None, None, districts=frozenset({district}), note=note)
            entries.setdefault(entry.name, []).append(given)
            said.append(f"{district} {entry.name} {day} {value}")
    digest = sha256("\n".join(said).encode()).hexdigest()
    return Overlay(f"scenario {scenario}", f"sha256:{digest}", {name: tuple(found) for name, found in entries.items()})
