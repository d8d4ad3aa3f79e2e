"""A population in files: every form in and out, exact amounts from text, mistakes with their rows, and nothing half written."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.feather
import pyarrow.parquet
import pytest

from shaoxing_benefits import InputError, UsageError, assess_files, in_yuan
from shaoxing_benefits.population import files
from shaoxing_benefits.population.files import ProgrammeTotal, explain_in_files
from shaoxing_benefits.population.results import FEN

from .streams import AMOUNTS, ASKED, MONTH, changed, tables

HOUSEHOLDS, MEMBERS = tables()
TOTAL = sum(AMOUNTS)
HOUSEHOLDS_TEXT = "id,district,registration\nA,yuecheng,rural\nB,yuecheng,rural\n"
HEADER = "household,id,name,birth_date,absence,income.wages"
PEOPLE = ["A,P1,张三,1980-01-01,none,600.50", "B,P1,,1980-01-01,none,300", "B,P2,,1980-01-01,none,0.00"]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def saved(table: pa.Table, name: str) -> str:
    form = Path(name).suffix
    if form == ".csv":
        pyarrow.csv.write_csv(in_yuan(table), name)
    elif form == ".parquet":
        pyarrow.parquet.write_table(table, name, row_group_size=3)
    elif form == ".feather":
        pyarrow.feather.write_feather(table, name, chunksize=3)
    else:
        with pa.ipc.new_stream(name, table.schema) as target:
            target.write_table(table, max_chunksize=3)
    return name


def read(name: str) -> pa.Table:
    form = Path(name).suffix
    if form == ".csv":
        return pyarrow.csv.read_csv(name, convert_options=pyarrow.csv.ConvertOptions(column_types={"dibao.amount": pa.decimal128(18, 2)}))
    return pyarrow.parquet.read_table(name) if form == ".parquet" else pa.ipc.open_file(name).read_all()


def assessed(households: str, members: str, to: str = "out.arrow", **options: Any) -> files.Summary:
    return assess_files(households, members, to, MONTH, **{"rows": 2, **ASKED, **options})


def written_text(people: list[str], households: str = HOUSEHOLDS_TEXT, header: str = HEADER, encoding: str = "utf-8") -> tuple[str, str]:
    Path("h.csv").write_text(households, encoding=encoding)
    Path("m.csv").write_text("\n".join([header, *people]) + "\n", encoding=encoding)
    return "h.csv", "m.csv"


def mistakes(*given: Any, **options: Any) -> dict[str, str]:
    """What is wrong; no file is written, not even a part."""
    before = set(Path().iterdir())
    with pytest.raises(InputError) as caught:
        assessed(*given, **options)
    assert set(Path().iterdir()) == before
    return {each.path: str(each).removeprefix(f"{each.path}: ") for each in caught.value.problems}


# Forms


@pytest.mark.parametrize("form", [".csv", ".parquet", ".arrow", ".feather"])
@pytest.mark.parametrize("rows", [1, 2, 100])
def test_every_form_gives_the_same(form: str, rows: int) -> None:
    summary = assessed(saved(HOUSEHOLDS, f"h{form}"), saved(MEMBERS, f"m{form}"), rows=rows)
    found = read("out.arrow")
    assert found.column("household").to_pylist() == list("ABCDEFG")
    assert found.column("dibao.amount").to_pylist() == AMOUNTS
    assert (summary.households, summary.members, summary.rows, summary.marked) == (7, 12, 7, 0)
    assert summary.totals == {"dibao": ProgrammeTotal(eligible=5, undetermined=0, low=TOTAL, high=TOTAL)}


@pytest.mark.parametrize("form", [".csv", ".parquet", ".arrow", ".feather"])
def test_every_form_is_written(form: str) -> None:
    assessed(saved(HOUSEHOLDS, "h.arrow"), saved(MEMBERS, "m.arrow"), f"out{form}")
    found = read(f"out{form}")
    assert found.column_names == ["household", "missing", "dibao.status", "dibao.amount"]
    in_words = found.column("dibao.status").cast(pa.string()).to_pylist()
    assert in_words == ["eligible", "eligible", "eligible", "ineligible", "ineligible", "eligible", "eligible"]
    if form == ".csv":
        assert found.column("dibao.amount").to_pylist() == [Decimal(each) / 100 for each in AMOUNTS]
    else:
        assert found.column("dibao.amount").to_pylist() == AMOUNTS
        assert found.schema.field("dibao.amount").metadata == FEN
        assert b"shaoxing_benefits" in found.schema.metadata
    assert {each.name for each in Path().iterdir()} == {"h.arrow", "m.arrow", f"out{form}"}


@pytest.mark.parametrize("form", [".csv", ".parquet", ".arrow"])
def test_words_may_be_kept_once_and_ids_too(form: str) -> None:
    """Every batch has another list of ids, which a file cannot change in its middle."""
    batches = []
    for row in range(7):
        words = {name: HOUSEHOLDS.column(name).combine_chunks()[row : row + 1].dictionary_encode() for name in HOUSEHOLDS.column_names}
        batches.append(pa.record_batch(words))
    with pa.ipc.new_stream("h.arrow", batches[0].schema) as target:
        for each in batches:
            target.write_batch(each)
    assessed("h.arrow", saved(MEMBERS, "m.arrow"), f"out{form}")
    assert read(f"out{form}").column("household").to_pylist() == list("ABCDEFG")


def test_missing_columns_are_joined_in_csv() -> None:
    members = changed(changed(MEMBERS, "absence", 9, "unknown"), "absence", 0, "unknown")
    summary = assessed(saved(HOUSEHOLDS, "h.parquet"), saved(members, "m.parquet"), "out.csv")
    lines = Path("out.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == '"household","missing","dibao.status","dibao.amount"'
    assert [lines[1], lines[2], lines[6]] == ['"A","absence",,', '"B",,"eligible",1400.00', '"F","absence",,']
    assert summary.marked == 2
    # 249.50 of A and 850.01 of F are in no total.
    paid = TOTAL - 24_950 - 85_001
    assert summary.totals == {"dibao": ProgrammeTotal(eligible=3, undetermined=0, low=paid, high=paid)}


def test_bounds_are_added_up_from_the_least_to_the_most() -> None:
    """A alone in prison, or F's P1: nobody to pay, or one fen for P2."""
    members = changed(MEMBERS, "absence", 9, "unknown")
    summary = assessed(saved(HOUSEHOLDS, "h.parquet"), saved(members, "m.parquet"), "out.parquet", bounds=True)
    assert (summary.marked, summary.has_bounds) == (1, True)
    assert summary.totals == {"dibao": ProgrammeTotal(eligible=5, undetermined=0, low=TOTAL - 85_001 + 1, high=TOTAL)}


def test_a_row_for_each_member() -> None:
    members = changed(MEMBERS, "absence", 9, "unknown")
    summary = assessed(saved(HOUSEHOLDS, "h.parquet"), saved(members, "m.parquet"), "out.csv", per="member")
    lines = Path("out.csv").read_text(encoding="utf-8").splitlines()
    assert lines[:3] == ['"household","member","missing","dibao.amount"', '"A","P1",,249.50', '"B","P1",,700.00']
    assert (summary.households, summary.members, summary.rows, summary.marked) == (7, 12, 12, 2)
    assert summary.totals == {"dibao": ProgrammeTotal(eligible=None, undetermined=None, low=TOTAL - 85_001, high=TOTAL - 85_001)}


# Text


def test_amounts_are_exact_from_text_to_text() -> None:
    """0.1 and 0.7 are no binary fractions; neither is any of the others."""
    wages = ["0.1", "0.70", "849.99", "１２.50", " 600.5 ", "1,000", "", "0"]
    people = [f'H{place},P1,,1980-1-1,none,"{each}"' for place, each in enumerate(wages)]
    households = HOUSEHOLDS_TEXT.splitlines()[0] + "\n" + "".join(f"H{place},330602,rural\n" for place in range(len(wages)))
    assessed(*written_text(people, households), "out.csv")
    lines = Path("out.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [each.rpartition(",")[2] for each in lines] == ["849.90", "849.30", "0.01", "837.50", "249.50", "0.00", "850.00", "850.00"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_text_may_begin_with_the_mark_of_its_encoding(encoding: str) -> None:
    assessed(*written_text(PEOPLE, encoding=encoding))
    assert read("out.arrow").column("dibao.amount").to_pylist() == [24_950, 140_000]


def test_an_empty_cell_is_unknown_or_none_as_asked() -> None:
    header = HEADER + ",disability.kind"
    people = [f"{each},none" for each in PEOPLE]
    people[2] = "B,P2,,1980-01-01,,0.00,none"
    found = assessed(*written_text(people, header=header), unstated="unknown", bounds=True)
    assert found.marked == 2  # other columns are not there at all
    assert "absence" in read("out.arrow").column("missing").to_pylist()[1]
    assert "absence" not in read("out.arrow").column("missing").to_pylist()[0]


def test_every_wrong_cell_is_named() -> None:
    header = f"{HEADER},serious_illness,medical.year,resident_pension.receiving"
    cells = ["true,2020,true", "maybe,2020.5,TRUE", "false,,是"]
    people = [f"{one},{other}" for one, other in zip(PEOPLE, cells, strict=True)]
    people[0] = people[0].replace("600.50", "600.505")
    people[1] = people[1].replace("1980-01-01", "1980-02-30").replace(",300,", ",three,")
    people[2] = people[2].replace(",0.00,", ",1e3x,")
    found = mistakes(*written_text(people, header=header))
    assert found == {
        "members[1].birth_date": "'1980-02-30' is no date. Write year-month-day, such as 1948-05-10.",
        "members[0].income.wages": "'600.505' has more than two decimals. Round it to two decimals as the papers say it.",
        "members[1].income.wages": "'three' is no number. Write a plain number with at most two decimals, such as 600 or \"600.50\".",
        "members[2].income.wages": "'1e3x' is no number. Write a plain number with at most two decimals, such as 600 or \"600.50\".",
        "members[1].serious_illness": "'maybe' is neither true nor false. Write true or false, without quotes.",
        "members[1].medical.year": "'2020.5' is no whole number. Write 0, 1, 2, …",
        "members[2].resident_pension.receiving": "'是' is neither true nor false. Write true or false, without quotes.",
    }


def test_what_only_the_door_sees_is_named_too() -> None:
    people = [PEOPLE[0], PEOPLE[1].replace("none", "abroad"), PEOPLE[2].replace("0.00", "-3")]
    assert mistakes(*written_text(people)).keys() == {"members[1].absence", "members[2].income.wages"}
    assert mistakes(*written_text(PEOPLE, header=HEADER.replace("absence", "absense"))).keys() == {"members.absense"}


def test_what_the_door_sees_is_named_together_with_what_cannot_be_read() -> None:
    households = HOUSEHOLDS_TEXT.replace("yuecheng", "yuechen", 1)
    assert households != HOUSEHOLDS_TEXT
    people = [PEOPLE[0], PEOPLE[1].replace("none", "abroad"), PEOPLE[2].replace("0.00", "three")]
    wanted = {"households[0].district", "members[1].absence", "members[2].income.wages"}
    assert mistakes(*written_text(people, households=households)).keys() == wanted


@pytest.mark.parametrize("column", ["birth_date", "income.pension", "medical.year"])
def test_a_cell_that_cannot_be_read_is_told_once_and_contradicts_nothing(column: str) -> None:
    cells = {
        "birth_date": "1980-01-01",
        "income.pension": "300",
        "income.basic_pension": "200",
        "medical.year": "2020",
        "medical.in_scope": "9",
    }
    header = ",".join(["household", "id", *cells])
    people = [",".join([name, "P1", *(cells | changes).values()]) for name, changes in (("A", {column: "x"}), ("B", {}))]
    found = mistakes(*written_text(people, header=header))
    assert found.keys() == {"members[0]." + column}
    assert "'x'" in found["members[0]." + column]


def test_where_a_cell_cannot_be_read_later_batches_are_looked_at_too() -> None:
    people = [PEOPLE[0], PEOPLE[1].replace("none", "abroad"), PEOPLE[2].replace("0.00", "three")]
    with pytest.raises(InputError) as caught:
        assess_files(*written_text(people), "out.parquet", MONTH, rows=1, **ASKED)
    assert [each.path for each in caught.value.problems] == ["members[2].income.wages", "members[1].absence"]
    assert not Path("out.parquet").exists()


def test_rows_of_other_lengths_are_named() -> None:
    found = mistakes(*written_text([PEOPLE[0], "B,P1,1980-01-01", PEOPLE[2]]))
    assert found["members[1]"].startswith("The row has 3 cells, and the header 6.")


def test_text_must_be_utf_8() -> None:
    found = mistakes(*written_text(PEOPLE, encoding="gb18030"))
    assert found == {"m.csv": "The file is not UTF-8. Save it as UTF-8."}
    found = mistakes(*written_text(PEOPLE, households=HOUSEHOLDS_TEXT.replace("district", "县"), encoding="gb18030"))
    assert found == {"h.csv": "The file is not UTF-8. Save it as UTF-8."}


# Files that cannot be


@pytest.mark.parametrize("form", [".parquet", ".arrow", ".feather"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a spreadsheet"])
def test_a_file_that_is_something_else_is_refused(form: str, content: bytes) -> None:
    Path(f"h{form}").write_bytes(content)
    (said,) = mistakes(f"h{form}", saved(MEMBERS, "m.parquet")).items()
    assert said[0] == f"h{form}"
    assert said[1].startswith(f"It cannot be read as {form[1:]}: ")


def test_text_without_the_columns_is_refused() -> None:
    Path("h.csv").write_bytes(b"")
    assert mistakes("h.csv", saved(MEMBERS, "m.parquet")).keys() == {"h.csv"}
    Path("h.csv").write_bytes(b"PK a spreadsheet\nmore\n")
    wanted = {"households.PK a spreadsheet", "households.id", "households.district", "households.registration"}
    assert mistakes("h.csv", "m.parquet").keys() == wanted


def test_a_file_without_households_is_refused() -> None:
    assert mistakes(saved(HOUSEHOLDS.slice(0, 0), "h.parquet"), saved(MEMBERS.slice(0, 0), "m.parquet")).keys() == {"h.parquet"}


def test_names_must_tell_the_form() -> None:
    with pytest.raises(UsageError) as caught:
        assessed("h.xlsx", "m", "out.txt")
    assert [each.path for each in caught.value.problems] == ["households", "members", "to"]
    with pytest.raises(UsageError, match="would be written over"):
        assessed("h.csv", "m.csv", "./m.csv")


def test_a_file_that_is_not_there_is_an_error_of_the_system() -> None:
    with pytest.raises(FileNotFoundError):
        assessed("h.csv", "m.csv")
    saved(HOUSEHOLDS, "h.parquet")
    with pytest.raises(FileNotFoundError):
        assessed("h.parquet", "m.parquet")
    with pytest.raises(FileNotFoundError):
        assessed("h.parquet", saved(MEMBERS, "m.parquet"), "folder/out.csv")
    assert {each.name for each in Path().iterdir()} == {"h.parquet", "m.parquet"}


def test_an_earlier_file_stays_as_it_is_until_the_new_one_is_whole() -> None:
    Path("out.parquet").write_bytes(b"earlier")
    saved(HOUSEHOLDS, "h.parquet")
    with pytest.raises(InputError):  # in the last batch, when others are already written
        assessed("h.parquet", saved(changed(MEMBERS, "income.wages", 11, -1), "m.parquet"), "out.parquet")
    assert Path("out.parquet").read_bytes() == b"earlier"
    assert {each.name for each in Path().iterdir()} == {"h.parquet", "m.parquet", "out.parquet"}
    assessed("h.parquet", saved(MEMBERS, "m.parquet"), "out.parquet")
    assert read("out.parquet").num_rows == 7


# One household


def test_a_household_is_explained_wherever_it_stands() -> None:
    households, members = saved(HOUSEHOLDS, "h.parquet"), saved(MEMBERS.take(list(range(11, -1, -1))), "m.csv")
    found = explain_in_files(households, members, "F", MONTH, **ASKED)
    assert found["dibao"].amount == Decimal("850.01")
    assert found.every_step


def test_mistakes_in_that_household_have_the_rows_of_the_files() -> None:
    households, members = saved(HOUSEHOLDS, "h.parquet"), saved(changed(MEMBERS, "income.wages", 10, -1), "m.parquet")
    with pytest.raises(InputError, match=r"^members\[10\]\.income\.wages"):
        explain_in_files(households, members, "F", MONTH, **ASKED)
    assert explain_in_files(households, members, "A", MONTH, **ASKED)["dibao"].amount == Decimal("249.50")


def test_it_is_explained_though_others_have_cells_that_cannot_be_read() -> None:
    files = written_text([PEOPLE[0], PEOPLE[1], PEOPLE[2].replace("0.00", "three")])
    assert explain_in_files(*files, "A", MONTH, **ASKED).household == "A"
    with pytest.raises(InputError, match=r"^members\[2\]\.income\.wages: 'three' is no number") as caught:
        explain_in_files(*files, "B", MONTH, **ASKED)
    assert len(caught.value.problems) == 1


def test_a_household_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="No household has the id 'H'"):
        explain_in_files(saved(HOUSEHOLDS, "h.parquet"), saved(MEMBERS, "m.parquet"), "H", MONTH, **ASKED)
