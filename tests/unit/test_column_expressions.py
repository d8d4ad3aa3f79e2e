"""Expressions for columns: what is known is written in, branches become choices, and what may fail is told from what may not."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from shaoxing_benefits.engine.column_expressions import PICK, branchless, constant, folded, never_fails
from shaoxing_benefits.engine.column_loops import placed
from shaoxing_benefits.engine.column_writing import ROWS, TOGETHER, WIDTH
from shaoxing_benefits.household import MOST_MEMBERS
from shaoxing_benefits.kinds import Rounding
from shaoxing_benefits.numbers import RATE_ONE, divide, portion, share

KNOWN = {"yes": True, "no": False, "four": 4, "year": "assessed"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("n_a + n_four", "n_a + 4"),
        ("n_a == n_year", "n_a == assessed"),
        ("n_a if n_yes else n_b", "n_a"),
        ("n_a if n_no else n_b", "n_b"),
        ("n_a if not n_no else n_b", "n_a"),
        ("n_f and n_yes", "n_f"),
        ("n_f and n_no", "False"),
        ("n_f and n_g and n_yes", "n_f and n_g"),
        ("n_f or n_yes", "True"),
        ("n_f or n_no", "n_f"),
        ("n_no or n_no", "False"),
        ("n_yes and n_yes", "True"),
        ("n_a if n_f and (not n_yes or n_no) else max(0, n_b)", "max(0, n_b)"),
        ("f_amount(n_a, n_four, n_no)", "f_amount(n_a, 4, False)"),
        ("four + n_unheard_of", "four + n_unheard_of"),
    ],
)
def test_what_is_known_is_written_in_and_what_cannot_matter_is_left_out(text: str, expected: str) -> None:
    assert folded(text, KNOWN) == expected


def test_what_is_nothing_but_a_value_is_known() -> None:
    assert [constant(text) for text in ("7", "True", "False", "n_a", "7 + 1", "-7")] == [7, True, False, None, None, None]
    assert constant("True") is True


EXPRESSIONS = (
    "n_f and n_g or not n_h",
    "n_f and (n_g or n_h)",
    "n_a if n_f else n_b if n_g or n_h else 3",
    "max(n_a, n_b if n_f and n_g else 0) - min(n_a, n_b)",
    "n_a < n_b and n_b < 3 or n_f",
    "0 if not n_f else n_a if n_a > n_b else n_b - n_a",
)


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_without_branches_an_expression_comes_to_the_same(text: str) -> None:
    made = branchless(text)
    assert " if " not in made
    assert " and " not in made
    assert " or " not in made
    for f, g, h, a, b in product((False, True), (False, True), (False, True), range(4), range(4)):
        names: dict[str, Any] = {"n_f": f, "n_g": g, "n_h": h, "n_a": a, "n_b": b}
        assert eval(made, {PICK: lambda condition, one, other: one if condition else other, **names}) == eval(text, names)


def by_a_fixed_number(amount: int) -> int:
    return divide(max(0, amount) * 3, RATE_ONE, Rounding.HALF_UP)


def by_what_is_stated(amount: int, heads: int) -> int:
    return divide(amount, heads, Rounding.DOWN)


def straight(amount: int, heads: int) -> int:
    return amount // heads


def through_another(amount: int, heads: int) -> int:
    return by_what_is_stated(amount, heads) + 1


def remainder(amount: int, heads: int) -> int:
    return amount % heads


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (portion, True),
        (by_a_fixed_number, True),
        (share, False),
        (by_what_is_stated, False),
        (straight, False),
        (remainder, False),
        (through_another, False),
    ],
)
def test_what_divides_by_anything_but_a_fixed_number_may_fail(function: Callable[..., int], expected: bool) -> None:
    called = "h_" + function.__name__
    assert never_fails(f"0 if not n_x else n_y + {called}(n_a, n_b)", {called: function}) is expected


def test_what_cannot_be_read_may_fail() -> None:
    scope: dict[str, Any] = {}
    exec("def made(amount):\n    return amount", scope)
    assert not never_fails("h_made(n_a)", {"h_made": scope["made"]})


@pytest.mark.parametrize("text", ["n_a // n_b", "n_a % n_b", "min(n_a, n_b // n_c)", "n_a + n_b // n_c if n_f else 0"])
def test_a_division_in_the_text_itself_may_fail(text: str) -> None:
    # Rows beyond the last are worked out with the others, and nobody has stated anything for them.
    assert not never_fails(text, {})


def test_what_does_not_divide_never_fails() -> None:
    assert never_fails("min(n_a, n_b) * 3 - (n_c if n_f and not n_g else 0)", {})


def test_a_column_of_the_table_is_used_again_once_nobody_takes_its_values() -> None:
    blocks = [["a[@m.x@ + m] = 1"], ["a[@m.y@ + m] = a[@m.x@ + m]"], ["a[@m.z@ + m] = a[@m.y@ + m]"], ["to = a[@m.z@ + m] + a[@m.y@ + m]"]]
    lines, length = placed(blocks, 10)
    assert lines == ["a[0 + m] = 1", "a[10 + m] = a[0 + m]", "a[0 + m] = a[10 + m]", "to = a[0 + m] + a[10 + m]"]
    assert length == 20


def test_the_largest_household_fits_a_block_of_rows_worked_out_together() -> None:
    assert MOST_MEMBERS <= ROWS < WIDTH
    assert ROWS % TOGETHER == 0
    assert TOGETHER & (TOGETHER - 1) == 0
