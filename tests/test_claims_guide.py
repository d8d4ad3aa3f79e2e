"""The page on claims does what it says, in both languages."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from shaoxing_benefits.cli import main

from .guides import blocks_of, shows

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {"en": (DOCS / "claims.md").read_text(encoding="utf-8"), "zh": (DOCS / "claims.zh.md").read_text(encoding="utf-8")}
BLOCKS = {language: blocks_of(page) for language, page in PAGES.items()}
SOURCES = {"bank statement": "银行流水", "declared": "本人申报"}


@pytest.fixture(name="folder", params=PAGES)
def _folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder with the page's two households, to run its commands in; the page's language."""
    (household,) = [block for kind, block in BLOCKS[request.param] if kind == "toml"]
    (tmp_path / "wages.toml").write_text(household, encoding="utf-8")
    (tmp_path / "savings.toml").write_text(household.replace('"6000.00"', '"52000.00"'), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    language: str = request.param
    return language


def in_english(block: str) -> str:
    for english, chinese in SOURCES.items():
        block = block.replace(chinese, english)
    return block.replace("--lang zh", "--lang en")


def test_both_pages_show_the_same() -> None:
    """But for the language of the answer and of the sources."""
    english, chinese = BLOCKS.values()
    assert [kind for kind, _ in english] == [kind for kind, _ in chinese] == ["toml", "console", "console", "python"]
    for (kind, one), (_, other) in zip(english, chinese, strict=True):
        compared = (one.partition("\n")[0], in_english(other).partition("\n")[0]) if kind == "console" else (one, in_english(other))
        assert compared[0] == compared[1]


def test_the_commands_print_what_the_page_shows(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    for block in [block for kind, block in BLOCKS[folder] if kind == "console"]:
        command, _, shown = block.partition("\n")
        assert main(shlex.split(command.removeprefix("$ shaoxing-benefits "))) == 0
        assert shows(capsys.readouterr().out, shown)


def test_the_python_block_runs(folder: str) -> None:
    """A line whose comment begins with a value comes to that value."""
    (block,) = [block for kind, block in BLOCKS[folder] if kind == "python"]
    names: dict[str, Any] = {}
    exec(compile(block, "claims.md", "exec"), names)
    stated = re.findall(r"^(\S+) +# (.*)$", block, re.MULTILINE)
    assert len(stated) == 5
    for expression, value in stated:
        assert repr(eval(expression, names)) == value
