"""The command line: what it prints where, and how it ends."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

import shaoxing_benefits
from shaoxing_benefits.cli import main
from shaoxing_benefits.places import data_folder
from shaoxing_benefits.report.layout import width
from shaoxing_benefits.schema import household_schema

PROGRAMMES = ["dibao", "dibao_edge", "single_person", "tekun", "orphan"]
EXAMPLES = sorted((data_folder("examples") / "demo").glob("*.toml"))


class Done(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture(name="run")
def _run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command in an empty folder; `stdin` is what stands on standard input."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        try:
            status = main(arguments)
        except SystemExit as ended:  # argparse ends so
            status = int(ended.code or 0)
        return Done(status, *capsys.readouterr())

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
    assert "¥249.50 a month" in done.out  # 850.00 - 600.50
    assert "Conditions" not in done.out


def test_explain_adds_conditions_calculation_and_sources(run: Run) -> None:
    done = run("assess", str(EXAMPLES[1]), "--month", "2020-04", "--lang", "en", "--explain")
    assert all(each in done.out for each in ("Conditions", "Calculation", "Sources", "Caveats"))


def test_the_answer_is_chinese_when_asked_for(run: Run) -> None:
    done = run("assess", write("h.json", household()), "--month", "2020-04", "--lang", "zh")
    assert "2020年4月" in done.out


@pytest.mark.parametrize(("environment", "says"), [("en_GB.UTF-8", "April 2020"), ("zh_CN.UTF-8", "2020年4月"), ("C", "2020年4月")])
def test_the_environment_tells_the_language(run: Run, monkeypatch: pytest.MonkeyPatch, environment: str, says: str) -> None:
    monkeypatch.setenv("LC_ALL", environment)
    assert says in run("assess", write("h.json", household()), "--month", "2020-04").out


def test_one_household_in_one_file_is_an_object(run: Run) -> None:
    answer = assessed(run)
    assert (answer["household"], answer["month"]) == ("H", "2020-04")
    assert list(answer["programmes"]) == PROGRAMMES
    dibao = answer["programmes"]["dibao"]
    assert (dibao["status"], dibao["amount"], dibao["period"]) == ("eligible", "249.50", "month")
    assert answer["totals"]["month"] == {"low": "249.50", "high": "249.50", "unbounded": []}
    assert answer["options"] == {"price_index": None, "known_on": None, "assume_planned": False, "beyond_horizon": False}


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


def test_a_month_beyond_the_horizon_is_refused(run: Run) -> None:
    assert "2021-12" in refused(run("assess", write("h.json", household()), "--month", "2022-01", "--lang", "en"))


@pytest.mark.parametrize("options", [(), ("--beyond-horizon",)])
def test_a_month_before_the_tables_is_refused(run: Run, options: tuple[str, ...]) -> None:
    assert "2018-01" in refused(run("assess", write("h.json", household()), "--month", "2017-12", "--lang", "en", *options))


@pytest.mark.parametrize("month", ["April", "2020-13", "2020", "2020-04-01"])
def test_what_is_no_month_is_refused(run: Run, month: str) -> None:
    err = refused(run("assess", write("h.json", household()), "--month", month, "--lang", "en"))
    assert err == f"month: {month!r} is no month. Write year-month, such as 2020-04.\n"


def test_an_unknown_programme_is_refused_with_a_suggestion(run: Run) -> None:
    err = refused(run("assess", write("h.json", household()), "--month", "2020-04", "--programme", "dibo", "--lang", "en"))
    assert "'dibo'" in err
    assert "Did you mean: dibao?" in err


@pytest.mark.parametrize(
    "option", [("--price-index", "x"), ("--known-on", "yesterday"), ("--overlay", "t.toml"), ("--lang", "fr"), ("--nonsense",)]
)
def test_a_wrong_option_is_refused(run: Run, option: tuple[str, ...]) -> None:
    refused(run("assess", write("h.json", household()), "--month", "2020-04", *option))


@pytest.mark.parametrize(
    "arguments", [(), ("asses",), ("assess",), ("assess", "h.json"), ("assess", "--month", "2020-04"), ("schema",), ("schema", "person")]
)
def test_wrong_use_is_refused(run: Run, arguments: tuple[str, ...]) -> None:
    assert "usage:" in refused(run(*arguments))


def test_a_missing_file_is_refused_by_name(run: Run) -> None:
    assert "nowhere.json" in refused(run("assess", write("h.json", household()), "nowhere.json", "--month", "2020-04"))


def test_a_folder_is_refused_by_name(run: Run, tmp_path: Path) -> None:
    assert str(tmp_path) in refused(run("assess", str(tmp_path), "--month", "2020-04"))


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


def test_unknown_facts_that_are_needed_are_all_listed(run: Run) -> None:
    left_open = household(id="A", members=[{"birth_date": "1980-01-01"}])
    del left_open["unstated"]
    data = [left_open, household(id="B", assets={"money": "unknown"})]
    err = refused(run("assess", write("h.json", data), "--month", "2020-04", "--lang", "en"))
    starts = [" ".join(line.split(" ")[:5]) for line in listed(err)]
    assert "h.json: [0].members[0].income.wages: It is needed" in starts
    assert "h.json: [0].assets.vehicles: It is needed" in starts
    assert [start for start in starts if "[1]" in start] == ["h.json: [1].assets.money: It is needed"]


def test_nothing_is_printed_when_one_of_several_households_is_wrong(run: Run) -> None:
    refused(run("assess", write("h.json", [household(), household(assets={"money": "unknown"})]), "--month", "2020-04", "--json"))


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
