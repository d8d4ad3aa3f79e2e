"""What each claim implies, and for which programmes the difference matters: figures of Yuecheng in April 2020, worked out by hand.

The standard is 850.00 a month; the edge goes up to one and a half of it, 1275.00. Money stands against dibao from four years of it on,
48 × 850 = 40 800.00, and perhaps from three, 36 × 850 = 30 600.00: which of the two is not published. Against the edge it stands from six
years on, 61 200.00.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest

from shaoxing_benefits import Claims, Household, InputError, Outcome, UsageError, assess, disagreements, read_household
from shaoxing_benefits.claims import Disagreement, Implied, disagreements_of
from shaoxing_benefits.report.language import language
from shaoxing_benefits.report.text import assessment_text
from shaoxing_benefits.results import About, Ends
from shaoxing_benefits.statements import fact_at

MONTH = "2020-04"
WAGES = "members[0].income.wages"
Told = tuple[str, Decimal | None, Decimal | None]


def of(**values: Any) -> dict[str, Any]:
    """Claims: who says it, and what is said."""
    return {"claims": [{"value": value, "source": source} for source, value in values.items()]}


def alone(wages: Any = 0, money: Any = 0, **member: Any) -> dict[str, Any]:
    person = {"id": "P1", "birth_date": "1980-01-01", "income": {"wages": wages}} | member
    return {
        "id": "H",
        "district": "yuecheng",
        "registration": "rural",
        "unstated": "none",
        "assets": {"money": money},
        "members": [person],
    }


def compared(household: dict[str, Any], *programmes: str, month: str = MONTH) -> Disagreement:
    (found,) = disagreements(household, month, programmes=programmes or None)
    return found


def told(implied: Implied, programme: str) -> Told:
    outcome = implied.outcomes[programme]
    return outcome.status, outcome.low, outcome.high


def dibao(amount: str) -> Told:
    return ("eligible", Decimal(amount), Decimal(amount)) if Decimal(amount) else ("ineligible", Decimal("0.00"), Decimal("0.00"))


def test_wages_on_both_sides_of_the_standard_decide_between_dibao_and_its_edge() -> None:
    found = compared(alone(of(bank="1200", declared="800")))
    assert (found.path, found.member) == (WAGES, "P1")
    assert [(each.sources, each.value) for each in found.implied] == [(("bank",), Decimal("1200.00")), (("declared",), Decimal("800.00"))]
    assert [told(each, "dibao") for each in found.implied] == [dibao("0.00"), dibao("50.00")]
    assert [told(each, "dibao_edge") for each in found.implied] == [("eligible", None, None), ("ineligible", None, None)]
    # The shopping card goes to both, and the price subsidy to dibao alone.
    assert found.matters
    assert found.matters_for == ("dibao", "dibao_edge", "price_subsidy")


def test_the_answer_itself_spans_the_claims() -> None:
    answer = assess(alone(of(bank="1200", declared="800")), MONTH, programmes=["dibao"])
    assert (answer["dibao"].status, answer["dibao"].low, answer["dibao"].high) == ("undetermined", Decimal("0.00"), Decimal("50.00"))
    assert answer["dibao"].missing.facts == (WAGES,)
    (found,) = answer.disagreements
    assert found.matters_for == ("dibao",)
    assert answer.disagreements is answer.disagreements


@pytest.mark.parametrize("money", ["61200.00", "100000"])
def test_where_savings_decide_either_way_it_does_not_matter(money: str) -> None:
    found = compared(alone(of(bank="1200", declared="800"), money))
    assert [told(each, "dibao") for each in found.implied] == [dibao("0.00")] * 2
    assert not found.matters
    assert found.matters_for == ()


@pytest.mark.parametrize(
    ("money", "matters_for"),
    [("30599.99", ("dibao", "dibao_edge")), ("40799.99", ("dibao", "dibao_edge")), ("40800.00", ()), ("61199.99", ())],
)
def test_savings_between_the_limits_leave_the_edge_to_both(money: str, matters_for: tuple[str, ...]) -> None:
    """From 40 800.00 on dibao is gone for certain, and both 800 and 1200 are within the edge."""
    assert compared(alone(of(bank="1200", declared="800"), money), "dibao", "dibao_edge").matters_for == matters_for


@pytest.mark.parametrize(
    ("high", "low", "matters_for"),
    [
        ("1500", "1275.01", ()),
        ("1500", "1275", ("dibao_edge", "shopping_card")),
        ("900", "850", ()),
        ("850", "849.99", ("dibao", "dibao_edge")),
    ],
)
def test_both_claims_over_a_limit_or_one_of_them(high: str, low: str, matters_for: tuple[str, ...]) -> None:
    assert compared(alone(of(bank=high, declared=low)), "dibao", "dibao_edge", "shopping_card").matters_for == matters_for


def test_three_claims() -> None:
    found = compared(alone(of(bank="850", employer="849.99", declared="800")), "dibao")
    assert [told(each, "dibao") for each in found.implied] == [dibao("0.00"), dibao("0.01"), dibao("50.00")]
    assert found.matters_for == ("dibao",)


def test_the_same_value_twice_is_one_claim_with_two_sources() -> None:
    answer = assess(alone(of(bank="800", declared="800.00", employer="900")), MONTH, programmes=["dibao"])
    (found,) = answer.disagreements
    assert [each.sources for each in found.implied] == [("bank", "declared"), ("employer",)]


def test_where_all_agree_the_answer_is_firm() -> None:
    answer = assess(alone(of(bank="800", declared="800.00")), MONTH)
    known = assess(alone("800"), MONTH)
    assert answer["dibao"].amount == Decimal("50.00")
    assert answer["dibao"].missing.facts == ()
    (found,) = answer.disagreements
    assert [each.sources for each in found.implied] == [("bank", "declared")]
    assert not found.matters
    plain = answer.to_dict()
    assert {name: outcome["status"] for name, outcome in plain["programmes"].items()} == {each.programme: each.status for each in known}


def test_a_source_that_says_the_same_twice_is_named_once() -> None:
    claims = {"claims": [{"value": "800", "source": "bank"}, {"value": 800, "source": "bank"}]}
    assert compared(alone(claims), "dibao").implied[0].sources == ("bank",)


@pytest.mark.parametrize(
    ("register", "passport", "matters_for"),
    [
        ("2002-04-01", "2002-04-02", ("orphan",)),
        ("2002-03-31", "2002-04-01", ()),
        ("2002-04-02", "2010-01-01", ()),
    ],
)
def test_a_birth_date_around_the_eighteenth_birthday(register: str, passport: str, matters_for: tuple[str, ...]) -> None:
    """Ages are those of 1 April: whoever was born on 2 April 2002 is still 17, and gets the 1635.00 of an orphan in a family."""
    stated = alone(birth_date=of(register=register, passport=passport), guardianship="orphan")
    found = compared(stated, "orphan")
    assert found.path == "members[0].birth_date"
    assert found.matters_for == matters_for
    young = [told(each, "orphan")[1] for each in found.implied]
    assert young == [Decimal("1635.00") if each > "2002-04-01" else Decimal("0.00") for each in (register, passport)]
    assert compared(stated, "orphan", month="2020-05").matters_for == (("orphan",) if passport == "2010-01-01" else ())


@pytest.mark.parametrize(
    ("household", "path", "programme", "statuses"),
    [
        (alone(2000, groups=of(village=["three_elders"], declared="none"), medical={"year": 2020, "in_scope": 20000, "basic_paid": 0}),
         "members[0].groups", "medical_aid", ["eligible", "ineligible"]),
        (alone(resettled=of(village=True, declared=False)), "members[0].resettled", "resettler", ["eligible", "ineligible"]),
        (alone() | {"emergency": of(village="illness", declared="none")}, "emergency", "temporary_relief", ["eligible", "ineligible"]),
        (alone() | {"assets": {"vehicles": of(police=1, declared=0)}}, "assets.vehicles", "dibao", ["ineligible", "eligible"]),
        (alone(new_job={"since": of(employer="2020-04", declared="none"), "increase": 0}), "members[0].new_job.since", "dibao",
         ["eligible", "eligible"]),
    ],
)  # fmt: skip
def test_facts_of_every_kind_may_be_claimed(household: dict[str, Any], path: str, programme: str, statuses: list[str]) -> None:
    found = compared(household, programme)
    assert found.path == path
    assert [each.outcomes[programme].status for each in found.implied] == statuses


def test_each_of_two_disputed_facts_is_compared_while_the_other_stays_open() -> None:
    household = alone(of(bank="1200", declared="800"), of(bank="50000", declared="20000"))
    answer = assess(household, MONTH, programmes=["dibao"])
    money, wages = answer.disagreements
    between = ("undetermined", Decimal("0.00"), Decimal("50.00"))
    assert (money.path, money.member) == ("assets.money", None)
    assert [told(each, "dibao") for each in money.implied] == [dibao("0.00"), between]
    assert [told(each, "dibao") for each in wages.implied] == [dibao("0.00"), between]


def test_what_else_is_not_known_stays_as_it_is() -> None:
    found = compared(alone(of(bank="1200", declared="800"), {"low": "0", "high": "30000"}), "dibao")
    assert told(found.implied[1], "dibao") == dibao("50.00")
    found = compared(alone(of(bank="1200", declared="800"), "unknown"), "dibao")
    assert told(found.implied[1], "dibao") == ("undetermined", Decimal("0.00"), Decimal("50.00"))


def test_a_claim_that_contradicts_the_rest_is_told_as_such() -> None:
    found = compared(alone(of(bank="150", declared="800"), new_job={"since": "2020-02", "increase": "200"}), "dibao")
    refused, possible = found.implied
    assert refused.outcomes == {}
    assert [(each.path, "more than the wages" in str(each)) for each in refused.problems] == [("members[0].new_job.increase", True)]
    assert possible.problems == ()
    assert not found.matters


def test_a_birth_after_the_month_is_a_contradiction_too() -> None:
    household = alone()
    household["members"].append({"id": "P2", "birth_date": of(hospital="2020-05-01", declared="2020-04-30")})
    found = compared(household, "dibao")
    assert (found.path, found.member) == ("members[1].birth_date", "P2")
    assert [bool(each.problems) for each in found.implied] == [True, False]
    assert told(found.implied[1], "dibao") == dibao("1700.00")


def test_options_are_those_of_the_question() -> None:
    """Without the month's index the price subsidy is open; with it, dibao's two shares of 850 × 7.8 % for each of two months."""
    household = alone(of(bank="1200", declared="800"))
    (found,) = disagreements(household, MONTH, price_index="7.8", programmes=["price_subsidy"])
    known = assess(alone("800"), MONTH, price_index="7.8")["price_subsidy"]
    assert told(found.implied[1], "price_subsidy") == ("eligible", known.amount, known.amount)
    with pytest.raises(UsageError):
        disagreements(household, "1999-01")
    with pytest.raises(InputError):
        disagreements({}, MONTH)


def test_without_claims_there_is_nothing_to_tell() -> None:
    for household in (alone("800"), alone("unknown"), alone({"one_of": ["800", "1200"]})):
        answer = assess(household, MONTH)
        assert answer.disagreements == ()
        assert "disagreements" not in answer.to_dict()
        assert "differently" not in assessment_text(answer, language("en"))


def test_the_question_of_claims_is_asked_only_when_somebody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Household] = []

    def answer(household: Household) -> Iterator[Outcome]:
        asked.append(household)
        return iter(())

    household = read_household(alone(of(bank="1200", declared="800"), of(bank=1, declared=2)))
    found = disagreements_of(household, answer)
    assert [each.path for each in found] == ["assets.money", WAGES]
    assert [(fact_at(each, WAGES), fact_at(each, "assets.money")) for each in asked][:1] == [(fact_at(household, WAGES), 1)]
    assert all(isinstance(fact_at(each, "assets.money"), Claims) for each in asked[2:])
    assert not any(each.matters for each in found)


class Behind:
    """What stands behind a made-up outcome: the members' parts."""

    def __init__(self, parts: Mapping[str, Ends]) -> None:
        self.parts = parts

    def shares(self, programme: str) -> Mapping[str, Ends]:
        return self.parts


def shared(first: int, second: int, copay: int) -> Callable[[Household], list[Outcome]]:
    """Who gets how much depends on the wages, and the sum does not."""

    def answer(household: Household) -> list[Outcome]:
        mine = first if fact_at(household, WAGES) == 800 else second
        parts = {"P1": (mine, mine), "P2": (10_000 - mine, 10_000 - mine)}
        left = copay if fact_at(household, WAGES) == 800 else 0
        outcome = (About("aid", "Medical aid", "month"), "eligible", (10_000, 10_000), (("copay", (left, left)),), Behind(parts))
        return [Outcome(outcome)]  # type: ignore[arg-type]  # only the parts are asked for

    return answer


@pytest.mark.parametrize(
    ("first", "second", "copay", "matters"), [(5_000, 5_000, 0, False), (5_000, 6_000, 0, True), (5_000, 5_000, 1, True)]
)
def test_members_parts_and_figures_beside_matter_too(first: int, second: int, copay: int, matters: bool) -> None:
    household = read_household(alone(of(bank="1200", declared="800")))
    (found,) = disagreements_of(household, shared(first, second, copay))
    assert found.matters is matters


def test_as_data() -> None:
    household = alone(of(bank="1200", declared="800"), new_job={"since": "2020-02", "increase": "1000"})
    answer = assess(household, MONTH, programmes=["dibao", "dibao_edge", "tekun"])
    plain = answer.to_dict()["disagreements"]
    assert json.loads(json.dumps(plain)) == plain
    refused = plain[0]["implied"].pop(1)
    assert plain == [
        {
            "path": WAGES,
            "matters_for": [],
            "implied": [{"sources": ["bank"], "value": "1200", "programmes": {}, "problems": []}],
        }
    ]
    assert (refused["sources"], refused["value"], refused["programmes"]) == (["declared"], "800", {})
    assert refused["problems"][0].startswith("members[0].new_job.increase: The new job's increase (1000) is more than the wages (800).")
    plain = assess(alone(of(bank="1200", declared="800")), MONTH, programmes=["dibao", "dibao_edge", "tekun"]).to_dict()
    assert plain["disagreements"][0]["matters_for"] == ["dibao", "dibao_edge"]
    assert plain["disagreements"][0]["implied"][1]["programmes"] == {
        "dibao": {"status": "eligible", "low": "50.00", "high": "50.00", "members": {"P1": {"low": "50.00", "high": "50.00"}}},
        "dibao_edge": {"status": "ineligible", "low": None, "high": None, "members": {}},
    }
