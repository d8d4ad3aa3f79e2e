"""The guide to the yearly update does what it says: followed step by step in a copy of the project."""

import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest

from shaoxing_benefits.places import data_folder

from .guides import Copy, Done, blocks_of, shows
from .test_cases import CASES, load

ROOT = Path(__file__).parents[1]
UPDATE = blocks_of((ROOT / "docs" / "yearly-update.md").read_text(encoding="utf-8"))
FIRST_YEAR, SECOND_YEAR = "notice-2021", "notice-2022"
EVERYBODY = ["examples/demo/1-zhuji-rural-family.toml", "examples/demo/2-yuecheng-family.toml"]


@pytest.fixture(name="before", scope="module")
def _before(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The project as it is, with the guide's household."""
    copy = Copy(tmp_path_factory.mktemp("before"))
    copy.follow(next(block for _, block in UPDATE if "household.toml" in block))
    return copy


@pytest.fixture(name="first", scope="module")
def _first(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The project after the guide's first notice."""
    copy = Copy(tmp_path_factory.mktemp("first"))
    _follow(copy, _steps_until(SECOND_YEAR))
    return copy


@pytest.fixture(name="second", scope="module")
def _second(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The project after both."""
    copy = Copy(tmp_path_factory.mktemp("second"))
    _follow(copy, UPDATE)
    return copy


def _steps_until(name: str) -> list[tuple[str, str]]:
    place = next(place for place, (_, block) in enumerate(UPDATE) if f"seeds/{name}.toml" in block)
    return UPDATE[:place]


def _follow(copy: Copy, steps: list[tuple[str, str]]) -> None:
    for language, block in steps:
        if language == "toml":
            copy.follow(block)


def answer(copy: Copy, month: str, *options: str, files: list[str] | None = None) -> Any:
    done = copy.run("assess", *(files or ["household.toml"]), "--month", month, "--json", *options)
    assert (done.status, done.err) == (0, "")
    return json.loads(done.out)


def ends(copy: Copy, *options: str, month: str = "2021-02") -> dict[str, tuple[str, str | None]]:
    """The least and the most of dibao and tekun in the guide's household."""
    found = answer(copy, month, *options)["programmes"]
    return {name: (found[name]["low"], found[name]["high"]) for name in ("dibao", "tekun")}


OPEN = {"dibao": ("550.00", None), "tekun": ("1602.00", "1602.00")}
"""850 at least, less 300; 1602 as in 2020."""
SETTLED = {"dibao": ("590.00", "590.00"), "tekun": ("1680.00", "1680.00")}
"""890 less 300; 1680 by the notice."""


def test_every_figure_of_the_notices_is_marked_as_made_up() -> None:
    sheets = [tomllib.loads(block) for language, block in UPDATE if language == "toml" and "\n[document]\n" in block]
    assert len(sheets) == 2
    for sheet in sheets:
        assert "虚构" in sheet["document"]["title_zh"]
        assert "made up" in sheet["document"]["title_en"]
        for fact in sheet["facts"].values():
            assert fact["says_zh"].startswith("虚构")
            assert fact["says_en"].startswith("Made up")


def test_nothing_of_them_is_in_the_project() -> None:
    assert not [path for path in data_folder("seeds").iterdir() if path.stem in (FIRST_YEAR, SECOND_YEAR)]


@pytest.mark.parametrize("which", ["before", "first", "second"])
def test_the_tables_hold_together_at_every_stage(which: str, request: pytest.FixtureRequest) -> None:
    done = request.getfixturevalue(which).run("rules", "check")
    assert (done.status, done.err) == (0, "")


def test_before_the_notice_is_known_the_month_is_open(first: Copy) -> None:
    assert ends(first, "--known-on", "2021-02-01") == OPEN
    assert ends(first, "--known-on", "2021-03-09") == OPEN


def test_from_its_day_on_the_same_month_is_settled(first: Copy) -> None:
    assert ends(first, "--known-on", "2021-03-10") == SETTLED
    assert ends(first, "--known-on", "2021-04-01") == SETTLED
    assert ends(first) == SETTLED


def test_the_settled_answer_has_no_doubt_about_the_standard(first: Copy) -> None:
    found = answer(first, "2021-02")["programmes"]["dibao"]
    assert found["missing"] == {"facts": [], "parameters": []}
    assert "dibao.standard" not in [each["parameter"] for each in found["caveats"]]


def test_a_plan_is_there_until_the_notice_stands_above_it(first: Copy) -> None:
    """The plan says 890 too, so what tells them apart is the caveat."""
    for known_on, planned in (("2021-03-09", True), ("2021-03-10", False)):
        found = answer(first, "2021-02", "--assume-planned", "--known-on", known_on)["programmes"]["dibao"]
        assert found["amount"] == "590.00"
        assert ("planned" in [each["status"] for each in found["caveats"]]) == planned


def test_the_digest_differs_and_so_does_the_edition(before: Copy, first: Copy, second: Copy) -> None:
    rules = [answer(copy, "2020-04")["rules"] for copy in (before, first, second)]
    assert len({each["digest"] for each in rules}) == 3
    assert [each["edition"] for each in rules] == ["2020.1", "2020.2", "2020.3"]


def test_past_months_answer_as_before(before: Copy, first: Copy, second: Copy) -> None:
    for month in ("2019-12", "2020-04"):
        past = [[each["programmes"] for each in answer(copy, month, files=EVERYBODY)] for copy in (before, first, second)]
        assert past[0] == past[1] == past[2]


def test_an_old_answer_can_be_worked_out_again(before: Copy, second: Copy) -> None:
    """As known on a day before the notice, the answer is the one that the tables without it gave."""
    for month in ("2021-02", "2021-12"):
        then, again = ([answer(copy, month, "--known-on", "2021-02-01", files=EVERYBODY)] for copy in (before, second))
        assert [each["programmes"] for each in then[0]] == [each["programmes"] for each in again[0]]
    assert answer(before, "2021-02")["programmes"] == answer(second, "2021-02", "--known-on", "2021-03-09")["programmes"]


def test_the_new_year_is_answered_once_the_horizon_has_moved(first: Copy, second: Copy) -> None:
    assert first.run("assess", "household.toml", "--month", "2022-01").status == 2
    assert ends(second, month="2022-01") == {"dibao": ("630.00", "630.00"), "tekun": ("1680.00", None)}
    assert ends(second, "--known-on", "2021-12-20", month="2022-01")["dibao"] == ("630.00", "630.00")
    assert ends(second, "--known-on", "2021-12-19", month="2022-01")["dibao"] == ("590.00", "590.00")
    assert second.run("assess", "household.toml", "--month", "2023-01").status == 2


def test_the_commands_print_what_the_page_shows(first: Copy, second: Copy) -> None:
    shown = 0
    steps = len(_steps_until(SECOND_YEAR))
    horizon = next(place for place, (_, block) in enumerate(UPDATE) if "\nhorizon = " in block)
    for place, (language, block) in enumerate(UPDATE):
        if language == "console":
            done, output = _run(first if place < max(steps, horizon) else second, block)
            assert shows(done.out + done.err, output), done.out + done.err
            shown += 1
    assert shown == 5


def test_every_command_of_the_page_runs(second: Copy) -> None:
    """Those without an output too; `shaoxing-benefits` stands at the beginning of a line, or between ticks."""
    page = (ROOT / "docs" / "yearly-update.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"(?:^|`)shaoxing-benefits (rules [^`\n]+)", page, re.MULTILINE))
    assert len(commands) >= 4
    for command in commands:
        assert second.run(*shlex.split(command)).status == 0, command


def test_the_generated_pages_have_the_notice(first: Copy) -> None:
    (first.folder / "docs").mkdir()
    script = Path("docs") / "generate.py"
    (first.folder / script).write_text((ROOT / script).read_text(encoding="utf-8"), encoding="utf-8")
    assert first.python(str(script)).status == 0
    for name, title in (
        ("coverage.md", "Notice on the standards of 2021 (made up)"),
        ("coverage.zh.md", "2021年社会救助标准通知（虚构示例）"),
    ):
        assert f"## {title}\n\n`{FIRST_YEAR}`" in (first.folder / "docs" / name).read_text(encoding="utf-8")


def test_a_slip_in_a_new_figure_is_named_with_its_fact(first: Copy, tmp_path: Path) -> None:
    copy = _changed(
        first, tmp_path, "rules/2021/dibao.toml", '[[standard]]\nfrom = 2021-01-01\nknown = 2021-03-10\nvalue = "890.00"', "891.00"
    )
    done = copy.run("rules", "check")
    assert (done.status, done.out) == (1, "")
    assert "rules/2021/dibao.toml: standard[2].value: 891.00 is not among the figures of notice-2021:standards" in " ".join(
        done.err.split()
    )


def test_a_changed_figure_of_ours_is_named_with_its_fact(before: Copy, tmp_path: Path) -> None:
    copy = _changed(before, tmp_path, "rules/2020/dibao.toml", '[[standard]]\nfrom = 2020-01-01\nvalue = "850.00"', "851.00")
    done = copy.run("rules", "check")
    assert (done.status, done.out) == (1, "")
    told = " ".join(done.err.split())
    assert "rules/2020/dibao.toml: standard[0].value: 851.00 is not among the figures of yearbook:dibao-standard-2020" in told
    assert "bureau-report:dibao-standard-2020" in told


def _changed(copy: Copy, folder: Path, file: str, entry: str, value: str) -> Copy:
    """Another copy, in which an entry has another value."""
    changed = Copy.of(copy, folder / "changed")
    path = changed.folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(entry) == 1
    path.write_text(text.replace(entry, re.sub(r'"[\d.]+"$', f'"{value}"', entry)), encoding="utf-8")
    return changed


def test_the_cases_of_the_page_hold_and_only_those_of_open_months_change(first: Copy) -> None:
    """The page's cases beside all of ours; what fails then is of the months whose standard was open."""
    tests = first.folder / "tests"
    for name in ("__init__.py", "conftest.py", "test_cases.py"):
        (tests / name).write_text((ROOT / "tests" / name).read_text(encoding="utf-8"), encoding="utf-8")
    of_page = {path.relative_to(tests / "cases").with_suffix("").as_posix() for path in (tests / "cases").glob("*/*.toml")}
    assert len(of_page) == 3
    ours = {f"{path.parent.name}/{path.stem}": path for path in CASES}
    for name, path in ours.items():
        target = tests / "cases" / f"{name}.toml"
        target.parent.mkdir(exist_ok=True)
        target.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    done = first.python("-m", "pytest", "-p", "no:cacheprovider", "-q", "--tb=no", "tests/test_cases.py")
    failed = set(re.findall(r"^FAILED .*::test_case\[([^\]]+)\]", done.out, re.MULTILINE))
    assert f"{len(failed)} failed, {len(ours) + len(of_page) + 1 - len(failed)} passed" in done.out
    assert len(failed) > 10
    assert not failed & of_page
    assert all(load(ours[name])["month"] >= "2021-01" for name in failed)


def _run(copy: Copy, block: str) -> tuple[Done, str]:
    command, _, output = block.partition("\n")
    return copy.run(*shlex.split(command.removeprefix("$ shaoxing-benefits ").removesuffix(" --lang en"))), output
