"""A plan over columns: the text that `column_writing` makes, compiled by numba and kept for the next process (extra `batch`).

Compiling takes some ten seconds. What is compiled is kept in the user's cache folder under a name made of everything that went into it:
the text, the code of every function it calls and of those they call, and numba's version. So no result can come from rules that have
changed since, as it would if files and their dates alone were looked at.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from enum import EnumType
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import numba
import numpy as np
from attrs import frozen
from numba import types
from platformdirs import user_cache_path

from ..household import EARLIEST_BIRTH
from ..numbers import AREA, FLAG, GRADE, Unit, What
from .column_expressions import PICK
from .column_writing import BIRTH, SINCE, TOGETHER, ColumnWriter, column_of
from .facts import Fact
from .scalar import Plan

FOLDER = "SHAOXING_BENEFITS_CACHE"
"""The environment variable that names another folder for compiled kernels; empty: none are kept."""
MOST_KEPT = 60
PIECE = 16_384
"""So many households are worked out in one call; threads take the pieces in turn."""
EPOCH = np.datetime64("1970-01-01")
FIRST_BIRTH = int((np.datetime64(EARLIEST_BIRTH) - EPOCH).astype(int))
"""Days of birth are counted from 1970-01-01; this is the earliest that is taken."""


def stored_as(unit: What) -> str:
    """The type of number in which the columns of a unit are handed over."""
    if unit is AREA or (isinstance(unit, Unit) and unit.name == "fen"):
        return "int64"
    return "uint8" if not isinstance(unit, Unit) or unit in (FLAG, GRADE) else "int32"


@frozen(eq=False, repr=False)
class Kernel:
    """A compiled plan: `run` takes the columns in `inputs` and fills one for each of `results`."""

    inputs: tuple[str, ...]
    results: Mapping[str, tuple[str, bool]]
    _run: Callable[..., None]

    def run(
        self, count: int, question: Sequence[Any], columns: Mapping[str, Any], results: Mapping[str, Any], threads: int | None = None
    ) -> None:
        """Work out `count` households on all cores, or on so many threads.

        `question` is what comes before the columns: month, year, ages, constants, each household's district and where its members start.
        """
        given = [*question, *(columns[name] for name in self.inputs), *(results[name] for name in self.results)]
        pieces = range(0, count, PIECE)

        def work(begin: int) -> None:
            self._run(begin, min(begin + PIECE, count), *given)

        workers = min(threads or cores(), len(pieces))
        if workers <= 1:
            for piece in pieces:
                work(piece)
            return
        with ThreadPoolExecutor(workers) as pool:
            for _ in pool.map(work, pieces):
                pass


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@lru_cache(maxsize=64)
def kernel(
    plan: Plan,
    columns: frozenset[str],
    usual: tuple[tuple[str, int], ...],
    literals: tuple[tuple[str, int], ...],
    by_district: frozenset[str],
    per_member: bool,
) -> Kernel:
    """Compile a plan for the columns at hand, or take what an earlier process has compiled (see `ColumnWriter`)."""
    scope: dict[str, Any] = {}
    writer = ColumnWriter(plan, columns, dict(usual), dict(literals), by_district, per_member, scope)
    text = writer.text()
    results = {name: ("uint8" if writer.is_flag(name) else "int64", writer.to_member(name)) for name in plan.wanted}
    return Kernel(writer.inputs, results, _compiled(text, scope, _signature(plan, writer.inputs, results)))


def _signature(plan: Plan, inputs: Sequence[str], results: Mapping[str, tuple[str, bool]]) -> Any:
    """One fixed signature: read-only arrays take writable ones too, and nothing is ever compiled anew for other arguments."""

    def taken(kind: str, dimensions: int = 1) -> Any:
        return types.Array(getattr(types, kind), dimensions, "C", readonly=True)

    facts = {column_of(fact): _type_of(fact) for fact in (*plan.household_facts, *plan.member_facts)}
    question = (types.int64, types.int64, taken("int16"), taken("int64", 2), taken("uint8"), taken("int64"))
    filled = (types.Array(getattr(types, kind), 1, "C") for kind, _ in results.values())
    return types.void(types.int64, types.int64, *question, *(taken(facts[column]) for column in inputs), *filled)


def _type_of(fact: Fact) -> str:
    return "int32" if column_of(fact) in (BIRTH, SINCE) else stored_as(fact.unit)


def _compiled(text: str, scope: Mapping[str, Any], signature: Any) -> Callable[..., None]:
    around = {"WIDE": TOGETHER - 1, "FIRST_BIRTH": FIRST_BIRTH}
    key = sha256("\n".join([text, str(signature), numba.__version__, repr(around), *_said(scope)]).encode()).hexdigest()[:32]
    names = {name: _jitted(function) for name, function in scope.items()}
    names |= {"int64": numba.int64, "uint64": numba.uint64, "empty": np.empty, PICK: _pick, "__name__": __name__, **around}
    file = _file(key, text)
    exec(compile(text, str(file or "<kernel>"), "exec"), names)
    # Division by nought raises, as it does in Python; numba's other way gives 0.
    options: dict[str, Any] = {"nogil": True, "error_model": "python"}
    made: Callable[..., None]
    if file is not None:
        with suppress(RuntimeError):  # there is the text, but numba can keep nothing beside it nor anywhere else
            made = numba.njit(signature, cache=True, **options)(names["run"])
            return made
    made = numba.njit(signature, **options)(names["run"])
    return made


@numba.extending.intrinsic
def _pick(_: Any, condition: Any, one: Any, other: Any) -> Any:
    """One or the other, without a branch."""
    kind = types.boolean if isinstance(one, types.Boolean) and isinstance(other, types.Boolean) else types.int64

    def generated(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        casts = zip(given, signature.args, (types.boolean, kind, kind), strict=True)
        return builder.select(*(context.cast(builder, value, stated, wanted) for value, stated, wanted in casts))

    return kind(condition, one, other), generated


def _said(scope: Mapping[str, Any]) -> Iterator[str]:
    """The code of the functions, and of those they call, with the constants they take from outside."""
    waiting = [(name, scope[name]) for name in sorted(scope)]
    seen = set()
    while waiting:
        name, function = waiting.pop()
        if function in seen:
            continue
        seen.add(function)
        code = function.__code__
        constants = [each for each in code.co_consts if not isinstance(each, CodeType | str)]
        outside = {each: function.__globals__.get(each) for each in code.co_names}
        numbers = {each: int(found) for each, found in outside.items() if isinstance(found, int)}
        kinds: list[tuple[str, Any]] = [(each, found) for each, found in outside.items() if isinstance(found, EnumType)]
        numbers |= {f"{each}.{kind.name}": int(kind) for each, found in kinds for kind in found}
        yield f"{name} {code.co_code.hex()} {code.co_names} {constants} {numbers} {function.__defaults__}"
        waiting += [(each, found) for each, found in outside.items() if isinstance(found, FunctionType)]


@cache
def _jitted(function: FunctionType) -> Any:
    """The function for numba, which calls compiled functions alone."""
    outside = dict(function.__globals__)
    for name in function.__code__.co_names:
        if isinstance(outside.get(name), FunctionType):
            outside[name] = _jitted(outside[name])
    return numba.njit(error_model="python")(FunctionType(function.__code__, outside, function.__name__, function.__defaults__))


def _file(key: str, text: str) -> Path | None:
    """Where the text stands and numba keeps beside it what it has compiled; None where nothing can be kept."""
    named = os.environ.get(FOLDER)
    if named == "":
        return None
    folder = Path(named) if named else user_cache_path("shaoxing-benefits", appauthor=False)
    file = folder / f"kernel_{key}.py"
    try:
        if not file.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _make_room(folder)
            unfinished = folder / f"{key}.{os.getpid()}"
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(file)
    except OSError:
        return None
    return file


def _make_room(folder: Path) -> None:
    """The kernels compiled longest ago give way."""
    files = sorted(folder.glob("kernel_*.py"), key=lambda file: file.stat().st_mtime)
    for file in files[: max(0, len(files) - MOST_KEPT + 1)]:
        for each in (file, *folder.glob(f"__pycache__/{file.stem}.*")):
            each.unlink(missing_ok=True)
