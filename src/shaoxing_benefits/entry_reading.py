"""A row of a table -> an entry, or the mistakes in it; and how the entries of one parameter may follow one another."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from .kinds import District
from .rulebook import Definition, Entry, Status
from .sources import Fact
from .table_units import in_units
from .tables import Findings

_NEEDS_SOURCE = {Status.PUBLISHED, Status.STATUTE, Status.DERIVED, Status.PLANNED, Status.SECONDARY}
_NEEDS_NOTE = {Status.SECONDARY, Status.ASSUMED, Status.UNPUBLISHED, Status.PLANNED, Status.DERIVED}
_FIGURE_IS_IN_SOURCE = {Status.PUBLISHED, Status.STATUTE}


class EntryReader:
    """One row of a table -> an entry, or the mistakes in it."""

    keys = frozenset({"from", "until", "known", "value", "low", "high", "status", "source", "districts", "start", "note_zh", "note_en"})

    def __init__(
        self, file: str, key: str, definition: Definition, row: Mapping[str, Any], facts: Mapping[str, Fact], findings: Findings
    ) -> None:
        self.file, self.key, self.definition = file, key, definition
        self.row = row
        self.facts, self.findings = facts, findings

    def _add(self, name: str, problem: str, remedy: str, /, **values: object) -> None:
        self.findings.add(self.file, f"{self.key}.{name}", problem, remedy, **values)

    def read(self) -> Entry | None:
        """The entry; None where there are mistakes, which are then noted."""
        before = len(self.findings.problems)
        self.findings.unknown_keys(self.file, self.key, self.row, self.keys)
        begins, ends = self._date("from"), self._date("until")
        if "from" not in self.row:
            self._add("from", "It is missing.", "Write the first day on which the value holds.")
        elif begins is not None and ends is not None and ends < begins:
            self._add("until", "The entry ends before it begins.", "Correct one of the two dates.")
        status = self._status()
        value, low, high = (self._number(name) for name in ("value", "low", "high"))
        if status is Status.UNPUBLISHED and value is not None:
            self._add("value", "An unpublished parameter has no value.", "Give low and high, or another status.")
        if status not in (None, Status.UNPUBLISHED) and "value" not in self.row:
            self._add("value", "It is missing.", 'Give the value, or status = "unpublished".')
        for name in [name for name in ("low", "high") if name in self.row and name in self.keys and status is not Status.UNPUBLISHED]:
            self._add(name, "Bounds belong to unpublished parameters only.", "Give the value alone.")
        if low is not None and high is not None and low > high:
            self._add("low", "The lower bound is above the upper one.", "Exchange them.")
        sources, districts = self._sources(status), self._districts()
        note = self._note(sources)
        start_is_assumed = self.row.get("start") == "assumed"
        if "start" in self.row and not start_is_assumed:
            self._add("start", "This says how sure the first day is.", 'Write start = "assumed", or leave it out.')
        if (status in _NEEDS_NOTE or start_is_assumed) and len(note) < 2:
            self._add("note_en", "A note in both languages is missing.", "Say why, and what would settle it.")
        if len(self.findings.problems) > before or begins is None or status is None:
            return None
        known = self._date("known") or begins
        return Entry(
            self.definition,
            begins,
            ends,
            status,
            value,
            low,
            self.definition.most if status is Status.UNPUBLISHED and high is None else high,
            sources,
            districts,
            known,
            start_is_assumed,
            MappingProxyType(note),
            self.file,
        )

    def _note(self, _: tuple[str, ...]) -> dict[str, str]:
        return {language: str(self.row[f"note_{language}"]) for language in ("zh", "en") if self.row.get(f"note_{language}")}

    def _date(self, name: str) -> date | None:
        given = self.row.get(name)
        if given is not None and type(given) is not date:
            self._add(name, "This is no date.", "Write it without quotes, such as 2020-01-01.")
            return None
        return given

    def _status(self) -> Status | None:
        # A local figure stands in a county's own file: see `overlays`.
        known = [status for status in Status if status is not Status.LOCAL]
        status = next((each for each in known if each == self.row.get("status")), None)
        if status is None:
            self._add("status", "This status is not known.", "Write one of: {all}.", all=", ".join(known))
        return status

    def _number(self, name: str) -> int | None:
        given = self.row.get(name)
        if given is None:
            return None
        kind = self.definition.kind
        number = in_units(given, kind)
        if number is None:
            self._add(
                name, "{value} is outside the unit {unit}.", "See rules/README.md for how each unit is written.", value=given, unit=kind
            )
        elif self.definition.most is not None and number > self.definition.most:
            self._add(name, "{value} is more than the definition's `most`.", "Correct one of the two.", value=given)
        return number

    def _sources(self, status: Status | None) -> tuple[str, ...]:
        given = self.row.get("source", [])
        sources = tuple(given) if isinstance(given, list) else (str(given),)
        if status in _NEEDS_SOURCE and not sources:
            self._add("source", "It is missing.", "Cite a fact, such as yearbook:dibao-standard-2020.")
        unknown = [source for source in sources if source not in self.facts]
        for source in unknown:
            self._add("source", "The fact {source} is in no sheet.", "Add it to seeds/, or correct the citation.", source=source)
        if sources and not unknown and status in _FIGURE_IS_IN_SOURCE and self.definition.kind not in ("flag", "rounding"):
            self._check_figure(sources)
        return sources

    def _check_figure(self, sources: tuple[str, ...]) -> None:
        value = self.row.get("value")
        if isinstance(value, bool | float) or value is None or (isinstance(value, str) and not value.replace(".", "", 1).isdecimal()):
            return
        if not any(Decimal(value) in self.facts[source].figures for source in sources):
            cited = ", ".join(sources)
            self._add(
                "value", "{value} is not among the figures of {cited}.", "Correct the value or the fact sheet.", value=value, cited=cited
            )

    def _districts(self) -> frozenset[District] | None:
        given = self.row.get("districts")
        if given is None:
            return None
        if not self.definition.by_district:
            self._add("districts", "This parameter is not kept by district.", 'Define it with by = "district".')
        names = {district.name.lower(): district for district in District}
        for name in given:
            if name not in names:
                self._add("districts", "{name} is no district.", "Write ids: {all}.", name=name, all=", ".join(names))
        return frozenset(names[name] for name in given if name in names)


def check_overlaps(entries: list[Entry], findings: Findings) -> None:
    """Entries for one district may share a first day only if they became known on different days; plans are held against plans."""
    seen: set[tuple[Entry, Entry]] = set()
    for district in District:
        mine = sorted((each for each in entries if each.concerns(district)), key=lambda entry: (entry.begins, entry.known))
        for planned in (False, True):
            alike = [each for each in mine if (each.status == Status.PLANNED) == planned]
            for pair in pairwise(alike):
                if pair not in seen:
                    seen.add(pair)
                    _check_pair(*pair, district, findings)


def _check_pair(first: Entry, second: Entry, district: District, findings: Findings) -> None:
    # A table is about one programme, an overlay about any.
    name = first.name if first.status is Status.LOCAL else first.name.partition(".")[2]
    key = name + (f" {district.name.lower()}" if first.districts is not None or first.definition.by_district else "")
    if first.begins == second.begins and first.known == second.known:
        say = {"day": first.begins, "other": first.file}
        # A local value stands whatever the day of knowledge.
        remedy = "Remove one." if second.status is Status.LOCAL else "Remove one, or say when each was known."
        findings.add(second.file, key, "Two entries begin on {day} (the other in {other}).", remedy, **say)
    elif first.ends is not None and first.ends >= second.begins and first.known == first.begins:
        ends = {"day": second.begins, "until": first.ends}
        findings.add(first.file, key, "The entry runs until {until}, but the next begins on {day}.", "Let it end the day before.", **ends)
