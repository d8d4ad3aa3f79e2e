"""The rule tables, read and checked whole: every mistake at once, by file and key."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .compiled import kept
from .kinds import District, Rounding
from .numbers import (
    AGE,
    AREA,
    AREA_ONE,
    COUNT,
    FEN,
    FEN_A_MONTH,
    FEN_A_YEAR,
    FEN_PER_YUAN,
    FLAG,
    GRADE,
    MONTHS,
    RATE,
    RATE_ONE,
    What,
    scaled,
)
from .places import data_folder
from .rulebook import Definition, Entry, Rulebook, Status
from .sources import Fact, shipped_facts
from .tables import Findings

if TYPE_CHECKING:
    from pathlib import Path

_UNITS: dict[tuple[str, str], What] = {
    ("yuan", "once"): FEN,
    ("yuan", "month"): FEN_A_MONTH,
    ("yuan", "year"): FEN_A_YEAR,
    ("ratio", ""): RATE,
    ("count", ""): COUNT,
    ("age", ""): AGE,
    ("grade", ""): GRADE,
    ("months", ""): MONTHS,
    ("square_metres", ""): AREA,
    ("flag", ""): FLAG,
    ("rounding", ""): Rounding,
}
_SCALES = {"yuan": FEN_PER_YUAN, "ratio": RATE_ONE, "square_metres": AREA_ONE}
_MOST = {"count": 10_000, "age": 150, "grade": 4, "months": 1_200}
READERS = ("rules", "people", "over_time", "target")
_DEFINITION_KEYS = {"label_zh", "label_en", "unit", "period", "per", "by", "read_by", "read_on", "most"}
_ENTRY_KEYS = {"from", "until", "known", "value", "low", "high", "status", "source", "districts", "start", "note_zh", "note_en"}
_NEEDS_SOURCE = {Status.PUBLISHED, Status.STATUTE, Status.DERIVED, Status.PLANNED, Status.SECONDARY, Status.LOCAL}
_NEEDS_NOTE = {Status.SECONDARY, Status.ASSUMED, Status.UNPUBLISHED, Status.PLANNED, Status.DERIVED}
_FIGURE_IS_IN_SOURCE = {Status.PUBLISHED, Status.STATUTE}


@cache
def shipped_rulebook() -> Rulebook:
    """The rule tables that come with the package; read anew only where they, or what reads them, have changed."""
    return kept("rulebook", lambda: load_rulebook(data_folder("rules"), shipped_facts()))


def load_rulebook(folder: "Path", facts: Mapping[str, Fact]) -> Rulebook:
    """Read and check a folder of rule tables.

    Raises:
        TableError: with every mistake, by file and key.
    """
    findings = Findings()
    about = _frame(folder, findings)
    definitions = dict(_definitions(folder / "definitions", findings))
    timelines: dict[str, list[Entry]] = {name: [] for name in definitions}
    for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]/*.toml")):
        file = f"rules/{path.parent.name}/{path.name}"
        for key, rows in findings.read(path, file).items():
            definition = definitions.get(f"{path.stem}.{key}")
            if definition is None:
                findings.add(
                    file, key, "No such parameter is defined.", "Define it in {place}.", place=f"rules/definitions/{path.stem}.toml"
                )
                continue
            if not isinstance(rows, list):
                findings.add(file, key, "This is no list of entries.", "Write [[{key}]] with double brackets.", key=key)
                continue
            for place, row in enumerate(rows):
                if not isinstance(row, Mapping):
                    findings.table(file, f"{key}[{place}]", row)
                    continue
                entry = _EntryReader(file, f"{key}[{place}]", definition, row, facts, findings).read()
                if entry is not None:
                    timelines[definition.name].append(entry)
                    if entry.begins.year != int(path.parent.name):
                        findings.add(file, f"{key}[{place}].from", "The year is not the folder's.", "Move the entry to its year's folder.")
    for entries in timelines.values():
        _check_overlaps(entries, findings)
    findings.raise_any()
    ordered = {name: tuple(sorted(entries, key=lambda entry: entry.begins)) for name, entries in timelines.items()}
    return Rulebook(str(about["edition"]), about["begins"], about["horizon"], definitions, ordered)


def _frame(folder: "Path", findings: Findings) -> dict[str, Any]:
    """The edition, and the first and last day the tables speak for."""
    name = "rules/rulebook.toml"
    about = findings.read(folder / "rulebook.toml", name)
    findings.unknown_keys(name, "", about, {"edition", "begins", "horizon"})
    if not isinstance(about.get("edition"), str):
        findings.add(name, "edition", "It is missing or no text.", "Write it in quotes.")
    for key in ("begins", "horizon"):
        if type(about.get(key)) is not date:
            findings.add(name, key, "This is no date.", "Write it without quotes, such as 2020-01-01.")
    return about


def _definitions(folder: "Path", findings: Findings) -> Iterator[tuple[str, Definition]]:
    for path in sorted(folder.glob("*.toml")):
        file = f"rules/definitions/{path.name}"
        for key, stated in findings.read(path, file).items():
            given = findings.table(file, key, stated)
            findings.unknown_keys(file, key, given, _DEFINITION_KEYS)
            kind, period = str(given.get("unit")), str(given.get("period", ""))
            unit = _UNITS.get((kind, period))
            if unit is None:
                known = ", ".join(sorted(f"{unit} {period}".strip() for unit, period in _UNITS))
                findings.add(file, f"{key}.unit", "This unit and period are not known.", "Write one of: {all}.", all=known)
                continue
            for name in ("label_zh", "label_en"):
                if not given.get(name):
                    findings.add(file, f"{key}.{name}", "It is missing.", "Write a short label.")
            read_by = given.get("read_by", "rules")
            if read_by not in READERS:
                findings.add(file, f"{key}.read_by", "This reader is not known.", "Write one of: {all}.", all=", ".join(READERS))
            if given.get("by") not in (None, "district"):
                findings.add(file, f"{key}.by", "Values are kept by district or not at all.", 'Write by = "district", or leave it out.')
            if given.get("read_on", "month") not in ("month", "year_end"):
                findings.add(file, f"{key}.read_on", "The day of reading is not known.", "Write month or year_end.")
            most = None if "most" not in given else _in_units(given["most"], kind)
            if "most" in given and most is None:
                findings.add(
                    file,
                    f"{key}.most",
                    "{value} is outside the unit {unit}.",
                    "See rules/README.md for how each unit is written.",
                    value=given["most"],
                    unit=kind,
                )
            name = f"{path.stem}.{key}"
            label = MappingProxyType({"zh": str(given.get("label_zh")), "en": str(given.get("label_en"))})
            yield (
                name,
                Definition(name, label, kind, unit, given.get("by") == "district", read_by, given.get("read_on") == "year_end", most),
            )


def _in_units(given: Any, kind: str) -> int | None:
    """What stands in a table as a whole number of its unit; None where it does not fit."""
    if kind == "flag":
        return given if isinstance(given, bool) else None
    if kind == "rounding":
        return Rounding[given.upper()] if isinstance(given, str) and given.upper() in Rounding.__members__ else None
    if kind in _MOST:
        return given if type(given) is int and 0 <= given <= _MOST[kind] else None
    if not isinstance(given, str) or not given.replace(".", "", 1).isdecimal():
        return None
    try:
        return scaled(Decimal(given), _SCALES[kind])
    except ValueError:
        return None


class _EntryReader:
    """One row of a table -> an entry, or the mistakes in it."""

    def __init__(
        self, file: str, key: str, definition: Definition, row: Mapping[str, Any], facts: Mapping[str, Fact], findings: Findings
    ) -> None:
        self.file, self.key, self.definition = file, key, definition
        self.row = row
        self.facts, self.findings = facts, findings

    def _add(self, name: str, problem: str, remedy: str, /, **values: object) -> None:
        self.findings.add(self.file, f"{self.key}.{name}", problem, remedy, **values)

    def read(self) -> Entry | None:
        before = len(self.findings.problems)
        self.findings.unknown_keys(self.file, self.key, self.row, _ENTRY_KEYS)
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
        for name in [name for name in ("low", "high") if name in self.row and status is not Status.UNPUBLISHED]:
            self._add(name, "Bounds belong to unpublished parameters only.", "Give the value alone.")
        if low is not None and high is not None and low > high:
            self._add("low", "The lower bound is above the upper one.", "Exchange them.")
        sources, districts = self._sources(status), self._districts()
        note = {language: str(self.row[f"note_{language}"]) for language in ("zh", "en") if self.row.get(f"note_{language}")}
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

    def _date(self, name: str) -> date | None:
        given = self.row.get(name)
        if given is not None and type(given) is not date:
            self._add(name, "This is no date.", "Write it without quotes, such as 2020-01-01.")
            return None
        return given

    def _status(self) -> Status | None:
        try:
            return Status(self.row.get("status", ""))
        except ValueError:
            self._add("status", "This status is not known.", "Write one of: {all}.", all=", ".join(Status))
            return None

    def _number(self, name: str) -> int | None:
        given = self.row.get(name)
        if given is None:
            return None
        kind = self.definition.kind
        number = _in_units(given, kind)
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


def _check_overlaps(entries: list[Entry], findings: Findings) -> None:
    """Entries for one district may share a first day only if they became known on different days; plans are held against plans."""
    seen: set[tuple[Entry, Entry]] = set()
    for district in District:
        mine = sorted((each for each in entries if _concerns(each, district)), key=lambda entry: (entry.begins, entry.known))
        for planned in (False, True):
            alike = [each for each in mine if (each.status == Status.PLANNED) == planned]
            for pair in pairwise(alike):
                if pair not in seen:
                    seen.add(pair)
                    _check_pair(*pair, district, findings)


def _concerns(entry: Entry, district: District) -> bool:
    return entry.districts is None or district in entry.districts


def _check_pair(first: Entry, second: Entry, district: District, findings: Findings) -> None:
    key = first.name.partition(".")[2] + (f" {district.name.lower()}" if first.definition.by_district else "")
    if first.begins == second.begins and first.known == second.known:
        say = {"day": first.begins, "other": first.file}
        findings.add(
            second.file, key, "Two entries begin on {day} (the other in {other}).", "Remove one, or say when each was known.", **say
        )
    elif first.ends is not None and first.ends >= second.begins and first.known == first.begins:
        ends = {"day": second.begins, "until": first.ends}
        findings.add(first.file, key, "The entry runs until {until}, but the next begins on {day}.", "Let it end the day before.", **ends)
