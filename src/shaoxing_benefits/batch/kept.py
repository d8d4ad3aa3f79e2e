"""Answers and returned rows as lines of JSON, so that what is done is on disk at once, and is read again exactly as it was."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs

from ..errors import Names
from .cells import cell_text
from .deciding import Decided, Returned
from .records import Mistake, Placed

_KINDS: Mapping[str, Callable[[str], Any]] = {"number": Decimal, "day": date.fromisoformat, "time": datetime.fromisoformat}


def as_line(answers: Iterable[Decided | Returned]) -> bytes:
    """One line, with its end."""
    found = [_decided(each) if isinstance(each, Decided) else _returned(each) for each in answers]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def of_line(line: bytes) -> list[Decided | Returned]:
    """The answers of a line.

    Raises:
        ValueError: it is not whole.
    """
    found = json.loads(line)
    if not isinstance(found, list) or not line.endswith(b"\n"):
        raise ValueError
    return [_read(each) for each in found]


def _decided(answer: Decided) -> dict[str, Any]:
    return attrs.asdict(answer, recurse=False)


def _returned(returned: Returned) -> dict[str, Any]:
    rows = [(row.table, row.number, [_cell(each) for each in row.cells], row.is_longer) for row in returned.rows]
    mistakes = [(*each[:-1], {name: _value(value) for name, value in each.values.items()}) for each in returned.mistakes]
    return {"returned": returned.id, "rows": rows, "mistakes": mistakes}


def _value(value: Any) -> Any:
    return list(value) if isinstance(value, Names) else value if isinstance(value, str | int) else str(value)


def _read(data: dict[str, Any]) -> Decided | Returned:
    if "returned" not in data:
        return Decided(**data)
    rows = [Placed(table, number, tuple(map(_read_cell, cells)), longer) for table, number, cells, longer in data["rows"]]
    return Returned(data["returned"], rows, [_mistake(*each) for each in data["mistakes"]])


def _mistake(table: int, row: int, column: int | None, problem: str, remedy: str, values: dict[str, Any]) -> Mistake:
    named = {name: Names(value) if isinstance(value, list) else value for name, value in values.items()}
    return Mistake(table, row, column, problem, remedy, named)


def _cell(cell: Any) -> Any:
    """A cell as JSON has it; what JSON has no form for is named with its kind."""
    if cell is None or isinstance(cell, str | int | float):
        return cell
    if isinstance(cell, Decimal):
        return {"number": str(cell)}
    if isinstance(cell, datetime):
        return {"time": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell_text(cell)


def _read_cell(cell: Any) -> Any:
    if isinstance(cell, dict):
        ((kind, text),) = cell.items()
        return _KINDS[kind](text)
    return cell
