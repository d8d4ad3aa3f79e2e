"""What reading rule tables and fact sheets has in common: TOML with the mistakes collected by file and key."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .errors import Problem, TableError
from .stated import suggestion

if TYPE_CHECKING:
    from pathlib import Path


class Findings:
    """The mistakes found so far in one set of files."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, file: str, key: str, problem: str, remedy: str, /, **values: object) -> None:
        """Note a mistake at a key of a file."""
        self.problems.append(Problem(f"{file}: {key}" if key else file, problem, remedy, values))

    def unknown_keys(self, file: str, key: str, given: Mapping[str, Any], known: Iterable[str]) -> None:
        """Note every key that is not among the known ones."""
        known = set(known)
        for name in given:
            if name not in known:
                self.add(
                    file,
                    f"{key}.{name}" if key else str(name),
                    "This key is not known here.",
                    "Did you mean: {near}?",
                    near=suggestion(name, known),
                )

    def table(self, file: str, key: str, given: Any) -> Mapping[str, Any]:
        """The value, if it is a table; else an empty one, and a mistake noted."""
        if isinstance(given, Mapping):
            return given
        self.add(file, key, "This is no table.", "Write it as a table with its keys.")
        return {}

    def raise_any(self) -> None:
        """Raise what was found.

        Raises:
            TableError: with every mistake.
        """
        if self.problems:
            raise TableError(self.problems)

    def read(self, path: "Path", name: str) -> dict[str, Any]:
        """The content of a TOML file; empty, and a mistake noted, where it cannot be read."""
        import tomllib  # noqa: PLC0415 - as a rule the tables are at hand in their compiled form

        try:
            return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.add(name, "", "The file cannot be read: {error}.", "Correct it: it must be TOML in UTF-8.", error=error)
            return {}
