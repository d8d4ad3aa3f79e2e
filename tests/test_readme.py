"""What the README shows works."""

import re
import shlex
from pathlib import Path

import pytest

from shaoxing_benefits.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"(?:^\$? *|`)shaoxing-benefits ([a-z][^`\n]*)", README, re.MULTILINE)))
BLOCKS = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
@pytest.mark.parametrize("command", ["make demo", "make test"])
def test_each_readme_has_the_two_commands_on_lines_of_their_own(name: str, command: str) -> None:
    assert command in (ROOT / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("target", ["demo", "test"])
def test_the_makefile_has_the_targets(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_there_is_something_to_run() -> None:
    assert len(COMMANDS) >= 2
    assert len(BLOCKS) >= 2


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_readme_runs(command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize("block", BLOCKS)
def test_every_python_block_of_the_readme_runs(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(block, "README.md", "exec"), {})
