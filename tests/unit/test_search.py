"""The least and the greatest of values by cases: possible cases only, sums case by case, and bounds that stand where the search stops."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shaoxing_benefits.engine import search as module
from shaoxing_benefits.engine.diagrams import Diagrams, Question, Split, Value
from shaoxing_benefits.engine.paths import Infeasible, Path, beginning
from shaoxing_benefits.engine.search import Search, first_question, sum_bounds
from shaoxing_benefits.engine.uncertain import Symbol, Uncertain

NOBODY = frozenset[str]()


def unknown(name: str, low: int | None = 0, high: int | None = 10) -> Any:
    return Uncertain({Symbol((name,), low, high, frozenset({name})): 1})


class Made:
    """Values over the unknowns x and y, from 0 to 10 each, and over choices."""

    def __init__(self, *parts: tuple[Any, Any]) -> None:
        """Of each two numbers the first is at most the second, in every case."""
        self.diagrams = Diagrams()
        self.search = Search(self.diagrams, beginning(parts))

    def ranked(self, *numbers: Any) -> None:
        """Whether these are below nought is asked in this order."""
        for number in numbers:
            self.diagrams.comparison(number)

    def below(self, number: Any, yes: Value, no: Value) -> Value:
        """The one value where a number is below nought, the other where it is not."""
        question, positive = self.diagrams.comparison(number)
        return self.diagrams.join(question, (yes, no) if positive else (no, yes))

    def chosen(self, *branches: Value) -> Value:
        return self.diagrams.join(self.diagrams.question(len(branches), NOBODY), branches)

    def form(self, number: Any) -> Value:
        return self.diagrams.form(number)


X, Y = unknown("x"), unknown("y")


def test_a_known_number_is_its_own_least_and_greatest() -> None:
    search = Search(Diagrams(), Path())
    assert search.ends(7) == (7, 7)
    assert search.ends(True) == (1, 1)
    assert search.ends_of_sum([]) == (0, 0)
    assert search.ends_of_sum([3, 4, True]) == (8, 8)


def test_a_form_lies_in_its_range_as_the_path_has_it() -> None:
    made = Made((X, 4))
    assert made.search.ends(made.form(X)) == (0, 4)
    assert made.search.ends(made.form(10 - X)) == (6, 10)
    assert made.search.ends(made.form(Y)) == (0, 10)


def test_the_least_and_the_greatest_are_those_of_all_cases() -> None:
    made = Made()
    assert made.search.ends(made.chosen(5, 2, 9)) == (2, 9)
    assert made.search.ends(made.chosen(5, made.form(X), 20)) == (0, 20)


def test_a_case_that_is_impossible_does_not_count() -> None:
    """Where x is below 3 it is not below 8 first and 7 or more then: 100 belongs to no case."""
    made = Made()
    value = made.below(X - 3, made.below(X - 8, 1, 100), 2)
    assert isinstance(value, Split)
    assert value.bounds == (1, 100)
    assert made.search.ends(value) == (1, 2)


def test_what_holds_in_every_case_rules_out_some() -> None:
    """With y at most x, x below 3 and y at 3 or more go together nowhere."""
    made = Made((Y, X))
    value = made.below(X - 3, made.below(Y - 3, 1, 100), 2)
    assert made.search.ends(value) == (1, 2)
    assert Made().search.ends(value) == (1, 100)


def test_a_form_is_as_wide_as_its_case_lets_it_be() -> None:
    """x where it is below 3, else 10 - x: 0 to 2, or 0 to 7."""
    made = Made()
    assert made.search.ends(made.below(X - 3, made.form(X), made.form(10 - X))) == (0, 7)
    assert made.search.ends(made.below(X - 3, made.form(X + 20), made.form(10 - X))) == (0, 22)


def test_there_may_be_no_greatest() -> None:
    made = Made()
    z = unknown("z", 2, None)
    assert made.search.ends(made.form(z)) == (2, None)
    assert made.search.ends(made.chosen(1, made.form(z))) == (1, None)
    # Only in an impossible case is there no limit here.
    assert made.search.ends(made.below(X - 3, made.below(X - 8, 1, made.form(z)), 2)) == (1, 2)


def test_nought_is_the_least_where_nothing_is_known_of_it() -> None:
    made = Made()
    z = unknown("z", 2, None)
    assert made.search.ends(made.form(30 - z)) == (0, 28)
    assert made.search.ends(made.chosen(made.form(30 - z), 5)) == (0, 28)
    # What is known to be below nought is told so.
    assert made.search.ends(made.form(X - 4)) == (-4, 6)


def nowhere(made: Made) -> Value:
    """A value in the one case that x is below nought, which it never is."""
    return Split(Question(len(made.diagrams.questions) + 10, 1, NOBODY, X + 1), (7,))


def test_where_there_is_no_case_at_all_nothing_is_concluded() -> None:
    made = Made()
    assert made.search.ends(nowhere(made)) == (0, None)
    assert made.search.ends_of_sum([nowhere(made), 5]) == (5, None)
    assert made.search.ends(made.chosen(nowhere(made), 3)) == (3, 3)
    assert [made.search.can_be(nowhere(made), wanted) for wanted in (True, False)] == [True, True]


# Sums


def test_what_excludes_each_other_is_not_added() -> None:
    made = Made()
    question = made.diagrams.question(2, NOBODY)
    one, other = made.diagrams.split(question, (3, 0)), made.diagrams.split(question, (0, 5))
    assert made.search.ends_of_sum([one, other]) == (3, 5)
    assert made.search.ends_of_sum([one, other, 10, True]) == (14, 16)
    assert made.search.ends_of_sum([one, one]) == (0, 6)


def test_what_is_common_to_the_parts_of_a_sum_cancels() -> None:
    made = Made()
    assert made.search.ends_of_sum([made.form(X), made.form(10 - X)]) == (10, 10)
    assert made.search.ends_of_sum([made.form(X), made.form(12 - X - Y)]) == (2, 12)
    assert made.search.ends_of_sum([made.form(X), made.form(Y), 1]) == (1, 21)


def test_a_sum_cancels_in_each_case_for_itself() -> None:
    """x where it is below 4 and else nothing, and what it lacks to 10 throughout: 10, or 0 to 6."""
    made = Made()
    assert made.search.ends_of_sum([made.below(X - 4, made.form(X), 0), made.form(10 - X)]) == (0, 10)
    assert made.search.ends_of_sum([made.below(X - 4, made.form(X), 20), made.form(10 - X)]) == (10, 26)


def test_a_sum_has_no_greatest_where_a_part_has_none() -> None:
    made = Made()
    z = made.form(unknown("z", 2, None))
    assert made.search.ends_of_sum([z, 5]) == (7, None)
    assert made.search.ends_of_sum([z, made.chosen(1, 2)]) == (3, None)


def test_what_each_part_was_rounded_to_is_kept() -> None:
    """Of a number from 0 to 10, a third rounded down and two thirds rounded down are at most 3 and 6 together, though 10 is the number."""
    x = unknown("x")
    values = [Made().form(x // 3), Made().form(2 * x // 3)]
    assert sum_bounds(values, Path()) == (0, 9)


def test_the_bounds_of_a_sum() -> None:
    made = Made()
    path = Path()
    assert sum_bounds([4], path) == (4, 4)
    assert sum_bounds([made.form(X)], path) == (0, 10)
    assert sum_bounds([made.chosen(3, 8)], path) == (3, 8)
    assert sum_bounds([made.form(X), made.form(-X)], path) == (0, 0)
    assert sum_bounds([made.form(X), made.form(-X), made.chosen(3, 8)], path) == (-7, 18)
    assert sum_bounds([made.form(unknown("z", None, 3)), 4], path) == (None, 7)


def test_the_question_of_lowest_rank_comes_first() -> None:
    made = Made()
    first, second = made.diagrams.question(2, NOBODY), made.diagrams.question(2, NOBODY)
    one, other = made.diagrams.split(first, (1, 2)), made.diagrams.split(second, (1, 2))
    assert first_question([other, one, 5]) is first
    assert first_question([other]) is second
    assert first_question([5, made.form(X)]) is None
    assert first_question([]) is None


# Flags


def test_a_flag_can_be_what_some_case_makes_it() -> None:
    made = Made()
    value = made.below(X - 3, made.below(X - 8, True, False), True)
    assert [made.search.can_be(value, wanted) for wanted in (True, False)] == [True, False]
    open_flag = made.chosen(False, True)
    assert [made.search.can_be(open_flag, wanted) for wanted in (True, False)] == [True, True]
    assert [made.search.can_be(False, wanted) for wanted in (True, False)] == [False, True]


# Possible cases


def test_impossible_cases_are_left_out() -> None:
    made = Made()
    made.ranked(X - 3, X - 8)
    value = made.below(X - 3, made.below(X - 8, 1, 100), 2)
    (question,) = made.search.questions(value)
    pruned = made.search.possible(value)
    assert isinstance(pruned, Split)
    assert (pruned.question, pruned.branches) == (question, (1, 2))
    assert made.search.possible(value) is pruned


def test_a_question_that_only_impossible_cases_tell_apart_makes_no_difference() -> None:
    made = Made((Y, X))
    value = made.below(X - 3, made.below(Y - 3, 1, 100), 1)
    assert made.search.possible(value) == 1
    assert not made.search.questions(value)


def test_an_answer_that_no_case_gives_stands_for_any() -> None:
    made = Made()
    pruned = made.search.possible(made.chosen(nowhere(made), 4, nowhere(made), 5))
    assert isinstance(pruned, Split)
    assert pruned.branches == (4, 4, 4, 5)
    assert made.search.possible(made.chosen(nowhere(made), 4, 4)) == 4


def test_a_form_with_one_value_left_is_that_value() -> None:
    """Where x is below 1 it is 0."""
    made = Made()
    value = made.below(X - 1, made.form(X), 0)
    assert made.search.possible(value) == 0
    assert made.search.ends(value) == (0, 0)


def test_where_no_case_is_possible_a_value_stays_as_it_is() -> None:
    made = Made()
    for value in (nowhere(made), made.chosen(nowhere(made), Split(Question(20, 1, NOBODY, X + 2), (3,)))):
        assert made.search.possible(value) is value


# The budget


@pytest.mark.parametrize("budget", [0, 1, 5, 400])
def test_a_search_that_stops_early_gives_bounds_that_are_no_narrower(monkeypatch: pytest.MonkeyPatch, budget: int) -> None:
    """A choice of 4 or 9 above a number that no case has: the bounds know no better than 4 to 100, the search does."""
    monkeypatch.setattr(module, "MOST_CASES", budget)
    made = Made()
    value = made.chosen(made.below(X - 3, made.below(X - 8, 4, 100), 5), made.below(X - 5, made.below(X - 9, 9, 1), 6))
    low, high = made.search.ends(value)
    assert high is not None
    assert 1 <= low <= 4
    assert 9 <= high <= 100
    if budget == 400:
        assert (low, high) == (4, 9)
    if budget == 0:
        assert (low, high) != (4, 9)


def test_what_is_too_much_to_look_at_is_left_as_it_is() -> None:
    made = Made()
    made.ranked(X - 3, X - 8)
    value = made.below(X - 3, made.below(X - 8, 1, 100), 2)
    assert made.search.possible(value, 1) is value
    assert len(made.search.questions(value)) == 2
    other = Search(made.diagrams, Path())
    assert other.possible(value, 2) is not value
    assert len(other.questions(value)) == 1


# Random values: the search gives what going through all cases gives, and never less.

Tree = Any


def comparisons() -> st.SearchStrategy[Any]:
    terms = st.tuples(st.integers(-2, 2), st.integers(-2, 2)).filter(any)
    return st.tuples(terms, st.integers(-8, 8))


def trees() -> st.SearchStrategy[Tree]:
    leaf = st.one_of(
        st.integers(0, 9), st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 5)).map(lambda each: ("form", *each))
    )

    def larger(smaller: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        return st.one_of(
            st.tuples(st.just("below"), comparisons(), smaller, smaller),
            st.tuples(st.just("chosen"), st.integers(0, 1), smaller, smaller),
        )

    return st.recursive(leaf, larger, max_leaves=8)


def made_of(made: Made, choices: Sequence[Question], tree: Tree) -> Value:
    if not isinstance(tree, tuple):
        return int(tree)
    if tree[0] == "form":
        return made.form(tree[1] * SMALL_X + tree[2] * SMALL_Y + tree[3]) if tree[1] or tree[2] else int(tree[3])
    kind, about, yes, no = tree
    branches = made_of(made, choices, yes), made_of(made, choices, no)
    if kind == "chosen":
        return made.diagrams.join(choices[about], branches)
    (one, other), constant = about
    return made.below(one * SMALL_X + other * SMALL_Y + constant, *branches)


SMALL_X, SMALL_Y = unknown("small x", 0, 4), unknown("small y", 0, 4)


def at(tree: Tree, x: int, y: int, chosen: Mapping[int, int]) -> int:
    while isinstance(tree, tuple):
        if tree[0] == "form":
            return int(tree[1] * x + tree[2] * y + tree[3])
        kind, about, yes, no = tree
        if kind == "chosen":
            tree = (yes, no)[chosen[about]]
        else:
            (one, other), constant = about
            tree = yes if one * x + other * y + constant < 0 else no
    return int(tree)


def cases(most: int) -> Iterator[tuple[int, int, dict[int, int]]]:
    """Every x and y up to `most` together, and every choice."""
    for x, y, first, second in product(range(5), range(5), range(2), range(2)):
        if x + y <= most:
            yield x, y, {0: first, 1: second}


@pytest.mark.parametrize("budget", [3, 400])
@given(trees(), trees(), st.integers(0, 8))
def test_no_case_lies_outside_what_the_search_finds(budget: int, tree: Tree, other: Tree, most: int) -> None:
    made = Made((SMALL_X + SMALL_Y, most))
    choices = [made.diagrams.question(2, NOBODY) for _ in range(2)]
    values = [made_of(made, choices, each) for each in (tree, other)]
    alone = [at(tree, *case) for case in cases(most)]
    together = [at(tree, *case) + at(other, *case) for case in cases(most)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "MOST_CASES", budget)
        low, high = made.search.ends(values[0])
        least, greatest = made.search.ends_of_sum(values)
        pruned = made.search.possible(values[0], budget)
    assert high is not None
    assert greatest is not None
    assert low <= min(alone)
    assert max(alone) <= high
    assert least <= min(together)
    assert max(together) <= greatest
    # What is left of the value is still the value, in every possible case.
    for x, y, chosen in cases(most):
        assert looked_up(made, pruned, choices, x, y, chosen) == at(tree, x, y, chosen)


def looked_up(made: Made, value: Value, choices: Sequence[Question], x: int, y: int, chosen: Mapping[int, int]) -> int:
    here = beginning([(SMALL_X, x), (x, SMALL_X), (SMALL_Y, y), (y, SMALL_Y)])
    while isinstance(value, Split):
        question = value.question
        value = value.branches[chosen[choices.index(question)] if question in choices else answer_to(question, here)]
    return value if isinstance(value, int) else number_at(value.number, {"small x": x, "small y": y})


def answer_to(question: Question, here: Path) -> int:
    """The one answer that is possible where every number is known."""
    possible = []
    for answer in range(question.answers):
        with suppress(Infeasible):
            question.further(answer, here)
            possible.append(answer)
    (found,) = possible
    return found


def number_at(form: Uncertain, values: Mapping[str, int]) -> int:
    return (form.constant + sum(factor * values[symbol.key[0]] for symbol, factor in form.terms.items())) // form.scale


def test_a_path_that_contradicts_itself_has_no_case() -> None:
    with pytest.raises(Infeasible):
        beginning([(X, 3), (4, X)])
