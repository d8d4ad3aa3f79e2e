"""Division, rounding, sharing out, and decimals that lose nothing."""

import pickle
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shaoxing_benefits import numbers
from shaoxing_benefits.kinds import Rounding
from shaoxing_benefits.numbers import (
    AREA_ONE,
    COUNT,
    FEN_A_MONTH,
    FEN_A_YEAR,
    RATE,
    RATE_ONE,
    YEAR,
    Count,
    Hundredths,
    Unit,
    Year,
    YearlyFen,
    divide,
    portion,
    scaled,
    share,
    yuan,
)

FEN = st.integers(0, 10**12)
DOWN, HALF_UP, UP = Rounding.DOWN, Rounding.HALF_UP, Rounding.UP


@pytest.mark.parametrize(
    ("numerator", "down", "half_up", "up"),
    [
        (0, 0, 0, 0),
        (1, 0, 0, 1),
        (49, 0, 0, 1),
        (50, 0, 1, 1),
        (51, 0, 1, 1),
        (99, 0, 1, 1),
        (100, 1, 1, 1),
        (149, 1, 1, 2),
        (150, 1, 2, 2),
    ],
)
def test_a_quotient_is_rounded_as_asked(numerator: int, down: int, half_up: int, up: int) -> None:
    assert [divide(numerator, 100, rounding) for rounding in (DOWN, HALF_UP, UP)] == [down, half_up, up]


@pytest.mark.parametrize(("numerator", "half_up"), [(1, 0), (2, 1), (3, 1), (4, 1), (5, 2)])
def test_an_odd_denominator_has_no_half(numerator: int, half_up: int) -> None:
    assert divide(numerator, 3, HALF_UP) == half_up


@given(st.integers(0, 10**15), st.integers(1, 10**6))
def test_rounding_down_and_up_enclose_the_exact_quotient(numerator: int, denominator: int) -> None:
    down, half_up, up = (divide(numerator, denominator, rounding) for rounding in (DOWN, HALF_UP, UP))
    assert down * denominator <= numerator <= up * denominator
    assert up - down == (numerator % denominator > 0)
    assert abs(2 * (half_up * denominator - numerator)) <= denominator


def test_a_portion_is_the_rate_in_ten_thousandths_of_the_amount() -> None:
    assert portion(85_000, 780, HALF_UP) == 6_630  # 850.00 yuan x 7.8 % = 66.30
    assert portion(85_000, RATE_ONE, UP) == 85_000
    assert portion(85_000, 15_000, HALF_UP) == 127_500
    assert portion(85_000, 0, UP) == 0


@pytest.mark.parametrize(("rounding", "fen"), [(DOWN, 1), (HALF_UP, 2), (UP, 2)])
def test_half_a_fen_of_a_portion_is_rounded_as_asked(rounding: Rounding, fen: int) -> None:
    assert portion(3, 5_000, rounding) == fen


def test_the_first_sharers_get_the_odd_fen() -> None:
    assert [share(114_667, 2, place) for place in range(2)] == [57_334, 57_333]
    assert [share(101, 3, place) for place in range(3)] == [34, 34, 33]
    assert [share(2, 3, place) for place in range(3)] == [1, 1, 0]
    assert share(85_000, 1, 0) == 85_000


@given(FEN, st.integers(1, 40))
def test_no_fen_is_lost_when_an_amount_is_shared_out(amount: int, sharers: int) -> None:
    shares = [share(amount, sharers, place) for place in range(sharers)]
    assert sum(shares) == amount
    assert shares == sorted(shares, reverse=True)
    assert shares[0] - shares[-1] <= 1


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0.00"), (5, "0.05"), (10, "0.10"), (199_667, "1996.67"), (-5, "-0.05"), (-12_345, "-123.45")]
)
def test_fen_are_written_as_yuan_with_two_decimals(fen: int, text: str) -> None:
    assert str(yuan(fen)) == text


@given(st.integers(-(10**14), 10**14))
def test_yuan_read_back_are_the_same_fen(fen: int) -> None:
    assert Hundredths(yuan(fen)).hundredths == fen


@given(st.decimals(min_value=0, max_value=10**10, places=2))
def test_hundredths_written_as_yuan_are_the_same_number(amount: Decimal) -> None:
    assert yuan(Hundredths(amount).hundredths) == amount


@pytest.mark.parametrize(
    ("value", "hundredths"), [("600.5", 60_050), ("600.500", 60_050), (600, 60_000), ("1e2", 10_000), ("0", 0), ("0.01", 1)]
)
def test_hundredths_are_counted_once(value: str | int, hundredths: int) -> None:
    assert Hundredths(value).hundredths == hundredths


def test_hundredths_are_still_a_decimal_number() -> None:
    assert Hundredths("600.50") == Decimal("600.5")
    assert str(Hundredths("600.50")) == "600.50"


def test_hundredths_survive_pickling() -> None:
    copied = pickle.loads(pickle.dumps(Hundredths("600.50")))
    assert (copied, copied.hundredths) == (Decimal("600.50"), 60_050)


@pytest.mark.parametrize("value", ["0.005", "600.501", "1e-3", "NaN"])
def test_hundredths_have_two_decimals_at_most(value: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Hundredths(value)


def test_a_coarse_decimal_context_changes_nothing() -> None:
    with localcontext() as context:
        context.prec = 3
        assert Hundredths("9999999999.99").hundredths == 999_999_999_999
        assert str(Hundredths("9999999999.99")) == "9999999999.99"
        assert str(yuan(999_999_999_999)) == "9999999999.99"
        assert scaled(Decimal("12345.6789"), RATE_ONE) == 123_456_789


@pytest.mark.parametrize(
    ("amount", "scale", "whole"), [("1.5", RATE_ONE, 15_000), ("0.0001", RATE_ONE, 1), ("52.9", AREA_ONE, 5_290), ("0", 1, 0)]
)
def test_a_number_is_counted_in_parts_of_its_unit(amount: str, scale: int, whole: int) -> None:
    assert scaled(Decimal(amount), scale) == whole


@pytest.mark.parametrize(("amount", "scale"), [("0.00001", RATE_ONE), ("52.905", AREA_ONE), ("0.5", 1), ("NaN", 100)])
def test_a_number_that_is_no_whole_count_of_parts_is_an_error(amount: str, scale: int) -> None:
    with pytest.raises(ValueError, match=r".+"):
        scaled(Decimal(amount), scale)


@pytest.mark.parametrize(
    ("unit", "text"),
    [(FEN_A_MONTH, "fen a month"), (FEN_A_YEAR, "fen a year"), (numbers.FEN, "fen"), (YEAR, "year"), (COUNT, "count"), (RATE, "rate")],
)
def test_a_unit_says_what_is_counted_and_per_what(unit: Unit, text: str) -> None:
    assert str(unit) == text


def test_every_unit_is_another_one() -> None:
    units = [each for each in vars(numbers).values() if isinstance(each, Unit)]
    assert len(set(units)) == len(units) == 11
    assert len({str(each) for each in units}) == 11


@pytest.mark.parametrize(("alias", "unit"), [(Year, YEAR), (YearlyFen, FEN_A_YEAR), (Count, COUNT)])
def test_an_alias_carries_its_unit(alias: object, unit: Unit) -> None:
    assert alias.__metadata__ == (unit,)  # type: ignore[attr-defined]  # `Annotated` has it


def test_what_is_counted_once_has_no_period() -> None:
    assert Unit("fen") == numbers.FEN == ("fen", "")


def test_the_same_fen_are_made_into_yuan_once() -> None:
    assert yuan(123_456) is yuan(123_456)


def test_what_is_wrong_with_a_number_is_said_of_it_alone() -> None:
    with pytest.raises(ValueError, match=r"^0\.005 is not a whole number of 1/100$"):
        scaled(Decimal("0.005"), 100)
