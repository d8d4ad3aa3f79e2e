"""What must be true of every answer."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shaoxing_benefits import Assessment, assess

from .households import MONTHS, households


def shape(answer: Assessment) -> dict[str, Any]:
    found = answer.to_dict()
    for programme in found["programmes"].values():
        programme["conditions"] = sorted(programme["conditions"], key=lambda each: (each["id"], each["member"] or ""))
    return found


@given(households(), st.sampled_from(MONTHS), st.randoms(use_true_random=False))
def test_the_order_of_members_changes_nothing(household: dict[str, Any], month: str, random: Any) -> None:
    shuffled = household | {"members": random.sample(household["members"], len(household["members"]))}
    assert shape(assess(household, month)) == shape(assess(shuffled, month))


@given(households(), st.sampled_from(MONTHS), st.integers(1, 200_000), st.data())
def test_more_income_never_raises_dibao(household: dict[str, Any], month: str, more: int, data: st.DataObject) -> None:
    # A tekun member's income moves him or her between two programmes; here nobody is without a supporter.
    members = [member | {"supporter": "capable"} for member in household["members"]]
    place = data.draw(st.integers(0, len(members) - 1))
    income = members[place]["income"]
    richer = [*members]
    richer[place] = members[place] | {"income": income | {"transfers": str(Decimal(income["transfers"]) + Decimal(more).scaleb(-2))}}
    before = assess(household | {"members": members}, month)["dibao"]
    after = assess(household | {"members": richer}, month)["dibao"]
    order = ("ineligible", "undetermined", "eligible")
    assert order.index(after.status) <= order.index(before.status)
    assert after.low is not None
    assert before.low is not None
    assert after.low <= before.low
    if before.high is not None:
        assert after.high is not None
        assert after.high <= before.high


@given(households(), st.sampled_from(MONTHS))
def test_shares_add_up_and_low_is_never_above_high(household: dict[str, Any], month: str) -> None:
    for outcome in assess(household, month):
        if outcome.range is None:
            assert not outcome.members
            continue
        assert outcome.low is not None
        assert outcome.low >= 0
        assert outcome.high is None or outcome.low <= outcome.high
        if outcome.amount is not None and all(amount.exact is not None for amount in outcome.members.values()):
            assert sum((amount.low for amount in outcome.members.values()), Decimal(0)) == outcome.amount
        if outcome.status == "ineligible":
            assert outcome.amount == 0
            assert any(condition.holds is False for condition in outcome.conditions)
        if outcome.status == "undetermined" or outcome.amount is None:
            assert outcome.missing.parameters


@given(households(), st.sampled_from(MONTHS))
def test_nobody_is_paid_twice_for_the_same_need(household: dict[str, Any], month: str) -> None:
    answer = assess(household, month)
    on_tekun, on_orphan = set(answer["tekun"].members), set(answer["orphan"].members)
    on_dibao = {member for member, amount in answer["dibao"].members.items() if amount.low > 0}
    assert not {member for member in on_tekun if answer["tekun"].members[member].low > 0} & on_dibao
    assert not on_orphan & on_tekun
    assert not (answer["dibao"].status == "eligible" and answer["dibao_edge"].status != "ineligible")


@given(households(), st.sampled_from([month for month in MONTHS if "2019" < month < "2021"]))
def test_programmes_asked_for_alone_give_the_same(household: dict[str, Any], month: str) -> None:
    """Word for word where the standard is known; elsewhere other comparisons may narrow a range by more or less."""
    together = assess(household, month).to_dict()["programmes"]
    for programme in together:
        alone = assess(household, month, programmes=[programme]).to_dict()["programmes"][programme]
        assert alone | {"conditions": []} == together[programme] | {"conditions": []}
