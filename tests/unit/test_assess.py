"""Asking and being answered: months, options, programmes, and the form of the answer."""

import json
import re
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from shaoxing_benefits import InputError, Month, UsageError, assess, read_household
from shaoxing_benefits.identity import digest
from shaoxing_benefits.places import data_folder
from shaoxing_benefits.shipped import shipped_rulebook

from .. import typing_sample

PROGRAMMES = [
    "dibao", "dibao_edge", "single_person", "tekun", "orphan", "unsupported_child", "disability_living", "price_subsidy",
    "critical_illness", "medical_aid", "premium_subsidy", "resident_pension", "contribution_subsidy", "temporary_relief", "shopping_card",
    "resettler",
]  # fmt: skip
WORKED = data_folder("examples") / "demo" / "2-yuecheng-family.toml"
BILLS = {"year": 2020, "in_scope": "60000.00", "basic_paid": "20000.00", "special_drugs": 0, "other_paid": 0}


def worked() -> dict[str, Any]:
    """The worked example: the family with the father's bills of the year and his pension."""
    household = tomllib.loads(WORKED.read_text(encoding="utf-8"))
    household["members"][0] |= {"medical": BILLS, "resident_pension": {"receiving": True, "tier": 0}}
    return household


def alone(district: str = "yuecheng", money: str = "0", **member: Any) -> dict[str, Any]:
    """Somebody living alone of whom only this is stated."""
    person = {"id": "P1", "birth_date": "1980-01-01"} | member
    return {
        "id": "H",
        "district": district,
        "registration": "rural",
        "unstated": "none",
        "assets": {"money": money},
        "members": [person],
    }


def test_the_worked_example_comes_out_to_the_fen() -> None:
    """Worked by hand in tests/cases/medical_aid/the_worked_example.toml."""
    answer = assess(worked(), "2020-04", price_index="7.8")
    dibao = answer["dibao"]
    assert (dibao.status, dibao.amount, dibao.low, dibao.high) == ("eligible", *[Decimal("1996.67")] * 3)
    assert {member: amount.exact for member, amount in dibao.members.items()} == {
        "P1": Decimal("850.00"),
        "P2": Decimal("573.34"),
        "P3": Decimal("573.33"),
    }
    exact = {outcome.programme: str(outcome.amount) for outcome in answer if outcome.status == "eligible" and outcome.amount is not None}
    assert exact == {
        "dibao": "1996.67",
        "disability_living": "255.00",
        "price_subsidy": "795.60",
        "critical_illness": "19250.00",
        "resident_pension": "230.00",
        "shopping_card": "1500.00",
    }
    aid = answer["medical_aid"]
    assert (aid.status, aid.low, aid.high) == ("eligible", Decimal("12450.00"), Decimal("20750.00"))
    assert aid.missing.parameters == ("medical_aid.rate_dibao",)
    ineligible = [outcome.programme for outcome in answer if outcome.status == "ineligible"]
    assert ineligible == [
        "dibao_edge", "single_person", "tekun", "orphan", "unsupported_child", "premium_subsidy", "contribution_subsidy",
        "temporary_relief", "resettler",
    ]  # fmt: skip


def test_the_typing_sample_gives_the_worked_amount() -> None:
    assert typing_sample.dibao() == Decimal("1996.67")


@pytest.mark.parametrize(("month", "standard"), [("2019-12", "810.00"), ("2020-01", "850.00"), ("2020-12", "850.00")])
def test_the_standard_is_that_of_the_month(month: str, standard: str) -> None:
    assert str(assess(alone(), month)["dibao"].amount) == standard


def test_the_planned_standard_is_used_only_when_asked_for() -> None:
    plain, planned = (assess(alone(), "2021-01", assume_planned=asked)["dibao"] for asked in (False, True))
    assert (plain.status, plain.amount, plain.low, plain.high) == ("eligible", None, Decimal("850.00"), None)
    assert plain.missing.parameters == ("dibao.standard",)
    assert planned.amount == Decimal("890.00")
    assert [(caveat.parameter, caveat.status) for caveat in planned.caveats] == [("dibao.standard", "planned")]
    assert assess(alone(), "2020-12", assume_planned=True)["dibao"].amount == Decimal("850.00")


def test_an_orphan_where_no_rate_is_published_is_eligible_without_amount() -> None:
    orphan = assess(alone("shengzhou", birth_date="2010-01-01", guardianship="orphan"), "2020-04")["orphan"]
    found = orphan.to_dict()
    assert {key: found[key] for key in ("status", "amount", "low", "high", "members")} == {
        "status": "eligible",
        "amount": None,
        "low": "0.00",
        "high": None,
        "members": {"P1": {"low": "0.00", "high": None}},
    }
    assert orphan.missing.parameters == ("orphan.community_rate",)


def test_tekun_in_shengzhou_is_1163() -> None:
    answer = assess(alone("shengzhou", birth_date="1950-01-01", supporter="none"), "2020-04")
    assert (answer["tekun"].status, answer["tekun"].amount) == ("eligible", Decimal("1163.00"))
    assert answer["dibao"].status == "ineligible"


def test_savings_between_three_and_four_years_leave_dibao_undetermined() -> None:
    found = assess(alone(money="35000"), "2020-04")["dibao"]
    assert (found.status, found.amount, found.low, found.high) == ("undetermined", None, Decimal("0.00"), Decimal("850.00"))
    assert found.missing.parameters == ("dibao.money_years",)
    assert found.missing.facts == ()


@pytest.mark.parametrize(("money", "status"), [("30599.99", "eligible"), ("30600", "undetermined"), ("40800", "ineligible")])
def test_savings_outside_what_is_open_are_decided(money: str, status: str) -> None:
    found = assess(alone(money=money), "2020-04")["dibao"]
    assert found.status == status
    assert bool(found.missing.parameters) == (status == "undetermined")


@pytest.mark.parametrize("month", ["2020-04", "2020-4", Month(2020, 4), date(2020, 4, 1), date(2020, 4, 30)])
def test_a_month_is_given_as_text_month_or_day(month: Any) -> None:
    answer = assess(alone(), month)
    assert answer.month == Month(2020, 4)
    assert answer.to_dict() == assess(alone(), "2020-04").to_dict()


@pytest.mark.parametrize("month", ["April", "", "2020-13", "2020-04-01", 202004, None])
def test_what_is_no_month_is_refused(month: Any) -> None:
    with pytest.raises(UsageError, match=r"^month: .* is no month\. Write year-month, such as 2020-04\."):
        assess(alone(), month)


def test_months_before_the_tables_are_refused() -> None:
    assert assess(alone(), "2018-01").month == Month(2018, 1)
    with pytest.raises(UsageError, match=r"^month: The tables begin in 2018-01; nothing is known for 2017-12"):
        assess(alone(), "2017-12")
    with pytest.raises(UsageError, match="The tables begin"):
        assess(alone(), "2017-12", beyond_horizon=True)


def test_months_after_the_tables_are_refused() -> None:
    assert assess(alone(), "2021-12").month == Month(2021, 12)
    with pytest.raises(UsageError, match=r"^month: The tables end in 2021-12; nothing is known for 2022-01\..*\(beyond_horizon\)\.$"):
        assess(alone(), "2022-01")


def test_beyond_the_horizon_the_last_values_are_carried_with_caveats() -> None:
    answer = assess(alone("shengzhou", birth_date="1950-01-01", supporter="none"), "2022-03", beyond_horizon=True)
    assert answer.options.beyond_horizon
    notes = {
        caveat.parameter: caveat.to_dict()["note"] for caveat in answer["tekun"].caveats if caveat.note["en"].startswith("The tables do")
    }
    assert notes["tekun.elderly_age"] == "The tables do not reach this month; the last value is carried on."
    assert "tekun.standard" in notes
    assert answer["tekun"].amount == Decimal("1163.00")


def test_within_the_horizon_nothing_is_carried() -> None:
    within, without = (assess(alone(), "2021-12", beyond_horizon=asked)["dibao"].to_dict() for asked in (True, False))
    assert within == without


@pytest.mark.parametrize(
    ("given", "kept", "amount"),
    [
        ("7.8", "7.8", "265.20"),
        (" 7.8 ", "7.8", "265.20"),
        ("７．８", "7.8", "265.20"),
        (Decimal("7.80"), "7.80", "265.20"),
        (3, "3", "102.00"),
        ("3.00", "3.00", "102.00"),
        ("0.01", "0.01", "0.34"),
        ("999.99", "999.99", "33999.66"),
        ("0", "0", "0.00"),
        (0, "0", "0.00"),
    ],
)
def test_the_price_index_is_used_and_kept_in_the_answer(given: Any, kept: str, amount: str) -> None:
    """In April 2020 the subsidy is 850.00 x the rise x 2 x 2: 34.00 for each per cent."""
    answer = assess(alone(), "2020-04", price_index=given)
    found = answer["price_subsidy"]
    assert (found.status, str(found.amount), found.missing.parameters) == ("eligible", amount, ())
    written = answer.to_dict()["options"]["price_index"]
    assert (written, type(written)) == (kept, str)


def test_numbers_that_are_equal_are_each_kept_as_they_were_given() -> None:
    for given, kept in (("7.8", "7.8"), ("7.80", "7.80"), (Decimal("7.8"), "7.8"), (3, "3"), ("3.0", "3.0"), (1, "1"), ("7.8", "7.8")):
        assert assess(alone(), "2020-04", price_index=given).to_dict()["options"]["price_index"] == kept


@pytest.mark.parametrize("month", ["2020-04", "2019-12", "2021-12"])
def test_without_a_price_index_the_amount_is_open_and_says_so(month: str) -> None:
    answer = assess(alone(), month)
    found = answer["price_subsidy"]
    assert (found.status, found.amount, found.low, found.high) == ("eligible", None, Decimal("0.00"), None)
    assert "price_subsidy.index_rise" in found.missing.parameters
    assert {caveat.parameter: caveat.status for caveat in found.caveats}["price_subsidy.index_rise"] == "unpublished"
    assert answer.options.price_index is None
    assert answer.to_dict()["options"]["price_index"] is None
    assert "price_subsidy" in answer.totals["month"].unbounded


def test_without_a_price_index_only_the_price_subsidy_is_open() -> None:
    without, given = (assess(alone(), "2020-04", price_index=index) for index in (None, "7.8"))
    assert without["price_subsidy"].missing.parameters == ("price_subsidy.index_rise",)
    for name in PROGRAMMES:
        if name != "price_subsidy":
            assert without[name].to_dict(steps=True) == given[name].to_dict(steps=True)


def test_a_price_index_that_is_given_says_so_among_the_caveats() -> None:
    (found,) = [each for each in assess(alone(), "2020-04", price_index="7.8")["price_subsidy"].caveats if each.status == "local"]
    assert (found.parameter, found.note["en"]) == ("price_subsidy.index_rise", "Given with the question.")


def test_a_price_index_is_used_whatever_was_known_then() -> None:
    found = assess(alone(), "2020-04", price_index="7.8", known_on="2020-04-01")["price_subsidy"]
    assert "price_subsidy.index_rise" not in found.missing.parameters


def test_one_question_s_price_index_is_not_the_next_one_s() -> None:
    found = [assess(alone(), "2020-04", price_index=index)["price_subsidy"].amount for index in ("7.8", None, "3", None, "7.8")]
    assert found == [Decimal("265.20"), None, Decimal("102.00"), None, Decimal("265.20")]


def test_with_a_price_index_an_open_stage_factor_is_bounded() -> None:
    """In March 2020 the stage factor lies between 2 and 3: 850.00 x 0.078 x 2 = 132.60 is paid twice to three times."""
    found = assess(alone(), "2020-03", price_index="7.8")["price_subsidy"]
    assert (found.status, found.amount, found.low, found.high) == ("eligible", None, Decimal("265.20"), Decimal("397.80"))
    assert found.missing.parameters == ("price_subsidy.stage_factor",)


NO_RISES = ["much", "-1", "-0.01", "7.855", 7.8, 7.0, True, "", [7], "unknown", "none", "7.8%", "7,8", "1e1", 1000, "1000", "1,000",
            "99999999999", Decimal("1E+99999"), Decimal("1E-9"), Decimal("NaN"), Decimal("Infinity"), Decimal(-3),
            b"7.8", object()]  # fmt: skip


@pytest.mark.parametrize("given", NO_RISES, ids=lambda given: str(given)[:12])
def test_a_price_index_that_is_no_rise_in_per_cent_is_refused(given: Any) -> None:
    with pytest.raises(UsageError, match=r"^price_index: .*Write the rise in per cent, such as 7\.8\."):
        assess(alone(), "2020-04", price_index=given)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("-1", "'-1' is negative."),
        ("7.855", "'7.855' has more than two decimals."),
        (1000, "1000 is too large."),
        ("1000.00", "'1000.00' is too large."),
        (7.8, "7.8 is a binary floating-point number."),
        ("none", "'none' is no number."),
        ("much", "'much' is no number."),
    ],
)
def test_what_is_wrong_with_a_price_index_is_said(given: Any, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        assess(alone(), "2020-04", price_index=given)
    assert str(caught.value) == f"price_index: {says} Write the rise in per cent, such as 7.8."


def test_options_are_kept_in_the_answer() -> None:
    answer = assess(alone(), "2020-04", known_on=date(2020, 6, 30), assume_planned=True, beyond_horizon=True)
    assert answer.to_dict()["options"] == {
        "price_index": None,
        "known_on": "2020-06-30",
        "assume_planned": True,
        "beyond_horizon": True,
    }


def test_unknown_programmes_are_all_named_with_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        assess(alone(), "2020-04", programmes=["dibo", "orphan", "tekum"])
    assert str(caught.value) == (
        "programmes: There is no programme 'dibo'. Did you mean: dibao?\nprogrammes: There is no programme 'tekum'. Did you mean: tekun?"
    )


def test_only_the_programmes_asked_for_are_answered_in_their_own_order() -> None:
    assert [outcome.programme for outcome in assess(alone(), "2020-04")] == PROGRAMMES
    assert list(assess(alone(), "2020-04", programmes=["orphan", "dibao", "orphan"]).programmes) == ["dibao", "orphan"]
    assert list(assess(alone(), "2020-04", programmes="tekun").programmes) == ["tekun"]
    assert assess(alone(), "2020-04", programmes=[]).to_dict()["programmes"] == {}


def test_a_fact_that_only_another_programme_needs_may_be_open() -> None:
    household = alone(guardianship="orphan", absence="none", birth_date="2010-01-01", placement="community") | {"unstated": "unknown"}
    alone_asked = assess(household, "2020-04", programmes=["orphan"])["orphan"]
    among_all = assess(household, "2020-04")
    for found in (alone_asked, among_all["orphan"]):
        assert (found.status, found.amount, found.missing.facts) == ("eligible", Decimal("1635.00"), ())
    assert among_all["dibao"].status == "ineligible"  # whoever has an orphan's allowance does not count
    assert among_all["medical_aid"].status == "undetermined"
    assert "members[0].medical.in_scope" in among_all["medical_aid"].missing.facts


@pytest.mark.parametrize("household", [alone(), alone(money="35000"), alone("shengzhou", birth_date="2010-01-01", guardianship="orphan")])
def test_a_dict_and_a_household_give_the_same(household: dict[str, Any]) -> None:
    assert assess(household, "2020-04").to_dict(steps=True) == assess(read_household(household), "2020-04").to_dict(steps=True)


def test_a_dict_with_mistakes_is_refused_with_all_of_them() -> None:
    with pytest.raises(InputError) as caught:
        assess(alone("nowhere") | {"members": []}, "2020-04")
    assert {problem.path for problem in caught.value.problems} == {"district", "members"}


def test_a_member_born_after_the_month_is_refused() -> None:
    members = [{"id": "P1", "birth_date": "1980-01-01"}, {"id": "P2", "birth_date": "2020-05-01"}]
    with pytest.raises(InputError, match=r"^members\[1\]\.birth_date: Born on 2020-05-01, after 2020-04\."):
        assess(alone() | {"members": members}, "2020-04")


@pytest.mark.parametrize("born", ["2020-04-01", "2020-04-02", "2020-04-30", "2019-04-02"])
def test_a_member_born_during_the_month_or_the_year_before_is_nought(born: str) -> None:
    answer = assess(alone(birth_date=born, guardianship="orphan"), "2020-04")
    (age,) = [condition.actual for condition in answer["orphan"].conditions if condition.id == "orphan_under_age_limit"]
    assert age == 0
    assert answer["orphan"].amount == Decimal("1635.00")


AMOUNT = {"low": str, "high": (str, type(None))}
CONDITION = {
    "id": str,
    "member": (str, type(None)),
    "holds": (bool, type(None)),
    "actual": (str, int, bool, dict, type(None)),
    "limit": (str, int, bool, dict, type(None)),
    "margin": (str, int, dict, type(None)),
    "cites": list,
}
OUTCOME = {
    "status": str,
    "amount": (str, type(None)),
    "low": (str, type(None)),
    "high": (str, type(None)),
    "period": (str, type(None)),
    "members": dict,
    "conditions": list,
    "caveats": list,
    "missing": {"facts": list, "parameters": list},
}
BESIDE = {"medical_aid": {"copay": AMOUNT}, "temporary_relief": {"exceptional": AMOUNT}}
ANSWER = {
    "household": str,
    "month": str,
    "rules": {"edition": str, "digest": str, "overlays": list},
    "options": {"price_index": (str, type(None)), "known_on": (str, type(None)), "assume_planned": bool, "beyond_horizon": bool},
    "programmes": {name: OUTCOME | BESIDE.get(name, {}) for name in PROGRAMMES},
    "totals": dict.fromkeys(("month", "year", "once"), AMOUNT | {"unbounded": list}),
}


def has_shape(found: Any, shape: Any) -> None:
    """The keys, in their order, and the types of what stands under them."""
    if isinstance(shape, dict):
        assert list(found) == list(shape)
        for key, below in shape.items():
            has_shape(found[key], below)
    else:
        assert isinstance(found, shape), (found, shape)


@pytest.mark.parametrize("month", ["2018-06", "2020-04", "2021-03", "2021-07"])
@pytest.mark.parametrize(
    "household", [worked(), alone(money="35000"), alone("zhuji", supporter="none", serious_illness=True, medical=BILLS)]
)
def test_the_answer_has_the_form_of_the_contract(household: Any, month: str) -> None:
    found = assess(household, month, price_index="7.8").to_dict()
    has_shape(found, ANSWER)
    for outcome in found["programmes"].values():
        assert outcome["status"] in ("eligible", "ineligible", "undetermined")
        for amount in outcome["members"].values():
            has_shape(amount, AMOUNT)
        for condition in outcome["conditions"]:
            has_shape(condition, CONDITION)
            for value in (condition["actual"], condition["limit"], condition["margin"]):
                assert not isinstance(value, dict) or list(value) == ["low", "high"]
        for caveat in outcome["caveats"]:
            has_shape(caveat, {"parameter": str, "status": str, "note": str})
    assert json.loads(json.dumps(found)) == found


def test_the_steps_are_plain_data_too() -> None:
    found = assess(alone(money="35000"), "2021-07").to_dict(steps=True)
    assert json.loads(json.dumps(found)) == found
    for name, outcome in found["programmes"].items():
        assert list(outcome) == [*OUTCOME, *BESIDE.get(name, {}), "steps"]


def test_money_is_written_with_two_decimals() -> None:
    found = assess(worked(), "2020-04", price_index="7.8").to_dict()
    text = json.dumps([[outcome["members"], outcome["amount"], outcome["low"]] for outcome in found["programmes"].values()])
    assert all(re.fullmatch(r"\d+\.\d\d", each) for each in re.findall(r'"([\d.]+)"', text))


def test_the_edge_pays_nothing_itself() -> None:
    edge = assess(alone(income={"wages": "900"}), "2020-04")["dibao_edge"]
    assert edge.status == "eligible"
    assert (edge.range, edge.amount, edge.low, edge.high, edge.period, edge.members) == (None, None, None, None, None, {})


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (lambda answer: answer, "month"),
        (lambda answer: answer, "programmes"),
        (lambda answer: answer.rules, "digest"),
        (lambda answer: answer.options, "price_index"),
        (lambda answer: answer["dibao"], "status"),
        (lambda answer: answer["dibao"], "missing"),
        (lambda answer: answer["dibao"].missing, "facts"),
        (lambda answer: answer["dibao"].range, "low"),
        (lambda answer: answer["dibao"].members["P1"], "high"),
        (lambda answer: answer["dibao"].conditions[0], "holds"),
        (lambda answer: answer["dibao"].caveats[0], "status"),
        (lambda answer: answer["dibao"].steps[0], "id"),
        (lambda answer: answer.totals["month"], "range"),
    ],
)
def test_an_answer_cannot_be_changed(part: Callable[[Any], Any], name: str) -> None:
    with pytest.raises(AttributeError):
        setattr(part(assess(read_household(WORKED), "2020-04")), name, None)


def test_an_answer_knows_its_programmes_only() -> None:
    for name in ("contributions", "", "DIBAO"):
        with pytest.raises(KeyError):
            assess(alone(), "2020-04")[name]
    with pytest.raises(KeyError):
        assess(alone(), "2020-04", programmes=["tekun"])["dibao"]


def test_what_is_asked_for_twice_is_made_once() -> None:
    answer = assess(alone(), "2020-04")
    for outcome in answer:
        for name in ("range", "members", "missing", "beside", "conditions", "caveats", "steps"):
            assert getattr(outcome, name) is getattr(outcome, name)
    assert answer.totals is answer.totals
    assert answer.rules is answer.rules


def test_threads_give_what_one_gives() -> None:
    months = ["2019-12", "2020-04", "2021-03", "2021-07"]
    households = [read_household(worked()), alone(), alone(money="35000"), alone("shengzhou", birth_date="1950-01-01", supporter="none")]
    asked = [(household, month) for household in households for month in months] * 8

    def answer(each: tuple[Any, str]) -> dict[str, Any]:
        return assess(*each).to_dict()

    def many(share: list[tuple[Any, str]]) -> list[dict[str, Any]]:
        return [answer(each) for each in share]

    serial = many(asked)
    shares = [asked[start : start + 16] for start in range(0, len(asked), 16)]
    assert len(shares) == 8
    with ThreadPoolExecutor(8) as pool:
        threaded = [found for share in pool.map(many, shares) for found in share]
    assert threaded == serial


def test_one_answer_can_be_unfolded_by_many_threads() -> None:
    answer, expected = (assess(worked(), "2020-04", price_index="7.8") for _ in range(2))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: answer.to_dict(steps=True), range(16)))
    assert all(each == expected.to_dict(steps=True) for each in found)


def test_asking_changes_nothing_for_the_next_who_asks() -> None:
    first = assess(alone(), "2020-04").to_dict(steps=True)
    assess(alone(money="35000"), "2021-07", assume_planned=True, known_on=date(2020, 1, 1), programmes=["tekun"])
    assert assess(alone(), "2020-04").to_dict(steps=True) == first


def test_the_digest_tells_the_rules_by_which_was_answered() -> None:
    answers = [assess(alone(), "2020-04"), assess(read_household(WORKED), "2021-07")]
    found = {answer.rules.digest for answer in answers}
    assert found == {digest(shipped_rulebook())}
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in found)
    assert answers[0].rules.overlays == ()


def test_totals_are_what_is_paid_in_each_period() -> None:
    """1996.67 + 255.00 + 795.60 + 230.00 a month; 19250.00 and 12450.00 to 20750.00 of the year's bills; three cards of 500.00."""
    answer = assess(worked(), "2020-04", price_index="7.8")
    assert {period: total.to_dict() for period, total in answer.totals.items()} == {
        "month": {"low": "3277.27", "high": "3277.27", "unbounded": []},
        "year": {"low": "31700.00", "high": "40000.00", "unbounded": []},
        "once": {"low": "1500.00", "high": "1500.00", "unbounded": []},
    }


def test_totals_add_up_programmes() -> None:
    """P1 on tekun (1602), P2 an orphan in the community (1635), P3 on dibao alone (850 less wages of 50); prices rise by 3 %: 102 each."""
    members = [
        {"id": "P1", "birth_date": "1950-01-01", "supporter": "none"},
        {"id": "P2", "birth_date": "2010-01-01", "guardianship": "orphan"},
        {"id": "P3", "birth_date": "1980-01-01", "income": {"wages": "50"}},
    ]
    household = alone() | {"members": members}
    answer = assess(household, "2020-04", price_index=3)
    amounts = [str(answer[name].amount) for name in ("tekun", "orphan", "dibao", "price_subsidy")]
    assert amounts == ["1602.00", "1635.00", "800.00", "306.00"]
    assert answer.totals["month"].range.exact == Decimal("4343.00")
    some = assess(household, "2020-04", programmes=["tekun", "dibao"])
    assert some.totals["month"].range.exact == Decimal("2402.00")


def test_a_total_names_what_has_no_upper_limit() -> None:
    orphan = alone("shengzhou", birth_date="2010-01-01", guardianship="orphan")
    answer = assess(orphan, "2020-04")
    assert answer.totals["month"].to_dict() == {"low": "0.00", "high": None, "unbounded": ["orphan", "price_subsidy"]}
    given = assess(orphan, "2020-04", price_index=3).totals["month"].to_dict()
    assert given == {"low": "102.00", "high": None, "unbounded": ["orphan"]}


def test_a_total_of_what_is_open_between_two_ends() -> None:
    """Whether savings are below the limit is open: either dibao of 850.00 and a price subsidy of 102.00, or neither."""
    total = assess(alone(money="35000"), "2020-04", price_index=3).totals["month"].to_dict()
    assert total == {"low": "0.00", "high": "952.00", "unbounded": []}


UNINSURED = {"year": 2020, "in_scope": "60000.00", "basic_paid": "20000.00"}


@pytest.mark.parametrize(
    ("member", "amount", "copay"),
    [
        # No bills at all, and bills of another year.
        ({}, ("0.00", "0.00"), ("0.00", "0.00")),
        ({"medical": UNINSURED | {"year": 2019}}, ("0.00", "0.00"), ("0.00", "0.00")),
        # Burden 40000.00, of which insurance pays 70 % of what is above 12500.00: 19250.00. Aid of 60 to 100 % of the rest, 20750.00.
        ({"medical": UNINSURED}, ("12450.00", "20750.00"), ("0.00", "8300.00")),
        # The same, and 750.00 paid by other insurance: 60 to 100 % of 20000.00.
        ({"medical": UNINSURED | {"other_paid": "750"}}, ("12000.00", "20000.00"), ("0.00", "8000.00")),
        # Earning too much for any group: 60 % of what is above 25000.00, 9000.00; the rest of 31000.00 is left.
        ({"medical": UNINSURED, "income": {"wages": "9000"}}, ("0.00", "0.00"), ("31000.00", "31000.00")),
        # On tekun: the whole rest of 20750.00.
        ({"medical": UNINSURED, "birth_date": "1950-01-01", "supporter": "none"}, ("20750.00", "20750.00"), ("0.00", "0.00")),
    ],
)
def test_the_copay_is_what_medical_aid_leaves(member: dict[str, Any], amount: tuple[str, str], copay: tuple[str, str]) -> None:
    found = assess(alone(**member), "2020-04")["medical_aid"]
    assert (str(found.low), str(found.high)) == amount
    assert found.copay is not None
    assert found.copay.to_dict() == dict(zip(("low", "high"), copay, strict=True))
    assert found.to_dict()["copay"] == found.copay.to_dict()
    assert found.copay.exact == (Decimal(copay[0]) if copay[0] == copay[1] else None)


def test_the_copay_is_that_of_all_members_together() -> None:
    """Each has 20750.00 left after insurance, of which at least 60 % is paid."""
    members = [{"id": name, "birth_date": "1980-01-01", "medical": UNINSURED} for name in ("P1", "P2")]
    found = assess(alone() | {"members": members}, "2020-04")["medical_aid"]
    assert found.copay is not None
    assert found.copay.to_dict() == {"low": "0.00", "high": "16600.00"}
    assert (str(found.low), str(found.high)) == ("24900.00", "41500.00")
    assert {str(amount.high) for amount in found.members.values()} == {"20750.00"}


def test_only_medical_aid_has_a_copay() -> None:
    for household in (worked(), alone()):
        answer = assess(household, "2020-04")
        assert [outcome.programme for outcome in answer if outcome.copay is not None] == ["medical_aid"]
        assert [outcome.programme for outcome in answer if outcome.exceptional is not None] == ["temporary_relief"]
        assert [outcome.programme for outcome in answer if outcome.beside] == ["medical_aid", "temporary_relief"]
        assert [name for name, outcome in answer.to_dict()["programmes"].items() if "copay" in outcome] == ["medical_aid"]


def test_a_year_s_programmes_are_read_as_of_the_year_s_end() -> None:
    """The yearly tables begin with 2020; of 2019 nothing is published, in whatever month it is asked."""
    for month in ("2020-01", "2020-06", "2020-12"):
        found = assess(alone(medical=UNINSURED), month)["critical_illness"]
        assert (found.status, str(found.amount)) == ("eligible", "19250.00")
    for month in ("2019-01", "2019-12"):
        found = assess(alone(medical=UNINSURED | {"year": 2019}), month)["critical_illness"]
        assert (found.status, found.amount) == ("undetermined", None)
        assert "critical_illness.deductible_assisted" in found.missing.parameters


HOUSEHOLDS = [
    worked(),
    alone(money="35000"),
    alone("zhuji", birth_date="2010-01-01", guardianship="unsupported", medical=UNINSURED),
    alone("xinchang", birth_date="1950-01-01", supporter="none", medical=UNINSURED, resident_pension={"receiving": True}),
    alone(income={"wages": "900"}, serious_illness=True, disability={"kind": "mental", "grade": 2}, medical=UNINSURED),
]


@pytest.mark.parametrize("month", ["2018-01", "2020-03", "2020-10", "2021-12"])
@pytest.mark.parametrize("place", range(len(HOUSEHOLDS)))
def test_a_programme_asked_for_alone_gives_the_same(place: int, month: str) -> None:
    together = assess(HOUSEHOLDS[place], month, price_index="7.8").to_dict(steps=True)["programmes"]
    for name in PROGRAMMES:
        alone_asked = assess(HOUSEHOLDS[place], month, price_index="7.8", programmes=[name]).to_dict(steps=True)["programmes"]
        assert alone_asked == {name: together[name]}


def test_from_before_the_tables_begin_nothing_is_known_and_nothing_fails() -> None:
    answer = assess({"district": "zhuji", "registration": "rural", "unstated": "none", "members": [{"birth_date": "1975-01-01"}]},
                    "2020-04", known_on="2017-12-31", programmes=["dibao"])  # fmt: skip
    assert answer["dibao"].status == "undetermined"
    assert "dibao.rounding" in answer["dibao"].missing.parameters


def test_nothing_in_an_answer_can_be_changed() -> None:
    """A caveat's note and a step's label are shared with every later answer: whoever could write to one would change them all."""
    household = {"district": "zhuji", "registration": "rural", "unstated": "none", "assets": {"homes": 1},
                 "members": [{"birth_date": "1975-01-01"}]}  # fmt: skip
    for answer in (
        assess(household, "2020-04"),
        assess(household, "2023-04", beyond_horizon=True),
        assess(household, "2020-04", known_on="2017-12-31", programmes=["dibao"]),
    ):
        dibao = answer["dibao"]
        notes = [caveat.note for caveat in dibao.caveats]
        labels = [step.label for top in dibao.steps for step in (top, *top.inputs)]
        assert notes
        for mapping in (answer.programmes, answer.totals, dibao.members, *notes, *labels):
            with pytest.raises(TypeError):
                mapping["en"] = "x"  # type: ignore[index]  # that it cannot be is what is tested


def test_one_answer_explained_by_many_threads_is_explained_the_same() -> None:
    household = {
        "district": "zhuji",
        "registration": "rural",
        "unstated": "none",
        "members": [{"birth_date": "1975-01-01", "income": {"wages": 900}}],
    }
    expected = assess(household, "2021-07").to_dict(steps=True)
    for _ in range(5):
        explain = partial(assess(household, "2021-07").to_dict, steps=True)
        with ThreadPoolExecutor(8) as pool:
            assert all(found.result() == expected for found in [pool.submit(explain) for _ in range(16)])
