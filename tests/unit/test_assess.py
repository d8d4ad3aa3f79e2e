"""Asking and being answered: months, options, programmes, and the form of the answer."""

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError

from shaoxing_benefits import InputError, Month, UsageError, assess, read_household
from shaoxing_benefits.identity import digest
from shaoxing_benefits.places import data_folder

from .. import typing_sample

PROGRAMMES = ["dibao", "dibao_edge", "single_person", "tekun", "orphan"]
WORKED = data_folder("examples") / "demo" / "2-yuecheng-family.toml"


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
    answer = assess(read_household(WORKED), "2020-04", price_index="7.8")
    dibao = answer["dibao"]
    assert (dibao.status, dibao.amount, dibao.low, dibao.high) == ("eligible", *[Decimal("1996.67")] * 3)
    assert {member: amount.exact for member, amount in dibao.members.items()} == {
        "P1": Decimal("850.00"),
        "P2": Decimal("573.34"),
        "P3": Decimal("573.33"),
    }
    assert {outcome.programme: outcome.status for outcome in answer if outcome.programme != "dibao"} == dict.fromkeys(
        PROGRAMMES[1:], "ineligible"
    )


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
    with pytest.raises(UsageError, match=r"^month: The tables end in 2021-12; nothing is known for 2022-01"):
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


def test_overlays_are_refused_for_now() -> None:
    with pytest.raises(UsageError, match=r"^overlays: Overlay tables are not read yet"):
        assess(alone(), "2020-04", overlays=[Path("county.toml")])


@pytest.mark.parametrize(("given", "kept"), [("7.8", "7.8"), (Decimal("7.80"), "7.80"), (3, "3"), ("0", "0"), (None, None)])
def test_the_price_index_is_kept_in_the_answer(given: Any, kept: str | None) -> None:
    assert assess(alone(), "2020-04", price_index=given).to_dict()["options"]["price_index"] == kept


@pytest.mark.parametrize("given", ["much", "-1", "7.855", 7.8, True, "", [7], "unknown"])
def test_a_price_index_that_is_no_rise_in_per_cent_is_refused(given: Any) -> None:
    with pytest.raises(UsageError, match=r"^price_index: .*Write the rise in per cent, such as 7\.8\."):
        assess(alone(), "2020-04", price_index=given)


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
    assert assess(household, "2020-04", programmes=["orphan"])["orphan"].amount == Decimal("1635.00")
    with pytest.raises(InputError, match=r"members\[0\]\.income\.wages: It is needed and not stated"):
        assess(household, "2020-04")


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
ANSWER = {
    "household": str,
    "month": str,
    "rules": {"edition": str, "digest": str, "overlays": list},
    "options": {"price_index": (str, type(None)), "known_on": (str, type(None)), "assume_planned": bool, "beyond_horizon": bool},
    "programmes": dict.fromkeys(PROGRAMMES, OUTCOME),
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
    "household", [read_household(WORKED), alone(money="35000"), alone("zhuji", supporter="none", serious_illness=True)]
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
            for value in (condition["actual"], condition["limit"]):
                assert not isinstance(value, dict) or list(value) == ["low", "high"]
        for caveat in outcome["caveats"]:
            has_shape(caveat, {"parameter": str, "status": str, "note": str})
    assert json.loads(json.dumps(found)) == found


def test_the_steps_are_plain_data_too() -> None:
    found = assess(alone(money="35000"), "2021-07").to_dict(steps=True)
    assert json.loads(json.dumps(found)) == found
    assert all(list(outcome) == [*OUTCOME, "steps"] for outcome in found["programmes"].values())


def test_money_is_written_with_two_decimals() -> None:
    found = assess(read_household(WORKED), "2020-04").to_dict()
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
    with pytest.raises(FrozenInstanceError):
        setattr(part(assess(read_household(WORKED), "2020-04")), name, None)


def test_an_answer_knows_its_programmes_only() -> None:
    with pytest.raises(KeyError):
        assess(alone(), "2020-04")["disability_living"]


def test_what_is_asked_for_twice_is_made_once() -> None:
    answer = assess(alone(), "2020-04")
    assert answer["dibao"].conditions is answer["dibao"].conditions
    assert answer["dibao"].caveats is answer["dibao"].caveats
    assert answer.totals is answer.totals


def test_threads_give_what_one_gives() -> None:
    months = ["2019-12", "2020-04", "2021-03", "2021-07"]
    households = [read_household(WORKED), alone(), alone(money="35000"), alone("shengzhou", birth_date="1950-01-01", supporter="none")]
    asked = [(household, month) for household in households for month in months] * 25

    def answer(each: tuple[Any, str]) -> dict[str, Any]:
        return assess(*each).to_dict()

    def many(share: list[tuple[Any, str]]) -> list[dict[str, Any]]:
        return [answer(each) for each in share]

    serial = many(asked)
    shares = [asked[start : start + 50] for start in range(0, len(asked), 50)]
    assert len(shares) == 8
    with ThreadPoolExecutor(8) as pool:
        threaded = [found for share in pool.map(many, shares) for found in share]
    assert threaded == serial


def test_one_answer_can_be_unfolded_by_many_threads() -> None:
    answer, expected = (assess(read_household(WORKED), "2020-04") for _ in range(2))
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
    assert found == {digest()}
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in found)
    assert answers[0].rules.overlays == ()


def test_totals_are_what_is_paid_in_each_period() -> None:
    answer = assess(read_household(WORKED), "2020-04")
    assert {period: total.to_dict() for period, total in answer.totals.items()} == {
        "month": {"low": "1996.67", "high": "1996.67", "unbounded": []},
        "year": {"low": "0.00", "high": "0.00", "unbounded": []},
        "once": {"low": "0.00", "high": "0.00", "unbounded": []},
    }


def test_totals_add_up_programmes() -> None:
    """P1 on tekun (1602), P2 an orphan in the community (1635), P3 on dibao alone (850 less wages of 50)."""
    members = [
        {"id": "P1", "birth_date": "1950-01-01", "supporter": "none"},
        {"id": "P2", "birth_date": "2010-01-01", "guardianship": "orphan"},
        {"id": "P3", "birth_date": "1980-01-01", "income": {"wages": "50"}},
    ]
    answer = assess(alone() | {"members": members}, "2020-04")
    assert [str(answer[name].amount) for name in ("tekun", "orphan", "dibao")] == ["1602.00", "1635.00", "800.00"]
    assert answer.totals["month"].range.exact == Decimal("4037.00")
    assert assess(alone() | {"members": members}, "2020-04", programmes=["tekun", "dibao"]).totals["month"].range.exact == Decimal(
        "2402.00"
    )


def test_a_total_names_what_has_no_upper_limit() -> None:
    answer = assess(alone("shengzhou", birth_date="2010-01-01", guardianship="orphan"), "2020-04")
    assert answer.totals["month"].to_dict() == {"low": "0.00", "high": None, "unbounded": ["orphan"]}
    open_total = assess(alone(money="35000"), "2020-04").totals["month"].to_dict()
    assert open_total == {"low": "0.00", "high": "850.00", "unbounded": []}


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
        assess(household, "2020-04", known_on="2017-12-31"),
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
