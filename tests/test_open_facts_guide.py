"""The page on facts that are not known does what it says, in both languages."""

import re
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from shaoxing_benefits.cli import main

from .guides import blocks_of, shows
from .talks import Terminal

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {"en": (DOCS / "open-facts.md").read_text(encoding="utf-8"), "zh": (DOCS / "open-facts.zh.md").read_text(encoding="utf-8")}
BLOCKS = {language: blocks_of(page) for language, page in PAGES.items()}
FILES = {block.splitlines()[0].removeprefix("# "): block for kind, block in BLOCKS["en"] if kind == "toml"}


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the page's files, to run commands in."""
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_both_pages_show_the_same_files_code_and_commands() -> None:
    english, chinese = BLOCKS.values()
    assert [kind for kind, _ in english] == [kind for kind, _ in chinese]
    for (kind, one), (_, other) in zip(english, chinese, strict=True):
        if kind == "console":
            assert one.partition("\n")[0] == other.partition("\n")[0].replace("--lang zh", "--lang en")
        else:
            assert one == other


@pytest.mark.parametrize("language", PAGES)
def test_what_is_said_at_the_terminal_is_what_the_page_shows(
    language: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Question by question: what stands after the prompts is typed in."""
    shown = [block.partition("\n") for kind, block in BLOCKS[language] if kind == "console"]
    assert len(shown) == 3
    for command, _, output in shown:
        monkeypatch.setattr(sys, "stdin", Terminal(re.findall(r"^> (.*)$", output, re.MULTILINE)))
        assert main(shlex.split(command.removeprefix("$ shaoxing-benefits "))) == 0
        printed = capsys.readouterr()
        assert shows(printed.err + printed.out, output), f"{command}\n{printed.err}{printed.out}"


@pytest.mark.parametrize("language", PAGES)
def test_the_python_on_open_facts_comes_to_what_is_said(language: str, folder: Path) -> None:
    (block,) = [block for kind, block in BLOCKS[language] if kind == "python"]
    names: dict[str, Any] = {}
    exec(compile(block, "open-facts.md", "exec"), names)
    stated = re.findall(r"^(\S.*\S)  # (.*)$", block, re.MULTILINE)
    assert len(stated) == 10
    for expression, value in stated:
        assert repr(eval(expression, names)) == value
