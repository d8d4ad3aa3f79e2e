"""Which rules are written out as expressions and which are called; either way they give the same."""

import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from shaoxing_benefits.engine.inlining import inlined
from shaoxing_benefits.engine.rule import declared
from shaoxing_benefits.programmes import MODULES

from ..modules import evaluated, family, written

HEADER = """
from shaoxing_benefits import kinds
from shaoxing_benefits.engine.rule import rule
from shaoxing_benefits.kinds import Registration, Rounding
from shaoxing_benefits.numbers import MONTHS_A_YEAR, Count, MonthlyFen, divide
"""
TEXT = (
    HEADER
    + '''
TABLE = {0: 1}

def scale(amount):
    return amount * 2

def one_value(a: Count, b: Count) -> Count:
    """Says what it is."""
    return a + 2 * b

def chain(a: Count, b: Count) -> Count:
    if a == 0:
        return b
    if a < b or b == 3:
        return 2
    return a - b

def flags(a: Count, b: Count) -> bool:
    return a > 1 and not b == 2

def kind(a: Count, b: Registration) -> Count:
    if b == Registration.RURAL:
        return MONTHS_A_YEAR * a
    return a

def helper(a: Count, b: Count) -> Count:
    return divide(max(a, b) + min(a, 1), b + 1, Rounding.UP)

def own_helper(a: Count, b: Count) -> Count:
    return scale(a) - scale(b)

def argument_first(a: Count, scale: Count) -> Count:
    return a + scale

def with_locals(a: Count, b: Count) -> Count:
    c = a
    if b > 1:
        c = c + b
    return c

def with_else(a: Count, b: Count) -> Count:
    if a < b:
        return a
    else:
        return b

def nested(a: Count, b: Count) -> Count:
    if a < b:
        if a == 1:
            return 7
        return 8
    return b

def looked_up(a: Count, b: Count) -> Count:
    return TABLE[0] + a + b

def by_module(a: Count, b: Count) -> Count:
    return kinds.Registration.RURAL + a + b

def does_two(a: Count, b: Count) -> Count:
    if a < b:
        a = b
        return a
    return b

def inner(a: Count, b: Count) -> Count:
    def more(c):
        return c + 1
    return more(a) + b
'''
)
WRITTEN_OUT = ["one_value", "chain", "flags", "kind", "helper", "own_helper", "argument_first"]
CALLED = ["with_locals", "with_else", "nested", "looked_up", "by_module", "does_two", "inner"]


@pytest.fixture
def rules(tmp_path: Path) -> Iterator[ModuleType]:
    with written(tmp_path, "some_rules", TEXT) as module:
        yield module


@pytest.mark.parametrize("name", WRITTEN_OUT)
def test_what_stays_one_expression_is_written_out_and_gives_the_same(rules: ModuleType, name: str) -> None:
    names: dict[str, Any] = {}
    function = getattr(rules, name)
    expression = inlined(function, names)
    assert expression is not None
    arguments = list(function.__annotations__)[:-1]
    for values in product(range(4), repeat=2):
        variables: dict[str, Any] = {f"n_{argument}": value for argument, value in zip(arguments, values, strict=True)}
        assert eval(expression, names | variables) == function(*values), values


@pytest.mark.parametrize("name", CALLED)
def test_what_is_more_than_one_expression_is_called(rules: ModuleType, name: str) -> None:
    names: dict[str, Any] = {}
    assert inlined(getattr(rules, name), names) is None
    assert names == {}


def test_a_chain_becomes_one_choice_after_another(rules: ModuleType) -> None:
    assert inlined(rules.chain, {}) == "n_b if n_a == 0 else 2 if n_a < n_b or n_b == 3 else n_a - n_b"


def test_kinds_and_constants_become_numbers(rules: ModuleType) -> None:
    names: dict[str, Any] = {}
    assert inlined(rules.kind, names) == "12 * n_a if n_b == 1 else n_a"
    assert names == {}


@pytest.mark.parametrize("name", WRITTEN_OUT)
def test_a_rule_can_be_written_out_again(rules: ModuleType, name: str) -> None:
    first: dict[str, Any] = {}
    second: dict[str, Any] = {}
    assert inlined(getattr(rules, name), first) == inlined(getattr(rules, name), second)
    assert first == second


def test_helpers_are_named_after_their_module(rules: ModuleType) -> None:
    names: dict[str, Any] = {}
    assert inlined(rules.own_helper, names) == "h_some_rules_scale(n_a) - h_some_rules_scale(n_b)"
    assert names == {"h_some_rules_scale": rules.scale}


def test_a_rule_without_source_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    def some(a: int) -> int:
        return a

    made = ModuleType("made_up")
    monkeypatch.setitem(sys.modules, "made_up", made)
    some.__module__ = "made_up"
    assert inlined(some, {}) is None


HELPED = (
    HEADER
    + """
def more(amount):
    return {more}

@rule()
def {name}(income_wages: MonthlyFen) -> MonthlyFen:
    return more(income_wages)
"""
)


def test_two_modules_may_give_one_helper_name_to_different_things(tmp_path: Path) -> None:
    with (
        written(tmp_path, "rules_one", HELPED.format(name="one", more="amount + 1")) as one,
        written(tmp_path, "rules_two", HELPED.format(name="two", more="amount * 10")) as two,
    ):
        found = evaluated([one, two], (), family("5.00"), "one", "two")
    assert found.exact("one", 0) == 501
    assert found.exact("two", 0) == 5_000


def test_rules_written_out_and_rules_called_stand_together(tmp_path: Path) -> None:
    text = (
        HEADER
        + """
@rule()
def called(income_wages: MonthlyFen) -> MonthlyFen:
    twice = income_wages + income_wages
    return twice

@rule()
def written_out(called: MonthlyFen, listed: bool) -> MonthlyFen:
    if not listed:
        return 0
    return called + 1
"""
    )
    with written(tmp_path, "rules_both", text) as module:
        found = evaluated([module], (), family("5.00", "7.00"), "written_out")
    assert [found.exact("written_out", member) for member in (0, 1)] == [1_001, 1_401]


def test_of_the_shipped_rules_those_with_locals_are_called() -> None:
    called = {rule.function.__name__ for rule in declared(MODULES).rules if inlined(rule.function, {}) is None}
    assert called == {"dibao_amount", "dibao_share", "tekun_counted_allowances"}
