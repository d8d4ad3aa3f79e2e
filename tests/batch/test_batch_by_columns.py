"""Parquet to Parquet: households with mistakes are given back, the others are what they are alone, and what is broken off goes on."""

from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shaoxing_benefits import InputError, assess_table
from shaoxing_benefits.batch.column_job import run_columns
from shaoxing_benefits.batch.journal import folder_of

COUNT = 60
AT_ONCE = 20
ASKED = {"price_index": "7.8", "scenario": "low", "unstated": "none", "programmes": ["dibao", "price_subsidy"], "money": "fen"}


def tables() -> tuple[pa.Table, pa.Table]:
    """A household of two, sixty times; the incomes differ."""
    numbers = list(range(COUNT))
    households = pa.table({"id": [f"H{n:02}" for n in numbers], "district": ["yuecheng"] * COUNT, "registration": ["rural"] * COUNT})
    members = pa.table(
        {
            "household": [f"H{n // 2:02}" for n in range(2 * COUNT)],
            "id": [f"P{n % 2}" for n in range(2 * COUNT)],
            "birth_date": pa.array([1], pa.date32()).take([0] * 2 * COUNT),
            "income.wages": pa.array([n * 1000 for n in range(2 * COUNT)]),
            "income.pension": pa.array([50_000] * 2 * COUNT),
            "income.basic_pension": pa.array([0] * 2 * COUNT),
        }
    )
    return households, members


def with_mistakes(households: pa.Table, members: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Household 7 is in no district, a member of 25 has a negative income, and one of 40 more basic pension than pension."""
    districts = households.column("district").to_pylist()
    districts[7] = None
    wages, basic = (members.column(name).to_pylist() for name in ("income.wages", "income.basic_pension"))
    wages[51], basic[80] = -1, 60_000
    households = households.set_column(1, "district", [districts])
    members = members.set_column(3, "income.wages", [pa.array(wages, pa.int64())])
    return households, members.set_column(5, "income.basic_pension", [pa.array(basic, pa.int64())])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, table in zip(("households", "members"), with_mistakes(*tables()), strict=True):
        pq.write_table(table, f"{name}.parquet")
    return tmp_path


def test_the_good_households_are_answered_and_the_others_given_back(folder: Path) -> None:
    done = run_columns("households.parquet", "members.parquet", "2020-04", "out.parquet", rows=AT_ONCE, **ASKED)
    assert (done.rows, done.given_back, done.returned, done.mistakes) == (180, 9, 3, 3)
    found = pq.read_table("out.parquet")
    right = assess_table(*tables(), "2020-04", **ASKED)
    expected = right.filter(pa.array([id_ not in ("H07", "H25", "H40") for id_ in right.column("household").to_pylist()]))
    assert found.to_pylist() == expected.to_pylist()
    assert done.summary.totals["dibao"].low == sum(expected.column("dibao.amount").to_pylist())


def test_what_is_given_back_stands_at_its_cells_in_yuan(folder: Path) -> None:
    done = run_columns("households.parquet", "members.parquet", "2020-04", "out.parquet", rows=AT_ONCE, lang="en", **ASKED)
    assert [each.name for each in done.returned_files] == ["out.returned.xlsx"]
    book = openpyxl.load_workbook("out.returned.xlsx")
    listed = [row[0].value for row in book["mistakes"].iter_rows(min_row=2)]
    assert listed == ["households.parquet!B8", "members.parquet!D52", "members.parquet!F81"]
    members = book["members"]
    assert [members.cell(row, 4).value for row in range(2, 8)] == [140, 150, 500, -0.01, 800, 810]
    assert members["D5"].comment.text.startswith("-0.01 is negative.")


def test_what_is_broken_off_goes_on_and_comes_to_the_same(folder: Path) -> None:
    run_columns("households.parquet", "members.parquet", "2020-04", "calm.parquet", rows=AT_ONCE, **ASKED)
    told: list[int] = []

    def stop(done: int, rows: int) -> None:
        told.append(rows)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_columns("households.parquet", "members.parquet", "2020-04", "out.parquet", rows=AT_ONCE, progress=stop, **ASKED)
    assert told == [180, 180]
    assert not Path("out.parquet").exists()
    done = run_columns("households.parquet", "members.parquet", "2020-04", "out.parquet", rows=AT_ONCE, resume=True, **ASKED)
    assert (done.resumed, done.rows, done.given_back) == (2, 180, 9)
    assert Path("out.parquet").read_bytes() == Path("calm.parquet").read_bytes()
    assert Path("out.returned.xlsx").read_bytes() == Path("calm.returned.xlsx").read_bytes()
    assert not folder_of(Path("out.parquet")).exists()


def test_what_belongs_to_no_household_is_an_error_and_nothing_is_left(folder: Path) -> None:
    pq.write_table(tables()[0].drop_columns(["district"]), "households.parquet")
    with pytest.raises(InputError, match="district"):
        run_columns("households.parquet", "members.parquet", "2020-04", "out.parquet", **ASKED)
    assert sorted(each.name for each in folder.iterdir()) == ["households.parquet", "members.parquet"]


def test_where_every_household_has_mistakes_there_is_no_file_of_answers(folder: Path) -> None:
    households, members = tables()
    pq.write_table(members.set_column(3, "income.wages", [pa.array([-1] * 2 * COUNT)]), "members.parquet")
    pq.write_table(households, "households.parquet")
    with pytest.raises(InputError, match="Every household has mistakes in it"):
        run_columns("households.parquet", "members.parquet", "2020-04", "out.parquet", rows=AT_ONCE, **ASKED)
    assert sorted(each.name for each in folder.iterdir()) == ["households.parquet", "members.parquet", "out.returned.xlsx"]
