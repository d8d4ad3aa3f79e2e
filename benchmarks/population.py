"""What a whole population costs: compiling, the door, the rules, ten times as many, and from file to file (`make bench`).

Every part runs in a process of its own, so that its peak memory is its own. Times are the best of some rounds. The populations are those of
`populations.py`: every column, one to seven members, all programmes in April 2020, unpublished numbers at their low end.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from populations import random_tables
from shaoxing_benefits import assess_batches, assess_files
from shaoxing_benefits.months import Month
from shaoxing_benefits.population.assessing import answered, computed, districts_of, kernel_for
from shaoxing_benefits.population.door import read_tables
from shaoxing_benefits.population.prepared import prepared

MONTH = "2020-04"
ASKED = {"price_index": "7.8"}
COMMON = ("dibao", "dibao_edge", "tekun", "orphan", "price_subsidy", "critical_illness", "medical_aid", "resident_pension")
MILLION, PART, FEW = 1_000_000, 250_000, 1000
KILOBYTES = 1000
Figures = dict[str, float]


def best(run: Callable[[], object], rounds: int = 7) -> float:
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def compiling(_folder: Path) -> Figures:
    """The first answer of all, and of a process that finds the rules compiled."""
    households, members = random_tables(100, 1)
    started = time.perf_counter()
    question = prepared(MONTH, ASKED, scenario="low")
    kernel_for(question, read_tables(households, members, Month.parse(MONTH)))
    return {"seconds": time.perf_counter() - started}


def rules(_folder: Path) -> Figures:
    """A million households, from checked columns to arrays of results; and all the steps around that."""
    households, members = random_tables(MILLION, 2020)
    month = Month.parse(MONTH)
    all_, common = prepared(MONTH, ASKED, scenario="low"), prepared(MONTH, {**ASKED, "programmes": COMMON}, scenario="low")
    columns = read_tables(households, members, month)
    return {
        "members": members.num_rows / households.num_rows,
        "door": best(lambda: read_tables(households, members, month)),
        "all programmes": best(lambda: computed(all_, columns, districts_of(columns)), 15),
        "one thread": best(lambda: computed(all_, columns, districts_of(columns), 1), 15),
        "common": best(lambda: computed(common, columns, districts_of(columns)), 15),
        "table": best(lambda: answered(all_, columns)),
        "whole": best(lambda: answered(all_, read_tables(households, members, month))),
    }


def streaming(folder: Path, parts: int) -> Figures:
    """So many quarters of a million, one after another, from memory: batches alone are held. Making the parts is not counted."""
    households, members = (pq.read_table(folder / f"{name}.parquet") for name in ("households", "members"))
    making = 0.0

    def again(table: pa.Table, column: str) -> Iterator[pa.Table]:
        nonlocal making
        for part in range(parts):
            started = time.perf_counter()
            place = table.schema.get_field_index(column)
            made = table.set_column(place, column, renamed(table.column(place), part))
            making += time.perf_counter() - started
            yield made

    warm(folder)
    started = time.perf_counter()
    rows = sum(
        each.num_rows for each in assess_batches(again(households, "id"), again(members, "household"), MONTH, scenario="low", **ASKED)
    )
    return {"rows": rows, "seconds": time.perf_counter() - started - making}


def warm(folder: Path) -> None:
    """Have the rules at hand: that is told in a line of its own."""
    households = pq.read_table(folder / "households.parquet").slice(0, FEW)
    members = pq.read_table(folder / "members.parquet")
    own = members.filter(pc.is_in(members.column("household"), households.column("id").combine_chunks()))
    assert sum(each.num_rows for each in assess_batches(households, own, MONTH, scenario="low", **ASKED)) == FEW


def renamed(ids: pa.ChunkedArray, part: int) -> pa.ChunkedArray:
    """The ids of another part."""
    return pc.binary_join_element_wise(f"{part:02d}", ids, "-")


def files(folder: Path, parts: int) -> Figures:
    """From Parquet to Parquet."""
    warm(folder)
    summary = assess_files(
        folder / f"households-{parts}.parquet", folder / f"members-{parts}.parquet", folder / "out.parquet", MONTH, scenario="low", **ASKED
    )
    return {"rows": summary.households, "seconds": summary.seconds}


def write(folder: Path) -> None:
    """The populations in files: a quarter of a million, and twice as many and four times as many for file to file."""
    for name, table, column in zip(("households", "members"), random_tables(PART, 7), ("id", "household"), strict=True):
        pq.write_table(table, folder / f"{name}.parquet")
        place = table.schema.get_field_index(column)
        for parts in (1, 4):
            with pq.ParquetWriter(folder / f"{name}-{parts}.parquet", table.schema) as writer:
                for part in range(parts):
                    writer.write_table(table.set_column(place, table.schema.field(place), renamed(table.column(place), part)))


PARTS: dict[str, Callable[..., Figures]] = {"compiling": compiling, "rules": rules, "streaming": streaming, "files": files}


def measured(folder: Path, part: str, *asked: int, cache: Path | None = None) -> Figures:
    """The figures of a part in a process of its own."""
    environment = os.environ | ({"SHAOXING_BENEFITS_CACHE": str(cache)} if cache else {})
    command = [sys.executable, __file__, "--part", part, "--folder", str(folder), *map(str, asked)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--part", choices=PARTS)
    options.add_argument("--folder", type=Path)
    options.add_argument("asked", type=int, nargs="*")
    given = options.parse_args()
    if given.part:
        found: dict[str, Any] = PARTS[given.part](given.folder, *given.asked)
        peak = getrusage(RUSAGE_SELF).ru_maxrss / KILOBYTES
        print(json.dumps({**found, "peak": peak}))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder)
        rows = list(told(folder))
    for about, figure, remark in rows:
        print(f"{about:<52}{figure:>14}   {remark}")


def told(folder: Path) -> Iterator[tuple[str, str, str]]:
    """The lines of the table."""
    cache = folder / "cache"
    yield "compiling all programmes, once", f"{measured(folder, 'compiling', cache=cache)['seconds']:.1f} s", ""
    yield "the same for a process that finds it compiled", f"{measured(folder, 'compiling', cache=cache)['seconds']:.1f} s", ""
    million = measured(folder, "rules", cache=cache)
    remarks = {"all programmes": "at most 0.2 us", "common": "eight programmes"}
    yield f"a million households of {million['members']:.1f} members", "", ""
    for name in ("all programmes", "one thread", "common", "door", "table", "whole"):
        yield f"  {name}", f"{million[name] / MILLION * 1e6:.3f} us each", remarks.get(name, "")
    for parts in (4, 40):
        found = measured(folder, "streaming", parts, cache=cache)
        each = found["seconds"] / found["rows"] * 1e6
        yield (
            f"{int(found['rows']):,} households in batches",
            f"{each:.3f} us each",
            f"{found['seconds']:.1f} s, peak {found['peak']:.0f} MB",
        )
    for parts in (1, 4):
        found = measured(folder, "files", parts, cache=cache)
        each = found["seconds"] / found["rows"] * 1e6
        yield f"{int(found['rows']):,} households, Parquet to Parquet", f"{each:.3f} us each", f"peak {found['peak']:.0f} MB"


if __name__ == "__main__":
    main()
