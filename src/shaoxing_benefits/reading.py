"""JSON, TOML or dict -> household; every mistake at once, each with its path."""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import Any, BinaryIO

import attrs

from .converters import is_none, to_text
from .documents import read_file, read_stream
from .errors import MOST_PROBLEMS, InputError, Problem, first_of
from .household import MOST_MEMBERS, Household, Person, too_many_members
from .kinds import Group
from .stated import (
    FEWEST_CLAIMS,
    UNKNOWN,
    Between,
    Claim,
    Claims,
    Misfit,
    OneOf,
    Open,
    Stated,
    below,
    no_value,
    shown,
    suggestion,
    too_few_claims,
)

Source = str | os.PathLike[str] | BinaryIO | Mapping[str, Any]
MOST_CHOICES = 100
_OF_CLAIM = ("value", "source")


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
    if isinstance(source, str | os.PathLike):
        return read_file(source)
    if not hasattr(source, "read"):
        say = {"value": shown(source)}
        raise InputError(Problem("", "{value} is no household.", "Give a path, a binary file, a dict or a built Household.", say))
    return read_stream(source, str(getattr(source, "name", "-")))


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
        if len(problems) > MOST_PROBLEMS:
            break  # the same mistake usually stands in every household of a list
    if problems:
        raise InputError(first_of(problems))
    return households


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path and name else path or name


def _short(name: Any) -> str:
    """A name as a part of a path."""
    word = name if isinstance(name, str) else shown(name)
    return word if len(word) <= 60 else f"{word[:57]}…"


_FAILED = object()
_MAPPING = (dict, Mapping)
"""Most are dicts, which is quickly seen; whether something else is a mapping takes longer to find out."""


def _is_part(field: Any) -> bool:
    return isinstance(field.type, type) and issubclass(field.type, Stated)


def _left_out(field: Any) -> Any:
    return _NOTHING[field.type] if _is_part(field) else field.metadata["none"]


_PARTS: tuple[type[Stated], ...] = tuple(each.type for cls in (Household, Person) for each in attrs.fields(cls) if _is_part(each))
_FIELDS: dict[type, Mapping[str, Any]] = {
    cls: {each.name: each for each in attrs.fields(cls) if each.init} for cls in (Household, Person, *_PARTS)
}
_PLAIN_FACTS = {cls: {name for name, each in fields.items() if "none" in each.metadata} for cls, fields in _FIELDS.items()}
_NUMBERS = frozenset({int, bool, Decimal, date})
_WORDS = ("none", "unknown")
_NOTHING = {cls: cls().filled() for cls in _PARTS}
"""Parts of which there is none; they are frozen, and one serves everybody."""
_LEFT_OUT = {
    cls: {
        name: _left_out(each)
        for name, each in fields.items()
        if _is_part(each) or ("none" in each.metadata and each.default is not attrs.NOTHING)
    }
    for cls, fields in _FIELDS.items()
}
"""What is left out where that is none: filled in before an object is built, since building it twice takes twice the time."""


def _build(cls: type[Stated], data: Any, path: str, problems: list[Problem], *, rest_is_none: bool = False) -> Any:
    """Build one object and all below it; `_FAILED`, and the mistakes added to `problems`, where that cannot be."""
    fields = _FIELDS[cls]
    if cls not in (Household, Person):
        if is_none(data):
            return _NOTHING[cls]
        if isinstance(data, str) and data == "unknown":
            data = dict.fromkeys(fields, "unknown")
    if not isinstance(data, _MAPPING):
        say = {"value": shown(data)}
        problems.append(
            Problem(path, "{value} is not an object with named values.", "Write the names of its facts with their values.", say)
        )
        return _FAILED
    if cls is Household:
        rest_is_none = isinstance(data.get("unstated"), str) and data["unstated"] == "none"
    before = len(problems)
    given = dict(_LEFT_OUT[cls]) if rest_is_none else {}
    plain = _PLAIN_FACTS[cls]
    for name, value in data.items():
        if name in plain and (value.__class__ in _NUMBERS or (value.__class__ is str and value not in _WORDS)):
            given[name] = value  # most are: a number, or a text that is no word of ours, goes into its field as it is
        elif name in fields:
            given[name] = _field(fields[name], value, _join(path, name), problems, rest_is_none=rest_is_none)
        elif len(problems) <= MOST_PROBLEMS:
            problems.append(_not_known(name, fields, path))
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


def _field(field: Any, value: Any, path: str, problems: list[Problem], *, rest_is_none: bool) -> Any:
    """What a field is built from: an object, the members, a marker for what is not known, or the value as it was stated."""
    if field.name == "members":
        return tuple(_members(value, path, problems, rest_is_none=rest_is_none))
    if field.type in _NOTHING:
        return _build(field.type, value, path, problems, rest_is_none=rest_is_none)
    return stated_value(field, value, path, problems) if "none" in field.metadata else value


def stated_value(field: Any, value: Any, path: str, problems: list[Problem]) -> Any:
    """What is stated of one fact, as it goes into its field: a value, which the field converts, or a marker for what is not known."""
    if is_none(value) and not _has_a_none_of_its_own(field):
        return field.metadata["none"]
    if isinstance(value, str):
        return UNKNOWN if value == "unknown" else value
    return _marked(field, value, path, problems) if isinstance(value, _MAPPING) else value


def _has_a_none_of_its_own(field: Any) -> bool:
    """Whether "none" is one of the kinds the field knows (nobody supports), or no answer (a date of birth, who brings up a child)."""
    unit = field.metadata.get("unit")
    if isinstance(unit, type) and issubclass(unit, IntEnum) and unit is not Group:
        return True
    return field.metadata["none"] is None and field.name != "since"


def _members(value: Any, path: str, problems: list[Problem], *, rest_is_none: bool) -> Iterator[Person]:
    if not isinstance(value, (list, tuple)):
        say = {"value": shown(value)}
        problems.append(Problem(path, "{value} is no list of members.", "Write a list, or [[members]] in TOML.", say))
        return
    if len(value) > MOST_MEMBERS:
        problems.append(too_many_members(path, len(value)))
        return
    for place, entry in enumerate(value):
        if isinstance(entry, _MAPPING) and "id" not in entry:
            entry = {"id": f"P{place + 1}", **entry}
        member = entry
        if not isinstance(entry, Person):
            member = _build(Person, entry, f"{path}[{place}]", problems, rest_is_none=rest_is_none)
        if member is _FAILED:
            # Somebody stands there, so that places and ids are compared rightly; the household is not returned.
            known = to_text(entry.get("id", "")) if isinstance(entry, Mapping) else ""
            member = Person(id=known if isinstance(known, str) and known else f"?{place}", birth_date=UNKNOWN)
        yield member


def _marked(field: Any, given: Mapping[str, Any], path: str, problems: list[Problem]) -> Open:
    """A marker for what is not known; the field converts the values in it like any other."""
    keys = set(given)
    if keys == {"one_of"} and isinstance(given["one_of"], list) and given["one_of"]:
        return _one_of(given["one_of"])
    if keys and keys <= {"low", "high"}:
        # Null may be meant for an end that is open; nought would be something else.
        nothing = [each for each in given.values() if is_none(each)]
        return no_value(nothing[0]) if nothing else Between(given.get("low"), given.get("high"))
    if "claims" in keys:
        return _claims(field, given, path, problems)
    return no_value(given)


def _one_of(given: list[Any]) -> OneOf | Misfit:
    if len(given) > MOST_CHOICES:
        say = {"count": len(given), "most": MOST_CHOICES}
        return Misfit("One of {count} values is as good as unknown.", 'Write "unknown", or at most {most} values.', say)
    return OneOf(tuple(given))


def _claims(field: Any, given: Mapping[str, Any], path: str, problems: list[Problem]) -> Open:
    """The claims of a fact; mistakes in them are told where they stand, and the fact is left open then."""
    before = len(problems)
    _only(("claims",), given, path, problems)
    below_it, entries = _join(path, "claims"), given["claims"]
    if not isinstance(entries, list | tuple):
        say = {"value": shown(entries)}
        remedy = "Write what each source says: {{ claims = [{{ value = …, source = … }}, …] }}."
        problems.append(Problem(below_it, "{value} is no list of claims.", remedy, say))
        return UNKNOWN
    if not FEWEST_CLAIMS <= len(entries) <= MOST_CHOICES:
        wrong = too_few_claims(len(entries)) if len(entries) < FEWEST_CLAIMS else _too_many_claims(len(entries))
        problems.append(Problem(below_it, wrong.problem, wrong.remedy, wrong.values))
        return UNKNOWN
    claims = [_claim(field, entry, f"{below_it}[{place}]", problems) for place, entry in enumerate(entries)]
    return Claims(tuple(claims)) if len(problems) == before else UNKNOWN


def _too_many_claims(count: int) -> Misfit:
    say = {"count": count, "most": MOST_CHOICES}
    return Misfit("{count} claims cannot be compared.", "State at most {most} of them.", say)


def _claim(field: Any, given: Any, path: str, problems: list[Problem]) -> Claim:
    """One claim, each mistake in it added to the problems under its own path."""
    if not isinstance(given, Mapping):
        say = {"value": shown(given)}
        remedy = 'Write the value with its source, such as {{ value = "800", source = "declared" }}.'
        problems.append(Problem(path, "{value} is no claim.", remedy, say))
        return Claim(None, "")
    _only(_OF_CLAIM, given, path, problems)
    return Claim(_claimed(field, given, _join(path, "value"), problems), _claimant(given, _join(path, "source"), problems))


def _claimed(field: Any, given: Mapping[str, Any], path: str, problems: list[Problem]) -> Any:
    if "value" not in given:
        problems.append(Problem(path, "It is missing.", "State what the source says of it."))
        return None
    stated = given["value"]
    if isinstance(stated, Open | Mapping) or (isinstance(stated, str) and stated == "unknown"):
        remedy = "State the value that the source gives; leave out a source that does not know it."
        problems.append(Problem(path, "A claim is a value, and {value} is none.", remedy, {"value": shown(stated)}))
        return None
    value = field.converter(stated_value(field, stated, path, problems))
    if isinstance(value, Misfit):
        problems.append(Problem(path, value.problem, value.remedy, value.values))
    return value


def _claimant(given: Mapping[str, Any], path: str, problems: list[Problem]) -> str:
    source = to_text(given.get("source"))
    if isinstance(source, Misfit):
        problems.append(Problem(path, source.problem, source.remedy, source.values))
    elif not source:
        problems.append(Problem(path, "It is missing.", 'Say in a few words who or what claims it, such as "bank" or "declared".'))
    return source if isinstance(source, str) else ""


def _only(known: tuple[str, ...], given: Mapping[str, Any], path: str, problems: list[Problem]) -> None:
    problems.extend([_not_known(name, known, path) for name in given if name not in known][:MOST_PROBLEMS])


def _not_known(name: Any, known: Iterable[str], path: str) -> Problem:
    say = {"name": shown(name), "near": suggestion(name, known)}
    return Problem(_join(path, _short(name)), "The name {name} is not known here.", "Did you mean: {near}?", say)
