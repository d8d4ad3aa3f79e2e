"""Months, their numbers, and age on their first day."""

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import example, given
from hypothesis import strategies as st

from shaoxing_benefits import Month

BIRTHS = st.dates(date(1900, 1, 1), date(2022, 12, 31))
MONTHS = st.builds(Month, st.integers(1900, 2100), st.integers(1, 12))


@pytest.mark.parametrize(
    ("text", "month"), [("2020-04", Month(2020, 4)), ("2020-4", Month(2020, 4)), (" 2020-12 ", Month(2020, 12)), ("0001-01", Month(1, 1))]
)
def test_a_month_is_read_from_year_and_month(text: str, month: Month) -> None:
    assert Month.parse(text) == month


@pytest.mark.parametrize(
    "text", ["", "2020", "2020-00", "2020-13", "2020-04-01", "20-04", "04-2020", "2020/04", "0000-01", "2020-004", "-2020-04", "April"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Month.parse(text)


@given(MONTHS)
def test_a_written_month_is_read_back(month: Month) -> None:
    assert Month.parse(str(month)) == month


def test_a_month_is_written_with_two_digits() -> None:
    assert str(Month(2020, 4)) == "2020-04"


@given(MONTHS, MONTHS)
def test_months_are_ordered_as_their_first_days(one: Month, other: Month) -> None:
    assert (one < other) == (one.first_day < other.first_day)


def test_numbers_count_the_months_between() -> None:
    assert Month(2021, 1).number - Month(2020, 12).number == 1
    assert Month(2021, 3).number - Month(2019, 12).number == 15
    assert Month.number_of(date(2020, 4, 30)) == Month(2020, 4).number


@given(BIRTHS, MONTHS)
@example(date(2004, 2, 29), Month(2020, 2))
@example(date(2004, 2, 29), Month(2020, 3))
@example(date(2004, 2, 29), Month(2021, 2))
@example(date(2004, 2, 29), Month(2021, 3))
@example(date(2004, 3, 1), Month(2020, 3))
@example(date(2020, 4, 30), Month(2020, 4))
def test_age_is_that_of_the_first_day(born: date, month: Month) -> None:
    expected = relativedelta(month.first_day, born).years if born <= month.first_day else 0
    assert month.age_of(born) == expected


@pytest.mark.parametrize(
    ("born", "month", "age"),
    [
        (date(2004, 4, 1), Month(2020, 4), 16),
        (date(2004, 4, 2), Month(2020, 4), 15),
        (date(2004, 4, 2), Month(2020, 5), 16),
        (date(2004, 2, 29), Month(2022, 2), 17),
        (date(2004, 2, 29), Month(2022, 3), 18),
        (date(2020, 4, 1), Month(2020, 4), 0),
        (date(2020, 4, 30), Month(2020, 4), 0),
    ],
)
def test_a_birthday_counts_from_the_first_of_the_month_on(born: date, month: Month, age: int) -> None:
    assert month.age_of(born) == age


@pytest.mark.parametrize("day", [2, 15, 28])
def test_a_child_born_during_the_month_is_nought(day: int) -> None:
    assert Month(2020, 4).age_of(date(2020, 4, day)) == 0
