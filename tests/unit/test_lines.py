"""Numbers that follow a varied one: roundings kept, equal ones alike, and parts cut until they say no less than assessments."""

from fractions import Fraction

import pytest

from shaoxing_benefits.engine.pieces import Line as Evaluated
from shaoxing_benefits.engine.uncertain import Symbol, Uncertain
from shaoxing_benefits.kinds import Rounding
from shaoxing_benefits.lines import Line, Remainder, line_of
from shaoxing_benefits.numbers import divide, portion
from shaoxing_benefits.piecewise import Formula
from shaoxing_benefits.refining import Part, Told, agree, joined, refined, says_more
from shaoxing_benefits.varying import varied

from .test_solving import household

X = Symbol(("x",), 0, 10**12, frozenset({"x"}))
RATE = Symbol(("rate",), 6_000, 10_000, frozenset({"rate"}))
FORM = Uncertain({X: 1})
WAGES = varied(household(), "members[0].income.wages")
VALUES = (0, 1, 2, 3, 7, 99, 100, 12_345, 85_000, 85_001, 10**10)


def line(number: object, **others: int) -> Line | int:
    return line_of(Evaluated((number,), X, {RATE: others["rate"]} if others else {}))


def formula(number: object) -> tuple[Fraction, Fraction, str]:
    found = Formula.of(line(number), WAGES)
    return found.slope * 1, found.constant * 100, found.rounding


@pytest.mark.parametrize("rounding", Rounding)
@pytest.mark.parametrize("divisor", [2, 3, 7, 10_000])
def test_a_quotient_is_rounded_as_the_rule_says(rounding: Rounding, divisor: int) -> None:
    number = divide(85_000 - 2 * FORM, divisor, rounding)
    found = line(number)
    assert isinstance(found, Line)
    assert [found.at(value) for value in VALUES] == [divide(85_000 - 2 * value, divisor, rounding) for value in VALUES]
    assert found.is_floor or divisor == 2


@pytest.mark.parametrize(
    ("rounding", "name"), [(Rounding.HALF_UP, "half_up"), (Rounding.DOWN, "down"), (Rounding.UP, "up")]
)  # fmt: skip
def test_slope_constant_and_rounding_are_told_apart(rounding: Rounding, name: str) -> None:
    """2550 − 2/3 of the income, in whatever way it is rounded."""
    assert formula(divide(3 * 255_000 - 2 * FORM, 3, rounding)) == (Fraction(-2, 3), 255_000, name)


def test_what_needs_no_rounding_is_exact() -> None:
    assert formula(85_000 - FORM) == (-1, 85_000, "exact")
    assert formula(divide(85_000 - 3 * FORM, 1, Rounding.HALF_UP)) == (-3, 85_000, "exact")
    assert line(12_345) == 12_345
    assert Formula.of(12_345, WAGES).is_constant
    assert Formula.of(12_345, WAGES).to_dict() == {"slope": "0", "constant": "2469/20", "rounding": "exact"}


def test_what_is_rounded_again_keeps_both_roundings() -> None:
    """60 % of what 70 % leaves: 0.6 × (x − 0.7 x) is 0.18 x, and each step has a rounding of its own."""
    paid = portion(FORM, 7_000, Rounding.HALF_UP)
    number = portion(FORM - paid, 6_000, Rounding.HALF_UP)
    found = line(number)
    assert isinstance(found, Line)
    for value in VALUES:
        left = value - portion(value, 7_000, Rounding.HALF_UP)
        assert found.at(value) == portion(left, 6_000, Rounding.HALF_UP)
    assert formula(number) == (Fraction(9, 50), 0, "several")


def test_sums_of_roundings_are_several() -> None:
    number = portion(FORM, 7_000, Rounding.HALF_UP) + divide(FORM, 3, Rounding.DOWN)
    found = line(number)
    assert isinstance(found, Line)
    assert [found.at(value) for value in VALUES] == [portion(value, 7_000, Rounding.HALF_UP) + value // 3 for value in VALUES]
    assert Formula.of(found, WAGES).rounding == "several"


def test_several_numbers_are_added_up() -> None:
    added = line_of(Evaluated((FORM * 2, 500, divide(FORM, 3, Rounding.DOWN), -1 * FORM), X, {}))
    assert isinstance(added, Line)
    assert [added.at(value) for value in VALUES] == [value + 500 + value // 3 for value in VALUES]


def test_what_else_is_open_takes_the_value_it_is_given() -> None:
    number = portion(FORM, Uncertain({RATE: 1}), Rounding.HALF_UP)  # type: ignore[arg-type]  # a rate as rules see it
    for rate in (6_000, 10_000):
        found = line(number, rate=rate)
        assert [found if isinstance(found, int) else found.at(value) for value in VALUES] == [
            portion(value, rate, Rounding.HALF_UP) for value in VALUES
        ]
    assert line(Uncertain({RATE: 2}), rate=6_000) == 12_000


def test_equal_lines_are_equal_however_they_were_made() -> None:
    assert line(2 * FORM + 100) == line(FORM + 50 + FORM + 50)
    assert line(divide(2 * FORM, 4, Rounding.DOWN)) == line(divide(FORM, 2, Rounding.DOWN))
    assert hash(line(FORM)) == hash(line(FORM + 0))
    assert line(FORM - FORM + 5) == 5


def test_a_remainder_is_of_what_was_divided() -> None:
    assert Remainder(Line(2, 1, (), 1), 5).at(4) == 4  # 9 = 5 + 4


# Parts


def test_neighbours_that_are_alike_are_one() -> None:
    parts = [Part(0, 4, "eligible", 1, 1), Part(5, 9, "eligible", 1, 1), Part(11, 12, "eligible", 1, 1), Part(13, 13, "ineligible", 0, 0)]
    assert [(each.first, each.last) for each in joined(parts)] == [(0, 9), (11, 12), (13, 13)]


EXACT = Part(0, 100, "eligible", 5, 5)
OPEN = Part(0, 100, "undetermined", 0, 200)


def cut(part: Part, told: dict[int, Told] | None = None, *, most: int = 1000) -> tuple[list[Part], list[int]]:
    """What a part is cut into where x is told between 0 and x, or as given; and what was asked."""
    asked: list[int] = []

    def tell(value: int) -> Told:
        asked.append(value)
        return (told or {}).get(value, ("undetermined", (0, value)))

    return refined([part], tell, lambda: len(asked) < most), asked


def test_what_is_certain_is_not_asked_again() -> None:
    assert cut(EXACT) == ([EXACT], [])


def test_what_agrees_at_its_ends_stays() -> None:
    found, asked = cut(OPEN, {0: ("undetermined", (0, 200)), 100: ("undetermined", (0, 200))})
    assert (found, asked) == ([OPEN], [0, 100])


def test_bounds_that_are_too_wide_become_a_line() -> None:
    found, _ = cut(OPEN)
    assert found == [Part(0, 100, "undetermined", 0, Line(1, 0, (), 1))]


def test_a_part_is_cut_where_what_is_told_changes() -> None:
    def tell(value: int) -> Told:
        return ("ineligible", (0, 0)) if value > 37 else ("undetermined", (0, value))

    assert refined([OPEN], tell, lambda: True) == [Part(0, 37, "undetermined", 0, Line(1, 0, (), 1)), Part(38, 100, "ineligible", 0, 0)]


def test_a_part_without_an_amount_is_cut_by_its_status() -> None:
    def tell(value: int) -> Told:
        return ("undetermined" if value < 60 else "ineligible", None)

    part = Part(0, 100, "undetermined", None, None)
    assert [(each.first, each.last, each.status) for each in refined([part], tell, lambda: True)] == [
        (0, 59, "undetermined"), (60, 100, "ineligible"),
    ]  # fmt: skip


def test_what_has_no_limit_keeps_none() -> None:
    def tell(value: int) -> Told:
        return ("undetermined", (value, None))

    assert refined([Part(0, 100, "undetermined", 0, None)], tell, lambda: True) == [Part(0, 100, "undetermined", Line(1, 0, (), 1), None)]


def test_what_no_line_fits_is_not_cut_into_pieces_of_a_few_values() -> None:
    """A square has no straight part of five values or more that begin at even distances."""

    def tell(value: int) -> Told:
        return ("undetermined", (value * value, 200))

    assert refined([Part(0, 10, "undetermined", 0, 200)], tell, lambda: True) == [Part(0, 10, "undetermined", 0, 200)]


def test_an_amount_that_is_shared_out_is_one_part() -> None:
    """A third of each, rounded down: no whole number more with each value."""

    def tell(value: int) -> Told:
        return ("undetermined", (0, (value + 1) // 3))

    (found,) = refined([Part(0, 5000, "undetermined", 0, 4000)], tell, lambda: True)
    assert [found.at(value) for value in range(5001)] == [tell(value) for value in range(5001)]


def test_a_status_that_changes_far_away_is_found_with_few_questions() -> None:
    """Twice the number of halvings would do; a cut into ever smaller parts with several questions each would not."""
    asked: set[int] = set()

    def tell(value: int) -> Told:
        asked.add(value)
        return ("undetermined" if value < 205_001 else "ineligible", None)

    part = Part(0, 10**12, "undetermined", None, None)
    found = refined([part], tell, lambda: len(asked) < 60)
    assert [(each.first, each.last, each.status) for each in found] == [
        (0, 205_000, "undetermined"), (205_001, 10**12, "ineligible"),
    ]  # fmt: skip


def test_where_other_programmes_change_is_looked_at_first() -> None:
    asked: set[int] = set()

    def tell(value: int) -> Told:
        asked.add(value)
        return ("undetermined" if value < 205_001 else "ineligible", None)

    part = Part(0, 10**12, "undetermined", None, None)
    found = refined([part], tell, lambda: len(asked) < 12, [205_001])
    assert [each.first for each in found] == [0, 205_001]


def test_when_nothing_may_be_asked_any_more_the_rest_stays_wide() -> None:
    def tell(value: int) -> Told:
        return ("undetermined", (0, value * value))

    assert refined([OPEN], tell, lambda: False) == [OPEN]


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        (("eligible", (1, 1)), ("undetermined", (0, 1)), True),
        (("undetermined", (0, 1)), ("undetermined", (0, 1)), False),
        (("eligible", (2, 5)), ("eligible", (1, 5)), True),
        (("eligible", (1, 4)), ("eligible", (1, 5)), True),
        (("eligible", (1, 4)), ("eligible", (1, None)), True),
        (("eligible", (1, None)), ("eligible", (1, None)), False),
        (("eligible", (0, 6)), ("eligible", (1, 5)), False),
        (("eligible", None), ("eligible", None), False),
    ],
)
def test_one_statement_may_leave_less_open_than_another(one: Told, other: Told, says: bool) -> None:
    assert says_more(one, other) == says


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (("undetermined", (0, 5)), ("eligible", (5, 5)), True),
        (("eligible", (0, 5)), ("ineligible", (0, 0)), False),
        (("eligible", (0, 5)), ("eligible", (6, 7)), False),
        (("eligible", (6, 7)), ("eligible", (0, 5)), False),
        (("eligible", (6, None)), ("eligible", (0, None)), True),
        (("undetermined", None), ("ineligible", None), True),
        (("undetermined", None), ("ineligible", (0, 0)), False),
    ],
)
def test_two_statements_agree_where_both_can_be_right(one: Told, other: Told, both: bool) -> None:
    assert agree(one, other) == both
