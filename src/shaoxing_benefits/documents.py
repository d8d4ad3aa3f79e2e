"""Bytes of a JSON or TOML document -> plain data; amounts stay decimal, and what is wrong is said with its place."""

import os
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from io import RawIOBase
from typing import Any, BinaryIO

from .errors import InputError, Problem
from .stated import shown

MOST_BYTES = 10_000_000
"""Ten thousand households and more; what is larger was meant for something else and would keep people waiting."""
MOST_TOML_BYTES = 500_000
"""Reading TOML is ten times slower, and nobody writes a thousand households by hand."""
MOST_SIGNS_OF_A_NUMBER = 1000
MOST_SHOWN = 20
"""Of what a parser stumbled over, so many signs tell people which place is meant."""
_TOML_LIKE = re.compile(r"\s*(#|\[\[?\s*[A-Za-z_\"'][\w.\"' -]*\]\]?\s*(#|$)|[\w.\"'-]+\s*=)", re.MULTILINE)
_PLACE = re.compile(r"line ([0-9]+), column ([0-9]+)")
_GIVEN_TWICE = ("Cannot overwrite ", "Cannot declare ", "Cannot redefine ", "Cannot mutate ", "Duplicate ")
"""How the TOML parser's words begin where a key or table is given again."""
_DEEP_NAME = re.compile(r"""(?:\.[ \t]*+(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+){10}""")
"""Tables named ten deep (`a.b.c.…`): a thousand of them would take the TOML parser seconds."""


def read_file(path: str | os.PathLike[str]) -> Any:
    """Read a document from a file.

    Raises:
        InputError: as for `parse`, or the path can be no file's.
        OSError: the file cannot be opened.
    """
    try:
        file = open(path, "rb")  # noqa: PTH123, SIM115 - pathlib is slow to load; closed below, only the opening is tried
    except ValueError:  # no system has a file whose name holds the character nought
        raise InputError(Problem(str(path), "There is no such file.", "Check its name and folder.")) from None
    with file:
        return read_stream(file, str(path))


def read_stream(stream: BinaryIO | None, name: str) -> Any:
    """Read a document from an open binary file, such as standard input; None is one that was closed from the start.

    Raises:
        InputError: as for `parse`, or there is nothing that can be read as bytes.
        OSError: the system cannot read it.
    """
    if stream is None or getattr(stream, "closed", False):
        raise InputError(Problem(name, "It is closed: nothing can be read from it.", "Give it in a file, or by a pipe."))
    # Whatever is behind it, no more is taken in than will be read.
    content = stream.read(MOST_BYTES + 1)
    if not isinstance(content, bytes):
        raise InputError(Problem(name, "It does not give bytes.", 'Open the file in binary mode, "rb".'))
    # What is not buffered gives what is there, which may be less than what comes.
    while isinstance(stream, RawIOBase) and len(content) <= MOST_BYTES and (more := stream.read(MOST_BYTES)):
        content += more
    return parse(content, name)


def parse(content: bytes, name: str) -> Any:
    """Read a document; the name (a path, or `-`) tells the format by its ending, else the content does.

    Raises:
        InputError: not UTF-8, empty, too large, or neither JSON nor TOML, with line and column.
    """
    if len(content) > MOST_BYTES:
        raise InputError(_too_large(name, MOST_BYTES))
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
        raise InputError(Problem(name, "The file is empty.", "Fill it in, as JSON or TOML."))
    ending = os.path.splitext(name)[1].lower()  # noqa: PTH122 - as above
    toml = ending == ".toml" or (ending != ".json" and _TOML_LIKE.match(text) is not None)
    if toml and len(content) > MOST_TOML_BYTES:
        raise InputError(_too_large(name, MOST_TOML_BYTES))
    try:
        return _toml(text) if toml else _json(text)
    except _UnparsedError as error:
        raise InputError(_unparsed(name, text, error)) from None
    except RecursionError:
        problem = Problem(name, "Brackets or dotted names are nested too deeply.", "Take out the levels that are not needed.")
        raise InputError(problem) from None
    except _RepeatedKeyError as error:
        say = {"key": error.args[0]}
        raise InputError(Problem(name, "The name {key} is given twice in one object.", "Keep the one that is right.", say)) from None
    except ValueError:  # Python refuses whole numbers of thousands of digits, and `_number` the others
        raise InputError(Problem(name, "A number in the file is far too long.", "Correct the amount.")) from None


def _too_large(name: str, most: int) -> Problem:
    remedy = "Divide it into several files, or write it as JSON." if most < MOST_BYTES else "Divide it into several files."
    return Problem(name, "The file is too large: at most {most} MB are read.", remedy, {"most": f"{most / 1_000_000:g}"})


class _UnparsedError(ValueError):
    """A parser stumbled: over which format, at which line and column (None: at the end), and whether over something given twice."""

    def __init__(self, form: str, line: int | None, column: int | None, *, twice: bool = False) -> None:
        super().__init__(form)
        self.form, self.line, self.column, self.twice = form, line, column, twice


def _unparsed(name: str, text: str, error: _UnparsedError) -> Problem:
    """Where the parser stumbled and what stands there; its own words are English only, and differ between versions of Python."""
    lines = text.split("\n")
    line, column = error.line or len(lines), error.column or len(lines[-1]) + 1
    whole, rest = lines[line - 1].strip(), lines[line - 1][column - 1 :].strip()
    say = {"format": error.form, "line": line, "column": column, "found": shown((rest or whole)[:MOST_SHOWN])}
    if error.twice:
        # The parser stops behind what is repeated, which may be one of several on a line.
        before = lines[line - 1][: column - 1].strip()
        say["found"] = shown(whole if whole.startswith("[") else before[-2 * MOST_SHOWN :])
        # Several of one name is what a list is for, and its double brackets are easily forgotten.
        remedy = "Keep the one that is right; if several are meant, head each of them with [[…]]."
        remedy = remedy if whole.startswith("[") else "Keep the one that is right."
        return Problem(name, "What stands at line {line} is given twice: {found}.", remedy, say)
    if not rest and not any(each.strip() for each in lines[line:]):
        return Problem(name, "This is no {format}: it breaks off at line {line} column {column}.", "Complete the file at that place.", say)
    return Problem(name, "This is no {format} at line {line} column {column}: {found}.", "Correct the file at that place.", say)


class _RepeatedKeyError(ValueError):
    pass


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise _RepeatedKeyError(name)
            seen.add(name)
    return found


def _number(text: str) -> Decimal:
    if len(text) > MOST_SIGNS_OF_A_NUMBER:
        raise ValueError(text[:10])
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent beyond what decimals can have
        raise ValueError(text[:10]) from None


def _json(text: str) -> Any:
    import json  # noqa: PLC0415 - whoever assesses built households or dicts needs no parser

    try:
        return json.loads(text, parse_float=_number, parse_constant=Decimal, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise _UnparsedError("JSON", error.lineno, error.colno) from None


def _toml(text: str) -> Mapping[str, Any]:
    import tomllib  # noqa: PLC0415 - as above

    if _DEEP_NAME.search(text):
        raise RecursionError
    try:
        return tomllib.loads(text, parse_float=_number)
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.search(str(error).rpartition(" (at ")[2])
        line, column = (int(found[1]), int(found[2])) if found else (None, None)
        raise _UnparsedError("TOML", line, column, twice=str(error).startswith(_GIVEN_TWICE)) from None
