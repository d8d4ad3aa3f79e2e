"""The JSON Schema of a household, made from the classes in `household`."""

from datetime import date
from enum import IntEnum
from typing import Any

import attrs

from .household import MOST_MEMBERS, UNSTATED_MEANS, Household, Person
from .kinds import DISTRICT_NAMES, District, Group
from .months import Month
from .numbers import FLAG, Unit
from .stated import FEWEST_CLAIMS, Stated

_AMOUNT = {"type": ["string", "number"], "description": "at most two decimals, never negative"}
_DAY = {"type": "string", "format": "date"}
_MONTH = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}


def household_schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of one household or a list of them."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Household",
        "anyOf": [{"$ref": "#/$defs/household"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/household"}}],
        "$defs": {"household": _object(Household)},
    }


def _object(cls: type[Stated]) -> dict[str, Any]:
    fields = [each for each in attrs.fields(cls) if each.init]
    needed = [each.name for each in fields if each.default is attrs.NOTHING and each.name != "id"]
    found: dict[str, Any] = {
        "type": "object",
        "properties": {each.name: _property(each) for each in fields},
        "additionalProperties": False,
    }
    return {**found, "required": needed} if needed else found


def _property(each: Any) -> dict[str, Any]:
    if each.name == "members":
        return {"type": "array", "minItems": 1, "maxItems": MOST_MEMBERS, "items": _object(Person)}
    if each.name == "unstated":
        return {"enum": list(UNSTATED_MEANS)}
    if isinstance(each.type, type) and issubclass(each.type, Stated):
        return {"anyOf": [_object(each.type), {"enum": ["none", "unknown", None]}]}
    if each.name == "district":
        names = [district.name.lower() for district in District] + list(DISTRICT_NAMES.values())
        return {"enum": [*names, *(code for district in District for code in (district.value, str(district.value)))]}
    known = _known(each)
    if "none" not in each.metadata or each.name == "registration":
        return known
    ends = {"low": known, "high": known}
    claim = {"value": {"anyOf": [known, {"enum": ["none", None]}]}, "source": {"type": "string", "minLength": 1, "maxLength": 100}}
    claims = {"type": "array", "minItems": FEWEST_CLAIMS, "items": _exactly(claim)}
    return {
        "anyOf": [
            known,
            {"enum": ["unknown", "none", None]},
            {"type": "object", "properties": ends, "additionalProperties": False, "minProperties": 1},
            {"type": "object", "properties": {"one_of": {"type": "array", "minItems": 1, "items": known}}, "required": ["one_of"]},
            _exactly({"claims": claims}),
        ]
    }


def _exactly(properties: dict[str, Any]) -> dict[str, Any]:
    """An object with these properties, all of them and no other."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _known(each: Any) -> dict[str, Any]:
    unit = each.metadata.get("unit")
    if unit is Group:
        return {"type": "array", "items": {"enum": [group.name.lower() for group in Group]}}
    if isinstance(unit, type) and issubclass(unit, IntEnum):
        return {"enum": [kind.name.lower() for kind in unit]}
    if unit is FLAG:
        return {"type": "boolean"}
    if isinstance(each.type, type) or not hasattr(each.type, "__args__"):
        return {"type": "string"}
    if date in each.type.__args__:
        return _DAY
    if Month in each.type.__args__:
        return _MONTH
    if isinstance(unit, Unit):
        return {"type": "integer", "minimum": 0} if int in each.type.__args__ else _AMOUNT
    return {"type": "string"}
