"""The results: frozen objects with Decimal yuan at the surface, and their form as plain data (design, output).

Classes with parts that are made when first asked for have no slots, so that the standard `cached_property` can keep them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from attrs import field, frozen

from .explanation import Caveat, Condition, Step, plain
from .months import Month
from .numbers import yuan
from .rulebook import Overlay


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
        return self[4].shares(self.programme)

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


@frozen
class Total:
    """What the programmes paid in one period come to together; `unbounded` names those without a known upper limit."""

    range: Amount
    unbounded: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        return {**self.range.to_dict(), "unbounded": list(self.unbounded)}


@frozen
class Rules:
    """Which rules an answer rests on: edition and digest of tables and rule code, and the overlays used."""

    edition: str
    digest: str
    overlays: tuple[Overlay, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        return {"edition": self.edition, "digest": self.digest, "overlays": [each.to_dict() for each in self.overlays]}


@frozen
class Options:
    """What was asked for beside household and month."""

    price_index: Decimal | None = None
    known_on: str | None = None
    assume_planned: bool = False
    beyond_horizon: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        return {
            "price_index": plain(self.price_index),
            "known_on": self.known_on,
            "assume_planned": self.assume_planned,
            "beyond_horizon": self.beyond_horizon,
        }


@frozen(eq=False, slots=False)
class Assessment:
    """The answer for one household in one month: `assessment["dibao"]` is an `Outcome`."""

    household: str
    month: Month
    _rules: Callable[[], Rules] = field(repr=False)
    options: Options
    programmes: Mapping[str, Outcome]
    _totals: Callable[[], Mapping[str, Total]] = field(repr=False)
    _every_step: Callable[[], tuple[Step, ...]] = field(repr=False)

    @cached_property
    def rules(self) -> Rules:
        """Which rules the answer rests on."""
        return self._rules()

    @cached_property
    def totals(self) -> Mapping[str, Total]:
        """What is paid a month, a year and once, over all programmes that were asked for."""
        return self._totals()

    @cached_property
    def every_step(self) -> tuple[Step, ...]:
        """Every fact, parameter and intermediate value behind the answer, each once."""
        return self._every_step()

    def __getitem__(self, programme: str) -> Outcome:
        return self.programmes[programme]

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self.programmes.values())

    def to_dict(self, *, steps: bool = False) -> dict[str, Any]:
        """As in the output: texts, numbers and None only, ready for JSON."""
        return {
            "household": self.household,
            "month": str(self.month),
            "rules": self.rules.to_dict(),
            "options": self.options.to_dict(),
            "programmes": {name: outcome.to_dict(steps=steps) for name, outcome in self.programmes.items()},
            "totals": {period: total.to_dict() for period, total in self.totals.items()},
        }


if TYPE_CHECKING:  # what stands behind the results; only a type, so that nobody pays for it at run time

    class Behind(Protocol):
        """What makes the parts of an outcome that are made only when asked for."""

        def shares(self, programme: str) -> Mapping[str, Amount]:
            """What each member gets."""

        def missing(self, programme: str) -> Missing:
            """What the outcome still depends on."""

        def conditions(self, programme: str) -> tuple[Condition, ...]:
            """Every condition of a programme."""

        def caveats(self, programme: str, missing: Iterable[str]) -> tuple[Caveat, ...]:
            """What was doubtful and mattered."""

        def steps(self, programme: str) -> tuple[Step, ...]:
            """The calculation."""
