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

def begun(a: Count, b: Count) -> Count:
    """Two ways out, and then something to work out."""
    if a == 0:
        return b
    if a < b:
        return scale(a)
    c = a - b
    return c + c

def begun_with_a_kind(a: Count, b: Registration) -> Count:
    if b == Registration.RURAL:
        return 0
    c = a + b
    return c

def begun_and_nested(a: Count, b: Count) -> Count:
    if a == 1:
        return 7
    if a < b:
        if b == 3:
            return 8
        return 9
    return b

def begun_by_looking_up(a: Count, b: Count) -> Count:
    if a == TABLE[0]:
        return 7
    c = a + b
    return c
'''
)
WRITTEN_OUT = ["one_value", "chain", "flags", "kind", "helper", "own_helper", "argument_first"]
BEGUN = ["begun", "begun_with_a_kind", "begun_and_nested"]
CALLED = ["with_locals", "with_else", "nested", "looked_up", "by_module", "does_two", "inner", "begun_by_looking_up"]
CALL = "f_it(n_a, n_b)"


@pytest.fixture
def rules(tmp_path: Path) -> Iterator[ModuleType]:
    with written(tmp_path, "some_rules", TEXT) as module:
        yield module


def values_of(function: Any, expression: str, names: dict[str, Any], *values: int) -> Any:
    """What the expression comes to, where the call in it calls the function."""
    arguments = list(function.__annotations__)[:-1]
    variables: dict[str, Any] = {f"n_{argument}": value for argument, value in zip(arguments, values, strict=True)}
    return eval(expression, names | variables)


@pytest.mark.parametrize("name", WRITTEN_OUT)
def test_what_stays_one_expression_is_written_out_and_gives_the_same(rules: ModuleType, name: str) -> None:
    names: dict[str, Any] = {}
    function = getattr(rules, name)
    expression = inlined(function, CALL, names)
    assert expression is not None
    assert CALL not in expression
    for values in product(range(4), repeat=2):
        assert values_of(function, expression, names, *values) == function(*values), values


@pytest.mark.parametrize("name", BEGUN)
def test_what_begins_as_an_expression_is_called_where_it_goes_on_and_gives_the_same(rules: ModuleType, name: str) -> None:
    names: dict[str, Any] = {}
    function = getattr(rules, name)
    expression = inlined(function, CALL, names)
    assert expression is not None
    assert expression.count(CALL) == 1
    for values in product(range(4), repeat=2):
        assert values_of(function, expression, names | {"f_it": function}, *values) == function(*values), values


def test_the_ways_out_stand_before_the_call(rules: ModuleType) -> None:
    assert inlined(rules.begun, CALL, {}) == f"n_b if n_a == 0 else h_some_rules_scale(n_a) if n_a < n_b else {CALL}"
    assert inlined(rules.begun_and_nested, CALL, {}) == f"7 if n_a == 1 else {CALL}"


def test_a_rule_is_called_only_where_no_way_out_was_taken(rules: ModuleType) -> None:
    called: list[tuple[int, int]] = []

    def noted(a: int, b: int) -> int:
        called.append((a, b))
        return int(rules.begun(a, b))

    names: dict[str, Any] = {"f_it": noted}
    expression = inlined(rules.begun, CALL, names)
    assert expression is not None
    for values in product(range(3), repeat=2):
        values_of(rules.begun, expression, names, *values)
    assert called == [(1, 0), (1, 1), (2, 0), (2, 1), (2, 2)]


@pytest.mark.parametrize("name", CALLED)
def test_what_does_not_even_begin_as_an_expression_is_called(rules: ModuleType, name: str) -> None:
    names: dict[str, Any] = {}
    assert inlined(getattr(rules, name), CALL, names) is None
    assert names == {}


def test_a_chain_becomes_one_choice_after_another(rules: ModuleType) -> None:
    assert inlined(rules.chain, CALL, {}) == "n_b if n_a == 0 else 2 if n_a < n_b or n_b == 3 else n_a - n_b"


def test_kinds_and_constants_become_numbers(rules: ModuleType) -> None:
    names: dict[str, Any] = {}
    assert inlined(rules.kind, CALL, names) == "12 * n_a if n_b == 1 else n_a"
    assert names == {}


@pytest.mark.parametrize("name", [*WRITTEN_OUT, *BEGUN])
def test_a_rule_can_be_written_out_again(rules: ModuleType, name: str) -> None:
    first: dict[str, Any] = {}
    second: dict[str, Any] = {}
    assert inlined(getattr(rules, name), CALL, first) == inlined(getattr(rules, name), CALL, second)
    assert first == second


def test_helpers_are_named_after_their_module(rules: ModuleType) -> None:
    names: dict[str, Any] = {}
    assert inlined(rules.own_helper, CALL, names) == "h_some_rules_scale(n_a) - h_some_rules_scale(n_b)"
    assert names == {"h_some_rules_scale": rules.scale}


def test_a_rule_without_source_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    def some(a: int) -> int:
        return a

    made = ModuleType("made_up")
    monkeypatch.setitem(sys.modules, "made_up", made)
    some.__module__ = "made_up"
    assert inlined(some, CALL, {}) is None


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


def test_rules_that_begin_as_expressions_stand_with_the_others(tmp_path: Path) -> None:
    """Wages of 5.00 and 7.00: the first way out is taken by P1, P2 is worked out (twice 7.00, less a fen)."""
    text = (
        HEADER
        + """
@rule()
def begun(income_wages: MonthlyFen) -> MonthlyFen:
    if income_wages <= 500:
        return income_wages
    twice = income_wages + income_wages
    return twice - 1

@rule()
def after(begun: MonthlyFen) -> MonthlyFen:
    return begun + 1
"""
    )
    with written(tmp_path, "rules_begun", text) as module:
        found = evaluated([module], (), family("5.00", "7.00"), "after")
        assert found.results == (501 + 1_400,)
    assert [found.exact("after", member) for member in (0, 1)] == [501, 1_400]


def test_of_the_shipped_rules_those_with_locals_are_called() -> None:
    functions = [rule.function for rule in declared(MODULES).rules]
    called = {each.__name__ for each in functions if CALL in (inlined(each, CALL, {}) or CALL)}
    assert called == {each.__name__ for each in functions if each.__code__.co_nlocals > each.__code__.co_argcount}
    assert "dibao_amount" in called
    assert "dibao_share" not in called
