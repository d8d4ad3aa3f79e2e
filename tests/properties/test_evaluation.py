"""The evaluators agree: what is generated with the rules themselves, and what is open with every way of closing it."""

import random
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from shaoxing_benefits import Month, read_household
from shaoxing_benefits.asking import rule_set
from shaoxing_benefits.engine.evaluation import Evaluation, evaluate
from shaoxing_benefits.engine.graph import AllOf
from shaoxing_benefits.engine.rule import Rule, Total
from shaoxing_benefits.engine.scalar import Context, Plan, context, make_plan
from shaoxing_benefits.household import Household
from shaoxing_benefits.numbers import FLAG
from shaoxing_benefits.rulebook import Question

from .households import MONTHS, households

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
                low, high = answer.spread(name, member)
                value = case.exact(name, member)
                assert value is not None
                assert low <= value, name
                assert high is None or value <= high, name


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
    if answer.given_up:
        return
    one, other = (closed(opened, random.Random(seed + more)) for more in (0, 1))
    for programme in opened.plan.segment.programmes.values():
        wanted = [(name, member) for name in (programme.eligible, *programme.figures) for member in places(answer, name)]
        missing = answer.depends_on(wanted)
        entries = tuple(mine if mine.name in missing else its for mine, its in zip(one.entries, other.entries, strict=True))
        mixed = Context(opened.plan, opened.day, entries, one.symbols, opened.plan.fold(tuple(entry.value for entry in entries)), {})
        found, expected = (evaluate(each, household, month) for each in (mixed, one))
        assert [found.exact(*each) for each in wanted] == [expected.exact(*each) for each in wanted], programme.id
