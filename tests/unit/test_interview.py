"""The interview: what it asks, what it understands, what it writes, and how it ends."""

import io
import json
import os
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from shaoxing_benefits import assess, read_household
from shaoxing_benefits.cli import main
from shaoxing_benefits.cli.interview_file import Notes

from ..commands import Done
from ..talks import Terminal

Talk = Callable[..., Done]
COUPLE: dict[str, Any] = {
    "id": "H-1",
    "district": "yuecheng",
    "registration": "urban",
    "emergency": "none",
    "assets": {"vehicles": 0, "vehicle_value": 0, "homes": 1, "floor_area": "60.5", "shops": 0, "business_capital": 0},
    "members": [
        {
            "id": "P1",
            "name": "Li Ming",
            "birth_date": "1975-05-10",
            "absence": "none",
            "income": {
                "wages": "600.50",
                "business": 0,
                "property": 0,
                "transfers": 0,
                "pension": 0,
                "basic_pension": 0,
                "old_age_allowance": 0,
                "entitled_group": 0,
            },
            "disability": "none",
            "serious_illness": False,
            "supporter": "capable",
            "self_care": "full",
            "guardianship": "parents",
            "placement": "community",
            "groups": [],
            "new_job": "none",
            "medical": "none",
            "resident_pension": "none",
            "resident_medical": "none",
            "resettled": False,
        }
    ],
}
COUPLE["members"].append(
    {**COUPLE["members"][0], "id": "P2", "name": "", "birth_date": "1977-01-10", "income": {**COUPLE["members"][0]["income"], "wages": 300}}
)


def couple(**facts: Any) -> dict[str, Any]:
    """Everything is stated but the savings; `facts` of the first member take the place of what stands there, None of nothing."""
    first = {name: value for name, value in {**COUPLE["members"][0], **facts}.items() if value is not None}
    return {**COUPLE, "members": [first, COUPLE["members"][1]]}


@pytest.fixture(name="talk")
def _talk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Talk:
    """Runs the interview in an empty folder, for April 2020 and in English where nothing else is said."""
    monkeypatch.chdir(tmp_path)

    def talk(*arguments: str, answers: Any = (), month: str = "2020-04", lang: str = "en", interrupted: bool = False) -> Done:
        stdin = answers if isinstance(answers, io.TextIOBase) or answers is None else Terminal(answers, interrupted=interrupted)
        monkeypatch.setattr(sys, "stdin", stdin)
        return Done(main(["interview", *arguments, "--month", month, "--lang", lang]), *capsys.readouterr())

    return talk


def write(name: str, data: Any) -> str:
    Path(name).write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return name


def read(name: str) -> Any:
    return json.loads(Path(name).read_text(encoding="utf-8"))


def questions(done: Done) -> list[str]:
    """The lines that ask: each stands after an empty line and before what it is for, the choices or the answer."""
    lines = done.err.splitlines()
    around = zip(lines, lines[1:], lines[2:], strict=False)
    return [line for before, line, after in around if not before and after.startswith(("  ", "> "))]


def test_it_asks_for_the_savings_and_nothing_else(talk: Talk) -> None:
    done = talk(write("h.json", couple()), answers=["12000"])
    assert done.status == 0
    assert questions(done) == ["How much money does the household have: cash, deposits and securities"]
    assert "It decides: Dibao, Dibao edge, Price subsidy, Shopping card\n" in done.err
    assert "Nothing more needs to be asked.\n" in done.err
    assert done.out.startswith("Household H-1, April 2020\n")
    # 2 × 850 − 900.50
    assert "Dibao                    ¥799.50" in done.out
    assert read("h.json") == {**couple(), "assets": {**COUPLE["assets"], "money": "12000"}}


def test_the_answer_is_that_of_assess(talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    done = talk(write("h.json", couple()), "--price-index", "7.8", "--programme", "dibao", answers=["12000"])
    assert main(["assess", "h.json", "--month", "2020-04", "--price-index", "7.8", "--programme", "dibao", "--lang", "en"]) == 0
    assert capsys.readouterr().out == done.out


def test_where_nothing_is_open_nothing_is_asked_or_written(talk: Talk) -> None:
    full = {**couple(), "assets": "none"}
    written = json.dumps(full)
    done = talk(write("h.json", written))
    assert done.err == "\nNothing needs to be asked.\n\n"
    assert "Dibao" in done.out
    assert Path("h.json").read_text(encoding="utf-8") == written


def test_in_chinese(talk: Talk) -> None:
    done = talk(write("h.json", couple()), answers=["1.2万"], lang="zh")
    assert "家庭有多少货币财产（现金、存款、有价证券合计）？（元）\n  用于判定：低保、低保边缘、价格临时补贴、爱满绍兴" in done.err
    assert "没有需要再询问的情况。" in done.err
    assert done.out.startswith("家庭H-1，2020年4月")
    assert read("h.json")["assets"]["money"] == "12000"


BEGUN = {
    "district": "yuecheng",
    "registration": "rural",
    "members": [
        {"id": "P1", "birth_date": "1948-05-10"},
        {"id": "P2", "birth_date": {"low": "1975-01-01", "high": "1975-12-31"}},
        {"id": "P3", "birth_date": "unknown"},
    ],
}


def test_a_household_that_is_begun(talk: Talk) -> None:
    done = talk("new.json", answers=["越城区", "2", "3", "1948-05-10", "1975", "?", "stop"])
    assert done.status == 0
    assert done.out == ""
    assert questions(done)[:6] == [
        "In which district, county or city of Shaoxing is the household?",
        "Is the household registered as urban or as rural?",
        "How many people belong to the household? A number, or their names with commas",
        "P1: Date of birth? (year-month-day)",
        "P2: Date of birth? (year-month-day)",
        "P3: Date of birth? (year-month-day)",
    ]
    assert "  1 urban   2 rural\n> 2\n" in done.err
    assert "Noted: 1975-01-01 to 1975-12-31\n" in done.err
    assert read("new.json") == BEGUN


def test_members_may_be_named(talk: Talk) -> None:
    done = talk("new.json", answers=["yuecheng", "rural", "Li Ming，王芳", "1948-05-10", "stop"])
    assert "Li Ming: Date of birth?" in done.err
    assert "王芳: Date of birth?" in done.err
    assert read("new.json")["members"] == [{"id": "P1", "name": "Li Ming", "birth_date": "1948-05-10"}, {"id": "P2", "name": "王芳"}]


def test_what_is_wrong_at_the_beginning_is_asked_again(talk: Talk) -> None:
    answers = ["杭州", "?", "3", "7", "both", "1", "0", "101", "?", "1", "1848-05-10", "2020-05-01", "2020-04-31", "2020-04-30", "stop"]
    done = talk("new.json", answers=answers)
    wrong = [
        "'杭州' is not in the list. Answer with its number, from 1 to 6.",
        "It must be known. State it: every figure depends on it.",
        "'7' is not in the list. Answer with its number, from 1 to 2.",
        "'both' is not in the list. Answer with its number, from 1 to 2.",
        "The household has no members. List everybody who lives in it, at least one",
        "The household has 101 members; at most 100 can be assessed together. List each",
        "It must be known. State it: every figure depends on it.",
        "Born in 1848? Check the year of birth.",
        "Born on 2020-05-01, after 2020-04. Correct the date, or leave the member out",
        "'2020-04-31' is no date. Write year-month-day, such as 1948-05-10.",
    ]
    lines = done.err.splitlines()
    assert [line for before, line in pairwise(lines) if before.startswith("> ") and line] == wrong
    assert read("new.json") == {"district": "shangyu", "registration": "urban", "members": [{"id": "P1", "birth_date": "2020-04-30"}]}


def test_a_wrong_answer_changes_nothing(talk: Talk) -> None:
    written = json.dumps(couple())
    for answer, told in (
        ("much", "'much' is no number. Write a plain number with at most two decimals, such as\n  600 or \"600.50\"."),
        ("-5", "'-5' is negative. Write nought or more; a loss counts as nought."),
        ("1.234", "'1.234' has more than two decimals."),
        ("900-800", "The range runs from 900 down to 800."),
        ("10000000000", "'10000000000' is too large."),
    ):
        done = talk(write("h.json", written), answers=[answer])
        assert told in done.err
        assert done.err.count("How much money") == 1
        assert "Stopped. Nothing has been answered." in done.err
        assert (done.status, done.out, Path("h.json").read_text(encoding="utf-8")) == (0, "", written)


def test_an_answer_that_contradicts_another_is_not_taken(talk: Talk) -> None:
    """The basic pension is a part of the pension."""
    income = {name: value for name, value in COUPLE["members"][0]["income"].items() if name != "pension"} | {"basic_pension": "215"}
    done = talk(write("h.json", {**couple(income=income), "assets": "none"}), answers=["200", "300"])
    assert "Li Ming: basic pension: The basic pension (215) is more than all pension income (200)." in " ".join(done.err.split())
    assert read("h.json")["members"][0]["income"]["pension"] == "300"
    assert done.status == 0


def test_a_range_that_settles_it_is_enough(talk: Talk) -> None:
    done = talk(write("h.json", couple()), answers=["5000-61199.99"])
    assert len(questions(done)) == 1
    assert "Noted: 5000 to 61199.99" in done.err
    assert "matters" not in done.err
    assert "✓ Dibao                    ¥799.50" in done.out
    assert read("h.json")["assets"]["money"] == {"low": "5000", "high": "61199.99"}


@pytest.mark.parametrize(
    ("answer", "stated", "decided"),
    [
        # Up to 122 400 there is at least the edge, which opens the card as well.
        ("60000-90000", {"low": "60000", "high": "90000"}, "Dibao, Dibao edge, Price subsidy"),
        ("at least 60000", {"low": "60000"}, "Dibao, Dibao edge, Price subsidy, Shopping card"),
        ("?", "unknown", "Dibao, Dibao edge, Price subsidy, Shopping card"),
        ("不知道", "unknown", "Dibao, Dibao edge, Price subsidy, Shopping card"),
    ],
)
def test_what_is_not_known_is_asked_once(talk: Talk, answer: str, stated: Any, decided: str) -> None:
    done = talk(write("h.json", couple()), answers=[answer])
    assert read("h.json")["assets"]["money"] == stated
    assert len(questions(done)) == 1
    left = "What is not known, or only as a range, still matters"
    assert left in done.err
    assert f"{decided}: whether it is given depends on facts that are not known: money" in " ".join(done.out.split())
    # Taken up again, it is not asked a second time; what it comes to is told at once.
    again = talk("h.json")
    assert questions(again) == []
    assert left in again.err
    assert "Nothing" not in again.err
    assert again.out == done.out


def test_what_is_not_known_can_be_asked_again(talk: Talk) -> None:
    write("h.json", {**couple(), "assets": {**COUPLE["assets"], "money": "unknown"}})
    done = talk("h.json", "--again", answers=["?"])
    assert len(questions(done)) == 1
    done = talk("h.json", "--again", answers=["12000"])
    assert len(questions(done)) == 1
    assert read("h.json")["assets"]["money"] == "12000"
    assert "✓ Dibao" in done.out


@pytest.mark.parametrize("interrupted", [True, False])
def test_it_can_be_stopped_and_gone_on_with(talk: Talk, interrupted: bool) -> None:
    full = couple(income=None, new_job=None)
    done = talk(write("h.json", full), "--price-index", "7.8", answers=["12000", "600.50", "0"], interrupted=interrupted)
    assert (done.status, done.out) == (0, "")
    assert "\nStopped. All answers stand in h.json. To go on:\n" in done.err
    assert done.err.endswith("\n  shaoxing-benefits interview h.json --month 2020-04 --price-index 7.8 --lang en\n")
    half = read("h.json")
    assert half["assets"]["money"] == "12000"
    done = talk("h.json", "--price-index", "7.8", answers=["none", "none", "none", "none"])
    assert not set(questions(done)) & {"Li Ming: Wages on average, net? (yuan a month)"}
    assert done.status == 0
    assert "✓ Dibao              ¥799.50" in done.out
    assert {**half, **read("h.json")} == read("h.json")


@pytest.mark.parametrize("word", ["stop", "STOP", "停", " Quit "])
def test_a_word_stops_it(talk: Talk, word: str) -> None:
    done = talk(write("h.json", couple()), answers=[word, "12000"])
    assert (done.status, done.out) == (0, "")
    assert "Stopped. Nothing has been answered." in done.err


def test_the_end_of_piped_input_stops_it(talk: Talk) -> None:
    done = talk(write("h.json", couple(income=None)), answers=io.TextIOWrapper(io.BytesIO(b"12000\n600.50")))
    assert (done.status, done.out) == (0, "")
    assert read("h.json")["assets"]["money"] == "12000"
    assert read("h.json")["members"][0]["income"] == {"wages": "600.50"}
    assert "> \n" in done.err


def test_piped_answers_may_be_bytes_of_another_encoding(talk: Talk) -> None:
    done = talk(write("h.json", couple()), answers=io.TextIOWrapper(io.BytesIO("一万\n12000\n".encode("gbk")), encoding="utf-8"))
    assert "is no number" in done.err
    assert read("h.json")["assets"]["money"] == "12000"


def test_the_last_answer_can_be_taken_back(talk: Talk) -> None:
    done = talk(write("h.json", couple(income=None)), answers=["back", "70000", "返回", "12000", "600.50", "stop"])
    assert "There is nothing to go back to." in done.err
    assert [line for line in questions(done) if line.startswith("How much money")] == questions(done)[:1] * 2
    assert read("h.json")["assets"]["money"] == "12000"
    assert read("h.json")["members"][0]["income"] == {"wages": "600.50"}


def test_an_empty_line_is_no_answer(talk: Talk) -> None:
    done = talk(write("h.json", couple()), answers=["", " ", "12000"])
    assert done.err.count("Answer ? where it is not known.\n> ") == 2


def test_what_was_stated_stays_as_it_was(talk: Talk) -> None:
    written = """{"id": "H-1", "district": 330602, "registration": "urban", "emergency": null, "unstated": "unknown",
      "assets": {"vehicles": 0, "homes": 1.0, "floor_area": 60.50, "shops": "０", "vehicle_value": "1,200.00"},
      "members": [{"name": "李明", "birth_date": "1975-5-10", "income": {"wages": 600.5, "pension": {"low": 1, "high": 2.25}},
      "serious_illness": false, "groups": ["three_elders"]}]}"""
    done = talk(write("h.json", written), "--programme", "dibao", answers=["12000", "stop"])
    assert done.status == 0
    meant = json.loads(written, parse_float=str)
    meant["assets"]["floor_area"] = "60.50"
    meant["assets"]["money"] = "12000"
    assert read("h.json") == meant
    assert list(read("h.json")) == list(meant)
    assert Path("h.json").read_text(encoding="utf-8").startswith('{\n  "id": "H-1",\n  "district": 330602,\n')
    assert "李明" in Path("h.json").read_text(encoding="utf-8")


def test_a_part_that_is_unknown_still_is_but_for_what_is_answered(talk: Talk) -> None:
    full = {**couple(income="unknown"), "assets": "none"}
    talk(write("h.json", full), "--again", answers=["600.50", "stop"])
    income = read("h.json")["members"][0]["income"]
    assert income == {**dict.fromkeys(COUPLE["members"][0]["income"], "unknown"), "wages": "600.50"}


TOML = """
district = "yuecheng"
registration = "urban"
assets = { vehicles = 0, vehicle_value = 0, homes = 1, floor_area = 60.5, shops = 0, business_capital = 0 }  # no money yet
[[members]]
birth_date = 1975-05-10
income = { wages = 600.50 }
"""


def test_a_toml_file_is_only_read(talk: Talk) -> None:
    done = talk(write("h.toml", TOML), "--programme", "dibao")
    assert (done.status, done.out) == (2, "")
    assert "h.toml: Answers are written as JSON, and this file does not end in .json." in done.err
    assert "--save" in done.err
    done = talk("h.toml", "--programme", "dibao", "--save", "out.json", answers=["12000", "stop"])
    assert (done.status, done.out) == (0, "")
    assert "To go on:\n  shaoxing-benefits interview out.json --month 2020-04 --programme dibao --lang en\n" in done.err
    assert Path("h.toml").read_text(encoding="utf-8") == TOML
    found = read("out.json")
    assert found["assets"]["floor_area"] == "60.5"
    assert found["members"][0]["birth_date"] == "1975-05-10"
    assert read_household("out.json").members[0] == read_household("h.toml").members[0]
    done = talk("h.toml", "--save", "out.json")
    assert done.status == 2
    assert "out.json: There is already such a file. Go on with it by naming it alone" in done.err
    assert read("out.json") == found


def test_without_a_file_nothing_is_kept(talk: Talk) -> None:
    done = talk(answers=["yuecheng", "stop"])
    assert (done.status, done.out) == (0, "")
    assert "No file is named: nothing is kept." in done.err
    assert "Stopped. No file was named, and nothing is kept." in done.err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-",), "-: The answers come from standard input; the household cannot stand there too."),
        (("nowhere/h.json",), "nowhere/h.json: There is no such folder."),
        (("folder.json",), "folder.json: It is a folder."),
        (("folder",), "folder: Answers are written as JSON"),
        (("missing.toml", "--save", "out.json"), "missing.toml: There is no such file."),
        (("h.json", "--save", "out.toml"), "out.toml: Answers are written as JSON"),
        (("list.json",), "list.json: An interview is about one household."),
        (("broken.json",), "broken.json: This is no JSON"),
        (("wrong.json",), "wrong.json: members[0].birth_date: '1975' is no date."),
        (("h.json", "--programme", "nothing"), "--programme: There is no programme 'nothing'."),
        (("new.json", "--programme", "nothing"), "--programme: There is no programme 'nothing'."),
        (("h.json", "other.json"), "'other.json': Nothing more is expected here."),
        (("h.json", "--overlay", "none.toml"), "none.toml: There is no such file."),
    ],
)
def test_what_cannot_be_done_is_told_before_the_first_question(talk: Talk, arguments: tuple[str, ...], told: str) -> None:
    Path("folder.json").mkdir()
    Path("folder").mkdir()
    write("h.json", couple())
    write("list.json", [couple()])
    write("broken.json", '{"id": ')
    write("wrong.json", couple(birth_date="1975"))
    before = sorted(Path().iterdir())
    done = talk(*arguments, answers=["12000"])
    assert (done.status, done.out) == (2, "")
    assert told in " ".join(done.err.split())
    assert "> " not in done.err
    assert sorted(Path().iterdir()) == before


def test_a_month_that_cannot_be_answered_is_told_first(talk: Talk) -> None:
    done = talk("new.json", month="2022-04", answers=["yuecheng"])
    assert (done.status, done.out) == (2, "")
    assert "--month: The tables end in 2021-12" in done.err


def test_a_closed_standard_input(talk: Talk) -> None:
    done = talk(write("h.json", couple()), answers=None)
    assert (done.status, done.out) == (2, "")
    assert "It is closed: nothing can be read from it." in done.err


def test_a_file_that_cannot_be_written_is_left_as_it_is(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    written = json.dumps(couple())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    write("h.json", written)
    monkeypatch.setattr(os, "fsync", full)
    done = talk("h.json", answers=["12000"])
    assert (done.status, done.out) == (2, "")
    assert "h.json: The system cannot write it (ENOSPC). Name a file in another place." in done.err
    assert Path("h.json").read_text(encoding="utf-8") == written
    assert [path.name for path in Path().iterdir()] == ["h.json"]


def test_a_folder_that_may_not_be_written_to(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    done = talk("new.json", answers=["yuecheng"])
    assert done.status == 2
    assert "new.json: You may not write there. Name a file in a folder of your own." in done.err


def test_an_interrupted_writing_is_made_up_for(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    once = iter([KeyboardInterrupt()])

    def interrupt(*_: object) -> None:
        for error in once:
            raise error

    monkeypatch.setattr(os, "fsync", interrupt)
    done = talk(write("h.json", couple()), answers=["12000"])
    assert (done.status, done.out) == (0, "")
    assert "Stopped. All answers stand in h.json." in done.err
    assert read("h.json")["assets"]["money"] == "12000"
    assert [path.name for path in Path().iterdir()] == ["h.json"]


@pytest.mark.skipif(os.name != "posix", reason="modes and links of files are those of POSIX")
def test_the_file_keeps_its_mode_and_a_link_its_target(talk: Talk) -> None:
    Path("kept").mkdir()
    target = Path(write("kept/h.json", couple()))
    target.chmod(0o640)
    Path("h.json").symlink_to(target)
    talk("h.json", answers=["12000"])
    assert Path("h.json").is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert read("kept/h.json")["assets"]["money"] == "12000"


def test_half_a_character_can_be_written(tmp_path: Path) -> None:
    file = tmp_path / "h.json"
    Notes(str(file), {"name": "\ud800李"}).write()
    assert json.loads(file.read_text(encoding="utf-8")) == {"name": "\ud800李"}


def test_what_others_decide_is_asked_of_the_right_person(talk: Talk) -> None:
    write("h.json", couple(disability=None, self_care=None, groups=None, serious_illness=None, birth_date="1940-05-10"))
    done = talk("h.json", "--programme", "disability_living", "--programme", "medical_aid", answers=["12000", "肢体残疾", "2"])
    assert "Li Ming: Kind of disability on the certificate, or none?\n  It decides: Disability living allowance\n  1 none" in done.err
    assert assess(read_household("h.json"), "2020-04")["disability_living"].status == "eligible"


def test_many_programmes_are_not_all_named(talk: Talk) -> None:
    done = talk("new.json", answers=["yuecheng", "1", "1", "1975-05-10", "stop"])
    assert "  It decides: Dibao, Dibao edge, Single-person case and " in done.err
