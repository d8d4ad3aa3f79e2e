"""The command line: what it prints where, and how it ends."""

import errno
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import shaoxing_benefits
from shaoxing_benefits import assess, read_household
from shaoxing_benefits.asking import rule_set
from shaoxing_benefits.cli import files, main
from shaoxing_benefits.cli.arguments import Command
from shaoxing_benefits.cli.commands import COMMANDS, DEMO_PRICE_INDEX
from shaoxing_benefits.places import data_folder
from shaoxing_benefits.report.layout import width
from shaoxing_benefits.schema import household_schema

from ..commands import Done, Run

PROGRAMMES = [programme.id for programme in rule_set().programmes]
EXAMPLES = sorted((data_folder("examples") / "demo").glob("*.toml"))


@pytest.fixture(name="run")
def _run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command in an empty folder; `stdin` is what stands on standard input."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: str | io.TextIOWrapper | None = "") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())) if isinstance(stdin, str) else stdin)
        return Done(main(arguments), *capsys.readouterr())

    return run


def household(**facts: Any) -> dict[str, Any]:
    member = {"id": "P1", "birth_date": "1980-01-01", "income": {"wages": "600.50"}}
    return {"id": "H", "district": "yuecheng", "registration": "rural", "unstated": "none", "members": [member], **facts}


def write(name: str, data: Any) -> str:
    Path(name).write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return name


def assessed(run: Run, *options: str, month: str = "2020-04", **facts: Any) -> Any:
    """The JSON of one household."""
    done = run("assess", write("h.json", household(**facts)), "--month", month, "--json", *options)
    assert (done.status, done.err) == (0, "")
    return json.loads(done.out)


def refused(done: Done) -> str:
    assert done.status == 2
    assert done.out == ""
    assert done.err
    return done.err


def listed(err: str) -> list[str]:
    """The mistakes; a long one goes on in further lines, which are indented."""
    return err.replace("\n  ", " ").splitlines()


# Results


def test_the_demo_shows_both_families_and_their_sources(run: Run) -> None:
    done = run("demo", "--lang", "en")
    assert (done.status, done.err) == (0, "")
    assert all(
        each in done.out for each in ("Household ZJ-1, April 2020", "Household YC-1, April 2020", "¥1,996.67", "zhejiang-regulation:9")
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_demo_fits_in_eighty_columns(run: Run, lang: str) -> None:
    assert max(width(line) for line in run("demo", "--lang", lang).out.splitlines()) <= 80


def test_a_household_is_answered_in_a_table(run: Run) -> None:
    done = run("assess", write("h.json", household()), "--month", "2020-04", "--lang", "en")
    assert (done.status, done.err) == (0, "")
    assert "Household H, April 2020" in done.out
    assert "P1 ¥249.50" in done.out.replace("\N{NO-BREAK SPACE}", " ")  # 850.00 - 600.50
    assert "Conditions" not in done.out


def test_explain_adds_conditions_calculation_and_sources(run: Run) -> None:
    done = run("assess", str(EXAMPLES[1]), "--month", "2020-04", "--lang", "en", "--explain")
    assert all(each in done.out for each in ("Conditions", "Calculation", "Sources", "Caveats"))


def test_the_answer_is_chinese_when_asked_for(run: Run) -> None:
    done = run("assess", write("h.json", household()), "--month", "2020-04", "--lang", "zh")
    assert "2020年4月" in done.out


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"LC_ALL": "en_GB.UTF-8"}, "April 2020"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "2020年4月"),
        ({"LC_MESSAGES": "en_US", "LANG": "zh_CN"}, "April 2020"),
        ({"LC_ALL": "", "LANG": "en"}, "April 2020"),
        ({"LC_ALL": "C"}, "2020年4月"),
        ({"LANG": "de_DE.UTF-8"}, "2020年4月"),
        ({}, "2020年4月"),
    ],
)
def test_the_environment_tells_the_language(run: Run, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], says: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert says in run("assess", write("h.json", household()), "--month", "2020-04").out


@pytest.mark.parametrize("place", range(5))
def test_the_language_asked_for_counts_wherever_it_stands(run: Run, monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    arguments = ["assess", write("h.json", household()), "--month=2020-04", "--explain"]
    assert "April 2020" in run(*arguments[:place], "--lang", "en", *arguments[place:]).out
    assert "April 2020" in run(*arguments[:place], "--lang=en", *arguments[place:]).out


def test_the_demo_is_assessed_with_a_rise_of_the_price_index(run: Run) -> None:
    assert DEMO_PRICE_INDEX == "7.8"
    assert "7.8%" in run("demo").out
    assert "3.5%" in run("demo", "--price-index", "3.5").out


def test_one_household_in_one_file_is_an_object(run: Run) -> None:
    answer = assessed(run, "--price-index", "0")
    assert (answer["household"], answer["month"]) == ("H", "2020-04")
    assert list(answer["programmes"]) == PROGRAMMES
    dibao = answer["programmes"]["dibao"]
    assert (dibao["status"], dibao["amount"], dibao["period"]) == ("eligible", "249.50", "month")
    assert answer["totals"]["month"] == {"low": "249.50", "high": "249.50", "unbounded": []}
    assert answer["options"] == {"price_index": "0", "known_on": None, "assume_planned": False, "beyond_horizon": False}


def test_json_has_the_steps_when_explained(run: Run) -> None:
    assert "steps" in assessed(run, "--explain")["programmes"]["dibao"]
    assert "steps" not in assessed(run)["programmes"]["dibao"]


def test_several_households_in_a_file_are_a_list(run: Run) -> None:
    name = write("h.json", [household(), household(id="G")])
    answers = json.loads(run("assess", name, "--month", "2020-04", "--json").out)
    assert [answer["household"] for answer in answers] == ["H", "G"]


def test_several_files_are_a_list_in_their_order(run: Run) -> None:
    names = write("b.json", household(id="B")), write("a.json", household(id="A"))
    answers = json.loads(run("assess", *names, "--month", "2020-04", "--json").out)
    assert [answer["household"] for answer in answers] == ["B", "A"]


@pytest.mark.parametrize("stdin", [json.dumps(household()), EXAMPLES[1].read_text(encoding="utf-8")], ids=["JSON", "TOML"])
def test_a_dash_reads_standard_input(run: Run, stdin: str) -> None:
    done = run("assess", "-", "--month", "2020-04", "--json", stdin=stdin)
    assert json.loads(done.out)["programmes"]["dibao"]["status"] == "eligible"


def test_standard_input_may_stand_among_files(run: Run) -> None:
    name = write("a.json", household(id="A"))
    answers = json.loads(run("assess", name, "-", "--month", "2020-04", "--json", stdin=json.dumps(household(id="B"))).out)
    assert [answer["household"] for answer in answers] == ["A", "B"]


def test_only_the_programmes_asked_for_are_answered(run: Run) -> None:
    assert list(assessed(run, "--programme", "tekun", "--programme", "orphan")["programmes"]) == ["tekun", "orphan"]


def test_known_on_answers_from_what_was_known_then(run: Run) -> None:
    answer = assessed(run, "--known-on", "2019-12-31")
    assert answer["options"]["known_on"] == "2019-12-31"
    assert answer["programmes"]["dibao"]["amount"] == "209.50"  # 810.00 - 600.50: the 850 of 2020 was not known yet


def test_planned_values_are_used_when_asked_for(run: Run) -> None:
    assert assessed(run, month="2021-04")["programmes"]["dibao"]["amount"] is None
    planned = assessed(run, "--assume-planned", month="2021-04")
    assert planned["options"]["assume_planned"] is True
    assert planned["programmes"]["dibao"]["amount"] == "289.50"  # 890.00 - 600.50


def test_the_price_index_is_kept_in_the_answer(run: Run) -> None:
    assert assessed(run, "--price-index", "7.8")["options"]["price_index"] == "7.8"


@pytest.mark.parametrize("month", ["2018-01", "2021-12"])
def test_the_first_and_the_last_month_are_answered(run: Run, month: str) -> None:
    assert assessed(run, month=month)["month"] == month


def test_beyond_the_horizon_values_are_carried_on_when_asked_for(run: Run) -> None:
    answer = assessed(run, "--beyond-horizon", month="2022-01")
    assert answer["options"]["beyond_horizon"] is True
    assert answer["programmes"]["dibao"]["low"] == "249.50"  # 850.00 at least - 600.50


# Errors


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (("assess", "h.json", "--month", "2022-01"), "--month"),
        (("contributions", "--month", "2022-01"), "--month"),
        (("rules", "show", "2022-01"), "2022-01"),
        (("rules", "diff", "2021", "2022-01"), "2022-01"),
    ],
)
def test_a_month_beyond_the_horizon_is_refused_with_the_options_name(run: Run, arguments: tuple[str, ...], place: str) -> None:
    write("h.json", household())
    told = " ".join(refused(run(*arguments, "--lang", "en")).split())
    assert told.startswith(f"{place}: The tables end in 2021-12; nothing is known for 2022-01.")
    assert "(--beyond-horizon). Help:" in told
    assert "（--beyond-horizon）。" in refused(run(*arguments, "--lang", "zh")).replace("\n  ", "")


@pytest.mark.parametrize("options", [(), ("--beyond-horizon",)])
def test_a_month_before_the_tables_is_refused(run: Run, options: tuple[str, ...]) -> None:
    assert "2018-01" in refused(run("assess", write("h.json", household()), "--month", "2017-12", "--lang", "en", *options))


@pytest.mark.parametrize("month", ["April", "2020-13", "2020", "2020-04-01"])
def test_what_is_no_month_is_refused(run: Run, month: str) -> None:
    err = refused(run("assess", write("h.json", household()), "--month", month, "--lang", "en"))
    assert err.splitlines() == [
        f"--month: {month!r} is no month. Write year-month, such as 2020-04.",
        "Help: shaoxing-benefits assess --help",
    ]


def test_an_unknown_programme_is_refused_with_a_suggestion(run: Run) -> None:
    err = refused(run("assess", write("h.json", household()), "--month", "2020-04", "--programme", "dibo", "--lang", "en"))
    assert "'dibo'" in err
    assert "Did you mean: dibao?" in err


@pytest.mark.parametrize(
    "option",
    [
        ("--price-index", "x"),
        ("--known-on", "yesterday"),
        ("--programme", "dibo"),
        ("--lang", "fr"),
        ("--nonsense",),
        ("-x",),
        ("--json=yes",),
        ("--month=2020-05",),
    ],
)
def test_a_wrong_option_is_refused_by_name(run: Run, option: tuple[str, ...]) -> None:
    err = refused(run("assess", write("h.json", household()), "--month", "2020-04", *option))
    assert err.startswith(option[0].partition("=")[0])


def test_what_is_wrong_in_households_and_overlays_is_told_at_once(run: Run) -> None:
    files = (
        write("h.json", household(district="hangzhou")),
        "--overlay",
        "none.toml",
        "--overlay",
        write("t.toml", "[[dibao.standart]]\n"),
    )
    found = listed(refused(run("assess", *files, "--month", "2020-04", "--lang", "en")))
    assert [line.partition(":")[0] for line in found] == ["h.json", "none.toml", "t.toml"]


WRONG_USE = {
    (): (
        f"No command is given. Write one of: {', '.join(each.name for each in COMMANDS)}.",
        f"没有写明命令。请填写下列之一：{', '.join(each.name for each in COMMANDS)}。",
    ),
    ("asses",): ("'asses': There is no such command. Did you mean: assess?", "'asses'：没有这个命令。是否应为：assess？"),
    ("schema",): (
        "'schema': There is no such command. Did you mean: schema household, schema population?",
        "'schema'：没有这个命令。是否应为：schema household, schema population？",
    ),
    ("schema", "person"): (
        "'schema person': There is no such command. Did you mean: schema population?",
        "'schema person'：没有这个命令。是否应为：schema population？",
    ),
    ("schema", "household", "x"): ("'x': Nothing more is expected here. Leave it out.", "'x'：此处多出一项。请删去。"),
    ("assess", "h.json"): ("--month: It is missing. State it: it is always needed.", "--month：缺少此项。此项为必填，请填写。"),
    ("assess", "h.json", "--month"): (
        "--month: Its value is missing. Write the value after the option.",
        "--month：缺少选项的值。请在选项之后写明。",
    ),
    ("assess", "h.json", "--month", "--json"): (
        "--month: Its value is missing. Write the value after the option.",
        "--month：缺少选项的值。请在选项之后写明。",
    ),
    ("assess", "--month", "2020-04"): (
        "No file is given. Name at least one JSON or TOML file, or - for standard input.",
        "没有写明文件。请至少写明一个JSON或TOML文件；-表示标准输入。",
    ),
    ("demo", "--price-indx", "7.8"): (
        "--price-indx: There is no such option here. Did you mean: --price-index?",
        "--price-indx：此处没有这个选项。是否应为：--price-index？",
    ),
    ("demo", "--json=3"): (
        "--json: There is no such option here. Did you mean: --help, --lang, --price-index?",
        "--json：此处没有这个选项。是否应为：--help, --lang, --price-index？",
    ),
    ("demo", "--price-index", "1", "--price-index", "2"): (
        "--price-index: It is given more than once. Keep the one that is right.",
        "--price-index：该选项出现了不止一次。请只保留正确的一项。",
    ),
}


@pytest.mark.parametrize("arguments", WRONG_USE)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_wrong_use_is_refused_with_a_remedy_in_the_language_asked_for(run: Run, arguments: tuple[str, ...], lang: str) -> None:
    lines = listed(refused(run("--lang", lang, *arguments)))
    assert WRONG_USE[arguments][lang == "zh"] in lines
    assert lines[-1].startswith({"en": "Help: shaoxing-benefits ", "zh": "查看帮助：shaoxing-benefits "}[lang])


def test_every_mistake_in_the_arguments_is_listed(run: Run) -> None:
    lines = listed(refused(run("assess", "--lang", "en", "--lang", "fr", "--json=1", "--mnth", "--known-on")))
    places = [line.partition(":")[0] for line in lines]
    assert places[:6] == ["--json", "--known-on", "--lang", "--lang", "--mnth", "--month"]
    assert lines[6:] == [
        "No file is given. Name at least one JSON or TOML file, or - for standard input.",
        "Help: shaoxing-benefits assess --help",
    ]


def test_after_two_dashes_everything_is_a_file(run: Run) -> None:
    name = write("--json", household())
    assert "April 2020" in run("assess", "--month", "2020-04", "--lang", "en", "--", name).out


@pytest.mark.parametrize(
    ("lang", "missing", "folder"),
    [
        ("en", "There is no such file. Check its name and folder.", "It is a folder. Name the files in it."),
        ("zh", "没有这个文件。请检查文件名和所在文件夹。", "这是文件夹，不是文件。请写明其中的文件。"),
    ],
)
def test_files_that_cannot_be_read_are_refused_by_name(run: Run, lang: str, missing: str, folder: str) -> None:
    Path("here").mkdir()
    err = refused(run("assess", write("h.json", household()), "nowhere.json", "a\0b", "here", "--month", "2020-04", "--lang", lang))
    assert [re.split("[:：] ?", line, maxsplit=1)[1] for line in listed(err)] == [missing, missing, folder]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.EACCES, "You may not read it. Ask its owner to let you, or name a copy."),
        (errno.EIO, "The system cannot read it (EIO). Name a copy of the file."),
        (None, "The system cannot read it (?). Name a copy of the file."),
    ],
)
def test_why_a_file_cannot_be_read_is_said_in_our_words(run: Run, monkeypatch: pytest.MonkeyPatch, code: int | None, said: str) -> None:
    def refuse(_: str) -> object:
        raise OSError(code, "in the system's language")

    name = write("h.json", household())
    monkeypatch.setattr(files, "read_file", refuse)
    assert refused(run("assess", name, "--month", "2020-04", "--lang", "en")) == f"h.json: {said}\n"


@pytest.mark.parametrize(("lang", "negative", "missing"), [("en", "is negative", "It is missing"), ("zh", "负数", "缺")])
def test_every_mistake_is_listed(run: Run, lang: str, negative: str, missing: str) -> None:
    one = household(members=[{"id": "P1", "income": {"wages": -1, "wagse": 1}}])
    lines = listed(refused(run("assess", write("h.json", one), "--month", "2020-04", "--lang", lang)))
    found = {re.split("[:：]", line)[1].strip(): line for line in lines}
    assert set(found) == {"members[0].income.wages", "members[0].income.wagse", "members[0].birth_date"}
    assert all(line.startswith("h.json") for line in lines)
    assert negative in found["members[0].income.wages"]
    assert missing in found["members[0].birth_date"]
    assert "wages" in found["members[0].income.wagse"].partition("wagse")[2]


def test_the_mistakes_of_all_files_are_listed(run: Run) -> None:
    names = [
        write("a.json", household(district="x")),
        write("b.toml", "id = \n"),
        write("c.json", [household(), household(members=[])]),
        write("d", ""),
    ]
    err = refused(run("assess", *names, "--month", "2020-04", "--lang", "en"))
    assert [line.split(" ")[0] for line in listed(err)] == ["a.json:", "b.toml:", "c.json:", "d:"]
    assert "c.json: [1].members: " in err


def test_the_file_is_named_even_where_it_is_called_as_a_fact(run: Run) -> None:
    err = refused(run("assess", write("members", household(members=[])), "--month", "2020-04", "--lang", "en"))
    assert err.startswith("members: members: ")


@pytest.mark.parametrize("stdin", ["", "[", '{"id": 1,}', "null"])
def test_broken_standard_input_is_refused(run: Run, stdin: str) -> None:
    assert refused(run("assess", "-", "--month", "2020-04", stdin=stdin)).startswith("-")


def test_a_closed_standard_input_is_refused(run: Run) -> None:
    assert refused(run("assess", "-", "--month", "2020-04", "--lang", "en", stdin=None)).startswith("-: It is closed")


def test_what_never_ends_is_not_read_to_its_end(run: Run) -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            buffer[:] = b" " * len(buffer)
            return len(buffer)

    endless = io.TextIOWrapper(io.BufferedReader(Endless()))
    assert "too large: at most 10 MB" in refused(run("assess", "-", "--month", "2020-04", "--lang", "en", stdin=endless))


def test_mistakes_in_very_many_members_are_not_listed_without_end(run: Run) -> None:
    wrong = household(members=[{"id": f"P{place}", **{f"wage{number}": 1 for number in range(20)}} for place in range(60)])
    err = refused(run("assess", write("h.json", wrong), "--month", "2020-04", "--lang", "en"))
    assert "Only the first 1000 mistakes are listed, of" in err


def test_what_is_not_known_is_answered_and_named(run: Run) -> None:
    """Two households: of one everything is left out, of the other the money alone is not known."""
    left_open = household(id="A", members=[{"birth_date": "1980-01-01"}])
    del left_open["unstated"]
    data = [left_open, household(id="B", assets={"money": "unknown"})]
    done = run("assess", write("h.json", data), "--month", "2020-04", "--programme", "dibao", "--json")
    assert (done.status, done.err) == (0, "")
    one, other = (found["programmes"]["dibao"] for found in json.loads(done.out))
    assert one["status"] == other["status"] == "undetermined"
    assert {"assets.money", "assets.vehicles", "members[0].income.wages"} <= set(one["missing"]["facts"])
    assert other["missing"] == {"facts": ["assets.money"], "parameters": ["dibao.money_years"]}
    assert (other["low"], other["high"]) == ("0.00", "249.50")


def test_nothing_is_printed_when_one_of_several_households_is_wrong(run: Run) -> None:
    refused(run("assess", write("h.json", [household(), household(assets={"money": "-1"})]), "--month", "2020-04", "--json"))


def test_an_interrupted_command_ends_without_a_word(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: str) -> object:
        raise KeyboardInterrupt

    name = write("h.json", household())
    monkeypatch.setattr(files, "read_file", interrupt)
    assert run("assess", name, "--month", "2020-04") == (130, "", "")


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "internal error (ZeroDivisionError: nought)"), ("zh", "程序内部错误（ZeroDivisionError：nought）")]
)
def test_a_failure_of_ours_is_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch, lang: str, said: str) -> None:
    def fail(_: str) -> object:
        raise ZeroDivisionError("nought")

    name = write("h.json", household())
    monkeypatch.setattr(files, "read_file", fail)
    done = run("assess", name, "--month", "2020-04", "--lang", lang)
    assert (done.status, done.out) == (1, "")
    assert said in done.err


# Help


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("command", [(), *(command.words for command in COMMANDS)], ids=" ".join)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_is_printed_in_the_language_asked_for(run: Run, lang: str, command: tuple[str, ...], flag: str) -> None:
    done = run(*command, flag, "--lang", lang)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(" ".join([{"en": "Usage: shaoxing-benefits", "zh": "用法：shaoxing-benefits"}[lang], *command]))
    assert max(width(line) for line in done.out.splitlines()) <= 80
    assert (re.search("[\u4e00-\u9fff]", done.out) is None) == (lang == "en")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_has_every_option_and_general_help_every_command(run: Run, command: Command) -> None:
    shown = run(*command.words, "--help", "--lang", "en").out
    assert [option.flag for option in command.options if f"{option.flag} " not in shown] == []
    assert f"  {command.name} " in run("--help", "--lang", "en").out


def test_help_is_given_whatever_else_is_wrong(run: Run) -> None:
    assert run("assess", "--nonsense", "--help", "--lang", "en").out.startswith("Usage: ")
    assert "no such command" in refused(run("asses", "--help", "--lang", "en"))


# The schema


def as_json(data: Any) -> Any:
    """TOML data as JSON writes it."""
    if isinstance(data, dict):
        return {name: as_json(value) for name, value in data.items()}
    if isinstance(data, list):
        return [as_json(value) for value in data]
    return str(data) if isinstance(data, date | Decimal) else data


def accepts(data: Any) -> bool:
    return jsonschema.Draft202012Validator(household_schema()).is_valid(data)


def test_the_schema_is_printed_as_a_valid_json_schema(run: Run) -> None:
    done = run("schema", "household")
    assert (done.status, done.err) == (0, "")
    jsonschema.Draft202012Validator.check_schema(json.loads(done.out))
    assert json.loads(done.out) == household_schema()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_schema_accepts_the_examples(path: Path) -> None:
    example = as_json(tomllib.loads(path.read_text(encoding="utf-8")))
    assert accepts(example)
    assert accepts([example, example])


@pytest.mark.parametrize(
    "wages", [600, 600.5, "600.50", "none", "unknown", None, {"low": 1}, {"low": "1", "high": 2}, {"one_of": ["1", 2]}]
)
def test_the_schema_accepts_every_way_to_state_a_fact(wages: Any) -> None:
    assert accepts(household(members=[{"birth_date": "1980-01-01", "income": {"wages": wages}}]))
    assert accepts(household(members=[{"birth_date": "1980-01-01", "resident_pension": {"tier": wages}}]))


@pytest.mark.parametrize("part", ["income", "disability", "new_job", "medical", "resident_pension", "resident_medical"])
def test_the_schema_accepts_none_for_a_part(part: str) -> None:
    assert accepts(household(members=[{"birth_date": "1980-01-01", part: "none"}]))


@pytest.mark.parametrize("birth_date", ["unknown", {"low": "1980-01-01", "high": "1980-12-31"}])
def test_the_schema_accepts_an_unknown_birth_date(birth_date: Any) -> None:
    assert accepts(household(members=[{"birth_date": birth_date}]))


@pytest.mark.parametrize(
    "data",
    [
        {},
        household(distrikt="yuecheng"),
        household(district="hangzhou"),
        household(registration="town"),
        household(members=[]),
        household(members=[{}]),
        household(members=[{"birth_date": "1980-01-01", "income": {"wages": True}}]),
        household(members=[{"birth_date": "1980-01-01", "income": {"wages": {"one_of": []}}}]),
        household(members=[{"birth_date": "1980-01-01", "supporter": "able"}]),
        household(members=[{"birth_date": "1980-01-01", "disability": {"gade": 1}}]),
        [],
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(data: Any) -> None:
    assert not accepts(data)


# The process


def start(*arguments: str, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "shaoxing_benefits", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", **options)


def finished(*arguments: str, **options: Any) -> Done:
    process = start(*arguments, **options)
    out, err = process.communicate(timeout=60)
    return Done(process.returncode, out, err)


def test_it_runs_as_a_module(tmp_path: Path) -> None:
    (tmp_path / "h.json").write_text(json.dumps(household()))
    done = finished("assess", "h.json", "--month", "2020-04", "--json", cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out)["household"] == "H"


@pytest.mark.parametrize("explain", [(), ("--explain",)], ids=["plain", "explained"])
def test_json_needs_no_babel(tmp_path: Path, explain: tuple[str, ...]) -> None:
    (tmp_path / "h.json").write_text(json.dumps(household()))
    arguments = ["assess", "h.json", "--month", "2020-04", "--json", *explain]
    script = f"import sys; from shaoxing_benefits.cli import main; assert main({arguments}) == 0; assert 'babel' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("options", [(), ("--json",)], ids=["text", "JSON"])
def test_a_terminal_without_chinese_costs_no_answer(tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "h.json").write_text(json.dumps(household(id="家")))
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = finished("assess", "h.json", "--month", "2020-04", "--lang", "en", *options, cwd=tmp_path, env=environment)
    assert (done.status, done.err) == (0, "")
    if options:
        assert json.loads(done.out)["household"] == "家"


def test_where_the_output_is_gbk_amounts_keep_their_sign(tmp_path: Path) -> None:
    """GBK has neither ¥ nor ✓; what a Chinese Windows writes into a file is GBK."""
    (tmp_path / "h.json").write_text(json.dumps(household()))
    environment = {**os.environ, "PYTHONIOENCODING": "gbk"}
    command = [sys.executable, "-m", "shaoxing_benefits", "assess", "h.json", "--month", "2020-04", "--lang", "zh"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False, timeout=60)
    text = done.stdout.decode("gbk")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "√ 低保" in text
    assert "￥249.50" in text  # 850.00 - 600.50
    assert "?" not in text


def test_a_reader_that_has_seen_enough_is_no_failure() -> None:
    with start("demo", "--lang", "en") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=60) == 0


@pytest.mark.parametrize("identifier", ["\ud800", "unknown"], ids=["half a character", "unknown"])
@pytest.mark.parametrize("options", [(), ("--json",)], ids=["text", "JSON"])
def test_no_id_makes_it_fail(tmp_path: Path, identifier: str, options: tuple[str, ...]) -> None:
    (tmp_path / "h.json").write_text(json.dumps(household(id=identifier)))
    done = finished("assess", "h.json", "--month", "2020-04", *options, cwd=tmp_path)
    assert done.status in (0, 2)
    assert "Traceback" not in done.err


def test_broken_tables_of_ours_are_a_failure_of_ours(tmp_path: Path) -> None:
    package = tmp_path / "shaoxing_benefits"
    shutil.copytree(Path(shaoxing_benefits.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__", "_data"))
    for name in ("rules", "seeds", "examples"):
        shutil.copytree(data_folder(name), package / "_data" / name)
    (package / "_data" / "rules" / "2020" / "dibao.toml").write_text("[[standard]]\n", encoding="utf-8")
    done = finished("demo", env={**os.environ, "PYTHONPATH": str(tmp_path)})
    assert done.out == ""
    assert "rules/2020/dibao.toml" in done.err
    assert done.status == 1


EXAMPLE = data_folder("examples") / "demo" / "2-yuecheng-family.toml"
WORKED = {
    "dibao": ("1996.67", "1996.67"),
    "disability_living": ("255.00", "255.00"),
    "price_subsidy": ("795.60", "795.60"),
    "critical_illness": ("19250.00", "19250.00"),
    "medical_aid": ("12450.00", "20750.00"),
    "resident_pension": ("230.00", "230.00"),
    "shopping_card": ("1500.00", "1500.00"),
}
"""The example worked by hand in the design: low and high."""


def test_the_worked_example_is_the_same_from_the_command_line_a_file_and_the_library(run: Run) -> None:
    asked = ("--month", "2020-04", "--price-index", "7.8", "--json", "--explain")
    data = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"), parse_float=Decimal)
    by_library = assess(data, "2020-04", price_index="7.8").to_dict(steps=True)
    by_file = assess(read_household(EXAMPLE), "2020-04", price_index="7.8").to_dict(steps=True)
    by_command = json.loads(run("assess", str(EXAMPLE), *asked).out)
    by_input = json.loads(run("assess", "-", *asked, stdin=json.dumps(data, default=str)).out)
    assert by_library == by_file == by_command == by_input
    paid = {name: (each["low"], each["high"]) for name, each in by_command["programmes"].items() if each["status"] == "eligible"}
    assert paid == WORKED
    assert by_command["programmes"]["medical_aid"]["copay"] == {"low": "0.00", "high": "8300.00"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_demo_and_the_text_show_the_worked_example(run: Run, lang: str) -> None:
    for command in (("demo",), ("assess", str(EXAMPLE), "--month", "2020-04", "--price-index", "7.8")):
        out = run(*command, "--lang", lang).out
        for low, high in [*WORKED.values(), ("0.00", "8300.00")]:
            assert f"¥{Decimal(low):,}" in out
            assert f"¥{Decimal(high):,}" in out
