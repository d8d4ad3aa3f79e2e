"""What the READMEs show works and looks like that, and so does the example in docs/adding-a-programme.md."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from shaoxing_benefits.cli import main
from shaoxing_benefits.places import PACKAGE, data_folder
from tests.guides import shows
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
    assert shows(capsys.readouterr().out, shown)


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


SECTIONS = re.findall(
    r"^## \d+\. [^\n]*`([^`\n]+)`\n(.*?)(?=^## )", (DOCS / "adding-a-programme.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)
"""The sections of the example that name a file, each with what it says of it."""


def shipped(path: str) -> str:
    """A file of the project, which may be installed instead of checked out."""
    top, _, rest = path.partition("/")
    folders = {"src": Path(PACKAGE).parent, "rules": data_folder("rules"), "seeds": data_folder("seeds")}
    return (folders.get(top, ROOT / top) / rest).read_text(encoding="utf-8")


def test_the_example_of_adding_a_programme_goes_through_every_kind_of_file() -> None:
    paths = [path for path, _ in SECTIONS]
    assert [path.partition("/")[0] for path in paths] == ["seeds", "rules", "rules", "src", "src", "src", "tests"]
    assert "src/shaoxing_benefits/programmes/resettler.py" in paths


@pytest.mark.parametrize(("path", "text"), SECTIONS)
def test_the_example_of_adding_a_programme_is_the_shipped_one(path: str, text: str) -> None:
    """The pieces between the marks of what is left out stand in the file, in this order."""
    (block,) = re.findall(r"^```(?:toml|python)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    found = shipped(path)
    pieces = [piece.strip("\n") for piece in re.split(r"^…\n", block, flags=re.MULTILINE)]
    for piece in filter(None, pieces):
        assert f"\n{piece}\n" in f"\n{found}"
        found = found.partition(piece)[2]
    assert len(pieces) > 1 or not found.strip("\n")


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
