"""The sample households: small and typical, each with a sentence; what each of them gets under one set of rules and under another."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
from attrs import frozen

from ..assess import assess
from ..assessment import Assessment
from ..household import Household, Person
from ..months import Month
from ..places import data_folder
from ..reading import read_household
from ..results import Amount, Outcome
from .terms import Terms

LIST = "samples.toml"
"""Names the files and says in a sentence what each household is."""


@frozen(eq=False)
class Sample:
    """A household, with a sentence about it in both languages."""

    file: str
    about: Mapping[str, str]
    household: Household


@frozen
class Paid:
    """What a programme comes to before and after; an amount is None where it pays nothing itself. Of a ceiling only the most is known."""

    programme: str
    title: str
    period: str | None
    status: tuple[str, str]
    amounts: tuple[Amount | None, Amount | None]
    ceiling: bool = False

    @property
    def has_changed(self) -> bool:
        """Whether anything is otherwise afterwards."""
        return self.status[0] != self.status[1] or self.amounts[0] != self.amounts[1]

    @property
    def is_open(self) -> bool:
        """Whether it stays as it is because neither side is certain: then nothing is known of a change."""
        uncertain = "undetermined" in self.status or any(each is not None and _is_open(each, self.ceiling) for each in self.amounts)
        return uncertain and not self.has_changed

    @property
    def is_nothing(self) -> bool:
        """Whether it is surely not given, before and after."""
        return self.status == ("ineligible", "ineligible") and not self.has_changed

    @property
    def difference(self) -> Decimal | None:
        """By how much the amount changes, or the ceiling; None where either is not certain."""
        first, second = self.amounts
        if self.ceiling and first and second:
            return None if first.high is None or second.high is None else second.high - first.high
        return difference(self.amounts)

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        sides = ({"status": status, **_bounds(amount)} for status, amount in zip(self.status, self.amounts, strict=True))
        before, after = sides
        change = None if self.difference is None else str(self.difference)
        about = {"programme": self.programme, "period": self.period, "ceiling": self.ceiling}
        return {**about, "before": before, "after": after, "change": change}


@frozen
class Sum:
    """What all programmes of one period come to before and after."""

    period: str
    amounts: tuple[Amount, Amount]

    @property
    def difference(self) -> Decimal | None:
        """By how much it changes; None where either is not certain."""
        return difference(self.amounts)

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        before, after = self.amounts
        change = None if self.difference is None else str(self.difference)
        return {"before": before.to_dict(), "after": after.to_dict(), "change": change}


@frozen(eq=False)
class Compared:
    """A sample household with what it gets before and after; programmes that give it nothing either way are left out."""

    sample: Sample
    programmes: tuple[Paid, ...]
    totals: tuple[Sum, ...]

    @property
    def has_changed(self) -> bool:
        """Whether it gets anything else afterwards."""
        return any(each.has_changed for each in self.programmes)

    @property
    def is_open(self) -> bool:
        """Whether any programme is open before and after."""
        return any(each.is_open for each in self.programmes)

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        return {
            "household": self.sample.household.id,
            "file": self.sample.file,
            "about": dict(self.sample.about),
            "programmes": [each.to_dict() for each in self.programmes],
            "totals": {each.period: each.to_dict() for each in self.totals},
        }


def samples() -> Iterator[Sample]:
    """The sample households, in the order of their list."""
    folder = data_folder("examples")
    listed = tomllib.loads((folder / LIST).read_text(encoding="utf-8"))["sample"]
    for each in listed:
        yield Sample(each["file"], {"zh": each["zh"], "en": each["en"]}, read_household(folder / each["file"]))


def compare(sample: Sample, before: Terms, after: Terms, programmes: tuple[str, ...]) -> Compared:
    """What a household gets on two sets of terms."""
    first, second = (_assessed(sample.household, terms, programmes) for terms in (before, after))
    paid = [_paid(first[name], second[name]) for name in first.programmes]
    # What stands in no sum needs none.
    added = [each.period for each in paid if not each.is_nothing and not each.ceiling]
    periods = [period for period in first.totals if period in added]
    totals = tuple(Sum(period, (first.totals[period].range, second.totals[period].range)) for period in periods)
    return Compared(sample, tuple(each for each in paid if not each.is_nothing), totals)


def _assessed(household: Household, terms: Terms, programmes: tuple[str, ...]) -> Assessment:
    options = terms.options
    return assess(
        with_bills_of(household, terms.when.month),
        terms.when.month,
        price_index=options.price_index,
        overlays=terms.overlays,
        known_on=None if options.known_on is None else date.fromisoformat(options.known_on),
        assume_planned=options.assume_planned,
        beyond_horizon=options.beyond_horizon,
        programmes=programmes,
    )


def with_bills_of(household: Household, month: Month) -> Household:
    """The household with its bills in the month's year: it is the rules that are compared, not two years of its life."""

    def moved(member: Person) -> Person:
        bills = member.medical
        return attrs.evolve(member, medical=attrs.evolve(bills, year=month.year)) if bills.year else member

    return attrs.evolve(household, members=tuple(moved(member) for member in household.members))


def _paid(before: Outcome, after: Outcome) -> Paid:
    status, amounts = (before.status, after.status), (before.range, after.range)
    return Paid(before.programme, before.title, before.period, status, amounts, before.ceiling)


def _is_open(amount: Amount, ceiling: bool) -> bool:
    return amount.high is None if ceiling else amount.exact is None


def _bounds(amount: Amount | None) -> dict[str, str | None]:
    return {"low": None, "high": None} if amount is None else amount.to_dict()


def difference(amounts: tuple[Amount | None, Amount | None]) -> Decimal | None:
    """The second less the first, where both are certain."""
    before, after = (None if each is None else each.exact for each in amounts)
    return None if before is None or after is None else after - before
