"""Values by cases: questions in one order, each value once, and how rules see what differs by cases."""

from collections.abc import Callable, Mapping
from itertools import product
from operator import add, eq, floordiv, ge, gt, le, lt, mul, ne, neg, sub
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shaoxing_benefits.engine.diagrams import (
    Diagrams,
    Face,
    Form,
    Question,
    Split,
    Unsettled,
    Value,
    answered,
    bounds_of,
    ends_of,
    questions_in,
)
from shaoxing_benefits.engine.paths import Infeasible, Path
from shaoxing_benefits.engine.uncertain import Symbol, Uncertain

NOBODY = frozenset[str]()


def unknown(name: str, low: int | None = 0, high: int | None = 10) -> Any:
    return Uncertain({Symbol((name,), low, high, frozenset({name})): 1})


def split(diagrams: Diagrams, question: Question, *branches: Value) -> Split:
    found = diagrams.split(question, branches)
    assert isinstance(found, Split)
    return found


def form(diagrams: Diagrams, number: Uncertain) -> Form:
    found = diagrams.form(number)
    assert isinstance(found, Form)
    return found


def settled(value: Value, answers: Mapping[int, int]) -> Value:
    """What a value is where each question, by its rank, has this answer."""
    while isinstance(value, Split):
        value = value.branches[answers[value.question.rank]]
    return value


def in_order(value: Value, above: int = -1) -> bool:
    """Whether every question stands below those of lower rank only."""
    if not isinstance(value, Split):
        return True
    return value.question.rank > above and all(in_order(each, value.question.rank) for each in value.branches)


# Forms


def test_the_same_number_is_one_form() -> None:
    diagrams = Diagrams()
    assert diagrams.form(unknown("x") + 3) is diagrams.form(3 + unknown("x"))
    assert diagrams.form(unknown("x") + 3) is not diagrams.form(unknown("x") + 4)
    assert form(diagrams, unknown("x") + 3).bounds == (3, 13)


def test_a_number_of_one_value_is_that_number() -> None:
    diagrams = Diagrams()
    assert diagrams.form(unknown("x", 4, 4) + 3) == 7
    assert diagrams.form(unknown("x", 0, 1) // 2) == 0


def test_a_number_without_limit_is_a_form_without_limit() -> None:
    diagrams = Diagrams()
    assert form(diagrams, unknown("x", 0, None)).bounds == (0, None)
    assert form(diagrams, unknown("y", None, None)).bounds == (None, None)
    assert form(diagrams, 7 - unknown("x", 0, None)).bounds == (None, 7)


# Questions


def test_questions_are_ranked_in_the_order_in_which_they_are_made() -> None:
    diagrams = Diagrams()
    made = [diagrams.question(2, NOBODY) for _ in range(3)]
    assert [each.rank for each in made] == [0, 1, 2]
    assert diagrams.questions == made


def agrees(question: Question, answer: int, **values: int) -> bool:
    """Whether a question may be answered so where the unknowns have these values."""
    here = Path()
    for name, value in values.items():
        here.require(unknown(name) - value)
        here.require(value - unknown(name))
    try:
        question.further(answer, here)
    except Infeasible:
        return False
    return True


def test_the_answer_to_a_choice_says_nothing_of_numbers() -> None:
    question, here = Diagrams().question(3, frozenset({"kind"})), Path()
    assert all(question.further(answer, here) is here for answer in range(3))


def test_the_answer_to_a_choice_may_imply_something_of_numbers() -> None:
    """With the second answer x is at most 4 and y at most x."""
    question = Diagrams().question(2, NOBODY)
    question.implied += [(1, unknown("x") - 4), (1, unknown("y") - unknown("x"))]
    here = Path()
    assert question.further(0, here).bounds(unknown("x")) == (0, 10)
    assert [question.further(1, here).bounds(unknown(name)) for name in ("x", "y")] == [(0, 4), (0, 4)]
    assert here.bounds(unknown("x")) == (0, 10)
    assert [agrees(question, answer, x=5, y=2) for answer in range(2)] == [True, False]
    assert [agrees(question, answer, x=3, y=4) for answer in range(2)] == [True, False]
    assert [agrees(question, answer, x=4, y=4) for answer in range(2)] == [True, True]


def test_the_answer_to_a_comparison_says_on_which_side_the_number_is() -> None:
    """x - 4 is below nought up to x = 3."""
    question, positive = Diagrams().comparison(unknown("x") - 4)
    assert (question.answers, positive) == (2, True)
    assert question.origins == {"x"}
    assert [question.further(answer, Path()).bounds(unknown("x")) for answer in range(2)] == [(0, 3), (4, 10)]
    for value in range(11):
        assert [agrees(question, answer, x=value) for answer in range(2)] == [value < 4, value >= 4]


def test_one_question_for_all_ways_to_put_it() -> None:
    """x < 4, 2x < 8, 2x < 7, 3x - 12 < 0 and x / 2 < 2 all ask whether x is at most 3; x < 5 and y < 4 do not."""
    diagrams = Diagrams()
    x, y = unknown("x"), unknown("y")
    first, _ = diagrams.comparison(x - 4)
    for same in (2 * x - 8, 2 * x - 7, 3 * x - 12):
        assert diagrams.comparison(same) == (first, True)
    for other in (x - 5, y - 4, x + y - 4):
        assert diagrams.comparison(other)[0] is not first


def test_a_question_put_the_other_way_round_has_the_other_answer() -> None:
    """3 - x is below nought where x is at least 4: where x < 4 is answered by no."""
    diagrams = Diagrams()
    x = unknown("x")
    first, positive = diagrams.comparison(x - 4)
    again, negative = diagrams.comparison(3 - x)
    assert again is first
    assert (positive, negative) == (True, False)
    other, negative = diagrams.comparison(4 - x)
    assert other is not first
    assert negative is False
    # 4 - x < 0 where x is at least 5: "yes" to the question kept is x at most 4.
    assert [agrees(other, 0, x=value) for value in range(11)] == [value <= 4 for value in range(11)]
    assert len(diagrams.questions) == 2


@given(st.integers(-3, 3).filter(bool), st.integers(-3, 3), st.integers(-9, 9), st.integers(-3, 3).filter(bool), st.integers(-9, 9))
def test_an_answer_holds_in_just_the_cases_that_give_it(one: int, other: int, constant: int, scale: int, second: int) -> None:
    """Whichever of two comparisons of the same numbers came first."""
    diagrams = Diagrams()
    x, y = unknown("x"), unknown("y")
    for asked in (one * x + other * y + constant, scale * (one * x + other * y) + second):
        question, positive = diagrams.comparison(asked)
        yes = 0 if positive else 1
        for at_x, at_y in product((0, 1, 4, 10), repeat=2):
            negative = number_at(asked, x=at_x, y=at_y) < 0
            assert agrees(question, yes, x=at_x, y=at_y) == negative
            assert agrees(question, 1 - yes, x=at_x, y=at_y) == (not negative)


def number_at(form: Uncertain, **values: int) -> int:
    return (form.constant + sum(factor * values[symbol.key[0]] for symbol, factor in form.terms.items())) // form.scale


# Splits


def test_a_value_that_is_the_same_in_every_case_is_no_split() -> None:
    diagrams = Diagrams()
    question = diagrams.question(3, NOBODY)
    assert diagrams.split(question, (5, 5, 5)) == 5
    x = diagrams.form(unknown("x"))
    assert diagrams.split(question, (x, x, x)) is x
    assert isinstance(diagrams.split(question, (x, x, 5)), Split)
    assert isinstance(diagrams.split(question, (5, 5, x)), Split)


def test_equal_splits_are_one_object() -> None:
    diagrams = Diagrams()
    one, other = diagrams.question(2, NOBODY), diagrams.question(2, NOBODY)
    assert diagrams.split(one, (1, 2)) is diagrams.split(one, (1, 2))
    assert diagrams.split(one, (1, 2)) is not diagrams.split(one, (2, 1))
    assert diagrams.split(one, (1, 2)) is not diagrams.split(other, (1, 2))


def test_a_split_lies_between_its_least_and_its_greatest_end() -> None:
    diagrams = Diagrams()
    question, below = diagrams.question(2, NOBODY), diagrams.question(2, NOBODY)
    assert split(diagrams, question, 7, 3).bounds == (3, 7)
    assert split(diagrams, question, split(diagrams, below, 9, 1), 3).bounds == (1, 9)
    assert split(diagrams, question, diagrams.form(unknown("x", 2, None)), 3).bounds == (2, None)
    assert split(diagrams, question, diagrams.form(-unknown("x", 2, None)), 3).bounds == (None, 3)
    values = (4, form(diagrams, unknown("y", 1, 2)), split(diagrams, question, 7, 3))
    assert [bounds_of(each) for each in values] == [(4, 4), (1, 2), (3, 7)]


def test_joining_what_stands_below_is_splitting() -> None:
    diagrams = Diagrams()
    question, below = diagrams.question(2, NOBODY), diagrams.question(2, NOBODY)
    part = diagrams.split(below, (1, 2))
    assert diagrams.join(question, (part, 3)) is diagrams.split(question, (part, 3))


def test_joining_puts_the_first_question_first() -> None:
    """Asked for below: by `first` 1 or 2, where `second` is answered by its first; else 3."""
    diagrams = Diagrams()
    first, second = diagrams.question(2, NOBODY), diagrams.question(2, NOBODY)
    found = diagrams.join(second, (diagrams.split(first, (1, 2)), 3))
    assert isinstance(found, Split)
    assert found.question is first
    assert found is diagrams.split(first, (diagrams.split(second, (1, 3)), diagrams.split(second, (2, 3))))
    assert diagrams.join(second, (diagrams.split(first, (1, 2)), 3)) is found


def test_joining_does_not_ask_the_same_again() -> None:
    """Where the question is answered already, what stands under its other answers is no case."""
    diagrams = Diagrams()
    question = diagrams.question(2, NOBODY)
    low, high = diagrams.split(question, (1, 2)), diagrams.split(question, (3, 4))
    assert diagrams.join(question, (low, high)) is diagrams.split(question, (1, 4))
    assert diagrams.join(question, (low, low)) is low


def test_an_answer_leads_into_the_first_question_only() -> None:
    diagrams = Diagrams()
    first, second = diagrams.question(2, NOBODY), diagrams.question(2, NOBODY)
    below = diagrams.split(second, (1, 2))
    value = split(diagrams, first, below, 3)
    assert answered(value, first, 0) is below
    assert answered(value, first, 1) == 3
    assert answered(value, second, 0) is value
    assert answered(5, first, 0) == 5


Tree = Any
"""A number, or (question, branch, branch) with the questions in any order, even twice on one way."""


def trees() -> st.SearchStrategy[Tree]:
    return st.recursive(st.integers(0, 3), lambda smaller: st.tuples(st.integers(0, 3), smaller, smaller), max_leaves=12)


def joined(diagrams: Diagrams, questions: list[Question], tree: Tree) -> Value:
    if not isinstance(tree, tuple):
        return int(tree)
    asked, *branches = tree
    return diagrams.join(questions[asked], tuple(joined(diagrams, questions, each) for each in branches))


def looked_up(tree: Tree, answers: Mapping[int, int]) -> int:
    while isinstance(tree, tuple):
        tree = tree[1 + answers[tree[0]]]
    return int(tree)


@given(trees())
def test_joining_keeps_every_case_and_the_order(tree: Tree) -> None:
    diagrams = Diagrams()
    questions = [diagrams.question(2, NOBODY) for _ in range(4)]
    value = joined(diagrams, questions, tree)
    assert in_order(value)
    for answers in product(range(2), repeat=4):
        chosen = dict(enumerate(answers))
        assert settled(value, chosen) == looked_up(tree, chosen)


@given(trees(), trees())
def test_what_is_the_same_in_every_case_is_one_object(one: Tree, other: Tree) -> None:
    """A value has one form: however it was put together, it is the same object."""
    diagrams = Diagrams()
    questions = [diagrams.question(2, NOBODY) for _ in range(4)]
    first, second = joined(diagrams, questions, one), joined(diagrams, questions, other)
    cases = [dict(enumerate(answers)) for answers in product(range(2), repeat=4)]
    alike = all(looked_up(one, case) == looked_up(other, case) for case in cases)
    assert (first is second or first == second) == alike


# What stands in a value


def test_the_ends_of_values_are_told_once_each() -> None:
    diagrams = Diagrams()
    first, second = diagrams.question(2, NOBODY), diagrams.question(3, NOBODY)
    x = diagrams.form(unknown("x"))
    below = diagrams.split(second, (1, x, 2))
    assert set(ends_of([diagrams.split(first, (below, 2)), below, 7])) == {1, 2, 7, x}
    assert ends_of([]) == []
    assert ends_of([5]) == [5]


def test_the_questions_in_a_value_are_told_once_each() -> None:
    diagrams = Diagrams()
    first, second, third = (diagrams.question(2, NOBODY) for _ in range(3))
    below = diagrams.split(third, (1, 2))
    value = diagrams.split(first, (diagrams.split(second, (below, 4)), below))
    assert set(questions_in(value)) == {first, second, third}
    assert set(questions_in(below)) == {third}
    assert not questions_in(5)
    assert not questions_in(diagrams.form(unknown("x")))


# How rules see it

TWO_SIDED: list[Callable[[Any, Any], Any]] = [add, sub, mul, floordiv, lt, le, gt, ge, eq, ne, min, max]


@pytest.fixture
def face() -> Face:
    diagrams = Diagrams()
    return split(diagrams, diagrams.question(2, NOBODY), 3, 5).face


@pytest.mark.parametrize("use", TWO_SIDED)
def test_whatever_a_rule_does_with_it_the_question_comes_first(face: Face, use: Callable[[Any, Any], Any]) -> None:
    for one, other in ((face, 4), (4, face), (face, face), (face, unknown("x")), (unknown("x"), face), (unknown("x", None, None), face)):
        with pytest.raises(Unsettled):
            use(one, other)


@pytest.mark.parametrize("use", [neg, bool, lambda it: not it, lambda it: it and 1, lambda it: 1 if it else 2, lambda it: it in (1, 2)])
def test_looking_at_it_alone_is_asking_too(face: Face, use: Callable[[Any], Any]) -> None:
    with pytest.raises(Unsettled):
        use(face)


def test_handing_it_on_asks_nothing(face: Face) -> None:
    def choose(flag: bool, value: Any) -> Any:
        return value if flag else 0

    assert choose(True, face) is face
    assert choose(False, face) == 0


def test_there_is_no_hash_of_what_differs_by_cases(face: Face) -> None:
    with pytest.raises(TypeError):
        hash(face)
