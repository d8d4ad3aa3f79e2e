"""Bytes of a JSON or TOML document -> plain data; amounts stay decimal, and what is wrong is said with its place."""

import json
import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from .errors import InputError, Problem

_TOML_LIKE = re.compile(r"\s*(#|\[\[?\s*[A-Za-z_\"'][\w.\"' -]*\]\]?\s*(#|$)|[\w.\"'-]+\s*=)", re.MULTILINE)


def parse(content: bytes, name: str) -> Any:
    """Read a document; the name (a path, or `-`) tells the format by its ending, else the content does.

    Raises:
        InputError: not UTF-8, empty, or neither JSON nor TOML, with line and column.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            Problem(
                name,
                "The file is not UTF-8 (byte {byte} at position {place}).",
                "Save it as UTF-8.",
                {"byte": f"0x{content[error.start]:02x}", "place": error.start},
            )
        ) from None
    if not text.strip():
        raise InputError(Problem(name, "The file is empty.", "Write a household into it, as JSON or TOML."))
    ending = Path(name).suffix.lower()
    toml = ending == ".toml" or (ending != ".json" and _TOML_LIKE.match(text) is not None)
    try:
        return _toml(text) if toml else _json(text)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        say = {"format": "TOML" if toml else "JSON", "error": str(error)}
        raise InputError(Problem(name, "This is no {format}: {error}.", "Correct the file at that place.", say)) from None
    except RecursionError:
        raise InputError(Problem(name, "The brackets are nested too deeply.", "A household needs four levels at most.")) from None
    except _RepeatedKeyError as error:
        say = {"key": error.args[0]}
        raise InputError(Problem(name, "The name {key} is given twice in one object.", "Keep the one that is right.", say)) from None
    except ValueError:  # Python refuses whole numbers of thousands of digits
        raise InputError(Problem(name, "A number in the file is far too long.", "Correct the amount.")) from None


class _RepeatedKeyError(ValueError):
    pass


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise _RepeatedKeyError(next(name for name in names if names.count(name) > 1))
    return found


def _json(text: str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=_object)


def _toml(text: str) -> Mapping[str, Any]:
    return tomllib.loads(text, parse_float=Decimal)
