"""What is kept from one process to the next is what would be made anew; and when it cannot be kept, nothing is lost but time."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pytest

import shaoxing_benefits
from shaoxing_benefits import compiled
from shaoxing_benefits.asking import rule_set
from shaoxing_benefits.compiled import kept
from shaoxing_benefits.engine.scalar import make_plan
from shaoxing_benefits.numbers import FEN_A_MONTH, Unit
from shaoxing_benefits.places import data_folder
from shaoxing_benefits.programmes import dibao
from shaoxing_benefits.rulebook_reading import load_rulebook
from shaoxing_benefits.shipped import shipped_facts, shipped_rulebook
from shaoxing_benefits.sources import load_facts

from ..modules import evaluated, family, written

HOUSEHOLD = {
    "district": "yuecheng",
    "registration": "urban",
    "unstated": "none",
    "members": [{"id": "P1", "birth_date": "1980-01-01", "income": {"wages": 300}}],
}
ASK = f"""
import json, sys
from shaoxing_benefits import TableError, assess, rulebook_reading, sources
from shaoxing_benefits.engine import scalar

made = []

def noted(name, function):
    def note(*given):
        made.append(name)
        return function(*given)
    return note

rulebook_reading.load_rulebook = noted("rulebook", rulebook_reading.load_rulebook)
sources.load_facts = noted("facts", sources.load_facts)
scalar.Writer.trace = noted("plan", scalar.Writer.trace)
try:
    answer = assess({HOUSEHOLD!r}, "2020-04")
    said = [answer["dibao"].status, str(answer["dibao"].amount), str(answer["dibao"].steps[0].value)]
except TableError as error:
    said = [str(error)]
print(json.dumps([said, sorted(made)]))
"""
ALL = ["facts", "plan", "rulebook"]
ANSWER = ["eligible", "550.00", "550.00"]
"""The standard of 850 yuan less 300."""


class Copy:
    """A copy of the package with its tables, and a place for what Python and the package keep."""

    def __init__(self, folder: Path) -> None:
        self.package, self.cache = folder / "site" / "shaoxing_benefits", folder / "cache"
        shutil.copytree(Path(shaoxing_benefits.__file__).parent, self.package, ignore=shutil.ignore_patterns("__pycache__", "_data"))
        for name in ("rules", "seeds"):
            shutil.copytree(data_folder(name), self.package / "_data" / name)

    def start(self, *options: str) -> "subprocess.Popen[str]":
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        environment |= {"PYTHONPATH": str(self.package.parent), "PYTHONPYCACHEPREFIX": str(self.cache)}
        return subprocess.Popen([sys.executable, *options, "-c", ASK], env=environment, stdout=subprocess.PIPE, text=True)

    def ask(self, *options: str) -> tuple[list[str], list[str]]:
        """The answer, and what was made anew for it."""
        said, made = answer_of(self.start(*options))
        return said, made

    def change(self, name: str, old: str, new: str) -> None:
        path = self.package / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def kept(self) -> list[Path]:
        return sorted(self.cache.rglob("compiled.*.opt-*"))


def answer_of(process: "subprocess.Popen[str]") -> tuple[list[str], list[str]]:
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    said, made = json.loads(output)
    return said, made


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_the_second_process_makes_nothing_anew(copy: Copy) -> None:
    assert copy.ask() == (ANSWER, ALL)
    assert len(copy.kept()) == 4  # facts, citations, tables, and the plan
    assert copy.ask() == (ANSWER, [])


def test_a_changed_table_gives_a_new_result(copy: Copy) -> None:
    copy.ask()
    copy.change("_data/rules/2020/dibao.toml", '"850', '"860')
    copy.change("_data/seeds/yearbook.toml", '"850', '"860')
    assert copy.ask() == (["eligible", "560.00", "560.00"], ALL)
    assert copy.ask()[1] == []


def test_a_table_that_is_broken_afterwards_is_refused(copy: Copy) -> None:
    copy.ask()
    copy.change("_data/rules/2020/dibao.toml", '"850', '"85o')
    for _ in range(2):
        (said,), _ = copy.ask()
        assert said.startswith("rules/2020/dibao.toml: ")


def test_a_changed_rule_gives_a_new_result(copy: Copy) -> None:
    copy.ask()
    copy.change("programmes/dibao.py", "return dibao_heads * dibao_standard", "return 1 + dibao_heads * dibao_standard")
    assert copy.ask()[0] == ["eligible", "550.01", "550.01"]
    assert copy.ask() == (["eligible", "550.01", "550.01"], [])


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content[:500] + bytes([content[500] ^ 1]) + content[501:],
        lambda content: content[:32] + b"nothing that could be read",
        lambda content: content + b"more",
    ],
    ids=["empty", "truncated", "one bit", "no content", "too long"],
)
def test_what_is_damaged_is_made_anew_and_mended(copy: Copy, damage: Callable[[bytes], bytes]) -> None:
    copy.ask()
    for path in copy.kept():
        path.write_bytes(damage(path.read_bytes()))
    assert copy.ask() == (ANSWER, ALL)
    assert copy.ask() == (ANSWER, [])


def test_where_nothing_can_be_written_nothing_is_kept(copy: Copy) -> None:
    copy.cache.write_text("no folder can be made here", encoding="utf-8")
    for _ in range(2):
        assert copy.ask() == (ANSWER, ALL)


def test_where_python_keeps_nothing_we_do_not_either(copy: Copy) -> None:
    assert copy.ask("-B") == (ANSWER, ALL)
    assert copy.kept() == []
    copy.ask()
    assert copy.ask("-B") == (ANSWER, [])


def test_many_may_write_at_once(copy: Copy) -> None:
    together = [copy.start() for _ in range(6)]
    assert [answer_of(each)[0] for each in together] == [ANSWER] * 6
    assert len(copy.kept()) == 4
    assert copy.ask() == (ANSWER, [])


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], Callable[[], Any]]:
    """Here things are kept in a folder of their own, and rest on one file. The fixture counts what is made."""
    file = tmp_path / "rests_on.toml"
    file.write_text("1", encoding="utf-8")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "cache"))
    monkeypatch.setattr(compiled, "_files", lambda: [str(file)])
    monkeypatch.setattr(compiled, "_digest_at_first", compiled._digest)
    monkeypatch.setattr(compiled, "_STARTED", file.stat().st_mtime)

    def making(value: Any) -> Callable[[], Any]:
        def make() -> Any:
            making.count += 1  # type: ignore[attr-defined]  # a function may carry a count
            return value

        return make

    making.count = 0  # type: ignore[attr-defined]  # as above
    return making


def files(folder: Path) -> list[Path]:
    return sorted((folder / "cache").rglob("compiled.*"))


def plans(folder: Path) -> int:
    """How many plans are kept once one for dibao has been made."""
    made = make_plan(rule_set().segment(date(2020, 4, 1)), ["dibao_eligible", "dibao_amount"])
    assert made.results.__name__ == "results"
    return len([each for each in files(folder) if "opt-plan" in each.name])


def test_rules_that_do_not_stand_in_our_own_files_are_not_kept(made: Any, tmp_path: Path) -> None:
    text = "from shaoxing_benefits.engine.rule import rule\nfrom shaoxing_benefits.numbers import Count\n"
    text += "@rule()\ndef homes_twice(assets_homes: Count) -> Count:\n    return 2 * assets_homes\n"
    with written(tmp_path, "rules_of_others", text) as module:
        assert evaluated([module], (), family(3), "homes_twice").results == (0,)
    assert plans(tmp_path) == 1


def test_a_constant_that_was_changed_at_run_time_is_kept_for_nobody_else(
    made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert plans(tmp_path) == 1
    with monkeypatch.context() as changed:
        changed.setattr(dibao, "MONTHS_A_YEAR", 1234)
        assert plans(tmp_path) == 2
    assert plans(tmp_path) == 2


def test_what_is_kept_under_a_name_is_for_what_it_is_about(made: Any, tmp_path: Path) -> None:
    assert [kept("some", made(1)), kept("some", made(2))] == [1, 1]
    assert [kept("some", made(3), "this"), kept("some", made(4), "that"), kept("some", made(5), "this")] == [3, 4, 3]
    assert made.count == 3
    assert len(files(tmp_path)) == 3


def test_the_tables_come_back_as_they_were(made: Any) -> None:
    facts = load_facts(data_folder("seeds"))
    rulebook = load_rulebook(data_folder("rules"), facts)
    again = [(kept("facts", lambda: facts), kept("rulebook", lambda: rulebook)) for _ in range(2)]
    assert again[0] == (facts, rulebook)
    assert again[1][0] == facts == shipped_facts()
    found, shipped = again[1][1], shipped_rulebook()
    assert found is not rulebook
    assert [each.name for each in found.definitions.values()] == [each.name for each in shipped.definitions.values()]
    for name, definition in found.definitions.items():
        assert definition.unit is rulebook.definitions[name].unit
        assert isinstance(definition.label, MappingProxyType)
        assert definition.label == rulebook.definitions[name].label
        for entry, other in zip(found.timelines[name], rulebook.timelines[name], strict=True):
            names = (
                "begins",
                "ends",
                "status",
                "value",
                "low",
                "high",
                "sources",
                "districts",
                "known",
                "start_is_assumed",
                "note",
                "file",
            )
            assert [getattr(entry, each) for each in names] == [getattr(other, each) for each in names]
            assert entry.definition is definition
            assert isinstance(entry.note, MappingProxyType)


def test_a_unit_is_the_one_it_was(made: Any) -> None:
    assert [kept("unit", made(FEN_A_MONTH)) is FEN_A_MONTH for _ in range(2)] == [True, True]
    assert made.count == 1


@pytest.mark.parametrize("value", [lambda: None, Unit("shell")], ids=["a function of no module", "a unit of nobody's"])
def test_what_cannot_be_written_down_is_made_every_time(made: Any, tmp_path: Path, value: object) -> None:
    assert [kept("some", made(value)) is value for _ in range(2)] == [True, True]
    assert made.count == 2
    assert files(tmp_path) == []


def test_a_file_that_is_younger_than_the_process_is_not_relied_on(made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_STARTED", compiled._STARTED - 1)
    assert [kept("some", made(1)), kept("some", made(2))] == [1, 2]
    assert files(tmp_path) == []


def test_what_was_made_while_a_file_changed_is_not_kept(made: Any, tmp_path: Path) -> None:
    def changing() -> int:
        (tmp_path / "rests_on.toml").write_text("2", encoding="utf-8")
        return 1

    assert kept("some", changing) == 1
    assert files(tmp_path) == []


def test_without_its_files_nothing_is_kept(made: Any, tmp_path: Path) -> None:
    (tmp_path / "rests_on.toml").unlink()
    assert [kept("some", made(1)), kept("some", made(2))] == [1, 2]
    assert files(tmp_path) == []


def test_another_python_keeps_its_own(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kept("some", made(1))
    monkeypatch.setattr(sys, "version", "another")
    assert kept("some", made(2)) == 2
    monkeypatch.setattr(sys, "implementation", SimpleNamespace(cache_tag=None))  # one that keeps no compiled modules at all
    assert [kept("some", made(3)), kept("some", made(4))] == [3, 4]


def test_so_many_are_kept_and_the_oldest_gives_way(made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "MOST_KEPT", 3)
    for number in range(4):
        kept("some", made(number), f"{number}")
        for place, path in enumerate(sorted(files(tmp_path), key=lambda path: path.stat().st_mtime)):
            os.utime(path, (1000 + place, 1000 + place))
    assert len(files(tmp_path)) == 3
    assert [kept("some", made("new"), f"{number}") for number in (3, 2, 1, 0)] == [3, 2, 1, "new"]


def test_nothing_unfinished_is_left(made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(os, "replace", full)
    assert kept("some", made(1)) == 1
    assert files(tmp_path) == []
