"""What a roll consists of: plain data, amounts in fen."""

from collections.abc import Mapping
from decimal import Decimal

from attrs import field, frozen

from ..assessment import Options, Rules
from ..months import Month
from .deciding import Returned
from .records import Tables
from .roll_changes import Change

Amounts = Mapping[str, int]
"""By programme, what is paid; only where something is."""


@frozen
class HouseholdPaid:
    """A household on the roll; `name` is that of its first member, whose id stands there where there is none."""

    id: str
    name: str
    district: str
    registration: str
    members: int
    amounts: Amounts

    @property
    def total(self) -> int:
        """All programmes together."""
        return sum(self.amounts.values())


@frozen
class PersonPaid:
    """A person on the roll, with his or her parts."""

    household: str
    id: str
    name: str
    amounts: Amounts

    @property
    def total(self) -> int:
        """All programmes together."""
        return sum(self.amounts.values())


@frozen
class OpenAmount:
    """What is not paid because it is not certain: the least and the most (`high` None where no upper limit is known), and what is missing.

    `people` names the members by the places in which the facts have them, such as members[0].
    """

    household: str
    name: str
    district: str
    programme: str
    low: int
    high: int | None
    facts: tuple[str, ...]
    parameters: tuple[str, ...]
    people: Mapping[str, str] = field(repr=False)


@frozen
class Sum:
    """How many households and people are paid, and how much; where district, registration or programme is None, in all of them."""

    district: str | None
    registration: str | None
    programme: str | None
    households: int
    people: int
    amount: int


@frozen
class Counts:
    """What became of the households of the files: each is one of the last four."""

    read: int
    paid: int
    open: int
    nothing: int
    returned: int


@frozen
class Comparison:
    """What differs from the month before; `counts` are those of last month's files."""

    month: Month
    price_index: Decimal | None
    counts: Counts
    amount: int
    changes: tuple[Change, ...]

    def number(self, what: str) -> int:
        """How many changes are "new", "ended" or "changed"."""
        return sum(each.what == what for each in self.changes)


@frozen(eq=False)
class Roll:
    """The roll of a month.

    Attributes:
        month: the month.
        programmes: their ids, in the order of the rule set.
        unstated: what empty cells mean: "none" or "unknown".
        options: what was asked for beside month and files.
        rules: the rules that it rests on.
        counts: what became of the households of the files; of those that are paid, others of their programmes may be open.
        households: the households that are paid.
        people: the people that are paid.
        totals: sums over all that is paid, by district, registration and programme.
        open: what is not certain.
        comparison: what differs from the month before, if that was asked.
        returned: rows that are no household, with what is wrong.
        tables: the tables that they come from.
    """

    month: Month
    programmes: tuple[str, ...]
    unstated: str
    options: Options
    rules: Rules
    counts: Counts
    households: tuple[HouseholdPaid, ...]
    people: tuple[PersonPaid, ...]
    totals: tuple[Sum, ...]
    open: tuple[OpenAmount, ...]
    comparison: Comparison | None
    returned: tuple[Returned, ...] = field(repr=False)
    tables: Tables = field(repr=False)

    @property
    def amount(self) -> int:
        """All that is paid."""
        return sum(each.total for each in self.households)
