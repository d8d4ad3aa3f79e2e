"""Files on the command line -> households, each with the place where it stands, and overlays; every mistake in any of them."""

import errno
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from ..documents import read_file, read_stream
from ..errors import InputError, Problem, first_of
from ..household import Household
from ..reading import households_from
from ..rulebook import Overlay

STANDARD_INPUT = "-"


@frozen(eq=False)
class Found:
    """A household with its file, and its place there if it is one of several."""

    file: str
    place: str
    household: Household


def read_files(names: Iterable[str]) -> list[Found]:
    """The households of all files.

    Raises:
        InputError: with every mistake in any of them.
    """
    found: list[Found] = []
    problems: list[Problem] = []
    for name in names:
        try:
            found += _households(name)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(first_of(problems))
    return found


def read_overlay_files(names: Sequence[str]) -> tuple[Overlay, ...]:
    """The overlays of all files.

    Raises:
        InputError: with every mistake in any of them.
    """
    if not names:
        return ()
    from ..overlays import read_overlay  # noqa: PLC0415 - most commands come without

    found: list[Overlay] = []
    problems: list[Problem] = []
    for name in names:
        try:
            found.append(read_overlay(name))
        except InputError as error:
            problems += error.problems
        except OSError as error:
            problems.append(unreadable(name, error.errno))
    if problems:
        raise InputError(first_of(problems))
    return tuple(found)


def read_both(files: Iterable[str], overlays: Sequence[str]) -> tuple[list[Found], tuple[Overlay, ...]]:
    """Households and overlays.

    Raises:
        InputError: with every mistake in any file of either kind.
    """
    problems: list[Problem] = []
    households: list[Found] = []
    local: tuple[Overlay, ...] = ()
    try:
        households = read_files(files)
    except InputError as error:
        problems += error.problems
    try:
        local = read_overlay_files(overlays)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(first_of(problems))
    return households, local


def _households(name: str) -> Iterator[Found]:
    data = _document(name)
    try:
        households = households_from(data)
    except InputError as error:
        raise InputError(in_file(problem, name, "") for problem in error.problems) from None
    listed = "households" if isinstance(data, Mapping) else ""
    for place, household in enumerate(households):
        yield Found(name, "" if len(households) == 1 else f"{listed}[{place}]", household)


def _document(name: str) -> Any:
    try:
        # Where standard input was closed from the start, Python has none.
        return read_stream(sys.stdin.buffer if sys.stdin else None, name) if name == STANDARD_INPUT else read_file(name)
    except OSError as error:
        raise InputError(unreadable(name, error.errno)) from None


def unreadable(name: str, code: int | None) -> Problem:
    """Why a file cannot be read, in words of ours: the system's own are in whatever language it speaks."""
    if code in (errno.ENOENT, errno.ENOTDIR):
        return Problem(name, "There is no such file.", "Check its name and folder.")
    if code == errno.EISDIR:
        return Problem(name, "It is a folder.", "Name the files in it.")
    if code in (errno.EACCES, errno.EPERM):
        return Problem(name, "You may not read it.", "Ask its owner to let you, or name a copy.")
    return Problem(name, "The system cannot read it ({code}).", "Name a copy of the file.", {"code": errno.errorcode.get(code or 0, "?")})


def unwritable(name: str, code: int | None) -> Problem:
    """Why a file cannot be written."""
    if code in (errno.ENOENT, errno.ENOTDIR):
        return Problem(name, "There is no such folder.", "Make the folder, or name a file in another.")
    if code == errno.EISDIR:
        return Problem(name, "It is a folder.", "Name a file in it.")
    if code in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Problem(name, "You may not write there.", "Name a file in a folder of your own.")
    say = {"code": errno.errorcode.get(code or 0, "?")}
    return Problem(name, "The system cannot write it ({code}).", "Name a file in another place.", say)


def unopened(error: OSError, read: Iterable[str], output: str) -> Problem:
    """Which file it was: one of those to be read, or the one to be written."""
    for file in read:
        if error.filename is not None and os.path.normpath(file) == os.path.normpath(error.filename):
            return unreadable(file, error.errno)
    return unwritable(output, error.errno)


def in_file(problem: Problem, name: str, place: str) -> Problem:
    """The same problem with its path in the file."""
    path = ".".join(each for each in (place, problem.path) if each)
    return Problem(f"{name}: {path}" if path else name, problem.problem, problem.remedy, problem.values)
