"""Every fact and every choice is called something in both languages."""

import re

import pytest

from shaoxing_benefits import Household, Person, read_household
from shaoxing_benefits.question_words import HOUSEHOLD_QUESTIONS, MEMBER_QUESTIONS
from shaoxing_benefits.questions import asked_as
from shaoxing_benefits.report.fact_words import fact_of_text, fact_words, member_words
from shaoxing_benefits.report.language import language
from shaoxing_benefits.report.questions_text import choice_text
from shaoxing_benefits.statements import fact_paths

SAYS = {"en": re.compile("[A-Za-z][A-Za-z -]*[a-z]"), "zh": re.compile("[\u4e00-\u9fff“”（）、]+")}
NAMES = {**HOUSEHOLD_QUESTIONS, **MEMBER_QUESTIONS}


@pytest.fixture(name="household")
def _household() -> Household:
    members = [{"id": "P1", "name": "李明", "birth_date": "1975-05-10"}, {"id": "P2", "birth_date": "1977-01-10"}]
    return read_household({"district": "yuecheng", "registration": "urban", "members": members})


@pytest.mark.parametrize("spoken", SAYS)
def test_every_fact_has_words(spoken: str, household: Household) -> None:
    words = {path: fact_words(path, language(spoken)) for path in fact_paths(household)}
    assert {path: said for path, said in words.items() if not SAYS[spoken].fullmatch(said.replace(",", ""))} == {}
    # Nobody is asked two things by one name.
    assert len({said for path, said in words.items() if "[1]" not in path}) == len(NAMES)


@pytest.mark.parametrize("spoken", SAYS)
def test_every_choice_has_words_of_its_own(spoken: str) -> None:
    for name in NAMES:
        *_, choices = asked_as(name, of_member=name in MEMBER_QUESTIONS)
        words = [choice_text(name, each, language(spoken)) for each in choices]
        assert len(set(words)) == len(choices)
        assert [each for each in words if not re.match("[A-Za-z]" if spoken == "en" else "[\u4e00-\u9fff]", each)] == []


def test_whose_fact_it_is(household: Household) -> None:
    english, chinese = language("en"), language("zh")
    assert fact_of_text("members[0].income.wages", household, english) == "李明: wages"
    assert fact_of_text("members[1].income.wages", household, chinese) == "P2：工资性收入"
    assert fact_of_text("assets.money", household, english) == "money"
    assert fact_of_text("members[7].birth_date", household, english) == "date of birth"
    assert fact_words("members[1].new_job.since", english) == "first month of the new job"
    assert member_words(household, 0) == "李明"
    assert isinstance(household.members[1], Person)
