"""The evaluators agree: what is generated with the rules themselves and the run over cases, what is open with every way of closing it."""

import random
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shaoxing_benefits import Month, read_household
from shaoxing_benefits.asking import rule_set
from shaoxing_benefits.engine import bounds, search
from shaoxing_benefits.engine.cases import Cases
from shaoxing_benefits.engine.evaluation import Evaluation, Named, Spread, evaluate, layout
from shaoxing_benefits.engine.graph import AllOf
from shaoxing_benefits.engine.rule import Rule, Total
from shaoxing_benefits.engine.scalar import Context, Plan, context, make_plan
from shaoxing_benefits.household import Household
from shaoxing_benefits.numbers import FLAG
from shaoxing_benefits.rulebook import Question

from .households import MONTHS, households
from .partial_households import data_of, random_partial

PLANS: dict[str, Plan] = {}


def plan_for(month: Month) -> Plan:
    """All programmes and all their conditions."""
    if str(month) not in PLANS:
        segment = rule_set().segment(month.first_day)
        wanted = [name for each in segment.programmes.values() for name in (each.eligible, *each.figures)]
        PLANS[str(month)] = make_plan(segment, wanted)
    return PLANS[str(month)]


def context_of(household: Household, month: Month) -> Context:
    return context(plan_for(month), rule_set().rulebook, Question(household.district, month.first_day))


def closed(opened: Context, chance: random.Random) -> Context:
    """The same with every unpublished parameter given some value inside its bounds."""
    entries = []
    for entry in opened.entries:
        if entry.value is None:
            low = entry.low or 0
            natural = 1 if entry.definition.unit is FLAG else low + chance.choice([1, 200, 90_000, 400_000])
            high = natural if entry.high is None else entry.high
            entry = attrs.evolve(entry, value=chance.choice([low, high, chance.randint(low, high)]))
        entries.append(entry)
    values = opened.plan.fold(tuple(entry.value for entry in entries))
    return Context(opened.plan, opened.day, tuple(entries), (None,) * len(entries), values, {})


def places(evaluation: Evaluation, name: str) -> list[int | None]:
    of_member = name in evaluation.context.plan.segment.of_member
    return list(range(len(evaluation.members))) if of_member else [None]


def lies_in(value: int | None, spread: Spread) -> bool:
    assert value is not None
    return spread.low <= value and (spread.high is None or value <= spread.high)


def spreads(evaluation: Evaluation, *, forced: bool = False) -> Iterator[tuple[Named, Spread]]:
    """Every value of a run with its ends; `forced` by the run over cases, though the straight one may do."""
    names = layout(evaluation.context.plan, len(evaluation.members))
    if not forced:
        yield from ((named, evaluation.spread(*named)) for named in names)
        return
    cases = Cases()
    row = cases.run(evaluation.context, evaluation.household_values, evaluation.member_values)
    for named, place in names.items():
        yield named, Spread(*cases.search.ends(row[place]))


@given(households(), st.sampled_from(MONTHS), st.integers(0, 2**32))
def test_the_run_over_cases_of_what_is_known_is_the_straight_run(data: dict[str, Any], when: str, seed: int) -> None:
    """Every value of all programmes, facts and parameters included."""
    household, month = read_household(data), Month.parse(when)
    straight = evaluate(closed(context_of(household, month), random.Random(seed)), household, month)
    cases = Cases()
    assert cases.run(straight.context, straight.household_values, straight.member_values) == straight.row
    # What is open is taken to be never less than nought.
    assert min(map(int, straight.row)) >= 0  # type: ignore[arg-type]  # all are known here
    assert not cases.diagrams.questions
    assert not cases.summarised


@given(households(most=3), st.sampled_from(MONTHS), st.integers(0, 2**32))
def test_the_run_over_cases_of_what_is_unpublished_holds_every_way_of_closing_it(data: dict[str, Any], when: str, seed: int) -> None:
    """Also where the straight run could have done; it is no wider than that, since it starts from the same numbers."""
    household, month = read_household(data), Month.parse(when)
    opened = context_of(household, month)
    answer = evaluate(opened, household, month)
    found = dict(spreads(answer, forced=True))
    chance = random.Random(seed)
    for _ in range(3):
        case = evaluate(closed(opened, chance), household, month)
        outside = [named for named, spread in found.items() if not lies_in(case.exact(*named), spread)]
        assert not outside
    if answer.results is not None:
        assert found == dict(spreads(answer))


@settings(max_examples=4)
@given(st.sampled_from(["one", "few", "five", "part"]), st.sampled_from(MONTHS), st.integers(0, 2**32))
def test_what_a_household_is_lies_inside_what_is_said_where_facts_of_it_are_open(group: str, when: str, seed: int) -> None:
    """Every value of all programmes, not only what is told: a rule further on may take any of them."""
    chance = random.Random(seed)
    partial = random_partial(chance, group, month=when, most=3)
    whole = read_household(data_of(partial.truth, partial.truth.values, "none"))
    household = read_household(partial.data)
    opened = context_of(household, partial.month)
    answer = evaluate(opened, household, partial.month)
    case = evaluate(closed(opened, chance), whole, partial.month)
    outside = [named for named, spread in spreads(answer) if not lies_in(case.exact(*named), spread)]
    assert not outside


@settings(max_examples=4)
@given(st.sampled_from(["few", "part", "member"]), st.sampled_from([1, 4, 30]), st.sampled_from([1, 3, 100]), st.integers(0, 2**32))
def test_the_same_however_few_cases_are_told_apart(group: str, cases: int, ways: int, seed: int) -> None:
    """What is summarised is wider, and still holds what the household is; `search` stops early too."""
    chance = random.Random(seed)
    partial = random_partial(chance, group, most=2)
    whole = read_household(data_of(partial.truth, partial.truth.values, "none"))
    household = read_household(partial.data)
    opened = context_of(household, partial.month)
    case = evaluate(closed(opened, chance), whole, partial.month)
    with pytest.MonkeyPatch.context() as patched:
        for module, name, most in ((bounds, "MOST_CASES", cases), (bounds, "MOST_PATHS", ways), (search, "MOST_CASES", 10 * cases)):
            patched.setattr(module, name, most)
        patched.setattr(bounds, "MOST_CHOICES", cases)
        answer = evaluate(opened, household, partial.month)
        outside = [named for named, spread in spreads(answer) if not lies_in(case.exact(*named), spread)]
    assert not outside


@settings(max_examples=6)
@given(households(), st.sampled_from(MONTHS), st.integers(0, 2**32))
def test_every_way_of_closing_what_is_open_lies_inside_the_answer(data: dict[str, Any], when: str, seed: int) -> None:
    household, month = read_household(data), Month.parse(when)
    opened = context_of(household, month)
    answer = evaluate(opened, household, month)
    chance = random.Random(seed)
    for _ in range(5):
        case = evaluate(closed(opened, chance), household, month)
        for name in (*opened.plan.household_nodes, *(name for names in opened.plan.passes for name in names)):
            for member in places(answer, name):
                assert lies_in(case.exact(name, member), answer.spread(name, member)), name


@given(households(), st.sampled_from(MONTHS), st.integers(0, 2**32))
def test_the_generated_function_is_the_rules_themselves(data: dict[str, Any], when: str, seed: int) -> None:
    """Every value of a run, worked out again by calling the rule with the values of its arguments."""
    household, month = read_household(data), Month.parse(when)
    case = evaluate(closed(context_of(household, month), random.Random(seed)), household, month)
    nodes = case.context.plan.segment.nodes
    for name in (*case.context.plan.household_nodes, *(name for names in case.context.plan.passes for name in names)):
        node = nodes[name]
        for member in places(case, name):
            taken = getattr(node, "takes", {})
            values = [
                case.exact(each, member if each in case.context.plan.segment.of_member else None)
                for each in taken
                if not isinstance(node, Total)
            ]
            if isinstance(node, Rule):
                expected = node.function(*values)
            elif isinstance(node, AllOf):
                expected = all(values)
            else:
                assert isinstance(node, Total)
                everybody = range(len(case.members)) if member is None else range(member)
                added = [case.exact(node.of, each) for each in everybody]
                expected = any(added) if node.how == "any" else sum(int(each or 0) for each in added)
            assert case.exact(name, member) == expected, name


@given(households(most=3), st.sampled_from(MONTHS), st.integers(0, 2**32))
def test_what_is_not_missing_changes_nothing(data: dict[str, Any], when: str, seed: int) -> None:
    """With the parameters that an outcome depends on closed in one way, it is the same however all others are closed."""
    household, month = read_household(data), Month.parse(when)
    opened = context_of(household, month)
    answer = evaluate(opened, household, month)
    one, other = (closed(opened, random.Random(seed + more)) for more in (0, 1))
    for programme in opened.plan.segment.programmes.values():
        wanted = [(name, member) for name in (programme.eligible, *programme.figures) for member in places(answer, name)]
        missing = answer.depends_on(wanted)
        entries = tuple(mine if mine.name in missing else its for mine, its in zip(one.entries, other.entries, strict=True))
        mixed = Context(opened.plan, opened.day, entries, one.symbols, opened.plan.fold(tuple(entry.value for entry in entries)), {})
        found, expected = (evaluate(each, household, month) for each in (mixed, one))
        assert [found.exact(*each) for each in wanted] == [expected.exact(*each) for each in wanted], programme.id
