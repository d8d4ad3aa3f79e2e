"""What one programme comes to: frozen objects with Decimal yuan at the surface, and their form as plain data (design, output).

Classes with parts that are made when first asked for have no slots, so that the standard `cached_property` can keep them.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from attrs import frozen

from .explanation import Caveat, Condition, Step
from .numbers import yuan


@frozen
class Amount:
    """The least and the most that is paid, in yuan a period; `high` is None where no upper limit is known."""

    low: Decimal
    high: Decimal | None

    @property
    def exact(self) -> Decimal | None:
        """The amount, where it is certain."""
        return self.low if self.low == self.high else None

    @classmethod
    def of_fen(cls, low: int, high: int | None) -> "Amount":
        """From fen."""
        least = yuan(low)
        return cls(least, least if high == low else None if high is None else yuan(high))

    def to_dict(self) -> dict[str, str | None]:
        """As in the output."""
        return {"low": str(self.low), "high": None if self.high is None else str(self.high)}


Ends = tuple[int, int | None]
"""The least and the most of a result in fen."""
Told = tuple[tuple[str, Ends], ...]
"""The figures beside an amount, by name."""


class InFen(NamedTuple):
    """The same as in an outcome, as whole fen: for programs that add up or write many of them.

    Attributes:
        whole: the least and the most; None for a programme without an amount.
        beside: the figures beside the amount, by name.
        members: what each member gets, for those who get or may get something.
    """

    whole: Ends | None
    beside: Mapping[str, Ends]
    members: Mapping[str, Ends]


class Missing(NamedTuple):
    """The facts and parameters on which status or amount still depends."""

    facts: tuple[str, ...]
    parameters: tuple[str, ...]


class About(NamedTuple):
    """What the outcomes of a programme have in common."""

    programme: str
    title: str
    period: str | None
    ceiling: bool = False


if TYPE_CHECKING:
    _Parts = tuple[About, str, Ends | None, Told, "Behind"]
else:
    _Parts = tuple


class Outcome(_Parts):
    """What one programme comes to.

    `status` speaks of eligibility only: "eligible", "ineligible" or "undetermined". Amounts are in yuan a `period`; a programme that pays
    nothing itself has none. `members` holds what each member gets, by id, for those who get (or may get) something. Of a `ceiling`
    only the most is known, since somebody else decides how much is given: `low` is nought, and it stands in no total.

    Underneath it is a tuple, as conditions and steps are: every answer makes one for each programme.
    """

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("an outcome cannot be changed")

    def __repr__(self) -> str:
        return f"<Outcome {self.programme}: {self.status}>"

    @property
    def status(self) -> str:
        """Whether it is given."""
        return self[1]

    @property
    def programme(self) -> str:
        """The programme's id."""
        return self[0].programme

    @property
    def title(self) -> str:
        """Its name in English, which is also the key for translation."""
        return self[0].title

    @property
    def period(self) -> str | None:
        """How often is paid: "month", "year" or "once"."""
        return self[0].period

    @property
    def ceiling(self) -> bool:
        """Whether somebody else decides how much of the amount is given."""
        return self[0].ceiling

    @cached_property
    def range(self) -> Amount | None:
        """The least and the most it can be; None for a programme without an amount."""
        return None if self[2] is None else Amount.of_fen(*self[2])

    @cached_property
    def members(self) -> Mapping[str, Amount]:
        """What each member gets, for those who get or may get something."""
        return MappingProxyType({member: Amount.of_fen(*ends) for member, ends in self.in_fen.members.items()})

    @property
    def ends(self) -> Ends | None:
        """The least and the most as whole fen; None for a programme without an amount."""
        return self[2]

    @property
    def has_nothing(self) -> bool:
        """Whether neither the amount nor a figure beside it can be more than nothing."""
        return (self[2] is None or self[2][1] == 0) and all(ends[1] == 0 for _, ends in self[3])

    @cached_property
    def in_fen(self) -> InFen:
        """The amounts as whole fen."""
        # Making out who gets what takes longer than the rest: of nothing there is nothing to make out.
        nothing = self[2] is not None and self[2][1] == 0
        return InFen(self[2], dict(self[3]), {} if nothing else self[4].shares(self.programme))

    @cached_property
    def missing(self) -> Missing:
        """What status, amount and figures still depend on."""
        return self[4].missing(self.programme)

    @property
    def amount(self) -> Decimal | None:
        """The amount, where it is certain."""
        whole = self[2]
        return None if whole is None or whole[0] != whole[1] else yuan(whole[0])

    @property
    def low(self) -> Decimal | None:
        """The least it can be; None for a programme without an amount."""
        return None if self[2] is None else yuan(self[2][0])

    @property
    def high(self) -> Decimal | None:
        """The most it can be; None where no upper limit is known."""
        return None if self[2] is None or self[2][1] is None else yuan(self[2][1])

    @property
    def copay(self) -> Amount | None:
        """What of the year's medical bills is left to the members together; None but for medical aid."""
        return self.beside.get("copay")

    @cached_property
    def beside(self) -> Mapping[str, Amount]:
        """The figures told beside the amount, by name."""
        return MappingProxyType({figure: Amount.of_fen(*spread) for figure, spread in self[3]})

    @property
    def exceptional(self) -> Amount | None:
        """The most in exceptional hardship; None but for temporary relief."""
        return self.beside.get("exceptional")

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition, of every member where it is about members."""
        return self[4].conditions(self.programme)

    @property
    def failed(self) -> tuple[Condition, ...]:
        """The conditions that do not hold, all of them."""
        return tuple(each for each in self.conditions if each.holds is False)

    @property
    def undecided(self) -> tuple[Condition, ...]:
        """The conditions of which it is not known whether they hold."""
        return tuple(each for each in self.conditions if each.holds is None)

    def near(self, margin: str | int | Decimal) -> tuple[Condition, ...]:
        """The conditions that hold with so little to spare, or perhaps so little: yuan ("50", for money), or a part of the limit ("5%").

        Raises:
            UsageError: it is neither.
        """
        from .margins import near_of  # noqa: PLC0415 - most answers are never asked

        near = near_of(margin)
        return tuple(each for each in self.conditions if each.is_within(near))

    @cached_property
    def caveats(self) -> tuple[Caveat, ...]:
        """The parameters that mattered here and are assumed, secondary, planned or unpublished."""
        return self[4].caveats(self.programme, self.missing.parameters)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The calculation as trees: the household's amount first, then each member's."""
        return self[4].steps(self.programme)

    def to_dict(self, *, steps: bool = False) -> dict[str, Any]:
        """As in the output; with `steps`, the calculation too."""

        def said(value: Decimal | None) -> str | None:
            return None if value is None else str(value)

        found = {
            "status": self.status,
            "amount": said(self.amount),
            "low": said(self.low),
            "high": said(self.high),
            "period": self.period,
            "members": {member: amount.to_dict() for member, amount in self.members.items()},
            "conditions": [condition.to_dict() for condition in self.conditions],
            "caveats": [caveat.to_dict() for caveat in self.caveats],
            "missing": {"facts": list(self.missing.facts), "parameters": list(self.missing.parameters)},
            **{figure: amount.to_dict() for figure, amount in self.beside.items()},
        }
        if steps:
            seen: set[int] = set()
            found["steps"] = [step.to_dict(seen) for step in self.steps]
        return found


if TYPE_CHECKING:  # what stands behind the results; only a type, so that nobody pays for it at run time

    class Behind(Protocol):
        """What makes the parts of an outcome that are made only when asked for."""

        def shares(self, programme: str) -> Mapping[str, Ends]:
            """What each member gets, in fen."""

        def missing(self, programme: str) -> Missing:
            """What the outcome still depends on."""

        def conditions(self, programme: str) -> tuple[Condition, ...]:
            """Every condition of a programme."""

        def caveats(self, programme: str, missing: Iterable[str]) -> tuple[Caveat, ...]:
            """What was doubtful and mattered."""

        def steps(self, programme: str) -> tuple[Step, ...]:
            """The calculation."""
