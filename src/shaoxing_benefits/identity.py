"""Which rules an answer rests on: the digest of tables and rule code."""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from .rulebook import Definition, Rulebook, entry_content

_CODE = ("programmes/*.py", "contributions.py", "numbers.py")
"""Where, in the package, stands what computes amounts."""


@cache
def digest(rulebook: Rulebook) -> str:
    """SHA-256 over what the tables say and over the rule code: the same digest means the same rules.

    How the tables are laid out, and comments in them, make no difference.
    """
    together = hashlib.sha256()
    for part in (*_tables(rulebook), *_code()):
        together.update(f"{len(part)}\n".encode())
        together.update(part)
    return f"sha256:{together.hexdigest()}"


def _tables(rulebook: Rulebook) -> Iterator[bytes]:
    yield _written([rulebook.edition, rulebook.begins, rulebook.horizon])
    for name in sorted(rulebook.definitions):
        entries = [entry_content(entry) for entry in rulebook.timelines.get(name, ())]
        yield _written([_definition(rulebook.definitions[name]), sorted(entries, key=_written)])


def _definition(each: Definition) -> list[Any]:
    return [each.name, dict(each.label), each.kind, each.period, each.per, each.by_district, each.read_by, each.at_year_end, each.most]


def _written(content: list[Any]) -> bytes:
    return json.dumps(content, sort_keys=True, default=str).encode()


def _code() -> Iterator[bytes]:
    package = Path(__file__).parent
    for path in sorted(path for pattern in _CODE for path in package.glob(pattern)):
        yield path.relative_to(package).as_posix().encode()
        yield path.read_bytes().replace(b"\r\n", b"\n")
