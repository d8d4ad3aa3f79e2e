"""The content of an overlay -> its entries, checked as the tables are; every mistake at once, by file and key."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .converters import to_date, to_district, to_text
from .entry_reading import EntryReader, check_overlaps
from .errors import MOST_PROBLEMS, InputError, first_of
from .kinds import District
from .rulebook import Definition, Entry, Overlay, Rulebook, Status
from .shipped import shipped_rulebook
from .stated import Misfit, Open, shown, suggestion
from .tables import Findings

ABOUT = "overlay"
"""The table that says what the overlay is called; all others are programmes."""
MOST_ROWS = 1000
_MOST_DIGITS = 40


def overlay_from(data: Any, file: str) -> Overlay:
    """The overlay that stands in a file.

    Raises:
        InputError: with every mistake.
    """
    findings = Findings()
    content = findings.table(file, "", data)
    name = _name(content, file, findings)
    entries: dict[str, list[Entry]] = {}
    for key, definition, row in _rows(file, content, shipped_rulebook(), findings):
        entry = _LocalReader(file, key, definition, row, name, findings).read()
        if entry is not None:
            entries.setdefault(definition.name, []).append(entry)
        if len(findings.problems) > MOST_PROBLEMS:
            break
    for each in entries.values():
        check_overlaps(each, findings)
    if not entries and not findings.problems:
        findings.add(file, "", "There is no value here.", "Write entries such as [[medical_aid.rate_dibao]].")
    if findings.problems:
        raise InputError(first_of(findings.problems))
    return Overlay(name, _digest(content), MappingProxyType({each: tuple(rows) for each, rows in entries.items()}))


def _name(content: Mapping[str, Any], file: str, findings: Findings) -> str:
    """What the overlay calls itself, or else what its file is called."""
    about = findings.table(file, ABOUT, content.get(ABOUT, {}))
    findings.unknown_keys(file, ABOUT, about, {"name"})
    said = to_text(about.get("name"))
    if isinstance(said, Misfit):
        findings.add(file, f"{ABOUT}.name", said.problem, said.remedy, **said.values)
        return file
    return said or Path(file).name


def _rows(
    file: str, content: Mapping[str, Any], rulebook: Rulebook, findings: Findings
) -> Iterator[tuple[str, Definition, Mapping[str, Any]]]:
    """Every row with its key and what its parameter means."""
    programmes = {each.partition(".")[0] for each in rulebook.definitions}
    for programme, parameters in content.items():
        if programme == ABOUT:
            continue
        if programme not in programmes:
            _add_unknown(findings, file, str(programme), programmes)
            continue
        for parameter, rows in findings.table(file, programme, parameters).items():
            key = f"{programme}.{parameter}"
            definition = rulebook.definitions.get(key)
            if definition is None:
                _add_unknown(findings, file, key, rulebook.definitions)
                continue
            listed = [rows] if isinstance(rows, Mapping) else rows
            if not isinstance(listed, list | tuple) or not listed or len(listed) > MOST_ROWS:
                findings.add(file, key, "This is no list of entries.", "Write [[{key}]] with double brackets.", key=key)
                continue
            for place, row in enumerate(listed):
                at = key if listed is not rows else f"{key}[{place}]"
                if isinstance(row, Mapping):
                    yield at, definition, row
                else:
                    findings.table(file, at, row)


def _add_unknown(findings: Findings, file: str, key: str, known: Iterable[str]) -> None:
    findings.add(file, key, "No such parameter is defined.", "Did you mean: {near}?", near=suggestion(key, known))


class _LocalReader(EntryReader):
    """A row of an overlay: the same checks, but for what concerns our own fact sheets; its source is in the county's words."""

    keys = frozenset({"from", "until", "value", "status", "source", "districts", "note_zh", "note_en"})

    def __init__(self, file: str, key: str, definition: Definition, row: Mapping[str, Any], name: str, findings: Findings) -> None:
        super().__init__(file, key, definition, row, {}, findings)
        self.name = name

    def read(self) -> Entry | None:
        row = {**self.row, **{name: self._plain_date(name) for name in ("from", "until") if name in self.row}}
        if "value" in row:
            row["value"] = _as_written(row["value"], self.definition.kind)
        self.row = row
        return super().read()

    def _plain_date(self, name: str) -> Any:
        read = to_date(self.row[name]) if isinstance(self.row[name], date | str) else self.row[name]
        return self.row[name] if isinstance(read, Misfit) else read

    def _add_too_large(self, name: str, given: Any) -> None:
        self._add(name, "{value} is more than this can be.", "Correct it; 80 % is written 0.80.", value=given)

    def _status(self) -> Status:
        if self.row.get("status", Status.LOCAL) != Status.LOCAL:
            self._add("status", "A value here is local.", 'Write status = "local", or leave it out.')
        return Status.LOCAL

    def _sources(self, _: Status | None) -> tuple[str, ...]:
        given = self.row.get("source")
        listed = given if isinstance(given, list | tuple) else [] if given is None else [given]
        read = [to_text(each) for each in listed]
        if not listed or not all(isinstance(each, str) and each for each in read):
            self._add("source", "It is missing or no text.", "Say who decided it, where and when, in quotes.")
        return tuple(f"{self.name}: {each}" for each in read)

    def _note(self, sources: tuple[str, ...]) -> dict[str, str]:
        given, said = super()._note(sources), "; ".join(sources)
        notes = {"zh": f"本地数值，依据：{said}。{given.get('zh', '')}", "en": f"A local value, by {said}. {given.get('en', '')}"}
        return {language: note.strip() for language, note in notes.items()}

    def _districts(self) -> frozenset[District] | None:
        given = self.row.get("districts")
        if given is None:
            return None
        found = set()
        for each in given if isinstance(given, list | tuple) and given else [given]:
            district = to_district(each)
            if isinstance(district, Open):
                self._add("districts", "{name} is no district.", "Write ids: {all}.", name=shown(each), all=_district_ids())
            else:
                found.add(district)
        return frozenset(found)


def _district_ids() -> str:
    return ", ".join(district.name.lower() for district in District)


def _as_written(value: Any, kind: str) -> Any:
    """Amounts may also stand without quotes; the tables write them as text."""
    if kind not in ("yuan", "ratio", "square_metres") or isinstance(value, bool) or not isinstance(value, int | Decimal):
        return value
    if isinstance(value, int):
        return str(value) if abs(value) < 10**_MOST_DIGITS else value
    # Writing out an exponent of a billion takes hours: such a number is refused as it stands.
    return f"{value:f}" if value.is_finite() and abs(value.adjusted()) + len(value.as_tuple().digits) < _MOST_DIGITS else value


def _digest(content: Mapping[str, Any]) -> str:
    """SHA-256 over the content; how it is laid out in the file makes no difference."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, default=str)
    return f"sha256:{sha256(text.encode()).hexdigest()}"
