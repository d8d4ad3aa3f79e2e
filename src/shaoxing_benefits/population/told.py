"""The columns of a population's two tables as plain data: name, type, unit, words, and whether they are needed."""

from enum import IntEnum
from typing import Any

import pyarrow as pa

from .schema import Column, household_columns, household_schema, member_columns, member_schema


def columns_told() -> dict[str, list[dict[str, Any]]]:
    """Both tables, column by column."""
    return {
        "households": [_told(about, household_columns().get(about.name)) for about in household_schema()],
        "members": [_told(about, member_columns().get(about.name)) for about in member_schema()],
    }


def _told(about: pa.Field, column: Column | None) -> dict[str, Any]:
    words = [each.name.lower() for each in column.unit] if column and _has_words(column) else None
    unit = {name.decode(): value.decode() for name, value in (about.metadata or {}).items()}
    return {
        "name": about.name,
        "type": "dictionary<int8, string>" if pa.types.is_dictionary(about.type) else str(about.type),
        "unit": unit.get("unit"),
        "period": unit.get("period"),
        "words": words,
        "needed": column is None or column.is_needed,
    }


def _has_words(column: Column) -> bool:
    return isinstance(column.unit, type) and issubclass(column.unit, IntEnum)
