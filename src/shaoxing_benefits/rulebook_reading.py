"""The rule tables, read and checked whole: every mistake at once, by file and key."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .entry_reading import EntryReader, check_overlaps
from .rulebook import Definition, Rulebook
from .sources import Fact
from .table_units import UNITS, in_units
from .tables import Findings

if TYPE_CHECKING:
    from pathlib import Path

    from .rulebook import Entry

READERS = ("rules", "contributions", "people", "over_time", "target")
"""Who reads a parameter; only of the first is a rule asked."""
_DEFINITION_KEYS = {"label_zh", "label_en", "unit", "period", "per", "by", "read_by", "read_on", "most"}


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
                entry = EntryReader(file, f"{key}[{place}]", definition, row, facts, findings).read()
                if entry is not None:
                    timelines[definition.name].append(entry)
                    if entry.begins.year != int(path.parent.name):
                        findings.add(file, f"{key}[{place}].from", "The year is not the folder's.", "Move the entry to its year's folder.")
    for entries in timelines.values():
        check_overlaps(entries, findings)
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
            unit = UNITS.get((kind, period))
            if unit is None:
                known = ", ".join(sorted(f"{unit} {period}".strip() for unit, period in UNITS))
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
            most = None if "most" not in given else in_units(given["most"], kind)
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
            by_district, at_year_end = given.get("by") == "district", given.get("read_on") == "year_end"
            per = str(given.get("per", ""))
            yield name, Definition(name, label, kind, unit, by_district, read_by, at_year_end, most, period, per)
