"""The commands `rules show`, `history`, `diff` and `check`: what they print, in both languages and as JSON, and what they refuse."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shaoxing_benefits.asking import rule_set
from shaoxing_benefits.cli import main
from shaoxing_benefits.paper_trail.check import check
from shaoxing_benefits.paper_trail.difference import CHANGED, ENDED, NEW, OPEN, RESTATED, compare_tables
from shaoxing_benefits.paper_trail.history import history
from shaoxing_benefits.paper_trail.show import show
from shaoxing_benefits.report.difference_text import difference_text
from shaoxing_benefits.report.language import language
from shaoxing_benefits.report.layout import width
from shaoxing_benefits.report.rules_text import history_text
from shaoxing_benefits.rulebook import Status
from tests.commands import Done, Run
from tests.guides import blocks_of, shows

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {name: (DOCS / f"reading-the-rules{ending}.md").read_text(encoding="utf-8") for name, ending in (("en", ""), ("zh", ".zh"))}
OWN = """
[overlay]
name = "county's own"
[[dibao.standard]]
from = 2020-07-01
value = "900.00"
districts = ["zhuji"]
source = "notice 1"
[[disability_living.standard_share]]
from = 2020-07-01
value = "0.35"
source = "notice 2"
[[price_subsidy.coefficient]]
from = 2020-07-01
value = "2.5"
source = "notice 3"
[[tekun.elderly_age]]
from = 2020-07-01
value = 62
source = "notice 4"
"""


@pytest.fixture(name="run")
def _run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command in a folder with a county's table and a broken one."""
    monkeypatch.chdir(tmp_path)
    Path("own.toml").write_text(OWN, encoding="utf-8")
    Path("broken.toml").write_text("[[dibao.standart]]\n", encoding="utf-8")

    def run(*arguments: str) -> Done:
        return Done(main(["rules", *arguments]), *capsys.readouterr())

    return run


def printed(run: Run, *arguments: str, lang: str = "en") -> list[str]:
    done = run(*arguments, "--lang", lang)
    assert (done.status, done.err) == (0, "")
    return done.out.splitlines()


def after(lines: list[str], title: str) -> list[str]:
    """The lines after the one that begins so."""
    return lines[next(place for place, line in enumerate(lines) if line.startswith(title)) + 1 :]


def refused(run: Run, *arguments: str) -> list[str]:
    done = run(*arguments, "--lang", "en")
    assert (done.status, done.out) == (2, "")
    return done.err.replace("\n  ", " ").splitlines()


# show


def test_show_says_value_status_first_day_and_source(run: Run) -> None:
    lines = after(printed(run, "show", "2020", "dibao"), "  dibao standard [dibao.standard] (a month, per person)")
    assert lines[:2] == [
        "    ¥850.00  published, from 1 January 2020",
        "      [yearbook:dibao-standard-2020] [bureau-report:dibao-standard-2020]",
    ]
    sources = after(lines, "Sources")
    assert any(line.startswith("  [yearbook:dibao-standard-2020] Shaoxing yearbook, the year 2020, 社会救助") for line in sources)


def test_show_names_the_urban_districts_together(run: Run) -> None:
    lines = after(printed(run, "show", "2020", "tekun"), "  tekun living standard")
    assert lines[0] == "    urban districts  ¥1,602.00  published, from 1 January 2020"
    assert lines[2] == "    Xinchang         ¥1,347.00  published, from 1 January 2020 (start assumed)"
    chinese = after(printed(run, "show", "2020", "tekun", lang="zh"), "  特困基本生活标准")
    assert chinese[0] == "    市区    ¥1,602.00  已公布，自2020年1月1日起"


def test_show_adds_notes_when_asked(run: Run) -> None:
    note = "Raised within 2020, the day is not stated"
    assert not any(note in line for line in printed(run, "show", "2020", "tekun"))
    assert sum(note in line for line in printed(run, "show", "2020", "tekun", "--notes")) == 3


@pytest.mark.parametrize(
    ("when", "parameter", "says"),
    [
        ("2018", "dibao.standard", "¥810.00 or less  unpublished, from 1 January 2018"),
        ("2021", "dibao.standard", "¥850.00 or more  unpublished, from 1 January 2021"),
        ("2020", "dibao.money_years", "3 to 4  unpublished, from 1 January 2018"),
        ("2020", "dibao.work_disregard_multiple", "0 to 3  unpublished, from 1 January 2018"),
        ("2020", "contributions.undeclared_share", "110%  published, from 1 July 2020, until 30 June 2021"),
        ("2020", "medical_aid.rate_tekun", "100%  secondary, from 1 January 2020"),
        ("2021", "tekun.vehicles_limit", "not known  unpublished, from 1 July 2021"),
        ("2020", "tekun.care_none", "not known  unpublished, from 1 January 2018"),
        ("2019", "shopping_card.value", "not known  nothing in the tables"),
        ("2020", "price_subsidy.stage_factor", "1  published, from 1 July 2020, until 31 December 2020"),
        ("2020", "tekun.visual_grade", "none  secondary, from 1 January 2018"),
        ("2020", "dibao.floor_area_urban", "52.9 m²  published, from 31 December 2020"),
        ("2020", "dibao.rounding", "half up  assumed, from 1 January 2018"),
        ("2020", "common.prisoners_excluded", "yes  assumed, from 1 January 2018"),
    ],
)
def test_show_writes_each_kind_of_figure(run: Run, when: str, parameter: str, says: str) -> None:
    lines = "\n".join(printed(run, "show", when, parameter.partition(".")[0]))
    assert re.search(rf"\[{re.escape(parameter)}\][^\n]*(\n    [^\n]*per[^\n]*)?\n    {re.escape(says)}\n", lines)


def test_show_tells_what_was_asked_for_and_which_tables(run: Run) -> None:
    lines = printed(run, "show", "2020-04", "dibao", "--known-on", "2019-12-31", "--assume-planned", "--overlay", "own.toml")
    assert lines[:3] == [
        "The tables as of 1 April 2020",
        "As known on 31 December 2019.",
        "Planned values are used as if they had come into force.",
    ]
    assert any(line.startswith("Rules: edition ") for line in lines)
    assert lines[-1].startswith("Overlay: county's own, sha256:")


def test_show_has_a_countys_figures_with_their_own_words(run: Run) -> None:
    lines = after(printed(run, "show", "2020", "dibao", "--overlay", "own.toml"), "  dibao standard")
    assert lines[0] == "    urban districts, Xinchang, Shengzhou  ¥850.00  published, from 1 January"
    zhuji = after(lines, "    Zhuji")
    assert "local, from 1 July 2020" in lines[lines.index(zhuji[0]) - 1]
    assert zhuji[0] == "      by county's own: notice 1"


# history


def test_history_has_every_figure_with_change_status_date_and_source(run: Run) -> None:
    lines = printed(run, "history", "tekun.standard")
    assert lines[0] == "tekun living standard [tekun.standard] (a month, per person)"
    figures = [re.sub(" +", " ", line).strip() for line in lines if re.match(r"  (¥|not)", line)]
    assert figures == [
        "¥1,372.00 published, from 1 January 2018 (start assumed)",
        "¥1,486.00 +8.31% published, from 1 January 2019 (start assumed)",
        "¥1,602.00 +7.81% published, from 1 January 2020",
        *(
            figure
            for value in ("1,347", "1,434", "1,163")
            for figure in ("not known unpublished, from 1 January 2018", f"¥{value}.00 published, from 1 January 2020 (start assumed)")
        ),
    ]
    assert [line for line in lines if line in ("Urban districts", "Xinchang", "Zhuji", "Shengzhou")] == [
        "Urban districts", "Xinchang", "Zhuji", "Shengzhou",
    ]  # fmt: skip
    assert sum("[yearbook:tekun-standard-2020] Shaoxing yearbook, the year 2020, 社会救助" in line for line in lines) == 5


def test_history_says_who_reads_it(run: Run) -> None:
    readers = after(printed(run, "history", "dibao_edge.income_multiple"), "Who reads it")
    assert any("[dibao_edge_income_limit]" in line for line in readers)
    assert any(line.startswith("  Programmes that rest on it: Dibao edge") for line in readers)
    people = after(printed(run, "history", "dibao.averaging_months"), "Who reads it")
    assert people[1] == "  Applied by the caseworker before a fact is entered; no rule reads it."


def test_history_says_when_a_figure_became_known(run: Run) -> None:
    lines = printed(run, "history", "dibao.standard_year_target")
    assert "  ¥11,000.00  planned, from 1 January 2022, known since 30 September 2020" in lines
    assert not any("known since" in line for line in printed(run, "history", "tekun.standard"))


def test_history_says_that_the_years_end_counts(run: Run) -> None:
    says = "For every month the figure at the end of its year is read."
    assert says in printed(run, "history", "medical_aid.rate_dibao")
    assert says not in printed(run, "history", "dibao.standard")


def test_history_of_what_has_no_entry_says_so() -> None:
    definition = rule_set().rulebook.definitions
    empty = [name for name in definition if not rule_set().rulebook.timelines.get(name)]
    for name in empty:
        assert "nothing in the tables" in history_text(history(name), language("en"))


# diff


def test_diff_has_old_and_new_figures_change_status_and_source(run: Run) -> None:
    lines = printed(run, "diff", "2019", "2020", "dibao", "tekun")
    assert lines[:2] == ["The tables as of 31 December 2019 and as of 31 December 2020", "Only: Dibao, Tekun"]
    changed = after(lines, "Changed figures")
    assert after(changed, "  dibao standard")[:3] == [
        "    ¥810.00 → ¥850.00  +¥40.00  +4.94%",
        "      published, from 1 January 2020",
        "      [yearbook:dibao-standard-2020] [bureau-report:dibao-standard-2020]",
    ]
    assert after(changed, "  tekun living standard")[0] == "    urban districts  ¥1,486.00 → ¥1,602.00  +¥116.00  +7.81%"
    assert "    Zhuji            not known → ¥1,434.00" in changed


def test_diff_has_a_table_for_each_sample_household_that_is_concerned(run: Run) -> None:
    lines = after(printed(run, "diff", "2019", "2020", "dibao"), "Sample households")
    table = after(lines, "jobs. [S-COUPLE]")
    assert table[:2] == ["         December 2019  December 2020   change", "  Dibao      ¥1,020.00      ¥1,100.00  +¥80.00"]
    assert any(line.startswith("Nothing changes for: S-EDGE, ") for line in lines)


def test_diff_tells_what_is_open_and_what_is_not_given(run: Run) -> None:
    lines = printed(run, "diff", "2019", "2020", "--price-index", "7.8")
    assert lines[1] == "Price index: up by 7.8%."
    couple = after(lines, "jobs. [S-COUPLE]")
    assert "  Price subsidy            ¥0.00 or more        ¥265.20" in couple
    assert "  Shopping card             not eligible      ¥1,000.00  +¥1,000.00" in couple
    # The month before, prices are open; now they are not: 1100 + 265.20.
    assert "  Together each month  ¥1,020.00 or more      ¥1,365.20" in couple
    assert "  Open before and after: Medical premium subsidy" in couple


def test_diff_never_calls_unchanged_what_is_not_known(run: Run) -> None:
    """Without a price index the subsidy is open in 2019 and in 2020, though its coefficient became 2."""
    lines = printed(run, "diff", "2019", "2020", "price_subsidy")
    assert any(line.startswith("No change can be told for: S-COUPLE, S-EDGE") for line in lines)
    assert "Nothing changes for: S-PENSION, S-RESETTLED, S-ACCIDENT" in lines
    # Children on an allowance are among its people only from 2020 on: who gets it changes, not what is known of the amount.
    assert after(lines, "[S-ORPHAN-C]")[1] == "  Price subsidy   undetermined       eligible"


def test_diff_says_that_a_ceiling_is_one(run: Run) -> None:
    table = after(printed(run, "diff", "2019", "2020"), "[S-ACCIDENT]")
    assert table[1] == "  Temporary relief  up to ¥14,580.00  up to ¥15,300.00  +¥720.00"


def test_diff_of_one_day_shows_a_reform(run: Run) -> None:
    lines = printed(run, "diff", "2020-12", "2020-12", "dibao", "--reform", "own.toml")
    assert lines[:2] == ["The tables as of 1 December 2020, without and with: county's own", "Only: Dibao"]
    assert "    Zhuji  ¥850.00 → ¥900.00  +¥50.00  +5.88%" in lines
    assert "             before     after    change" not in lines
    # One person in Zhuji without income gets 50 more.
    assert after(lines, "the year, half of it")[:2] == ["          before    after   change", "  Dibao  ¥850.00  ¥900.00  +¥50.00"]


def test_diff_of_two_days_says_on_which_side_a_reform_stands(run: Run) -> None:
    lines = printed(run, "diff", "2019", "2020-12", "dibao", "--reform", "own.toml")
    assert lines[:2] == ["The tables as of 31 December 2019 and as of 1 December 2020", "The second with: county's own."]
    assert printed(run, "diff", "2020", "2020", "dibao")[0] == "The tables as of 31 December 2020 and as of 31 December 2020"


def test_diff_of_one_day_names_the_reform_in_chinese_too(run: Run) -> None:
    lines = printed(run, "diff", "2020-12", "2020-12", "dibao", "--reform", "own.toml", lang="zh")
    assert lines[0] == "规则表：2020年12月1日，加入补充表前后对照：county's own"


@pytest.mark.parametrize(
    ("lang", "new", "unpublished", "tekun", "dibao"),
    [
        ("en", "New in the tables: no figure before", "New in the tables, but not published", "    100%  second", "    60% to 100%  unpub"),
        ("zh", "规则表中新有的数值（此前没有）", "规则表中新列出、但尚未公布的数值", "    100%  间接来源", "    60%至100%  未公布"),
    ],
)
def test_diff_keeps_what_is_new_but_not_published_apart(run: Run, lang: str, new: str, unpublished: str, tekun: str, dibao: str) -> None:
    """The rate of medical aid of 2020: known for tekun, for dibao only that it lies between 60 % and 100 %."""
    lines = printed(run, "diff", "2019", "2020", "medical_aid", lang=lang)
    titles = [line for line in lines if line in (new, unpublished)]
    assert titles == [new, unpublished]
    first, rest = lines[lines.index(new) : lines.index(unpublished)], lines[lines.index(unpublished) :]
    assert next(line for line in first if line.startswith("    ")).startswith(tekun)
    assert not any("medical_aid.rate_dibao" in line for line in first)
    (place,) = (number for number, line in enumerate(rest) if "medical_aid.rate_dibao" in line and line.startswith("  "))
    assert rest[place + 1].startswith(dibao)


def test_diff_says_by_how_much_ratios_and_ages_change(run: Run) -> None:
    lines = printed(run, "diff", "2020-12", "2020-12", "--reform", "own.toml")
    # 30 % and 35 %; 2 and 2.5 times; 60 and 62 years.
    assert "    30% → 35%  +5 percentage points" in lines
    assert "    2 → 2.5  +0.5" in lines
    assert "    60 → 62  +2" in lines


def test_diff_of_what_is_the_same_says_so(run: Run) -> None:
    lines = printed(run, "diff", "2020-06", "2020-06", "dibao")
    assert "No figure differs." in lines
    assert any(line.startswith("Nothing changes for: S-COUPLE, S-EDGE") for line in lines)


def test_diff_shows_both_footings_of_what_was_restated(run: Run) -> None:
    lines = after(printed(run, "diff", "2021-06-30", "2021-07-01", "tekun"), "The same figures on another footing")
    assert after(lines, "  old from age")[:5] == [
        "    60",
        "      secondary, from 1 January 2018",
        "      [elsewhere:national-tekun-measures-2016]",
        "      statute, from 1 July 2021",
        "      [tekun-measures-2021:5]",
    ]


def test_diff_shows_what_has_ended_with_its_last_day(run: Run) -> None:
    lines = after(printed(run, "diff", "2021-06-30", "2021-07-01", "tekun"), "No longer in the tables")
    assert after(lines, "  basic pension is income")[0] == "    no  secondary, from 1 January 2018, until 30 June 2021"


# check


def test_check_counts_and_lists(run: Run) -> None:
    lines = printed(run, "check")
    assert lines[0] == "Tables, fact sheets and rules hold together."
    counted = {name: int(number) for name, number in re.findall(r"^  ([a-z]+) +(\d+)$", "\n".join(lines[:14]), re.MULTILINE)}
    assert counted["published"] == check().to_dict()["statuses"]["published"]
    assert [line for line in lines if line in ("Assumed", "Secondary", "Unpublished", "Planned")] == [
        "Assumed",
        "Secondary",
        "Unpublished",
        "Planned",
    ]
    planned = after(lines, "Planned")
    assert "  dibao standard [dibao.standard] (a month, per person): ¥890.00, planned," in planned
    assert any("whether it came into force is" in line for line in planned)


def test_check_counts_a_countys_figures(run: Run) -> None:
    assert any(re.fullmatch(r"  local +4", line) for line in printed(run, "check", "--overlay", "own.toml"))


# All of them

COMMANDS = [
    ("show", "2020"), ("show", "2021-07", "--notes", "--overlay", "own.toml"), ("history", "tekun.standard"), ("history", "dibao.standard"),
    ("diff", "2019", "2020", "--price-index", "7.8"), ("diff", "2020-06", "2021-07-01"), ("diff", "2018", "2018", "--reform", "own.toml"),
    ("check", "--overlay", "own.toml"),
]  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_line_is_wider_than_eighty_columns_or_ends_in_a_blank(run: Run, command: tuple[str, ...], lang: str) -> None:
    lines = printed(run, *command, lang=lang)
    assert [line for line in lines if width(line) > 80 or line != line.rstrip()] == []
    assert lines[-1].strip()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_is_left_in_english(run: Run, command: tuple[str, ...]) -> None:
    """Beside ids in brackets, a county's own words and the names of its table there are no English words in Chinese text."""
    told = "\n".join(printed(run, *command, lang="zh"))
    told = re.sub(r"\[[^\]\s]*\]|【[^】]*】|sha256:\w*…|county's own|notice \d|CPI|\bS(-[A-Z]+)+|\b[A-Z]{2}-1\b", "", told)
    assert re.findall(r"[A-Za-z]{2,}", told) == []


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (("show", "2020", "dibao"), lambda: show("2020", "dibao")),
        (("history", "dibao.standard"), lambda: history("dibao.standard")),
        (("diff", "2019", "2020", "orphan"), lambda: compare_tables("2019", "2020", "orphan")),
        (("check",), check),
    ],
    ids=["show", "history", "diff", "check"],
)
def test_json_is_what_the_library_gives(run: Run, command: tuple[str, ...], answer: Callable[[], Any]) -> None:
    done = run(*command, "--json")
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out) == answer().to_dict()


def test_json_has_the_terms_that_were_asked_for(run: Run) -> None:
    told = json.loads(run("diff", "2020-12", "2021-12", "--json", "--assume-planned", "--known-on", "2021-06-30", "--price-index", "3").out)
    options = {"price_index": "3", "known_on": "2021-06-30", "assume_planned": True, "beyond_horizon": False}
    assert (told["before"]["options"], told["after"]["options"]) == (options, options)


def alone(script: str) -> None:
    """The lines run in a process of their own, without complaint."""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", [["show", "2020"], ["history", "dibao.standard"], ["diff", "2019", "2020"], ["check"]], ids=" ".join)
def test_json_needs_no_babel(command: list[str]) -> None:
    arguments = ["rules", *command, "--json"]
    alone(f"import sys; from shaoxing_benefits.cli import main; assert main({arguments}) == 0; assert 'babel' not in sys.modules")


def test_other_commands_do_not_load_them() -> None:
    loaded = "assert not any('paper_trail' in each for each in sys.modules)"
    alone(f"import sys; from shaoxing_benefits.cli import main; assert main(['schema', 'household']) == 0; {loaded}")


# Wrong use


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        ((), "'rules': There is no such command. Did you mean: rules show, rules history,"),
        (("shwo",), "'rules shwo': There is no such command. Did you mean: rules show?"),
        (("show",), "No day is named. Name a year"),
        (("show", "2020-13"), "'2020-13': This is no year, month or day."),
        (("show", "2022"), "2022: The tables end in 2021-12"),
        (("show", "2020", "dibo"), "'dibo': There is no such programme. Did you mean: dibao?"),
        (("show", "2020", "--known-on", "x"), "--known-on: 'x' is no date."),
        (("show", "2020", "--overlay", "none.toml"), "none.toml: There is no such file."),
        (("show", "2020", "--overlay", "broken.toml"), "broken.toml: dibao.standart: No such parameter is defined."),
        (("show", "2020", "--reform", "own.toml"), "--reform: There is no such option here."),
        (("history",), "No parameter is named."),
        (("history", "dibao"), "'dibao': This is a programme, not a parameter."),
        (("history", "dibao.standard", "2020"), "'2020': Nothing more is expected here."),
        (("diff", "2019"), "The second day is not named."),
        (("diff", "2019", "2020", "--price-index", "x"), "--price-index: 'x' is no number."),
        (("diff", "2019", "2020", "--reform", "broken.toml"), "broken.toml: dibao.standart"),
        (("check", "2020"), "'2020': Nothing more is expected here."),
    ],
)
def test_wrong_use_is_refused_with_a_remedy(run: Run, arguments: tuple[str, ...], begins: str) -> None:
    assert refused(run, *arguments)[0].startswith(begins)


def test_what_is_wrong_in_any_overlay_is_told_at_once(run: Run) -> None:
    found = refused(run, "diff", "2019", "2020", "--overlay", "none.toml", "--reform", "broken.toml")
    assert [line.partition(":")[0] for line in found[:2]] == ["none.toml", "broken.toml"]


def test_all_that_is_missing_is_told(run: Run) -> None:
    found = refused(run, "diff")
    assert [line.partition(".")[0] for line in found[:2]] == ["The first day is not named", "The second day is not named"]


def test_the_page_is_the_same_for_the_library() -> None:
    told = difference_text(compare_tables("2019", "2020"), language("en"))
    assert told.startswith("The tables as of 31 December 2019")
    assert told.endswith("…\n")


# The page about them


def test_both_pages_show_the_same_commands_and_python() -> None:
    """But for the language of the answer and what is free text."""
    english, chinese = (blocks_of(page) for page in PAGES.values())
    assert [kind for kind, _ in english] == [kind for kind, _ in chinese] == ["console", "python"]
    assert english[0][1].partition("\n")[0] == chinese[0][1].partition("\n")[0].replace("--lang zh", "--lang en")
    assert english[1][1].partition("check()")[0] == chinese[1][1].partition("check()")[0]


@pytest.mark.parametrize("lang", PAGES)
def test_the_page_on_reading_the_rules_shows_what_is_printed(run: Run, lang: str) -> None:
    (session,) = (text for kind, text in blocks_of(PAGES[lang]) if kind == "console")
    command, _, shown = session.partition("\n")
    assert command.endswith(f" --lang {lang}")
    done = run(*shlex.split(command.removeprefix("$ shaoxing-benefits rules ")))
    assert (done.status, done.err) == (0, "")
    assert shows(done.out, shown)


@pytest.mark.parametrize("lang", PAGES)
def test_the_other_commands_of_the_page_run(lang: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DOCS.parent)
    commands = sorted(set(re.findall(r"`(?:shaoxing-benefits )?rules ((?:history|diff|check)[^`]*)`", PAGES[lang])))
    assert [each.partition(" ")[0] for each in commands] == ["check", "diff", "diff", "history"]
    for command in commands:
        assert printed(run, *shlex.split(command), lang=lang), command


@pytest.mark.parametrize("lang", PAGES)
def test_the_python_of_the_page_comes_to_what_it_says(lang: str) -> None:
    (block,) = (text for kind, text in blocks_of(PAGES[lang]) if kind == "python")
    names: dict[str, Any] = {}
    exec(compile(block, "reading-the-rules.md", "exec"), names)
    stated = re.findall(r"^(\S+)  # (Decimal.*)$", block, re.MULTILINE)
    assert len(stated) == 3
    assert all(repr(eval(expression, names)) == value for expression, value in stated)


@pytest.mark.parametrize("lang", PAGES)
@pytest.mark.parametrize("answer", [lambda: show("2020"), lambda: history("dibao.standard"), lambda: compare_tables("2019", "2020"), check])
def test_the_page_names_every_key(answer: Callable[[], Any], lang: str) -> None:
    def keys(data: Any) -> set[str]:
        if isinstance(data, list):
            return set().union(*map(keys, data))
        if not isinstance(data, dict):
            return set()
        return set(data) | set().union(*map(keys, data.values()))

    # What stands in the answer of `assess` too is told there; the rest are ids.
    known = {"zh", "en", "edition", "digest", "overlays", "price_index", "known_on", "assume_planned", "beyond_horizon", "programme",
             "low", "high", "period", "month", "year", "once", *(str(status) for status in Status)}  # fmt: skip
    assert {key for key in keys(answer().to_dict()) - known if f"`{key}`" not in PAGES[lang]} == set()
    assert all(f"`{kind}`" in PAGES[lang] for kind in (CHANGED, NEW, OPEN, ENDED, RESTATED))
