"""A month's roll: amounts worked out by hand, workbook and Parquet saying the same, nothing dropped, nothing overwritten unasked."""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from python_calamine import CalamineWorkbook

from shaoxing_benefits import MismatchError, UsageError
from shaoxing_benefits.batch.roll import make_roll
from shaoxing_benefits.batch.roll_files import write_roll
from shaoxing_benefits.batch.roll_parts import Roll
from shaoxing_benefits.cli import main
from shaoxing_benefits.outcomes import Answer
from shaoxing_benefits.report.layout import width

from ..commands import Done, Run

DAY = date(2020, 6, 28)
PERSON = {"district": "yuecheng", "registration": "rural", "birth_date": "1975-02-11"}
FATHER = {
    **PERSON,
    "household": "H1",
    "id": "P1",
    "name": "father",
    "birth_date": "1948-05-10",
    "income.pension": "230",
    "income.basic_pension": "230",
    "disability.kind": "physical",
    "disability.grade": "1",
    "resident_pension.receiving": "yes",
}
FORMULA = '=HYPERLINK("http://example.org")'


def family(wages: str) -> list[dict[str, str]]:
    """That of the design: 1996.67 with wages of 600 (1796.67 with 900), 255, a price subsidy for three, and a pension of 230."""
    son = {**PERSON, "household": "H1", "id": "P2", "name": "son", "income.wages": wages}
    return [FATHER, son, {**PERSON, "household": "H1", "id": "P3"}]


COUPLE = [{**PERSON, "household": "H2", "district": "zhuji", "registration": "urban", "id": each, "name": FORMULA} for each in ("P1", "P2")]
"""1700, and a price subsidy for two."""
OLD_MAN = [{**PERSON, "household": "H3", "id": "P1", "birth_date": "1950-01-01", "supporter": "unknown"}]
"""On dibao or on tekun; the price subsidy is due either way."""
WAGES_UNKNOWN = [{**PERSON, "household": "H4", "id": "P1", "income.wages": "unknown"}]
RICH = [{**PERSON, "household": "H5", "id": "P1", "income.wages": "9000"}]
NOWHERE = [{**PERSON, "household": "H6", "district": "nowhere", "id": "P1"}]
ALONE = [{**PERSON, "household": "H7", "id": "P1", "name": "孤老"}]
"""850, and a price subsidy for one; gone in June."""
NOW = [*family("600"), *COUPLE, *OLD_MAN, *WAGES_UNKNOWN, *RICH, *NOWHERE]
BEFORE = [*family("900"), *OLD_MAN, *RICH, *ALONE]
ASKED = {"unstated": "none", "price_index": "7.8", "before_price_index": "6.5"}
"""850 × 2 × 2 × 7.8 % is 265.20, with 6.5 % it is 221.00."""


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(name="roll", scope="module")
def _roll(tmp_path_factory: pytest.TempPathFactory) -> Roll:
    folder = tmp_path_factory.mktemp("roll")
    return make_roll([write(folder / "june.csv", NOW)], "2020-06", before=[write(folder / "may.csv", BEFORE)], **ASKED)


def by_id(items: Any) -> Mapping[str, Any]:
    return {each.id: each for each in items}


def test_households_are_paid_what_is_certain(roll: Roll) -> None:
    amounts = {each.id: (dict(each.amounts), each.total) for each in roll.households}
    assert amounts == {
        "H1": ({"dibao": 199667, "disability_living": 25500, "price_subsidy": 79560, "resident_pension": 23000}, 327727),
        "H2": ({"dibao": 170000, "price_subsidy": 53040}, 223040),
        "H3": ({"price_subsidy": 26520}, 26520),
    }
    assert [(each.name, each.district, each.registration, each.members) for each in roll.households] == [
        ("father", "yuecheng", "rural", 3),
        (FORMULA, "zhuji", "urban", 2),
        ("P1", "yuecheng", "rural", 1),
    ]
    assert roll.amount == 577287


def test_people_are_paid_their_parts(roll: Roll) -> None:
    parts = {(each.household, each.id): dict(each.amounts) for each in roll.people}
    assert parts == {
        ("H1", "P1"): {"dibao": 85000, "disability_living": 25500, "price_subsidy": 26520, "resident_pension": 23000},
        ("H1", "P2"): {"dibao": 57334, "price_subsidy": 26520},
        ("H1", "P3"): {"dibao": 57333, "price_subsidy": 26520},
        ("H2", "P1"): {"dibao": 85000, "price_subsidy": 26520},
        ("H2", "P2"): {"dibao": 85000, "price_subsidy": 26520},
        ("H3", "P1"): {"price_subsidy": 26520},
    }


def test_every_household_of_the_file_is_somewhere(roll: Roll) -> None:
    counts = roll.counts
    assert (counts.read, counts.paid, counts.open, counts.nothing, counts.returned) == (6, 3, 1, 1, 1)
    assert [each.id for each in roll.returned] == ["H6"]


def test_what_is_not_certain_is_listed_with_its_ends(roll: Roll) -> None:
    found = {(each.household, each.programme): (each.low, each.high, each.facts) for each in roll.open}
    assert found == {
        ("H3", "dibao"): (0, 85000, ("members[0].supporter",)),
        ("H3", "tekun"): (0, 160200, ("members[0].supporter",)),
        ("H4", "dibao"): (0, 85000, ("members[0].income.wages",)),
        ("H4", "price_subsidy"): (0, 26520, ("members[0].income.wages",)),
    }


def test_totals_by_district_registration_and_programme(roll: Roll) -> None:
    totals = {(each.district, each.registration, each.programme): (each.households, each.people, each.amount) for each in roll.totals}
    assert totals[None, None, "dibao"] == (2, 5, 369667)
    assert totals[None, None, "price_subsidy"] == (3, 6, 159120)
    assert totals[None, None, "tekun"] == (0, 0, 0)
    assert totals[None, "rural", "dibao"] == (1, 3, 199667)
    assert totals[None, "urban", None] == (1, 2, 223040)
    assert totals["yuecheng", None, "price_subsidy"] == (2, 4, 106080)
    assert totals["yuecheng", "rural", None] == totals["yuecheng", None, None] == (2, 4, 354247)
    assert totals["zhuji", "urban", "dibao"] == (1, 2, 170000)
    assert totals[None, None, None] == (3, 6, 577287)
    assert ("zhuji", "rural", None) not in totals


def test_what_differs_from_last_month(roll: Roll) -> None:
    comparison = roll.comparison
    assert comparison is not None
    assert (str(comparison.month), comparison.amount) == ("2020-05", 423667)  # 2944.67 + 221.00 + 1071.00
    assert [(each.household, each.programme, each.what, each.before, each.now) for each in comparison.changes] == [
        ("H1", "dibao", "changed", 179667, 199667),
        ("H1", "price_subsidy", "changed", 66300, 79560),
        ("H2", "dibao", "new", 0, 170000),
        ("H2", "price_subsidy", "new", 0, 53040),
        ("H3", "price_subsidy", "changed", 22100, 26520),
        ("H7", "dibao", "ended", 85000, 0),
        ("H7", "price_subsidy", "ended", 22100, 0),
    ]
    causes = [[(cause.kind, cause.id) for cause in each.causes] for each in comparison.changes]
    index = [("parameter", "price_subsidy.index_rise")]
    came, went = [("absent_before", "")], [("absent_now", "")]
    assert causes == [[("fact", "income_wages")], index, came, came, index, went, went]
    assert [comparison.number(what) for what in ("new", "ended", "changed")] == [2, 2, 3]


def test_rows_that_could_not_be_read_are_the_reason_in_the_other_month(tmp_path: Path) -> None:
    lame = [{**ALONE[0], "district": "nowhere"}]
    one, other = write(tmp_path / "one.csv", [*ALONE, *RICH]), write(tmp_path / "other.csv", [*lame, *RICH])
    ended = make_roll([other], "2020-06", before=[one], programmes=["dibao"], unstated="none").comparison
    began = make_roll([one], "2020-06", before=[other], programmes=["dibao"], unstated="none").comparison
    assert ended is not None
    assert began is not None
    assert [cause.kind for each in ended.changes for cause in each.causes] == ["returned_now"]
    assert [cause.kind for each in began.changes for cause in each.causes] == ["returned_before"]
    assert began.counts.returned == 1


def test_what_is_open_now_is_said_to_be(tmp_path: Path) -> None:
    known = [{**WAGES_UNKNOWN[0], "income.wages": "600"}]
    files = write(tmp_path / "now.csv", WAGES_UNKNOWN), write(tmp_path / "before.csv", known)
    comparison = make_roll([files[0]], "2020-06", before=[files[1]], programmes=["dibao"], unstated="none").comparison
    assert comparison is not None
    (change,) = comparison.changes
    assert (change.what, change.before) == ("ended", 25000)
    assert [(cause.kind, cause.id) for cause in change.causes] == [("open_now", ""), ("fact", "income_wages")]


def sheet(path: Path, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python()


@pytest.fixture(name="book", scope="module")
def _book(roll: Roll, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "roll.xlsx"
    files = write_roll(roll, path, language="zh", day=DAY)
    assert [each.name for each in files] == ["roll.xlsx", "roll.returned.xlsx"]
    return path


def test_the_summary_can_be_sent_on(book: Path) -> None:
    rows = sheet(book, "汇总")
    assert rows[0][0] == "绍兴市2020年6月社会救助资金发放汇总表"
    told = {row[0]: row[1] for row in rows if row[0]}
    assert told["资料户数"] == 6
    assert told["本月发放户数"] == 3
    assert told["本月发放人数"] == 6
    assert told["资料有误退回户数"] == 1
    assert told["本月发放总额"] == 5772.87
    assert [row[7] for row in rows if row[4] == "增减额"] == [1536.2]
    assert [row[1:] for row in rows if row[0] == "低保"] == [
        [1, 2, 1700, 1, 3, 1996.67, 2, 5, 3696.67],
        [0, 0, 0, 1, 3, 1996.67, 1, 3, 1996.67],
        [1, 2, 1700, 0, 0, 0, 1, 2, 1700],
    ]
    assert [each for each in rows[-1] if each] == ["制表：", "审核：", "负责人："]


TITLES = {"households": "户", "people": "人", "changes": "变动", "open": "待定"}
WORDS = {"rural": "农村", "urban": "城镇", "yuecheng": "越城区", "zhuji": "诸暨市", "new": "新增", "ended": "停发", "changed": "变更"}
PROGRAMMES = {"dibao": "低保", "tekun": "特困供养", "price_subsidy": "价格临时补贴"}


def test_workbook_and_parquet_say_the_same(roll: Roll, book: Path, tmp_path: Path) -> None:
    files = write_roll(roll, tmp_path / "roll.parquet", language="zh", day=DAY)
    names = [f"roll.{name}.parquet" for name in (*TITLES, "totals")]
    assert [each.name for each in files] == [*names, "roll.returned.xlsx"]
    for name, title in TITLES.items():
        table = pyarrow.parquet.read_table(tmp_path / f"roll.{name}.parquet")
        units = [(about.metadata or {}).get(b"unit") for about in table.schema]
        rows = [tuple(row.values()) for row in table.to_pylist()]
        shown = [tuple(as_shown(cell, unit) for cell, unit in zip(row, units, strict=True)) for row in rows]
        lines = sheet(book, title)
        sums = lines.pop() if name != "open" else None
        assert [tuple(cell or 0 for cell in line[1:]) for line in lines[3:]] == shown
        assert [line[0] for line in lines[3:]] == list(range(1, len(rows) + 1))
        if sums:
            fen = [sum(row[place] for row in rows) / 100 for place, unit in enumerate(units) if unit]
            assert [sums[place + 1] for place, unit in enumerate(units) if unit] == fen


def as_shown(cell: Any, unit: bytes | None) -> Any:
    if isinstance(cell, list):
        return "\n".join(cell)
    if unit:
        return (cell or 0) / 100
    return {**WORDS, **PROGRAMMES}.get(cell, cell or 0) if isinstance(cell, str) else cell


def test_text_stays_text(book: Path) -> None:
    assert sheet(book, "户")[4][2] == FORMULA
    assert [row[8] for row in sheet(book, "变动")[3:5]] == [
        "son：工资性收入：¥900.00 → ¥600.00",
        "价格指数同比涨幅【price_subsidy.index_rise】：6.5% → 7.8%",
    ]


def test_parquet_has_whole_fen_and_says_what_it_rests_on(roll: Roll, tmp_path: Path) -> None:
    write_roll(roll, tmp_path / "roll.parquet", language="en", day=DAY)
    totals = pyarrow.parquet.read_table(tmp_path / "roll.totals.parquet")
    assert totals.schema.field("amount").metadata == {b"unit": b"fen"}
    assert str(totals.schema.field("amount").type) == "int64"
    whole = [row for row in totals.to_pylist() if not row["district"] and not row["registration"] and not row["programme"]]
    assert [(row["households"], row["people"], row["amount"]) for row in whole] == [(3, 6, 577287)]
    assert b'"month": "2020-06"' in totals.schema.metadata[b"shaoxing_benefits"]
    changes = pyarrow.parquet.read_table(tmp_path / "roll.changes.parquet").to_pylist()
    assert changes[0]["causes"] == ["son: wages: ¥900.00 → ¥600.00"]
    assert changes[2]["causes"] == ["was not in last month's file"]


@pytest.mark.parametrize("name", ["roll.xlsx", "roll.parquet"])
def test_the_same_roll_gives_the_same_bytes(roll: Roll, tmp_path: Path, name: str) -> None:
    folders = [tmp_path / "one", tmp_path / "other"]
    for each in folders:
        each.mkdir()
    first, second = ([path.read_bytes() for path in write_roll(roll, each / name, day=DAY)] for each in folders)
    assert first == second


def test_nothing_is_replaced_unasked_and_nothing_old_stays_behind(roll: Roll, tmp_path: Path) -> None:
    write_roll(roll, tmp_path / "roll.parquet", day=DAY)
    with pytest.raises(UsageError, match="is there already") as refused:
        write_roll(roll, tmp_path / "roll.parquet", day=DAY)
    assert len(refused.value.problems) == 6
    alone = make_roll([write(tmp_path / "alone.csv", ALONE)], "2020-06", unstated="none")
    write_roll(alone, tmp_path / "roll.parquet", day=DAY, overwrite=True)
    left = sorted(each.name for each in tmp_path.glob("roll.*"))
    assert left == ["roll.households.parquet", "roll.open.parquet", "roll.people.parquet", "roll.totals.parquet"]


def test_parts_that_are_not_the_whole_are_never_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "alone.csv", ALONE)
    monkeypatch.setattr(Answer, "shares", lambda self, programme: {"P1": (84999, 84999)})
    with pytest.raises(MismatchError, match="84999 fen, the whole is 85000"):
        make_roll([file], "2020-06", unstated="none", programmes=["dibao"])


def test_programmes_without_a_sum_to_be_paid_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        make_roll([write(tmp_path / "alone.csv", ALONE)], "2020-06", programmes=["dibao_edge", "temporary_relief"])
    assert [each.values["name"] for each in refused.value.problems] == ["dibao_edge", "temporary_relief"]


def test_other_programmes_are_paid_where_they_are_asked_for(tmp_path: Path) -> None:
    """The card of 2020 is 500 for everybody on dibao."""
    roll = make_roll([write(tmp_path / "alone.csv", ALONE)], "2020-06", unstated="none", programmes="shopping_card")
    assert [dict(each.amounts) for each in roll.households] == [{"shopping_card": 50000}]


@pytest.fixture(name="run")
def _run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the command in a folder with both months' files."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "june.csv", NOW)
    write(tmp_path / "may.csv", BEFORE)

    def run(*arguments: str) -> Done:
        return Done(main(("roll", "--month", "2020-06", "--unstated", "none", "--price-index", "7.8", *arguments)), *capsys.readouterr())

    return run


COMPARED = ("june.csv", "--before", "may.csv", "--before-price-index", "6.5", "--date", "2020-06-28")


def test_the_command_says_what_became_of_the_households(run: Run) -> None:
    done = run(*COMPARED, "--output", "roll.xlsx", "--title", "June", "--lang", "en")
    assert (done.status, done.err) == (0, "")
    assert max(width(line) for line in done.out.splitlines()) <= 80
    lines = done.out.replace("\n  ", " ").splitlines()
    assert lines[0] == "June"
    assert "Households: 6. On the roll: 3; all open: 1; nothing to pay: 1; returned: 1." in lines
    assert "Amounts that are not certain, and not paid: 4, of 2 households." in lines
    assert "Together                              3       6  ¥5,772.87" in lines
    assert "Compared with May 2020: then ¥4,236.67, the difference is +¥1,536.20." in lines
    assert "Amounts that differ: 2 new, 2 ended, 3 changed." in lines
    assert "Written: roll.xlsx, roll.returned.xlsx." in lines
    assert sheet(Path("roll.xlsx"), "Summary")[0][0] == "June"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("june.csv", "--output", "roll.csv"), "--output: roll.csv is no name for a roll."),
        (("june.csv", "--output", "nowhere/roll.parquet"), "There is no such folder."),
        (("june.csv", "--output", "roll.xlsx", "--date", "soon"), "--date: "),
        (("june.csv", "--output", "roll.xlsx", "--title", "x" * 81), "--title: It is no title."),
        (("june.csv", "--output", "roll.xlsx", "--before-price-index", "5"), "--before-price-index: There is no month before"),
        (
            ("june.csv", "--output", "roll.xlsx", "--before", "may.csv", "--before-price-index", "x"),
            "--before-price-index: 'x' is no number.",
        ),
        (("a", "b", "c", "--output", "roll.xlsx"), "More than two files are given."),
        (("june.csv", "--output", "roll.xlsx", "--programme", "dibao_edge"), "--programme: A roll cannot pay dibao_edge"),
        (("july.csv", "--output", "roll.xlsx"), "july.csv: There is no such file."),
        (("june.csv", "--output", "roll.xlsx", "--before", "gone.csv"), "gone.csv: There is no such file."),
    ],
)
def test_what_is_refused(run: Run, arguments: tuple[str, ...], told: str) -> None:
    done = run(*arguments, "--lang", "en")
    assert (done.status, done.out) == (2, "")
    assert told in done.err.replace("\n  ", " ")
    assert sorted(each.name for each in Path().iterdir()) == ["june.csv", "may.csv"]


def test_the_households_are_never_written_over(run: Run) -> None:
    Path("june.xlsx").write_bytes(b"")
    done = run("june.xlsx", "--output", "june.xlsx", "--overwrite", "--lang", "en")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("june.xlsx: The households are read from this file.")
