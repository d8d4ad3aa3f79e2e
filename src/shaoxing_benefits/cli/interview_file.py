"""The file of an interview: the household as far as it has been stated, and one answer more.

Whatever stands there stays as it stands, in its order; only a number with decimals becomes a text, which means the same. The file is
written whole beside the old one and put in its place, so that at any moment one or the other is there.
"""

import errno
import json
import os
import shutil
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from attrs import frozen

from ..documents import read_file
from ..errors import InputError, Problem, UsageError
from ..question_words import HOUSEHOLD_QUESTIONS, MEMBER_QUESTIONS
from .files import STANDARD_INPUT, unreadable, unwritable

Data = dict[str, Any]


@frozen(eq=False)
class Notes:
    """What an interview has been told, and the file where it is kept (empty where there is none)."""

    file: str
    household: Data

    @classmethod
    def opened(cls, file: str, save: str) -> "Notes":
        """Read the file, or begin one; from then on `save` is written, where it is named.

        Raises:
            InputError: the file cannot be read, or the one that is written cannot be.
            UsageError: it can only be read, and no other is named; or the other is there already.
        """
        kept = save or file
        problems = list(_unfit(file, save, kept))
        if problems:
            raise UsageError(problems)
        # What is to be saved elsewhere is there; else a file that is not is begun.
        household = _read(file) if file and (save or Path(file).exists()) else {}
        if kept:
            _check_writable(kept)
        return cls(kept, household)

    def with_household(self, household: Data) -> "Notes":
        """The same with other facts."""
        return Notes(self.file, household)

    def write(self) -> None:
        """Put it into the file.

        Raises:
            InputError: it cannot be written; what was there before still is.
        """
        if not self.file:
            return
        target = Path(os.path.realpath(self.file))
        aside = target.with_name(f".{target.name}.{os.getpid()}")
        text = json.dumps(self.household, ensure_ascii=False, indent=2, default=_text) + "\n"
        try:
            try:
                with aside.open("xb") as file:
                    # Half a character, which JSON can state, has no UTF-8; its escape says the same.
                    file.write(text.encode("utf-8", "backslashreplace"))
                    file.flush()
                    os.fsync(file.fileno())
                if target.exists():
                    shutil.copymode(target, aside)
                aside.replace(target)
            finally:
                aside.unlink(missing_ok=True)
        except OSError as error:
            raise InputError(unwritable(self.file, error.errno)) from None


def with_answer(household: Data, path: str, value: Any) -> Data:
    """The household's data with one fact more."""
    changed = deepcopy(household)
    whose, bracket, name = path.rpartition("].")
    holder = changed["members"][int(whose.removeprefix("members["))] if bracket else changed
    part, _, fact = name.rpartition(".")
    if not part:
        holder[name] = value
        return changed
    inner = holder.get(part)
    if not isinstance(inner, dict):
        # A part that is "unknown" as a whole still is, but for this fact.
        known = (*HOUSEHOLD_QUESTIONS, *MEMBER_QUESTIONS)
        facts = [each.removeprefix(f"{part}.") for each in known if each.startswith(f"{part}.")]
        inner = holder[part] = dict.fromkeys(facts, "unknown") if inner == "unknown" else {}
    inner[fact] = value
    return changed


def _unfit(file: str, save: str, kept: str) -> Iterator[Problem]:
    if STANDARD_INPUT in (file, save):
        problem = "The answers come from standard input; the household cannot stand there too."
        yield Problem(STANDARD_INPUT, problem, "Name a file that ends in .json.")
    elif kept and not kept.lower().endswith(".json"):
        yield Problem(kept, "Answers are written as JSON, and this file does not end in .json.", "Name one that does with --save.")
    elif save and Path(save).exists():
        yield Problem(save, "There is already such a file.", "Go on with it by naming it alone, or name another.")


def _read(file: str) -> Data:
    try:
        data = read_file(file)
    except OSError as error:
        raise InputError(unreadable(file, error.errno)) from None
    if isinstance(data, dict) and set(data) != {"households"}:
        return data
    raise InputError(Problem(file, "An interview is about one household.", "Put it into a file of its own."))


def _check_writable(file: str) -> None:
    """That it cannot be written is told before the first question, not after it."""
    target = Path(os.path.realpath(file))
    code = 0
    if target.is_dir():
        code = errno.EISDIR
    elif not target.parent.is_dir():
        code = errno.ENOENT
    elif not os.access(target.parent, os.W_OK):
        code = errno.EACCES
    if code:
        raise InputError(unwritable(file, code))


def _text(value: object) -> str:
    """What JSON has no form for: a number with decimals, or a day that was read from TOML."""
    return value.isoformat() if isinstance(value, date) else str(value)
