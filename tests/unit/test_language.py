"""Everything a person can read is there in Chinese too, and the catalogue holds nothing else."""

import ast
import inspect
import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import shaoxing_benefits
from shaoxing_benefits import contributions, kinds
from shaoxing_benefits.engine.facts import all_facts
from shaoxing_benefits.engine.graph import AllOf
from shaoxing_benefits.engine.rule import declared
from shaoxing_benefits.programmes import MODULES
from shaoxing_benefits.question_words import HOUSEHOLD_QUESTIONS, HOW_MANY_MEMBERS, MEMBER_QUESTIONS
from shaoxing_benefits.report.language import language
from shaoxing_benefits.rulebook import Status
from shaoxing_benefits.shipped import shipped_facts, shipped_rulebook

PACKAGE = Path(shaoxing_benefits.__file__).parent
CATALOGUE = PACKAGE / "report" / "locale" / "zh_CN" / "LC_MESSAGES" / "messages.po"

TEXT_PLACES = {
    "say": (0,), "Problem": (1, 2), "Misfit": (0, 1), "Mistake": (3, 4), "add": (2, 3), "_add": (1, 2), "Option": (1, 2), "Command": (1,),
    "Operand": (0, 1, 2, 3), "Section": (0,), "compares": (0, 1, 2), "line": (0,)
}  # fmt: skip
"""Which arguments of which calls are texts."""
VALUES_PLACES = {"Problem": 3, "Misfit": 2, "Mistake": 5}
"""Which argument of these calls holds the values for the texts; the others take them by name."""
TEXT_KEYWORDS = {"problem", "remedy"}
PASSED_ON = {"problem", "remedy", "summary", "status", "title", "help", "value", "section", "formula", "meaning", "what", "wording"}
"""Attributes that hold a text which is collected where it is made."""
Scope = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


class Texts(ast.NodeVisitor):
    """The texts in a module's calls; `unread` says where a text is made in a way that cannot be followed.

    `filled` are the texts of each call with the names of the values that they are filled in with, where those stand there.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.found: set[str] = set()
        self.filled: list[tuple[set[str], set[str]]] = []
        self.unread: list[str] = []
        self.scopes: list[Scope] = [tree]
        self.reading: list[ast.expr] = []
        self.visit(tree)

    def enter(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        self.scopes.append(node)
        self.generic_visit(node)
        self.scopes.pop()

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = enter  # noqa: N815 - the names that ast asks for

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        places = TEXT_PLACES.get(called, ())
        is_set = called == "add" and len(node.args) < 3
        before, self.found = self.found, set()
        for text in [] if is_set else [*(node.args[place] for place in places if place < len(node.args)), *self.keywords(node, called)]:
            self.read(text)
        names = self.names(node, called)
        if self.found and names is not None:
            self.filled.append((self.found, names))
        self.found = self.found | before
        self.generic_visit(node)

    def names(self, node: ast.Call, called: str) -> set[str] | None:
        """The names of the values; None where they come from elsewhere."""
        place = VALUES_PLACES.get(called)
        if place is None:
            named = {each.arg for each in node.keywords}
            return None if None in named else {str(name) for name in named}
        if len(node.args) <= place:
            return set()
        given = node.args[place]
        known = isinstance(given, ast.Dict) or (isinstance(given, ast.Name) and not self.is_argument(given.id))
        made = [given] if isinstance(given, ast.Dict) else self.bound_to(given) if known else []
        dicts = [each for each in made if isinstance(each, ast.Dict)]
        return {str(key.value) for each in dicts for key in each.keys if isinstance(key, ast.Constant)} if dicts == made != [] else None

    def keywords(self, node: ast.Call, called: str) -> list[ast.expr]:
        return [each.value for each in node.keywords if called in TEXT_PLACES and called != "say" and each.arg in TEXT_KEYWORDS]

    def read(self, text: ast.expr) -> None:
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            self.found |= {text.value} - {""}
        elif isinstance(text, ast.IfExp):
            self.read(text.body)
            self.read(text.orelse)
        elif isinstance(text, ast.BoolOp):
            for each in text.values:
                self.read(each)
        elif isinstance(text, ast.Subscript):
            self.read_all(value for value in self.bound_to(text.value))
        elif isinstance(text, ast.Name):
            if not self.is_argument(text.id):
                self.read_all(self.bound_to(text))
        elif not (isinstance(text, ast.Attribute) and text.attr in PASSED_ON):
            self.unread.append(f"line {text.lineno}: {ast.unparse(text)}")

    def read_all(self, bound: Iterable[ast.expr]) -> None:
        for each in bound:
            values = each.values if isinstance(each, ast.Dict) else each.elts if isinstance(each, ast.Tuple | ast.List) else [each]
            for value in values:
                if value not in self.reading:  # a name may stand in what it is bound to
                    self.reading.append(value)
                    self.read(value)
                    self.reading.pop()

    def is_argument(self, name: str) -> bool:
        """Whether it is what the caller passes on: the text is then collected at the caller's."""
        return any(not isinstance(scope, ast.Module) and name in _arguments(scope) for scope in self.scopes)

    def bound_to(self, name: ast.expr) -> list[ast.expr]:
        """What a name stands for: in the innermost scope that gives it a value."""
        for scope in reversed(self.scopes) if isinstance(name, ast.Name) else ():
            found = [value for target, value in _bindings(scope) if target == name.id]
            if found:
                return found
        self.unread.append(f"line {name.lineno}: {ast.unparse(name)}")
        return []


def _arguments(scope: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> set[str]:
    given = scope.args
    return {each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg) if each is not None}


def _bindings(scope: Scope) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _pairs(target, node.value)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            yield from _pairs(node.target, node.value)
        elif isinstance(node, ast.For | ast.comprehension) and isinstance(node.iter, ast.Tuple | ast.List):
            for value in node.iter.elts:
                yield from _pairs(node.target, value)


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for name, part in zip(target.elts, value.elts, strict=False):
            yield from _pairs(name, part)


@cache
def texts_in_code() -> dict[str, Texts]:
    paths = sorted(PACKAGE.rglob("*.py"))
    return {str(path.relative_to(PACKAGE)): Texts(ast.parse(path.read_text(encoding="utf-8"))) for path in paths}


def kind_names() -> set[str]:
    found = (each for _, each in inspect.getmembers(kinds, inspect.isclass) if issubclass(each, IntEnum) and each is not IntEnum)
    return {member.name.lower() for kind in found for member in kind}


@cache
def used() -> dict[str, str]:
    """Every text a person can read, with where it comes from."""
    rules = declared(MODULES)
    named: dict[str, Iterable[str]] = {
        "summary": [each.summary for each in (*rules.rules, *rules.totals, AllOf("", {}))],
        "programme": [each.title for each in rules.programmes],
        "contribution": [*contributions.TITLES.values(), *contributions.LABELS.values()],
        "fact": [each.label for each in all_facts().values()],
        "kind": kind_names(),
        "question": [HOW_MANY_MEMBERS, *HOUSEHOLD_QUESTIONS.values(), *MEMBER_QUESTIONS.values()],
        "status": [str(status) for status in Status],
    }
    found = {text: file for file, texts in texts_in_code().items() for text in texts.found}
    return found | {text: origin for origin, texts in named.items() for text in texts}


@cache
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, abort_invalid=True)


def translations() -> dict[str, str]:
    return {str(entry.id): str(entry.string) for entry in catalogue() if entry.id}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def has_hanzi(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", text) is not None


SAMPLE = """
PERIODS = {"month": "a month", "year": "a year"}

def told(say, which, problems, findings, self, value, error):
    yield say("plain")
    yield f"{self.say('in a string')}"
    yield [say(each) for each in ("first", "second")]
    yield say(PERIODS[which], amount=1)
    yield say("if") if value else say("else")
    yield say("either" if value else "or")
    yield say(error.summary) + say(value)
    problem, remedy = "wrong", "right"
    if value:
        problem, remedy = problem or "worse", "better"
    yield Problem("path", problem, remedy, {"name": "never seen"})
    yield Problem("path", error.problem, remedy="by keyword")
    yield Misfit("misfit", "refit")
    findings.add("file", "key", "found", "mended", near="never seen")
    self._add("key", "noted", "corrected")
    problems.add("a set")
"""


def test_texts_are_found_in_code() -> None:
    texts = Texts(ast.parse(SAMPLE))
    said = {"plain", "in a string", "first", "second", "a month", "a year", "if", "else", "either", "or"}
    mistakes = {"wrong", "right", "worse", "better", "by keyword", "misfit", "refit", "found", "mended", "noted", "corrected"}
    assert texts.found == said | mistakes
    assert texts.unread == []
    assert ({"a month", "a year"}, {"amount"}) in texts.filled
    assert ({"wrong", "worse", "right", "better"}, {"name"}) in texts.filled
    assert ({"found", "mended"}, {"near"}) in texts.filled


@pytest.mark.parametrize(
    "made", ["say('a' + 'b')", "say(f'{x}')", "say(elsewhere)", "say(it.name)", "say(make())", "Problem('', x[0], 'b')"]
)
def test_texts_that_cannot_be_followed_are_told(made: str) -> None:
    assert len(Texts(ast.parse(made)).unread) == 1


def test_all_texts_in_the_code_can_be_followed() -> None:
    assert {file: texts.unread for file, texts in texts_in_code().items() if texts.unread} == {}


def test_every_rule_has_a_summary() -> None:
    rules = declared(MODULES)
    assert [each.name for each in (*rules.rules, *rules.totals) if not each.summary.strip()] == []


def test_every_text_is_in_the_catalogue() -> None:
    translated = translations()
    assert {text: origin for text, origin in used().items() if not translated.get(text, "").strip()} == {}


def test_the_catalogue_holds_nothing_else() -> None:
    assert sorted(set(translations()) - set(used())) == []
    assert dict(catalogue().obsolete) == {}


def test_the_catalogue_is_in_order() -> None:
    assert str(catalogue().locale) == "zh_Hans_CN"
    assert catalogue().charset == "utf-8"
    assert not catalogue().fuzzy
    assert [entry.id for entry in catalogue() if entry.id and entry.fuzzy] == []
    written = re.findall(r"(?m)^msgid ", CATALOGUE.read_text(encoding="utf-8"))
    assert len(written) == len(translations()) + 1, "a text stands there twice"


def test_placeholders_are_the_same() -> None:
    assert {text: said for text, said in translations().items() if placeholders(text) != placeholders(said)} == {}


def test_what_has_english_words_has_chinese_ones() -> None:
    wordy = {text: said for text, said in translations().items() if re.search(r"[A-Za-z]", re.sub(r"{.*?}", "", text))}
    assert {text: said for text, said in wordy.items() if said == text or not has_hanzi(said)} == {}


def test_programmes_are_not_left_in_english() -> None:
    names = [name for programme in declared(MODULES).programmes for name in (programme.id, programme.title)]
    # As a part of a longer word, such as a citation, it is what the reader has to write, and stays.
    alone = re.compile(rf"(?<![A-Za-z_.:-])({'|'.join(names)})(?![A-Za-z_.:-])", re.IGNORECASE)
    assert {text: said for text, said in translations().items() if alone.search(said)} == {}


def test_chinese_punctuation_stands_between_chinese_words() -> None:
    halfwidth = re.compile(r"[\u4e00-\u9fff}]([,;:.!?](?![\w=])| ?\()|\)[\u4e00-\u9fff{]")
    assert {text: said for text, said in translations().items() if halfwidth.search(said)} == {}


def test_blanks_at_the_ends_are_no_part_of_chinese() -> None:
    assert [text for text, said in translations().items() if said != said.strip()] == []


def test_districts_are_called_as_in_the_tables() -> None:
    translated = translations()
    assert {district: translated[district.name.lower()] for district in kinds.District} == kinds.DISTRICT_NAMES


def test_the_package_reads_the_whole_catalogue() -> None:
    assert language("zh").texts == translations()


def test_every_text_is_given_the_values_it_is_filled_in_with() -> None:
    calls = [(file, each) for file, texts in texts_in_code().items() for each in texts.filled]
    assert len(calls) > 100
    lacking = {(file, text): placeholders(text) - names for file, (texts, names) in calls for text in texts if placeholders(text) - names}
    assert lacking == {}


@pytest.mark.parametrize("name", ["en", "zh"])
def test_every_text_can_be_filled_in(name: str) -> None:
    spoken = language(name)
    for text in used():
        # Words without values are said as they stand; all others are formatted, as `say` and `problem` do.
        said = spoken.say(text, **dict.fromkeys(placeholders(text), "…"))
        assert said.strip()
        assert not placeholders(text) or ("…" in said and "{" not in said.replace("{ ", ""))


def plain_words() -> set[str]:
    """What facts and kinds are called in the code."""
    return {each.label for each in all_facts().values()} | kind_names()


def test_names_of_facts_and_kinds_are_words_in_english_too() -> None:
    spoken = language("en")
    assert sorted(name for name in plain_words() if re.search(r"[^A-Za-z -]", spoken.say(name))) == []
    assert {district.name.title() for district in kinds.District} == {spoken.say(district.name.lower()) for district in kinds.District}


def test_the_english_catalogue_holds_nothing_else() -> None:
    texts = language("en").texts
    assert sorted(set(texts) - plain_words()) == []
    assert {text: said for text, said in texts.items() if text == said or has_hanzi(said)} == {}


def both(texts: Any) -> bool:
    """Whether a text is there in both languages, each in its own script."""
    return has_hanzi(texts.get("zh", "")) and bool(re.search(r"[a-z]", texts.get("en", ""))) and not has_hanzi(texts["en"])


def test_parameters_have_labels_in_both_languages() -> None:
    assert {name: dict(each.label) for name, each in shipped_rulebook().definitions.items() if not both(each.label)} == {}


def test_notes_are_in_both_languages() -> None:
    entries = [entry for timeline in shipped_rulebook().timelines.values() for entry in timeline]
    assert [(entry.file, entry.name, dict(entry.note)) for entry in entries if entry.note and not both(entry.note)] == []


def test_fact_sheets_are_in_both_languages() -> None:
    facts = shipped_facts()
    assert {name: dict(fact.says) for name, fact in facts.items() if not both(fact.says)} == {}
    assert {name: dict(fact.document.title) for name, fact in facts.items() if not both(fact.document.title)} == {}
