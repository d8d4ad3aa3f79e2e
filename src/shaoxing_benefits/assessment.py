"""The answer for a household: every programme's outcome, the totals, and what the answer rests on (design, output).

The class with parts that are made when first asked for has no slots, so that the standard `cached_property` can keep them.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from .explanation import Step, plain
from .months import Month
from .results import Amount, Outcome
from .rulebook import Overlay

if TYPE_CHECKING:
    from .claims import Disagreement


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
    _disagreements: "Callable[[], tuple[Disagreement, ...]]" = field(default=tuple, repr=False)

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

    @cached_property
    def disagreements(self) -> "tuple[Disagreement, ...]":
        """The facts of which sources say different things, with what each of them implies; empty where there are none."""
        return self._disagreements()

    def __getitem__(self, programme: str) -> Outcome:
        return self.programmes[programme]

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self.programmes.values())

    def to_dict(self, *, steps: bool = False) -> dict[str, Any]:
        """As in the output: texts, numbers and None only, ready for JSON."""
        found: dict[str, Any] = {
            "household": self.household,
            "month": str(self.month),
            "rules": self.rules.to_dict(),
            "options": self.options.to_dict(),
            "programmes": {name: outcome.to_dict(steps=steps) for name, outcome in self.programmes.items()},
            "totals": {period: total.to_dict() for period, total in self.totals.items()},
        }
        if self.disagreements:
            found["disagreements"] = [each.to_dict() for each in self.disagreements]
        return found
