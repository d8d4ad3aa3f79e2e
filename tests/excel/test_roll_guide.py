"""The page on rolls does what it says, in both languages."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from shaoxing_benefits.cli import main
from shaoxing_benefits.places import data_folder
from tests.guides import blocks_of, shows

DOCS = Path(__file__).parents[2] / "docs"
BLOCKS = {
    language: dict(blocks_of((DOCS / name).read_text(encoding="utf-8"))) for language, name in {"en": "roll.md", "zh": "roll.zh.md"}.items()
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").symlink_to(data_folder("examples"), target_is_directory=True)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("language", BLOCKS)
def test_the_command_prints_what_the_page_shows(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    command, _, output = BLOCKS[language]["console"].partition("\n")
    assert main(shlex.split(command.removeprefix("$ shaoxing-benefits "))) == 0
    printed = capsys.readouterr().out
    assert shows(printed, output), printed
    assert Path("roll.xlsx").exists()


@pytest.mark.parametrize("language", BLOCKS)
def test_the_python_comes_to_what_is_said(language: str) -> None:
    block = BLOCKS[language]["python"]
    names: dict[str, Any] = {}
    exec(compile(block, "roll.md", "exec"), names)
    stated = re.findall(r"^(\S.*?)  # ([(\[].*?[)\]])", block, re.MULTILINE)
    assert len(stated) == 3
    for expression, value in stated:
        assert repr(eval(expression, names)) == value
    assert len(list(Path().glob("roll.*.parquet"))) == 5
