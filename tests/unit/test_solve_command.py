"""The commands `solve` and `profile`: what they print, in both languages, and how they refuse."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from shaoxing_benefits import profile, solve
from shaoxing_benefits.cli import main
from shaoxing_benefits.report.layout import width

from ..commands import Done, Run
from .test_solving import household

MONTH = ("--month", "2020-04")
WAGES = ("--vary", "members[0].income.wages")
DIBAO = ("--programme", "dibao")


@pytest.fixture(name="run")
def _run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command in an empty folder, in English unless a language is asked for."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Done:
        return Done(main(arguments if "--lang" in arguments else [*arguments, "--lang", "en"]), *capsys.readouterr())

    return run


def write(name: str = "h.json", *members: dict[str, Any], **facts: Any) -> str:
    people = [{"id": f"P{place}", "birth_date": "1975-01-01", **each} for place, each in enumerate(members or ({},), 1)]
    data = {"id": "H", "district": "yuecheng", "registration": "urban", "unstated": "none", "members": people, **facts}
    Path(name).write_text(json.dumps(data), encoding="utf-8")
    return name


def lines(done: Done) -> list[str]:
    assert (done.status, done.err) == (0, "")
    return done.out.splitlines()


def refused(done: Done) -> str:
    assert (done.status, done.out) == (2, "")
    return done.err.replace("\n  ", " ")


# Solving


def test_the_values_are_listed_with_what_is_given(run: Run) -> None:
    assert lines(run("solve", write(), *MONTH, *WAGES, *DIBAO))[:-1] == [
        "Household H, April 2020",
        "What varies: P1: wages [members[0].income.wages], ¥0.00 or more",
        "",
        "Dibao",
        "  Values            Status        Amount a month   per yuan",
        "  ¥0.00 to ¥849.99  eligible      ¥850.00 → ¥0.01  −1",
        "  ¥850.00 or more   not eligible  –",
        "",
        "Every boundary was confirmed by an assessment on both of its sides.",
    ]


def test_it_is_said_in_chinese_too(run: Run) -> None:
    found = lines(run("solve", write("h.json", {"name": "张秀英"}), *MONTH, *WAGES, *DIBAO, "--lang", "zh"))
    assert found[1] == "变动事项：张秀英：工资性收入【members[0].income.wages】，不低于¥0.00"
    assert found[4:7] == [
        "  取值            结论        每月金额         每增1元",
        "  ¥0.00至¥849.99  符合条件    ¥850.00 → ¥0.01  −1",
        "  不低于¥850.00   不符合条件  –",
    ]


def test_what_is_open_is_told_with_what_it_depends_on(run: Run) -> None:
    found = lines(run("solve", write(), *MONTH, "--vary", "assets.money", *DIBAO))
    assert "  ¥30,600.00 to ¥40,799.99  undetermined  ¥0.00 to ¥850.00" in found
    assert "  depends on: money per head, years of the standard [dibao.money_years]" in found


def test_facts_that_are_not_known_are_named_with_the_member(run: Run) -> None:
    file = write("h.json", {}, {"id": "B", "income": {"wages": {"low": 300, "high": 500}}})
    found = lines(run("solve", file, *MONTH, *WAGES, *DIBAO))
    assert "  depends on: B: wages" in found
    assert "  ¥0.00 to ¥1,199.99      eligible      ¥1,200.00 to ¥1,400.00 →  −1" in found
    assert "                                        ¥0.01 to ¥200.01" in found


@pytest.mark.parametrize(
    ("vary", "programme", "row"),
    [
        ("assets.vehicles", "dibao", "  1 or more  not eligible  –"),
        ("assets.floor_area", "dibao", "  0 m² or more  eligible  ¥850.00"),
        ("members[0].medical.year", "critical_illness", "  none          not eligible  –"),
        ("members[0].resident_pension.tier", "contribution_subsidy", "  ¥100.00                 eligible      ¥130.00"),
    ],
)
def test_values_are_written_in_their_own_unit(run: Run, vary: str, programme: str, row: str) -> None:
    assert row in lines(run("solve", write(), *MONTH, "--vary", vary, "--programme", programme))


def test_lines_with_and_without_an_end_are_told_apart(run: Run) -> None:
    """Critical illness: 70 % above 12 500, for ever; two persons of whom one keeps the full standard: half a yuan of each."""
    file = write("h.json", {"medical": {"year": 2020, "in_scope": 1}}, {"disability": {"kind": "physical", "grade": 1}})
    found = lines(run("solve", file, *MONTH, "--vary", "members[0].medical.in_scope", "--programme", "critical_illness"))
    assert "  ¥12,500.01 or more   eligible      ¥0.01 → …      +0.7" in found
    assert "  ¥0.00 to ¥1,699.99  eligible      ¥1,700.00 → ¥850.01  −0.5" in lines(run("solve", file, *MONTH, *WAGES, *DIBAO))


def test_of_a_ceiling_the_most_is_told(run: Run) -> None:
    found = lines(run("solve", write("h.json", emergency="accident"), *MONTH, *WAGES, "--programme", "temporary_relief"))
    assert "  ¥0.00 or more  eligible  up to ¥5,100.00" in found


def test_json_is_what_python_gives(run: Run) -> None:
    done = run("solve", write(), *MONTH, *WAGES, *DIBAO, "--from", "100", "--to", "900", "--price-index", "7.8", "--json")
    assert json.loads(done.out) == solve(household(), "2020-04", low=100, high=900, price_index="7.8").to_dict()
    done = run("profile", write(), *MONTH, *WAGES, "--programme", "dibao", "--programme", "tekun", "--json")
    assert json.loads(done.out) == profile(household(), "2020-04", programmes=["dibao", "tekun"]).to_dict()


# Profiles


def test_cliffs_come_first(run: Run) -> None:
    found = lines(run("profile", write(), *MONTH, *WAGES, "--price-index", "7.8"))
    assert found[:12] == [
        "Household H, April 2020",
        "Price index: up by 7.8%.",
        "What varies: P1: wages [members[0].income.wages], ¥0.00 to ¥5,000.00",
        "",
        "Cliffs: where a little more costs more than a yuan",
        "  ¥849.99 → ¥850.00",
        "    ¥265.21 a month less",
        "    lost: Dibao, Price subsidy",
        "    gained: Dibao edge",
        "  ¥1,275.00 → ¥1,275.01",
        "    ¥500.00 once less",
        "    lost: Dibao edge, Shopping card",
    ]
    assert found[13:18] == [
        "Together each month",
        "  Values                Amount               of each yuan",
        "                                             more lost",
        "  ¥0.00 to ¥849.99      ¥1,115.20 → ¥265.21  100%",
        "  ¥850.00 to ¥5,000.00  ¥0.00                0%",
    ]
    assert "Given for none of these values: Single-person case, Tekun, Orphan allowance," in found


def test_where_there_is_no_cliff_it_is_said(run: Run) -> None:
    found = lines(run("profile", write(), *MONTH, *WAGES, "--to", "500"))
    assert found[3] == "No cliff: nowhere does a little more cost more than a yuan."


def test_a_share_of_a_yuan_is_told_in_per_cent(run: Run) -> None:
    file = write("h.json", {"disability": {"kind": "physical", "grade": 1}}, {}, {})
    found = lines(run("profile", file, *MONTH, "--vary", "members[1].income.wages", "--price-index", "7.8"))
    assert "  ¥0.00 to ¥2,549.99      ¥3,600.60 → ¥1,900.61  66.67%" in found
    assert any(line.endswith("−2/3") for line in found)


def test_of_what_is_no_income_the_change_is_told(run: Run) -> None:
    file = write("h.json", {"medical": {"year": 2020, "in_scope": 1}})
    found = lines(run("profile", file, *MONTH, "--vary", "members[0].medical.in_scope", "--to", "12500"))
    assert "  ¥0.00 to ¥12,500.00  ¥0.00 → ¥7,500.00 to ¥12,500.00  +0.6 / +1" in found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("vary", ["members[0].income.wages", "assets.money", "members[0].medical.in_scope"])
def test_a_profile_fits_in_eighty_columns(run: Run, lang: str, vary: str) -> None:
    member = {
        "medical": {"year": 2020, "in_scope": 1},
        "disability": {"kind": "physical", "grade": 1},
        "resident_medical": {"insured": True},
    }
    file = write("h.json", member, {"income": {"wages": "unknown"}}, emergency="expense")
    found = lines(run("profile", file, *MONTH, "--vary", vary, "--to", "200000", "--lang", lang))
    assert max(map(width, found)) <= 80


# Mistakes


def test_a_file_with_one_household_is_needed(run: Run) -> None:
    one = json.loads(Path(write()).read_text(encoding="utf-8"))
    Path("two.json").write_text(json.dumps([one, one]), encoding="utf-8")
    assert refused(run("solve", "two.json", *MONTH, *WAGES, *DIBAO)) == "two.json: It holds 2 households. Name a file with one.\n"
    assert "There is no such file" in refused(run("profile", "none.json", *MONTH, *WAGES))
    assert "No file is given" in refused(run("profile", *MONTH, *WAGES))


def test_what_is_always_needed_is_asked_for(run: Run) -> None:
    err = refused(run("solve", write()))
    assert [line.partition(":")[0] for line in err.splitlines()[:-1]] == ["--month", "--vary", "--programme"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--vary", "wages", *DIBAO), "--vary: There is no fact 'wages' in this household. Did you mean: members[0].income.wages?"),
        (("--vary", "members[0].birth_date", *DIBAO), "--vary: members[0].birth_date is no number, and cannot be varied."),
        ((*WAGES, "--programme", "dibau"), "--programme: There is no programme 'dibau'. Did you mean: dibao?"),
        ((*WAGES, *DIBAO, "--from", "-5"), "--from: '-5' is negative."),
        ((*WAGES, *DIBAO, "--from", "6", "--to", "5"), "--to: '5' is less than '6'. Write the lower value first."),
        ((*WAGES, *DIBAO, "--price-index", "high"), "--price-index: 'high' is no number."),
    ],
)
def test_mistakes_are_told_under_the_options_names(run: Run, options: tuple[str, ...], says: str) -> None:
    assert says in refused(run("solve", write(), *MONTH, *options))


def test_mistakes_in_the_household_are_told_under_the_files_name(run: Run) -> None:
    err = refused(run("profile", write("h.json", {"birth_date": "2020-06-01"}), *MONTH, *WAGES))
    assert err.startswith("h.json: members[0].birth_date: Born on 2020-06-01")


def test_a_chart_needs_a_name_that_ends_in_svg(run: Run) -> None:
    err = refused(run("profile", write(), *MONTH, *WAGES, "--chart", "out.png"))
    assert err.startswith("--chart: out.png is no name for a chart. Write one that ends in .svg.")


def test_without_the_extra_the_remedy_says_how_to_install_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    err = refused(run("profile", write(), *MONTH, *WAGES, "--chart", "out.svg"))
    assert err.startswith("--chart: A chart is drawn with matplotlib, which is not installed.")
    assert "pip install 'shaoxing-benefits[charts]'" in err


@pytest.mark.parametrize("command", ["solve", "profile"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_there_is_help(run: Run, command: str, lang: str) -> None:
    found = lines(run(command, "--help", "--lang", lang))
    assert all(any(flag in line for line in found) for flag in ("--vary", "--from", "--to", "--programme", "--overlay", "--json"))
