"""The commands `population` and `schema population`: what they print, write and refuse."""

import json
from pathlib import Path

import pyarrow.parquet
import pytest

from shaoxing_benefits.cli import main
from shaoxing_benefits.population.schema import household_columns, household_schema, member_columns, member_schema
from shaoxing_benefits.report.layout import width

from ..commands import Done, Run
from .streams import AMOUNTS, changed, tables

HOUSEHOLDS, MEMBERS = tables()
ASKED = ("--month", "2020-04", "--unstated", "none", "--scenario", "low", "--programme", "dibao")


@pytest.fixture(name="run")
def _run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command in a folder with a population."""
    monkeypatch.chdir(tmp_path)
    pyarrow.parquet.write_table(HOUSEHOLDS, "h.parquet")
    pyarrow.parquet.write_table(MEMBERS, "m.parquet")

    def run(*arguments: str) -> Done:
        return Done(main(arguments), *capsys.readouterr())

    return run


def lines(done: Done) -> list[str]:
    assert (done.status, done.err) == (0, "")
    assert max(width(line) for line in done.out.splitlines()) <= 80
    return done.out.replace("\N{NO-BREAK SPACE}", " ").splitlines()


def refused(done: Done) -> str:
    assert (done.status, done.out) == (2, "")
    return done.err.replace("\n  ", " ")


def test_totals_and_file(run: Run) -> None:
    found = lines(run("population", "h.parquet", "m.parquet", *ASKED, "--output", "out.parquet", "--lang", "en"))
    assert found[:5] == [
        "7 households with 12 members, April 2020",
        "Scenario: every figure that is not published at its lowest. This is a",
        "  scenario, not a bound.",
        "Nothing is published of how low these may be, and they are taken as nought:",
        "  dibao.floor_area_rural, dibao.floor_area_urban.",
    ]
    # 249.50 + 1400.00 + 2550.00 + 850.01 + 850.00
    assert found[6:9] == [
        "            eligible   together",
        "Each month            ¥5,899.51",
        "  Dibao            5  ¥5,899.51",
    ]
    assert found[10].startswith("out.parquet: 7 rows in ")
    assert pyarrow.parquet.read_table("out.parquet").column("dibao.amount").to_pylist() == AMOUNTS
    again = lines(run("population", "h.parquet", "m.parquet", *ASKED, "--output", "out.parquet", "--lang", "en"))
    assert "Compiling" not in "".join(again)


def test_what_is_missing_is_said(run: Run) -> None:
    pyarrow.parquet.write_table(changed(MEMBERS, "absence", 9, "unknown"), "m.parquet")
    found = lines(run("population", "h.parquet", "m.parquet", *ASKED, "--output", "out.csv", "--lang", "en"))
    assert "  Dibao            4  ¥5,049.50" in found
    assert "Rows of which facts are missing: 1. They are in no total, and name the facts" in found
    bounded = lines(run("population", "h.parquet", "m.parquet", *ASKED, "--bounds", "--output", "out.csv", "--lang", "en"))
    assert "  Dibao            5  ¥5,049.51 to ¥5,899.51" in bounded
    assert "Rows of which facts are missing: 1. What they come to is said as far as it is" in bounded


def test_members_have_rows_of_their_own(run: Run) -> None:
    found = lines(run("population", "h.parquet", "m.parquet", *ASKED, "--per", "member", "--output", "out.parquet", "--lang", "zh"))
    assert found[0] == "2020年4月，7户，12人"
    assert "  低保  ¥5,899.51" in found
    assert pyarrow.parquet.read_table("out.parquet").num_rows == 12


def test_one_household_is_explained_and_nothing_written(run: Run) -> None:
    found = lines(run("population", "h.parquet", "m.parquet", *ASKED, "--explain", "F", "--lang", "en"))
    assert found[0] == "Household F, April 2020"
    assert {"  Conditions", "  Calculation", "  Sources"} <= set(found)
    assert any("¥850.01" in line for line in found)
    assert {each.name for each in Path().iterdir()} == {"h.parquet", "m.parquet"}


def test_the_household_may_stand_before_the_files(run: Run) -> None:
    """Where `assess` explains, nothing follows the option."""
    found = lines(run("population", "--explain", "F", "h.parquet", "m.parquet", *ASKED, "--lang", "en"))
    assert found[0] == "Household F, April 2020"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "No file of households is given."),
        (("h.parquet",), "No file of members is given."),
        (("h.parquet", "m.parquet"), "--output: It is missing. Name the file to be written, or ask for one household with --explain."),
        (("h.parquet", "m.parquet", "--output", "out.xlsx"), "--output: It cannot be told from the name out.xlsx what the file holds."),
        (("h.txt", "m.parquet", "--output", "out.csv"), "households: It cannot be told from the name h.txt what the file holds."),
        (("h.parquet", "m.parquet", "--output", "m.parquet"), "--output: m.parquet is read, and would be written over."),
        (("other.parquet", "m.parquet", "--output", "out.csv"), "other.parquet: There is no such file."),
        (("h.parquet", "m.parquet", "--output", "folder/out.csv"), "folder/out.csv: There is no such folder."),
        (("h.parquet", "m.parquet", "--output", "out.csv", "--known-on", "soon"), "--known-on: "),
        (("h.parquet", "m.parquet", "--explain", "H"), "--explain: No household has the id 'H'."),
    ],
)
def test_wrong_use_is_told(run: Run, arguments: tuple[str, ...], says: str) -> None:
    assert says in refused(run("population", *arguments, *ASKED, "--lang", "en"))


def test_mistakes_in_the_tables_are_told_with_their_rows(run: Run) -> None:
    pyarrow.parquet.write_table(changed(MEMBERS, "income.wages", 9, -1), "m.parquet")
    assert "members[9].income.wages: -0.01 is negative." in refused(
        run("population", "h.parquet", "m.parquet", *ASKED, "--output", "out.csv", "--lang", "en")
    )


def test_figures_that_are_not_published_are_named(run: Run) -> None:
    asked = [each for each in ASKED if each not in ("--scenario", "low")]
    found = refused(run("population", "h.parquet", "m.parquet", *asked, "--output", "out.csv", "--lang", "en"))
    assert "dibao.money_years: It is not published for 2020-04 in Yuecheng." in found
    found = refused(run("population", "h.parquet", "m.parquet", *asked, "--output", "out.csv", "--lang", "zh"))
    assert "越城区" in found
    assert "yuecheng" not in found


def test_the_schema_as_data(run: Run) -> None:
    done = run("schema", "population", "--json")
    found = json.loads(done.out)
    assert [each["name"] for each in found["households"]] == household_schema().names
    assert [each["name"] for each in found["members"]] == member_schema().names
    of_member = {each["name"]: each for each in found["members"]}
    assert of_member["income.wages"] == {
        "name": "income.wages",
        "type": "int64",
        "unit": "fen",
        "period": "month",
        "words": None,
        "needed": False,
    }
    assert of_member["supporter"]["words"] == ["none", "incapable", "capable"]
    needed = [each["name"] for columns in found.values() for each in columns if each["needed"]]
    assert needed == ["id", "district", "registration", "household", "id", "birth_date"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_schema_for_people(run: Run, lang: str) -> None:
    found = lines(run("schema", "population", "--lang", lang))
    named = {line.split()[0] for line in found if line.strip()}
    assert {*household_columns(), *member_columns(), "id", "household"} <= named
