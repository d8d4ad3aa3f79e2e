"""Sums that a path keeps, and what they say together of numbers that have no limit of their own."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shaoxing_benefits.engine.paths import Infeasible, Path, beginning

from .test_paths import unknown, within


def test_a_part_takes_off_no_more_than_its_whole() -> None:
    """Of wages without limit a part is left out: 100 less the rest is at most 100."""
    part, whole = unknown("part", 0, None), unknown("whole", 0, None)
    path = beginning([(part, whole)])
    assert path.bounds(100 - whole + part) == (None, 100)
    assert path.bounds(whole - part) == (0, None)
    assert path.bounds(100 - 2 * whole + part) == (None, 100)
    assert path.bounds(3 * whole - part + 5) == (5, None)
    assert path.bounds(part + whole) == (0, None)
    assert path.bounds(2 * part - whole) == (None, None)


def test_of_a_part_with_a_limit_both_bounds_hold() -> None:
    """A part of 3 to 7 of a whole of 5 to 9: what is left is 0 to 6, though the ranges alone say -2 to 6."""
    part, whole = unknown("part", 3, 7), unknown("whole", 5, 9)
    path = beginning([(part, whole)])
    assert path.bounds(whole - part) == (0, 6)
    assert path.bounds(whole - part + unknown("x", 0, 1)) == (0, 7)
    assert path.bounds(part - whole) == (-6, 0)
    assert path.bounds(2 * whole - part) == (5, 15)


def test_several_parts_of_several_wholes_at_once() -> None:
    names = ("one", "two")
    parts = [(unknown(f"part {name}", 0, None), unknown(f"whole {name}", 0, None)) for name in names]
    path = beginning(parts)
    form = 100 + sum(part - whole for part, whole in parts)
    assert path.bounds(form) == (None, 100)


def test_sums_that_are_kept_are_added_up() -> None:
    """With x at most y and y at most z, x - z is at most nought, and x cannot be more than z."""
    x, y, z = (unknown(name, 0, None) for name in "xyz")
    path = beginning([(x, y), (y, z)])
    assert path.bounds(x - z) == (None, 0)
    assert path.bounds(7 - 2 * z + 2 * x) == (None, 7)
    with pytest.raises(Infeasible):
        path.require(z - x + 1)


@pytest.mark.parametrize("most", [10, 11, 40])
@pytest.mark.parametrize("turned", [False, True])
def test_two_sums_that_exclude_each_other_are_found_out_by_turns(turned: bool, most: int) -> None:
    """x is at most y + 2, and y at most x - 5: each round takes something off both, until nothing is left."""
    x, y = unknown("x", 0, most), unknown("y", 0, most)
    one, other = (-y + x - 2, -x + y + 5) if turned else (x - y - 2, y - x + 5)
    path = Path()
    path.require(one)
    with pytest.raises(Infeasible):
        path.require(other)


def test_a_part_known_as_a_number_bounds_its_whole() -> None:
    assert beginning([(7, unknown("x", 0, None))]).bounds(unknown("x", 0, None)) == (7, None)
    assert beginning([(unknown("x", 0, None), 7)]).bounds(unknown("x", 0, None)) == (0, 7)
    assert beginning([(6, 7)]).bounds(unknown("x")) == (0, 10)
    with pytest.raises(Infeasible):
        beginning([(7, 6)])
    with pytest.raises(Infeasible):
        beginning([(11, unknown("x"))])


def test_what_a_path_begins_with_stays_as_it_is() -> None:
    base = beginning([(unknown("x"), 7)])
    further = Path((), base)
    further.require(unknown("x") - 3)
    assert [path.bounds(unknown("x")) for path in (further, base)] == [(0, 3), (0, 7)]


NAMES = ("a", "b", "c", "d")


@st.composite
def pictures(draw: st.DrawFn) -> tuple[dict[str, int], dict[str, Any], list[Any], list[tuple[str, str]]]:
    """A case: values of some unknowns, ranges that hold them, sums that are at most nought there, and parts of wholes."""
    values = {name: draw(st.integers(0, 12)) for name in NAMES}
    numbers = {}
    for name, value in values.items():
        low = draw(st.sampled_from([None, 0, value, value - 2]))
        high = draw(st.sampled_from([None, None, value, value + 5]))
        numbers[name] = unknown(name, low, high)
    kept = []
    for _ in range(draw(st.integers(0, 4))):
        factors = {name: draw(st.integers(-2, 2)) for name in NAMES}
        reached = sum(factor * values[name] for name, factor in factors.items())
        slack = draw(st.integers(0, 3))
        if any(factors.values()):
            kept.append(sum((factor * numbers[name] for name, factor in factors.items() if factor), start=-reached - slack))
    parts = [(one, other) for one, other in (("a", "b"), ("c", "d")) if values[one] <= values[other] and draw(st.booleans())]
    return values, numbers, kept, parts


@settings(max_examples=400)
@given(pictures(), st.lists(st.integers(-3, 3), min_size=4, max_size=4).filter(any), st.integers(1, 4))
def test_a_case_that_agrees_with_all_that_is_kept_lies_in_the_bounds(picture: Any, factors: list[int], divisor: int) -> None:
    values, numbers, kept, parts = picture
    path = beginning((numbers[one], numbers[other]) for one, other in parts)
    for form in kept:
        path.require(form)
    form = sum((factor * numbers[name] for name, factor in zip(NAMES, factors, strict=True) if factor), start=1)
    value = 1 + sum(factor * values[name] for name, factor in zip(NAMES, factors, strict=True))
    assert within(value, path.bounds(form))
    assert within(value // divisor, path.bounds(form // divisor))
    for name, number in numbers.items():
        assert within(values[name], path.bounds(number))
