"""The page on whole populations does what it says, in both languages, and every row of the example is what its household gets alone."""

import re
import shlex
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from shaoxing_benefits import in_yuan
from shaoxing_benefits.cli import main
from shaoxing_benefits.places import data_folder
from shaoxing_benefits.population.files import explain_in_files
from tests.guides import blocks_of, shows

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": (DOCS / "populations.md").read_text(encoding="utf-8"), "zh": (DOCS / "populations.zh.md").read_text(encoding="utf-8")}
BLOCKS = {language: blocks_of(page) for language, page in PAGES.items()}
EXAMPLES = ("examples/population/households.csv", "examples/population/members.csv")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").symlink_to(data_folder("examples"), target_is_directory=True)
    monkeypatch.chdir(tmp_path)


def test_both_pages_show_the_same_tables_code_and_commands() -> None:
    english, chinese = BLOCKS.values()
    assert [kind for kind, _ in english] == [kind for kind, _ in chinese]
    for (kind, one), (_, other) in zip(english, chinese, strict=True):
        if kind == "console":
            assert one.partition("\n")[0] == other.partition("\n")[0].replace("--lang zh", "--lang en")
        else:
            assert one == other


@pytest.mark.parametrize("language", PAGES)
def test_the_commands_print_what_the_page_shows(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = [block.partition("\n") for kind, block in BLOCKS[language] if kind == "console"]
    assert len(shown) == 3
    for command, _, output in shown:
        assert main(shlex.split(command.removeprefix("$ shaoxing-benefits "))) == 0
        printed = capsys.readouterr().out
        assert shows(printed, output), f"{command}\n{printed}"


def test_the_tables_begin_as_the_page_shows() -> None:
    shown = [block.splitlines() for kind, block in BLOCKS["en"] if kind == "csv"]
    for name, lines in zip(EXAMPLES, shown, strict=True):
        for line, found in zip(lines, Path(name).read_text(encoding="utf-8").splitlines(), strict=False):
            assert found.startswith(line.removesuffix("…"))


@pytest.mark.parametrize("language", PAGES)
def test_the_python_comes_to_what_is_said(language: str) -> None:
    (block,) = [block for kind, block in BLOCKS[language] if kind == "python"]
    names: dict[str, Any] = {}
    exec(compile(block, "populations.md", "exec"), names)
    stated = re.findall(r"^(\S.*\S)  # (.*)$", block, re.MULTILINE)
    assert len(stated) == 5
    for expression, value in stated:
        assert repr(eval(expression, names)) == value


def test_every_row_is_what_its_household_gets_alone() -> None:
    options: dict[str, Any] = {"price_index": "7.8", "unstated": "none", "scenario": "low"}
    lists = " ".join(("--price-index 7.8 --unstated none --scenario low --bounds", "--output out.parquet"))
    assert main(["population", *EXAMPLES, "--month", "2020-04", *lists.split()]) == 0
    rows = in_yuan(pyarrow.parquet.read_table("out.parquet")).to_pylist()
    assert len(rows) == 12
    for row in rows:
        alone = explain_in_files(*EXAMPLES, row["household"], "2020-04", **options)
        for outcome in alone:
            name = outcome.programme
            assert row[f"{name}.status"] == outcome.status
            if outcome.range is not None:
                ends = (row.get(f"{name}.low", Decimal(0)), row[f"{name}.high"])
                assert ends == (outcome.range.low, outcome.range.high), f"{row['household']} {name}"
