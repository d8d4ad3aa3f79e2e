"""Files that are written under another name first, and get their own only when they are whole; nobody's file is lost unasked."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import Problem, UsageError


def check_free(targets: Iterable[Path], *, overwrite: bool) -> None:
    """Refuse names that are taken, unless it is asked that the files be replaced.

    Raises:
        UsageError: naming every file that is there already, and every folder that is not.
    """
    problems = []
    for each in targets:
        if each.is_dir():
            problems.append(Problem(str(each), "It is a folder.", "Name a file in it."))
        elif each.exists() and not overwrite:
            remedy = "Name another one, or ask for it to be replaced: --overwrite."
            problems.append(Problem(str(each), "The file is there already.", remedy))
        elif not each.parent.is_dir():
            problems.append(Problem(str(each), "There is no such folder.", "Make the folder, or name a file in another."))
    if problems:
        raise UsageError(problems)


def check_apart(targets: Iterable[Path], read: Iterable[Path]) -> None:
    """Refuse to write over what is read.

    Raises:
        UsageError: naming every file that is both.
    """
    both = {each.resolve() for each in read}
    remedy = "Name another output."
    problems = [Problem(str(each), "The households are read from this file.", remedy) for each in targets if each.resolve() in both]
    if problems:
        raise UsageError(problems)


@contextmanager
def replacing(*targets: Path) -> Iterator[tuple[Path, ...]]:
    """Files to write to, which take the places of the targets, one after the other, when all of them are whole."""
    unfinished = tuple(each.with_name(f".{each.name}.unfinished{each.suffix}") for each in targets)
    try:
        yield unfinished
        for each in unfinished:
            _to_disk(each)
        for each, target in zip(unfinished, targets, strict=True):
            each.replace(target)
    finally:
        for each in unfinished:
            each.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
