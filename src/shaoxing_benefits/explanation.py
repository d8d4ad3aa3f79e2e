"""The parts of an explanation: values, conditions, caveats and steps, and their form as plain data.

A value is a Decimal (yuan, ratio or square metres), a whole number, a flag, the name of a kind, or a `Range` where it is not known exactly.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from attrs import field, frozen

Value = Decimal | int | bool | str
Named = tuple[str, int | None]
"""A value of an evaluation: the name of its rule, fact or parameter, and the member's place in the order of ids if it is a member's."""


@frozen
class Range:
    """A value known only to lie between two others; `high` is None where no upper limit is known."""

    low: Value
    high: Value | None


@frozen
class Condition:
    """One condition of a programme: whether it holds (None: not decided), and what it compares."""

    id: str
    member: str | None
    holds: bool | None
    actual: Value | Range | None
    limit: Value | Range | None
    cites: tuple[str, ...]
    summary: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        return {
            "id": self.id,
            "member": self.member,
            "holds": self.holds,
            "actual": plain(self.actual),
            "limit": plain(self.limit),
            "cites": list(self.cites),
        }


@frozen
class Caveat:
    """A parameter that mattered and is not beyond doubt, with the reason in `note` by language (zh, en)."""

    parameter: str
    status: str
    note: Mapping[str, str] = field(hash=False)

    def to_dict(self) -> dict[str, Any]:
        """As in the output; the note is the English one."""
        return {"parameter": self.parameter, "status": self.status, "note": self.note.get("en", "")}


@frozen(eq=False)
class Step:
    """A value and what it was made from. Leaves are stated facts (`kind` "fact") and cited parameters ("parameter").

    A step that several others use is one object; the tree is complete wherever it is entered. It is unfolded as it is walked. `label` says
    in words what the value is, by language; English always, which is also the key for translation.
    """

    kind: str
    id: str
    label: Mapping[str, str]
    cites: tuple[str, ...]
    status: str | None
    named: Named = field(repr=False)
    _unfolds: "Unfolds" = field(repr=False)

    @property
    def member(self) -> str | None:
        """The id of the member to whom the value belongs; None for the household's."""
        return self._unfolds.member_of(self.named)

    @property
    def value(self) -> Value | Range:
        """The value, or the range in which it lies."""
        return self._unfolds.value_of(self.named)

    @property
    def path(self) -> str | None:
        """Where a fact is stated, such as members[0].income.wages."""
        return self._unfolds.path_of(self.named)

    @property
    def inputs(self) -> tuple["Step", ...]:
        """Everything the value was made from."""
        return self._unfolds.inputs_of(self.named)

    @property
    def decisive(self) -> tuple["Step", ...]:
        """Of the inputs, those of which another value could have led to another result."""
        return self._unfolds.decisive_of(self.named)

    def to_dict(self, seen: set[int] | None = None) -> dict[str, Any]:
        """As in the output; a step that has been given in full before (`seen`) is given without its inputs and marked `above`."""
        seen = set() if seen is None else seen
        found: dict[str, Any] = {self.kind: self.id, "member": self.member, "value": plain(self.value)}
        path = self.path
        if path is not None:
            found["path"] = path
        if self.status is not None:
            found["status"] = self.status
        if self.cites:
            found["cites"] = list(self.cites)
        inputs = self.inputs
        if inputs and id(self) in seen:
            found["above"] = True
        elif inputs:
            seen.add(id(self))
            found["inputs"] = [step.to_dict(seen) for step in inputs]
        return found


def plain(value: Value | Range | None) -> Any:
    """A value for JSON: decimals as text."""
    if isinstance(value, Range):
        return {"low": plain(value.low), "high": plain(value.high)}
    return str(value) if isinstance(value, Decimal) else value


if TYPE_CHECKING:  # what stands behind the results; only types, so that nobody pays for them at run time

    class Unfolds(Protocol):
        """What knows the values behind steps."""

        def member_of(self, named: Named) -> str | None:
            """The id of the member to whom the value belongs."""

        def value_of(self, named: Named) -> Value | Range:
            """The value."""

        def path_of(self, named: Named) -> str | None:
            """Where a fact is stated."""

        def inputs_of(self, named: Named) -> tuple[Step, ...]:
            """Every input."""

        def decisive_of(self, named: Named) -> tuple[Step, ...]:
            """The inputs that mattered."""
