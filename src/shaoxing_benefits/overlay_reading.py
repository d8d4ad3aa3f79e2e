"""The content of an overlay -> its entries, checked as the tables are; every mistake at once, by file and key."""

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Sized
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .converters import MOST_SQUARE_METRES, MOST_YUAN, UNFIT_FOR_TEXT, to_date, to_district, to_text
from .entry_reading import EntryReader, check_overlaps
from .errors import MOST_PROBLEMS, InputError, first_of, harmless
from .kinds import District
from .numbers import AREA_ONE, FEN_PER_YUAN, RATE_ONE
from .rulebook import Definition, Entry, Overlay, Rulebook, Status, entry_content
from .shipped import shipped_rulebook
from .stated import Misfit, Open, shown, suggestion
from .table_units import in_units
from .tables import Findings

ABOUT = "overlay"
"""The table that says what the overlay is called; all others are programmes."""
MOST_ROWS = 1000
"""So many entries of one parameter are read."""
MOST_THINGS = 100
"""So many keys of an entry, districts or sources; nobody means more."""
MOST_SIGNS = {"source": 300, "note_zh": 1000, "note_en": 1000}
"""The title of a notice with number, article and paragraph is longer than a name."""
_MOST_DIGITS = 40
_MOST = {
    "yuan": int(MOST_YUAN) * FEN_PER_YUAN,
    "ratio": 2 * RATE_ONE,
    "multiple": 100 * RATE_ONE,
    "square_metres": int(MOST_SQUARE_METRES) * AREA_ONE,
}
"""What is more is a slip, such as 7.8 for 7.8 %, and might not fit into 64 bits with what it is multiplied by."""
_WRITTEN = {
    "yuan": 'Write yuan with at most two decimals, such as "320.00".',
    "ratio": 'Write a part of one with at most four decimals: 80 % is "0.80".',
    "multiple": 'Write a number with at most four decimals, such as "1.5".',
    "square_metres": 'Write it with at most two decimals, such as "68.70".',
    "flag": "Write true or false, without quotes.",
    "rounding": 'Write "half_up", "down" or "up".',
    "number": "Write a whole number without quotes, none larger than makes sense.",
}
"""How a value of each unit is written; whoever has an overlay need not have the tables' guide."""


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
    for each in entries.values():
        check_overlaps(each, findings)
    if not entries and not findings.problems:
        findings.add(file, "", "There is no value here.", "Write entries such as [[medical_aid.rate_dibao]].")
    if findings.problems:
        raise InputError(first_of(findings.problems))
    return Overlay(name, _digest(entries), MappingProxyType({each: tuple(rows) for each, rows in entries.items()}))


def _name(content: Mapping[str, Any], file: str, findings: Findings) -> str:
    """What the overlay calls itself, or else what its file is called."""
    about = findings.table(file, ABOUT, content.get(ABOUT, {}))
    if _is_crowded(findings, file, ABOUT, about):
        return file
    findings.unknown_keys(file, ABOUT, about, {"name"})
    said = to_text(about.get("name"))
    if isinstance(said, Misfit):
        findings.add(file, f"{ABOUT}.name", said.problem, said.remedy, **said.values)
        return file
    return said or harmless(Path(file).name)


def _is_crowded(findings: Findings, file: str, key: str, found: Sized, most: int = MOST_THINGS) -> bool:
    """Whether more stands there than anybody means; then nothing of it is looked at."""
    if len(found) > most:
        findings.add(file, key, "There is too much here: at most {most} are read.", "Take out what is not meant.", most=most)
    return len(found) > most


def _rows(
    file: str, content: Mapping[str, Any], rulebook: Rulebook, findings: Findings
) -> Iterator[tuple[str, Definition, Mapping[str, Any]]]:
    """Every row with its key and what its parameter means; it ends where there are more mistakes than are listed."""
    for key, definition, rows in _parameters(file, content, rulebook, findings):
        listed = [rows] if isinstance(rows, Mapping) else rows
        if not isinstance(listed, list | tuple) or not listed:
            _add_no_list(findings, file, key)
            continue
        if _is_crowded(findings, file, key, listed, MOST_ROWS):
            continue
        for place, row in enumerate(listed):
            at = key if listed is not rows else f"{key}[{place}]"
            if not isinstance(row, Mapping):
                findings.table(file, at, row)
            elif not _is_crowded(findings, file, at, row):
                yield at, definition, row
            if len(findings.problems) > MOST_PROBLEMS:
                return


def _parameters(file: str, content: Mapping[str, Any], rulebook: Rulebook, findings: Findings) -> Iterator[tuple[str, Definition, Any]]:
    """Every parameter that is known, with what stands there for it."""
    programmes = {each.partition(".")[0] for each in rulebook.definitions}
    for programme, parameters in content.items():
        if programme == ABOUT:
            continue
        if programme in rulebook.definitions:
            _add_no_list(findings, file, programme)  # in quotes it is one name, not two
        elif programme not in programmes:
            _add_unknown(findings, file, str(programme), sorted(programmes))
        else:
            for parameter, rows in findings.table(file, programme, parameters).items():
                key = f"{programme}.{parameter}"
                definition = rulebook.definitions.get(key)
                if definition is None:
                    # It may stand in the wrong programme; else another of the programme's own is meant.
                    elsewhere = [each for each in rulebook.definitions if each.partition(".")[2] == parameter]
                    own = [each for each in rulebook.definitions if each.partition(".")[0] == programme]
                    _add_unknown(findings, file, key, elsewhere[:6] or own)
                else:
                    yield key, definition, rows
                if len(findings.problems) > MOST_PROBLEMS:
                    return
        if len(findings.problems) > MOST_PROBLEMS:
            return


def _add_no_list(findings: Findings, file: str, key: str) -> None:
    findings.add(file, key, "This is no list of entries.", "Write [[{key}]] with double brackets.", key=key)


def _add_unknown(findings: Findings, file: str, key: str, known: Sequence[str]) -> None:
    same = ", ".join(each for each in known if each.partition(".")[2] == key.partition(".")[2] != "")
    findings.add(file, key, "No such parameter is defined.", "Did you mean: {near}?", near=same or suggestion(key, known))


class _LocalReader(EntryReader):
    """A row of an overlay: the same checks, but for what concerns our own fact sheets; its source is in the county's words."""

    keys = frozenset({"from", "until", "value", "status", "source", "districts", "note_zh", "note_en"})

    def __init__(self, file: str, key: str, definition: Definition, row: Mapping[str, Any], name: str, findings: Findings) -> None:
        super().__init__(file, key, definition, row, {}, findings)
        self.name = name

    def read(self) -> Entry | None:
        # JSON has a word for what is left out.
        self.row = {name: given for name, given in self.row.items() if given is not None}
        row: dict[str, Any] = {**self.row, **{name: self._plain_date(name) for name in ("from", "until") if name in self.row}}
        if "value" in row:
            row["value"] = _as_written(row["value"], self.definition.kind)
        else:
            self._add("value", "It is missing.", "Write the figure, or leave the entry out: what is not known is no local value.")
            row["value"] = None
        self.row = row
        return super().read()

    def _plain_date(self, name: str) -> Any:
        read = to_date(self.row[name]) if isinstance(self.row[name], date | str) else self.row[name]
        return self.row[name] if isinstance(read, Misfit) else read

    def _number(self, name: str) -> int | None:
        given, kind = self.row.get(name), self.definition.kind
        if given is None:
            return None
        number = in_units(given, kind)
        if number is None:
            say = {"value": shown(given), "unit": kind}
            self._add(name, "{value} is outside the unit {unit}.", _WRITTEN[kind if kind in _WRITTEN else "number"], **say)
        elif (most := self._most()) is not None and number > most:
            remedy = "Correct it; 80 % is written 0.80." if kind == "ratio" else "Correct it."
            self._add(name, "{value} is more than this can be.", remedy, value=harmless(str(given)))
        return number

    def _most(self) -> int | None:
        """The most that the value can be, by its nature or by any sense; what is counted is bounded by its unit."""
        about = self.definition
        return _MOST.get(about.kind) if about.most is None else about.most

    def _status(self) -> Status:
        if self.row.get("status", Status.LOCAL) != Status.LOCAL:
            self._add("status", "A value here is local.", 'Write status = "local", or leave it out.')
        return Status.LOCAL

    def _sources(self, _: Status | None) -> tuple[str, ...]:
        given = self.row.get("source")
        listed = given if isinstance(given, list | tuple) else [] if given is None else [given]
        if _is_crowded(self.findings, self.file, f"{self.key}.source", listed):
            return ()
        if not listed or not all(isinstance(each, str) and each.strip() for each in listed):
            self._add("source", "It is missing or no text.", "Say who decided it, where and when, in quotes.")
            return ()
        return tuple(f"{self.name}: {self._text('source', each)}" for each in listed)

    def _text(self, name: str, given: Any) -> str:
        """A text on one line; a mistake, and nothing, where it is none or would not do on a terminal."""
        if not isinstance(given, str):
            self._add(name, "{value} is no text.", "Write it in quotes.", value=shown(given))
            return ""
        text, most = " ".join(given.split()), MOST_SIGNS[name]
        if len(text) > most or any(unicodedata.category(sign) in UNFIT_FOR_TEXT for sign in text):
            remedy = "Use at most {most} printable characters."
            self._add(name, "{value} is too long or has control characters.", remedy, value=shown(text), most=most)
            return ""
        return text

    def _note(self, sources: tuple[str, ...]) -> dict[str, str]:
        given = {name: self._text(f"note_{name}", self.row[f"note_{name}"]) for name in ("zh", "en") if f"note_{name}" in self.row}
        said = "; ".join(sources)
        notes = {"zh": f"本地数值，依据：{said}。{given.get('zh', '')}", "en": f"A local value, by {said}. {given.get('en', '')}"}
        return {language: note.strip() for language, note in notes.items()}

    def _districts(self) -> frozenset[District] | None:
        given = self.row.get("districts")
        if given is None:
            return None
        found = set()
        listed = given if isinstance(given, list | tuple) and given else [given]
        if _is_crowded(self.findings, self.file, f"{self.key}.districts", listed):
            return None
        for each in listed:
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
    if kind not in ("yuan", "ratio", "multiple", "square_metres") or isinstance(value, bool) or not isinstance(value, int | Decimal):
        return value
    if isinstance(value, int):
        return str(value) if abs(value) < 10**_MOST_DIGITS else value
    # Writing out an exponent of a billion takes hours: such a number is refused as it stands.
    return f"{value:f}" if value.is_finite() and abs(value.adjusted()) + len(value.as_tuple().digits) < _MOST_DIGITS else value


def _digest(entries: Mapping[str, Sequence[Entry]]) -> str:
    """SHA-256 over what it says: how that is written, and in which order, makes no difference."""
    said = sorted(json.dumps([name, *entry_content(each)], default=str) for name, rows in entries.items() for each in rows)
    return f"sha256:{sha256(json.dumps(said).encode()).hexdigest()}"
