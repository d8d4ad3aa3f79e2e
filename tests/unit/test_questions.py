"""What to ask next: what settles most comes first, and nothing is asked that no longer matters.

April 2020 in Yuecheng: the standard is 850 a month and person; money counts by three or four years of it (which, is not published), and on
the edge by six.
"""

from typing import Any

import attrs
import pytest

import shaoxing_benefits
from shaoxing_benefits import UNSTATED, Between, InputError, UsageError, assess, next_questions, read_household
from shaoxing_benefits.household import Household, Person
from shaoxing_benefits.question_words import HOUSEHOLD_QUESTIONS, MEMBER_QUESTIONS
from shaoxing_benefits.questions import NextQuestion, asked_as
from shaoxing_benefits.statements import as_data, fact_at, fact_paths, with_fact

MONTH = "2020-04"


def stated(**facts: Any) -> Household:
    """A couple of working age with every fact stated: wages of 600.50 and 300, no money."""
    members = [
        {"id": "P1", "birth_date": "1975-05-10", "income": {"wages": "600.50"}},
        {"id": "P2", "birth_date": "1977-01-10", "income": {"wages": "300"}},
    ]
    given = {"id": "H", "district": "yuecheng", "registration": "urban", "members": members, **facts}
    return attrs.evolve(read_household({**given, "unstated": "none"}), unstated="unknown")


def without(*paths: str, **facts: Any) -> Household:
    household = stated(**facts)
    for path in paths:
        household = with_fact(household, path, UNSTATED)
    return household


def asked(household: Household, **options: Any) -> list[str]:
    return [each.path for each in next_questions(household, MONTH, price_index="7.8", **options)]


def test_a_couple_of_which_only_the_savings_are_not_known() -> None:
    household = without("assets.money")
    dibao = assess(household, MONTH, price_index="7.8")["dibao"]
    # 2 × 850 − 900.50
    assert (dibao.status, str(dibao.low), str(dibao.high)) == ("undetermined", "0.00", "799.50")
    assert dibao.missing == (("assets.money",), ("dibao.money_years",))
    (question,) = next_questions(household, MONTH, price_index="7.8")
    assert question == NextQuestion(
        path="assets.money",
        member=None,
        wording="How much money does the household have: cash, deposits and securities together?",
        kind="money",
        unit="yuan",
        choices=(),
        # With too much money it is neither on dibao nor on the edge, and both open the card.
        programmes=("dibao", "dibao_edge", "price_subsidy", "shopping_card"),
        known=UNSTATED,
    )
    assert asked(with_fact(household, "assets.money", "0")) == []


def test_nothing_is_asked_where_everything_is_stated() -> None:
    assert asked(stated()) == []
    # The rise of the index is a parameter, and nobody in the household can tell it.
    assert next_questions(stated(), MONTH) == ()
    assert assess(stated(), MONTH)["price_subsidy"].high is None


def test_income_is_not_asked_where_the_money_is_over_every_limit() -> None:
    """Six years of the standard for two are 122 400: from there on the household is not even on the edge."""
    hidden = ("members[0].income.wages", "members[1].income.transfers", "assets.homes")
    assert asked(without(*hidden, assets={"money": "122400"})) == []
    # Below that the edge is open, where the number of homes does not count.
    assert asked(without(*hidden, assets={"money": "122399.99"})) == ["members[0].income.wages", "members[1].income.transfers"]


def test_a_range_is_asked_for_only_where_it_still_decides() -> None:
    """Three years for two are 61 200, four are 81 600, six are 122 400."""
    for low, high, paths in (
        ("0", "61199.99", []),
        ("0", "61200", ["assets.money"]),
        ("81599.99", "122399.99", ["assets.money"]),
        ("81600", "122399.99", []),
        ("81600", "122400", ["assets.money"]),
    ):
        assert asked(with_fact(stated(), "assets.money", Between(low, high))) == paths


OLD_MOTHER = {"id": "P2", "birth_date": "1950-01-10", "supporter": "none", "resident_pension": {"receiving": True}}


def test_what_decides_most_programmes_comes_first() -> None:
    """The age says whether the mother is on tekun, who then is on dibao, and how much pension there is; the others decide one each."""
    members = [{"id": "P1", "birth_date": "1975-05-10"}, OLD_MOTHER]
    questions = next_questions(without("members[1].birth_date", "members[1].resettled", "emergency", members=members), MONTH)
    assert [each.path for each in questions] == ["members[1].birth_date", "emergency", "members[1].resettled"]
    assert {"dibao", "tekun", "resident_pension"} <= set(questions[0].programmes)
    assert [each.programmes for each in questions[1:]] == [("temporary_relief",), ("resettler",)]


def test_statuses_come_before_amounts() -> None:
    """A mother somewhere between 65 and 75 gets a pension in any case; whether anybody was resettled decides a whole programme."""
    members = [{"id": "P1", "birth_date": "1975-05-10"}, {**OLD_MOTHER, "supporter": "capable"}]
    household = with_fact(without("members[1].resettled", members=members), "members[1].birth_date", Between("1945-01-01", "1955-01-01"))
    assert asked(household) == ["members[1].resettled", "members[1].birth_date"]


def test_where_several_decide_as_much_it_is_asked_as_a_form_asks() -> None:
    incomes = ("members[1].income.wages", "members[0].income.pension", "members[0].income.wages")
    assert asked(without(*incomes, "assets.shops", "assets.money")) == [
        "assets.money",
        "assets.shops",
        "members[0].income.wages",
        "members[0].income.pension",
        "members[1].income.wages",
    ]


def test_a_talk_does_not_begin_with_prison() -> None:
    assert asked(without("members[0].absence", "members[0].resettled")) == ["members[0].resettled", "members[0].absence"]


def test_of_a_ceiling_it_is_asked_what_its_upper_limit_rests_on() -> None:
    """Temporary relief goes up to six times the standard for each member that counts; one in prison does not."""
    (question,) = next_questions(without("members[1].absence", emergency="accident"), MONTH, programmes=["temporary_relief"])
    assert (question.path, question.programmes) == ("members[1].absence", ("temporary_relief",))


def test_only_the_programmes_asked_for_are_settled() -> None:
    household = without("members[0].income.wages", "members[1].resettled")
    assert asked(household, programmes="resettler") == ["members[1].resettled"]
    assert asked(household, programmes=["dibao"]) == ["members[0].income.wages"]


def test_options_go_to_the_assessment() -> None:
    """An overlay that says three years: then money from three to four years is too much, and the income does not matter for dibao."""
    household = without("members[0].income.wages", assets={"money": "70000"})
    years = {"overlay": {"name": "own"}, "dibao": {"money_years": [{"from": "2020-01-01", "value": 3, "source": "own"}]}}
    assert asked(household, programmes="dibao") == ["members[0].income.wages"]
    assert asked(household, programmes="dibao", overlays=years) == []
    with pytest.raises(UsageError, match="The tables end in 2021-12"):
        next_questions(household, "2022-01")
    with pytest.raises(UsageError, match="There is no programme"):
        next_questions(household, MONTH, programmes="nothing")


def test_a_household_may_be_given_as_a_dict() -> None:
    couple = {"district": "yuecheng", "registration": "urban", "members": [{"birth_date": "1975-05-10"}]}
    assert asked(read_household(couple)) == [each.path for each in next_questions(couple, MONTH, price_index="7.8")]
    with pytest.raises(InputError, match="birth_date: It is missing"):
        next_questions({**couple, "members": [{}]}, MONTH)


def test_a_question_as_data() -> None:
    household = with_fact(stated(), "members[1].income.wages", Between("300", "2000"))
    (question,) = next_questions(household, MONTH, programmes=["dibao"])
    assert question.to_dict() == {
        "path": "members[1].income.wages",
        "member": "P2",
        "wording": "Wages on average, net?",
        "kind": "money",
        "unit": "yuan a month",
        "choices": [],
        "programmes": ["dibao"],
        "known": {"low": "300", "high": "2000"},
    }
    (question,) = next_questions(
        without("members[0].disability.kind", "members[0].disability.grade"), MONTH, programmes="disability_living"
    )
    assert question.to_dict()["known"] is None
    assert question.choices[:3] == ("none", "visual", "hearing")


def test_every_fact_can_be_asked_for() -> None:
    paths = {path.rpartition("].")[2] for path in fact_paths(stated())}
    assert paths == HOUSEHOLD_QUESTIONS.keys() | MEMBER_QUESTIONS.keys()
    assert not HOUSEHOLD_QUESTIONS.keys() & MEMBER_QUESTIONS.keys()


@pytest.mark.parametrize(
    ("name", "kind", "unit", "choices"),
    [
        ("district", "choice", "", 6),
        ("registration", "choice", "", 2),
        ("assets.money", "money", "yuan", 0),
        ("assets.vehicles", "count", "", 0),
        ("assets.floor_area", "area", "square metres", 0),
        ("emergency", "choice", "", 5),
        ("birth_date", "date", "", 0),
        ("income.wages", "money", "yuan a month", 0),
        ("disability.grade", "grade", "", 0),
        ("serious_illness", "flag", "", 0),
        ("self_care", "choice", "", 3),
        ("groups", "choices", "", 4),
        ("new_job.since", "month", "", 0),
        ("medical.year", "year", "", 0),
        ("medical.in_scope", "money", "yuan a year", 0),
    ],
)
def test_how_a_fact_is_answered(name: str, kind: str, unit: str, choices: int) -> None:
    wording, *rest, named = asked_as(name, of_member=name in MEMBER_QUESTIONS)
    assert wording
    assert rest == [kind, unit]
    assert len(named) == choices


def test_answering_all_of_a_wholly_unknown_member_ends_in_the_result_of_the_full_household() -> None:
    member = {"id": "P1", "birth_date": "1975-05-10", "income": {"wages": "600.50"}}
    full = stated(assets={"money": "12000", "homes": 1, "floor_area": "60.5"}, members=[member])
    household = Household(id="H", district="yuecheng", registration="urban", members=[Person(id="P1", birth_date=UNSTATED)])
    paths: list[str] = []
    while questions := next_questions(household, MONTH, price_index="7.8"):
        path = questions[0].path
        assert path not in paths
        paths.append(path)
        household = with_fact(household, path, as_data(fact_at(full, path)))
    for found, meant in zip(assess(household, MONTH, price_index="7.8"), assess(full, MONTH, price_index="7.8"), strict=True):
        assert (found.status, found.range) == (meant.status, meant.range)
    # A talk begins with the person; without bills nobody asks what they came to; and prison comes last.
    assert paths[:2] == ["members[0].birth_date", "members[0].income.wages"]
    assert not {"members[0].medical.in_scope", "members[0].resident_medical.student"} & set(paths)
    assert paths[-1] == "members[0].absence"


def test_they_are_public_and_loaded_when_asked_for() -> None:
    assert shaoxing_benefits.next_questions is next_questions
    assert shaoxing_benefits.NextQuestion is NextQuestion
    with pytest.raises(AttributeError, match="no attribute 'next_question'"):
        shaoxing_benefits.next_question  # type: ignore[attr-defined]  # noqa: B018
