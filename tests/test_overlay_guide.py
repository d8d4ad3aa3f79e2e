"""The page on overlays does what it says, in both languages."""

import re
import shlex
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shaoxing_benefits import UsageError, assess, read_household
from shaoxing_benefits.cli import main
from shaoxing_benefits.places import data_folder

from .guides import blocks_of, shows

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {"en": (DOCS / "overlays.md").read_text(encoding="utf-8"), "zh": (DOCS / "overlays.zh.md").read_text(encoding="utf-8")}
BLOCKS = {language: blocks_of(page) for language, page in PAGES.items()}


@pytest.fixture(name="draft")
def _draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples and the page's file of mistakes, to run commands in."""
    (tmp_path / "examples").symlink_to(data_folder("examples"), target_is_directory=True)
    (mistakes,) = [block for _, block in BLOCKS["en"] if block.startswith("# draft.toml\n")]
    (tmp_path / "draft.toml").write_text(mistakes, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_both_pages_show_the_same_files_and_commands() -> None:
    """But for the language of the answer and of what is free text."""
    english, chinese = BLOCKS.values()
    assert [language for language, _ in english] == [language for language, _ in chinese]
    for (language, one), (_, other) in zip(english, chinese, strict=True):
        if language == "toml":
            assert one == other
        if language == "console":
            assert one.partition("\n")[0] == other.partition("\n")[0].replace("--lang zh", "--lang en")


@pytest.mark.parametrize("name", ["zhuji-2020.toml", "reform-950.toml"])
def test_the_pages_show_the_shipped_files(name: str) -> None:
    shipped = (data_folder("examples") / "overlays" / name).read_text(encoding="utf-8")
    assert shipped.startswith("# 虚构示例")
    assert "made-up example" in shipped
    content = [tomllib.loads(block, parse_float=Decimal) for kind, block in BLOCKS["en"] if kind == "toml"]
    assert tomllib.loads(shipped, parse_float=Decimal) in content


@pytest.mark.parametrize("language", PAGES)
def test_the_commands_on_overlays_print_what_the_page_shows(language: str, draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = [block.partition("\n") for kind, block in BLOCKS[language] if kind == "console"]
    assert len(shown) == 5
    for command, _, output in shown:
        status = main(shlex.split(command.removeprefix("$ shaoxing-benefits ")))
        printed = capsys.readouterr()
        assert status == (2 if "draft.toml" in command else 0)
        assert shows(printed.out + printed.err, output), f"{command}\n{printed.out}{printed.err}"


@pytest.mark.parametrize("language", PAGES)
def test_the_other_commands_on_overlays_run(language: str, draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands = re.findall(r"`shaoxing-benefits ([^`]+)`", PAGES[language])
    assert len(commands) == 2
    for command in commands:
        assert main(shlex.split(command)) == 0, command
        assert capsys.readouterr().out


@pytest.mark.parametrize("language", PAGES)
def test_the_python_on_overlays_comes_to_what_is_said(language: str, draft: Path) -> None:
    (block,) = [block for kind, block in BLOCKS[language] if kind == "python"]
    names: dict[str, Any] = {}
    exec(compile(block, "overlays.md", "exec"), names)
    stated = re.findall(r"^(\S.*\S)  # (.*)$", block, re.MULTILINE)
    assert len(stated) == 5
    for expression, value in stated:
        assert repr(eval(expression, names)) == value


@pytest.mark.parametrize("name", ["zhuji-2020.toml", "reform-950.toml"])
def test_an_overlay_does_not_move_the_horizon(name: str) -> None:
    examples = data_folder("examples")
    family = read_household(examples / "demo" / "2-yuecheng-family.toml")
    overlay = examples / "overlays" / name
    with pytest.raises(UsageError, match="The tables end in 2021-12"):
        assess(family, "2022-01", overlays=[overlay])
    assert assess(family, "2022-01", overlays=[overlay], beyond_horizon=True)["dibao"].status == "eligible"
