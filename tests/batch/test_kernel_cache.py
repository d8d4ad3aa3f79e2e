"""What is compiled is kept from process to process, and never used after anything it was made of has changed."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from shaoxing_benefits.engine.columns import FOLDER, MOST_KEPT, Kernel, kernel
from shaoxing_benefits.engine.graph import build
from shaoxing_benefits.engine.scalar import make_plan
from shaoxing_benefits.months import Month
from shaoxing_benefits.population.assessing import assess_table, kernel_for
from shaoxing_benefits.population.door import read_tables
from shaoxing_benefits.population.prepared import prepared

from ..modules import BEGINS, SOURCES, rulebook, written

HELPERS = """
from enum import IntEnum

FACTOR = 3

class Size(IntEnum):
    LARGE = 1_000

def multiplied(fen):
    return further(fen) + Size.LARGE

def further(fen):
    return fen * FACTOR
"""
RULES = """
from shaoxing_benefits.engine.rule import rule
from shaoxing_benefits.numbers import MonthlyFen
from kernel_helpers import multiplied

LINE = 500

@rule()
def told(income_wages: MonthlyFen) -> MonthlyFen:
    if income_wages > LINE:
        return multiplied(income_wages)
    more = income_wages + 1
    return more
"""
WAGES, FOUND = [100, 500, 501, 2_000], [101, 501, 2_503, 7_000]
"""Up to 500 a fen more; above that three times as much and 1000."""


@contextmanager
def rules(folder: Path, helpers: str = HELPERS, text: str = RULES) -> Iterator[Kernel]:
    """A kernel of these rules. Each version has a folder of its own: files that change under way are nobody's rules."""
    folder.mkdir()
    with written(folder, "kernel_helpers", helpers), written(folder, "kernel_rules", text) as module:
        yield made_of(module)


def made_of(module: Any) -> Kernel:
    plan = make_plan(build([module], rulebook(), SOURCES).segment(BEGINS), ["told"])
    return kernel(plan, frozenset({"income.wages"}), (), (), frozenset(), False)


def run(made: Kernel, wages: Any = WAGES) -> list[int]:
    """Each household has one member with these wages."""
    given = np.asarray(wages, np.int64)
    results = {"told": np.full(len(given), -1, np.int64)}
    question = (0, 2020, np.zeros(1, np.int16), np.zeros((1, 0), np.int64), np.zeros(len(given), np.uint8), np.arange(len(given) + 1))
    made.run(len(given), question, {"income.wages": given}, results)
    found: list[int] = results["told"].tolist()
    return found


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


CHANGES = [
    ("a constant of the rule", HELPERS, changed(RULES, "LINE = 500", "LINE = 501"), [101, 501, 502, 7_000]),
    ("the rule itself", HELPERS, changed(RULES, "+ 1\n", "+ 2\n"), [102, 502, 2_503, 7_000]),
    ("a constant of a function it calls", changed(HELPERS, "FACTOR = 3", "FACTOR = 4"), RULES, [101, 501, 3_004, 9_000]),
    ("a kind's number", changed(HELPERS, "1_000", "2_000"), RULES, [101, 501, 3_503, 8_000]),
    ("a function that one calls", changed(HELPERS, "fen * FACTOR", "fen * FACTOR + 1"), RULES, [101, 501, 2_504, 7_001]),
]


def test_a_changed_rule_gives_the_new_result(tmp_path: Path) -> None:
    with rules(tmp_path / "first") as made:
        assert run(made) == FOUND
    for place, (what, helpers, text, found) in enumerate(CHANGES):
        with rules(tmp_path / str(place), helpers, text) as made:
            assert run(made) == found, what
    with rules(tmp_path / "again") as made:
        assert run(made) == FOUND
        # What was compiled at first is taken for this one.
        assert sum(made._run.stats.cache_hits.values()) == 1


PROCESS = """
import sys
sys.path[:0] = sys.argv[1:]
import kernel_rules
from tests.batch.test_kernel_cache import made_of, run
made = made_of(kernel_rules)
stats = made._run.stats
print(run(made), sum(stats.cache_hits.values()), sum(stats.cache_misses.values()))
"""


def in_a_process(folder: Path, cache: str, helpers: str = HELPERS, text: str = RULES, **around: str) -> tuple[list[int], int, int]:
    """What a process of its own finds, how many kernels it took compiled, and how many it compiled."""
    folder.mkdir(exist_ok=True)
    (folder / "kernel_helpers.py").write_text(helpers, encoding="utf-8")
    (folder / "kernel_rules.py").write_text(text, encoding="utf-8")
    env: Mapping[str, str] = {**os.environ, FOLDER: cache, "PYTHONDONTWRITEBYTECODE": "1", **around}
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", PROCESS, folder, root], check=False, capture_output=True, text=True, env=env)
    assert not done.returncode, done.stderr[-3000:]
    results, _, counts = done.stdout.rpartition("]")
    hits, misses = map(int, counts.split())
    return [int(each) for each in results.strip("[] \n").split(",")], hits, misses


def test_a_process_takes_what_an_earlier_one_compiled_unless_something_changed(tmp_path: Path) -> None:
    rules_at, cache = tmp_path / "rules", str(tmp_path / "cache")
    assert in_a_process(rules_at, cache) == (FOUND, 0, 1)
    # Where the rules lie does not matter.
    assert in_a_process(tmp_path / "elsewhere", cache) == (FOUND, 1, 0)
    _, helpers, text, found = CHANGES[2]
    # The same names in the same files.
    assert in_a_process(rules_at, cache, helpers, text) == (found, 0, 1)


def test_an_empty_name_keeps_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    around = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
    assert in_a_process(tmp_path / "rules", "", **around) == (FOUND, 0, 1)
    assert not list(home.rglob("kernel_*"))


def test_where_no_folder_can_be_made_rules_are_compiled_and_not_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert in_a_process(tmp_path / "rules", str(tmp_path / "file" / "cache")) == (FOUND, 0, 1)


def test_where_nothing_can_be_written_any_more_rules_are_compiled_all_the_same(tmp_path: Path) -> None:
    # The texts lie there, but what is compiled has no place: neither beside them nor in the user's own folder.
    cache, blocked = tmp_path / "cache", tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    around = {"HOME": str(blocked), "XDG_CACHE_HOME": str(blocked)}
    assert in_a_process(tmp_path / "rules", str(cache), **around)[0] == FOUND
    for each in sorted((cache / "__pycache__").iterdir()):
        each.unlink()
    (cache / "__pycache__").rmdir()
    (cache / "__pycache__").write_text("no folder", encoding="utf-8")
    assert in_a_process(tmp_path / "rules", str(cache), **around)[0] == FOUND


def test_the_oldest_kernels_give_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    (cache / "__pycache__").mkdir(parents=True)
    for place in range(MOST_KEPT + 2):
        old = cache / f"kernel_{place:032d}.py"
        old.write_text("", encoding="utf-8")
        (cache / "__pycache__" / f"{old.stem}.run-1.py311.nbi").write_text("", encoding="utf-8")
        os.utime(old, (place, place))
    monkeypatch.setenv(FOLDER, str(cache))
    with rules(tmp_path / "rules") as made:
        assert run(made) == FOUND
    left = sorted(file.stem for file in cache.glob("kernel_*.py"))
    assert len(left) == MOST_KEPT
    # Of those there were, the first three have gone, with what was compiled of them.
    assert {f"kernel_{place:032d}" for place in range(MOST_KEPT + 2)} - set(left) == {f"kernel_{place:032d}" for place in range(3)}
    kept = {file.name.partition(".")[0] for file in (cache / "__pycache__").iterdir()}
    assert kept == set(left)


def test_arrays_of_every_kind_are_taken_without_compiling_anew(tmp_path: Path) -> None:
    with rules(tmp_path / "rules") as made:
        writable, closed = np.array(WAGES), np.array(WAGES)
        closed.setflags(write=False)
        padded = np.array([7, *WAGES, 7])
        for wages in (writable, closed, padded[1:-1]):
            assert run(made, wages) == FOUND
        assert len(made._run.signatures) == 1
        # What does not lie in one piece is refused, and nothing is made for it.
        with pytest.raises(TypeError):
            run(made, np.repeat(WAGES, 2)[::2])
        assert len(made._run.signatures) == 1


def test_tables_in_pieces_or_cut_out_of_others_are_taken_without_compiling_anew() -> None:
    count = 50
    rows = pa.table({"id": range(count), "district": ["zhuji"] * count, "registration": ["rural"] * count})
    flags = [place % 3 == 0 for place in range(count)]
    people = pa.table({"household": range(count), "id": [1] * count, "birth_date": [date(1950, 1, 1)] * count, "resettled": flags})
    options: dict[str, Any] = {"scenario": "low", "programmes": ["resettler"], "unstated": "none"}
    whole = assess_table(rows, people, "2020-04", **options)
    # 50 yuan a month for each who is resettled.
    assert whole["resettler.amount"].to_pylist() == [5_000 * flag for flag in flags]
    asked = prepared("2020-04", {"programmes": ["resettler"]}, scenario="low")
    made = kernel_for(asked, read_tables(rows, people, Month(2020, 4), unstated="none"))
    before = kernel.cache_info().misses
    pieces = [pa.concat_tables([table.slice(0, 7), table.slice(7, 1), table.slice(8)]) for table in (rows, people)]
    assert pieces[1]["resettled"].num_chunks == 3
    assert assess_table(*pieces, "2020-04", **options).equals(whole)
    cut = assess_table(rows.slice(5, 20), people.slice(5, 20), "2020-04", **options)
    assert cut.equals(whole.slice(5, 20))
    assert assess_table(rows.to_batches()[0], people.to_batches()[0], "2020-04", **options).equals(whole)
    assert kernel.cache_info().misses == before
    assert len(made._run.signatures) == 1


def test_asking_again_compiles_nothing() -> None:
    rows = pa.table({"id": [1], "district": ["zhuji"], "registration": ["rural"]})
    people = pa.table({"household": [1], "id": [1], "birth_date": [date(1950, 1, 1)], "resettled": [True]})
    for month in ("2020-04", "2020-05", "2020-04"):
        options: dict[str, Any] = {"scenario": "low", "programmes": ["resettler"], "unstated": "none"}
        assert assess_table(rows, people, month, **options)["resettler.amount"].to_pylist() == [5_000]
        made = kernel_for(
            prepared(month, {"programmes": ["resettler"]}, scenario="low"), read_tables(rows, people, Month.parse(month), unstated="none")
        )
        # A month of the same rules is the same text.
        assert sum(made._run.stats.cache_misses.values()) + sum(made._run.stats.cache_hits.values()) == 1
    assert kernel.cache_info().currsize <= kernel.cache_info().maxsize
