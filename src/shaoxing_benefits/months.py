"""Months: what an assessment is for, and how many lie between two of them."""

import re
import unicodedata
from datetime import date
from typing import Self

from attrs import field, frozen
from attrs.validators import ge, le

from .numbers import MONTHS_A_YEAR

_WRITTEN = re.compile(r"([0-9]{4})-([0-9]{1,2})")


@frozen(order=True)
class Month:
    """A calendar month; rules and ages are taken on its first day."""

    year: int = field(validator=[ge(1), le(9999)])
    month: int = field(validator=[ge(1), le(12)])

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2020-04`, full-width digits too.

        Raises:
            ValueError: the text is no month.
        """
        match = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).strip())
        if match is None:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @property
    def first_day(self) -> date:
        """The day on which the month's rules and ages are taken."""
        return date(self.year, self.month, 1)

    @property
    def number(self) -> int:
        """Months since the year 0, for differences."""
        return self.year * MONTHS_A_YEAR + self.month - 1

    @staticmethod
    def number_of(day: date) -> int:
        """The number of the month that holds a day."""
        return day.year * MONTHS_A_YEAR + day.month - 1

    def age_of(self, born: date) -> int:
        """Whole years of age on the first day; a child born during the month is 0.

        Whoever is born on 29 February has the birthday on 28 February in common years; on the first day of a month both readings agree.
        """
        return max(0, self.year - born.year - ((self.month, 1) < (born.month, born.day)))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"
