"""CSV as offices have it: with Chinese or English headings, in either encoding, in one table or two; it needs no extra."""

import csv
import itertools
from decimal import Decimal
from pathlib import Path

import pytest

from shaoxing_benefits import UNKNOWN, UNSTATED, Household, InputError, UsageError, assess
from shaoxing_benefits.batch.csv_sheets import harmless_text
from shaoxing_benefits.batch.fields import heading, headings, household_fields, member_fields
from shaoxing_benefits.batch.job import run_batch
from shaoxing_benefits.batch.reading import household_of
from shaoxing_benefits.batch.records import MOST_AHEAD
from shaoxing_benefits.batch.source import tables_of
from shaoxing_benefits.batch.tally import Done
from shaoxing_benefits.cli import main
from shaoxing_benefits.cli.progress import _Lines
from shaoxing_benefits.kinds import Group
from shaoxing_benefits.report.language import language

CHINESE = """户编号,人员编号,姓名,区县,户籍性质,空格表示,出生日期,工资性收入（元/月）
H1,P1,张三,越城区,农村,无,1948年5月10日,
H1,P2,李四,,,,1975/2/11,"６００"
H2,P1,王五,诸暨,城镇,无,1980.1.1,"1,200.00"
"""
"""One person's income is 600 of two: 2 × 850 - 600 = 1100 of dibao in April 2020; the other lives on 1200, which is more than 850."""
ENGLISH = """household,id,name,district,registration,unstated,birth_date,income.wages
H1,P1,张三,yuecheng,rural,none,1948-05-10,
H1,P2,李四,,,,1975-02-11,600
H2,P1,王五,zhuji,urban,none,1980-01-01,1200
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def answers(text: str | bytes, *more: str, **options: object) -> tuple[Done, dict[str, dict[str, str]]]:
    """Write the files, run the batch and read the answers again, by household."""
    names = []
    for number, each in enumerate((text, *more)):
        names.append(f"in{number}.csv")
        Path(names[-1]).write_bytes(each if isinstance(each, bytes) else each.encode())
    done = run_batch(names, "2020-04", "out.csv", overwrite=True, **options)  # type: ignore[arg-type]
    with Path("out.csv").open(encoding="utf-8-sig", newline="") as file:
        return done, {row["household"]: row for row in csv.DictReader(file)}


def given_back(name: str = "out.returned.csv") -> list[dict[str, str]]:
    with Path(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("text", [CHINESE, ENGLISH], ids=["chinese", "english"])
def test_headings_and_cells_are_read_in_both_languages_and_encodings(text: str, encoding: str) -> None:
    done, found = answers(text.encode(encoding))
    assert (done.rows, done.answered, done.given_back) == (3, 3, 0)
    assert found["H1"]["dibao.amount"] == "1100.00"
    assert (found["H2"]["dibao.status"], found["H2"]["dibao.amount"]) == ("ineligible", "0.00")


def test_an_answer_is_what_its_household_gets_alone() -> None:
    _, found = answers(ENGLISH)
    members = [{"id": "P1", "birth_date": "1948-05-10"}, {"id": "P2", "birth_date": "1975-02-11", "income": {"wages": 600}}]
    alone = assess({"district": "yuecheng", "registration": "rural", "unstated": "none", "members": members}, "2020-04")
    for programme, outcome in alone.programmes.items():
        row = found["H1"]
        assert row[f"{programme}.status"] == outcome.status
        if outcome.range is not None:
            high = row[f"{programme}.high"]
            assert (Decimal(high) if high else None) == outcome.high


def test_two_files_households_and_members() -> None:
    households = "id,district,registration,unstated\nH1,yuecheng,rural,none\nH2,zhuji,urban,none\n"
    members = "household,id,birth_date,income.wages\nH1,P1,1948-05-10,\nH1,P2,1975-02-11,600\nH2,P1,1980-01-01,1200\n"
    done, found = answers(households, members)
    assert (done.rows, done.households, done.people) == (5, 2, 3)
    assert [found["H1"]["dibao.amount"], found["H2"]["dibao.amount"]] == ["1100.00", "0.00"]


def test_a_row_for_each_member() -> None:
    answers(ENGLISH, per="member")
    rows = given_back("out.csv")
    assert [(row["household"], row["member"], row["dibao.amount"]) for row in rows] == [
        ("H1", "P1", "550.00"),
        ("H1", "P2", "550.00"),
        ("H2", "P1", "0.00"),
    ]


def test_a_bad_row_gives_back_its_whole_household_and_the_others_go_on() -> None:
    done, found = answers(ENGLISH.replace("600", "6oo"))
    assert list(found) == ["H2"]
    assert (done.answered, done.given_back, done.mistakes) == (1, 2, 1)
    rows = given_back()
    assert [row["id"] for row in rows] == ["P1", "P2"]
    assert [row["原文件中的行"] for row in rows] == ["in0.csv!2", "in0.csv!3"]
    assert rows[0]["错误说明"] == ""
    assert rows[1]["错误说明"].startswith("'6oo'")


def test_a_row_without_a_household_belongs_to_the_one_above_and_is_told() -> None:
    done, found = answers(ENGLISH.replace("H1,P2", ",P2"))
    assert list(found) == ["H2"]
    assert [row["id"] for row in given_back()] == ["P1", "P2"]
    assert done.mistakes == 1


def test_a_household_whose_rows_do_not_stand_together_is_given_back_as_a_whole() -> None:
    """Decided without the member who comes later it would be another household."""
    done, found = answers(ENGLISH + "H1,P9,赵六,yuecheng,rural,none,1990-01-01,9000\n")
    assert list(found) == ["H2"]
    assert [row["id"] for row in given_back()] == ["P1", "P2", "P9"]
    assert (done.answered, done.given_back) == (1, 3)


def test_so_it_is_in_two_files() -> None:
    households = "id,district,registration,unstated\nH1,yuecheng,rural,none\nH2,yuecheng,rural,none\n"
    members = "household,id,birth_date,income.wages\nH1,P1,1980-01-01,\nH2,P1,1980-01-01,\nH1,P2,1980-01-01,9000\n"
    done, found = answers(households, members)
    assert list(found) == ["H2"]
    assert (done.answered, done.given_back) == (2, 3)


@pytest.mark.parametrize("other", ["h1", "H 1", "0H1"])
def test_ids_that_are_hardly_told_apart_are_given_back(other: str) -> None:
    done, found = answers(ENGLISH.replace("H2,", f"{other},"))
    assert found == {}
    assert done.given_back == 3


@pytest.mark.parametrize(
    ("unstated", "cells", "groups"),
    [
        ("unknown", "否,,,", UNKNOWN),
        ("unknown", ",,,", UNSTATED),
        ("unknown", "是,否,否,否", frozenset({Group.THREE_ELDERS})),
        ("unknown", "是,否,否,未知", UNKNOWN),
        ("none", "否,,,", frozenset()),
        ("none", "是,,,", frozenset({Group.THREE_ELDERS})),
    ],
)
def test_groups_of_which_not_all_is_said_are_not_known(unstated: str, cells: str, groups: object) -> None:
    """That somebody is no elder does not say that he is in no other group."""
    columns = "groups.three_elders,groups.entitled_group,groups.retrenched_worker,groups.sickness_poor"
    row = f"H1,P1,yuecheng,rural,1990-01-01,{unstated},{cells}"
    Path("in.csv").write_text(f"household,id,district,registration,birth_date,unstated,{columns}\n{row}\n", encoding="utf-8")
    tables = tables_of(["in.csv"])
    (record,) = tables.records()
    found = household_of(record, tuple(each.layout for each in tables.tables), "unknown")
    assert isinstance(found, Household)
    assert found.members[0].groups == groups


def test_a_comma_inside_an_amount_gives_the_row_back() -> None:
    _, found = answers(ENGLISH.replace("1200", "1,200"))
    assert list(found) == ["H1"]
    assert "more cells" in given_back()[0]["错误说明"] or "比表头多" in given_back()[0]["错误说明"]


@pytest.mark.parametrize("beside", ["（万元）", "(年)", "（千元）", "[last year]", "（元/年）"])
def test_another_unit_in_a_heading_is_an_error(beside: str) -> None:
    Path("in.csv").write_text(CHINESE.replace("（元/月）", beside), encoding="utf-8")
    with pytest.raises(InputError, match="is no unit of this column"):
        run_batch(["in.csv"], "2020-04", "out.csv")


@pytest.mark.parametrize("beside", ["", "（元）", "(yuan a month)", "＊", " ( 元 / 月 ) "])
def test_the_columns_own_unit_is_none(beside: str) -> None:
    assert answers(CHINESE.replace("（元/月）", beside))[0].given_back == 0


def test_what_was_protected_is_read_as_it_was() -> None:
    """What is given back is handed in again: its ids are the same."""
    answers(ENGLISH.replace("H2", "@H2").replace("1200", "12oo"))
    Path("out.returned.csv").rename("again.csv")
    text = Path("again.csv").read_text(encoding="utf-8-sig")
    assert "'@H2" in text
    done, found = answers(text.replace("12oo", "1200"))
    assert list(found) == ["'@H2"]  # protected once more, and no more than once
    assert done.given_back == 0


def test_an_output_that_is_read_is_refused() -> None:
    Path("in.csv").write_text(ENGLISH, encoding="utf-8")
    Path("out.returned.csv").write_text(ENGLISH, encoding="utf-8")
    for files, output in ((["in.csv"], "in.csv"), (["out.returned.csv"], "out.csv")):
        with pytest.raises(UsageError, match="The households are read from this file"):
            run_batch(files, "2020-04", output, overwrite=True)
    assert Path("out.returned.csv").read_text(encoding="utf-8") == ENGLISH


def test_a_mark_before_gb18030_is_no_sign_of_the_heading() -> None:
    assert answers("\N{ZERO WIDTH NO-BREAK SPACE}".encode("gb18030") + CHINESE.encode("gb18030"))[0].answered == 3


@pytest.mark.parametrize("content", ["{bad", "[]", "null", ""])
def test_a_journal_that_cannot_be_read_is_told(content: str) -> None:
    Path("in.csv").write_text(ENGLISH, encoding="utf-8")
    Path("out.csv.unfinished").mkdir()
    Path("out.csv.unfinished/job.json").write_text(content)
    with pytest.raises(UsageError, match="--overwrite"):
        run_batch(["in.csv"], "2020-04", "out.csv", resume=True)


def test_rows_without_anything_in_them_are_counted_and_passed_over() -> None:
    done, _ = answers(ENGLISH + ",,,,,,,\n  , ,,,,,,\n")
    assert (done.rows, done.empty) == (3, 2)


def test_facts_of_a_household_that_its_rows_do_not_agree_on() -> None:
    answers(ENGLISH.replace("李四,,", "李四,keqiao,") + "H3,P1,甲,zhuji,urban,none,1990-01-01,0\n")
    (_, second) = given_back()
    assert second["district"] == "keqiao"
    assert "keqiao" in second["错误说明"]


def test_strangers_and_households_without_members_do_not_hold_up_the_others() -> None:
    """A member of no household, and a household without members, each between others that are answered."""
    households = "id,district,registration,unstated\n" + "".join(f"H{number},yuecheng,rural,none\n" for number in range(6))
    owners = ["H0", "H1", "X", "H2", "H4", "H5"]
    members = "household,id,birth_date\n" + "".join(f"{owner},P1,1990-01-01\n" for owner in owners)
    done, found = answers(households, members)
    assert list(found) == ["H0", "H1", "H2", "H4", "H5"]
    assert [row["id"] for row in given_back()] == ["H3"]
    assert [row["household"] for row in given_back("out.returned.members.csv")] == ["X"]
    assert done.rows == 12 == done.answered + done.given_back


def test_two_files_are_joined_however_long_they_are() -> None:
    """Most of the households are without members, and more of them follow each other than are looked through at once."""
    many = MOST_AHEAD + 5
    Path("households.csv").write_text("id,district,registration\n" + "".join(f"H{number},yuecheng,rural\n" for number in range(many)))
    Path("members.csv").write_text(f"household,id,birth_date\nH3,P1,1990-01-01\nH{MOST_AHEAD - 1},P1,1990-01-01\n")
    found = list(tables_of(["households.csv", "members.csv"]).records())
    assert [(each.id, len(each.rows)) for each in found if len(each.rows) > 1] == [("H3", 2), (f"H{MOST_AHEAD - 1}", 2)]
    assert sum(len(each.rows) for each in found) == many + 2


def test_every_row_is_in_exactly_one_record_in_whatever_order_they_stand() -> None:
    households = [f"H{number},yuecheng,rural" for number in range(3)]
    people = ["H0,P1,1990-01-01", "H1,P1,1990-01-01", "X,P1,1990-01-01", ",P1,1990-01-01", "H2,P1,1990-01-01"]
    Path("households.csv").write_text("\n".join(["id,district,registration", *households]))
    for order in itertools.permutations(people):
        Path("members.csv").write_text("\n".join(["household,id,birth_date", *order]))
        rows = [(row.table, row.number) for each in tables_of(["households.csv", "members.csv"]).records() for row in each.rows]
        assert sorted(rows) == [*((0, number) for number in (2, 3, 4)), *((1, number) for number in (2, 3, 4, 5, 6))]


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ('=HYPERLINK("http://example.org")', '\'=HYPERLINK("http://example.org")'),
        ("+86 575", "'+86 575"),
        ("-A1", "'-A1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-500", "-500"),
        ("-500.25", "-500.25"),
        ("H-1", "H-1"),
        ("", ""),
    ],
)
def test_what_spreadsheets_take_for_formulas_is_made_text(text: str, harmless: str) -> None:
    assert harmless_text(text) == harmless


def test_ids_that_look_like_formulas_are_written_as_text() -> None:
    _, found = answers(ENGLISH.replace("H2", "=2+3"))
    assert list(found) == ["H1", "'=2+3"]


def test_headings_that_are_not_known_or_lacking_are_all_told() -> None:
    Path("in.csv").write_text("household,id,districts,birth_date,birth_date,联系电话\nH1,P1,yuecheng,1990-01-01,,1\n")
    with pytest.raises(InputError) as caught:
        run_batch(["in.csv"], "2020-04", "out.csv")
    assert [(each.path, each.problem) for each in caught.value.problems] == [
        ("in.csv!C1", "The heading {name} is not known."),
        ("in.csv!F1", "The heading {name} is not known."),
        ("in.csv!E1", "{name} stands at {other} already."),
    ]
    assert caught.value.problems[0].values["near"] == "district"
    Path("in.csv").write_text("household,id,district,birth_date\nH1,P1,yuecheng,1990-01-01\n")
    with pytest.raises(InputError, match="There is no column registration"):
        run_batch(["in.csv"], "2020-04", "out.csv")


def test_a_file_that_is_no_table_of_ours() -> None:
    Path("in.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="There is no table with headings of members"):
        run_batch(["in.csv"], "2020-04", "out.csv")


@pytest.mark.parametrize("content", [b"\xff\xfeh\x00", b"household,id\n\x81\x00", b"\x80\x80,\xff"])
def test_other_encodings_are_refused(content: bytes) -> None:
    Path("in.csv").write_bytes(content)
    with pytest.raises(InputError, match="neither UTF-8 nor GB18030"):
        run_batch(["in.csv"], "2020-04", "out.csv")


def test_a_quotation_mark_that_is_not_closed_is_told_with_its_row() -> None:
    Path("in.csv").write_text(ENGLISH + 'H3,"P1,x,zhuji,urban,none,1990-01-01,0\n')
    with pytest.raises(InputError, match=r"in.csv!5: The row cannot be read"):
        run_batch(["in.csv"], "2020-04", "out.csv")
    assert sorted(each.name for each in Path().iterdir()) == ["in.csv"]


@pytest.mark.parametrize(
    ("files", "output", "words"),
    [
        (["in.xls"], "out.csv", "Files of this kind are not read"),
        (["in"], "out.csv", "does not say what the file is"),
        (["in.csv"], "out.docx", "does not say what the file is"),
    ],
)
def test_files_of_other_kinds_are_refused(files: list[str], output: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        run_batch(files, "2020-04", output)


def test_every_column_has_a_heading_of_its_own_in_both_languages() -> None:
    for spoken in (language("zh"), language("en")):
        for fields in (household_fields(), member_fields()):
            called = [each.called(spoken) for each in fields.values()]
            assert len(set(called)) == len(called)
            assert all(headings()[heading(each.called(spoken))].path == each.path for each in fields.values())


def test_the_command_prints_what_became_of_the_rows(capsys: pytest.CaptureFixture[str]) -> None:
    Path("in.csv").write_text(ENGLISH.replace("600", "6oo"), encoding="utf-8")
    assert main(["batch", "in.csv", "--month", "2020-04", "--output", "out.csv", "--lang", "en", "--processes", "1"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "Rows read: 3; answered: 1; given back: 2." in told
    assert "out.returned.csv: 1 mistakes, marked" in told


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--month", "2020-13"], "--month"),
        (["--month", "2020-04", "--processes", "0"], "--processes"),
        (["--month", "2020-04", "--scenario", "low"], "--scenario"),
        (["--month", "2020-04", "--programme", "dibou"], "--programme"),
    ],
)
def test_wrong_options_are_told_by_their_names(more: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("in.csv").write_text(ENGLISH, encoding="utf-8")
    assert main(["batch", "in.csv", "--output", "out.csv", "--lang", "en", *more]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"{words}: ")


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", "nowhere.csv", "--month", "2020-04", "--output", "out.csv", "--lang", "en"]) == 2
    assert capsys.readouterr().err.startswith("nowhere.csv: There is no such file.")


def test_where_the_output_is_no_terminal_progress_is_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 1.0, 10.0, 11.0])
    monkeypatch.setattr("shaoxing_benefits.cli.progress.monotonic", lambda: next(clock))
    lines = _Lines(language("en"))
    for done in (100, 1000, 1100):
        lines.told(done, 4000)
    assert capsys.readouterr().err == "1,000 of 4,000 rows, 100 a second, 31 seconds left\n"
