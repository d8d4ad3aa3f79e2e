"""The fact sheets of the statutes: every article has been read, and stands either among the facts or among what was passed over."""

import re
from collections import Counter

import pytest

from shaoxing_benefits.shipped import shipped_facts

LAST = {
    "dibao-measures-2012": 39,
    "dibao-measures-2021": 42,
    "disabled-persons-regulation": 37,
    "medical-security-regulation": 59,
    "reform-opinion-2020": 25,
    "social-assistance-measures-2019": 70,
    "tekun-measures-2021": 29,
    "urban-dibao-regulation": 17,
    "zhejiang-regulation": 63,
}
"""The number of each text's last article (of the opinion: item). The opinion on children has no articles."""

ARTICLE = re.compile(r"第([一二三四五六七八九十]+|\d+)[条项]")
DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九", 1)}


def article(text: str) -> int:
    """An article's number, up to ninety-nine, from Chinese or Arabic digits."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (10 * DIGITS.get(tens, 1) if ten else 0) + DIGITS.get(ones, 0)


def test_articles_are_read_as_numbers() -> None:
    assert [article(text) for text in ("三", "十", "十四", "二十", "六十三", "25")] == [3, 10, 14, 20, 63, 25]


@pytest.mark.parametrize(("document", "last"), LAST.items())
def test_every_article_is_a_fact_or_passed_over_and_never_both(document: str, last: int) -> None:
    facts = [fact for fact in shipped_facts().values() if fact.document.id == document]
    read = Counter({int(fact.key.partition(".")[0]) for fact in facts})
    for passed_over in facts[0].document.passed_over:
        numbers = [article(found) for found in ARTICLE.findall(passed_over)]
        if numbers:
            read.update(range(numbers[0], numbers[-1] + 1))
    assert read == Counter(range(1, last + 1))


@pytest.mark.parametrize("document", LAST)
def test_a_fact_of_a_statute_stands_at_the_article_that_its_key_names(document: str) -> None:
    for fact in shipped_facts().values():
        if fact.document.id == document:
            assert article(ARTICLE.findall(fact.place)[0]) == int(fact.key.partition(".")[0]), fact.id
