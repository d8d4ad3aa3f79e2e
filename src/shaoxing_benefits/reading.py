"""JSON, TOML or dict -> household; every mistake at once, each with its path."""

from collections.abc import Iterator, Mapping
from enum import IntEnum
from pathlib import Path
from typing import Any, BinaryIO

import attrs

from .converters import to_text
from .documents import parse
from .errors import InputError, Problem
from .household import Household, Person
from .kinds import Group
from .stated import UNKNOWN, Between, Misfit, OneOf, Stated, below, shown, suggestion

Source = str | Path | BinaryIO | Mapping[str, Any]


def read_household(source: Source) -> Household:
    """Read one household.

    Args:
        source: a path, a binary file, or the data itself as a dict (yuan as text, whole number or Decimal).

    Raises:
        InputError: with every mistake, each with path, problem and remedy.
        OSError: the file cannot be opened.
    """
    households = read_households(source)
    if len(households) != 1:
        say = {"count": len(households)}
        raise InputError(Problem("", "There are {count} households here, not one.", "Use read_households for a list.", say))
    return households[0]


def read_households(source: Source) -> list[Household]:
    """Read one household or a list of them (a JSON list, or `[[households]]`).

    Raises:
        InputError: with every mistake of every household.
        OSError: the file cannot be opened.
    """
    return households_from(_data(source))


def _data(source: Source) -> Any:
    if isinstance(source, Mapping):
        return source
    if isinstance(source, str | Path):
        return parse(Path(source).read_bytes(), str(source))
    if not hasattr(source, "read"):
        say = {"value": shown(source)}
        raise InputError(Problem("", "{value} is no household.", "Give a path, a binary file, a dict or a built Household.", say))
    return parse(source.read(), str(getattr(source, "name", "-")))


def households_from(data: Any) -> list[Household]:
    """Build the households of a parsed document.

    Raises:
        InputError: with every mistake of every household.
    """
    single = True
    prefix = ""
    if isinstance(data, Mapping) and set(data) == {"households"}:
        data, single, prefix = data["households"], False, "households"
    elif isinstance(data, list):
        single = False
    entries = [data] if single else data
    if not isinstance(entries, list) or not entries:
        raise InputError(Problem(prefix, "There is no household here.", "Give a household, or a list of households."))
    problems: list[Problem] = []
    households = []
    for place, entry in enumerate(entries):
        found = _build(Household, entry, "" if single else f"{prefix}[{place}]", problems)
        if found is not _FAILED:
            households.append(found)
    if problems:
        raise InputError(problems)
    return households


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path and name else path or name


_FAILED = object()


def _build(cls: type[Stated], data: Any, path: str, problems: list[Problem]) -> Any:
    """Build one object and all below it; `_FAILED`, and the mistakes added to `problems`, where that cannot be."""
    fields = {each.name: each for each in attrs.fields(cls) if each.init}
    if cls not in (Household, Person):
        if data is None or data == "none":
            return cls().filled()
        if data == "unknown":
            data = dict.fromkeys(fields, "unknown")
    if not isinstance(data, Mapping):
        say = {"value": shown(data)}
        problems.append(
            Problem(path, "{value} is not an object with named values.", "Write the names of its facts with their values.", say)
        )
        return _FAILED
    before = len(problems)
    given: dict[str, Any] = {}
    for name, value in data.items():
        if name in fields:
            given[name] = _field(fields[name], value, _join(path, name), problems)
        else:
            say = {"name": shown(name), "near": suggestion(name, fields)}
            problems.append(Problem(_join(path, str(name)), "The name {name} is not known here.", "Did you mean: {near}?", say))
    for name, each in fields.items():
        if each.default is attrs.NOTHING and name not in data:
            problems.append(Problem(_join(path, name), "It is missing.", "State it: it is always needed."))
            given[name] = () if name == "members" else UNKNOWN
    built: Any = _FAILED
    try:
        built = cls(**{name: value for name, value in given.items() if value is not _FAILED})
    except InputError as error:
        # What could not be read, or is missing, has been said.
        said = {problem.path for problem in problems[before:]}
        problems.extend(each for each in below(path, error.problems) if each.path not in said)
    return built if len(problems) == before else _FAILED


def _field(field: Any, value: Any, path: str, problems: list[Problem]) -> Any:
    """What a field is built from: an object, the members, a marker for what is not known, or the value as it was stated."""
    if field.name == "members":
        return tuple(_members(value, path, problems))
    if isinstance(field.type, type) and issubclass(field.type, Stated):
        return _build(field.type, value, path, problems)
    if "none" not in field.metadata:
        return value
    if (value is None or value == "none") and not _has_a_none_of_its_own(field):
        return field.metadata["none"]
    return _marked(value, field.converter)


def _has_a_none_of_its_own(field: Any) -> bool:
    """Whether "none" is one of the kinds the field knows (nobody supports), or no answer (a date of birth, who brings up a child)."""
    unit = field.metadata.get("unit")
    if isinstance(unit, type) and issubclass(unit, IntEnum) and unit is not Group:
        return True
    return field.metadata["none"] is None and field.name != "since"


def _members(value: Any, path: str, problems: list[Problem]) -> Iterator[Person]:
    if not isinstance(value, list | tuple):
        say = {"value": shown(value)}
        problems.append(Problem(path, "{value} is no list of members.", "Write a list, or [[members]] in TOML.", say))
        return
    for place, entry in enumerate(value):
        if isinstance(entry, Mapping) and "id" not in entry:
            entry = {"id": f"P{place + 1}", **entry}
        member = entry if isinstance(entry, Person) else _build(Person, entry, f"{path}[{place}]", problems)
        if member is _FAILED:
            # Somebody stands there, so that places and ids are compared rightly; the household is not returned.
            known = to_text(entry.get("id", "")) if isinstance(entry, Mapping) else ""
            member = Person(id=known if isinstance(known, str) and known else f"?{place}", birth_date=UNKNOWN)
        yield member


def _marked(value: Any, convert: Any) -> Any:
    """A stated value, or one of the markers for what is not known; the numbers inside a marker are read like any other."""
    if value == "unknown":
        return UNKNOWN
    if isinstance(value, Mapping):
        keys = set(value)
        if keys == {"one_of"} and isinstance(value["one_of"], list) and value["one_of"]:
            values = tuple(convert(each) for each in value["one_of"])
            return next((each for each in values if isinstance(each, Misfit)), OneOf(values))
        if keys and keys <= {"low", "high"}:
            ends = [convert(value[end]) if end in value else None for end in ("low", "high")]
            misfit = next((each for each in ends if isinstance(each, Misfit)), None)
            low, high = ends
            if misfit is None and low is not None and high is not None and low > high:
                say = {"low": shown(low), "high": shown(high)}
                return Misfit("The range runs from {low} down to {high}.", "Put the smaller number at low.", say)
            return misfit or Between(low, high)
        say = {"value": shown(dict(value))}
        return Misfit("{value} is no value.", 'Write a value, "unknown", {{ low = …, high = … }} or {{ one_of = […] }}.', say)
    return value
