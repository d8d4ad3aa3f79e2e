"""Answers over facts that are not known hold every way of knowing them, and name what they depend on."""

import random
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shaoxing_benefits import Amount, Assessment, Outcome, assess
from shaoxing_benefits.stated import Between, OneOf, Open

from .completions import Completion, Oracle
from .holding import Answered
from .households import households
from .hulls import climb, hull
from .partial_households import Full, Partial, fact_of, partial_households, random_partial, split

FEW, MANY = ("one", "few", "five", "part"), ("member", "two members", "all")
"""What is quickly answered, and what takes a hundred times as long: of that there are fewer examples."""
BATCH = 4
COMPLETIONS = 20
ORDER = ("ineligible", "undetermined", "eligible")
seeds = st.integers(0, 2**32)
indices = st.sampled_from([None, "7.8"])


def batch(seed: int, groups: tuple[str, ...], count: int = BATCH) -> list[tuple[random.Random, Partial]]:
    """Random households, each with a random of its own."""
    found = []
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        found.append((chance, random_partial(chance, chance.choice(groups), most=3)))
    return found


def told(outcome: Outcome) -> dict[str, Any]:
    """What is decided and paid."""
    members = {member: amount for member, amount in outcome.members.items() if amount.high != 0}
    return {"status": outcome.status, "range": outcome.range, "members": members, "beside": dict(outcome.beside)}


def lies_within(narrow: Amount | None, wide: Amount | None) -> bool:
    if narrow is None or wide is None:
        return narrow is wide
    return wide.low <= narrow.low and (wide.high is None or (narrow.high is not None and narrow.high <= wide.high))


def widened(narrow: Assessment, wide: Assessment) -> list[str]:
    """The programmes of which the answer that knows more says less."""
    found = []
    for outcome in narrow:
        other = wide[outcome.programme]
        if other.status not in ("undetermined", outcome.status):
            found.append(f"{outcome.programme}: {outcome.status} in {other.status}")
        amounts = {"range": (outcome.range, other.range)} | {name: (outcome.beside[name], other.beside[name]) for name in outcome.beside}
        nothing = Amount(Decimal("0.00"), Decimal("0.00"))
        amounts |= {name: (amount, other.members.get(name, nothing)) for name, amount in outcome.members.items()}
        found += [f"{outcome.programme} {name}: {one} in {all_}" for name, (one, all_) in amounts.items() if not lies_within(one, all_)]
    return found


def check_completions(chance: random.Random, partial: Partial, index: str | None) -> None:
    oracle = Oracle(partial, index)
    answered = Answered(assess(partial.data, str(partial.month), price_index=index), oracle)
    for values, case in oracle.completions(chance, COMPLETIONS):
        wrong = answered.outside(case)
        assert not wrong, f"{partial.month}, rise {index}: {partial.data}\n{values}"


@settings(max_examples=4)
@given(seeds, indices)
def test_every_completion_lies_inside_the_answer(seed: int, index: str | None) -> None:
    for chance, partial in batch(seed, FEW):
        check_completions(chance, partial, index)


@settings(max_examples=2)
@given(seeds, indices)
def test_every_completion_of_whole_members_lies_inside_the_answer(seed: int, index: str | None) -> None:
    for chance, partial in batch(seed, MANY, 1):
        check_completions(chance, partial, index)


@settings(max_examples=4)
@given(partial_households(households(most=2), FEW), seeds)
def test_households_of_other_kinds_are_held_too(partial: Partial, seed: int) -> None:
    check_completions(random.Random(seed), partial, "7.8")


@settings(max_examples=2)
@given(seeds)
def test_what_is_climbed_for_lies_inside_the_answer(seed: int) -> None:
    """Completions that were looked for because they lie far out."""
    ((chance, partial),) = batch(seed, FEW, 1)
    oracle = Oracle(partial)
    answered = Answered(assess(partial.data, str(partial.month)), oracle)
    found = hull(oracle, chance, 20)
    programme = chance.choice(oracle.programmes)
    for name in (programme.eligible, *programme.figures_beside, *([programme.amount] if programme.amount else [])):
        for sign in (1, -1):
            climb(found, programme, name, sign, chance)
    for values, case in found.seen:
        assert not answered.outside(case), f"{partial.month}: {partial.data}\n{values}"


def results(oracle: Oracle, values: Completion) -> dict[str, Any] | None:
    """What one completion comes to, by programme."""
    case = oracle.case(values)
    if case is None:
        return None
    found = {}
    for programme in oracle.programmes:
        shares = {name: case.values(name) for name in (programme.amount, programme.shares) if name}
        found[programme.id] = case.status(programme), shares, {name: case.total(name) for name in programme.figures_beside}
    return found


def check_missing(chance: random.Random, partial: Partial, index: str | None) -> None:
    answer, oracle = assess(partial.data, str(partial.month), price_index=index), Oracle(partial, index)
    named = {each.programme: {*each.missing.facts, *each.missing.parameters} for each in answer}
    for _ in range(3):
        values = oracle.at_random(chance)
        before = results(oracle, values)
        assert before is not None
        for name in oracle.coordinates:
            if all(name in missing for missing in named.values()):
                continue
            after = results(oracle, {**values, name: oracle.drawn(chance, name)})
            for programme, found in (after or {}).items():
                same = name in named[programme] or found == before[programme]
                assert same, f"{programme} depends on {name}, {partial.month}, rise {index}: {partial.data}\n{values}"


@settings(max_examples=4)
@given(seeds, indices)
def test_what_is_not_missing_changes_nothing(seed: int, index: str | None) -> None:
    """Two completions that differ in one fact, or one figure, that an answer does not name come to the same."""
    for chance, partial in batch(seed, FEW):
        check_missing(chance, partial, index)


def said_apart(fact: str, value: Any, chance: random.Random) -> Open:
    """A known value as if it were not quite known: the one of one, or between itself and itself."""
    return Between(value, value) if fact_of(fact).is_number and value is not None and chance.random() < 0.5 else OneOf((value,))


def check_exact(chance: random.Random, partial: Partial, index: str | None) -> None:
    truth = partial.truth.values
    said = attrs.evolve(partial, opened={path: said_apart(path, value, chance) for path, value in truth.items()})
    apart = assess(said.data, str(partial.month), price_index=index)
    known = assess(attrs.evolve(partial, opened={}).data, str(partial.month), price_index=index)
    for outcome in known:
        other = apart[outcome.programme]
        where = f"{outcome.programme}, {partial.month}, rise {index}: {said.data}"
        assert told(other) == told(outcome), where
        assert other.missing == outcome.missing, where
        assert [each.to_dict() for each in other.conditions] == [each.to_dict() for each in outcome.conditions], where
    assert apart.totals == known.totals


@settings(max_examples=4)
@given(seeds, indices)
def test_with_nothing_unknown_it_is_the_exact_answer(seed: int, index: str | None) -> None:
    """Stated as open facts of one possible value each, a full household goes the way of open ones."""
    for chance, partial in batch(seed, FEW):
        check_exact(chance, partial, index)


def moved(path: str, order: list[int]) -> str:
    """A path in the household that states its members in another order: the first of the list stands first."""
    place, inside = split(path)
    return path if place is None else f"members[{order.index(place)}].{inside}"


def shuffled(partial: Partial, order: list[int]) -> Partial:
    """The same household with its members stated in another order."""
    truth = partial.truth
    values = {moved(path, order): value for path, value in truth.values.items()}
    stated = Full(truth.district, truth.registration, tuple(truth.ids[place] for place in order), values)
    return attrs.evolve(partial, truth=stated, opened={moved(path, order): value for path, value in partial.opened.items()})


def check_order(chance: random.Random, partial: Partial, index: str | None) -> None:
    order = list(range(len(partial.truth.ids)))
    chance.shuffle(order)
    other = shuffled(partial, order)
    here, there = (assess(each.data, str(partial.month), price_index=index) for each in (partial, other))
    for outcome in here:
        where = f"{outcome.programme}, {partial.month}, rise {index}, in the order {order}: {partial.data}"
        assert told(outcome) == told(there[outcome.programme]), where
        assert {moved(path, order) for path in outcome.missing.facts} == set(there[outcome.programme].missing.facts), where
        assert outcome.missing.parameters == there[outcome.programme].missing.parameters, where
    assert here.totals == there.totals


@settings(max_examples=4)
@given(seeds, indices)
def test_the_order_of_members_changes_nothing(seed: int, index: str | None) -> None:
    for chance, partial in batch(seed, FEW):
        check_order(chance, partial, index)


def narrowed(chance: random.Random, partial: Partial, path: str) -> Partial:
    """The same with more known of one fact: all, or a part."""
    fact, truth, marker = fact_of(path), partial.truth.values[path], partial.opened[path]
    others = {name: value for name, value in partial.opened.items() if name != path}
    if isinstance(marker, OneOf) and len(marker.values) > 2:
        fewer = [value for value in marker.values if value == truth or chance.random() < 0.5]
        return attrs.evolve(partial, opened={**others, path: OneOf(tuple(fewer))})
    if not fact.is_number or truth is None or isinstance(marker, OneOf) or chance.random() < 0.3:
        return attrs.evolve(partial, opened=others)
    low, high = (marker.low, marker.high) if isinstance(marker, Between) else (None, None)
    ends = (truth, high) if chance.random() < 0.5 else (low, truth)
    return attrs.evolve(partial, opened={**others, path: Between(*ends)})


def check_knowing_more(chance: random.Random, partial: Partial, index: str | None) -> None:
    more = narrowed(chance, partial, chance.choice(list(partial.opened)))
    less_known, more_known = (assess(each.data, str(partial.month), price_index=index) for each in (partial, more))
    wider = widened(more_known, less_known)
    assert not wider, f"{wider}, {partial.month}, rise {index}: {partial.data}\n{more.data}"


@settings(max_examples=4)
@given(seeds, indices)
def test_knowing_more_never_widens_the_answer(seed: int, index: str | None) -> None:
    """Nor does opening one more fact narrow it, which is the same seen from the other side."""
    for chance, partial in batch(seed, FEW):
        check_knowing_more(chance, partial, index)


def one_person(**facts: Any) -> dict[str, Any]:
    """An adult in Yuecheng of whom everything else is none."""
    member = {"id": "P1", "birth_date": "1975-05-10"} | facts.pop("member", {})
    return {"district": "yuecheng", "registration": "urban", "unstated": "none", "members": [member]} | facts


def test_a_fact_that_is_used_twice_is_one_fact() -> None:
    """The standard is 850.00: with an income of 500.00 to 800.00 exactly 50.00 to 350.00 is lacking, and it is below the limit."""
    dibao = assess(one_person(member={"income": {"wages": {"low": "500.00", "high": "800.00"}}}), "2020-04")["dibao"]
    assert dibao.status == "eligible"
    assert dibao.range == Amount(Decimal("50.00"), Decimal("350.00"))
    assert dibao.missing == (("members[0].income.wages",), ())


def test_an_income_that_may_be_too_high_leaves_the_status_open() -> None:
    """With 849.99 there is a fen; with 850.00 nothing."""
    answers = [
        assess(one_person(member={"income": {"wages": {"low": "500.00", "high": high}}}), "2020-04")["dibao"]
        for high in ("849.99", "850.00")
    ]
    assert [each.status for each in answers] == ["eligible", "undetermined"]
    assert [each.range for each in answers] == [Amount(Decimal(low), Decimal("350.00")) for low in ("0.01", "0.00")]


@pytest.mark.parametrize("owned", [{"money": "61200.00"}, {"vehicles": 1, "vehicle_value": "81600.00"}])
def test_an_answer_that_no_unknown_can_change_is_firm(owned: dict[str, Any]) -> None:
    """Six years of 850.00 are 61 200.00, eight years 81 600.00: with that neither dibao nor its edge is given, whatever the income."""
    household = one_person(assets=owned, member={"income": "unknown", "disability": {"kind": "physical", "grade": 1}})
    answer = assess(household, "2020-04", price_index="7.8")
    for programme in ("dibao", "dibao_edge", "single_person", "disability_living", "price_subsidy", "shopping_card"):
        assert answer[programme].status == "ineligible", programme
        assert answer[programme].missing == ((), ()), programme


def test_the_same_household_a_fen_poorer_is_open() -> None:
    household = one_person(assets={"money": "61199.99"}, member={"income": "unknown", "disability": {"kind": "physical", "grade": 1}})
    answer = assess(household, "2020-04")
    assert answer["dibao"].status == "ineligible"
    assert answer["dibao_edge"].status == "undetermined"
    # Either income or wages alone would settle it one way; each kind of income that counts is named.
    counted = ("wages", "business", "property", "transfers", "pension")
    assert set(answer["dibao_edge"].missing.facts) == {f"members[0].income.{kind}" for kind in counted}


def test_unknown_is_not_nought() -> None:
    """Who says nothing of the wages is not taken to have none."""
    said = assess(one_person(unstated="unknown"), "2020-04")["dibao"]
    assert said.status == "undetermined"
    assert assess(one_person(), "2020-04")["dibao"].amount == Decimal("850.00")
