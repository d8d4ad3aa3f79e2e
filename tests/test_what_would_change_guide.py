"""The page on what would have to change does what it says, in both languages."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from shaoxing_benefits import read_household, solve
from shaoxing_benefits.cli import main

from .guides import blocks_of, shows

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {name: (DOCS / f"what-would-change{end}.md").read_text(encoding="utf-8") for name, end in (("en", ""), ("zh", ".zh"))}
BLOCKS = {language: blocks_of(page) for language, page in PAGES.items()}


@pytest.fixture(name="folder", params=PAGES)
def _folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder with the page's household, to run its commands in; the page's language."""
    (household,) = [block for kind, block in BLOCKS[request.param] if kind == "toml"]
    (tmp_path / "two.toml").write_text(household, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    language: str = request.param
    return language


def test_both_pages_show_the_same() -> None:
    """But for the language of the answer."""
    english, chinese = BLOCKS.values()
    assert [kind for kind, _ in english] == [kind for kind, _ in chinese] == ["toml", "console", "console", "console", "python"]
    for (kind, one), (_, other) in zip(english, chinese, strict=True):
        if kind == "console":
            assert one.partition("\n")[0] == other.partition("\n")[0].replace("--lang zh", "--lang en")
        else:
            assert one == other


def test_the_commands_print_what_the_page_shows(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    for block in [block for kind, block in BLOCKS[folder] if kind == "console"]:
        command, _, shown = block.partition("\n")
        assert main(shlex.split(command.removeprefix("$ shaoxing-benefits "))) == 0
        printed = capsys.readouterr().out
        assert shows(printed, shown), printed


def test_the_python_block_runs(folder: str) -> None:
    """A line whose comment begins with a value comes to that value."""
    (block,) = [block for kind, block in BLOCKS[folder] if kind == "python"]
    names: dict[str, Any] = {}
    exec(compile(block, "what-would-change.md", "exec"), names)
    stated = re.findall(r"^(\S+) +# (.*)$", block, re.MULTILINE)
    assert len(stated) == 6
    for expression, value in stated:
        assert repr(eval(expression, names)) == value


def test_the_contribution_subsidy_has_nine_tiers(folder: str) -> None:
    """As the page says."""
    two = read_household("two.toml")
    found = solve(two, "2020-04", vary="members[1].resident_pension.tier", programme="contribution_subsidy")
    assert len(found.eligible) == 9
    assert all(each.low == each.high for each in found.eligible)
