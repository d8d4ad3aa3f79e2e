"""Names are made of glossary terms and plain English, and the glossary holds no term that is used nowhere."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from pathlib import Path
from typing import Any

import pytest

from shaoxing_benefits import kinds
from shaoxing_benefits.engine.facts import all_facts
from shaoxing_benefits.engine.rule import declared
from shaoxing_benefits.programmes import MODULES
from shaoxing_benefits.shipped import shipped_rulebook

ROOT = Path(__file__).parents[1]
TERMS: dict[str, Any] = tomllib.loads((ROOT / "docs" / "glossary.toml").read_text(encoding="utf-8"))["term"]
DOCUMENTS = "\n".join(path.read_text(encoding="utf-8") for path in [*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")])
PLAIN = {
    "a", "above", "all", "allowed", "already", "amount", "are", "at", "before", "below", "count", "day", "decide", "deciding", "down",
    "each", "earlier", "eighth", "fifth", "first", "for", "fourth", "full", "gets", "given", "has", "high", "highest", "if", "in", "is",
    "keeps", "least", "limit", "low", "lowest", "member", "mildest", "month", "ninth", "no", "none", "not", "of", "on", "or", "other",
    "over", "paid", "part", "partial", "second", "seventh", "sixth", "small", "the", "third", "to", "too", "under", "up", "whole", "within",
    "with", "without", "year",
}  # fmt: skip
"""Words that mean in names what they mean in English."""


def words_of(kind: type[IntEnum]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def names() -> Iterator[str]:
    found = declared(MODULES)
    yield from (rule.name for rule in found.rules)
    yield from (total.name for total in found.totals)
    yield from (programme.id for programme in found.programmes)
    yield from (programme.eligible for programme in found.programmes)
    yield from shipped_rulebook().of_code_name
    yield from all_facts()
    for kind in vars(kinds).values():
        if isinstance(kind, type) and issubclass(kind, IntEnum) and kind is not IntEnum:
            yield words_of(kind)
            yield from (member.name.lower() for member in kind)


NAMES = sorted(set(names()))


def terms_in(name: str) -> dict[str, set[int]]:
    """The terms that stand in a name, in the singular or plural, each with the places of its words."""
    words = name.split("_")
    found: dict[str, set[int]] = {}
    for begin in range(len(words)):
        for end in range(begin + 1, len(words) + 1):
            written = "_".join(words[begin:end])
            for term in {written, written.removesuffix("s")} & TERMS.keys():
                found.setdefault(term, set()).update(range(begin, end))
    return found


def unexplained(name: str) -> list[str]:
    explained = set[int]().union(*terms_in(name).values())
    return [word for place, word in enumerate(name.split("_")) if place not in explained and not {word, word.removesuffix("s")} & PLAIN]


def in_documents(term: str) -> bool:
    written = term.replace("_", "[ _-]")
    return TERMS[term]["hanzi"] in DOCUMENTS or re.search(rf"\b{written}s?\b", DOCUMENTS, re.IGNORECASE) is not None


def unaccented(pinyin: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", pinyin) if sign.isascii() and sign.isalpha()).lower()


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_made_of_terms_and_plain_words(name: str) -> None:
    assert unexplained(name) == [], "neither in docs/glossary.toml nor plain English"


def test_the_plain_words_are_needed_and_are_no_terms() -> None:
    assert PLAIN & TERMS.keys() == set()
    used = {word for name in NAMES for word in name.split("_")}
    assert {word for word in PLAIN if not {word, f"{word}s"} & used} == set()


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_used(term: str) -> None:
    assert any(term in terms_in(name) for name in NAMES) or in_documents(term)


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_explained(term: str) -> None:
    entry = TERMS[term]
    assert set(entry) - {"institution"} == {"pinyin", "hanzi", "english", "note"}
    assert all(isinstance(entry[key], str) for key in ("pinyin", "hanzi", "english", "note"))
    assert re.fullmatch(r"[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü' ]+", entry["pinyin"], re.IGNORECASE)
    assert re.fullmatch(r"[\u4e00-\u9fff“”]+", entry["hanzi"])
    assert entry["english"].strip()


@pytest.mark.parametrize("term", TERMS)
def test_names_keep_the_pinyin_of_institutions_only(term: str) -> None:
    assert TERMS[term].get("institution", True) is True
    pinyin = unaccented(TERMS[term]["pinyin"])
    assert pinyin.startswith(term.partition("_")[0]) == ("institution" in TERMS[term])
