"""What is done of a job, kept beside the output until that is whole: a job that was broken off goes on where it stood.

The folder `OUTPUT.unfinished` holds what was asked (`job.json`) and a line for each part that is done (`parts.jsonl`). A line that was
being written when the power went is not whole; it is cut off, and its part is done again.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from attrs import define, field

from ..errors import Problem, UsageError
from .deciding import Decided, Returned
from .kept import of_line

_ASKED, _PARTS = "job.json", "parts.jsonl"
_GIVEN_BACK = b'"returned":'


def folder_of(output: Path) -> Path:
    """Where a job keeps what is done of it."""
    return output.with_name(f"{output.name}.unfinished")


def fingerprint(path: Path) -> str:
    """A file's content in short: a job goes on only with the same."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@define(eq=False)
class Journal:
    """The parts of a job that are done, in their order. Use it as a context manager: it is closed then, and kept."""

    folder: Path
    _file: BinaryIO | None = field(default=None, init=False)

    @staticmethod
    def is_left(output: Path) -> bool:
        """Whether a job for this output was broken off."""
        return folder_of(output).exists()

    @classmethod
    def opened(cls, output: Path, asked: Mapping[str, Any], *, resume: bool, overwrite: bool) -> "Journal":
        """The journal of an output, new or the one that was left.

        Raises:
            UsageError: there is one already, and nobody said what to do with it; or something else was asked then.
        """
        folder = folder_of(output)
        if folder.exists() and not resume:
            if not overwrite:
                problem = "An earlier run of it was broken off."
                raise UsageError(Problem(str(output), problem, "Go on with it: --resume; or begin anew: --overwrite."))
            shutil.rmtree(folder)
        journal = cls(folder)
        if (folder / _ASKED).exists():
            _check_same(output, _asked_before(folder / _ASKED), asked)
        else:
            folder.mkdir(exist_ok=True)
            unfinished = folder / f"{_ASKED}.new"
            unfinished.write_text(json.dumps(asked, ensure_ascii=False, indent=1), encoding="utf-8")
            unfinished.replace(folder / _ASKED)
        return journal

    def done(self) -> Iterator[list[Decided | Returned]]:
        """The parts that are done; what was cut short at the end is taken off."""
        path = self.folder / _PARTS
        path.touch()
        whole = 0
        with path.open("rb") as file:
            for line in file:
                try:
                    part = of_line(line)
                except ValueError:
                    break
                whole += len(line)
                yield part
        with path.open("rb+") as file:
            file.truncate(whole)

    def returned(self) -> Iterator[Returned]:
        """The rows that are given back, in their order."""
        with (self.folder / _PARTS).open("rb") as file:
            for line in file:
                if _GIVEN_BACK in line:
                    yield from (each for each in of_line(line) if isinstance(each, Returned))

    def add(self, line: bytes) -> None:
        """Keep the next part. It is with the system at once, and outlives this process."""
        if self._file is None:
            self._file = (self.folder / _PARTS).open("ab")
        self._file.write(line)
        self._file.flush()

    def remove(self) -> None:
        """Everything is done and written: nothing is left to go on with."""
        self.close()
        shutil.rmtree(self.folder)

    def close(self) -> None:
        """Nothing more is added."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _asked_before(path: Path) -> Mapping[str, Any]:
    """What was asked then; what cannot be read is something else."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {path.name: None}


def _check_same(output: Path, before: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    other = sorted(name for name in before.keys() | asked.keys() if before.get(name) != asked.get(name))
    if other:
        problem = "The run that was broken off was asked something else: {names}."
        raise UsageError(Problem(str(output), problem, "Ask the same again; or begin anew: --overwrite.", {"names": ", ".join(other)}))
