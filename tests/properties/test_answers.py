"""What must be true of every answer."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shaoxing_benefits import Amount, Assessment, assess

from .households import MONTHS, MONTHS_OF_2020, households, yuan_of

FEN = Decimal("0.01")
COMMUNITY_RATE = Decimal("1635.00")
ADDITIONS = {"0": 0, "100": 130, "200": 0, "300": 30, "500": 80, "1000": 250, "5000": 600}
"""What is added to a contribution from 2020, by tier."""
NOTHING = Amount(Decimal("0.00"), Decimal("0.00"))


def shape(answer: Assessment) -> dict[str, Any]:
    """What is decided and paid; not how it is explained."""
    outcomes = {each.programme: (each.status, each.range, dict(each.members), each.copay, each.missing) for each in answer}
    return outcomes | {"totals": dict(answer.totals)}


def with_member(household: Mapping[str, Any], place: int, **changed: Any) -> dict[str, Any]:
    members = [*household["members"]]
    members[place] = members[place] | changed
    return dict(household) | {"members": members}


def never_more(less: Amount, more: Amount) -> bool:
    """Neither end of the one is above the same end of the other."""
    return less.low <= more.low and (more.high is None or (less.high is not None and less.high <= more.high))


def paid_to(answer: Assessment, programme: str, member: str) -> Amount:
    return answer[programme].members.get(member, NOTHING)


@given(households(most=3), st.sampled_from(MONTHS), st.randoms(use_true_random=False))
def test_the_order_of_members_changes_nothing(household: dict[str, Any], month: str, random: Any) -> None:
    shuffled = household | {"members": random.sample(household["members"], len(household["members"]))}
    assert shape(assess(household, month, price_index="7.8")) == shape(assess(shuffled, month, price_index="7.8"))


@given(households(), st.sampled_from(MONTHS), st.integers(1, 200_000), st.data())
def test_more_income_never_raises_dibao(household: dict[str, Any], month: str, more: int, data: st.DataObject) -> None:
    # A tekun member's income moves him or her between two programmes; here nobody is without a supporter.
    members = [member | {"supporter": "capable"} for member in household["members"]]
    place = data.draw(st.integers(0, len(members) - 1))
    income = members[place]["income"]
    richer = [*members]
    richer[place] = members[place] | {"income": income | {"transfers": str(Decimal(income["transfers"]) + Decimal(more).scaleb(-2))}}
    before = assess(household | {"members": members}, month, programmes=["dibao"])["dibao"]
    after = assess(household | {"members": richer}, month, programmes=["dibao"])["dibao"]
    order = ("ineligible", "undetermined", "eligible")
    assert order.index(after.status) <= order.index(before.status)
    assert after.low is not None
    assert before.low is not None
    assert after.low <= before.low
    if before.high is not None:
        assert after.high is not None
        assert after.high <= before.high


@given(households(most=3), st.sampled_from(MONTHS))
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
        if outcome.status == "undetermined" or (outcome.amount is None and not outcome.ceiling):
            assert outcome.missing.parameters


@given(households(most=3), st.sampled_from(MONTHS))
def test_of_a_ceiling_nothing_is_sure_and_it_is_in_no_total(household: dict[str, Any], month: str) -> None:
    answer = assess(household, month)
    for outcome in (each for each in answer if each.ceiling):
        assert outcome.low == 0
        assert all(amount.low == 0 for amount in (*outcome.members.values(), *outcome.beside.values()))
        assert outcome.programme not in answer.totals["once"].unbounded
        if outcome.status == "ineligible":
            assert outcome.amount == 0
            assert all(amount == NOTHING for amount in outcome.beside.values())
        elif outcome.high is None:
            assert outcome.missing.parameters
        else:
            most = [amount.high for amount in outcome.members.values()]
            assert None not in most
            assert sum((each for each in most if each is not None), Decimal(0)) == outcome.high
    paid = [each.range for each in answer if each.period == "once" and not each.ceiling and each.range is not None]
    assert answer.totals["once"].range.low == sum((each.low for each in paid), Decimal(0))


@given(households(), st.sampled_from(MONTHS))
def test_temporary_relief_in_exceptional_hardship_is_twice_as_much_at_most(household: dict[str, Any], month: str) -> None:
    """12 standards for 6, also where the standard is not published."""
    relief = assess(household, month, programmes=["temporary_relief"])["temporary_relief"]
    assert relief.exceptional is not None
    assert relief.exceptional.high == (None if relief.high is None else 2 * relief.high)


@given(households(), st.sampled_from(MONTHS_OF_2020))
def test_what_is_added_to_a_contribution_hangs_on_the_tier_alone(household: dict[str, Any], month: str) -> None:
    """Whatever else is known of the member; but for the lowest tier, which is not open to everybody."""
    outcome = assess(household, month, programmes=["contribution_subsidy"])["contribution_subsidy"]
    for member in household["members"]:
        tier = "0" if member["resident_pension"] == "none" else member["resident_pension"]["tier"]
        added = outcome.members.get(member["id"], NOTHING).exact
        expected = 0 if member["absence"] == "prison" else ADDITIONS[tier]
        assert added == expected or (tier == "100" and added == 0)


@given(households(), st.sampled_from(MONTHS))
def test_nobody_is_paid_twice_for_the_same_need(household: dict[str, Any], month: str) -> None:
    answer = assess(household, month, programmes=["dibao", "dibao_edge", "tekun", "orphan"])
    on_tekun, on_orphan = set(answer["tekun"].members), set(answer["orphan"].members)
    on_dibao = {member for member, amount in answer["dibao"].members.items() if amount.low > 0}
    assert not {member for member in on_tekun if answer["tekun"].members[member].low > 0} & on_dibao
    assert not on_orphan & on_tekun
    assert not (answer["dibao"].status == "eligible" and answer["dibao_edge"].status != "ineligible")


@given(households(most=3), st.sampled_from(MONTHS_OF_2020))
def test_programmes_asked_for_alone_give_the_same(household: dict[str, Any], month: str) -> None:
    """Word for word where the standard is known; elsewhere other comparisons may narrow a range by more or less."""
    together = assess(household, month).to_dict()["programmes"]
    for programme in together:
        alone = assess(household, month, programmes=[programme]).to_dict()["programmes"][programme]
        assert alone | {"conditions": []} == together[programme] | {"conditions": []}


@given(households(), st.sampled_from(MONTHS_OF_2020))
def test_nobody_in_prison_gets_anything(household: dict[str, Any], month: str) -> None:
    answer = assess(with_member(household, 0, absence="prison"), month, price_index="7.8")
    for outcome in answer:
        assert "P1" not in outcome.members, outcome.programme


@given(households(), st.sampled_from(MONTHS_OF_2020), st.integers(1, 5_000_000), st.sampled_from(["in_scope", "special_drugs"]))
def test_more_bills_never_lower_what_insurance_and_aid_pay_together(household: dict[str, Any], month: str, more: int, kind: str) -> None:
    bills = {"year": 2020, "in_scope": "12000.00", "basic_paid": "0", "special_drugs": "3000.00", "other_paid": "0"}
    stated = household["members"][0]["medical"]
    bills = bills if stated == "none" else stated | {"year": 2020}
    dearer = bills | {kind: str(Decimal(bills[kind]) + Decimal(yuan_of(more)))}
    asked = ("critical_illness", "medical_aid")
    before, after = (assess(with_member(household, 0, medical=each), month, programmes=asked).totals["year"] for each in (bills, dearer))
    assert never_more(before.range, after.range)


@given(households(), st.sampled_from(MONTHS_OF_2020))
def test_what_everybody_pays_of_the_bills_adds_up_to_their_cost(household: dict[str, Any], month: str) -> None:
    """Where nothing is cut at nought: others pay no more than insurance leaves. What is not certain is aid for one, copay for the other."""
    answer = assess(household, month, programmes=["critical_illness", "medical_aid"])
    left = Decimal(0)
    for member in household["members"]:
        bills = member["medical"]
        if bills == "none" or bills["year"] != 2020:
            continue
        insured = paid_to(answer, "critical_illness", member["id"]).exact
        cost, basic, other = (Decimal(bills["in_scope"]) + Decimal(bills["special_drugs"]), bills["basic_paid"], bills["other_paid"])
        if insured is None or cost - Decimal(basic) - insured < Decimal(other):
            return
        left += cost - Decimal(basic) - insured - Decimal(other)
    aid, copay = answer["medical_aid"].range, answer["medical_aid"].copay
    assert aid is not None
    assert aid.high is not None
    assert copay is not None
    assert copay.high is not None
    # A sum of several members' shares of one unknown rate may be a fen too wide for each of them.
    slack = FEN * (0 if aid.exact is not None else len(household["members"]))
    assert abs(aid.low + copay.high - left) <= slack
    assert abs(aid.high + copay.low - left) <= slack


@given(households(), st.sampled_from(MONTHS_OF_2020), st.integers(0, 1500), st.integers(0, 1500))
def test_the_price_subsidy_follows_the_index_within_a_fen(household: dict[str, Any], month: str, one: int, other: int) -> None:
    answers = [
        assess(household, month, price_index=yuan_of(each), programmes=["price_subsidy"])["price_subsidy"]
        for each in (one, other, one + other)
    ]
    first, second, both = answers
    assert first.status == second.status == both.status
    for member in (each["id"] for each in household["members"]):
        small, large, whole = (each.members.get(member, NOTHING) for each in answers)
        assert abs(small.low + large.low - whole.low) <= FEN
        assert small.high is not None
        assert large.high is not None
        assert whole.high is not None
        assert abs(small.high + large.high - whole.high) <= FEN


@given(
    households(),
    st.sampled_from(MONTHS_OF_2020),
    st.sampled_from(["yuecheng", "keqiao", "shangyu"]),
    st.dates(date(2003, 1, 1), date(2018, 6, 1)),
)
def test_what_an_unsupported_child_gets_reaches_the_rate(household: dict[str, Any], month: str, district: str, born: date) -> None:
    child = {"guardianship": "unsupported", "birth_date": born.isoformat(), "absence": "none"}
    asked = ("dibao", "single_person", "tekun", "unsupported_child", "disability_living")
    answer = assess(with_member(household, 0, **child) | {"district": district}, month, programmes=asked)
    given_elsewhere = [paid_to(answer, programme, "P1") for programme in asked if programme != "unsupported_child"]
    allowance = paid_to(answer, "unsupported_child", "P1")
    assert answer["unsupported_child"].status == "eligible"
    assert allowance.high is not None
    gets = [allowance, *given_elsewhere]
    # Whichever of them it is, and whatever is open.
    assert any(each.high is None for each in gets) or sum(each.high for each in gets if each.high is not None) >= COMMUNITY_RATE
    if all(each.exact is not None for each in gets):
        assert allowance.low == max(Decimal(0), COMMUNITY_RATE - sum(each.low for each in given_elsewhere))


@given(households(), st.sampled_from(MONTHS_OF_2020), st.integers(1, 200_000), st.data())
def test_more_income_never_raises_what_the_poor_get_beside_dibao(
    household: dict[str, Any], month: str, more: int, data: st.DataObject
) -> None:
    # Who leaves tekun for a larger income joins the dibao household, which may then own more; here nobody is without a supporter.
    supported = household | {"members": [member | {"supporter": "capable"} for member in household["members"]]}
    place = data.draw(st.integers(0, len(household["members"]) - 1))
    income = household["members"][place]["income"]
    richer = with_member(supported, place, income=income | {"transfers": str(Decimal(income["transfers"]) + Decimal(yuan_of(more)))})
    asked = ("price_subsidy", "shopping_card", "premium_subsidy", "contribution_subsidy", "temporary_relief")
    before, after = (assess(each, month, price_index="7.8", programmes=asked) for each in (supported, richer))
    for programme in asked:
        poorer_gets, richer_gets = before[programme].range, after[programme].range
        assert poorer_gets is not None
        assert richer_gets is not None
        assert never_more(richer_gets, poorer_gets), programme
