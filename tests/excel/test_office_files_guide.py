"""The page on files of an office does what it says, in both languages; and so does the script of thirty lines."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from shaoxing_benefits.cli import main
from shaoxing_benefits.places import data_folder
from tests.guides import blocks_of, shows

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": "office-files.md", "zh": "office-files.zh.md"}
BLOCKS = {language: dict(blocks_of((DOCS / name).read_text(encoding="utf-8"))) for language, name in PAGES.items()}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").symlink_to(data_folder("examples"), target_is_directory=True)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("language", BLOCKS)
def test_the_command_prints_what_the_page_shows(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    command, _, output = BLOCKS[language]["console"].partition("\n")
    assert main([*shlex.split(command.removeprefix("$ shaoxing-benefits ")), "--processes", "1"]) == 0
    printed = capsys.readouterr().out
    assert shows(printed, output), printed


@pytest.mark.parametrize("language", BLOCKS)
def test_the_python_comes_to_what_is_said(language: str) -> None:
    block = BLOCKS[language]["python"]
    names: dict[str, Any] = {}
    exec(compile(block, PAGES[language], "exec"), names)
    stated = re.findall(r"^(\S.*?)  # (\(.*?\))", block, re.MULTILINE)
    assert len(stated) == 2
    for expression, value in stated:
        assert repr(eval(expression, names)) == value.removeprefix("(").removesuffix(")") or repr(eval(expression, names)) == value


def test_the_script_puts_a_folder_into_one_workbook() -> None:
    """The family of the worked example: 1996.67 of dibao; and a file with a mistake is told."""
    folder = Path("households")
    folder.mkdir()
    for path in Path("examples/demo").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "wrong.json").write_text('{"district": "yuecheng", "members": []}')
    script = Path("examples/folder_to_workbook.py")
    assert len(script.read_text(encoding="utf-8").splitlines()) <= 32
    done = subprocess.run([sys.executable, script, folder, "2020-04", "out.xlsx"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    book = openpyxl.load_workbook("out.xlsx")
    rows = [[cell.value for cell in row] for row in book["answers"].iter_rows(min_row=2)]
    assert ["2-yuecheng-family.toml", "YC-1", "dibao", "eligible", 1996.67, 1996.67, "month", None] in rows
    assert {row[0].value for row in book["mistakes"].iter_rows(min_row=2)} == {"wrong.json"}
