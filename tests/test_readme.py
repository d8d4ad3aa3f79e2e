"""What the READMEs show works and looks like that, and so does the example in docs/adding-a-programme.md."""

import importlib
import re
import shlex
import shutil
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from shaoxing_benefits import assess
from shaoxing_benefits.cli import main
from shaoxing_benefits.engine.graph import build
from shaoxing_benefits.places import data_folder
from shaoxing_benefits.programmes import MODULES
from shaoxing_benefits.rulebook_reading import load_rulebook
from shaoxing_benefits.sources import load_facts
from tests.test_architecture import LAYERS

ROOT = Path(__file__).parents[1]
READMES = {"en": (ROOT / "README.md").read_text(encoding="utf-8"), "zh": (ROOT / "README.zh.md").read_text(encoding="utf-8")}
DOCS = ROOT / "docs"


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


COMMANDS = sorted(set(re.findall(r"(?:^\$ |`)shaoxing-benefits ([a-z][^`\n]*)", "\n".join(READMES.values()), re.MULTILINE)))
SESSIONS = [(language, block) for language, text in READMES.items() for block in blocks(text, "console")]
EXCERPTS = [(language, block) for language, text in READMES.items() for block in blocks(text, "text")]
PYTHON = [(language, block) for language, text in READMES.items() for block in blocks(text, "python")]


@pytest.mark.parametrize("language", READMES)
@pytest.mark.parametrize("command", ["make demo", "make test"])
def test_each_readme_has_the_two_commands_on_lines_of_their_own(language: str, command: str) -> None:
    assert command in READMES[language].splitlines()


@pytest.mark.parametrize("target", ["demo", "test"])
def test_the_makefile_has_the_targets(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("language", READMES)
def test_there_is_something_to_run(language: str) -> None:
    assert len(COMMANDS) >= 2
    assert [each for each, _ in (*SESSIONS, *EXCERPTS, *PYTHON)].count(language) >= 4


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_readmes_runs(command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize(("language", "block"), SESSIONS)
def test_the_output_of_a_command_is_the_one_shown(
    language: str, block: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    command, _, shown = block.partition("\n")
    assert main(shlex.split(command.removeprefix("$ shaoxing-benefits "))) == 0
    assert re.sub("sha256:[0-9a-f]*", "sha256:", tidy(capsys.readouterr().out)) == tidy(shown)


@pytest.mark.parametrize(("language", "block"), EXCERPTS)
def test_the_demo_looks_as_shown(language: str, block: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The pieces between the marks of what is cut stand in the demo, in this order."""
    assert main(["demo", "--lang", language]) == 0
    found = "\n" + tidy(capsys.readouterr().out)
    for piece in re.split(r"^…\n", block, flags=re.MULTILINE):
        assert f"\n{tidy(piece)}\n" in found
        found = "\n" + found.partition(f"\n{tidy(piece)}\n")[2]


def tidy(text: str) -> str:
    """Without what a reader of a README does not see: spaces at ends of lines, and which kind of space it is."""
    return "\n".join(line.rstrip() for line in text.replace("\N{NO-BREAK SPACE}", " ").strip("\n").splitlines())


@pytest.mark.parametrize(("language", "block"), PYTHON)
def test_every_python_block_of_the_readmes_runs(language: str, block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line whose comment begins with a value comes to that value."""
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    exec(compile(block, "README.md", "exec"), names)
    stated = re.findall(r"^(\S+) +# ((?:'|None|Decimal|Amount|\().*)$", block, re.MULTILINE)
    assert len(stated) >= 3
    for expression, value in stated:
        assert value.startswith(repr(eval(expression, names)))


def test_the_example_of_adding_a_programme_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (DOCS / "adding-a-programme.md").read_text(encoding="utf-8")
    sheet, definition, values, case = blocks(text, "toml")
    for name in ("rules", "seeds"):
        shutil.copytree(data_folder(name), tmp_path / name)
    with (tmp_path / "seeds" / "yearbook.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{sheet}")
    (tmp_path / "rules" / "definitions" / "resettler.toml").write_text(definition, encoding="utf-8")
    (tmp_path / "rules" / "2020" / "resettler.toml").write_text(values, encoding="utf-8")
    module = ModuleType("shaoxing_benefits.programmes.resettler")
    module.__package__ = "shaoxing_benefits.programmes"
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(blocks(text, "python")[0], vars(module))
    facts = load_facts(tmp_path / "seeds")
    rules = build([*MODULES, module], load_rulebook(tmp_path / "rules", facts), facts)
    monkeypatch.setattr(importlib.import_module("shaoxing_benefits.asking"), "rule_set", lambda: rules)
    stated = tomllib.loads(case, parse_float=Decimal)
    expected, outcome = stated["expect"]["resettler"], assess(stated["household"], stated["month"])["resettler"]
    assert outcome.status == expected["status"]
    assert str(outcome.amount) == expected["amount"]
    assert {member: str(amount.exact) for member, amount in outcome.members.items()} == expected["members"]
    assert [f"{each.id}@{each.member}" for each in outcome.conditions if each.holds is False] == expected["failed"]
    earlier = assess(stated["household"], "2019-12")["resettler"]
    assert (earlier.status, earlier.low, earlier.high) == ("eligible", Decimal("0.00"), None)
    assert earlier.missing.parameters == ("resettler.rate",)


def test_the_layers_are_those_that_the_tests_hold_modules_to() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8").partition("## Layers")[2].partition("\n## ")[0]
    lines = re.split(r"^\d+\. ", text, flags=re.MULTILINE)[1:]
    listed = [set(re.findall(r"`([a-z_.]+)`", line.partition(":")[0])) for line in lines]
    assert listed == LAYERS


@pytest.mark.parametrize("path", [*ROOT.glob("README*.md"), *DOCS.rglob("*.md")], ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
        # Only a part of the checkout is there when the tests run against the wheel.
        assert (path.parent / target).exists() or not (ROOT / "src").exists(), target
