"""The tables of a roll as files of Parquet: amounts as whole fen, ids as they are in the rules, words in the language asked for."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from .roll_parts import Roll
from .roll_tables import COUNT, FEN, TEXTS, Column, RollTable

_KINDS = {COUNT: pa.int64(), FEN: pa.int64(), TEXTS: pa.list_(pa.string())}
_FEN = {"unit": "fen"}
ABOUT = b"shaoxing_benefits"
"""The key of a file's metadata under which month, rules and options stand, as in those of populations."""


def write_parquet(path: Path, table: RollTable, roll: Roll) -> None:
    """Write a table."""
    columns = zip(*table.rows, strict=True) if table.rows else ((),) * len(table.columns)
    fields = [_field(each) for each in table.columns]
    arrays = [pa.array(values, field.type) for values, field in zip(columns, fields, strict=True)]
    schema = pa.schema(fields, metadata={ABOUT: json.dumps(_about(roll), ensure_ascii=False).encode()})
    pyarrow.parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), path)


def _field(column: Column) -> pa.Field:
    return pa.field(column.name, _KINDS.get(column.kind, pa.string()), metadata=_FEN if column.kind == FEN else None)


def _about(roll: Roll) -> dict[str, Any]:
    return {
        "month": str(roll.month),
        "rules": roll.rules.to_dict(),
        "options": {**roll.options.to_dict(), "unstated": roll.unstated, "programmes": list(roll.programmes)},
    }
