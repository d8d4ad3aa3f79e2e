"""What files of an office cost: 100 000 rows of Excel with every cell checked, and a population from Parquet to Parquet in flat memory.

    python benchmarks/office_files.py [--million N]

The rows are those of households and of members together. Each part runs in a process of its own; the best of three rounds is shown, beside
what reading the workbook's cells alone takes in the same round.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import python_calamine
import xlsxwriter

from populations import random_tables
from shaoxing_benefits.batch.column_job import run_columns
from shaoxing_benefits.batch.job import all_cores, run_batch

ROWS = 100_000
ROUNDS = 3
PART = 250_000
MEGABYTE = 1024
HOUSEHOLD_COLUMNS = ("id", "district", "registration", "unstated", "assets.money", "assets.homes", "assets.floor_area", "emergency")
MEMBER_COLUMNS = (
    "household",
    "id",
    "name",
    "birth_date",
    "income.wages",
    "income.pension",
    "disability.kind",
    "disability.grade",
    "serious_illness",
    "supporter",
)
DISTRICTS = ("yuecheng", "keqiao", "shangyu", "zhuji", "shengzhou", "xinchang")


def write_workbook(path: Path, rows: int) -> None:
    """Households of one to four, in two sheets, as if they had been typed."""
    dice = random.Random(1)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        households, members = book.add_worksheet("households"), book.add_worksheet("members")
        households.write_row(0, 0, HOUSEHOLD_COLUMNS)
        members.write_row(0, 0, MEMBER_COLUMNS)
        own, people = 0, 0
        while own + people < rows:
            own += 1
            money, kind = dice.randint(0, 50_000), dice.choice(("urban", "rural"))
            households.write_row(own, 0, (f"H{own}", dice.choice(DISTRICTS), kind, "none", money, 1, 80.5, "none"))
            for place in range(min(dice.choice((1, 2, 3, 3, 4)), max(rows - own - people, 1))):
                people += 1
                born = date(1935, 1, 1) + timedelta(days=dice.randint(0, 30_000))
                members.write_row(people, 0, (f"H{own}", f"P{place}", f"张{place}"))
                members.write_datetime(people, 3, datetime(born.year, born.month, born.day), day)
                is_disabled = dice.random() < 0.1
                disability = ("physical", 2) if is_disabled else ("none", "")
                ill = "是" if dice.random() < 0.05 else "否"
                members.write_row(people, 4, (dice.choice((0, 0, 500, 850.5, 1200)), dice.choice((0, 230)), *disability, ill, "capable"))


def excel(folder: Path) -> None:
    """Best of some rounds."""
    path = folder / "households.xlsx"
    write_workbook(path, ROWS)
    found = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        book = python_calamine.CalamineWorkbook.from_path(path)
        cells = sum(len(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
        reading = time.perf_counter() - started
        done = run_batch([path], "2020-04", folder / "answers.xlsx", price_index="7.8", overwrite=True, processes=all_cores())
        assert done.rows == done.answered == ROWS
        found.append((done.seconds, reading, cells))
    seconds, reading, cells = min(found)
    print(f"Excel to Excel: {ROWS:,} rows, {cells:,} cells: {seconds:.1f} s with {all_cores()} processes")
    print(f"  reading the cells alone: {reading:.1f} s")
    print(f"  all rounds: {', '.join(f'{each[0]:.1f}' for each in found)} s")
    print(f"  memory: {getrusage(RUSAGE_SELF).ru_maxrss // MEGABYTE} MB, and {getrusage(RUSAGE_CHILDREN).ru_maxrss // MEGABYTE} MB each")


def parquet(folder: Path, parts: int) -> None:
    """So many quarters of a million."""
    for name, table, column in zip(("households", "members"), random_tables(PART, 7), ("id", "household"), strict=True):
        place = table.schema.get_field_index(column)
        with pq.ParquetWriter(folder / f"{name}.parquet", table.schema) as writer:
            for part in range(parts):
                ids = pc.binary_join_element_wise(pa.scalar(f"{part:03d}"), table.column(place), "-")
                writer.write_table(table.set_column(place, table.schema.field(place), ids))
    subprocess.run([sys.executable, __file__, "--decide", str(folder)], check=True)


def decide(folder: Path) -> None:
    """In a process of its own, so that its memory is its own."""
    names = (folder / "households.parquet", folder / "members.parquet")
    done = run_columns(*names, "2020-04", folder / "answers.parquet", price_index="7.8", scenario="low", overwrite=True)
    most = getrusage(RUSAGE_SELF).ru_maxrss // MEGABYTE
    summary = done.summary
    print(f"Parquet to Parquet: {summary.households:,} households, {summary.members:,} people, {summary.seconds:.1f} s, {most} MB at most")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--million", type=float, nargs="*", default=[1.0, 4.0], help="how many million households in Parquet")
    parser.add_argument("--decide", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.decide:
        decide(asked.decide)
        return
    with tempfile.TemporaryDirectory() as folder:
        excel(Path(folder))
        for each in asked.million:
            parquet(Path(folder), int(each * 1_000_000 / PART))


if __name__ == "__main__":
    main(sys.argv[1:])
